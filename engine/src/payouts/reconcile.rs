//! Deed: what was handed over, settled, failed and came back, day by day; what is still under way, transfer by transfer;
//! and that the clearing account holds exactly these.

use crate::{
    Engine, Error, Permit,
    need::ReadPayouts,
    ports::{LedgerFilter, ListOf, Page, Test, TransferColumn, Value, list_of},
    rulebooks,
};
use commission::{Account, Entry, EntryKind, Subject};
use payout::{Movement, Transfer, TransferStatus};
use std::collections::{BTreeMap, BTreeSet};
use words::{Currency, Day, EntryId, Instant, Invalid, Money, ProgramId, TransferId};

/// Days of one report.
pub const RECONCILED_DAYS_MAX: i64 = 366;
/// Transfers under way that one report explains.
pub const UNDER_WAY_MAX: usize = 20_000;
const ENTRIES_PER_PAGE: usize = 1_000;
const TRANSFERS_PER_PAGE: usize = 100;

/// How many and how much, in minor units. What turned out not to have happened is taken back on the day on which that was
/// known, and may be more than what happened then.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Moved {
    pub transfers: i64,
    pub amount: i64,
}

/// One day's movements in one currency.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReconciledDay {
    pub day: Day,
    pub currency: Currency,
    pub handed_over: Moved,
    pub settled: Moved,
    pub failed: Moved,
    pub returned: Moved,
    /// What the clearing account holds at the end of the day; a credit is positive.
    pub clearing: i64,
}

/// A transfer of which nobody knows yet where its money is.
#[derive(Clone, PartialEq, Debug)]
pub struct UnderWay {
    pub transfer: Transfer,
    pub days: i64,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Reconciliation {
    pub days: Vec<ReconciledDay>,
    /// As it is now, the oldest first.
    pub under_way: Vec<UnderWay>,
    /// What the clearing account holds now beyond what is under way: nothing, if the books are right.
    pub unexplained: Vec<Money>,
}

/// From one day to another, both included.
pub async fn reconcile(
    engine: &Engine,
    reader: &Permit<ReadPayouts>,
    program: ProgramId,
    (from, to): (Day, Day),
) -> Result<Reconciliation, Error> {
    let days = to.days_since(from) + 1;
    if !(1..=RECONCILED_DAYS_MAX).contains(&days) {
        return Err(Invalid::new("to", format!("1 to {RECONCILED_DAYS_MAX} days, from `from` on")).into());
    }
    rulebooks::load(engine, reader.scope, program).await?;
    let filter = LedgerFilter { program: Some(program), payments_only: true, ..LedgerFilter::default() };
    let mut days = reconcile_days(engine, reader, &filter, (from, to)).await?;
    days.sort_by_key(|day| (day.day, day.currency));
    let under_way = under_way(engine, reader, program).await?;
    let mut open = BTreeMap::<Currency, i64>::new();
    for sum in engine.book().trial_balance(reader.scope, &filter).await? {
        if sum.account == Account::PayoutClearing {
            *open.entry(sum.currency).or_default() -= sum.balance();
        }
    }
    for UnderWay { transfer, .. } in &under_way {
        *open.entry(transfer.sends.currency).or_default() -= transfer.sends.amount;
    }
    let unexplained = open.into_iter().filter(|(_, amount)| *amount != 0);
    let unexplained = unexplained.map(|(currency, amount)| Money::new(amount, currency)).collect();
    Ok(Reconciliation { days, under_way, unexplained })
}

async fn reconcile_days(
    engine: &Engine,
    reader: &Permit<ReadPayouts>,
    filter: &LedgerFilter,
    (from, to): (Day, Day),
) -> Result<Vec<ReconciledDay>, Error> {
    let before = LedgerFilter { until: Some(from.start()), ..*filter };
    let mut clearing = BTreeMap::<Currency, i64>::new();
    for sum in engine.book().trial_balance(reader.scope, &before).await? {
        if sum.account == Account::PayoutClearing {
            clearing.insert(sum.currency, -sum.balance());
        }
    }
    let (since, until) = (Some(from.start()), Some(to.plus_days(1).start()));
    let within = LedgerFilter { since, until, ..*filter };
    let mut found = Found::default();
    let mut after: Option<EntryId> = None;
    loop {
        let page = Page { after, limit: ENTRIES_PER_PAGE };
        let entries = engine.book().ledger(reader.scope, &within, page).await?;
        entries.iter().for_each(|entry| found.add(entry));
        after = entries.last().map(|entry| entry.id);
        if entries.len() < ENTRIES_PER_PAGE {
            break;
        }
    }
    for chunk in found.contradicted().chunks(TRANSFERS_PER_PAGE) {
        let ids = chunk.iter().map(|id| Value::Text(id.to_string())).collect();
        let query = ListOf::<Transfer>::new(TRANSFERS_PER_PAGE).with(TransferColumn::ID, Test::OneOf(ids));
        for transfer in list_of(engine.book(), reader.scope, &query).await? {
            found.retell(&transfer, (from, to));
        }
    }
    let days = found.days().into_values().map(|mut day| {
        let held = clearing.entry(day.currency).or_default();
        *held += day.clearing;
        day.clearing = *held;
        day
    });
    Ok(days.collect())
}

async fn under_way(
    engine: &Engine,
    reader: &Permit<ReadPayouts>,
    program: ProgramId,
) -> Result<Vec<UnderWay>, Error> {
    let statuses = [TransferStatus::HandedOver, TransferStatus::Unknown];
    let names = statuses.map(|status| Value::Text(status.name().to_owned())).to_vec();
    let query = ListOf::<Transfer>::new(UNDER_WAY_MAX)
        .only(TransferColumn::PROGRAM_ID, program)
        .with(TransferColumn::STATUS, Test::OneOf(names));
    let found: Vec<Transfer> = list_of(engine.book(), reader.scope, &query).await?;
    let today = Day::of(engine.now());
    let aged = found.into_iter().map(|transfer| {
        let since: Instant = transfer.handed_over_at.unwrap_or(transfer.created_at);
        UnderWay { days: today.days_since(Day::of(since)), transfer }
    });
    Ok(aged.collect())
}

/// What moved with one transfer on one day.
#[derive(Clone, Copy)]
struct Part {
    day: Day,
    movement: Movement,
    moved: Moved,
}

/// What is found in the ledger as it is read.
#[derive(Default)]
struct Found {
    clearing: BTreeMap<(Day, Currency), i64>,
    parts: BTreeMap<TransferId, (Currency, Vec<Part>)>,
    /// Transfers whose entries contradict earlier ones.
    contradicted: BTreeSet<TransferId>,
}

impl Found {
    /// What an entry moved through the clearing account, by what it tells.
    fn add(&mut self, entry: &Entry) {
        let Subject::Transfer(transfer) = entry.subject else { return };
        let day = Day::of(entry.at);
        let mut sums = BTreeMap::<Currency, (i64, i64)>::new();
        for posting in entry.postings.iter().filter(|posting| posting.account == Account::PayoutClearing) {
            let sum = sums.entry(posting.currency).or_default();
            *sum = (sum.0 + posting.amount, sum.1 + posting.amount.max(0));
        }
        for (currency, (net, debited)) in sums {
            *self.clearing.entry((day, currency)).or_default() -= net;
            let (movement, amount) = match entry.kind {
                EntryKind::Paid => (Movement::HandedOver, -net),
                EntryKind::Failed => (Movement::Failed, debited),
                // It goes through the account both ways.
                EntryKind::Returned => (Movement::Returned, debited),
                // A cost told later than the settlement moves nothing.
                EntryKind::Settled if net != 0 => (Movement::Settled, net),
                _ => continue,
            };
            let (_, parts) = self.parts.entry(transfer).or_insert((currency, Vec::new()));
            // It failed though it had settled, or is paid again although it ended.
            let is_paid_again = movement == Movement::HandedOver && !parts.is_empty();
            let ended = parts.iter().any(|part| part.movement != Movement::HandedOver);
            let settles_at_once = movement == Movement::Settled
                && parts.iter().any(|part| part.movement == Movement::HandedOver && part.day == day);
            if entry.kind == EntryKind::Failed && net == 0 || is_paid_again || ended || settles_at_once {
                self.contradicted.insert(transfer);
            }
            parts.push(Part { day, movement, moved: Moved { transfers: 1, amount } });
        }
    }

