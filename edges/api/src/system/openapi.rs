//! `GET /openapi.json`.

use crate::state::Api;
use axum::{extract::State, http::header, response::IntoResponse};

pub(super) async fn openapi_json(State(api): State<Api>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], api.openapi_json.clone())
}
