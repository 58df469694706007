//! `/v1/track/…` and `/v1/postback`: what merchants' systems, browsers and networks report.

mod answer;
mod batch;
mod chargeback;
mod chargeback_reversal;
mod cors;
mod event;
mod lead;
mod lines;
mod offers;
mod postback;
mod refund;
mod refund_reversal;
mod request;
mod sale;
mod stage;

pub(crate) use answer::Warning;
pub use batch::{BATCH_CONCURRENCY, BATCHES};
pub use lines::{BATCH_BYTES_MAX, BATCH_LINE_BYTES_MAX, BATCH_LINES_MAX};

use crate::state::Api;
use axum::middleware;
use utoipa_axum::{
    router::{OpenApiRouter, UtoipaMethodRouterExt},
    routes,
};

pub(crate) fn router() -> OpenApiRouter<Api> {
    let lead = routes!(lead::track_lead).map(|route| route.options(cors::preflight));
    let offers = routes!(offers::get_offer).map(|route| route.options(cors::preflight));
    OpenApiRouter::new()
        .routes(lead.layer(middleware::from_fn(cors::open)))
        .routes(offers.layer(middleware::from_fn(cors::open)))
        .routes(routes!(sale::track_sale))
        .routes(routes!(stage::track_stage))
        .routes(routes!(refund::track_refund))
        .routes(routes!(refund_reversal::track_refund_reversal))
        .routes(routes!(chargeback::track_chargeback))
        .routes(routes!(chargeback_reversal::track_chargeback_reversal))
        .routes(routes!(batch::track_batch))
        .routes(routes!(postback::postback_get, postback::postback_post))
}
