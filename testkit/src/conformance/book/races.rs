//! Commits that run at the same time, wait for each other, or are canceled. A store with one writer passes without trying;
//! one with several writers has to do something about each case.

use super::{at_once, commit, rows};
use crate::world::World;
use commission::Counted;
use engine::ports::{Answer, Changes, CommitError, Commits, Expected, Facts, Links, Row, Unique, VersionKey};
use program::Link;
use settlement::{TotalChange, TotalGuard, TotalKey, TotalOf};
use std::sync::Arc;
use words::{Day, Mode};

/// How often a race is run.
const ROUNDS: usize = 24;
const WRITERS: usize = 8;

/// Commits all of these at the same time.
async fn outcomes<B: Commits + ?Sized + 'static>(
    book: &Arc<B>,
    all: impl IntoIterator<Item = Changes>,
) -> Vec<Result<(), CommitError>> {
    let turns = all.into_iter().map(|changes| {
        let book = Arc::clone(book);
        async move { commit(&*book, changes).await }
    });
    at_once(turns.collect::<Vec<_>>()).await
}

fn count_ok(outcomes: &[Result<(), CommitError>]) -> usize {
    outcomes.iter().filter(|outcome| outcome.is_ok()).count()
}

/// Each of two commits advances what the other one only read. Neither key was committed before, so there is no stored
/// version to lock.
pub(super) async fn of_two_that_rest_on_each_other_one_goes_through(
    book: Arc<impl Commits + ?Sized + 'static>,
) {
    let world = World::seeded(171);
    let shop = world.shop(world.scope(Mode::Live));
    for round in 0..ROUNDS {
        let [one, other] = ["one", "other"].map(|name| Expected {
            key: VersionKey::sale(shop.scope, shop.program.id, name, &round.to_string()),
            version: 0,
        });
        let resting = |on: &Expected, changed: &Expected| Changes {
            unchanged: vec![on.clone()],
            expected: vec![changed.clone()],
            ..Changes::default()
        };
        let both = outcomes(&book, [resting(&one, &other), resting(&other, &one)]).await;
        assert_eq!(count_ok(&both), 1, "{both:?}");
        assert!(both.contains(&Err(CommitError::Conflict)), "{both:?}");
    }
}

/// The same for running totals: each commit adds to the total that guards the other one.
pub(super) async fn of_two_guarded_by_each_others_totals_one_goes_through(
    book: Arc<impl Commits + ?Sized + 'static>,
) {
    let world = World::seeded(172);
    let day = Day::of(world.now());
    for _ in 0..ROUNDS {
        let shop = world.shop(world.scope(Mode::Live));
        let totals = [TotalOf::Enrollment(shop.enrollment.id), TotalOf::Program(shop.program.id)];
        let [one, other] = totals.map(|of| TotalKey { of, counted: Counted::Earned, days: (day, day) });
        let guarded = |by: TotalKey, adds: TotalKey| Changes {
            guards: vec![TotalGuard { key: by, least: 0, most: 0 }],
            totals: vec![TotalChange { of: adds.of, counted: adds.counted, day, delta: 1 }],
            ..Changes::default()
        };
        let both = outcomes(&book, [guarded(one, other), guarded(other, one)]).await;
        assert_eq!(count_ok(&both), 1, "{both:?}");
        let held = book.totals(&[one, other]).await.unwrap();
        assert_eq!(held[0] + held[1], 1);
    }
}

/// Commits that write the same rows in opposite orders deadlock in a store that locks rows.
pub(super) async fn commits_that_cross_each_other_all_go_through(
    book: Arc<impl Commits + Links + ?Sized + 'static>,
) {
    let world = World::seeded(173);
    let shop = world.shop(world.scope(Mode::Live));
    let links: Vec<Link> = (0..6).map(|_| world.link(&shop.enrollment)).collect();
    commit(&*book, rows(links.iter().cloned().map(Row::Link))).await.unwrap();
    let turns = (0..WRITERS).map(|writer| {
        let destination = format!("https://shop.example/{writer}");
        let mut links: Vec<_> =
            links.iter().map(|it| Link { destination: destination.clone(), ..it.clone() }).collect();
        if writer % 2 == 1 {
            links.reverse();
        }
        rows(links.into_iter().map(Row::Link))
    });
    let outcomes = outcomes(&book, turns).await;
    assert_eq!(count_ok(&outcomes), WRITERS, "{outcomes:?}");
    let mut written = Vec::new();
    for link in &links {
        written.push(book.link(shop.scope, link.id).await.unwrap().unwrap().destination);
    }
    written.dedup();
    assert_eq!(written.len(), 1, "all of one commit or of another: {written:?}");
}

/// None of these expects a version, so the last commit wins. The slugs must be those of the row that it wrote.
pub(super) async fn a_link_that_many_rename_has_the_slug_that_it_says(
    book: Arc<impl Commits + Links + ?Sized + 'static>,
) {
    let world = World::seeded(174);
    let shop = world.shop(world.scope(Mode::Live));
    commit(&*book, shop.changes()).await.unwrap();
    for round in 0..ROUNDS / 4 {
        let slugs: Vec<_> = (0..WRITERS).map(|writer| format!("renamed-{round}-{writer}")).collect();
        let renamed = |slug: &String| rows([Row::Link(Link { slug: slug.clone(), ..shop.link.clone() })]);
        let outcomes = outcomes(&book, slugs.iter().map(renamed)).await;
        assert_eq!(count_ok(&outcomes), WRITERS, "{outcomes:?}");
        let stored = book.link(shop.scope, shop.link.id).await.unwrap().unwrap();
        for slug in &slugs {
            assert_eq!(book.slug_is_taken("", slug).await.unwrap(), *slug == stored.slug, "{slug}");
        }
    }
}

