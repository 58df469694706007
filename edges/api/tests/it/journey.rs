//! The overview and the journey: figures that agree with what was sold, and a partner who sees their own part only.

use crate::{
    people::{Browser, PASSWORD},
    shop::{Made, Shop, sale, text},
};
use engine::ports::LetterKind;
use program::Seat;
use serde_json::json;
use words::{Mode, PartnerId};

async fn join(shop: &Shop, made: &Made, name: &str) -> (String, String) {
    let email = format!("{name}@example.com");
    let input = json!({ "program_id": made.program, "display_name": name, "email": email });
    let partner = text(&shop.post("/v1/partners", &input).await.ok(201)["partner"]["id"]);
    let link = json!({ "program_id": made.program, "partner_id": partner, "slug": name,
        "destination": "https://shop.example/" });
    let link = text(&shop.post("/v1/links", &link).await.ok(201)["id"]);
    (partner, link)
}

pub(crate) async fn enter<'a>(shop: &'a Shop, partner: &str, email: &str) -> Browser<'a> {
    let partner: PartnerId = partner.parse().unwrap();
    shop.user(shop.scope, email, Seat::Partner { partner, mode: Mode::Live }).await;
    let mut browser = Browser::new(shop);
    browser.log_in(email, PASSWORD).await.ok(201);
    browser
}

/// Bob's link first, then Ada's: under last touch the customer is Ada's. One sale of two is half refunded.
async fn sold(shop: &Shop, made: &Made, bobs_link: &str) -> String {
    let follow = async |link: &str, customer: &str| {
        let click = shop.follow(link).await;
        let lead = json!({ "customer": { "external_id": customer, "name": "Grace Hopper" }, "click_id": click,
            "mode": "deferred" });
        shop.post("/v1/track/lead", &lead).await.ok(202);
        shop.world.clock.advance_days(1);
    };
    follow(bobs_link, "grace").await;
    follow(&made.link, "grace").await;
    for (order, amount) in [("ORD-SECRET-1", 10_000), ("ORD-SECRET-2", 5_000)] {
        let sale = json!({ "external_id": order, "customer": { "external_id": "grace" },
            "amount": { "amount": amount, "currency": "EUR" } });
        shop.post("/v1/track/sale", &sale).await.ok(201);
        shop.world.clock.advance_days(1);
    }
    let refund = json!({ "external_id": "R", "sale_external_id": "ORD-SECRET-2",
        "amount": { "amount": 2_500, "currency": "EUR" } });
    shop.post("/v1/track/refund", &refund).await.ok(201);
    text(&shop.get("/v1/customers?external_id=grace").await.ok(200)["items"][0]["id"])
}

#[tokio::test]
async fn the_overview_agrees_with_what_was_sold() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let (bob, link) = join(&shop, &made, "bob").await;
    sold(&shop, &made, &link).await;
    let overview = shop.get("/v1/overview?compare=previous").await.ok(200).clone();
    let total = &overview["period"]["total"];
    let figure = |name: &str| total[name].as_i64();
    assert_eq!((figure("clicks"), figure("customers"), figure("sales")), (Some(2), Some(1), Some(2)));
    assert_eq!((figure("revenue"), figure("commission")), (Some(12_500), Some(2_500)));
    assert_eq!((figure("conversion_rate_millionths"), figure("average_deal")), (Some(500_000), Some(6_250)));
    let days = overview["period"]["days"].as_array().unwrap();
    assert_eq!(days.len(), 30);
    assert_eq!(days.iter().map(|day| day["revenue"].as_i64().unwrap()).sum::<i64>(), 12_500);
    assert_eq!(overview["compared"]["total"]["sales"], 0);
    assert_eq!(overview["top_partners"][0]["partner"]["id"], made.partner.as_str());
    assert_eq!(overview["top_partners"].as_array().unwrap().len(), 1, "bob brought nothing");
    assert_eq!(overview["top_links"].as_array().unwrap().len(), 2);
    // As the partner sees it.
    let mut ada = enter(&shop, &made.partner, "ada@example.com").await;
    let own = ada.get("/v1/partner/overview").await.ok(200).clone();
    assert_eq!((own["period"]["total"]["clicks"].as_i64(), &own["top_partners"]), (Some(1), &json!([])));
    assert_eq!(own["period"]["total"]["commission"], 2_500);
    let mut bobs = enter(&shop, &bob, "bob@example.com").await;
    let own = bobs.get("/v1/partner/overview").await.ok(200).clone();
    assert_eq!((&own["period"]["total"]["clicks"], &own["period"]["total"]["sales"]), (&json!(1), &json!(0)));
    for (query, field) in [
        ("from=2026-01-01", "until"),
        ("until=2026-01-01", "from"),
        ("from=2026-01-02&until=2026-01-01", "until"),
        ("from=2024-01-01&until=2026-01-01", "until"),
        ("time_zone=Mars", "time_zone"),
        ("compare=yes", "compare"),
        ("from=1.1.2026&until=2026-01-01", "from"),
    ] {
        let refused = shop.get(&format!("/v1/overview?{query}")).await;
        assert_eq!(
            (refused.problem().as_str(), refused.body["field"].as_str()),
            ("invalid_field", Some(field)),
            "{query}"
        );
    }
}

