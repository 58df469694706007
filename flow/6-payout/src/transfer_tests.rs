//! Whatever is told of the transfers of one statement, in whatever order: the books say what really went out.

use super::*;
use crate::{BatchStatus, Done, Effect, Hand, Movement, Other, Outcome, OutcomeSource};
use proptest::prelude::*;
use std::collections::BTreeMap;
use words::{Currency, Day, Mode, RateSource, WorkspaceId};

const AMOUNT: i64 = 10_000;

fn at(day: i64) -> Instant {
    "2026-11-02T10:00:00Z".parse::<Instant>().unwrap().plus_days(day)
}

fn money(amount: i64, code: &str) -> Money {
    Money::new(amount, code.parse().unwrap())
}

/// What the rail leaves for the next statement.
const REST: i64 = 69;

fn transfer(place: u128, rate: Option<ExchangeRate>) -> Transfer {
    let now = at(0);
    let amount = money(AMOUNT, "EUR");
    Transfer {
        id: TransferId::draw(now, place),
        scope: Scope { workspace: WorkspaceId::draw(now, 1), mode: Mode::Live },
        program: ProgramId::draw(now, 1),
        batch: BatchId::draw(now, place),
        enrollment: EnrollmentId::draw(now, 1),
        partner: PartnerId::draw(now, 1),
        statement: StatementId::draw(now, 1),
        status: TransferStatus::Intended,
        amount,
        rest: 0,
        sends: rate.map_or(amount, |rate| rate.convert(AMOUNT).unwrap()),
        rate,
        method: MethodId::draw(now, 1),
        rail: MethodKind::ByHand,
        hint: String::new(),
        remittance: "statement 1".to_owned(),
        holds: true,
        debited: None,
        reason: None,
        account_fault: None,
        was_announced: false,
        told: Vec::new(),
        carries: Vec::new(),
        created_at: now,
        handed_over_at: None,
        ended_at: None,
    }
}

/// The transfer as another knows it.
fn beside(transfer: &Transfer) -> Other {
    let done = Done { at: at(0), by: Hand::Operator };
    let batch = Batch {
        id: transfer.batch,
        scope: transfer.scope,
        program: transfer.program,
        status: BatchStatus::Approved,
        rail: transfer.rail,
        due_until: Day::of(at(0)),
        execution_day: Day::of(at(0)),
        only: Vec::new(),
        except: Vec::new(),
        currency: transfer.amount.currency,
        total: transfer.amount.amount,
        transfers: 1,
        greatest: transfer.amount.amount,
        left_out: 0,
        collected_to: None,
        created: done,
        submitted: Some(done),
        approved: Some(done),
        handing: None,
        handed_over: None,
        closed_at: None,
        canceled: None,
        cancel_reason: None,
    };
    Other { transfer: transfer.clone(), batch }
}

fn dollars() -> ExchangeRate {
    let pair = ("EUR".parse().unwrap(), "USD".parse().unwrap());
    ExchangeRate::published(pair, 1_080_000_000, RateSource::Ecb, Day::of(at(0))).unwrap()
}

fn told(outcome: Outcome, day: i64) -> Told {
    let at = at(day);
    Told {
        outcome,
        on: Day::of(at),
        source: OutcomeSource::ByHand,
        at,
        by: "usr".to_owned(),
        of_all: false,
        contradicts: false,
    }
}

fn settled() -> Outcome {
    Outcome::Settled { debited: None }
}

fn failed() -> Outcome {
    Outcome::Failed { reason: "account closed".to_owned() }
}

fn returned() -> Outcome {
    Outcome::Returned { reason: "account closed".to_owned() }
}

