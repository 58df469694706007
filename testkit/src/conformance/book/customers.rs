//! Customers: what a program knows of them, and their history from a position on.

use super::{Store, commit, read_in_pages, rows, sorted_by};
use crate::world::{Shop, World};
use commission::{Commission, Priors};
use conversion::{Conversion, Correction, Decision, Position, Share};
use engine::ports::{Book, Changes, CustomerHistory, Expected, Page, Row, VersionKey};
use program::{Enrollment, Event};
use referral::Customer;
use settlement::History;
use std::collections::BTreeMap;
use words::{EmailHash, Instant, KnownAs, MILLION, Mode, Personal, Scope};

pub(super) async fn a_file_holds_what_the_program_knows(book: Store) {
    let world = World::seeded(91);
    let scope = world.scope(Mode::Live);
    let (shop, neighbor) = (world.shop(scope), world.shop(scope));
    let customer = world.customer(scope, "ada");
    let stranger = world.customer(scope, "bob");
    let click = world.click(&shop.link, world.now().plus_days(-2));
    let by_click = world.touch(&click, &shop.enrollment, &customer);
    let by_code = world.touch_by_code(&shop.code, "sale/api/ORD-1", &shop.enrollment, &customer);
    let referral = world.referral(&by_click);
    let elsewhere = world.touch_by_code(&neighbor.code, "lead/api/ada", &neighbor.enrollment, &customer);
    let of_stranger = world.touch(&click, &shop.enrollment, &stranger);
    commit(&*book, shop.changes()).await.unwrap();
    commit(&*book, neighbor.changes()).await.unwrap();
    let known = [
        Row::Customer(customer.clone()),
        Row::Touch(by_click.clone()),
        Row::Touch(by_code.clone()),
        Row::Referral(referral.clone()),
        Row::Touch(elsewhere.clone()),
        Row::Customer(stranger.clone()),
        Row::Touch(of_stranger),
        Row::Referral(world.referral(&world.touch(&click, &shop.enrollment, &stranger))),
    ];
    let expected = vec![Expected { key: VersionKey::Customer(customer.id), version: 0 }];
    commit(&*book, Changes { expected, ..rows(known) }).await.unwrap();
    let file = book.customer_file(scope, shop.program.id, "ada").await.unwrap().unwrap();
    let by_id = book.customer_file_by_id(scope, shop.program.id, customer.id).await.unwrap();
    assert_eq!(by_id.as_ref(), Some(&file));
    assert_eq!((&file.customer, file.version, file.referral), (&customer, 1, Some(referral)));
    let touches = sorted_by(vec![by_click.clone(), by_code.clone()], |it| it.id);
    assert_eq!(sorted_by(file.touches, |it| it.id), touches);
    // Another program knows the same customer by other touches.
    let file = book.customer_file(scope, neighbor.program.id, "ada").await.unwrap().unwrap();
    assert_eq!((file.customer, file.touches, file.referral), (customer, vec![elsewhere.clone()], None));
    assert_eq!(book.customer_file(scope, shop.program.id, "Ada").await.unwrap(), None);
}

pub(super) async fn customers_are_found_by_what_they_were_ever_known_as(book: Store) {
    let world = World::seeded(97);
    let (scope, other) = (world.scope(Mode::Live), world.scope(Mode::Test));
    let hash = |text: &str| EmailHash(text.to_owned());
    let known = |scope, name: &str, mailboxes: &[&str], companies: &[&str]| {
        let mut customer = world.customer(scope, name);
        customer.personal.known_as = KnownAs {
            mailboxes: mailboxes.iter().map(|it| hash(it)).collect(),
            companies: companies.iter().map(|it| hash(it)).collect(),
            ..KnownAs::default()
        };
        customer
    };
    let ada = known(scope, "ada", &["m1", "m2"], &["c1"]);
    let bob = known(scope, "bob", &["m2"], &["c1"]);
    let eve = known(other, "eve", &["m2"], &[]);
    commit(&*book, rows([&ada, &bob, &eve].map(|it| Row::Customer(it.clone())))).await.unwrap();

    let find = async |scope, text: &str, after, limit| {
        book.customers_known_as(scope, &hash(text), Page { after, limit }).await.unwrap()
    };
    let both = sorted_by(vec![ada.id, bob.id], |id| *id);
    assert_eq!(find(scope, "m1", None, 10).await, [ada.id]);
    assert_eq!(find(scope, "m2", None, 10).await, both);
    assert_eq!(find(scope, "c1", None, 10).await, both);
    assert_eq!(find(scope, "m2", None, 1).await, both[..1]);
    assert_eq!(find(scope, "m2", Some(both[0]), 10).await, both[1..]);
    assert_eq!(find(other, "m2", None, 10).await, [eve.id]);
    assert_eq!(find(scope, "m", None, 10).await, []);

    // Nothing of it is left of who is erased.
    let erased = Customer { personal: Personal::default(), erased_at: Some(world.now()), ..ada.clone() };
    commit(&*book, rows([Row::Customer(erased)])).await.unwrap();
    assert_eq!(find(scope, "m1", None, 10).await, []);
    assert_eq!(find(scope, "m2", None, 10).await, [bob.id]);
}

