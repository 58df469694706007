//! Deeds: the credit for a conversion decided by hand (to others, split, to nobody), and that taken back.
//!
//! What a closed statement shows is never edited: the difference comes with the next one.

use crate::{
    Caller, Done, Engine, Error, Permit,
    audit::{self, view},
    need::WriteConversions,
    ports::{Changes, CorrectionColumn, Expected, ListOf, Page, Row, VersionKey, list_of},
    rulebooks,
    settle::{self, Again},
};
use conversion::{Conversion, Correction, Kind, Share};
use facts::{CorrectionChanged, Event};
use settlement::{Reopen, RestFrom};
use words::{ConversionId, CorrectionId, Instant, Invalid, PartnerId, Scope};

#[derive(Clone, Debug)]
pub struct CorrectionInput {
    /// Who is credited, in millionths that sum to a million; none: nobody.
    pub shares: Vec<(PartnerId, u32)>,
    /// Merchant and partners read it.
    pub reason: String,
}

/// A correction that stood before is taken back with it.
pub async fn correct(
    engine: &Engine,
    caller: &Permit<WriteConversions>,
    id: ConversionId,
    input: &CorrectionInput,
) -> Result<Done<Correction>, Error> {
    engine.transact(caller, "correct_credit", move || attempt_correct(engine, caller, id, input)).await
}

pub(crate) async fn attempt_correct(
    engine: &Engine,
    caller: &Caller,
    id: ConversionId,
    input: &CorrectionInput,
) -> Result<(Correction, Changes), Error> {
    let (scope, now) = (caller.scope, engine.now());
    let file = engine.book().case_file(scope, id).await?;
    let conversion = file.ok_or_else(|| Error::not_found("conversion", id))?.conversion;
    let (Kind::Lead | Kind::Stage | Kind::Sale, Some(customer)) = (conversion.kind, conversion.customer)
    else {
        return Err(Invalid::new("conversion", "a lead or a sale: a refund follows its sale").into());
    };
    let correction = Correction {
        id: CorrectionId::draw(now, engine.draw()),
        scope,
        program: conversion.program,
        customer,
        conversion: id,
        shares: shares_of(engine, &conversion, input).await?,
        reason: input.reason.clone(),
        by: caller.actor.id(),
        at: now,
        taken_back_at: None,
    };
    correction.check()?;
    let known = of_conversion(engine, scope, id).await?;
    let taken_back = known.into_iter().filter(Correction::stands);
    let taken_back = taken_back.map(|earlier| Correction { taken_back_at: Some(now), ..earlier });
    let mut changes = Changes::default();
    changes.rows.extend(taken_back.map(Row::Correction));
    settle_with(engine, caller, &correction, now, &mut changes).await?;
    Ok((correction, changes))
}

/// The evidence decides again. One that is taken back already stays as it is.
pub async fn take_back(
    engine: &Engine,
    caller: &Permit<WriteConversions>,
    id: CorrectionId,
) -> Result<Correction, Error> {
    let caller = &caller.without_idempotency();
    let attempt = move || async move {
        let query = ListOf::<Correction>::new(1).only(CorrectionColumn::ID, id);
        let found = list_of(engine.book(), caller.scope, &query).await?.pop();
        let before = found.ok_or_else(|| Error::not_found("correction", id))?;
        if !before.stands() {
            return Ok((before, Changes::default()));
        }
        let now = engine.now();
        let after = Correction { taken_back_at: Some(now), ..before };
        let mut changes = Changes::default();
        settle_with(engine, caller, &after, now, &mut changes).await?;
        Ok((after, changes))
    };
    Ok(engine.transact(caller, "take_back_correction", attempt).await?.value)
}

/// Every partner's enrollment, which must have been approved once.
async fn shares_of(
    engine: &Engine,
    conversion: &Conversion,
    input: &CorrectionInput,
) -> Result<Vec<Share>, Error> {
    let mut shares = Vec::new();
    for &(partner, millionths) in &input.shares {
        let page = Page { after: None, limit: 1 };
        let (scope, program) = (conversion.scope, Some(conversion.program));
        let found = engine.book().enrollments(scope, program, Some(partner), page).await?;
        let approved = found.into_iter().find(|enrollment| enrollment.approved_at.is_some());
        let Some(enrollment) = approved else {
            let expected = format!("partners who were approved in the program, which {partner} was not");
            return Err(Invalid::new("shares", expected).into());
        };
        shares.push(Share { enrollment: enrollment.id, partner, millionths });
    }
    Ok(shares)
}

pub(crate) async fn of_conversion(
    engine: &Engine,
    scope: Scope,
    conversion: ConversionId,
) -> Result<Vec<Correction>, Error> {
    let query =
        ListOf::<Correction>::new(CORRECTIONS_READ_MAX).only(CorrectionColumn::CONVERSION_ID, conversion);
    Ok(list_of(engine.book(), scope, &query).await?)
}

/// The customer settled with the correction as it is now, and what tells of it.
async fn settle_with(
    engine: &Engine,
    caller: &Caller,
    correction: &Correction,
    now: Instant,
    changes: &mut Changes,
) -> Result<(), Error> {
    let (scope, program, customer) = (correction.scope, correction.program, correction.customer);
    let file = engine.book().customer_file_by_id(scope, program, customer).await?;
    let file = file.ok_or_else(|| Error::not_found("customer", customer))?;
    let rulebook = rulebooks::load(engine, scope, program).await?;
    let body = CorrectionChanged {
        correction: correction.id,
        conversion: correction.conversion,
        shares: correction.shares.clone(),
    };
    let event = match correction.stands() {
        true => Event::CreditCorrected(body),
        false => Event::CreditCorrectionTakenBack(body),
    };
    let done = event.kind().text();
    let key = VersionKey::Customer(customer);
    changes.expected.push(Expected { key, version: file.version });
    changes.facts.push(engine.fact(scope, now, event).of_program(program).of_customer(customer));
    changes.audit.push(audit::entry(engine, caller, now, done, correction.id, (None, view(correction))));
    changes.rows.push(Row::Correction(correction.clone()));
    let from = settle::position_of(engine, scope, RestFrom::Conversion(correction.conversion)).await?;
    let again = Again {
        rulebook: &rulebook,
        customer: &file.customer,
        from: &from,
        is_disturbed: false,
        reopen: Reopen::Conversion(correction.conversion),
        correction: Some(correction),
        amended: None,
        now,
    };
    settle::again(engine, &again, changes).await
}

/// Corrections of one conversion that are looked at: more than anybody makes.
const CORRECTIONS_READ_MAX: usize = 500;
