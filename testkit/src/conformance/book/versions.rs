//! Versions: each counts the commits that expected it, and lets through only who saw the last.

use super::{Store, at_once, commit, scene::Scene};
use crate::world::World;
use commission::Counted;
use engine::ports::{Book, Changes, CommitError, Expected, Row, VersionKey};
use settlement::{TotalChange, TotalGuard, TotalKey, TotalOf};
use std::sync::Arc;
use words::{Day, Mode, ProgramId, Scope};

fn expecting(keys: impl IntoIterator<Item = (VersionKey, u64)>) -> Changes {
    let expected = keys.into_iter().map(|(key, version)| Expected { key, version }).collect();
    Changes { expected, ..Changes::default() }
}

async fn version_of_rules(book: &dyn Book, scope: Scope, program: ProgramId) -> u64 {
    book.rulebook(scope, program).await.unwrap().unwrap().version
}

pub(super) async fn versions_count_commits_and_conflict(book: Store) {
    let world = World::seeded(11);
    let shop = world.shop(world.scope(Mode::Live));
    commit(&*book, shop.changes()).await.unwrap();
    let (scope, program) = (shop.scope, shop.program.id);
    let rules = || VersionKey::Rules(program);
    assert_eq!(version_of_rules(&*book, scope, program).await, 0);
    for version in 0..3_u64 {
        for wrong in [version + 1, version.abs_diff(1), 1_000_000].into_iter().filter(|&it| it != version) {
            let refused = commit(&*book, expecting([(rules(), wrong)])).await;
            assert_eq!(refused, Err(CommitError::Conflict), "{wrong} expected, {version} there");
        }
        commit(&*book, expecting([(rules(), version)])).await.unwrap();
        assert_eq!(version_of_rules(&*book, scope, program).await, version + 1);
    }
    // Rows alone move no version: only who expects one does.
    commit(&*book, shop.changes()).await.unwrap();
    assert_eq!(version_of_rules(&*book, scope, program).await, 3);
    // One stale version among several holds all of them back.
    let statements = VersionKey::Statements(shop.enrollment.id);
    let stale = expecting([(rules(), 3), (statements.clone(), 1)]);
    assert_eq!(commit(&*book, stale).await, Err(CommitError::Conflict));
    assert_eq!(version_of_rules(&*book, scope, program).await, 3);
    commit(&*book, expecting([(rules(), 3), (statements, 0)])).await.unwrap();
    assert_eq!(version_of_rules(&*book, scope, program).await, 4);
    assert_eq!(book.statements_of(scope, shop.enrollment.id).await.unwrap().1, 1);
}

pub(super) async fn what_was_only_read_must_still_hold_and_stays(book: Store) {
    let world = World::seeded(14);
    let shop = world.shop(world.scope(Mode::Live));
    commit(&*book, shop.changes()).await.unwrap();
    let (scope, program, enrollment) = (shop.scope, shop.program.id, shop.enrollment.id);
    let own = VersionKey::Enrollment(enrollment);
    commit(&*book, expecting([(own.clone(), 0)])).await.unwrap();
    let snapshot = async || book.enrollment_snapshots(scope, &[enrollment]).await.unwrap().remove(0).version;
    assert_eq!(snapshot().await, 1);
    let renamed = Row::Group(program::Group { name: "Gold".to_owned(), ..shop.group.clone() });
    let resting_on = |version| Changes {
        unchanged: vec![
            Expected { key: own.clone(), version },
            Expected { key: VersionKey::Rules(program), version: 0 },
        ],
        rows: vec![renamed.clone()],
        ..Changes::default()
    };
    for stale in [0, 2] {
        assert_eq!(commit(&*book, resting_on(stale)).await, Err(CommitError::Conflict));
    }
    assert_eq!(
        book.rulebook(scope, program).await.unwrap().unwrap().groups,
        std::slice::from_ref(&shop.group)
    );
    // Any number may rest on the same: nobody is in another's way.
    for _ in 0..3 {
        commit(&*book, resting_on(1)).await.unwrap();
    }
    assert_eq!((snapshot().await, version_of_rules(&*book, scope, program).await), (1, 0));
    assert_eq!(book.rulebook(scope, program).await.unwrap().unwrap().groups[0].name, "Gold");
}

/// Reads the four versions that the scene's nouns have.
async fn versions(book: &dyn Book, scene: &Scene, order: &str) -> [u64; 4] {
    let (scope, program) = (scene.scope(), scene.shop.program.id);
    let customer = scene.pending.customer.id;
    [
        book.customer_file_by_id(scope, program, customer).await.unwrap().unwrap().version,
        book.sale_file(scope, program, "api", order).await.unwrap().2,
        version_of_rules(book, scope, program).await,
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
pub(super) async fn nobody_is_lost_among_64_who_decide_anew(book: Store) {
    let world = World::seeded(13);
    let shop = world.shop(world.scope(Mode::Live));
    commit(&*book, shop.changes()).await.unwrap();
    let (scope, program, enrollment) = (shop.scope, shop.program.id, shop.enrollment.id);
    let (of, day) = (TotalOf::Enrollment(enrollment), Day::of(world.now()));
    let key = TotalKey { of, counted: Counted::Earned, days: (day, day) };
    let turns = (0..64).map(|_| {
        let book = Arc::clone(&book);
        async move {
            loop {
                let version = version_of_rules(&*book, scope, program).await;
                let held = book.totals(&[key]).await.unwrap()[0];
                let guards = vec![TotalGuard { key, least: held, most: held }];
                let totals = vec![TotalChange { of, counted: key.counted, day, delta: 1 }];
                let expected = expecting([(VersionKey::Rules(program), version)]);
                match commit(&*book, Changes { guards, totals, ..expected }).await {
                    Ok(()) => return,
                    Err(fault) => assert_eq!(fault, CommitError::Conflict),
                }
            }
        }
    });
    at_once(turns).await;
    assert_eq!(version_of_rules(&*book, scope, program).await, 64);
    assert_eq!(book.totals(&[key]).await.unwrap(), [64]);
}
