//! A customer is erased on the real server: nothing that names them is left in the bytes of the data folder, and
//! nothing that was earned is lost.

use crate::server::{Client, Folder, Server, create_key, run};
use book_sqlite::{BookOptions, SqliteBook};
use engine::ports::{Accounts, CustomerColumn, ListOf, list_of};
use referral::Customer;
use serde_json::{Value, json};
use std::path::Path;

const EMAIL: &str = "grace.hopper@example.com";
const NAME: &str = "Grace Brewster Hopper";
const COMPANY: &str = "Hopper Compilers Ltd";
/// What a CRM calls the customer.
const CONTACT: &str = "contact-grace-hopper";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_erased_customer_is_nowhere_in_the_bytes_of_the_data_folder() {
    let folder = Folder::new("erasure");
    let data = folder.data();
    let key = create_key(&data, &[]);
    let server = Server::start(&data, &[]);
    let client = Client::new(&server.base, &key);
    let (program, _) = client.set_up().await;
    // The merchant's own id is the address, too.
    let lead = json!({ "customer": { "external_id": EMAIL, "email": "Grace.Hopper@Example.com", "name": NAME }, "code": "ADA", "event_name": "signup" });
    assert_eq!(client.post("/v1/track/lead", &lead).await.unwrap().0, 201);
    let sale = json!({ "external_id": "ORD-1", "customer": { "external_id": EMAIL },
        "metadata": { "gift_card": format!("for {NAME}") }, "amount": { "amount": 5_000, "currency": "EUR" } });
    for order in 0..300 {
        let sale = json!({ "external_id": format!("many-{order}"), "customer": { "external_id": EMAIL },
            "metadata": { "buyer": NAME }, "amount": { "amount": 100, "currency": "EUR" } });
        assert_eq!(client.post("/v1/track/sale", &sale).await.unwrap().0, 201);
    }
    let named = client.http.post(format!("{}/v1/track/sale", client.base)).bearer_auth(&key).json(&sale);
    assert_eq!(named.header("idempotency-key", "once").send().await.unwrap().status(), 201);
    client.sale("other", "somebody-else").await.unwrap();
    let owed = async |client: &Client| {
        let (status, owed) = client.get(&format!("/v1/programs/{program}/balances")).await.unwrap();
        assert_eq!(status, 200);
        owed
    };
    let before = owed(&client).await;
    submit_form(&client, &program).await;
    link_contact(&client).await;
    assert!(server.stop());
    let (id, sealed) = what_is_kept(&data).await;
    let secrets: Vec<String> = [
        EMAIL.to_owned(),
        EMAIL.to_uppercase(),
        "Grace.Hopper@Example.com".to_owned(),
        NAME.to_owned(),
        COMPANY.to_owned(),
        CONTACT.to_owned(),
    ]
    .into_iter()
    .chain(sealed)
    .collect();
    assert_eq!(
        traces(&data, &secrets).len(),
        8,
        "all but one spelling is there before, or the search is no proof"
    );

    let server = Server::start(&data, &[]);
    let client = Client::new(&server.base, &key);
    let erase = async |name: &str| {
        let url = format!("{}/v1/customers/{name}", client.base);
        client.http.delete(url).bearer_auth(&key).send().await.unwrap().status().as_u16()
    };
    assert_eq!(erase(EMAIL).await, 204);
    assert_eq!(traces(&data, &secrets), Vec::<&str>::new(), "while the server runs");
    let copies = folder.0.join("copies");
    std::fs::create_dir(&copies).unwrap();
    let backup = copies.join("next.tar").display().to_string();
    assert_eq!(run(&data, &["backup", &backup]).0, 0);
    assert_eq!(traces(&copies, &secrets), Vec::<&str>::new(), "in the next backup");
    assert_eq!((erase(EMAIL).await, erase(&id).await), (404, 204), "by our id it may be said again");
    assert_eq!(owed(&client).await, before);
    let (_, shown) = client.get(&format!("/v1/customers/{id}")).await.unwrap();
    assert_eq!(
        (&shown["customer"]["email"], &shown["customer"]["name"]),
        (&Value::Null, &Value::Null),
        "{shown}"
    );
    assert!(shown["customer"]["erased_at"].is_string());
    let (status, resent) = client.post("/v1/track/sale", &sale).await.unwrap();
    assert_eq!((status, &resent["outcome"]), (200, &json!("already_recorded")), "{resent}");
    let other = json!({ "external_id": "ORD-1", "customer": { "external_id": EMAIL }, "metadata": {},
        "amount": { "amount": 4_999, "currency": "EUR" } });
    assert_eq!(
        client.post("/v1/track/sale", &other).await.unwrap().0,
        409,
        "what is known is still compared"
    );
    let refund = json!({ "external_id": "RF", "sale_external_id": "ORD-1", "amount": { "amount": 5_000, "currency": "EUR" } });
    assert_eq!(client.post("/v1/track/refund", &refund).await.unwrap().0, 201);
    assert!(server.stop());
    let (code, out, err) = run(&data, &["doctor"]);
    assert_eq!(code, 0, "{out}{err}");
    assert_eq!(traces(&data, &secrets), Vec::<&str>::new(), "after it has stopped");
}

