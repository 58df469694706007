//! Mails that wait to be sent.

use super::{
    SqliteBook,
    fault::Fault,
    read::{all, limit, text},
    write::body,
};
use async_trait::async_trait;
use engine::ports::{Letters, OutgoingLetter, StorageError};
use rusqlite::{Connection, params};
use words::{Instant, LetterId};

pub(super) fn put_letter(conn: &Connection, letter: &OutgoingLetter) -> Result<(), Fault> {
    let sql = "
        insert into letters (id, run_at, body) values (?1, ?2, ?3)
        on conflict (id) do update set run_at = excluded.run_at, body = excluded.body";
    conn.prepare_cached(sql)?.execute(params![
        text(letter.id),
        letter.run_at.micros(),
        body("letters", letter)?
    ])?;
    Ok(())
}

/// False if the letter was gone: someone else sent it.
pub(super) fn letter_done(conn: &Connection, id: LetterId) -> Result<bool, Fault> {
    Ok(conn.prepare_cached("delete from letters where id = ?1")?.execute([text(id)])? == 1)
}

#[async_trait]
impl Letters for SqliteBook {
    async fn due_letters(&self, now: Instant, rows: usize) -> Result<Vec<OutgoingLetter>, StorageError> {
        let sql = "select id, body from letters where run_at <= ?1 order by run_at, id limit ?2";
        self.look(|conn| all(conn, "letters", sql, params![now.micros(), limit(rows)]))
    }

    async fn letters_after(&self, after: Instant, rows: usize) -> Result<Vec<OutgoingLetter>, StorageError> {
        let sql = "select id, body from letters where run_at > ?1 order by run_at, id limit ?2";
        self.look(|conn| all(conn, "letters", sql, params![after.micros(), limit(rows)]))
    }
}
