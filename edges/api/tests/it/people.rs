//! Log-in and what follows from it: sessions, one-time links, the second factor, roles, invitations, keys, and
//! the audit log that tells of it all.

use crate::shop::{Seen, Shop, bare};
use async_trait::async_trait;
use engine::{
    Operator, UserInput, letters, people,
    ports::{Courier, CourierError, Letter, LetterKind},
};
use honeyguide_api::{Body, ClientAddress};
use program::Seat;
use serde_json::{Value, json};
use std::sync::Mutex;
use words::{Mode, PartnerId, Role, Scope};

pub(crate) const PASSWORD: &str = "correct horse battery";

/// Keeps what it is given, and brings it to nobody.
#[derive(Default)]
struct Pigeonhole(Mutex<Vec<Letter>>);

#[async_trait]
impl Courier for Pigeonhole {
    async fn deliver(&self, letter: &Letter) -> Result<(), CourierError> {
        self.0.lock().unwrap().push(letter.clone());
        Ok(())
    }
}

/// A browser: it keeps the cookie that it is given.
pub(crate) struct Browser<'a> {
    shop: &'a Shop,
    pub cookie: Option<String>,
    address: &'static str,
    headers: Vec<(&'static str, String)>,
}

impl<'a> Browser<'a> {
    pub(crate) fn new(shop: &'a Shop) -> Self {
        Self {
            shop,
            cookie: None,
            address: "192.0.2.7",
            headers: vec![("sec-fetch-site", "same-origin".to_owned())],
        }
    }

    pub(crate) fn at(self, address: &'static str) -> Self {
        Self { address, ..self }
    }

    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.to_owned()));
        self
    }

    pub(crate) fn forget(&mut self, name: &str) {
        self.headers.retain(|(known, _)| *known != name);
    }

    pub(crate) async fn send(&mut self, method: &str, path: &str, body: Option<Value>) -> Seen {
        let mut request = bare(method, path).header("content-type", "application/json");
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", format!("other=1; {cookie}"));
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let mut request = request.body(body).unwrap();
        request.extensions_mut().insert(ClientAddress(self.address.parse().unwrap()));
        let seen = self.shop.send(request).await;
        let set = seen.header("set-cookie");
        if !set.is_empty() {
            assert!(set.contains("; HttpOnly; SameSite=Lax;") && set.ends_with("; Secure"), "{set}");
            self.cookie = set.split(';').next().filter(|pair| !pair.ends_with('=')).map(str::to_owned);
        }
        seen
    }

    pub(crate) async fn get(&mut self, path: &str) -> Seen {
        self.send("GET", path, None).await
    }

    pub(crate) async fn post(&mut self, path: &str, body: Value) -> Seen {
        self.send("POST", path, Some(body)).await
    }

    pub(crate) async fn log_in(&mut self, email: &str, password: &str) -> Seen {
        self.post("/v1/session", json!({ "email": email, "password": password })).await
    }
}

impl Shop {
    /// Somebody with a seat in the shop's workspace, or another's.
    pub(crate) async fn user(&self, scope: Scope, email: &str, seat: Seat) {
        let input = UserInput {
            email: email.to_owned(),
            name: "Somebody".to_owned(),
            password: Some(PASSWORD.to_owned()),
            seat,
        };
        people::add_user(&self.engine, Operator { scope }, &input).await.unwrap();
    }

    pub(crate) async fn logged_in(&self, role: Role) -> Browser<'_> {
        let email = format!("{role}@acme.example");
        self.user(self.scope, &email, Seat::Team { role }).await;
        let mut browser = Browser::new(self);
        browser.log_in(&email, PASSWORD).await.ok(201);
        browser
    }

    /// The tokens of the links in the letters that wait.
    pub(crate) async fn letters(&self) -> Vec<LetterKind> {
        let pigeonhole = Pigeonhole::default();
        letters::send_due(&self.engine, &pigeonhole).await.unwrap();
        let letters = pigeonhole.0.into_inner().unwrap();
        letters.into_iter().map(|letter| letter.kind).collect()
    }

    async fn token(&self) -> String {
        let letters = self.letters().await;
        let link = match letters.as_slice() {
            [LetterKind::LogIn { link, .. }]
            | [LetterKind::PasswordReset { link, .. }]
            | [LetterKind::Invitation { link, .. }] => link,
            other => panic!("{} letters", other.len()),
        };
        assert!(link.starts_with(crate::shop::PUBLIC_URL), "{link}");
        link.split_once("#token=").unwrap().1.to_owned()
    }
}

