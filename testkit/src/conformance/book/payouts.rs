//! What is paid: a statement by one transfer at a time, and the ledger as it is exported and added up.

use super::{Store, all, commit, rows, scene::Scene};
use crate::world::World;
use commission::{Account, Subject};
use engine::ports::{
    Book, Changes, CommitError, LedgerFilter, Liability, LiabilityKind, ListOf, Page, Row, TransferColumn,
    TransferTally, Unique, list_of,
};
use payout::{Paid, Statement, Transfer, TransferStatus, book as booked};
use words::{Day, EntryId, Mode, StatementId};

fn row(transfer: &Transfer) -> Row {
    Row::Transfer(Box::new(transfer.clone()))
}

async fn payable(book: &dyn Book, scene: &Scene) -> Vec<Statement> {
    book.payable_statements(scene.scope(), scene.shop.program.id, all()).await.unwrap()
}

pub(super) async fn a_statement_is_paid_by_one_transfer_at_a_time(book: Store) {
    let world = World::seeded(151);
    let scene = Scene::new(&world, world.scope(Mode::Live));
    commit(&*book, scene.changes()).await.unwrap();
    assert_eq!(payable(&*book, &scene).await, std::slice::from_ref(&scene.statement));
    let after = Page { after: Some(scene.statement.id), limit: 10 };
    let rest = book.payable_statements(scene.scope(), scene.shop.program.id, after).await.unwrap();
    assert_eq!(rest, []);
    let (one, other) = (world.batch(&scene.shop.program), world.batch(&scene.shop.program));
    let (first, second) = (world.transfer(&one, &scene.statement), world.transfer(&other, &scene.statement));
    let batches = [Row::Batch(Box::new(one.clone())), Row::Batch(Box::new(other.clone()))];
    commit(&*book, rows(batches.into_iter().chain([row(&first)]))).await.unwrap();
    assert_eq!(payable(&*book, &scene).await, []);
    let taken = Err(CommitError::Taken(Unique::Payment));
    assert_eq!(commit(&*book, rows([row(&second)])).await, taken);
    // Written again it keeps what it has; given up, another may take it, in one commit.
    commit(&*book, rows([row(&first)])).await.unwrap();
    let gone = first.canceled("made by mistake", &one, world.now());
    commit(&*book, rows([row(&gone), row(&second)])).await.unwrap();
    assert_eq!(commit(&*book, rows([row(&first)])).await, taken);
    let tally = |status, transfers, amount| TransferTally { status, transfers, amount };
    let due = scene.statement.to_pay();
    let of_first = book.transfer_tallies(scene.scope(), one.id).await.unwrap();
    assert_eq!(of_first, [tally(TransferStatus::Canceled, 1, due)]);
    let of_second = book.transfer_tallies(scene.scope(), other.id).await.unwrap();
    assert_eq!(of_second, [tally(TransferStatus::Intended, 1, due)]);
    let query = ListOf::<Transfer>::new(10).only(TransferColumn::STATEMENT_ID, scene.statement.id);
    let listed: Vec<Transfer> = list_of(&*book, scene.scope(), &query).await.unwrap();
    assert_eq!(listed, [gone, second]);
    // What is paid is not to be paid, whoever holds it.
    let paid =
        Statement { paid: Some(Paid { transfer: first.id, at: world.now() }), ..scene.statement.clone() };
    let freed = listed[1].canceled("made by mistake", &other, world.now());
    commit(&*book, rows([row(&freed), Row::Statement(paid)])).await.unwrap();
    assert_eq!(payable(&*book, &scene).await, []);
    let elsewhere = world.scope(Mode::Live);
    assert_eq!(book.transfer_tallies(elsewhere, one.id).await.unwrap(), []);
    assert_eq!(book.payable_statements(elsewhere, scene.shop.program.id, all()).await.unwrap(), []);
}

pub(super) async fn what_was_left_out_is_told_in_order(book: Store) {
    let world = World::seeded(152);
    let scene = Scene::new(&world, world.scope(Mode::Live));
    commit(&*book, scene.changes()).await.unwrap();
    let batch = world.batch(&scene.shop.program);
    let left: Vec<_> = (1..=12).map(|place| world.left_out(&batch, &scene.statement, place)).collect();
    commit(&*book, rows(left.iter().rev().cloned().map(Row::LeftOut))).await.unwrap();
    let told = async |after, limit| book.left_out(scene.scope(), batch.id, after, limit).await.unwrap();
    assert_eq!(told(0, 100).await, left);
    assert_eq!(told(3, 2).await, left[3..5]);
    assert_eq!(book.left_out(world.scope(Mode::Live), batch.id, 0, 10).await.unwrap(), []);
    let stated = book.stated(scene.scope(), scene.statement.id, 0, 10).await.unwrap();
    let (line, commission, version) = stated.into_iter().next().unwrap();
    assert_eq!((line, commission.id, version), (scene.line.clone(), scene.stated.commission.id, 1));
    assert_eq!(book.stated(scene.scope(), scene.statement.id, 1, 10).await.unwrap(), []);
}

