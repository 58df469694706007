//! Versions: each counts the commits that expected it, and lets through only who saw the last.

use super::{Store, at_once, commit, rows, scene::Scene};
use crate::world::World;
use commission::Counted;
use engine::ports::{Book, Changes, CommitError, Commits, Expected, Links, Row, VersionKey};
use program::Link;
use settlement::{TotalChange, TotalGuard, TotalKey, TotalOf};
use std::sync::Arc;
use words::{Day, Mode};

fn expecting(keys: impl IntoIterator<Item = (VersionKey, u64)>) -> Changes {
    let expected = keys.into_iter().map(|(key, version)| Expected { key, version }).collect();
    Changes { expected, ..Changes::default() }
}

async fn version_of(book: &(impl Commits + ?Sized), key: &VersionKey) -> u64 {
    book.version(key).await.unwrap()
}

pub(super) async fn versions_count_commits_and_conflict(book: Arc<impl Commits + ?Sized>) {
    let world = World::seeded(11);
    let shop = world.shop(world.scope(Mode::Live));
    commit(&*book, shop.changes()).await.unwrap();
    let rules = VersionKey::Rules(shop.program.id);
    assert_eq!(version_of(&*book, &rules).await, 0);
    for version in 0..3_u64 {
        for wrong in [version + 1, version.abs_diff(1), 1_000_000].into_iter().filter(|&it| it != version) {
            let refused = commit(&*book, expecting([(rules.clone(), wrong)])).await;
            assert_eq!(refused, Err(CommitError::Conflict), "{wrong} expected, {version} there");
        }
        commit(&*book, expecting([(rules.clone(), version)])).await.unwrap();
        assert_eq!(version_of(&*book, &rules).await, version + 1);
    }
    // Rows alone move no version: only who expects one does.
    commit(&*book, shop.changes()).await.unwrap();
    assert_eq!(version_of(&*book, &rules).await, 3);
    // One stale version among several holds all of them back.
    let statements = VersionKey::Statements(shop.enrollment.id);
    let stale = expecting([(rules.clone(), 3), (statements.clone(), 1)]);
    assert_eq!(commit(&*book, stale).await, Err(CommitError::Conflict));
    assert_eq!(version_of(&*book, &rules).await, 3);
    commit(&*book, expecting([(rules.clone(), 3), (statements.clone(), 0)])).await.unwrap();
    assert_eq!((version_of(&*book, &rules).await, version_of(&*book, &statements).await), (4, 1));
    let beyond = expecting([(rules.clone(), u64::MAX)]);
    assert_eq!(commit(&*book, beyond).await, Err(CommitError::Conflict));
    // The first expectation advances the version, so an equal second one does not hold.
    let twice = expecting([(rules.clone(), 4), (rules.clone(), 4)]);
    assert_eq!(commit(&*book, twice).await, Err(CommitError::Conflict));
    assert_eq!(version_of(&*book, &rules).await, 4);
    // A commit may rely on the version that it advances.
    let premise = Expected { key: rules.clone(), version: 4 };
    let both = Changes { unchanged: vec![premise], ..expecting([(rules.clone(), 4)]) };
    commit(&*book, both).await.unwrap();
    assert_eq!(version_of(&*book, &rules).await, 5);
}

pub(super) async fn what_was_only_read_must_still_hold_and_stays(book: Arc<impl Commits + Links + ?Sized>) {
    let world = World::seeded(14);
    let shop = world.shop(world.scope(Mode::Live));
    commit(&*book, shop.changes()).await.unwrap();
    let own = VersionKey::Enrollment(shop.enrollment.id);
    let rules = VersionKey::Rules(shop.program.id);
    commit(&*book, expecting([(own.clone(), 0)])).await.unwrap();
    assert_eq!(version_of(&*book, &own).await, 1);
    let moved = Link { destination: "https://shop.example/new".to_owned(), ..shop.link.clone() };
    let resting_on = |version| Changes {
        unchanged: vec![Expected { key: own.clone(), version }, Expected { key: rules.clone(), version: 0 }],
        ..rows([Row::Link(moved.clone())])
    };
    for stale in [0, 2, u64::MAX] {
        assert_eq!(commit(&*book, resting_on(stale)).await, Err(CommitError::Conflict));
    }
    assert_eq!(book.link(shop.scope, shop.link.id).await.unwrap().as_ref(), Some(&shop.link));
    // Any number may rest on the same: nobody is in another's way.
    for _ in 0..3 {
        commit(&*book, resting_on(1)).await.unwrap();
    }
    assert_eq!((version_of(&*book, &own).await, version_of(&*book, &rules).await), (1, 0));
    assert_eq!(book.link(shop.scope, shop.link.id).await.unwrap(), Some(moved));
}

