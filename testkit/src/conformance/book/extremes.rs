//! Texts and numbers at their ends: what was written is what is read.

use super::{Store, commit, rows};
use crate::world::{World, month};
use commission::{Account, Commission, Line};
use conversion::{Conversion, Kind, Position};
use engine::ports::{
    Answer, Balance, Changes, Commits, Expected, JobChange, LinkColumn, Links, ListOf, Lists, Row, Test,
    VersionKey, list_of,
};
use facts::{CommissionChanged, Event, Fact, Shape};
use payout::{LineKind, Statement, StatementLine};
use referral::EXTERNAL_ID_CHARACTERS_MAX;
use std::{collections::BTreeMap, sync::Arc};
use words::{Instant, Mode, Money};

/// What careless storing cuts, folds, quotes or reads as a pattern.
fn texts() -> Vec<String> {
    let texts = [
        "",
        " ",
        "'; drop table links; --",
        "\"\\'`%_?1 :name $1 {} \\u0000",
        "line\nbreak\r\n\ttab",
        "Ünïcödé ﬁ ß Å e\u{301}",
        "日本語 한국어 العربية עברית",
        "👩‍👩‍👧‍👦 🇦🇹 \u{10ffff}",
        "\u{202e}right to left",
        "null",
        "0012",
        "1e999",
        "true",
    ];
    let long = "ß語🐝".repeat(10_000);
    texts.into_iter().map(str::to_owned).chain([long]).collect()
}

/// More than any name that the engine lets through.
const NAME_BYTES_MAX: usize = 1_000;

pub(super) async fn any_text_comes_back_as_it_was(book: Store) {
    let world = World::seeded(161);
    let shop = world.shop(world.scope(Mode::Live));
    commit(&*book, shop.changes()).await.unwrap();
    let (scope, program) = (shop.scope, shop.program.id);
    for (number, text) in texts().into_iter().enumerate() {
        // No store promises to find rows by names of any length.
        let name = if text.len() > NAME_BYTES_MAX { number.to_string() } else { text.clone() };
        let partner = program::Partner { display_name: text.clone(), ..world.partner(scope) };
        let customer = world.customer(scope, &name);
        let mut sale = Conversion { source: name.clone(), ..world.sale(&shop.program, &customer, &name, 1) };
        sale.content.metadata = BTreeMap::from([(text.clone(), text.clone())]);
        sale.content.event_name = Some(text.clone());
        let code = program::Code { code: name.clone(), ..world.code(&shop.enrollment) };
        let fact = world.fact(scope, &text);
        let mut answer = world.answer(shop.key.id, &name, &name);
        (answer.body_hash, answer.result) = (text.clone(), text.clone());
        let changes = Changes {
            facts: vec![fact.clone()],
            answer: Some(answer.clone()),
            ..rows([
                Row::Partner(partner.clone()),
                Row::Customer(customer.clone()),
                Row::Conversion(sale.clone()),
                Row::Code(code.clone()),
            ])
        };
        let start: String = text.chars().take(20).collect();
        commit(&*book, changes).await.unwrap_or_else(|fault| panic!("{start:?}: {fault}"));
        assert_eq!(book.partner(scope, partner.id).await.unwrap(), Some(partner), "{start:?}");
        let file = book.customer_file(scope, program, &name).await.unwrap();
        assert_eq!(file.map(|file| file.customer), Some(customer.clone()), "{start:?}");
        let found = book.conversion_by_key(scope, program, Kind::Sale, &name, &name).await.unwrap();
        assert_eq!(found.as_ref(), Some(&sale), "{start:?}");
        let (found, _, _) = book.sale_file(scope, program, &name, &name).await.unwrap();
        assert_eq!(found.as_ref(), Some(&sale), "{start:?}");
        let history = book.history(scope, program, customer.id, &sale.position(), usize::MAX).await.unwrap();
        assert_eq!(history.conversions, [sale], "{start:?}");
        assert_eq!(book.code(scope, program, &name).await.unwrap(), Some(code), "{start:?}");
        let facts = book.facts(None, number as u64, 10).await.unwrap();
        assert_eq!((facts.len(), &facts[0].fact), (1, &fact), "{start:?}");
        let found = book.answer(&shop.key.id.to_string(), &name, &name, Instant::MIN).await.unwrap();
        assert_eq!(found, Some(answer), "{start:?}");
    }
}