/// A customer's life with events of the same time, which their keys order: the bytes decide, so
/// capitals stand before small letters and accents after both.
struct Life {
    shop: Shop,
    second: Enrollment,
    customer: Customer,
    /// The time of the first four events and the time of the next two; the last comes later.
    first: Instant,
    next: Instant,
    last: Instant,
    /// In position order.
    conversions: Vec<Conversion>,
    decisions: Vec<Decision>,
    commissions: Vec<Commission>,
}

/// Who is credited with how much of each event of the life: 0 for the shop's first partner, 1 for
/// the second.
const CREDITS: [(usize, u32); 7] =
    [(0, 1_000_000), (0, 1_000_000), (1, 1_000_000), (0, 400_000), (0, 0), (1, 1_000_000), (0, 1_000_000)];

impl Life {
    /// Writes the life, latest events first, among what must not be told with it.
    async fn lived(book: &dyn Book, world: &World, scope: Scope) -> Self {
        let (shop, neighbor) = (world.shop(scope), world.shop(scope));
        let (_, second, joined) = world.join(&shop);
        let customer = world.customer(scope, "ada");
        let sale = |order: &str| world.sale(&shop.program, &customer, order, 10_000);
        let first = world.now();
        let conversions = vec![world.lead(&shop.program, &customer, "zoe"), sale("B"), sale("a"), sale("é")];
        let next = world.clock.advance(1);
        let conversions = [conversions, vec![sale("0"), sale("A")]].concat();
        let last = world.clock.advance_days(400);
        let conversions = [conversions, vec![sale("!")]].concat();
        let (mut decisions, mut commissions) = (Vec::new(), Vec::new());
        for (conversion, (partner, share)) in conversions.iter().zip(CREDITS) {
            let enrollment = if partner == 0 { &shop.enrollment } else { &second };
            let commission = world.commission(conversion, enrollment, 2_000);
            commissions.push(Commission { share_millionths: share, ..commission });
            let credit =
                Share { enrollment: enrollment.id, partner: enrollment.partner, millionths: MILLION };
            let shares = if share > 0 { vec![credit] } else { Vec::new() };
            decisions.push(Decision { shares, ..world.decision(conversion, &shop.policy, &[]) });
        }
        let stranger = world.customer(scope, "bob");
        let refund = world.refund(&conversions[1], "REF-B", 100);
        let foreign = [
            world.sale(&shop.program, &stranger, "a of bob", 1),
            world.sale(&neighbor.program, &customer, "a", 1),
        ];
        commit(book, shop.changes()).await.unwrap();
        commit(book, neighbor.changes()).await.unwrap();
        commit(book, rows(joined)).await.unwrap();
        let foreign_commissions = foreign.iter().map(|it| world.commission(it, &shop.enrollment, 1));
        let foreign_rows = foreign_commissions.map(Row::Commission).collect::<Vec<_>>();
        let rest = foreign.iter().cloned().map(Row::Conversion).chain(foreign_rows);
        let own = conversions.iter().cloned().rev().map(Row::Conversion);
        let own = own.chain(decisions.iter().cloned().rev().map(Row::Decision));
        let own = own.chain(commissions.iter().cloned().rev().map(Row::Commission));
        let people = [Row::Customer(customer.clone()), Row::Customer(stranger), Row::Conversion(refund)];
        commit(book, rows(people.into_iter().chain(own).chain(rest))).await.unwrap();
        Life { shop, second, customer, first, next, last, conversions, decisions, commissions }
    }

