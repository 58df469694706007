//! Strangers who try, and clocks that step: neither keeps anybody out, and neither makes the book grow.

use crate::{
    people::{Browser, PASSWORD},
    shop::Shop,
};
use engine::{
    doctor, jobs,
    ports::{JobKind, Jobs, LetterKind},
};
use program::Seat;
use serde_json::json;
use words::Role;

const OWNER: &str = "owner@acme.example";

/// One of many network addresses, each in a network of its own.
fn address(number: usize) -> &'static str {
    format!("2001:db8:{number:x}::1").leak()
}

async fn owned() -> Shop {
    let shop = Shop::set().await;
    shop.user(shop.scope, OWNER, Seat::Team { role: Role::Owner }).await;
    shop
}

async fn add_second_factor(shop: &Shop, owner: &mut Browser<'_>) {
    let begin = json!({ "current_password": PASSWORD });
    let begun = owner.post("/v1/account/second-factor", begin).await.ok(201);
    let secret = totp_rs::Secret::try_from_base32(begun["secret"].as_str().unwrap()).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).with_account_name("x").build().unwrap();
    let code = totp.generate(shop.world.now().micros() as u64 / 1_000_000).to_string();
    owner.post("/v1/account/second-factor/confirm", json!({ "code": code })).await.ok(200);
}

#[tokio::test]
async fn a_clock_that_steps_keeps_nobody_out() {
    const DAY: i64 = 86_400;
    for (there, back) in [(-5, 0), (-3_600, 0), (-2 * DAY, 0), (30 * DAY, -30 * DAY), (400 * DAY, -400 * DAY)]
    {
        let shop = owned().await;
        let others = "other@acme.example";
        shop.user(shop.scope, others, Seat::Team { role: Role::Analyst }).await;
        Browser::new(&shop).log_in(OWNER, PASSWORD).await.ok(201);
        // Some failures more than are free, so that there is a wait.
        for _ in 0..6 {
            assert_eq!(Browser::new(&shop).log_in(others, "a wrong guess").await.status, 401);
        }
        shop.world.clock.advance_seconds(there);
        Browser::new(&shop).log_in(OWNER, PASSWORD).await.ok(201);
        shop.world.clock.advance_seconds(back);

        Browser::new(&shop).log_in(OWNER, PASSWORD).await.ok(201);
        Browser::new(&shop).at("198.51.100.9").log_in(OWNER, PASSWORD).await.ok(201);
        let seen = Browser::new(&shop).log_in(others, PASSWORD).await;
        let wait = if seen.status == 201 { 0 } else { seen.header("retry-after").parse().unwrap() };
        assert!(wait <= 1, "{there} s, {back} s: the one who failed waits {wait} s");
        for path in ["/v1/session/links", "/v1/password-resets"] {
            let asked = Browser::new(&shop).post(path, json!({ "email": OWNER })).await;
            assert_eq!(asked.status, 202, "{there} s: {path}");
        }
        assert_eq!(shop.letters().await.len(), 2);
    }
}

#[tokio::test]
async fn jobs_that_a_clock_ahead_put_off_are_named_and_pulled_in() {
    let shop = Shop::set().await;
    shop.open().await;
    let right = shop.world.clock.advance_seconds(0);
    assert_eq!(jobs::pull_in(&shop.engine).await.unwrap(), 0, "what waits as it should stays");
    let jobs = async || shop.book.due_jobs(right.plus_days(10_000), 100).await.unwrap();
    let before = jobs().await.len();

    let ahead = shop.world.clock.advance_days(400);
    for job in jobs().await {
        jobs::run(&shop.engine, &job).await.unwrap();
    }
    // A program that is made meanwhile has all its jobs in the wrong time.
    let program = json!({ "name": "Late", "currency": "EUR", "allowed_domains": ["late.example"] });
    shop.post("/v1/programs", &program).await.ok(201);
    shop.world.clock.set(right);

    let report = doctor::examine(&shop.engine, &mut |_| {}).await.unwrap();
    let notes: Vec<_> = report.findings.iter().filter(|it| it.check == "jobs").collect();
    assert!(report.is_clean() && notes.iter().any(|it| it.text.contains("close_statements")), "{notes:?}");
    let pulled = jobs::pull_in(&shop.engine).await.unwrap();
    assert_eq!(pulled, jobs().await.len());
    assert!(pulled > before);
    for job in jobs().await {
        assert!(job.run_at <= right, "{job:?}");
        if let JobKind::CloseStatements(jobs::CloseStatements { since })
        | JobKind::RewardClicks(jobs::RewardClicks { since }) = job.kind
        {
            assert!(since <= right && ahead > since, "{job:?}");
        }
        jobs::run(&shop.engine, &job).await.unwrap();
    }
    assert_eq!(jobs::pull_in(&shop.engine).await.unwrap(), 0);
    let report = doctor::examine(&shop.engine, &mut |_| {}).await.unwrap();
    assert_eq!(report.findings, []);

    shop.world.clock.advance_days(2);
    let report = doctor::examine(&shop.engine, &mut |_| {}).await.unwrap();
    assert!(report.is_clean() && report.findings.iter().any(|it| it.text.contains("has been due since")));
}

