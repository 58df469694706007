//! Statements and their lines.

use super::{
    SqliteBook,
    fault::Fault,
    read::{after, all, each, limit, noun, number, one, text},
    version,
    write::upsert,
};
use async_trait::async_trait;
use commission::Commission;
use engine::ports::{Page, StatementFile, Statements, StorageError, VersionKey};
use payout::{Statement, StatementLine, StatementStatus};
use rusqlite::{Connection, Row, params, types::ValueRef};
use serde::de::DeserializeOwned;
use words::{EnrollmentId, PartnerId, ProgramId, Scope, StatementId};

pub(super) fn put(conn: &Connection, statement: &Statement) -> Result<(), Fault> {
    upsert!(conn, "statements", statement, [id = text(statement.id)], {
        workspace = text(statement.scope.workspace),
        mode = statement.scope.mode.name(),
        program = text(statement.program),
        enrollment = text(statement.enrollment),
        partner = text(statement.partner),
        period_from = statement.from.micros(),
        period_until = statement.until.micros(),
        number = statement.number,
        due_on = statement.due_on.start().micros(),
        status = match statement.status {
            StatementStatus::Open => "open",
            StatementStatus::Closed => "closed",
        },
        currency = statement.currency.code(),
        carried = statement.carried,
        total = statement.total,
        payable = statement.payable(),
        carry_over = statement.carry_over(),
        written_off = statement.written_off(),
        owed_back = statement.owed_back(),
        to_pay = statement.to_pay(),
        opened_at = statement.opened_at.micros(),
        closed_at = statement.closed_at.map(|at| at.micros()),
    })
}

pub(super) fn put_line(conn: &Connection, line: &StatementLine) -> Result<(), Fault> {
    upsert!(conn, "statement_lines", line, [statement = text(line.statement), place = line.place], {
        commission = text(line.commission),
        amount = line.amount,
        occurred_at = line.occurred_at.micros(),
    })
}

fn of_enrollment(
    conn: &Connection,
    scope: Scope,
    enrollment: EnrollmentId,
) -> Result<(Vec<Statement>, u64), Fault> {
    let sql = "
        select id, body from statements
        where enrollment = ?1 and workspace = ?2 and mode = ?3
        order by period_until desc";
    let params = params![text(enrollment), text(scope.workspace), scope.mode.name()];
    let statements = all(conn, "statements", sql, params)?;
    Ok((statements, version::of(conn, &VersionKey::Statements(enrollment))?))
}

fn list(
    conn: &Connection,
    scope: Scope,
    partner: Option<PartnerId>,
    page: &Page<StatementId>,
) -> Result<Vec<Statement>, Fault> {
    // Two texts, so that a partner's few are found without walking past everybody's.
    let sql = match partner {
        Some(_) => {
            "
            select id, body from statements
            where partner = ?5 and workspace = ?1 and mode = ?2 and id > ?3
            order by id limit ?4"
        }
        None => {
            "
            select id, body from statements
            where workspace = ?1 and mode = ?2 and id > ?3 and ?5 is null
            order by id limit ?4"
        }
    };
    let params =
        params![text(scope.workspace), scope.mode.name(), after(page), limit(page.limit), partner.map(text),];
    all(conn, "statements", sql, params)
}

/// The greatest number of the program's statements and the version of them all.
fn last_number(conn: &Connection, scope: Scope, program: ProgramId) -> Result<(u32, u64), Fault> {
    let sql = "
        select coalesce(max(number), 0) from statements
        where program = ?1 and number is not null and workspace = ?2 and mode = ?3";
    let last = number(conn, sql, params![text(program), text(scope.workspace), scope.mode.name()])?;
    let version = version::of(conn, &VersionKey::StatementNumbers(program))?;
    Ok((u32::try_from(last).unwrap_or(u32::MAX), version))
}

