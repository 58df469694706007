//! Batches, transfers, and who pays which statement.

use super::{
    SqliteBook,
    fault::Fault,
    read::{all, count, each, limit, text, word},
    write::upsert,
};
use async_trait::async_trait;
use engine::ports::{Liability, LiabilityKind, Payouts, StorageError, TransferTally};
use payout::{Batch, LeftOut, Transfer, TransferStatus};
use rusqlite::{Connection, params};
use std::collections::BTreeMap;
use words::{BatchId, Currency, Day, Instant, ProgramId, Scope};

pub(super) fn put_batch(conn: &Connection, batch: &Batch) -> Result<(), Fault> {
    upsert!(conn, "batches", batch, [id = text(batch.id)], {
        workspace = text(batch.scope.workspace),
        mode = batch.scope.mode.name(),
        program = text(batch.program),
        status = batch.status.name(),
        rail = batch.rail.name(),
        total = batch.total,
        created_at = batch.created.at.micros(),
    })
}

pub(super) fn put_transfer(conn: &Connection, transfer: &Transfer) -> Result<(), Fault> {
    // The row comes first, as in `link::put`.
    put_transfer_row(conn, transfer)?;
    let id = text(transfer.id);
    conn.prepare_cached("delete from payments where transfer = ?1")?.execute([&id])?;
    if let Some(statement) = transfer.claim() {
        let sql = "insert into payments (statement, transfer) values (?1, ?2)";
        conn.prepare_cached(sql)?.execute(params![text(statement), id])?;
    }
    Ok(())
}

fn put_transfer_row(conn: &Connection, transfer: &Transfer) -> Result<(), Fault> {
    upsert!(conn, "transfers", transfer, [id = text(transfer.id)], {
        workspace = text(transfer.scope.workspace),
        mode = transfer.scope.mode.name(),
        program = text(transfer.program),
        batch = text(transfer.batch),
        enrollment = text(transfer.enrollment),
        partner = text(transfer.partner),
        statement = text(transfer.statement),
        status = transfer.status.name(),
        currency = transfer.sends.currency.code(),
        statement_currency = transfer.amount.currency.code(),
        amount = transfer.amount.amount,
        rest = transfer.rest,
        uncarried = transfer.uncarried(),
        contradicted = transfer.is_contradicted(),
        withheld = transfer.is_withheld(),
        created_at = transfer.created_at.micros(),
        handed_over_at = transfer.handed_over_at.map(|at| at.micros()),
    })
}

pub(super) fn put_left_out(conn: &Connection, left_out: &LeftOut) -> Result<(), Fault> {
    upsert!(conn, "left_out", left_out, [batch = text(left_out.batch), place = left_out.place], {
        workspace = text(left_out.scope.workspace),
        mode = left_out.scope.mode.name(),
    })
}

fn left_out(
    conn: &Connection,
    scope: Scope,
    batch: BatchId,
    after: u32,
    rows: usize,
) -> Result<Vec<LeftOut>, Fault> {
    let sql = "
        select place, body from left_out
        where batch = ?1 and place > ?2 and workspace = ?3 and mode = ?4
        order by place limit ?5";
    let (workspace, mode) = (text(scope.workspace), scope.mode.name());
    all(conn, "left_out", sql, params![text(batch), after, workspace, mode, limit(rows)])
}

fn tally(conn: &Connection, scope: Scope, batch: BatchId) -> Result<Vec<TransferTally>, Fault> {
    let sql = "
        select status, count(*), sum(amount) from transfers
        where batch = ?1 and workspace = ?2 and mode = ?3
        group by status";
    let (workspace, mode) = (text(scope.workspace), scope.mode.name());
    let mut found = each(conn, sql, params![text(batch), workspace, mode], |row| {
        let name: String = row.get(0)?;
        let status = TransferStatus::ALL.into_iter().find(|status| status.name() == name);
        let unreadable = || {
            let why = format!("{name} is no status");
            Fault::Unreadable { table: "transfers", column: "status", id: text(batch), why }
        };
        let status = status.ok_or_else(unreadable)?;
        Ok(TransferTally { status, transfers: count(row, 1)?, amount: row.get(2)? })
    })?;
    found.sort_unstable();
    Ok(found)
}

