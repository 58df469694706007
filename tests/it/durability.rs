//! No redirect and no sale is answered before it is on disk: strace watches the system calls, and
//! for each answer there must be a write of its id to the right file, then an fsync of that file
//! that ended before the answer began. With synchronous=OFF the same watch must find fault.

use crate::server::{Client, Folder, Server, binary, create_key, skipped, until_followed};
use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

/// Answers of each kind that are examined.
const SAMPLES: u64 = 24;
/// Requests under way at once.
const ASKED_AT_ONCE: usize = 3;
/// Enough for the name of a call, its file, and the first words of an answer.
const HEAD_BYTES: usize = 400;
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

impl Call {
    /// The call with its file, and how its data begin. Data are long, and searched only where they must be.
    fn head(&self) -> &str {
        let end = (0..=HEAD_BYTES.min(self.text.len())).rev().find(|end| self.text.is_char_boundary(*end));
        &self.text[..end.unwrap_or(0)]
    }
}

/// The answer that names the id.
fn answer_with<'a>(calls: &'a [Call], id: &str) -> &'a Call {
    let answers = calls.iter().filter(|call| call.head().contains("HTTP/1.1 "));
    let answer = answers.into_iter().find(|call| call.text.contains(id));
    answer.unwrap_or_else(|| panic!("the trace shows no answer with {id}"))
}

/// Whether the id was written to a file whose path holds `file`, and that file synced, before the answer that names the
/// id began. Nothing from before line `from` is about it.
fn is_durable(calls: &[Call], (id, answer): (&str, &Call), (file, from): (&str, usize)) -> bool {
    let written = as_written(id);
    let before = calls.iter().filter(|call| call.ended > from && call.ended < answer.began);
    let of_file = before.filter(|call| call.head().contains(file) && call.head().contains("-wal>"));
    let (syncs, others): (Vec<_>, Vec<_>) =
        of_file.partition(|call| call.head().starts_with("fsync(") || call.head().starts_with("fdatasync("));
    let mut writes = others
        .iter()
        .filter(|call| call.head().starts_with("pwrite64(") || call.head().starts_with("write("));
    // The first write that names it: all pages of its transaction are written before the next sync,
    // and later transactions write the same page again.
    let first = writes.find(|call| call.text.contains(&written));
    first.is_some_and(|write| syncs.iter().any(|sync| sync.began > write.ended))
}

/// How many of the ids, in the order of their answers, were on disk in time.
fn durable(calls: &[Call], ids: &[String], file: &str) -> usize {
    let answers: Vec<_> = ids.iter().map(|id| answer_with(calls, id)).collect();
    let is_durable = |(place, id): (usize, &String)| {
        let from = place.checked_sub(ASKED_AT_ONCE + 1).map_or(0, |earlier| answers[earlier].began);
        is_durable(calls, (id, answers[place]), (file, from))
    };
    ids.iter().enumerate().filter(|it| is_durable(*it)).count()
}

/// Serves some clicks and sales under strace; answers how many of each were on disk in time.
async fn watch(folder: &Folder, key: &str, more: &[&str]) -> (u64, u64) {
    let data = folder.data();
    let trace = folder.0.join("trace");
    let mut strace = Command::new("strace");
    strace
        .args(["-f", "--seccomp-bpf", "-qq", "-x", "-y", "-s", "8192", "-e", SYSCALLS, "-o"])
        .arg(&trace)
        .arg(binary());
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
    let missing = |ids: &[String], file| ids.len() as u64 - durable(&calls, ids, file) as u64;
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