fn file(conn: &Connection, scope: Scope, id: StatementId) -> Result<Option<StatementFile>, Fault> {
    let sql = "select id, body from statements where id = ?1 and workspace = ?2 and mode = ?3";
    let found = one(conn, "statements", sql, params![text(id), text(scope.workspace), scope.mode.name()])?;
    let Some(statement) = found else { return Ok(None) };
    // Left joins: a line whose commission or conversion is missing must not vanish from the sum.
    let sql = "
        select l.statement || '/' || l.place, l.body, c.id, c.body, v.id, v.body, l.commission, c.conversion
        from statement_lines l
            left join commissions c on c.id = l.commission
            left join conversions v on v.id = c.conversion
        where l.statement = ?1
        order by l.place";
    let lines = each(conn, sql, [text(id)], |row| {
        let line: StatementLine = noun(row, 0, "statement_lines")?;
        let commission = joined(row, 2, "commissions", 6)?;
        let rests = row.get_ref(7)? != ValueRef::Null;
        let conversion = rests.then(|| joined(row, 4, "conversions", 7)).transpose()?;
        Ok((line, commission, conversion))
    })?;
    Ok(Some(StatementFile { statement, lines }))
}

/// The noun that a line leads to; the column `named` says which it should be.
fn joined<T: DeserializeOwned>(
    row: &Row<'_>,
    at: usize,
    table: &'static str,
    named: usize,
) -> Result<T, Fault> {
    if row.get::<_, Option<String>>(at)?.is_none() {
        let by = format!("line {}", row.get::<_, String>(0)?);
        return Err(Fault::Missing { table, id: row.get::<_, Option<_>>(named)?.unwrap_or_default(), by });
    }
    noun(row, at, table)
}

fn payable_statements(
    conn: &Connection,
    scope: Scope,
    program: ProgramId,
    page: &Page<StatementId>,
) -> Result<Vec<Statement>, Fault> {
    let sql = "
        select id, body from statements
        where program = ?1 and to_pay > 0 and id > ?4 and workspace = ?2 and mode = ?3
            and not exists (select 1 from payments p where p.statement = statements.id)
        order by id limit ?5";
    let (workspace, mode) = (text(scope.workspace), scope.mode.name());
    all(conn, "statements", sql, params![text(program), workspace, mode, after(page), limit(page.limit)])
}

/// Lines from a place on, each with its commission and the version of what that is part of.
fn stated(
    conn: &Connection,
    scope: Scope,
    statement: StatementId,
    after: u32,
    rows: usize,
) -> Result<Vec<(StatementLine, Commission, u64)>, Fault> {
    let sql = "
        select l.statement || '/' || l.place, l.body, c.id, c.body
        from statement_lines l join commissions c on c.id = l.commission
        where l.statement = ?1 and l.place > ?2 and c.workspace = ?3 and c.mode = ?4
        order by l.place limit ?5";
    let (workspace, mode) = (text(scope.workspace), scope.mode.name());
    let params = params![text(statement), after, workspace, mode, limit(rows)];
    let lines: Vec<(StatementLine, Commission)> =
        each(conn, sql, params, |row| Ok((noun(row, 0, "statement_lines")?, noun(row, 2, "commissions")?)))?;
    let versioned = lines.into_iter().map(|(line, commission)| {
        let version = version::of(conn, &VersionKey::of_commission(&commission))?;
        Ok((line, commission, version))
    });
    versioned.collect()
}

#[async_trait]
impl Statements for SqliteBook {
    async fn statements_of(
        &self,
        scope: Scope,
        enrollment: EnrollmentId,
    ) -> Result<(Vec<Statement>, u64), StorageError> {
        self.look(|conn| of_enrollment(conn, scope, enrollment))
    }

    async fn statements(
        &self,
        scope: Scope,
        partner: Option<PartnerId>,
        page: Page<StatementId>,
    ) -> Result<Vec<Statement>, StorageError> {
        self.scan(move |conn| list(conn, scope, partner, &page)).await
    }

    async fn last_statement_number(
        &self,
        scope: Scope,
        program: ProgramId,
    ) -> Result<(u32, u64), StorageError> {
        self.look(|conn| last_number(conn, scope, program))
    }

    async fn statement_file(
        &self,
        scope: Scope,
        id: StatementId,
    ) -> Result<Option<StatementFile>, StorageError> {
        self.scan(move |conn| file(conn, scope, id)).await
    }

    async fn payable_statements(
        &self,
        scope: Scope,
        program: ProgramId,
        page: Page<StatementId>,
    ) -> Result<Vec<Statement>, StorageError> {
        self.scan(move |conn| payable_statements(conn, scope, program, &page)).await
    }

    async fn stated(
        &self,
        scope: Scope,
        statement: StatementId,
        after: u32,
        limit: usize,
    ) -> Result<Vec<(StatementLine, Commission, u64)>, StorageError> {
        self.scan(move |conn| stated(conn, scope, statement, after, limit)).await
    }
}
