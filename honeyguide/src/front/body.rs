//! Bodies that cross from the front's threads to the API's and back.

use super::{connections::ApiPlace, line::Line};
use api::Body;
use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::{runtime::Handle, sync::mpsc};

/// What is read of a body that nobody wanted, so that the connection can go on.
const UNWANTED_BYTES_MAX: u64 = 64 * 1024;
/// How long that may take.
const UNWANTED_DEADLINE: Duration = Duration::from_millis(250);
/// Pieces of an answer that are made before the client has taken those before.
const PIECES_AHEAD: usize = 1;

type Slot = Arc<Mutex<Option<Incoming>>>;

/// A request's body, lent to who answers: what was not read comes back.
pub(super) struct Lent {
    body: Option<Incoming>,
    rest: Slot,
    line: Arc<Line>,
}

/// Where the rest of a lent body is once the request was answered.
pub(super) struct Rest(Slot);

impl Lent {
    pub(super) fn new(body: Incoming, line: Arc<Line>) -> (Self, Rest) {
        let rest = Slot::default();
        (Self { body: Some(body), rest: rest.clone(), line }, Rest(rest))
    }
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let me = self.get_mut();
        let Some(body) = &mut me.body else { return Poll::Ready(None) };
        let frame = ready!(Pin::new(body).poll_frame(cx));
        if !matches!(frame, Some(Ok(_))) {
            me.body = None;
            me.line.body_ended();
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map(HttpBody::size_hint).unwrap_or_default()
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let rest = self.body.take().filter(|body| !body.is_end_stream());
        *self.rest.lock().unwrap_or_else(PoisonError::into_inner) = rest;
    }
}

impl Rest {
    /// Whether nothing is left.
    pub(super) fn is_ended(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    /// Whether nothing is left, once a little of it was read.
    pub(super) async fn reads_out(self) -> bool {
        let rest = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        match rest {
            Some(body) => reads_out(body).await,
            None => true,
        }
    }
}

/// Reads a little of a body that nobody wants; answers whether that was all.
pub(super) async fn reads_out(mut body: Incoming) -> bool {
    if body.size_hint().lower() > UNWANTED_BYTES_MAX {
        return false;
    }
    let reading = async {
        let mut read = 0;
        while let Some(frame) = body.frame().await {
            let Ok(frame) = frame else { return false };
            read += frame.data_ref().map_or(0, |data| data.len() as u64);
            if read > UNWANTED_BYTES_MAX {
                return false;
            }
        }
        true
    };
    tokio::time::timeout(UNWANTED_DEADLINE, reading).await.unwrap_or(false)
}

/// An answer that is made piece by piece, on other threads than those that write it.
struct Pieces {
    pieces: mpsc::Receiver<Result<Frame<Bytes>, Fault>>,
    line: Arc<Line>,
    _place: ApiPlace,
}

/// Why making an answer ended early.
type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Has a body made on the threads of `api`. Its place is free when the client has taken all of it or is gone.
pub(super) fn made_on(api: &Handle, mut body: Body, line: Arc<Line>, place: ApiPlace) -> Body {
    let (sender, pieces) = mpsc::channel(PIECES_AHEAD);
    api.spawn(async move {
        loop {
            let piece = tokio::select! {
                piece = body.frame() => piece,
                () = sender.closed() => None,
            };
            let Some(piece) = piece else { break };
            if sender.send(piece.map_err(Fault::from)).await.is_err() {
                break;
            }
        }
    });
    Body::new(Pieces { pieces, line, _place: place })
}

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = Fault;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Fault>>> {
        self.get_mut().pieces.poll_recv(cx)
    }
}

impl Drop for Pieces {
    fn drop(&mut self) {
        self.line.answered();
    }
}
