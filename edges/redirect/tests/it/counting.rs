//! What an operator sees in the metrics.

use crate::stage::{Disk, Stage, get};
use honeyguide_redirect::REDIRECT_DEADLINE;
use metrics::{
    Counter, CounterFn, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder, SharedString, Unit,
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

/// Sums counters and counts what histograms record, by name and label.
#[derive(Clone, Default)]
struct Sums(Arc<Mutex<BTreeMap<String, u64>>>);

struct Sum(String, Sums);

impl Sum {
    fn add(&self, value: u64) {
        *self.1.0.lock().unwrap().entry(self.0.clone()).or_default() += value;
    }
}

impl CounterFn for Sum {
    fn increment(&self, value: u64) {
        self.add(value);
    }

    fn absolute(&self, _value: u64) {}
}

impl HistogramFn for Sum {
    fn record(&self, _value: f64) {
        self.add(1);
    }
}

impl Sums {
    fn sum(&self, key: &Key) -> Arc<Sum> {
        let labels: String =
            key.labels().map(|label| format!(" {}={}", label.key(), label.value())).collect();
        Arc::new(Sum(format!("{}{labels}", key.name()), self.clone()))
    }
}

impl Recorder for Sums {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.sum(key))
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(self.sum(key))
    }
}

#[tokio::test(start_paused = true)]
async fn every_visit_is_counted_by_what_became_of_it() {
    let sums = Sums::default();
    let _here = metrics::set_default_local_recorder(&sums);
    let stage = Stage::set().await;
    stage.visit(get("/r/ada")).await;
    stage.visit(get("/r/ada")).await;
    stage.visit(get("/r/ada").method("HEAD")).await;
    stage.visit(get("/r/ada?hg_to=https://evil.test/")).await;
    stage.visit(get("/r/nobody")).await;
    stage.visit(get("/r/ada").with("sec-purpose", "prefetch")).await;
    stage.set_disk(Disk::Takes(REDIRECT_DEADLINE * 2));
    stage.visit(get("/r/ada")).await;
    stage.set_disk(Disk::Fails);
    stage.visit(get("/r/ada")).await;
    let counted: Vec<_> = sums.0.lock().unwrap().clone().into_iter().collect();
    let expected = [
        ("honeyguide_clicks_lost_total", 1),
        ("honeyguide_deep_links_refused_total", 1),
        ("honeyguide_redirect_degraded_total", 2),
        ("honeyguide_redirect_prefetches_total", 1),
        ("honeyguide_redirect_seconds", 7),
        ("honeyguide_redirects_total verdict=bot_head_request", 1),
        ("honeyguide_redirects_total verdict=person", 1),
        ("honeyguide_redirects_total verdict=repeat", 4),
        ("honeyguide_unknown_slug_total", 1),
    ];
    assert_eq!(counted, expected.map(|(name, sum)| (name.to_owned(), sum)));
}
