//! `PATCH /v1/enrolments/{id}`.

use crate::{
    access::Allowed,
    intake::{self, Id, present, required},
    problem::{Problem, WriteProblems},
    wire::Enrolment,
};
use axum::Json;
use engine::{EnrolmentChange, need::WritePartners};
use serde::Deserialize;
use utoipa::ToSchema;
use words::EnrolmentId;

/// What is absent stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "recruited_by": "enr_01kk8y7d00e6br2v9m5gq4t1hs" }))]
pub(crate) struct UpdateEnrolment {
    /// The enrolment of another partner of the program, who brought this one; null: nobody did. What was earned for it until now
    /// stays.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    recruited_by: Option<Option<String>>,
}

/// Say who brought a partner
///
/// From now on the terms' rewards for partners count for whoever did. Nobody brings themselves, nor whoever brought them.
#[utoipa::path(
    patch, path = "/v1/enrolments/{id}", tag = "Partners", operation_id = "update_enrolment",
    params(("id" = String, Path, description = "The enrolment's id")),
    request_body = UpdateEnrolment,
    responses((status = 200, description = "The enrolment", body = Enrolment), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn update_enrolment(
    manager: Allowed<WritePartners>,
    Id(id): Id<EnrolmentId>,
    intake::Json { value, hash }: intake::Json<UpdateEnrolment>,
) -> Result<Json<Enrolment>, Problem> {
    let recruited_by = match value.recruited_by {
        Some(Some(by)) => Some(Some(required("recruited_by", &by)?)),
        Some(None) => Some(None),
        None => None,
    };
    let change = EnrolmentChange { recruited_by };
    Ok(Json(manager.engine().update_enrolment(&manager.permit(&hash), id, &change).await?.into()))
}