#[tokio::test]
async fn one_mailbox_gets_few_letters_and_its_owner_is_let_in() {
    let shop = owned().await;
    for (path, half) in [("/v1/session/links", 450), ("/v1/password-resets", 1_800)] {
        let ask = async |from: &'static str| {
            Browser::new(&shop).at(from).post(path, json!({ "email": OWNER })).await.status
        };
        for number in 0..300 {
            assert_eq!(ask(address(number)).await, 202, "{number}");
        }
        // The owner asks, and finds the letter that is there already.
        assert_eq!(ask("198.51.100.7").await, 202);
        assert_eq!(shop.letters().await.len(), 1, "{path}");
        shop.world.clock.advance_seconds(half);
        assert_eq!((ask("198.51.100.7").await, ask(address(7_777)).await), (202, 202));
        let letters = shop.letters().await;
        assert_eq!(letters.len(), 1, "half of its time is over: {path}");

        // One that was used is no longer there.
        let (LetterKind::LogIn { link, .. } | LetterKind::PasswordReset { link, .. }) = &letters[0] else {
            panic!("another letter")
        };
        let token = link.split_once("#token=").unwrap().1;
        if path == "/v1/session/links" {
            Browser::new(&shop).post("/v1/session", json!({ "token": token })).await.ok(201);
            assert_eq!(ask("198.51.100.8").await, 202);
            assert_eq!(shop.letters().await.len(), 1);
        }
    }
}

#[tokio::test]
async fn a_log_in_link_dies_with_the_password_and_the_second_factor() {
    for change in ["reset", "change", "second factor"] {
        let shop = owned().await;
        let mut owner = Browser::new(&shop);
        owner.log_in(OWNER, PASSWORD).await.ok(201);
        let link = async || {
            Browser::new(&shop).post("/v1/session/links", json!({ "email": OWNER })).await;
            let letters = shop.letters().await;
            let link = letters.iter().find_map(|letter| match letter {
                LetterKind::LogIn { link, .. } => Some(link),
                _ => None,
            });
            let link = link.unwrap_or_else(|| panic!("no link after {change}"));
            link.split_once("#token=").unwrap().1.to_owned()
        };
        let old = link().await;
        match change {
            "reset" => {
                Browser::new(&shop).post("/v1/password-resets", json!({ "email": OWNER })).await;
                let letters = shop.letters().await;
                let Some(LetterKind::PasswordReset { link, .. }) = letters.last() else { panic!("no link") };
                let token = link.split_once("#token=").unwrap().1;
                let new = json!({ "token": token, "password": "another horse battery" });
                let seen = Browser::new(&shop).post("/v1/password-resets/redeem", new).await;
                assert_eq!(seen.status, 204, "{}", seen.text);
            }
            "change" => {
                let new = json!({ "current_password": PASSWORD, "password": "another horse battery" });
                assert_eq!(owner.send("PUT", "/v1/account/password", Some(new)).await.status, 204);
            }
            _ => add_second_factor(&shop, &mut owner).await,
        }
        let seen = Browser::new(&shop).post("/v1/session", json!({ "token": old })).await;
        assert_eq!(seen.problem(), "link_spent", "{change}");
        // A new link is sent at once: the old one is good for nothing.
        let seen = Browser::new(&shop).post("/v1/session", json!({ "token": link().await })).await;
        let expected = if change == "second factor" { 401 } else { 201 };
        assert_eq!(seen.status, expected, "{change}: {}", seen.text);
    }
}

#[tokio::test]
async fn a_network_of_many_networks_is_slowed_as_one() {
    let shop = owned().await;
    let mut refused = 0;
    // 250 networks of 64 bits within one of 48.
    for number in 0..250 {
        let from: &'static str = format!("2001:db8:7:{number:x}::1").leak();
        let guess = json!({ "email": format!("nobody-{number}@acme.example"), "password": "a wrong guess" });
        let seen = Browser::new(&shop).at(from).post("/v1/session", guess).await;
        refused += usize::from(seen.status == 429);
    }
    assert!(refused >= 45, "{refused}");
    // Its neighbor is another.
    let guess = json!({ "email": OWNER, "password": PASSWORD });
    Browser::new(&shop).at("2001:db8:8::1").post("/v1/session", guess).await.ok(201);
}

