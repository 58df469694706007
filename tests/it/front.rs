//! Races through the front door: many HTTP requests at once against the built binary.

use crate::server::{Client, Folder, Server, create_key, run};
use futures_util::future::join_all;
use serde_json::{Value, json};

const AT_ONCE: usize = 64;

fn euro(amount: i64) -> Value {
    json!({ "amount": amount, "currency": "EUR" })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn caps_and_sales_hold_against_many_requests_at_once() {
    let folder = Folder::new("front");
    let key = create_key(&folder.data(), &[]);
    let server = Server::start(&folder.data(), &[]);
    let client = Client::new(&server.base, &key);
    let (program, _) = client.set_up().await;
    let reward = json!({
        "event": "sale", "kind": "percent", "rate_millionths": 200_000,
        "recurrence": { "kind": "recurring" },
    });
    let terms = json!({ "rewards": [reward], "hold_days": 0, "caps": [{ "per": "partner", "window": "month", "amount": 12_500 }] });
    let (status, body) = client.post(&format!("/v1/programs/{program}/terms"), &terms).await.unwrap();
    assert_eq!(status, 201, "{body}");

    // Each sale earns 10.00; the cap of 125.00 holds twelve of them and a half.
    let names: Vec<_> = (0..AT_ONCE).map(|n| (format!("order-{n}"), format!("cus-{n}"))).collect();
    let sales = join_all(names.iter().map(|(order, customer)| client.sale(order, customer))).await;
    let earned = |(status, body): &(u16, Value)| {
        assert_eq!(*status, 201, "{body}");
        body["commissions"][0]["amount"]["amount"].as_i64().unwrap()
    };
    let earned: Vec<i64> = sales.iter().map(|sale| earned(sale.as_ref().unwrap())).collect();
    assert_eq!(earned.iter().sum::<i64>(), 12_500, "{earned:?}");

    // Each refund takes 1.50 of a sale of 50.00: thirty-three fit.
    let refunds: Vec<_> = (0..AT_ONCE)
        .map(|n| {
            let name = format!("refund-{n}");
            json!({ "sale_external_id": "order-0", "external_id": name, "amount": euro(150) })
        })
        .collect();
    let refunds = join_all(refunds.iter().map(|refund| client.post("/v1/track/refund", refund))).await;
    let statuses: Vec<u16> = refunds.iter().map(|refund| refund.as_ref().unwrap().0).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 33, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 422).count(), AT_ONCE - 33, "{statuses:?}");

    let other = json!({
        "external_id": "order-0", "customer": { "external_id": "cus-0" }, "code": "ADA", "amount": euro(5_001),
    });
    let (status, body) = client.post("/v1/track/sale", &other).await.unwrap();
    assert_eq!((status, &body["code"]), (409, &json!("conversion_differs")), "{body}");
    assert_eq!(body["existing"]["amount"], euro(5_000), "{body}");
    assert_eq!(body["received"]["amount"], euro(5_001), "{body}");
    assert!(server.stop());
    let (code, out, err) = run(&folder.data(), &["doctor"]);
    assert_eq!(code, 0, "{out}{err}");
}