    async fn history(&self, book: &dyn Book, from: &Position) -> History {
        book.history(self.shop.scope, self.shop.program.id, self.customer.id, from, usize::MAX).await.unwrap()
    }
}

pub(super) async fn a_history_holds_the_bond_and_what_people_decided(book: Store) {
    let world = World::seeded(96);
    let life = Life::lived(&*book, &world, world.scope(Mode::Live)).await;
    let all = Position::at(Instant::MIN);
    let of = async |from: &Position| life.history(&*book, from).await;
    let history = of(&all).await;
    assert_eq!((history.bond, history.customer_since), (None, Some(life.first)));
    for place in 1..life.conversions.len() {
        let history = of(&life.conversions[place].position()).await;
        let first = &life.decisions[0];
        let (position, bond) = history.bond.unwrap();
        assert_eq!(
            (position, bond.shares),
            (life.conversions[0].position(), first.shares.clone()),
            "{place}"
        );
        assert_eq!(history.customer_since, Some(life.first), "before {place}");
    }
    // The earliest that credits anybody makes the bond, not the earliest of all.
    let nobody = Decision { shares: Vec::new(), ..life.decisions[0].clone() };
    let correction = world.correction(&life.conversions[1], &life.second);
    let review = world.review(&life.decisions[1]);
    let written = [Row::Decision(nobody), Row::Correction(correction.clone()), Row::Review(review.clone())];
    commit(&*book, rows(written)).await.unwrap();
    let history = of(&life.conversions[3].position()).await;
    assert_eq!(history.bond.unwrap().1.conversion, life.conversions[1].id);
    let history = of(&all).await;
    assert_eq!((history.corrections, history.reviews), (vec![correction.clone()], Vec::new()));
    // Items are about what statements show.
    let statement =
        world.statement(&life.shop.enrollment, "2026-02".parse().unwrap(), life.shop.program.currency);
    let stated = Commission { statement: Some(statement.id), ..life.commissions[1].clone() };
    let taken_back = Correction { taken_back_at: Some(world.now()), ..correction };
    commit(&*book, rows([Row::Commission(stated), Row::Correction(taken_back)])).await.unwrap();
    let history = of(&all).await;
    assert_eq!((history.corrections, history.reviews), (Vec::new(), vec![review]));
}

pub(super) async fn customer_histories_hold_what_files_and_histories_hold(book: Store) {
    let world = World::seeded(97);
    let life = Life::lived(&*book, &world, world.scope(Mode::Live)).await;
    let (scope, program) = (life.shop.scope, life.shop.program.id);
    let correction = world.correction(&life.conversions[1], &life.second);
    let click = world.click(&life.shop.link, life.first);
    let touch = world.touch(&click, &life.shop.enrollment, &life.customer);
    commit(&*book, rows([Row::Correction(correction), Row::Touch(touch)])).await.unwrap();
    let belongs = |name: &str| {
        let person = world.customer(scope, name);
        Row::Customer(Customer { organizations: vec![life.customer.id], ..person })
    };
    commit(&*book, rows([belongs("person-1"), belongs("person-2")])).await.unwrap();
    let file = book.customer_file_by_id(scope, program, life.customer.id).await.unwrap().unwrap();
    assert_eq!(file.people.len(), 2, "who belongs to an organization is in its file");
    for since in [Instant::MIN, life.first, life.next, life.last, life.last.plus_micros(1)] {
        let mut found = Vec::new();
        loop {
            let after = found.last().map(|last: &CustomerHistory| last.customer.id);
            let page =
                book.customer_histories(scope, program, since, Page { after, limit: 1 }).await.unwrap();
            if page.is_empty() {
                break;
            }
            found.extend(page);
        }
        assert_eq!(book.count_customer_histories(scope, program, since).await.unwrap(), found.len() as u64);
        assert_eq!(found.iter().any(|it| it.customer.id == life.customer.id), since <= life.last, "{since}");
        for CustomerHistory { customer, touches, people, history } in found {
            let file = book.customer_file_by_id(scope, program, customer.id).await.unwrap().unwrap();
            let by_id = |people| sorted_by(people, |it: &Customer| it.id);
            assert_eq!((customer.clone(), touches), (file.customer, file.touches));
            assert_eq!(by_id(people), by_id(file.people));
            let position = Position::at(Instant::MIN);
            let all = book.history(scope, program, customer.id, &position, usize::MAX).await.unwrap();
            let sorted = |history: History| {
                let decisions = sorted_by(history.decisions, |it| it.id);
                let commissions = sorted_by(history.commissions, |it| it.id);
                (history.conversions, decisions, commissions, history.corrections, history.customer_since)
            };
            assert_eq!(sorted(history), sorted(all));
        }
    }
    let elsewhere = Scope { mode: Mode::Test, ..scope };
    let all = Page { after: None, limit: 9 };
    assert_eq!(book.customer_histories(elsewhere, program, Instant::MIN, all).await.unwrap(), []);
}

