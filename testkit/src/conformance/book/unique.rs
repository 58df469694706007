//! Uniqueness: each has its name, reaches exactly as far as it should, and holds when many try.

use super::{Store, at_once, commit, rows, scene::Scene};
use crate::world::World;
use commission::Commission;
use conversion::{Conversion, Kind};
use engine::ports::{Changes, CommitError, Commits, Links, Row, Unique};
use program::{ApiKey, Code, Enrollment, Link, Policy, Terms};
use referral::{Customer, Touch};
use std::sync::Arc;
use words::{
    CodeId, CommissionId, ConversionId, CustomerId, EnrollmentId, KeyId, LinkId, Mode, PolicyId, Scope,
    TermsId, TouchId,
};

/// Rows that are in the scene already, each under a new id.
fn doubles(scene: &Scene, world: &World) -> Vec<(&'static str, Unique, Row)> {
    let (shop, purchase) = (&scene.shop, &scene.pending);
    let now = world.now();
    let touch = Touch { id: TouchId::draw(now, world.draw()), ..purchase.touch.clone() };
    let refund = Conversion { id: ConversionId::draw(now, world.draw()), ..scene.waiting.clone() };
    let sale = Conversion { id: ConversionId::draw(now, world.draw()), ..purchase.sale.clone() };
    let customer = Customer { id: CustomerId::draw(now, world.draw()), ..purchase.customer.clone() };
    let enrollment = Enrollment { id: EnrollmentId::draw(now, world.draw()), ..shop.enrollment.clone() };
    let link = Link { id: LinkId::draw(now, world.draw()), ..shop.link.clone() };
    let code = Code { id: CodeId::draw(now, world.draw()), ..shop.code.clone() };
    let key = ApiKey { id: KeyId::draw(now, world.draw()), ..shop.key.clone() };
    let policy = Policy { id: PolicyId::draw(now, world.draw()), ..shop.policy.clone() };
    let terms = Terms { id: TermsId::draw(now, world.draw()), ..shop.terms.clone() };
    vec![
        ("slug", Unique::Slug, Row::Link(link)),
        ("code", Unique::Code, Row::Code(code)),
        ("enrollment", Unique::Enrollment, Row::Enrollment(enrollment)),
        ("customer", Unique::Customer, Row::Customer(customer)),
        ("sale", Unique::Conversion, Row::Conversion(sale)),
        ("refund", Unique::Conversion, Row::Conversion(refund)),
        ("touch", Unique::Touch, Row::Touch(touch)),
        ("key's hash", Unique::Other, Row::ApiKey(key)),
        ("policy's version", Unique::Other, Row::Policy(policy)),
        ("terms' version", Unique::Other, Row::Terms(terms)),
    ]
}

