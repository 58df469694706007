//! Attacks on the built server: whatever a partner, a stranger or a key holder asks for, redirects are answered meanwhile,
//! what is refused says when to come again, and afterwards everything is as before.
//!
//! Times are printed as ratios to an idle server and asserted only to the second: machines differ. What is asserted
//! instead is which threads did the work.

mod site;
mod socket;
mod watch;

use self::{
    site::{Outcome, Site},
    socket::{Raw, head},
    watch::{Ticks, Watch, anon_bytes},
};
use futures_util::future::join_all;
use serde_json::json;
use std::time::Duration;
use tokio::time::Instant;

/// No visitor may wait longer, however slow the machine and however many tests it runs beside this one.
const WAIT_MAX: Duration = Duration::from_secs(5);
/// Heavy threads do more than this part of what is done under heavy work: a quarter.
const HEAVY_PART: u64 = 4;
/// What the process may have more after all attacks.
const MORE_ANON_BYTES_MAX: u64 = 256 << 20;

fn is_full() -> bool {
    std::env::var_os("HONEYGUIDE_SOAK").is_some()
}

fn of(slice: usize, full: usize) -> usize {
    if is_full() { full } else { slice }
}

/// Lets visitors come while the attack goes on; answers their p99.
async fn under<T>(site: &Site, name: &str, idle: Duration, attack: impl Future<Output = T>) -> T {
    let watch = Watch::begin(site.address);
    let outcome = attack.await;
    let seen = watch.end().await;
    let ratio = seen.p99().as_secs_f64() / idle.as_secs_f64().max(1e-6);
    let (count, max, p99) = (seen.count(), seen.max(), seen.p99());
    eprintln!("{name:<14} {count:>4} redirects, p99 {p99:>9.1?} ({ratio:.1} × idle), max {max:.1?}");
    seen.assert_all_led_on(name, WAIT_MAX);
    outcome
}

/// The same for heavy work: most of it has to be done by the threads that stand back, whatever it costs the others to
/// refuse the rest.
async fn aside<T>(site: &Site, name: &str, idle: Duration, attack: impl Future<Output = T>) -> T {
    let before = Ticks::of(&site.server);
    let outcome = under(site, name, idle, attack).await;
    if let Some((before, after)) = before.zip(Ticks::of(&site.server)) {
        let (heavy, all) = after.since(&before, "heavy");
        let (front, _) = after.since(&before, "front");
        eprintln!("{name:<14} {heavy} of {all} ticks on heavy threads, {front} on those of the front");
        assert!(heavy * HEAVY_PART > all, "{name}: {heavy} of {all} ticks on heavy threads");
        assert!(front * 2 < all, "{name}: {front} of {all} ticks on the threads of redirects");
    }
    outcome
}

/// Asks in rounds, for long enough that some fifty visitors come meanwhile.
async fn again_and_again<F: Future<Output = Vec<Outcome>>>(ask: impl Fn() -> F) -> Vec<Outcome> {
    let end = Instant::now() + Duration::from_secs(if is_full() { 20 } else { 1 });
    let mut outcomes = Vec::new();
    while Instant::now() < end {
        outcomes.extend(ask().await);
    }
    outcomes
}