#[tokio::test]
async fn a_guesser_is_slowed_and_the_owner_sees_it_in_the_audit_log() {
    let shop = Shop::set().await;
    let mut owner = shop.logged_in(Role::Owner).await;
    // What the audit log keeps of a request's name is what the answer says, however long the name that was sent.
    let mut guesser = Browser::new(&shop).with("x-request-id", &"long".repeat(1_000));
    let mut waits = Vec::new();
    for guess in 0..9 {
        loop {
            let seen = guesser.log_in("owner@acme.example", &format!("a wrong guess {guess}")).await;
            match seen.problem().as_str() {
                "log_in_refused" => break,
                "too_many_requests" => {
                    let seconds: i64 = seen.header("retry-after").parse().unwrap();
                    waits.push(seconds);
                    shop.world.clock.advance_seconds(seconds);
                }
                other => panic!("{other}"),
            }
        }
    }
    assert_eq!(waits, [1, 2, 4], "after six failures each try waits twice as long");
    // The right password too has to wait, and then it is let in.
    assert_eq!(guesser.log_in("owner@acme.example", PASSWORD).await.problem(), "too_many_requests");
    // Elsewhere it is let in at once: one guesser does not keep the owner out.
    Browser::new(&shop).at("198.51.100.4").log_in("owner@acme.example", PASSWORD).await.ok(201);
    // A link by mail is not kept waiting by somebody else's guesses.
    owner.post("/v1/session/links", json!({ "email": "owner@acme.example" })).await;
    owner.post("/v1/session", json!({ "token": shop.token().await })).await.ok(201);
    shop.world.clock.advance_seconds(60);
    guesser.log_in("OWNER@acme.example ", PASSWORD).await.ok(201);
    let seen = owner.get("/v1/audit-log?action=log_in.failed").await.ok(200);
    let failures = seen["items"].as_array().unwrap();
    assert_eq!(failures.len(), 9);
    assert_eq!(failures[0]["address"], "192.0.2.7");
    assert_eq!(failures[0]["after"]["failures"], 9);
    assert_eq!(failures[0]["request_id"].as_str().map(str::len), Some(16));
    assert!(!seen.to_string().contains("wrong guess"));
}

#[tokio::test]
async fn tries_at_the_same_time_cannot_slip_through() {
    let shop = Shop::set().await;
    shop.user(shop.scope, "owner@acme.example", Seat::Team { role: Role::Owner }).await;
    let tries = (0..64).map(async |guess: usize| {
        let mut browser = Browser::new(&shop);
        browser.log_in("owner@acme.example", &format!("a wrong guess {guess}")).await.problem()
    });
    let answers = futures_util::future::join_all(tries).await;
    let looked_at = answers.iter().filter(|answer| *answer == "log_in_refused").count();
    assert_eq!(looked_at, 6, "five free, and the one that begins the waiting");
}

#[tokio::test]
async fn nobody_learns_which_addresses_have_an_account() {
    let shop = Shop::set().await;
    shop.user(shop.scope, "owner@acme.example", Seat::Team { role: Role::Owner }).await;
    let mut browser = Browser::new(&shop);
    let known = browser.log_in("owner@acme.example", "a wrong guess").await;
    let unknown = browser.log_in("nobody@acme.example", "a wrong guess").await;
    assert_eq!((known.status, &known.body["detail"]), (unknown.status, &unknown.body["detail"]));
    for path in ["/v1/session/links", "/v1/password-resets"] {
        assert_eq!(browser.post(path, json!({ "email": "nobody@acme.example" })).await.status, 202);
        assert_eq!(shop.letters().await, []);
    }
}

