//! What reports add up: the sums that commits keep, and rows where a period does not begin or end with a quarter hour.

use super::{
    SqliteBook, counted,
    fault::Fault,
    sums::{self, Sum, Sums},
};
use async_trait::async_trait;
use engine::ports::{Reports, StorageError};
use report::{ByPartner, ConversionTallies, Question, Slot};
use rusqlite::Connection;
use std::collections::BTreeMap;
use words::{PartnerId, Scope};

/// Figures of a period by slot and by partner.
#[derive(Default)]
struct Tallied {
    slots: BTreeMap<i64, Sum>,
    partners: BTreeMap<PartnerId, Sum>,
}

impl Tallied {
    fn add_rows(&mut self, rows: Sums) {
        for (((_, partner), slot), sum) in rows.0 {
            match partner {
                Some(partner) => *self.partners.entry(partner).or_default() += sum,
                None => *self.slots.entry(slot).or_default() += sum,
            }
        }
    }

    fn tallies(mut self) -> ConversionTallies {
        self.slots.retain(|_, sum| *sum != Sum::default());
        self.partners.retain(|_, sum| *sum != Sum::default());
        let slots = self.slots.into_iter().map(|(number, sum)| (Slot::numbered(number), sum.figures()));
        let partners = self.partners.into_iter();
        let partners = partners.map(|(partner, sum)| ByPartner { partner, figures: sum.figures() });
        ConversionTallies { slots: slots.collect(), partners: partners.collect() }
    }
}

fn tally(conn: &Connection, scope: Scope, asked: &Question) -> Result<ConversionTallies, Fault> {
    let mut tallied = Tallied::default();
    let programs = serde_json::to_string(&asked.programs).unwrap_or_default();
    let of = counted::Of { scope, programs: &programs, partner: asked.partner };
    let (since, until) = (asked.since.micros(), asked.until.micros());
    // Whole quarter hours.
    let first = since.div_euclid(Slot::MICROS) + i64::from(since.rem_euclid(Slot::MICROS) != 0);
    let last = until.div_euclid(Slot::MICROS);
    if first >= last {
        tallied.add_rows(counted::walk(conn, of, since, until)?);
        return Ok(tallied.tallies());
    }

    for (from, to) in [(since, first * Slot::MICROS), (last * Slot::MICROS, until)] {
        if from < to {
            tallied.add_rows(counted::walk(conn, of, from, to)?);
        }
    }
    let by_slot = sums::by_slot(conn, scope, &programs, asked.partner, (first, last))?;
    let by_partner = match asked.partner {
        Some(partner) => by_slot.iter().map(|&(_, sum)| (partner, sum)).collect(),
        None => sums::by_partner(conn, scope, &programs, (first, last))?,
    };
    by_slot.into_iter().for_each(|(slot, sum)| *tallied.slots.entry(slot).or_default() += sum);
    by_partner.into_iter().for_each(|(of, sum)| *tallied.partners.entry(of).or_default() += sum);
    Ok(tallied.tallies())
}

#[async_trait]
impl Reports for SqliteBook {
    async fn tally(&self, scope: Scope, asked: &Question) -> Result<ConversionTallies, StorageError> {
        let asked = asked.clone();
        self.scan(move |conn| tally(conn, scope, &asked)).await
    }
}
