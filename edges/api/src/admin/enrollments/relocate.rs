//! `POST /v1/enrollments/moves`.

use crate::{
    access::Allowed,
    admin::bulk::{Attempt, Outcomes, ids},
    intake::{self, required},
    problem::{Problem, WriteProblems},
    wire::Enrollment,
};
use axum::Json;
use engine::{enrollments, need::WritePartners};
use serde::Deserialize;
use utoipa::ToSchema;
use words::EnrollmentId;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "enrollment_ids": ["enr_01kk8y7d00e6br2v9m5gq4t1hs"], "group_id": "grp_01kk8y7d00e6br2v9m5gq4t1hs"
}))]
pub(crate) struct MoveEnrollments {
    /// At most 100.
    #[schema(min_items = 1, max_items = 100)]
    enrollment_ids: Vec<String>,
    /// A group of the same program.
    group_id: String,
}

/// Move partners to another group
///
/// Referrals that begin from now on are priced by that group's terms; earlier ones keep theirs.
#[utoipa::path(
    post, path = "/v1/enrollments/moves", tag = "Partners", operation_id = "move_enrollments",
    request_body = MoveEnrollments,
    responses(
        (status = 200, description = "The outcome of each", body = Outcomes<Enrollment>), WriteProblems
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn move_enrollments(
    manager: Allowed<WritePartners>,
    intake::Json { value, hash }: intake::Json<MoveEnrollments>,
) -> Result<Json<Outcomes<Enrollment>>, Problem> {
    let group = required("group_id", &value.group_id)?;
    let permit = manager.permit(&hash);
    let mut items = Vec::new();
    for id in ids::<EnrollmentId>("enrollment_ids", &value.enrollment_ids)? {
        let done = enrollments::move_to_group(manager.engine(), &permit, id, group).await;
        items.push(Attempt::of(Some(id.to_string()), done)?);
    }
    Ok(Json(Outcomes { items: manager.presenter().all(items).await? }))
}
