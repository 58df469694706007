//! Lists: one way to list any noun. A noun's columns are a table here; a new column is a line, and every driver, the
//! API and its description follow.

use super::{changes::Row, lists::Sort};
use commission::{Commission, Dispute, DisputeKind, DisputeStatus, State};
use conversion::{Conversion, Correction, Decision, Kind, Review, ReviewStatus};
use payout::{
    Batch, BatchStatus, Method, MethodKind, STANDINGS, Statement, StatementStatus, Transfer, TransferStatus,
};
use program::{
    Code, DailyRate, Enrollment, EnrollmentStatus, Event, Group, Link, Partner, Policy, Program, Terms,
    normalize_code,
};
use referral::{Customer, Deal, DealStatus, Referral, Stage, Submission, SubmissionStatus};
use report::{Simulation, SimulationStatus};
use std::{fmt::Display, str::FromStr};
use words::{
    BatchId, CodeId, CommissionId, ConversionId, CorrectionId, Currency, CustomerId, DealId, DecisionId,
    DisputeId, EnrollmentId, GroupId, Instant, LinkId, Malformed, MethodId, PartnerId, PolicyId, ProgramId,
    RateId, RateSource, ReferralId, ReviewId, Scope, SimulationId, StatementId, SubmissionId, TermsId,
    TransferId,
};

/// What a column of a row holds, in the order in which lists sort.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Value {
    /// Minor units, microseconds since 1970, or a count.
    Number(i64),
    Text(String),
}

/// What values a column may hold, and so how it is filtered: instants and amounts by range, all others by one of
/// several values.
#[derive(Clone, Copy, Debug)]
pub enum ColumnKind {
    /// A word of ours that this reads: an id, a month, a currency.
    Word(fn(&str) -> Result<String, Malformed>),
    /// One of these words.
    OneOf(fn() -> Vec<&'static str>),
    Text,
    /// The keyed hash of an e-mail address. Outside, the address stands for it.
    EmailHash,
    Number,
    Instant,
    /// Minor units.
    Amount,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sorting {
    Unsorted,
    Sorted,
    /// The row's id was drawn at this time, so the order of ids is its order.
    ById,
}

/// A column by which a noun is filtered or sorted. One that sorts is never without a value.
#[derive(Debug)]
pub struct Column {
    /// As callers name it.
    pub name: &'static str,
    /// As tables name it; may be an expression of columns.
    pub stored: &'static str,
    pub kind: ColumnKind,
    pub sorting: Sorting,
    read: fn(&Row) -> Option<Value>,
}

impl Column {
    /// What the row holds there.
    pub fn value(&self, row: &Row) -> Option<Value> {
        (self.read)(row)
    }

    pub fn is_range(&self) -> bool {
        matches!(self.kind, ColumnKind::Instant | ColumnKind::Amount)
    }

    /// Reads a value that someone filters by, or says what was expected of it.
    pub fn parse(&self, text: &str) -> Result<Value, String> {
        match self.kind {
            ColumnKind::Word(read) => read(text).map(Value::Text).map_err(|fault| fault.expected.to_owned()),
            ColumnKind::OneOf(words) if words().contains(&text) => Ok(Value::Text(text.to_owned())),
            ColumnKind::OneOf(words) => Err(format!("one of {}", words().join(", "))),
            ColumnKind::Text | ColumnKind::EmailHash => Ok(Value::Text(text.to_owned())),
            ColumnKind::Number | ColumnKind::Amount => {
                text.parse().map(Value::Number).map_err(|_| "a whole number".to_owned())
            }
            ColumnKind::Instant => {
                let at = text.parse::<Instant>().map_err(|fault| fault.expected.to_owned())?;
                Ok(Value::Number(at.micros()))
            }
        }
    }
}

/// Reads a word and writes it as it is stored.
fn word<W: FromStr<Err = Malformed> + Display>(text: &str) -> Result<String, Malformed> {
    text.parse::<W>().map(|word| word.to_string())
}

/// Finds a code however it is written.
fn code(text: &str) -> Result<String, Malformed> {
    Ok(normalize_code(text).unwrap_or_else(|_| text.to_owned()))
}

fn text(value: impl Display) -> Option<Value> {
    Some(Value::Text(value.to_string()))
}

fn at(instant: Instant) -> Option<Value> {
    Some(Value::Number(instant.micros()))
}

fn number(value: impl Into<i64>) -> Option<Value> {
    Some(Value::Number(value.into()))
}

/// A row's noun, boxed or not.
trait Unboxed<T> {
    fn unboxed(self) -> T;
}

impl<T> Unboxed<T> for T {
    fn unboxed(self) -> T {
        self
    }
}

impl<T> Unboxed<T> for Box<T> {
    fn unboxed(self) -> T {
        *self
    }
}

macro_rules! nouns {
    ($($noun:ident $word:literal in $table:literal, $it:ident {
        $($name:literal from $stored:literal: $kind:expr, $sorting:ident, $value:expr;)*
    })*) => {
        /// What can be listed.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Noun { $($noun),* }

        impl Noun {
            pub const ALL: &'static [Noun] = &[$(Noun::$noun),*];

            /// Which noun the row is of; none for what is never listed.
            pub fn of(row: &Row) -> Option<Noun> {
                match row {
                    $(Row::$noun(_) => Some(Noun::$noun),)*
                    _ => None,
                }
            }

            pub fn name(self) -> &'static str {
                match self { $(Noun::$noun => $word),* }
            }

            /// The table that holds the noun.
            pub fn table(self) -> &'static str {
                match self { $(Noun::$noun => $table),* }
            }

            pub fn columns(self) -> &'static [Column] {
                match self {
                    $(Noun::$noun => const { &[$(Column {
                        name: $name,
                        stored: $stored,
                        kind: $kind,
                        sorting: Sorting::$sorting,
                        read: |row| match row {
                            Row::$noun($it) => $value,
                            _ => None,
                        },
                    }),*] },)*
                }
            }
        }

