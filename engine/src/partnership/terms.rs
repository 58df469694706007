//! Deed: terms accepted by the partner.

use crate::{
    Caller, Engine, Error,
    ports::{Expected, JobKind, VersionKey},
};
use program::{Enrolment, TermsAcceptance, latest_terms};
use words::{EnrolmentId, Instant, Invalid, TermsId};

impl Engine {
    /// The enrolment with the latest terms accepted, where these ask for it; and the rules that say so.
    pub(crate) async fn accepting_latest(
        &self,
        enrolment: Enrolment,
        now: Instant,
    ) -> Result<(Enrolment, Expected), Error> {
        let rulebook = self.rulebook(enrolment.scope, enrolment.program).await?;
        let rules = Expected { key: VersionKey::Rules(rulebook.program.id), version: rulebook.version };
        let latest = latest_terms(&rulebook.terms, enrolment.group);
        let asking = latest.filter(|terms| terms.acceptance == TermsAcceptance::ByPartner);
        Ok(match asking {
            Some(terms) => (enrolment.accepting(terms.id, now)?, rules),
            None => (enrolment, rules),
        })
    }

    /// Accepts the latest terms of the enrolment's group; they hold from then on.
    pub(crate) async fn accept_terms(
        &self,
        caller: &Caller,
        id: EnrolmentId,
        terms: TermsId,
    ) -> Result<Enrolment, Error> {
        let attempt = move || async move {
            let (before, expected) = self.enrolment_with_version(caller, id).await?;
            let rulebook = self.rulebook(caller.scope, before.program).await?;
            let latest = latest_terms(&rulebook.terms, before.group).map(|latest| latest.id);
            if latest != Some(terms) {
                let expected = match latest {
                    Some(latest) => format!("the latest terms of the enrolment's group, {latest}"),
                    None => "terms of the enrolment's group, which has none".to_owned(),
                };
                return Err(Invalid::new("terms_id", expected).into());
            }
            let after = before.accepting(terms, self.now())?;
            if after == before {
                return Ok((before, crate::ports::Changes::default()));
            }
            let action = "enrolment.terms_accepted";
            let mut changes = self.enrolment_changed(caller, action, (&before, after.clone()), expected);
            let key = VersionKey::Rules(rulebook.program.id);
            changes.unchanged.push(Expected { key, version: rulebook.version });
            let about = (after.scope, after.program);
            changes.jobs.extend(self.look_at_milestones_later(&rulebook.terms, about, Some(id)));
            // Only the first terms that ever held for the enrolment also price what came before them.
            let held_before = rulebook.terms.iter().any(|terms| {
                terms.group == before.group && terms.acceptance == TermsAcceptance::ByPublication
            });
            if before.accepted.is_empty() && !held_before {
                changes.jobs.push(self.job_now(after.scope, after.program, JobKind::SettleProgram));
            }
            Ok((after, changes))
        };
        Ok(self.turn(caller, "accept_terms", attempt).await?.value)
    }
}
