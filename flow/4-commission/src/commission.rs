//! The commission: what one partner is owed for one share of one decision.

use crate::{Counted, Line, Price};
use program::Event;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use words::{
    CommissionId, ConversionId, Currency, CustomerId, EnrollmentId, Instant, Money, PartnerId, ProgramId,
    Scope, Sentence, StatementId, TermsId, Value, proportion,
};

/// Where a commission is in its life; derived from its amounts and dates, never set by hand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// In hold until its due date.
    Pending,
    Approved,
    /// Somebody decided that it is not owed.
    Declined,
    InStatement,
    /// A transfer of its statement has settled.
    Paid,
    /// A refund of the whole sale took all of it back.
    Reversed,
    /// Later evidence moved the credit to someone else.
    Withdrawn,
    /// In dispute or in review: neither approved nor stated until that is decided.
    Disputed,
    /// It earned nothing. The row stays because it explains why, and its amount may still rise.
    None,
}

impl State {
    pub const ALL: [State; 9] = [
        State::Pending,
        State::Approved,
        State::Declined,
        State::InStatement,
        State::Paid,
        State::Reversed,
        State::Withdrawn,
        State::Disputed,
        State::None,
    ];

    pub fn name(self) -> &'static str {
        match self {
            State::Pending => "pending",
            State::Approved => "approved",
            State::Declined => "declined",
            State::InStatement => "in_statement",
            State::Paid => "paid",
            State::Reversed => "reversed",
            State::Withdrawn => "withdrawn",
            State::Disputed => "disputed",
            State::None => "none",
        }
    }
}

/// Why a ban declines what is pending.
pub const BAN_REASON: &str = "the partner was banned from the program";
pub const REASON_CHARACTERS_MAX: usize = 500;

/// That, when and why a commission is not owed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Declined {
    pub at: Instant,
    pub reason: String,
    /// The id of the user or key that declined it; none when a ban did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

impl Declined {
    /// What a ban does to whatever is pending.
    pub fn by_ban(at: Instant) -> Self {
        Self { at, reason: BAN_REASON.to_owned(), by: None }
    }
}

/// What was given beside what conversions earn, by a person or by a rule.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Granted {
    /// What for, as both sides read it.
    pub reason: String,
    /// The id of the user or key that granted it; none where a rule did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// What keeps a commission from being approved, and what it gains from being stated, until somebody has decided.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Suspension {
    /// Its partner disputes it.
    Dispute,
    /// Later evidence questions its conversion's credit, and a person is asked.
    Review,
}

impl Suspension {
    fn code(self) -> &'static str {
        match self {
            Suspension::Dispute => "commission.disputed",
            Suspension::Review => "commission.in_review",
        }
    }
}

/// Amounts are minor units of `currency`. `earned − reversed` is what the partner keeps, unless it
/// was declined: then the partner keeps nothing, but it still counts against caps and limits, so
/// that declining one commission changes no other.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Commission {
    pub id: CommissionId,
    pub scope: Scope,
    pub program: ProgramId,
    /// Whose conversion earned it; none for a grant.
    pub customer: Option<CustomerId>,
    /// What earned it, by a share of its decision; none for a grant.
    pub conversion: Option<ConversionId>,
    /// Its place among those of the same time: the conversion's key, `sale/api/ORD-1`, or the grant's own, such as
    /// `bonus/…`, under which an enrollment is granted something once.
    pub key: String,
    pub enrollment: EnrollmentId,
    pub partner: PartnerId,
    pub event: Event,
    pub occurred_at: Instant,
    /// Who granted it and why, where somebody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted: Option<Granted>,
    /// The credit that earned it, of a million; 0 when later evidence took it away. Of a grant the whole.
    pub share_millionths: u32,
    pub terms: Option<TermsId>,
    pub lines: Vec<Line>,
    /// The credited part of what was paid, in minor units.
    #[serde(default)]
    pub base: i64,
    /// What each part of the sale earned (its items, then what they leave), where it was priced part by part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_part: Vec<i64>,
    pub currency: Currency,
    pub earned: i64,
    pub reversed: i64,
    /// What statements have shown so far, added up.
    pub stated: i64,
    /// What statements took back of it after they had shown it, less what they gave back.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub taken_back: i64,
    pub hold_until: Instant,
    /// Whether a person has to approve it, or what it rose by since it was approved: it exceeds what the terms approve
    /// without one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub awaits_approval: bool,
    /// What was approved of what it earns, while it rose and awaits approval.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub approved_earned: i64,
    pub approved_at: Option<Instant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declined: Option<Declined>,
    /// What it waits for, each once.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub suspended: BTreeSet<Suspension>,
    /// The first statement it stands in. From then on its decision is made again only where somebody says so.
    pub statement: Option<StatementId>,
    /// When it was last decided or priced anew after a statement had shown it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjusted_at: Option<Instant>,
    /// When a transfer settled the first statement that it stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_at: Option<Instant>,
    pub created_at: Instant,
}