pub(super) async fn the_ledger_is_told_in_order_and_added_up(book: Store) {
    let world = World::seeded(153);
    let scene = Scene::new(&world, world.scope(Mode::Live));
    commit(&*book, scene.changes()).await.unwrap();
    world.clock.advance_days(1);
    let batch = world.batch(&scene.shop.program);
    let before = world.transfer(&batch, &scene.statement);
    let after = before.handed_over(world.now(), true);
    let entries = booked(&before, &after, world.now(), &mut || EntryId::draw(world.now(), world.draw()));
    commit(&*book, Changes { entries: entries.clone(), ..rows([row(&after)]) }).await.unwrap();
    let audit = book.audit().await.unwrap();
    assert_eq!((audit.mismatches, audit.transfers_off), (vec![], vec![]));
    let (scope, program) = (scene.scope(), Some(scene.shop.program.id));
    let whole = LedgerFilter { program, ..LedgerFilter::default() };
    let told = book.ledger(scope, &whole, all()).await.unwrap();
    let mut expected: Vec<_> = scene.purchases().into_iter().flat_map(|it| it.entries.clone()).collect();
    expected.extend(entries.clone());
    expected.sort_by_key(|entry| entry.id);
    assert_eq!(told, expected);
    let page = Page { after: Some(expected[1].id), limit: 2 };
    assert_eq!(book.ledger(scope, &whole, page).await.unwrap(), expected[2..4]);
    let payments = LedgerFilter { payments_only: true, ..whole };
    assert_eq!(book.ledger(scope, &payments, all()).await.unwrap(), entries);
    assert_eq!(entries[0].subject, Subject::Transfer(before.id));
    let until = LedgerFilter { until: Some(world.now()), ..whole };
    assert_eq!(book.ledger(scope, &until, all()).await.unwrap().len(), expected.len() - 1);
    let sums = book.trial_balance(scope, &whole).await.unwrap();
    let balance: i64 = sums.iter().map(engine::ports::AccountSum::balance).sum();
    assert_eq!(balance, 0);
    let of = |account| sums.iter().find(|sum| sum.account == account).copied().unwrap();
    assert_eq!(of(Account::PayoutClearing).credits, before.amount.amount);
    assert_eq!(of(Account::PayoutClearing).debits, 0);
    assert_eq!(book.trial_balance(world.scope(Mode::Live), &whole).await.unwrap(), []);
    // An entry that the transfer knows nothing of.
    let again = booked(&before, &after, world.now(), &mut || EntryId::draw(world.now(), world.draw()));
    commit(&*book, Changes { entries: again, ..Changes::default() }).await.unwrap();
    assert_eq!(book.audit().await.unwrap().transfers_off, [before.id]);
}

pub(super) async fn what_is_owed_is_told_by_day(book: Store) {
    let world = World::seeded(154);
    let scene = Scene::new(&world, world.scope(Mode::Live));
    commit(&*book, scene.changes()).await.unwrap();
    let owed = async || book.liabilities(scene.scope(), scene.shop.program.id).await.unwrap();
    let found = owed().await;
    let of = |found: &[Liability], kind| {
        let own: Vec<_> = found.iter().filter(|it| it.kind == kind).collect();
        own.iter().map(|it| (it.amount, it.count)).collect::<Vec<_>>()
    };
    assert_eq!(of(&found, LiabilityKind::Pending), [(scene.pending.commission.net(), 1)]);
    let stated = scene.stated.commission.unstated();
    let approved = scene.unstated.commission.unstated() + stated;
    assert_eq!(of(&found, LiabilityKind::Approved).iter().map(|it| it.0).sum::<i64>(), approved);
    assert_eq!(of(&found, LiabilityKind::Payable), [(scene.statement.to_pay(), 1)]);
    assert_eq!(of(&found, LiabilityKind::UnderWay), []);
    assert_eq!(of(&found, LiabilityKind::Carried), []);
    let later = Statement {
        id: StatementId::draw(world.now(), world.draw()),
        until: scene.statement.until.plus_days(31),
        number: Some(2),
        carried: scene.statement.carry_over(),
        total: -500,
        ..scene.statement.clone()
    };
    commit(&*book, rows([Row::Statement(later)])).await.unwrap();
    assert_eq!(of(&owed().await, LiabilityKind::Carried), [(-500, 1)]);
    let batch = world.batch(&scene.shop.program);
    let after = world.transfer(&batch, &scene.statement).handed_over(world.now(), false);
    commit(&*book, rows([row(&after)])).await.unwrap();
    let found = owed().await;
    assert_eq!(of(&found, LiabilityKind::Payable), []);
    let under_way: Vec<_> = found.iter().filter(|it| it.kind == LiabilityKind::UnderWay).collect();
    assert_eq!((under_way[0].day, under_way[0].amount), (Day::of(world.now()), after.amount.amount));
}
