//! The problems of each kind of endpoint, for the OpenAPI description. Statuses and titles come
//! from the catalog, so that the description cannot say anything else than the server.

use super::{Code, Details};
use std::collections::BTreeMap;
use utoipa::{
    IntoResponses, ToSchema,
    openapi::{ContentBuilder, Header, Object, Ref, RefOr, Response, ResponseBuilder, schema::Type},
};

const ACCESS: [Code; 8] = [
    Code::KeyMissing,
    Code::KeyUnknown,
    Code::KeyOver,
    Code::SessionOver,
    Code::CrossSite,
    Code::KeyNotAllowed,
    Code::SeatUnclear,
    Code::TooManyRequests,
];
/// What a session may meet.
const SESSION: [Code; 4] = [Code::SessionOver, Code::CrossSite, Code::KeyNotAllowed, Code::TooManyRequests];
const SERVER: [Code; 2] = [Code::Internal, Code::Busy];
const BODY: [Code; 5] = [
    Code::MalformedBody,
    Code::BodyTooLarge,
    Code::UnsupportedMediaType,
    Code::InvalidField,
    Code::IdempotencyKeyReused,
];

/// Reading one thing by its id.
pub(crate) struct ReadProblems;
/// Reading a list.
pub(crate) struct ListProblems;
/// Reading a customer, who is seen by one program.
pub(crate) struct CustomerProblems;
/// Deciding who belongs to a workspace, and which keys it has.
pub(crate) struct TeamProblems;
/// Showing who one is.
pub(crate) struct LogInProblems;
/// One's own account.
pub(crate) struct AccountProblems;
/// The partner's side.
pub(crate) struct PortalProblems;
/// Setting something up.
pub(crate) struct WriteProblems;
/// Closing a month.
pub(crate) struct CloseProblems;
/// Reporting an event.
pub(crate) struct TrackProblems;

impl IntoResponses for ReadProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        responses(&[&ACCESS, &SERVER, &[Code::NotFound]])
    }
}

impl IntoResponses for ListProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let own = [Code::MalformedQuery, Code::InvalidField, Code::NotFound];
        responses(&[&ACCESS, &SERVER, &own])
    }
}

impl IntoResponses for CustomerProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let own = [Code::MalformedQuery, Code::InvalidField, Code::ProgramUnclear, Code::NotFound];
        responses(&[&ACCESS, &SERVER, &own])
    }
}

impl IntoResponses for TeamProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let own = [Code::NotFound, Code::Taken, Code::LastOwner];
        responses(&[&ACCESS, &SERVER, &BODY, &own])
    }
}

impl IntoResponses for LogInProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let own = [
            Code::CrossSite,
            Code::LogInRefused,
            Code::SecondFactorNeeded,
            Code::SecondFactorWrong,
            Code::LinkSpent,
            Code::Taken,
            Code::TooManyRequests,
        ];
        responses(&[&SERVER, &BODY, &own])
    }
}

impl IntoResponses for AccountProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let own = [Code::LogInRefused, Code::SecondFactorWrong, Code::NotFound, Code::Taken, Code::LastOwner];
        responses(&[&SESSION, &SERVER, &BODY, &own])
    }
}

impl IntoResponses for PortalProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let own = [Code::SeatUnclear, Code::MalformedQuery, Code::InvalidField, Code::NotFound];
        responses(&[&SESSION, &SERVER, &own])
    }
}

impl IntoResponses for WriteProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        responses(&[&ACCESS, &SERVER, &BODY, &[Code::NotFound, Code::Taken]])
    }
}

impl IntoResponses for CloseProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        responses(&[&ACCESS, &SERVER, &BODY, &[Code::NotFound, Code::TestMode]])
    }
}

impl IntoResponses for TrackProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let own = [Code::NotFound, Code::ConversionDiffers, Code::ProgramUnclear, Code::RefundExceeds];
        responses(&[&ACCESS, &SERVER, &BODY, &own])
    }
}

/// One response for each status, naming its codes.
pub(crate) fn responses(groups: &[&[Code]]) -> BTreeMap<String, RefOr<Response>> {
    let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
    for &code in groups.iter().copied().flatten() {
        by_status.entry(code.status().as_u16()).or_default().push(code);
    }
    let response = |codes: &[Code]| {
        let lines = codes.iter().map(|code| format!("`{}`: {}.", code.name(), code.title()));
        let schema = Ref::from_schema_name(Details::name());
        let content = ContentBuilder::new().schema(Some(schema)).build();
        let mut response = ResponseBuilder::new()
            .description(lines.collect::<Vec<_>>().join(" "))
            .content("application/problem+json", content);
        if codes.iter().any(|code| matches!(code, Code::TooManyRequests | Code::Busy)) {
            let mut seconds = Header::new(Object::with_type(Type::Integer));
            seconds.description = Some("Seconds to wait".to_owned());
            response = response.header("Retry-After", seconds);
        }
        response.build()
    };
    by_status.iter().map(|(status, codes)| (status.to_string(), RefOr::T(response(codes)))).collect()
}