pub(super) async fn history_is_told_from_a_position_on(book: Store) {
    let world = World::seeded(92);
    let life = Life::lived(&*book, &world, world.scope(Mode::Live)).await;
    let told = async |from: &Position, place: usize| {
        let history = life.history(&*book, from).await;
        assert_eq!(history.conversions, life.conversions[place..], "from {from:?}");
        let decisions = sorted_by(life.decisions[place..].to_vec(), |it| it.id);
        assert_eq!(sorted_by(history.decisions, |it| it.id), decisions, "from {from:?}");
        let commissions = sorted_by(life.commissions[place..].to_vec(), |it| it.id);
        assert_eq!(sorted_by(history.commissions, |it| it.id), commissions, "from {from:?}");
    };
    for (place, conversion) in life.conversions.iter().enumerate() {
        told(&conversion.position(), place).await;
        let after = Position { key: format!("{}\u{1}", conversion.key()), ..conversion.position() };
        told(&after, place + 1).await;
    }
    told(&Position::at(Instant::MIN), 0).await;
    told(&Position::at(life.first), 0).await;
    told(&Position::at(life.next), 4).await;
    told(&Position::at(life.last), 6).await;
    told(&Position::at(life.last.plus_micros(1)), 7).await;
    told(&Position::at(Instant::MAX), 7).await;
}

pub(super) async fn a_history_is_read_part_by_part(book: Store) {
    let world = World::seeded(98);
    let life = Life::lived(&*book, &world, world.scope(Mode::Live)).await;
    let (scope, program, customer) = (life.shop.scope, life.shop.program.id, life.customer.id);
    let whole = life.history(&*book, &Position::at(Instant::MIN)).await;
    assert_eq!(whole.rest, None);
    for limit in 1..=life.conversions.len() + 1 {
        let (mut from, mut told) = (Position::at(Instant::MIN), History::default());
        loop {
            let part = book.history(scope, program, customer, &from, limit).await.unwrap();
            assert!(part.conversions.len() <= limit);
            assert_eq!(
                part.rest.is_some(),
                told.conversions.len() + part.conversions.len() < whole.conversions.len()
            );
            let ids: Vec<_> = part.conversions.iter().map(|it| it.id).collect();
            assert!(part.decisions.iter().all(|it| ids.contains(&it.conversion)), "of others {limit}");
            assert!(
                part.commissions.iter().all(|it| ids.contains(&it.conversion.unwrap())),
                "of others {limit}"
            );
            let seen: usize = told.commissions.len() + part.commissions.len();
            let behind = sorted_by(part.behind, |it| it.id);
            let all = sorted_by(whole.commissions.clone(), |it| it.id);
            assert_eq!(behind.len(), all.len() - seen, "{limit} at once");
            assert!(behind.iter().all(|it| all.contains(it) && !ids.contains(&it.conversion.unwrap())));
            told.conversions.extend(part.conversions);
            told.decisions.extend(part.decisions);
            told.commissions.extend(part.commissions);
            let Some((rest, conversion)) = part.rest else { break };
            assert_eq!(life.conversions[told.conversions.len()].id, conversion);
            from = rest;
        }
        assert_eq!(told.conversions, whole.conversions, "{limit} at once");
        let ids = |history: &History| {
            let decisions = sorted_by(history.decisions.clone(), |it| it.id);
            (decisions, sorted_by(history.commissions.clone(), |it| it.id))
        };
        assert_eq!(ids(&told), ids(&whole), "{limit} at once");
    }
}

