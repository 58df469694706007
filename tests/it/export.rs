//! Export, import, export: the same bytes, on a whole folder through the binary and on random deeds. What was exported
//! before the first release comes in as it was.

use crate::{
    ledger::{deed, play},
    market::{Market, Where, cases, twenty_percent},
    server::{Folder, Server, create_key, run},
};
use book_sqlite::{BookOptions, SqliteBook, export_book, import_book, schemas};
use engine::ports::Upkeep;
use proptest::prelude::*;
use serde_json::Value;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// Fills a folder: with the demo in a soak, which takes minutes, else from the small archive in `schema-29`. Answers who may
/// log in, and with which password.
fn filled(data: &Path) -> (&'static str, &'static str) {
    if cases(0, 1) > 0 {
        assert_eq!(run(data, &["demo"]).0, 0);
        return ("owner@demo.example", "demo-password");
    }
    let archive = schema_29();
    std::fs::copy(archive.with_file_name("master.key"), data.with_extension("key")).unwrap();
    let (code, _, err) = run(data, &["import", &archive.display().to_string()]);
    assert_eq!(code, 0, "{err}");
    ("fin@acme.example", "correct horse battery 29")
}

/// An archive that the last version before the first release made.
fn schema_29() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("it/schema-29/export.tar.gz")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_moves_house_and_nothing_changes() {
    let folder = Folder::new("export");
    let data = folder.data();
    let (email, password) = filled(&data);
    let master = data.with_extension("key");
    let text = |name: &str| folder.0.join(name).display().to_string();
    let (first, second, house) = (text("first.tgz"), text("second.tgz"), folder.0.join("house"));
    // Beside a running server, and somebody is logged in: sessions stay behind.
    let server = Server::start(&data, &[]);
    let log_in = serde_json::json!({ "email": email, "password": password });
    let asked = reqwest::Client::new().post(format!("{}/v1/session", server.base));
    let answer = asked.header("sec-fetch-site", "same-origin").json(&log_in).send().await.unwrap();
    assert_eq!(answer.status(), 201);
    let (code, _, err) = run(&data, &["export", &first]);
    assert_eq!(code, 0, "{err}");
    assert!(server.stop());
    let key = master.display().to_string();
    let at_house = |arguments: &[&str]| run(&house, &[arguments, &["--master-key", &key]].concat());
    let (code, _, err) = at_house(&["import", &first]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(at_house(&["export", &second]).0, 0);
    let bytes = |path: &str| std::fs::read(path).unwrap();
    assert!(bytes(&first) == bytes(&second), "both exports are the same to the byte");
    let (code, out, err) = at_house(&["doctor"]);
    assert_eq!(code, 0, "{out}{err}");
    let (code, _, err) = at_house(&["import", &first]);
    assert_eq!((code, err.contains("is not empty")), (2, true), "{err}");
    let mut damaged = bytes(&first);
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0x10;
    std::fs::write(&second, damaged).unwrap();
    let other = folder.0.join("other");
    let (code, _, err) = run(&other, &["import", &second, "--master-key", &key]);
    assert_eq!((code, other.exists()), (2, false), "{err}");
    // A new key for another house works on it as on any.
    create_key(&house, &["--master-key", &key]);
}

/// By table and id, what the last version before the first release said of the archive in `schema-29`.
fn said_before() -> BTreeMap<String, BTreeMap<String, Value>> {
    let text = include_str!("schema-29/expected.json").replace("cancelled", "canceled");
    serde_json::from_str(&text).unwrap()
}

/// The same of a book's file.
fn said_by(book: &Path) -> BTreeMap<String, BTreeMap<String, Value>> {
    let conn = rusqlite::Connection::open(book).unwrap();
    let rows = |sql: &str| -> BTreeMap<String, Value> {
        let mut statement = conn.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| {
            let value: String = row.get(1)?;
            Ok((row.get(0)?, serde_json::from_str(&value).unwrap()))
        });
        rows.unwrap().collect::<Result<_, _>>().unwrap()
    };
    let tables = [
        (
            "decisions",
            "select d.conversion, json_group_object(p.partner, p.millionths) filter (where p.millionths > 0)
             from decisions d left join decision_partners p on p.conversion = d.conversion
             where d.mode = 'live' group by d.conversion",
        ),
        (
            "commissions",
            "select id, json_array(earned, reversed, state) from commissions where mode = 'live'",
        ),
        (
            "statements",
            "select id, json_array(number, total, payable) from statements where mode = 'live'",
        ),
        (
            "balances",
            "select p.enrollment || '/' || p.account
                || iif(p.currency = g.body ->> 'currency', '', '/' || p.currency) as held, cast(sum(p.amount) as text)
             from postings p join programs g on g.id = p.program where g.mode = 'live'
             group by held having sum(p.amount) <> 0",
        ),
        ("transfers", "select id, json_array(status, amount) from transfers where mode = 'live'"),
        ("customers", "select id, json_quote(external_id) from customers where mode = 'live'"),
    ];
    tables.into_iter().map(|(table, sql)| (table.to_owned(), rows(sql))).collect()
}