fn sums(entries: &[Entry]) -> BTreeMap<(Account, Currency), i64> {
    let mut sums = BTreeMap::new();
    for posting in entries.iter().flat_map(|entry| &entry.postings) {
        *sums.entry((posting.account, posting.currency)).or_default() += posting.amount;
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

fn booked(before: &Transfer, after: &Transfer) -> Vec<Entry> {
    let mut place = 0;
    book(before, after, at(0), &mut || {
        place += 1;
        EntryId::draw(at(0), place)
    })
}

#[test]
fn what_it_really_cost_is_gain_or_loss() {
    let euro = "EUR".parse().unwrap();
    for (cost, account, difference) in
        [(10_050, Account::ExchangeLoss, 50), (9_990, Account::ExchangeGain, -10)]
    {
        let before = transfer(1, Some(dollars())).handed_over(at(0), true);
        let mut entries = booked(&transfer(1, Some(dollars())), &before);
        let outcome = Outcome::Settled { debited: Some(money(cost, "EUR")) };
        let after = before.told(&told(outcome, 1), &[]).unwrap().changed().unwrap().transfer;
        entries.extend(booked(&before, &after));
        assert!(entries.iter().all(Entry::balances));
        let expected = BTreeMap::from([
            ((Account::PartnerPayable, euro), AMOUNT),
            ((Account::Cash, euro), -cost),
            ((account, euro), difference),
        ]);
        assert_eq!(sums(&entries), expected);
        // It comes back as it went.
        let back = after.told(&told(returned(), 2), &[]).unwrap().changed().unwrap().transfer;
        entries.extend(booked(&after, &back));
        assert_eq!(sums(&entries), BTreeMap::new());
    }
    // The cost may be told after the settlement, and put right.
    let before = transfer(1, Some(dollars())).handed_over(at(0), true);
    let open = before.told(&told(settled(), 1), &[]).unwrap().changed().unwrap().transfer;
    let cost = Outcome::Settled { debited: Some(money(10_020, "EUR")) };
    let closed = open.told(&told(cost.clone(), 1), &[]).unwrap().changed().unwrap().transfer;
    assert_eq!(sums(&booked(&open, &closed))[&(Account::ExchangeLoss, euro)], 20);
    assert_eq!(closed.told(&told(cost.clone(), 1), &[]).unwrap().changed(), None);
    let right = Outcome::Settled { debited: Some(money(9_980, "EUR")) };
    let mended = closed.told(&told(right, 1), &[]).unwrap().changed().unwrap().transfer;
    let sums_then = sums(&[booked(&open, &closed), booked(&closed, &mended)].concat());
    assert_eq!((sums_then[&(Account::ExchangeGain, euro)], sums_then[&(Account::Cash, euro)]), (-20, -9_980));
    assert_eq!(sums_then.get(&(Account::ExchangeLoss, euro)), None);
    assert_eq!(mended.told(&told(cost, 1), &[]).unwrap().changed(), None, "what was told before comes again");
    let cents = Outcome::Settled { debited: Some(money(100, "EUR")) };
    assert_eq!(open.told(&told(cents, 1), &[]).unwrap_err().field, "debited");
    let own = transfer(2, None).handed_over(at(0), true);
    let refused = own.told(&told(Outcome::Settled { debited: Some(money(1, "EUR")) }, 1), &[]).unwrap_err();
    assert_eq!(refused.field, "debited");
}

#[test]
fn a_message_that_comes_again_changes_nothing_even_later() {
    let sent = transfer(1, None).handed_over(at(0), true);
    let paid = sent.told(&told(settled(), 1), &[]).unwrap().changed().unwrap().transfer;
    assert_eq!(paid.told(&told(settled(), 1), &[]).unwrap().changed(), None);
    assert_eq!(paid.told(&told(settled(), 2), &[]).unwrap().changed(), None);
    let back = paid.told(&told(returned(), 3), &[]).unwrap().changed().unwrap().transfer;
    // The report of the first day, read once more.
    assert_eq!(back.told(&told(settled(), 1), &[]).unwrap().changed(), None);
    let refused = transfer(2, None).told(&told(settled(), 1), &[]).unwrap_err();
    assert_eq!(refused.to_string(), "status: expected a transfer that was handed over, not intended");
}

#[test]
fn settled_after_failed_takes_the_other_out_or_is_carried() {
    let sent = transfer(1, None).handed_over(at(0), true);
    let lost = sent.told(&told(failed(), 1), &[]).unwrap().changed().unwrap().transfer;
    assert!(!lost.holds);
    let other = transfer(2, None);
    let late = lost.told(&told(settled(), 2), &[beside(&other)]).unwrap().changed().unwrap();
    assert!(late.transfer.holds && late.transfer.is_contradicted() && late.transfer.uncarried() == 0);
    assert_eq!(late.other.map(|other| (other.status, other.holds)), Some((TransferStatus::Canceled, false)));
    // The other is on its way already: both are paid, and the partner owes one.
    let other = other.handed_over(at(1), true);
    let late = lost.told(&told(settled(), 2), &[beside(&other)]).unwrap().changed().unwrap().transfer;
    assert!(late.is_overpaid() && late.uncarried() == -AMOUNT);
    // The other fails after all: the first has paid the statement, and nothing is owed.
    let end = other.told(&told(failed(), 3), &[beside(&late)]).unwrap().changed().unwrap();
    let heir = end.other.unwrap();
    assert!(heir.holds && !heir.is_overpaid() && heir.uncarried() == 0 && heir.carries.is_empty());
    // A statement had carried it by then: the next one gives it back.
    let carried = late.carried_by(StatementId::draw(at(2), 9));
    let end = other.told(&told(failed(), 3), &[beside(&carried)]).unwrap().changed().unwrap();
    assert_eq!(end.other.unwrap().uncarried(), AMOUNT);
}

/// How often each kind of movement is counted once everything is known.
fn counted(transfer: &Transfer) -> [i64; 4] {
    let moved = transfer.movements();
    [Movement::HandedOver, Movement::Settled, Movement::Failed, Movement::Returned]
        .map(|kind| moved.iter().filter(|(_, of, _)| *of == kind).map(|(.., times)| times).sum())
}

/// In whatever order the outcomes came: it was handed over once, and ended as it stands.
fn moves_once(it: &Transfer) -> Result<(), TestCaseError> {
    let [handed_over, settled, failed, returned] = counted(it);
    let ended = match it.status {
        TransferStatus::Intended | TransferStatus::Canceled => return Ok(()),
        TransferStatus::HandedOver | TransferStatus::Unknown => (0..=0, 0, 0),
        TransferStatus::Settled => (1..=1, 0, 0),
        TransferStatus::Failed => (0..=0, 1, 0),
        // It had settled before, or came back at once.
        TransferStatus::Returned => (0..=1, 0, 1),
    };
    prop_assert_eq!(handed_over, 1);
    prop_assert!(ended.0.contains(&settled), "settled {} times: {:?}", settled, it.told);
    prop_assert_eq!((failed, returned), (ended.1, ended.2), "{:?}", &it.told);
    Ok(())
}

#[test]
fn each_order_of_outcomes_is_counted_as_what_it_came_to() {
    let (settled, unknown, accepted) = (settled(), Outcome::Unknown, Outcome::Accepted);
    let (failed, returned) = (failed(), returned());
    for (outcomes, expected) in [
        (vec![&settled], [1, 1, 0, 0]),
        (vec![&accepted, &settled], [1, 1, 0, 0]),
        (vec![&unknown, &settled], [1, 1, 0, 0]),
        (vec![&failed], [1, 0, 1, 0]),
        (vec![&unknown, &failed], [1, 0, 1, 0]),
        (vec![&returned], [1, 0, 0, 1]),
        (vec![&settled, &returned], [1, 1, 0, 1]),
        (vec![&failed, &settled], [1, 1, 0, 0]),
        (vec![&settled, &failed], [1, 0, 1, 0]),
        (vec![&returned, &settled], [1, 1, 0, 0]),
        (vec![&failed, &settled, &returned], [1, 1, 0, 1]),
        (vec![&settled, &returned, &settled], [1, 1, 0, 0]),
        (vec![&settled, &failed, &settled], [1, 1, 0, 0]),
        (vec![&settled, &failed, &settled, &failed], [1, 0, 1, 0]),
        (vec![&failed, &unknown, &accepted], [1, 0, 1, 0]),
        (vec![&unknown, &accepted, &failed, &settled, &unknown], [1, 1, 0, 0]),
    ] {
        let mut it = transfer(1, None).handed_over(at(0), true);
        for (day, outcome) in (1..).zip(&outcomes) {
            if let Some(after) = it.told(&told((*outcome).clone(), day), &[]).unwrap().changed() {
                it = after.transfer;
            }
        }
        assert_eq!(counted(&it), expected, "{outcomes:?}");
    }
}

#[test]
fn what_changes_nothing_says_why() {
    let sent = transfer(1, None).handed_over(at(0), true);
    assert_eq!(sent.told(&told(Outcome::Accepted, 1), &[]).unwrap(), Effect::Pending);
    let paid = sent.told(&told(settled(), 1), &[]).unwrap().changed().unwrap().transfer;
    assert_eq!(paid.told(&told(settled(), 1), &[]).unwrap(), Effect::Known);
    let day = Day::of(at(1));
    for outcome in [Outcome::Unknown, Outcome::Accepted, settled()] {
        let why = format!(
            "the transfer is already recorded as settled on {day}; {} does not change that",
            outcome.name()
        );
        assert_eq!(paid.told(&told(outcome, 2), &[]).unwrap(), Effect::Ignored(why));
    }
    let lost = sent.told(&told(failed(), 1), &[]).unwrap().changed().unwrap().transfer;
    for outcome in [Outcome::Unknown, Outcome::Accepted, failed(), returned()] {
        assert!(matches!(lost.told(&told(outcome, 2), &[]).unwrap(), Effect::Ignored(_)));
    }
    let unclear = sent.told(&told(Outcome::Unknown, 1), &[]).unwrap().changed().unwrap().transfer;
    assert_eq!(unclear.told(&told(Outcome::Unknown, 2), &[]).unwrap(), Effect::Known);
}

#[test]
fn a_late_settlement_contradicts_no_return_and_a_wrong_outcome_is_corrected() {
    let (settled, failed, returned) = (settled(), failed(), returned());
    // Each outcome with its day, in the order of arrival; where the transfer ends, and whether anything contradicted.
    for (outcomes, status, is_contradicted) in [
        (vec![(&settled, 3), (&returned, 5)], TransferStatus::Returned, false),
        (vec![(&returned, 5), (&settled, 3)], TransferStatus::Returned, false),
        (vec![(&returned, 5), (&settled, 5)], TransferStatus::Settled, true),
        (vec![(&returned, 5), (&settled, 6)], TransferStatus::Settled, true),
        (vec![(&settled, 5), (&returned, 5), (&settled, 5)], TransferStatus::Returned, false),
        (vec![(&settled, 5), (&failed, 6), (&settled, 5)], TransferStatus::Settled, true),
        (vec![(&failed, 5), (&settled, 6), (&failed, 5)], TransferStatus::Failed, true),
        (vec![(&returned, 5), (&settled, 6), (&returned, 5)], TransferStatus::Returned, true),
    ] {
        let mut it = transfer(1, None).handed_over(at(0), true);
        for (outcome, day) in &outcomes {
            if let Some(after) = it.told(&told((*outcome).clone(), *day), &[]).unwrap().changed() {
                it = after.transfer;
            }
        }
        assert_eq!((it.status, it.is_contradicted()), (status, is_contradicted), "{outcomes:?}");
        moves_once(&it).unwrap();
        let last = outcomes[outcomes.len() - 1];
        if last.0.status() == it.status {
            assert_eq!(it.told(&told(last.0.clone(), last.1), &[]).unwrap(), Effect::Known, "{outcomes:?}");
        }
        // The whole message again.
        let again: Vec<_> = outcomes.iter().map(|(outcome, day)| (*outcome, Day::of(at(*day)))).collect();
        assert!(last.0.status() != it.status || it.knows_all(&again), "{outcomes:?}");
    }
}

#[test]
fn a_later_reason_says_that_the_account_is_at_fault() {
    let because = |reason: &str| Outcome::Failed { reason: reason.to_owned() };
    let sent = transfer(1, None).handed_over(at(0), true);
    let bare = sent.told(&told(because("rejected"), 1), &[]).unwrap().changed().unwrap().transfer;
    let code = Outcome::Returned { reason: "AC04".to_owned() };
    for (outcome, day) in [(because("AC04"), 1), (because("AC04"), 2), (code, 2)] {
        let known = bare.told(&told(outcome.clone(), day), &[]).unwrap().changed().unwrap().transfer;
        assert_eq!((known.status, known.account_fault), (TransferStatus::Failed, Some(AccountFault::Closed)));
        assert_eq!((known.reason.as_deref(), known.ended_at), (Some("AC04"), bare.ended_at));
        moves_once(&known).unwrap();
        assert_eq!(known.told(&told(outcome, day), &[]).unwrap().changed(), None);
        assert_eq!(known.told(&told(because("rejected"), 1), &[]).unwrap(), Effect::Known);
    }
    let of_all = Told { of_all: true, ..told(because("AC04"), 1) };
    let refused = sent.told(&of_all, &[]).unwrap().changed().unwrap().transfer;
    let named = refused.told(&told(because("AC04"), 1), &[]).unwrap().changed().unwrap().transfer;
    assert_eq!(named.account_fault, Some(AccountFault::Closed));
}

#[test]
fn an_account_is_at_fault_until_the_payment_settles_after_all() {
    let sent = transfer(1, None).handed_over(at(0), true);
    let lost = sent.told(&told(failed(), 1), &[]).unwrap().changed().unwrap().transfer;
    assert_eq!(lost.account_fault, Some(AccountFault::Closed));
    let late = lost.told(&told(settled(), 2), &[]).unwrap().changed().unwrap().transfer;
    assert_eq!(late.account_fault, None);
    // A bank that refuses a whole file speaks of the account that pays.
    let of_all = Told { of_all: true, ..told(failed(), 1) };
    assert_eq!(sent.told(&of_all, &[]).unwrap().changed().unwrap().transfer.account_fault, None);
}

#[test]
fn the_rest_of_whole_units_is_carried_once_it_settled_and_taken_back_when_it_returns() {
    let sent = Transfer { rest: REST, ..transfer(1, None) }.handed_over(at(0), true);
    let paid = sent.told(&told(settled(), 1), &[]).unwrap().changed().unwrap().transfer;
    assert_eq!((sent.uncarried(), paid.uncarried()), (0, REST));
    let carried = paid.clone().carried_by(StatementId::draw(at(2), 9));
    for (paid, left) in [(paid, 0), (carried, -REST)] {
        let back = paid.told(&told(returned(), 3), &[]).unwrap().changed().unwrap().transfer;
        assert_eq!(back.uncarried(), left);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    /// Two or three transfers of one statement, made one after the other whenever none holds it, and anything told of any.
    #[test]
    fn the_statement_is_held_once_and_the_books_say_what_went_out(
        steps in prop::collection::vec((0usize..3, 0u8..7, 0i64..4), 1..40),
        abroad: bool,
        whole_units: bool,
    ) {
        let rate = abroad.then(dollars);
        let rest = if whole_units { REST } else { 0 };
        let mut transfers: Vec<Transfer> = Vec::new();
        let mut entries = Vec::new();
        for (which, step, day) in steps {
            let is_held = transfers.iter().any(|it| it.holds);
            if step == 0 && !is_held && transfers.len() < 3 {
                let made = transfer(transfers.len() as u128, rate);
                transfers.push(Transfer { rest, ..made });
                continue;
            }
            let Some(before) = transfers.get(which).cloned() else { continue };
            let outcome = match step {
                1 if before.status == TransferStatus::Intended => {
                    let after = before.handed_over(at(0), day > 0);
                    entries.extend(booked(&before, &after));
                    transfers[which] = after;
                    continue;
                }
                2 => failed(),
                3 => returned(),
                4 => Outcome::Unknown,
                5 => Outcome::Accepted,
                6 if abroad => Outcome::Settled { debited: Some(money(AMOUNT + day, "EUR")) },
                _ => settled(),
            };
            let others: Vec<_> = transfers.iter().filter(|it| it.id != before.id).map(beside).collect();
            let Ok(effect) = before.told(&told(outcome, day), &others) else { continue };
            let Some(consequence) = effect.changed() else { continue };
            for after in [Some(consequence.transfer), consequence.other].into_iter().flatten() {
                let place = transfers.iter().position(|it| it.id == after.id).unwrap();
                entries.extend(booked(&transfers[place], &after));
                transfers[place] = after;
            }
            prop_assert!(transfers.iter().filter(|it| it.holds).count() <= 1);
            prop_assert!(entries.iter().all(Entry::balances));
            let mut said = BTreeMap::new();
            for posting in transfers.iter().flat_map(Transfer::books) {
                *said.entry((posting.account, posting.currency)).or_insert(0) += posting.amount;
            }
            said.retain(|_, sum| *sum != 0);
            prop_assert_eq!(sums(&entries), said, "the entries are what the transfers say");
            let out = transfers.iter().filter(|it| it.status == TransferStatus::Settled).count() as i64;
            let held = transfers.iter().filter(|it| it.holds && it.status == TransferStatus::Settled).count() as i64;
            let carried: i64 = transfers.iter().flat_map(|it| &it.carries).map(|carry| carry.amount).sum();
            let expected = held * rest - (out - held) * AMOUNT;
            prop_assert_eq!(carried, expected, "what went out beyond once is carried, and what the rail left");
            for it in &transfers {
                moves_once(it)?;
            }
        }
    }
}
