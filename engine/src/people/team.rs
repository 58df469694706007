//! Deeds: who belongs to a workspace, and as what.

use super::{NewSession, SignedIn, one_time_link::token_of, visitor};
use crate::{
    Caller, Engine, Error, LogIn, Operator, Origin, Permit, Proof,
    audit::{self, view},
    engine::sha256_hex,
    known_as, letters,
    need::WriteTeam,
    people,
    ports::{Changes, Expected, LetterKind, Row, VersionKey},
};
use program::{
    INVITATION_DAYS, Invitation, InvitationStatus, Membership, NAME_CHARACTERS_MAX, Purpose, Seat, User,
    check_password, normalize_letter_address,
};
use serde::{Deserialize, Serialize};
use words::{
    EmailHash, Instant, Invalid, InvitationId, MembershipId, Personal, Resource, Role, Scope, UserId, Verb,
    WorkspaceId, check_text,
};

/// Members and open invitations of one workspace, partners' people left out.
pub const MEMBERS_MAX: usize = 200;
const MINUTES_PER_DAY: i64 = 24 * 60;

/// A user whom the operator makes, with a seat in the operator's workspace.
#[derive(Clone)]
pub struct UserInput {
    pub email: String,
    pub name: String,
    /// None: they log in by e-mail link.
    pub password: Option<String>,
    pub seat: Seat,
}

#[derive(Clone, Debug)]
pub struct InviteInput {
    pub email: String,
    pub seat: Seat,
}

/// A member with their user.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Member {
    pub membership: Membership,
    pub user: User,
}

/// An accepted invitation. Who had an account before logs in as ever.
#[derive(Clone, PartialEq, Eq)]
pub struct Accepted {
    pub membership: Membership,
    pub session: Option<NewSession>,
}

/// Makes a user, or finds the one with this address, and gives them a seat. For the operator: the first owner
/// of a workspace cannot be invited by anybody.
pub async fn add_user(engine: &Engine, operator: Operator, input: &UserInput) -> Result<Member, Error> {
    input.seat.check()?;
    check_text("name", &input.name, NAME_CHARACTERS_MAX)?;
    let email = normalize_letter_address("email", &input.email)?;
    let hashed = &match &input.password {
        Some(password) => {
            check_password("password", password, &email)?;
            Some(engine.vault().hash_password(password).await)
        }
        None => None,
    };
    let (permit, hash) = (&operator.permit::<WriteTeam>(), &engine.vault().email_hash(&email));
    let attempt = move || async move {
        let now = engine.now();
        let mut changes = team_expected(engine, operator.scope.workspace).await?;
        let found = engine.book().user_by_email(hash).await?;
        let user = match found {
            Some(user) => user,
            None => {
                let user = people::draft_user(engine, &input.email, hash, &input.name, hashed.clone(), now);
                changes.rows.push(Row::User(user.clone()));
                user
            }
        };
        let membership =
            people::take_seat(engine, operator.scope.workspace, user.id, input.seat, now).await?;
        note_partners_address(engine, &membership, &input.email, &mut changes).await?;
        changes.audit =
            vec![audit::entry(engine, permit, now, "member.added", membership.id, (None, view(&membership)))];
        changes.rows.push(Row::Membership(membership.clone()));
        Ok((Member { membership, user }, changes))
    };
    engine.transact_unnamed("add_user", attempt).await
}

