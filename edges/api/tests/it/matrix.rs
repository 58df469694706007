//! Who may do what, operation by operation: the description is walked, and every operation must have a row. Each is
//! then tried by everybody: nobody, each role, a partner, another partner, another workspace's owner, a publishable
//! key, secret keys with and without the scope, and a test key on live data.

use crate::{
    people::{Browser, PASSWORD},
    shop::{Seen, Shop, bare, sale},
    things::{Things, furnish},
};
use engine::workspaces;
use honeyguide_api::Body;
use program::{KeyKind, Seat};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use words::{Grant, Mode, PartnerId, Resource, Role, Scope, Verb};

/// Who an operation is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum For {
    /// Whoever comes.
    Everybody,
    /// Who is logged in, whatever their seats.
    Person,
    /// A partner's people.
    Partner,
    /// Any key, and no session.
    Key,
    /// Members whose role, and keys whose scopes, allow it.
    May(Resource, Verb),
    /// Members and keys that may do this with any of these.
    Any(&'static [Resource], Verb),
    /// The same as `May`, and browsers with a publishable key.
    Lead,
    /// Keys that may report events, and no session.
    Network,
}

/// What external ids name.
const NAMED: &[Resource] = &[
    Resource::Partners,
    Resource::Customers,
    Resource::Conversions,
    Resource::Commissions,
    Resource::Payouts,
];

