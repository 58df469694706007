//! Lists: one way to list any noun. A noun's columns are a table here; a new column is a line, and every driver, the
//! API and its description follow.

use super::{
    changes::Row,
    column::{Column, ColumnKind, ColumnOf, Listed, Sorting, Value},
    lists::Sort,
};
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
use std::{fmt::Display, marker::PhantomData, str::FromStr};
use words::{
    BatchId, CodeId, CommissionId, ConversionId, CorrectionId, Currency, CustomerId, DealId, DecisionId,
    DisputeId, EnrollmentId, GroupId, Instant, LinkId, Malformed, MethodId, PartnerId, PolicyId, ProgramId,
    RateId, RateSource, ReferralId, ReviewId, Scope, SimulationId, StatementId, SubmissionId, TermsId,
    TransferId,
};

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
    ($($noun:ident $word:literal $plural:literal $columns:ident, $it:ident {
        $($column:ident = $name:literal: $kind:expr, $sorting:ident, $value:expr;)*
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

            /// As files with lists of the noun are called.
            pub fn plural(self) -> &'static str {
                match self { $(Noun::$noun => $plural),* }
            }

            pub fn columns(self) -> &'static [&'static Column] {
                match self { $(Noun::$noun => const { &[$($columns::$column.column),*] }),* }
            }
        }

        $(
            #[doc = concat!("The columns of ", stringify!($noun), ".")]
            pub struct $columns;

            impl $columns {
                $(
                    #[doc = concat!("`", $name, "`")]
                    pub const $column: ColumnOf<$noun> = ColumnOf {
                        column: &Column {
                            name: $name,
                            kind: $kind,
                            sorting: Sorting::$sorting,
                            read: |row| match row {
                                Row::$noun($it) => $value,
                                _ => None,
                            },
                        },
                        of: PhantomData,
                    };
                )*
            }

            impl Listed for $noun {
                const NOUN: Noun = Noun::$noun;
            }
        )*

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
    Program "program" "programs" ProgramColumn, it {
        ID = "id": Word(word::<ProgramId>), Unsorted, text(it.id);
        CREATED_AT = "created_at": ColumnKind::Instant, ById, at(it.created_at);
        NAME = "name": Text, Sorted, text(&it.name);
    }
    Policy "policy" "policies" PolicyColumn, it {
        ID = "id": Word(word::<PolicyId>), Unsorted, text(it.id);
        PUBLISHED_AT = "published_at": ColumnKind::Instant, ById, at(it.published_at);
        PROGRAM_ID = "program_id": Word(word::<ProgramId>), Unsorted, text(it.program);
        VERSION = "version": Number, Sorted, number(it.version);
        EFFECTIVE_FROM = "effective_from": ColumnKind::Instant, Sorted, at(it.effective_from);
    }
    Group "group" "partner_groups" GroupColumn, it {
        ID = "id": Word(word::<GroupId>), Unsorted, text(it.id);
        CREATED_AT = "created_at": ColumnKind::Instant, ById, at(it.created_at);
        PROGRAM_ID = "program_id": Word(word::<ProgramId>), Unsorted, text(it.program);
        NAME = "name": Text, Sorted, text(&it.name);
    }
    Terms "terms" "terms" TermsColumn, it {
        ID = "id": Word(word::<TermsId>), Unsorted, text(it.id);
        PUBLISHED_AT = "published_at": ColumnKind::Instant, ById, at(it.published_at);
        PROGRAM_ID = "program_id": Word(word::<ProgramId>), Unsorted, text(it.program);
        GROUP_ID = "group_id": Word(word::<GroupId>), Unsorted, text(it.group);
        VERSION = "version": Number, Sorted, number(it.version);
    }
    Partner "partner" "partners" PartnerColumn, it {
        ID = "id": Word(word::<PartnerId>), Unsorted, text(it.id);
        CREATED_AT = "created_at": ColumnKind::Instant, ById, at(it.created_at);
        DISPLAY_NAME = "display_name": Text, Sorted, text(&it.display_name);
        COMPANY = "company": Text, Unsorted, it.company.as_ref().and_then(text);
        EMAIL = "email": EmailHash, Unsorted,
            it.personal.email_hash.as_ref().and_then(|hash| text(&hash.0));
    }
    Enrollment "enrollment" "enrollments" EnrollmentColumn, it {
        ID = "id": Word(word::<EnrollmentId>), Unsorted, text(it.id);
        CREATED_AT = "created_at": ColumnKind::Instant, ById, at(it.created_at);
        PROGRAM_ID = "program_id": Word(word::<ProgramId>), Unsorted, text(it.program);
        PARTNER_ID = "partner_id": Word(word::<PartnerId>), Unsorted, text(it.partner);
        GROUP_ID = "group_id": Word(word::<GroupId>), Unsorted, text(it.group);
        STATUS = "status": OneOf(|| EnrollmentStatus::ALL.map(EnrollmentStatus::name).to_vec()), Unsorted,
            text(it.status.name());
        RECRUITED_BY = "recruited_by": Word(word::<EnrollmentId>), Unsorted,
            it.recruited.and_then(|recruited| text(recruited.by));
        SINCE = "since": ColumnKind::Instant, Sorted, at(it.since);
    }
    Link "link" "links" LinkColumn, it {
        ID = "id": Word(word::<LinkId>), Unsorted, text(it.id);
        CREATED_AT = "created_at": ColumnKind::Instant, ById, at(it.created_at);
        PROGRAM_ID = "program_id": Word(word::<ProgramId>), Unsorted, text(it.program);
        PARTNER_ID = "partner_id": Word(word::<PartnerId>), Unsorted, text(it.partner);
        ENROLLMENT_ID = "enrollment_id": Word(word::<EnrollmentId>), Unsorted, text(it.enrollment);
        SLUG = "slug": Text, Sorted, text(&it.slug);
    }
    Code "code" "codes" CodeColumn, it {
        ID = "id": Word(word::<CodeId>), Unsorted, text(it.id);
        CREATED_AT = "created_at": ColumnKind::Instant, ById, at(it.created_at);
        PROGRAM_ID = "program_id": Word(word::<ProgramId>), Unsorted, text(it.program);
        PARTNER_ID = "partner_id": Word(word::<PartnerId>), Unsorted, text(it.partner);
        ENROLLMENT_ID = "enrollment_id": Word(word::<EnrollmentId>), Unsorted, text(it.enrollment);
        CODE = "code": Word(code), Sorted, text(&it.code);
    }
    Customer "customer" "customers" CustomerColumn, it {
        ID = "id": Word(word::<CustomerId>), Unsorted, text(it.id);
        CREATED_AT = "created_at": ColumnKind::Instant, ById, at(it.created_at);
        EXTERNAL_ID = "external_id": Text, Sorted, text(&it.external_id);
        EMAIL = "email": EmailHash, Unsorted,
            it.personal.email_hash.as_ref().and_then(|hash| text(&hash.0));
    }
    Referral "referral" "referrals" ReferralColumn, it {
        ID = "id": Word(word::<ReferralId>), Unsorted, text(it.id);
        BEGAN_AT = "began_at": ColumnKind::Instant, Sorted, at(it.began_at);
        PROGRAM_ID = "program_id": Word(word::<ProgramId>), Unsorted, text(it.program);
        CUSTOMER_ID = "customer_id": Word(word::<CustomerId>), Unsorted, text(it.customer);
        PARTNER_ID = "partner_id": Word(word::<PartnerId>), Unsorted, text(it.partner);
        ENROLLMENT_ID = "enrollment_id": Word(word::<EnrollmentId>), Unsorted, text(it.enrollment);
        STAGE = "stage": OneOf(|| [Stage::Claimed, Stage::Qualified, Stage::Won].map(Stage::name).to_vec()),
            Unsorted, text(it.stage.name());
        EXPIRES_AT = "expires_at": ColumnKind::Instant, Sorted, at(it.expires_at);
        UPDATED_AT = "updated_at": ColumnKind::Instant, Sorted, at(it.updated_at);
    }
    Conversion "conversion" "conversions" ConversionColumn, it {
        ID = "id": Word(word::<ConversionId>), Unsorted, text(it.id);
        RECORDED_AT = "recorded_at": ColumnKind::Instant, ById, at(it.recorded_at);
        PROGRAM_ID = "program_id": Word(word::<ProgramId>), Unsorted, text(it.program);
        KIND = "kind": OneOf(|| Kind::ALL.map(Kind::name).to_vec()),
            Unsorted, text(it.kind.name());
        SOURCE = "source": Text, Unsorted, text(&it.source);
        EXTERNAL_ID = "external_id": Text, Unsorted, text(&it.external_id);
        SALE_EXTERNAL_ID = "sale_external_id": Text, Unsorted, it.content.sale.as_ref().and_then(text);
        REFUND_EXTERNAL_ID = "refund_external_id": Text, Unsorted, it.content.refund.as_ref().and_then(text);
        WAITING = "waiting": OneOf(|| vec!["yes", "no"]), Unsorted,
            it.kind.is_of_sale().then(|| if it.is_waiting() { "yes" } else { "no" }).and_then(text);
        CUSTOMER_ID = "customer_id": Word(word::<CustomerId>), Unsorted, it.customer.and_then(text);
        CURRENCY = "currency": Word(word::<Currency>), Unsorted,
            it.amount().and_then(|money| text(money.currency));
        AMOUNT = "amount": Amount, Sorted, number(it.amount().map_or(0, |money| money.amount));
        OCCURRED_AT = "occurred_at": ColumnKind::Instant, Sorted, at(it.occurred_at);
    }
    Decision "decision" "decisions" DecisionColumn, it {
        ID = "id": Word(word::<DecisionId>), Unsorted, text(it.id);
        DECIDED_AT = "decided_at": ColumnKind::Instant, ById, at(it.decided_at);
        PROGRAM_ID = "program_id": Word(word::<ProgramId>), Unsorted, text(it.program);
        CUSTOMER_ID = "customer_id": Word(word::<CustomerId>), Unsorted, text(it.customer);
        CONVERSION_ID = "conversion_id": Word(word::<ConversionId>), Unsorted, text(it.conversion);
        POLICY_ID = "policy_id": Word(word::<PolicyId>), Unsorted, text(it.policy);
    }
    Correction "correction" "corrections" CorrectionColumn, it {
        ID = "id": Word(word::<CorrectionId>), Unsorted, text(it.id);
        AT = "at": ColumnKind::Instant, ById, at(it.at);
        PROGRAM_ID = "program_id": Word(word::<ProgramId>), Unsorted, text(it.program);
        CUSTOMER_ID = "customer_id": Word(word::<CustomerId>), Unsorted, text(it.customer);
        CONVERSION_ID = "conversion_id": Word(word::<ConversionId>), Unsorted, text(it.conversion);
    }
    Review "review" "reviews" ReviewColumn, it {
        ID = "id": Word(word::<ReviewId>), Unsorted, text(it.id);
        OPENED_AT = "opened_at": ColumnKind::Instant, ById, at(it.opened_at);
        PROGRAM_ID = "program_id": Word(word::<ProgramId>), Unsorted, text(it.program);
        CUSTOMER_ID = "customer_id": Word(word::<CustomerId>), Unsorted, text(it.customer);
        CONVERSION_ID = "conversion_id": Word(word::<ConversionId>), Unsorted, text(it.conversion);
        STATUS = "status": OneOf(|| ReviewStatus::ALL.map(ReviewStatus::name).to_vec()), Unsorted,
            text(it.status.name());
    }
    Deal "deal" "deals" DealColumn, it {
        ID = "id": Word(word::<DealId>), Unsorted, text(it.id);
        SUBMITTED_AT = "submitted_at": ColumnKind::Instant, ById, at(it.submitted_at);
        PROGRAM_ID = "program_id": Word(word::<ProgramId>), Unsorted, text(it.program);
        PARTNER_ID = "partner_id": Word(word::<PartnerId>), Unsorted, text(it.partner);
        CUSTOMER_ID = "customer_id": Word(word::<CustomerId>), Unsorted, it.customer.and_then(text);
        DOMAIN = "domain": Text, Unsorted, it.domain.as_ref().and_then(text);
        STATUS = "status": OneOf(|| DealStatus::ALL.map(DealStatus::name).to_vec()), Unsorted,
            text(it.status.name());
    }
    Submission "submission" "submissions" SubmissionColumn, it {
        ID = "id": Word(word::<SubmissionId>), Unsorted, text(it.id);
        SUBMITTED_AT = "submitted_at": ColumnKind::Instant, ById, at(it.submitted_at);
        PROGRAM_ID = "program_id": Word(word::<ProgramId>), Unsorted, text(it.program);
        PARTNER_ID = "partner_id": Word(word::<PartnerId>), Unsorted, text(it.partner);
        ENROLLMENT_ID = "enrollment_id": Word(word::<EnrollmentId>), Unsorted, text(it.enrollment);
        CUSTOMER_ID = "customer_id": Word(word::<CustomerId>), Unsorted, it.customers.last().and_then(text);
        STATUS = "status": OneOf(|| SubmissionStatus::ALL.map(SubmissionStatus::name).to_vec()), Unsorted,
            text(it.status.name());
        EMAIL = "email": EmailHash, Unsorted,
            it.personal.email_hash.as_ref().and_then(|hash| text(&hash.0));
    }
    Simulation "simulation" "simulations" SimulationColumn, it {
        ID = "id": Word(word::<SimulationId>), Unsorted, text(it.id);
        CREATED_AT = "created_at": ColumnKind::Instant, ById, at(it.created_at);
        PROGRAM_ID = "program_id": Word(word::<ProgramId>), Unsorted, text(it.program);
        STATUS = "status": OneOf(|| SimulationStatus::ALL.map(SimulationStatus::name).to_vec()), Unsorted,
            text(it.status.name());
    }
    Method "payout_method" "methods" MethodColumn, it {
        ID = "id": Word(word::<MethodId>), Unsorted, text(it.id);
        CREATED_AT = "created_at": ColumnKind::Instant, ById, at(it.created_at);
        PARTNER_ID = "partner_id": Word(word::<PartnerId>), Unsorted, text(it.partner);
        KIND = "kind": OneOf(|| MethodKind::ALL.map(MethodKind::name).to_vec()), Unsorted,
            text(it.kind.name());
        CURRENCY = "currency": Word(word::<Currency>), Unsorted, text(it.currency);
        STANDING = "standing": OneOf(|| STANDINGS.to_vec()), Unsorted, text(it.standing());
    }
    DailyRate "rate" "daily_rates" DailyRateColumn, it {
        ID = "id": Word(word::<RateId>), Unsorted, text(it.id);
        DAY = "day": ColumnKind::Instant, ById, at(it.rate.day.start());
        BASE = "base": Word(word::<Currency>), Unsorted, text(it.rate.base);
        QUOTE = "quote": Word(word::<Currency>), Unsorted, text(it.rate.quote);
        SOURCE = "source": OneOf(|| RateSource::ALL.map(RateSource::name).to_vec()), Unsorted,
            text(it.rate.source.name());
    }
    Commission "commission" "commissions" CommissionColumn, it {
        ID = "id": Word(word::<CommissionId>), Unsorted, text(it.id);
        CREATED_AT = "created_at": ColumnKind::Instant, ById, at(it.created_at);
        PROGRAM_ID = "program_id": Word(word::<ProgramId>), Unsorted, text(it.program);
        PARTNER_ID = "partner_id": Word(word::<PartnerId>), Unsorted, text(it.partner);
        ENROLLMENT_ID = "enrollment_id": Word(word::<EnrollmentId>), Unsorted, text(it.enrollment);
        CUSTOMER_ID = "customer_id": Word(word::<CustomerId>), Unsorted, it.customer.and_then(text);
        CONVERSION_ID = "conversion_id": Word(word::<ConversionId>), Unsorted, it.conversion.and_then(text);
        STATEMENT_ID = "statement_id": Word(word::<StatementId>), Unsorted, it.statement.and_then(text);
        EVENT = "event": OneOf(|| Event::ALL.map(Event::name).to_vec()), Unsorted, text(it.event.name());
        STATE = "state": OneOf(|| State::ALL.map(State::name).to_vec()), Unsorted, text(it.state().name());
        AWAITS_APPROVAL = "awaits_approval": OneOf(|| vec!["yes", "no"]), Unsorted, text(if it.can_be_approved() { "yes" } else { "no" });
        CURRENCY = "currency": Word(word::<Currency>), Unsorted, text(it.currency);
        AMOUNT = "amount": Amount, Sorted, number(it.net());
        OCCURRED_AT = "occurred_at": ColumnKind::Instant, Sorted, at(it.occurred_at);
        HOLD_UNTIL = "hold_until": ColumnKind::Instant, Sorted, at(it.hold_until);
        APPROVED_AT = "approved_at": ColumnKind::Instant, Unsorted, it.approved_at.and_then(at);
    }
    Dispute "dispute" "disputes" DisputeColumn, it {
        ID = "id": Word(word::<DisputeId>), Unsorted, text(it.id);
        OPENED_AT = "opened_at": ColumnKind::Instant, ById, at(it.opened_at);
        PROGRAM_ID = "program_id": Word(word::<ProgramId>), Unsorted, text(it.program);
        PARTNER_ID = "partner_id": Word(word::<PartnerId>), Unsorted, text(it.partner);
        ENROLLMENT_ID = "enrollment_id": Word(word::<EnrollmentId>), Unsorted, text(it.enrollment);
        KIND = "kind": OneOf(|| DisputeKind::ALL.map(DisputeKind::name).to_vec()), Unsorted,
            text(it.kind.name());
        STATUS = "status": OneOf(|| DisputeStatus::ALL.map(DisputeStatus::name).to_vec()), Unsorted,
            text(it.status.name());
        COMMISSION_ID = "commission_id": Word(word::<CommissionId>), Unsorted, it.commission.and_then(text);
        CONVERSION_ID = "conversion_id": Word(word::<ConversionId>), Unsorted, it.conversion.and_then(text);
        CUSTOMER_ID = "customer_id": Word(word::<CustomerId>), Unsorted, it.customer.and_then(text);
        DUE_AT = "due_at": ColumnKind::Instant, Sorted, at(it.due_at);
    }
    Batch "batch" "batches" BatchColumn, it {
        ID = "id": Word(word::<BatchId>), Unsorted, text(it.id);
        CREATED_AT = "created_at": ColumnKind::Instant, ById, at(it.created.at);
        PROGRAM_ID = "program_id": Word(word::<ProgramId>), Unsorted, text(it.program);
        STATUS = "status": OneOf(|| BatchStatus::ALL.map(BatchStatus::name).to_vec()), Unsorted,
            text(it.status.name());
        RAIL = "rail": OneOf(|| MethodKind::ALL.map(MethodKind::name).to_vec()), Unsorted, text(it.rail.name());
        TOTAL = "total": Amount, Sorted, number(it.total);
    }
    Transfer "transfer" "transfers" TransferColumn, it {
        ID = "id": Word(word::<TransferId>), Unsorted, text(it.id);
        CREATED_AT = "created_at": ColumnKind::Instant, ById, at(it.created_at);
        PROGRAM_ID = "program_id": Word(word::<ProgramId>), Unsorted, text(it.program);
        BATCH_ID = "batch_id": Word(word::<BatchId>), Unsorted, text(it.batch);
        PARTNER_ID = "partner_id": Word(word::<PartnerId>), Unsorted, text(it.partner);
        ENROLLMENT_ID = "enrollment_id": Word(word::<EnrollmentId>), Unsorted, text(it.enrollment);
        STATEMENT_ID = "statement_id": Word(word::<StatementId>), Unsorted, text(it.statement);
        STATUS = "status": OneOf(|| TransferStatus::ALL.map(TransferStatus::name).to_vec()), Unsorted,
            text(it.status.name());
        CURRENCY = "currency": Word(word::<Currency>), Unsorted, text(it.sends.currency);
        AMOUNT = "amount": Amount, Sorted, number(it.amount.amount);
        UNCARRIED = "uncarried": Amount, Unsorted, number(it.uncarried());
        CONTRADICTED = "contradicted": OneOf(|| vec!["no", "yes"]), Unsorted,
            text(if it.is_contradicted() { "yes" } else { "no" });
        WITHHELD = "withheld": OneOf(|| vec!["no", "yes"]), Unsorted,
            text(if it.is_withheld() { "yes" } else { "no" });
        HANDED_OVER_AT = "handed_over_at": ColumnKind::Instant, Unsorted, it.handed_over_at.and_then(at);
    }
    Statement "statement" "statements" StatementColumn, it {
        ID = "id": Word(word::<StatementId>), Unsorted, text(it.id);
        OPENED_AT = "opened_at": ColumnKind::Instant, ById, at(it.opened_at);
        PROGRAM_ID = "program_id": Word(word::<ProgramId>), Unsorted, text(it.program);
        PARTNER_ID = "partner_id": Word(word::<PartnerId>), Unsorted, text(it.partner);
        ENROLLMENT_ID = "enrollment_id": Word(word::<EnrollmentId>), Unsorted, text(it.enrollment);
        NUMBER = "number": ColumnKind::Number, Unsorted, it.number.and_then(number);
        FROM = "from": ColumnKind::Instant, Unsorted, at(it.from);
        UNTIL = "until": ColumnKind::Instant, Sorted, at(it.until);
        DUE_ON = "due_on": ColumnKind::Instant, Sorted, at(it.due_on.start());
        STATUS = "status": OneOf(|| vec!["open", "closed"]), Unsorted, text(match it.status {
            StatementStatus::Open => "open",
            StatementStatus::Closed => "closed",
        });
        CURRENCY = "currency": Word(word::<Currency>), Unsorted, text(it.currency);
        BALANCE = "balance": Amount, Sorted, number(it.balance());
        PAYABLE = "payable": Amount, Sorted, number(it.payable());
        CLOSED_AT = "closed_at": ColumnKind::Instant, Unsorted, it.closed_at.and_then(at);
    }
}

impl Noun {
    pub fn id_column(self) -> &'static Column {
        self.columns()[0]
    }

    /// The column of the partner to whom rows belong; none if they belong to nobody.
    pub fn partner_column(self) -> Option<&'static Column> {
        self.column(LinkColumn::PARTNER_ID.column.name)
    }

    pub fn column(self, name: &str) -> Option<&'static Column> {
        self.columns().iter().copied().find(|column| column.name == name)
    }

    /// The order of a list that asks for none: the oldest first.
    pub fn sort(self) -> Sort {
        let mut sorted = self.columns().iter().filter(|column| column.sorting != Sorting::Unsorted);
        let column = sorted.next().unwrap_or(&self.columns()[0]);
        Sort { column, descending: false }
    }
}