/// Offers a seat to whoever holds the address, by a one-time link.
pub async fn invite(
    engine: &Engine,
    caller: &Permit<WriteTeam>,
    input: &InviteInput,
    base: &str,
) -> Result<Invitation, Error> {
    input.seat.check()?;
    let email = &normalize_letter_address("email", &input.email)?;
    let workspace = caller.scope.workspace;
    let attempt = move || async move {
        let now = engine.now();
        let mut changes = team_expected(engine, workspace).await?;
        let members = engine.book().members(workspace).await?;
        let hash = engine.vault().email_hash(email);
        let has_it = members.iter().any(|(membership, user)| {
            let same_seat = membership.seat.name() == input.seat.name();
            membership.ended_at.is_none() && same_seat && user.personal.email_hash.as_ref() == Some(&hash)
        });
        if has_it {
            return Err(Error::Taken { field: "email", value: "of a member".to_owned() });
        }
        let open = engine.book().invitations(workspace).await?.into_iter().filter(|invitation| {
            invitation.status == InvitationStatus::Pending && now < invitation.expires_at
        });
        let open: Vec<_> = open.collect();
        let in_team = |seat: &Seat| matches!(seat, Seat::Team { .. });
        let seated = members.iter().filter(|(held, _)| held.ended_at.is_none() && in_team(&held.seat));
        let invited = open.iter().filter(|open| in_team(&open.seat));
        if seated.count() + invited.count() >= MEMBERS_MAX && in_team(&input.seat) {
            return Err(Invalid::new("email", format!("at most {MEMBERS_MAX} members")).into());
        }
        // A new invitation takes the place of an open one to the same address.
        let earlier = open.into_iter().filter(|open| {
            open.personal.email_hash.as_ref() == Some(&hash) && open.seat.name() == input.seat.name()
        });
        changes.rows.extend(
            earlier.map(|open| Row::Invitation(Invitation { status: InvitationStatus::Revoked, ..open })),
        );
        let (invitation, link) =
            draft_invitation(engine, caller, input.seat, &input.email, base, &mut changes)?;
        let named = engine.book().workspace(workspace).await?;
        let kind = LetterKind::Invitation {
            link,
            workspace: named.map(|workspace| workspace.name).unwrap_or_default(),
            role: input.seat.role().name().to_owned(),
            days: INVITATION_DAYS as u32,
        };
        if let Some(key) = &invitation.personal.key {
            changes.letters.push(letters::put(engine, key, input.email.trim().to_owned(), kind, now));
        }
        let after = (None, view(&invitation));
        changes.audit = vec![audit::entry(engine, caller, now, "member.invited", invitation.id, after)];
        Ok((invitation, changes))
    };
    engine.transact_unnamed("invite", attempt).await
}

/// An invitation to a seat, to be committed with the deed that wants it; answers its link.
pub(crate) fn invite_to(
    engine: &Engine,
    caller: &Caller,
    seat: Seat,
    email: &str,
    base: &str,
    changes: &mut Changes,
) -> Result<String, Error> {
    Ok(draft_invitation(engine, caller, seat, email, base, changes)?.1)
}

fn draft_invitation(
    engine: &Engine,
    caller: &Caller,
    seat: Seat,
    email: &str,
    base: &str,
    changes: &mut Changes,
) -> Result<(Invitation, String), Error> {
    let (now, key) = (engine.now(), engine.vault().new_key());
    let normalized = normalize_letter_address("email", email)?;
    let personal = Personal {
        email: Some(engine.vault().seal(&key, email.trim())),
        email_hash: Some(engine.vault().email_hash(&normalized)),
        key: Some(key),
        ..Personal::default()
    };
    let invitation = Invitation {
        id: InvitationId::draw(now, engine.draw()),
        workspace: caller.scope.workspace,
        seat,
        personal,
        status: InvitationStatus::Pending,
        invited_by: caller.user(),
        created_at: now,
        expires_at: now.plus_days(INVITATION_DAYS),
    };
    let (text, token_hash) = people::draw_secret(engine, "hgl");
    let purpose = Purpose::Invitation { invitation: invitation.id };
    let token = token_of(token_hash, purpose, now, INVITATION_DAYS * MINUTES_PER_DAY);
    changes.rows.extend([Row::Token(token), Row::Invitation(invitation.clone())]);
    Ok((invitation, format!("{base}/accept-invitation#token={text}")))
}