pub(super) async fn each_uniqueness_has_its_name(book: Store) {
    let world = World::seeded(21);
    let scene = Scene::new(&world, world.scope(Mode::Live));
    commit(&*book, scene.changes()).await.unwrap();
    for (name, unique, double) in doubles(&scene, &world) {
        assert_eq!(commit(&*book, rows([double])).await, Err(CommitError::Taken(unique)), "{name}");
    }
    let granted = Commission {
        id: CommissionId::draw(world.now(), world.draw()),
        customer: None,
        conversion: None,
        key: "bonus/once".to_owned(),
        ..scene.pending.commission.clone()
    };
    let again = Commission { id: CommissionId::draw(world.now(), world.draw()), ..granted.clone() };
    let other = Commission { key: "bonus/other".to_owned(), ..again.clone() };
    commit(&*book, rows([Row::Commission(granted.clone())])).await.unwrap();
    let twice = commit(&*book, rows([Row::Commission(again)])).await;
    assert_eq!(twice, Err(CommitError::Taken(Unique::Grant)));
    assert_eq!(book.commission_files(scene.scope(), &[granted.id]).await.unwrap(), [(granted.clone(), 0)]);
    commit(&*book, rows([Row::Commission(other.clone())])).await.unwrap();
    let grants = async |keys| book.grants(scene.scope(), granted.enrollment, keys).await.unwrap();
    assert_eq!(grants("bonus/").await, [granted.clone(), other]);
    assert_eq!(grants("bonus/on").await, std::slice::from_ref(&granted), "under keys that begin so");
    assert_eq!(grants("sale/").await, [], "what a conversion earned is no grant");
    let elsewhere = Scope { mode: Mode::Test, ..scene.scope() };
    assert_eq!(book.grants(elsewhere, granted.enrollment, "bonus/").await.unwrap(), []);
    let slug_elsewhere = {
        let other = world.shop(world.scope(Mode::Test));
        let link = Link { slug: scene.shop.link.slug.clone(), ..other.link.clone() };
        Changes { rows: [other.rows(), vec![Row::Link(link)]].concat(), ..Changes::default() }
    };
    let taken = commit(&*book, slug_elsewhere).await;
    assert_eq!(taken, Err(CommitError::Taken(Unique::Slug)), "slugs are unique over all workspaces");
    let entries = scene.pending.entries.clone();
    let again = commit(&*book, Changes { entries, ..Changes::default() }).await;
    assert_eq!(again, Err(CommitError::Taken(Unique::Other)), "an entry's id");
    let again = commit(&*book, Changes { answer: Some(scene.answer.clone()), ..Changes::default() }).await;
    assert_eq!(again, Err(CommitError::Taken(Unique::Answer)));
    // Two of one commit meet as two commits do.
    let customer = world.customer(scene.scope(), "twice");
    let twin = Customer { id: CustomerId::draw(world.now(), world.draw()), ..customer.clone() };
    let twins = commit(&*book, rows([Row::Customer(customer.clone()), Row::Customer(twin)])).await;
    assert_eq!(twins, Err(CommitError::Taken(Unique::Customer)));
    let file = book.customer_file(scene.scope(), scene.shop.program.id, "twice").await.unwrap();
    assert_eq!(file, None);
}

/// Each row differs from one of the scene's in a single part of what is unique.
pub(super) async fn what_differs_in_one_part_is_another(book: Store) {
    let world = World::seeded(22);
    let scene = Scene::new(&world, world.scope(Mode::Live));
    let test = Scope { mode: Mode::Test, ..scene.scope() };
    let elsewhere = Scene::new(&world, test);
    commit(&*book, scene.changes()).await.unwrap();
    commit(&*book, elsewhere.changes()).await.unwrap();
    let (shop, now) = (&scene.shop, world.now());
    let sale = |change: &dyn Fn(&mut Conversion)| {
        let id = ConversionId::draw(now, world.draw());
        let mut sale = Conversion { id, ..scene.pending.sale.clone() };
        change(&mut sale);
        Row::Conversion(sale)
    };
    let program = world.program(scene.scope());
    let other_program = program.id;
    let group = world.group(&program);
    let partner = world.partner(scene.scope());
    let other_domain = Link { domain: "go.shop.example".to_owned(), ..world.link(&shop.enrollment) };
    let other_customer = world.customer(scene.scope(), "someone else");
    let touch = Touch {
        id: TouchId::draw(now, world.draw()),
        customer: other_customer.id,
        ..scene.pending.touch.clone()
    };
    let policy = Policy { id: PolicyId::draw(now, world.draw()), version: 2, ..shop.policy.clone() };
    let terms = Terms { id: TermsId::draw(now, world.draw()), group: group.id, ..shop.terms.clone() };
    let code = Code { id: CodeId::draw(now, world.draw()), program: program.id, ..shop.code.clone() };
    let others = vec![
        sale(&|it| it.program = other_program),
        sale(&|it| it.kind = Kind::Lead),
        sale(&|it| it.kind = Kind::Refund),
        sale(&|it| it.source = "API".to_owned()),
        sale(&|it| it.external_id = "ord-1".to_owned()),
        sale(&|it| (it.source, it.external_id) = ("a/b".to_owned(), "c".to_owned())),
        sale(&|it| (it.source, it.external_id) = ("a".to_owned(), "b/c".to_owned())),
        Row::Link(Link { slug: shop.link.slug.clone(), ..other_domain }),
        Row::Enrollment(world.enrollment(&group, &shop.partner)),
        Row::Enrollment(world.enrollment(&shop.group, &partner)),
        Row::Customer(other_customer),
        Row::Touch(touch),
        Row::Policy(policy),
        Row::Terms(terms),
        Row::Code(code),
        Row::Program(program),
        Row::Group(group),
        Row::Partner(partner),
    ];
    commit(&*book, rows(others)).await.unwrap();
    let found = |source, external_id| {
        book.conversion_by_key(scene.scope(), shop.program.id, Kind::Sale, source, external_id)
    };
    assert_eq!(found("api", "ORD-1").await.unwrap(), Some(scene.pending.sale.clone()));
    assert_eq!(found("api", "ord-1").await.unwrap().unwrap().external_id, "ord-1");
    assert_eq!(found("a/b", "c").await.unwrap().unwrap().source, "a/b");
    assert_eq!(found("a", "b/c").await.unwrap().unwrap().source, "a");
}