#[tokio::test]
async fn a_stolen_session_dies_with_the_password() {
    let shop = Shop::set().await;
    let mut owner = shop.logged_in(Role::Owner).await;
    let mut thief = Browser::new(&shop);
    thief.cookie = owner.cookie.clone();
    thief.get("/v1/session").await.ok(200);
    let mut second = Browser::new(&shop);
    second.log_in("owner@acme.example", PASSWORD).await.ok(201);
    // The thief does not know the password, and so cannot change it.
    let change = |current: &str| json!({ "current_password": current, "password": "another horse battery" });
    let refused = thief.send("PUT", "/v1/account/password", Some(change("a guess at it"))).await;
    assert_eq!(refused.problem(), "log_in_refused");
    assert_eq!(second.send("PUT", "/v1/account/password", Some(change(PASSWORD))).await.status, 204);
    assert_eq!(thief.get("/v1/session").await.problem(), "session_over");
    assert_eq!(owner.get("/v1/programs").await.problem(), "session_over");
    second.get("/v1/programs").await.ok(200);
    assert!(matches!(shop.letters().await.as_slice(), [LetterKind::PasswordChanged { .. }]));
    assert_eq!(Browser::new(&shop).log_in("owner@acme.example", PASSWORD).await.problem(), "log_in_refused");
}

#[tokio::test]
async fn sessions_end_by_log_out_by_time_and_by_idleness() {
    let shop = Shop::set().await;
    let mut left = shop.logged_in(Role::Owner).await;
    let mut thief = Browser::new(&shop);
    thief.cookie = left.cookie.clone();
    assert_eq!(left.send("DELETE", "/v1/session", None).await.status, 204);
    assert_eq!((left.cookie, thief.get("/v1/session").await.status), (None, 401));
    let mut idle = Browser::new(&shop);
    idle.log_in("owner@acme.example", PASSWORD).await.ok(201);
    let mut busy = Browser::new(&shop);
    busy.log_in("owner@acme.example", PASSWORD).await.ok(201);
    for _ in 0..29 {
        shop.world.clock.advance_days(1);
        busy.get("/v1/session").await.ok(200);
    }
    assert_eq!(idle.get("/v1/session").await.problem(), "session_over");
    shop.world.clock.advance_days(1);
    assert_eq!(busy.get("/v1/session").await.problem(), "session_over", "thirty days after its log-in");
}

#[tokio::test]
async fn links_by_mail_work_once_and_not_for_ever() {
    let shop = Shop::set().await;
    shop.user(shop.scope, "owner@acme.example", Seat::Team { role: Role::Owner }).await;
    let mut browser = Browser::new(&shop);
    let to = json!({ "email": "owner@acme.example" });
    browser.post("/v1/session/links", to.clone()).await;
    let token = shop.token().await;
    let opens =
        (0..8).map(async |_| Browser::new(&shop).post("/v1/session", json!({ "token": token })).await.status);
    let mut statuses = futures_util::future::join_all(opens).await;
    statuses.sort_unstable();
    assert_eq!(statuses[..2], [201, 410], "one of eight at once");
    browser.post("/v1/session/links", to.clone()).await;
    let token = shop.token().await;
    shop.world.clock.advance_seconds(15 * 60);
    assert_eq!(browser.post("/v1/session", json!({ "token": token })).await.problem(), "link_spent");
    browser.post("/v1/password-resets", to).await;
    let token = shop.token().await;
    assert_eq!(browser.post("/v1/session", json!({ "token": token })).await.problem(), "link_spent");
    let reset = json!({ "token": token, "password": "another horse battery" });
    assert_eq!(browser.post("/v1/password-resets/redeem", reset.clone()).await.status, 204);
    assert_eq!(browser.post("/v1/password-resets/redeem", reset).await.problem(), "link_spent");
    browser.log_in("owner@acme.example", "another horse battery").await.ok(201);
}

