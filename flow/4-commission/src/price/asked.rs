//! What pricing asks of a conversion: the parts of a sale, and what conditions look at.

use conversion::Content;
use program::{Circumstances, Part};
use words::{Day, Instant, MICROS_PER_DAY};

/// The items of a sale and what they leave of its amount; of everything else the one part that is all of it.
pub fn parts_of(content: &Content) -> Vec<Part<'_>> {
    let amount = content.amount.map_or(0, |money| money.amount);
    if content.items.is_empty() {
        return vec![Part { product: None, quantity: 1, amount }];
    }
    let items = content.items.iter();
    let mut parts: Vec<_> = items
        .map(|item| Part { product: Some(&item.product), quantity: item.quantity, amount: item.amount })
        .collect();
    let left = amount - parts.iter().map(|part| part.amount).sum::<i64>();
    if left > 0 {
        parts.push(Part { product: None, quantity: 0, amount: left });
    }
    parts
}

/// Of a partner, by their id and since when they take part. Number and months are told by the priors.
pub fn circumstances_of<'a>(
    content: &'a Content,
    source: &'a str,
    at: Instant,
    (partner, joined): (&'a str, Instant),
) -> Circumstances<'a> {
    Circumstances {
        amount: content.amount.map_or(0, |money| money.amount),
        source,
        event_name: content.event_name.as_deref(),
        code: content.code.as_deref(),
        metadata: &content.metadata,
        day: Day::of(at),
        number: 1,
        months: 0,
        partner,
        enrolled_days: at.micros_since(joined).max(0) / MICROS_PER_DAY,
    }
}
