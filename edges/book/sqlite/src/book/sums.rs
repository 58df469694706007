//! Figures of reports by subject and quarter hour: what a commit adds to them, and how a period is read from them.
//!
//! A commit looks at the conversions and commissions that it is about to write, and again once they are written. The
//! difference goes into the sums, so late events, refunds, other decisions and erasure need no rules of their own.

use super::{
    fault::Fault,
    first_sales,
    read::{text, word},
};
use engine::ports::Row as Written;
use report::{Figures, Slot};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::{AddAssign, Neg},
};
use words::{CommissionId, ConversionId, MILLION, PartnerId, ProgramId, Scope};

/// Quarter hours of a sum of the finest grain.
const QUARTER: i64 = 1;
/// Quarter hours of a day in UTC.
pub(super) const DAY: i64 = 96;

/// Whose figures: a partner's, or with `None` those of all partners.
pub(super) type Subject = (ProgramId, Option<PartnerId>);

/// Figures that may become less.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Sum {
    pub(super) leads: i64,
    pub(super) customers: i64,
    pub(super) sales: i64,
    pub(super) revenue: i64,
    pub(super) commission: i64,
}

impl Sum {
    /// From five columns, the first in column `at`.
    pub(super) fn read(row: &Row<'_>, at: usize) -> rusqlite::Result<Self> {
        Ok(Self {
            leads: row.get(at)?,
            customers: row.get(at + 1)?,
            sales: row.get(at + 2)?,
            revenue: row.get(at + 3)?,
            commission: row.get(at + 4)?,
        })
    }

    /// A count below zero, which only a damaged file has, shows as zero.
    pub(super) fn figures(self) -> Figures {
        let count = |number| u64::try_from(number).unwrap_or(0);
        Figures {
            clicks: 0,
            leads: count(self.leads),
            customers: count(self.customers),
            sales: count(self.sales),
            revenue: self.revenue,
            commission: self.commission,
        }
    }
}

/// Adds something to the sums, or subtracts it.
pub(super) type Sign = fn(Sum) -> Sum;

impl AddAssign for Sum {
    fn add_assign(&mut self, other: Self) {
        self.leads = self.leads.saturating_add(other.leads);
        self.customers = self.customers.saturating_add(other.customers);
        self.sales = self.sales.saturating_add(other.sales);
        self.revenue = self.revenue.saturating_add(other.revenue);
        self.commission = self.commission.saturating_add(other.commission);
    }
}

impl Neg for Sum {
    type Output = Self;

    fn neg(self) -> Self {
        Self {
            leads: self.leads.saturating_neg(),
            customers: self.customers.saturating_neg(),
            sales: self.sales.saturating_neg(),
            revenue: self.revenue.saturating_neg(),
            commission: self.commission.saturating_neg(),
        }
    }
}

/// Sums by subject and number of the quarter hour.
#[derive(Default)]
pub(super) struct Sums(pub(super) BTreeMap<(Subject, i64), Sum>);

impl Sums {
    pub(super) fn add(&mut self, subject: Subject, at: i64, sum: Sum) {
        *self.0.entry((subject, at.div_euclid(Slot::MICROS))).or_default() += sum;
    }

    /// With the days of single partners: by subject, span and place, without those that are zero.
    pub(super) fn with_days(self) -> BTreeMap<(Subject, i64, i64), Sum> {
        let mut all = BTreeMap::<_, Sum>::new();
        for ((subject, slot), sum) in self.0 {
            *all.entry((subject, QUARTER, slot)).or_default() += sum;
            if subject.1.is_some() {
                *all.entry((subject, DAY, slot.div_euclid(DAY))).or_default() += sum;
            }
        }
        all.retain(|_, sum| *sum != Sum::default());
        all
    }

    /// Adds to what is stored. Amounts stay at the ends of 64 bits, where SQLite would go on with floats.
    pub(super) fn write(self, conn: &Connection) -> Result<(), Fault> {
        let sql = "
            insert into sums (subject, span, place, leads, customers, sales, revenue, commission)
            values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            on conflict (subject, span, place) do update set
                leads = sums.leads + excluded.leads, customers = sums.customers + excluded.customers,
                sales = sums.sales + excluded.sales,
                revenue = cast(sums.revenue + excluded.revenue as integer),
                commission = cast(sums.commission + excluded.commission as integer)";
        let mut insert = conn.prepare_cached(sql)?;
        let mut numbers = HashMap::new();
        for ((subject, span, place), sum) in self.with_days() {
            let number = match numbers.get(&subject) {
                Some(number) => *number,
                None => number_of(conn, subject)?,
            };
            numbers.insert(subject, number);
            let Sum { leads, customers, sales, revenue, commission } = sum;
            insert.execute(params![number, span, place, leads, customers, sales, revenue, commission])?;
        }
        Ok(())
    }
}

fn named((program, partner): Subject) -> (String, String) {
    (text(program), partner.map(text).unwrap_or_default())
}

