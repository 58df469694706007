//! People: what is unique, what is found by what, what is forgotten, and the audit log in its order.

use super::{Store, commit};
use crate::world::World;
use engine::{
    Actor, Origin,
    ports::{
        AuditFilter, AuditLog, AuditRecord, Changes, CommitError, Commits, Expected, LetterChange, Letters,
        OutgoingLetter, Row, Unique, Use, Vault, VersionKey,
    },
};
use program::{Membership, Purpose, Seat, Session, Throttle, Token, User};
use std::sync::Arc;
use words::{
    AuditId, Instant, LetterId, MembershipId, Mode, PartnerId, Role, Scope, SessionId, UserId, WorkspaceId,
};

fn rows(rows: impl IntoIterator<Item = Row>) -> Changes {
    Changes { rows: rows.into_iter().collect(), ..Changes::default() }
}

fn user(world: &World, email: &str) -> User {
    let id = UserId::draw(world.now(), world.draw());
    let personal = world.personal(email);
    User { id, personal, password: None, second_factor: None, generation: 0, created_at: world.now() }
}

/// Later than the one before, so that ids are in the order of the calls.
fn membership(world: &World, workspace: WorkspaceId, user: &User, seat: Seat) -> Membership {
    world.clock.advance_seconds(1);
    let id = MembershipId::draw(world.now(), world.draw());
    Membership { id, workspace, user: user.id, seat, created_at: world.now(), ended_at: None }
}

fn session(world: &World, user: &User, hash: &str) -> Session {
    Session {
        id: SessionId::draw(world.now(), world.draw()),
        user: user.id,
        hash: hash.to_owned(),
        generation: 0,
        address: None,
        agent: None,
        created_at: world.now(),
        expires_at: world.now().plus_days(30),
        ended_at: None,
    }
}

pub(super) async fn people_are_found_by_what_they_show(book: Store) {
    let world = World::seeded(61);
    let (ada, bob) = (user(&world, "ada@example.com"), user(&world, "bob@example.com"));
    let (here, there) = (world.scope(Mode::Live).workspace, world.scope(Mode::Live).workspace);
    let owner = Seat::Team { role: Role::Owner };
    let partner = Seat::Partner { partner: PartnerId::draw(world.now(), world.draw()), mode: Mode::Live };
    let seats = [
        membership(&world, here, &ada, owner),
        membership(&world, here, &ada, partner),
        membership(&world, there, &ada, owner),
        membership(&world, here, &bob, Seat::Team { role: Role::Analyst }),
    ];
    let own = session(&world, &ada, "hash-1");
    let mut all = vec![Row::User(ada.clone()), Row::User(bob.clone()), Row::Session(own.clone())];
    all.extend(seats.iter().cloned().map(Row::Membership));
    commit(&*book, rows(all)).await.unwrap();
    let hash = world.vault.email_hash("ada@example.com");
    assert_eq!(book.user_by_email(&hash).await.unwrap(), Some(ada.clone()));
    assert_eq!(book.user_by_email(&world.vault.email_hash("eve@example.com")).await.unwrap(), None);
    assert_eq!(book.memberships_of(ada.id).await.unwrap(), seats[..3]);
    let members = book.members(here).await.unwrap();
    assert_eq!(members.len(), 3);
    assert_eq!(members[2], (seats[3].clone(), bob.clone()));
    let found = book.session_by_hash("hash-1").await.unwrap();
    assert_eq!(found, Some((own.clone(), ada.clone(), None)));
    assert_eq!(book.session_by_hash("hash-2").await.unwrap(), None);
    // A use never goes back in time.
    let used = |at| rows([Row::Use(Use { id: own.id.to_string(), at })]);
    let later = world.now().plus_days(1);
    commit(&*book, used(later)).await.unwrap();
    commit(&*book, used(world.now())).await.unwrap();
    assert_eq!(book.sessions_of(ada.id).await.unwrap(), [(own, Some(later))]);
    // One account to an address, one seat of a kind in a workspace.
    let twin = user(&world, "ada@example.com");
    assert_eq!(commit(&*book, rows([Row::User(twin)])).await, Err(CommitError::Taken(Unique::User)));
    let again = membership(&world, here, &ada, Seat::Team { role: Role::Finance });
    let again = commit(&*book, rows([Row::Membership(again)])).await;
    assert_eq!(again, Err(CommitError::Taken(Unique::Membership)));
}

pub(super) async fn what_has_expired_is_forgotten_and_nothing_else(book: Store) {
    let world = World::seeded(62);
    let ada = user(&world, "ada@example.com");
    let now = world.now();
    let token = |hash: &str, expires_at| Token {
        hash: hash.to_owned(),
        purpose: Purpose::LogIn { user: ada.id, generation: 0 },
        created_at: now,
        expires_at,
        used_at: None,
    };
    let (old, new) = (token("old", now.plus_micros(-1)), token("new", now));
    let over = Session { expires_at: now.plus_micros(-1), ..session(&world, &ada, "over") };
    let open = session(&world, &ada, "open");
    let throttle = |id: &str, failed_at| Throttle { id: id.to_owned(), failures: 3, failed_at };
    let all = [
        Row::User(ada.clone()),
        Row::Token(old),
        Row::Token(new.clone()),
        Row::Session(over),
        Row::Session(open.clone()),
        Row::Throttle(throttle("calm", now.plus_micros(-1))),
        Row::Throttle(throttle("busy", now)),
    ];
    let key = VersionKey::Throttle("calm".to_owned());
    let expected = vec![Expected { key: key.clone(), version: 0 }];
    commit(&*book, Changes { expected, ..rows(all) }).await.unwrap();
    assert_eq!(book.tokens_of(ada.id, now.plus_micros(-2)).await.unwrap().len(), 2);
    assert_eq!(book.tokens_of(ada.id, now.plus_micros(-1)).await.unwrap(), std::slice::from_ref(&new));
    assert_eq!(book.tokens_of(ada.id, now).await.unwrap(), []);
    let other = words::UserId::draw(now, 7);
    assert_eq!(book.tokens_of(other, Instant::MIN).await.unwrap(), []);
    book.forget_expired(now).await.unwrap();
    assert_eq!(book.token("old").await.unwrap(), None);
    assert_eq!(book.token("new").await.unwrap(), Some(new));
    assert_eq!(book.sessions_of(ada.id).await.unwrap(), [(open, None)]);
    assert_eq!(book.throttle("calm").await.unwrap(), None);
    assert_eq!(book.throttle("busy").await.unwrap(), Some(throttle("busy", now)));
}

