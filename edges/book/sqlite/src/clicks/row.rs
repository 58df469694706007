//! How a click is written to a row, shown in words, and read back.

use super::numbers::Numbers;
use click::{Agent, BotReason, Browser, Click, Consent, Device, Machine, OperatingSystem, Verdict};
use program::Utm;
use rusqlite::{CachedStatement, Connection, Row, types::Type};
use words::{ClickId, Instant, Month, Scope, VisitorId};

/// In the order that `read` counts by.
pub(super) const COLUMNS: &str = "id, workspace, mode, program, link, at, host, path, referrer, device, os, \
     browser, crawler_list, language, utm_source, utm_medium, utm_campaign, utm_term, utm_content, sub1, \
     sub2, sub3, sub4, sub5, consent, visitor, fingerprint, verdict, repeat_of";

/// Columns that hold a text or its number.
pub(super) const TEXTS: [&str; 14] = [
    "host",
    "path",
    "referrer",
    "language",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
    "sub1",
    "sub2",
    "sub3",
    "sub4",
    "sub5",
];

/// Makes the view that shows a month's clicks in words.
pub(super) fn make_view(file: &Connection, month: Month) -> rusqlite::Result<()> {
    let texts = TEXTS.map(|column| format!("{} AS {column}", in_words(&format!("c.{column}")))).join(",\n");
    file.execute_batch(&format!(
        "CREATE VIEW visits AS
         SELECT c.id, l.workspace, l.mode, l.program, l.link, c.at + {start} AS at, k.device, k.os, k.browser,
             nullif(k.crawler_list, '') AS crawler_list, k.consent, k.verdict, c.visitor, c.fingerprint, c.repeat_of,
             {texts}
         FROM clicks c CROSS JOIN links l ON l.number = c.link CROSS JOIN kinds k ON k.number = c.kind",
        start = month.start().micros(),
    ))
}

/// The text that stands in a column, by itself or by its number.
fn in_words(column: &str) -> String {
    format!(
        "CASE typeof({column}) WHEN 'integer' THEN (SELECT text FROM texts WHERE number = {column}) ELSE {column} END"
    )
}

/// The statement that `Cells::insert` fills in. A click that is there already is left as it is.
pub(super) fn prepare_insert(file: &Connection) -> rusqlite::Result<CachedStatement<'_>> {
    let texts = TEXTS.join(", ");
    let places: Vec<_> = (1..=TEXTS.len() + 7).map(|place| format!("?{place}")).collect();
    file.prepare_cached(&format!(
        "INSERT INTO clicks (id, link, kind, at, {texts}, visitor, fingerprint, repeat_of) VALUES ({})
         ON CONFLICT (id) DO NOTHING",
        places.join(", ")
    ))
}

/// A click as a row holds it, but for the numbers of its texts.
pub(super) struct Cells<'a> {
    pub(super) id: ClickId,
    pub(super) link: i64,
    pub(super) kind: i64,
    pub(super) at: Instant,
    /// In the order of `TEXTS`.
    pub(super) texts: [Option<&'a str>; TEXTS.len()],
    pub(super) visitor: Option<VisitorId>,
    pub(super) fingerprint: Option<i64>,
    pub(super) repeat_of: Option<ClickId>,
}

impl<'a> Cells<'a> {
    pub(super) fn of(click: &'a Click, file: &Connection, numbers: &mut Numbers) -> rusqlite::Result<Self> {
        let Click { utm, subs: [sub1, sub2, sub3, sub4, sub5], .. } = click;
        let labels = [&utm.source, &utm.medium, &utm.campaign, &utm.term, &utm.content];
        let optional = [&click.referrer, &click.language].into_iter().chain(labels);
        let optional = optional.chain([sub1, sub2, sub3, sub4, sub5]).map(Option::as_deref);
        let mut texts = [None; TEXTS.len()];
        let all = [Some(click.host.as_str()), Some(click.path.as_str())].into_iter().chain(optional);
        texts.iter_mut().zip(all).for_each(|(place, text)| *place = text);
        Ok(Self {
            id: click.id,
            link: numbers.link(file, (click.link, click.program, click.scope))?,
            kind: numbers.kind(file, click)?,
            at: click.at,
            texts,
            visitor: click.visitor,
            fingerprint: click.fingerprint,
            repeat_of: match click.verdict {
                Verdict::Repeat { of } => Some(of),
                _ => None,
            },
        })
    }