fn told(name: &str, outcomes: &[Outcome]) {
    let done = outcomes.iter().filter(|outcome| outcome.status < 300).count();
    let busy: Vec<_> = outcomes.iter().filter(|outcome| outcome.status == 503).collect();
    eprintln!("{name:<14} {done} done, {} busy of {}", busy.len(), outcomes.len());
    assert!(done > 0, "{name}: nothing was done at all");
    assert!(busy.iter().all(|busy| busy.retries), "{name}: a refusal without Retry-After");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redirects_go_on_under_heavy_work() {
    let site = Site::open("heavy", &["--connections", "400"]).await;
    let idle = site.idle().await;
    let before = anon_bytes(&site.server);

    let many = of(24, 60);
    let document = format!("/v1/partner/statements/{}/document?format=pdf", site.statement);
    let asked = again_and_again(|| join_all((0..many).map(|_| site.as_partner("GET", &document, None))));
    let documents = aside(&site, "documents", idle, asked).await;
    told("documents", &documents);
    assert!(documents.iter().any(|outcome| outcome.status == 503), "one partner has a share, not everything");

    let overview = "/v1/partner/overview";
    let asked = again_and_again(|| join_all((0..many).map(|_| site.as_partner("GET", overview, None))));
    told("overview", &under(&site, "overview", idle, asked).await);

    let list = "/v1/partner/commissions?sort=-amount&limit=200";
    let asked = again_and_again(|| join_all((0..many).map(|_| site.as_partner("GET", list, None))));
    told("lists", &aside(&site, "lists", idle, asked).await);

    let table = "/v1/commissions?format=csv";
    let asked = again_and_again(|| join_all((0..many).map(|_| site.with_key("GET", table, None))));
    told("tables", &under(&site, "tables", idle, asked).await);

    let deal = |number: usize| {
        let word = |at: usize| format!("{:06x}", (number * 31 + at).wrapping_mul(2_654_435_761) & 0xff_ffff);
        let company = (0..27).map(word).collect::<Vec<_>>().join(" ");
        json!({ "program_id": site.program, "company": company })
    };
    let deals: Vec<_> = (0..of(40, 300)).map(deal).collect();
    let asked = async {
        let mut outcomes = Vec::new();
        for some in deals.chunks(20) {
            let asked =
                some.iter().map(|deal| site.as_partner("POST", "/v1/partner/deals", Some(deal.clone())));
            outcomes.extend(join_all(asked).await);
        }
        outcomes
    };
    told("deals", &under(&site, "deals", idle, asked).await);

    let line = format!("{{\"type\":\"lead\",\"metadata\":{{{}}}}}\n", "\"a\":1,".repeat(80_000));
    let batch = line.repeat(of(2, 16));
    let asked = again_and_again(|| join_all((0..4).map(|_| site.batch(batch.clone()))));
    let batches = under(&site, "long lines", idle, asked).await;
    told("long lines", &batches);

    site.assert_well().await;
    let after = anon_bytes(&site.server);
    eprintln!("anonymous memory: {} MiB before, {} MiB after", before >> 20, after >> 20);
    assert!(after < before + MORE_ANON_BYTES_MAX, "{before} {after}");
}

/// Each name of a visitor's parameters was compared with each of a page that the visitor named.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redirects_go_on_under_queries_of_many_parameters() {
    let site = Site::open("queries", &[]).await;
    let idle = site.idle().await;
    let page = format!("/r/own?hg_to=%2F%3F{}c&{}", "b%26".repeat(1_900), "c&".repeat(16_000));
    let long = format!("/r/own?hg_to=%2F%3F{}c&{}", "b%26".repeat(7_900), "c&".repeat(16_000));
    let asked = async {
        for path in [page, long] {
            let mut asked: Vec<_> = Vec::new();
            for _ in 0..of(20, 200) {
                asked.push(Raw::open(site.address, &head("GET", &path, "Connection: close\r\n")).await);
            }
            for mut raw in asked {
                let answer = raw.answer().await.expect("it is answered");
                assert!(answer.starts_with("HTTP/1.1 302"), "{answer}");
                let location = answer.lines().find(|line| line.to_ascii_lowercase().starts_with("location:"));
                let location = location.unwrap_or_else(|| panic!("it leads on: {answer}"));
                assert!(location.split('&').count() <= 130, "{location}");
            }
        }
    };
    under(&site, "queries", idle, asked).await;
    site.assert_well().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redirects_go_on_under_connections_that_do_nothing() {
    let limit = of(120, 800);
    let site = Site::open("connections", &["--connections", &limit.to_string()]).await;
    let idle = site.idle().await;
    let before = anon_bytes(&site.server);
    let many = limit + limit / 4;
    let wait = Duration::from_millis(if is_full() { 40_000 } else { 1_500 });

    let begun_body = "Content-Type: application/json\r\nContent-Length: 900\r\n";
    for (name, many, bytes) in [
        ("idle", many, String::new()),
        ("half heads", many, "GET /r/ada HTTP/1.1\r\nHost: a\r\n".to_owned()),
        ("half bodies", many, head("POST", "/v1/session", begun_body) + "{"),
        ("slow readers", many, head("GET", "/openapi.json", "").repeat(200)),
        // Each of these is a redirect that is made: more of them at once are just many visitors.
        ("slow visitors", many / 8, head("GET", "/r/ada", "").repeat(1_500)),
    ] {
        let attack = async {
            let mut held = Vec::new();
            for _ in 0..many {
                held.push(Raw::open(site.address, &bytes).await);
            }
            tokio::time::sleep(wait).await;
            held
        };
        let held = under(&site, name, idle, attack).await;
        // While they are still held, the API answers others, too.
        assert_eq!(site.sale(name).await, 201, "{name}");
        drop(held);
        site.assert_well().await;
    }
    let after = anon_bytes(&site.server);
    eprintln!("anonymous memory: {} MiB before, {} MiB after", before >> 20, after >> 20);
    assert!(after < before + MORE_ANON_BYTES_MAX, "{before} {after}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn log_ins_by_the_hundred_keep_nobody_from_selling() {
    let site = Site::open("log-ins", &["--trusted-proxies", "127.0.0.0/8"]).await;
    let idle = site.idle().await;
    let guess = |number: usize| {
        let guess = json!({ "email": format!("nobody{number}@a.example"), "password": "not the password" });
        site.from(format!("2001:db8:{number:x}::1"), "POST", "/v1/session", guess)
    };
    let sales = async {
        let mut statuses = Vec::new();
        for number in 0..of(30, 300) {
            statuses.push(site.sale(&format!("flood-{number}")).await);
        }
        statuses
    };
    let flood = join_all((0..of(120, 600)).map(guess));
    let (guesses, sales) = under(&site, "log-ins", idle, async { tokio::join!(flood, sales) }).await;
    assert!(sales.iter().all(|status| *status == 201), "{sales:?}");
    let busy: Vec<_> = guesses.iter().filter(|guess| guess.status == 503).collect();
    assert!(guesses.iter().all(|guess| [401, 503].contains(&guess.status)), "tried or put off");
    assert!(!busy.is_empty() && busy.iter().all(|busy| busy.retries), "{} of {}", busy.len(), guesses.len());
    assert_eq!(site.log_in().await.status, 201, "the right password opens as soon as the flood is over");
    site.assert_well().await;
}

#[tokio::test]
async fn a_connection_goes_on_after_a_refusal_or_says_that_it_ends() {
    let site = Site::open("refusals", &[]).await;
    let json = "Content-Type: application/json\r\n";
    for (name, request, length) in [
        ("no key", head("POST", "/v1/track/sale", json), 9_000),
        ("no such path", head("POST", "/v1/nothing", json), 30_000),
        ("another media type", head("POST", "/v1/session", "Content-Type: text/plain\r\n"), 4_000),
        ("no method of a link", head("POST", "/r/ada", json), 20_000),
        ("too large to read on", head("POST", "/v1/track/sale", json), 3_000_000),
    ] {
        let request = request.replacen("\r\n\r\n", &format!("\r\nContent-Length: {length}\r\n\r\n"), 1);
        let body = "x".repeat(length);
        let (mut ends, mut again) = (0, 0);
        for _ in 0..of(20, 200) {
            let mut raw = Raw::open(site.address, &request).await;
            raw.send(&body).await;
            let refused = raw.answer().await.unwrap_or_else(|| panic!("{name}: no answer"));
            assert!(refused.starts_with("HTTP/1.1 4"), "{name}: {refused}");
            if refused.to_ascii_lowercase().contains("connection: close") {
                ends += 1;
                continue;
            }
            raw.send(&head("GET", "/healthz", "")).await;
            let next = raw.answer().await.unwrap_or_else(|| panic!("{name}: it did not say that it ends"));
            assert!(next.starts_with("HTTP/1.1 200"), "{name}: {next}");
            again += 1;
        }
        eprintln!("{name:<22} {again} went on, {ends} said that they end");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn batches_that_nobody_reads_leave_room_for_other_keys() {
    let site = Site::open("unread", &[]).await;
    let other = site.another_key();
    // A refused line is answered in some hundred bytes: more in all than sockets hold.
    let body = "{\"type\":\"lead\",\"color\":1}\n".repeat(of(6_000, 10_000));
    let length = format!("Content-Type: application/x-ndjson\r\nContent-Length: {}\r\n", body.len());
    let key = format!("Authorization: Bearer {}\r\n", site.client.key);
    let mut held = Vec::new();
    for _ in 0..18 {
        let mut raw =
            Raw::open(site.address, &head("POST", "/v1/track/batch", &(length.clone() + &key))).await;
        raw.send(&body).await;
        held.push(raw);
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let own = site.batch("{}\n".to_owned()).await;
    assert!(own.status == 503 && own.retries, "the key has its share: {}", own.status);
    assert_eq!(site.batch_of(&other, "{}\n".to_owned()).await.status, 200, "another key has its own");

    if is_full() {
        // Half a minute without a byte taken: the places are free again, though nobody hung up.
        tokio::time::sleep(Duration::from_secs(40)).await;
        assert_eq!(site.batch("{}\n".to_owned()).await.status, 200);
    }
    drop(held);
    site.assert_well().await;
}
