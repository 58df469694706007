//! Commissions: told apart by state, due at the end of their hold, waiting for statements.

use super::{Store, all, commit, read_in_pages, rows, sorted_by};
use crate::world::{Purchase, Shop, World, month};
use commission::{Commission, Declined, State, Suspension};
use engine::ports::{Book, Changes, CommissionFilter, Expected, Page, Row, Unstated, VersionKey};
use payout::{Statement, StatementStatus};
use program::Enrollment;
use words::{CustomerId, Mode, StatementId};

/// A purchase whose commission is as `change` leaves it.
fn owed(world: &World, shop: &Shop, order: &str, change: impl FnOnce(&mut Commission)) -> Purchase {
    let mut purchase = world.purchase(shop, order, 10_000);
    change(&mut purchase.commission);
    purchase
}

async fn write(book: &dyn Book, purchases: &[Purchase]) {
    let changes = purchases.iter().flat_map(Purchase::rows);
    commit(book, rows(changes)).await.unwrap();
}

fn commissions_of(purchases: &[Purchase]) -> Vec<Commission> {
    sorted_by(purchases.iter().map(|purchase| purchase.commission.clone()).collect(), |it| it.id)
}

/// A commission in each state and on each way there, and one of the neighbor.
fn in_every_state(world: &World, (shop, neighbor): (&Shop, &Shop)) -> [Purchase; 17] {
    let now = world.now();
    let stated = Some(StatementId::draw(now, world.draw()));
    let approved = |it: &mut Commission| it.approved_at = Some(now);
    [
        owed(world, shop, "pending", |_| ()),
        owed(world, shop, "pending, partly reversed", |it| it.reversed = 1),
        owed(world, shop, "pending, worth nothing", |it| it.earned = 0),
        owed(world, shop, "approved", approved),
        owed(world, shop, "approved, worth nothing", |it| (it.earned, it.approved_at) = (0, Some(now))),
        owed(world, shop, "stated", |it| {
            (it.approved_at, it.statement, it.stated) = (Some(now), stated, it.earned);
        }),
        owed(world, shop, "stated in part", |it| (it.approved_at, it.statement) = (Some(now), stated)),
        owed(world, shop, "paid", |it| (it.statement, it.paid_at) = (stated, Some(now))),
        owed(world, shop, "reversed", |it| it.reversed = it.earned),
        owed(world, shop, "reversed after its statement", |it| {
            (it.approved_at, it.statement, it.reversed) = (Some(now), stated, it.earned);
        }),
        owed(world, shop, "declined", |it| it.declined = Some(Declined::by_ban(now))),
        owed(world, shop, "declined, once approved", |it| {
            (it.approved_at, it.declined) = (Some(now), Some(Declined::by_ban(now)));
        }),
        owed(world, shop, "withdrawn", |it| (it.share_millionths, it.earned) = (0, 0)),
        owed(world, shop, "withdrawn once reversed", |it| (it.share_millionths, it.reversed) = (0, 1)),
        owed(world, shop, "disputed", |it| it.suspended = [Suspension::Dispute].into()),
        owed(world, shop, "disputed, once declined", |it| {
            (it.suspended, it.declined) = ([Suspension::Review].into(), Some(Declined::by_ban(now)));
        }),
        owed(world, neighbor, "next door", |_| ()),
    ]
}

