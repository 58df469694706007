//! The problems of each kind of endpoint, for the OpenAPI description. Statuses and titles come
//! from the catalog, so that the description cannot say anything else than the server.

use super::{Code, Details};
use crate::access::IDEMPOTENCY_KEY;
use axum::http::Method;
use std::collections::BTreeMap;
use utoipa::{
    IntoResponses, ToSchema,
    openapi::{
        ContentBuilder, Header, Object, OpenApi, Ref, RefOr, Response, ResponseBuilder, SecurityRequirement,
        path::{Operation, ParameterIn},
        schema::Type,
    },
};

/// The extension of a response that lists its codes.
const PROBLEM_CODES: &str = "x-problem-codes";

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
/// Reporting many; the problems of single events stand in their lines.
pub(crate) struct BatchProblems;

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

impl IntoResponses for BatchProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        responses(&[&ACCESS, &SERVER, &BODY, &[Code::BatchTooLong]])
    }
}

/// One response for each status, naming its codes.
pub(crate) fn responses(groups: &[&[Code]]) -> BTreeMap<String, RefOr<Response>> {
    let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
    for &code in groups.iter().copied().flatten() {
        by_status.entry(code.status().as_u16()).or_default().push(code);
    }
    by_status.iter().map(|(status, codes)| (status.to_string(), RefOr::T(response(codes)))).collect()
}

/// The response of one status. Programs find its codes under `x-problem-codes`.
fn response(codes: &[Code]) -> Response {
    let lines = codes.iter().map(|code| format!("`{}`: {}.", code.name(), code.title()));
    let schema = Ref::from_schema_name(Details::name());
    let content = ContentBuilder::new().schema(Some(schema)).build();
    let names: Vec<_> = codes.iter().map(|code| code.name()).collect();
    let mut response = ResponseBuilder::new()
        .description(lines.collect::<Vec<_>>().join(" "))
        .content("application/problem+json", content)
        .extensions(Some([(PROBLEM_CODES, names)].into_iter().collect()));
    if codes.iter().any(|code| matches!(code, Code::TooManyRequests | Code::Busy)) {
        let mut seconds = Header::new(Object::with_type(Type::Integer));
        seconds.description = Some("Seconds to wait".to_owned());
        response = response.header("Retry-After", seconds);
    }
    response.build()
}

/// Takes out of each operation's problems what its own form rules out: groups of problems are shared by many operations.
pub(crate) fn narrow(description: &mut OpenApi) {
    for item in description.paths.paths.values_mut() {
        let operations = [
            (Method::GET, &mut item.get),
            (Method::POST, &mut item.post),
            (Method::PUT, &mut item.put),
            (Method::PATCH, &mut item.patch),
            (Method::DELETE, &mut item.delete),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                narrow_operation(&method, operation);
            }
        }
    }
}

fn narrow_operation(method: &Method, operation: &mut Operation) {
    let form = Form::of(method, operation);
    operation.responses.responses.retain(|_, answer| {
        let RefOr::T(answer) = answer else { return true };
        let codes = codes_of(answer);
        let left: Vec<_> = codes.iter().copied().filter(|&code| form.allows(code)).collect();
        if left.len() < codes.len() && !left.is_empty() {
            *answer = response(&left);
        }
        codes.is_empty() || !left.is_empty()
    });
}

fn codes_of(response: &Response) -> Vec<Code> {
    let names = response.extensions.as_ref().and_then(|extensions| extensions.get(PROBLEM_CODES));
    let names = names.and_then(|names| names.as_array()).into_iter().flatten();
    let code =
        |name: &serde_json::Value| Code::ALL.iter().copied().find(|code| Some(code.name()) == name.as_str());
    names.filter_map(code).collect()
}

