//! `/metrics` on a listener of its own, where a setting asks for one: numbers of the business need not be public.

use bytes::Bytes;
use http::{Request, Response, StatusCode, header};
use http_body_util::Full;
use hyper::{body::Incoming, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use metrics_exporter_prometheus::PrometheusHandle;
use std::{
    convert::Infallible,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{net::TcpListener, sync::Semaphore, time::Instant};

/// Scrapers are few.
const CONNECTIONS_MAX: usize = 16;
const HEAD_DEADLINE: Duration = Duration::from_secs(10);
/// How long one connection may take in all. Each answers one scrape, so that none keeps a place.
const CONNECTION_DEADLINE: Duration = Duration::from_secs(30);

/// How long one text is given to everybody who asks.
const TEXT_GOOD_FOR: Duration = Duration::from_secs(1);

/// What scrapers read, made once a second at most, however often it is asked for.
#[derive(Clone)]
pub(crate) struct Metrics {
    recorded: PrometheusHandle,
    made: Arc<Mutex<Option<(Instant, Bytes)>>>,
}

impl Metrics {
    pub(crate) fn new(recorded: PrometheusHandle) -> Self {
        Self { recorded, made: Arc::default() }
    }

    pub(crate) fn text(&self) -> Bytes {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        match &*made {
            Some((at, text)) if at.elapsed() < TEXT_GOOD_FOR => text.clone(),
            _ => {
                let text = Bytes::from(self.recorded.render());
                *made = Some((Instant::now(), text.clone()));
                text
            }
        }
    }
}

/// Listens at the address, so that a wrong one is known at the start.
pub(crate) async fn listen(address: Option<SocketAddr>) -> Result<Option<TcpListener>, String> {
    let Some(address) = address else { return Ok(None) };
    let listener = TcpListener::bind(address).await;
    listener.map(Some).map_err(|fault| format!("cannot listen on {address} for metrics: {fault}"))
}

/// Answers scrapers for ever.
pub(crate) async fn answer(listener: TcpListener, metrics: Metrics) {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file descriptors, most likely.
            tokio::time::sleep(HEAD_DEADLINE / 10).await;
            continue;
        };
        let metrics = metrics.clone();
        let service = service_fn(move |request| {
            let answer = shown(&request, &metrics);
            async move { Ok::<_, Infallible>(answer) }
        });
        tokio::spawn(async move {
            let _place = place;
            let mut server = hyper::server::conn::http1::Builder::new();
            server.timer(TokioTimer::new()).header_read_timeout(HEAD_DEADLINE).keep_alive(false);
            let served = server.serve_connection(TokioIo::new(stream), service);
            match tokio::time::timeout(CONNECTION_DEADLINE, served).await {
                Ok(Ok(())) => {}
                Ok(Err(fault)) => tracing::debug!(%fault, "a scrape ended early"),
                Err(_) => tracing::debug!("a scrape took too long"),
            }
        });
    }
}

fn shown(request: &Request<Incoming>, metrics: &Metrics) -> Response<Full<Bytes>> {
    let (status, text) = match request.uri().path() {
        "/metrics" => (StatusCode::OK, metrics.text()),
        _ => (StatusCode::NOT_FOUND, Bytes::from_static(b"only /metrics is here\n")),
    };
    let mut answer = Response::new(Full::new(text));
    *answer.status_mut() = status;
    let plain = header::HeaderValue::from_static("text/plain; charset=utf-8");
    answer.headers_mut().insert(header::CONTENT_TYPE, plain);
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpStream,
    };

    #[tokio::test(start_paused = true)]
    async fn clients_that_never_read_keep_no_scraper_out() {
        let listener = listen(Some(SocketAddr::from(([127, 0, 0, 1], 0)))).await.unwrap().unwrap();
        let address = listener.local_addr().unwrap();
        let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
        let answering = tokio::spawn(answer(listener, Metrics::new(recorder.handle())));
        let mut held = Vec::new();
        for _ in 0..CONNECTIONS_MAX {
            let mut client = TcpStream::connect(address).await.unwrap();
            // Requests without end, of whose answers nothing is read.
            let asked = client.write_all(&b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n".repeat(1_000)).await;
            asked.unwrap();
            held.push(client);
        }
        let mut scraper = TcpStream::connect(address).await.unwrap();
        scraper.write_all(b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
        let mut text = String::new();
        let reading = scraper.read_to_string(&mut text);
        tokio::time::timeout(CONNECTION_DEADLINE * 2, reading).await.expect("it is answered").unwrap();
        assert!(text.starts_with("HTTP/1.1 200"), "{text}");
        answering.abort();
    }
}