/// The matrix.
fn rows() -> BTreeMap<&'static str, For> {
    use Resource::*;
    let (read, write) = (|what| For::May(what, Verb::Read), |what| For::May(what, Verb::Write));
    BTreeMap::from([
        ("track_lead", For::Lead),
        ("get_offer", For::Lead),
        ("track_stage", write(Events)),
        ("track_sale", write(Events)),
        ("track_refund", write(Events)),
        ("track_refund_reversal", write(Events)),
        ("track_chargeback", write(Events)),
        ("track_chargeback_reversal", write(Events)),
        ("track_batch", write(Events)),
        ("postback_get", For::Network),
        ("postback_post", For::Network),
        ("create_program", write(Programs)),
        ("list_programs", read(Programs)),
        ("get_program", read(Programs)),
        ("publish_policy", write(Programs)),
        ("publish_terms", write(Programs)),
        ("compare_policies", read(Programs)),
        ("lint_rules", read(Programs)),
        ("compare_terms", read(Programs)),
        ("enroll_partner", write(Partners)),
        ("list_policies", read(Programs)),
        ("list_groups", read(Programs)),
        ("list_terms", read(Programs)),
        ("list_partners", read(Partners)),
        ("list_enrollments", read(Partners)),
        ("list_codes", read(Links)),
        ("list_customers", read(Customers)),
        ("list_referrals", read(Customers)),
        ("list_decisions", read(Conversions)),
        ("get_partner", read(Partners)),
        ("create_link", write(Links)),
        ("list_links", read(Links)),
        ("get_link", read(Links)),
        ("create_code", write(Links)),
        ("count_clicks", read(Clicks)),
        ("list_clicks", read(Clicks)),
        ("get_customer", read(Customers)),
        ("erase_customer", write(Customers)),
        ("list_conversions", read(Conversions)),
        ("get_conversion", read(Conversions)),
        ("explain_conversion", read(Conversions)),
        ("list_commissions", read(Commissions)),
        ("approve_due_commissions", write(Commissions)),
        ("grant_commission", write(Commissions)),
        ("close_statements", write(Statements)),
        ("list_statements", read(Statements)),
        ("get_statement", read(Statements)),
        ("download_statement", read(Statements)),
        ("list_disputes", read(Commissions)),
        ("get_dispute", read(Commissions)),
        ("erase_dispute", write(Customers)),
        ("transition_dispute", write(Commissions)),
        ("list_own_disputes", For::Partner),
        ("get_own_dispute", For::Partner),
        ("open_dispute", For::Partner),
        ("transition_own_dispute", For::Partner),
        ("reprice_commissions", write(Commissions)),
        ("list_balances", read(Statements)),
        ("create_batch", write(Payouts)),
        ("list_batches", read(Payouts)),
        ("get_batch", read(Payouts)),
        ("transition_batch", write(Payouts)),
        ("download_batch_file", write(Payouts)),
        ("list_skipped_statements", read(Payouts)),
        ("import_outcomes", write(Payouts)),
        ("list_transfers", read(Payouts)),
        ("record_outcome", write(Payouts)),
        ("get_payout_rules", read(Payouts)),
        ("update_payout_rules", write(Workspace)),
        ("get_reconciliation", read(Payouts)),
        ("list_own_transfers", For::Partner),
        ("get_trial_balance", read(Statements)),
        ("export_general_ledger", read(Statements)),
        ("list_liabilities", read(Statements)),
        ("list_external_ids", For::Any(NAMED, Verb::Read)),
        ("link_external_id", For::Any(NAMED, Verb::Write)),
        ("unlink_external_id", For::Any(NAMED, Verb::Write)),
        ("list_facts", read(Facts)),
        (
            "search",
            For::Any(
                &[Programs, Partners, Links, Customers, Conversions, Commissions, Statements, Payouts],
                Verb::Read,
            ),
        ),
        ("get_key", For::Key),
        ("get_setup", For::Everybody),
        ("complete_setup", For::Everybody),
        ("get_program_profile", For::Everybody),
        ("get_logo", For::Everybody),
        ("watch_clicks", read(Clicks)),
        ("get_overview", read(Conversions)),
        ("get_journey", read(Customers)),
        ("get_own_overview", For::Partner),
        ("list_own_conversions", For::Partner),
        ("get_own_journey", For::Partner),
        ("log_in", For::Everybody),
        ("send_login_link", For::Everybody),
        ("send_password_reset", For::Everybody),
        ("reset_password", For::Everybody),
        ("accept_invitation", For::Everybody),
        ("get_session", For::Person),
        ("log_out", For::Person),
        ("change_password", For::Person),
        ("rename_user", For::Person),
        ("list_sessions", For::Person),
        ("end_session", For::Person),
        ("leave_workspace", For::Person),
        ("start_second_factor", For::Person),
        ("confirm_second_factor", For::Person),
        ("remove_second_factor", For::Person),
        ("list_team", read(Team)),
        ("change_role", write(Team)),
        ("remove_member", write(Team)),
        ("list_invitations", read(Team)),
        ("create_invitation", write(Team)),
        ("revoke_invitation", write(Team)),
        ("list_keys", read(Keys)),
        ("create_key", write(Keys)),
        ("rotate_key", write(Keys)),
        ("revoke_key", write(Keys)),
        ("get_workspace", read(Workspace)),
        ("rename_workspace", write(Workspace)),
        ("list_audit_log", read(AuditLog)),
        ("update_program", write(Programs)),
        ("set_logo", write(Programs)),
        ("remove_logo", write(Programs)),
        ("create_group", write(Programs)),
        ("rename_group", write(Programs)),
        ("update_partner", write(Partners)),
        ("transition_enrollments", write(Partners)),
        ("update_enrollment", write(Partners)),
        ("move_enrollments", write(Partners)),
        ("create_links", write(Links)),
        ("update_link", write(Links)),
        ("archive_code", write(Links)),
        ("update_code", write(Links)),
        ("create_correction", write(Conversions)),
        ("list_corrections", read(Conversions)),
        ("revoke_correction", write(Conversions)),
        ("list_reviews", read(Conversions)),
        ("list_deals", read(Conversions)),
        ("create_deal", write(Conversions)),
        ("get_deal", read(Conversions)),
        ("transition_deal", write(Conversions)),
        ("list_submissions", read(Conversions)),
        ("get_submission", read(Conversions)),
        ("accept_submission", write(Conversions)),
        ("reject_submission", write(Conversions)),
        ("erase_submission", write(Customers)),
        ("list_own_submissions", For::Partner),
        ("get_lead_form", For::Everybody),
        ("submit_lead_form", For::Everybody),
        ("list_own_deals", For::Partner),
        ("register_deal", For::Partner),
        ("list_rates", read(Statements)),
        ("create_rate", write(Statements)),
        ("import_rates", write(Statements)),
        ("list_payout_methods", read(Partners)),
        ("get_payout_method", write(Statements)),
        ("get_paying_account", write(Statements)),
        ("set_paying_account", write(Statements)),
        ("remove_paying_account", write(Statements)),
        ("get_own_payout_method", For::Partner),
        ("set_own_payout_method", For::Partner),
        ("list_own_payout_methods", For::Partner),
        ("create_simulation", write(Programs)),
        ("list_simulations", read(Conversions)),
        ("get_simulation", read(Conversions)),
        ("list_simulation_partners", read(Conversions)),
        ("list_simulation_changes", read(Conversions)),
        ("cancel_simulation", write(Programs)),
        ("apply_simulation", write(Programs)),
        ("accept_review", write(Conversions)),
        ("dismiss_review", write(Conversions)),
        ("transition_commissions", write(Commissions)),
        ("apply_to_program", For::Everybody),
        ("get_own_profile", For::Partner),
        ("update_own_profile", For::Partner),
        ("apply_to_another_program", For::Partner),
        ("accept_enrollment", For::Partner),
        ("leave_enrollment", For::Partner),
        ("get_own_terms", For::Partner),
        ("accept_terms", For::Partner),
        ("create_own_link", For::Partner),
        ("list_own_enrollments", For::Partner),
        ("list_own_links", For::Partner),
        ("list_own_codes", For::Partner),
        ("list_own_referrals", For::Partner),
        ("list_own_recruits", For::Partner),
        ("list_own_commissions", For::Partner),
        ("list_own_statements", For::Partner),
        ("get_own_statement", For::Partner),
        ("download_own_statement", For::Partner),
        ("explain_own_conversion", For::Partner),
    ])
}

