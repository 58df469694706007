//! A program on the day on which its partners are paid.

use crate::{
    people::{Browser, PASSWORD},
    shop::{Seen, Shop, text},
};
use engine::{Operator, payouts};
use program::{PayoutRules, Seat};
use serde_json::{Value, json};
use words::{Mode, PartnerId};

const NAMES: [&str; 3] = ["Ada", "Bob", "Cleo"];

pub(crate) struct Payday {
    pub shop: Shop,
    program: String,
    pub partners: Vec<String>,
    currency: &'static str,
}

pub(crate) fn by_hand(name: &str, currency: &str) -> Value {
    json!({ "currency": currency, "details": { "kind": "by_hand", "holder": name, "instructions": "in cash" } })
}

pub(crate) fn paypal(name: &str, currency: &str) -> Value {
    json!({ "currency": currency, "details": { "kind": "paypal", "email": format!("{name}@pay.example") } })
}

impl Payday {
    /// A program whose partners are owed these amounts in closed statements, and are paid by this kind of method.
    pub(crate) async fn of(amounts: &[i64], currency: &'static str, method: fn(&str, &str) -> Value) -> Self {
        let shop = Shop::set().await;
        let program = json!({ "name": "Friends", "currency": currency, "allowed_domains": ["shop.example"] });
        let program = text(&shop.post("/v1/programs", &program).await.ok(201)["program"]["id"]);
        let rules = PayoutRules { single_person_approves: true, ..PayoutRules::default() };
        let operator = Operator { scope: shop.scope };
        payouts::set_rules(&shop.engine, &operator.permit(), program.parse().unwrap(), &rules).await.unwrap();
        let mut this = Self { shop, program, partners: Vec::new(), currency };
        for (name, amount) in NAMES.into_iter().zip(amounts) {
            let partner = json!({ "program_id": this.program, "display_name": name,
                "email": format!("{}@example.com", name.to_lowercase()) });
            let made = this.shop.post("/v1/partners", &partner).await.ok(201);
            let id: PartnerId = text(&made["partner"]["id"]).parse().unwrap();
            let email = format!("{}@example.com", name.to_lowercase());
            this.shop.user(this.shop.scope, &email, Seat::Partner { partner: id, mode: Mode::Live }).await;
            let set = this
                .as_partner(name)
                .await
                .send("PUT", "/v1/partner/payout-method", Some(method(name, currency)))
                .await;
            set.ok(200);
            this.grant(&made["enrollment"]["id"], *amount).await;
            this.partners.push(id.to_string());
        }
        this.close().await;
        this
    }

    pub(crate) async fn grant(&self, enrollment: &Value, amount: i64) {
        let grant =
            json!({ "enrollment_id": enrollment, "event": "bonus", "amount": amount, "reason": "Spring" });
        self.shop.post("/v1/commissions", &grant).await.ok(201);
    }

    pub(crate) async fn close(&self) {
        self.shop.world.clock.advance_days(1);
        let path = format!("/v1/programs/{}/statements/close", self.program);
        self.shop.post(&path, &json!({})).await.ok(200);
        // Until it is due.
        self.shop.world.clock.advance_days(30);
    }

