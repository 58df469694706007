//! `serve`: one process, every role. Redirects first, then health and metrics, then the API.

use crate::{
    config::Config,
    demo,
    front::{self, DRAIN, Front},
    metrics_door::{self, Metrics},
    threads::Threads,
    upgrade,
    wire::Store,
    world::SystemClock,
};
use api::ApiState;
use courier::{Smtp, Terminal};
use engine::{Engine, known_as, people, ports::Courier};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use redirect::{LinkTable, Redirect, RedirectConfig};
use std::{io::IsTerminal, process::ExitCode, sync::Arc, time::Duration};
use tokio::{
    runtime::Handle,
    signal::unix::{Signal, SignalKind},
    sync::watch,
    task::JoinHandle,
};
use worker::Worker;

/// Upper bounds of the buckets in which times are counted, in seconds.
const SECONDS_BUCKETS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
/// Scans of the book by which the table of links follows it, and by jobs, at once: however much the API reads, new links
/// are found and jobs are done.
const LINK_READERS: usize = 1;
const JOB_READERS: usize = 2;
/// How often recorded times are folded into their summaries, scraped or not.
const METRICS_UPKEEP: Duration = Duration::from_secs(5);

pub(crate) async fn serve(mut config: Config, demo: bool) -> Result<ExitCode, String> {
    log_to_stderr(&config);
    let metrics = PrometheusBuilder::new().set_buckets(&SECONDS_BUCKETS);
    let metrics = metrics.and_then(PrometheusBuilder::install_recorder).map_err(|fault| fault.to_string())?;
    let (front_threads, heavy_threads) = (Threads::front()?, Threads::heavy()?);
    let job_threads = Threads::jobs()?;
    let reserved = front::reserve(config.listen)?;
    config.listens_on(reserved.address());
    let metrics_listener = metrics_door::listen(config.metrics_listen).await?;
    let (store, _alone) = Store::open_alone(&config)?;
    if config.unsafe_no_fsync {
        tracing::warn!("unsafe-no-fsync is on: a power cut loses what was acknowledged");
    }
    let keys = if demo { demo::fill(&store, &config.data).await?.or(demo::keys(&config.data)) } else { None };
    let engine = store.engine_now();
    if let Err(fault) = known_as::complete_partners(&engine).await {
        // One row that cannot be read must not keep everything else from working.
        tracing::error!(%fault, "partners of an older book could not be completed; run doctor");
    }
    let own_book = |readers| store.book.beside(readers).map_err(|fault| fault.to_string());
    let links = LinkTable::load(Arc::new(own_book(LINK_READERS)?)).await;
    let links = Arc::new(links.map_err(|fault| fault.to_string())?);
    let upkeep = tokio::spawn(keep_up(metrics.clone()));
    tokio::spawn(upgrade::keep_few_copies(config.data.clone()));
    let metrics = Metrics::new(metrics);
    let own_metrics = metrics_listener.is_none().then(|| metrics.clone());
    metrics_listener.map(|listener| tokio::spawn(metrics_door::answer(listener, metrics)));
    let (stop, stopped) = watch::channel(false);
    let api = ApiState {
        engine: engine.clone(),
        public_url: config.public_url.clone(),
        link_hosts: config.link_hosts.clone(),
        rate_limit: config.rate_limit,
        stopping: stopped.clone(),
        heavy: Some(heavy_threads.handle()),
    };
    let front = Arc::new(front(&config, &store, (engine.clone(), links.clone()), api, own_metrics));
    let follow = tokio::spawn(links.follow(engine.news()));
    let set_up = people::begin_set_up(&engine).await.unwrap_or_else(|fault| {
        tracing::error!(%fault, "workspaces cannot be read; run doctor");
        None
    });
    let engine = Arc::new(engine.beside(Arc::new(own_book(JOB_READERS)?)));
    let worker = Worker::new(engine, courier(&config)?, config.click_retention_days);
    let mut working = job_threads.handle().spawn({
        let stopped = stopped.clone();
        async move { worker.run(stopped).await }
    });
    let stopping = stopped_by_signal(stop);
    let listener = {
        let _front = front_threads.handle().enter();
        reserved.listen()?
    };
    announce(&config, keys.as_ref(), set_up.as_deref());
    let accepting = front::accept(listener, front, config.connections, stopping);
    let mut serving = front_threads.handle().spawn(accepting);
    let failed = ended(&mut serving, &mut working, &stopped).await;
    follow.abort();
    upkeep.abort();
    if !working.is_finished() && tokio::time::timeout(DRAIN, working).await.is_err() {
        tracing::warn!("a job did not end in time; it goes on at the next start");
    }
    let is_whole = store.close().await;
    failed?;
    match is_whole {
        true => tracing::info!("stopped; everything accepted is on disk"),
        false => tracing::error!("stopped; some clicks are lost, since the disk did not take them"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Waits until the server was stopped, or a part of it failed.
async fn ended(
    serving: &mut JoinHandle<()>,
    working: &mut JoinHandle<()>,
    stopped: &watch::Receiver<bool>,
) -> Result<(), String> {
    // The worker ends before it is told to only when it failed: better to be restarted than to
    // serve on without approvals and closings.
    let worker_failed = async {
        let ended = working.await;
        if ended.is_ok() && *stopped.borrow() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        ended = serving => ended.map_err(|fault| format!("the front door broke: {fault}")),
        () = worker_failed => Err("the worker failed; the log says why".to_owned()),
    }
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
    (engine, links): (Arc<Engine>, Arc<LinkTable>),
    api: ApiState,
    metrics: Option<Metrics>,
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
    Front {
        redirect,
        api: api::router(api),
        metrics,
        engine,
        trusted_proxies: config.trusted_proxies.clone(),
        api_threads: Handle::current(),
    }
}

/// Folds recorded times into their summaries, which would otherwise wait for the next scrape.
async fn keep_up(metrics: PrometheusHandle) {
    loop {
        tokio::time::sleep(METRICS_UPKEEP).await;
        metrics.run_upkeep();
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

/// Files that the server opens apart from connections: the book, the months of clicks, their readers.
const FILES_BESIDE_CONNECTIONS: u64 = 100;

fn warn_of_few_files(connections: usize) {
    let allowed = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    let needed = connections as u64 + FILES_BESIDE_CONNECTIONS;
    if let Some(allowed) = allowed.filter(|allowed| *allowed < needed) {
        tracing::warn!(
            allowed,
            needed,
            "this process may open fewer files than --connections needs; raise ulimit -n"
        );
    }
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
    warn_of_few_files(config.connections);
    let metrics = config.metrics_listen.map_or_else(|| base.clone(), |address| format!("http://{address}"));
    println!("On: redirects at {base}/r/SLUG, API at {base}/v1, jobs, {metrics}/metrics");
    println!("Help: {base}/docs");
}
