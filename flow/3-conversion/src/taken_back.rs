//! What refunds and chargebacks take of a sale, and what their reversals give back. All of it sums up what is known of the
//! sale, so that the order in which it came changes nothing.

use crate::{Conversion, Item, Kind};
use std::collections::BTreeMap;
use words::{Money, proportion};

/// The sale as refunds, chargebacks and reversals of it leave it.
pub fn after_refunds(sale: Conversion, of_sale: &[Conversion]) -> Conversion {
    let amount = sale.amount().map_or(0, |money| money.amount);
    let charged_back = (sum(of_sale, Kind::Chargeback) - sum(of_sale, Kind::ChargebackReversal)).max(0);
    let refunded_items = taken_back_of_parts(&sale, of_sale);
    Conversion {
        refunded: refunded(of_sale).saturating_add(charged_back).min(amount),
        refunded_items,
        ..sale
    }
}

/// Refunds, chargebacks and reversals with what is known of each other and of their sale.
pub fn linked(sale: Option<&Conversion>, of_sale: &[Conversion]) -> Vec<Conversion> {
    let link = |it: &Conversion| {
        let refund = refund_of(it, of_sale);
        let unmatched = match it.kind {
            Kind::RefundReversal => refund.and_then(|refund| share_of(it, refund)).is_none(),
            Kind::ChargebackReversal => !of_sale.iter().any(|other| other.kind == Kind::Chargeback),
            _ => false,
        };
        let gives_back = refund.and_then(|refund| gives_back(it, refund));
        let (customer, person) = sale.map_or((it.customer, it.person), |sale| (sale.customer, sale.person));
        let sale = sale.map(|sale| sale.id).or(it.sale);
        Conversion { customer, person, sale, unmatched, gives_back, ..it.clone() }
    };
    of_sale.iter().map(link).collect()
}

/// What refunds took that was not reversed, in minor units of the program's currency. What was refunded in another currency
/// is exchanged as one sum, so that no rounding depends on the order.
pub fn refunded(of_sale: &[Conversion]) -> i64 {
    let (mut own, mut foreign, mut rate) = (0i64, 0i64, None);
    for refund in of_sale.iter().filter(|it| it.kind == Kind::Refund) {
        let left = left_of_refund(refund, of_sale);
        match refund.exchange {
            Some(exchange) => {
                rate = Some(exchange.rate);
                foreign = foreign.saturating_add(left);
            }
            None => own = own.saturating_add(left),
        }
    }
    let exchanged = rate.and_then(|rate| rate.convert(foreign).ok()).map_or(0, |money| money.amount);
    own.saturating_add(exchanged)
}

/// What is left of a refund after its reversals, in minor units as it was reported.
pub fn left_of_refund(refund: &Conversion, of_sale: &[Conversion]) -> i64 {
    let reported = reported(refund);
    let shares = reversals_of(refund, of_sale).filter_map(|reversal| share_of(reversal, refund));
    let reversed = shares.fold(0i64, |sum, share| sum.saturating_add(share));
    (reported - reversed).max(0)
}

/// The items of a refund after its reversals, as it was reported. A reversal gives back the items that it names; what it
/// names no item for is of all that is left of the refund alike.
pub fn left_of_items(refund: &Conversion, of_sale: &[Conversion]) -> Vec<Item> {
    let (total, left) = (reported(refund), left_of_refund(refund, of_sale));
    let mut items = refund.content.items.clone();
    let mut given_back = 0i64;
    for named in reversals_of(refund, of_sale).flat_map(|reversal| &reversal.content.items) {
        let mut open = named.amount;
        for item in items.iter_mut().filter(|item| item.product == named.product) {
            let part = open.min(item.amount);
            item.amount -= part;
            open -= part;
            given_back = given_back.saturating_add(part);
        }
    }
    let (rest, of) = ((total - left - given_back).max(0), total - given_back);
    for item in &mut items {
        item.amount -= proportion(item.amount, rest, of).unwrap_or(item.amount).min(item.amount);
    }
    items
}

fn sum(of_sale: &[Conversion], kind: Kind) -> i64 {
    let of_kind = of_sale.iter().filter(|it| it.kind == kind).filter_map(Conversion::amount);
    of_kind.fold(0i64, |sum, money| sum.saturating_add(money.amount))
}

