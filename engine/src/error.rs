//! Why a deed was not done. Nothing was changed in any of these cases.

use crate::ports::StorageError;
use conversion::{Content, Conversion};
use words::Invalid;

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("no {what} {id} here")]
    NotFound { what: &'static str, id: String },
    #[error("{field} {value} is taken")]
    Taken { field: &'static str, value: String },
    /// The identity is known with other content.
    #[error("{} was recorded with other content", .existing.key())]
    Differs { existing: Box<Conversion>, received: Box<Content> },
    #[error("the idempotency key was used for another request")]
    IdempotencyKeyReused,
    #[error("no program is named, and it is not clear which one is meant")]
    ProgramUnclear,
    #[error("the refund exceeds what is left of the sale: {left} of its minor units")]
    RefundExceeds { left: i64 },
    #[error("{of} has reached its daily limit of leads from browsers")]
    TooManyLeads { of: &'static str, seconds: u32 },
    #[error("no such API key")]
    KeyUnknown,
    #[error("the key is over: it expired or was revoked")]
    KeyOver,
    #[error("this needs {needed}")]
    NotAllowed { needed: String },
    #[error("no such session, or it is over")]
    SessionOver,
    /// Wrong address or wrong password: which of the two is not told.
    #[error("the e-mail address and the password do not belong together")]
    LogInRefused,
    #[error("the log-in needs a code of the second factor")]
    SecondFactorNeeded,
    #[error("the code is not right, or was used before")]
    SecondFactorWrong,
    #[error("too many failed log-ins; the next try is let in after {seconds} s")]
    Throttled { seconds: u32 },
    /// Used, expired, or never made.
    #[error("the link was used before or has expired")]
    LinkSpent,
    /// A member of several workspaces, or a partner several times, said not which one is meant.
    #[error("it is not clear which {what} is meant")]
    SeatUnclear { what: &'static str },
    #[error("a workspace needs an owner")]
    LastOwner,
    #[error("test data has no statements")]
    TestMode,
    /// Too many others changed the same things meanwhile.
    #[error("too much at once; try again")]
    Busy,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl Error {
    pub(crate) fn not_found(what: &'static str, id: impl ToString) -> Self {
        Error::NotFound { what, id: id.to_string() }
    }
}