pub(super) async fn priors_count_the_credits_before(book: Store) {
    let world = World::seeded(93);
    let life = Life::lived(&*book, &world, world.scope(Mode::Live)).await;
    let (own, second) = (life.shop.enrollment.id, life.second.id);
    let prior = |count, at| Priors { count, first_at: Some(at) };
    let lead = ((own, Event::Lead), prior(1, life.first));
    let own_sales = |count| ((own, Event::Sale), prior(count, life.first));
    let others = |count| ((second, Event::Sale), prior(count, life.first));
    // By the place of the event from which is told; the fifth credit was taken away.
    let expected = [
        vec![],
        vec![lead],
        vec![lead, own_sales(1)],
        vec![lead, own_sales(1), others(1)],
        vec![lead, own_sales(2), others(1)],
        vec![lead, own_sales(2), others(1)],
        vec![lead, own_sales(2), others(2)],
    ];
    for (conversion, expected) in life.conversions.iter().zip(&expected) {
        let history = life.history(&*book, &conversion.position()).await;
        let expected: BTreeMap<_, _> = expected.iter().copied().collect();
        assert_eq!(history.priors, expected, "before {}", conversion.key());
    }
    let afterwards = life.history(&*book, &Position::at(Instant::MAX)).await;
    assert_eq!(afterwards.priors, BTreeMap::from([lead, own_sales(3), others(2)]));
    assert_eq!(life.history(&*book, &Position::at(life.first)).await.priors, BTreeMap::new());
}

pub(super) async fn customers_are_listed_with_their_programs(book: Store) {
    let world = World::seeded(94);
    let scope = world.scope(Mode::Live);
    let test = Scope { mode: Mode::Test, ..scope };
    let shops = [world.shop(scope), world.shop(scope), world.shop(test)];
    for shop in &shops {
        commit(&*book, shop.changes()).await.unwrap();
    }
    let [touched, bought, both, elsewhere, known] =
        ["touched", "bought", "both", "test", "known"].map(|name| world.customer(scope, name));
    let elsewhere = Customer { scope: test, ..elsewhere };
    let touch = |shop: &Shop, customer| {
        let click = world.click(&shop.link, world.now());
        Row::Touch(world.touch(&click, &shop.enrollment, customer))
    };
    let sale =
        |shop: &Shop, customer, order| Row::Conversion(world.sale(&shop.program, customer, order, 100));
    let lived = [
        touch(&shops[0], &touched),
        sale(&shops[1], &bought, "ORD-1"),
        sale(&shops[1], &bought, "ORD-2"),
        touch(&shops[0], &both),
        touch(&shops[0], &both),
        sale(&shops[0], &both, "ORD-3"),
        sale(&shops[1], &both, "ORD-4"),
        touch(&shops[2], &elsewhere),
    ];
    let people = [&touched, &bought, &both, &elsewhere, &known].map(|it| Row::Customer(it.clone()));
    commit(&*book, rows(people.into_iter().chain(lived))).await.unwrap();
    let [first, second, third] = [&shops[0], &shops[1], &shops[2]].map(|shop| shop.program.id);
    let mut expected = vec![
        (scope, touched.id, first),
        (scope, bought.id, second),
        (scope, both.id, first),
        (scope, both.id, second),
        (test, elsewhere.id, third),
    ];
    expected.sort_by_key(|&(_, customer, program)| (customer, program));
    for limit in 1..=6 {
        let fetch = async |after| book.customer_programs(None, after, limit).await.unwrap();
        let listed = read_in_pages(limit, |&(_, customer, program)| (customer, program), fetch).await;
        assert_eq!(listed, expected, "{limit} a page");
        let fetch = async |after| book.customer_programs(Some(second), after, limit).await.unwrap();
        let listed = read_in_pages(limit, |&(_, customer, program)| (customer, program), fetch).await;
        let mut of_second = expected.clone();
        of_second.retain(|&(_, _, program)| program == second);
        assert_eq!(listed, of_second, "{limit} a page");
    }
}
