//! Disputes over HTTP: opened by a partner, decided by the merchant or by the due date, and what each books.

use crate::{
    people::{Browser, PASSWORD},
    shop::{Made, Seen, Shop, sale, text},
};
use engine::jobs;
use program::{KeyKind, Seat};
use serde_json::{Value, json};
use words::{Grant, Mode, PartnerId, Role};

const DAY: i64 = 86_400_000_000;

async fn opened() -> (Shop, Made) {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let partner: PartnerId = made.partner.parse().unwrap();
    shop.user(shop.scope, "ada@example.com", Seat::Partner { partner, mode: Mode::Live }).await;
    shop.user(shop.scope, "money@acme.example", Seat::Team { role: Role::Finance }).await;
    (shop, made)
}

impl Shop {
    async fn ada(&self) -> Browser<'_> {
        let mut ada = Browser::new(self);
        ada.log_in("ada@example.com", PASSWORD).await.ok(201);
        ada
    }

    async fn earned(&self, order: &str, amount: i64) -> String {
        let sold =
            self.post("/v1/track/sale", &sale(order, &format!("buyer of {order}"), amount)).await.ok(201);
        text(&sold["commissions"][0]["id"])
    }

    async fn owed(&self, id: &str) -> Value {
        self.get("/v1/commissions?limit=200").await.ok(200)["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|it| it["id"] == id)
            .unwrap()
            .clone()
    }

    async fn step_dispute(&self, id: &Value, step: Value) -> Seen {
        self.post(&format!("/v1/disputes/{}/transitions", text(id)), &step).await
    }

    /// The worker's round: whatever is due.
    async fn turn_due_jobs(&self) {
        for job in self.book().due_jobs(self.world.now(), 100).await.unwrap() {
            jobs::run(&self.engine, &job).await.unwrap();
        }
    }

    fn book(&self) -> &dyn engine::ports::Book {
        &*self.book
    }

    async fn approve_and_close(&self, made: &Made) -> Value {
        self.world.clock.advance_days(31);
        let path = format!("/v1/programs/{}", made.program);
        self.post(&format!("{path}/commissions/approve-due"), &json!({})).await.ok(200);
        self.post(&format!("{path}/statements/close"), &json!({})).await.ok(200);
        self.get("/v1/statements").await.ok(200)["items"].clone()
    }

    /// Letters that wait, by what they tell.
    async fn letters_waiting(&self) -> usize {
        engine::ports::Letters::due_letters(&*self.book, self.world.now(), 1_000).await.unwrap().len()
    }
}

fn euro(amount: i64) -> Value {
    json!({ "amount": amount, "currency": "EUR" })
}

fn about(commission: &str, expected: i64) -> Value {
    json!({ "kind": "wrong_amount", "commission_id": commission, "expected": euro(expected),
        "note": "The terms say 25 %", "references": ["https://acme.example/terms"] })
}

fn states(dispute: &Value) -> Vec<String> {
    dispute["history"].as_array().unwrap().iter().map(|turn| text(&turn["did"])).collect()
}

