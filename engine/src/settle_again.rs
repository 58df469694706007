//! Settling what is known already: all of a customer, as if it had just been reported.

use crate::{
    Engine, Error,
    ports::{Changes, History, Rulebook, Standing},
    settle::{Docket, Thaw},
};
use conversion::{Conversion, Correction, Position, Share};
use referral::{Customer, Touch};
use words::{EnrolmentId, Instant, Scope};

/// What is settled again, and on what occasion.
pub(crate) struct Again<'a> {
    pub rulebook: &'a Rulebook,
    pub customer: &'a Customer,
    pub thaw: Thaw,
    /// A correction that is made or taken back with it.
    pub correction: Option<&'a Correction>,
    /// A conversion that is priced anew with it.
    pub amended: Option<&'a Conversion>,
    pub now: Instant,
}

impl Engine {
    /// Settles all that is known of a customer in a program.
    pub(crate) async fn settle_again(&self, again: &Again<'_>, changes: &mut Changes) -> Result<(), Error> {
        let Again { rulebook, customer, thaw, correction, amended, now } = *again;
        let (scope, program) = (customer.scope, rulebook.program.id);
        let Some(file) = self.book().customer_file_by_id(scope, program, customer.id).await? else {
            return Ok(());
        };
        let from = Position::at(Instant::MIN);
        let mut history = self.book().history(scope, program, customer.id, &from).await?;
        if let Some(correction) = correction {
            history.corrections.retain(|other| other.conversion != correction.conversion);
            history.corrections.extend(Some(correction).filter(|it| it.stands()).cloned());
        }
        if let Some(amended) = amended {
            let own = history.conversions.iter_mut().find(|it| it.id == amended.id);
            own.into_iter().for_each(|own| *own = amended.clone());
        }
        let standings = self.standings_of(scope, &file.touches, &history).await?;
        let docket = Docket {
            rulebook,
            customer,
            people: &file.people,
            touches: &file.touches,
            referral: file.referral.as_ref(),
            history: &history,
            standings: &standings,
            thaw,
            trial: false,
            now,
        };
        let settled = self.settled(&docket).await?;
        if settled.is_empty() {
            return Ok(());
        }
        changes.unchanged.extend(docket.premises());
        changes.facts.extend(self.settled_facts((scope, Some(program), Some(customer.id)), now, &settled));
        changes.take(settled);
        Ok(())
    }

    /// The standing of every enrolment that evidence, corrections, the bond or commissions name.
    pub(crate) async fn standings_of(
        &self,
        scope: Scope,
        touches: &[Touch],
        history: &History,
    ) -> Result<Vec<Standing>, Error> {
        let enrolments = enrolments_in(touches, history);
        if enrolments.is_empty() {
            return Ok(Vec::new());
        }
        Ok(self.book().standings(scope, &enrolments).await?)
    }
}

pub(crate) fn enrolments_in(touches: &[Touch], history: &History) -> Vec<EnrolmentId> {
    let corrected = history.corrections.iter().flat_map(|correction| &correction.shares);
    let bound = history.bond.iter().flat_map(|bond| &bond.shares);
    let decided = history.decisions.iter().flat_map(|decision| &decision.shares);
    let shares = corrected.chain(bound).chain(decided).map(|share: &Share| share.enrolment);
    let earned = history.commissions.iter().map(|commission| commission.enrolment);
    let mut enrolments: Vec<_> =
        touches.iter().map(|touch| touch.enrolment).chain(shares).chain(earned).collect();
    enrolments.sort();
    enrolments.dedup();
    enrolments
}
