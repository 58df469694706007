//! The book: the conformance suite, then files that are opened again, broken or from the future.

use crate::folder::Folder;
use engine::ports::{
    Book, Changes, CommitError, Commits, Facts, Links, Page, Partners, Programs, Row, StorageError, Unique,
    Upkeep,
};
use honeyguide_book_sqlite::{BookOptions, SqliteBook, Synchronous};
use program::Link;
use rusqlite::Connection;
use std::{path::Path, sync::Arc};
use testkit::world::World;
use words::{LinkId, Mode};

fn open(path: &Path) -> SqliteBook {
    SqliteBook::open(path, BookOptions::default()).unwrap()
}

fn refusal(path: &Path) -> String {
    match SqliteBook::open(path, BookOptions::default()) {
        Ok(_) => panic!("{} was opened", path.display()),
        Err(StorageError { text: why, .. }) => why,
    }
}

/// Without waiting for the disk: what a crash would cost is tested elsewhere.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn conforms() {
    let folder = Folder::new("book-conforms");
    let number = std::sync::atomic::AtomicU32::new(0);
    let open = || {
        let number = number.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let options = BookOptions { synchronous: Synchronous::Off, readers: 2 };
        let book = SqliteBook::open(&folder.file(&format!("{number}.db")), options).unwrap();
        async { Arc::new(book) as Arc<dyn Book> }
    };
    testkit::conformance::book::run_book(open).await;
}

/// The statements that made the tables, and the migrations that ran.
fn anatomy(path: &Path) -> (Vec<String>, Vec<(i64, String)>) {
    let conn = Connection::open(path).unwrap();
    let sql = "select sql from sqlite_schema where sql is not null order by name";
    let made = conn.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>();
    let sql = "select number, name from migrations order by number";
    let mut ran = conn.prepare(sql).unwrap();
    let ran = ran.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().collect::<Result<_, _>>();
    (made.unwrap(), ran.unwrap())
}

#[tokio::test]
async fn a_fresh_file_is_a_migrated_file() {
    let folder = Folder::new("book-migrates");
    let (fresh, old) = (folder.file("fresh.db"), folder.file("old.db"));
    drop(open(&fresh));
    let first = anatomy(&fresh);
    assert!(first.1.len() > 1 && first.1[0] == (30, "0030_book".to_owned()), "{:?}", first.1);
    drop(open(&fresh));
    assert_eq!(anatomy(&fresh), first, "opening again changes nothing");

    // A file as the first version left it.
    let conn = Connection::open(&old).unwrap();
    conn.execute_batch(include_str!("../../migrations/0030_book.sql")).unwrap();
    conn.execute_batch(
        "create table if not exists migrations (number integer primary key, name text not null);
        insert into migrations values (30, '0030_book');",
    )
    .unwrap();
    drop(conn);
    drop(open(&old));
    assert_eq!(anatomy(&old), first);
}

