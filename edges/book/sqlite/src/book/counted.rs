//! Figures counted row by row: for the ends of periods, to fill the sums of a book that has none, and to check them.

use super::{
    fault::Fault,
    read::{each, text, word},
    sums::{DAY, Subject, Sum, Sums, share_of},
};
use report::Slot;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::{BTreeMap, HashSet};
use words::{PartnerId, Scope};

/// Rows of so many days are held in memory at once.
const DAYS_AT_ONCE: i64 = 7;
const PART_MICROS: i64 = DAYS_AT_ONCE * DAY * Slot::MICROS;

/// Whose rows: of programs, as a JSON array, and of one partner or all.
#[derive(Clone, Copy)]
pub(super) struct Of<'a> {
    pub(super) scope: Scope,
    pub(super) programs: &'a str,
    pub(super) partner: Option<PartnerId>,
}

/// Every credited lead and sale of the period, once for each share and in order of time; of a partner, theirs.
fn credited(of_partner: bool) -> String {
    // A partner's own rows lead, so that nobody walks past everybody's.
    let (from, of, at) = if of_partner {
        (
            "decision_partners p cross join conversions c on c.id = p.conversion",
            "p.partner = ?6 and p.occurred_at >= ?3 and p.occurred_at < ?4 and",
            "p.occurred_at",
        )
    } else {
        (
            "conversions c cross join decision_partners p on p.conversion = c.id",
            "?6 is null and",
            "c.occurred_at",
        )
    };
    // `is_first` marks a customer's first credited sale.
    format!(
        "select c.id, c.kind = 'sale' as is_sale, c.occurred_at, p.partner, p.millionths,
            coalesce(c.amount, 0), c.refunded,
            c.kind = 'sale' and not exists (
                select 1 from conversions e
                where e.customer = c.customer and e.program = c.program and e.kind = 'sale'
                    and (e.occurred_at, e.key) < (c.occurred_at, c.key)
                    and exists (
                        select 1 from decision_partners f where f.conversion = e.id and f.millionths > 0
                    )
            ) as is_first, c.program
         from {from}
         where {of} p.millionths > 0 and c.workspace = ?1 and c.mode = ?2
            and c.occurred_at >= ?3 and c.occurred_at < ?4 and c.customer is not null
            and c.program in (select value from json_each(?5)) and c.kind in ('lead', 'sale')
         order by {at}"
    )
}

/// What commissions of the period came to, by slot and partner.
fn earned(of_partner: bool) -> String {
    let (from, of) = if of_partner {
        ("enrollments n cross join commissions c on c.enrollment = n.id", "n.partner = ?6")
    } else {
        ("commissions c", "?6 is null")
    };
    format!(
        "select c.id, c.occurred_at, c.partner, c.earned, c.reversed, c.program from {from}
         where {of} and c.workspace = ?1 and c.mode = ?2 and c.occurred_at >= ?3 and c.occurred_at < ?4
            and c.program in (select value from json_each(?5)) and not c.declined"
    )
}

/// Adds up in one pass. Grouping by slot and by partner in SQL reads everything twice, and sorts it for each count. With a
/// partner, the sums of all partners together are only theirs.
pub(super) fn walk(conn: &Connection, of: Of<'_>, since: i64, until: i64) -> Result<Sums, Fault> {
    let (workspace, mode) = (text(of.scope.workspace), of.scope.mode.name());
    let params = params![workspace, mode, since, until, of.programs, of.partner.map(text)];

    let mut walked = Walked::default();
    let mut statement = conn.prepare_cached(&credited(of.partner.is_some()))?;
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        walked.add_share(row)?;
    }

    let mut statement = conn.prepare_cached(&earned(of.partner.is_some()))?;
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        let (at, net) = (row.get(1)?, row.get::<_, i64>(3)?.saturating_sub(row.get(4)?));
        let net = Sum { commission: net, ..Sum::default() };
        let program = word(row, 5, ("commissions", "program"))?;
        walked.sums.add((program, Some(word(row, 2, ("commissions", "partner"))?)), at, net);
        walked.sums.add((program, None), at, net);
    }
    Ok(walked.sums)
}

#[derive(Default)]
struct Walked {
    sums: Sums,
    /// Conversions of the latest time that are counted already: one counts once for its slot, whatever its shares.
    counted: HashSet<String>,
    counted_at: i64,
}

impl Walked {
    fn add_share(&mut self, row: &Row<'_>) -> Result<(), Fault> {
        let (is_sale, at, is_first): (bool, i64, bool) = (row.get(1)?, row.get(2)?, row.get(7)?);
        let net = row.get::<_, i64>(5)?.saturating_sub(row.get(6)?);
        let revenue = if is_sale { share_of(net, row.get(4)?) } else { 0 };
        let (leads, sales) = (i64::from(!is_sale), i64::from(is_sale));
        let once = Sum { leads, sales, customers: i64::from(is_first), ..Sum::default() };

        if at != self.counted_at {
            self.counted.clear();
            self.counted_at = at;
        }
        let is_new = self.counted.insert(row.get(0)?);
        let of_all = if is_new { once } else { Sum::default() };
        let program = word(row, 8, ("conversions", "program"))?;
        let partner = word(row, 3, ("decision_partners", "partner"))?;
        self.sums.add((program, None), at, Sum { revenue, ..of_all });
        self.sums.add((program, Some(partner)), at, Sum { revenue, ..once });
        Ok(())
    }
}

