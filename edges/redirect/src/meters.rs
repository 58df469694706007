//! What is counted and timed here, by its published names.

use click::Verdict;
use metrics::{Counter, Histogram, counter, describe_counter, describe_histogram, histogram};

const REDIRECTS: &str = "honeyguide_redirects_total";
const DEGRADED: &str = "honeyguide_redirect_degraded_total";
const LOST: &str = "honeyguide_clicks_lost_total";
const UNKNOWN: &str = "honeyguide_unknown_slug_total";
const PREFETCHES: &str = "honeyguide_redirect_prefetches_total";
const REFUSED: &str = "honeyguide_deep_links_refused_total";
const SECONDS: &str = "honeyguide_redirect_seconds";

/// Handles, so that counting is one addition instead of a look-up by name.
pub(crate) struct Meters {
    verdicts: Vec<(&'static str, Counter)>,
    pub(crate) degraded: Counter,
    pub(crate) lost: Counter,
    pub(crate) unknown: Counter,
    pub(crate) prefetches: Counter,
    pub(crate) refused: Counter,
    pub(crate) seconds: Histogram,
}

impl Meters {
    /// Asks the recorder that the binary has installed by now.
    pub(crate) fn register() -> Self {
        describe_counter!(REDIRECTS, "Visitors sent on, by what they were taken for");
        describe_counter!(DEGRADED, "Visitors sent on before their click was on disk");
        describe_counter!(LOST, "Clicks that could not be written");
        describe_counter!(UNKNOWN, "Visits to addresses that no link has");
        describe_counter!(PREFETCHES, "Browsers that asked ahead of their person and were told to wait");
        describe_counter!(REFUSED, "Visitors who named a page outside the allowed domains");
        describe_histogram!(SECONDS, "From the request's head to the answer's, click on disk included");
        Self {
            verdicts: Verdict::names().map(|name| (name, counter!(REDIRECTS, "verdict" => name))).collect(),
            degraded: counter!(DEGRADED),
            lost: counter!(LOST),
            unknown: counter!(UNKNOWN),
            prefetches: counter!(PREFETCHES),
            refused: counter!(REFUSED),
            seconds: histogram!(SECONDS),
        }
    }

    pub(crate) fn redirected(&self, verdict: Verdict) {
        let name = verdict.name();
        if let Some((_, counter)) = self.verdicts.iter().find(|(other, _)| *other == name) {
            counter.increment(1);
        }
    }
}
