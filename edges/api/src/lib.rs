//! The HTTP interface under `/v1`: tracking for merchants' systems and networks, administration with
//! a secret key, and the description of it all. One endpoint, one file; the path is the folder.

mod access;
mod account;
mod admin;
mod answer;
mod bound;
mod intake;
mod layers;
mod list;
mod openapi;
mod partner;
mod present;
mod problem;
mod reference;
mod state;
mod system;
mod tracking;
mod wire;

pub use access::{
    ClientAddress, GUESSES_PER_MINUTE, PUBLISHABLE_REQUESTS_PER_ADDRESS, PUBLISHABLE_REQUESTS_PER_SECOND,
    SECRET_REQUESTS_PER_SECOND, SESSION_REQUESTS_PER_SECOND,
};
pub use admin::{LIVE_STREAMS, read_simulation};
pub use axum::{Router, body::Body};
pub use bound::{
    FAMILIAR_PASSWORDS, HEAVY_WAIT, LONG_READS, MERCHANTS_LISTS, MERCHANTS_WORK, PARTNERS_LISTS,
    PARTNERS_WORK, PASSWORDS, Share, Sizes,
};
pub use intake::{BODY_BYTES_MAX, GUEST_BODY_BYTES_MAX};
pub use layers::REQUESTS_AT_ONCE_MAX;
pub use reference::{evidence_md, limits_md, problems_md};
pub use state::ApiState;
pub use tracking::{BATCH_BYTES_MAX, BATCH_CONCURRENCY, BATCH_LINE_BYTES_MAX, BATCH_LINES_MAX, BATCHES};

use axum::{middleware, response::IntoResponse};
use state::Api;
use utoipa_axum::router::OpenApiRouter;

/// Everything this edge answers: `/v1/…`, `/openapi.json` and `/docs`; any other path is a problem.
pub fn router(state: ApiState) -> Router {
    let (router, description) = described();
    let api = Api::new(state, &description);
    router
        .route_layer(middleware::from_fn_with_state(api.clone(), access::refuse_unused))
        .merge(system::router())
        .fallback(layers::unknown_path)
        .method_not_allowed_fallback(layers::wrong_method)
        .layer(middleware::from_fn_with_state(api.clone(), layers::dress))
        .with_state(api)
}

/// The answer to a request that there is no place for.
pub fn busy(detail: &str) -> axum::response::Response {
    problem::Problem::new(problem::Code::Busy, detail).into_response()
}

/// The OpenAPI 3.1 description of `/v1`, from the same declarations as the routes.
pub fn openapi() -> utoipa::openapi::OpenApi {
    described().1
}

/// The description as `docs/openapi.json` and `/openapi.json` hold it.
pub fn openapi_json() -> Result<String, serde_json::Error> {
    openapi().to_pretty_json()
}

fn described() -> (Router<Api>, utoipa::openapi::OpenApi) {
    let (router, mut description) = OpenApiRouter::with_openapi(openapi::frame())
        .merge(tracking::router())
        .merge(admin::router())
        .merge(account::router())
        .merge(partner::router())
        .split_for_parts();
    problem::narrow(&mut description);
    (router, description)
}