/// Fills the sums anew.
pub(super) fn rebuild(conn: &Connection) -> Result<(), Fault> {
    conn.execute_batch("delete from sums; delete from sum_subjects")?;
    for (scope, programs) in scopes(conn)? {
        let of = Of { scope, programs: &programs, partner: None };
        let mut part = next_part(conn, scope, i64::MIN)?;
        while let Some((begins, ends)) = part {
            walk(conn, of, begins, ends)?.write(conn)?;
            part = next_part(conn, scope, ends)?;
        }
    }
    Ok(())
}

/// Refuses the first sum that is not what the rows come to.
pub(super) fn check_sums(conn: &Connection) -> Result<(), Fault> {
    for (scope, programs) in scopes(conn)? {
        let of = Of { scope, programs: &programs, partner: None };
        let mut checked = i64::MIN;
        while let Some((begins, ends)) = next_part(conn, scope, checked)? {
            let counted = walk(conn, of, begins, ends)?;
            differs(conn, of, counted, (checked, ends))?;
            checked = ends;
        }
        differs(conn, of, Sums::default(), (checked, i64::MAX))?;
    }
    Ok(())
}

/// Whether sums between two times, which are ends of days, differ from those that were counted.
fn differs(conn: &Connection, of: Of<'_>, counted: Sums, (from, to): (i64, i64)) -> Result<(), Fault> {
    let sql = "
        select k.number || '/' || s.span || '/' || s.place, k.program, k.partner, s.span, s.place,
            s.leads, s.customers, s.sales, s.revenue, s.commission
        from programs p
            cross join sum_subjects k on k.program = p.id
            cross join (select 1 as span union all select 96) n
            cross join sums s on s.subject = k.number and s.span = n.span
                and s.place >= ?4 / n.span and s.place < ?5 / n.span
        where p.id in (select value from json_each(?3)) and p.workspace = ?1 and p.mode = ?2";
    let (workspace, mode) = (text(of.scope.workspace), of.scope.mode.name());
    let within = (from.div_euclid(Slot::MICROS), to.div_euclid(Slot::MICROS));
    let stored = each(conn, sql, params![workspace, mode, of.programs, within.0, within.1], |row| {
        let partner = match row.get_ref(2)?.as_str() {
            Ok("") => None,
            _ => Some(word(row, 2, ("sum_subjects", "partner"))?),
        };
        let subject: Subject = (word(row, 1, ("sum_subjects", "program"))?, partner);
        Ok(((subject, row.get(3)?, row.get(4)?), Sum::read(row, 5)?))
    })?;
    let stored: BTreeMap<(Subject, i64, i64), Sum> =
        stored.into_iter().filter(|(_, sum)| *sum != Sum::default()).collect();
    let counted = counted.with_days();
    let differing = |one: &BTreeMap<_, Sum>, other: &BTreeMap<_, Sum>| {
        one.iter().find(|&(of, sum)| other.get(of) != Some(sum)).map(|(of, _)| *of)
    };
    match differing(&counted, &stored).or_else(|| differing(&stored, &counted)) {
        None => Ok(()),
        Some(((program, partner), span, place)) => {
            let of = partner.map_or_else(|| text(program), |partner| format!("{partner} in {program}"));
            let id = format!("{of}, {span} quarter hours, number {place}");
            let why = "the figures of its rows are others; export and import count them again";
            Err(Fault::Differs { table: "sums", id, column: "sum", why })
        }
    }
}

/// Every scope with its programs as a JSON array.
fn scopes(conn: &Connection) -> Result<Vec<(Scope, String)>, Fault> {
    let sql = "select workspace, mode, json_group_array(id) from programs group by workspace, mode";
    each(conn, sql, [], |row| {
        let workspace = word(row, 0, ("programs", "workspace"))?;
        let mode = word(row, 1, ("programs", "mode"))?;
        Ok((Scope { workspace, mode }, row.get(2)?))
    })
}

/// The next days in UTC, at most `DAYS_AT_ONCE`, that begin with a day on which something happened.
fn next_part(conn: &Connection, scope: Scope, since: i64) -> Result<Option<(i64, i64)>, Fault> {
    let sql = "
        select min(at) from (
            select min(occurred_at) as at from conversions
            where workspace = ?1 and mode = ?2 and occurred_at >= ?3
            union all
            select min(occurred_at) from commissions
            where workspace = ?1 and mode = ?2 and occurred_at >= ?3
        )";
    let (workspace, mode) = (text(scope.workspace), scope.mode.name());
    let params = params![workspace, mode, since];
    let first: Option<i64> =
        conn.prepare_cached(sql)?.query_row(params, |row| row.get(0)).optional()?.flatten();
    let part = first.map(|at| {
        let day = DAY * Slot::MICROS;
        let begins = at.div_euclid(day).saturating_mul(day);
        (begins, begins.saturating_add(PART_MICROS))
    });
    // A damaged time at the end of 64 bits would come again and again.
    Ok(part.filter(|(_, ends)| *ends > since))
}