#[tokio::test]
async fn a_file_from_the_future_is_refused_untouched() {
    let folder = Folder::new("book-future");
    let path = folder.file("book.db");
    drop(open(&path));
    let conn = Connection::open(&path).unwrap();
    conn.execute("insert into migrations (number, name) values (9999, '9999_wonders')", []).unwrap();
    drop(conn);
    let before = std::fs::read(&path).unwrap();
    let why = refusal(&path);
    assert!(why.contains("migration 9999") && why.contains("book.db"), "{why}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

/// Takes the last migration's record away: as an older version left the file, for all that anybody looks at.
fn make_older(path: &Path) {
    let conn = Connection::open(path).unwrap();
    conn.execute("delete from migrations where number = (select max(number) from migrations)", []).unwrap();
}

#[tokio::test]
async fn an_older_file_is_migrated_by_who_asks_for_it_only() {
    let folder = Folder::new("book-older");
    let path = folder.file("book.db");
    drop(open(&path));
    drop(SqliteBook::open_current(&path, BookOptions::default()).unwrap());
    make_older(&path);
    let before = std::fs::read(&path).unwrap();
    let StorageError { text: why, .. } =
        SqliteBook::open_current(&path, BookOptions::default()).err().unwrap();
    assert!(why.contains("book.db") && why.contains("honeyguide serve"), "{why}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
    let missing = folder.file("missing.db");
    assert!(SqliteBook::open_current(&missing, BookOptions::default()).is_err() && !missing.exists());
}

/// A million rows that expired must not make everybody else wait: they go in parts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_expired_is_forgotten_in_parts_between_which_others_commit() {
    let folder = Folder::new("book-forget");
    let path = folder.file("book.db");
    let world = World::seeded(5);
    let shop = world.shop(world.scope(Mode::Live));
    let book = Arc::new(open(&path));
    book.commit("open_shop", shop.changes()).await.unwrap();
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch(
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 60000)
        insert into throttles select 'old/' || i, i, '{}' from n;
        insert into versions select 'throttle/' || id, 1 from throttles;
        insert into tokens (hash, expires_at, body) select id, failed_at, '{}' from throttles limit 5000;
        insert into answers select 'k', 'o', id, 'h', '{}', failed_at from throttles limit 5000;",
    )
    .unwrap();
    drop(conn);

    let forgetting = tokio::spawn({
        let (book, now) = (book.clone(), world.now());
        async move { book.forget_expired(now).await }
    });
    let mut commits = 0;
    while !forgetting.is_finished() {
        let facts = vec![world.fact(shop.scope, "meanwhile")];
        book.commit("tell", Changes { facts, ..Changes::default() }).await.unwrap();
        commits += 1;
    }
    forgetting.await.unwrap().unwrap();
    assert!(commits >= 30, "{commits} commits found their way between the parts");
    let conn = Connection::open(&path).unwrap();
    let left = "select (select count(*) from throttles) + (select count(*) from tokens) + (select count(*) from answers)
                + (select count(*) from versions where key like 'throttle/%')";
    assert_eq!(conn.query_row(left, [], |row| row.get::<_, i64>(0)), Ok(0));
}

/// Another process holds the file: what is asked meanwhile may succeed later, and the store says so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_held_is_a_passing_fault() {
    let folder = Folder::new("book-held");
    let path = folder.file("book.db");
    let book = open(&path);
    book.probe().await.unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("begin immediate").unwrap();
    let fault = book.commit("tell", Changes::default()).await.unwrap_err();
    assert!(matches!(fault, CommitError::Storage(fault) if fault.is_passing));
    let fault = book.probe().await.unwrap_err();
    assert!(fault.is_passing, "{fault}");
    other.execute_batch("commit").unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(2_100)).await;
    book.probe().await.unwrap();
}

/// Somebody reads an earlier state: what was erased is scrubbed later, and nobody's commit waits for it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_in_the_way_of_a_scrub_keeps_no_commit_waiting() {
    let folder = Folder::new("book-scrub");
    let path = folder.file("book.db");
    let world = World::seeded(7);
    let shop = world.shop(world.scope(Mode::Live));
    let book = open(&path);
    book.commit("open_shop", shop.changes()).await.unwrap();
    assert!(book.scrub_rest().await.unwrap(), "a book that was just opened may have to be scrubbed");

    let reader = Connection::open(&path).unwrap();
    reader.execute_batch("begin; select count(*) from links").unwrap();
    let begun = tokio::time::Instant::now();
    let tell = async |what| {
        let facts = vec![world.fact(shop.scope, what)];
        book.commit("tell", Changes { facts, ..Changes::default() }).await.unwrap();
    };
    tell("erased").await;
    assert!(!book.scrub().await.unwrap());
    tell("meanwhile").await;
    assert!(!book.scrub_rest().await.unwrap());
    assert!(begun.elapsed() < std::time::Duration::from_secs(2), "{:?}", begun.elapsed());
    reader.execute_batch("commit").unwrap();

    assert!(book.scrub_rest().await.unwrap());
    let ahead = || std::fs::metadata(folder.file("book.db-wal")).map_or(0, |file| file.len());
    assert_eq!(ahead(), 0);
    tell("later").await;
    assert!(book.scrub_rest().await.unwrap(), "nothing was erased since");
    assert!(ahead() > 0, "so nothing was done");
}

/// Whether the book is ready is asked every few seconds, and must not change what is exported.
#[tokio::test]
async fn a_probe_leaves_no_trace_in_an_archive() {
    let folder = Folder::new("book-probe");
    let path = folder.file("book.db");
    let book = open(&path);
    let archived = |name: &str| {
        let to = folder.file(name);
        std::fs::create_dir(&to).unwrap();
        honeyguide_book_sqlite::export_book(&path, &to).unwrap();
        std::fs::read_to_string(to.join("house.ndjson")).unwrap_or_default()
    };
    let before = archived("before");
    book.probe().await.unwrap();
    assert_eq!(archived("after"), before);
    let conn = Connection::open(&path).unwrap();
    let probes = "select count(*) from house where name = 'probe'";
    assert_eq!(conn.query_row(probes, [], |row| row.get::<_, i64>(0)), Ok(1), "it was written");
}