#[tokio::test]
async fn a_journey_is_told_whole_to_the_merchant_and_in_part_to_partners() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let (bob, link) = join(&shop, &made, "bob").await;
    let customer = sold(&shop, &made, &link).await;
    let whole = shop.get("/v1/customers/grace/journey").await.ok(200).clone();
    assert_eq!(
        (&whole["customer"]["name"], &whole["touches"][0]["partner"]["name"]),
        (&json!("Grace Hopper"), &json!("bob"))
    );
    let sales = whole["conversions"].as_array().unwrap();
    assert_eq!(sales.len(), 2);
    assert_eq!(sales[0]["considered"][0]["outcome"], "not_chosen");
    assert_eq!(
        (&sales[1]["shares"][0]["partner"]["name"], &sales[1]["refunds"][0]["amount"]["amount"]),
        (&json!("Ada"), &json!(2_500))
    );
    assert_eq!(sales[1]["commissions"][0]["reversed"]["amount"], 500);

    let path = format!("/v1/partner/customers/{customer}/journey?program_id={}", made.program);
    let mut ada = enter(&shop, &made.partner, "ada@example.com").await;
    let own = ada.get(&path).await;
    assert_eq!(own.status, 200);
    assert_eq!(own.body["touches"][0]["partner"]["name"], json!(null));
    let day = own.body["touches"][0]["occurred_at"].as_str().unwrap();
    assert!(day.ends_with("T00:00:00Z"), "of others the day only: {day}");
    assert_eq!(own.body["conversions"][0]["amount"]["amount"], 10_000);
    for hidden in ["bob", bob.as_str(), "Grace", "\"grace\""] {
        assert!(!own.text.contains(hidden), "{hidden}: {}", own.text);
    }
    // Bob's evidence was weighed and lost: he sees why, and neither what was bought nor who earned what.
    let mut bobs = enter(&shop, &bob, "bob@example.com").await;
    let lost = bobs.get(&path).await;
    assert_eq!(lost.status, 200);
    assert!(lost.text.contains("another touch was chosen"), "{}", lost.text);
    let weighed = bobs.get("/v1/partner/conversions?limit=1").await;
    assert_eq!(
        (&weighed.body["items"][0]["outcome"], &weighed.body["items"][0]["amount"]),
        (&json!("not_chosen"), &json!(null))
    );
    let next = weighed.body["next_cursor"].as_str().unwrap();
    let rest = bobs.get(&format!("/v1/partner/conversions?cursor={next}")).await.ok(200).clone();
    assert_eq!(rest["items"].as_array().unwrap().len(), 1);
    let conversion = text(&rest["items"][0]["conversion_id"]);
    let explained = bobs.get(&format!("/v1/partner/conversions/{conversion}/explanation")).await;
    assert_eq!(explained.status, 200);
    for seen in [&lost, &weighed, &explained] {
        for hidden in ["ORD-SECRET", "100.00", "\"amount\":10000", "Ada", made.partner.as_str(), "Grace"] {
            assert!(!seen.text.contains(hidden), "{hidden}: {}", seen.text);
        }
    }
    let (third, _) = join(&shop, &made, "third").await;
    let mut third = enter(&shop, &third, "third@example.com").await;
    assert_eq!(third.get(&path).await.problem(), "not_found");
    assert_eq!(third.get("/v1/partner/conversions").await.ok(200)["items"], json!([]));
}

