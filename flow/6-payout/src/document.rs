//! A statement as people keep it: every text of it in one language, to be set on pages.

use crate::{LineKind, Statement, StatementLine, StatementStatus, explain};
use commission::Commission;
use words::{Currency, Day, Instant, Language, Money, Phrases, Sentence, Value};

/// What a statement says on paper, in English.
pub const ENGLISH: &str = include_str!("phrases/en.txt");
/// The same in German.
pub const GERMAN: &str = include_str!("phrases/de.txt");

/// Between whom the statement is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Parties {
    pub merchant: String,
    pub program: String,
    pub partner: String,
    pub company: Option<String>,
}

/// All that stands on the pages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Document {
    pub language: Language,
    pub title: String,
    pub merchant: String,
    pub program: String,
    pub partner_label: String,
    pub partner: String,
    pub company: Option<String>,
    /// What is to be paid, with its currency: the answer, before everything else.
    pub answer: (String, Figure),
    /// When it is paid, or why nothing is.
    pub ending: String,
    /// Number, period, days and currency, each with its label.
    pub facts: Vec<(String, String)>,
    /// Above the dates, references, words, sales and commissions.
    pub columns: [String; 5],
    pub lines: Vec<DocumentLine>,
    /// Said instead of lines where there are none.
    pub nothing: String,
    /// What was carried here, and the lines of each kind added up.
    pub sums: Vec<(String, Figure)>,
    /// The total, what was taken back, recovered and is still owed, what is to be paid, and what is carried on.
    pub closing: Vec<(String, Figure)>,
    /// Beside the sum so far, at the foot of a page that is not the last one.
    pub so_far: String,
    /// The same at the head of the next.
    pub from_page: String,
    /// `Page {number} of {count}`, which who sets the pages fills in.
    pub page_of: String,
}

/// An amount, written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Figure {
    pub text: String,
    pub is_negative: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DocumentLine {
    pub date: String,
    pub reference: String,
    pub words: String,
    /// What was paid for what was sold; empty where nothing was.
    pub sale: String,
    pub amount: Figure,
    /// The lines up to this one together.
    pub so_far: Figure,
}

/// A line with its commission, and what the merchant's system said about what earned it.
pub struct Stated<'a> {
    pub line: &'a StatementLine,
    pub commission: &'a Commission,
    /// The merchant's own id of the conversion.
    pub external_id: Option<&'a str>,
    /// What was sold, in the program's currency.
    pub sale: Option<Money>,
}

