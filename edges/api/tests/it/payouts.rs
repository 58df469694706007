//! Payouts over HTTP: sums that agree everywhere, outcomes in any order, accounts that bounce, drafts that partners do not
//! see, whole units, and tables as spreadsheets save them.

use crate::{
    people::{Browser, PASSWORD},
    shop::{PUBLIC_URL, Seen, Shop, text},
};
use engine::{Operator, ports::LetterKind};
use program::{PayoutRules, Seat};
use serde_json::{Value, json};
use words::{Mode, PartnerId};

const NAMES: [&str; 3] = ["Ada", "Bob", "Cleo"];

struct Payday {
    shop: Shop,
    program: String,
    partners: Vec<String>,
    currency: &'static str,
}

fn by_hand(name: &str, currency: &str) -> Value {
    json!({ "currency": currency, "details": { "kind": "by_hand", "holder": name, "instructions": "in cash" } })
}

fn paypal(name: &str, currency: &str) -> Value {
    json!({ "currency": currency, "details": { "kind": "paypal", "email": format!("{name}@pay.example") } })
}

impl Payday {
    /// A program whose partners are owed these amounts in closed statements, and are paid by this kind of method.
    async fn of(amounts: &[i64], currency: &'static str, method: fn(&str, &str) -> Value) -> Self {
        let shop = Shop::set().await;
        let program = json!({ "name": "Friends", "currency": currency, "allowed_domains": ["shop.example"] });
        let program = text(&shop.post("/v1/programs", &program).await.ok(201)["program"]["id"]);
        let rules = PayoutRules { single_person_approves: true, ..PayoutRules::default() };
        let operator = Operator { scope: shop.scope };
        shop.engine.set_payout_rules(&operator.permit(), program.parse().unwrap(), &rules).await.unwrap();
        let mut this = Self { shop, program, partners: Vec::new(), currency };
        for (name, amount) in NAMES.into_iter().zip(amounts) {
            let partner = json!({ "program_id": this.program, "display_name": name,
                "email": format!("{}@example.com", name.to_lowercase()) });
            let made = this.shop.post("/v1/partners", &partner).await.ok(201);
            let id: PartnerId = text(&made["partner"]["id"]).parse().unwrap();
            let email = format!("{}@example.com", name.to_lowercase());
            this.shop.user(this.shop.scope, &email, Seat::Partner { partner: id, mode: Mode::Live }).await;
            let set = this.as_partner(name).await.send("PUT", "/v1/partner/payout-method", Some(method(name, currency))).await;
            set.ok(200);
            this.grant(&made["enrolment"]["id"], *amount).await;
            this.partners.push(id.to_string());
        }
        this.close().await;
        this
    }

    async fn grant(&self, enrolment: &Value, amount: i64) {
        let grant = json!({ "enrolment_id": enrolment, "event": "bonus", "amount": amount, "reason": "Spring" });
        self.shop.post("/v1/commissions", &grant).await.ok(201);
    }

    async fn close(&self) {
        self.shop.world.clock.advance_days(1);
        let path = format!("/v1/programs/{}/statements/close", self.program);
        self.shop.post(&path, &json!({})).await.ok(200);
        // Until it is due.
        self.shop.world.clock.advance_days(30);
    }