#[tokio::test]
async fn a_wrong_amount_is_suspended_argued_about_and_granted() {
    let (shop, made) = opened().await;
    let commission = shop.earned("ORD-1", 10_000).await;
    let mut ada = shop.ada().await;
    let before = shop.letters_waiting().await;
    let dispute = ada.post("/v1/partner/disputes", about(&commission, 2_500)).await.ok(201);
    assert_eq!(shop.letters_waiting().await, before + 2, "both sides are told");
    let suspended = shop.owed(&commission).await;
    assert_eq!((&suspended["state"], &suspended["suspended_by"]), (&json!("disputed"), &json!(["dispute"])));
    // Neither the end of the hold nor a person approves it, and no statement shows it.
    assert_eq!(shop.approve_and_close(&made).await, json!([]));
    let approve = json!({ "commission_ids": [commission], "verdict": "approve" });
    let refused = shop.post("/v1/commissions/transitions", &approve).await;
    assert!(refused.text.contains("disputed"), "{}", refused.text);

    // The merchant reads the case with the decision, and asks.
    let id = &dispute["id"];
    let shown = shop.get(&format!("/v1/disputes/{}", text(id))).await.ok(200);
    assert_eq!(shown["history"][0]["note"], "The terms say 25 %");
    assert_eq!(shown["history"][0]["references"], json!(["https://acme.example/terms"]));
    assert_eq!(shown["opened_with"]["amount"], euro(2_000));
    assert!(shown["opened_with"]["sentences"].as_array().unwrap().len() >= 3, "{shown}");
    let due = text(&shown["due_at"]);
    shop.world.clock.advance_days(1);
    let asked = shop.step_dispute(id, json!({ "action": "ask", "note": "Which terms?" })).await.ok(200);
    assert_eq!(asked["status"], "incomplete");
    let mut ada = shop.ada().await;
    let own = ada.get(&format!("/v1/partner/disputes/{}", text(id))).await.ok(200);
    assert_eq!(
        (&own["history"][1]["note"], &own["history"][1]["actor"]),
        (&json!("Which terms?"), &Value::Null)
    );
    let answer = json!({ "action": "answer", "note": "Those of May", "references": ["page 4"] });
    let answered = ada.post(&format!("/v1/partner/disputes/{}/transitions", text(id)), answer).await.ok(200);
    assert_eq!(answered["status"], "open");
    assert!(text(&answered["due_at"]) > due, "the clock begins anew");

    // Upheld: the difference is an adjustment, and the commission goes on as it was.
    let uphold = json!({ "action": "uphold", "amount": euro(2_400), "note": "24 % it is" });
    let upheld = shop.step_dispute(id, uphold).await.ok(200);
    assert_eq!((&upheld["status"], &upheld["granted"]), (&json!("upheld"), &euro(2_400)));
    assert_eq!(states(&upheld), ["opened", "asked", "answered", "upheld"]);
    assert_eq!(upheld["booked"][0]["kind"], "adjusted");
    let adjustment = shop.owed(&text(&upheld["booked"][0]["id"])).await;
    assert_eq!((&adjustment["amount"], &adjustment["event"]), (&euro(400), &json!("adjustment")));
    assert_eq!(shop.owed(&commission).await["state"], "pending");
    let statements = shop.approve_and_close(&made).await;
    assert_eq!(statements[0]["total"], euro(2_400));
    // What is settled stays so.
    let again = shop.step_dispute(id, json!({ "action": "uphold" })).await;
    assert_eq!((again.status, again.body["field"].as_str()), (422, Some("status")));
    shop.is_sound().await;
}

#[tokio::test]
async fn a_declined_commission_is_reinstated_or_stays_declined() {
    let (shop, _) = opened().await;
    let mut ada = shop.ada().await;
    for (order, step, state, booked) in [
        ("ORD-1", json!({ "action": "uphold" }), "pending", json!("reinstated")),
        ("ORD-2", json!({ "action": "reject", "reason": "order_canceled" }), "declined", Value::Null),
    ] {
        let commission = shop.earned(order, 10_000).await;
        let decline = json!({ "commission_ids": [commission], "verdict": "decline", "reason": "Returned" });
        shop.post("/v1/commissions/transitions", &decline).await.ok(200);
        let opening = json!({ "kind": "declined", "commission_id": commission, "note": "Never returned" });
        let dispute = ada.post("/v1/partner/disputes", opening).await.ok(201);
        assert_eq!(shop.owed(&commission).await["state"], "disputed");
        let settled = shop.step_dispute(&dispute["id"], step).await.ok(200);
        assert_eq!(settled["booked"][0]["kind"], booked);
        assert_eq!(settled["settled_with"]["state"], "disputed");
        assert_eq!(shop.owed(&commission).await["state"], state);
    }
    // Taken back: as if it had never been disputed.
    let commission = shop.earned("ORD-3", 10_000).await;
    let dispute = ada.post("/v1/partner/disputes", about(&commission, 9_000)).await.ok(201);
    let path = format!("/v1/partner/disputes/{}/transitions", text(&dispute["id"]));
    let withdrawn = ada.post(&path, json!({ "action": "withdraw" })).await.ok(200);
    assert_eq!(withdrawn["status"], "withdrawn");
    assert_eq!(shop.owed(&commission).await["state"], "pending");
    shop.is_sound().await;
}

fn untracked(made: &Made, order: &str, at: &str) -> Value {
    json!({ "kind": "untracked", "note": "They came through my newsletter", "expected": euro(1_500),
        "sale": { "program_id": made.program, "order": order, "occurred_at": at,
            "amount": euro(10_000), "customer": "Grace Hopper", "link_id": made.link } })
}

