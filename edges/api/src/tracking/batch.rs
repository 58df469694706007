//! `POST /v1/track/batch`: many events at once, one a line, each answered for itself.

use super::{
    answer::{TrackAnswer, answer},
    event::{Event, TYPES},
    lead::LeadRequest,
    refund_reversal::RefundReversalRequest,
    sale::SaleRequest,
    stage::StageRequest,
};
use crate::{
    access::{Allowed, IdempotencyHeader},
    intake::{Received, check_unique, hash, media_type, read_body, read_report},
    problem::{Code, Details, Problem, TrackProblems},
    state::Api,
};
use axum::{
    body::Body,
    extract::{FromRequest, Request, State},
    http::header,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use conversion::Kind;
use engine::need::WriteEvents;
use futures_util::{StreamExt, stream};
use serde::Serialize;
use serde_json::{Map, Value};
use std::{collections::HashMap, convert::Infallible, sync::Arc};
use tokio::sync::oneshot;
use utoipa::ToSchema;
use words::{Invalid, filled, trim_blanks};

/// The largest body of a batch.
pub const BATCH_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Batches answered at once; each may hold its lines until its answers are read.
pub const BATCHES_AT_ONCE_MAX: usize = 16;
pub const BATCH_LINES_MAX: usize = 10_000;
/// Lines of one batch that are worked on at the same time.
pub const BATCH_CONCURRENCY: usize = 64;
const NDJSON: &str = "application/x-ndjson";

/// What became of one line.
#[derive(Serialize, ToSchema)]
pub(crate) struct BatchAnswer {
    /// The line in the request, from 1.
    pub line: usize,
    /// The status that the event would have been answered with on its own.
    pub status: u16,
    /// True when this is the answer given earlier under the same Idempotency-Key.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub replayed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<TrackAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<Box<Details>>,
}

/// The lines of a body, each with its number; blank ones are passed over.
pub(crate) struct Lines(Vec<(usize, Bytes)>);

impl FromRequest<Api> for Lines {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Api) -> Result<Self, Problem> {
        let media_type = media_type(request.headers());
        if media_type != NDJSON && media_type != "application/ndjson" {
            let problem = Problem::new(Code::UnsupportedMediaType, format!("the body is {media_type:?}"));
            return Err(problem.field("Content-Type").expected(NDJSON));
        }
        let Received { bytes, .. } = read_body(request, BATCH_BYTES_MAX).await?;
        // Excel and Windows editors put a byte order mark before the first line.
        let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
        let numbered = text.split(|&byte| byte == b'\n').zip(1..);
        let written = numbered.filter(|(line, _)| !is_blank_line(line)).take(BATCH_LINES_MAX + 1);
        let lines: Vec<_> = written.map(|(line, number)| (number, bytes.slice_ref(line))).collect();
        if lines.len() > BATCH_LINES_MAX {
            let detail = format!("the batch has more than {BATCH_LINES_MAX} lines");
            return Err(Problem::new(Code::BatchTooLong, detail));
        }
        Ok(Self(lines))
    }
}

/// Report many events
///
/// The body is NDJSON: up to 10,000 lines, each the JSON of a `LeadRequest`, `StageRequest`, `SaleRequest`,
/// `RefundRequest` or `RefundReversalRequest` with one more field, `type`: `lead`, `stage`, `sale`, `refund`,
/// `refund_reversal`, `chargeback` or `chargeback_reversal`. The answer is NDJSON too, a
/// line for each line, in their order, as they are done. A line that is refused does not stop the
/// others. Lines are worked on at the same time, but those of one sale (the sale, its refunds, their reversals) one after
/// the other. An Idempotency-Key counts for each line with its number.
#[utoipa::path(
    post, path = "/v1/track/batch", tag = "Tracking", operation_id = "track_batch",
    params(IdempotencyHeader),
    request_body(content = String, content_type = "application/x-ndjson", example = json!(
        "{\"type\":\"lead\",\"customer_external_id\":\"user-1\",\"code\":\"ADA20\"}\n\
         {\"type\":\"sale\",\"external_id\":\"INV-1\",\"customer_external_id\":\"user-1\",\
         \"amount\":{\"amount\":4900,\"currency\":\"EUR\"}}\n"
    )),
    responses(
        (status = 200, description = "An answer for each line", body = BatchAnswer,
            content_type = "application/x-ndjson"),
        TrackProblems,
    ),
    security(("api_key" = [])),
)]
pub(crate) async fn track_batch(
    State(api): State<Api>,
    tracker: Allowed<WriteEvents>,
    Lines(lines): Lines,
) -> Result<Response, Problem> {
    let place = api.batches.clone().try_acquire_owned();
    let place = place.map_err(|_| Problem::new(Code::Busy, "too many batches are being answered"))?;
    let tracker = Arc::new(tracker);
    let mut sales = Sales::default();
    let answers = stream::iter(lines).map(move |(number, line)| {
        // The place is free again when the last answer was read, or nobody reads any more.
        let _place = &place;
        let tracker = tracker.clone();
        let event = read(&line);
        let turn = sales.turn(event.as_ref().map(Event::names).unwrap_or_default());
        // A task of its own: lines use every core, and one that is begun is finished even when the
        // caller goes away.
        let task = tokio::spawn(async move {
            let _turn = turn.come().await;
            record(&tracker, number, &line, event).await
        });
        async move {
            let lost = |_| refused(number, Problem::new(Code::Internal, "the line could not be done"));
            written(&task.await.unwrap_or_else(lost))
        }
    });
    let body = Body::from_stream(answers.buffered(BATCH_CONCURRENCY));
    Ok(([(header::CONTENT_TYPE, NDJSON)], body).into_response())
}