    async fn as_partner(&self, name: &str) -> Browser<'_> {
        let mut browser = Browser::new(&self.shop);
        browser.log_in(&format!("{}@example.com", name.to_lowercase()), PASSWORD).await.ok(201);
        browser
    }

    async fn make(&self, rail: &str) -> String {
        let batch = json!({ "program_id": self.program, "rail": rail });
        text(&self.shop.post("/v1/payout-batches", &batch).await.ok(201)["id"])
    }

    async fn step(&self, batch: &str, step: &str) -> Value {
        let body = match step {
            "cancel" => json!({ "step": "cancel", "reason": "made by mistake" }),
            other => json!({ "step": other }),
        };
        self.shop.post(&format!("/v1/payout-batches/{batch}/steps"), &body).await.ok(200)
    }

    /// A batch of all that is due, handed over.
    async fn handed_over(&self, rail: &str) -> String {
        let batch = self.make(rail).await;
        for step in ["submit", "approve", "hand_over"] {
            self.step(&batch, step).await;
        }
        batch
    }

    async fn transfers(&self, batch: &str) -> Vec<Value> {
        let path = format!("/v1/transfers?batch_id={batch}");
        self.shop.get(&path).await.ok(200)["items"].as_array().unwrap().clone()
    }

    async fn transfer_of(&self, batch: &str, partner: usize) -> Value {
        let all = self.transfers(batch).await;
        all.into_iter().find(|it| it["partner_id"] == self.partners[partner]).expect("a transfer")
    }

    async fn tell(&self, transfer: &Value, outcome: Value) -> Seen {
        self.shop.post(&format!("/v1/transfers/{}/outcomes", text(&transfer["id"])), &outcome).await
    }

    async fn table(&self, batch: &str, table: impl Into<Vec<u8>>) -> Seen {
        let request = self.shop.request("POST", &format!("/v1/payout-batches/{batch}/outcomes"));
        let request = request.header("content-type", "text/csv");
        self.shop.send(request.body(honeyguide_api::Body::from(table.into())).unwrap()).await
    }

    fn money(&self, amount: i64) -> Value {
        json!({ "amount": amount, "currency": self.currency })
    }

    /// Total, transfers and greatest transfer of a batch, which page, list and file agree on.
    async fn sums(&self, batch: &str) -> (i64, u64, i64) {
        let shown = self.shop.get(&format!("/v1/payout-batches/{batch}")).await.ok(200)["batch"].clone();
        let listed = self.shop.get("/v1/payout-batches?limit=200").await.ok(200)["items"].clone();
        let listed = listed.as_array().unwrap().iter().find(|it| it["id"] == batch).unwrap().clone();
        for field in ["total", "transfers", "greatest_transfer", "status"] {
            assert_eq!(shown[field], listed[field], "{field}");
        }
        let left: Vec<_> = self.transfers(batch).await.into_iter().filter(|it| it["status"] != "cancelled").collect();
        let amounts: Vec<_> = left.iter().map(|it| it["amount"]["amount"].as_i64().unwrap()).collect();
        let sums = (
            shown["total"]["amount"].as_i64().unwrap(),
            shown["transfers"].as_u64().unwrap(),
            shown["greatest_transfer"]["amount"].as_i64().unwrap(),
        );
        let expected = (amounts.iter().sum(), amounts.len() as u64, amounts.iter().max().copied().unwrap_or(0));
        assert_eq!(sums, expected, "{left:?}");
        if shown["status"] == "handed_over" || shown["status"] == "closed" {
            let file = self.shop.get(&format!("/v1/payout-batches/{batch}/file")).await;
            if sums.1 > 0 {
                assert_eq!(file.text.lines().count() as u64, sums.1, "{}", file.text);
            }
        }
        sums
    }

    async fn left_out(&self, batch: &str) -> Vec<String> {
        let listed = self.shop.get(&format!("/v1/payout-batches/{batch}/left-out")).await.ok(200)["items"].clone();
        listed.as_array().unwrap().iter().map(|it| text(&it["why"])).collect()
    }

    /// Handed over, settled, failed and returned on each day with movements, as transfers and amounts.
    async fn reconciled(&self) -> Vec<[(i64, i64); 4]> {
        let day = |plus: i64| words::Day::of(self.shop.world.now()).plus_days(plus);
        let path = format!("/v1/programs/{}/reconciliation?from={}&to={}", self.program, day(-100), day(1));
        let found = self.shop.get(&path).await.ok(200);
        assert_eq!(found["unexplained"], json!([]));
        let column = |row: &Value, name: &str| {
            (row[format!("{name}_transfers")].as_i64().unwrap(), row[name].as_i64().unwrap())
        };
        let days = found["days"].as_array().unwrap().iter();
        days.map(|row| ["handed_over", "settled", "failed", "returned"].map(|name| column(row, name))).collect()
    }
}

fn failed(reason: &str) -> Value {
    json!({ "outcome": "failed", "reason": reason })
}