pub(super) async fn filters_tell_states_apart(book: Store) {
    let world = World::seeded(111);
    let scope = world.scope(Mode::Live);
    let (shop, neighbor) = (world.shop(scope), world.shop(scope));
    let (_, second, joined) = world.join(&shop);
    let purchases = in_every_state(&world, (&shop, &neighbor));
    commit(&*book, shop.changes()).await.unwrap();
    commit(&*book, neighbor.changes()).await.unwrap();
    write(&*book, &purchases).await;
    let of_second = Commission { earned: 7, ..world.commission(&purchases[0].sale, &second, 7) };
    commit(&*book, rows(joined.into_iter().chain([Row::Commission(of_second.clone())]))).await.unwrap();
    let mut written = commissions_of(&purchases);
    written.push(of_second.clone());
    let list = async |filter: CommissionFilter| book.commissions(scope, &filter, all()).await.unwrap();
    let wanted = |keep: &dyn Fn(&Commission) -> bool| {
        sorted_by(written.iter().filter(|it| keep(it)).cloned().collect(), |it: &Commission| it.id)
    };
    let none = CommissionFilter::default;
    for state in State::ALL {
        let expected = wanted(&|it| it.state() == state);
        assert!(!expected.is_empty());
        assert_eq!(list(CommissionFilter { state: Some(state), ..none() }).await, expected, "{state:?}");
        let program = Some(shop.program.id);
        let expected = wanted(&|it| it.state() == state && it.program == shop.program.id);
        assert_eq!(list(CommissionFilter { state: Some(state), program, ..none() }).await, expected);
    }
    assert_eq!(list(none()).await, wanted(&|_| true));
    let sale = purchases[0].sale.id;
    let filters = [
        (
            CommissionFilter { enrollment: Some(second.id), ..none() },
            wanted(&|it| it.enrollment == second.id),
        ),
        (CommissionFilter { partner: Some(second.partner), ..none() }, vec![of_second]),
        (CommissionFilter { conversion: Some(sale), ..none() }, wanted(&|it| it.conversion == Some(sale))),
        (
            CommissionFilter { program: Some(neighbor.program.id), partner: Some(second.partner), ..none() },
            vec![],
        ),
    ];
    for (filter, expected) in filters {
        assert_eq!(list(filter.clone()).await, expected, "{filter:?}");
    }
}

fn ids(commissions: &[(Commission, u64)]) -> Vec<words::CommissionId> {
    commissions.iter().map(|(commission, _)| commission.id).collect()
}

pub(super) async fn due_is_what_has_something_to_approve(book: Store) {
    let world = World::seeded(112);
    let scope = world.scope(Mode::Live);
    let (shop, neighbor) = (world.shop(scope), world.shop(scope));
    let now = world.now();
    let due = [
        owed(&world, &shop, "hold over for long", |it| it.hold_until = now.plus_days(-100)),
        owed(&world, &shop, "hold over at this moment", |it| it.hold_until = now),
        owed(&world, &shop, "partly reversed", |it| it.reversed = it.earned - 1),
    ];
    let others = [
        owed(&world, &shop, "in hold", |it| it.hold_until = now.plus_micros(1)),
        owed(&world, &shop, "approved", |it| it.approved_at = Some(now)),
        owed(&world, &shop, "worth nothing", |it| it.earned = 0),
        owed(&world, &shop, "for a person to approve", |it| it.awaits_approval = true),
        owed(&world, &shop, "disputed", |it| it.suspended = [Suspension::Dispute].into()),
        owed(&world, &shop, "reversed", |it| it.reversed = it.earned),
        owed(&world, &shop, "declined", |it| it.declined = Some(Declined::by_ban(now))),
        owed(&world, &shop, "declined, once approved", |it| {
            (it.approved_at, it.declined) = (Some(now), Some(Declined::by_ban(now)));
        }),
        owed(&world, &shop, "withdrawn", |it| (it.share_millionths, it.earned) = (0, 0)),
        owed(&world, &shop, "withdrawn, not settled yet", |it| it.share_millionths = 0),
        owed(&world, &neighbor, "next door", |_| ()),
    ];
    commit(&*book, shop.changes()).await.unwrap();
    commit(&*book, neighbor.changes()).await.unwrap();
    write(&*book, &due).await;
    write(&*book, &others).await;
    for version in 0..2 {
        let key = VersionKey::Customer(due[1].customer.id);
        let expected = vec![Expected { key, version }];
        commit(&*book, Changes { expected, ..Changes::default() }).await.unwrap();
    }
    let read = async |at, limit| book.due_commissions(scope, shop.program.id, at, limit).await.unwrap();
    let found = sorted_by(read(now, 100).await, |(commission, _)| commission.id);
    let version = |customer: CustomerId| if customer == due[1].customer.id { 2 } else { 0 };
    let expected = commissions_of(&due).into_iter().map(|it| (it.clone(), version(it.customer.unwrap())));
    assert_eq!(found, expected.collect::<Vec<_>>());
    assert_eq!(ids(&read(now.plus_days(-100), 100).await), [due[0].commission.id]);
    assert_eq!(read(now.plus_micros(1), 100).await.len(), 4);
    let some = read(now, 2).await;
    assert!(some.len() == 2 && ids(&some).iter().all(|id| ids(&found).contains(id)));
}