    /// False when the click is there already.
    pub(super) fn insert(
        &self,
        file: &Connection,
        into: &mut CachedStatement<'_>,
        numbers: &mut Numbers,
    ) -> rusqlite::Result<bool> {
        into.raw_bind_parameter(1, self.id.bytes())?;
        into.raw_bind_parameter(2, self.link)?;
        into.raw_bind_parameter(3, self.kind)?;
        into.raw_bind_parameter(4, self.at.micros_since(self.id.drawn_at().month().start()))?;
        for (place, text) in self.texts.iter().enumerate() {
            let stored = text.map(|text| numbers.text(file, text)).transpose()?;
            into.raw_bind_parameter(5 + place, stored)?;
        }
        let behind = 5 + TEXTS.len();
        into.raw_bind_parameter(behind, self.visitor.map(VisitorId::bytes))?;
        into.raw_bind_parameter(behind + 1, self.fingerprint)?;
        into.raw_bind_parameter(behind + 2, self.repeat_of.map(ClickId::bytes))?;
        Ok(into.raw_execute()? > 0)
    }
}

/// Reads a row of `COLUMNS` of the view.
pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Click> {
    let repeat_of = id_or_none(row, 28)?.map(ClickId::from_bytes);
    Ok(Click {
        id: id(row)?,
        scope: Scope { workspace: parsed(row, 1)?, mode: parsed(row, 2)? },
        program: parsed(row, 3)?,
        link: parsed(row, 4)?,
        at: Instant::from_micros(row.get(5)?),
        host: row.get(6)?,
        path: row.get(7)?,
        referrer: row.get(8)?,
        agent: Agent {
            device: named(row, 9, Device::from_name)?,
            os: named(row, 10, OperatingSystem::from_name)?,
            browser: named(row, 11, Browser::from_name)?,
            machine: row.get::<_, Option<String>>(12)?.map(|list| Machine::of_list(&list)),
        },
        language: row.get(13)?,
        utm: Utm {
            source: row.get(14)?,
            medium: row.get(15)?,
            campaign: row.get(16)?,
            term: row.get(17)?,
            content: row.get(18)?,
        },
        subs: [row.get(19)?, row.get(20)?, row.get(21)?, row.get(22)?, row.get(23)?],
        consent: named(row, 24, consent_from_name)?,
        visitor: id_or_none(row, 25)?.map(VisitorId::from_bytes),
        fingerprint: row.get(26)?,
        verdict: named(row, 27, |name| verdict_from_name(name, repeat_of))?,
    })
}

/// The id in the first column.
pub(super) fn id(row: &Row<'_>) -> rusqlite::Result<ClickId> {
    row.get(0).map(ClickId::from_bytes)
}

fn id_or_none(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<[u8; 16]>> {
    row.get(column)
}

pub(super) fn counted(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(|count| u64::try_from(count).unwrap_or_default())
}

/// The column's text as a word of ours.
pub(super) fn parsed<T: std::str::FromStr>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    named(row, column, |text| text.parse().ok())
}

fn named<T>(row: &Row<'_>, column: usize, from_name: impl FnOnce(&str) -> Option<T>) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str()?;
    from_name(text).ok_or_else(|| {
        let fault = format!("column {column} holds {text:?}, which no version wrote");
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, fault.into())
    })
}

fn consent_from_name(name: &str) -> Option<Consent> {
    [Consent::Unknown, Consent::Granted, Consent::Denied].into_iter().find(|consent| consent.name() == name)
}

fn verdict_from_name(name: &str, repeat_of: Option<ClickId>) -> Option<Verdict> {
    let bots = BotReason::ALL.map(|reason| Verdict::Bot { reason });
    let repeat = repeat_of.map(|of| Verdict::Repeat { of });
    [Verdict::Person].into_iter().chain(bots).chain(repeat).find(|verdict| verdict.name() == name)
}