#[tokio::test]
async fn the_sums_of_a_batch_are_of_what_it_pays() {
    let payday = Payday::of(&[4_320, 1_000, 2_000], "EUR", by_hand).await;
    let first = payday.handed_over("by_hand").await;
    assert_eq!(payday.sums(&first).await, (7_320, 3, 4_320));
    let lost = payday.transfer_of(&first, 0).await;
    payday.tell(&lost, failed("technical error")).await.ok(200);
    payday.tell(&payday.transfer_of(&first, 1).await, failed("technical error")).await.ok(200);
    assert_eq!(payday.sums(&first).await, (7_320, 3, 4_320), "the file says what was handed over");

    // The greatest transfer of the next batch is taken out, since the earlier one went through after all.
    let next = payday.make("by_hand").await;
    assert_eq!(payday.sums(&next).await, (5_320, 2, 4_320));
    payday.step(&next, "submit").await;
    payday.tell(&lost, json!({ "outcome": "settled" })).await.ok(200);
    assert_eq!(payday.sums(&next).await, (1_000, 1, 1_000));
    let approved = payday.step(&next, "approve").await;
    assert_eq!((&approved["total"], &approved["transfers"]), (&payday.money(1_000), &json!(1)));

    // What turns out not to be payable at the hand-over is out of the sums, too.
    let body = json!({ "step": "suspend", "enrolment_ids": [payday.transfer_of(&next, 1).await["enrolment_id"]], "reason": "A look" });
    payday.shop.post("/v1/enrolments/steps", &body).await.ok(200);
    let handed = payday.step(&next, "hand_over").await;
    assert_eq!((&handed["total"], &handed["transfers"], &handed["status"]), (&payday.money(0), &json!(0), &json!("closed")));

    let body = json!({ "step": "reinstate", "enrolment_ids": body["enrolment_ids"], "reason": null });
    payday.shop.post("/v1/enrolments/steps", &body).await.ok(200);
    let third = payday.make("by_hand").await;
    assert_eq!(payday.sums(&third).await, (1_000, 1, 1_000));
    payday.step(&third, "cancel").await;
    assert_eq!(payday.sums(&third).await, (0, 0, 0));
    payday.shop.is_sound().await;
}

#[tokio::test]
async fn a_day_is_reconciled_with_its_file_in_whatever_order_outcomes_arrive() {
    let settled = || json!({ "outcome": "settled" });
    let returned = || json!({ "outcome": "returned", "reason": "refused" });
    let lost = || failed("technical error");
    let unknown = || json!({ "outcome": "unknown" });
    let accepted = || json!({ "outcome": "accepted" });
    // Each outcome a day after the one before; what all days add up to.
    for (outcomes, [settles, fails, returns]) in [
        (vec![settled()], [1, 0, 0]),
        (vec![accepted(), settled()], [1, 0, 0]),
        (vec![unknown(), settled()], [1, 0, 0]),
        (vec![lost()], [0, 1, 0]),
        (vec![returned()], [0, 0, 1]),
        (vec![settled(), returned()], [1, 0, 1]),
        (vec![lost(), settled()], [1, 0, 0]),
        (vec![settled(), lost()], [0, 1, 0]),
        (vec![returned(), settled()], [1, 0, 0]),
        (vec![settled(), returned(), settled()], [1, 0, 0]),
        (vec![lost(), settled(), returned()], [1, 0, 1]),
        (vec![settled(), lost(), settled()], [1, 0, 0]),
        (vec![unknown(), lost(), settled(), unknown()], [1, 0, 0]),
    ] {
        for days_between in [0, 1] {
            let payday = Payday::of(&[4_320, 1_000], "EUR", by_hand).await;
            let batch = payday.handed_over("by_hand").await;
            let transfer = payday.transfer_of(&batch, 0).await;
            for outcome in &outcomes {
                payday.shop.world.clock.advance_days(days_between);
                // The same outcome of the same day is a repetition, so that these are of the days before and after.
                let mut outcome = outcome.clone();
                if days_between == 0 && outcomes.len() > 2 {
                    payday.shop.world.clock.advance_days(1);
                }
                outcome["on"] = json!(words::Day::of(payday.shop.world.now()).to_string());
                payday.tell(&transfer, outcome).await.ok(200);
            }
            let days = payday.reconciled().await;
            assert_eq!(days[0][0], (2, 5_320), "the day of the file: {outcomes:?}");
            let sum = |column: usize| {
                days.iter().fold((0, 0), |sum, day| (sum.0 + day[column].0, sum.1 + day[column].1))
            };
            assert_eq!(sum(0), (2, 5_320), "{outcomes:?}");
            let expected = [settles, fails, returns].map(|times| (times, times * 4_320));
            assert_eq!([sum(1), sum(2), sum(3)], expected, "{outcomes:?} {days:?}");
            payday.shop.is_sound().await;
        }
    }
}