fn liabilities(conn: &Connection, scope: Scope, program: ProgramId) -> Result<Vec<Liability>, Fault> {
    let sql = "
        select 'pending', hold_until, currency, earned - reversed from commissions
        where program = ?1 and workspace = ?2 and mode = ?3 and approved_at is null and state <> 'declined'
            and earned <> reversed
        union all
        select 'pending', hold_until, currency, earned - reversed - stated - unstated from commissions
        where program = ?1 and workspace = ?2 and mode = ?3 and approved_at is not null and not declined
            and earned - reversed - stated <> unstated
        union all
        select 'approved', approved_at, currency, unstated from commissions
        where program = ?1 and workspace = ?2 and mode = ?3 and unstated <> 0
        union all
        select 'payable', due_on, currency, to_pay from statements
        where program = ?1 and workspace = ?2 and mode = ?3 and to_pay > 0
            and not exists (
                select 1 from payments p join transfers t on t.id = p.transfer
                where p.statement = statements.id and t.status <> 'intended'
            )
        union all
        select 'under_way', handed_over_at, statement_currency, amount from transfers
        where program = ?1 and workspace = ?2 and mode = ?3 and status in ('handed_over', 'unknown')
        union all
        select 'carried', handed_over_at, statement_currency, rest
        from transfers
        where program = ?1 and workspace = ?2 and mode = ?3 and status in ('handed_over', 'unknown')
            and rest > 0
        union all
        select 'carried', handed_over_at, statement_currency, uncarried from transfers
        where program = ?1 and workspace = ?2 and mode = ?3 and uncarried <> 0
        union all
        select 'carried', due_on, currency, carry_over from statements s
        where program = ?1 and workspace = ?2 and mode = ?3 and status = 'closed' and carry_over <> 0
            and period_until = (select max(period_until) from statements l where l.enrollment = s.enrollment)";
    let params = params![text(program), text(scope.workspace), scope.mode.name()];
    let rows: Vec<(LiabilityKind, i64, Currency, i64)> = each(conn, sql, params, |row| {
        let name: String = row.get(0)?;
        let kind = LiabilityKind::ALL.into_iter().find(|kind| kind.name() == name);
        let kind = kind.unwrap_or(LiabilityKind::Pending);
        Ok((kind, row.get(1)?, word(row, 2, ("commissions", "currency"))?, row.get(3)?))
    })?;
    let mut sums = BTreeMap::<(Day, LiabilityKind, Currency), (i128, u64)>::new();
    for (kind, at, currency, amount) in rows {
        let sum = sums.entry((Day::of(Instant::from_micros(at)), kind, currency)).or_default();
        *sum = (sum.0 + i128::from(amount), sum.1 + 1);
    }
    let told = sums.into_iter().map(|((day, kind, currency), (amount, count))| {
        let too_great = |_| Fault::TooGreat { what: format!("what is owed on {day}") };
        let amount = i64::try_from(amount).map_err(too_great)?;
        Ok(Liability { day, kind, currency, amount, count })
    });
    told.collect()
}

#[async_trait]
impl Payouts for SqliteBook {
    async fn left_out(
        &self,
        scope: Scope,
        batch: BatchId,
        after: u32,
        limit: usize,
    ) -> Result<Vec<LeftOut>, StorageError> {
        self.scan(move |conn| left_out(conn, scope, batch, after, limit)).await
    }

    async fn transfer_tallies(
        &self,
        scope: Scope,
        batch: BatchId,
    ) -> Result<Vec<TransferTally>, StorageError> {
        self.scan(move |conn| tally(conn, scope, batch)).await
    }

    async fn liabilities(&self, scope: Scope, program: ProgramId) -> Result<Vec<Liability>, StorageError> {
        self.scan(move |conn| liabilities(conn, scope, program)).await
    }
}
