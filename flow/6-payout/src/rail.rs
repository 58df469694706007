//! What each way of paying takes: which currencies, which amounts, and how many payments at once. A batch is made by these
//! rules, so that none is refused when it is handed over.

use crate::{MethodKind, TRANSFERS_PER_BATCH_MAX};
use words::{Currency, Money};

/// Payments of one of PayPal's mass payment files.
const PAYPAL_PAYMENTS_MAX: u32 = 5_000;
/// Transfers of one of Wise's batches.
const WISE_PAYMENTS_MAX: u32 = 1_000;

/// The currencies that PayPal pays out.
const PAYPAL_CURRENCIES: [&str; 24] = [
    "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "JPY", "MXN", "MYR",
    "NOK", "NZD", "PHP", "PLN", "SEK", "SGD", "THB", "TWD", "USD",
];
/// PayPal pays whole units of these, though they have smaller ones.
const PAYPAL_WHOLE: [&str; 2] = ["HUF", "TWD"];
/// The same of Wise, whose list of currencies says which support decimals.
const WISE_WHOLE: [&str; 4] = ["HUF", "IDR", "KES", "NPR"];

/// The greatest amount of a SEPA credit transfer, in cents: 999,999,999.99 EUR.
pub const SEPA_AMOUNT_MAX: i64 = 99_999_999_999;

impl MethodKind {
    /// The greatest amount of one payment, in minor units; none where the rail sets no limit of its own.
    pub fn amount_max(self) -> Option<i64> {
        (self == MethodKind::Bank).then_some(SEPA_AMOUNT_MAX)
    }

    /// Whether all payments of one file have the same currency.
    pub fn has_one_currency(self) -> bool {
        matches!(self, MethodKind::Bank | MethodKind::Paypal)
    }

    /// Payments of one file.
    pub fn payments_max(self) -> u32 {
        match self {
            MethodKind::Paypal => PAYPAL_PAYMENTS_MAX,
            MethodKind::Wise => WISE_PAYMENTS_MAX,
            MethodKind::Bank | MethodKind::ByHand => TRANSFERS_PER_BATCH_MAX,
        }
    }

    /// What it pays in; none where it pays in every currency.
    pub fn currencies(self) -> Option<&'static [&'static str]> {
        match self {
            MethodKind::Bank => Some(&["EUR"]),
            MethodKind::Paypal => Some(&PAYPAL_CURRENCIES),
            MethodKind::Wise | MethodKind::ByHand => None,
        }
    }

    pub fn pays_in(self, currency: Currency) -> bool {
        self.currencies().is_none_or(|known| known.contains(&currency.code()))
    }

    /// Whether it pays whole units of the currency only, though that has smaller ones.
    pub fn pays_whole_units(self, currency: Currency) -> bool {
        match self {
            MethodKind::Paypal => PAYPAL_WHOLE.contains(&currency.code()),
            MethodKind::Wise => WISE_WHOLE.contains(&currency.code()),
            MethodKind::Bank | MethodKind::ByHand => false,
        }
    }

    /// As much of the money as it pays, in minor units: all of it, or its whole units.
    pub fn of(self, money: Money) -> Money {
        if !self.pays_whole_units(money.currency) {
            return money;
        }
        let unit = 10i64.pow(money.currency.exponent());
        Money::new(money.amount - money.amount.rem_euclid(unit), money.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_of_paying_takes_its_own_amounts_and_currencies() {
        for (kind, code, amount, paid) in [
            (MethodKind::Paypal, "HUF", 2_469, 2_400),
            (MethodKind::Paypal, "HUF", 20_000, 20_000),
            (MethodKind::Paypal, "HUF", 99, 0),
            (MethodKind::Paypal, "TWD", 150, 100),
            (MethodKind::Paypal, "JPY", 2_469, 2_469),
            (MethodKind::Paypal, "EUR", 2_469, 2_469),
            (MethodKind::Wise, "HUF", 2_469, 2_400),
            (MethodKind::Wise, "IDR", 150_050, 150_000),
            (MethodKind::Wise, "TWD", 2_469, 2_469),
            (MethodKind::Wise, "KRW", 2_469, 2_469),
            (MethodKind::ByHand, "HUF", 2_469, 2_469),
            (MethodKind::Bank, "EUR", 2_469, 2_469),
        ] {
            let money = |amount| Money::new(amount, code.parse().unwrap());
            assert_eq!(kind.of(money(amount)), money(paid), "{kind:?} {code}");
        }
        let pays = |kind: MethodKind, code: &str| kind.pays_in(code.parse().unwrap());
        assert!(pays(MethodKind::Paypal, "HUF") && !pays(MethodKind::Paypal, "KWD"));
        assert!(pays(MethodKind::Wise, "KWD") && pays(MethodKind::ByHand, "KWD"));
        assert!(pays(MethodKind::Bank, "EUR") && !pays(MethodKind::Bank, "USD"));
    }
}