/// Names that people or careless collations take for the same.
pub(super) async fn texts_differ_when_their_bytes_do(book: Store) {
    let world = World::seeded(162);
    let shop = world.shop(world.scope(Mode::Live));
    commit(&*book, shop.changes()).await.unwrap();
    let names = ["a", "A", "a ", " a", "á", "a\u{301}", "а", "1", "01", "1.0", "ss", "ß", "İ", "i", "I", "ı"];
    let customers = names.map(|name| world.customer(shop.scope, name));
    commit(&*book, rows(customers.iter().cloned().map(Row::Customer))).await.unwrap();
    for (name, customer) in names.into_iter().zip(customers) {
        let file = book.customer_file(shop.scope, shop.program.id, name).await.unwrap();
        assert_eq!(file.map(|file| file.customer), Some(customer), "{name:?}");
    }
    for near in ["", "aa", "%", "_", "a\0", "À", "s", "1."] {
        assert_eq!(book.customer_file(shop.scope, shop.program.id, near).await.unwrap(), None, "{near:?}");
    }
}

pub(super) async fn the_ends_of_64_bits_and_of_time_survive(book: Store) {
    let world = World::seeded(163);
    let shop = world.shop(world.scope(Mode::Live));
    commit(&*book, shop.changes()).await.unwrap();
    let (scope, program, own) = (shop.scope, shop.program.id, shop.enrollment.id);
    let mut purchase = world.purchase(&shop, "ORD-1", 1);
    let max = i64::MAX;
    purchase.sale.content.amount = Some(Money::new(i64::MIN, shop.program.currency));
    (purchase.sale.refunded, purchase.sale.occurred_at) = (max, Instant::MIN);
    let mut last = world.sale(&shop.program, &purchase.customer, "ORD-2", max);
    (last.occurred_at, last.recorded_at) = (Instant::MAX, Instant::MAX);
    purchase.commission = Commission {
        earned: max,
        lines: vec![Line::Budget { window: words::Window::Day, budget: max, left: i64::MIN, gives: max }],
        hold_until: Instant::MAX,
        ..purchase.commission
    };
    purchase.touch.occurred_at = Instant::MIN;
    purchase.referral.expires_at = Instant::MAX;
    let of = month("9998-11");
    let statement = world.statement(&shop.enrollment, of, shop.program.currency);
    let statement = Statement { carried: i64::MIN, total: max, lines: u32::MAX, ..statement };
    let line = StatementLine {
        given_back: 0,
        statement: statement.id,
        place: u32::MAX,
        commission: purchase.commission.id,
        kind: LineKind::Reversal,
        amount: max,
        occurred_at: Instant::MIN,
    };
    let (earned, reversed) = (i64::MIN, i64::MAX);
    let changed = CommissionChanged { earned, reversed, conversion: None, ..CommissionChanged::example() };
    let event = Event::CommissionChanged(changed);
    let fact = Fact { at: Instant::MIN, revision: u64::MAX, event, ..world.fact(scope, "") };
    let answer = Answer { at: Instant::MAX, ..world.answer(shop.key.id, "far", "far") };
    let job = engine::ports::Job { attempts: u32::MAX, ..world.job(&shop.program, Instant::MIN) };
    let mut written = purchase.rows();
    written.extend([Row::Conversion(last.clone()), Row::Statement(statement.clone())]);
    written.push(Row::StatementLine(line.clone()));
    let changes = Changes {
        entries: world.post(None, &purchase.commission),
        facts: vec![fact.clone()],
        jobs: vec![JobChange::Put(job.clone())],
        answer: Some(answer.clone()),
        ..rows(written)
    };
    commit(&*book, changes).await.unwrap();
    let from = Position::at(Instant::MIN);
    let history = book.history(scope, program, purchase.customer.id, &from, usize::MAX).await.unwrap();
    assert_eq!(history.conversions, [purchase.sale.clone(), last]);
    assert_eq!(history.commissions, [purchase.commission.clone()]);
    let file = book.customer_file_by_id(scope, program, purchase.customer.id).await.unwrap().unwrap();
    assert_eq!((file.touches, file.referral), (vec![purchase.touch], Some(purchase.referral)));
    let file = book.statement_file(scope, statement.id).await.unwrap().unwrap();
    assert_eq!((file.statement, &file.lines[0].0), (statement, &line));
    assert_eq!(book.facts(None, 0, 10).await.unwrap()[0].fact, fact);
    assert_eq!(book.facts(None, u64::MAX, 10).await.unwrap(), []);
    assert_eq!(
        book.answer(&shop.key.id.to_string(), "far", "far", Instant::MAX).await.unwrap(),
        Some(answer)
    );
    assert_eq!(book.due_jobs(Instant::MIN, 10).await.unwrap(), [job]);
    let currency = shop.program.currency;
    let balance = |account, amount| Balance { enrollment: own, account, currency, amount };
    let expected = [balance(Account::CommissionExpense, max), balance(Account::PartnerPending, -max)];
    assert_eq!(book.balances(scope, program).await.unwrap(), expected);
    let audit = book.audit().await.unwrap();
    assert_eq!((audit.unbalanced, audit.mismatches), (vec![], vec![]));
}