/// Which of the lines that name a sale or refund was last; each waits for the one before it in the batch.
#[derive(Default)]
struct Sales(HashMap<String, oneshot::Receiver<()>>);

/// A line's place among those of its sale and refund.
struct Turn(Vec<(Option<oneshot::Receiver<()>>, oneshot::Sender<()>)>);

impl Sales {
    fn turn(&mut self, names: Vec<String>) -> Turn {
        let turn = |name| {
            let (done, after) = oneshot::channel();
            (self.0.insert(name, after), done)
        };
        Turn(names.into_iter().map(turn).collect())
    }
}

impl Turn {
    /// Waits for the lines before. What it answers ends the turn when it is dropped, also by a panic.
    async fn come(self) -> Vec<oneshot::Sender<()>> {
        let mut held = Vec::new();
        for (before, done) in self.0 {
            if let Some(before) = before {
                // An error says that the line before is done: its sender was dropped.
                let _ = before.await;
            }
            held.push(done);
        }
        held
    }
}

async fn record(
    tracker: &Allowed<WriteEvents>,
    number: usize,
    line: &Bytes,
    event: Result<Event, Problem>,
) -> BatchAnswer {
    let event = match event {
        Ok(event) => event,
        Err(problem) => return refused(number, problem),
    };
    let permit = tracker.permit_for_line(number, &hash(&[line]));
    match event.record(tracker.engine(), &permit).await {
        Ok(done) => {
            let answer = answer(done, false);
            let (status, replayed) = (answer.status.as_u16(), answer.replayed);
            BatchAnswer { line: number, status, replayed, body: Some(answer.body), problem: None }
        }
        Err(error) => refused(number, error.into()),
    }
}

fn is_blank_line(line: &[u8]) -> bool {
    std::str::from_utf8(line).is_ok_and(|line| filled(line).is_none())
}

/// Takes `type` out and reads the rest as what it says.
fn read(line: &[u8]) -> Result<Event, Problem> {
    let fault = |fault: serde_json::Error| Problem::new(Code::MalformedBody, fault.to_string());
    check_unique(line)?;
    let mut fields: Map<String, Value> = serde_json::from_slice(line).map_err(fault)?;
    let kind = fields.remove("type");
    let rest = Value::Object(fields);
    let event = match kind.as_ref().and_then(Value::as_str).map(trim_blanks) {
        Some("lead") => read_report::<LeadRequest>(rest)?.try_into(),
        Some("stage") => read_report::<StageRequest>(rest)?.try_into(),
        Some("sale") => read_report::<SaleRequest>(rest)?.try_into(),
        Some("refund") => Event::of_sale(read_report(rest)?, Kind::Refund),
        Some("refund_reversal") => read_report::<RefundReversalRequest>(rest)?.try_into(),
        Some("chargeback") => Event::of_sale(read_report(rest)?, Kind::Chargeback),
        Some("chargeback_reversal") => Event::of_sale(read_report(rest)?, Kind::ChargebackReversal),
        _ => Err(Invalid::new("type", TYPES)),
    };
    Ok(event?)
}

fn refused(line: usize, Problem(details): Problem) -> BatchAnswer {
    BatchAnswer { line, status: details.status, replayed: false, body: None, problem: Some(details) }
}

fn written(answer: &BatchAnswer) -> Result<Bytes, Infallible> {
    let mut text = serde_json::to_vec(answer).unwrap_or_default();
    text.push(b'\n');
    Ok(text.into())
}