/// Who tries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Who {
    Nobody,
    Member(Role),
    /// Of the partner whose things they are, or of another.
    Partner {
        own: bool,
    },
    /// The owner of another workspace.
    Stranger,
    Publishable,
    /// A secret key with this grant only.
    Granted(Grant),
    /// A secret key with every scope, but a test key.
    Test,
}

impl Who {
    /// Whether the operation is theirs to try; what they find there is another question.
    fn may(self, whom: For) -> bool {
        match (self, whom) {
            (_, For::Everybody) => true,
            (Who::Nobody, _) => false,
            (Who::Member(_) | Who::Partner { .. } | Who::Stranger, For::Person) => true,
            (Who::Partner { .. }, whom) => whom == For::Partner,
            (Who::Member(role), For::May(resource, verb)) => role.allows(resource, verb),
            (Who::Member(role), For::Any(any, verb)) => any.iter().any(|&it| role.allows(it, verb)),
            (Who::Granted(grant), For::Any(any, verb)) => any.iter().any(|&it| grant.allows(it, verb)),
            (Who::Test, For::Any(..)) => true,
            (Who::Member(role), For::Lead) => role.allows(Resource::Events, Verb::Write),
            (Who::Stranger, whom) => matches!(whom, For::May(..) | For::Any(..) | For::Lead),
            (Who::Publishable, whom) => matches!(whom, For::Lead | For::Key),
            (Who::Granted(grant), For::May(resource, verb)) => grant.allows(resource, verb),
            (Who::Granted(grant), For::Lead) => grant.allows(Resource::Events, Verb::Write),
            (Who::Test, For::May(resource, _)) => resource.is_for_keys(),
            (Who::Granted(grant), For::Network) => grant.allows(Resource::Events, Verb::Write),
            (Who::Test, For::Lead | For::Network) => true,
            (Who::Granted(_) | Who::Test, whom) => whom == For::Key,
            (Who::Member(_), _) => false,
        }
    }