#[tokio::test]
async fn what_changes_nothing_is_said_to_change_nothing() {
    let payday = Payday::of(&[4_320, 1_000, 2_000], "EUR", by_hand).await;
    let batch = payday.handed_over("by_hand").await;
    let transfer = payday.transfer_of(&batch, 0).await;
    let effect = async |outcome: Value| payday.tell(&transfer, outcome).await.ok(200)["effect"].clone();
    assert_eq!(effect(json!({ "outcome": "accepted" })).await, "pending");
    assert_eq!(effect(json!({ "outcome": "settled" })).await, "changed");
    assert_eq!(effect(json!({ "outcome": "settled" })).await, "known");
    let ignored = payday.tell(&transfer, json!({ "outcome": "unknown" })).await.ok(200);
    assert_eq!((&ignored["effect"], &ignored["status"]), (&json!("ignored"), &json!("settled")));
    assert!(text(&ignored["why"]).contains("settled on"), "{ignored}");

    let id = |transfer: &Value| text(&transfer["end_to_end_id"]);
    let (second, third) = (payday.transfer_of(&batch, 1).await, payday.transfer_of(&batch, 2).await);
    let table = format!(
        "payment,outcome\n{},unknown\n{},accepted\n{},settled\n{},settled\n",
        id(&transfer), id(&second), id(&third), id(&transfer)
    );
    let told = payday.table(&batch, table).await.ok(200);
    for (field, count) in [("changed", 1), ("known", 1), ("pending", 1), ("ignored", 1), ("unchanged", 3)] {
        assert_eq!(told[field], count, "{field}: {told}");
    }
    let rows: Vec<_> = told["rows"].as_array().unwrap().iter().map(|row| (row["row"].clone(), text(&row["effect"]))).collect();
    assert_eq!(rows, [(json!(1), "ignored".to_owned()), (json!(2), "pending".to_owned())]);
}

#[tokio::test]
async fn an_account_that_bounced_is_left_out_until_its_partner_sets_another() {
    let payday = Payday::of(&[4_320, 1_000, 2_000], "EUR", by_hand).await;
    payday.shop.letters().await;
    let first = payday.handed_over("by_hand").await;
    for (partner, reason) in [(0, "AC04"), (1, "Insufficient funds"), (2, "Das Konto ist erloschen")] {
        payday.tell(&payday.transfer_of(&first, partner).await, failed(reason)).await.ok(200);
    }
    let bounced = payday.shop.letters().await;
    assert_eq!(bounced.len(), 2, "one for each partner whose account is closed");
    let mut told: Vec<_> = bounced
        .iter()
        .map(|letter| match letter {
            LetterKind::PayoutMethodBounced { amount, fault, .. } => (amount.as_str(), fault.as_str()),
            other => panic!("{other:?}"),
        })
        .collect();
    told.sort_unstable();
    assert_eq!(told, [("20.00 EUR", "closed"), ("43.20 EUR", "closed")]);

    // Both sides see it.
    let methods = payday.shop.get("/v1/payout-methods?standing=current").await.ok(200)["items"].clone();
    let faults: Vec<_> = methods.as_array().unwrap().iter().map(|it| it["account_fault"].clone()).collect();
    assert_eq!(faults, [json!("closed"), Value::Null, json!("closed")]);
    let mut ada = payday.as_partner("Ada").await;
    let own = ada.get("/v1/partner/payout-method").await.ok(200);
    assert_eq!(own["method"]["method"]["account_fault"], "closed");
    let payment = ada.get("/v1/partner/transfers").await.ok(200)["items"][0].clone();
    assert_eq!((&payment["status"], &payment["account_fault"]), (&json!("failed"), &json!("closed")));

    let next = payday.make("by_hand").await;
    assert_eq!(payday.left_out(&next).await, ["bounced", "bounced"]);
    assert_eq!(payday.sums(&next).await, (1_000, 1, 1_000));

    // A new method is paid with once it may be; the same one said again is tried again.
    ada.send("PUT", "/v1/partner/payout-method", Some(by_hand("Ada King", "EUR"))).await.ok(200);
    let mut cleo = payday.as_partner("Cleo").await;
    cleo.send("PUT", "/v1/partner/payout-method", Some(by_hand("Cleo", "EUR"))).await.ok(200);
    let waits = payday.make("by_hand").await;
    assert_eq!(payday.left_out(&waits).await, ["cooling_off", "cooling_off"]);
    payday.shop.world.clock.advance_days(8);
    let paid = payday.make("by_hand").await;
    assert_eq!((payday.left_out(&paid).await, payday.sums(&paid).await), (vec![], (6_320, 2, 4_320)));

    // A payment that settles after all shows that the account is right.
    for step in ["submit", "approve", "hand_over"] {
        payday.step(&paid, step).await;
    }
    let again = payday.transfer_of(&paid, 0).await;
    payday.tell(&again, json!({ "outcome": "returned", "reason": "AC01" })).await.ok(200);
    let own = ada.get("/v1/partner/payout-method").await;
    let own = if own.status == 401 { payday.as_partner("Ada").await.get("/v1/partner/payout-method").await } else { own };
    assert_eq!(own.ok(200)["method"]["method"]["account_fault"], "invalid");
    payday.tell(&again, json!({ "outcome": "settled" })).await.ok(200);
    let own = payday.as_partner("Ada").await.get("/v1/partner/payout-method").await.ok(200);
    assert_eq!(own["method"]["method"]["account_fault"], Value::Null);
    payday.shop.is_sound().await;
}

