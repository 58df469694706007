//! What reports add up: credited leads and sales with what they brought and earned.

use super::{
    SqliteBook,
    fault::Fault,
    read::{text, word},
};
use async_trait::async_trait;
use engine::ports::{Reports, StorageError};
use report::{ByPartner, ConversionTallies, Figures, Question, Slot};
use rusqlite::{Connection, Row, params};
use std::collections::{BTreeMap, HashSet};
use words::{MILLION, PartnerId, Scope};

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
    let slot = Slot::MICROS;
    format!(
        "select c.occurred_at / {slot}, c.partner, sum(c.earned - c.reversed) from {from}
         where {of} and c.workspace = ?1 and c.mode = ?2 and c.occurred_at >= ?3 and c.occurred_at < ?4
            and c.program in (select value from json_each(?5)) and not c.declined
         group by 1, 2"
    )
}

/// Adds up in one pass. Grouping by slot and by partner in SQL reads everything twice, and sorts it for each count.
pub(super) fn tally(conn: &Connection, scope: Scope, asked: &Question) -> Result<ConversionTallies, Fault> {
    let mut sums = Sums::default();
    let programs = serde_json::to_string(&asked.programs).unwrap_or_default();
    let (workspace, partner) = (text(scope.workspace), asked.partner.map(text));
    let (since, until, mode) = (asked.since.micros(), asked.until.micros(), scope.mode.name());
    let params = params![workspace, mode, since, until, programs, partner];

    let mut statement = conn.prepare_cached(&credited(partner.is_some()))?;
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        sums.add_share(row)?;
    }

    let mut statement = conn.prepare_cached(&earned(partner.is_some()))?;
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        let figures = Figures { commission: row.get(2)?, ..Figures::default() };
        *sums.slots.entry(row.get(0)?).or_default() += figures;
        *sums.partners.entry(word(row, 1, ("commissions", "partner"))?).or_default() += figures;
    }
    Ok(sums.tallies())
}

#[derive(Default)]
struct Sums {
    slots: BTreeMap<i64, Figures>,
    partners: BTreeMap<PartnerId, Figures>,
    /// Conversions of the latest time that are counted already: one counts once for its slot, whatever its shares.
    counted: HashSet<String>,
    counted_at: i64,
}

impl Sums {
    fn add_share(&mut self, row: &Row<'_>) -> Result<(), Fault> {
        let (is_sale, at, is_first): (bool, i64, bool) = (row.get(1)?, row.get(2)?, row.get(6)?);
        let (millionths, whole): (i64, i64) = (row.get(4)?, row.get(5)?);
        let million = i64::from(MILLION);
        let net = whole / million * millionths + whole % million * millionths / million;
        let revenue = if is_sale { net } else { 0 };
        let (leads, sales) = (u64::from(!is_sale), u64::from(is_sale));
        let once = Figures { leads, sales, customers: u64::from(is_first), ..Figures::default() };

        if at != self.counted_at {
            self.counted.clear();
            self.counted_at = at;
        }
        let is_new = self.counted.insert(row.get(0)?);
        let of_slot = if is_new { once } else { Figures::default() };
        *self.slots.entry(at / Slot::MICROS).or_default() += Figures { revenue, ..of_slot };
        let partner = word(row, 3, ("decision_partners", "partner"))?;
        *self.partners.entry(partner).or_default() += Figures { revenue, ..once };
        Ok(())
    }

    fn tallies(mut self) -> ConversionTallies {
        self.slots.retain(|_, figures| *figures != Figures::default());
        self.partners.retain(|_, figures| *figures != Figures::default());
        let slots = self.slots.into_iter().map(|(number, figures)| (Slot::numbered(number), figures));
        let partners = self.partners.into_iter().map(|(partner, figures)| ByPartner { partner, figures });
        ConversionTallies { slots: slots.collect(), partners: partners.collect() }
    }
}

#[async_trait]
impl Reports for SqliteBook {
    async fn tally(&self, scope: Scope, asked: &Question) -> Result<ConversionTallies, StorageError> {
        let asked = asked.clone();
        self.scan(move |conn| tally(conn, scope, &asked)).await
    }
}