#[tokio::test]
async fn a_second_factor_is_asked_for_and_each_code_is_taken_once() {
    let shop = Shop::set().await;
    let mut owner = shop.logged_in(Role::Owner).await;
    let begun = owner
        .post("/v1/account/second-factor", json!({ "current_password": PASSWORD }))
        .await
        .ok(201)
        .clone();
    let secret = begun["secret"].as_str().unwrap();
    assert!(begun["url"].as_str().unwrap().starts_with("otpauth://totp/Honeyguide"), "{begun}");
    let code = |shop: &Shop| {
        let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
        let totp = totp_rs::Builder::new().with_secret(secret).with_account_name("x").build().unwrap();
        totp.generate(shop.world.now().micros() as u64 / 1_000_000).to_string()
    };
    assert_eq!(
        owner.post("/v1/account/second-factor/confirm", json!({ "code": "000000" })).await.problem(),
        "second_factor_wrong"
    );
    let first = code(&shop);
    let seen = owner.post("/v1/account/second-factor/confirm", json!({ "code": first })).await;
    let recovery = seen.ok(200)["recovery_codes"][0].clone();
    let mut browser = Browser::new(&shop);
    assert_eq!(browser.log_in("owner@acme.example", PASSWORD).await.problem(), "second_factor_needed");
    let with = |code: &Value| json!({ "email": "owner@acme.example", "password": PASSWORD, "code": code });
    let again = browser.post("/v1/session", with(&json!(first))).await;
    assert_eq!(again.problem(), "second_factor_wrong", "the code that confirmed it was taken");
    shop.world.clock.advance_seconds(60);
    browser.post("/v1/session", with(&json!(code(&shop)))).await.ok(201);
    assert_eq!(browser.post("/v1/session", with(&json!(code(&shop)))).await.problem(), "second_factor_wrong");
    browser.post("/v1/session", with(&recovery)).await.ok(201);
    assert_eq!(browser.post("/v1/session", with(&recovery)).await.problem(), "second_factor_wrong");
}

#[tokio::test]
async fn another_sites_page_cannot_act_with_the_cookie() {
    let shop = Shop::set().await;
    let owner = shop.logged_in(Role::Owner).await;
    let cookie = owner.cookie.clone();
    let new = json!({ "name": "Key", "kind": "secret", "scopes": ["*:read"] });
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
    ] {
        let mut page =
            Browser { cookie: cookie.clone(), headers: Vec::new(), ..Browser::new(&shop) }.with(name, value);
        assert_eq!(page.post("/v1/keys", new.clone()).await.problem(), "cross_site", "{name}: {value}");
        assert_eq!(page.log_in("owner@acme.example", PASSWORD).await.problem(), "cross_site");
    }
    let mut own = Browser { cookie, headers: Vec::new(), ..Browser::new(&shop) }
        .with("origin", "https://acme.example")
        .with("host", "acme.example");
    own.post("/v1/keys", new).await.ok(201);
}

#[tokio::test]
async fn an_invitation_ends_when_its_sender_may_invite_no_more() {
    let shop = Shop::set().await;
    let mut owner = shop.logged_in(Role::Owner).await;
    for change in ["removed", "demoted", "left"] {
        let invite = |email: &str| json!({ "email": email, "role": "owner" });
        let second = format!("{change}@acme.example");
        owner.post("/v1/invitations", invite(&second)).await.ok(201);
        let mut sender = Browser::new(&shop);
        let accept = json!({ "token": shop.token().await, "name": "Second", "password": PASSWORD });
        sender.post("/v1/invitations/accept", accept).await.ok(201);
        sender.post("/v1/invitations", invite(&format!("back-{change}@acme.example"))).await.ok(201);
        let accept = json!({ "token": shop.token().await, "name": "Back", "password": PASSWORD });

        let team = owner.get("/v1/team").await.ok(200).clone();
        let is_sender = |member: &&Value| member["user"]["email"] == second.as_str();
        let seat = team["items"].as_array().unwrap().iter().find(is_sender).unwrap()["seat"]["id"].clone();
        let seat = seat.as_str().unwrap();
        match change {
            "removed" => drop(owner.send("DELETE", &format!("/v1/team/{seat}"), None).await.ok(200)),
            "left" => assert_eq!(
                sender.send("DELETE", &format!("/v1/account/seats/{seat}"), None).await.status,
                204
            ),
            _ => {
                let manager = Some(json!({ "role": "manager" }));
                owner.send("PATCH", &format!("/v1/team/{seat}"), manager).await.ok(200);
            }
        }
        let back = Browser::new(&shop).post("/v1/invitations/accept", accept).await;
        assert_eq!(back.problem(), "link_spent", "{change}");
        let open = owner.get("/v1/invitations").await.ok(200).to_string();
        assert!(!open.contains("pending"), "{change}: {open}");
    }
}

