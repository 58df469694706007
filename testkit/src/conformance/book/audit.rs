//! The audit: silent about a good book, and finds each fault that a driver let in.

use super::{Store, commit, rows, scene::Scene, sorted_by};
use crate::world::{Purchase, World, currency, month};
use commission::{Account, Commission, Entry, EntryKind, Posting, Subject};
use conversion::{Decision, Share};
use engine::ports::{Audit, Changes, Mismatch, Row};
use payout::{Statement, StatementLine, StatementStatus};
use std::collections::BTreeSet;
use words::{ConversionId, Mode, Scope};

/// More faults of a kind than this are not listed.
const LISTED_MAX: usize = 20;

pub(super) async fn a_good_book_is_clean(book: Store) {
    assert_eq!(book.audit().await.unwrap(), Audit::default());
    let world = World::seeded(141);
    let live = world.scope(Mode::Live);
    for scope in [live, Scope { mode: Mode::Test, ..live }, world.scope(Mode::Live)] {
        commit(&*book, Scene::new(&world, scope).changes()).await.unwrap();
    }
    let expected =
        Audit { entries: 18, facts: 3, last_fact: 3, commissions: 9, waiting: 3, ..Audit::default() };
    assert_eq!(book.audit().await.unwrap(), expected);
}

pub(super) async fn entries_that_do_not_balance_are_found(book: Store) {
    let world = World::seeded(142);
    let scene = Scene::new(&world, world.scope(Mode::Live));
    commit(&*book, scene.changes()).await.unwrap();
    let entry = |amounts: &[i64]| Entry {
        id: words::EntryId::draw(world.now(), world.draw()),
        postings: amounts
            .iter()
            .map(|&amount| Posting {
                account: Account::CommissionExpense,
                currency: scene.shop.program.currency,
                amount,
            })
            .collect(),
        ..scene.pending.entries[0].clone()
    };
    let three = [entry(&[100, -60, -40]), entry(&[0])];
    commit(&*book, Changes { entries: three.to_vec(), ..Changes::default() }).await.unwrap();
    assert_eq!(book.audit().await.unwrap().unbalanced, []);
    let one_off = entry(&[100, -99]);
    let lonely = entry(&[-7]);
    let entries = vec![one_off.clone(), lonely.clone()];
    commit(&*book, Changes { entries, ..Changes::default() }).await.unwrap();
    let found = BTreeSet::from_iter(book.audit().await.unwrap().unbalanced);
    assert_eq!(found, BTreeSet::from([one_off.id, lonely.id]));
    let many: Vec<_> = (0..30).map(|_| entry(&[1])).collect();
    let mut bad: BTreeSet<_> = many.iter().map(|entry| entry.id).collect();
    bad.extend(found);
    commit(&*book, Changes { entries: many, ..Changes::default() }).await.unwrap();
    let audit = book.audit().await.unwrap();
    assert_eq!((audit.unbalanced.len(), audit.entries), (LISTED_MAX, 6 + 34));
    assert!(audit.unbalanced.iter().all(|id| bad.contains(id)));
    assert_eq!(audit.mismatches, [], "expenses are nobody's claim");
}

/// An entry balances in each currency by itself; what it is about other than a commission is held to that, not to
/// commissions.
pub(super) async fn entries_about_payments_balance_in_each_currency(book: Store) {
    let world = World::seeded(146);
    let scene = Scene::new(&world, world.scope(Mode::Live));
    commit(&*book, scene.changes()).await.unwrap();
    let (euro, dollar) = (scene.shop.program.currency, currency("USD"));
    let entry = |subject, amounts: &[(Account, i64, words::Currency)]| Entry {
        id: words::EntryId::draw(world.now(), world.draw()),
        subject,
        kind: EntryKind::Paid,
        postings: amounts
            .iter()
            .map(|&(account, amount, currency)| Posting { account, currency, amount })
            .collect(),
        ..scene.stated.entries[0].clone()
    };
    let transfer = Subject::Transfer(words::TransferId::draw(world.now(), world.draw()));
    let exchanged = [
        (Account::PartnerPayable, 5_000, euro),
        (Account::CurrencyExchange, -5_000, euro),
        (Account::CurrencyExchange, 5_400, dollar),
        (Account::PayoutClearing, -5_400, dollar),
    ];
    let written_off = [(Account::ClawbackWriteOff, 70, euro), (Account::PartnerPayable, -70, euro)];
    let good = vec![entry(transfer, &exchanged), entry(Subject::Statement(scene.statement.id), &written_off)];
    commit(&*book, Changes { entries: good, ..Changes::default() }).await.unwrap();
    let audit = book.audit().await.unwrap();
    assert_eq!((audit.unbalanced, audit.mismatches), (vec![], vec![]));
    let own = scene.shop.enrollment.id;
    let balances = book.balances(scene.scope(), scene.shop.program.id).await.unwrap();
    let held = |account, currency| {
        let mut of =
            balances.iter().filter(|it| (it.account, it.currency, it.enrollment) == (account, currency, own));
        of.next().map_or(0, |it| it.amount)
    };
    assert_eq!(held(Account::PayoutClearing, dollar), -5_400);
    assert_eq!(
        (held(Account::CurrencyExchange, euro), held(Account::CurrencyExchange, dollar)),
        (-5_000, 5_400)
    );
    assert_eq!(held(Account::ClawbackWriteOff, euro), 70);
    let across = [(Account::PartnerPayable, 100, euro), (Account::PayoutClearing, -100, dollar)];
    let bad = entry(transfer, &across);
    commit(&*book, Changes { entries: vec![bad.clone()], ..Changes::default() }).await.unwrap();
    assert_eq!(book.audit().await.unwrap().unbalanced, [bad.id]);
}