/// Tries, links, resets and applications of strangers leave a bounded number of rows, whoever they are said to be.
#[tokio::test]
async fn strangers_do_not_make_the_book_grow() {
    let shop = owned().await;
    let made = shop.open().await;
    let rows = || shop.book.rows_of_strangers();
    let round = async |first: usize| {
        for number in first..first + 600 {
            let from = address(number);
            let nobody = format!("nobody-{number}@acme.example");
            let mut stranger = Browser::new(&shop).at(from);
            stranger.post("/v1/session", json!({ "email": nobody, "password": "a wrong guess" })).await;
            stranger.post("/v1/session/links", json!({ "email": nobody })).await;
            stranger.post("/v1/password-resets", json!({ "email": OWNER })).await;
            let form = json!({ "name": "No", "email": "not an address", "consent": true });
            stranger.post(&format!("/v1/lead-forms/{}/submissions", made.enrollment), form).await;
        }
    };
    round(0).await;
    let first = rows();
    round(600).await;
    round(1_200).await;
    let last = rows();
    assert!(first <= 1_200 && last <= 1_200, "{first} rows after 600 strangers, {last} after 1,800");
}

/// Servers work with the keys of somebody who left, who may know their secrets: the owner is told which they are.
#[tokio::test]
async fn the_keys_of_a_removed_member_are_listed_and_marked() {
    let shop = Shop::set().await;
    let mut owner = shop.logged_in(Role::Owner).await;
    shop.user(shop.scope, "second@acme.example", Seat::Team { role: Role::Owner }).await;
    let mut second = Browser::new(&shop);
    second.log_in("second@acme.example", PASSWORD).await.ok(201);
    let key = |name: &str| json!({ "name": name, "kind": "secret", "scopes": ["*:read"] });
    for name in ["Shop server", "Old report"] {
        second.post("/v1/keys", key(name)).await.ok(201);
    }
    owner.post("/v1/keys", key("Own")).await.ok(201);
    let keys = owner.get("/v1/keys").await.ok(200);
    let of = |keys: &serde_json::Value, name: &str| {
        keys["items"].as_array().unwrap().iter().find(|key| key["name"] == name).unwrap().clone()
    };
    assert_eq!(of(&keys, "Shop server")["is_creator_removed"], false);
    let old = of(&keys, "Old report")["id"].as_str().unwrap().to_owned();
    assert_eq!(owner.send("DELETE", &format!("/v1/keys/{old}"), None).await.status, 204);

    let team = owner.get("/v1/team").await.ok(200);
    let members = team["items"].as_array().unwrap();
    let seat =
        members.iter().find(|it| it["user"]["email"] == "second@acme.example").unwrap()["seat"]["id"].clone();
    let removed = owner.send("DELETE", &format!("/v1/team/{}", seat.as_str().unwrap()), None).await.ok(200);
    let left: Vec<_> = removed["keys"].as_array().unwrap().iter().map(|key| &key["name"]).collect();
    assert_eq!(left, ["Shop server"], "the open ones: {removed}");
    let keys = owner.get("/v1/keys").await.ok(200);
    let shop_server = of(&keys, "Shop server");
    assert_eq!(shop_server["is_creator_removed"], true);
    assert!(shop_server["created_by_name"].is_string(), "{shop_server}");
    assert_eq!(of(&keys, "Own")["is_creator_removed"], false);
    assert_eq!(of(&keys, "Test")["created_by_user_id"], json!(null), "the operator's");
}

/// A page over plain HTTP is not this server's own, whatever its host says.
#[tokio::test]
async fn an_origin_without_tls_is_another_site_for_a_server_with_it() {
    let shop = owned().await;
    let log_in = json!({ "email": OWNER, "password": PASSWORD });
    for (origin, status) in [("http://acme.example", 403), ("https://acme.example", 201), ("null", 403)] {
        let mut browser = Browser::new(&shop).with("origin", origin).with("host", "acme.example");
        browser.forget("sec-fetch-site");
        assert_eq!(browser.post("/v1/session", log_in.clone()).await.status, status, "{origin}");
    }
}

#[tokio::test]
async fn an_address_that_no_letter_reaches_is_refused_where_letters_go() {
    let shop = Shop::set().await;
    let mut owner = shop.logged_in(Role::Owner).await;
    let made = shop.open().await;
    for email in ["a(comment)@x.test", "<a@x.test>", "\"a b\"@x.test", "\"a\"@x.test", "a,b@x.test"] {
        let invite = owner.post("/v1/invitations", json!({ "email": email, "role": "analyst" })).await;
        let partner = json!({ "program_id": made.program, "display_name": "Bo", "email": email });
        let partner = shop.post("/v1/partners", &partner).await;
        let application = json!({ "display_name": "Bo", "email": email });
        let path = format!("/v1/programs/{}/applications", made.program);
        let application = Browser::new(&shop).post(&path, application).await;
        for seen in [invite, partner, application] {
            assert_eq!(
                (seen.problem().as_str(), &seen.body["field"]),
                ("invalid_field", &json!("email")),
                "{email}"
            );
        }
    }
}