    pub(crate) async fn as_partner(&self, name: &str) -> Browser<'_> {
        let mut browser = Browser::new(&self.shop);
        browser.log_in(&format!("{}@example.com", name.to_lowercase()), PASSWORD).await.ok(201);
        browser
    }

    pub(crate) async fn make(&self, rail: &str) -> String {
        let batch = json!({ "program_id": self.program, "rail": rail });
        text(&self.shop.post("/v1/payout-batches", &batch).await.ok(201)["id"])
    }

    pub(crate) async fn step(&self, batch: &str, step: &str) -> Value {
        let body = match step {
            "cancel" => json!({ "action": "cancel", "reason": "made by mistake" }),
            other => json!({ "action": other }),
        };
        self.shop.post(&format!("/v1/payout-batches/{batch}/transitions"), &body).await.ok(200)
    }

    /// A batch of all that is due, handed over.
    pub(crate) async fn handed_over(&self, rail: &str) -> String {
        let batch = self.make(rail).await;
        for step in ["submit", "approve", "hand_over"] {
            self.step(&batch, step).await;
        }
        batch
    }

    pub(crate) async fn transfers(&self, batch: &str) -> Vec<Value> {
        let path = format!("/v1/transfers?batch_id={batch}");
        self.shop.get(&path).await.ok(200)["items"].as_array().unwrap().clone()
    }

    pub(crate) async fn transfer_of(&self, batch: &str, partner: usize) -> Value {
        let all = self.transfers(batch).await;
        all.into_iter().find(|it| it["partner"]["id"] == self.partners[partner]).expect("a transfer")
    }

    pub(crate) async fn tell(&self, transfer: &Value, outcome: Value) -> Seen {
        self.shop.post(&format!("/v1/transfers/{}/outcomes", text(&transfer["id"])), &outcome).await
    }

    pub(crate) async fn table(&self, batch: &str, table: impl Into<Vec<u8>>) -> Seen {
        let request = self.shop.request("POST", &format!("/v1/payout-batches/{batch}/outcomes"));
        let request = request.header("content-type", "text/csv");
        self.shop.send(request.body(honeyguide_api::Body::from(table.into())).unwrap()).await
    }

    pub(crate) async fn report(&self, batch: &str, report: impl Into<Vec<u8>>) -> Seen {
        let request = self.shop.request("POST", &format!("/v1/payout-batches/{batch}/outcomes"));
        let request = request.header("content-type", "application/xml");
        self.shop.send(request.body(honeyguide_api::Body::from(report.into())).unwrap()).await
    }

    pub(crate) fn money(&self, amount: i64) -> Value {
        json!({ "amount": amount, "currency": self.currency })
    }

    /// Total, transfers and greatest transfer of a batch, which page, list and file agree on.
    pub(crate) async fn sums(&self, batch: &str) -> (i64, u64, i64) {
        let shown = self.shop.get(&format!("/v1/payout-batches/{batch}")).await.ok(200)["batch"].clone();
        let listed = self.shop.get("/v1/payout-batches?limit=200").await.ok(200)["items"].clone();
        let listed = listed.as_array().unwrap().iter().find(|it| it["id"] == batch).unwrap().clone();
        for field in ["total", "transfers", "greatest_transfer", "status"] {
            assert_eq!(shown[field], listed[field], "{field}");
        }
        let left: Vec<_> =
            self.transfers(batch).await.into_iter().filter(|it| it["status"] != "canceled").collect();
        let amounts: Vec<_> = left.iter().map(|it| it["amount"]["amount"].as_i64().unwrap()).collect();
        let sums = (
            shown["total"]["amount"].as_i64().unwrap(),
            shown["transfers"].as_u64().unwrap(),
            shown["greatest_transfer"]["amount"].as_i64().unwrap(),
        );
        let expected =
            (amounts.iter().sum(), amounts.len() as u64, amounts.iter().max().copied().unwrap_or(0));
        assert_eq!(sums, expected, "{left:?}");
        if shown["status"] == "handed_over" || shown["status"] == "closed" {
            let file = self.shop.get(&format!("/v1/payout-batches/{batch}/file")).await;
            if sums.1 > 0 {
                assert_eq!(file.text.lines().count() as u64, sums.1, "{}", file.text);
            }
        }
        sums
    }

    pub(crate) async fn left_out(&self, batch: &str) -> Vec<String> {
        let listed =
            self.shop.get(&format!("/v1/payout-batches/{batch}/skipped")).await.ok(200)["items"].clone();
        listed.as_array().unwrap().iter().map(|it| text(&it["why"])).collect()
    }

    /// Handed over, settled, failed and returned on each day with movements, as transfers and amounts.
    pub(crate) async fn reconciled(&self) -> Vec<[(i64, i64); 4]> {
        let day = |plus: i64| words::Day::of(self.shop.world.now()).plus_days(plus);
        let path = format!("/v1/programs/{}/reconciliation?from={}&to={}", self.program, day(-100), day(1));
        let found = self.shop.get(&path).await.ok(200);
        assert_eq!(found["unexplained"], json!([]));
        let column = |row: &Value, name: &str| {
            (row[format!("{name}_transfers")].as_i64().unwrap(), row[name].as_i64().unwrap())
        };
        let days = found["days"].as_array().unwrap().iter();
        days.map(|row| ["handed_over", "settled", "failed", "returned"].map(|name| column(row, name)))
            .collect()
    }
}

pub(crate) fn failed(reason: &str) -> Value {
    json!({ "outcome": "failed", "reason": reason })
}
