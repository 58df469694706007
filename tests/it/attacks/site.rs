//! A server with a partner who has a session, a statement and a history.

use super::{is_full, of, watch::Watch};
use crate::server::{Client, Folder, Server, create_key, run, until_followed};
use serde_json::{Value, json};
use std::{net::SocketAddr, time::Duration};

const EMAIL: &str = "ada@a.example";

pub(super) struct Site {
    folder: Folder,
    pub(super) server: Server,
    pub(super) address: SocketAddr,
    pub(super) client: Client,
    pub(super) program: String,
    pub(super) statement: String,
    password: String,
    cookie: String,
}

/// What a request came to.
pub(super) struct Outcome {
    pub(super) status: u16,
    /// Whether it says when to come again.
    pub(super) retries: bool,
    cookie: String,
}

impl Site {
    pub(super) async fn open(name: &str, more: &[&str]) -> Site {
        let folder = Folder::new(&format!("attack-{name}"));
        let key = create_key(&folder.data(), &[]);
        let server = Server::start(&folder.data(), more);
        let client = Client::new(&server.base, &key);
        let (program, partner) = client.set_up().await;
        until_followed(&client, "ada").await;
        let own = json!({
            "program_id": program, "partner_id": partner, "slug": "own", "query_precedence": "link",
            "destination": "https://shop.example/",
        });
        assert_eq!(client.post("/v1/links", &own).await.unwrap().0, 201);
        until_followed(&client, "own").await;

        let add =
            ["user", "add", "--email", EMAIL, "--name", "Ada", "--role", "partner", "--partner", &partner];
        let (code, password, err) = run(&folder.data(), &add);
        assert_eq!(code, 0, "{err}");
        let address = server.base.strip_prefix("http://").unwrap().parse().unwrap();
        let (password, cookie, statement) = (password.trim().to_owned(), String::new(), String::new());
        let mut site = Site { folder, server, address, client, program, statement, password, cookie };
        let opened = site.log_in().await;
        assert_eq!(opened.status, 201);
        site.cookie = opened.cookie;
        site.statement = site.close_statement().await;
        site
    }

    /// A statement with some hundred lines, or thousands.
    async fn close_statement(&self) -> String {
        let sale = |number: usize| {
            let sale = json!({
                "type": "sale", "external_id": format!("order-{number}"), "code": "ADA",
                "customer": { "external_id": format!("cus-{number}") }, "amount": { "amount": 5_000, "currency": "EUR" },
            });
            format!("{sale}\n")
        };
        assert_eq!(self.batch((0..of(250, 10_000)).map(sale).collect()).await.status, 200);
        let program = format!("/v1/programs/{}", self.program);
        let (status, body) =
            self.client.post(&format!("{program}/commissions/approve-due"), &json!({})).await.unwrap();
        assert_eq!(status, 200, "{body}");
        let (status, body) =
            self.client.post(&format!("{program}/statements/close"), &json!({})).await.unwrap();
        assert_eq!(status, 200, "{body}");
        let (_, list) = self.client.get("/v1/statements?status=closed").await.unwrap();
        list["items"][0]["id"].as_str().unwrap_or_else(|| panic!("no statement: {list}")).to_owned()
    }

    pub(super) fn another_key(&self) -> String {
        create_key(&self.folder.data(), &[])
    }

    /// The p99 of redirects while nothing else is asked.
    pub(super) async fn idle(&self) -> Duration {
        let watch = Watch::begin(self.address);
        tokio::time::sleep(Duration::from_secs(if is_full() { 5 } else { 1 })).await;
        let seen = watch.end().await;
        eprintln!(
            "{:<14} {:>4} redirects, p99 {:>9.1?}, max {:.1?}",
            "idle",
            seen.count(),
            seen.p99(),
            seen.max()
        );
        seen.assert_all_led_on("idle", super::WAIT_MAX);
        seen.p99()
    }

    pub(super) async fn log_in(&self) -> Outcome {
        let body = json!({ "email": EMAIL, "password": self.password });
        self.from("127.0.0.1".to_owned(), "POST", "/v1/session", body).await
    }

    /// From a client at another address, where the server trusts us to say so.
    pub(super) async fn from(&self, client: String, method: &str, path: &str, body: Value) -> Outcome {
        let request = self.request(method, path).header("sec-fetch-site", "same-origin");
        outcome(request.header("x-forwarded-for", client).json(&body)).await
    }

    pub(super) async fn as_partner(&self, method: &str, path: &str, body: Option<Value>) -> Outcome {
        let request = self.request(method, path).header("cookie", &self.cookie);
        let request = request.header("sec-fetch-site", "same-origin");
        outcome(match body {
            Some(body) => request.json(&body),
            None => request,
        })
        .await
    }

    pub(super) async fn with_key(&self, method: &str, path: &str, body: Option<Value>) -> Outcome {
        let request = self.request(method, path).bearer_auth(&self.client.key);
        outcome(match body {
            Some(body) => request.json(&body),
            None => request,
        })
        .await
    }

    pub(super) async fn batch(&self, body: String) -> Outcome {
        self.batch_of(&self.client.key, body).await
    }

    pub(super) async fn batch_of(&self, key: &str, body: String) -> Outcome {
        let request = self.request("POST", "/v1/track/batch").bearer_auth(key);
        outcome(request.header("content-type", "application/x-ndjson").body(body)).await
    }

    pub(super) async fn sale(&self, order: &str) -> u16 {
        let sale = self.client.sale(order, &format!("of {order}")).await;
        sale.map_or(0, |(status, _)| status)
    }

    fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        self.client
            .http
            .request(method, format!("{}{path}", self.server.base))
            .timeout(Duration::from_secs(120))
    }

    /// Redirects, the API and log-ins answer as before.
    pub(super) async fn assert_well(&self) {
        assert_eq!(self.with_key("GET", "/v1/statements", None).await.status, 200);
        assert_eq!(self.as_partner("GET", "/v1/partner/overview", None).await.status, 200);
        let watch = Watch::begin(self.address);
        tokio::time::sleep(Duration::from_millis(100)).await;
        watch.end().await.assert_all_led_on("afterwards", super::WAIT_MAX);
    }
}

async fn outcome(request: reqwest::RequestBuilder) -> Outcome {
    let answer = request.send().await.unwrap();
    let text =
        |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let cookie =
        text("set-cookie").and_then(|set| set.split(';').next().map(str::to_owned)).unwrap_or_default();
    let (status, retries) = (answer.status().as_u16(), text("retry-after").is_some());
    let _ = answer.bytes().await.unwrap();
    Outcome { status, retries, cookie }
}
