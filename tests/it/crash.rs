//! Kill -9 at random moments under load: every acknowledged click and sale is there after the
//! restart, none twice, and the books are clean.

use crate::market::cases;
use crate::server::{Client, Folder, Server, create_key, run, until_followed};
use book_sqlite::{ClickOptions, SqliteClicks};
use engine::ports::Clicks;
use serde_json::Value;
use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use testkit::world::SeededChance;

const CLICKERS: usize = 8;
const BUYERS: usize = 6;

#[derive(Default)]
struct Acknowledged {
    clicks: Mutex<Vec<String>>,
    sales: Mutex<Vec<String>>,
    drawn: AtomicU64,
    /// Visits of the load, answered or not: no more clicks than these may be stored.
    followed: AtomicU64,
}

impl Acknowledged {
    fn next(&self) -> u64 {
        self.drawn.fetch_add(1, Ordering::Relaxed)
    }
}

/// Follows links until the server dies.
async fn clicks(client: Client, acknowledged: Arc<Acknowledged>) {
    loop {
        acknowledged.followed.fetch_add(1, Ordering::Relaxed);
        match client.follow("ada", acknowledged.next()).await {
            Ok((302, Some(hg), true)) => acknowledged.clicks.lock().unwrap().push(hg),
            Ok((302, _, false)) => {}
            Ok(other) => panic!("{other:?}"),
            Err(_) => return,
        }
    }
}

/// Reports sales until the server dies; every third by a customer known before.
async fn sales(client: Client, acknowledged: Arc<Acknowledged>) {
    loop {
        let number = acknowledged.next();
        let (order, customer) = (format!("order-{number}"), format!("cus-{}", number - number % 3));
        match client.sale(&order, &customer).await {
            Ok((201, _)) => acknowledged.sales.lock().unwrap().push(order),
            Ok(other) => panic!("{other:?}"),
            Err(_) => return,
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_kill_9() {
    let kills = cases(10, 200);
    let folder = Folder::new("crash");
    let data = folder.data();
    let key = create_key(&data, &[]);
    let chance = SeededChance::new(9);
    let acknowledged = Arc::new(Acknowledged::default());
    let mut server = Server::start(&data, &[]);
    Client::new(&server.base, &key).set_up().await;
    for kill in 0..kills {
        let client = Client::new(&server.base, &key);
        let tries = until_followed(&client, "ada").await;
        acknowledged.followed.fetch_add(tries, Ordering::Relaxed);
        let clickers = (0..CLICKERS).map(|_| tokio::spawn(clicks(client.clone(), acknowledged.clone())));
        let buyers = (0..BUYERS).map(|_| tokio::spawn(sales(client.clone(), acknowledged.clone())));
        let load: Vec<_> = clickers.chain(buyers).collect();
        tokio::time::sleep(Duration::from_millis(30 + chance.below(500))).await;
        server.kill();
        for task in load {
            task.await.unwrap();
        }
        if kills <= 10 || kill % 20 == 19 {
            assert_clean(&data);
        }
        server = Server::start(&data, &[]);
    }
    let client = Client::new(&server.base, &key);
    check_sales(&client, &acknowledged).await;
    assert!(server.stop(), "an orderly stop exits with success");
    check_clicks(&data, &acknowledged).await;
    assert_clean(&data);
    let count = |list: &Mutex<Vec<String>>| list.lock().unwrap().len();
    eprintln!("{kills} kills: {} clicks, {} sales", count(&acknowledged.clicks), count(&acknowledged.sales));
}

fn assert_clean(data: &std::path::Path) {
    let (code, out, err) = run(data, &["doctor", "--json"]);
    assert_eq!(code, 0, "{out}{err}");
}

/// Every acknowledged sale is listed, and no order is listed twice.
async fn check_sales(client: &Client, acknowledged: &Acknowledged) {
    let mut found = HashSet::new();
    let mut cursor = String::new();
    loop {
        let (status, page) = client.get(&format!("/v1/conversions?limit=200{cursor}")).await.unwrap();
        assert_eq!(status, 200, "{page}");
        for item in page["items"].as_array().unwrap() {
            let order = item["external_id"].as_str().unwrap().to_owned();
            assert!(found.insert(order.clone()), "{order} is there twice");
        }
        match &page["next_cursor"] {
            Value::String(next) => cursor = format!("&cursor={next}"),
            _ => break,
        }
    }
    let sales = acknowledged.sales.lock().unwrap().clone();
    assert!(sales.len() > 20, "the load was too light to show anything");
    for order in sales {
        assert!(found.contains(&order), "acknowledged {order} is lost");
    }
}

async fn check_clicks(data: &std::path::Path, acknowledged: &Acknowledged) {
    let store = SqliteClicks::open(&data.join("clicks"), ClickOptions::default()).unwrap();
    let clicks = acknowledged.clicks.lock().unwrap().clone();
    assert!(clicks.len() > 20, "the load was too light to show anything");
    let distinct: HashSet<_> = clicks.iter().collect();
    assert_eq!(distinct.len(), clicks.len(), "a click id was given twice");
    for id in &clicks {
        let click = store.click(id.parse().unwrap()).await.unwrap();
        assert!(click.is_some(), "acknowledged {id} is lost");
    }
    let stored = store.count_all().await.unwrap();
    let sent = acknowledged.followed.load(Ordering::Relaxed);
    assert!((clicks.len() as u64..=sent).contains(&stored), "{stored} stored of {sent} visits");
    store.close().await;
}
