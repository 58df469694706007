//! What describes the interface: the OpenAPI file, its page, and the catalog of problems.

mod docs;
mod openapi;
mod problems;

use crate::state::Api;
use axum::{Router, routing::get};

pub(crate) fn router() -> Router<Api> {
    Router::new()
        .route("/openapi.json", get(openapi::openapi_json))
        .route("/docs", get(docs::page))
        .route("/docs/page.js", get(docs::script))
        .route("/docs/page.css", get(docs::style))
        .route("/docs/problems", get(problems::page))
}
