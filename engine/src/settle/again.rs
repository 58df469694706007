//! Settling what is known already of a customer, as if it had just been reported.

use crate::{
    Engine, Error,
    conversions::{self, About},
    customers, known_as,
    ports::{Changes, Expected, VersionKey},
    rulebooks::premises,
    settle,
};
use conversion::{Conversion, Correction, Position};
use referral::{Customer, Touch};
use settlement::{
    CustomerFile, EnrollmentSnapshot, History, Reopen, Rest, Rulebook, SettlementInput, enrollments_named,
    join_touches,
};
use words::{Instant, Scope};

/// What is settled again, and on what occasion.
pub(crate) struct Again<'a> {
    pub rulebook: &'a Rulebook,
    pub customer: &'a Customer,
    /// What occurred before is left as it is.
    pub from: &'a Position,
    pub reopen: Reopen,
    /// Something before is credited or priced otherwise than it was.
    pub is_disturbed: bool,
    /// A correction that is made or taken back with it.
    pub correction: Option<&'a Correction>,
    /// A conversion that is priced anew with it.
    pub amended: Option<&'a Conversion>,
    pub now: Instant,
}

/// Settles what is known of a customer in a program; what is too much for one commit is a job.
pub(crate) async fn again(engine: &Engine, again: &Again<'_>, changes: &mut Changes) -> Result<(), Error> {
    let rest = settle::part(engine, again, changes).await?;
    let about = (again.customer.scope, again.rulebook.program.id, again.customer.id);
    changes.jobs.extend(rest.map(|rest| settle::rest_later(engine, about, rest, again.now)));
    Ok(())
}

/// Settles as much as one commit may, and answers what that leaves.
pub(crate) async fn part(
    engine: &Engine,
    again: &Again<'_>,
    changes: &mut Changes,
) -> Result<Option<Rest>, Error> {
    let Again { rulebook, customer, from, reopen, is_disturbed, correction, amended, now } = *again;
    let (scope, program) = (customer.scope, rulebook.program.id);
    let Some(file) = engine.book().customer_file_by_id(scope, program, customer.id).await? else {
        return Ok(None);
    };
    let others = customers::other_files(engine, rulebook, customer).await?;
    let ids = std::iter::once(customer.id).chain(others.iter().map(|it| it.customer.id));
    let mut history =
        customers::joined_history(engine, (scope, program), ids, (from, engine.conversions_settled_max))
            .await?;
    if let Some(correction) = correction {
        history.corrections.retain(|other| other.conversion != correction.conversion);
        history.corrections.extend(Some(correction).filter(|it| it.stands()).cloned());
    }
    if let Some(amended) = amended {
        let own = history.conversions.iter_mut().find(|it| it.id == amended.id);
        own.into_iter().for_each(|own| *own = amended.clone());
    }
    let touches = others.iter().chain([&file]).flat_map(|file| &file.touches).cloned();
    let touches = join_touches(touches);
    let snapshots = settle::snapshots_of(engine, scope, &touches, &history).await?;
    let input = SettlementInput {
        rulebook,
        customer,
        people: &file.people,
        others: &others,
        touches: &touches,
        referral: file.referral.as_ref(),
        history: &history,
        snapshots: &snapshots,
        company_hash: &|domain| known_as::company_hash_of(engine, domain),
        reopen,
        is_disturbed,
        is_trial: false,
        now,
    };
    let settled = settle::with_totals(engine, &input).await?;
    let rest = Rest::of(&history, &settled.settlement, reopen);
    if settled.settlement.is_empty() {
        return Ok(rest);
    }

    changes.unchanged.extend(premises(rulebook, &snapshots));
    others.iter().for_each(|file| changes.expect(version_of(file)));
    let about = About { customer, program, now };
    changes.facts.extend(conversions::settled_facts(engine, about, &settled.settlement, &history.decisions));
    changes.take(settled);
    Ok(rest)
}

/// A snapshot of every enrollment that touches, corrections, the bond, decisions or commissions name.
pub(crate) async fn snapshots_of(
    engine: &Engine,
    scope: Scope,
    touches: &[Touch],
    history: &History,
) -> Result<Vec<EnrollmentSnapshot>, Error> {
    let enrollments = enrollments_named(touches, history);
    if enrollments.is_empty() {
        return Ok(Vec::new());
    }
    Ok(engine.book().enrollment_snapshots(scope, &enrollments).await?)
}

/// That nothing was recorded of the customer since.
pub(crate) fn version_of(file: &CustomerFile) -> Expected {
    Expected { key: VersionKey::Customer(file.customer.id), version: file.version }
}
