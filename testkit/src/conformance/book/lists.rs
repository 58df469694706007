//! Lists of any noun: what is filtered, in which order, and that rows which come meanwhile neither repeat nor hide
//! those that were there.

use super::{Store, commit, rows, scene::Scene};
use crate::world::{World, month};
use engine::ports::{
    Column, Commits, LinkColumn, ListOf, ListQuery, Lists, Noun, PartnerColumn, Row, Sort, Sorting, Test,
    Value, list_of, scope_of,
};
use program::{Link, Partner};
use std::{collections::BTreeMap, sync::Arc};
use words::{Mode, Scope};

const PURCHASES: usize = 9;
/// Random queries for each noun.
const QUERIES: usize = 60;

/// Rows of every noun, written in no order, some drawn in the same millisecond.
fn crowd(world: &World, scope: Scope) -> Vec<Row> {
    let scene = Scene::new(world, scope);
    let mut rows = scene.changes().rows;
    for place in 0..PURCHASES {
        world.clock.advance(if place % 2 == 0 { 0 } else { 1_003_000 });
        let shop = if place % 3 == 0 { world.shop(scope) } else { scene.shop.clone() };
        let (_, enrollment, joined) = world.join(&shop);
        let amount = [1_000, 250, 1_000, 99_999][place % 4];
        let mut purchase = world.purchase(&shop, &format!("CROWD-{place}"), amount);
        if place % 2 == 0 {
            purchase = purchase.approved(world);
        }
        rows.extend(shop.rows().into_iter().filter(|_| place % 3 == 0));
        rows.extend(joined.into_iter().chain(purchase.rows()));
        rows.push(Row::Conversion(world.lead(&shop.program, &purchase.customer, &format!("LEAD-{place}"))));
        rows.push(Row::Link(world.link(&enrollment)));
        rows.push(Row::Correction(world.correction(&purchase.sale, &enrollment)));
        rows.push(Row::Review(world.review(&purchase.decision)));
        rows.push(Row::Simulation(world.simulation(&shop.program)));
        rows.push(Row::Deal(world.deal(&enrollment, &format!("Company {place}"))));
        rows.push(Row::Submission(world.submission(&enrollment, &format!("p{}@buyer.example", place % 5))));
        rows.push(Row::Method(world.method(&enrollment)));
        rows.push(Row::DailyRate(world.daily_rate(scope, place as i64)));
        rows.push(Row::Dispute(world.dispute(&purchase.commission)));
        let mut batch = world.batch(&shop.program);
        batch.total = amount;
        let due = world.statement(&enrollment, month("2026-01"), shop.program.currency);
        rows.push(Row::Transfer(Box::new(world.transfer(&batch, &due))));
        rows.push(Row::Batch(Box::new(batch)));
        rows.push(Row::Statement(world.statement(&enrollment, month("2026-02"), shop.program.currency)));
    }
    rows.reverse();
    rows
}

/// The rows of a noun as they were last written, by id.
fn of_noun(rows: &[Row], noun: Noun) -> BTreeMap<String, Row> {
    let query = ListQuery::new(noun, 1);
    let own = rows.iter().filter(|row| Noun::of(row) == Some(noun));
    own.map(|row| (query.place(row).1, row.clone())).collect()
}

fn sorts(noun: Noun) -> Vec<Sort> {
    let sorted = noun.columns().iter().filter(|column| column.sorting != Sorting::Unsorted);
    sorted.flat_map(|column| [false, true].map(|descending| Sort { column, descending })).collect()
}

fn pick<'a, T>(world: &World, from: &'a [T]) -> &'a T {
    &from[(world.draw() >> 64) as usize % from.len()]
}

/// A test on the column that some rows pass, as a rule: its values are those of rows.
fn any_test(world: &World, column: &Column, rows: &[&Row]) -> Option<Test> {
    let value = || column.value(pick::<&Row>(world, rows));
    if column.is_range() {
        return Some(if world.draw().is_multiple_of(2) {
            Test::From(value()?)
        } else {
            Test::Until(value()?)
        });
    }
    match (world.draw() % 3, value()?) {
        (0, Value::Text(text)) => Some(Test::Contains(text.chars().skip(1).take(3).collect())),
        (_, first) => Some(Test::OneOf([Some(first), value()].into_iter().flatten().collect())),
    }
}

/// Reads the list in pages.
async fn read(book: &(impl Lists + ?Sized), scope: Scope, query: &ListQuery) -> Vec<Row> {
    let (mut query, mut found) = (query.clone(), Vec::new());
    loop {
        let page = book.list(scope, &query).await.unwrap();
        assert!(page.len() <= query.limit);
        let Some(last) = page.last() else { return found };
        let place = query.place(last);
        assert_ne!(query.after.as_ref(), Some(&place), "the cursor does not move: {query:?}");
        query.after = Some(place);
        found.extend(page);
    }
}