/// The statement in the language of the phrases.
pub fn document(
    statement: &Statement,
    parties: Parties,
    lines: &[Stated<'_>],
    phrases: &Phrases,
) -> Document {
    let say = |code: &str| phrases.say(&Sentence::new(code));
    let with_code = |amount| with_code(Money::new(amount, statement.currency), phrases.language);
    let title = match statement.number {
        Some(number) => {
            phrases.say(&Sentence::new("paper.title").with("number", Value::Count(u64::from(number))))
        }
        None => say("paper.title.open"),
    };
    Document {
        language: phrases.language,
        title,
        merchant: parties.merchant,
        program: parties.program,
        partner_label: say("paper.for"),
        partner: parties.partner,
        company: parties.company,
        answer: (say("paper.to_pay"), with_code(statement.payable())),
        ending: ending(statement, phrases),
        facts: facts(statement, phrases),
        columns: ["paper.date", "paper.reference", "paper.words", "paper.sale", "paper.amount"]
            .map(|code| phrases.say(&Sentence::new(code).text("currency", statement.currency.code()))),
        lines: told(lines, statement.currency, phrases),
        nothing: say("paper.nothing"),
        sums: sums(statement, lines, phrases),
        closing: closing(statement, phrases),
        so_far: say("paper.so_far"),
        from_page: say("paper.from_page"),
        page_of: phrases
            .say(&Sentence::new("paper.page").text("number", "{number}").text("count", "{count}")),
    }
}

/// The total, what was recovered from it and what is paid, so that the reader can check why less is paid.
fn closing(statement: &Statement, phrases: &Phrases) -> Vec<(String, Figure)> {
    let row = |code: &str, amount: i64| {
        let figure = with_code(Money::new(amount, statement.currency), phrases.language);
        (phrases.say(&Sentence::new(code)), figure)
    };
    let optional = |code: &'static str, amount: i64| Some((code, amount)).filter(|(_, amount)| *amount != 0);
    let written_off = statement.written_off();
    let beside = [
        optional("paper.taken_back", statement.taken_back),
        optional("paper.recovered", statement.recovery().recovered),
        optional("paper.written_off", written_off.max(0)),
        optional("paper.made_good", written_off.min(0)),
        optional("paper.owed_back", statement.owed_back()),
    ];
    let mut closing = vec![row("paper.balance", statement.balance())];
    closing.extend(beside.into_iter().flatten().map(|(code, amount)| row(code, amount)));
    closing.push(row("paper.to_pay", statement.payable()));
    if statement.carry_over() != 0 {
        closing.push(row("paper.carry_over", statement.carry_over()));
    }
    closing
}

fn told(lines: &[Stated<'_>], currency: Currency, phrases: &Phrases) -> Vec<DocumentLine> {
    let written = |amount| figure(Money::new(amount, currency), phrases.language);
    let mut so_far = 0;
    let told = lines.iter().map(|it| {
        so_far += it.line.amount;
        DocumentLine {
            date: day(phrases, it.line.occurred_at),
            reference: reference(phrases, it),
            words: phrases.say_all(&explain(it.line, it.commission)).join(" "),
            sale: it.sale.map(|sale| figure(sale, phrases.language).text).unwrap_or_default(),
            amount: written(it.line.amount),
            so_far: written(so_far),
        }
    });
    told.collect()
}

fn day(phrases: &Phrases, at: Instant) -> String {
    phrases.say(&Sentence::new("paper.day").with("day", Value::Day(at)))
}

/// The amount with as many decimals as its currency has, in groups of three, without its code.
fn figure(money: Money, language: Language) -> Figure {
    let (group, point) = match language {
        Language::English => (',', '.'),
        Language::German => ('.', ','),
    };
    let plain = plain(money);
    let (whole, rest) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = whole.trim_start_matches('-');
    let mut text = String::new();
    if money.amount < 0 {
        text.push('-');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    if !rest.is_empty() {
        text.push(point);
        text.push_str(rest);
    }
    Figure { text, is_negative: money.amount < 0 }
}

/// `-1234.50`, as programs read it.
pub(crate) fn plain(money: Money) -> String {
    let written = money.to_string();
    written.split(' ').next().unwrap_or_default().to_owned()
}

fn with_code(money: Money, language: Language) -> Figure {
    let figure = figure(money, language);
    Figure { text: format!("{}\u{a0}{}", figure.text, money.currency.code()), ..figure }
}

fn facts(statement: &Statement, phrases: &Phrases) -> Vec<(String, String)> {
    let fact = |code: &str, value: String| (phrases.say(&Sentence::new(code)), value);
    let day = |of: Day| day(phrases, of.start());
    let span = Sentence::new("paper.span").text("from", day(Day::of(statement.from)));
    let span = phrases.say(&span.text("last", day(statement.last_day())));
    let mut facts = Vec::new();
    facts.extend(statement.number.map(|number| fact("paper.number", number.to_string())));
    facts.push(fact("paper.period", span));
    facts.extend(statement.closed_at.map(|at| fact("paper.issued", day(Day::of(at)))));
    if statement.payable() > 0 {
        facts.push(fact("paper.due", day(statement.due_on)));
    }
    facts.push(fact("paper.currency", statement.currency.code().to_owned()));
    facts
}

fn reference(phrases: &Phrases, it: &Stated<'_>) -> String {
    let word = phrases.say(&Sentence::new(format!("paper.event.{}", it.commission.event.name())));
    it.external_id.map_or_else(|| word.clone(), |id| format!("{word} {id}"))
}

fn sums(statement: &Statement, lines: &[Stated<'_>], phrases: &Phrases) -> Vec<(String, Figure)> {
    let sum = |code: &str, amount: i64| {
        let figure = with_code(Money::new(amount, statement.currency), phrases.language);
        (phrases.say(&Sentence::new(code)), figure)
    };
    let mut sums = vec![sum("paper.carried", statement.carried)];
    if statement.payment_difference != 0 {
        sums.push(sum("paper.payment_difference", statement.payment_difference));
    }
    for (kind, code) in [
        (LineKind::Commission, "paper.commission"),
        (LineKind::Reversal, "paper.reversal"),
        (LineKind::Adjustment, "paper.line_adjustment"),
    ] {
        let own: Vec<_> = lines.iter().filter(|it| it.line.kind == kind).collect();
        if !own.is_empty() {
            sums.push(sum(code, own.iter().map(|it| it.line.amount).sum()));
        }
    }
    sums
}

fn ending(statement: &Statement, phrases: &Phrases) -> String {
    let money = |amount| with_code(Money::new(amount, statement.currency), phrases.language).text;
    let of = |code, amount| Sentence::new(code).text("amount", money(amount));
    let due = || Sentence::new("paper.payable").with("day", Value::Day(statement.due_on.start()));
    let (over, left) = (statement.carry_over(), statement.owed_back());
    let waits = over.saturating_add(left);
    let first = match statement.status {
        StatementStatus::Open => Sentence::new("paper.unfinished"),
        _ if statement.payable() > 0 => due(),
        _ if waits > 0 => of("paper.below", waits).text("minimum", money(statement.minimum)),
        _ if over < 0 => of("paper.debt", over),
        _ => Sentence::new("paper.even"),
    };
    let still = left > 0 && (statement.payable() > 0 || waits > 0);
    let owed = still.then(|| of("paper.still_owed", left));
    phrases.say_all(&std::iter::once(first).chain(owed).collect::<Vec<_>>()).join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn every_code_has_a_phrase_in_every_language_with_the_same_values() {
        let of = |language, texts| Phrases { language, texts }.codes().collect::<BTreeMap<_, _>>();
        let english = of(Language::English, &[ENGLISH]);
        let german = of(Language::German, &[GERMAN]);
        assert!(english.keys().eq(german.keys()));
        let holes = |phrase: &str| {
            let mut holes: Vec<_> = phrase
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split('}').next())
                .map(str::to_owned)
                .collect();
            holes.sort();
            holes
        };
        for (code, phrase) in &english {
            assert_eq!(holes(phrase), holes(german[code]), "{code}");
        }
        for event in program::Event::ALL {
            assert!(english.contains_key(&*format!("paper.event.{}", event.name())), "{event:?}");
        }
    }

    #[test]
    fn an_amount_has_the_decimals_of_its_currency_in_groups_of_three() {
        for (amount, code, english, german) in [
            (0, "EUR", "0.00", "0,00"),
            (-5, "EUR", "-0.05", "-0,05"),
            (99_999, "EUR", "999.99", "999,99"),
            (-100_000, "EUR", "-1,000.00", "-1.000,00"),
            (1_234_567, "JPY", "1,234,567", "1.234.567"),
            (1_234_567, "KWD", "1,234.567", "1.234,567"),
            (i64::MIN, "KWD", "-9,223,372,036,854,775.808", "-9.223.372.036.854.775,808"),
        ] {
            let money = Money::new(amount, code.parse().unwrap());
            let written = |language| figure(money, language).text;
            assert_eq!((&*written(Language::English), &*written(Language::German)), (english, german));
        }
    }
}
