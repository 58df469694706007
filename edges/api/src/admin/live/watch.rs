//! `GET /v1/live`.

use crate::{
    access::Allowed,
    bound::{Entry, Share, Sizes},
    problem::{Problem, ReadProblems},
    state::Api,
    wire::Click,
};
use axum::{
    extract::{FromRequestParts, State},
    http::request::Parts,
    response::sse::{Event, KeepAlive, Sse},
};
use engine::{need::ReadClicks, ports::ClickFilter};
use futures_util::{Stream, stream};
use std::{
    collections::{BTreeSet, VecDeque},
    convert::Infallible,
    time::Duration,
};
use tokio::sync::watch::Receiver;
use words::{ClickId, Instant};

/// Streams that are open at once, of one key or user and of one workspace.
pub const LIVE_STREAMS: Sizes = Sizes {
    at_once: 64,
    waiting: 0,
    of_one: Share { at_once: 8, in_all: 8 },
    of_workspace: Some(Share { at_once: 32, in_all: 32 }),
};
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// How many looks one stream is kept open for; browsers open the next by themselves.
const LOOKS_MAX: u32 = 600;
/// After so many looks it is seen whether whoever watches still may: every quarter of a minute.
const LOOKS_PER_CHECK: u32 = 30;
/// How far back each look goes: clicks may be stored a little after their time.
const LOOK_BACK_MICROS: i64 = 10_000_000;
/// Clicks told of at once; of more, the newest.
const CLICKS_PER_LOOK: usize = 50;

/// Watch clicks as they come
///
/// Server-sent events: the data of each event `click` is a click as `GET /v1/clicks` shows it, from the time of the
/// request on. The stream ends after five minutes, when the server stops, and soon after the key or session that asked
/// for it is over; ask again then. At most 64 are open at once: 8 of one key or user, 32 of one workspace.
#[utoipa::path(
    get, path = "/v1/live", tag = "Partners", operation_id = "watch_clicks",
    responses(
        (status = 200, description = "Events, as long as it is open", content((String = "text/event-stream"))),
        ReadProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn watch_clicks(
    State(api): State<Api>,
    parts: Parts,
    reader: Allowed<ReadClicks>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let _place = api.streams.enter(reader.holder())?.0;
    let began = reader.engine().now();
    let watch = Watch {
        reader,
        parts,
        stopping: api.stopping.clone(),
        api,
        began,
        looks: 0,
        seen: BTreeSet::new(),
        waiting: VecDeque::new(),
        _place,
    };
    Ok(Sse::new(stream::unfold(watch, Watch::next)).keep_alive(KeepAlive::default()))
}

/// What a stream knows between two looks.
struct Watch {
    reader: Allowed<ReadClicks>,
    /// The request, to be asked again who it comes from.
    parts: Parts,
    api: Api,
    stopping: Receiver<bool>,
    began: Instant,
    looks: u32,
    /// Clicks of the last look, which the next sees again.
    seen: BTreeSet<ClickId>,
    waiting: VecDeque<click::Click>,
    _place: Entry,
}

impl Watch {
    /// The next event; none when the stream is over.
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        loop {
            if let Some(click) = self.waiting.pop_front() {
                let event = Event::default().event("click").id(click.id.to_string());
                let event = event.json_data(self.reader.presenter().one::<Click>(click).await.ok()?).ok()?;
                return Some((Ok(event), self));
            }
            if self.looks == LOOKS_MAX || *self.stopping.borrow() {
                return None;
            }
            if self.looks > 0 {
                tokio::select! {
                    () = tokio::time::sleep(LOOK_EVERY) => {}
                    _ = self.stopping.changed() => return None,
                }
            }
            self.looks += 1;
            if self.looks.is_multiple_of(LOOKS_PER_CHECK) {
                self.reader = Allowed::from_request_parts(&mut self.parts, &self.api).await.ok()?;
            }
            self.look().await.ok()?;
        }
    }

    async fn look(&mut self) -> Result<(), engine::ports::StorageError> {
        let engine = self.reader.engine();
        let since = engine.now().plus_micros(-LOOK_BACK_MICROS).max(self.began);
        let filter = ClickFilter { since: Some(since), ..ClickFilter::default() };
        let found = engine.clicks().list(self.reader.scope(), &filter, None, CLICKS_PER_LOOK).await?;
        let seen = found.iter().map(|click| click.id).collect();
        let new = found.into_iter().rev().filter(|click| !self.seen.contains(&click.id));
        self.waiting.extend(new);
        self.seen = seen;
        Ok(())
    }
}