/// Problems of a few of the operations that share a group.
const RARE: [(Code, &[&str]); 8] = [
    (Code::LastOwner, &["change_role", "remove_member", "leave_workspace"]),
    (Code::LogInRefused, &["log_in", "change_password", "start_second_factor"]),
    (Code::SecondFactorNeeded, &["log_in"]),
    (Code::SecondFactorWrong, &["log_in", "confirm_second_factor", "remove_second_factor"]),
    (Code::LinkSpent, &["log_in", "reset_password", "accept_invitation", "complete_setup"]),
    (Code::TestMode, &["close_statements", "create_batch"]),
    (
        Code::RefundExceeds,
        &[
            "track_refund",
            "track_refund_reversal",
            "track_chargeback",
            "track_chargeback_reversal",
            "postback_get",
            "postback_post",
        ],
    ),
    (
        Code::Taken,
        &[
            "accept_invitation",
            "accept_submission",
            "apply_to_another_program",
            "apply_to_program",
            "complete_setup",
            "create_code",
            "create_group",
            "create_invitation",
            "create_link",
            "create_own_link",
            "create_program",
            "enroll_partner",
            "grant_commission",
            "link_external_id",
            "rename_group",
            "start_second_factor",
            "transition_deal",
            "update_link",
            "update_program",
        ],
    ),
];

/// Reads of one thing that the query, the key or the session names.
const NAMED_OTHERWISE: [&str; 7] = [
    "get_key",
    "get_offer",
    "get_overview",
    "get_own_overview",
    "get_workspace",
    "list_external_ids",
    "postback_get",
];

/// What the description of an operation says of the requests that it takes.
struct Form {
    operation: String,
    is_for_everybody: bool,
    only_reads: bool,
    has_body: bool,
    has_path_parameter: bool,
    has_query: bool,
    takes_idempotency_key: bool,
}

impl Form {
    fn of(method: &Method, operation: &Operation) -> Self {
        let parameters = operation.parameters.iter().flatten().filter_map(|parameter| match parameter {
            RefOr::T(parameter) => Some(parameter),
            RefOr::Ref(_) => None,
        });
        let parameters: Vec<_> = parameters.collect();
        let open = SecurityRequirement::default();
        Self {
            operation: operation.operation_id.clone().unwrap_or_default(),
            is_for_everybody: operation.security.as_ref().is_some_and(|ways| ways.contains(&open)),
            only_reads: *method == Method::GET,
            has_body: operation.request_body.is_some(),
            has_path_parameter: parameters.iter().any(|it| it.parameter_in == ParameterIn::Path),
            has_query: parameters.iter().any(|it| it.parameter_in == ParameterIn::Query),
            takes_idempotency_key: parameters.iter().any(|it| it.name == IDEMPOTENCY_KEY),
        }
    }

    /// Whether an operation of this form can answer the problem, as far as the form says it.
    fn allows(&self, code: Code) -> bool {
        let rare = RARE.iter().find(|(rare, _)| *rare == code);
        if rare.is_some_and(|(_, operations)| !operations.contains(&self.operation.as_str())) {
            return false;
        }
        match code {
            Code::KeyMissing
            | Code::KeyUnknown
            | Code::KeyOver
            | Code::SessionOver
            | Code::KeyNotAllowed
            | Code::SeatUnclear => !self.is_for_everybody,
            // Browsers send a session's cookie with reads from anywhere, and cannot read what is answered.
            Code::CrossSite => !self.only_reads,
            Code::MalformedBody | Code::BodyTooLarge => !self.only_reads,
            Code::UnsupportedMediaType => self.has_body,
            Code::MalformedQuery => self.has_query,
            // A list of what is not there is empty.
            Code::NotFound => {
                self.has_path_parameter
                    || !self.only_reads
                    || NAMED_OTHERWISE.contains(&self.operation.as_str())
            }
            Code::IdempotencyKeyReused => self.takes_idempotency_key,
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_with_rare_problems_document_them() {
        let description = crate::openapi();
        let operations = description.paths.paths.values().flat_map(|item| {
            [&item.get, &item.post, &item.put, &item.patch, &item.delete].into_iter().flatten()
        });
        let documented: Vec<_> = operations
            .flat_map(|operation| {
                let id = operation.operation_id.as_deref().unwrap_or_default();
                let responses = operation.responses.responses.values();
                let codes = responses.flat_map(|answer| match answer {
                    RefOr::T(answer) => codes_of(answer),
                    RefOr::Ref(_) => Vec::new(),
                });
                codes.map(move |code| (code, id))
            })
            .collect();
        for (code, operations) in RARE {
            for &operation in operations {
                assert!(documented.contains(&(code, operation)), "{operation} does not document {code:?}");
            }
        }
    }
}
