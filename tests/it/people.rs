//! People at the front door: the operator makes the first owner, who logs in to the real server; the letter comes
//! to the terminal, its link opens once, and who guesses is slowed by the address they come from.

use crate::server::{Folder, Server, run};
use serde_json::{Value, json};

struct Page {
    http: reqwest::Client,
    base: String,
}

impl Page {
    async fn post(&self, path: &str, cookie: &str, body: Value) -> (u16, String, Value) {
        let request = self.http.post(format!("{}{path}", self.base)).header("cookie", cookie);
        let answer = request.header("sec-fetch-site", "same-origin").json(&body).send().await.unwrap();
        let set = answer.headers().get("set-cookie").map(|set| set.to_str().unwrap().to_owned());
        let cookie = set.and_then(|set| set.split(';').next().map(str::to_owned)).unwrap_or_default();
        (answer.status().as_u16(), cookie, answer.json().await.unwrap_or_default())
    }

    async fn get(&self, path: &str, cookie: &str) -> (u16, Value) {
        let request = self.http.get(format!("{}{path}", self.base)).header("cookie", cookie);
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap_or_default())
    }
}

#[tokio::test]
async fn the_first_owner_logs_in_and_their_password_is_nowhere_in_the_data_folder() {
    let folder = Folder::new("people");
    let data = folder.data();
    let add = ["user", "add", "--email", "olive@acme.example", "--name", "Olive", "--role", "owner"];
    let (code, password, err) = run(&data, &add);
    assert_eq!(code, 0, "{err}");
    let password = password.trim();
    let server = Server::start(&data, &[]);
    let page = Page { http: reqwest::Client::new(), base: server.base.clone() };
    let right = json!({ "email": "olive@acme.example", "password": password });
    let (status, cookie, body) = page.post("/v1/session", "", right).await;
    assert_eq!(status, 201, "{body}");
    assert_eq!(body["seats"][0]["role"], "owner");
    let (status, made) = {
        let new = json!({ "name": "Shop", "kind": "secret", "scopes": ["*:read"] });
        let (status, _, made) = page.post("/v1/keys", &cookie, new).await;
        (status, made)
    };
    assert_eq!(status, 201, "{made}");
    let wrong = json!({ "email": "olive@acme.example", "password": "not the password" });
    assert_eq!(page.post("/v1/session", "", wrong).await.0, 401);
    let (_, log) = page.get("/v1/audit-log?action=log_in.failed", &cookie).await;
    assert_eq!(log["items"][0]["address"], "127.0.0.1", "{log}");
    let link = json!({ "email": "olive@acme.example" });
    assert_eq!(page.post("/v1/session/links", "", link).await.0, 202);
    assert!(server.stop());
    let (code, out, _) = run(&data, &["doctor"]);
    assert_eq!(code, 0, "{out}");
    let secrets = [
        password,
        "olive@acme.example",
        "Olive",
        made["text"].as_str().unwrap(),
        cookie.split_once('=').unwrap().1,
    ];
    for file in std::fs::read_dir(&data).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            for secret in secrets {
                let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
                assert!(!found, "{secret} in {}", path.display());
            }
        }
    }
}
