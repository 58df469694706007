//! Deed: a batch, made by collecting the statements that are due, in chunks that can be interrupted.

use super::way::Way;
use crate::{
    Caller, Done as Turned, Engine, Error, Permit,
    audit::{self, view},
    need::WritePayouts,
    payouts,
    ports::{Changes, Page, Row},
    rulebooks,
};
use facts::{BatchMade, Event};
use payout::{
    Batch, BatchStatus, LeftOut, MethodKind, Statement, Transfer, TransferStatus, WhyLeftOut, remittance,
};
use words::{BatchId, Currency, Day, Instant, Mode, Money, PartnerId, ProgramId, TransferId};

/// Statements that are looked at for one commit: each gives a transfer with its claim, or a row of those left out.
pub(super) const STATEMENTS_PER_COMMIT_MAX: usize = crate::ports::ROWS_PER_COMMIT_MAX / 5;

#[derive(Clone, Debug)]
pub struct BatchInput {
    pub program: ProgramId,
    pub rail: MethodKind,
    /// Today, if absent.
    pub due_until: Option<Day>,
    /// Today, if absent.
    pub execution_day: Option<Day>,
    pub only: Vec<PartnerId>,
    pub except: Vec<PartnerId>,
}

/// Collects what is due. The batch is a draft then, which is to be submitted.
pub async fn create(
    engine: &Engine,
    caller: &Permit<WritePayouts>,
    input: &BatchInput,
) -> Result<Turned<Batch>, Error> {
    if caller.scope.mode == Mode::Test {
        return Err(Error::TestMode);
    }
    let attempt = move || attempt_create(engine, caller, input);
    let Turned { value, replayed } = engine.transact(caller, "make_batch", attempt).await?;
    // The job that was committed with it finds nothing left to do.
    payouts::go_on(engine, caller, value.id).await?;
    let (value, _) = payouts::find(engine, caller.scope, value.id).await?;
    Ok(Turned { value, replayed })
}

async fn attempt_create(
    engine: &Engine,
    caller: &Caller,
    input: &BatchInput,
) -> Result<(Batch, Changes), Error> {
    let (scope, now) = (caller.scope, engine.now());
    let program = rulebooks::load(engine, scope, input.program).await?.program;
    let today = Day::of(now);
    let batch = Batch {
        id: BatchId::draw(now, engine.draw()),
        scope,
        program: program.id,
        status: BatchStatus::Collecting,
        rail: input.rail,
        due_until: input.due_until.unwrap_or(today),
        execution_day: input.execution_day.unwrap_or(today),
        only: input.only.clone(),
        except: input.except.clone(),
        currency: program.currency,
        total: 0,
        transfers: 0,
        greatest: 0,
        left_out: 0,
        collected_to: None,
        created: payouts::done_by(engine, caller).await?,
        submitted: None,
        approved: None,
        handing: None,
        handed_over: None,
        closed_at: None,
        canceled: None,
        cancel_reason: None,
    };
    batch.check(today)?;
    let made = BatchMade { batch: batch.id, rail: batch.rail, due_until: batch.due_until };
    let changes = Changes {
        rows: vec![Row::Batch(Box::new(batch.clone()))],
        facts: vec![engine.fact(scope, now, Event::BatchMade(made)).of_program(program.id)],
        audit: vec![audit::entry(engine, caller, now, "batch.made", batch.id, (None, view(&batch)))],
        jobs: vec![payouts::batch_job(engine, &batch, now)],
        ..Changes::default()
    };
    Ok((batch, changes))
}

/// Looks at the next statements. Of two batches that are collected at once, one finds a statement claimed by the
/// other's transfer and looks again.
pub(super) async fn collect_chunk(
    engine: &Engine,
    caller: &Caller,
    id: BatchId,
) -> Result<((), Changes), Error> {
    let (mut batch, expected) = payouts::find(engine, caller.scope, id).await?;
    if batch.status != BatchStatus::Collecting {
        return Ok(((), Changes::default()));
    }
    let now = engine.now();
    let program = rulebooks::load(engine, batch.scope, batch.program).await?.program;
    let page = Page { after: batch.collected_to, limit: STATEMENTS_PER_COMMIT_MAX };
    let found = engine.book().payable_statements(batch.scope, batch.program, page).await?;
    let transfers_max = batch.rail.payments_max();
    let mut currency = currency_of_file(engine, &batch).await?;
    let mut rows = Vec::new();
    for statement in &found {
        if batch.transfers == transfers_max {
            break;
        }
        batch.collected_to = Some(statement.id);
        if statement.due_on > batch.due_until {
            continue;
        }
        match payouts::way_of(engine, &batch, statement, (currency, now)).await? {
            Ok(way) => {
                currency = batch.rail.has_one_currency().then_some(way.sends.currency);
                let transfer = draft_transfer(engine, &batch, statement, way, (&program.name, now));
                batch.add(&transfer);
                rows.push(Row::Transfer(Box::new(transfer)));
            }
            Err(why) => {
                batch.left_out += 1;
                rows.push(Row::LeftOut(left_out(&batch, statement, why)));
            }
        }
    }
    if found.len() < STATEMENTS_PER_COMMIT_MAX || batch.transfers == transfers_max {
        batch.status = BatchStatus::Draft;
    }
    let mut changes = payouts::batch_changes(&batch, expected);
    changes.rows.extend(rows);
    Ok(((), changes))
}

/// The currency of the batch's payments so far, where one file has one.
async fn currency_of_file(engine: &Engine, batch: &Batch) -> Result<Option<Currency>, Error> {
    if !batch.rail.has_one_currency() {
        return Ok(None);
    }
    let first = payouts::transfers_in(engine, batch, &[TransferStatus::Intended], None, 1).await?.pop();
    Ok(first.map(|transfer| transfer.sends.currency))
}

fn draft_transfer(
    engine: &Engine,
    batch: &Batch,
    statement: &Statement,
    way: Way,
    (program, now): (&str, Instant),
) -> Transfer {
    Transfer {
        id: TransferId::draw(now, engine.draw()),
        scope: batch.scope,
        program: batch.program,
        batch: batch.id,
        enrollment: statement.enrollment,
        partner: statement.partner,
        statement: statement.id,
        status: TransferStatus::Intended,
        amount: way.pays,
        rest: statement.to_pay() - way.pays.amount,
        sends: way.sends,
        rate: way.rate,
        method: way.method.id,
        rail: way.method.kind,
        hint: way.method.hint,
        remittance: remittance(program, statement),
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

fn left_out(batch: &Batch, statement: &Statement, why: WhyLeftOut) -> LeftOut {
    LeftOut {
        batch: batch.id,
        scope: batch.scope,
        place: batch.left_out,
        statement: statement.id,
        enrollment: statement.enrollment,
        partner: statement.partner,
        amount: Money::new(statement.to_pay(), statement.currency),
        why,
    }
}
