//! What an operator may do wrong, and what disks, clocks and other processes do to a folder: nothing is lost, nothing is
//! changed unasked, and what is wrong is named.

use crate::server::{Client, Folder, Server, binary, create_key, run, until_followed};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::Command,
};

fn book_of(data: &Path) -> rusqlite::Connection {
    rusqlite::Connection::open(data.join("book.db")).unwrap()
}

fn migrations(data: &Path) -> i64 {
    book_of(data).query_row("select max(number) from migrations", [], |row| row.get(0)).unwrap()
}

/// Takes the last migration's record away: an older version's book, for all that anybody looks at.
fn make_older(data: &Path) -> i64 {
    let sql = "delete from migrations where number = (select max(number) from migrations)";
    book_of(data).execute(sql, []).unwrap();
    migrations(data)
}

/// Takes away what the last migration made, so that it can be made once more.
fn undo_last_migration(data: &Path) {
    book_of(data).execute_batch("drop table sums; drop table sum_subjects").unwrap();
}

fn copies(data: &Path) -> Vec<String> {
    let names = std::fs::read_dir(data).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| name.contains("migration-")).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_newer_version_migrates_when_it_serves_and_never_under_a_running_server() {
    let folder = Folder::new("upgrade");
    let data = folder.data();
    let key = create_key(&data, &[]);
    let server = Server::start(&data, &[]);
    let client = Client::new(&server.base, &key);
    client.set_up().await;
    let older = make_older(&data);

    let archive = folder.0.join("export.tar.gz").display().to_string();
    let backup = folder.0.join("backup.tar").display().to_string();
    let (code, _, err) = run(&data, &["serve", "--listen", "127.0.0.1:0"]);
    assert!(code == 2 && err.contains("another honeyguide serves"), "{err}");
    for command in [
        &["doctor"] as &[&str],
        &["key", "create"],
        &["user", "add", "--email", "a@x.test", "--name", "A"],
        &["books", "trial-balance"],
        &["explain", "cnv_01kk8y7d00e6br2v9m5gq4t1hs"],
        &["demo"],
    ] {
        let (code, _, err) = run(&data, command);
        assert!(
            code == 2 && err.contains(&format!("migration {older}")) && err.contains("serve"),
            "{command:?}: {err}"
        );
    }
    assert!(server.stop());
    undo_last_migration(&data);
    for command in [["backup", &backup], ["export", &archive]] {
        assert_eq!(run(&data, &command).0, 0, "{command:?} reads what is there");
    }
    assert_eq!((migrations(&data), copies(&data)), (older, vec![]));

    let server = Server::start(&data, &[]);
    assert_eq!(migrations(&data), older + 1);
    assert_eq!(copies(&data), [format!("book.db.migration-{older}")]);
    let copy = rusqlite::Connection::open(data.join(&copies(&data)[0])).unwrap();
    let programs: i64 = copy.query_row("select count(*) from programs", [], |row| row.get(0)).unwrap();
    let seen: i64 = copy.query_row("select max(number) from migrations", [], |row| row.get(0)).unwrap();
    assert_eq!((programs, seen), (1, older));
    assert!(server.stop());
    assert_eq!(run(&data, &["doctor"]).0, 0);

    // What was taken of the older book is taken in, and few copies are kept.
    let restored = folder.0.join("restored");
    let master = data.with_extension("key").display().to_string();
    let (code, _, err) = run(&restored, &["restore", &backup, "--master-key", &master]);
    assert_eq!(code, 0, "{err}");
    let (code, _, err) = run(&restored, &["doctor", "--master-key", &master]);
    assert!(code == 2 && err.contains("honeyguide serve"), "{err}");
    let imported = folder.0.join("imported");
    let (code, _, err) = run(&imported, &["import", &archive, "--master-key", &master]);
    assert_eq!(code, 0, "{err}");
    assert_eq!((migrations(&imported), copies(&imported)), (older + 1, vec![]));
    for number in [1, 2, 3] {
        std::fs::write(data.join(format!("book.db.migration-{number}")), "old").unwrap();
    }
    assert!(Server::start(&data, &[]).stop());
    assert_eq!(copies(&data).len(), 2);
}

