//! Deed: terms accepted by the partner.

use crate::{
    Caller, Engine, Error, enrollments, jobs, milestones,
    ports::{Expected, VersionKey},
    rulebooks,
};
use facts::Event;
use program::{Enrollment, TermsAcceptance, latest_terms};
use words::{EnrollmentId, Instant, Invalid, TermsId};

/// The enrollment with the latest terms accepted, where these ask for it; and the rules that say so.
pub(crate) async fn accept_latest_terms(
    engine: &Engine,
    enrollment: Enrollment,
    now: Instant,
) -> Result<(Enrollment, Expected), Error> {
    let rulebook = rulebooks::load(engine, enrollment.scope, enrollment.program).await?;
    let rules = Expected { key: VersionKey::Rules(rulebook.program.id), version: rulebook.version };
    let latest = latest_terms(&rulebook.terms, enrollment.group);
    let asking = latest.filter(|terms| terms.acceptance == TermsAcceptance::ByPartner);
    Ok(match asking {
        Some(terms) => (enrollment.accepting(terms.id, now)?, rules),
        None => (enrollment, rules),
    })
}

/// Accepts the latest terms of the enrollment's group; they hold from then on.
pub(crate) async fn accept_terms(
    engine: &Engine,
    caller: &Caller,
    id: EnrollmentId,
    terms: TermsId,
) -> Result<Enrollment, Error> {
    let attempt = move || async move {
        let (before, expected) = enrollments::find(engine, caller, id).await?;
        let rulebook = rulebooks::load(engine, caller.scope, before.program).await?;
        let latest = latest_terms(&rulebook.terms, before.group).map(|latest| latest.id);
        if latest != Some(terms) {
            let expected = match latest {
                Some(latest) => format!("the latest terms of the enrollment's group, {latest}"),
                None => "terms of the enrollment's group, which has none".to_owned(),
            };
            return Err(Invalid::new("terms_id", expected).into());
        }
        let after = before.accepting(terms, engine.now())?;
        if after == before {
            return Ok((before, crate::ports::Changes::default()));
        }
        let mut changes = enrollments::changes_of(
            engine,
            caller,
            Event::EnrollmentTermsAccepted,
            (&before, after.clone()),
            expected,
        );
        let key = VersionKey::Rules(rulebook.program.id);
        changes.unchanged.push(Expected { key, version: rulebook.version });
        let about = (after.scope, after.program);
        changes.jobs.extend(milestones::look_later(engine, &rulebook.terms, about, Some(id)));
        // Only the first terms that ever held for the enrollment also price what came before them.
        let held_before = rulebook
            .terms
            .iter()
            .any(|terms| terms.group == before.group && terms.acceptance == TermsAcceptance::ByPublication);
        if before.accepted.is_empty() && !held_before {
            changes.jobs.push(jobs::put(
                engine,
                after.scope,
                after.program,
                jobs::SettleProgram {},
                engine.now(),
            ));
        }
        Ok((after, changes))
    };
    Ok(engine.transact(caller, "accept_terms", attempt).await?.value)
}
