//! Which sale made somebody a customer: the first one that a partner is credited for. A commit may move that to another
//! sale.

use super::{
    fault::Fault,
    read::{text, word},
    sums::{Credited, Sum, Sums},
};
use rusqlite::{Connection, params};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Neg,
};
use words::{ConversionId, ProgramId};

/// What a commit changed about the sales of one customer in one program.
#[derive(Default)]
struct Changed {
    ids: BTreeSet<ConversionId>,
    before: Vec<Credited>,
    after: Vec<Credited>,
}

/// Credited sales that a commit brought, removed, or gave to other partners.
#[derive(Default)]
pub(super) struct Moved(BTreeMap<(ProgramId, String), Changed>);

impl Moved {
    pub(super) fn note(&mut self, id: ConversionId, before: Option<Credited>, after: Option<Credited>) {
        let same = |(before, after): (&Credited, &Credited)| {
            (before.program, &before.customer, &before.place, &before.shares)
                == (after.program, &after.customer, &after.place, &after.shares)
        };
        if before.as_ref().zip(after.as_ref()).is_some_and(same) {
            return;
        }
        for (sale, is_after) in [(before, false), (after, true)] {
            let Some(sale) = sale.filter(|sale| sale.is_sale) else { continue };
            let changed = self.0.entry((sale.program, sale.customer.clone())).or_default();
            changed.ids.insert(id);
            if is_after { changed.after.push(sale) } else { changed.before.push(sale) }
        }
    }

    /// Takes customers from the sales that were the first, and gives them to those that are now. Reads a few rows of a
    /// customer with a long history: it looks backward from the earliest change, and most sales follow a credited one.
    pub(super) fn count(self, conn: &Connection, sums: &mut Sums) -> Result<(), Fault> {
        for ((program, customer), changed) in self.0 {
            let places = changed.before.iter().chain(&changed.after).map(|sale| &sale.place);
            let Some(earliest) = places.min().cloned() else { continue };
            let of = (program, customer.as_str());
            if has_credited_before(conn, of, &earliest)? {
                continue;
            }
            let kept = first_other(conn, of, &earliest, &changed.ids)?;
            let first = |sales: Vec<Credited>| sales.into_iter().chain(kept.clone()).min_by(by_place);
            let (before, after) = (first(changed.before), first(changed.after));
            before.iter().for_each(|sale| sale.count_customer(sums, Neg::neg));
            after.iter().for_each(|sale| sale.count_customer(sums, |sum: Sum| sum));
        }
        Ok(())
    }
}

fn by_place(one: &Credited, other: &Credited) -> std::cmp::Ordering {
    one.place.cmp(&other.place)
}

fn has_credited_before(
    conn: &Connection,
    (program, customer): (ProgramId, &str),
    (at, key): &(i64, String),
) -> Result<bool, Fault> {
    let sql = "
        select 1 from conversions e
        where e.customer = ?1 and e.program = ?2 and (e.occurred_at, e.key) < (?3, ?4) and e.kind = 'sale'
            and exists (select 1 from decision_partners f where f.conversion = e.id and f.millionths > 0)
        order by e.occurred_at desc, e.key desc limit 1";
    Ok(conn.prepare_cached(sql)?.exists(params![customer, text(program), at, key])?)
}

/// The first credited sale from a place on that is none of the changed ones.
fn first_other(
    conn: &Connection,
    (program, customer): (ProgramId, &str),
    (at, key): &(i64, String),
    changed: &BTreeSet<ConversionId>,
) -> Result<Option<Credited>, Fault> {
    let sql = "
        select e.id from conversions e
        where e.customer = ?1 and e.program = ?2 and (e.occurred_at, e.key) >= (?3, ?4) and e.kind = 'sale'
            and exists (select 1 from decision_partners f where f.conversion = e.id and f.millionths > 0)
        order by e.occurred_at, e.key";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params![customer, text(program), at, key])?;
    while let Some(row) = rows.next()? {
        let id = word(row, 0, ("conversions", "id"))?;
        if !changed.contains(&id) {
            return Credited::load(conn, id);
        }
    }
    Ok(None)
}
