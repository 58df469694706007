//! Programs and who takes part: rulebooks, look-ups by what people write, snapshots.

use super::{Store, all, commit, rows, sorted_by};
use crate::world::{TermsWith, World};
use engine::ports::{Changes, Expected, Row, Vault, VersionKey};
use payout::PayingAccount;
use program::{Enrollment, Limit, Logo, Model, Picture, Policy, PolicyRules, Program};
use std::slice::from_ref;
use words::{EnrollmentId, LinkId, Mode, PartnerId, ProgramId, Scope, Sealed};

pub(super) async fn a_rulebook_holds_the_whole_program(book: Store) {
    let world = World::seeded(81);
    let scope = world.scope(Mode::Live);
    let (shop, neighbor) = (world.shop(scope), world.shop(scope));
    let gold = world.group(&shop.program);
    let later = world.clock.advance_days(1);
    let second = Policy {
        version: 2,
        rules: PolicyRules { model: Model::TimeDecay, keeps_bond: true, ..PolicyRules::default() },
        effective_from: later.plus_days(30),
        ..world.policy(&shop.program)
    };
    let monthly = Limit::Months { months: 12 };
    let terms = world.terms(&shop.group).version(2).percent(30).recurring(monthly).lead(500).hold_days(30);
    let of_gold = world.terms(&gold).flat(2_500).recurring(Limit::Count { count: 3 }).monthly_cap(100_000);
    commit(&*book, shop.changes()).await.unwrap();
    commit(&*book, neighbor.changes()).await.unwrap();
    let published = Changes {
        expected: vec![Expected { key: VersionKey::Rules(shop.program.id), version: 0 }],
        ..rows([
            Row::Terms(of_gold.clone()),
            Row::Terms(terms.clone()),
            Row::Policy(second.clone()),
            Row::Group(gold.clone()),
        ])
    };
    commit(&*book, published).await.unwrap();
    let rulebook = book.rulebook(scope, shop.program.id).await.unwrap().unwrap();
    assert_eq!((&rulebook.program, rulebook.version), (&shop.program, 1));
    assert_eq!(sorted_by(rulebook.policies, |it| it.version), [shop.policy.clone(), second]);
    let groups = sorted_by(vec![shop.group.clone(), gold], |it| it.id);
    assert_eq!(sorted_by(rulebook.groups, |it| it.id), groups);
    let all_terms = sorted_by(vec![shop.terms.clone(), terms, of_gold], |it| it.id);
    assert_eq!(sorted_by(rulebook.terms, |it| it.id), all_terms);
    let other = book.rulebook(scope, neighbor.program.id).await.unwrap().unwrap();
    assert_eq!((other.version, other.groups, other.terms), (0, vec![neighbor.group], vec![neighbor.terms]));
    let unknown = ProgramId::draw(world.now(), world.draw());
    assert_eq!(book.rulebook(scope, unknown).await.unwrap(), None);
    let programs = sorted_by(book.programs(scope).await.unwrap(), |it| it.id);
    assert_eq!(programs, sorted_by(vec![shop.program.clone(), neighbor.program], |it| it.id));
}

pub(super) async fn a_paying_account_is_its_programs_and_the_latest(book: Store) {
    let world = World::seeded(88);
    let scope = world.scope(Mode::Live);
    let (shop, neighbor) = (world.shop(scope), world.shop(scope));
    let ask = async |scope| book.paying_account(scope, shop.program.id).await.unwrap();
    for details in [Some("one"), Some("two"), None] {
        let account = PayingAccount {
            program: shop.program.id,
            scope,
            key: world.vault.new_key(),
            details: details.map(|text| Sealed(text.to_owned())),
            hint: "DE•• … 3000".to_owned(),
            changed_at: world.clock.advance_days(1),
        };
        commit(&*book, rows([Row::PayingAccount(account.clone())])).await.unwrap();
        assert_eq!(ask(scope).await, Some(account));
        assert_eq!(ask(Scope { mode: Mode::Test, ..scope }).await, None);
        assert_eq!(book.paying_account(scope, neighbor.program.id).await.unwrap(), None);
    }
}

pub(super) async fn a_logo_is_its_programs_and_the_latest(book: Store) {
    let world = World::seeded(87);
    let scope = world.scope(Mode::Live);
    let (shop, neighbor) = (world.shop(scope), world.shop(scope));
    for picture in [Some(&b"\xff\xd8\xff\x00\x80"[..]), Some(b"\x89PNG\r\n\x1a\n\xff"), None] {
        let picture = picture.map(|bytes| Picture::new(bytes).unwrap());
        let logo = Logo { program: shop.program.id, scope, picture };
        commit(&*book, rows([Row::Logo(logo.clone())])).await.unwrap();
        assert_eq!(book.logo(shop.program.id).await.unwrap(), Some(logo));
        assert_eq!(book.logo(neighbor.program.id).await.unwrap(), None);
    }
}

