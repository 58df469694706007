//! The click files: the contract of every click store, and what is promised of files beside it.

mod folder;

use click::{BotReason, Click, Consent, Verdict};
use engine::ports::Clicks;
use folder::Folder;
use honeyguide_book_sqlite::{ClickOptions, SqliteClicks, Synchronous, UNKNOWN_SLUGS_PER_DAY_MAX};
use std::{fs, sync::Arc};
use testkit::{
    conformance::clicks::run_clicks,
    world::{Shop, World, instant},
};
use words::{Mode, VisitorId};

fn world() -> (World, Shop) {
    let world = World::seeded(1);
    let shop = world.shop(world.scope(Mode::Live));
    (world, shop)
}

fn open(folder: &Folder) -> SqliteClicks {
    SqliteClicks::open(folder.path(), ClickOptions::default()).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_click_files_keep_the_contract() {
    let folder = Folder::new("contract");
    let stores = std::sync::atomic::AtomicUsize::new(0);
    run_clicks(|| async {
        let number = stores.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let path = folder.path().join(number.to_string());
        Arc::new(SqliteClicks::open(&path, ClickOptions::default()).unwrap()) as Arc<dyn Clicks>
    })
    .await;
}

#[tokio::test]
async fn each_month_has_a_file_that_people_can_read() {
    let (folder, (world, shop)) = (Folder::new("months"), world());
    let store = open(&folder);
    let visitor = VisitorId::draw(world.now(), 7);
    for at in ["2026-10-31T23:59:59.999Z", "2026-11-01T00:00:00Z", "2026-12-31T12:00:00Z"] {
        store.append(world.click(&shop.link, instant(at))).await.unwrap();
    }
    let crawler = Click {
        verdict: Verdict::Bot { reason: BotReason::Crawler },
        consent: Consent::Granted,
        visitor: Some(visitor),
        agent: click::read_agent("Googlebot/2.1"),
        ..world.click(&shop.link, instant("2026-11-02T00:00:00Z"))
    };
    store.append(crawler.clone()).await.unwrap();
    store.close().await;
    let names = folder.names();
    assert_eq!(names, ["clicks-2026-10.db", "clicks-2026-11.db", "clicks-2026-12.db"], "nothing beside them");
    let file = rusqlite::Connection::open(folder.path().join("clicks-2026-11.db")).unwrap();
    let row = file.query_row(
        "SELECT lower(hex(id)), at, verdict, crawler_list, consent, lower(hex(visitor)) FROM visits ORDER BY id DESC LIMIT 1",
        [],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?)),
    );
    let expected: (String, i64, String, String, String, String) = (
        hex(crawler.id.bytes()),
        crawler.at.micros(),
        "bot_crawler".to_owned(),
        click::Machine::Crawler.list().to_owned(),
        "granted".to_owned(),
        hex(visitor.bytes()),
    );
    assert_eq!(row.unwrap(), expected);
}

