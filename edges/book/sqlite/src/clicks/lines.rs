//! Clicks as lines of JSON, as archives hold them: in words, whatever form the file has, in the order of their ids.

use super::{
    numbers::{Numbers, kind_in_words},
    row::{self, COLUMNS, Cells, TEXTS},
};
use rusqlite::{Connection, types::ValueRef};
use serde_json::{Map, Value};
use std::{io::Write, str::FromStr};
use words::{ClickId, Instant, Scope, VisitorId};

type Line = Map<String, Value>;

/// Writes every click of the file.
pub(crate) fn write_lines(file: &Connection, out: &mut impl Write) -> Result<(), String> {
    let mut statement = file.prepare(&format!("SELECT {COLUMNS} FROM visits ORDER BY id")).map_err(said)?;
    let names: Vec<_> = COLUMNS.split(',').map(str::trim).collect();
    let mut rows = statement.query([]).map_err(said)?;
    while let Some(row) = rows.next().map_err(said)? {
        let mut line = Line::new();
        for (place, name) in names.iter().enumerate() {
            let value = match row.get_ref(place).map_err(said)? {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(number) => number.into(),
                ValueRef::Text(text) => std::str::from_utf8(text).map_err(said)?.into(),
                ValueRef::Blob(bytes) => {
                    let bytes = bytes.try_into().map_err(|_| format!("clicks.{name} is no id"))?;
                    match *name {
                        "visitor" => VisitorId::from_bytes(bytes).to_string().into(),
                        _ => ClickId::from_bytes(bytes).to_string().into(),
                    }
                }
                ValueRef::Real(_) => return Err(format!("clicks.{name} holds what no version wrote")),
            };
            line.insert((*name).to_owned(), value);
        }
        line.sort_keys();
        serde_json::to_writer(&mut *out, &line).map_err(said)?;
        out.write_all(b"\n").map_err(said)?;
    }
    Ok(())
}

/// Writes clicks into a file, inside the caller's transaction, line by line.
pub(crate) struct LinesReader<'a> {
    file: &'a Connection,
    numbers: Numbers,
}

impl<'a> LinesReader<'a> {
    pub(crate) fn new(file: &'a Connection) -> Self {
        Self { file, numbers: Numbers::default() }
    }

    pub(crate) fn read(&mut self, text: &str) -> Result<(), String> {
        let line: Line = serde_json::from_str(text).map_err(said)?;
        let id: ClickId = word(&line, "id")?;
        self.insert(id, &line).map_err(|fault| format!("{id}: {fault}"))
    }

    fn insert(&mut self, id: ClickId, line: &Line) -> Result<(), String> {
        if let Some(other) = line.keys().find(|name| !COLUMNS.split(',').any(|column| column.trim() == *name))
        {
            return Err(format!("{other} is no column of clicks"));
        }
        let scope = Scope { workspace: word(line, "workspace")?, mode: word(line, "mode")? };
        let key = (word(line, "link")?, word(line, "program")?, scope);
        let kind = [
            text(line, "verdict")?,
            text(line, "consent")?,
            text(line, "device")?,
            text(line, "os")?,
            text(line, "browser")?,
            text_or_none(line, "crawler_list")?.unwrap_or(""),
        ];
        let mut texts = [None; TEXTS.len()];
        for (place, name) in texts.iter_mut().zip(TEXTS) {
            *place = text_or_none(line, name)?;
        }
        let cells = Cells {
            id,
            link: self.numbers.link(self.file, key).map_err(said)?,
            kind: kind_in_words(self.file, kind).map_err(said)?,
            at: Instant::from_micros(number(line, "at")?.ok_or("at: expected a number")?),
            texts,
            visitor: word_or_none(line, "visitor")?,
            fingerprint: number(line, "fingerprint")?,
            repeat_of: word_or_none(line, "repeat_of")?,
        };
        let mut into = row::prepare_insert(self.file).map_err(said)?;
        let is_new = cells.insert(self.file, &mut into, &mut self.numbers).map_err(said)?;
        if is_new { Ok(()) } else { Err("this click is in the archive twice".to_owned()) }
    }
}

fn said(fault: impl std::fmt::Display) -> String {
    fault.to_string()
}

fn text_or_none<'a>(line: &'a Line, name: &str) -> Result<Option<&'a str>, String> {
    match line.get(name) {
        Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        _ => Err(format!("{name}: expected a text or null")),
    }
}

fn text<'a>(line: &'a Line, name: &str) -> Result<&'a str, String> {
    text_or_none(line, name)?.ok_or_else(|| format!("{name}: expected a text"))
}

fn word_or_none<T: FromStr<Err: std::fmt::Display>>(line: &Line, name: &str) -> Result<Option<T>, String> {
    let text = text_or_none(line, name)?;
    text.map(|text| text.parse().map_err(|fault| format!("{name}: {fault}"))).transpose()
}

fn word<T: FromStr<Err: std::fmt::Display>>(line: &Line, name: &str) -> Result<T, String> {
    word_or_none(line, name)?.ok_or_else(|| format!("{name}: expected a text"))
}

fn number(line: &Line, name: &str) -> Result<Option<i64>, String> {
    match line.get(name) {
        Some(Value::Null) => Ok(None),
        Some(value) if value.is_i64() => Ok(value.as_i64()),
        _ => Err(format!("{name}: expected a whole number or null")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clicks::make_tables;

    #[test]
    fn a_click_that_an_archive_holds_twice_is_refused() {
        let file = Connection::open_in_memory().unwrap();
        make_tables(&file, "2026-07".parse().unwrap()).unwrap();
        let id = "01kx0sjsg0fyzbye95z1pajjr5";
        let mut line: Line = COLUMNS.split(',').map(|name| (name.trim().to_owned(), Value::Null)).collect();
        for (name, value) in [
            ("id", format!("clk_{id}")),
            ("workspace", format!("wsp_{id}")),
            ("program", format!("prg_{id}")),
            ("link", format!("lnk_{id}")),
            ("mode", "live".to_owned()),
            ("verdict", "person".to_owned()),
            ("consent", "unknown".to_owned()),
            ("device", "desktop".to_owned()),
            ("os", "linux".to_owned()),
            ("browser", "firefox".to_owned()),
            ("host", "go.shop.example".to_owned()),
            ("path", "/ada".to_owned()),
        ] {
            line.insert(name.to_owned(), value.into());
        }
        line.insert("at".to_owned(), 1_783_512_000_000_000_i64.into());
        let text = serde_json::to_string(&line).unwrap();

        let mut reader = LinesReader::new(&file);
        assert_eq!(reader.read(&text), Ok(()));
        assert_eq!(reader.read(&text), Err(format!("clk_{id}: this click is in the archive twice")));
        let mut written = Vec::new();
        write_lines(&file, &mut written).unwrap();
        assert_eq!(serde_json::from_slice::<Line>(&written).unwrap(), line, "what was read is written again");
    }
}
