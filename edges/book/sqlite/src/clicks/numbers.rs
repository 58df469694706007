//! What many clicks share, as the writer knows it: the numbers under which a month's file holds links, kinds of visits and
//! texts.

use click::{Click, Machine};
use rusqlite::{
    Connection, OptionalExtension, ToSql, params,
    types::{ToSqlOutput, ValueRef},
};
use std::collections::HashMap;
use words::{LinkId, ProgramId, Scope};

/// Texts that are remembered; beyond that all are forgotten, and the file is asked again.
const TEXTS_MET_MAX: usize = 100_000;
/// A number takes as much room as a text of this length.
const SHORT_TEXT_BYTES: usize = 2;

type LinkKey = (LinkId, ProgramId, Scope);
/// Verdict, consent, device, operating system, browser, and the list that knows the user agent.
type KindKey = [&'static str; 6];

/// The numbers of one file. Those of a transaction that was rolled back are void: the whole must then be dropped.
#[derive(Default)]
pub(super) struct Numbers {
    links: HashMap<LinkKey, i64>,
    kinds: HashMap<KindKey, i64>,
    texts: HashMap<Box<str>, Met>,
}

#[derive(Clone, Copy)]
enum Met {
    Once,
    Numbered(i64),
}

/// A text as a click's row holds it.
pub(super) enum Stored<'a> {
    Text(&'a str),
    Number(i64),
}

impl ToSql for Stored<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Stored::Text(text) => ValueRef::Text(text.as_bytes()),
            Stored::Number(number) => ValueRef::Integer(*number),
        }))
    }
}

impl Numbers {
    pub(super) fn link(&mut self, file: &Connection, key: LinkKey) -> rusqlite::Result<i64> {
        if let Some(number) = self.links.get(&key) {
            return Ok(*number);
        }

        let (link, program, scope) = key;
        let known =
            params![link.to_string(), program.to_string(), scope.workspace.to_string(), scope.mode.name()];
        let select =
            "SELECT number FROM links WHERE link = ?1 AND program = ?2 AND workspace = ?3 AND mode = ?4";
        let insert = "INSERT INTO links (link, program, workspace, mode) VALUES (?1, ?2, ?3, ?4)";
        let number = numbered(file, (select, insert), known)?;
        self.links.insert(key, number);
        Ok(number)
    }

    pub(super) fn kind(&mut self, file: &Connection, click: &Click) -> rusqlite::Result<i64> {
        let agent = &click.agent;
        let key = [
            click.verdict.name(),
            click.consent.name(),
            agent.device.name(),
            agent.os.name(),
            agent.browser.name(),
            agent.machine.map_or("", Machine::list),
        ];
        if let Some(number) = self.kinds.get(&key) {
            return Ok(*number);
        }

        let number = kind_in_words(file, key)?;
        self.kinds.insert(key, number);
        Ok(number)
    }

    /// A text gets a number when it is met for the second time: what comes once only, such as a label that is different for
    /// each click, stands in the click alone.
    pub(super) fn text<'a>(&mut self, file: &Connection, text: &'a str) -> rusqlite::Result<Stored<'a>> {
        if text.len() <= SHORT_TEXT_BYTES {
            return Ok(Stored::Text(text));
        }
        let number = match self.texts.get(text) {
            Some(Met::Numbered(number)) => return Ok(Stored::Number(*number)),
            Some(Met::Once) => {
                file.prepare_cached("INSERT INTO texts (text) VALUES (?1)")?.execute([text])?;
                Some(file.last_insert_rowid())
            }
            None => {
                let mut select = file.prepare_cached("SELECT number FROM texts WHERE text = ?1")?;
                select.query_row([text], |row| row.get(0)).optional()?
            }
        };

        if self.texts.len() >= TEXTS_MET_MAX {
            self.texts.clear();
        }
        self.texts.insert(text.into(), number.map_or(Met::Once, Met::Numbered));
        Ok(number.map_or(Stored::Text(text), Stored::Number))
    }
}

/// The number of what a visit was taken for: verdict, consent, device, operating system, browser and list.
pub(super) fn kind_in_words(file: &Connection, words: [&str; 6]) -> rusqlite::Result<i64> {
    let select = "SELECT number FROM kinds WHERE verdict = ?1 AND consent = ?2 AND device = ?3 AND os = ?4
                  AND browser = ?5 AND crawler_list = ?6";
    let insert = "INSERT INTO kinds (verdict, consent, device, os, browser, crawler_list)
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let [verdict, consent, device, os, browser, list] = words;
    numbered(file, (select, insert), params![verdict, consent, device, os, browser, list])
}

/// The number of the row, which is made if it is not there.
fn numbered(file: &Connection, (select, insert): (&str, &str), key: &[&dyn ToSql]) -> rusqlite::Result<i64> {
    let known = file.prepare_cached(select)?.query_row(key, |row| row.get(0)).optional()?;
    match known {
        Some(number) => Ok(number),
        None => {
            file.prepare_cached(insert)?.execute(key)?;
            Ok(file.last_insert_rowid())
        }
    }
}
