//! Statements for the tests of pages and tables, made as the engine makes them.

use commission::{Commission, Granted, Line};
use payout::{
    Cell, Document, LineKind, Parties, Stated, Statement, StatementLine, StatementStatus, document,
    document_table,
};
use program::Event;
use words::{Instant, Language, Mode, Money, Phrases, Rate, Scope};

/// A statement before it is told.
pub(crate) struct Told {
    pub(crate) parties: Parties,
    pub(crate) statement: Statement,
    pub(crate) lines: Vec<(StatementLine, Commission, Option<String>, Option<Money>)>,
    pub(crate) language: Language,
}

fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(prefix: &str) -> T {
    format!("{prefix}_01kk8y7d00e6br2v9m5gq4t1hs").parse().unwrap()
}

pub(crate) fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// November of Ada's, with nothing in it yet, which carries 12.50 of a debt.
pub(crate) fn november(currency: &str) -> Told {
    let currency = currency.parse().unwrap();
    let statement = Statement {
        id: id("stm"),
        scope: Scope { workspace: id("wsp"), mode: Mode::Live },
        program: id("prg"),
        enrollment: id("enr"),
        partner: id("prt"),
        from: at("2026-11-01T00:00:00Z"),
        until: at("2026-12-01T00:00:00Z"),
        status: StatementStatus::Closed,
        number: Some(12),
        due_on: "2026-12-15".parse().unwrap(),
        currency,
        minimum: 1_000,
        clawback: program::Clawback::default(),
        carried: -1_250,
        debts: Vec::new(),
        written_off_before: 0,
        payment_difference: 0,
        total: 0,
        taken_back: 0,
        given_back: 0,
        lines: 0,
        opened_at: at("2026-12-02T00:00:00Z"),
        closed_at: Some(at("2026-12-02T00:00:05Z")),
        paid: None,
    };
    let parties = Parties {
        merchant: "Alder & Finch".to_owned(),
        program: "Friends of coffee".to_owned(),
        partner: "Ada Lovelace".to_owned(),
        company: Some("Example Ltd".to_owned()),
    };
    Told { parties, statement, lines: Vec::new(), language: Language::English }
}

impl Told {
    fn push(&mut self, line: (LineKind, i64), event: Event, reference: Option<String>, sale: Option<i64>) {
        let (kind, amount) = line;
        let place = self.lines.len() as u32 + 1;
        let currency = self.statement.currency;
        let day = self.statement.from.plus_days(i64::from(place - 1) % 30);
        let gives = amount.abs();
        let lines = match sale {
            Some(of) => vec![Line::Percent { rate: Rate::from_millionths(200_000), of, gives }],
            None => vec![],
        };
        let reason = "the launch of the spring collection".to_owned();
        let commission = Commission {
            id: id("com"),
            scope: self.statement.scope,
            program: self.statement.program,
            customer: None,
            conversion: None,
            key: format!("sale/api/{place}"),
            enrollment: self.statement.enrollment,
            partner: self.statement.partner,
            event,
            occurred_at: day,
            granted: (event == Event::Bonus).then_some(Granted { reason, by: None }),
            share_millionths: 1_000_000,
            terms: None,
            lines,
            base: 0,
            by_part: Vec::new(),
            currency,
            earned: gives,
            reversed: 0,
            awaits_approval: false,
            approved_earned: 0,
            stated: amount,
            taken_back: 0,
            hold_until: day,
            approved_at: Some(day),
            declined: None,
            suspended: Default::default(),
            statement: Some(self.statement.id),
            adjusted_at: None,
            paid_at: None,
            created_at: day,
        };
        let line = StatementLine {
            statement: self.statement.id,
            place,
            commission: commission.id,
            kind,
            amount,
            given_back: 0,
            occurred_at: day,
        };
        self.statement.count(&line);
        self.lines.push((line, commission, reference, sale.map(|sale| Money::new(sale, currency))));
    }

    /// A fifth of a sale.
    pub(crate) fn sold(&mut self, reference: &str, sale: i64) {
        self.push((LineKind::Commission, sale / 5), Event::Sale, Some(reference.to_owned()), Some(sale));
    }

    pub(crate) fn taken_back(&mut self, reference: &str, sale: i64, amount: i64) {
        self.push((LineKind::Reversal, -amount), Event::Sale, Some(reference.to_owned()), Some(sale));
    }

    pub(crate) fn bonus(&mut self, amount: i64) {
        self.push((LineKind::Commission, amount), Event::Bonus, None, None);
    }

    pub(crate) fn sales(mut self, count: usize) -> Self {
        for place in 0..count {
            self.sold(&format!("ORD-{place}"), 25_000 + 1_000 * place as i64);
        }
        self
    }

    fn with<T>(&self, made: impl FnOnce(&[Stated<'_>], &Phrases) -> T) -> T {
        let texts: &'static [&'static str] = match self.language {
            Language::English => &[commission::ENGLISH, payout::ENGLISH],
            Language::German => &[commission::GERMAN, payout::GERMAN],
        };
        let stated = self.lines.iter().map(|(line, commission, reference, sale)| Stated {
            line,
            commission,
            external_id: reference.as_deref(),
            sale: *sale,
        });
        made(&stated.collect::<Vec<_>>(), &Phrases { language: self.language, texts })
    }

    pub(crate) fn document(&self) -> Document {
        self.with(|lines, phrases| document(&self.statement, self.parties.clone(), lines, phrases))
    }

    pub(crate) fn table(&self) -> Vec<Vec<Cell>> {
        self.with(|lines, phrases| document_table(&self.statement, &self.parties, lines, phrases))
    }
}
