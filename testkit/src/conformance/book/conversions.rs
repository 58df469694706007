//! Conversions: lists, a sale with its refunds, and what explains one of them.

use super::{
    Store, all, commit, rows,
    scene::{SALE_TO_COME, Scene},
    sorted_by,
};
use crate::world::World;
use conversion::{Content, Conversion, Decision, Kind, Outcome, Refusal, Share};
use engine::ports::{ColumnOf, ConversionColumn, ConversionFilter, ListOf, Row, list_of};
use words::{ConversionId, Mode};

pub(super) async fn filters_narrow_a_list(book: Store) {
    let world = World::seeded(101);
    let scope = world.scope(Mode::Live);
    let (shop, neighbor) = (world.shop(scope), world.shop(scope));
    let (ada, bob) = (world.customer(scope, "ada"), world.customer(scope, "bob"));
    let sale = world.sale(&shop.program, &ada, "ORD-1", 100);
    let conversions = [
        world.lead(&shop.program, &ada, "ada"),
        world.refund(&sale, "REF-1", 50),
        sale,
        world.sale(&shop.program, &bob, "ORD-2", 100),
        world.sale(&neighbor.program, &ada, "ORD-1", 100),
        Conversion { customer: None, ..world.refund(&world.sale(&shop.program, &ada, "?", 1), "REF-2", 1) },
    ];
    commit(&*book, shop.changes()).await.unwrap();
    commit(&*book, neighbor.changes()).await.unwrap();
    let people = [Row::Customer(ada.clone()), Row::Customer(bob.clone())];
    let written = conversions.iter().cloned().map(Row::Conversion);
    commit(&*book, rows(people.into_iter().chain(written))).await.unwrap();
    let programs = [None, Some(shop.program.id), Some(neighbor.program.id)];
    let kinds = [None, Some(Kind::Lead), Some(Kind::Sale), Some(Kind::Refund)];
    let customers = [None, Some(ada.id), Some(bob.id)];
    let external_ids = [None, Some(conversions[0].external_id.clone())];
    for (program, kind) in programs.into_iter().flat_map(|it| kinds.map(|kind| (it, kind))) {
        for (customer, external_id) in
            customers.into_iter().flat_map(|it| external_ids.clone().map(|external_id| (it, external_id)))
        {
            let wanted = conversions.iter().filter(|it| {
                program.is_none_or(|id| it.program == id)
                    && kind.is_none_or(|kind| it.kind == kind)
                    && (customer.is_none() || it.customer == customer)
                    && external_id.as_ref().is_none_or(|id| it.external_id == *id)
            });
            let filter = ConversionFilter { program, kind, customer, external_id: external_id.clone() };
            let listed = book.conversions(scope, &filter, all()).await.unwrap();
            assert_eq!(listed, sorted_by(wanted.cloned().collect(), |it| it.id), "{filter:?}");
        }
    }
}

pub(super) async fn a_sale_and_its_refunds_find_each_other(book: Store) {
    let world = World::seeded(102);
    let scene = Scene::new(&world, world.scope(Mode::Live));
    commit(&*book, scene.changes()).await.unwrap();
    let (scope, program) = (scene.scope(), scene.shop.program.id);
    let file = async |source: &str, name: &str| {
        let (sale, refunds, _) = book.sale_file(scope, program, source, name).await.unwrap();
        (sale, sorted_by(refunds, |it| it.id))
    };
    assert_eq!(file("api", SALE_TO_COME).await, (None, vec![scene.waiting.clone()]));
    assert_eq!(file("api", "ORD-3").await, (Some(scene.stated.sale.clone()), vec![scene.refund.clone()]));
    assert_eq!(file("api", "ORD-1").await, (Some(scene.pending.sale.clone()), vec![]));
    assert_eq!(file("crm", SALE_TO_COME).await, (None, vec![]));
    // A lead of that name is no sale, and a refund from another system names another sale.
    let customer = &scene.pending.customer;
    let lead = world.lead(&scene.shop.program, customer, SALE_TO_COME);
    let of_crm = Conversion {
        id: ConversionId::draw(world.now(), world.draw()),
        source: "crm".to_owned(),
        ..scene.waiting.clone()
    };
    commit(&*book, rows([Row::Conversion(lead), Row::Conversion(of_crm.clone())])).await.unwrap();
    assert_eq!(file("api", SALE_TO_COME).await, (None, vec![scene.waiting.clone()]));
    assert_eq!(file("crm", SALE_TO_COME).await, (None, vec![of_crm.clone()]));
    // The sale comes and takes its refund on; a second one follows. Both name it.
    let sale = Conversion { refunded: 500, ..world.sale(&scene.shop.program, customer, SALE_TO_COME, 9_000) };
    let taken_on = Conversion { sale: Some(sale.id), customer: sale.customer, ..scene.waiting.clone() };
    let second = world.refund(&sale, "REF-SECOND", 100);
    let written = [&sale, &taken_on, &second].map(|it| Row::Conversion(it.clone()));
    commit(&*book, rows(written)).await.unwrap();
    let both = sorted_by(vec![taken_on.clone(), second], |it| it.id);
    assert_eq!(file("api", SALE_TO_COME).await, (Some(sale), both));
    let of_crm_id = of_crm.id;
    assert_eq!(file("crm", SALE_TO_COME).await, (None, vec![of_crm]));
    // A reversal names a refund and no sale: it is in the file of whichever sale the refund is of.
    let reversal = |refund: &str| Conversion {
        id: ConversionId::draw(world.now(), world.draw()),
        kind: Kind::RefundReversal,
        external_id: format!("{refund}-failed"),
        sale: None,
        content: Content { sale: None, refund: Some(refund.to_owned()), ..taken_on.content.clone() },
        ..taken_on.clone()
    };
    let (own, lost) = (reversal(&taken_on.external_id), reversal("REF-NONE"));
    let elsewhere = Conversion { source: "crm".to_owned(), ..reversal(&taken_on.external_id) };
    let written = [&own, &lost, &elsewhere].map(|it| Row::Conversion(it.clone()));
    commit(&*book, rows(written)).await.unwrap();
    let (_, mut all) = file("api", SALE_TO_COME).await;
    all.retain(|it| it.kind == Kind::RefundReversal);
    assert_eq!(all, std::slice::from_ref(&own));
    let listed = async |column: ColumnOf<Conversion>, value: &str| {
        let query = ListOf::<Conversion>::new(50).only(column, value);
        let found: Vec<Conversion> = list_of(&*book, scope, &query).await.unwrap();
        sorted_by(found.iter().map(|it| it.id).collect(), |id| *id)
    };
    assert_eq!(listed(ConversionColumn::REFUND_EXTERNAL_ID, "REF-NONE").await, [lost.id]);
    let waiting = sorted_by(vec![own.id, lost.id, elsewhere.id, of_crm_id], |id| *id);
    assert_eq!(listed(ConversionColumn::WAITING, "yes").await, waiting);
    let by_key = book.conversion_by_key(scope, program, Kind::Refund, "api", "REF-LATER").await.unwrap();
    assert_eq!(by_key, Some(taken_on));
}