#[tokio::test]
async fn a_partner_sees_no_draft_and_nothing_that_nobody_approved() {
    let payday = Payday::of(&[4_320], "EUR", by_hand).await;
    let statement = text(&payday.shop.get("/v1/statements").await.ok(200)["items"][0]["id"]);
    // What the partner's list, and the payment of their statement, show.
    let seen = async || {
        let mut ada = payday.as_partner("Ada").await;
        let listed = ada.get("/v1/partner/transfers").await.ok(200)["items"].clone();
        let mut statuses: Vec<_> = listed.as_array().unwrap().iter().map(|it| text(&it["status"])).collect();
        statuses.sort();
        let shown = ada.get(&format!("/v1/partner/statements/{statement}")).await.ok(200);
        assert_eq!(shown["payment"]["batch_id"], Value::Null, "no batch for partners");
        (statuses, shown["payment"]["status"].as_str().unwrap_or("-").to_owned())
    };
    let saw = |statuses: &[&str], payment: &str| {
        (statuses.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>(), payment.to_owned())
    };
    let draft = payday.make("by_hand").await;
    assert_eq!(seen().await, saw(&[], "-"), "a draft");
    let merchant = payday.shop.get(&format!("/v1/statements/{statement}")).await.ok(200)["payment"].clone();
    assert_eq!((&merchant["batch_id"], &merchant["status"]), (&json!(draft), &json!("intended")));
    payday.step(&draft, "cancel").await;
    assert_eq!(seen().await, saw(&[], "-"), "a draft that was cancelled");
    let second = payday.make("by_hand").await;
    payday.step(&second, "submit").await;
    assert_eq!(seen().await, saw(&[], "-"), "submitted");
    payday.step(&second, "send_back").await;
    assert_eq!(seen().await, saw(&[], "-"), "sent back");
    payday.step(&second, "submit").await;
    payday.step(&second, "cancel").await;
    assert_eq!(seen().await, saw(&[], "-"), "cancelled before it was approved");

    let third = payday.make("by_hand").await;
    payday.step(&third, "submit").await;
    payday.step(&third, "approve").await;
    assert_eq!(seen().await, saw(&["intended"], "intended"), "approved");
    payday.step(&third, "send_back").await;
    assert_eq!(seen().await, saw(&[], "-"), "sent back after its approval");
    payday.step(&third, "submit").await;
    payday.step(&third, "approve").await;
    payday.step(&third, "cancel").await;
    assert_eq!(seen().await, saw(&["cancelled"], "-"), "cancelled after its approval");

    let fourth = payday.handed_over("by_hand").await;
    assert_eq!(seen().await, saw(&["cancelled", "handed_over"], "handed_over"));
    payday.tell(&payday.transfer_of(&fourth, 0).await, json!({ "outcome": "settled" })).await.ok(200);
    assert_eq!(seen().await, saw(&["cancelled", "settled"], "settled"));
    let mut ada = payday.as_partner("Ada").await;
    let filtered = ada.get("/v1/partner/transfers?status=cancelled").await.ok(200);
    assert_eq!(filtered["items"].as_array().unwrap().len(), 1);
    let hidden = ada.get("/v1/partner/transfers?withheld=yes").await;
    assert_eq!(hidden.status, 400, "{}", hidden.text);
}

