//! Scopes: a row of another scope is as absent as one that does not exist.

use super::{Store, commit, observe, scene::Scene};
use crate::world::World;
use words::{Mode, Scope};

/// The same life in three scopes: live and test of one merchant, and another merchant's.
pub(super) async fn every_read_respects_the_scope(book: Store) {
    let world = World::seeded(71);
    let live = world.scope(Mode::Live);
    let scopes = [live, Scope { mode: Mode::Test, ..live }, world.scope(Mode::Live)];
    let scenes = scopes.map(|scope| Scene::new(&world, scope));
    let [own, ..] = &scenes;
    // What an empty book answers is what absence looks like.
    let absent = observe::by_id(&*book, own.scope(), own).await;
    let nothing = observe::of_scope(&*book, own.scope(), own).await;
    let mut alone = Vec::new();
    for scene in &scenes {
        commit(&*book, scene.changes()).await.unwrap();
        let by_id = observe::by_id(&*book, scene.scope(), scene).await;
        alone.push((by_id, observe::of_scope(&*book, scene.scope(), scene).await));
    }
    for (question, answer) in &alone[0].0 {
        // Nothing stands after the end of time but what came before it.
        assert_ne!(Some(answer), absent.get(question), "{question} finds what is there");
    }
    for (question, answer) in &alone[0].1 {
        assert_ne!(Some(answer), nothing.get(question), "{question} finds what is there");
    }
    for (scene, (by_id, of_scope)) in scenes.iter().zip(&alone) {
        let after = observe::by_id(&*book, scene.scope(), scene).await;
        observe::assert_same(by_id, &after, "after other scopes came to life");
        let after = observe::of_scope(&*book, scene.scope(), scene).await;
        observe::assert_same(of_scope, &after, "after other scopes came to life");
        for &scope in scopes.iter().filter(|&&scope| scope != scene.scope()) {
            let foreign = observe::by_id(&*book, scope, scene).await;
            observe::assert_same(&absent, &foreign, "asked in another scope");
        }
    }
    // The same name in another scope is another customer, of whom this program knows nothing.
    let [own, test, _] = &scenes;
    let name = &own.pending.customer.external_id;
    let file = book.customer_file(test.scope(), own.shop.program.id, name).await.unwrap().unwrap();
    assert_eq!(file.customer.id, test.pending.customer.id);
    assert!(file.touches.is_empty() && file.referral.is_none());
    let unknown = observe::of_scope(&*book, world.scope(Mode::Live), own).await;
    observe::assert_same(&nothing, &unknown, "in a scope that nobody knows");
}
