//! `POST /v1/payout-batches/{id}/outcomes`.

use super::tell::outcome;
use crate::{
    access::Allowed,
    intake::{Id, Received, media_type, optional, read_body, required},
    problem::{Code, Problem, WriteProblems},
    state::Api,
    wire::OutcomeKind,
};
use axum::{
    Json,
    extract::{FromRequest, Request},
};
use engine::{OutcomeInput, need::WritePayouts};
use payout::OutcomeSource;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::{BatchId, Invalid, Money};

const TABLE: &str = "text/csv";
/// A table of as many outcomes as a batch has transfers.
const TABLE_BYTES_MAX: usize = 4 * 1024 * 1024;

/// One row of the table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    payment: String,
    outcome: OutcomeKind,
    on: Option<String>,
    reason: Option<String>,
    debited: Option<i64>,
    currency: Option<String>,
}

pub(crate) struct Table {
    outcomes: Vec<OutcomeInput>,
    hash: String,
}

impl FromRequest<Api> for Table {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Api) -> Result<Self, Problem> {
        let media_type = media_type(request.headers());
        if media_type != TABLE {
            let problem = Problem::new(Code::UnsupportedMediaType, format!("the body is {media_type:?}"));
            return Err(problem.field("Content-Type").expected(TABLE));
        }
        let Received { bytes, hash } = read_body(request, TABLE_BYTES_MAX).await?;
        let mut table = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(&*bytes);
        let mut outcomes = Vec::new();
        for (number, row) in (1..).zip(table.deserialize::<Row>()) {
            let at = |why: String| {
                let problem = Problem::new(Code::MalformedBody, why).field(format!("row {number}"));
                problem.expected("the columns payment, outcome, on, reason, debited and currency")
            };
            let row = row.map_err(|fault| at(fault.to_string()))?;
            outcomes.push(read(row).map_err(|fault: Invalid| at(fault.to_string()))?);
        }
        Ok(Self { outcomes, hash })
    }
}

fn read(row: Row) -> Result<OutcomeInput, Invalid> {
    let debited = match (row.debited, row.currency.filter(|code| !code.is_empty())) {
        (Some(amount), Some(code)) => Some(Money::new(amount, required("currency", &code)?)),
        (Some(_), None) => return Err(Invalid::new("currency", "the currency of what was debited")),
        (None, _) => None,
    };
    let on = row.on.filter(|text| !text.is_empty());
    let reason = row.reason.filter(|text| !text.is_empty());
    let outcome = outcome(row.outcome, reason, debited)?;
    Ok(OutcomeInput { payment: row.payment, outcome, on: optional("on", on.as_deref())? })
}

/// What a table of outcomes did.
#[derive(Serialize, ToSchema)]
pub(crate) struct Told {
    changed: u64,
    /// Told before.
    unchanged: u64,
    refused: Vec<RefusedOutcome>,
}

/// A row that was refused; the others stand.
#[derive(Serialize, ToSchema)]
pub(crate) struct RefusedOutcome {
    /// From 1, without the header.
    row: u64,
    why: String,
}

/// Tell what became of a batch's transfers, as a table
///
/// CSV with a header: `payment` (the end-to-end id, or the transfer's), `outcome` (`settled`, `failed`, `returned`,
/// `accepted`, `unknown`), and where there is one `on` (a day), `reason`, `debited` (minor units) and `currency`. Each row
/// stands by itself; told again, it changes nothing.
#[utoipa::path(
    post, path = "/v1/payout-batches/{id}/outcomes", tag = "Payouts", operation_id = "tell_outcomes",
    params(("id" = String, Path, description = "The batch's id")),
    request_body(content((String = "text/csv"))),
    responses((status = 200, description = "What became of the rows", body = Told), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn tell_outcomes(
    payer: Allowed<WritePayouts>,
    Id(id): Id<BatchId>,
    Table { outcomes, hash }: Table,
) -> Result<Json<Told>, Problem> {
    let permit = payer.permit(&hash);
    let told = payer.engine().tell_outcomes(&permit, id, (&outcomes, OutcomeSource::Csv)).await?;
    let refused = told.refused.into_iter().map(|(row, why)| RefusedOutcome { row, why }).collect();
    Ok(Json(Told { changed: told.changed, unchanged: told.unchanged, refused }))
}
