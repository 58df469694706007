//! The sums that reports read: made for a book that has none, found by `audit` when they are off, and left out of archives.

use crate::folder::Folder;
use engine::ports::{Commits, Reports, Upkeep};
use honeyguide_book_sqlite::{BookOptions, SqliteBook, export_book, import_book, schema_of};
use report::{ConversionTallies, Question};
use rusqlite::Connection;
use std::path::Path;
use testkit::world::{Shop, World};
use words::Mode;

fn open(path: &Path) -> SqliteBook {
    SqliteBook::open(path, BookOptions::default()).unwrap()
}

/// A book with two purchases, one of them months after the other.
async fn sold(path: &Path) -> (World, Shop) {
    let (world, book) = (World::seeded(7), open(path));
    let shop = world.shop(world.scope(Mode::Live));
    book.commit("sell", shop.changes()).await.unwrap();
    book.commit("sell", world.purchase(&shop, "ORD-1", 10_000).changes()).await.unwrap();
    world.clock.advance_days(100);
    book.commit("sell", world.purchase(&shop, "ORD-2", 500).changes()).await.unwrap();
    book.close().await;
    (world, shop)
}

async fn figures(path: &Path, (world, shop): &(World, Shop)) -> ConversionTallies {
    let day = words::Day::of(world.now()).plus_days(1).start();
    let asked =
        Question { programs: vec![shop.program.id], partner: None, since: day.plus_days(-200), until: day };
    let book = open(path);
    let told = book.tally(shop.scope, &asked).await.unwrap();
    assert_eq!(book.audit().await.unwrap().unreadable, Vec::<String>::new());
    book.close().await;
    told
}

#[tokio::test]
async fn a_book_without_sums_gets_them() {
    let folder = Folder::new("book-sums");
    let path = folder.file("book.db");
    let of = sold(&path).await;
    let expected = figures(&path, &of).await;
    assert_eq!(expected.partners[0].figures.revenue, 10_500);

    let conn = Connection::open(&path).unwrap();
    conn.execute_batch(
        "drop table sums; drop table sum_subjects; delete from migrations where name = '0032_sums'",
    )
    .unwrap();
    drop(conn);
    assert_eq!(figures(&path, &of).await, expected);
}

#[tokio::test]
async fn an_archive_leaves_sums_out_and_import_makes_them() {
    let folder = Folder::new("book-sums-archive");
    let (path, rows, copy) = (folder.file("book.db"), folder.file("rows"), folder.file("copy.db"));
    let of = sold(&path).await;
    let expected = figures(&path, &of).await;
    std::fs::create_dir(&rows).unwrap();
    let written = export_book(&path, &rows).unwrap();
    assert!(!written.iter().any(|table| table.starts_with("sum")), "{written:?}");
    import_book(&rows, &copy, schema_of(&path).unwrap()).unwrap();
    assert_eq!(figures(&copy, &of).await, expected);
}

#[tokio::test]
async fn sums_that_are_off_are_found() {
    for (spoil, named) in [
        ("update sums set revenue = revenue + 1 where span = 96 and place > 20600", "96 quarter hours"),
        ("update sums set customers = 0 where span = 1", "1 quarter hours"),
        ("delete from sums where span = 96", "96 quarter hours"),
        (
            "insert into sums select subject, span, place + 5000, leads, customers, sales, revenue, commission from sums",
            "sums",
        ),
        (
            "update conversions set refunded = 1, body = replace(body, '\"refunded\":0', '\"refunded\":1')",
            "sums",
        ),
    ] {
        let folder = Folder::new("book-sums-off");
        let path = folder.file("book.db");
        sold(&path).await;
        Connection::open(&path).unwrap().execute_batch(spoil).unwrap();
        let found = open(&path).audit().await.unwrap().unreadable;
        assert!(
            found.len() == 1 && found[0].starts_with("sums") && found[0].contains(named),
            "{spoil}: {found:?}"
        );
    }
}

#[tokio::test]
async fn sums_that_are_off_hide_no_other_fault() {
    let folder = Folder::new("book-sums-and-postings-off");
    let path = folder.file("book.db");
    sold(&path).await;
    Connection::open(&path)
        .unwrap()
        .execute_batch("delete from postings; update sums set sales = 9")
        .unwrap();
    let audit = open(&path).audit().await.unwrap();
    assert!(!audit.mismatches.is_empty());
    assert_eq!(audit.unreadable.len(), 1, "{:?}", audit.unreadable);
}
