//! `POST /v1/payout-batches/{id}/outcomes`.

use super::outcome_table::OutcomeTable;
use crate::{
    access::Allowed,
    intake::{Id, Received, media_type, read_body},
    problem::{Code, Problem, WriteProblems},
    state::Api,
    wire::OutcomeEffect,
};
use axum::{
    Json,
    extract::{FromRequest, Request},
};
use engine::{RowTold, need::WritePayouts, payouts, table};
use payout::OutcomeSource;
use serde::Serialize;
use utoipa::ToSchema;
use words::BatchId;

const TABLE: &str = "text/csv";
const REPORT: &str = "application/xml";
/// Of a table of as many outcomes as a batch has transfers.
const TABLE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// The same of a bank's status report, which says more of each.
const REPORT_BYTES_MAX: usize = 16 * 1024 * 1024;

pub(crate) enum Outcomes {
    Table(OutcomeTable),
    Report(String),
}

/// What was sent, and its hash.
pub(crate) struct Sent(Outcomes, String);

impl FromRequest<Api> for Sent {
    type Rejection = Problem;

    async fn from_request(request: Request, api: &Api) -> Result<Self, Problem> {
        let media_type = media_type(request.headers());
        let is_report = [REPORT, "text/xml"].contains(&&*media_type);
        if media_type != TABLE && !is_report {
            let problem = Problem::new(Code::UnsupportedMediaType, format!("the body is {media_type:?}"));
            return Err(problem.field("Content-Type").expected(format!("{TABLE} or {REPORT}")));
        }
        let bytes_max = if is_report { REPORT_BYTES_MAX } else { TABLE_BYTES_MAX };
        let Received { bytes, hash, holder } = read_body(request, bytes_max).await?;
        if is_report {
            // Banks send ISO-8859-1, too.
            let text = table::decoded(&bytes).into_owned();
            return Ok(Self(Outcomes::Report(text), hash));
        }
        let table = api.heavy.reading(holder, bytes.len(), move || OutcomeTable::read(&bytes)).await?;
        Ok(Self(Outcomes::Table(table), hash))
    }
}

/// The result of an import of outcomes.
#[derive(Serialize, ToSchema)]
pub(crate) struct Told {
    changed: u64,
    /// `known`, `pending` and `ignored` together.
    unchanged: u64,
    /// Rows that repeat a recorded outcome.
    known: u64,
    /// Rows about payments that the bank or the provider is still processing.
    pending: u64,
    /// Rows that do not change the recorded outcome of their transfer; `rows` says why.
    ignored: u64,
    /// The pending and the ignored rows.
    rows: Vec<UnchangedOutcome>,
    refused: Vec<RefusedOutcome>,
}

/// A row that changed nothing, though it repeats no recorded outcome.
#[derive(Serialize, ToSchema)]
pub(crate) struct UnchangedOutcome {
    /// From 1, without the header.
    row: u64,
    /// The payment's id as the row has it.
    payment: String,
    /// `pending` or `ignored`.
    effect: OutcomeEffect,
    why: Option<String>,
}

/// A refused row. It does not stop the others.
#[derive(Serialize, ToSchema)]
pub(crate) struct RefusedOutcome {
    /// From 1, without the header; empty lines count.
    row: u64,
    /// The column, and what it accepts.
    why: String,
}

/// Import the outcomes of a batch's transfers, from a table or the bank's status report
///
/// CSV with a header: `payment` (the end-to-end id, or the transfer's), `outcome`, and where there is one `on` (a day), `reason`,
/// `debited` and `currency`. It may be as spreadsheets write it: separated by commas, semicolons or tabs, the columns in any order
/// and case, with further columns and empty rows. Where several columns fit, `outcome` is preferred to `status`. `outcome` is `settled` (or `paid`), `failed` (or `rejected`), `returned`,
/// `accepted` (or `pending`) or `unknown`, in any case. `on` is a day like 2026-11-29, 29.11.2026 or 29-Nov-26. The rows of
/// one payment apply in the order of their days, whatever their order in the table. `reason` is optional, and ignored unless the
/// transfer failed or was returned. `debited` is in minor units, or with
/// decimals in major ones: 1010, 10.10 or 10,10. A row that cannot be read is refused; the others are recorded. Importing
/// the same table again changes nothing.
///
/// XML: the bank's status report, ISO 20022 `pain.002` of any version, about the batch's own file (`OrgnlMsgId`). `ACSC` and `ACCC`
/// settle, `RJCT`, `CANC` and `BLCK` fail with the bank's reasons; all other statuses mean that the bank is still processing the
/// payment. A status of the whole file applies to every transfer under way. Ids may be in capitals. `row` counts the payments in
/// the order of the report.
#[utoipa::path(
    post, path = "/v1/payout-batches/{id}/outcomes", tag = "Payouts", operation_id = "import_outcomes",
    params(("id" = String, Path, description = "The batch's id")),
    request_body(content((String = "text/csv"), (String = "application/xml"))),
    responses((status = 200, description = "The result of the import", body = Told), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn import_outcomes(
    payer: Allowed<WritePayouts>,
    Id(id): Id<BatchId>,
    Sent(outcomes, hash): Sent,
) -> Result<Json<Told>, Problem> {
    payer
        .aside(move |payer| async move {
            let (engine, permit) = (payer.engine(), payer.permit(&hash));
            let (told, unread) = match outcomes {
                Outcomes::Table(OutcomeTable { outcomes, refused }) => (
                    payouts::record_outcomes(engine, &permit, id, (&outcomes, OutcomeSource::Csv)).await?,
                    refused,
                ),
                Outcomes::Report(report) => {
                    (payouts::record_report(engine, &permit, id, &report).await?, Vec::new())
                }
            };
            let mut refused: Vec<_> = told.refused.into_iter().chain(unread).collect();
            refused.sort_by_key(|(row, _)| *row);
            let rows = told.rows.into_iter().map(|RowTold { row, payment, did }| {
                let (effect, why) = OutcomeEffect::of(did);
                UnchangedOutcome { row, payment, effect, why }
            });
            Ok(Json(Told {
                changed: told.changed,
                unchanged: told.known + told.pending + told.ignored,
                known: told.known,
                pending: told.pending,
                ignored: told.ignored,
                rows: rows.collect(),
                refused: refused.into_iter().map(|(row, why)| RefusedOutcome { row, why }).collect(),
            }))
        })
        .await
}