#[test]
fn a_book_from_before_the_first_release_is_left_alone_and_the_way_out_is_named() {
    let folder = Folder::new("unreleased");
    let data = folder.data();
    create_key(&data, &[]);
    let backup = folder.0.join("backup.tar").display().to_string();
    book_of(&data)
        .execute_batch("delete from migrations; insert into migrations values (29, 'old')")
        .unwrap();

    let archive = folder.0.join("export.tar.gz").display().to_string();
    for command in [&["serve", "--listen", "127.0.0.1:0"] as &[&str], &["doctor"], &["export", &archive]] {
        let (code, _, err) = run(&data, command);
        let names_the_way = ["migration 29", "export it with the version", "import"];
        assert!(code == 2 && names_the_way.iter().all(|part| err.contains(part)), "{command:?}: {err}");
    }
    assert_eq!((migrations(&data), copies(&data)), (29, vec![]));

    assert_eq!(run(&data, &["backup", &backup]).0, 0, "a copy can be taken of any book");
    let restored = folder.0.join("restored");
    let master = data.with_extension("key").display().to_string();
    let (code, _, err) = run(&restored, &["restore", &backup, "--master-key", &master]);
    assert!(code == 2 && err.contains("migration 29") && !restored.exists(), "{err}");
}

#[tokio::test]
async fn another_master_key_is_noticed_without_its_note_and_doctor_opens_what_is_sealed() {
    let folder = Folder::new("keys");
    let data = folder.data();
    let key = create_key(&data, &[]);
    let server = Server::start(&data, &[]);
    let client = Client::new(&server.base, &key);
    client.set_up().await;
    let sale = json!({
        "external_id": "A", "customer": { "external_id": "c", "email": "c@x.test" },
        "amount": { "amount": 1_000, "currency": "EUR" },
    });
    assert_eq!(client.post("/v1/track/sale", &sale).await.unwrap().0, 201);
    assert!(server.stop());

    let (file, check) = (data.with_extension("key"), data.join("master-key.check"));
    let right = std::fs::read_to_string(&file).unwrap();
    let wrong = "5".repeat(64);
    let refused = |what: &str| {
        for command in [&["doctor"] as &[&str], &["serve", "--listen", "127.0.0.1:0"], &["key", "create"]] {
            let (code, _, err) = run(&data, command);
            assert!(code == 2 && err.contains("another master key"), "{what}: {command:?}: {err}");
        }
    };
    std::fs::write(&file, &wrong).unwrap();
    refused("the file says so");
    std::fs::remove_file(&check).unwrap();
    refused("the book says so");
    book_of(&data).execute("delete from house", []).unwrap();
    refused("what is sealed does not open");
    assert!(!check.exists(), "nothing is noted of a wrong key");
    std::fs::write(&file, &right).unwrap();
    assert_eq!(run(&data, &["doctor"]).0, 0);
    assert!(Server::start(&data, &[]).stop());
    assert!(check.exists());

    // One row sealed under another key.
    let sql = "update customers set body = json_set(body, '$.personal.key', ?1)";
    book_of(&data).execute(sql, ["00".repeat(60)]).unwrap();
    let (code, out, _) = run(&data, &["doctor"]);
    assert!(code == 1 && out.contains("sealed data") && out.contains("cus_"), "{out}");
}

