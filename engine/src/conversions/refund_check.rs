//! What a report about a sale may say beside what is known of that sale.

use super::refund::Known;
use crate::{RefundInput, Warning};
use conversion::{Conversion, Item, Kind, left_of_items, left_of_refund, refunded, share_of};
use words::{Currency, Exchange, Invalid, Money};

/// A refund in the currency that its sale was in is exchanged at the sale's rate, by running totals: refunds that sum to what
/// was sold sum to what it became. Chargebacks do so too, and those that were won. A refund reversal gives back what its
/// refund came to.
pub(super) fn exchange_of(
    input: &RefundInput,
    (sale, others): (Option<&Conversion>, &[Conversion]),
    currency: Currency,
) -> Result<Option<Exchange>, Invalid> {
    let Some(from) = input.amount.filter(|from| from.currency != currency) else { return Ok(None) };
    if input.kind == Kind::RefundReversal {
        return Ok(None);
    }
    let of_sale =
        sale.and_then(|sale| sale.exchange).filter(|exchange| exchange.from.currency == from.currency);
    let Some(exchange) = of_sale else {
        let expected =
            format!("the program's currency {currency}, or the one that its sale was reported in before");
        return Err(Invalid::new("amount.currency", expected));
    };
    let too_much = |_| Invalid::new("amount.amount", format!("an amount that fits in {currency}"));
    let earlier = others.iter().filter(|other| other.kind == input.kind).filter_map(|other| other.exchange);
    let before = earlier.fold(0i64, |sum, other| sum.saturating_add(other.from.amount));
    let until = exchange.rate.convert(before.saturating_add(from.amount)).map_err(too_much)?;
    let amount = until.amount - exchange.rate.convert(before).map_err(too_much)?.amount;
    Ok(Some(Exchange { from, to: Money::new(amount, currency), rate: exchange.rate }))
}

/// A reversal gives back at most what earlier ones left of its refund, and of each of its products.
pub(super) fn check_reversal(
    refund: &Conversion,
    others: &[Conversion],
    input: &RefundInput,
) -> Result<(), Invalid> {
    if input.sale.is_some() && input.sale != refund.content.sale {
        let sale = refund.content.sale.as_deref().unwrap_or_default();
        return Err(Invalid::new("sale_external_id", format!("the sale of the refund, {sale}")));
    }
    let (Some(amount), Some(whole)) = (input.amount, refund.content.amount) else { return Ok(()) };
    let reversal = Conversion { content: input.content(), ..refund.clone() };
    let Some(share) = share_of(&reversal, refund) else {
        let expected = format!("{}, the currency of the refund", whole.currency);
        return Err(Invalid::new("amount.currency", expected));
    };
    // A reversal of the whole refund takes the place of parts, whichever of them comes first.
    let is_part = |it: &&Conversion| it.kind == Kind::RefundReversal && it.content.amount.is_some();
    let parts: Vec<_> = others.iter().filter(is_part).cloned().collect();
    let left = left_of_refund(refund, &parts);
    if share > left {
        let left = Money::new(left, whole.currency);
        let expected = format!("at most {left}, which is what is left of the refund");
        return Err(Invalid::new("amount.amount", expected));
    }
    if amount.currency != whole.currency && !input.items.is_empty() {
        let expected = format!("{}, in which the refund names its items", whole.currency);
        return Err(Invalid::new("amount.currency", expected));
    }
    let open = left_of_items(refund, &parts);
    for item in &input.items {
        check_left(item, &input.items, of_product(&open, &item.product))?;
    }
    Ok(())
}

/// What a refund says is of a product is at most what earlier ones left of it.
pub(super) fn check_products(
    sale: &Conversion,
    others: &[Conversion],
    input: &RefundInput,
) -> Result<(), Invalid> {
    let Some(amount) = input.amount.filter(|_| input.kind == Kind::Refund) else { return Ok(()) };
    let reported = |it: &&Conversion| it.content.amount.is_some_and(|it| it.currency == amount.currency);
    let refunds = || others.iter().filter(|it| it.kind == Kind::Refund);
    if !reported(&sale) || !refunds().all(|it| reported(&it)) {
        // What is of no item after all counts as of the whole sale.
        return Ok(());
    }
    let items = &sale.content.items;
    let covered = items.iter().fold(0i64, |sum, item| sum.saturating_add(item.amount));
    let uncovered = sale.content.amount.map_or(0, |money| money.amount) - covered;
    for item in &input.items {
        let sold = if item.product.is_empty() { uncovered } else { of_product(items, &item.product) };
        let before: i64 = refunds().map(|it| of_product(&left_of_items(it, others), &item.product)).sum();
        check_left(item, &input.items, (sold - before).max(0))?;
    }
    Ok(())
}