pub(super) async fn unstated_is_what_statements_do_not_show(book: Store) {
    let world = World::seeded(113);
    let shop = world.shop(world.scope(Mode::Live));
    let (_, second, joined) = world.join(&shop);
    commit(&*book, shop.changes()).await.unwrap();
    commit(&*book, rows(joined)).await.unwrap();
    let before = world.now();
    let approved = before.plus_micros(-1);
    let stated = StatementId::draw(before, world.draw());
    let (approved, stated) = (Some(approved), Some(stated));
    // The latest occurrence is drawn and written first.
    let occurred = |days: i64, change: &dyn Fn(&mut Commission)| {
        world.clock.advance(1_000);
        let mut purchase = owed(&world, &shop, &format!("ORD-{days}"), |it| {
            (it.approved_at, it.occurred_at) = (approved, before.plus_days(-days));
            change(it);
        });
        purchase.sale.occurred_at = purchase.commission.occurred_at;
        purchase
    };
    let unstated = [
        occurred(1, &|_| ()),
        occurred(5, &|it| (it.statement, it.stated, it.reversed) = (stated, it.earned, 500)),
        occurred(9, &|it| (it.statement, it.stated) = (stated, it.earned - 10)),
        occurred(10, &|it| (it.statement, it.stated, it.reversed) = (stated, it.earned, it.earned)),
    ];
    let others = [
        occurred(2, &|it| it.approved_at = Some(before)),
        occurred(3, &|it| it.approved_at = None),
        occurred(4, &|it| (it.statement, it.stated) = (stated, it.earned)),
        occurred(6, &|it| it.reversed = it.earned),
        occurred(7, &|it| it.enrollment = second.id),
    ];
    write(&*book, &unstated).await;
    write(&*book, &others).await;
    let key = VersionKey::Customer(unstated[3].customer.id);
    let expected = vec![Expected { key, version: 0 }];
    commit(&*book, Changes { expected, ..Changes::default() }).await.unwrap();
    let read = async |enrollment, at, limit| {
        book.unstated_commissions(shop.scope, enrollment, at, limit).await.unwrap()
    };
    let found = read(shop.enrollment.id, before, 100).await;
    let expected: Vec<_> = unstated
        .iter()
        .rev()
        .map(|it| (it.commission.clone(), u64::from(it.commission.net() == 0)))
        .collect();
    assert_eq!(found, expected, "by occurrence, each with its customer's version");
    assert_eq!(read(shop.enrollment.id, before, 3).await, expected[..3]);
    assert_eq!(read(shop.enrollment.id, before.plus_micros(1), 100).await.len(), 5);
    assert_eq!(ids(&read(second.id, before, 100).await), [others[4].commission.id]);
    assert_eq!(read(shop.enrollment.id, before.plus_micros(-1), 100).await, []);
    let sums = async |at| book.unstated(shop.scope, shop.enrollment.id, at).await.unwrap();
    let added = |of: &dyn Fn(&commission::Commission) -> bool| -> i64 {
        let amounts = unstated.iter().map(|it| &it.commission).filter(|it| of(it));
        amounts.map(commission::Commission::unstated).sum()
    };
    let expected = Unstated {
        total: added(&|_| true),
        taken_back: -added(&|it| it.statement.is_some() && it.unstated() < 0),
        given_back: unstated
            .iter()
            .map(|it| it.commission.unstated().clamp(0, it.commission.taken_back))
            .sum(),
    };
    assert_eq!(sums(before).await, expected);
    let later = expected.total + others[0].commission.unstated();
    assert_eq!(sums(before.plus_micros(1)).await.total, later);
    assert_eq!(sums(before.plus_micros(-1)).await, Unstated::default());
}