pub(super) async fn keys_links_and_codes_are_found_as_people_write_them(book: Store) {
    let world = World::seeded(82);
    let scope = world.scope(Mode::Live);
    let (shop, neighbor) = (world.shop(scope), world.shop(scope));
    let (partner, second, joined) = world.join(&shop);
    let abroad = world.enrollment(&neighbor.group, &partner);
    let own_host = program::Link { domain: "go.shop.example".to_owned(), ..world.link(&second) };
    let mut code = world.code(&second);
    code.code = "SPRING20".to_owned();
    let same_code = program::Code { code: code.code.clone(), ..neighbor.code.clone() };
    commit(&*book, shop.changes()).await.unwrap();
    commit(&*book, neighbor.changes()).await.unwrap();
    let more = [
        Row::Enrollment(abroad.clone()),
        Row::Link(own_host.clone()),
        Row::Code(code.clone()),
        Row::Code(same_code.clone()),
    ];
    commit(&*book, rows(joined.into_iter().chain(more))).await.unwrap();
    assert_eq!(book.key_by_hash(&shop.key.hash).await.unwrap().as_ref(), Some(&shop.key));
    assert_eq!(book.key_by_hash(&shop.key.hash[1..]).await.unwrap(), None);
    assert_eq!(book.code(scope, shop.program.id, "SPRING20").await.unwrap(), Some(code));
    assert_eq!(book.code(scope, neighbor.program.id, "SPRING20").await.unwrap(), Some(same_code));
    assert_eq!(book.code(scope, shop.program.id, "SPRING2").await.unwrap(), None);
    assert!(book.slug_is_taken("go.shop.example", &own_host.slug).await.unwrap());
    assert!(!book.slug_is_taken("", &own_host.slug).await.unwrap());
    assert_eq!(book.link(scope, own_host.id).await.unwrap().as_ref(), Some(&own_host));
    assert_eq!(book.link(scope, LinkId::draw(world.now(), world.draw())).await.unwrap(), None);
    let of_shop = sorted_by(vec![shop.link.clone(), own_host], |it| it.id);
    assert_eq!(book.links(scope, Some(shop.program.id), all()).await.unwrap(), of_shop);
    let enrollments = async |program: Option<&Program>, partner| {
        book.enrollments(scope, program.map(|program| program.id), partner, all()).await.unwrap()
    };
    let by_id = |it: Vec<&Enrollment>| sorted_by(it.into_iter().cloned().collect(), |it| it.id);
    let program = Some(&shop.program);
    assert_eq!(enrollments(program, None).await, by_id(vec![&shop.enrollment, &second]));
    assert_eq!(enrollments(None, Some(partner.id)).await, by_id(vec![&second, &abroad]));
    assert_eq!(enrollments(program, Some(partner.id)).await, from_ref(&second));
    assert_eq!(enrollments(program, Some(neighbor.partner.id)).await, []);
    assert_eq!(book.partner(scope, partner.id).await.unwrap().as_ref(), Some(&partner));
    let unknown = PartnerId::draw(world.now(), world.draw());
    assert_eq!(book.partner(scope, unknown).await.unwrap(), None);
}

pub(super) async fn snapshots_show_enrollment_and_partner(book: Store) {
    let world = World::seeded(83);
    let shop = world.shop(world.scope(Mode::Live));
    let (partner, second, joined) = world.join(&shop);
    let ended = second.stepped(program::Step::Leave, None, world.now().plus_days(3)).unwrap();
    commit(&*book, shop.changes()).await.unwrap();
    commit(&*book, rows(joined)).await.unwrap();
    commit(&*book, rows([Row::Enrollment(ended.clone())])).await.unwrap();
    let unknown = EnrollmentId::draw(world.now(), world.draw());
    let asked = [unknown, ended.id, shop.enrollment.id];
    let snapshots = book.enrollment_snapshots(shop.scope, &asked).await.unwrap();
    assert_eq!(snapshots.len(), 2, "an unknown enrollment is left out");
    let of = |id| snapshots.iter().find(|snapshot| snapshot.enrollment.id == id).unwrap();
    assert_eq!((&of(ended.id).enrollment, &of(ended.id).partner), (&ended, &partner));
    let own = of(shop.enrollment.id);
    assert_eq!((&own.enrollment, &own.partner), (&shop.enrollment, &shop.partner));
    assert_eq!(book.enrollment_snapshots(shop.scope, &[]).await.unwrap(), []);
}
