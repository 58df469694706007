//! `GET /v1/payout-batches/{id}`.

use crate::{
    access::Allowed,
    intake::Id,
    problem::{Problem, ReadProblems},
    wire::{BatchShown, BatchTally, HandName},
};
use axum::Json;
use engine::{
    need::{ReadPayouts, WritePayouts},
    payouts, people,
};
use payout::{Batch, Hand};
use words::{BatchId, UserId};

/// Show a batch, where its transfers stand, and whether the caller may approve it
#[utoipa::path(
    get, path = "/v1/payout-batches/{id}", tag = "Payouts", operation_id = "get_batch",
    params(("id" = String, Path, description = "The batch's id")),
    responses((status = 200, description = "The batch", body = BatchShown), ReadProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn get_batch(
    reader: Allowed<ReadPayouts>,
    Id(id): Id<BatchId>,
) -> Result<Json<BatchShown>, Problem> {
    let permit = reader.permit("");
    let batch = payouts::get(reader.engine(), &permit, id).await?;
    let tallies = reader.book().transfer_tallies(reader.scope(), id).await?;
    let refusal = payouts::may_approve(reader.engine(), &permit, &batch).await?.err();
    let role_allows = reader.may::<WritePayouts>();
    let why_not = match (role_allows, refusal) {
        (_, Some(refusal)) => Some(refusal.name().to_owned()),
        (false, None) => Some("role".to_owned()),
        (true, None) => None,
    };
    let currency = batch.currency;
    Ok(Json(BatchShown {
        people: people(&reader, &batch).await?,
        by_status: tallies.into_iter().map(|tally| BatchTally::of(tally, currency)).collect(),
        may_approve: why_not.is_none(),
        why_not,
        batch: reader.presenter().one(batch).await?,
    }))
}

/// Everybody whom the batch names, once.
async fn people(reader: &Allowed<ReadPayouts>, batch: &Batch) -> Result<Vec<HandName>, Problem> {
    let steps = [Some(batch.created), batch.submitted, batch.approved, batch.handed_over, batch.canceled];
    let mut people: Vec<HandName> = Vec::new();
    for hand in steps.into_iter().flatten().map(|done| done.by) {
        let id = hand.to_string();
        if people.iter().any(|known| known.id == id) {
            continue;
        }
        let (name, behind) = match hand {
            Hand::Member { user } => (called(reader, user).await?, None),
            Hand::Key { key, made_by } => {
                let key = reader.book().key(reader.scope().workspace, key).await?;
                let behind = match made_by {
                    Some(user) => called(reader, user).await?,
                    None => None,
                };
                (key.map(|key| key.name), behind)
            }
            _ => continue,
        };
        people.push(HandName { id, name, behind });
    }
    Ok(people)
}

async fn called(reader: &Allowed<ReadPayouts>, user: UserId) -> Result<Option<String>, Problem> {
    let user = reader.book().user(user).await?;
    Ok(user.and_then(|user| people::name_of(reader.engine(), &user)))
}