fn check_left(item: &Item, told: &[Item], left: i64) -> Result<(), Invalid> {
    if of_product(told, &item.product) <= left {
        return Ok(());
    }
    let of = if item.product.is_empty() { "the part without a product" } else { &item.product };
    let expected = format!("at most {left} minor units of {of}, which is what is left of it");
    Err(Invalid::new("items.amount", expected))
}

fn of_product(items: &[Item], product: &str) -> i64 {
    items.iter().filter(|item| item.product == product).map(|item| item.amount).sum()
}

/// What is left, where the report is of more. Refunds together give back at most what was paid, and so does one
/// chargeback; whether both exceed it together is not for the merchant to say, and what they take ends with the sale.
pub(super) fn beyond(others: &[Conversion], reported: &Conversion, sold: i64) -> Option<i64> {
    match reported.kind {
        Kind::Refund => {
            let all: Vec<_> = others.iter().chain([reported]).cloned().collect();
            (refunded(&all) > sold).then(|| (sold - refunded(others)).max(0))
        }
        Kind::RefundReversal => None,
        _ => {
            // By running totals a later chargeback may come to a minor unit more than it would alone.
            let alone =
                reported.exchange.and_then(|exchange| exchange.rate.convert(exchange.from.amount).ok());
            let amount = alone.or(reported.amount()).map_or(0, |money| money.amount);
            (amount > sold).then_some(sold)
        }
    }
}

/// What a reversal should say otherwise, or waits for.
pub(super) fn warning(recorded: &Conversion, input: &RefundInput, known: &Known) -> Option<Warning> {
    let (field, name) = match input.reversed() {
        Some(_) if input.refund.is_none() => ("external_id", &input.external_id),
        Some(_) => ("refund_external_id", input.refund.as_ref()?),
        None => ("external_id", &input.external_id),
    };
    let text = match (input.kind, &known.misnamed) {
        (Kind::RefundReversal, Some(_)) => format!(
            "{name} is a chargeback, which this does not give back: report it with \
             POST /v1/track/chargeback-reversal. This reversal waits for a refund {name}"
        ),
        (Kind::ChargebackReversal, Some(_)) => format!(
            "{name} is a refund, which this does not give back: report it with \
             POST /v1/track/refund-reversal. This reversal counts against chargebacks of the sale only"
        ),
        (Kind::RefundReversal, None) if recorded.unmatched => {
            format!("no refund {name} has been reported from {} yet; the reversal waits for it", input.source)
        }
        (Kind::ChargebackReversal, None) if recorded.unmatched => {
            "no chargeback of the sale has been reported yet; the reversal waits for one".to_owned()
        }
        (Kind::RefundReversal, None) => {
            let refund = known.refund.as_ref()?;
            let is_spent = left_of_refund(refund, &known.others) == 0;
            is_spent.then(|| format!("the refund {name} is reversed already; nothing of it is left"))?
        }
        _ => return None,
    };
    Some(Warning { field: field.to_owned(), text })
}

/// What to report where a sale that was given back in full is reported again: maybe it was paid after all.
pub(crate) fn refunded_in_full(sale: &Conversion, of_sale: &[Conversion]) -> Option<Warning> {
    let amount = sale.amount().filter(|_| sale.kind == Kind::Sale)?.amount;
    if sale.refunded == 0 || sale.refunded < amount {
        return None;
    }
    let refund = of_sale.iter().find(|it| it.kind == Kind::Refund && left_of_refund(it, of_sale) > 0);
    let (call, field, taken) = match refund {
        Some(refund) => ("refund-reversal", "refund_external_id", refund),
        None => {
            let chargeback = of_sale.iter().find(|it| it.kind == Kind::Chargeback)?;
            ("chargeback-reversal", "external_id", chargeback)
        }
    };
    let text = format!(
        "this sale is refunded in full and earns nothing; if it was paid after all, report it with \
         POST /v1/track/{call} and {field} {}",
        taken.external_id
    );
    Some(Warning { field: "external_id".to_owned(), text })
}
