//! The front door: accepts connections, follows links itself, and has everything else answered on the API's threads.
//!
//! It runs on threads of its own, so that nothing the API does can keep a redirect waiting.

mod body;
mod connections;
mod line;

pub(crate) use connections::{ADDRESS_PART, REDIRECT_PART};
pub(crate) use line::{HEAD_DEADLINE, PAUSE_DEADLINE, STALL_DEADLINE, TAKEN_BYTES_MIN};

use self::{
    body::{Lent, made_on, placed, reads_out},
    connections::{Connections, Seat},
    line::Wire,
};
use crate::{host_header, metrics_door::Metrics};
use api::{Body, ClientAddress};
use engine::Engine;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};
use hyper::body::{Body as _, Incoming};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
    service::TowerToHyperService,
};
use redirect::Redirect;
use std::{convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    runtime::Handle,
    task::JoinHandle,
};
use tower::ServiceExt;

/// How long requests under way may take to end when the server stops.
pub(crate) const DRAIN: Duration = Duration::from_secs(10);
/// Connections that the system keeps while they wait to be accepted.
const BACKLOG: u32 = 1_024;
/// Bytes that the system may hold of answers to one client that does not take them.
const SEND_BUFFER_BYTES: u32 = 128 * 1024;

/// What every connection needs.
pub(crate) struct Front {
    pub(crate) redirect: Redirect,
    pub(crate) api: api::Router,
    /// None when they have a listener of their own.
    pub(crate) metrics: Option<Metrics>,
    pub(crate) engine: Arc<Engine>,
    pub(crate) trusted_proxies: Vec<ipnet::IpNet>,
    /// The threads that answer what is no redirect.
    pub(crate) api_threads: Handle,
}

/// An address that is this process's own, at which nobody is heard yet: who comes before the server can answer is
/// refused, and does not wait.
pub(crate) struct Reserved(TcpSocket, SocketAddr);

/// Reserves an address, so that a wrong one, or one that is taken, is known before anything is opened.
pub(crate) fn reserve(address: SocketAddr) -> Result<Reserved, String> {
    let reserve = || {
        let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        socket.set_reuseaddr(true)?;
        // Connections inherit it.
        socket.set_send_buffer_size(SEND_BUFFER_BYTES)?;
        socket.bind(address)?;
        let bound = socket.local_addr()?;
        Ok(Reserved(socket, bound))
    };
    reserve().map_err(|fault: std::io::Error| format!("cannot listen on {address}: {fault}"))
}

impl Reserved {
    /// With the port that the system chose, if it was left to it.
    pub(crate) fn address(&self) -> SocketAddr {
        self.1
    }

    pub(crate) fn listen(self) -> Result<TcpListener, String> {
        let Self(socket, address) = self;
        socket.listen(BACKLOG).map_err(|fault| format!("cannot listen on {address}: {fault}"))
    }
}

