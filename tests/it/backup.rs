//! A backup is taken from a server that takes clicks and sales, and restored: the books are proven, and nothing is
//! missing that was acknowledged before the backup began.

use crate::server::{Client, Folder, Server, create_key, run, until_followed};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// Runs the binary on the data folder under the first one's master key.
fn run_with_key(data: &Path, key: &Path, arguments: &[&str]) -> (i32, String) {
    let key = key.display().to_string();
    let (code, out, err) = run(data, &[arguments, &["--master-key", &key]].concat());
    (code, out + &err)
}

/// What was acknowledged so far.
#[derive(Default)]
struct Told {
    sales: BTreeSet<String>,
    clicks: BTreeSet<String>,
}

async fn keep_busy(
    client: Arc<Client>,
    worker: u64,
    enough: Arc<AtomicBool>,
    told: Arc<std::sync::Mutex<Told>>,
) {
    for round in 0.. {
        if enough.load(Ordering::Relaxed) {
            return;
        }
        let order = format!("order-{worker}-{round}");
        if client
            .sale(&order, &format!("customer-{worker}-{}", round % 20))
            .await
            .is_ok_and(|(status, _)| status == 201)
        {
            told.lock().unwrap().sales.insert(order);
        }
        if let Ok((302, Some(click), true)) = client.follow("ada", worker * 1_000_000 + round).await {
            told.lock().unwrap().clicks.insert(click);
        }
    }
}

async fn everything(client: &Client, path: &str, name: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut cursor = String::new();
    loop {
        let (status, page) = client.get(&format!("{path}?limit=200{cursor}")).await.unwrap();
        assert_eq!(status, 200, "{page}");
        let items = page["items"].as_array().unwrap();
        found.extend(items.iter().map(|item| item[name].as_str().unwrap().to_owned()));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_load_restores_to_clean_books_with_all_that_was_acknowledged() {
    let folder = Folder::new("backup");
    let data = folder.data();
    let key = create_key(&data, &[]);
    let server = Server::start(&data, &[]);
    let client = Arc::new(Client::new(&server.base, &key));
    client.set_up().await;
    until_followed(&client, "ada").await;
    let (enough, told) = (Arc::new(AtomicBool::new(false)), Arc::new(std::sync::Mutex::new(Told::default())));
    let busy = |worker| tokio::spawn(keep_busy(client.clone(), worker, enough.clone(), told.clone()));
    let workers: Vec<_> = (1..=4).map(busy).collect();
    while told.lock().unwrap().sales.len() < 100 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let (sales, clicks) = {
        let told = told.lock().unwrap();
        (told.sales.clone(), told.clicks.clone())
    };
    let file = folder.0.join("honeyguide.tar");
    let text = file.display().to_string();
    let taken = {
        let (data, text) = (data.clone(), text.clone());
        tokio::task::spawn_blocking(move || run(&data, &["backup", &text])).await.unwrap()
    };
    assert_eq!(taken.0, 0, "{}", taken.2);
    let while_taken = told.lock().unwrap().sales.len();
    enough.store(true, Ordering::Relaxed);
    for worker in workers {
        worker.await.unwrap();
    }
    assert!(while_taken > sales.len(), "the server kept on selling while the backup was taken");
    assert!(server.stop());
    assert_eq!(run(&data, &["backup", &text]).0, 2, "a backup that is there is not replaced unasked");

    let master = master_key_of(&data);
    let restored = folder.0.join("restored");
    let (code, said) = run_with_key(&restored, &master, &["restore", &text]);
    assert_eq!(code, 0, "{said}");
    let (code, said) = run_with_key(&restored, &master, &["doctor"]);
    assert_eq!(code, 0, "{said}");
    let again = Server::start(&restored, &["--master-key", &master.display().to_string()]);
    let there = Client::new(&again.base, &key);
    let kept = everything(&there, "/v1/conversions", "external_id").await;
    assert_eq!(sales.difference(&kept).collect::<Vec<_>>(), Vec::<&String>::new());
    let kept = everything(&there, "/v1/clicks", "id").await;
    assert_eq!(clicks.difference(&kept).collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(clicks.len() > 50, "{}", clicks.len());
    assert!(again.stop());
    refused(&folder, &file, &master);
}

/// What is no whole backup of this house changes nothing.
fn refused(folder: &Folder, file: &Path, master: &Path) {
    let target = folder.0.join("refused");
    let bytes = std::fs::read(file).unwrap();
    let bad = folder.0.join("bad.tar");
    let try_it = |bytes: &[u8], master: &Path, expected: &str| {
        std::fs::write(&bad, bytes).unwrap();
        let (code, said) = run_with_key(&target, master, &["restore", &bad.display().to_string()]);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(expected), "{expected}: {said}");
        assert!(!target.exists(), "{expected}");
    };
    let mut flipped = bytes.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    try_it(&flipped, master, "SHA-256");
    try_it(&bytes[..bytes.len() / 2], master, "is damaged");
    try_it(b"no archive at all", master, "not a backup");
    let other = folder.0.join("other.key");
    std::fs::write(&other, "00".repeat(32)).unwrap();
    try_it(&bytes, &other, "another master key");
    try_it(&bytes, &folder.0.join("no.key"), "put the master key");
    std::fs::create_dir(&target).unwrap();
    std::fs::write(target.join("precious"), "kept").unwrap();
    let (code, said) = run_with_key(&target, master, &["restore", &file.display().to_string()]);
    assert_eq!((code, said.contains("is not empty")), (2, true), "{said}");
    let left: Vec<_> = std::fs::read_dir(&target).unwrap().collect();
    assert_eq!(left.len(), 1);
    let strays = std::fs::read_dir(&folder.0).unwrap();
    let partial =
        strays.filter(|entry| entry.as_ref().unwrap().path().to_string_lossy().ends_with(".partial"));
    assert_eq!(partial.count(), 0, "no workshop is left");
}

/// Where the data folder's master key lies, as the binary itself says.
fn master_key_of(data: &Path) -> PathBuf {
    let output =
        Command::new(crate::server::binary()).arg("config").arg("--data").arg(data).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let line = text.lines().find(|line| line.starts_with("master-key")).unwrap();
    let value = line.split_once('=').unwrap().1.split('#').next().unwrap();
    let value: Value = serde_json::from_str(value.trim()).unwrap_or_else(|_| json!(value.trim()));
    PathBuf::from(value.as_str().unwrap())
}
