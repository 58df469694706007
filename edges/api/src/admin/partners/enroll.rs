//! `POST /v1/partners`.

use crate::{
    access::{Allowed, IdempotencyHeader},
    answer::Answer,
    intake::{Json, optional, required, text},
    present::{View, Viewer},
    problem::{Problem, WriteProblems},
    state::Api,
    wire::{Enrollment, Partner},
};
use axum::extract::State;
use engine::{EnrollInput, Enrolled, Mentioned, WhichPartner, enrollments, need::WritePartners};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::Invalid;

/// A new partner by `display_name`, or one who is in another program by `partner_id`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "program_id": "prg_01kk8y7d00e6br2v9m5gq4t1hs", "display_name": "Ada's blog", "email": "ada@example.com"
}))]
pub(crate) struct EnrollPartner {
    program_id: String,
    /// A known partner; then neither `display_name` nor `email`.
    #[serde(default, deserialize_with = "text")]
    partner_id: Option<String>,
    #[schema(min_length = 1, max_length = 120)]
    #[serde(default, deserialize_with = "text")]
    display_name: Option<String>,
    /// Kept encrypted; shows self-referrals.
    #[serde(default, deserialize_with = "text")]
    email: Option<String>,
    /// The program's first group, if absent.
    #[serde(default, deserialize_with = "text")]
    group_id: Option<String>,
    /// Whether the partner is asked first, by a letter to their address, and takes part once they accept.
    #[serde(default)]
    invite: bool,
    /// The enrollment of another partner of the program, who brought this one.
    #[serde(default, deserialize_with = "text")]
    recruited_by: Option<String>,
}

/// A partner with the place in the program.
#[derive(Serialize, ToSchema)]
pub(crate) struct PartnerEnrolled {
    partner: Partner,
    enrollment: Enrollment,
}

/// Enroll a partner in a program
#[utoipa::path(
    post, path = "/v1/partners", tag = "Partners", operation_id = "enroll_partner",
    params(IdempotencyHeader),
    request_body = EnrollPartner,
    responses((status = 201, description = "The partner, enrolled", body = PartnerEnrolled), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn enroll_partner(
    State(api): State<Api>,
    manager: Allowed<WritePartners>,
    Json { value, hash }: Json<EnrollPartner>,
) -> Result<Answer<PartnerEnrolled>, Problem> {
    let input = EnrollInput {
        program: required("program_id", &value.program_id)?,
        group: optional("group_id", value.group_id.as_deref())?,
        invite: value.invite,
        recruited_by: optional("recruited_by", value.recruited_by.as_deref())?,
        partner: value.which()?,
    };
    let done = enrollments::enroll(manager.engine(), &manager.permit(&hash), &input, &api.public_url).await?;
    manager.presenter().created(done).await
}

impl View for PartnerEnrolled {
    type Row = Enrolled;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        Enrollment::mentions(&it.enrollment, names);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self { partner: Partner::view(it.partner, by), enrollment: Enrollment::view(it.enrollment, by) }
    }
}

impl EnrollPartner {
    fn which(self) -> Result<WhichPartner, Invalid> {
        match (self.partner_id, self.display_name, self.email) {
            (Some(id), None, None) => Ok(WhichPartner::Known(required("partner_id", &id)?)),
            (None, Some(display_name), email) => Ok(WhichPartner::New { display_name, email }),
            (Some(_), _, _) => {
                Err(Invalid::new("partner_id", "a known partner without display_name and email"))
            }
            (None, None, _) => {
                Err(Invalid::new("display_name", "the new partner's name, or partner_id instead"))
            }
        }
    }
}
