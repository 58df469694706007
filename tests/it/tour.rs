//! The README's tour, run to the letter.

use crate::server::{Folder, Server, create_key};
use std::process::Command;

/// The shell blocks between the tour's markers, one after the other.
fn tour(readme: &str) -> String {
    let (_, rest) = readme.split_once("<!-- tour -->").expect("README.md has a tour");
    let (tour, _) = rest.split_once("<!-- end of tour -->").expect("the tour has an end");
    let blocks = tour.split("```sh\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap_or_default()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_readme_tour_ends_in_a_statement_explained_in_words() {
    let folder = Folder::new("tour");
    let key = create_key(&folder.data(), &[]);
    let server = Server::start(&folder.data(), &[]);
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let readme = std::fs::read_to_string(format!("{root}/README.md")).unwrap();
    let script = tour(&readme)
        .replace("http://127.0.0.1:8787", &server.base)
        .replace("KEY=hg_live_sk_…", &format!("KEY={key}"));
    assert!(script.contains(&key) && script.contains(&server.base), "the tour sets HG and KEY");
    let output = tokio::task::spawn_blocking(move || {
        Command::new("bash").args(["-euo", "pipefail", "-c", &script]).output().unwrap()
    });
    let output = output.await.unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{text}\n{errors}");
    let shown = [
        "was credited",
        "20 % of 50.00 EUR = 10.00 EUR",
        "\"payable\"",
        "was reversed for what was refunded",
    ];
    for phrase in shown {
        assert!(text.contains(phrase), "{phrase:?} is not in:\n{text}\n{errors}");
    }
}