/// Some stores keep U+0000 as a character, some end a text there, and PostgreSQL refuses it. No noun has a name with it, but
/// a request may.
pub(super) async fn nothing_is_found_by_a_name_with_a_zero(book: Arc<impl Commits + Links + Lists + ?Sized>) {
    let world = World::seeded(164);
    let shop = world.shop(world.scope(Mode::Live));
    let answer = world.answer(shop.key.id, "create_link", "first");
    let told = Changes { answer: Some(answer.clone()), ..shop.changes() };
    commit(&*book, told).await.unwrap();
    let (scope, program, slug, code) = (shop.scope, shop.program.id, &shop.link.slug, &shop.code.code);
    let asker = &answer.asker;
    for (before, after) in [("", "\0"), ("\0", "")] {
        let zero = |name: &str| format!("{before}{name}{after}");
        assert!(!book.slug_is_taken("", &zero(slug)).await.unwrap());
        assert!(!book.slug_is_taken(&zero(""), slug).await.unwrap());
        assert_eq!(book.code(scope, program, &zero(code)).await.unwrap(), None);
        assert_eq!(book.version(&VersionKey::Token(zero("token"))).await.unwrap(), 0);
        let answered = book.answer(asker, "create_link", &zero("first"), Instant::MIN).await.unwrap();
        assert_eq!(answered, None);
        let query = ListOf::<program::Link>::new(10).only(LinkColumn::SLUG, zero(slug));
        assert_eq!(list_of(&*book, scope, &query).await.unwrap(), []);
        let query = ListOf::<program::Link>::new(10).with(LinkColumn::SLUG, Test::Contains(zero("")));
        assert_eq!(list_of(&*book, scope, &query).await.unwrap(), []);
    }
}

/// Rows are found by the longest names that the engine lets through. The names are random, because a store may fit a
/// repetitive one into its index by compressing it.
pub(super) async fn the_longest_names_are_identities(book: Arc<impl Commits + Links + ?Sized>) {
    let world = World::seeded(165);
    let shop = world.shop(world.scope(Mode::Live));
    let drawn = || char::from_u32(0x2_0000 + (world.draw() >> 100) as u32 % 0xa000).unwrap();
    let name = |characters: usize| (0..characters).map(|_| drawn()).collect::<String>();
    for _ in 0..3 {
        let (source, external_id) = (name(EXTERNAL_ID_CHARACTERS_MAX), name(EXTERNAL_ID_CHARACTERS_MAX));
        let key = VersionKey::sale(shop.scope, shop.program.id, &source, &external_id);
        let link = program::Link {
            domain: name(253),
            slug: name(program::SLUG_CHARACTERS_MAX),
            ..world.link(&shop.enrollment)
        };
        let code = program::Code { code: name(program::CODE_CHARACTERS_MAX), ..world.code(&shop.enrollment) };
        let answer = world.answer(shop.key.id, "create_link", &name(255));
        let changes = Changes {
            expected: vec![Expected { key: key.clone(), version: 0 }],
            answer: Some(answer.clone()),
            ..rows([Row::Link(link.clone()), Row::Code(code.clone())])
        };
        commit(&*book, changes).await.unwrap();
        assert_eq!(book.version(&key).await.unwrap(), 1);
        assert!(book.slug_is_taken(&link.domain, &link.slug).await.unwrap());
        let found = book.code(shop.scope, shop.program.id, &code.code).await.unwrap();
        assert_eq!(found.as_ref(), Some(&code));
        let Answer { asker, operation, idempotency_key, .. } = &answer;
        let found = book.answer(asker, operation, idempotency_key, Instant::MIN).await.unwrap();
        assert_eq!(found.as_ref(), Some(&answer));
    }
}