pub(super) async fn enrollments_wait_for_statements(book: Store) {
    let world = World::seeded(114);
    let scope = world.scope(Mode::Live);
    let (shop, neighbor) = (world.shop(scope), world.shop(scope));
    let before = world.now();
    let earlier = Some(before.plus_micros(-1));
    let mut written = [shop.rows(), neighbor.rows()].concat();
    let mut waiting = Vec::new();
    let mut enroll = |waits: bool,
                      of: &Shop,
                      change: &dyn Fn(&mut Commission),
                      statement: Option<(&str, StatementStatus)>| {
        let (_, enrollment, joined) = world.join(of);
        let order = enrollment.id.to_string();
        let purchase = owed(&world, of, &order, |it| {
            (it.enrollment, it.partner, it.approved_at) = (enrollment.id, enrollment.partner, earlier);
            change(it);
        });
        written.extend(joined.into_iter().chain(purchase.rows()));
        written.extend(
            statement.map(|(of, status)| Row::Statement(statement_of(&world, &enrollment, of, status))),
        );
        waiting.extend(waits.then_some(enrollment.id));
    };
    let (open, closed) = (StatementStatus::Open, StatementStatus::Closed);
    let shown = |it: &mut Commission| it.stated = it.earned;
    for _ in 0..3 {
        enroll(true, &shop, &|_| (), None);
    }
    enroll(true, &shop, &|it| (it.stated, it.reversed) = (it.earned, 1), Some(("2026-03", closed)));
    enroll(true, &shop, &shown, Some(("2026-03", open)));
    enroll(true, &shop, &|it| it.approved_at = None, Some(("2026-03", open)));
    enroll(true, &shop, &shown, Some(("2026-02", open)));
    enroll(false, &shop, &shown, Some(("2026-03", closed)));
    enroll(false, &shop, &|it| it.approved_at = None, None);
    enroll(false, &shop, &|it| it.approved_at = Some(before), None);
    enroll(false, &shop, &|it| it.reversed = it.earned, None);
    enroll(false, &neighbor, &|_| (), None);
    // What the last statement carries over may be paid by now; what an earlier one did is in the last.
    for (earlier, last, waits) in [(0, -5, true), (0, 5, true), (-5, 0, false)] {
        let (_, enrollment, joined) = world.join(&shop);
        let chain = [("2026-01", earlier), ("2026-02", last)].map(|(of, total)| {
            let statement = statement_of(&world, &enrollment, of, closed);
            Row::Statement(Statement { total, minimum: 10, ..statement })
        });
        written.extend(joined.into_iter().chain(chain));
        waiting.extend(waits.then_some(enrollment.id));
    }
    commit(&*book, rows(written)).await.unwrap();
    waiting.sort();
    for limit in 1..=9 {
        let fetch = async |after| {
            let page = Page { after, limit };
            book.enrollments_to_state(scope, shop.program.id, before, page).await.unwrap()
        };
        let listed = read_in_pages(limit, |&id| id, fetch).await;
        assert_eq!(listed, waiting, "{limit} a page");
    }
}

fn statement_of(world: &World, enrollment: &Enrollment, of: &str, status: StatementStatus) -> Statement {
    let statement = world.statement(enrollment, month(of), crate::world::currency("EUR"));
    Statement { status, ..statement }
}
