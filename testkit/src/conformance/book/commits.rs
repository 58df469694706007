//! Commits: whole or not at all, alone or among others, by identity.

use super::{Store, all, at_once, commit, observe, rows, scene::Scene};
use crate::world::World;
use click::Verdict;
use commission::Commission;
use engine::ports::{
    Answer, Changes, CommissionFilter, CommitError, Commits, Expected, Facts, JobChange, Links, Row, Unique,
    VersionKey,
};
use payout::StatementStatus;
use program::{Code, Link, Program};
use referral::{Evidence, Stage, Touch};
use std::{slice::from_ref, sync::Arc};
use words::{Instant, JobId, Mode};

/// Changes of every kind, each of which could stand alone: a second life of the scene's shop, an
/// old row changed, an old job done.
fn everything(scene: &Scene, world: &World) -> Changes {
    let mut more = Scene::new(world, scene.scope()).changes();
    let renamed = Program { name: "Renamed".to_owned(), ..scene.shop.program.clone() };
    let again = world.purchase(&scene.shop, "ORD-9", 90_000);
    // External ids that the scene has already.
    more.rows.retain(|row| !matches!(row, Row::Customer(_)));
    let twice = Program { name: "Renamed twice".to_owned(), ..renamed.clone() };
    more.rows.extend([Row::Program(renamed), Row::Program(twice)]);
    more.rows.extend(again.rows());
    more.entries.extend(again.entries);
    more.expected.push(Expected { key: VersionKey::Rules(scene.shop.program.id), version: 1 });
    more.expected.push(Expected { key: VersionKey::Enrollment(scene.shop.enrollment.id), version: 0 });
    more.guards.push(scene.guard(12_000, 12_000));
    more.totals.push(scene.earned(18_000));
    more.jobs.push(JobChange::Done(scene.job.id));
    more
}