fn number_of(conn: &Connection, subject: Subject) -> Result<i64, Fault> {
    let (program, partner) = named(subject);
    let sql = "select number from sum_subjects where program = ?1 and partner = ?2";
    let found = conn.prepare_cached(sql)?.query_row([&program, &partner], |row| row.get(0)).optional()?;
    if let Some(number) = found {
        return Ok(number);
    }
    let sql = "insert into sum_subjects (program, partner) values (?1, ?2) returning number";
    Ok(conn.prepare_cached(sql)?.query_row([&program, &partner], |row| row.get(0))?)
}

/// A lead or sale with the partners who are credited for it.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Credited {
    pub(super) program: ProgramId,
    pub(super) customer: String,
    pub(super) is_sale: bool,
    /// Time and key: its place among the customer's conversions.
    pub(super) place: (i64, String),
    /// What the sale brought, less what was refunded.
    pub(super) net: i64,
    /// At least one.
    pub(super) shares: Vec<(PartnerId, i64)>,
}

impl Credited {
    pub(super) fn load(conn: &Connection, id: ConversionId) -> Result<Option<Self>, Fault> {
        let id = text(id);
        let sql = "
            select id, program, customer, kind = 'sale', occurred_at, key, coalesce(amount, 0), refunded
            from conversions where id = ?1 and kind in ('lead', 'sale') and customer is not null";
        let mut conversion = conn.prepare_cached(sql)?;
        let mut rows = conversion.query([&id])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let sql = "select conversion, partner, millionths from decision_partners
                   where conversion = ?1 and millionths > 0";
        let mut partners = conn.prepare_cached(sql)?;
        let mut found = partners.query([&id])?;
        let mut shares = Vec::new();
        while let Some(row) = found.next()? {
            shares.push((word(row, 1, ("decision_partners", "partner"))?, row.get(2)?));
        }
        if shares.is_empty() {
            return Ok(None);
        }
        Ok(Some(Self {
            program: word(row, 1, ("conversions", "program"))?,
            customer: row.get(2)?,
            is_sale: row.get(3)?,
            place: (row.get(4)?, row.get(5)?),
            net: row.get::<_, i64>(6)?.saturating_sub(row.get(7)?),
            shares,
        }))
    }

    /// Adds the conversion itself, or takes it away again.
    fn count(&self, sums: &mut Sums, sign: Sign) {
        let of_kind = |revenue| {
            let (leads, sales) = (i64::from(!self.is_sale), i64::from(self.is_sale));
            Sum { leads, sales, revenue, ..Sum::default() }
        };
        let mut whole = of_kind(0);
        for &(partner, millionths) in &self.shares {
            let revenue = if self.is_sale { share_of(self.net, millionths) } else { 0 };
            whole.revenue += revenue;
            sums.add((self.program, Some(partner)), self.place.0, sign(of_kind(revenue)));
        }
        sums.add((self.program, None), self.place.0, sign(whole));
    }

    /// Adds the new customer whose first credited sale this is, or takes it away again.
    pub(super) fn count_customer(&self, sums: &mut Sums, sign: Sign) {
        let one = Sum { customers: 1, ..Sum::default() };
        for &(partner, _) in &self.shares {
            sums.add((self.program, Some(partner)), self.place.0, sign(one));
        }
        sums.add((self.program, None), self.place.0, sign(one));
    }
}

/// Rounded towards zero, without leaving 64 bits on the way.
pub(super) fn share_of(net: i64, millionths: i64) -> i64 {
    let million = i64::from(MILLION);
    net / million * millionths + net % million * millionths / million
}

struct Earned {
    subject: Subject,
    at: i64,
    net: i64,
}

impl Earned {
    fn load(conn: &Connection, id: CommissionId) -> Result<Option<Self>, Fault> {
        let sql = "select id, program, partner, occurred_at, earned, reversed from commissions
                   where id = ?1 and not declined";
        let mut statement = conn.prepare_cached(sql)?;
        let mut rows = statement.query([text(id)])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let program = word(row, 1, ("commissions", "program"))?;
        let partner = Some(word(row, 2, ("commissions", "partner"))?);
        let net = row.get::<_, i64>(4)?.saturating_sub(row.get(5)?);
        Ok(Some(Self { subject: (program, partner), at: row.get(3)?, net }))
    }

    fn count(&self, sums: &mut Sums, sign: Sign) {
        let net = sign(Sum { commission: self.net, ..Sum::default() });
        sums.add(self.subject, self.at, net);
        sums.add((self.subject.0, None), self.at, net);
    }
}

/// What the rows of a commit count for before they are written.
pub(super) struct Before {
    conversions: BTreeMap<ConversionId, Option<Credited>>,
    commissions: BTreeMap<CommissionId, Option<Earned>>,
}