    /// How a refusal is told.
    fn refusal(self, whom: For) -> &'static [&'static str] {
        match (self, whom) {
            (Who::Nobody | Who::Publishable | Who::Granted(_) | Who::Test, For::Person | For::Partner) => {
                &["session_over"]
            }
            (Who::Nobody, _) => &["key_missing"],
            (Who::Member(_) | Who::Stranger | Who::Partner { .. }, For::Network) => &["key_missing"],
            // A session is no key: it is known, and there is none to show.
            (Who::Member(_) | Who::Stranger, For::Key) => &["not_found"],
            _ => &["key_not_allowed"],
        }
    }
}

struct Operation {
    id: String,
    method: String,
    path: String,
}

fn operations() -> Vec<Operation> {
    let described: Value = serde_json::from_str(&honeyguide_api::openapi_json().unwrap()).unwrap();
    let of_path = |(path, item): (&String, &Value)| {
        let methods = item.as_object().unwrap().iter();
        let operation = |(method, operation): (&String, &Value)| {
            let id = operation["operationId"].as_str()?.to_owned();
            Some(Operation { id, method: method.to_uppercase(), path: path.clone() })
        };
        methods.filter_map(operation).collect::<Vec<_>>()
    };
    described["paths"].as_object().unwrap().iter().flat_map(of_path).collect()
}

async fn try_with_key(shop: &Shop, operation: &Operation, path: &str, key: Option<&str>) -> Seen {
    let media_type = match operation.id.as_str() {
        "track_batch" => "application/x-ndjson",
        "postback_post" => "application/x-www-form-urlencoded",
        _ => "application/json",
    };
    let mut request = bare(&operation.method, path).header("content-type", media_type);
    if let Some(key) = key {
        request = request.header("authorization", format!("Bearer {key}"));
    }
    let body = if operation.method == "GET"
        || media_type.ends_with("ndjson")
        || media_type.ends_with("urlencoded")
    {
        Body::empty()
    } else {
        Body::from("{}")
    };
    shop.send(request.body(body).unwrap()).await
}

/// Everybody, each with a cookie or a key of their own.
async fn everybody(shop: &Shop, things: &Things) -> Vec<(Who, Option<String>, Option<String>)> {
    let mut all = vec![(Who::Nobody, None, None)];
    for role in [Role::Owner, Role::Manager, Role::Finance, Role::Analyst] {
        all.push((Who::Member(role), shop.logged_in(role).await.cookie, None));
    }
    let own: PartnerId = things.made.partner.parse().unwrap();
    let input =
        json!({ "program_id": things.made.program, "display_name": "Rival", "email": "r@example.com" });
    let rival = shop.post("/v1/partners", &input).await.ok(201)["partner"]["id"].clone();
    let rival: PartnerId = rival.as_str().unwrap().parse().unwrap();
    let elsewhere = workspaces::create(&shop.engine, "Elsewhere").await.unwrap();
    let elsewhere = Scope { workspace: elsewhere.id, mode: Mode::Live };
    let live = Mode::Live;
    for (who, email, scope, seat) in [
        (
            Who::Partner { own: true },
            "own@example.com",
            shop.scope,
            Seat::Partner { partner: own, mode: live },
        ),
        (
            Who::Partner { own: false },
            "rival@example.com",
            shop.scope,
            Seat::Partner { partner: rival, mode: live },
        ),
        (Who::Stranger, "stranger@example.com", elsewhere, Seat::Team { role: Role::Owner }),
    ] {
        shop.user(scope, email, seat).await;
        let mut browser = Browser::new(shop);
        browser.log_in(email, PASSWORD).await.ok(201);
        all.push((who, browser.cookie, None));
    }
    all.push((Who::Publishable, None, Some(shop.mint(live, KeyKind::Publishable, &[]).await)));
    let single = Resource::ALL
        .into_iter()
        .filter(|resource| resource.is_for_keys())
        .flat_map(|resource| [Verb::Read, Verb::Write].map(|verb| Grant { resource: Some(resource), verb }));
    for grant in single.chain(Grant::ALL) {
        all.push((Who::Granted(grant), None, Some(shop.mint(live, KeyKind::Secret, &[grant]).await)));
    }
    all.push((Who::Test, None, Some(shop.mint(Mode::Test, KeyKind::Secret, &Grant::ALL).await)));
    all
}