#[tokio::test]
async fn a_row_that_is_junk_is_named_by_doctor_and_keeps_nothing_else_from_working() {
    let folder = Folder::new("junk");
    let data = folder.data();
    let key = create_key(&data, &[]);
    let server = Server::start(&data, &[]);
    let client = Client::new(&server.base, &key);
    client.set_up().await;
    client.sale("A", "c").await.unwrap();
    assert!(server.stop());
    let book = book_of(&data);
    for (junk, cure, named) in [
        ("update postings set amount = 'junk'", "update postings set amount = 0", "amount"),
        (
            "update entries set subject = 'tfr_junk'",
            "update entries set subject = 'cms_junk'",
            "entries.subject",
        ),
        (
            "update commissions set enrollment = 'junk'",
            "update commissions set enrollment = body ->> 'enrollment'",
            "commissions.enrollment",
        ),
        ("delete from decision_partners", "select 1", "decision_partners"),
    ] {
        book.execute_batch(junk).unwrap();
        let (code, out, _) = run(&data, &["doctor"]);
        assert!(code == 1 && out.contains(named), "{junk}: {out}");
        book.execute_batch(cure).unwrap();
    }
    book.execute("insert into links select replace(id, 'lnk_0', 'lnk_1'), workspace, mode, program, enrollment, partner, \
                  domain, 'junk', created_at, '{\"junk\":true}' from links", []).unwrap();
    drop(book);
    let (code, out, _) = run(&data, &["doctor"]);
    assert!(code == 1 && out.contains("links.body of lnk_1"), "{out}");
    let server = Server::start(&data, &[]);
    until_followed(&Client::new(&server.base, &key), "ada").await;
    assert!(server.stop());
}

/// What spoils a row.
type Change<'a> = &'a dyn Fn(&mut Value);

/// The archive's members by name, unpacked.
fn unpacked(archive: &Path) -> BTreeMap<String, Vec<u8>> {
    let bytes = std::fs::read(archive).unwrap();
    let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(&bytes[..]));
    let entries = tar.entries().unwrap().map(|entry| {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().display().to_string();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (name, bytes)
    });
    entries.collect()
}

/// Packs the members again under a manifest that fits them, but for the sizes that `lies` names.
fn packed(members: &BTreeMap<String, Vec<u8>>, lies: &[(&str, u64)], to: &Path) {
    let mut manifest: Value = serde_json::from_slice(&members["manifest.json"]).unwrap();
    let listed = manifest["files"].as_array_mut().unwrap();
    for name in members.keys().filter(|name| *name != "manifest.json") {
        if !listed.iter().any(|file| file["name"] == name.as_str()) {
            listed.push(json!({ "name": name }));
        }
    }
    for file in manifest["files"].as_array_mut().unwrap() {
        let name = file["name"].as_str().unwrap().to_owned();
        let bytes = &members[&name];
        let lie = lies.iter().find(|(lied, _)| *lied == name).map(|(_, size)| *size);
        file["bytes"] = json!(lie.unwrap_or(bytes.len() as u64));
        file["sha256"] = json!(words_hash(bytes));
    }
    let gzip = flate2::write::GzEncoder::new(std::fs::File::create(to).unwrap(), flate2::Compression::fast());
    let mut tar = tar::Builder::new(gzip);
    let names =
        manifest["files"].as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap().to_owned());
    let text = serde_json::to_vec(&manifest).unwrap();
    for (name, bytes) in [("manifest.json".to_owned(), &text)].into_iter().chain(names.map(|name| {
        let bytes = &members[&name];
        (name, bytes)
    })) {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, &bytes[..]).unwrap();
    }
    tar.into_inner().unwrap().finish().unwrap().flush().unwrap();
}

