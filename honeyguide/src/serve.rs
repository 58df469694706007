//! `serve`: one process, every role. Redirects first, then health and metrics, then the API.

use crate::{config::Config, demo, host_header, metrics_door, upgrade, wire::Store, world::SystemClock};
use api::{ApiState, Body, ClientAddress};
use courier::{Smtp, Terminal};
use engine::{Engine, ports::Courier};
use http::{Request, Response, StatusCode, header};
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use redirect::{LinkTable, Redirect, RedirectConfig};
use std::{
    convert::Infallible, io::IsTerminal, net::SocketAddr, process::ExitCode, sync::Arc, time::Duration,
};
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind},
    sync::{Semaphore, watch},
};
use tower::ServiceExt;
use worker::Worker;

/// How long requests under way may take to end when the server stops.
const DRAIN: Duration = Duration::from_secs(10);
/// How long a client may take to send a request's head.
const HEAD_DEADLINE: Duration = Duration::from_secs(30);

/// Upper bounds of the buckets in which times are counted, in seconds.
const SECONDS_BUCKETS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
/// How often recorded times are folded into their summaries, scraped or not.
const METRICS_UPKEEP: Duration = Duration::from_secs(5);

/// What every connection needs.
struct Front {
    redirect: Redirect,
    api: api::Router,
    /// None when they have a listener of their own.
    metrics: Option<PrometheusHandle>,
    engine: Arc<Engine>,
    trusted_proxies: Vec<ipnet::IpNet>,
}

pub(crate) async fn serve(mut config: Config, demo: bool) -> Result<ExitCode, String> {
    log_to_stderr(&config);
    let metrics = PrometheusBuilder::new().set_buckets(&SECONDS_BUCKETS);
    let metrics = metrics.and_then(PrometheusBuilder::install_recorder).map_err(|fault| fault.to_string())?;
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|fault| format!("cannot listen on {}: {fault}", config.listen))?;
    config.listens_on(listener.local_addr().map_err(|fault| fault.to_string())?);
    let metrics_listener = metrics_door::listen(config.metrics_listen).await?;
    let (store, _alone) = Store::open_alone(&config)?;
    if config.unsafe_no_fsync {
        tracing::warn!("unsafe-no-fsync is on: a power cut loses what was acknowledged");
    }
    let keys = if demo { demo::fill(&store, &config.data).await?.or(demo::keys(&config.data)) } else { None };
    let engine = store.engine_now();
    if let Err(fault) = engine.complete_partners().await {
        // One row that cannot be read must not keep everything else from working.
        tracing::error!(%fault, "partners of an older book could not be completed; run doctor");
    }
    let links = Arc::new(LinkTable::load(store.book.clone()).await.map_err(|fault| fault.to_string())?);
    let upkeep = tokio::spawn(keep_up(metrics.clone()));
    tokio::spawn(upgrade::keep_few_copies(config.data.clone()));
    let own_metrics = metrics_listener.is_none().then(|| metrics.clone());
    metrics_listener.map(|listener| tokio::spawn(metrics_door::answer(listener, metrics)));
    let (stop, stopped) = watch::channel(false);
    let front =
        Arc::new(front(&config, &store, engine.clone(), links.clone(), (own_metrics, stopped.clone())));
    let follow = tokio::spawn(links.follow(engine.news()));
    let set_up = engine.begin_set_up().await.unwrap_or_else(|fault| {
        tracing::error!(%fault, "workspaces cannot be read; run doctor");
        None
    });
    let worker = Worker::new(engine, courier(&config)?, config.click_retention_days);
    let mut working = tokio::spawn({
        let stopped = stopped.clone();
        async move { worker.run(stopped).await }
    });
    let stopping = stopped_by_signal(stop);
    announce(&config, keys.as_ref(), set_up.as_deref());
    let connections = Arc::new(Semaphore::new(config.connections));
    let serving = accept(listener, front, connections, stopping);
    // The worker ends before it is told to only when it failed: better to be restarted than to
    // serve on without approvals and closings.
    let worker_failed = async {
        let ended = (&mut working).await;
        if ended.is_ok() && *stopped.borrow() {
            std::future::pending::<()>().await;
        }
    };
    let failed = tokio::select! {
        () = serving => false,
        () = worker_failed => true,
    };
    follow.abort();
    upkeep.abort();
    if !working.is_finished() && tokio::time::timeout(DRAIN, working).await.is_err() {
        tracing::warn!("a job did not end in time; it goes on at the next start");
    }
    store.close().await;
    if failed {
        return Err("the worker failed; what was accepted is on disk".to_owned());
    }
    tracing::info!("stopped; everything accepted is on disk");
    Ok(ExitCode::SUCCESS)
}

/// By mail where a server is configured, else on the terminal.
fn courier(config: &Config) -> Result<Arc<dyn Courier>, String> {
    Ok(match &config.mail {
        Some((url, from)) => Arc::new(Smtp::new(url, from)?),
        None => Arc::new(Terminal),
    })
}

