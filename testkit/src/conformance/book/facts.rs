//! Facts: numbered in the order of commits, without gaps, and read from where a consumer was.

use super::{at_once, commit, read_in_pages, rows};
use crate::world::World;
use engine::ports::{Changes, CommitError, Commits, Expected, Facts, Row, VersionKey};
use facts::{Actor, Event, Fact, Kind, NumberedFact, Origin};
use std::{collections::BTreeMap, sync::Arc};
use words::{CustomerId, Mode, Scope};

fn telling(facts: impl IntoIterator<Item = Fact>) -> Changes {
    Changes { facts: facts.into_iter().collect(), ..Changes::default() }
}

fn numbered(facts: &[Fact]) -> Vec<NumberedFact> {
    let facts = facts.iter().zip(1..);
    facts.map(|(fact, number)| NumberedFact { number, fact: fact.clone() }).collect()
}

pub(super) async fn numbers_follow_the_commits_without_gaps(book: Arc<impl Commits + Facts + ?Sized>) {
    let world = World::seeded(41);
    let shop = world.shop(world.scope(Mode::Live));
    let other = world.scope(Mode::Test);
    commit(&*book, shop.changes()).await.unwrap();
    let mut told = Vec::new();
    for round in 0..5 {
        // The clock runs backwards: numbers follow commits, not times.
        world.clock.advance(-1_000_000);
        let scope = if round % 2 == 0 { shop.scope } else { other };
        let facts: Vec<_> = (0..round).map(|place| world.fact(scope, &format!("{round}/{place}"))).collect();
        commit(&*book, telling(facts.clone())).await.unwrap();
        told.extend(facts);
        let taken = Row::Link(program::Link { slug: shop.link.slug.clone(), ..world.link(&shop.enrollment) });
        let failing = Changes { facts: vec![world.fact(scope, "never")], ..rows([taken]) };
        commit(&*book, failing).await.unwrap_err();
    }
    let customer = CustomerId::draw(world.now(), world.draw());
    let about = Fact {
        revision: u64::MAX,
        actor: Actor::Visitor { user: None },
        origin: Origin::Automation { run: "a run".to_owned() },
        cause: told.first().map(|first| first.id),
        ..world.fact(shop.scope, "about someone").of_program(shop.program.id).of_customer(customer)
    };
    commit(&*book, telling([about.clone()])).await.unwrap();
    told.push(about);
    assert_eq!(book.facts(None, 0, 100).await.unwrap(), numbered(&told));
    assert_eq!(book.last_fact().await.unwrap(), 11);
}

/// Each of 64 tasks tells two facts, waits until they are told, and tells a third; every second
/// task fails in between.
pub(super) async fn numbers_have_no_gaps_after_64_commits_at_once(
    book: Arc<impl Commits + Facts + ?Sized + 'static>,
) {
    let world = World::seeded(42);
    let shop = world.shop(world.scope(Mode::Live));
    commit(&*book, shop.changes()).await.unwrap();
    let turns: Vec<_> = (0..64)
        .map(|place| {
            let fact = |name: &str| world.fact(shop.scope, &format!("{place} {name}"));
            let facts = [fact("a"), fact("b"), fact("never"), fact("c")];
            let link = program::Link { slug: shop.link.slug.clone(), ..world.link(&shop.enrollment) };
            let book = Arc::clone(&book);
            async move {
                let [a, b, never, c] = facts;
                commit(&*book, telling([a.clone(), b.clone()])).await.unwrap();
                if place % 2 == 0 {
                    let failing = Changes { rows: vec![Row::Link(link)], ..telling([never]) };
                    commit(&*book, failing).await.unwrap_err();
                }
                commit(&*book, telling([c.clone()])).await.unwrap();
                [a.id, b.id, c.id]
            }
        })
        .collect();
    let told = at_once(turns).await;
    let facts = book.facts(None, 0, 1_000).await.unwrap();
    let numbers: Vec<u64> = facts.iter().map(|it| it.number).collect();
    assert_eq!(numbers, (1..=192).collect::<Vec<u64>>());
    let number_of: BTreeMap<_, _> = facts.iter().map(|it| (it.fact.id, it.number)).collect();
    for [a, b, c] in told {
        assert_eq!(number_of[&b], number_of[&a] + 1, "facts of one commit follow each other");
        assert!(number_of[&c] > number_of[&b], "a later commit has later facts");
    }
}

