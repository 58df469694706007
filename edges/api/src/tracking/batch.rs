//! `POST /v1/track/batch`: many events at once, one a line, each answered for itself.

use super::{
    answer::{TrackAnswer, answer},
    event::{Event, TYPES},
    lead::LeadRequest,
    lines::{NDJSON, line_too_long, lines},
    refund_reversal::RefundReversalRequest,
    sale::SaleRequest,
    stage::StageRequest,
};
use crate::answer::Answer;
use crate::{
    access::{Allowed, IdempotencyHeader},
    bound::{Holder, Share, Sizes},
    intake::{check_unique, hash, mend_halves, read_report},
    problem::{BatchProblems, Code, Details, Problem},
    state::Api,
};
use axum::{
    body::Body,
    extract::{Request, State},
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
use words::{Invalid, trim_blanks};

/// Batches answered at once, of one key and of one workspace. Each may hold its lines until its answers are read.
pub const BATCHES: Sizes = Sizes {
    at_once: 16,
    waiting: 0,
    of_one: Share { at_once: 6, in_all: 6 },
    of_workspace: Some(Share { at_once: 8, in_all: 8 }),
};
/// Lines of one batch that are worked on at the same time.
pub const BATCH_CONCURRENCY: usize = 64;

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

/// Report many events
///
/// The body is NDJSON: up to 10,000 lines, each the JSON of a `LeadRequest`, `StageRequest`, `SaleRequest`,
/// `RefundRequest` or `RefundReversalRequest` with one more field, `type`: `lead`, `stage`, `sale`, `refund`,
/// `refund_reversal`, `chargeback` or `chargeback_reversal`. The answer is NDJSON too, a
/// line for each line, in their order, as they are done. A line that is refused does not stop the
/// others, nor does one that is longer than 1 MiB. Lines are worked on at the same time, but those of one sale (the sale, its refunds, their reversals) one after
/// the other. An Idempotency-Key counts for each line with its number.
#[utoipa::path(
    post, path = "/v1/track/batch", tag = "Tracking", operation_id = "track_batch",
    params(IdempotencyHeader),
    request_body(content = String, content_type = "application/x-ndjson", example = json!(
        "{\"type\":\"lead\",\"customer\":{\"external_id\":\"user-1\"},\"code\":\"ADA20\"}\n\
         {\"type\":\"sale\",\"external_id\":\"INV-1\",\"customer\":{\"external_id\":\"user-1\"},\
         \"amount\":{\"amount\":4900,\"currency\":\"EUR\"}}\n"
    )),
    responses(
        (status = 200, description = "An answer for each line", body = BatchAnswer,
            content_type = "application/x-ndjson"),
        BatchProblems,
    ),
    security(("api_key" = [])),
)]
pub(crate) async fn track_batch(
    State(api): State<Api>,
    tracker: Allowed<WriteEvents>,
    request: Request,
) -> Result<Response, Problem> {
    let place = api.batches.enter(tracker.holder())?.0;
    let lines = lines(request).await?;

    let holder = tracker.holder();
    let (tracker, reading) = (Arc::new(tracker), api.clone());
    let read = stream::iter(lines).then(move |(number, line)| {
        let api = reading.clone();
        async move { (number, line.clone().unwrap_or_default(), event_of(&api, holder, line).await) }
    });
    let mut sales = Sales::default();
    let answers = read.map(move |(number, line, event)| {
        // The place is free again when the last answer was read, or nobody reads any more.
        let _place = &place;
        let tracker = tracker.clone();
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

/// The event of a line. A long one is read aside.
async fn event_of(api: &Api, holder: Holder, line: Option<Bytes>) -> Result<Event, Problem> {
    let line = line.ok_or_else(line_too_long)?;
    api.heavy.reading(holder, line.len(), move || read(&line)).await
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
    let answered = match event.record(tracker.engine(), &permit).await {
        Ok(done) => answer(&tracker.presenter(), done).await,
        Err(error) => Err(error.into()),
    };
    match answered {
        Ok(Answer { status, replayed, body }) => {
            BatchAnswer { line: number, status: status.as_u16(), replayed, body: Some(body), problem: None }
        }
        Err(problem) => refused(number, problem),
    }
}

/// Takes `type` out and reads the rest as what it says.
fn read(line: &[u8]) -> Result<Event, Problem> {
    let fault = |fault: serde_json::Error| Problem::new(Code::MalformedBody, fault.to_string());
    let mended = mend_halves(line);
    let line = mended.as_deref().unwrap_or(line);
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