#[tokio::test]
async fn an_invitation_gives_its_seat_once_and_the_last_owner_stays() {
    let shop = Shop::set().await;
    let mut owner = shop.logged_in(Role::Owner).await;
    let invite = json!({ "email": "new@acme.example", "role": "manager" });
    owner.post("/v1/invitations", invite).await.ok(201);
    let token = shop.token().await;
    let mut new = Browser::new(&shop);
    let accept = json!({ "token": token, "name": "New", "password": PASSWORD });
    let seen = new.post("/v1/invitations/accept", accept.clone()).await;
    assert_eq!(seen.ok(201)["is_logged_in"], true);
    assert_eq!(new.post("/v1/invitations/accept", accept).await.problem(), "link_spent");
    let program = json!({ "name": "Friends", "currency": "EUR", "allowed_domains": ["shop.example"] });
    new.post("/v1/programs", program.clone()).await.ok(201);
    assert_eq!(new.get("/v1/keys").await.problem(), "key_not_allowed");
    let team = owner.get("/v1/team").await.ok(200).clone();
    let seat = |email: &str| {
        let member = team["items"].as_array().unwrap().iter().find(|member| member["user"]["email"] == email);
        format!("/v1/team/{}", member.unwrap()["seat"]["id"].as_str().unwrap())
    };
    let (own, theirs) = (seat("owner@acme.example"), seat("new@acme.example"));
    let analyst = json!({ "role": "analyst" });
    assert_eq!(owner.send("PATCH", &own, Some(analyst.clone())).await.problem(), "last_owner");
    assert_eq!(owner.send("DELETE", &own, None).await.problem(), "last_owner");
    owner.send("PATCH", &theirs, Some(analyst)).await.ok(200);
    assert_eq!(new.post("/v1/programs", program).await.problem(), "key_not_allowed", "at once");
    assert_eq!(owner.send("DELETE", &theirs, None).await.ok(200)["keys"], json!([]));
    assert_eq!(new.get("/v1/programs").await.problem(), "key_not_allowed");
    let log = owner.get("/v1/audit-log?actor=member").await.ok(200).to_string();
    for action in ["member.invited", "member.role_changed", "member.removed"] {
        assert!(log.contains(action), "{action}");
    }
    assert!(!log.contains("new@acme.example"), "the log holds no addresses");
}

#[tokio::test]
async fn keys_are_narrowed_rotated_revoked_and_run_out() {
    let shop = Shop::set().await;
    let mut owner = shop.logged_in(Role::Owner).await;
    let tomorrow = shop.world.now().plus_days(1).to_string();
    let new =
        json!({ "name": "Reports", "kind": "secret", "scopes": ["links:read"], "expires_at": tomorrow });
    let made = owner.post("/v1/keys", new).await.ok(201).clone();
    let (id, text) = (made["key"]["id"].as_str().unwrap(), made["text"].as_str().unwrap());
    shop.get_with(text, "/v1/links").await.ok(200);
    assert_eq!(shop.get_with(text, "/v1/programs").await.problem(), "key_not_allowed");
    let rotated =
        owner.post(&format!("/v1/keys/{id}/rotate"), json!({ "overlap_hours": 2 })).await.ok(201).clone();
    let successor = rotated["text"].as_str().unwrap();
    shop.world.clock.advance_seconds(2 * 3_600 - 1);
    shop.get_with(text, "/v1/links").await.ok(200);
    shop.world.clock.advance_seconds(1);
    assert_eq!(shop.get_with(text, "/v1/links").await.problem(), "key_over");
    shop.get_with(successor, "/v1/links").await.ok(200);
    let listed = owner.get("/v1/keys").await;
    assert!(!listed.text.contains(text) && !listed.text.contains(successor));
    let used = listed.body["items"].as_array().unwrap().iter().find(|key| key["id"] == rotated["key"]["id"]);
    assert!(used.unwrap()["used_at"].is_string(), "{listed:?}", listed = listed.text);
    let revoke = format!("/v1/keys/{}", rotated["key"]["id"].as_str().unwrap());
    assert_eq!(owner.send("DELETE", &revoke, None).await.status, 204);
    assert_eq!(shop.get_with(successor, "/v1/links").await.problem(), "key_over");
    for scopes in [json!([]), json!(["team:write"]), json!(["keys:read"]), json!(["everything"])] {
        let wrong = json!({ "name": "Wrong", "kind": "secret", "scopes": scopes });
        assert_eq!(owner.post("/v1/keys", wrong).await.problem(), "invalid_field", "{scopes}");
    }
}

