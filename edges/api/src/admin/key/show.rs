//! `GET /v1/key`.

use crate::{
    access::Known,
    problem::{Problem, ReadProblems},
    wire::Key,
};
use axum::Json;

/// Show the key that asks
#[utoipa::path(
    get, path = "/v1/key", tag = "Feed", operation_id = "get_key",
    responses((status = 200, description = "The key", body = Key), ReadProblems),
    security(("api_key" = [])),
)]
pub(crate) async fn get_key(Known(access): Known) -> Result<Json<Key>, Problem> {
    let key = access.key().ok_or_else(|| Problem::absent("key", "behind this session"))?;
    Ok(Json(Key::new(key, None)))
}