pub(super) async fn a_case_file_holds_what_explains_a_conversion(book: Store) {
    let world = World::seeded(103);
    let mut scene = Scene::new(&world, world.scope(Mode::Live));
    let shop = scene.shop.clone();
    let (rival, enrolled, joined) = world.join(&shop);
    let (helper, helping, joined_too) = world.join(&shop);
    let (former, left, joined_once) = world.join(&shop);
    let purchase = &mut scene.stated;
    let behind = world.touch_by_code(&shop.code, "sale/api/ORD-3", &enrolled, &purchase.customer);
    let unweighed = world.touch_by_code(&shop.code, "sale/api/ORD-4", &enrolled, &purchase.customer);
    let decision = world.decision(&purchase.sale, &shop.policy, &[&behind, &purchase.touch]);
    let mut considered = decision.considered.clone();
    considered[0].finding.outcome = Outcome::Refused { reason: Refusal::SelfReferral };
    // Each partner is named in one place only: the rival by a touch, the helper by a share, the
    // former by a commission whose credit went to others.
    let share = |millionths, enrollment: &program::Enrollment| Share {
        enrollment: enrollment.id,
        partner: enrollment.partner,
        millionths,
    };
    let shares = vec![share(600_000, &shop.enrollment), share(400_000, &helping)];
    purchase.decision = Decision { considered, shares, ..decision };
    purchase.commission.share_millionths = 600_000;
    let mut second = world.commission(&purchase.sale, &left, 0);
    second.share_millionths = 0;
    let purchase = purchase.clone();
    commit(&*book, scene.changes()).await.unwrap();
    let more = [Row::Touch(behind.clone()), Row::Touch(unweighed), Row::Commission(second.clone())];
    commit(&*book, rows([joined, joined_too, joined_once].concat().into_iter().chain(more))).await.unwrap();
    let scope = scene.scope();
    for asked in [&purchase.sale, &scene.refund] {
        let case = book.case_file(scope, asked.id).await.unwrap().unwrap();
        let is_refund = asked.kind == Kind::Refund;
        assert_eq!((&case.conversion, case.customer.as_ref()), (asked, Some(&purchase.customer)));
        assert_eq!(case.sale.as_ref(), is_refund.then_some(&purchase.sale));
        assert_eq!(case.decision.as_ref(), Some(&purchase.decision));
        assert_eq!(case.policy.as_ref(), Some(&shop.policy));
        let touches = sorted_by(vec![behind.clone(), purchase.touch.clone()], |it| it.id);
        assert_eq!(sorted_by(case.touches, |it| it.id), touches);
        let commissions = sorted_by(vec![purchase.commission.clone(), second.clone()], |it| it.id);
        assert_eq!(sorted_by(case.commissions, |it| it.id), commissions);
        let partners = vec![shop.partner.clone(), rival.clone(), helper.clone(), former.clone()];
        assert_eq!(sorted_by(case.partners, |it| it.id), sorted_by(partners, |it| it.id));
    }
    // A refund that waits has nothing to explain it yet.
    let case = book.case_file(scope, scene.waiting.id).await.unwrap().unwrap();
    assert_eq!((&case.conversion, case.customer, case.sale), (&scene.waiting, None, None));
    assert_eq!((case.decision, case.policy), (None, None));
    assert!(case.touches.is_empty() && case.commissions.is_empty() && case.partners.is_empty());
    let unknown = ConversionId::draw(world.now(), world.draw());
    assert_eq!(book.case_file(scope, unknown).await.unwrap(), None);
}
