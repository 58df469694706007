//! The commands, as an operator meets them.

use crate::server::{Folder, Server, create_key, run};
use std::process::Command;

#[tokio::test]
async fn looking_never_makes_and_a_missing_or_wrong_key_is_refused() {
    let folder = Folder::new("commands");
    let data = folder.data();
    let (code, _, err) = run(&data, &["doctor"]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("no book") && !data.exists(), "{err}");

    create_key(&data, &[]);
    let (code, out, _) = run(&data, &["doctor", "--json"]);
    assert_eq!((code, out.contains("\"clean\":true")), (0, true), "{out}");
    let key = data.with_extension("key");
    let kept = std::fs::read_to_string(&key).unwrap();
    std::fs::remove_file(&key).unwrap();
    let (code, _, err) = run(&data, &["doctor"]);
    assert!(code == 2 && err.contains("is missing") && !key.exists(), "{err}");
    std::fs::write(&key, "0".repeat(64)).unwrap();
    let (code, _, err) = run(&data, &["doctor"]);
    assert!(code == 2 && err.contains("another master key"), "{err}");
    std::fs::write(&key, kept).unwrap();
    assert_eq!(run(&data, &["doctor"]).0, 0);
}

#[tokio::test]
async fn one_server_serves_a_folder_and_keys_go_to_its_only_workspace() {
    let folder = Folder::new("alone");
    let data = folder.data();
    let first = create_key(&data, &["--workspace", "Alder"]);
    let server = Server::start(&data, &[]);
    let (code, _, err) = run(&data, &["serve", "--listen", "127.0.0.1:0"]);
    assert!(code == 2 && err.contains("another honeyguide serves"), "{err}");
    // Beside the server, without a name: the same workspace, and the server knows the key at once.
    let second = create_key(&data, &["--allow", "*:read"]);
    let workspace = async |key: &str| {
        let client = crate::server::Client::new(&server.base, key);
        let (status, body) = client.get("/v1/key").await.unwrap();
        assert_eq!(status, 200, "{body}");
        body["workspace_id"].clone()
    };
    assert_eq!(workspace(&first).await, workspace(&second).await);
    let (code, _, err) = run(&data, &["key", "create", "--workspace", "Ader"]);
    assert!(code == 2 && err.contains("Alder"), "{err}");
    assert!(server.stop());
}

#[test]
fn settings_say_where_they_come_from_and_what_is_wrong_with_them() {
    let folder = Folder::new("settings");
    let file = folder.0.join("honeyguide.toml");
    std::fs::write(&file, "listen = \"127.0.0.1:1234\"\nrate-limit = \"9\"\n").unwrap();
    let config = |more: &[&str]| {
        let mut command = Command::new(crate::server::binary());
        let output =
            command.arg("config").arg("--config").arg(&file).args(more).env("HONEYGUIDE_RATE_LIMIT", "7");
        let output = output.output().unwrap();
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    };
    let shown = config(&["--log", "debug"]);
    let line = |name: &str| shown.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
    assert!(line("listen").contains("1234") && line("listen").contains("honeyguide.toml"), "{shown}");
    assert!(line("rate-limit").contains("\"7\"") && line("rate-limit").contains("environment"), "{shown}");
    assert!(line("log ").contains("debug") && line("log ").contains("flag"), "{shown}");
    assert!(line("click-retention").contains("default"), "{shown}");
    let hosts = config(&[
        "--link-hosts",
        "https://Go.Müller.example:8080/, *.go.example",
        "--public-url",
        "shop.example",
    ]);
    assert!(hosts.contains("\"go.xn--mller-kva.example,go.example\""), "{hosts}");
    assert!(hosts.contains("\"https://shop.example\""), "{hosts}");
    let wrong = [
        ("--listen", "nowhere", "an address and port"),
        ("--rate-limit", "0", "requests a second"),
        ("--trusted-proxies", "10.0.0.0/99", "networks"),
        ("--link-hosts", "go example", "host names like go.shop.example"),
    ];
    for (flag, value, expected) in wrong {
        let said = config(&[flag, value]);
        assert!(said.contains(expected) && said.contains(value), "{flag}: {said}");
    }
}

#[tokio::test]
async fn a_file_of_the_central_banks_rates_is_taken_in_beside_the_server() {
    let folder = Folder::new("rates");
    let data = folder.data();
    let key = create_key(&data, &[]);
    let server = Server::start(&data, &[]);
    let file = folder.0.join("eurofxref-hist.csv");
    std::fs::write(
        &file,
        "Date,USD,JPY,ROL,\n2026-03-02,1.0823,164.2,N/A,\n2026-02-27,1.0811,163.95,35102,\n",
    )
    .unwrap();
    let import = || run(&data, &["rates", "import", file.to_str().unwrap()]);
    let (code, out, err) = import();
    assert_eq!((code, out.trim()), (0, "4 rates of 2026-02-27 to 2026-03-02; left out: ROL"), "{err}");
    assert_eq!(import().0, 0, "again");
    let client = crate::server::Client::new(&server.base, &key);
    let (_, rates) = client.get("/v1/rates?quote=USD&sort=-day").await.unwrap();
    let told: Vec<_> =
        rates["items"].as_array().unwrap().iter().map(|it| (&it["day"], &it["rate"])).collect();
    assert_eq!(
        serde_json::json!(told),
        serde_json::json!([["2026-03-02", "1.0823"], ["2026-02-27", "1.0811"]])
    );
    std::fs::write(&file, "Date,USD\n2026-03-03,dear\n").unwrap();
    let (code, _, err) = import();
    assert!(
        code == 2 && err.contains("eurofxref-hist.csv") && err.contains("a rate for USD on 2026-03-03"),
        "{code}: {err}"
    );
    assert!(server.stop());
}
