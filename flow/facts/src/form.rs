//! How the values of bodies are written, and what the reference calls them.

use crate::PricedCommission;
use commission::{Booked, Counted, DisputeKind, DisputeStatus, State};
use conversion::{Kind, ReviewStatus, Share};
use payout::{AccountFault, BatchStatus, MethodKind};
use program::{EnrollmentStatus, Event, KeyKind};
use referral::{DealPart, DealStatus, NamedObject, Stage, SubmissionStatus};
use words::*;

/// What the reference calls a type: its form and its unit.
pub(crate) trait Described {
    fn form() -> String;
}

macro_rules! described {
    ($($type:ty => $form:expr;)+) => {
        $(impl Described for $type {
            fn form() -> String {
                $form.to_string()
            }
        })+
    };
}

macro_rules! ids {
    ($($id:ty),+ $(,)?) => {
        $(impl Described for $id {
            fn form() -> String {
                format!("id, `{}_…`", <$id>::PREFIX)
            }
        })+
    };
}

ids! {
    BatchId, CodeId, CommissionId, ConversionId, CorrectionId, CustomerId, DealId, DisputeId, EnrollmentId,
    ExternalIdId,     GroupId, KeyId, LinkId, MethodId, PartnerId, PolicyId, ProgramId, ReferralId, ReviewId, SimulationId,
    StatementId, SubmissionId, TermsId, TransferId, WorkspaceId,
}

described! {
    bool => "true or false";
    i64 => "whole number";
    u32 => "whole number, 0 or more";
    u64 => "whole number, 0 or more";
    String => "text";
    Instant => "time, RFC 3339 in UTC";
    Day => "day, `YYYY-MM-DD`";
    Currency => "currency, ISO 4217";
    Money => "money: `amount` in minor units, `currency`";
    Share => "share: `enrollment`, `partner`, `millionths`";
    DealPart => "part: `enrollment`, `partner`, `millionths`";
    Booked => "booking: `kind`, and the id of its `commission`, `correction` or `conversion`";
    PricedCommission => "price: `partner`, `commission`, `earned` in minor units, `terms`";
    Grant => "scope, `links:write`";
    NamedObject => "id of a partner, customer, conversion, commission, deal or transfer";
    AccountFault => names(AccountFault::ALL.map(AccountFault::name));
    BatchStatus => "status of a batch";
    Counted => names(Counted::ALL.map(Counted::name));
    DealStatus => names(DealStatus::ALL.map(DealStatus::name));
    DisputeKind => names(DisputeKind::ALL.map(DisputeKind::name));
    DisputeStatus => names(DisputeStatus::ALL.map(DisputeStatus::name));
    EnrollmentStatus => names(EnrollmentStatus::ALL.map(EnrollmentStatus::name));
    Event => names(Event::ALL.map(Event::name));
    Kind => names(Kind::ALL.map(Kind::name));
    KeyKind => names(["publishable", "secret"]);
    MethodKind => names(MethodKind::ALL.map(MethodKind::name));
    RateSource => names(RateSource::ALL.map(RateSource::name));
    ReviewStatus => names(ReviewStatus::ALL.map(ReviewStatus::name));
    Stage => names([Stage::Claimed, Stage::Qualified, Stage::Won].map(Stage::name));
    State => names(State::ALL.map(State::name));
    SubmissionStatus => names(SubmissionStatus::ALL.map(SubmissionStatus::name));
    Window => names(Window::ALL.map(Window::name));
}

impl<T: Described> Described for Option<T> {
    fn form() -> String {
        format!("{}; or null", T::form())
    }
}

impl<T: Described> Described for Vec<T> {
    fn form() -> String {
        format!("list; each {}", T::form())
    }
}

fn names<const N: usize>(names: [&str; N]) -> String {
    names.map(|name| format!("`{name}`")).join(", ")
}

/// Times as RFC 3339, while nouns store them in microseconds.
pub(crate) mod time {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use words::Instant;

    pub(crate) fn serialize<S: Serializer>(at: &Instant, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(at)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Instant, D::Error> {
        String::deserialize(input)?.parse().map_err(D::Error::custom)
    }

    /// The same, or null.
    pub(crate) mod optional {
        use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
        use words::Instant;

        pub(crate) fn serialize<S: Serializer>(at: &Option<Instant>, out: S) -> Result<S::Ok, S::Error> {
            at.map(|at| at.to_string()).serialize(out)
        }

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Instant>, D::Error> {
            let text = Option::<String>::deserialize(input)?;
            text.map(|text| text.parse().map_err(D::Error::custom)).transpose()
        }
    }
}

/// What is counted, by its name.
pub(crate) mod counted {
    use commission::Counted;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(counted: &Counted, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(counted.name())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Counted, D::Error> {
        let name = String::deserialize(input)?;
        let found = Counted::ALL.into_iter().find(|counted| counted.name() == name);
        found.ok_or_else(|| D::Error::custom(format!("nothing is counted as {name}")))
    }
}