impl Before {
    pub(super) fn load(conn: &Connection, rows: &[Written]) -> Result<Self, Fault> {
        let (mut conversions, mut commissions) = (BTreeSet::new(), BTreeSet::new());
        for row in rows {
            match row {
                Written::Conversion(conversion) if !conversion.kind.is_of_sale() => {
                    conversions.insert(conversion.id);
                }
                Written::Decision(decision) => {
                    conversions.insert(decision.conversion);
                }
                Written::Commission(commission) => {
                    commissions.insert(commission.id);
                }
                _ => {}
            }
        }
        let conversions = conversions.into_iter().map(|id| Ok((id, Credited::load(conn, id)?)));
        let commissions = commissions.into_iter().map(|id| Ok((id, Earned::load(conn, id)?)));
        Ok(Self {
            conversions: conversions.collect::<Result<_, Fault>>()?,
            commissions: commissions.collect::<Result<_, Fault>>()?,
        })
    }

    /// Adds what is different now that the rows are written.
    pub(super) fn write_difference(self, conn: &Connection) -> Result<(), Fault> {
        let (add, subtract): (Sign, Sign) = (|sum| sum, Neg::neg);
        let mut sums = Sums::default();
        for (id, before) in self.commissions {
            let after = Earned::load(conn, id)?;
            before.iter().for_each(|it| it.count(&mut sums, subtract));
            after.iter().for_each(|it| it.count(&mut sums, add));
        }

        let mut moved = first_sales::Moved::default();
        for (id, before) in self.conversions {
            let after = Credited::load(conn, id)?;
            before.iter().for_each(|it| it.count(&mut sums, subtract));
            after.iter().for_each(|it| it.count(&mut sums, add));
            moved.note(id, before, after);
        }
        moved.count(conn, &mut sums)?;
        sums.write(conn)
    }
}

/// The sums of the programs' subjects between two places of a span, by partner and place: of all partners together, or of
/// one.
pub(super) fn by_slot(
    conn: &Connection,
    scope: Scope,
    programs: &str,
    partner: Option<PartnerId>,
    (since, until): (i64, i64),
) -> Result<Vec<(i64, Sum)>, Fault> {
    let sql = "
        select s.place, s.leads, s.customers, s.sales, s.revenue, s.commission
        from programs p
            cross join sum_subjects k on k.program = p.id and k.partner = ?4
            cross join sums s on s.subject = k.number and s.span = ?5 and s.place >= ?6 and s.place < ?7
        where p.id in (select value from json_each(?3)) and p.workspace = ?1 and p.mode = ?2";
    let (workspace, mode) = (text(scope.workspace), scope.mode.name());
    let partner = partner.map(text).unwrap_or_default();
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params![workspace, mode, programs, partner, QUARTER, since, until])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push((row.get(0)?, Sum::read(row, 1)?));
    }
    Ok(found)
}

/// The sums of every partner between two quarter hours.
pub(super) fn by_partner(
    conn: &Connection,
    scope: Scope,
    programs: &str,
    within: (i64, i64),
) -> Result<Vec<(PartnerId, Sum)>, Fault> {
    let sql = "
        select k.partner, sum(s.leads), sum(s.customers), sum(s.sales), sum(s.revenue), sum(s.commission)
        from programs p
            cross join sum_subjects k on k.program = p.id and k.partner > ''
            cross join sums s on s.subject = k.number and s.span = ?4 and s.place >= ?5 and s.place < ?6
        where p.id in (select value from json_each(?3)) and p.workspace = ?1 and p.mode = ?2
        group by p.id, k.partner";
    let (workspace, mode) = (text(scope.workspace), scope.mode.name());
    let mut statement = conn.prepare_cached(sql)?;
    let mut found = Vec::new();
    for (span, since, until) in parts(within) {
        let mut rows = statement.query(params![workspace, mode, programs, span, since, until])?;
        while let Some(row) = rows.next()? {
            found.push((word(row, 0, ("sum_subjects", "partner"))?, Sum::read(row, 1)?));
        }
    }
    Ok(found)
}

/// Whole days in UTC, and the quarter hours before and after them.
fn parts((since, until): (i64, i64)) -> Vec<(i64, i64, i64)> {
    let (first, last) = (-(-since).div_euclid(DAY), until.div_euclid(DAY));
    if first >= last {
        return vec![(QUARTER, since, until)];
    }
    vec![(QUARTER, since, first * DAY), (DAY, first, last), (QUARTER, last * DAY, until)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_days_and_the_quarter_hours_around_them() {
        assert_eq!(parts((0, 2 * DAY)), [(QUARTER, 0, 0), (DAY, 0, 2), (QUARTER, 2 * DAY, 2 * DAY)]);
        assert_eq!(parts((-1, DAY + 3)), [(QUARTER, -1, 0), (DAY, 0, 1), (QUARTER, DAY, DAY + 3)]);
        assert_eq!(parts((5, DAY + 3)), [(QUARTER, 5, DAY + 3)], "no day in UTC is whole");
    }
}
