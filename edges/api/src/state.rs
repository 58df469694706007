//! What the handlers share.

use crate::{
    access::{Familiar, Limits, paths_of},
    admin::LIVE_STREAMS,
    bound::{Bound, Heavy},
    layers::REQUESTS_AT_ONCE_MAX,
    tracking::BATCHES,
};
use bytes::Bytes;
use engine::Engine;
use std::{
    collections::BTreeSet,
    hash::{BuildHasher, RandomState},
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use tokio::{
    runtime::Handle,
    sync::{Semaphore, watch},
};

/// What the binary gives this edge.
#[derive(Clone)]
pub struct ApiState {
    pub engine: Arc<Engine>,
    /// Where people reach this server, `https://go.shop.example`, without a slash at the end: the
    /// base of `/r/…` links.
    pub public_url: String,
    /// Hosts whose every path is a link; only these can be a program's own.
    pub link_hosts: Vec<String>,
    /// Requests per second of each secret key, with bursts of twice as many; none: no limit.
    pub rate_limit: Option<u32>,
    /// True once the server is about to stop: answers without an end then come to theirs.
    pub stopping: watch::Receiver<bool>,
    /// The threads of heavy work; none: those that ask for it.
    pub heavy: Option<Handle>,
}

/// The state of every handler; a clone is another handle on the same.
#[derive(Clone)]
pub(crate) struct Api(Arc<Shared>);

pub(crate) struct Shared {
    /// Reached through `access` only, by those who are allowed to.
    engine: Arc<Engine>,
    pub public_url: String,
    pub link_hosts: Vec<String>,
    pub limits: Limits,
    pub familiar: Familiar,
    pub openapi_json: Bytes,
    /// Paths whose POST takes an Idempotency-Key.
    pub idempotent_paths: BTreeSet<String>,
    /// Requests that may be answered at once.
    pub places: Arc<Semaphore>,
    /// Batches that may be answered at once, however slowly they are read.
    pub batches: Arc<Bound>,
    /// Answers without an end that may be under way at once.
    pub streams: Arc<Bound>,
    pub stopping: watch::Receiver<bool>,
    /// What takes long.
    pub heavy: Heavy,
    requests: AtomicU64,
    hasher: RandomState,
}

impl Api {
    pub(crate) fn new(state: ApiState, description: &utoipa::openapi::OpenApi) -> Self {
        let openapi_json = description.to_pretty_json().unwrap_or_default().into();
        Self(Arc::new(Shared {
            engine: state.engine,
            public_url: state.public_url.trim_end_matches('/').to_owned(),
            link_hosts: state.link_hosts,
            limits: Limits::new(state.rate_limit),
            familiar: Familiar::default(),
            openapi_json,
            idempotent_paths: paths_of(description),
            places: Arc::new(Semaphore::new(REQUESTS_AT_ONCE_MAX)),
            batches: Arc::new(Bound::new("batches", BATCHES, None)),
            streams: Arc::new(Bound::new("streams", LIVE_STREAMS, None)),
            stopping: state.stopping,
            heavy: Heavy::new(state.heavy.as_ref()),
            requests: AtomicU64::new(0),
            hasher: RandomState::new(),
        }))
    }

    /// Whether people reach this server over TLS.
    pub(crate) fn is_secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// For `access`, which hands it to those who are allowed to.
    pub(crate) fn engine(&self) -> Arc<Engine> {
        self.engine.clone()
    }

    /// A name for a request that came without one. It only has to differ from others.
    pub(crate) fn request_id(&self) -> String {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        format!("{:016x}", self.hasher.hash_one(number))
    }
}

impl Deref for Api {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}