#[tokio::test]
async fn an_untracked_sale_is_credited_where_the_merchant_has_it_and_granted_where_not() {
    let (shop, made) = opened().await;
    let mut ada = shop.ada().await;
    let at = shop.world.now().to_string();
    let mut sold = sale("ORD-1", "grace", 10_000);
    sold.as_object_mut().unwrap().remove("code");
    let conversion = text(&shop.post("/v1/track/sale", &sold).await.ok(201)["conversion"]["id"]);
    let mine = shop.earned("ORD-2", 10_000).await;

    // The partner does not learn whether the merchant has the order.
    let known = ada.post("/v1/partner/disputes", untracked(&made, "ORD-1", &at)).await.ok(201);
    let unknown = ada.post("/v1/partner/disputes", untracked(&made, "ORD-9", &at)).await.ok(201);
    let shape = |dispute: &Value| {
        let mut shape = dispute.clone();
        (shape["id"], shape["sale"]["order"]) = (Value::Null, Value::Null);
        shape
    };
    assert_eq!(shape(&known), shape(&unknown));
    assert!(!known.to_string().contains(&conversion));
    let twice = ada.post("/v1/partner/disputes", untracked(&made, "ORD-1", &at)).await;
    assert_eq!(twice.body["field"], "sale.order");
    let tracked = ada.post("/v1/partner/disputes", untracked(&made, "ORD-2", &at)).await;
    assert_eq!(tracked.body["field"], "sale.order", "{}: {mine}", tracked.text);

    let shown = shop.get(&format!("/v1/disputes/{}", text(&known["id"]))).await.ok(200);
    assert_eq!(
        (&shown["conversion_id"], &shown["sale"]["customer"]),
        (&json!(conversion), &json!("Grace Hopper"))
    );
    let upheld = shop.step_dispute(&known["id"], json!({ "action": "uphold" })).await.ok(200);
    assert_eq!((&upheld["booked"][0]["kind"], &upheld["granted"]), (&json!("corrected"), &euro(2_000)));
    let earned = shop.owed(&text(&upheld["commission_id"])).await;
    assert_eq!((&earned["amount"], &earned["conversion_id"]), (&euro(2_000), &json!(conversion)));
    let granted = shop.step_dispute(&unknown["id"], json!({ "action": "uphold" })).await.ok(200);
    assert_eq!((&granted["booked"][0]["kind"], &granted["granted"]), (&json!("adjusted"), &euro(1_500)));

    // Erased, nobody is named any more, nor in what the audit log and the facts tell.
    let erase = shop.request("DELETE", &format!("/v1/disputes/{}", text(&unknown["id"])));
    shop.send(erase.body(honeyguide_api::Body::empty()).unwrap()).await.ok(204);
    shop.send(shop.request("DELETE", "/v1/customers/grace").body(honeyguide_api::Body::empty()).unwrap())
        .await
        .ok(204);
    for dispute in [&known, &unknown] {
        let erased = shop.get(&format!("/v1/disputes/{}", text(&dispute["id"]))).await.ok(200);
        assert_eq!(
            (&erased["sale"]["customer"], &erased["history"][0]["note"]),
            (&Value::Null, &Value::Null)
        );
    }
    let told = shop.get("/v1/audit-log?limit=200").await.text + &shop.get("/v1/facts?limit=200").await.text;
    assert!(told.contains("dispute.upheld") && !told.contains("Hopper") && !told.contains("newsletter"));
    shop.is_sound().await;
}

#[tokio::test]
async fn where_nobody_decides_the_due_date_does() {
    let (shop, made) = opened().await;
    let mut ada = shop.ada().await;
    let small = shop.earned("SMALL", 10_000).await;
    let large = shop.earned("LARGE", 1_000_000).await;
    let asked = shop.earned("ASKED", 10_000).await;
    let mut disputes = Vec::new();
    for opening in [
        about(&small, 12_000),
        about(&large, 300_001),
        about(&asked, 2_100),
        untracked(&made, "NOBODY", &shop.world.now().to_string()),
    ] {
        disputes.push(ada.post("/v1/partner/disputes", opening).await.ok(201)["id"].clone());
    }
    shop.step_dispute(&disputes[2], json!({ "action": "ask", "note": "Why?" })).await.ok(200);
    let letters = shop.letters_waiting().await;
    shop.world.clock.advance(11 * DAY);
    shop.turn_due_jobs().await;
    assert_eq!(shop.letters_waiting().await, letters + 3, "the merchant is reminded of what waits for it");
    shop.turn_due_jobs().await;
    assert_eq!(shop.letters_waiting().await, letters + 3);
    shop.world.clock.advance(3 * DAY);
    shop.turn_due_jobs().await;
    for (dispute, (status, reason)) in disputes.iter().zip([
        ("upheld", Value::Null),
        ("rejected", json!("undecided")),
        ("rejected", json!("incomplete")),
        ("rejected", json!("undecided")),
    ]) {
        let shown = shop.get(&format!("/v1/disputes/{}", text(dispute))).await.ok(200);
        let last = shown["history"].as_array().unwrap().last().unwrap();
        assert_eq!(
            (&shown["status"], &last["reason"], &last["by"]),
            (&json!(status), &reason, &json!("due_date"))
        );
    }
    for commission in [small, large, asked] {
        assert_eq!(shop.owed(&commission).await["state"], "pending");
    }
    // Where the program says so, silence rejects.
    let rules = json!({ "disputes": { "days": 2, "default": "reject", "uphold_max": 0, "window_days": 5 } });
    shop.patch(&format!("/v1/programs/{}", made.program), rules).await.ok(200);
    let late = shop.earned("LATE", 10_000).await;
    let mut ada = shop.ada().await;
    let dispute = ada.post("/v1/partner/disputes", about(&late, 2_001)).await.ok(201);
    shop.world.clock.advance(2 * DAY);
    shop.turn_due_jobs().await;
    let shown = shop.get(&format!("/v1/disputes/{}", text(&dispute["id"]))).await.ok(200);
    assert_eq!(shown["status"], "rejected");
    shop.world.clock.advance(4 * DAY);
    let over = ada.post("/v1/partner/disputes", about(&late, 2_001)).await;
    assert_eq!(over.body["field"], "commission_id", "the window is over: {}", over.text);
    shop.is_sound().await;
}

