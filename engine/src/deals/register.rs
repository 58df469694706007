//! Deed: a partner registers a deal.

use super::Compared;
use crate::{
    Caller, Done, Engine, Error, Permit,
    audit::{self, view},
    deals, enrollments,
    need::WriteConversions,
    ports::{Changes, Expected, Row, VersionKey},
    rulebooks,
};
use facts::{DealSubmitted, Event};
use program::{NAME_CHARACTERS_MAX, normalize_email};
use referral::{Deal, DealStatus, normalize_domain};
use words::{DealId, Invalid, Money, PartnerId, Personal, ProgramId, check_text};

/// Open deals of one partner in one program.
pub const DEALS_OPEN_MAX: usize = 500;

#[derive(Clone, Debug)]
pub struct DealInput {
    pub program: ProgramId,
    pub company: String,
    /// A domain, or an address that holds one.
    pub domain: Option<String>,
    pub contact_name: Option<String>,
    pub contact_email: Option<String>,
    pub products: Vec<String>,
    pub expected: Option<Money>,
    pub note: Option<String>,
}

/// Registers a deal for a partner, as the partner would.
pub async fn enter(
    engine: &Engine,
    caller: &Permit<WriteConversions>,
    partner: PartnerId,
    input: &DealInput,
) -> Result<Done<Deal>, Error> {
    let compared = &Compared::default();
    engine
        .transact(caller, "enter_deal", move || attempt_register(engine, caller, partner, input, compared))
        .await
}

pub(crate) async fn register(
    engine: &Engine,
    caller: &Caller,
    partner: PartnerId,
    input: &DealInput,
) -> Result<Done<Deal>, Error> {
    let compared = &Compared::default();
    let attempt = move || attempt_register(engine, caller, partner, input, compared);
    engine.transact(caller, "register_deal", attempt).await
}

async fn attempt_register(
    engine: &Engine,
    caller: &Caller,
    partner: PartnerId,
    input: &DealInput,
    compared: &Compared,
) -> Result<(Deal, Changes), Error> {
    let (scope, now, program) = (caller.scope, engine.now(), input.program);
    let rulebook = rulebooks::load(engine, scope, program).await?;
    let key = VersionKey::Deals(program);
    let version = engine.book().version(&key).await?;
    let (enrollment, premise) = enrollments::find_approved(engine, scope, program, partner).await?;
    if input.expected.is_some_and(|money| money.currency != rulebook.program.currency) {
        let expected = format!("the program's currency {}", rulebook.program.currency);
        return Err(Invalid::new("expected.currency", expected).into());
    }
    let domain = input.domain.as_deref().map(|text| {
        normalize_domain(text).ok_or_else(|| Invalid::new("domain", "a company's domain like acme.example"))
    });
    let personal = contact_of(engine, input)?;
    let deal = Deal {
        id: DealId::draw(now, engine.draw()),
        scope,
        program,
        enrollment: enrollment.id,
        partner,
        company: input.company.clone(),
        domain: domain.transpose()?,
        personal,
        products: input.products.clone(),
        expected: input.expected,
        note: input.note.clone(),
        status: DealStatus::Submitted,
        reason: None,
        parts: Vec::new(),
        customer: None,
        protected_until: None,
        submitted_at: now,
        changed_at: now,
    };
    deal.check()?;
    let mut own = deals::all_open(engine, scope, program).await?;
    own.retain(|other| other.partner == partner && other.is_open_at(now));
    if own.len() >= DEALS_OPEN_MAX {
        return Err(Invalid::new("company", format!("at most {DEALS_OPEN_MAX} open deals")).into());
    }
    compared.leave_new(&mut own);
    if deal.conflicts(&own, now).iter().any(|(_, likeness)| likeness.is_likely_same()) {
        return Err(Invalid::new("company", "a company that you have not registered already").into());
    }
    compared.add(&own);
    let submitted = DealSubmitted { deal: deal.id, partner, expected: deal.expected };
    let facts = vec![engine.fact(scope, now, Event::DealSubmitted(submitted)).of_program(program)];
    let audit = vec![audit::entry(engine, caller, now, "deal.submitted", deal.id, (None, view(&deal)))];
    let rows = vec![Row::Deal(deal.clone())];
    let (expected, unchanged) = (vec![Expected { key, version }], vec![premise]);
    Ok((deal, Changes { expected, unchanged, rows, facts, audit, ..Changes::default() }))
}

fn contact_of(engine: &Engine, input: &DealInput) -> Result<Personal, Error> {
    let mut personal = Personal::default();
    let (name, email) = (&input.contact_name, &input.contact_email);
    if name.is_none() && email.is_none() {
        return Ok(personal);
    }
    let key = engine.vault().new_key();
    if let Some(name) = name {
        check_text("contact_name", name, NAME_CHARACTERS_MAX)?;
        personal.name = Some(engine.vault().seal(&key, name));
    }
    if let Some(email) = email {
        let normalized = normalize_email("contact_email", email)?;
        personal.email = Some(engine.vault().seal(&key, email.trim()));
        personal.email_hash = Some(engine.vault().email_hash(&normalized));
    }
    personal.key = Some(key);
    Ok(personal)
}