    fn contradicted(&self) -> Vec<TransferId> {
        self.contradicted.iter().copied().collect()
    }

    /// Counts a transfer by its own history in place of its entries: they book its payment again where an outcome contradicts
    /// another, though it was handed over once.
    fn retell(&mut self, transfer: &Transfer, (from, to): (Day, Day)) {
        let told = transfer.movements().into_iter().map(|(at, movement, times)| {
            let moved = Moved { transfers: times, amount: times * transfer.sends.amount };
            Part { day: Day::of(at), movement, moved }
        });
        let within = told.filter(|part| (from..=to).contains(&part.day)).collect();
        self.parts.insert(transfer.id, (transfer.sends.currency, within));
    }

    fn days(self) -> BTreeMap<(Day, Currency), ReconciledDay> {
        let mut days = BTreeMap::new();
        for ((day, currency), clearing) in self.clearing {
            days.insert((day, currency), ReconciledDay { clearing, ..ReconciledDay::empty(day, currency) });
        }
        for (currency, parts) in self.parts.into_values() {
            for Part { day, movement, moved } in parts {
                let of_day = days.entry((day, currency)).or_insert(ReconciledDay::empty(day, currency));
                let column = of_day.column(movement);
                column.transfers += moved.transfers;
                column.amount += moved.amount;
            }
        }
        days
    }
}

impl ReconciledDay {
    fn empty(day: Day, currency: Currency) -> Self {
        let nothing = Moved::default();
        Self {
            day,
            currency,
            handed_over: nothing,
            settled: nothing,
            failed: nothing,
            returned: nothing,
            clearing: 0,
        }
    }

    fn column(&mut self, movement: Movement) -> &mut Moved {
        match movement {
            Movement::HandedOver => &mut self.handed_over,
            Movement::Settled => &mut self.settled,
            Movement::Failed => &mut self.failed,
            Movement::Returned => &mut self.returned,
        }
    }
}
