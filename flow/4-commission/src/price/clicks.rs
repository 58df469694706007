//! The price of a day's clicks: no customer is known of them, so that only the partner, the day and their number count.

use super::{Credit, Price, Priors, Total, circumstances_of, price};
use conversion::{Content, Share};
use program::{Budget, Enrollment, Event, Part, Terms};
use words::{Currency, Day, Instant, MILLION, Overflow};

/// The counted clicks of an enrollment's links on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DayOfClicks {
    pub day: Day,
    pub count: u64,
}

impl DayOfClicks {
    /// The last moment of the day: as if all of them had come then.
    pub fn at(self) -> Instant {
        self.day.plus_days(1).start().plus_micros(-1)
    }
}

/// What a day's clicks earn; none where the terms do not reward them.
pub fn price_clicks(
    (terms, budget): (&Terms, Option<&Budget>),
    currency: Currency,
    enrollment: &Enrollment,
    clicks: DayOfClicks,
    total: &dyn Fn(&Total) -> i64,
) -> Result<Option<Price>, Overflow> {
    if clicks.count == 0 || terms.rewards_for(Event::Click).is_empty() {
        return Ok(None);
    }
    let (content, partner) = (Content::default(), enrollment.partner.to_string());
    let quantity = u32::try_from(clicks.count).unwrap_or(u32::MAX);
    let credit = Credit {
        event: Event::Click,
        occurred_at: clicks.at(),
        amount: None,
        currency,
        shares: &[Share { enrollment: enrollment.id, partner: enrollment.partner, millionths: MILLION }],
        place: 0,
        circumstances: circumstances_of(&content, "", clicks.at(), (&partner, enrollment.created_at)),
        parts: &[Part { product: None, quantity, amount: 0 }],
        kept: 0,
    };
    let price = price(Some(terms), budget, &credit, Priors::default(), total)?;
    Ok(Some(price).filter(|price| !price.gives_nothing()))
}