pub(super) async fn what_a_row_gives_up_is_free(book: Arc<impl Commits + Links + ?Sized>) {
    let world = World::seeded(23);
    let shop = world.shop(world.scope(Mode::Live));
    commit(&*book, shop.changes()).await.unwrap();
    let old = shop.link.slug.clone();
    let moved = Link { slug: "moved".to_owned(), ..shop.link.clone() };
    // A commit that fails gives nothing up.
    let taken = Link { slug: "moved".to_owned(), ..world.link(&shop.enrollment) };
    let refused = commit(&*book, rows([Row::Link(moved.clone()), Row::Link(taken)])).await;
    assert_eq!(refused, Err(CommitError::Taken(Unique::Slug)));
    let is_taken = async |slug: &str| book.slug_is_taken("", slug).await.unwrap();
    assert!(is_taken(&old).await && !is_taken("moved").await);
    commit(&*book, rows([Row::Link(moved.clone())])).await.unwrap();
    assert!(!is_taken(&old).await && is_taken("moved").await);
    let heir = Link { slug: old.clone(), ..world.link(&shop.enrollment) };
    commit(&*book, rows([Row::Link(heir.clone())])).await.unwrap();
    assert!(is_taken(&old).await && is_taken("moved").await);
    assert!(!book.slug_is_taken("go.shop.example", &old).await.unwrap(), "another domain's");
    assert_eq!(book.link(shop.scope, shop.link.id).await.unwrap(), Some(moved));
    assert_eq!(book.link(shop.scope, heir.id).await.unwrap().as_ref(), Some(&heir));
    let counted = async |partner, most| book.count_links(partner, heir.enrollment, most).await.unwrap();
    assert_eq!((counted(heir.partner, 9).await, counted(heir.partner, 1).await), (2, 1));
    assert_eq!(counted(world.shop(shop.scope).partner.id, 9).await, 0, "another partner's");
}

/// 64 tasks report the same sale at once, each under an id of its own: it is counted once.
pub(super) async fn an_identity_is_written_once_however_many_try(book: Store) {
    let world = World::seeded(24);
    let shop = world.shop(world.scope(Mode::Live));
    let customer = world.customer(shop.scope, "ada");
    commit(&*book, shop.changes()).await.unwrap();
    let tries: Vec<Conversion> =
        (0..64).map(|_| world.sale(&shop.program, &customer, "ORD-1", 10_000)).collect();
    let turns: Vec<_> = tries
        .iter()
        .map(|sale| {
            let facts = vec![world.fact(shop.scope, &sale.id.to_string())];
            let changes = Changes { facts, ..rows([Row::Conversion(sale.clone())]) };
            let book = Arc::clone(&book);
            async move { commit(&*book, changes).await }
        })
        .collect();
    let outcomes = at_once(turns).await;
    let winners: Vec<_> = tries.iter().zip(&outcomes).filter(|(_, outcome)| outcome.is_ok()).collect();
    assert_eq!(winners.len(), 1);
    let lost = Err(CommitError::Taken(Unique::Conversion));
    assert_eq!(outcomes.iter().filter(|&outcome| *outcome == lost).count(), 63);
    let stored = book.conversion_by_key(shop.scope, shop.program.id, Kind::Sale, "api", "ORD-1").await;
    assert_eq!(stored.unwrap().as_ref(), Some(winners[0].0));
    assert_eq!(book.facts(None, 0, 100).await.unwrap().len(), 1);
}