#[tokio::test]
async fn a_partner_sees_their_own_and_others_without_names() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let other = shop
        .post(
            "/v1/partners",
            &json!({ "program_id": made.program, "display_name": "Rival blog", "email": "rival@example.com" }),
        )
        .await
        .ok(201)
        .clone();
    let rival = other["partner"]["id"].as_str().unwrap().to_owned();
    let code = json!({ "program_id": made.program, "partner_id": rival, "code": "RIVAL" });
    shop.post("/v1/codes", &code).await.ok(201);
    // Ada's code came first; the rival's, used at the purchase, takes the credit.
    let lead = json!({ "customer": { "external_id": "c" }, "code": "ADA20" });
    shop.post("/v1/track/lead", &lead).await.ok(201);
    shop.world.clock.advance_seconds(60);
    let sale = json!({
        "external_id": "A", "customer": { "external_id": "c" }, "code": "RIVAL",
        "amount": { "amount": 10_000, "currency": "EUR" },
    });
    let sold = shop.post("/v1/track/sale", &sale).await.ok(201)["conversion"]["id"].clone();
    let stranger = json!({
        "external_id": "B", "customer": { "external_id": "d" }, "code": "RIVAL",
        "amount": { "amount": 10_000, "currency": "EUR" },
    });
    let not_hers = shop.post("/v1/track/sale", &stranger).await.ok(201)["conversion"]["id"].clone();
    let partner: PartnerId = made.partner.parse().unwrap();
    shop.user(shop.scope, "ada@blog.example", Seat::Partner { partner, mode: Mode::Live }).await;
    let mut ada = Browser::new(&shop);
    ada.log_in("ada@blog.example", PASSWORD).await.ok(201);
    assert_eq!(ada.get("/v1/partner/profile").await.ok(200)["id"], made.partner);
    assert_eq!(ada.get("/v1/partner/links").await.ok(200)["items"].as_array().unwrap().len(), 1);
    assert_eq!(ada.get("/v1/partner/codes").await.ok(200)["items"][0]["code"], "ADA20");
    for list in ["links", "codes", "enrollments", "commissions", "statements"] {
        let path = format!(
            "/v1/partner/{list}?sort=-{}&partner_id=prt_01kk8y7d00e6br2v9m5gq4t1hs",
            if list == "statements" { "opened_at" } else { "created_at" }
        );
        assert_eq!(ada.get(&path).await.ok(200)["items"], json!([]), "{list}");
    }
    let commissions = ada.get("/v1/partner/commissions").await.ok(200).clone();
    assert!(commissions["items"].as_array().unwrap().iter().all(|one| one["partner"]["id"] == made.partner));
    let explained = ada
        .get(&format!("/v1/partner/conversions/{}/explanation", sold.as_str().unwrap()))
        .await
        .ok(200)
        .clone();
    let text = explained.to_string();
    assert!(text.contains("another partner") && !text.contains("Rival") && !text.contains(&rival), "{text}");
    assert_eq!(explained["credits"], json!([]), "what the rival earned is the rival's");
    let hidden = format!("/v1/partner/conversions/{}/explanation", not_hers.as_str().unwrap());
    assert_eq!(ada.get(&hidden).await.problem(), "not_found");
    for path in ["/v1/programs", "/v1/partners", "/v1/commissions", "/v1/facts", "/v1/team", "/v1/audit-log"]
    {
        assert_eq!(ada.get(path).await.problem(), "key_not_allowed", "{path}");
    }
    let mut other = Browser::new(&shop).with("honeyguide-partner", &rival);
    other.cookie = ada.cookie.clone();
    assert_eq!(other.get("/v1/partner/profile").await.problem(), "key_not_allowed");
}