/// Reads the four versions that the scene's nouns have.
async fn versions(book: &dyn Book, scene: &Scene, order: &str) -> [u64; 4] {
    let (scope, program) = (scene.scope(), scene.shop.program.id);
    let customer = scene.pending.customer.id;
    [
        book.customer_file_by_id(scope, program, customer).await.unwrap().unwrap().version,
        book.sale_file(scope, program, "api", order).await.unwrap().2,
        book.rulebook(scope, program).await.unwrap().unwrap().version,
        book.statements_of(scope, scene.shop.enrollment.id).await.unwrap().1,
    ]
}

pub(super) async fn every_key_has_a_version_of_its_own(book: Store) {
    let world = World::seeded(12);
    let scene = Scene::new(&world, world.scope(Mode::Live));
    let other = Scene::new(&world, world.scope(Mode::Live));
    for scene in [&scene, &other] {
        commit(&*book, Changes { expected: Vec::new(), ..scene.changes() }).await.unwrap();
    }
    let (scope, program, order) = (scene.scope(), scene.shop.program.id, "ORD-1");
    let keys = [
        VersionKey::Customer(scene.pending.customer.id),
        VersionKey::sale(scope, program, "api", order),
        VersionKey::Rules(program),
        VersionKey::Statements(scene.shop.enrollment.id),
    ];
    let mut expected = [0; 4];
    for (place, key) in keys.into_iter().enumerate() {
        commit(&*book, expecting([(key, 0)])).await.unwrap();
        expected[place] = 1;
        assert_eq!(versions(&*book, &scene, order).await, expected);
    }
    assert_eq!(versions(&*book, &other, order).await, [0; 4], "another scope's");
    assert_eq!(versions(&*book, &scene, "ORD-2").await, [1, 0, 1, 1], "another sale's");
    let file = book.customer_file(scope, program, "customer of ORD-1").await.unwrap().unwrap();
    assert_eq!(file.version, 1);
    // Sales are told apart by all of their name, known or not.
    for near in [("api", "ORD-1 "), ("api2", "ORD-1"), ("ap", "iORD-1"), ("api", "ord-1"), ("", "ORD-1")] {
        assert_eq!(book.sale_file(scope, program, near.0, near.1).await.unwrap(), (None, Vec::new(), 0));
    }
}

/// 64 tasks add one to a use that each must have read at the same version: as deeds do.
pub(super) async fn nobody_is_lost_among_64_who_decide_anew(book: Arc<impl Commits + ?Sized + 'static>) {
    let world = World::seeded(13);
    let shop = world.shop(world.scope(Mode::Live));
    commit(&*book, shop.changes()).await.unwrap();
    let rules = VersionKey::Rules(shop.program.id);
    let (of, day) = (TotalOf::Enrollment(shop.enrollment.id), Day::of(world.now()));
    let key = TotalKey { of, counted: Counted::Earned, days: (day, day) };
    let turns = (0..64).map(|_| {
        let (book, rules) = (Arc::clone(&book), rules.clone());
        async move {
            loop {
                let version = version_of(&*book, &rules).await;
                let held = book.totals(&[key]).await.unwrap()[0];
                let guards = vec![TotalGuard { key, least: held, most: held }];
                let totals = vec![TotalChange { of, counted: key.counted, day, delta: 1 }];
                let expected = expecting([(rules.clone(), version)]);
                match commit(&*book, Changes { guards, totals, ..expected }).await {
                    Ok(()) => return,
                    Err(fault) => assert_eq!(fault, CommitError::Conflict),
                }
            }
        }
    });
    at_once(turns).await;
    assert_eq!(version_of(&*book, &rules).await, 64);
    assert_eq!(book.totals(&[key]).await.unwrap(), [64]);
}