pub(super) async fn one_of_many_links_gets_a_slug(book: Arc<impl Commits + Links + ?Sized + 'static>) {
    let world = World::seeded(175);
    let shop = world.shop(world.scope(Mode::Live));
    for round in 0..ROUNDS / 4 {
        let links: Vec<_> = (0..WRITERS)
            .map(|_| Link { slug: format!("wanted-{round}"), ..world.link(&shop.enrollment) })
            .collect();
        let all = links.iter().map(|link| rows([Row::Link(link.clone())]));
        let outcomes = outcomes(&book, all).await;
        assert_eq!(count_ok(&outcomes), 1, "{outcomes:?}");
        for (link, outcome) in links.iter().zip(&outcomes) {
            assert!(matches!(outcome, Ok(()) | Err(CommitError::Taken(Unique::Slug))), "{outcome:?}");
            let stored = book.link(shop.scope, link.id).await.unwrap();
            assert_eq!(stored.is_some(), outcome.is_ok());
        }
    }
}

/// A client sends a request again while the first one is being processed. One commit goes through; the others are told
/// that it was answered, although they also expect an old version and want a slug that is taken.
pub(super) async fn one_of_many_answers_is_kept(book: Arc<impl Commits + ?Sized + 'static>) {
    let world = World::seeded(176);
    let shop = world.shop(world.scope(Mode::Live));
    let key = VersionKey::OwnLinks(shop.enrollment.id);
    for round in 0..ROUNDS as u64 / 4 {
        let name = format!("answered-{round}");
        let answer = world.answer(shop.key.id, "create_link", &name);
        let tries = (0..WRITERS).map(|_| Changes {
            expected: vec![Expected { key: key.clone(), version: round }],
            answer: Some(answer.clone()),
            ..rows([Row::Link(Link { slug: name.clone(), ..world.link(&shop.enrollment) })])
        });
        let outcomes = outcomes(&book, tries.collect::<Vec<_>>()).await;
        assert_eq!(count_ok(&outcomes), 1, "{outcomes:?}");
        let answered = Err(CommitError::Taken(Unique::Answer));
        assert_eq!(outcomes.iter().filter(|&it| *it == answered).count(), WRITERS - 1, "{outcomes:?}");
    }
}

/// The engine acts on the kind of error, so every store has to report the same one first.
pub(super) async fn of_several_errors_the_first_is_reported(book: Arc<impl Commits + ?Sized>) {
    let world = World::seeded(177);
    let shop = world.shop(world.scope(Mode::Live));
    let answer = world.answer(shop.key.id, "create_link", "first");
    let told = Changes { answer: Some(answer.clone()), ..shop.changes() };
    commit(&*book, told).await.unwrap();
    let stale = Expected { key: VersionKey::Rules(shop.program.id), version: 7 };
    let taken = Row::Link(Link { slug: shop.link.slug.clone(), ..world.link(&shop.enrollment) });
    let wrong = Changes { expected: vec![stale], answer: Some(answer), ..rows([taken]) };
    let later = Changes { answer: None::<Answer>, ..wrong.clone() };
    let last = Changes { expected: Vec::new(), ..later.clone() };
    assert_eq!(commit(&*book, wrong).await, Err(CommitError::Taken(Unique::Answer)));
    assert_eq!(commit(&*book, later).await, Err(CommitError::Conflict));
    assert_eq!(commit(&*book, last).await, Err(CommitError::Taken(Unique::Slug)));
}

/// A client hangs up, and its commit is canceled.
pub(super) async fn a_canceled_commit_is_whole_or_nothing(
    book: Arc<impl Commits + Facts + Links + ?Sized + 'static>,
) {
    let world = World::seeded(178);
    let shop = world.shop(world.scope(Mode::Live));
    let mut canceled = Vec::new();
    for round in 0..64 {
        let link = world.link(&shop.enrollment);
        let facts = vec![world.fact(shop.scope, "first"), world.fact(shop.scope, "second")];
        let changes = Changes { facts: facts.clone(), ..rows([Row::Link(link.clone())]) };
        canceled.push((link, facts));
        let task = tokio::spawn({
            let book = Arc::clone(&book);
            async move { commit(&*book, changes).await }
        });
        for _ in 0..round {
            tokio::task::yield_now().await;
        }
        task.abort();
    }
    // Canceled commits do not get in the way of others.
    let others = (0..64).map(|_| rows([Row::Link(world.link(&shop.enrollment))]));
    let others = outcomes(&book, others.collect::<Vec<_>>()).await;
    assert_eq!(count_ok(&others), 64, "{others:?}");
    for (link, facts) in canceled {
        let is_there = book.link(shop.scope, link.id).await.unwrap().is_some();
        let told = book.facts(None, 0, 1_000).await.unwrap();
        let told = facts.iter().filter(|fact| told.iter().any(|it| it.fact == **fact)).count();
        assert!(told != 1, "one of two facts");
        assert!(!is_there || told == 2, "a link without its facts");
        assert!(
            told == 0 || book.link(shop.scope, link.id).await.unwrap().is_some(),
            "facts without their link"
        );
    }
}
