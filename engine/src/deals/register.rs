//! Deed: a partner registers a deal.

use super::Compared;
use crate::{
    Caller, Done, Engine, Error, Permit,
    audit::view,
    need::WriteConversions,
    ports::{Changes, Expected, Row, VersionKey},
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

impl Engine {
    /// Registers a deal for a partner, as the partner would.
    pub async fn enter_deal(
        &self,
        caller: &Permit<WriteConversions>,
        partner: PartnerId,
        input: &DealInput,
    ) -> Result<Done<Deal>, Error> {
        let compared = &Compared::default();
        self.turn(caller, "enter_deal", move || self.registered_deal(caller, partner, input, compared)).await
    }

    pub(crate) async fn register_deal(
        &self,
        caller: &Caller,
        partner: PartnerId,
        input: &DealInput,
    ) -> Result<Done<Deal>, Error> {
        let compared = &Compared::default();
        let attempt = move || self.registered_deal(caller, partner, input, compared);
        self.turn(caller, "register_deal", attempt).await
    }

    async fn registered_deal(
        &self,
        caller: &Caller,
        partner: PartnerId,
        input: &DealInput,
        compared: &Compared,
    ) -> Result<(Deal, Changes), Error> {
        let (scope, now, program) = (caller.scope, self.now(), input.program);
        let rulebook = self.rulebook(scope, program).await?;
        let key = VersionKey::Deals(program);
        let version = self.book().version(&key).await?;
        let (enrollment, premise) = self.enrollment_of(scope, program, partner).await?;
        if input.expected.is_some_and(|money| money.currency != rulebook.program.currency) {
            let expected = format!("the program's currency {}", rulebook.program.currency);
            return Err(Invalid::new("expected.currency", expected).into());
        }
        let domain = input.domain.as_deref().map(|text| {
            normalize_domain(text)
                .ok_or_else(|| Invalid::new("domain", "a company's domain like acme.example"))
        });
        let personal = self.contact_of(input)?;
        let deal = Deal {
            id: DealId::draw(now, self.draw()),
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
        let mut own = self.open_deals(scope, program).await?;
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
        let facts = vec![self.fact(scope, now, Event::DealSubmitted(submitted)).of_program(program)];
        let audit = vec![self.audited(caller, now, "deal.submitted", deal.id, (None, view(&deal)))];
        let rows = vec![Row::Deal(deal.clone())];
        let (expected, unchanged) = (vec![Expected { key, version }], vec![premise]);
        Ok((deal, Changes { expected, unchanged, rows, facts, audit, ..Changes::default() }))
    }

    fn contact_of(&self, input: &DealInput) -> Result<Personal, Error> {
        let mut personal = Personal::default();
        let (name, email) = (&input.contact_name, &input.contact_email);
        if name.is_none() && email.is_none() {
            return Ok(personal);
        }
        let key = self.vault().new_key();
        if let Some(name) = name {
            check_text("contact_name", name, NAME_CHARACTERS_MAX)?;
            personal.name = Some(self.vault().seal(&key, name));
        }
        if let Some(email) = email {
            let normalized = normalize_email("contact_email", email)?;
            personal.email = Some(self.vault().seal(&key, email.trim()));
            personal.email_hash = Some(self.vault().email_hash(&normalized));
        }
        personal.key = Some(key);
        Ok(personal)
    }
}