pub async fn revoke_invitation(
    engine: &Engine,
    caller: &Permit<WriteTeam>,
    id: InvitationId,
) -> Result<Invitation, Error> {
    let workspace = caller.scope.workspace;
    let attempt = move || async move {
        let mut changes = team_expected(engine, workspace).await?;
        let found = engine.book().invitation(id).await?;
        let found = found.filter(|found| found.workspace == workspace);
        let before = found.ok_or_else(|| Error::not_found("invitation", id))?;
        if before.status != InvitationStatus::Pending {
            return Ok((before, Changes::default()));
        }
        let after = Invitation { status: InvitationStatus::Revoked, ..before.clone() };
        let now = engine.now();
        changes.audit =
            vec![audit::entry(engine, caller, now, "invitation.revoked", id, (view(&before), view(&after)))];
        changes.rows.push(Row::Invitation(after.clone()));
        Ok((after, changes))
    };
    engine.transact_unnamed("revoke_invitation", attempt).await
}

/// Takes the seat that an invitation offers. Who has no account yet gets one with `name` and, if they want one,
/// `password`, and is logged in; the link proves the address.
pub async fn accept_invitation(
    engine: &Engine,
    token: &str,
    name: Option<&str>,
    password: Option<&str>,
    origin: &Origin,
) -> Result<Accepted, Error> {
    let hash = &sha256_hex(token.as_bytes());
    let invitation = find_invitation(engine, hash).await?;
    let email = &people::invited_email(engine, &invitation)?;
    let email_hash = &engine.vault().email_hash(&normalize_letter_address("email", email)?);
    let is_new = engine.book().user_by_email(email_hash).await?.is_none();
    let name = match name {
        Some(name) => check_text("name", name, NAME_CHARACTERS_MAX).map(|()| name)?,
        None if is_new => return Err(Invalid::new("name", "your name").into()),
        None => "",
    };
    let hashed = &match password.filter(|_| is_new) {
        Some(password) => {
            check_password("password", password, email)?;
            Some(engine.vault().hash_password(password).await)
        }
        None => None,
    };
    let (text, session_hash) = &people::draw_secret(engine, "hgs");
    let attempt = move || async move {
        let now = engine.now();
        let mut changes = team_expected(engine, invitation.workspace).await?;
        let spent = engine.book().token(hash).await?.ok_or(Error::LinkSpent)?;
        let invitation = find_invitation(engine, hash).await?;
        people::spend_link(engine, &spent, now, &mut changes).await?;
        let found = engine.book().user_by_email(email_hash).await?;
        let is_new = found.is_none();
        let user =
            found.unwrap_or_else(|| people::draft_user(engine, email, email_hash, name, hashed.clone(), now));
        let membership =
            people::take_seat(engine, invitation.workspace, user.id, invitation.seat, now).await?;
        note_partners_address(engine, &membership, email, &mut changes).await?;
        let by = (visitor(Some(user.id)), origin);
        let subject = membership.id.to_string();
        let seats = std::slice::from_ref(&membership);
        changes.audit =
            people::audit_entries(engine, seats, by, now, "invitation.accepted", &subject, view(&membership));
        let mut session = None;
        if is_new {
            let proof = Proof::Link { token: String::new() };
            let log_in = LogIn { proof, code: None, origin: origin.clone(), agent: None };
            let opened = people::draft_session(engine, &user, session_hash, &log_in, now);
            changes.audit.extend(people::audit_log_in(engine, seats, &opened, origin, now));
            changes.rows.extend([Row::User(user), Row::Session(opened.clone())]);
            session = Some(opened);
        }
        changes.rows.extend([
            Row::Membership(membership.clone()),
            Row::Invitation(Invitation { status: InvitationStatus::Accepted, ..invitation }),
        ]);
        Ok(((membership, session), changes))
    };
    let (membership, session) = engine.transact_unnamed("accept_invitation", attempt).await?;
    let session = session.map(|session| NewSession { session, text: text.clone() });
    Ok(Accepted { membership, session })
}

async fn find_invitation(engine: &Engine, hash: &str) -> Result<Invitation, Error> {
    let token = engine.book().token(hash).await?;
    let token = token.filter(|token| token.is_good(engine.now())).ok_or(Error::LinkSpent)?;
    let Purpose::Invitation { invitation } = token.purpose else { return Err(Error::LinkSpent) };
    let invitation = engine.book().invitation(invitation).await?;
    invitation.filter(|invitation| invitation.status == InvitationStatus::Pending).ok_or(Error::LinkSpent)
}

