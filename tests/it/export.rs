//! Export, import, export: the same bytes, on the demo's data through the binary and on random deeds.

use crate::{
    ledger::{deed, play},
    market::{Market, Where, cases, twenty_percent},
    server::{Folder, Server, create_key, run},
};
use book_sqlite::{BookOptions, SqliteBook, export_book, import_book, schemas};
use engine::ports::Book;
use proptest::prelude::*;
use std::{collections::BTreeMap, path::Path};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_moves_house_and_nothing_changes() {
    let folder = Folder::new("export");
    let data = folder.data();
    assert_eq!(run(&data, &["demo"]).0, 0);
    let master = data.with_extension("key");
    let text = |name: &str| folder.0.join(name).display().to_string();
    let (first, second, house) = (text("first.tgz"), text("second.tgz"), folder.0.join("house"));
    // Beside a running server, and somebody is logged in: sessions stay behind.
    let server = Server::start(&data, &[]);
    let log_in = serde_json::json!({ "email": "owner@demo.example", "password": "demo-password" });
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