pub(super) async fn a_consumer_reads_on_from_where_it_was(book: Arc<impl Commits + Facts + ?Sized>) {
    let world = World::seeded(43);
    let live = world.scope(Mode::Live);
    let scopes = [live, Scope { mode: Mode::Test, ..live }, world.scope(Mode::Live)];
    let told: Vec<_> = (0..30).map(|place| world.fact(scopes[place % 3], &place.to_string())).collect();
    for facts in told.chunks(4) {
        commit(&*book, telling(facts.to_vec())).await.unwrap();
    }
    let told = numbered(&told);
    for scope in [None, Some(scopes[0]), Some(scopes[1]), Some(scopes[2])] {
        let of_scope = told.iter().filter(|it| scope.is_none_or(|scope| it.fact.scope == scope));
        let expected: Vec<_> = of_scope.cloned().collect();
        let fetch = async |after: Option<u64>| book.facts(scope, after.unwrap_or(0), 4).await.unwrap();
        let read = read_in_pages(4, |it: &NumberedFact| it.number, fetch).await;
        assert_eq!(read, expected);
        assert_eq!(
            book.facts(scope, 17, 100).await.unwrap().first(),
            expected.iter().find(|it| it.number > 17)
        );
        assert!(book.facts(scope, 30, 100).await.unwrap().is_empty());
    }
    assert!(book.facts(Some(world.scope(Mode::Live)), 0, 100).await.unwrap().is_empty());
}

pub(super) async fn each_kind_comes_back_as_it_was(book: Arc<impl Commits + Facts + ?Sized>) {
    let world = World::seeded(44);
    let scope = world.scope(Mode::Live);
    let fact = |kind: &Kind| Fact { event: Event::example(*kind), ..world.fact(scope, "") };
    let told: Vec<_> = Kind::ALL.iter().map(fact).collect();
    for facts in told.chunks(10) {
        commit(&*book, telling(facts.to_vec())).await.unwrap();
    }
    assert_eq!(book.facts(None, 0, told.len() + 1).await.unwrap(), numbered(&told));
}

/// Deeds that change the same thing follow each other, and so do their facts.
pub(super) async fn facts_of_one_key_stand_in_the_order_of_its_versions(
    book: Arc<impl Commits + Facts + ?Sized + 'static>,
) {
    let world = World::seeded(45);
    let shop = world.shop(world.scope(Mode::Live));
    let key = VersionKey::Rules(shop.program.id);
    let turns: Vec<_> = (0..32)
        .map(|_| {
            let ids: Vec<_> = (0..64).map(|_| world.fact(shop.scope, "")).collect();
            let (book, key, scope) = (Arc::clone(&book), key.clone(), shop.scope);
            async move {
                for fact in ids {
                    let version = book.version(&key).await.unwrap();
                    let fact = Fact { revision: version + 1, scope, ..fact };
                    let expected = vec![Expected { key: key.clone(), version }];
                    match commit(&*book, Changes { expected, ..telling([fact]) }).await {
                        Ok(()) => return,
                        Err(fault) => assert_eq!(fault, CommitError::Conflict),
                    }
                }
            }
        })
        .collect();
    at_once(turns).await;
    let told = book.facts(None, 0, 100).await.unwrap();
    let versions: Vec<u64> = told.iter().map(|it| it.fact.revision).collect();
    assert_eq!(versions, (1..=versions.len() as u64).collect::<Vec<_>>());
    assert_eq!(book.version(&key).await.unwrap(), versions.len() as u64);
}

/// A commit with many facts takes longer than smaller ones that begin after it. A consumer that reads on meanwhile must not
/// skip its facts.
pub(super) async fn a_reader_beside_many_writers_misses_no_fact(
    book: Arc<impl Commits + Facts + ?Sized + 'static>,
) {
    const COMMITS: usize = 96;
    let world = World::seeded(46);
    let scope = world.scope(Mode::Live);
    let facts_of = |place: usize| if place.is_multiple_of(8) { 40 } else { 1 };
    let all: usize = (0..COMMITS).map(facts_of).sum();
    let reader = tokio::spawn({
        let book = Arc::clone(&book);
        async move {
            let mut read: Vec<NumberedFact> = Vec::new();
            while read.len() < all {
                let after = read.last().map_or(0, |it| it.number);
                let more = book.facts(None, after, 7).await.unwrap();
                for fact in more {
                    assert_eq!(fact.number, read.len() as u64 + 1, "no number is left out");
                    read.push(fact);
                }
                tokio::task::yield_now().await;
            }
            read
        }
    });
    let turns: Vec<_> = (0..COMMITS)
        .map(|place| {
            let facts: Vec<_> = (0..facts_of(place)).map(|_| world.fact(scope, "beside")).collect();
            let book = Arc::clone(&book);
            async move {
                commit(&*book, telling(facts.clone())).await.unwrap();
                // Facts can be read as soon as their commit has returned.
                let last = book.last_fact().await.unwrap();
                let told = book.facts(None, 0, 1_000).await.unwrap();
                assert!(told.len() as u64 >= last);
                let first = told.iter().position(|it| it.fact == facts[0]).unwrap();
                assert!(told[first..].iter().zip(&facts).all(|(it, fact)| it.fact == *fact));
            }
        })
        .collect();
    at_once(turns).await;
    let read = reader.await.unwrap();
    assert_eq!(read, book.facts(None, 0, 1_000).await.unwrap());
}
