//! `POST /v1/payout-batches`.

use crate::{
    access::{Allowed, IdempotencyHeader},
    answer::Answer,
    intake::{self, optional, required, text},
    problem::{CloseProblems, Problem},
    wire::{Batch, MethodKind},
};
use engine::{BatchInput, Error, need::WritePayouts, payouts};
use serde::Deserialize;
use utoipa::ToSchema;
use words::PartnerId;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "program_id": "prg_01kk8y7d00e6br2v9m5gq4t1hs", "rail": "bank" }))]
pub(crate) struct MakeBatch {
    program_id: String,
    /// Only partners who are paid in this way are in it.
    rail: MethodKind,
    /// Statements that are due until then; today, if absent.
    #[schema(format = Date)]
    #[serde(default, deserialize_with = "text")]
    due_until: Option<String>,
    /// When the bank shall pay: today, if absent, or one of the next 90 days.
    #[schema(format = Date)]
    #[serde(default, deserialize_with = "text")]
    execution_day: Option<String>,
    /// Only these partners; all, if absent. At most 1000.
    #[serde(default)]
    #[schema(max_items = 1000)]
    only_partner_ids: Vec<String>,
    /// Not these.
    #[serde(default)]
    #[schema(max_items = 1000)]
    except_partner_ids: Vec<String>,
}

/// Make a batch
///
/// Collects the closed statements that are due, not paid, and in no other transfer under way, of partners whose payout
/// method is usable. Everything about each transfer is frozen now. What is due and not in it is listed with why. The
/// batch is a draft, to be submitted and then approved by another member.
#[utoipa::path(
    post, path = "/v1/payout-batches", tag = "Payouts", operation_id = "create_batch",
    params(IdempotencyHeader),
    request_body = MakeBatch,
    responses((status = 201, description = "The batch", body = Batch), CloseProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn create_batch(
    maker: Allowed<WritePayouts>,
    intake::Json { value, hash }: intake::Json<MakeBatch>,
) -> Result<Answer<Batch>, Problem> {
    maker
        .aside(move |maker| async move {
            let partners = |field, named: &[String]| {
                named
                    .iter()
                    .map(|id| required(field, id))
                    .collect::<Result<Vec<PartnerId>, _>>()
                    .map_err(Error::from)
            };
            let input = BatchInput {
                program: required("program_id", &value.program_id).map_err(Error::from)?,
                rail: value.rail.into(),
                due_until: optional("due_until", value.due_until.as_deref()).map_err(Error::from)?,
                execution_day: optional("execution_day", value.execution_day.as_deref())
                    .map_err(Error::from)?,
                only: partners("only_partner_ids", &value.only_partner_ids)?,
                except: partners("except_partner_ids", &value.except_partner_ids)?,
            };
            let done = payouts::create(maker.engine(), &maker.permit(&hash), &input).await?;
            maker.presenter().created(done).await
        })
        .await
}