#[tokio::test]
async fn bad_input_is_named_and_changes_nothing() {
    let (shop, made) = opened().await;
    let mut ada = shop.ada().await;
    let commission = shop.earned("ORD-1", 10_000).await;
    let at = shop.world.now().to_string();
    let with = |base: &Value, field: &str, value: Value| {
        let mut body = base.clone();
        match field.split_once('.') {
            Some((outer, inner)) => body[outer][inner] = value,
            None => body[field] = value,
        }
        body
    };
    let long = |length: usize| json!("x".repeat(length));
    let (wrong, sale) = (about(&commission, 2_500), untracked(&made, "ORD-9", &at));
    let later = shop.world.now().plus_days(1).to_string();
    let earlier = shop.world.now().plus_days(-91).to_string();
    for (body, field) in [
        (with(&wrong, "kind", json!("declined")), "kind"),
        (with(&wrong, "kind", json!("unfair")), "kind"),
        (with(&wrong, "kind", json!("untracked")), "sale"),
        (with(&wrong, "commission_id", Value::Null), "commission_id"),
        (with(&wrong, "commission_id", json!("ORD-1")), "commission_id"),
        (with(&wrong, "expected", Value::Null), "expected"),
        (with(&wrong, "expected", euro(2_000)), "expected"),
        (with(&wrong, "expected", json!({ "amount": 9_000, "currency": "USD" })), "expected.currency"),
        (with(&wrong, "note", json!("")), "note"),
        (with(&wrong, "note", long(2_001)), "note"),
        (with(&wrong, "references", json!(vec!["x"; 11])), "references"),
        (with(&wrong, "references", json!([long(501)])), "references"),
        (with(&wrong, "surprise", json!(1)), "surprise"),
        (with(&sale, "sale.order", json!("")), "sale.order"),
        (with(&sale, "sale.order", long(201)), "sale.order"),
        (with(&sale, "sale.occurred_at", json!("yesterday")), "sale.occurred_at"),
        (with(&sale, "sale.occurred_at", json!(later)), "sale.occurred_at"),
        (with(&sale, "sale.occurred_at", json!(earlier)), "sale.occurred_at"),
        (with(&sale, "sale.amount", json!({ "amount": 1, "currency": "USD" })), "sale.amount.currency"),
        (with(&sale, "sale.amount", euro(0)), "sale.amount.amount"),
        (with(&sale, "sale.customer", long(201)), "sale.customer"),
        (with(&sale, "sale.link_id", json!("lnk_01kk8y7d00e6br2v9m5gq4t1hs")), "sale.link_id"),
        (with(&sale, "expected", euro(0)), "expected.amount"),
    ] {
        let seen = ada.post("/v1/partner/disputes", body.clone()).await;
        assert!(seen.status == 422 || seen.status == 400, "{body}: {}", seen.text);
        assert_eq!(seen.body["field"].as_str(), Some(field), "{body}: {}", seen.text);
    }
    let nobodys = with(&wrong, "commission_id", json!("com_01kk8y7d00e6br2v9m5gq4t1hs"));
    assert_eq!(ada.post("/v1/partner/disputes", nobodys).await.problem(), "not_found");
    assert_eq!(shop.get("/v1/disputes").await.ok(200)["items"], json!([]));
    assert_eq!(shop.owed(&commission).await["state"], "pending");

    let dispute = ada.post("/v1/partner/disputes", wrong.clone()).await.ok(201);
    assert_eq!(ada.post("/v1/partner/disputes", wrong).await.body["field"], "commission_id", "one at a time");
    let nameless = ada.post("/v1/partner/disputes", {
        let mut claim = sale.clone();
        claim["expected"] = Value::Null;
        claim
    });
    let nameless = nameless.await.ok(201);
    for (id, step, field) in [
        (&dispute, json!({ "action": "reject", "reason": "other" }), "note"),
        (&dispute, json!({ "action": "reject", "reason": "undecided" }), "reason"),
        (&dispute, json!({ "action": "ask", "note": "" }), "note"),
        (&dispute, json!({ "action": "uphold", "amount": euro(1_999) }), "amount.amount"),
        (
            &dispute,
            json!({ "action": "uphold", "amount": { "amount": 9_000, "currency": "USD" } }),
            "amount.currency",
        ),
        (
            &dispute,
            json!({ "action": "uphold", "conversion_id": "cnv_01kk8y7d00e6br2v9m5gq4t1hs" }),
            "conversion_id",
        ),
        (&nameless, json!({ "action": "uphold" }), "amount"),
    ] {
        let seen = shop.step_dispute(&id["id"], step.clone()).await;
        assert_eq!((seen.status, seen.body["field"].as_str()), (422, Some(field)), "{step}: {}", seen.text);
    }
    let path = format!("/v1/partner/disputes/{}/transitions", text(&dispute["id"]));
    let unasked = ada.post(&path, json!({ "action": "answer", "note": "x" })).await;
    assert_eq!(unasked.body["field"], "status");
    let program = format!("/v1/programs/{}", made.program);
    for (field, value) in
        [("days", json!(0)), ("days", json!(91)), ("window_days", json!(0)), ("uphold_max", json!(-1))]
    {
        let mut rules = json!({ "days": 14, "default": "uphold", "uphold_max": 0, "window_days": 90 });
        rules[field] = value;
        let seen = shop.patch(&program, json!({ "disputes": rules })).await;
        assert_eq!(seen.body["field"], format!("disputes.{field}"));
    }
    let reader =
        shop.mint(Mode::Live, KeyKind::Secret, &["commissions:read".parse::<Grant>().unwrap()]).await;
    let list =
        shop.get_with(&reader, "/v1/disputes?status=open&kind=wrong_amount&sort=-due_at").await.ok(200);
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    let own = ada.get("/v1/partner/disputes?status=open").await.ok(200);
    assert_eq!(own["items"].as_array().unwrap().len(), 2);
    assert_eq!(ada.get("/v1/partner/disputes?conversion_id=x").await.status, 400);
}

