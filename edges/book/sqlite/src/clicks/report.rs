//! People's clicks added up, month by month.

use super::{
    month_file::{counted, parsed},
    months_between,
    readers::Readers,
};
use engine::ports::StorageError;
use report::{BySource, ClickTallies, Figures, Question, Slot};
use rusqlite::{Row, params};
use std::collections::BTreeMap;
use words::{ClickId, LinkId, Scope};

/// The host of a referrer is what stands between `//` and the next `/`; a click keeps no more of an address than that
/// and its path.
const SOURCE: &str = "coalesce(nullif(utm_source, ''), case instr(referrer, '//') when 0 then referrer else
    substr(referrer, instr(referrer, '//') + 2, case instr(substr(referrer, instr(referrer, '//') + 2), '/')
        when 0 then length(referrer) else instr(substr(referrer, instr(referrer, '//') + 2), '/') - 1 end) end, '')";

pub(super) fn tally(
    readers: &Readers,
    scope: Scope,
    asked: &Question,
    links: Option<&[LinkId]>,
) -> Result<ClickTallies, StorageError> {
    let (since, until) = (asked.since, asked.until);
    let ids = (ClickId::floor(since).to_string(), ClickId::floor(until.plus_micros(1_000)).to_string());
    let json = |list: Vec<String>| serde_json::to_string(&list).unwrap_or_default();
    let programs = json(asked.programs.iter().map(ToString::to_string).collect());
    let links = links.map(|links| json(links.iter().map(ToString::to_string).collect()));
    let sql = |by: &str| {
        // The range of ids spares reading the rest of the month; `at` is what counts.
        format!(
            "SELECT {by}, count(*) FROM clicks
             WHERE id >= ?1 AND id < ?2 AND at >= ?3 AND at < ?4 AND workspace = ?5 AND mode = ?6
               AND verdict = 'person' AND program IN (SELECT value FROM json_each(?7))
               AND (?8 IS NULL OR link IN (SELECT value FROM json_each(?8)))
             GROUP BY 1"
        )
    };
    let (mut slots, mut by_link) = (BTreeMap::<i64, u64>::new(), BTreeMap::<LinkId, u64>::new());
    let mut by_source = BTreeMap::<String, u64>::new();
    for month in months_between(readers, since, until)? {
        let found = readers.read(month, |file| {
            let (workspace, mode) = (scope.workspace.to_string(), scope.mode.name());
            let asked =
                params![ids.0, ids.1, since.micros(), until.micros(), workspace, mode, programs, links];
            let slot = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, counted(row, 1)?));
            let link = |row: &Row<'_>| Ok((parsed::<LinkId>(row, 0)?, counted(row, 1)?));
            let source = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, counted(row, 1)?));
            Ok((
                file.prepare_cached(&sql(&format!("at / {}", Slot::MICROS)))?
                    .query_map(asked, slot)?
                    .collect::<rusqlite::Result<Vec<_>>>()?,
                file.prepare_cached(&sql("link"))?
                    .query_map(asked, link)?
                    .collect::<rusqlite::Result<Vec<_>>>()?,
                file.prepare_cached(&sql(SOURCE))?
                    .query_map(asked, source)?
                    .collect::<rusqlite::Result<Vec<_>>>()?,
            ))
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
