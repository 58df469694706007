//! `PATCH /v1/enrollments/{id}`.

use crate::{
    access::Allowed,
    intake::{self, Id, present, required},
    problem::{Problem, WriteProblems},
    wire::Enrollment,
};
use axum::Json;
use engine::{EnrollmentChange, enrollments, need::WritePartners};
use serde::Deserialize;
use utoipa::ToSchema;
use words::EnrollmentId;

/// What is absent stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "recruited_by": "enr_01kk8y7d00e6br2v9m5gq4t1hs" }))]
pub(crate) struct UpdateEnrollment {
    /// The enrollment of another partner of the program, who brought this one; null: nobody did. What was earned for it until now
    /// stays.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    recruited_by: Option<Option<String>>,
}

/// Say who brought a partner
///
/// From now on the terms' rewards for partners count for whoever did. Nobody brings themselves, nor whoever brought them.
#[utoipa::path(
    patch, path = "/v1/enrollments/{id}", tag = "Partners", operation_id = "update_enrollment",
    params(("id" = String, Path, description = "The enrollment's id")),
    request_body = UpdateEnrollment,
    responses((status = 200, description = "The enrollment", body = Enrollment), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn update_enrollment(
    manager: Allowed<WritePartners>,
    Id(id): Id<EnrollmentId>,
    intake::Json { value, hash }: intake::Json<UpdateEnrollment>,
) -> Result<Json<Enrollment>, Problem> {
    let recruited_by = match value.recruited_by {
        Some(Some(by)) => Some(Some(required("recruited_by", &by)?)),
        Some(None) => Some(None),
        None => None,
    };
    let change = EnrollmentChange { recruited_by };
    let enrollment = enrollments::update(manager.engine(), &manager.permit(&hash), id, &change).await?;
    manager.presenter().json(enrollment).await
}