/// Puts together what answers requests.
fn front(
    config: &Config,
    store: &Store,
    engine: Arc<Engine>,
    links: Arc<LinkTable>,
    (metrics, stopping): (Option<PrometheusHandle>, watch::Receiver<bool>),
) -> Front {
    let redirect_config = RedirectConfig {
        link_hosts: config.link_hosts.clone(),
        trusted_proxies: config.trusted_proxies.clone(),
        deadline: config.redirect_deadline,
    };
    let redirect = Redirect::new(
        redirect_config,
        store.clicks.clone(),
        store.vault.clone(),
        Arc::new(SystemClock),
        store.chance.clone(),
        links,
    );
    let api = api::router(ApiState {
        engine: engine.clone(),
        public_url: config.public_url.clone(),
        link_hosts: config.link_hosts.clone(),
        rate_limit: config.rate_limit,
        stopping,
    });
    Front { redirect, api, metrics, engine, trusted_proxies: config.trusted_proxies.clone() }
}

/// Folds recorded times into their summaries, which would otherwise wait for the next scrape.
async fn keep_up(metrics: PrometheusHandle) {
    loop {
        tokio::time::sleep(METRICS_UPKEEP).await;
        metrics.run_upkeep();
    }
}

/// Accepts until a signal comes, then lets what is under way end.
async fn accept(
    listener: TcpListener,
    front: Arc<Front>,
    connections: Arc<Semaphore>,
    signal: impl Future<Output = ()>,
) {
    let graceful = GracefulShutdown::new();
    let mut server = hyper::server::conn::http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(HEAD_DEADLINE);
    tokio::pin!(signal);
    loop {
        // Connections beyond the limit wait in the system's queue, so that files can still be opened.
        let next = async {
            let place = connections.clone().acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, (stream, peer)) = tokio::select! {
            (place, accepted) = next => match accepted {
                Ok(accepted) => (place, accepted),
                Err(fault) => {
                    // Out of file descriptors, most likely: wait for some to be closed.
                    tracing::warn!(%fault, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut signal => break,
        };
        let _ = stream.set_nodelay(true);
        let front = front.clone();
        let service = tower::service_fn(move |request| answer(front.clone(), peer, request));
        let connection = server.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            let _place = place;
            if let Err(fault) = watched.await {
                tracing::debug!(%fault, "connection ended early");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(DRAIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
}

async fn answer(
    front: Arc<Front>,
    peer: SocketAddr,
    request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    let plain = |status: StatusCode, text: String| {
        let mut answer = Response::new(Body::from(text));
        *answer.status_mut() = status;
        let plain = header::HeaderValue::from_static("text/plain; charset=utf-8");
        answer.headers_mut().insert(header::CONTENT_TYPE, plain);
        Ok(answer)
    };
    if let Some(fault) = host_header::fault(&request) {
        return plain(StatusCode::BAD_REQUEST, fault.to_owned());
    }
    if let Some(answer) = front.redirect.handle(&request, peer).await {
        return Ok(answer.map(Body::new));
    }
    if let (Some(metrics), "/metrics") = (&front.metrics, request.uri().path()) {
        return plain(StatusCode::OK, metrics.render());
    }
    match request.uri().path() {
        "/healthz" => plain(StatusCode::OK, "alive\n".to_owned()),
        "/readyz" => match front.engine.book().probe().await {
            Ok(()) => plain(StatusCode::OK, "ready\n".to_owned()),
            Err(fault) => {
                tracing::warn!(%fault, "not ready");
                plain(StatusCode::SERVICE_UNAVAILABLE, "the book cannot be written\n".to_owned())
            }
        },
        _ => {
            if let Some(answer) = dashboard::answer(&request) {
                return Ok(answer.map(Body::from));
            }
            let client = redirect::client_address(peer.ip(), request.headers(), &front.trusted_proxies);
            let mut request = request;
            request.extensions_mut().insert(ClientAddress(client));
            front.api.clone().oneshot(request).await
        }
    }
}

/// Ends when SIGINT or SIGTERM comes, after telling everyone through `stop`. The signals are awaited from the call on, not
/// only once the answer is polled: who hears that the server serves may stop it at once.
fn stopped_by_signal(stop: watch::Sender<bool>) -> impl Future<Output = ()> {
    let signals = [SignalKind::terminate(), SignalKind::interrupt()].map(tokio::signal::unix::signal);
    async move {
        let [mut terminated, mut interrupted] = signals;
        tokio::select! {
            () = came(&mut terminated) => {}
            () = came(&mut interrupted) => {}
        }
        tracing::info!("stopping");
        let _ = stop.send(true);
    }
}

/// Ends when the signal comes; never when it cannot be waited for.
async fn came(signal: &mut std::io::Result<Signal>) {
    match signal {
        Ok(signal) => {
            signal.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

fn log_to_stderr(config: &Config) {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log);
    let filter = filter.unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let logs = logs.with_ansi(std::io::stderr().is_terminal());
    if config.log_json { logs.json().init() } else { logs.init() }
}

/// Five lines: address, log-in, data folder, what is on, where help is.
fn announce(config: &Config, keys: Option<&demo::Keys>, set_up: Option<&str>) {
    let base = &config.public_url;
    println!("Honeyguide serves {base}");
    match (keys, set_up) {
        (Some(keys), _) => print!("{}", keys.lines(base)),
        (None, Some(token)) => println!("Set it up, once, within a day: {base}/set-up#token={token}"),
        (None, None) => println!("Log in at {base}/log-in"),
    }
    println!("Data in {}, master key in {}", config.data.display(), config.master_key.display());
    let metrics = config.metrics_listen.map_or_else(|| base.clone(), |address| format!("http://{address}"));
    println!("On: redirects at {base}/r/SLUG, API at {base}/v1, jobs, {metrics}/metrics");
    println!("Help: {base}/docs");
}
