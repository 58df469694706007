//! A statement as it is read on paper: every text of it in one language, to be set on pages.

use crate::{LineKind, Statement, StatementLine, StatementStatus, explain};
use commission::Commission;
use words::{Day, Instant, Language, Money, Phrases, Sentence, Value};

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
    /// Number, period, days and currency, each with its label.
    pub facts: Vec<(String, String)>,
    /// Above the dates, references, words and amounts.
    pub columns: [String; 4],
    pub lines: Vec<DocumentLine>,
    /// Said instead of lines where there are none.
    pub nothing: String,
    /// What was carried here, and the lines of each kind added up.
    pub sums: Vec<(String, String)>,
    pub total: (String, String),
    /// What is to be paid and when, or what is carried on.
    pub ending: String,
    /// `Page` and `of`.
    pub page_of: [String; 2],
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DocumentLine {
    pub date: String,
    pub reference: String,
    pub words: String,
    pub amount: String,
}

/// A line with its commission, if it is about one, and the merchant's own id of the conversion.
pub struct Told<'a> {
    pub line: &'a StatementLine,
    pub commission: &'a Commission,
    pub external_id: Option<&'a str>,
}

/// The statement in the language of the phrases.
pub fn document(statement: &Statement, parties: Parties, lines: &[Told<'_>], phrases: &Phrases) -> Document {
    let say = |code: &str| phrases.say(&Sentence::new(code));
    let money = |amount| {
        let money = Money::new(amount, statement.currency);
        phrases.say(&Sentence::new("paper.money").money("amount", money))
    };
    let title = match statement.number {
        Some(number) => {
            phrases.say(&Sentence::new("paper.title").with("number", Value::Count(u64::from(number))))
        }
        None => say("paper.title.open"),
    };
    let told = |it: &Told<'_>| DocumentLine {
        date: day(phrases, it.line.occurred_at),
        reference: reference(phrases, it),
        words: phrases.say_all(&explain(it.line, it.commission)).join(" "),
        amount: money(it.line.amount),
    };
    Document {
        language: phrases.language,
        title,
        merchant: parties.merchant,
        program: parties.program,
        partner_label: say("paper.for"),
        partner: parties.partner,
        company: parties.company,
        facts: facts(statement, phrases),
        columns: ["paper.date", "paper.reference", "paper.words", "paper.amount"].map(say),
        lines: lines.iter().map(told).collect(),
        nothing: say("paper.nothing"),
        sums: sums(statement, lines, phrases),
        total: (say("paper.total"), money(statement.balance())),
        ending: phrases.say(&ending(statement)),
        page_of: ["paper.page", "paper.of"].map(say),
    }
}

fn day(phrases: &Phrases, at: Instant) -> String {
    phrases.say(&Sentence::new("paper.day").with("day", Value::Day(at)))
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

fn reference(phrases: &Phrases, it: &Told<'_>) -> String {
    let event = it.commission.event.name();
    let code = format!("paper.event.{event}");
    let said = phrases.say(&Sentence::new(&*code));
    let word = if said == code { event.to_owned() } else { said };
    it.external_id.map_or(word.clone(), |id| format!("{word} {id}"))
}

fn sums(statement: &Statement, lines: &[Told<'_>], phrases: &Phrases) -> Vec<(String, String)> {
    let sum = |code: &str, amount: i64| {
        let money = Sentence::new("paper.money").money("amount", Money::new(amount, statement.currency));
        (phrases.say(&Sentence::new(code)), phrases.say(&money))
    };
    let mut sums = vec![sum("paper.opening", statement.carried)];
    for kind in LineKind::ALL {
        let own: Vec<_> = lines.iter().filter(|it| it.line.kind == kind).collect();
        if !own.is_empty() {
            let amount = own.iter().map(|it| it.line.amount).sum();
            sums.push(sum(&format!("paper.{}", kind.name()), amount));
        }
    }
    sums
}

fn ending(statement: &Statement) -> Sentence {
    let money = |amount| Money::new(amount, statement.currency);
    let carried = |code| Sentence::new(code).money("amount", money(statement.carry_over()));
    match statement.balance() {
        _ if statement.status == StatementStatus::Open => Sentence::new("paper.unfinished"),
        _ if statement.payable() > 0 => Sentence::new("paper.payable")
            .money("amount", money(statement.payable()))
            .with("day", Value::Day(statement.due_on.start())),
        0 => Sentence::new("paper.even"),
        balance if balance < 0 => carried("paper.debt"),
        _ => carried("paper.below").money("minimum", money(statement.minimum)),
    }
}
