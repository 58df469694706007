//! Values for examples: the same ones each time, so that golden files do not change.

use words::{Currency, Day, Instant, Money};

/// 2026-11-30T12:00:00Z.
const AT_MICROS: i64 = 1_796_040_000_000_000;

/// A value to show.
pub(crate) trait Example {
    fn example() -> Self;
}

pub(crate) fn example<T: Example>() -> T {
    T::example()
}

macro_rules! ids {
    ($($id:ident = $chance:literal;)+) => {
        $(impl Example for words::$id {
            fn example() -> Self {
                Self::draw(example(), $chance)
            }
        })+
    };
}

ids! {
    BatchId = 1;
    CodeId = 2;
    CommissionId = 3;
    ConversionId = 4;
    CorrectionId = 5;
    CustomerId = 6;
    DealId = 7;
    DisputeId = 8;
    EnrollmentId = 9;
    ExternalIdId = 25;
    GroupId = 10;
    KeyId = 11;
    LinkId = 12;
    MethodId = 13;
    PartnerId = 14;
    PolicyId = 15;
    ProgramId = 16;
    ReferralId = 17;
    ReviewId = 18;
    SimulationId = 19;
    StatementId = 20;
    SubmissionId = 21;
    TermsId = 22;
    TransferId = 23;
    WorkspaceId = 24;
}

impl Example for Instant {
    fn example() -> Self {
        Instant::from_micros(AT_MICROS)
    }
}

impl Example for Day {
    fn example() -> Self {
        Day::of(example())
    }
}

impl Example for Currency {
    fn example() -> Self {
        Currency::EUR
    }
}

impl Example for Money {
    fn example() -> Self {
        Money::new(4_900, Currency::EUR)
    }
}

/// Another id than the example, for a second one of its sort.
pub(crate) fn another_key() -> words::KeyId {
    words::KeyId::draw(example(), 111)
}
