//! The golden price table, `prices.md`: terms and a conversion in words, and what they earn, line by line. Each row is
//! priced anew; `HONEYGUIDE_BLESS=1` writes the lines and totals that the code gives, to be read before they are kept.

use conversion::Share;
use golden::prices::{PAGE, Row, sentences};
use honeyguide_commission::{Credit, Reckoned, Refunded, Total, Whose, price, reversal_owed};
use program::{Circumstances, Event, Part};
use words::{Day, EnrollmentId, Money, PartnerId};

/// The lines as sentences and what is kept.
fn priced(row: &Row) -> (String, String) {
    let (currency, rules, told) = (row.currency(), row.rules(), row.conversion());
    let at = told.day.parse::<Day>().unwrap().start().plus_micros(43_200_000_000);
    let partner = PartnerId::draw(at, 0);
    let share = |(place, millionths): (usize, &u32)| Share {
        enrollment: EnrollmentId::draw(at, place as u128),
        partner: PartnerId::draw(at, place as u128),
        millionths: *millionths,
    };
    let shares: Vec<_> = told.shares.iter().enumerate().map(share).collect();
    let event = told.event.unwrap();
    let mut parts: Vec<_> = told
        .items
        .iter()
        .map(|(product, quantity, amount)| Part {
            product: Some(product),
            quantity: *quantity,
            amount: *amount,
        })
        .collect();
    let left = told.paid - told.items.iter().map(|item| item.2).sum::<i64>();
    if parts.is_empty() {
        parts.push(Part { product: None, quantity: 1, amount: told.paid });
    } else if left > 0 {
        parts.push(Part { product: None, quantity: 0, amount: left });
    }
    let partner = partner.to_string();
    let credit = Credit {
        event,
        occurred_at: at,
        // A partner's earnings have an amount; what is given once has the name of what it is for.
        amount: (event.has_amount() || event == Event::Partner && told.name.is_none())
            .then(|| Money::new(told.paid, currency)),
        currency,
        shares: &shares,
        place: told.place,
        circumstances: Circumstances {
            amount: told.paid,
            source: &told.source,
            event_name: told.name.as_deref(),
            code: told.code.as_deref(),
            metadata: &told.metadata,
            day: Day::of(at),
            number: 1,
            months: 0,
            partner: &partner,
            enrolled_days: 100,
        },
        parts: &parts,
        kept: told.kept,
    };
    let total = |total: &Total| {
        let whose = match total.whose {
            Whose::Partner => "",
            Whose::Customer => "customer:",
            Whose::Program => "program:",
        };
        let had = told.totals.get(&format!("{whose}{}", total.counted.name())).copied().unwrap_or(0);
        if total.reckoned == Reckoned::Booked { had + told.kept } else { had }
    };
    let price = price(rules.terms.as_ref(), rules.budget.as_ref(), &credit, told.priors, &total).unwrap();
    assert!(
        price.by_part.is_empty() || price.by_part.iter().sum::<i64>() == price.amount,
        "row {}",
        row.number
    );
    let mut back = None;
    if let Some(refunded) = told.refunded {
        let of_part = |part: &Part<'_>| part.product.and_then(|product| told.refunded_items.get(product));
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
