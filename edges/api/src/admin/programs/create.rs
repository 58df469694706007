//! `POST /v1/programs`.

use crate::{
    access::{Allowed, IdempotencyHeader},
    answer::Answer,
    intake::{Json, required, text},
    present::{View, Viewer},
    problem::{Problem, WriteProblems},
    state::Api,
    tracking::Warning,
    wire::{Applications, Group, Policy, Program, Utm},
};
use axum::extract::State;
use engine::{Mentioned, ProgramInput, ProgramMade, need::WritePrograms, programs};
use program::normalize_host;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Friends of Acme", "currency": "EUR", "allowed_domains": ["shop.example"] }))]
pub(crate) struct CreateProgram {
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    /// ISO 4217. It cannot be changed.
    #[schema(min_length = 3, max_length = 3)]
    currency: String,
    /// Hosts that links may lead to; a host covers its subdomains. An address (`https://shop.example/`) names its host.
    #[schema(min_items = 1, max_items = 100)]
    allowed_domains: Vec<String>,
    /// Where visitors of an unknown slug on the program's link host are led; within the allowed domains.
    #[serde(default, deserialize_with = "text")]
    fallback_url: Option<String>,
    /// A link host of the program's own: one of those the server was started with (`--link-hosts`).
    #[serde(default, deserialize_with = "text")]
    link_host: Option<String>,
    /// Added to every destination where absent.
    utm: Option<Utm>,
    /// Who may apply to take part; `by_approval`, if absent.
    applications: Option<Applications>,
}

/// A program with the policy and the group it begins with.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProgramCreated {
    program: Program,
    policy: Policy,
    group: Group,
    /// What changes for the systems that send events already.
    warnings: Vec<Warning>,
}

/// Create a program
///
/// The first program is the default of events that name none; further ones say what changes by `warnings`. It begins with
/// one group, "Partners", and a policy: last touch, looking back 90 days, a code used at
/// the purchase wins. Nobody earns anything until terms are published.
#[utoipa::path(
    post, path = "/v1/programs", tag = "Programs", operation_id = "create_program",
    params(IdempotencyHeader),
    request_body = CreateProgram,
    responses((status = 201, description = "The program", body = ProgramCreated), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn create_program(
    State(api): State<Api>,
    manager: Allowed<WritePrograms>,
    Json { value, hash }: Json<CreateProgram>,
) -> Result<Answer<ProgramCreated>, Problem> {
    let link_host = value.link_host.as_deref();
    let is_ours = |host: &str| normalize_host(host).is_some_and(|host| api.link_hosts.contains(&host));
    if let Some(host) = link_host.filter(|host| !is_ours(host)) {
        let hosts = api.link_hosts.join(", ");
        let expected = format!("a host that this server has for links ({hosts}), not {host}");
        return Err(engine::Error::from(words::Invalid::new("link_host", expected)).into());
    }
    let input = ProgramInput {
        currency: required("currency", &value.currency)?,
        name: value.name,
        allowed_domains: value.allowed_domains,
        fallback_url: value.fallback_url,
        link_host: value.link_host,
        utm: value.utm.unwrap_or_default().into(),
        applications: value.applications.map_or_else(Default::default, Into::into),
    };
    let done = programs::create(manager.engine(), &manager.permit(&hash), &input).await?;
    manager.presenter().created(done).await
}

impl View for ProgramCreated {
    type Row = ProgramMade;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.program.id);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self {
            program: it.program.into(),
            policy: Policy::view(it.policy, by),
            group: Group::view(it.group, by),
            warnings: it.warnings.into_iter().map(Into::into).collect(),
        }
    }
}