fn words_hash(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn an_archive_is_read_within_its_own_bounds_and_row_by_row() {
    let folder = Folder::new("archives");
    let data = folder.data();
    let key = create_key(&data, &[]);
    let server = Server::start(&data, &[]);
    let client = Client::new(&server.base, &key);
    client.set_up().await;
    until_followed(&client, "ada").await;
    client.sale("A", "c").await.unwrap();
    assert!(server.stop());
    let file = folder.0.join("export.tar.gz");
    assert_eq!(run(&data, &["export", &file.display().to_string()]).0, 0);
    let master = data.with_extension("key").display().to_string();
    let (bad, target) = (folder.0.join("bad.tar.gz"), folder.0.join("target"));
    let import = || {
        let (code, out, err) = run(&target, &["import", &bad.display().to_string(), "--master-key", &master]);
        (code, out + &err)
    };
    let whole = unpacked(&file);
    let clicks = whole.keys().find(|name| name.ends_with("clicks.ndjson")).unwrap().clone();

    // A member that says less than it holds is not unpacked.
    let mut large = whole.clone();
    large.insert("rows/links.ndjson".to_owned(), vec![b'x'; 64 << 20]);
    packed(&large, &[("rows/links.ndjson", 100)], &bad);
    let (code, said) = import();
    assert!(code == 2 && said.contains("rows/links.ndjson") && said.contains("instead of 100"), "{said}");

    // Rows that no version wrote are refused by name.
    let edit = |table: &str, change: Change<'_>| {
        let mut members = whole.clone();
        let text = String::from_utf8(members[table].clone()).unwrap();
        let mut lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        change(&mut lines[0]);
        let text: String = lines.iter().map(|line| line.to_string() + "\n").collect();
        members.insert(table.to_owned(), text.into_bytes());
        members
    };
    let junk = |row: &mut Value| *row = json!({ "v": 1, "junk": 1 });
    let cases: [(&str, Change<'_>, &str); 9] = [
        ("rows/links.ndjson", &junk, "links, line 1: missing field"),
        ("rows/programs.ndjson", &junk, "programs, line 1: missing field"),
        ("rows/customers.ndjson", &junk, "customers, line 1: missing field"),
        ("rows/jobs.ndjson", &junk, "jobs, line 1: missing field"),
        ("rows/audit_log.ndjson", &junk, "audit_log, line 1: missing field"),
        ("rows/customers.ndjson", &|row| row["v"] = json!(2), "customers, line 1: version 2"),
        ("rows/facts.ndjson", &|row| row["workspace"] = json!("nonsense"), "facts.workspace of 1"),
        (
            "rows/links.ndjson",
            &|row| row["destination"] = json!("javascript:alert(1)"),
            "links, line 1: destination",
        ),
        (&clicks, &|row| row["verdict"] = json!("maybe"), "clk_"),
    ];
    for (table, change, expected) in cases {
        packed(&edit(table, change), &[], &bad);
        let (code, said) = import();
        assert!(code == 2 && said.contains(expected), "{table}: {said}");
        assert!(!target.exists(), "{table}");
    }
    // Nor does a row come twice, and what follows from others comes with them only.
    let twice = [whole["rows/links.ndjson"].clone(), whole["rows/links.ndjson"].clone()].concat();
    for (table, text, expected) in [
        ("rows/links.ndjson", twice, "2 lines hold 1 different rows"),
        ("rows/decision_partners.ndjson", Vec::new(), "no table that can be imported"),
    ] {
        let mut members = whole.clone();
        members.insert(table.to_owned(), text);
        packed(&members, &[], &bad);
        let (code, said) = import();
        assert!(code == 2 && said.contains(expected) && !target.exists(), "{table}: {said}");
    }
    packed(&whole, &[], &bad);
    let (code, said) = import();
    assert_eq!(code, 0, "{said}");
}

#[test]
fn what_a_killed_command_left_is_swept_and_a_full_file_is_an_error() {
    let folder = Folder::new("leftovers");
    let data = folder.data();
    create_key(&data, &[]);
    let left: PathBuf = folder.0.join(".monday.tar.4194999.partial");
    std::fs::create_dir(&left).unwrap();
    std::fs::write(left.join("book.db"), vec![0; 1_000]).unwrap();
    let target = folder.0.join("tuesday.tar");
    let (code, _, err) = run(&data, &["backup", &target.display().to_string()]);
    assert!(code == 0 && target.exists() && !left.exists(), "{err}");

    let script = format!(
        "ulimit -f 100; exec {} backup {} --data {}",
        binary().display(),
        folder.0.join("wednesday.tar").display(),
        data.display()
    );
    let output = Command::new("bash").arg("-c").arg(script).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "an error, not a signal: {:?} {said}", output.status);
    let partial = std::fs::read_dir(&folder.0).unwrap();
    assert!(!partial.into_iter().any(|it| it.unwrap().path().extension().is_some_and(|it| it == "partial")));
}