pub(super) async fn any_filters_and_any_sort_give_the_same_rows(book: Store) {
    filters_and_sorts(&*book, Noun::ALL).await;
}

/// The same for a store that has no other lists.
pub(super) async fn any_filters_and_any_sort_give_the_same_links(book: Arc<impl Commits + Lists + ?Sized>) {
    filters_and_sorts(&*book, &[Noun::Link, Noun::Code]).await;
}

async fn filters_and_sorts(book: &(impl Commits + Lists + ?Sized), nouns: &[Noun]) {
    let world = World::seeded(161);
    let live = world.scope(Mode::Live);
    let scopes = [live, Scope { mode: Mode::Test, ..live }];
    let crowds = scopes.map(|scope| crowd(&world, scope));
    for crowd in &crowds {
        commit(book, rows(crowd.clone())).await.unwrap();
    }
    for (scope, crowd) in scopes.iter().zip(&crowds) {
        for &noun in nouns {
            let written = of_noun(crowd, noun);
            let written: Vec<&Row> = written.values().collect();
            assert!(!written.is_empty(), "{noun:?}");
            assert!(written.iter().all(|row| scope_of(row) == Some(*scope)));
            for _ in 0..QUERIES {
                let mut query = ListQuery::new(noun, 1 + world.draw() as usize % 7);
                query.sort = *pick(&world, &sorts(noun));
                for _ in 0..world.draw() % 3 {
                    let column = pick(&world, noun.columns());
                    let test = any_test(&world, column, &written);
                    query = test.into_iter().fold(query, |query, test| query.with(column, test));
                }
                let mut expected: Vec<&Row> =
                    written.iter().copied().filter(|row| query.wants(row)).collect();
                expected.sort_by_key(|row| query.place(row));
                if query.sort.descending {
                    expected.reverse();
                }
                let found = read(book, *scope, &query).await;
                assert!(found.iter().eq(expected), "{query:?}");
            }
        }
    }
}

pub(super) async fn rows_that_come_meanwhile_neither_repeat_nor_hide_any(book: Store) {
    rows_meanwhile(&*book, Noun::ALL).await;
}

/// The same for a store that has no other lists.
pub(super) async fn links_that_come_meanwhile_neither_repeat_nor_hide_any(
    book: Arc<impl Commits + Lists + ?Sized>,
) {
    rows_meanwhile(&*book, &[Noun::Link, Noun::Code]).await;
}

async fn rows_meanwhile(book: &(impl Commits + Lists + ?Sized), nouns: &[Noun]) {
    let world = World::seeded(162);
    let scope = world.scope(Mode::Live);
    let first = crowd(&world, scope);
    commit(book, rows(first.clone())).await.unwrap();
    for (noun, sort) in nouns.iter().flat_map(|&noun| sorts(noun).into_iter().map(move |it| (noun, it))) {
        let at = format!("{noun:?} by {} {}", sort.column.name, sort.descending);
        let mut query = ListQuery { sort, ..ListQuery::new(noun, 3) };
        let before = book.list(scope, &ListQuery { limit: 100_000, ..query.clone() }).await.unwrap();
        let mut found = Vec::new();
        loop {
            let page = book.list(scope, &query).await.unwrap();
            let Some(last) = page.last() else { break };
            query.after = Some(query.place(last));
            found.extend(page);
            if found.len() < 10 {
                commit(book, world.shop(scope).changes()).await.unwrap();
            }
        }
        found.retain(|row| before.contains(row));
        assert_eq!(found, before, "{at}");
    }
}

