//! A statement as a table, for programs and spreadsheets: the same columns in every language.

use crate::{LineKind, Parties, Stated, Statement, document::plain, explain};
use words::{Day, Money, Phrases};

/// The columns, in their order.
pub const DOCUMENT_COLUMNS: [&str; 17] = [
    "merchant",
    "program",
    "partner",
    "company",
    "number",
    "period_from",
    "period_last",
    "closed_on",
    "due_on",
    "row",
    "occurred_on",
    "event",
    "reference",
    "sale",
    "amount",
    "currency",
    "explanation",
];

/// A text is what people may have written; a number never is, and needs no guard.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cell {
    Text(String),
    Number(String),
}

/// A row for each amount. Those before `balance` add up to it; with `written_off` it is what is paid and carried over.
/// `taken_back`, `recovered` and `owed_back` explain why less is paid than the lines bring.
pub fn document_table(
    statement: &Statement,
    parties: &Parties,
    lines: &[Stated<'_>],
    phrases: &Phrases,
) -> Vec<Vec<Cell>> {
    let sum = |name: &str, amount| row(statement, parties, (name, amount), None, phrases);
    let mut rows = vec![sum("carried", statement.carried)];
    if statement.payment_difference != 0 {
        rows.push(sum("payment_difference", statement.payment_difference));
    }
    for it in lines {
        let name = match it.line.kind {
            LineKind::Commission => "commission",
            LineKind::Reversal => "reversal",
            LineKind::Adjustment => "adjustment",
        };
        rows.push(row(statement, parties, (name, it.line.amount), Some(it), phrases));
    }
    rows.push(sum("balance", statement.balance()));
    for (name, amount) in [
        ("taken_back", statement.taken_back),
        ("recovered", statement.recovery().recovered),
        ("owed_back", statement.owed_back()),
        ("written_off", statement.written_off()),
    ] {
        if amount != 0 {
            rows.push(sum(name, amount));
        }
    }
    rows.push(sum("payable", statement.payable()));
    rows.push(sum("carry_over", statement.carry_over()));
    rows
}

fn row(
    statement: &Statement,
    parties: &Parties,
    (name, amount): (&str, i64),
    it: Option<&Stated<'_>>,
    phrases: &Phrases,
) -> Vec<Cell> {
    let text = |text: &str| Cell::Text(text.to_owned());
    let money = |amount| Cell::Number(plain(Money::new(amount, statement.currency)));
    let number = statement.number.map(|number| number.to_string()).unwrap_or_default();
    let closed = statement.closed_at.map(|at| Day::of(at).to_string()).unwrap_or_default();
    let due = if statement.payable() > 0 { statement.due_on.to_string() } else { String::new() };
    let explained = it.map(|it| phrases.say_all(&explain(it.line, it.commission)).join(" "));
    vec![
        text(&parties.merchant),
        text(&parties.program),
        text(&parties.partner),
        text(parties.company.as_deref().unwrap_or_default()),
        Cell::Number(number),
        text(&Day::of(statement.from).to_string()),
        text(&statement.last_day().to_string()),
        text(&closed),
        text(&due),
        text(name),
        text(&it.map(|it| Day::of(it.line.occurred_at).to_string()).unwrap_or_default()),
        text(it.map(|it| it.commission.event.name()).unwrap_or_default()),
        text(it.and_then(|it| it.external_id).unwrap_or_default()),
        it.and_then(|it| it.sale).map_or(text(""), |sale| Cell::Number(plain(sale))),
        money(amount),
        text(statement.currency.code()),
        text(&explained.unwrap_or_default()),
    ]
}