pub(super) async fn commissions_without_their_earning_are_found(book: Store) {
    let world = World::seeded(143);
    let shop = world.shop(world.scope(Mode::Live));
    let (_, second, joined) = world.join(&shop);
    commit(&*book, shop.changes()).await.unwrap();
    commit(&*book, rows(joined)).await.unwrap();
    let bought = |order: &str| world.purchase(&shop, order, 10_000);
    let share = |enrollment: &program::Enrollment, millionths| Share {
        enrollment: enrollment.id,
        partner: enrollment.partner,
        millionths,
    };
    let [good, mut shared, mut undecided, mut halved, mut withdrawn, orphan] =
        ["ORD-1", "ORD-2", "ORD-3", "ORD-4", "ORD-5", "ORD-6"].map(bought);
    shared.decision.shares = vec![share(&shop.enrollment, 300_000), share(&second, 700_000)];
    shared.commission.share_millionths = 300_000;
    let of_second = Commission { share_millionths: 700_000, ..world.commission(&shared.sale, &second, 9) };
    let (own, others) = (share(&shop.enrollment, 500_000), share(&second, 500_000));
    halved.decision = Decision { shares: vec![own, others], ..halved.decision };
    undecided.decision.shares.clear();
    // Credit that was taken away is no fault: the decision gives none and the commission says so.
    withdrawn.decision.shares.clear();
    (withdrawn.commission.share_millionths, withdrawn.commission.earned) = (0, 0);
    let elsewhere = world.commission(&good.sale, &second, 10);
    let without_sale = |it: &Row| !matches!(it, Row::Conversion(_));
    let whole = [&good, &shared, &undecided, &halved, &withdrawn].into_iter().flat_map(Purchase::rows);
    let orphaned = orphan.rows().into_iter().filter(without_sale);
    let more = [Row::Commission(of_second), Row::Commission(elsewhere.clone())];
    commit(&*book, rows(whole.chain(orphaned).chain(more))).await.unwrap();
    let audit = book.audit().await.unwrap();
    let found = BTreeSet::from_iter(audit.without_earning);
    let expected = [undecided.commission.id, halved.commission.id, orphan.commission.id, elsewhere.id];
    assert_eq!(found, BTreeSet::from(expected));
    assert_eq!(audit.commissions, 8);
    let lost = |place: usize| Commission {
        id: words::CommissionId::draw(world.now(), world.draw()),
        conversion: Some(ConversionId::draw(world.now(), world.draw())),
        key: format!("sale/api/lost {place}"),
        ..good.commission.clone()
    };
    commit(&*book, rows((0..30).map(lost).map(Row::Commission))).await.unwrap();
    assert_eq!(book.audit().await.unwrap().without_earning.len(), LISTED_MAX);
}