        /// The scope of a row that can be listed.
        pub fn scope_of(row: &Row) -> Option<Scope> {
            match row {
                $(Row::$noun(row) => Some(row.scope),)*
                _ => None,
            }
        }

        $(
            impl TryFrom<Row> for $noun {
                type Error = Row;

                fn try_from(row: Row) -> Result<Self, Row> {
                    match row {
                        Row::$noun(noun) => Ok(Unboxed::unboxed(noun)),
                        other => Err(other),
                    }
                }
            }
        )*
    };
}

use ColumnKind::{Amount, EmailHash, Number, OneOf, Text, Word};

// Each noun's first column is its id, its second when the id was drawn.
nouns! {
    Program "program" in "programs", it {
        "id" from "id": Word(word::<ProgramId>), Unsorted, text(it.id);
        "created_at" from "created_at": ColumnKind::Instant, ById, at(it.created_at);
        "name" from "name": Text, Sorted, text(&it.name);
    }
    Policy "policy" in "policies", it {
        "id" from "id": Word(word::<PolicyId>), Unsorted, text(it.id);
        "published_at" from "published_at": ColumnKind::Instant, ById, at(it.published_at);
        "program_id" from "program": Word(word::<ProgramId>), Unsorted, text(it.program);
        "version" from "version": Number, Sorted, number(it.version);
        "effective_from" from "effective_from": ColumnKind::Instant, Sorted, at(it.effective_from);
    }
    Group "group" in "partner_groups", it {
        "id" from "id": Word(word::<GroupId>), Unsorted, text(it.id);
        "created_at" from "created_at": ColumnKind::Instant, ById, at(it.created_at);
        "program_id" from "program": Word(word::<ProgramId>), Unsorted, text(it.program);
        "name" from "name": Text, Sorted, text(&it.name);
    }
    Terms "terms" in "terms", it {
        "id" from "id": Word(word::<TermsId>), Unsorted, text(it.id);
        "published_at" from "published_at": ColumnKind::Instant, ById, at(it.published_at);
        "program_id" from "program": Word(word::<ProgramId>), Unsorted, text(it.program);
        "group_id" from "partner_group": Word(word::<GroupId>), Unsorted, text(it.group);
        "version" from "version": Number, Sorted, number(it.version);
    }
    Partner "partner" in "partners", it {
        "id" from "id": Word(word::<PartnerId>), Unsorted, text(it.id);
        "created_at" from "created_at": ColumnKind::Instant, ById, at(it.created_at);
        "display_name" from "display_name": Text, Sorted, text(&it.display_name);
        "company" from "company": Text, Unsorted, it.company.as_ref().and_then(text);
        "email" from "email_hash": EmailHash, Unsorted,
            it.personal.email_hash.as_ref().and_then(|hash| text(&hash.0));
    }
    Enrollment "enrollment" in "enrollments", it {
        "id" from "id": Word(word::<EnrollmentId>), Unsorted, text(it.id);
        "created_at" from "created_at": ColumnKind::Instant, ById, at(it.created_at);
        "program_id" from "program": Word(word::<ProgramId>), Unsorted, text(it.program);
        "partner_id" from "partner": Word(word::<PartnerId>), Unsorted, text(it.partner);
        "group_id" from "partner_group": Word(word::<GroupId>), Unsorted, text(it.group);
        "status" from "status": OneOf(|| EnrollmentStatus::ALL.map(EnrollmentStatus::name).to_vec()), Unsorted,
            text(it.status.name());
        "recruited_by" from "recruited_by": Word(word::<EnrollmentId>), Unsorted,
            it.recruited.and_then(|recruited| text(recruited.by));
        "since" from "since": ColumnKind::Instant, Sorted, at(it.since);
    }
    Link "link" in "links", it {
        "id" from "id": Word(word::<LinkId>), Unsorted, text(it.id);
        "created_at" from "created_at": ColumnKind::Instant, ById, at(it.created_at);
        "program_id" from "program": Word(word::<ProgramId>), Unsorted, text(it.program);
        "partner_id" from "partner": Word(word::<PartnerId>), Unsorted, text(it.partner);
        "enrollment_id" from "enrollment": Word(word::<EnrollmentId>), Unsorted, text(it.enrollment);
        "slug" from "slug": Text, Sorted, text(&it.slug);
    }
    Code "code" in "codes", it {
        "id" from "id": Word(word::<CodeId>), Unsorted, text(it.id);
        "created_at" from "created_at": ColumnKind::Instant, ById, at(it.created_at);
        "program_id" from "program": Word(word::<ProgramId>), Unsorted, text(it.program);
        "partner_id" from "partner": Word(word::<PartnerId>), Unsorted, text(it.partner);
        "enrollment_id" from "enrollment": Word(word::<EnrollmentId>), Unsorted, text(it.enrollment);
        "code" from "code": Word(code), Sorted, text(&it.code);
    }
    Customer "customer" in "customers", it {
        "id" from "id": Word(word::<CustomerId>), Unsorted, text(it.id);
        "created_at" from "created_at": ColumnKind::Instant, ById, at(it.created_at);
        "external_id" from "external_id": Text, Sorted, text(&it.external_id);
        "email" from "email_hash": EmailHash, Unsorted,
            it.personal.email_hash.as_ref().and_then(|hash| text(&hash.0));
    }
    Referral "referral" in "referrals", it {
        "id" from "id": Word(word::<ReferralId>), Unsorted, text(it.id);
        "began_at" from "began_at": ColumnKind::Instant, Sorted, at(it.began_at);
        "program_id" from "program": Word(word::<ProgramId>), Unsorted, text(it.program);
        "customer_id" from "customer": Word(word::<CustomerId>), Unsorted, text(it.customer);
        "partner_id" from "partner": Word(word::<PartnerId>), Unsorted, text(it.partner);
        "enrollment_id" from "enrollment": Word(word::<EnrollmentId>), Unsorted, text(it.enrollment);
        "stage" from "stage": OneOf(|| [Stage::Claimed, Stage::Qualified, Stage::Won].map(Stage::name).to_vec()),
            Unsorted, text(it.stage.name());
        "expires_at" from "expires_at": ColumnKind::Instant, Sorted, at(it.expires_at);
        "updated_at" from "updated_at": ColumnKind::Instant, Sorted, at(it.updated_at);
    }
    Conversion "conversion" in "conversions", it {
        "id" from "id": Word(word::<ConversionId>), Unsorted, text(it.id);
        "recorded_at" from "recorded_at": ColumnKind::Instant, ById, at(it.recorded_at);
        "program_id" from "program": Word(word::<ProgramId>), Unsorted, text(it.program);
        "kind" from "kind": OneOf(|| Kind::ALL.map(Kind::name).to_vec()),
            Unsorted, text(it.kind.name());
        "source" from "source": Text, Unsorted, text(&it.source);
        "external_id" from "external_id": Text, Unsorted, text(&it.external_id);
        "sale_external_id" from "named_sale": Text, Unsorted, it.content.sale.as_ref().and_then(text);
        "refund_external_id" from "named_refund": Text, Unsorted, it.content.refund.as_ref().and_then(text);
        "waiting" from "waiting": OneOf(|| vec!["yes", "no"]), Unsorted,
            it.kind.is_of_sale().then(|| if it.is_waiting() { "yes" } else { "no" }).and_then(text);
        "customer_id" from "customer": Word(word::<CustomerId>), Unsorted, it.customer.and_then(text);
        "currency" from "currency": Word(word::<Currency>), Unsorted,
            it.amount().and_then(|money| text(money.currency));
        "amount" from "coalesce(amount, 0)": Amount, Sorted, number(it.amount().map_or(0, |money| money.amount));
        "occurred_at" from "occurred_at": ColumnKind::Instant, Sorted, at(it.occurred_at);
    }
    Decision "decision" in "decisions", it {
        "id" from "id": Word(word::<DecisionId>), Unsorted, text(it.id);
        "decided_at" from "decided_at": ColumnKind::Instant, ById, at(it.decided_at);
        "program_id" from "program": Word(word::<ProgramId>), Unsorted, text(it.program);
        "customer_id" from "customer": Word(word::<CustomerId>), Unsorted, text(it.customer);
        "conversion_id" from "conversion": Word(word::<ConversionId>), Unsorted, text(it.conversion);
        "policy_id" from "policy": Word(word::<PolicyId>), Unsorted, text(it.policy);
    }
    Correction "correction" in "corrections", it {
        "id" from "id": Word(word::<CorrectionId>), Unsorted, text(it.id);
        "at" from "at": ColumnKind::Instant, ById, at(it.at);
        "program_id" from "program": Word(word::<ProgramId>), Unsorted, text(it.program);
        "customer_id" from "customer": Word(word::<CustomerId>), Unsorted, text(it.customer);
        "conversion_id" from "conversion": Word(word::<ConversionId>), Unsorted, text(it.conversion);
    }
    Review "review" in "reviews", it {
        "id" from "id": Word(word::<ReviewId>), Unsorted, text(it.id);
        "opened_at" from "opened_at": ColumnKind::Instant, ById, at(it.opened_at);
        "program_id" from "program": Word(word::<ProgramId>), Unsorted, text(it.program);
        "customer_id" from "customer": Word(word::<CustomerId>), Unsorted, text(it.customer);
        "conversion_id" from "conversion": Word(word::<ConversionId>), Unsorted, text(it.conversion);
        "status" from "status": OneOf(|| ReviewStatus::ALL.map(ReviewStatus::name).to_vec()), Unsorted,
            text(it.status.name());
    }
    Deal "deal" in "deals", it {
        "id" from "id": Word(word::<DealId>), Unsorted, text(it.id);
        "submitted_at" from "submitted_at": ColumnKind::Instant, ById, at(it.submitted_at);
        "program_id" from "program": Word(word::<ProgramId>), Unsorted, text(it.program);
        "partner_id" from "partner": Word(word::<PartnerId>), Unsorted, text(it.partner);
        "customer_id" from "customer": Word(word::<CustomerId>), Unsorted, it.customer.and_then(text);
        "domain" from "domain": Text, Unsorted, it.domain.as_ref().and_then(text);
        "status" from "status": OneOf(|| DealStatus::ALL.map(DealStatus::name).to_vec()), Unsorted,
            text(it.status.name());
    }
    Submission "submission" in "submissions", it {
        "id" from "id": Word(word::<SubmissionId>), Unsorted, text(it.id);
        "submitted_at" from "submitted_at": ColumnKind::Instant, ById, at(it.submitted_at);
        "program_id" from "program": Word(word::<ProgramId>), Unsorted, text(it.program);
        "partner_id" from "partner": Word(word::<PartnerId>), Unsorted, text(it.partner);
        "enrollment_id" from "enrollment": Word(word::<EnrollmentId>), Unsorted, text(it.enrollment);
        "customer_id" from "customer": Word(word::<CustomerId>), Unsorted, it.customers.last().and_then(text);
        "status" from "status": OneOf(|| SubmissionStatus::ALL.map(SubmissionStatus::name).to_vec()), Unsorted,
            text(it.status.name());
        "email" from "email_hash": EmailHash, Unsorted,
            it.personal.email_hash.as_ref().and_then(|hash| text(&hash.0));
    }
    Simulation "simulation" in "simulations", it {
        "id" from "id": Word(word::<SimulationId>), Unsorted, text(it.id);
        "created_at" from "created_at": ColumnKind::Instant, ById, at(it.created_at);
        "program_id" from "program": Word(word::<ProgramId>), Unsorted, text(it.program);
        "status" from "status": OneOf(|| SimulationStatus::ALL.map(SimulationStatus::name).to_vec()), Unsorted,
            text(it.status.name());
    }
    Method "payout_method" in "methods", it {
        "id" from "id": Word(word::<MethodId>), Unsorted, text(it.id);
        "created_at" from "created_at": ColumnKind::Instant, ById, at(it.created_at);
        "partner_id" from "partner": Word(word::<PartnerId>), Unsorted, text(it.partner);
        "kind" from "kind": OneOf(|| MethodKind::ALL.map(MethodKind::name).to_vec()), Unsorted,
            text(it.kind.name());
        "currency" from "currency": Word(word::<Currency>), Unsorted, text(it.currency);
        "standing" from "standing": OneOf(|| STANDINGS.to_vec()), Unsorted, text(it.standing());
    }
    DailyRate "rate" in "daily_rates", it {
        "id" from "id": Word(word::<RateId>), Unsorted, text(it.id);
        "day" from "day": ColumnKind::Instant, ById, at(it.rate.day.start());
        "base" from "base": Word(word::<Currency>), Unsorted, text(it.rate.base);
        "quote" from "quote": Word(word::<Currency>), Unsorted, text(it.rate.quote);
        "source" from "source": OneOf(|| RateSource::ALL.map(RateSource::name).to_vec()), Unsorted,
            text(it.rate.source.name());
    }
    Commission "commission" in "commissions", it {
        "id" from "id": Word(word::<CommissionId>), Unsorted, text(it.id);
        "created_at" from "created_at": ColumnKind::Instant, ById, at(it.created_at);
        "program_id" from "program": Word(word::<ProgramId>), Unsorted, text(it.program);
        "partner_id" from "partner": Word(word::<PartnerId>), Unsorted, text(it.partner);
        "enrollment_id" from "enrollment": Word(word::<EnrollmentId>), Unsorted, text(it.enrollment);
        "customer_id" from "customer": Word(word::<CustomerId>), Unsorted, it.customer.and_then(text);
        "conversion_id" from "conversion": Word(word::<ConversionId>), Unsorted, it.conversion.and_then(text);
        "statement_id" from "statement": Word(word::<StatementId>), Unsorted, it.statement.and_then(text);
        "event" from "event": OneOf(|| Event::ALL.map(Event::name).to_vec()), Unsorted, text(it.event.name());
        "state" from "state": OneOf(|| State::ALL.map(State::name).to_vec()), Unsorted, text(it.state().name());
        "awaits_approval" from "iif(awaits_approval and earned <> reversed
            and state in ('pending', 'approved', 'in_statement', 'paid'), 'yes', 'no')":
            OneOf(|| vec!["yes", "no"]), Unsorted, text(if it.can_be_approved() { "yes" } else { "no" });
        "currency" from "currency": Word(word::<Currency>), Unsorted, text(it.currency);
        "amount" from "iif(declined, 0, earned - reversed)": Amount, Sorted, number(it.net());
        "occurred_at" from "occurred_at": ColumnKind::Instant, Sorted, at(it.occurred_at);
        "hold_until" from "hold_until": ColumnKind::Instant, Sorted, at(it.hold_until);
        "approved_at" from "approved_at": ColumnKind::Instant, Unsorted, it.approved_at.and_then(at);
    }
    Dispute "dispute" in "disputes", it {
        "id" from "id": Word(word::<DisputeId>), Unsorted, text(it.id);
        "opened_at" from "opened_at": ColumnKind::Instant, ById, at(it.opened_at);
        "program_id" from "program": Word(word::<ProgramId>), Unsorted, text(it.program);
        "partner_id" from "partner": Word(word::<PartnerId>), Unsorted, text(it.partner);
        "enrollment_id" from "enrollment": Word(word::<EnrollmentId>), Unsorted, text(it.enrollment);
        "kind" from "kind": OneOf(|| DisputeKind::ALL.map(DisputeKind::name).to_vec()), Unsorted,
            text(it.kind.name());
        "status" from "status": OneOf(|| DisputeStatus::ALL.map(DisputeStatus::name).to_vec()), Unsorted,
            text(it.status.name());
        "commission_id" from "commission": Word(word::<CommissionId>), Unsorted, it.commission.and_then(text);
        "conversion_id" from "conversion": Word(word::<ConversionId>), Unsorted, it.conversion.and_then(text);
        "customer_id" from "customer": Word(word::<CustomerId>), Unsorted, it.customer.and_then(text);
        "due_at" from "due_at": ColumnKind::Instant, Sorted, at(it.due_at);
    }
    Batch "batch" in "batches", it {
        "id" from "id": Word(word::<BatchId>), Unsorted, text(it.id);
        "created_at" from "created_at": ColumnKind::Instant, ById, at(it.created.at);
        "program_id" from "program": Word(word::<ProgramId>), Unsorted, text(it.program);
        "status" from "status": OneOf(|| BatchStatus::ALL.map(BatchStatus::name).to_vec()), Unsorted,
            text(it.status.name());
        "rail" from "rail": OneOf(|| MethodKind::ALL.map(MethodKind::name).to_vec()), Unsorted, text(it.rail.name());
        "total" from "total": Amount, Sorted, number(it.total);
    }
    Transfer "transfer" in "transfers", it {
        "id" from "id": Word(word::<TransferId>), Unsorted, text(it.id);
        "created_at" from "created_at": ColumnKind::Instant, ById, at(it.created_at);
        "program_id" from "program": Word(word::<ProgramId>), Unsorted, text(it.program);
        "batch_id" from "batch": Word(word::<BatchId>), Unsorted, text(it.batch);
        "partner_id" from "partner": Word(word::<PartnerId>), Unsorted, text(it.partner);
        "enrollment_id" from "enrollment": Word(word::<EnrollmentId>), Unsorted, text(it.enrollment);
        "statement_id" from "statement": Word(word::<StatementId>), Unsorted, text(it.statement);
        "status" from "status": OneOf(|| TransferStatus::ALL.map(TransferStatus::name).to_vec()), Unsorted,
            text(it.status.name());
        "currency" from "currency": Word(word::<Currency>), Unsorted, text(it.sends.currency);
        "amount" from "amount": Amount, Sorted, number(it.amount.amount);
        "uncarried" from "uncarried": Amount, Unsorted, number(it.uncarried());
        "contradicted" from "iif(contradicted, 'yes', 'no')": OneOf(|| vec!["no", "yes"]), Unsorted,
            text(if it.is_contradicted() { "yes" } else { "no" });
        "withheld" from "iif(withheld, 'yes', 'no')": OneOf(|| vec!["no", "yes"]), Unsorted,
            text(if it.is_withheld() { "yes" } else { "no" });
        "handed_over_at" from "handed_over_at": ColumnKind::Instant, Unsorted, it.handed_over_at.and_then(at);
    }
    Statement "statement" in "statements", it {
        "id" from "id": Word(word::<StatementId>), Unsorted, text(it.id);
        "opened_at" from "opened_at": ColumnKind::Instant, ById, at(it.opened_at);
        "program_id" from "program": Word(word::<ProgramId>), Unsorted, text(it.program);
        "partner_id" from "partner": Word(word::<PartnerId>), Unsorted, text(it.partner);
        "enrollment_id" from "enrollment": Word(word::<EnrollmentId>), Unsorted, text(it.enrollment);
        "number" from "number": ColumnKind::Number, Unsorted, it.number.and_then(number);
        "from" from "period_from": ColumnKind::Instant, Unsorted, at(it.from);
        "until" from "period_until": ColumnKind::Instant, Sorted, at(it.until);
        "due_on" from "due_on": ColumnKind::Instant, Sorted, at(it.due_on.start());
        "status" from "status": OneOf(|| vec!["open", "closed"]), Unsorted, text(match it.status {
            StatementStatus::Open => "open",
            StatementStatus::Closed => "closed",
        });
        "currency" from "currency": Word(word::<Currency>), Unsorted, text(it.currency);
        "balance" from "(payable + carry_over - written_off)": Amount, Sorted, number(it.balance());
        "payable" from "payable": Amount, Sorted, number(it.payable());
        "closed_at" from "closed_at": ColumnKind::Instant, Unsorted, it.closed_at.and_then(at);
    }
}

impl Noun {
    pub fn column(self, name: &str) -> Option<&'static Column> {
        self.columns().iter().find(|column| column.name == name)
    }

    /// The order of a list that asks for none: the oldest first.
    pub fn sort(self) -> Sort {
        let mut sorted = self.columns().iter().filter(|column| column.sorting != Sorting::Unsorted);
        let column = sorted.next().unwrap_or(&self.columns()[0]);
        Sort { column, descending: false }
    }
}