/// The address that was invited, if it can still be opened.
pub fn invited_email(engine: &Engine, invitation: &Invitation) -> Result<String, Error> {
    let personal = &invitation.personal;
    let opened = personal.key.as_ref().zip(personal.email.as_ref());
    let opened = opened.and_then(|(key, email)| engine.vault().open(key, email));
    opened.ok_or(Error::LinkSpent)
}

/// Gives a member of the team another role.
pub async fn change_role(
    engine: &Engine,
    caller: &Permit<WriteTeam>,
    id: MembershipId,
    role: Role,
) -> Result<Member, Error> {
    Seat::Team { role }.check()?;
    change_member(engine, caller, id, "member.role_changed", move |before, _| {
        let Seat::Team { .. } = before.seat else {
            return Err(Invalid::new("role", "a member of the team; a partner's people have no role").into());
        };
        Ok(Membership { seat: Seat::Team { role }, ..before.clone() })
    })
    .await
}

/// Takes a seat away. The user stays, with whatever seats they have elsewhere.
pub async fn remove_member(
    engine: &Engine,
    caller: &Permit<WriteTeam>,
    id: MembershipId,
) -> Result<Member, Error> {
    change_member(engine, caller, id, "member.removed", |before, now| {
        Ok(Membership { ended_at: before.ended_at.or(Some(now)), ..before.clone() })
    })
    .await
}

async fn change_member(
    engine: &Engine,
    caller: &Permit<WriteTeam>,
    id: MembershipId,
    action: &'static str,
    change: impl Fn(&Membership, Instant) -> Result<Membership, Error> + Send + Sync,
) -> Result<Member, Error> {
    let workspace = caller.scope.workspace;
    let change = &change;
    let attempt = move || async move {
        let now = engine.now();
        let mut changes = team_expected(engine, workspace).await?;
        let members = engine.book().members(workspace).await?;
        // Whoever left has no seat to change; they are in no list either.
        let found = members.iter().find(|(seat, _)| seat.id == id && seat.ended_at.is_none());
        let (before, user) = found.ok_or_else(|| Error::not_found("member", id))?;
        let after = change(before, now)?;
        let others_own = members.iter().any(|(membership, _)| membership.id != id && is_owner(membership));
        if is_owner(before) && !is_owner(&after) && !others_own {
            return Err(Error::LastOwner);
        }
        if after == *before {
            return Ok((Member { membership: after, user: user.clone() }, Changes::default()));
        }
        changes.audit = vec![audit::entry(engine, caller, now, action, id, (view(before), view(&after)))];
        end_invitations(engine, &after, &mut changes).await?;
        changes.rows.push(Row::Membership(after.clone()));
        Ok((Member { membership: after, user: user.clone() }, changes))
    };
    engine.transact_unnamed("change_member", attempt).await
}

/// Leaves a workspace by one's own will.
pub async fn leave_workspace(engine: &Engine, signed_in: &SignedIn, id: MembershipId) -> Result<(), Error> {
    let attempt = move || async move {
        let now = engine.now();
        let seats = engine.book().memberships_of(signed_in.user.id).await?;
        let found = seats.iter().find(|seat| seat.id == id && seat.ended_at.is_none());
        let before = found.ok_or_else(|| Error::not_found("membership", id))?;
        let mut changes = team_expected(engine, before.workspace).await?;
        let members = engine.book().members(before.workspace).await?;
        // As it is under that version: the role may have changed since.
        let found =
            members.iter().map(|(seat, _)| seat).find(|seat| seat.id == id && seat.ended_at.is_none());
        let before = found.ok_or_else(|| Error::not_found("membership", id))?;
        let others_own = members.iter().any(|(membership, _)| membership.id != id && is_owner(membership));
        if is_owner(before) && !others_own {
            return Err(Error::LastOwner);
        }
        let after = Membership { ended_at: Some(now), ..before.clone() };
        let by = (signed_in.actor(), &signed_in.origin);
        let seat = std::slice::from_ref(before);
        changes.audit =
            people::audit_entries(engine, seat, by, now, "member.left", &id.to_string(), view(&after));
        end_invitations(engine, &after, &mut changes).await?;
        changes.rows.push(Row::Membership(after));
        Ok(((), changes))
    };
    engine.transact_unnamed("leave_workspace", attempt).await
}

