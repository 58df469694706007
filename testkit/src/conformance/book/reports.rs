//! What reports ask of a book: figures of what was credited, and what a partner's evidence was weighed in.

use super::{Store, commit, rows, sorted_by};
use crate::world::World;
use commission::{Commission, Declined};
use conversion::{Conversion, Decision, Share};
use engine::ports::Row;
use report::{ByPartner, ConversionTallies, Figures, Question, Slot};
use words::Mode;

pub(super) async fn what_was_credited_is_added_up_by_time_and_partner(book: Store) {
    let world = World::seeded(301);
    let scope = world.scope(Mode::Live);
    let (shop, neighbor) = (world.shop(scope), world.shop(scope));
    let (second, enrollment, joined) = world.join(&shop);
    let begun = world.now();
    let first = world.purchase(&shop, "ORD-1", 10_001);
    let customer = first.customer.clone();
    // A lead of the same customer, shared by two partners; a sale that nobody is credited for.
    let lead = world.lead(&shop.program, &customer, "lead");
    let share = |partner, enrollment, millionths| Share { partner, enrollment, millionths };
    let both =
        vec![share(shop.partner.id, shop.enrollment.id, 333_333), share(second.id, enrollment.id, 666_667)];
    let decided = |of: &Conversion, shares: &[Share]| Decision {
        shares: shares.to_vec(),
        ..world.decision(of, &shop.policy, &[&first.touch])
    };
    let uncredited = world.sale(&shop.program, &customer, "ORD-NOBODY", 77_000);
    let decisions = [decided(&lead, &both), decided(&uncredited, &[])];
    world.clock.advance(Slot::MICROS);
    // A renewal, half of it refunded, shared; its commission was declined.
    let renewal = Conversion { refunded: 5_000, ..world.sale(&shop.program, &customer, "ORD-2", 10_000) };
    let declined = Declined { reason: "test".to_owned(), by: None, at: world.now() };
    let earned = world.commission(&renewal, &shop.enrollment, 999);
    let earned = Commission { declined: Some(declined), ..earned };
    let elsewhere = world.purchase(&neighbor, "ORD-ELSEWHERE", 60_000);
    let until = world.now().plus_micros(1);
    world.clock.advance(1);
    let later = world.purchase(&shop, "ORD-LATER", 500);
    let mut written = shop.rows();
    written.extend(neighbor.rows());
    written.extend(joined);
    written.extend([&first, &elsewhere, &later].into_iter().flat_map(|purchase| purchase.rows()));
    written.extend([lead.clone(), uncredited, renewal.clone()].map(Row::Conversion));
    written.extend(decisions.map(Row::Decision));
    written.extend([Row::Decision(decided(&renewal, &both)), Row::Commission(earned)]);
    commit(&*book, rows(written)).await.unwrap();

    let asked = Question { programs: vec![shop.program.id], partner: None, since: begun, until };
    let tallies = book.tally(scope, &asked).await.unwrap();
    let early = Figures { leads: 1, customers: 1, sales: 1, revenue: 10_001, commission: 2_000, clicks: 0 };
    let late = Figures { sales: 1, revenue: 1_666 + 3_333, ..Figures::default() };
    let slots = [(Slot::of(begun), early), (Slot::of(renewal.occurred_at), late)];
    assert_eq!(sorted_by(tallies.slots, |&(slot, _)| slot), slots);
    let ada = Figures { sales: 2, revenue: 10_001 + 1_666, ..early };
    let bob = Figures { leads: 1, sales: 1, revenue: 3_333, ..Figures::default() };
    let of = |partner, figures| ByPartner { partner, figures };
    let partners = sorted_by(vec![of(shop.partner.id, ada), of(second.id, bob)], |it| it.partner);
    assert_eq!(sorted_by(tallies.partners, |it| it.partner), partners);

    let of_second = Question { partner: Some(second.id), ..asked.clone() };
    let tallies = book.tally(scope, &of_second).await.unwrap();
    assert_eq!(tallies.partners, [of(second.id, bob)]);
    let lead = Figures { leads: 1, ..Figures::default() };
    let sale = Figures { sales: 1, revenue: 3_333, ..Figures::default() };
    let slots = [(Slot::of(begun), lead), (Slot::of(renewal.occurred_at), sale)];
    assert_eq!(sorted_by(tallies.slots, |&(slot, _)| slot), slots);

    let trial = words::Scope { mode: Mode::Test, ..scope };
    assert_eq!(book.tally(trial, &asked).await.unwrap(), ConversionTallies::default());
    let none = Question { programs: Vec::new(), ..asked };
    assert_eq!(book.tally(scope, &none).await.unwrap(), ConversionTallies::default());
}

pub(super) async fn a_partner_sees_what_their_evidence_was_weighed_in(book: Store) {
    let world = World::seeded(302);
    let scope = world.scope(Mode::Live);
    let shop = world.shop(scope);
    let (second, enrollment, joined) = world.join(&shop);
    let purchase = world.purchase(&shop, "ORD-1", 10_000);
    let click = world.click(&shop.link, world.now().plus_days(-2));
    let lost = world.touch(&click, &enrollment, &purchase.customer);
    world.clock.advance(1_000_000);
    let renewal = world.sale(&shop.program, &purchase.customer, "ORD-2", 10_000);
    let decision = world.decision(&renewal, &shop.policy, &[&lost, &purchase.touch]);
    let mut written = shop.rows();
    written.extend(joined);
    written.extend(purchase.rows());
    written.extend([
        Row::Touch(lost),
        Row::Conversion(renewal.clone()),
        Row::Decision(decision.clone()),
        Row::Conversion(world.refund(&renewal, "REF-2", 100)),
    ]);
    commit(&*book, rows(written)).await.unwrap();

    let weighed =
        async |scope, partner, before, limit| book.weighed(scope, partner, before, limit).await.unwrap();
    let (newest, oldest) = ((renewal.clone(), decision), (purchase.sale.clone(), purchase.decision.clone()));
    let own = shop.partner.id;
    assert_eq!(weighed(scope, own, None, 10).await, [newest.clone(), oldest.clone()]);
    assert_eq!(weighed(scope, own, None, 1).await, std::slice::from_ref(&newest));
    assert_eq!(weighed(scope, own, Some(renewal.id), 10).await, [oldest]);
    assert_eq!(weighed(scope, second.id, None, 10).await, [newest], "weighed, but not credited");
    let trial = words::Scope { mode: Mode::Test, ..scope };
    assert_eq!(weighed(trial, own, None, 10).await, []);
}
