//! The catalog of problems: each code with its status, its title and what to do about it. Codes
//! are stable; clients may branch on them.

use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

macro_rules! catalog {
    ($($code:ident = $name:literal, $status:ident, $title:literal, $remedy:literal;)*) => {
        /// A stable name for a kind of problem.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        #[schema(as = ProblemCode)]
        pub(crate) enum Code { $($code),* }

        impl Code {
            pub(crate) const ALL: &'static [Code] = &[$(Code::$code),*];

            pub(crate) fn name(self) -> &'static str {
                match self { $(Code::$code => $name),* }
            }

            pub(crate) fn status(self) -> StatusCode {
                match self { $(Code::$code => StatusCode::$status),* }
            }

            pub(crate) fn title(self) -> &'static str {
                match self { $(Code::$code => $title),* }
            }

            /// What whoever meets the problem can do about it.
            pub(crate) fn remedy(self) -> &'static str {
                match self { $(Code::$code => $remedy),* }
            }
        }
    };
}

catalog! {
    MalformedBody = "malformed_body", BAD_REQUEST,
        "The body cannot be read",
        "Send well-formed JSON with the fields and types of the description; unknown fields are refused. \
         `field` is the path to the fault.";
    MalformedQuery = "malformed_query", BAD_REQUEST,
        "The query cannot be read",
        "Send each parameter of the description at most once; unknown parameters are refused.";
    KeyMissing = "key_missing", UNAUTHORIZED,
        "The request carries neither an API key nor a session",
        "Send `Authorization: Bearer` and the key, or log in.";
    KeyUnknown = "key_unknown", UNAUTHORIZED,
        "No such API key",
        "Check that the key was copied whole and belongs to this server.";
    KeyOver = "key_over", UNAUTHORIZED,
        "The API key is over",
        "It expired or was revoked. Make a new one, or use the successor of a rotated key.";
    SessionOver = "session_over", UNAUTHORIZED,
        "There is no such session, or it is over",
        "Log in again. Sessions end when they are not used, when the password changes, and at log-out.";
    LogInRefused = "log_in_refused", UNAUTHORIZED,
        "The e-mail address and the password do not belong together",
        "Try again, or ask for a one-time link by e-mail.";
    SecondFactorNeeded = "second_factor_needed", UNAUTHORIZED,
        "The log-in needs a code of the second factor",
        "Send the same again with `code`: the six digits of the authenticator, or a recovery code.";
    SecondFactorWrong = "second_factor_wrong", UNAUTHORIZED,
        "The code is not right, or was used before",
        "Wait for the next code; each is taken once.";
    CrossSite = "cross_site", FORBIDDEN,
        "The request comes from another site",
        "A session's changes are taken from this server's own pages only. Programs use API keys.";
    KeyNotAllowed = "key_not_allowed", FORBIDDEN,
        "This key or role may not do this",
        "`expected` names what the key would need.";
    NotFound = "not_found", NOT_FOUND,
        "There is no such thing",
        "Check the id, and that the key belongs to the same workspace and mode (live or test).";
    PathUnknown = "path_unknown", NOT_FOUND,
        "Nothing is at this path",
        "Compare the path with the description at /docs.";
    MethodNotAllowed = "method_not_allowed", METHOD_NOT_ALLOWED,
        "The path does not take this method",
        "Use a method that the Allow header names.";
    LinkSpent = "link_spent", GONE,
        "The link was used before or has expired",
        "One-time links open once. Ask for a new one.";
    LastOwner = "last_owner", CONFLICT,
        "A workspace needs an owner",
        "Make somebody else an owner first.";
    Taken = "taken", CONFLICT,
        "The value is taken",
        "Choose another value for `field`.";
    ConversionDiffers = "conversion_differs", CONFLICT,
        "The event was recorded with other content",
        "Compare `existing` with `received`. An event that really is another one needs an external id of its \
         own.";
    BodyTooLarge = "body_too_large", PAYLOAD_TOO_LARGE,
        "The body is too large",
        "Send less at once: at most 1 MiB, or 16 MiB for a batch.";
    BatchTooLong = "batch_too_long", PAYLOAD_TOO_LARGE,
        "The batch has too many lines",
        "Send at most 10,000 lines at once.";
    UnsupportedMediaType = "unsupported_media_type", UNSUPPORTED_MEDIA_TYPE,
        "The body is of another media type",
        "Name the media type that `expected` says in Content-Type.";
    InvalidField = "invalid_field", UNPROCESSABLE_ENTITY,
        "A field is not as it must be",
        "`field` names the field, parameter or header; `expected` says what it must be.";
    IdempotencyKeyReused = "idempotency_key_reused", UNPROCESSABLE_ENTITY,
        "The Idempotency-Key was used for another request",
        "Use a new Idempotency-Key for each request, and the same one only to repeat it unchanged.";
    ProgramUnclear = "program_unclear", UNPROCESSABLE_ENTITY,
        "It is not clear which program is meant",
        "Send `program_id`. An event may leave it out unless what it carries leads to several programs, and none of them \
         is the default; elsewhere it may be left out while there is one program.";
    SeatUnclear = "seat_unclear", UNPROCESSABLE_ENTITY,
        "It is not clear which workspace or partner is meant",
        "Name it in the header Honeyguide-Workspace or Honeyguide-Partner. It may be left out only by who has a \
         single one.";
    RefundExceeds = "refund_exceeds", UNPROCESSABLE_ENTITY,
        "The refund exceeds what is left of the sale",
        "`left` says how much of the sale is not refunded yet, in minor units.";
    TestMode = "test_mode", UNPROCESSABLE_ENTITY,
        "Test data has no statements",
        "Use a live key.";
    TooManyRequests = "too_many_requests", TOO_MANY_REQUESTS,
        "Too many requests",
        "Wait as long as Retry-After says. After failed log-ins the wait doubles each time. Send many events at once with \
         /v1/track/batch.";
    Internal = "internal", INTERNAL_SERVER_ERROR,
        "The server failed",
        "Repeat the request later. The server's log has more, under the X-Request-Id of the answer.";
    Busy = "busy", SERVICE_UNAVAILABLE,
        "The server is busy",
        "Repeat the request unchanged after Retry-After. `detail` says why: too many requests of this kind are in progress, \
         others changed the same data at the same time, or the server cannot write to its disk. In the last case /readyz \
         answers 503, too.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_written_as_it_is_named() {
        for &code in Code::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.name());
        }
    }
}