/// A contact of a CRM is linked to them.
async fn link_contact(client: &Client) {
    let (_, listed) = client.get(&format!("/v1/customers?external_id={EMAIL}")).await.unwrap();
    let contact = json!({ "system": "hubspot", "kind": "contact", "external_id": CONTACT,
        "object_id": listed["items"][0]["id"] });
    let (status, linked) = client.post("/v1/external-ids", &contact).await.unwrap();
    assert_eq!(status, 201, "{linked}");
}

/// A partner's lead form is filled in about them, too, and accepted.
async fn submit_form(client: &Client, program: &str) {
    let open = client.http.patch(format!("{}/v1/programs/{program}", client.base)).bearer_auth(&client.key);
    let open = open.json(&json!({ "lead_forms": "by_approval" })).send().await.unwrap();
    assert_eq!(open.status(), 200);
    let (_, enrollments) = client.get("/v1/enrollments").await.unwrap();
    let form = enrollments["items"][0]["id"].as_str().unwrap();
    let said = json!({ "email": EMAIL, "name": NAME, "company": COMPANY, "message": NAME, "consent": true });
    let form = format!("{}/v1/lead-forms/{form}/submissions", client.base);
    assert_eq!(client.http.post(form).json(&said).send().await.unwrap().status(), 202);
    let (_, submissions) = client.get("/v1/submissions").await.unwrap();
    let path = format!("/v1/submissions/{}/accept", submissions["items"][0]["id"].as_str().unwrap());
    let (status, accepted) = client.post(&path, &json!({})).await.unwrap();
    assert!(status == 200 && accepted["customer"].is_object(), "{accepted}");
}

/// The customer's id, and everything sealed or hashed that is kept of them.
async fn what_is_kept(data: &Path) -> (String, Vec<String>) {
    let book = SqliteBook::open(&data.join("book.db"), BookOptions::default()).unwrap();
    let workspaces = book.workspaces().await.unwrap();
    let scope = words::Scope { workspace: workspaces[0].id, mode: words::Mode::Live };
    let query = ListOf::<Customer>::new(10).only(CustomerColumn::EXTERNAL_ID, EMAIL);
    let customer: Customer = list_of(&book, scope, &query).await.unwrap().remove(0);
    let personal = customer.personal.clone();
    let sealed = [
        personal.email.unwrap().0,
        personal.name.unwrap().0,
        personal.key.unwrap().0,
        personal.email_hash.unwrap().0,
    ];
    book.close().await;
    (customer.id.to_string(), sealed.to_vec())
}

/// Which of the texts stand in a file of the folder.
fn traces<'a>(folder: &Path, texts: &'a [String]) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    let mut bytes = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { bytes.push(std::fs::read(path).unwrap()) }
        }
    }
    for text in texts {
        if bytes.iter().any(|bytes| bytes.windows(text.len()).any(|window| window == text.as_bytes())) {
            found.push(text.as_str());
        }
    }
    found
}
