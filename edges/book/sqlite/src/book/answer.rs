//! Answers under idempotency keys.

use super::{fault::Fault, read::limit};
use engine::{ANSWER_KEPT_HOURS, ports::Answer};
use rusqlite::{Connection, OptionalExtension, params};
use words::{CustomerId, Instant};

const MICROS_PER_HOUR: i64 = 3_600_000_000;

/// Keeps the answer. False if one is there that must still be kept; an older one makes way.
pub(super) fn keep(conn: &Connection, answer: &Answer) -> Result<bool, Fault> {
    let sql = "
        insert into answers (key, operation, idempotency_key, body_hash, result, at)
        values (?1, ?2, ?3, ?4, ?5, ?6)
        on conflict (key, operation, idempotency_key) do update
            set body_hash = excluded.body_hash, result = excluded.result, at = excluded.at
            where answers.at < ?7";
    let kept_since = answer.at.plus_micros(-ANSWER_KEPT_HOURS * MICROS_PER_HOUR);
    let changed = conn.prepare_cached(sql)?.execute(params![
        answer.asker,
        answer.operation,
        answer.idempotency_key,
        answer.body_hash,
        answer.result,
        answer.at.micros(),
        kept_since.micros(),
    ])?;
    Ok(changed == 1)
}

pub(super) fn find(
    conn: &Connection,
    asker: &str,
    operation: &str,
    idempotency_key: &str,
    since: Instant,
) -> Result<Option<Answer>, Fault> {
    let sql = "
        select body_hash, result, at from answers
        where key = ?1 and operation = ?2 and idempotency_key = ?3 and at >= ?4";
    let mut statement = conn.prepare_cached(sql)?;
    let params = params![asker, operation, idempotency_key, since.micros()];
    let found = statement.query_row(params, |row| {
        Ok(Answer {
            asker: asker.to_owned(),
            operation: operation.to_owned(),
            idempotency_key: idempotency_key.to_owned(),
            body_hash: row.get(0)?,
            result: row.get(1)?,
            at: Instant::from_micros(row.get(2)?),
        })
    });
    Ok(found.optional()?)
}

/// Drops at most `most` answers given before `before`. Answers whether there may be more.
pub(super) fn forget(conn: &Connection, before: Instant, most: usize) -> Result<bool, Fault> {
    let sql = "
        delete from answers where (key, operation, idempotency_key) in
            (select key, operation, idempotency_key from answers where at < ?1 limit ?2)";
    Ok(conn.prepare_cached(sql)?.execute(params![before.micros(), limit(most)])? >= most)
}

/// Drops every answer that speaks of the customer.
pub(super) fn forget_customer(conn: &Connection, customer: CustomerId) -> Result<(), Fault> {
    let sql = "delete from answers where instr(result, ?1) > 0";
    conn.prepare_cached(sql)?.execute([customer.to_string()])?;
    Ok(())
}