/// Of very many touches a decision names some only: a partner whose touch is none of these still reads how it came.
#[tokio::test]
async fn a_partner_whose_touch_is_left_out_reads_the_explanation() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let (bob, bobs_link) = join(&shop, &made, "bob").await;
    let (third, _) = join(&shop, &made, "third").await;
    for number in 0..120 {
        let link = if number == 11 { &bobs_link } else { &made.link };
        let click = shop.follow(link).await;
        let lead = json!({ "customer": { "external_id": "often" }, "click_id": click, "mode": "deferred" });
        shop.post("/v1/track/lead", &lead).await.ok(202);
        shop.world.clock.advance(3_600_000_000);
    }
    let sold = shop.post("/v1/track/sale", &sale("ORD-1", "often", 10_000)).await.ok(201);
    let explanation = format!("/v1/partner/conversions/{}/explanation", text(&sold["conversion"]["id"]));

    let explained = enter(&shop, &bob, "bob@example.com").await.get(&explanation).await;
    assert_eq!(explained.status, 200, "{}", explained.text);
    assert!(explained.text.contains("touch.left_out"), "{}", explained.text);
    let stranger = enter(&shop, &third, "third@example.com").await.get(&explanation).await;
    assert_eq!(stranger.problem(), "not_found");
}

#[tokio::test]
async fn letters_go_out_again_and_nobody_is_enrolled_by_a_stranger() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let input = json!({ "program_id": made.program, "display_name": "Late", "email": "late@example.com", "invite": true });
    let enrollment = text(&shop.post("/v1/partners", &input).await.ok(201)["enrollment"]["id"]);
    assert_eq!(shop.letters().await.len(), 1);
    let again = json!({ "action": "invite", "enrollment_ids": [enrollment] });
    shop.post("/v1/enrollments/transitions", &again).await.ok(200);
    assert!(matches!(shop.letters().await.as_slice(), [LetterKind::PartnerInvitation { .. }]));
    // A second program takes everybody at once, but not whom somebody else has named.
    let program = json!({ "name": "Open", "currency": "EUR", "allowed_domains": ["shop.example"],
        "applications": "automatic" });
    let program = text(&shop.post("/v1/programs", &program).await.ok(201)["program"]["id"]);
    let mut guest = Browser::new(&shop);
    let path = format!("/v1/programs/{program}/applications");
    let form = json!({ "display_name": "Stranger", "email": "ada@example.com" });
    guest.post(&path, form).await.ok(202);
    let own = format!("/v1/enrollments?program_id={program}&partner_id={}", made.partner);
    assert_eq!(shop.get(&own).await.ok(200)["items"][0]["status"], "applied");
    let mut ada = enter(&shop, &made.partner, "ada@example.com").await;
    ada.post("/v1/partner/enrollments", json!({ "program_id": program })).await;
    assert_eq!(shop.get(&own).await.ok(200)["items"][0]["status"], "approved", "she herself");
    // Whoever sends the form twice at once comes once.
    let form = json!({ "display_name": "Twice", "email": "twice@example.com" });
    let (mut one, mut other) = (Browser::new(&shop), Browser::new(&shop));
    let (first, second) = tokio::join!(one.post(&path, form.clone()), other.post(&path, form));
    assert_eq!((first.status, second.status), (202, 202));
    let there = shop.get("/v1/partners?email=twice@example.com").await.ok(200)["items"].clone();
    assert_eq!(there.as_array().unwrap().len(), 1);
}