pub(super) async fn letters_wait_until_they_are_due_and_go_once(book: Arc<impl Commits + Letters + ?Sized>) {
    let world = World::seeded(63);
    let key = world.vault.new_key();
    let letter = |run_at| OutgoingLetter {
        id: LetterId::draw(world.now(), world.draw()),
        content: world.vault.seal(&key, "a letter"),
        key: key.clone(),
        run_at,
        attempts: 0,
        created_at: world.now(),
    };
    let now = world.now();
    let (due, later) = (letter(now), letter(now.plus_days(1)));
    let letters = |letters: Vec<LetterChange>| Changes { letters, ..Changes::default() };
    let put = vec![LetterChange::Put(later.clone()), LetterChange::Put(due.clone())];
    commit(&*book, letters(put)).await.unwrap();
    assert_eq!(book.due_letters(now, 10).await.unwrap(), std::slice::from_ref(&due));
    assert_eq!(book.due_letters(now.plus_days(1), 1).await.unwrap(), std::slice::from_ref(&due));
    assert_eq!(book.letters_after(now, 10).await.unwrap(), std::slice::from_ref(&later));
    assert_eq!(book.letters_after(later.run_at, 10).await.unwrap(), []);
    assert_eq!(book.letters_after(now.plus_micros(-1), 1).await.unwrap(), std::slice::from_ref(&due));
    commit(&*book, letters(vec![LetterChange::Done(due.id)])).await.unwrap();
    let again = commit(&*book, letters(vec![LetterChange::Done(due.id)])).await;
    assert_eq!(again, Err(CommitError::Conflict));
    assert_eq!(book.due_letters(now.plus_days(1), 10).await.unwrap(), [later]);
}

pub(super) async fn the_audit_log_is_told_newest_first_to_its_own_scope(
    book: Arc<impl AuditLog + Commits + ?Sized>,
) {
    let world = World::seeded(64);
    let live = world.scope(Mode::Live);
    let test = Scope { mode: Mode::Test, ..live };
    let other = world.scope(Mode::Live);
    let mut written = Vec::new();
    for (place, (workspace, mode)) in [
        (Some(live.workspace), Some(Mode::Live)),
        (Some(live.workspace), None),
        (Some(live.workspace), Some(Mode::Test)),
        (Some(other.workspace), None),
        (None, None),
        (Some(live.workspace), Some(Mode::Live)),
    ]
    .into_iter()
    .enumerate()
    {
        world.clock.advance_seconds(1);
        written.push(AuditRecord {
            id: AuditId::draw(world.now(), world.draw()),
            workspace,
            mode,
            at: world.now(),
            actor: if place == 0 { Actor::Operator } else { Actor::Visitor { user: None } },
            origin: Origin::default(),
            action: format!("thing.{}", place % 2),
            subject: format!("subject {place}"),
            before: None,
            after: Some(serde_json::json!({ "place": place })),
        });
    }
    commit(&*book, Changes { audit: written.clone(), ..Changes::default() }).await.unwrap();
    let all = AuditFilter::default();
    let told = async |scope, filter: &AuditFilter, before, limit| {
        let found = book.audit_log(scope, filter, before, limit).await.unwrap();
        found.into_iter().map(|record| record.subject).collect::<Vec<_>>()
    };
    assert_eq!(told(live, &all, None, 10).await, ["subject 5", "subject 1", "subject 0"]);
    assert_eq!(told(live, &all, None, 2).await, ["subject 5", "subject 1"]);
    assert_eq!(told(live, &all, Some(written[1].id), 10).await, ["subject 0"]);
    assert_eq!(told(test, &all, None, 10).await, ["subject 2"]);
    assert_eq!(told(other, &all, None, 10).await, ["subject 3"]);
    let action = AuditFilter { action: Some("thing.1".to_owned()), ..all.clone() };
    assert_eq!(told(live, &action, None, 10).await, ["subject 5", "subject 1"]);
    let actor = AuditFilter { actor: Some("operator".to_owned()), ..all.clone() };
    assert_eq!(told(live, &actor, None, 10).await, ["subject 0"]);
    let since = AuditFilter { since: Some(written[5].at), ..all.clone() };
    assert_eq!(told(live, &since, None, 10).await, ["subject 5"]);
    let until = AuditFilter { until: Some(written[5].at), subject: Some("subject 1".to_owned()), ..all };
    assert_eq!(told(live, &until, None, 10).await, ["subject 1"]);
}