/// Revokes the member's open invitations to the team if they may invite nobody any more: otherwise they could come back
/// by one of them.
async fn end_invitations(engine: &Engine, member: &Membership, changes: &mut Changes) -> Result<(), Error> {
    let may_invite = |role: Role| role.allows(Resource::Team, Verb::Write);
    let is_here = member.ended_at.is_none();
    if is_here && matches!(member.seat, Seat::Team { role } if may_invite(role)) {
        return Ok(());
    }
    let theirs = |it: &Invitation| {
        let is_open = it.status == InvitationStatus::Pending;
        is_open && it.invited_by == Some(member.user) && matches!(it.seat, Seat::Team { .. })
    };
    let invitations = engine.book().invitations(member.workspace).await?;
    let revoked = |it| Row::Invitation(Invitation { status: InvitationStatus::Revoked, ..it });
    changes.rows.extend(invitations.into_iter().filter(theirs).map(revoked));
    Ok(())
}

/// Changes that hold only if nobody else has changed the team meanwhile.
async fn team_expected(engine: &Engine, workspace: WorkspaceId) -> Result<Changes, Error> {
    let key = VersionKey::Team(workspace);
    let version = engine.book().version(&key).await?;
    Ok(Changes { expected: vec![Expected { key, version }], ..Changes::default() })
}

/// The user's seat: a new one, or the one that ended before, taken up again.
pub(super) async fn take_seat(
    engine: &Engine,
    workspace: WorkspaceId,
    user: UserId,
    seat: Seat,
    now: Instant,
) -> Result<Membership, Error> {
    let seats = engine.book().memberships_of(user).await?;
    let held = seats.into_iter().find(|held| held.workspace == workspace && held.seat.name() == seat.name());
    match held {
        Some(held) if held.ended_at.is_none() => {
            Err(Error::Taken { field: "email", value: "of a member".to_owned() })
        }
        Some(held) => Ok(Membership { seat, ended_at: None, ..held }),
        None => Ok(Membership {
            id: MembershipId::draw(now, engine.draw()),
            workspace,
            user,
            seat,
            created_at: now,
            ended_at: None,
        }),
    }
}

/// Who enters a partner's portal is the partner, also as a customer.
async fn note_partners_address(
    engine: &Engine,
    membership: &Membership,
    email: &str,
    changes: &mut Changes,
) -> Result<(), Error> {
    let Seat::Partner { partner, mode } = membership.seat else { return Ok(()) };
    let scope = Scope { workspace: membership.workspace, mode };
    let key = VersionKey::Partner(partner);
    let version = engine.book().version(&key).await?;
    let Some(partner) = engine.book().partner(scope, partner).await? else { return Ok(()) };

    changes.expected.push(Expected { key, version });
    known_as::partner_learns(engine, &partner, email, changes).await
}

pub(super) fn draft_user(
    engine: &Engine,
    email: &str,
    hash: &EmailHash,
    name: &str,
    password: Option<String>,
    now: Instant,
) -> User {
    let key = engine.vault().new_key();
    let personal = Personal {
        name: Some(engine.vault().seal(&key, name)),
        email: Some(engine.vault().seal(&key, email.trim())),
        email_hash: Some(hash.clone()),
        key: Some(key),
        ..Personal::default()
    };
    let id = UserId::draw(now, engine.draw());
    User { id, personal, password, second_factor: None, generation: 0, created_at: now }
}

fn is_owner(membership: &Membership) -> bool {
    membership.ended_at.is_none() && membership.seat == Seat::Team { role: Role::Owner }
}
