//! The golden price table, `prices.md`: terms and a conversion in words, and what they earn, line by line. Each row is
//! priced anew; `HONEYGUIDE_BLESS=1` writes the lines and totals that the code gives, to be read before they are kept.

use conversion::Share;
use golden::prices::{PAGE, Row, sentences};
use honeyguide_commission::{Credit, Reckoned, Refunded, Total, Whose, price, reversal_owed};
use program::{Circumstances, Event, Part};
use words::{Day, EnrollmentId, Money, PartnerId};

/// The lines as sentences and what is kept.
fn priced(row: &Row) -> (String, String) {
    let (currency, rules, conversion) = (row.currency(), row.rules(), row.conversion());
    let at = conversion.day.parse::<Day>().unwrap().start().plus_micros(43_200_000_000);
    let partner = PartnerId::draw(at, 0);
    let share = |(place, millionths): (usize, &u32)| Share {
        enrollment: EnrollmentId::draw(at, place as u128),
        partner: PartnerId::draw(at, place as u128),
        millionths: *millionths,
    };
    let shares: Vec<_> = conversion.shares.iter().enumerate().map(share).collect();
    let event = conversion.event.unwrap();
    let mut parts: Vec<_> = conversion
        .items
        .iter()
        .map(|(product, quantity, amount)| Part {
            product: Some(product),
            quantity: *quantity,
            amount: *amount,
        })
        .collect();
    let left = conversion.paid - conversion.items.iter().map(|item| item.2).sum::<i64>();
    if parts.is_empty() {
        parts.push(Part { product: None, quantity: 1, amount: conversion.paid });
    } else if left > 0 {
        parts.push(Part { product: None, quantity: 0, amount: left });
    }
    let partner = partner.to_string();
    let credit = Credit {
        event,
        occurred_at: at,
        // A partner's earnings have an amount; what is given once has the name of what it is for.
        amount: (event.has_amount() || event == Event::Partner && conversion.name.is_none())
            .then(|| Money::new(conversion.paid, currency)),
        currency,
        shares: &shares,
        place: conversion.place,
        circumstances: Circumstances {
            amount: conversion.paid,
            source: &conversion.source,
            event_name: conversion.name.as_deref(),
            code: conversion.code.as_deref(),
            metadata: &conversion.metadata,
            day: Day::of(at),
            number: 1,
            months: 0,
            partner: &partner,
            enrolled_days: 100,
        },
        parts: &parts,
        kept: conversion.kept,
    };
    let total = |total: &Total| {
        let whose = match total.whose {
            Whose::Partner => "",
            Whose::Customer => "customer:",
            Whose::Program => "program:",
        };
        let had = conversion.totals.get(&format!("{whose}{}", total.counted.name())).copied().unwrap_or(0);
        if total.reckoned == Reckoned::Booked { had + conversion.kept } else { had }
    };
    let price =
        price(rules.terms.as_ref(), rules.budget.as_ref(), &credit, conversion.priors, &total).unwrap();
    assert!(
        price.by_part.is_empty() || price.by_part.iter().sum::<i64>() == price.amount,
        "row {}",
        row.number
    );
    let mut back = None;
    if let Some(refunded) = conversion.refunded {
        let of_part =
            |part: &Part<'_>| part.product.and_then(|product| conversion.refunded_items.get(product));
        let of_parts: Vec<_> = parts.iter().map(|part| of_part(part).copied().unwrap_or(0)).collect();
        let parts: Vec<_> = parts.iter().map(|part| part.amount).collect();
        let refunded = Refunded { parts: &parts, of_parts: &of_parts, total: refunded };
        back = Some(reversal_owed(price.amount, &price.by_part, &refunded));
    }
    let kept = price.amount - back.unwrap_or(0);
    (sentences(&price.lines, back, currency), Money::new(kept, currency).to_string())
}

#[test]
fn every_row_earns_what_the_table_says() {
    let bless = std::env::var_os("HONEYGUIDE_BLESS").is_some();
    let (mut rows, mut wrong, mut written) = (0, Vec::new(), String::new());
    for line in PAGE.lines() {
        let Some(row) = Row::read(line) else {
            written.push_str(&format!("{line}\n"));
            continue;
        };
        rows += 1;
        assert_eq!(row.number, rows, "rows are numbered without gaps");
        let Row { currency, terms, conversion, .. } = row;
        let (lines, kept) = priced(&row);
        if (row.lines, row.kept) != (&*lines, &*kept) {
            wrong.push(format!(
                "row {rows}: {terms} | {conversion}\n  says  {} | {}\n  earns {lines} | {kept}",
                row.lines, row.kept
            ));
        }
        written.push_str(&format!("| {rows} | {currency} | {terms} | {conversion} | {lines} | {kept} |\n"));
    }
    if bless {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/prices.md"), written).unwrap();
        return;
    }
    assert!(wrong.is_empty(), "{} of {rows} rows\n{}", wrong.len(), wrong.join("\n"));
    assert!(rows >= 100, "{rows} rows");
}
