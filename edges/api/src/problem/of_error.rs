//! From the engine's refusals to problems.

use super::{Code, Problem};
use crate::wire::Reported;
use conversion::{Content, Conversion};
use engine::{Error, ports::StorageError};
use words::Invalid;

/// When to come again after a full disk or a locked file kept the server from writing.
const WRITE_AGAIN_SECONDS: u32 = 5;

impl From<Invalid> for Problem {
    fn from(fault: Invalid) -> Self {
        Problem::new(Code::InvalidField, fault.to_string()).field(fault.field).expected(fault.expected)
    }
}

/// The log has the fault, the answer does not.
impl From<StorageError> for Problem {
    fn from(fault: StorageError) -> Self {
        tracing::error!(%fault, "a request failed");
        if fault.is_passing {
            return Problem::new(Code::Busy, "the server cannot write just now")
                .retry_after(WRITE_AGAIN_SECONDS);
        }
        Problem::new(Code::Internal, "the request could not be done")
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let text = error.to_string();
        match error {
            Error::Invalid(fault) => fault.into(),
            Error::NotFound { .. } => Problem::new(Code::NotFound, text),
            Error::Taken { field, .. } => Problem::new(Code::Taken, text).field(field),
            Error::Differs { existing, received } => differs(text, *existing, *received),
            Error::IdempotencyKeyReused => {
                Problem::new(Code::IdempotencyKeyReused, text).field(crate::access::IDEMPOTENCY_KEY)
            }
            Error::ProgramUnclear => Problem::new(Code::ProgramUnclear, text).field("program_id"),
            Error::RefundExceeds { left } => {
                let mut problem = Problem::new(Code::RefundExceeds, text).field("amount.amount");
                problem.0.left = Some(left);
                problem
            }
            Error::TooManyLeads { seconds, .. } => {
                Problem::new(Code::TooManyRequests, text).retry_after(seconds)
            }
            Error::KeyUnknown => Problem::new(Code::KeyUnknown, text),
            Error::NotAllowed { needed } => {
                Problem::new(Code::KeyNotAllowed, "this is not allowed").expected(needed)
            }
            Error::KeyOver => Problem::new(Code::KeyOver, text),
            Error::SessionOver => Problem::new(Code::SessionOver, text),
            Error::LogInRefused => Problem::new(Code::LogInRefused, text),
            Error::SecondFactorNeeded => Problem::new(Code::SecondFactorNeeded, text).field("code"),
            Error::SecondFactorWrong => Problem::new(Code::SecondFactorWrong, text).field("code"),
            Error::Throttled { seconds } => Problem::new(Code::TooManyRequests, text).retry_after(seconds),
            Error::LinkSpent => Problem::new(Code::LinkSpent, text).field("token"),
            Error::SeatUnclear { .. } => Problem::new(Code::SeatUnclear, text),
            Error::LastOwner => Problem::new(Code::LastOwner, text),
            Error::TestMode => Problem::new(Code::TestMode, text),
            Error::Busy => Problem::new(Code::Busy, text),
            Error::Storage(fault) => fault.into(),
        }
    }
}

fn differs(text: String, existing: Conversion, received: Content) -> Problem {
    let mut problem = Problem::new(Code::ConversionDiffers, text).field("external_id");
    let details = &mut problem.0;
    details.conversion_id = Some(existing.id.to_string());
    details.received = Some(Reported::new(&existing, &received));
    details.existing = Some(Reported::new(&existing, &existing.content));
    problem
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{
        http::{StatusCode, header},
        response::IntoResponse,
    };

    #[test]
    fn a_failing_store_shows_nothing_of_itself() {
        let problem =
            Problem::from(Error::Storage(StorageError::new("disk I/O error in book.db".to_owned())));
        assert_eq!(problem.0.code, Code::Internal);
        assert!(!serde_json::to_string(&problem.0).unwrap().contains("book.db"));
    }

    #[test]
    fn a_store_that_cannot_write_just_now_is_busy_and_names_the_wait() {
        let problem = Problem::from(Error::Storage(StorageError::passing("database or disk is full")));
        assert!(!serde_json::to_string(&problem.0).unwrap().contains("disk is full"));
        let response = problem.into_response();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(response.headers()[header::RETRY_AFTER], "5");
    }

    #[test]
    fn whoever_meets_a_busy_server_is_told_when_to_come_again() {
        let response = Problem::from(Error::Busy).into_response();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(response.headers()[header::RETRY_AFTER], "1");
    }
}
