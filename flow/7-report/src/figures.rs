//! What is counted, and what follows from the counts.

use std::ops::AddAssign;
use words::Instant;

/// A quarter of an hour. Every time zone's days begin with one, so that what a store has added up by quarters can be
/// added up by the days of any zone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Slot(i64);

impl Slot {
    pub const MICROS: i64 = 900_000_000;

    pub fn of(at: Instant) -> Self {
        Self(at.micros().div_euclid(Self::MICROS))
    }

    /// The slot of this number since 1970.
    pub fn numbered(number: i64) -> Self {
        Self(number)
    }

    pub fn begins(self) -> Instant {
        Instant::from_micros(self.0.saturating_mul(Self::MICROS))
    }
}

/// The figures of a period, a day, a partner. Money in minor units of one currency.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Figures {
    /// Visits of people: neither repeats nor bots.
    pub clicks: u64,
    /// Leads credited to a partner.
    pub leads: u64,
    /// Customers whose first sale that was credited to a partner fell into the period.
    pub customers: u64,
    /// Sales credited to a partner, renewals among them.
    pub sales: u64,
    /// What credited sales brought, less what was refunded of them since.
    pub revenue: i64,
    /// What partners earned with these, less what was reversed or declined since.
    pub commission: i64,
}

impl Figures {
    /// Customers for each click, in millionths; none without a click.
    pub fn conversion_rate(&self) -> Option<i64> {
        ratio(i128::from(self.customers) * 1_000_000, self.clicks)
    }

    /// Revenue for each sale, in minor units; none without a sale.
    pub fn average_deal(&self) -> Option<i64> {
        ratio(i128::from(self.revenue), self.sales)
    }
}

/// Rounded half away from zero; none over nothing.
fn ratio(part: i128, whole: u64) -> Option<i64> {
    let whole = i128::from(whole);
    if whole == 0 {
        return None;
    }
    let half = if part < 0 { -whole } else { whole };
    i64::try_from((2 * part + half) / (2 * whole)).ok()
}

impl AddAssign for Figures {
    fn add_assign(&mut self, other: Self) {
        self.clicks = self.clicks.saturating_add(other.clicks);
        self.leads = self.leads.saturating_add(other.leads);
        self.customers = self.customers.saturating_add(other.customers);
        self.sales = self.sales.saturating_add(other.sales);
        self.revenue = self.revenue.saturating_add(other.revenue);
        self.commission = self.commission.saturating_add(other.commission);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_and_averages_round_to_the_nearest_and_have_no_value_over_nothing() {
        let figures = Figures { clicks: 3, customers: 2, sales: 3, revenue: 500, ..Figures::default() };
        assert_eq!((figures.conversion_rate(), figures.average_deal()), (Some(666_667), Some(167)));
        assert_eq!((Figures::default().conversion_rate(), Figures::default().average_deal()), (None, None));
        let refunded = Figures { sales: 2, revenue: -3, ..Figures::default() };
        assert_eq!(refunded.average_deal(), Some(-2));
    }
}
