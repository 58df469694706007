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
/// A larger answer keeps its place until its client has taken it: so much memory each is bounded by places, not by
/// connections.
pub(super) const ANSWER_WITHOUT_PLACE_BYTES_MAX: u64 = 256 * 1024;
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

/// The bytes of an answer with its place, which is free when the last of them is written or given up.
struct Placed {
    bytes: Bytes,
    _place: ApiPlace,
}

impl AsRef<[u8]> for Placed {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// A whole body that keeps its place, if it is large.
pub(super) async fn placed(body: Body, place: ApiPlace) -> Body {
    if body.size_hint().lower() <= ANSWER_WITHOUT_PLACE_BYTES_MAX {
        return body;
    }
    match body.collect().await {
        Ok(whole) => Body::from(Bytes::from_owner(Placed { bytes: whole.to_bytes(), _place: place })),
        // It breaks off for the client, too.
        Err(fault) => Body::new(Broken(Some(fault.into()))),
    }
}

/// A body that could not be made.
struct Broken(Option<Fault>);

impl HttpBody for Broken {
    type Data = Bytes;
    type Error = Fault;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Fault>>> {
        Poll::Ready(self.get_mut().0.take().map(Err))
    }
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

#[cfg(test)]
mod tests {
    use super::{super::connections::Connections, *};
    use std::net::IpAddr;

    #[tokio::test]
    async fn a_large_answer_keeps_its_place_until_its_bytes_are_gone() {
        let connections = Connections::new(2, Vec::new());
        let seat = connections.enter(IpAddr::from([192, 0, 2, 1])).await.unwrap();
        // Of two connections, redirects keep none: there are two places.
        let _other = connections.api_place(&seat.line).await.unwrap();
        let large = usize::try_from(ANSWER_WITHOUT_PLACE_BYTES_MAX).unwrap() + 1;

        let place = connections.api_place(&seat.line).await.unwrap();
        let mut body = placed(Body::from(vec![7; large]), place).await;
        assert_eq!(body.size_hint().exact(), Some(large as u64));
        let mut bytes = body.frame().await.unwrap().unwrap().into_data().unwrap();
        drop(body);
        let begun = bytes.split_to(large / 2);
        drop(begun);
        assert!(connections.api_place(&seat.line).await.is_none(), "half of it is still to be written");
        drop(bytes);
        let place = connections.api_place(&seat.line).await.expect("all of it is written");

        let _short = placed(Body::from(vec![7; large - 1]), place).await;
        assert!(connections.api_place(&seat.line).await.is_some(), "what is short keeps no place");
    }
}
