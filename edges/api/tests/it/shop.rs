//! A merchant's shop with keys of every kind, and a client that speaks to the router.

use crate::documented;
use axum::{
    body::to_bytes,
    http::{HeaderMap, Request, request},
};
use engine::{
    Engine, KeyInput, Operator, Ports, keys,
    ports::{Clicks, Facts, Links, Vault},
    workspaces,
};
use honeyguide_api::{ApiState, Body, Router};
use program::KeyKind;
use serde_json::{Value, json};
use std::sync::Arc;
use testkit::{
    memory::{MemoryBook, MemoryClicks, PlainPaper, PlainRails},
    world::World,
};
use tower::ServiceExt;
use words::{Grant, LinkId, Mode, Scope};

pub(crate) const PUBLIC_URL: &str = "https://go.shop.example";

/// What was answered.
pub(crate) struct Seen {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
    /// Null where the text is not JSON.
    pub body: Value,
}

impl Seen {
    #[track_caller]
    pub(crate) fn ok(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        self.body
    }

    /// Checks that the answer is a whole problem, and answers its code.
    #[track_caller]
    pub(crate) fn problem(&self) -> String {
        let code = self.body["code"].as_str().unwrap_or_else(|| panic!("no problem: {}", self.text));
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(self.body["type"], format!("/docs/problems#{code}"));
        assert_eq!(self.body["status"], self.status);
        assert!(!self.body["title"].as_str().unwrap().is_empty());
        assert!(!self.body["detail"].as_str().unwrap().is_empty());
        code.to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn lines(&self) -> Vec<Value> {
        self.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// The ids of what the shop begins with.
pub(crate) struct Made {
    pub program: String,
    pub partner: String,
    pub enrollment: String,
    pub link: String,
}

pub(crate) struct Shop {
    pub world: World,
    pub book: Arc<MemoryBook>,
    pub clicks: Arc<MemoryClicks>,
    pub engine: Arc<Engine>,
    pub router: Router,
    pub scope: Scope,
    /// A live secret key that may do everything.
    pub key: String,
}

impl Shop {
    pub(crate) async fn set() -> Self {
        Self::limited(None).await
    }

    /// A shop whose secret keys may call so often a second.
    pub(crate) async fn limited(rate_limit: Option<u32>) -> Self {
        Self::with_vault(rate_limit, |vault| vault).await
    }

    /// A shop whose vault is not only the plain one.
    pub(crate) async fn with_vault(
        rate_limit: Option<u32>,
        vault: impl FnOnce(Arc<dyn Vault>) -> Arc<dyn Vault>,
    ) -> Self {
        let world = World::seeded(1);
        let (book, clicks) = (Arc::new(MemoryBook::new()), Arc::new(MemoryClicks::new()));
        let engine = Arc::new(Engine::new(Ports {
            book: book.clone(),
            clicks: clicks.clone(),
            vault: vault(world.vault.clone()),
            clock: world.clock.clone(),
            chance: world.chance.clone(),
            rails: Arc::new(PlainRails),
            paper: Arc::new(PlainPaper),
        }));
        let workspace = workspaces::create(&engine, "Acme").await.unwrap().id;
        let scope = Scope { workspace, mode: Mode::Live };
        let (public_url, link_hosts) = (format!("{PUBLIC_URL}/"), vec!["go.acme.example".to_owned()]);
        let stopping = tokio::sync::watch::channel(false).1;
        let state =
            ApiState { engine: engine.clone(), public_url, link_hosts, rate_limit, stopping, heavy: None };
        let mut shop = Self {
            world,
            book,
            clicks,
            engine,
            router: honeyguide_api::router(state),
            scope,
            key: String::new(),
        };
        shop.key = shop.mint(Mode::Live, KeyKind::Secret, &Grant::ALL).await;
        shop
    }

    pub(crate) async fn mint(&self, mode: Mode, kind: KeyKind, allows: &[Grant]) -> String {
        let input = KeyInput { name: "Test".to_owned(), kind, allows: allows.to_vec(), expires_at: None };
        let scope = Scope { mode, ..self.scope };
        keys::create(&self.engine, &Operator { scope }.permit(), &input).await.unwrap().text
    }

    /// A program that pays 20 % of every sale and 5 EUR for a lead, held for 30 days, with Ada, her
    /// link `ada` and her code `ADA20`.
    pub(crate) async fn open(&self) -> Made {
        let program = json!({ "name": "Friends", "currency": "EUR", "allowed_domains": ["shop.example"] });
        let program = self.post("/v1/programs", &program).await.ok(201);
        let program = text(&program["program"]["id"]);
        let terms = json!({
            "rewards": [
                { "event": "sale", "kind": "percent", "rate_millionths": 200_000,
                  "recurrence": { "kind": "recurring" } },
                { "event": "lead", "kind": "flat", "amount": 500, "recurrence": { "kind": "one_time" } },
            ],
            "hold_days": 30,
        });
        self.post(&format!("/v1/programs/{program}/terms"), &terms).await.ok(201);
        let ada = json!({ "program_id": program, "display_name": "Ada", "email": "ada@example.com" });
        let ada = self.post("/v1/partners", &ada).await.ok(201);
        let partner = text(&ada["partner"]["id"]);
        let link = json!({
            "program_id": program, "partner_id": partner, "destination": "https://shop.example/", "slug": "ada",
        });
        let link = self.post("/v1/links", &link).await.ok(201);
        let code = json!({ "program_id": program, "partner_id": partner, "code": "ada 20" });
        self.post("/v1/codes", &code).await.ok(201);
        Made { program, partner, enrollment: text(&ada["enrollment"]["id"]), link: text(&link["id"]) }
    }

    /// A person follows the link; answers the click's id.
    pub(crate) async fn follow(&self, link: &str) -> String {
        let id: LinkId = link.parse().unwrap();
        let link = self.book.link(self.scope, id).await.unwrap().unwrap();
        let click = self.world.click(&link, self.world.now());
        self.clicks.append(click.clone()).await.unwrap();
        click.id.to_string()
    }

    pub(crate) async fn facts(&self) -> usize {
        self.book.facts(None, 0, usize::MAX).await.unwrap().len()
    }

    pub(crate) async fn get(&self, path: &str) -> Seen {
        self.send(self.request("GET", path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Seen {
        self.post_with(&self.key, path, body).await
    }

    pub(crate) async fn post_with(&self, key: &str, path: &str, body: &Value) -> Seen {
        let request = bare("POST", path).header("authorization", format!("Bearer {key}"));
        let request = request.header("content-type", "application/json");
        self.send(request.body(body.to_string().into()).unwrap()).await
    }

    pub(crate) async fn get_with(&self, key: &str, path: &str) -> Seen {
        let request = bare("GET", path).header("authorization", format!("Bearer {key}"));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// A request with the shop's key.
    pub(crate) fn request(&self, method: &str, path: &str) -> request::Builder {
        bare(method, path).header("authorization", format!("Bearer {}", self.key))
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Seen {
        let (method, uri) = (request.method().clone(), request.uri().clone());
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let body: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
        if let Some(code) = body["code"].as_str().filter(|_| parts.status.as_u16() >= 400) {
            documented::check(&method, &uri, parts.status.as_u16(), code);
        }
        Seen { status: parts.status.as_u16(), headers: parts.headers, text, body }
    }
}

/// A request without a key.
pub(crate) fn bare(method: &str, path: &str) -> request::Builder {
    Request::builder().method(method).uri(path)
}

#[track_caller]
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// Sets fields of a body; objects within it are merged, too.
pub(crate) fn merge(body: &mut Value, more: &Value) {
    match (body, more) {
        (Value::Object(fields), Value::Object(more)) => {
            for (name, value) in more {
                merge(fields.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
        (body, more) => *body = more.clone(),
    }
}

/// A sale by a customer who uses Ada's code.
pub(crate) fn sale(external_id: &str, customer: &str, amount: i64) -> Value {
    json!({
        "external_id": external_id, "customer": { "external_id": customer }, "code": "ADA20",
        "amount": { "amount": amount, "currency": "EUR" },
    })
}
