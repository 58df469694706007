//! People's clicks added up, month by month. Each month is walked through once: sorting its clicks by every question would
//! take longer than reading them.

use super::{months_between, readers::Readers, row::parsed};
use engine::ports::StorageError;
use report::{BySource, ClickTallies, Figures, Question, Slot};
use rusqlite::{Connection, OptionalExtension, params, types::ValueRef};
use std::collections::{BTreeMap, HashMap, HashSet};
use words::{ClickId, LinkId, Month, Scope};

/// A text as a row holds it.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Word {
    None,
    Number(i64),
    Text(Box<str>),
}

/// Clicks of one month by hour, by the number of their link, and by label and referrer.
#[derive(Default)]
struct Walked {
    slots: HashMap<i64, u64>,
    links: HashMap<i64, u64>,
    sources: HashMap<(Word, Word), u64>,
}

pub(super) fn tally(
    readers: &Readers,
    scope: Scope,
    asked: &Question,
    links: Option<&[LinkId]>,
) -> Result<ClickTallies, StorageError> {
    let (mut slots, mut by_link) = (BTreeMap::<i64, u64>::new(), BTreeMap::<LinkId, u64>::new());
    let mut by_source = BTreeMap::<String, u64>::new();
    for month in months_between(readers, asked.since, asked.until)? {
        let found = readers.read(month, |file| {
            let names = wanted_links(file, scope, asked, links)?;
            let found = walk(file, month, asked, &names)?;
            let mut sources = Vec::new();
            for ((label, referrer), clicks) in found.sources {
                let source = source(in_full(file, label)?, in_full(file, referrer)?);
                sources.push((source, clicks));
            }
            let links =
                found.links.into_iter().filter_map(|(number, clicks)| Some((*names.get(&number)?, clicks)));
            Ok((found.slots, links.collect::<Vec<_>>(), sources))
        })?;
        let (of_slots, of_links, of_sources) = found.unwrap_or_default();
        of_slots.into_iter().for_each(|(of, clicks)| *slots.entry(of).or_default() += clicks);
        of_links.into_iter().for_each(|(of, clicks)| *by_link.entry(of).or_default() += clicks);
        of_sources.into_iter().for_each(|(of, clicks)| *by_source.entry(of).or_default() += clicks);
    }
    let slot = |(number, clicks)| (Slot::numbered(number), Figures { clicks, ..Figures::default() });
    Ok(ClickTallies {
        slots: slots.into_iter().map(slot).collect(),
        links: by_link.into_iter().collect(),
        sources: by_source.into_iter().map(|(source, clicks)| BySource { source, clicks }).collect(),
    })
}

/// The links whose clicks are asked for, by their numbers in the file.
fn wanted_links(
    file: &Connection,
    scope: Scope,
    asked: &Question,
    links: Option<&[LinkId]>,
) -> rusqlite::Result<HashMap<i64, LinkId>> {
    let programs: HashSet<_> = asked.programs.iter().map(ToString::to_string).collect();
    let wanted = links.map(|links| links.iter().copied().collect::<HashSet<_>>());
    let sql = "SELECT number, link, program FROM links WHERE workspace = ?1 AND mode = ?2";
    let mut statement = file.prepare_cached(sql)?;
    let mut rows = statement.query(params![scope.workspace.to_string(), scope.mode.name()])?;
    let mut found = HashMap::new();
    while let Some(row) = rows.next()? {
        let link: LinkId = parsed(row, 1)?;
        if programs.contains(row.get_ref(2)?.as_str()?)
            && wanted.as_ref().is_none_or(|wanted| wanted.contains(&link))
        {
            found.insert(row.get(0)?, link);
        }
    }
    Ok(found)
}

fn walk(
    file: &Connection,
    month: Month,
    asked: &Question,
    links: &HashMap<i64, LinkId>,
) -> rusqlite::Result<Walked> {
    let people = "SELECT number FROM kinds WHERE verdict = 'person'";
    let people: HashSet<i64> =
        file.prepare_cached(people)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;

    // The range of ids spares reading the rest of the month; `at` is what counts.
    let sql = "SELECT at, link, kind, utm_source, referrer FROM clicks
               WHERE id >= ?1 AND id < ?2 AND at >= ?3 AND at < ?4";
    let start = month.start();
    let ids = (ClickId::floor(asked.since).bytes(), ClickId::floor(asked.until.plus_micros(1_000)).bytes());
    let within = (asked.since.micros_since(start), asked.until.micros_since(start));
    let mut statement = file.prepare_cached(sql)?;
    let mut rows = statement.query(params![ids.0, ids.1, within.0, within.1])?;
    let mut found = Walked::default();
    while let Some(row) = rows.next()? {
        let link = row.get(1)?;
        if !links.contains_key(&link) || !people.contains(&row.get(2)?) {
            continue;
        }
        let at: i64 = row.get(0)?;
        *found.slots.entry((at + start.micros()).div_euclid(Slot::MICROS)).or_default() += 1;
        *found.links.entry(link).or_default() += 1;
        *found.sources.entry((word(row.get_ref(3)?), word(row.get_ref(4)?))).or_default() += 1;
    }
    Ok(found)
}

fn word(value: ValueRef<'_>) -> Word {
    match value {
        ValueRef::Integer(number) => Word::Number(number),
        ValueRef::Text(text) => Word::Text(String::from_utf8_lossy(text).into()),
        _ => Word::None,
    }
}

fn in_full(file: &Connection, word: Word) -> rusqlite::Result<Option<String>> {
    match word {
        Word::None => Ok(None),
        Word::Text(text) => Ok(Some(text.into())),
        Word::Number(number) => {
            let mut select = file.prepare_cached("SELECT text FROM texts WHERE number = ?1")?;
            select.query_row([number], |row| row.get(0)).optional()
        }
    }
}

/// The label that names the source, else the host of the referrer: what stands between `//` and the next `/`.
fn source(label: Option<String>, referrer: Option<String>) -> String {
    let label = label.filter(|label| !label.is_empty());
    label.unwrap_or_else(|| {
        let referrer = referrer.unwrap_or_default();
        let host = referrer.split_once("//").map_or(referrer.as_str(), |(_, rest)| rest);
        host.split('/').next().unwrap_or_default().to_owned()
    })
}
