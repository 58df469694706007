//! Answers under idempotency keys: kept for a day, then replaced or forgotten.

use super::{Store, commit};
use crate::world::World;
use engine::ports::{Answer, Changes, CommitError, Commits, Facts, Unique};
use std::sync::Arc;
use words::{Instant, Mode};

const HOUR_MICROS: i64 = 3_600_000_000;

fn answering(answer: &Answer) -> Changes {
    Changes { answer: Some(answer.clone()), ..Changes::default() }
}

async fn answer(book: &(impl Commits + ?Sized), like: &Answer, since: Instant) -> Option<Answer> {
    book.answer(&like.asker, &like.operation, &like.idempotency_key, since).await.unwrap()
}

pub(super) async fn an_answer_stands_for_a_day_and_may_then_be_replaced(
    book: Arc<impl Commits + Facts + ?Sized>,
) {
    let world = World::seeded(61);
    let shop = world.shop(world.scope(Mode::Live));
    commit(&*book, shop.changes()).await.unwrap();
    let given = world.answer(shop.key.id, "record_sale", "k-1");
    commit(&*book, answering(&given)).await.unwrap();
    assert_eq!(answer(&*book, &given, given.at).await, Some(given.clone()));
    assert_eq!(answer(&*book, &given, given.at.plus_micros(-1)).await, Some(given.clone()));
    assert_eq!(answer(&*book, &given, given.at.plus_micros(1)).await, None);
    // Key, operation and idempotency key make the identity, each in full.
    let other_key = world.key(shop.scope).id;
    let others = [
        world.answer(other_key, "record_sale", "k-1"),
        world.answer(shop.key.id, "record_lead", "k-1"),
        world.answer(shop.key.id, "record_sale", "K-1"),
        world.answer(shop.key.id, "record_sal", "ek-1"),
    ];
    for other in &others {
        assert_eq!(answer(&*book, other, Instant::MIN).await, None);
        commit(&*book, answering(other)).await.unwrap();
        assert_eq!(answer(&*book, other, Instant::MIN).await.as_ref(), Some(other));
    }
    // Within the day the first stands, with whatever else the commit brings.
    let fact = world.fact(shop.scope, "told twice");
    for later in [0, 1, 24 * HOUR_MICROS - 1] {
        let late = Answer { at: given.at.plus_micros(later), result: "{}".to_owned(), ..given.clone() };
        let changes = Changes { facts: vec![fact.clone()], ..answering(&late) };
        assert_eq!(commit(&*book, changes).await, Err(CommitError::Taken(Unique::Answer)), "{later}");
        assert_eq!(answer(&*book, &given, Instant::MIN).await, Some(given.clone()));
    }
    assert!(book.facts(None, 0, 10).await.unwrap().is_empty());
    let next_day = given.at.plus_micros(24 * HOUR_MICROS + 1);
    let replacing = Answer { at: next_day, result: "{\"new\":true}".to_owned(), ..given.clone() };
    commit(&*book, answering(&replacing)).await.unwrap();
    assert_eq!(answer(&*book, &given, Instant::MIN).await, Some(replacing));
    for other in &others {
        assert_eq!(answer(&*book, other, Instant::MIN).await.as_ref(), Some(other));
    }
}

pub(super) async fn answers_are_forgotten_from_the_oldest_on(book: Store) {
    let world = World::seeded(62);
    let key = world.key(world.scope(Mode::Live)).id;
    let mut given = Vec::new();
    for hour in 0..4 {
        given.push(world.answer(key, "record_sale", &format!("k-{hour}")));
        commit(&*book, answering(&given[hour])).await.unwrap();
        world.clock.advance(HOUR_MICROS);
    }
    book.forget_expired(given[2].at).await.unwrap();
    for (hour, one) in given.iter().enumerate() {
        let kept = hour >= 2;
        assert_eq!(answer(&*book, one, Instant::MIN).await.is_some(), kept, "hour {hour}");
    }
    // What was forgotten may be answered anew at once.
    commit(&*book, answering(&given[0])).await.unwrap();
    assert_eq!(answer(&*book, &given[0], Instant::MIN).await, Some(given[0].clone()));
}