#[tokio::test]
async fn everybody_may_do_what_the_matrix_says_and_nothing_else() {
    let shop = Shop::set().await;
    let things = furnish(&shop).await;
    let everybody = everybody(&shop, &things).await;
    let rows = rows();
    let operations = operations();
    let mut tried = 0;
    for operation in &operations {
        let whom = *rows.get(operation.id.as_str()).unwrap_or_else(|| panic!("no row for {}", operation.id));
        let path = things.path(&operation.id, &operation.path);
        for (who, cookie, key) in &everybody {
            // These end what the tries go on with; stories try them.
            if who.may(whom)
                && [
                    "log_out",
                    // Its answer has no end.
                    "watch_clicks",
                    "remove_member",
                    "revoke_key",
                    "leave_enrollment",
                    "archive_code",
                    "erase_customer",
                ]
                .contains(&operation.id.as_str())
            {
                continue;
            }
            let seen = match cookie {
                Some(cookie) => {
                    let mut browser = Browser::new(&shop);
                    browser.cookie = Some(cookie.clone());
                    let body = (operation.method != "GET").then(|| json!({}));
                    browser.send(&operation.method, &path, body).await
                }
                None => try_with_key(&shop, operation, &path, key.as_deref()).await,
            };
            tried += 1;
            let at = format!("{} by {who:?}: {} {}", operation.id, seen.status, seen.text);
            let code = seen.body["code"].as_str().unwrap_or_default();
            assert!(seen.status < 500, "{at}");
            if !who.may(whom) {
                assert!(who.refusal(whom).contains(&code), "{at}");
                continue;
            }
            if whom != For::Everybody {
                let told = ["key_missing", "key_unknown", "key_not_allowed", "session_over", "cross_site"];
                assert!(!told.contains(&code), "{at}");
            }
            let is_stranger = matches!(who, Who::Stranger | Who::Test) || *who == Who::Partner { own: false };
            if is_stranger && operation.method != "GET" && whom != For::Everybody {
                assert!(!operation.path.contains("{id}") || seen.status >= 400, "{at}");
            }
            if is_stranger && operation.method == "GET" && whom != For::Everybody {
                // Partners of one program may know which it is.
                let hidden =
                    if matches!(who, Who::Partner { .. }) { &things.ids()[1..] } else { &things.ids()[..] };
                assert!(hidden.iter().all(|id| !seen.text.contains(id) || path.contains(id)), "{at}");
                let names_a_thing =
                    operation.path.contains("{id}") || operation.path.contains("{external_id}");
                assert!(!names_a_thing || matches!(seen.status, 404 | 422), "{at}");
            }
        }
    }
    let unknown: Vec<_> = rows.keys().filter(|id| !operations.iter().any(|one| one.id == **id)).collect();
    assert!(unknown.is_empty(), "rows for operations that are not there: {unknown:?}");
    assert!(tried > 2_000, "{tried}");
    // The walk itself has sold nothing: what was refused has changed nothing.
    let sold = shop.get("/v1/conversions").await.ok(200)["items"].as_array().unwrap().len();
    assert_eq!(sold, 1);
    shop.post("/v1/track/sale", &sale("after", "c", 100)).await.ok(201);
}
