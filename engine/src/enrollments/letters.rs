//! Emails to partners about their enrollment, with the link to enter the portal.

use crate::{
    Caller, Engine, Error, enrollments, letters, people,
    ports::{Changes, LetterKind},
    rulebooks,
};
use program::{Enrollment, INVITATION_DAYS, Partner, Seat, Step};

/// Writes to the partner, if the step is one they wait to hear of and their address is known.
pub(super) async fn write_to_partner(
    engine: &Engine,
    caller: &Caller,
    (step, enrollment): (Step, &Enrollment),
    base: &str,
    changes: &mut Changes,
) -> Result<(), Error> {
    if !matches!(step, Step::Apply | Step::Invite | Step::Approve | Step::Reject) {
        return Ok(());
    }
    let Some(partner) = engine.book().partner(enrollment.scope, enrollment.partner).await? else {
        return Ok(());
    };
    enrollments::write_to(engine, caller, &partner, (step, enrollment), base, changes).await
}

/// The same for a partner who may not be in the book yet.
pub(super) async fn write_to(
    engine: &Engine,
    caller: &Caller,
    partner: &Partner,
    (step, enrollment): (Step, &Enrollment),
    base: &str,
    changes: &mut Changes,
) -> Result<(), Error> {
    let personal = &partner.personal;
    let (Some(key), Some(sealed)) = (&personal.key, &personal.email) else { return Ok(()) };
    let Some(to) = engine.vault().open(key, sealed) else { return Ok(()) };
    let workspace = engine.book().workspace(enrollment.scope.workspace).await?;
    let workspace = workspace.map(|workspace| workspace.name).unwrap_or_default();
    let program = rulebooks::load(engine, enrollment.scope, enrollment.program).await?.program.name;
    let kind = match step {
        Step::Apply => LetterKind::ApplicationReceived { workspace, program },
        Step::Invite => {
            let link = link_to_enter(engine, caller, (partner, &to), base, changes).await?;
            LetterKind::PartnerInvitation { link, workspace, program, days: INVITATION_DAYS as u32 }
        }
        Step::Approve => {
            let link = link_to_enter(engine, caller, (partner, &to), base, changes).await?;
            LetterKind::ApplicationApproved { link, workspace, program }
        }
        Step::Reject => {
            let reason = enrollment.reason.clone().unwrap_or_default();
            LetterKind::ApplicationRejected { workspace, program, reason }
        }
        _ => return Ok(()),
    };
    changes.letters.push(letters::put(engine, key, to, kind, engine.now()));
    Ok(())
}

/// The letter once more for who is invited or approved once more and has not come in yet: links expire.
pub(super) async fn write_again(
    engine: &Engine,
    caller: &Caller,
    (step, enrollment): (Step, &Enrollment),
    base: &str,
) -> Result<Changes, Error> {
    let mut changes = Changes::default();
    if matches!(step, Step::Invite | Step::Approve)
        && let Some(partner) = engine.book().partner(enrollment.scope, enrollment.partner).await?
        && !has_come_in(engine, &partner).await?
    {
        enrollments::write_to(engine, caller, &partner, (step, enrollment), base, &mut changes).await?;
    }
    Ok(changes)
}

/// Where the partner enters: the portal for who has a seat there, else a one-time link that gives them one.
async fn link_to_enter(
    engine: &Engine,
    caller: &Caller,
    (partner, email): (&Partner, &str),
    base: &str,
    changes: &mut Changes,
) -> Result<String, Error> {
    if has_come_in(engine, partner).await? {
        return Ok(format!("{base}/"));
    }
    let seat = Seat::Partner { partner: partner.id, mode: partner.scope.mode };
    people::invite_to(engine, caller, seat, email, base, changes)
}

/// Whether the user with the partner's address has a seat at the partner.
async fn has_come_in(engine: &Engine, partner: &Partner) -> Result<bool, Error> {
    let seat = Seat::Partner { partner: partner.id, mode: partner.scope.mode };
    let user = match &partner.personal.email_hash {
        Some(hash) => engine.book().user_by_email(hash).await?,
        None => None,
    };
    let seats = match &user {
        Some(user) => engine.book().memberships_of(user.id).await?,
        None => Vec::new(),
    };
    let workspace = partner.scope.workspace;
    Ok(seats.iter().any(|held| held.workspace == workspace && held.seat == seat && held.ended_at.is_none()))
}