#[tokio::test]
async fn currencies_without_fractions_are_paid_in_whole_units_and_the_rest_is_carried() {
    let payday = Payday::of(&[20_000, 2_469, 69], "HUF", paypal).await;
    let batch = payday.make("paypal").await;
    assert_eq!(payday.left_out(&batch).await, ["below_minimum"], "nothing is paid of 0.69");
    assert_eq!(payday.sums(&batch).await, (22_400, 2, 20_000));
    let of_bob = payday.transfer_of(&batch, 1).await;
    assert_eq!((&of_bob["amount"], &of_bob["rest"], &of_bob["sends"]), (&payday.money(2_400), &payday.money(69), &json!(2_400)));
    for step in ["submit", "approve", "hand_over"] {
        payday.step(&batch, step).await;
    }
    assert_eq!(payday.sums(&batch).await, (22_400, 2, 20_000));
    for partner in [0, 1] {
        payday.tell(&payday.transfer_of(&batch, partner).await, json!({ "outcome": "settled" })).await.ok(200);
    }
    payday.shop.do_jobs().await;
    payday.grant(&of_bob["enrolment_id"], 10_000).await;
    payday.close().await;
    let statements = payday.shop.get(&format!("/v1/statements?partner_id={}", payday.partners[1])).await.ok(200);
    let last = statements["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["payment_difference"], &last["payable"]), (&payday.money(69), &payday.money(10_069)));
    payday.shop.is_sound().await;

    // What PayPal does not pay at all is refused when the method is set.
    let refused = payday.as_partner("Ada").await.send("PUT", "/v1/partner/payout-method", Some(paypal("Ada", "KWD"))).await;
    assert_eq!((refused.status, &refused.body["field"]), (422, &json!("currency")), "{}", refused.text);
    assert!(PUBLIC_URL.starts_with("https://"));
}

#[tokio::test]
async fn outcomes_are_read_from_tables_as_spreadsheets_save_them() {
    let payday = Payday::of(&[4_320, 1_000, 2_000], "EUR", by_hand).await;
    let batch = payday.handed_over("by_hand").await;
    let mut ids = Vec::new();
    for partner in 0..3 {
        ids.push(text(&payday.transfer_of(&batch, partner).await["end_to_end_id"]));
    }
    let today = words::Day::of(payday.shop.world.now());
    let (year, month, day) = {
        let written = today.to_string();
        let parts: Vec<_> = written.split('-').map(str::to_owned).collect();
        (parts[0].clone(), parts[1].clone(), parts[2].clone())
    };
    let german = format!(
        "\u{feff}sep=;\r\nName;Betrag;Outcome;Payment;ON;Reason\r\nAda;43,20;Settled;{};{day}.{month}.{year};\r\n\
         \r\nBob;10,00;REJECTED;{};{year}-{month}-{day};\"no; technical\"\r\n;;;;;\r\n",
        ids[0].to_uppercase(), ids[1]
    );
    let told = payday.table(&batch, german).await.ok(200);
    assert_eq!((&told["changed"], &told["refused"]), (&json!(2), &json!([])), "{told}");
    let of_bob = payday.transfer_of(&batch, 1).await;
    assert_eq!((&of_bob["status"], &of_bob["reason"]), (&json!("failed"), &json!("no; technical")));

    // A row that cannot be read is refused by itself, with its column and what is accepted.
    let mixed = format!("payment\toutcome\n{}\tpaid\n{}\tmaybe\ntfr-1\tpaid\n{}\tsettled\n", ids[2], ids[0], ids[0]);
    let told = payday.table(&batch, mixed).await.ok(200);
    assert_eq!((&told["changed"], &told["known"]), (&json!(1), &json!(1)), "{told}");
    let refused: Vec<_> = told["refused"].as_array().unwrap().iter().map(|it| (it["row"].clone(), text(&it["why"]))).collect();
    assert_eq!(refused[0].0, 2);
    assert!(refused[0].1.starts_with("outcome: expected settled (or paid), failed"), "{refused:?}");
    assert_eq!(refused[1].0, 3);
    assert!(refused[1].1.starts_with("payment: expected the end-to-end id"), "{refused:?}");

    // A table of which nothing can be read is an error.
    for (table, field, part) in [
        ("hello world".to_owned(), "payment", "has no column payment"),
        ("payment,outcome\n".to_owned(), "row 1", "no rows"),
        (format!("payment;outcome\n{};maybe\n", ids[0]), "row 1", "not \"maybe\""),
        (format!("payment,outcome,on\n{},paid,5/6/2026\n", ids[0]), "row 1", "two different days"),
        (format!("payment,result2\n{},paid\n", ids[0]), "outcome", "has no column outcome"),
    ] {
        let seen = payday.table(&batch, table.clone()).await;
        assert_eq!((seen.problem().as_str(), &seen.body["field"]), ("malformed_body", &json!(field)), "{table}");
        assert!(text(&seen.body["detail"]).contains(part), "{}", seen.text);
    }
}
