//! `POST /v1/enrolments/moves`.

use crate::{
    access::Allowed,
    admin::bulk::{Outcome, Outcomes, ids},
    intake::{self, required},
    problem::{Problem, WriteProblems},
    wire::Enrolment,
};
use axum::Json;
use engine::need::WritePartners;
use serde::Deserialize;
use utoipa::ToSchema;
use words::EnrolmentId;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "enrolment_ids": ["enr_01kk8y7d00e6br2v9m5gq4t1hs"], "group_id": "grp_01kk8y7d00e6br2v9m5gq4t1hs"
}))]
pub(crate) struct MoveEnrolments {
    /// At most 100.
    #[schema(min_items = 1, max_items = 100)]
    enrolment_ids: Vec<String>,
    /// A group of the same program.
    group_id: String,
}

/// Move partners to another group
///
/// Referrals that begin from now on are priced by that group's terms; earlier ones keep theirs.
#[utoipa::path(
    post, path = "/v1/enrolments/moves", tag = "Partners", operation_id = "move_enrolments",
    request_body = MoveEnrolments,
    responses(
        (status = 200, description = "What became of each", body = Outcomes<Enrolment>), WriteProblems
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn move_enrolments(
    manager: Allowed<WritePartners>,
    intake::Json { value, hash }: intake::Json<MoveEnrolments>,
) -> Result<Json<Outcomes<Enrolment>>, Problem> {
    let group = required("group_id", &value.group_id)?;
    let permit = manager.permit(&hash);
    let mut items = Vec::new();
    for id in ids::<EnrolmentId>("enrolment_ids", &value.enrolment_ids)? {
        let done = manager.engine().move_enrolment(&permit, id, group).await;
        items.push(Outcome::of(Some(id.to_string()), done)?);
    }
    Ok(Json(Outcomes { items }))
}