#[test]
fn an_archive_from_before_the_first_release_is_imported_as_it_was() {
    let folder = Folder::new("schema-29");
    let data = folder.data();
    let archive = schema_29();
    let master = archive.with_file_name("master.key").display().to_string();
    let at_home = |arguments: &[&str]| run(&data, &[arguments, &["--master-key", &master]].concat());
    let (code, _, err) = at_home(&["import", &archive.display().to_string()]);
    assert_eq!(code, 0, "{err}");
    let (before, now) = (said_before(), said_by(&data.join("book.db")));
    for (table, rows) in &before {
        assert!(rows.len() > 5, "{table}");
        assert_eq!(&now[table], rows, "{table}");
    }
    let (code, out, err) = at_home(&["doctor"]);
    assert_eq!(code, 0, "{out}{err}");

    // Every fact has today's form, and says that it was imported.
    let facts = |condition: &str| -> i64 {
        let conn = rusqlite::Connection::open(data.join("book.db")).unwrap();
        let sql = format!("select count(*) from facts where {condition}");
        conn.query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(facts("1 = 1"), facts("number between 1 and 536"));
    assert_eq!(facts("1 = 1"), facts(r#"body like '{"v":1,%"origin":{"kind":"import"}%'"#));

    // What people wrote keeps its spelling.
    let metadata = "select count(*) from conversions where body like '%\"enrolment\":\"%'";
    let conn = rusqlite::Connection::open(data.join("book.db")).unwrap();
    assert!(conn.query_row(metadata, [], |row| row.get::<_, i64>(0)).unwrap() > 0);
}

#[test]
fn random_deeds_come_out_of_an_export_as_they_went_in() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let cases = cases(8, 300);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig { cases, ..Default::default() });
    let texts = prop::collection::vec(any::<String>(), 0..6);
    let world = (prop::collection::vec(deed(), 1..30), texts);
    let result = runner.run(&world, |(deeds, texts)| {
        runtime.block_on(async {
            let market = play(Where::Disk, &twenty_percent(), &deeds).await;
            say(&market, &texts).await;
            moves(&market).await;
        });
        Ok(())
    });
    if let Err(fault) = result {
        panic!("{fault}");
    }
}

/// Sales in which anything is said wherever anything may be; what is refused says nothing.
async fn say(market: &Market, texts: &[String]) {
    for (number, text) in texts.iter().enumerate() {
        let mut sale = market.sale(text, &format!("{number}{text}"), 1_000);
        sale.customer.name = Some(text.clone());
        sale.metadata.insert("said".to_owned(), text.clone());
        let _ = market.record(&sale).await;
    }
}

async fn moves(market: &Market) {
    let file = market.book_file();
    let folder = file.parent().unwrap();
    let (first, second, copy) = (folder.join("first"), folder.join("second"), folder.join("copy.db"));
    for folder in [&first, &second] {
        std::fs::create_dir(folder).unwrap();
    }
    let tables = export_book(&file, &first).unwrap();
    assert!(["facts", "postings", "customers"].iter().all(|table| tables.iter().any(|it| it == table)));
    import_book(&first, &copy, schemas().book).unwrap();
    let book = SqliteBook::open(&copy, BookOptions::default()).unwrap();
    assert_eq!(book.audit().await.unwrap(), market.engine.book().audit().await.unwrap());
    book.close().await;
    export_book(&copy, &second).unwrap();
    assert_eq!(files(&first), files(&second));
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, std::fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}