#[tokio::test]
async fn a_wrong_amount_of_a_refunded_sale_is_granted_as_far_as_the_sale_stands() {
    // What of 100.00 is refunded, before or after the dispute is opened; 20.00 were earned, and 35.00 are expected.
    for (refunded, is_before, granted) in
        [(0, false, 1_500), (5_000, false, 750), (5_000, true, 750), (10_000, false, 0), (10_000, true, 0)]
    {
        for by_due_date in [true, false] {
            let (shop, made) = opened().await;
            if by_due_date {
                let rules = json!({ "disputes": { "days": 14, "default": "uphold", "uphold_max": 1_500, "window_days": 90 } });
                shop.patch(&format!("/v1/programs/{}", made.program), rules).await.ok(200);
            }
            let commission = shop.earned("ORD-1", 10_000).await;
            let refund = async || {
                let refund =
                    json!({ "external_id": "REF-1", "sale_external_id": "ORD-1", "amount": euro(refunded) });
                if refunded > 0 {
                    shop.post("/v1/track/refund", &refund).await.ok(201);
                }
            };
            if is_before {
                refund().await;
            }
            let mut ada = shop.ada().await;
            let dispute = ada.post("/v1/partner/disputes", about(&commission, 3_500)).await.ok(201);
            if !is_before {
                refund().await;
            }
            if by_due_date {
                shop.world.clock.advance_days(15);
                shop.turn_due_jobs().await;
            } else {
                shop.step_dispute(&dispute["id"], json!({ "action": "uphold" })).await.ok(200);
            }

            let shown = shop.get(&format!("/v1/disputes/{}", text(&dispute["id"]))).await.ok(200);
            assert_eq!(shown["status"], "upheld", "{shown}");
            let adjusted = match shown["booked"][0]["id"].as_str() {
                Some(id) => shop.owed(id).await["amount"]["amount"].as_i64().unwrap(),
                None => 0,
            };
            assert_eq!(adjusted, granted, "{refunded} refunded, before: {is_before}, {by_due_date}");
            shop.is_sound().await;
        }
    }
}
