//! What reports add up: credited leads and sales with what they brought and earned.

use super::{
    fault::Fault,
    read::{count, each, text, word},
};
use report::{ByPartner, ConversionTallies, Figures, Question, Slot};
use rusqlite::{Connection, Row, params};
use std::collections::BTreeMap;
use words::{PartnerId, Scope};

/// Every credited lead and sale of the period, once for each share; of a partner, theirs.
fn credited(of_partner: bool) -> String {
    // A partner's own rows lead, so that nobody walks past everybody's.
    let (from, of) = if of_partner {
        (
            "decision_partners p cross join conversions c on c.id = p.conversion",
            "p.partner = ?6 and p.occurred_at >= ?3 and p.occurred_at < ?4 and",
        )
    } else {
        ("conversions c cross join decision_partners p on p.conversion = c.id", "?6 is null and")
    };
    // `is_first` marks a customer's first credited sale.
    format!(
        "with asked as (
            select c.id, c.kind, c.occurred_at, p.partner, p.millionths,
                coalesce(c.amount, 0) - c.refunded as whole,
                c.kind = 'sale' and not exists (
                    select 1 from conversions e
                    where e.customer = c.customer and e.program = c.program and e.kind = 'sale'
                        and (e.occurred_at, e.key) < (c.occurred_at, c.key)
                        and exists (
                            select 1 from decision_partners f where f.conversion = e.id and f.millionths > 0
                        )
                ) as is_first
            from {from}
            where {of} p.millionths > 0 and c.workspace = ?1 and c.mode = ?2
                and c.occurred_at >= ?3 and c.occurred_at < ?4
                and c.program in (select value from json_each(?5)) and c.kind in ('lead', 'sale')
        ), credited as (
            select id, kind, occurred_at, is_first, partner,
                whole / 1000000 * millionths + whole % 1000000 * millionths / 1000000 as net
            from asked
        )"
    )
}

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
    let partner = |row: &Row<'_>| word(row, 0, ("decision_partners", "partner"));
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
    let sql = format!("{} select {by}, {SUMS} from credited group by 1", credited(partner.is_some()));
    let mut found = each(conn, &sql, params, |row| {
        let (leads, sales, customers) = (count(row, 1)?, count(row, 2)?, count(row, 3)?);
        let figures = Figures { leads, sales, customers, revenue: row.get(4)?, ..Figures::default() };
        Ok((key(row)?, figures))
    })?;
    let (from, of) = if partner.is_some() {
        ("enrollments n cross join commissions c on c.enrollment = n.id", "n.partner = ?6")
    } else {
        ("commissions c", "?6 is null")
    };
    let by = if by == "partner" { "c.partner" } else { by };
    let sql = format!(
        "select {by}, sum(c.earned - c.reversed) from {from}
         where {of} and c.workspace = ?1 and c.mode = ?2 and c.occurred_at >= ?3 and c.occurred_at < ?4
            and c.program in (select value from json_each(?5)) and not c.declined
         group by 1"
    );
    found.extend(each(conn, &sql, params, |row| {
        Ok((key(row)?, Figures { commission: row.get(1)?, ..Figures::default() }))
    })?);
    Ok(found)
}
