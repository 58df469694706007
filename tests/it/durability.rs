//! No redirect and no sale is answered before it is on disk: strace watches the system calls, and
//! for each answer there must be a write of its id to the right file, then an fsync of that file
//! that ended before the answer began. With synchronous=OFF the same watch must find fault.

use crate::server::{Client, Folder, Server, binary, create_key, skipped, until_followed};
use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

/// Answers of each kind that are examined.
const SAMPLES: u64 = 24;
const SYSCALLS: &str = "trace=write,writev,pwrite64,pwritev,sendto,sendmsg,fsync,fdatasync";

/// One finished system call: the lines of the trace where it began and ended.
struct Call {
    began: usize,
    ended: usize,
    text: String,
}

/// Puts `<unfinished ...>` and `<... resumed>` of each thread together again.
fn calls(trace: &str) -> Vec<Call> {
    let mut open: HashMap<&str, (usize, String)> = HashMap::new();
    let mut calls = Vec::new();
    for (place, line) in trace.lines().enumerate() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let rest = rest.trim_start();
        if let Some(begun) = rest.strip_suffix("<unfinished ...>") {
            open.insert(thread, (place, begun.to_owned()));
        } else if rest.starts_with("<... ") {
            if let Some((began, begun)) = open.remove(thread) {
                let end = rest.split_once("resumed>").map_or("", |(_, end)| end);
                calls.push(Call { began, ended: place, text: begun + end });
            }
        } else {
            calls.push(Call { began: place, ended: place, text: rest.to_owned() });
        }
    }
    calls
}

/// Bytes as strace shows them in data that is no text (`-x`).
fn in_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("\\x{byte:02x}")).collect()
}

/// A click's row holds the bytes of its id, every other row its text.
fn as_written(id: &str) -> String {
    match id.parse::<words::ClickId>() {
        Ok(id) => in_hex(&id.bytes()),
        Err(_) => in_hex(id.as_bytes()),
    }
}

/// Whether the id was written to a file whose path holds `file`, and that file synced, before the
/// answer that names the id began.
fn is_durable(calls: &[Call], id: &str, file: &str) -> bool {
    let written = as_written(id);
    let is_sync = |call: &Call| call.text.starts_with("fsync(") || call.text.starts_with("fdatasync(");
    let is_write = |call: &Call| call.text.starts_with("pwrite64(") || call.text.starts_with("write(");
    let answer = calls.iter().find(|call| call.text.contains("HTTP/1.1 ") && call.text.contains(id));
    let answer = answer.unwrap_or_else(|| panic!("the trace shows no answer with {id}"));
    let of_file = |call: &&Call| call.text.contains(file) && call.text.contains("-wal>");
    let writes = calls.iter().filter(of_file).filter(|call| is_write(call) && call.text.contains(&written));
    // The first write that names it: all pages of its transaction are written before the next sync,
    // and later transactions write the same page again.
    let first = writes.map(|write| write.ended).filter(|&ended| ended < answer.began).min();
    first.is_some_and(|written| {
        let syncs = calls.iter().filter(of_file).filter(|call| is_sync(call));
        syncs.into_iter().any(|sync| sync.began > written && sync.ended < answer.began)
    })
}

/// Serves some clicks and sales under strace; answers how many of each were on disk in time.
async fn watch(folder: &Folder, key: &str, more: &[&str]) -> (u64, u64) {
    let data = folder.data();
    let trace = folder.0.join("trace");
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-x", "-y", "-s", "8192", "-e", SYSCALLS, "-o"]).arg(&trace).arg(binary());
    let server = Server::start_under(strace, &data, more);
    let client = Client::new(&server.base, key);
    until_followed(&client, "ada").await;
    let (mut clicks, mut sales) = (Vec::new(), Vec::new());
    for sample in 0..SAMPLES {
        // Two at once, so that some share a commit.
        let (order, customer) = (format!("{}-{sample}", more.len()), format!("cus-{sample}"));
        let (one, two, sold) = tokio::join!(
            client.follow("ada", 2 * sample),
            client.follow("ada", 2 * sample + 1),
            client.sale(&order, &customer),
        );
        for (_, hg, tracked) in [one.unwrap(), two.unwrap()] {
            clicks.extend(hg.filter(|_| tracked));
        }
        let (status, body) = sold.unwrap();
        assert_eq!(status, 201, "{body}");
        sales.push(body["conversion"]["id"].as_str().unwrap().to_owned());
    }
    stop_below(server.id());
    drop(server);
    let trace = String::from_utf8_lossy(&std::fs::read(&trace).unwrap()).into_owned();
    let calls = calls(&trace);
    assert!(clicks.len() > SAMPLES as usize / 2, "too few clicks were answered in time");
    let durable = |ids: &[String], file| ids.iter().filter(|id| is_durable(&calls, id, file)).count();
    let missing = |ids: &[String], file| ids.len() as u64 - durable(ids, file) as u64;
    (missing(&clicks, "/clicks/clicks-"), missing(&sales, "/book.db"))
}

/// Ends strace's child, and with it strace.
fn stop_below(strace: u32) {
    let ended = Command::new("pkill").args(["-TERM", "-P", &strace.to_string()]).status().unwrap();
    assert!(ended.success(), "pkill found no server below strace");
    std::thread::sleep(std::time::Duration::from_millis(500));
}

fn strace_works(folder: &Path) -> bool {
    let out = folder.join("probe");
    let probe = Command::new("strace").args(["-f", "-o"]).arg(&out).arg("true").status();
    probe.is_ok_and(|status| status.success())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_answered_before_it_is_on_disk() {
    let folder = Folder::new("durability");
    if !strace_works(&folder.0) {
        return skipped("durability", "strace is not installed or may not trace here");
    }
    let key = create_key(&folder.data(), &[]);
    let server = Server::start(&folder.data(), &[]);
    Client::new(&server.base, &key).set_up().await;
    server.stop();
    // Under strace everything is slow; the deadline must not send anyone on early.
    let patient = ["--redirect-deadline", "20000"];
    assert_eq!(watch(&folder, &key, &patient).await, (0, 0), "answers before the disk had them");
    let careless = ["--redirect-deadline", "20000", "--unsafe-no-fsync", "true"];
    let (clicks, sales) = watch(&folder, &key, &careless).await;
    assert!(clicks > 0 && sales > 0, "with synchronous=OFF the watch must notice: {clicks} {sales}");
}