pub(super) async fn accounts_that_differ_from_commissions_are_found(book: Store) {
    let world = World::seeded(144);
    let scope = world.scope(Mode::Live);
    let shops = [0; 4].map(|_| world.shop(scope));
    for (place, shop) in shops.iter().enumerate() {
        commit(&*book, shop.changes()).await.unwrap();
        let purchase = world.purchase(shop, &format!("first of {place}"), 10_000);
        commit(&*book, purchase.changes()).await.unwrap();
    }
    assert_eq!(book.audit().await.unwrap().mismatches, []);
    let mismatch = |place: usize, account, posted, expected| Mismatch {
        enrollment: shops[place].enrollment.id,
        account,
        posted,
        expected,
    };
    // Earned and never posted; approved and never moved; posted for no commission at all.
    let unposted = world.purchase(&shops[0], "ORD-1", 500);
    let unmoved = world.purchase(&shops[1], "ORD-2", 500);
    let approved = Commission { approved_at: Some(world.now()), ..unmoved.commission.clone() };
    let unfounded = world.purchase(&shops[2], "ORD-3", 500);
    let broken = [
        rows(unposted.rows()),
        Changes { entries: unmoved.entries.clone(), ..rows(unmoved.rows()) },
        rows([Row::Commission(approved)]),
        Changes { entries: unfounded.entries.clone(), ..Changes::default() },
    ];
    for changes in broken {
        commit(&*book, changes).await.unwrap();
    }
    let found = book.audit().await.unwrap().mismatches;
    let expected = vec![
        mismatch(0, Account::PartnerPending, -2_000, -2_100),
        mismatch(1, Account::PartnerPending, -2_100, -2_000),
        mismatch(1, Account::PartnerPayable, 0, -100),
        mismatch(2, Account::PartnerPending, -2_100, -2_000),
    ];
    let by_account = |it: &Mismatch| (it.enrollment, it.account);
    assert_eq!(sorted_by(found, by_account), sorted_by(expected, by_account));
}

pub(super) async fn statements_that_do_not_add_up_are_found(book: Store) {
    let world = World::seeded(145);
    let shop = world.shop(world.scope(Mode::Live));
    let purchase = world.purchase(&shop, "ORD-1", 10_000);
    commit(&*book, shop.changes()).await.unwrap();
    commit(&*book, purchase.changes()).await.unwrap();
    let statement = |of: &str, status, total| {
        let statement = world.statement(&shop.enrollment, month(of), shop.program.currency);
        let number = (status == StatementStatus::Closed).then(|| of[5..].parse().unwrap());
        Statement { status, total, number, lines: 2, carried: -total, ..statement }
    };
    let (open, closed) = (StatementStatus::Open, StatementStatus::Closed);
    let [right, wrong, unfinished] = [
        statement("2026-01", closed, 700),
        statement("2026-02", closed, 701),
        statement("2026-03", open, 9_999),
    ];
    let line = |statement: &Statement, place, amount| {
        Row::StatementLine(StatementLine {
            statement: statement.id,
            place,
            commission: purchase.commission.id,
            kind: payout::LineKind::Commission,
            amount,
            given_back: 0,
            occurred_at: purchase.sale.occurred_at,
        })
    };
    let lines = [&right, &wrong, &unfinished]
        .into_iter()
        .flat_map(|it| [line(it, 1, 1_000), line(it, 2, -300), Row::Statement(it.clone())]);
    let empty = [statement("2025-03", closed, 0), statement("2025-04", closed, 5)];
    let [nothing, hollow] = empty.map(|it| Statement { lines: 0, ..it });
    let without = [&nothing, &hollow].map(|it| Row::Statement(it.clone()));
    commit(&*book, rows(lines.chain(without))).await.unwrap();
    let found = BTreeSet::from_iter(book.audit().await.unwrap().statements_off);
    assert_eq!(found, BTreeSet::from([wrong.id, hollow.id]));
    let audit = book.audit().await.unwrap();
    assert_eq!(audit.numbers_off, []);
    // Each pays nothing and carries nothing, but says that something was carried to it.
    let expected = BTreeSet::from([hollow.id, right.id, wrong.id, unfinished.id]);
    assert_eq!(BTreeSet::from_iter(audit.carries_off), expected);
    for number in [None, Some(9)] {
        commit(&*book, rows([Row::Statement(Statement { number, ..right.clone() })])).await.unwrap();
        assert_eq!(book.audit().await.unwrap().numbers_off, [shop.program.id], "{number:?}");
    }
    let chain = [Statement { carried: 0, ..nothing }, Statement { carried: 0, total: -5, ..hollow.clone() }];
    let next = Statement { carried: -5, total: 8, ..right };
    let last = Statement { carried: 3, minimum: 4, ..wrong.clone() };
    let chain = chain.into_iter().chain([next, last, unfinished.clone()]);
    commit(&*book, rows(chain.map(Row::Statement))).await.unwrap();
    // 3 of `next` were paid, since its minimum is 0.
    assert_eq!(
        BTreeSet::from_iter(book.audit().await.unwrap().carries_off),
        BTreeSet::from([wrong.id, unfinished.id])
    );
}