#[tokio::test]
async fn a_book_that_another_process_holds_is_busy_and_not_ready() {
    let folder = Folder::new("held");
    let data = folder.data();
    let key = create_key(&data, &[]);
    let server = Server::start(&data, &[]);
    let client = Client::new(&server.base, &key);
    client.set_up().await;
    let ready =
        async || client.http.get(format!("{}/readyz", server.base)).send().await.unwrap().status().as_u16();
    assert_eq!(ready().await, 200);
    let book = book_of(&data);
    book.execute_batch("begin immediate").unwrap();
    let sale = json!({
        "external_id": "A", "customer": { "external_id": "c" }, "code": "ADA",
        "amount": { "amount": 5_000, "currency": "EUR" },
    });
    let request = client.http.post(format!("{}/v1/track/sale", server.base)).bearer_auth(&key).json(&sale);
    let answer = request.send().await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.headers()["retry-after"].to_str().unwrap()), (503, "5"));
    assert_eq!(answer.json::<Value>().await.unwrap()["code"], "busy");
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    assert_eq!(ready().await, 503);
    book.execute_batch("commit").unwrap();
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    assert_eq!(ready().await, 200);
    assert_eq!(client.sale("A", "c").await.unwrap().0, 201);
    assert!(server.stop());
}

/// A probe of one row fits where nothing else does.
#[tokio::test]
async fn a_book_that_may_not_grow_is_not_ready() {
    let folder = Folder::new("full");
    let data = folder.data();
    let key = create_key(&data, &[]);
    let mut limited = Command::new("bash");
    // In blocks of 1 KiB.
    limited.args(["-c", "ulimit -f 3000; exec \"$0\" \"$@\""]).arg(binary());
    let server = Server::start_under(limited, &data, &[]);
    let client = Client::new(&server.base, &key);
    client.set_up().await;
    let mut orders = 0..1_000;
    let refused = loop {
        let order = orders.next().expect("the file never filled up");
        let (status, body) = client.sale(&format!("A-{order}"), &format!("c-{order}")).await.unwrap();
        if status != 201 {
            break (status, body["code"].clone());
        }
    };
    assert_eq!(refused, (503, json!("busy")));

    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    let ready = client.http.get(format!("{}/readyz", server.base)).send().await.unwrap();
    assert_eq!(ready.status(), 503);
    server.kill();
    assert_eq!(run(&data, &["doctor"]).0, 0);
}

#[tokio::test]
async fn metrics_have_a_door_of_their_own_if_asked_and_a_request_names_one_host() {
    let folder = Folder::new("doors");
    let data = folder.data();
    create_key(&data, &[]);
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let server = Server::start(&data, &["--metrics-listen", &free.to_string()]);
    let get = async |url: String| {
        let answer = reqwest::get(url).await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    assert_eq!(get(format!("{}/metrics", server.base)).await.0, 404);
    assert_eq!(get(format!("http://{free}/healthz")).await.0, 404);
    assert_eq!(get(format!("http://{free}/metrics")).await.0, 200);

    let at = server.base.trim_start_matches("http://").to_owned();
    let raw = |head: &str| {
        let mut stream = std::net::TcpStream::connect(&at).unwrap();
        stream.write_all(format!("{head}connection: close\r\n\r\n").as_bytes()).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text.split(' ').nth(1).unwrap_or_default().to_owned()
    };
    assert_eq!(raw("GET /healthz HTTP/1.1\r\nhost: a.test\r\n"), "200");
    assert_eq!(raw("GET /healthz HTTP/1.1\r\n"), "400");
    assert_eq!(raw("GET /r/ada HTTP/1.1\r\nhost: a.test\r\nhost: b.test\r\n"), "400");
    assert!(server.stop());
}