type Spoiler = (&'static str, CommitError, Box<dyn Fn(&mut Changes)>);

/// Ways to spoil a commit at its very end.
fn spoilers(scene: &Scene, world: &World) -> Vec<Spoiler> {
    let conflict = || CommitError::Conflict;
    let overtaken = scene.guard(i64::MIN, 11_999);
    let stale = Expected { key: VersionKey::Customer(scene.pending.customer.id), version: 0 };
    let gone = JobId::draw(world.now(), world.draw());
    let slug = Link { slug: scene.shop.link.slug.clone(), ..world.link(&scene.shop.enrollment) };
    let answered = Answer { at: world.now(), ..scene.answer.clone() };
    let entry = scene.pending.entries[0].clone();
    vec![
        ("stale version", conflict(), Box::new(move |it| it.expected.push(stale.clone()))),
        ("total overtaken", conflict(), Box::new(move |it| it.guards.push(overtaken.clone()))),
        ("job gone", conflict(), Box::new(move |it| it.jobs.push(JobChange::Done(gone)))),
        (
            "slug taken in the last row",
            CommitError::Taken(Unique::Slug),
            Box::new(move |it| it.rows.push(Row::Link(slug.clone()))),
        ),
        (
            "entry known",
            CommitError::Taken(Unique::Other),
            Box::new(move |it| it.entries.push(entry.clone())),
        ),
        (
            "answered before",
            CommitError::Taken(Unique::Answer),
            Box::new(move |it| it.answer = Some(answered.clone())),
        ),
    ]
}

pub(super) async fn a_commit_is_all_or_nothing(book: Store) {
    let world = World::seeded(1);
    let scene = Scene::new(&world, world.scope(Mode::Live));
    commit(&*book, scene.changes()).await.unwrap();
    let before = observe::whole(&*book, &scene).await;
    let good = everything(&scene, &world);
    for (name, fault, spoil) in spoilers(&scene, &world) {
        let mut spoilt = good.clone();
        spoil(&mut spoilt);
        assert_eq!(commit(&*book, spoilt).await, Err(fault), "{name}");
        observe::assert_same(&before, &observe::whole(&*book, &scene).await, name);
    }
    commit(&*book, good).await.unwrap();
    let after = observe::whole(&*book, &scene).await;
    let changed = ["programs", "partners", "all links", "sales", "commissions", "statements", "balances"];
    let also = ["all facts", "due jobs", "snapshots", "rulebook", "customer programs", "audit"];
    for question in changed.into_iter().chain(also) {
        assert_ne!(before[question], after[question], "{question} after the unspoilt commit");
    }
}

/// Half of 64 commits at once fail; each has two rows and two facts, which come or stay away
/// together.
pub(super) async fn a_failing_neighbor_leaves_the_others_be(
    book: Arc<impl Commits + Facts + Links + ?Sized + 'static>,
) {
    let world = World::seeded(2);
    let shop = world.shop(world.scope(Mode::Live));
    commit(&*book, shop.changes()).await.unwrap();
    let tries: Vec<(Code, Changes)> = (0..64)
        .map(|place| {
            let code = world.code(&shop.enrollment);
            let mut link = world.link(&shop.enrollment);
            if place % 2 == 1 {
                link.slug.clone_from(&shop.link.slug);
            }
            let facts = vec![world.fact(shop.scope, "first"), world.fact(shop.scope, "second")];
            let rows = vec![Row::Code(code.clone()), Row::Link(link)];
            (code, Changes { rows, facts, ..Changes::default() })
        })
        .collect();
    let turns = tries.iter().map(|(_, changes)| {
        let (book, changes) = (Arc::clone(&book), changes.clone());
        async move { commit(&*book, changes).await }
    });
    let outcomes = at_once(turns.collect::<Vec<_>>()).await;
    let facts: Vec<_> = book.facts(None, 0, 1_000).await.unwrap();
    assert_eq!(facts.len(), 64);
    for (place, ((code, changes), outcome)) in tries.iter().zip(outcomes).enumerate() {
        let fails = place % 2 == 1;
        assert_eq!(outcome, if fails { Err(CommitError::Taken(Unique::Slug)) } else { Ok(()) });
        assert_eq!(book.code_by_id(shop.scope, code.id).await.unwrap().is_none(), fails);
        let first = facts.iter().position(|it| it.fact == changes.facts[0]);
        assert_eq!(first.is_none(), fails);
        if let Some(first) = first {
            assert_eq!(facts[first + 1].fact, changes.facts[1], "one deed's facts follow each other");
        }
    }
}

/// Writes every kind of row twice with the same identity; the second stands, and stands alone.
pub(super) async fn rows_take_the_place_of_their_identity(book: Store) {
    let world = World::seeded(3);
    let mut scene = Scene::new(&world, world.scope(Mode::Live));
    commit(&*book, scene.changes()).await.unwrap();
    change_all(&mut scene, &world);
    commit(&*book, rows(scene.changes().rows)).await.unwrap();
    let (scope, shop) = (scene.scope(), &scene.shop);
    let program = shop.program.id;
    assert_eq!(book.workspaces().await.unwrap(), from_ref(&shop.workspace));
    assert_eq!(book.key_by_hash(&shop.key.hash).await.unwrap(), Some(shop.key.clone()));
    assert_eq!(book.programs(scope).await.unwrap(), from_ref(&shop.program));
    let rulebook = book.rulebook(scope, program).await.unwrap().unwrap();
    assert_eq!(
        (rulebook.policies, rulebook.groups, rulebook.terms),
        (vec![shop.policy.clone()], vec![shop.group.clone()], vec![shop.terms.clone()])
    );
    assert_eq!(book.partners(scope, all()).await.unwrap(), from_ref(&shop.partner));
    assert_eq!(book.enrollments(scope, None, None, all()).await.unwrap(), from_ref(&shop.enrollment));
    assert_eq!(book.links(scope, None, all()).await.unwrap(), from_ref(&shop.link));
    assert_eq!(book.code(scope, program, "SPRING20").await.unwrap(), Some(shop.code.clone()));
    let purchase = &scene.pending;
    let file = book.customer_file_by_id(scope, program, purchase.customer.id).await.unwrap().unwrap();
    assert_eq!(
        (file.customer, file.touches, file.referral),
        (purchase.customer.clone(), vec![purchase.touch.clone()], Some(purchase.referral.clone()))
    );
    let case = book.case_file(scope, purchase.sale.id).await.unwrap().unwrap();
    assert_eq!(
        (case.conversion, case.decision, case.commissions),
        (purchase.sale.clone(), Some(purchase.decision.clone()), vec![purchase.commission.clone()])
    );
    assert_eq!(book.commissions(scope, &CommissionFilter::default(), all()).await.unwrap().len(), 3);
    let file = book.statement_file(scope, scene.statement.id).await.unwrap().unwrap();
    assert_eq!((file.statement, file.lines.len()), (scene.statement.clone(), 1));
    assert_eq!(file.lines[0].0, scene.line);
}

/// Changes something in every row but its identity. The decision gets another id: it is the later
/// one of the same conversion.
fn change_all(scene: &mut Scene, world: &World) {
    let later = world.clock.advance(1_000_000);
    let shop = &mut scene.shop;
    shop.workspace.name = "Acme renamed".to_owned();
    shop.key.name = "Other server".to_owned();
    shop.program.fallback_url = Some("https://shop.example/lost".to_owned());
    shop.policy.rules.look_back_days = 30;
    shop.group.name = "Gold".to_owned();
    shop.terms.hold_days = 14;
    shop.partner.personal = words::Personal::default();
    shop.partner.company = Some("Ada Ltd".to_owned());
    shop.enrollment = shop.enrollment.stepped(program::Step::Suspend, Some("a complaint"), later).unwrap();
    shop.link.destination = "https://shop.example/new".to_owned();
    shop.code.archived_at = Some(later);
    shop.link = shop.link.renamed("renamed".to_owned()).unwrap();
    let purchase = &mut scene.pending;
    purchase.customer.stamped.name =
        Some(referral::Stamp { occurred_at: later, event: "sale/api/ORD-1".to_owned() });
    let seen_by_chance = match &purchase.touch.evidence {
        Evidence::Click { click, link, .. } => Evidence::Click { click: *click, link: *link, sent: false },
        other => other.clone(),
    };
    let verdict = Verdict::Repeat { of: words::ClickId::draw(later, world.draw()) };
    purchase.touch = Touch { evidence: seen_by_chance, verdict, ..purchase.touch.clone() };
    (purchase.referral.stage, purchase.referral.expires_at) = (Stage::Qualified, Instant::MAX);
    purchase.sale.refunded = 10_000;
    purchase.decision = world.decision(&purchase.sale, &shop.policy, &[]);
    purchase.commission = Commission { share_millionths: 0, earned: 0, ..purchase.commission.clone() };
    (scene.statement.status, scene.statement.carried) = (StatementStatus::Open, -7);
    scene.statement.number = None;
    scene.line.amount = 1;
}

pub(super) async fn an_empty_commit_is_no_fault(book: Store) {
    commit(&*book, Changes::default()).await.unwrap();
    assert_eq!(book.audit().await.unwrap(), engine::ports::Audit::default());
}
