//! Everything that a book answers about a scene, as text: what did not change reads the same.

use super::{
    all,
    scene::{SALE_TO_COME, Scene},
};
use conversion::{Kind, Position};
use engine::ports::{Book, CommissionFilter, ConversionFilter};
use std::collections::BTreeMap;
use words::{Instant, Scope};

/// Answers by the name of the question.
pub(super) type Seen = BTreeMap<&'static str, String>;

macro_rules! ask {
    ($($name:literal => $answer:expr),* $(,)?) => {
        Seen::from([$(($name, format!("{:?}", $answer.await.unwrap()))),*])
    };
}

/// What the scene's ids name when `scope` asks. In a scope that is not the scene's this is what an
/// empty book answers.
pub(super) async fn by_id(book: &dyn Book, scope: Scope, scene: &Scene) -> Seen {
    let (shop, pending) = (&scene.shop, &scene.pending);
    let (program, enrollment) = (shop.program.id, shop.enrollment.id);
    let customer = pending.customer.id;
    let (of_program, of_customer) = (
        ConversionFilter { program: Some(program), ..Default::default() },
        ConversionFilter { customer: Some(customer), ..Default::default() },
    );
    let mut seen = ask! {
        "rulebook" => book.rulebook(scope, program),
        "partner" => book.partner(scope, shop.partner.id),
        "partner names" => book.partner_names(scope, &[shop.partner.id]),
        "program names" => book.program_names(scope, &[program]),
        "customers" => book.customers(scope, &[customer]),
        "enrollments by program" => book.enrollments(scope, Some(program), None, all()),
        "enrollments by partner" => book.enrollments(scope, None, Some(shop.partner.id), all()),
        "snapshots" => book.enrollment_snapshots(scope, &[enrollment]),
        "link" => book.link(scope, shop.link.id),
        "links by program" => book.links(scope, Some(program), all()),
        "code" => book.code(scope, program, &shop.code.code),
        "customer file" => book.customer_file_by_id(scope, program, customer),
        "history" => book.history(scope, program, customer, &Position::at(Instant::MIN), usize::MAX),
        "later history" => book.history(scope, program, customer, &Position::at(Instant::MAX), usize::MAX),
        "conversion by key" => book.conversion_by_key(scope, program, Kind::Sale, "api", "ORD-1"),
        "sale file" => book.sale_file(scope, program, "api", "ORD-3"),
        "sale to come" => book.sale_file(scope, program, "api", SALE_TO_COME),
        "conversions by program" => book.conversions(scope, &of_program, all()),
        "conversions by customer" => book.conversions(scope, &of_customer, all()),
        "case of a sale" => book.case_file(scope, pending.sale.id),
        "case of a refund" => book.case_file(scope, scene.refund.id),
        "balances" => book.balances(scope, program),
    };
    seen.extend(owed(book, scope, scene).await);
    seen
}

/// What is owed and stated, as far as the scene's ids name it.
async fn owed(book: &dyn Book, scope: Scope, scene: &Scene) -> Seen {
    let shop = &scene.shop;
    let (program, enrollment, partner) = (shop.program.id, shop.enrollment.id, shop.partner.id);
    let none = CommissionFilter::default;
    let filters = [
        CommissionFilter { program: Some(program), ..none() },
        CommissionFilter { enrollment: Some(enrollment), ..none() },
        CommissionFilter { partner: Some(partner), ..none() },
        CommissionFilter { conversion: Some(scene.pending.sale.id), ..none() },
    ];
    let (statements, _) = book.statements_of(scope, enrollment).await.unwrap();
    let mut seen = ask! {
        "commissions by program" => book.commissions(scope, &filters[0], all()),
        "commissions by enrollment" => book.commissions(scope, &filters[1], all()),
        "commissions by partner" => book.commissions(scope, &filters[2], all()),
        "commissions by conversion" => book.commissions(scope, &filters[3], all()),
        "due" => book.due_commissions(scope, program, Instant::MAX, 100),
        "enrollments to state" => book.enrollments_to_state(scope, program, Instant::MAX, all()),
        "unstated" => book.unstated(scope, enrollment, Instant::MAX),
        "last statement number" => book.last_statement_number(scope, program),
        "unstated" => book.unstated_commissions(scope, enrollment, Instant::MAX, 100),
        "statements by partner" => book.statements(scope, Some(partner), all()),
        "statement file" => book.statement_file(scope, scene.statement.id),
    };
    seen.insert("statements of", format!("{statements:?}"));
    seen
}

/// The lists of a whole scope, and what is found in it by a name that scenes share.
pub(super) async fn of_scope(book: &dyn Book, scope: Scope, scene: &Scene) -> Seen {
    let (conversions, commissions) = (ConversionFilter::default(), CommissionFilter::default());
    let sales = ConversionFilter { kind: Some(Kind::Sale), ..Default::default() };
    let pending = CommissionFilter { state: Some(commission::State::Pending), ..Default::default() };
    let facts = book.facts(Some(scope), 0, 1_000).await.unwrap();
    let mut seen = ask! {
        "programs" => book.programs(scope),
        "partners" => book.partners(scope, all()),
        "enrollments" => book.enrollments(scope, None, None, all()),
        "links" => book.links(scope, None, all()),
        "customer by name" => book.customer_file(scope, scene.shop.program.id, "customer of ORD-1"),
        "conversions" => book.conversions(scope, &conversions, all()),
        "sales" => book.conversions(scope, &sales, all()),
        "commissions" => book.commissions(scope, &commissions, all()),
        "pending commissions" => book.commissions(scope, &pending, all()),
        "statements" => book.statements(scope, None, all()),
    };
    seen.insert("facts", format!("{:?}", facts.into_iter().map(|it| it.fact).collect::<Vec<_>>()));
    seen
}

/// What is asked without a scope.
pub(super) async fn of_everyone(book: &dyn Book, scene: &Scene) -> Seen {
    let (link, answer) = (&scene.shop.link, &scene.answer);
    let mut seen = ask! {
        "workspaces" => book.workspaces(),
        "all programs" => book.all_programs(),
        "all links" => book.all_links(all()),
        "slug is taken" => book.slug_is_taken(&link.domain, &link.slug),
        "key by hash" => book.key_by_hash(&scene.shop.key.hash),
        "answer" => book.answer(&answer.asker, &answer.operation, &answer.idempotency_key, Instant::MIN),
        "customer programs" => book.customer_programs(None, None, 1_000),
        "all facts" => book.facts(None, 0, 1_000),
        "due jobs" => book.due_jobs(Instant::MAX, 1_000),
        "audit" => book.audit(),
    };
    let (_, version) = book.statements_of(scene.scope(), scene.shop.enrollment.id).await.unwrap();
    seen.insert("version of statements", version.to_string());
    seen
}

/// Everything at once.
pub(super) async fn whole(book: &dyn Book, scene: &Scene) -> Seen {
    let mut seen = by_id(book, scene.scope(), scene).await;
    seen.extend(of_scope(book, scene.scope(), scene).await);
    seen.extend(of_everyone(book, scene).await);
    seen
}

/// Says which answers differ, instead of printing all of both.
pub(super) fn assert_same(before: &Seen, after: &Seen, when: &str) {
    for (question, answer) in before {
        assert_eq!(Some(answer), after.get(question), "{question} {when}");
    }
    assert_eq!(before.len(), after.len());
}
