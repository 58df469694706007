//! What reports add up: credited leads and sales with what they brought and earned.

use super::{
    fault::Fault,
    read::{count, each, text, word},
};
use report::{ByPartner, ConversionTallies, Figures, Question, Slot};
use rusqlite::{Connection, Row, params};
use std::collections::BTreeMap;
use words::{PartnerId, Scope};

/// Every credited lead and sale of the period, once for each share. Of a customer's sales the first is told.
const CREDITED: &str = "
    with asked as (
        select c.id, c.kind, c.occurred_at, coalesce(c.amount, 0) - c.refunded as net, d.body,
               c.kind = 'sale' and not exists (
                   select 1 from conversions e join decisions f on f.conversion = e.id
                   where e.customer = c.customer and e.program = c.program and e.kind = 'sale'
                     and (e.occurred_at, e.key) < (c.occurred_at, c.key)
                     and json_array_length(f.body, '$.shares') > 0
               ) as is_first
        from conversions c join decisions d on d.conversion = c.id
        where c.workspace = ?1 and c.mode = ?2 and c.occurred_at >= ?3 and c.occurred_at < ?4
          and c.program in (select value from json_each(?5)) and c.kind in ('lead', 'sale')
    ), credited as (
        select a.id, a.kind, a.occurred_at, a.is_first, s.value ->> 'partner' as partner,
               a.net / 1000000 * (s.value ->> 'millionths')
                   + a.net % 1000000 * (s.value ->> 'millionths') / 1000000 as net
        from asked a, json_each(a.body, '$.shares') s
    )";
/// Behind a column to group by.
const SUMS: &str = "count(distinct case when kind = 'lead' then id end),
    count(distinct case when kind = 'sale' then id end), count(distinct case when is_first then id end),
    coalesce(sum(case when kind = 'sale' then net end), 0)";

pub(super) fn tally(conn: &Connection, scope: Scope, asked: &Question) -> Result<ConversionTallies, Fault> {
    let mut slots = BTreeMap::<i64, Figures>::new();
    let mut partners = BTreeMap::<PartnerId, Figures>::new();
    let slot = format!("occurred_at / {}", Slot::MICROS);
    for (of, figures) in sums(conn, scope, asked, &slot, |row| Ok(row.get(0)?))? {
        *slots.entry(of).or_default() += figures;
    }
    let partner = |row: &Row<'_>| word(row, 0, ("decisions", "body"));
    for (of, figures) in sums(conn, scope, asked, "partner", partner)? {
        *partners.entry(of).or_default() += figures;
    }
    slots.retain(|_, figures| *figures != Figures::default());
    partners.retain(|_, figures| *figures != Figures::default());
    let slots = slots.into_iter().map(|(number, figures)| (Slot::numbered(number), figures));
    let partners = partners.into_iter().map(|(partner, figures)| ByPartner { partner, figures });
    Ok(ConversionTallies { slots: slots.collect(), partners: partners.collect() })
}

/// Both sums, each with what it is grouped by.
fn sums<K>(
    conn: &Connection,
    scope: Scope,
    asked: &Question,
    by: &str,
    key: impl Fn(&Row<'_>) -> Result<K, Fault>,
) -> Result<Vec<(K, Figures)>, Fault> {
    let programs = serde_json::to_string(&asked.programs).unwrap_or_default();
    let (workspace, partner) = (text(scope.workspace), asked.partner.map(text));
    let (since, until, mode) = (asked.since.micros(), asked.until.micros(), scope.mode.name());
    let params = params![workspace, mode, since, until, programs, partner];
    let sql =
        format!("{CREDITED} select {by}, {SUMS} from credited where ?6 is null or partner = ?6 group by 1");
    let mut found = each(conn, &sql, params, |row| {
        let (leads, sales, customers) = (count(row, 1)?, count(row, 2)?, count(row, 3)?);
        let figures = Figures { leads, sales, customers, revenue: row.get(4)?, ..Figures::default() };
        Ok((key(row)?, figures))
    })?;
    let sql = format!(
        "select {by}, sum(earned - reversed) from commissions
         where workspace = ?1 and mode = ?2 and occurred_at >= ?3 and occurred_at < ?4
           and program in (select value from json_each(?5)) and (?6 is null or partner = ?6)
           and not declined
         group by 1"
    );
    found.extend(each(conn, &sql, params, |row| {
        Ok((key(row)?, Figures { commission: row.get(1)?, ..Figures::default() }))
    })?);
    Ok(found)
}