fn is_nothing(amount: &i64) -> bool {
    *amount == 0
}

impl Commission {
    pub fn net(&self) -> i64 {
        if self.declined.is_some() { 0 } else { self.earned - self.reversed }
    }

    /// What the partner would keep, had the commission earned `meant`: refunds take back the same proportion of it. `sale` is
    /// what was refunded of the sale and what it came to, for a commission that earned nothing.
    pub fn would_keep(&self, meant: i64, sale: Option<(i64, i64)>) -> i64 {
        let (back, of) = if self.earned > 0 { (self.reversed, self.earned) } else { sale.unwrap_or((0, 0)) };
        meant - proportion(meant, back.min(of), of).unwrap_or(0)
    }

    /// The price that it has, as it would stand.
    pub fn price(&self) -> Price {
        let (lines, by_part) = (self.lines.clone(), self.by_part.clone());
        Price { amount: self.earned, base: self.base, lines, by_part, relied: Vec::new() }
    }

    pub fn net_money(&self) -> Money {
        Money::new(self.net(), self.currency)
    }

    /// What the partner's payable account holds for it.
    pub fn payable(&self) -> i64 {
        if self.approved_at.is_some() { self.net() } else { 0 }
    }

    /// What the next statement has to show. While it is suspended nothing is paid for it, and while it awaits approval no more
    /// than was approved; what is taken back is taken back all the same.
    pub fn unstated(&self) -> i64 {
        let unstated = self.payable() - self.unapproved() - self.stated;
        if self.suspended.is_empty() { unstated } else { unstated.min(0) }
    }

    /// What of the payable a person has still to approve. Refunds take the same part of it as of what was approved.
    fn unapproved(&self) -> i64 {
        if !self.awaits_approval || self.payable() == 0 {
            return 0;
        }
        let back = proportion(self.reversed, self.approved_earned, self.earned).unwrap_or(0);
        self.payable() - (self.approved_earned - back)
    }

    /// The commission with all of it approved.
    pub fn approved(&self, at: Instant) -> Commission {
        Commission { approved_at: Some(at), awaits_approval: false, approved_earned: 0, ..self.clone() }
    }

    /// Whether a person may approve something of it that nobody else does.
    pub fn can_be_approved(&self) -> bool {
        let waits = [State::Pending, State::Approved, State::InStatement, State::Paid];
        self.awaits_approval && self.net() != 0 && waits.contains(&self.state())
    }

    /// The commission as it awaits approval, having been what it was before: it exceeds the most that the terms approve without
    /// a person, and all that was approved of it.
    pub fn awaiting(self, before: Option<&Commission>, most: Option<i64>) -> Commission {
        let approved = before.filter(|before| before.approved_at.is_some());
        let approved = approved.map(|it| if it.awaits_approval { it.approved_earned } else { it.earned });
        let awaits_approval = most.is_some_and(|most| self.earned > most.max(approved.unwrap_or(0)));
        let approved_earned = approved.filter(|_| awaits_approval).unwrap_or(0);
        Commission { awaits_approval, approved_earned, ..self }
    }

    /// The commission with what it waits for added or taken away.
    pub fn suspended_by(&self, suspension: Suspension, waits: bool) -> Commission {
        let mut after = self.clone();
        if waits {
            after.suspended.insert(suspension);
        } else {
            after.suspended.remove(&suspension);
        }
        after
    }