fn hex(bytes: [u8; 16]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A process that is killed leaves the files as they are at that moment: a copy of the folder.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_acknowledged_is_in_the_files_at_any_moment() {
    let (folder, (world, shop)) = (Folder::new("killed"), world());
    let store = Arc::new(open(&folder));
    for round in 0..10 {
        let mut appends = tokio::task::JoinSet::new();
        for _ in 0..300 {
            let (store, click) = (store.clone(), world.click(&shop.link, world.now()));
            appends.spawn(async move { store.append(click.clone()).await.map(|()| click) });
        }
        let acknowledged = appends.join_all().await;
        let copy = Folder::new("killed-copy");
        for name in folder.names().iter().filter(|name| !name.ends_with("-shm")) {
            fs::copy(folder.path().join(name), copy.path().join(name)).unwrap();
        }
        let reopened = open(&copy);
        assert_eq!(reopened.count_all().await.unwrap(), 300 * (round + 1));
        for click in acknowledged {
            let click = click.unwrap();
            assert_eq!(reopened.click(click.id).await.unwrap(), Some(click));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_full_queue_makes_callers_wait() {
    let (folder, (world, shop)) = (Folder::new("full"), world());
    let options = ClickOptions { clicks_queued_max: 3, synchronous: Synchronous::Off };
    let store = Arc::new(SqliteClicks::open(folder.path(), options).unwrap());
    let mut appends = tokio::task::JoinSet::new();
    for _ in 0..500 {
        let (store, click) = (store.clone(), world.click(&shop.link, world.now()));
        appends.spawn(async move { store.append(click).await });
    }
    assert!(appends.join_all().await.iter().all(Result::is_ok));
    assert_eq!(store.count_all().await.unwrap(), 500);
}

#[tokio::test]
async fn a_closed_store_has_written_everything_and_refuses_more() {
    let (folder, (world, shop)) = (Folder::new("closed"), world());
    let store = open(&folder);
    let mut append = store.append(world.click(&shop.link, world.now()));
    std::future::poll_fn(|context| std::task::Poll::Ready(append.as_mut().poll(context).is_ready())).await;
    drop(append);
    store.count_unknown_slug("go.shop.example", "old", world.now());
    store.close().await;
    store.close().await;
    let refused = store.append(world.click(&shop.link, world.now())).await.unwrap_err();
    assert_eq!(refused.to_string(), "storage: the click store is closed");
    assert!(store.unknown_slugs(world.now(), 10).await.is_err());
    drop(store);
    let reopened = open(&folder);
    assert_eq!(reopened.count_all().await.unwrap(), 1);
    let unknown = reopened.unknown_slugs(world.now(), 10).await.unwrap();
    assert_eq!(unknown, [("go.shop.example".to_owned(), "old".to_owned(), 1)]);
}

#[tokio::test]
async fn a_file_that_cannot_be_written_is_reported_and_spares_the_other_months() {
    let (folder, (world, shop)) = (Folder::new("broken"), world());
    let broken = folder.path().join("clicks-2026-03.db");
    fs::create_dir(&broken).unwrap();
    let store = open(&folder);
    let (march, april) = (instant("2026-03-10T00:00:00Z"), instant("2026-04-10T00:00:00Z"));
    store.count_unknown_slug("", "old", march);
    let (march, april) = (world.click(&shop.link, march), world.click(&shop.link, april));
    let (refused, kept) = tokio::join!(store.append(march.clone()), store.append(april.clone()));
    let refused = refused.unwrap_err().to_string();
    assert!(refused.starts_with("storage: clicks of 2026-03: "), "{refused}");
    kept.unwrap();
    fs::remove_dir(&broken).unwrap();
    store.append(march.clone()).await.unwrap();
    assert_eq!(store.click(march.id).await.unwrap(), Some(march));
    assert_eq!(store.click(april.id).await.unwrap(), Some(april));
}

/// Another process holds the month's file for longer than SQLite waits; the click's visitor has left by then.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clicks_whose_file_is_held_are_written_late_and_never_taken_for_unknown() {
    let (folder, (world, shop)) = (Folder::new("held"), world());
    let store = Arc::new(open(&folder));
    store.append(world.click(&shop.link, world.now())).await.unwrap();
    let path = folder.path().join(folder.names().into_iter().find(|name| name.ends_with(".db")).unwrap());
    let other = rusqlite::Connection::open(path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();

    let late = world.click(&shop.link, world.now());
    let append = tokio::spawn({
        let (store, late) = (store.clone(), late.clone());
        async move { store.append(late).await }
    });
    tokio::time::sleep(std::time::Duration::from_millis(6_500)).await;
    let unsure = store.click(late.id).await.unwrap_err();
    assert!(unsure.is_passing, "a click that waits is not one that nobody knows: {unsure}");
    assert!(!append.is_finished());

    other.execute_batch("COMMIT").unwrap();
    append.await.unwrap().unwrap();
    assert_eq!(store.click(late.id).await.unwrap(), Some(late));
}

/// What the disk did not take by the end is lost, and the store does not say that everything is written.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_closes_says_whether_clicks_were_lost() {
    let (folder, (world, shop)) = (Folder::new("lost"), world());
    let well = open(&folder);
    well.append(world.click(&shop.link, world.now())).await.unwrap();
    assert!(well.close().await);

    // A version of the format that may be read and not written.
    let path = folder.path().join(folder.names().into_iter().find(|name| name.ends_with(".db")).unwrap());
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[18] = 3;
    std::fs::write(&path, bytes).unwrap();
    let (store, click) = (Arc::new(open(&folder)), world.click(&shop.link, world.now()));
    let append = tokio::spawn({
        let store = store.clone();
        async move { store.append(click).await }
    });
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert!(!append.is_finished(), "it waits for the disk");
    assert!(!store.close().await);
    assert!(append.await.unwrap().is_err());
}

#[tokio::test]
async fn a_file_of_a_newer_version_is_refused_as_it_is() {
    let folder = Folder::new("newer");
    let path = folder.path().join("clicks-2026-03.db");
    let newer = rusqlite::Connection::open(&path).unwrap();
    newer.execute_batch("CREATE TABLE visits (id TEXT); PRAGMA user_version = 99").unwrap();
    // At once: click after click would be lost otherwise.
    let refused = SqliteClicks::open(folder.path(), ClickOptions::default()).err().unwrap().to_string();
    assert!(refused.contains("version 99, and this honeyguide knows 2 only"), "{refused}");
    let tables = "SELECT count(*) FROM sqlite_schema";
    assert_eq!(newer.query_row(tables, [], |row| row.get::<_, i64>(0)), Ok(1));
}

#[tokio::test]
async fn a_days_unknown_slugs_are_bounded_whoever_tries_names() {
    let (folder, (world, _)) = (Folder::new("unknown"), world());
    let at = world.now();
    let surplus = 50;
    for part in 0..2 {
        // In two runs, and in batches of several sizes: the bound is the file's, not the memory's.
        let store = open(&folder);
        for number in 0..UNKNOWN_SLUGS_PER_DAY_MAX / 2 + surplus {
            store.count_unknown_slug("go.shop.example", &format!("guess-{part}-{number}"), at);
            if number % 97 == 0 {
                store.unknown_slugs(at, 1).await.unwrap();
            }
        }
        store.count_unknown_slug("go.shop.example", "guess-0-0", at);
        store.close().await;
    }
    let store = open(&folder);
    let unknown = store.unknown_slugs(at, usize::MAX).await.unwrap();
    assert_eq!(unknown.len(), UNKNOWN_SLUGS_PER_DAY_MAX + 1);
    assert_eq!(unknown[0], (String::new(), "other".to_owned(), 2 * surplus as u64));
    assert_eq!(unknown[1], ("go.shop.example".to_owned(), "guess-0-0".to_owned(), 3));
    let long = "x".repeat(10_000);
    store.count_unknown_slug(&long, &long, at.plus_days(1));
    let unknown = store.unknown_slugs(at.plus_days(1), 10).await.unwrap();
    assert_eq!(unknown[0].0.len() + unknown[0].1.len(), 2 * click::TEXT_CHARACTERS_MAX);
}