#[tokio::test]
async fn what_is_no_book_is_refused() {
    let folder = Folder::new("book-foreign");
    let path = folder.file("letter.txt");
    std::fs::write(&path, "Dear Ada, this is not a database at all. ".repeat(100)).unwrap();
    assert!(refusal(&path).contains("letter.txt"));
    assert!(refusal(&folder.file("no/such/folder/book.db")).contains("no/such/folder"));
}

/// 50 deeds at once, one of which takes a slug that is taken: it fails alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_group_commits_without_the_one_that_fails() {
    let folder = Folder::new("book-group");
    let book = Arc::new(open(&folder.file("book.db")));
    let world = World::seeded(1);
    let shop = world.shop(world.scope(Mode::Live));
    book.commit("open_shop", shop.changes()).await.unwrap();
    let deeds = (0..50).map(|place| {
        let mut link = world.link(&shop.enrollment);
        if place == 20 {
            link.slug.clone_from(&shop.link.slug);
        }
        let fact = world.fact(shop.scope, &place.to_string());
        let changes = Changes { rows: vec![Row::Link(link)], facts: vec![fact], ..Changes::default() };
        let book = Arc::clone(&book);
        tokio::spawn(async move { book.commit("create_link", changes).await })
    });
    for (place, deed) in deeds.collect::<Vec<_>>().into_iter().enumerate() {
        let expected = if place == 20 { Err(CommitError::Taken(Unique::Slug)) } else { Ok(()) };
        assert_eq!(deed.await.unwrap(), expected, "{place}");
    }
    let audit = book.audit().await.unwrap();
    assert_eq!((audit.facts, audit.last_fact, audit.storage), (49, 49, vec![]));
}

/// Deeds that nobody waits for any more are committed by the time the book is gone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_book_that_is_dropped_keeps_everything() {
    let folder = Folder::new("book-drop");
    let path = folder.file("book.db");
    let world = World::seeded(2);
    let shop = world.shop(world.scope(Mode::Live));
    let book = open(&path);
    book.commit("open_shop", shop.changes()).await.unwrap();
    let links: Vec<Link> = (0..40).map(|_| world.link(&shop.enrollment)).collect();
    for link in &links {
        let changes = Changes { rows: vec![Row::Link(link.clone())], ..Changes::default() };
        // Asked once, then forgotten.
        tokio::select! {
            biased;
            outcome = book.commit("create_link", changes) => outcome.unwrap(),
            () = std::future::ready(()) => {}
        }
    }
    drop(book);
    assert!(!folder.file("book.db-wal").exists(), "everything is in the one file");
    let book = open(&path);
    let stored = book.links(shop.scope, None, Page { after: None::<LinkId>, limit: 100 }).await.unwrap();
    assert_eq!(stored.len(), 41);
    assert!(links.iter().all(|link| stored.contains(link)));
}

#[tokio::test]
async fn a_closed_book_takes_no_more() {
    let folder = Folder::new("book-close");
    let path = folder.file("book.db");
    let world = World::seeded(3);
    let shop = world.shop(world.scope(Mode::Live));
    let book = open(&path);
    book.commit("open_shop", shop.changes()).await.unwrap();
    book.close().await;
    book.close().await;
    let refused = book.commit("late", Changes::default()).await;
    assert!(matches!(refused, Err(CommitError::Storage(_))), "{refused:?}");
    assert_eq!(
        book.programs(shop.scope).await.unwrap(),
        std::slice::from_ref(&shop.program),
        "it can still be read"
    );
    assert_eq!(std::fs::metadata(folder.file("book.db-wal")).unwrap().len(), 0);
}

/// Spoils one column of one row; what reads it says which.
#[tokio::test]
async fn a_row_that_cannot_be_read_is_named() {
    let folder = Folder::new("book-spoilt");
    let path = folder.file("book.db");
    let world = World::seeded(4);
    let shop = world.shop(world.scope(Mode::Live));
    let book = open(&path);
    book.commit("open_shop", shop.changes()).await.unwrap();
    let facts = vec![world.fact(shop.scope, "told")];
    book.commit("tell", Changes { facts, ..Changes::default() }).await.unwrap();
    let conn = Connection::open(&path).unwrap();
    conn.execute("update partners set body = '{\"id\":7}'", []).unwrap();
    conn.execute("update facts set workspace = 'nonsense'", []).unwrap();
    let StorageError { text: why, .. } = book.partner(shop.scope, shop.partner.id).await.unwrap_err();
    assert!(why.starts_with(&format!("partners.body of {}", shop.partner.id)), "{why}");
    let StorageError { text: why, .. } = book.facts(None, 0, 1).await.unwrap_err();
    assert!(why.starts_with("facts.workspace of 1"), "{why}");
}