    /// What it adds to its partner's running totals, on the day on which it occurred. What a person grants adds nothing.
    pub fn counts(&self) -> Vec<(Counted, i64)> {
        if self.share_millionths == 0 {
            return Vec::new();
        }
        if self.is_grant() {
            let by_terms = self.event.is_rewarded();
            return by_terms.then_some((Counted::Earned, self.earned)).into_iter().collect();
        }
        let events = Counted::Events(self.event.counted_as());
        vec![(Counted::Earned, self.earned), (Counted::Revenue, self.base), (events, 1)]
    }

    pub fn is_frozen(&self) -> bool {
        self.statement.is_some()
    }

    pub fn state(&self) -> State {
        match self {
            _ if self.share_millionths == 0 => State::Withdrawn,
            _ if !self.suspended.is_empty() => State::Disputed,
            _ if self.declined.is_some() => State::Declined,
            _ if self.earned != 0 && self.reversed == self.earned => State::Reversed,
            _ if self.statement.is_some() && self.paid_at.is_some() => State::Paid,
            _ if self.statement.is_some() => State::InStatement,
            _ if self.earned == 0 => State::None,
            _ if self.approved_at.is_some() => State::Approved,
            _ => State::Pending,
        }
    }

    /// Until when it is held; none where there is nothing to hold.
    pub fn held_until(&self) -> Option<Instant> {
        let nothing = [State::None, State::Reversed, State::Withdrawn, State::Declined];
        (!nothing.contains(&self.state())).then_some(self.hold_until)
    }

    /// Whether it rests on no conversion.
    pub fn is_grant(&self) -> bool {
        self.conversion.is_none()
    }

    /// How it was priced, line by line.
    pub fn priced(&self) -> Vec<Sentence> {
        let granted = self.granted.iter().map(|granted| granted.explain(self));
        granted.chain(self.lines.iter().map(|line| line.explain(self.currency))).collect()
    }

    /// A reversal.
    pub fn reversal(&self, reversed: i64, left: i64) -> Sentence {
        let money = |amount| Money::new(amount, self.currency);
        Sentence::new("commission.reversed").money("reversed", money(reversed)).money("left", money(left))
    }

    /// The commission as it stands now.
    pub fn explain(&self) -> Vec<Sentence> {
        let on = |code, at| Sentence::new(code).with("day", Value::Day(at));
        if self.share_millionths == 0 {
            let is_lost = self.event == Event::Milestone;
            let code = if is_lost { "commission.milestone_lost" } else { "commission.withdrawn" };
            return vec![Sentence::new(code)];
        }
        let mut sentences = self.priced();
        if self.reversed != 0 {
            sentences.push(self.reversal(self.reversed, self.earned - self.reversed));
        }
        if let Some(Declined { at, reason, .. }) = &self.declined {
            let reason = reason.trim_end().trim_end_matches('.');
            sentences.push(on("commission.declined", *at).text("reason", reason));
            sentences.extend(self.waits_for());
            return sentences;
        }
        match self.approved_at {
            Some(at) => sentences.push(on("commission.approved", at)),
            None if self.net() != 0 => sentences.push(on("commission.held", self.hold_until)),
            None => {}
        }
        sentences.extend(self.can_be_approved().then(|| Sentence::new("commission.awaits_approval")));
        sentences.extend(self.waits_for());
        sentences
    }

    fn waits_for(&self) -> impl Iterator<Item = Sentence> {
        self.suspended.iter().map(|suspension| Sentence::new(suspension.code()))
    }
}

impl Granted {
    fn explain(&self, commission: &Commission) -> Sentence {
        let sentence = Sentence::new(format!("granted.{}", commission.event.name()));
        if commission.event == Event::Click {
            return sentence.with("day", Value::Day(commission.occurred_at));
        }
        if commission.event == Event::Partner {
            let sentence = sentence.text("partner", &self.reason);
            return sentence.with("day", Value::Day(commission.occurred_at));
        }
        let gives = Money::new(commission.earned, commission.currency);
        sentence.money("gives", gives).text("reason", self.reason.trim_end().trim_end_matches('.'))
    }
}

/// What the sentences say, in English.
pub const ENGLISH: &str = include_str!("phrases/en.txt");
/// The same in German.
pub const GERMAN: &str = include_str!("phrases/de.txt");
