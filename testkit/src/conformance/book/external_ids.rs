//! Ids of other systems.

use super::{Store, commit, rows};
use crate::world::World;
use engine::ports::{Changes, CommitError, Expected, Row, Unique, VersionKey};
use referral::{ExternalId, NamedObject};
use words::{CustomerId, DealId, ExternalIdId, Mode, Scope};

fn external_id(world: &World, scope: Scope, name: &str, object: NamedObject) -> ExternalId {
    ExternalId {
        id: ExternalIdId::draw(world.now(), world.draw()),
        scope,
        system: "hubspot".to_owned(),
        kind: "contact".to_owned(),
        external_id: name.to_owned(),
        object,
        linked_at: world.now(),
    }
}

fn customer(world: &World) -> NamedObject {
    NamedObject::Customer(CustomerId::draw(world.now(), world.draw()))
}

fn unlinking(ids: &[&ExternalId]) -> Changes {
    Changes { unlinked: ids.iter().map(|it| it.id).collect(), ..Changes::default() }
}

pub(super) async fn a_record_names_one_object_and_an_object_has_many(book: Store) {
    let world = World::seeded(81);
    let live = world.scope(Mode::Live);
    let test = Scope { mode: Mode::Test, ..live };
    let ada = customer(&world);
    let first = external_id(&world, live, "101", ada);
    world.clock.advance(1_000_000);
    let deal = NamedObject::Deal(DealId::draw(world.now(), world.draw()));
    let others = [
        ExternalId { kind: "company".to_owned(), ..external_id(&world, live, "101", ada) },
        ExternalId { system: "stripe".to_owned(), ..external_id(&world, live, "101", deal) },
        external_id(&world, live, "101 ", deal),
        external_id(&world, test, "101", ada),
    ];
    let all = std::iter::once(&first).chain(&others).cloned().map(Row::ExternalId);
    commit(&*book, rows(all)).await.unwrap();

    for it in std::iter::once(&first).chain(&others) {
        let found =
            book.external_id_of_record(it.scope, &it.system, &it.kind, &it.external_id).await.unwrap();
        assert_eq!(found.as_ref(), Some(it));
        assert_eq!(book.external_id(it.scope, it.id).await.unwrap().as_ref(), Some(it));
    }
    assert_eq!(book.external_id(test, first.id).await.unwrap(), None, "another scope's");
    let unknown = book.external_id_of_record(live, "hubspot", "Contact", "101").await.unwrap();
    assert_eq!(unknown, None);
    let of_ada = book.external_ids_of(live, ada).await.unwrap();
    assert_eq!(of_ada, [first.clone(), others[0].clone()]);
    assert_eq!(book.external_ids_of(test, ada).await.unwrap(), std::slice::from_ref(&others[3]));
    assert_eq!(book.external_ids_of(live, customer(&world)).await.unwrap(), []);

    let twice = external_id(&world, live, "101", customer(&world));
    let taken = commit(&*book, rows([Row::ExternalId(twice)])).await;
    assert_eq!(taken, Err(CommitError::Taken(Unique::ExternalId)));
    commit(&*book, rows([Row::ExternalId(first)])).await.unwrap();
}

pub(super) async fn what_is_unlinked_is_free(book: Store) {
    let world = World::seeded(82);
    let scope = world.scope(Mode::Live);
    let (ada, grace) = (customer(&world), customer(&world));
    let before = external_id(&world, scope, "101", ada);
    commit(&*book, rows([Row::ExternalId(before.clone())])).await.unwrap();

    // One commit may move a record from one object to another.
    let after = external_id(&world, scope, "101", grace);
    let moved = Changes { rows: vec![Row::ExternalId(after.clone())], ..unlinking(&[&before]) };
    commit(&*book, moved).await.unwrap();

    assert_eq!(book.external_ids_of(scope, ada).await.unwrap(), []);
    assert_eq!(book.external_ids_of(scope, grace).await.unwrap(), std::slice::from_ref(&after));
    commit(&*book, unlinking(&[&after])).await.unwrap();
    assert_eq!(book.external_id_of_record(scope, "hubspot", "contact", "101").await.unwrap(), None);
}

pub(super) async fn a_commit_with_an_id_that_is_gone_changes_nothing(book: Store) {
    let world = World::seeded(83);
    let scope = world.scope(Mode::Live);
    let ada = customer(&world);
    let (kept, gone) = (external_id(&world, scope, "101", ada), external_id(&world, scope, "102", ada));
    commit(&*book, rows([Row::ExternalId(kept.clone()), Row::ExternalId(gone.clone())])).await.unwrap();
    let key = VersionKey::ExternalIds(ada);
    let expected = vec![Expected { key: key.clone(), version: 0 }];
    commit(&*book, Changes { expected, ..unlinking(&[&gone]) }).await.unwrap();

    assert_eq!(commit(&*book, unlinking(&[&kept, &gone])).await, Err(CommitError::Conflict));
    assert_eq!(book.external_ids_of(scope, ada).await.unwrap(), [kept]);
    assert_eq!(book.version(&key).await.unwrap(), 1);
}