fn reported(it: &Conversion) -> i64 {
    it.content.amount.map_or(0, |money| money.amount)
}

fn refund_of<'a>(reversal: &Conversion, of_sale: &'a [Conversion]) -> Option<&'a Conversion> {
    of_sale.iter().find(|refund| is_reversal_of(reversal, refund))
}

fn reversals_of<'a>(
    refund: &'a Conversion,
    of_sale: &'a [Conversion],
) -> impl Iterator<Item = &'a Conversion> {
    of_sale.iter().filter(|it| is_reversal_of(it, refund))
}

fn is_reversal_of(reversal: &Conversion, refund: &Conversion) -> bool {
    let is_named = reversal.content.refund.as_deref() == Some(refund.external_id.as_str());
    let is_of_sale = reversal.content.sale.is_none() || reversal.content.sale == refund.content.sale;
    refund.kind == Kind::Refund && reversal.kind == Kind::RefundReversal && is_named && is_of_sale
}

/// What a reversal gives back of its refund, in minor units as the refund was reported; none where it was reported in a
/// currency that the refund is not known in.
pub fn share_of(reversal: &Conversion, refund: &Conversion) -> Option<i64> {
    let whole = refund.content.amount?;
    let Some(told) = reversal.content.amount else { return Some(whole.amount) };
    let exchanged = refund.exchange.map(|exchange| exchange.to);
    match exchanged {
        _ if told.currency == whole.currency => Some(told.amount),
        Some(to) if told.currency == to.currency => proportion(whole.amount, told.amount, to.amount),
        _ => None,
    }
}

/// The same in the currency that the refund came to.
fn gives_back(reversal: &Conversion, refund: &Conversion) -> Option<Money> {
    let (share, to) = (share_of(reversal, refund)?.min(reported(refund)), refund.amount()?);
    proportion(to.amount, share, reported(refund)).map(|amount| Money::new(amount, to.currency))
}

/// What is known to be taken back of each part of the sale: of its items, then of what no item covers; in the program's
/// currency, and never more than the part came to. What refunds say of a product goes to the first of its items first.
fn taken_back_of_parts(sale: &Conversion, of_sale: &[Conversion]) -> Vec<i64> {
    // As reported in the sale's own currency, where that is exchanged, and in the program's.
    let (mut foreign, mut own) = (BTreeMap::<String, i64>::new(), BTreeMap::<String, i64>::new());
    for refund in of_sale.iter().filter(|it| it.kind == Kind::Refund) {
        let told = if refund.exchange.is_some() { &mut foreign } else { &mut own };
        for item in left_of_items(refund, of_sale) {
            let told = told.entry(item.product).or_default();
            *told = told.saturating_add(item.amount);
        }
    }
    if foreign.is_empty() && own.is_empty() {
        return Vec::new();
    }
    let mut of_part = |part: Part| {
        let back = foreign.get_mut(&part.product).map_or(0, |told| take(told, part.reported));
        let back = proportion(part.amount, back, part.reported).unwrap_or(0);
        back + own.get_mut(&part.product).map_or(0, |told| take(told, part.amount - back))
    };
    let taken: Vec<_> = parts(sale).into_iter().map(&mut of_part).collect();
    if taken.iter().all(|part| *part == 0) { Vec::new() } else { taken }
}

fn take(of: &mut i64, most: i64) -> i64 {
    let part = (*of).min(most);
    *of -= part;
    part
}

/// A part of a sale: what was reported, and what that is in the program's currency.
struct Part {
    product: String,
    reported: i64,
    amount: i64,
}

fn parts(sale: &Conversion) -> Vec<Part> {
    let reported_items = &sale.content.items;
    let items = sale.items().unwrap_or_default();
    let sum = |items: &[Item]| items.iter().fold(0i64, |sum, item| sum.saturating_add(item.amount));
    let (reported_sum, own_sum) = (sum(reported_items), sum(&items));
    let paired = items.into_iter().zip(reported_items);
    let mut parts: Vec<_> = paired
        .map(|(item, told)| Part { product: item.product, reported: told.amount, amount: item.amount })
        .collect();
    let (reported, amount) =
        (reported(sale) - reported_sum, sale.amount().map_or(0, |it| it.amount) - own_sum);
    if amount > 0 {
        parts.push(Part { product: String::new(), reported: reported.max(0), amount });
    }
    parts
}
