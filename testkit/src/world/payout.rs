//! How partners are paid, and the rates between currencies.

use super::World;
use payout::{Method, MethodKind};
use program::{DailyRate, Enrollment};
use words::{Day, ExchangeRate, MethodId, RateId, RateSource, Scope, Sealed};

impl World {
    /// A partner's method of any kind, replaced if it is by hand.
    pub fn method(&self, enrollment: &Enrollment) -> Method {
        let kind = MethodKind::ALL[(self.draw() >> 64) as usize % MethodKind::ALL.len()];
        let is_bank = kind == MethodKind::Bank;
        Method {
            id: MethodId::draw(self.now(), self.draw()),
            scope: enrollment.scope,
            partner: enrollment.partner,
            kind,
            currency: if is_bank { "EUR" } else { "USD" }.parse().unwrap(),
            key: None,
            details: Some(Sealed("sealed".to_owned())),
            hint: "DE•• … 3000".to_owned(),
            created_at: self.now(),
            usable_from: self.now(),
            replaced_at: (kind == MethodKind::ByHand).then(|| self.now()),
            bounced: None,
        }
    }

    /// What a euro was in dollars or yen, so many days ago.
    pub fn daily_rate(&self, scope: Scope, days_ago: i64) -> DailyRate {
        let day = Day::of(self.now()).plus_days(-days_ago);
        let (quote, billionths) = [("USD", 1_082_300_000), ("JPY", 162_500_000_000)][days_ago as usize % 2];
        let pair = ("EUR".parse().unwrap(), quote.parse().unwrap());
        let source = RateSource::ALL[days_ago as usize % RateSource::ALL.len()];
        DailyRate {
            id: RateId::draw(day.start(), self.draw()),
            scope,
            rate: ExchangeRate::published(pair, billionths, source, day).unwrap(),
            entered_at: self.now(),
        }
    }
}