pub(super) async fn a_list_says_what_its_words_say(book: Arc<impl Commits + Lists + ?Sized>) {
    let world = World::seeded(163);
    let scope = world.scope(Mode::Live);
    let shop = world.shop(scope);
    let mut partners = Vec::new();
    for name in ["Ärzte GmbH", "Ada", "zebra", "ada lovelace"] {
        let mut partner = world.partner(scope);
        partner.display_name = name.to_owned();
        partners.push(partner);
        world.clock.advance(5_000);
    }
    let others = partners.iter().cloned().map(Row::Partner);
    commit(&*book, rows(shop.rows().into_iter().filter(|row| !matches!(row, Row::Partner(_))).chain(others)))
        .await
        .unwrap();
    let names = async |query: ListOf<Partner>| {
        let found = list_of(&*book, scope, &query).await.unwrap();
        found.into_iter().map(|partner| partner.display_name).collect::<Vec<_>>()
    };
    let query = ListOf::<Partner>::new(10);
    assert_eq!(names(query.clone()).await, ["Ärzte GmbH", "Ada", "zebra", "ada lovelace"]);
    let newest = ListOf::<Partner>::new(2).newest_first();
    assert_eq!(names(newest).await, ["ada lovelace", "zebra"]);
    assert_eq!(
        names(query.clone().by(PartnerColumn::DISPLAY_NAME)).await,
        ["Ada", "ada lovelace", "zebra", "Ärzte GmbH"]
    );
    assert_eq!(
        names(query.clone().with(PartnerColumn::DISPLAY_NAME, Test::Contains("ärzte".into()))).await,
        ["Ärzte GmbH"]
    );
    let first = ListOf::<Partner>::new(1).with(PartnerColumn::DISPLAY_NAME, Test::Contains("ADA".into()));
    assert_eq!(names(first).await, ["Ada"]);
    let at = Value::Number(partners[2].created_at.micros());
    assert_eq!(
        names(query.clone().with(PartnerColumn::CREATED_AT, Test::From(at.clone()))).await,
        ["zebra", "ada lovelace"]
    );
    assert_eq!(
        names(query.clone().with(PartnerColumn::CREATED_AT, Test::Until(at))).await,
        ["Ärzte GmbH", "Ada"]
    );
    let either = [shop.partner.id, partners[0].id].map(|id| Value::Text(id.to_string()));
    let links = ListOf::<Link>::new(10).with(LinkColumn::PARTNER_ID, Test::OneOf(either.to_vec()));
    assert_eq!(list_of(&*book, scope, &links).await.unwrap(), [shop.link]);
    let neither = ListOf::<Link>::new(10).with(LinkColumn::PARTNER_ID, Test::NoneOf(either.to_vec()));
    assert_eq!(list_of(&*book, scope, &neither).await.unwrap(), []);
}

/// Values of another kind than the column's, and tests with no values. A store must not convert them, and pages must be
/// full.
pub(super) async fn a_value_of_another_kind_lists_nothing(book: Arc<impl Commits + Lists + ?Sized>) {
    let world = World::seeded(164);
    let scope = world.scope(Mode::Live);
    let shop = world.shop(scope);
    let mut partners = Vec::new();
    for place in 0..6 {
        let company = (place % 3 == 2).then(|| format!("Company {place}"));
        partners.push(Partner { company, display_name: place.to_string(), ..world.partner(scope) });
        world.clock.advance(5_000);
    }
    let with_company: Vec<_> = partners.iter().filter(|it| it.company.is_some()).cloned().collect();
    commit(&*book, rows(partners.iter().cloned().map(Row::Partner))).await.unwrap();
    let link = Link { slug: "5".to_owned(), ..world.link(&shop.enrollment) };
    commit(&*book, rows([Row::Link(link.clone())])).await.unwrap();

    let partners_with = async |column, test| {
        let query = ListOf::<Partner>::new(2).with(column, test);
        list_of(&*book, scope, &query).await.unwrap()
    };
    let (company, created_at) = (PartnerColumn::COMPANY, PartnerColumn::CREATED_AT);
    assert_eq!(partners_with(company, Test::OneOf(Vec::new())).await, []);
    assert_eq!(partners_with(company, Test::NoneOf(Vec::new())).await, with_company, "a full page");
    let [text, number] = [Value::Text("5".to_owned()), Value::Number(5)];
    for test in [Test::From, Test::Until] {
        assert_eq!(partners_with(created_at, test(text.clone())).await, []);
        assert_eq!(partners_with(PartnerColumn::DISPLAY_NAME, test(number.clone())).await, []);
    }
    assert_eq!(partners_with(created_at, Test::Contains("1".to_owned())).await, []);
    for test in [Test::OneOf, Test::NoneOf] {
        assert_eq!(partners_with(created_at, test(vec![text.clone()])).await, []);
        assert_eq!(partners_with(PartnerColumn::DISPLAY_NAME, test(vec![number.clone()])).await, []);
    }

    let links = async |query: ListOf<Link>| list_of(&*book, scope, &query).await.unwrap();
    let by_slug = ListOf::<Link>::new(2).by(LinkColumn::SLUG);
    let before = |value: Value| Some((value, String::new()));
    assert_eq!(links(by_slug.clone().after(before(text))).await, [link]);
    assert_eq!(links(by_slug.clone().after(before(number.clone()))).await, []);
    assert_eq!(links(by_slug.with(LinkColumn::SLUG, Test::OneOf(vec![number]))).await, []);
}
