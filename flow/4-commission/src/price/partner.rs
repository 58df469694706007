//! The price of what became of a partner whom another one brought.

use super::{Credit, Price, Priors, Total, circumstances_of, price};
use conversion::{Content, Share};
use program::{Budget, Enrollment, Event, Part, Terms, Trigger};
use words::{Currency, Instant, MILLION, Money, Overflow};

/// What became of a partner who was brought.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Brought {
    /// What they earned on a day, before anything was taken back.
    Earned { amount: i64 },
    /// They joined, or sold for the first time.
    Once(Trigger),
}

/// What the one who brought them earns for it; none where the terms do not reward it. They were brought at `since`, and
/// `kept` was earned for it before.
pub fn price_partner(
    (terms, budget): (&Terms, Option<&Budget>),
    currency: Currency,
    recruiter: &Enrollment,
    (brought, since, at): (Brought, Instant, Instant),
    kept: i64,
    total: &dyn Fn(&Total) -> i64,
) -> Result<Option<Price>, Overflow> {
    let partner = recruiter.partner.to_string();
    let (amount, trigger, priors) = match brought {
        Brought::Earned { amount } => {
            (Some(Money::new(amount.max(0), currency)), None, Priors::default().and(since))
        }
        Brought::Once(trigger) => (None, Some(trigger.name().to_owned()), Priors::default()),
    };
    let content = Content { event_name: trigger, ..Content::default() };
    let of = amount.map_or(0, |money| money.amount);
    let credit = Credit {
        event: Event::Partner,
        occurred_at: at,
        amount,
        currency,
        shares: &[Share { enrollment: recruiter.id, partner: recruiter.partner, millionths: MILLION }],
        place: 0,
        circumstances: circumstances_of(&content, "", at, (&partner, recruiter.created_at)),
        parts: &[Part { product: None, quantity: 1, amount: of }],
        kept,
    };
    let price = price(Some(terms), budget, &credit, priors, total)?;
    Ok(Some(price).filter(|price| !price.gives_nothing()))
}
