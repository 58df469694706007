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
const REPORT: &str = "application/xml";
/// Of a table of as many outcomes as a batch has transfers.
const TABLE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// The same of a bank's status report, which says more of each.
const REPORT_BYTES_MAX: usize = 16 * 1024 * 1024;

/// One row of the table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    payment: String,
    outcome: OutcomeKind,
    on: Option<String>,
    reason: Option<String>,
    debited: Option<String>,
    currency: Option<String>,
}

pub(crate) enum Outcomes {
    Table(Vec<OutcomeInput>),
    Report(String),
}

/// What was sent, and its hash.
pub(crate) struct Sent(Outcomes, String);

impl FromRequest<Api> for Sent {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Api) -> Result<Self, Problem> {
        let media_type = media_type(request.headers());
        let is_report = [REPORT, "text/xml"].contains(&&*media_type);
        if media_type != TABLE && !is_report {
            let problem = Problem::new(Code::UnsupportedMediaType, format!("the body is {media_type:?}"));
            return Err(problem.field("Content-Type").expected(format!("{TABLE} or {REPORT}")));
        }
        let bytes_max = if is_report { REPORT_BYTES_MAX } else { TABLE_BYTES_MAX };
        let Received { bytes, hash } = read_body(request, bytes_max).await?;
        if is_report {
            let text = String::from_utf8(bytes.to_vec())
                .map_err(|fault| Problem::new(Code::MalformedBody, fault.to_string()).expected("UTF-8"))?;
            return Ok(Self(Outcomes::Report(text), hash));
        }
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
        Ok(Self(Outcomes::Table(outcomes), hash))
    }
}

fn read(row: Row) -> Result<OutcomeInput, Invalid> {
    let units = |text: String| {
        text.parse::<i64>().map_err(|_| Invalid::new("debited", "minor units, such as 1010 for 10.10 EUR"))
    };
    let debited = row.debited.filter(|text| !text.is_empty()).map(units).transpose()?;
    let debited = match (debited, row.currency.filter(|code| !code.is_empty())) {
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

/// Tell what became of a batch's transfers, as a table or with the bank's report
///
/// CSV with a header: `payment` (the end-to-end id, or the transfer's), `outcome` (`settled`, `failed`, `returned`,
/// `accepted`, `unknown`), and where there is one `on` (a day), `reason`, `debited` (minor units) and `currency`. Each row
/// stands by itself; told again, it changes nothing.
///
/// XML: the bank's status report, ISO 20022 `pain.002` of any version, about the batch's own file (`OrgnlMsgId`). `ACSC` and `ACCC`
/// settle, `RJCT`, `CANC` and `BLCK` fail with the bank's reasons, the others say that the bank works on it. What is said of
/// the whole file holds for every transfer under way. `row` counts the payments as the report names them.
#[utoipa::path(
    post, path = "/v1/payout-batches/{id}/outcomes", tag = "Payouts", operation_id = "tell_outcomes",
    params(("id" = String, Path, description = "The batch's id")),
    request_body(content((String = "text/csv"), (String = "application/xml"))),
    responses((status = 200, description = "What became of the rows", body = Told), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn tell_outcomes(
    payer: Allowed<WritePayouts>,
    Id(id): Id<BatchId>,
    Sent(outcomes, hash): Sent,
) -> Result<Json<Told>, Problem> {
    let (engine, permit) = (payer.engine(), payer.permit(&hash));
    let told = match outcomes {
        Outcomes::Table(outcomes) => {
            engine.tell_outcomes(&permit, id, (&outcomes, OutcomeSource::Csv)).await?
        }
        Outcomes::Report(report) => engine.tell_report(&permit, id, &report).await?,
    };
    let refused = told.refused.into_iter().map(|(row, why)| RefusedOutcome { row, why }).collect();
    Ok(Json(Told { changed: told.changed, unchanged: told.unchanged, refused }))
}