/// Accepts until a signal comes, then lets what is under way end.
pub(crate) async fn accept(
    listener: TcpListener,
    front: Arc<Front>,
    connections_max: usize,
    signal: impl Future<Output = ()>,
) {
    let connections = Connections::new(connections_max, front.trusted_proxies.clone());
    let graceful = GracefulShutdown::new();
    tokio::pin!(signal);
    loop {
        let next = async { (connections.anteroom().await, listener.accept().await) };
        let (waiting, accepted) = tokio::select! {
            next = next => next,
            () = &mut signal => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (front, connections, watcher) = (front.clone(), connections.clone(), graceful.watcher());
                tokio::spawn(async move {
                    if let Some(seat) = connections.enter(peer.ip()).await {
                        drop(waiting);
                        serve(front, seat, stream, peer, watcher).await;
                    }
                });
            }
            Err(fault) => {
                // Out of file descriptors, most likely: wait for some to be closed.
                tracing::warn!(%fault, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(DRAIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
}

/// Serves one connection to its end.
async fn serve(front: Arc<Front>, seat: Seat, stream: TcpStream, peer: SocketAddr, watcher: Watcher) {
    let _ = stream.set_nodelay(true);
    let seat = Arc::new(seat);
    let wire = TokioIo::new(Wire::new(stream, seat.line.clone()));
    let service = {
        let seat = seat.clone();
        tower::service_fn(move |request| answer(front.clone(), seat.clone(), peer, request))
    };
    let mut server = hyper::server::conn::http1::Builder::new();
    // The wire has deadlines of its own, which tell a pause between requests from a slow head.
    server.timer(TokioTimer::new()).header_read_timeout(None);
    let connection = server.serve_connection(wire, TowerToHyperService::new(service));
    tokio::select! {
        ended = watcher.watch(connection) => {
            if let Err(fault) = ended {
                tracing::debug!(%fault, "connection ended early");
            }
        }
        () = seat.line.closed() => tracing::debug!(%peer, "connection gave way"),
    }
}

async fn answer(
    front: Arc<Front>,
    seat: Arc<Seat>,
    peer: SocketAddr,
    request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    let line = &seat.line;
    line.asked(!request.body().is_end_stream());
    let own = match host_header::fault(&request) {
        Some(fault) => Some(plain(StatusCode::BAD_REQUEST, fault.to_owned())),
        None => front.redirect.handle(&request, peer).await.map(|answer| answer.map(Body::new)),
    };
    let is_health = request.uri().path() == "/healthz";
    let own = own.or_else(|| is_health.then(|| plain(StatusCode::OK, "alive\n".to_owned())));

    let Some(mut answer) = own else { return Ok(handed_over(front, seat, peer, request).await) };

    let (head, body) = request.into_parts();
    if !body.is_end_stream() && (waits_to_send(&head.headers) || !reads_out(body).await) {
        close_after(&mut answer);
    }
    line.answered();
    Ok(answer)
}

/// Has a request answered on the API's threads.
async fn handed_over(
    front: Arc<Front>,
    seat: Arc<Seat>,
    peer: SocketAddr,
    request: Request<Incoming>,
) -> Response<Body> {
    let line = &seat.line;
    let Some(place) = seat.connections().api_place(line).await else {
        let mut answer = api::busy("too many requests are being answered");
        close_after(&mut answer);
        line.answered();
        return answer;
    };

    let (head, body) = request.into_parts();
    let waits = waits_to_send(&head.headers);
    let (lent, rest) = Lent::new(body, line.clone());
    let request = Request::from_parts(head, Body::new(lent));
    let answering = front.api_threads.spawn(answer_on_api(front.clone(), peer, request));
    let mut answer = Answering(answering).done().await;
    let is_whole = answer.body().size_hint().exact().is_some();

    let is_read = if waits { rest.is_ended() } else { rest.reads_out().await };
    if !is_read {
        close_after(&mut answer);
    }
    if is_whole {
        line.answered();
        let (head, body) = answer.into_parts();
        return Response::from_parts(head, placed(body, place).await);
    }
    let line = line.clone();
    answer.map(|body| made_on(&front.api_threads, body, line, place))
}

/// A request that is being answered elsewhere; it is given up when its connection ends.
struct Answering(JoinHandle<Response<Body>>);

impl Answering {
    async fn done(mut self) -> Response<Body> {
        let done = (&mut self.0).await;
        done.unwrap_or_else(|fault| {
            tracing::error!(%fault, "a request broke off");
            plain(StatusCode::INTERNAL_SERVER_ERROR, "the request could not be done\n".to_owned())
        })
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn answer_on_api(front: Arc<Front>, peer: SocketAddr, mut request: Request<Body>) -> Response<Body> {
    match (request.uri().path(), &front.metrics) {
        ("/readyz", _) => match front.engine.book().probe().await {
            Ok(()) => plain(StatusCode::OK, "ready\n".to_owned()),
            Err(fault) => {
                tracing::warn!(%fault, "not ready");
                plain(StatusCode::SERVICE_UNAVAILABLE, "the book cannot be written\n".to_owned())
            }
        },
        ("/metrics", Some(metrics)) => plain(StatusCode::OK, metrics.text()),
        _ => {
            if let Some(answer) = dashboard::answer(&request) {
                return answer.map(Body::from);
            }
            let client = redirect::client_address(peer.ip(), request.headers(), &front.trusted_proxies);
            request.extensions_mut().insert(ClientAddress(client));
            match front.api.clone().oneshot(request).await {
                Ok(answer) => answer,
                Err(never) => match never {},
            }
        }
    }
}

/// Whether the client sends its body only once it is asked for it.
fn waits_to_send(headers: &HeaderMap) -> bool {
    headers.contains_key(header::EXPECT)
}

/// Says that the connection ends with this answer: what is left of the request would be taken for the next one.
fn close_after(answer: &mut Response<Body>) {
    answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
}

fn plain(status: StatusCode, text: impl Into<Body>) -> Response<Body> {
    let mut answer = Response::new(text.into());
    *answer.status_mut() = status;
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    answer.headers_mut().insert(header::CONTENT_TYPE, plain);
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_reserved_address_hears_nobody_until_it_listens() {
        let reserved = reserve(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        let address = reserved.address();
        assert!(TcpStream::connect(address).await.is_err(), "the server could not answer yet");
        let _listener = reserved.listen().unwrap();
        assert!(TcpStream::connect(address).await.is_ok());
        let taken = reserve(address).err().unwrap();
        assert!(taken.contains(&address.to_string()), "{taken}");
    }
}
