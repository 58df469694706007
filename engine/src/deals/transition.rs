//! Deeds: a deal is reviewed, approved, rejected, extended, won or lost. An approved deal is evidence, a won one a sale.

use super::Compared;
use crate::{
    Caller, CustomerInput, Engine, Error, EventInput, LeadMode, Permit,
    audit::{self, view},
    conversions::{self, check_amount, check_occurred_at},
    deals, jobs,
    need::WriteConversions,
    ports::{Changes, CustomerColumn, Expected, JobKind, ListOf, Page, Row, VersionKey, list_of},
    rulebooks, settle,
};
use click::{Consent, Verdict};
use conversion::{Conversion, Kind};
use facts::{DealChanged, DealExpired, Event};
use referral::{
    Customer, DEAL_REASON_CHARACTERS_MAX, Deal, DealPart, DealStatus, EXTERNAL_ID_CHARACTERS_MAX, Evidence,
    PROTECTION_DAYS_MAX, Stamped, Touch, TouchSource, deal_parts,
};
use std::collections::BTreeMap;
use words::{
    CustomerId, DealId, Instant, Invalid, Money, PartnerId, Personal, Scope, TouchId, check_lines, check_text,
};

/// The source of sales that won deals make.
pub(super) const SOURCE_DEAL: &str = "deal";

/// Who shares the credit with the sourcing partner.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Influencing {
    pub partner: PartnerId,
    /// Of a million.
    pub millionths: u32,
}

#[derive(Clone, PartialEq, Debug)]
pub enum DealStep {
    StartReview,
    /// Binds the deal to a customer, by the merchant's own id of it.
    Approve {
        customer: String,
        protection_days: u32,
        influencing: Option<Influencing>,
    },
    Reject {
        reason: String,
    },
    /// Protects it for so many days more.
    Extend {
        days: u32,
    },
    /// Makes a sale of it.
    Win {
        amount: Money,
        occurred_at: Option<Instant>,
    },
    Lose {
        reason: String,
    },
}

impl DealStep {
    /// The event of the step, with the deal after it.
    fn event(&self, after: &Deal) -> Event {
        let body = DealChanged {
            deal: after.id,
            partner: after.partner,
            status: after.status,
            parts: after.parts.clone(),
            protected_until: after.protected_until,
        };
        match self {
            DealStep::StartReview => Event::DealInReview(body),
            DealStep::Approve { .. } => Event::DealApproved(body),
            DealStep::Reject { .. } => Event::DealRejected(body),
            DealStep::Extend { .. } => Event::DealExtended(body),
            DealStep::Win { .. } => Event::DealWon(body),
            DealStep::Lose { .. } => Event::DealLost(body),
        }
    }

    fn from(&self) -> &'static [DealStatus] {
        use DealStatus::{Approved, Expired, InReview, Submitted};
        match self {
            DealStep::StartReview => &[Submitted],
            DealStep::Approve { .. } | DealStep::Reject { .. } => &[Submitted, InReview],
            // What has expired may be protected again, unless somebody else was meanwhile.
            DealStep::Extend { .. } | DealStep::Win { .. } => &[Approved, Expired],
            DealStep::Lose { .. } => &[Submitted, InReview, Approved, Expired],
        }
    }

    fn check(&self) -> Result<(), Invalid> {
        let days = |field, days: u32| {
            let fits = (1..=PROTECTION_DAYS_MAX).contains(&days);
            if fits { Ok(()) } else { Err(Invalid::new(field, format!("1 to {PROTECTION_DAYS_MAX} days"))) }
        };
        match self {
            DealStep::Approve { customer, protection_days, .. } => {
                check_text("customer_external_id", customer, EXTERNAL_ID_CHARACTERS_MAX)?;
                days("protection_days", *protection_days)
            }
            DealStep::Extend { days: more } => days("days", *more),
            DealStep::Reject { reason } | DealStep::Lose { reason } => {
                check_lines("reason", reason, DEAL_REASON_CHARACTERS_MAX)
            }
            DealStep::StartReview | DealStep::Win { .. } => Ok(()),
        }
    }
}

pub async fn transition(
    engine: &Engine,
    caller: &Permit<WriteConversions>,
    id: DealId,
    step: &DealStep,
) -> Result<Deal, Error> {
    step.check()?;
    let caller = &caller.without_idempotency();
    let compared = &Compared::default();
    let attempt = move || attempt_transition(engine, caller, id, step, compared);
    let deal = engine.transact(caller, "step_deal", attempt).await?.value;
    if let DealStep::Win { amount, occurred_at } = step {
        sell(engine, caller, &deal, *amount, *occurred_at).await?;
    }
    if let Some(customer) = deal.customer {
        // The job that was committed with it finds nothing left to do.
        settle::customer(engine, caller, deal.program, customer).await?;
    }
    Ok(deal)
}

async fn attempt_transition(
    engine: &Engine,
    caller: &Caller,
    id: DealId,
    step: &DealStep,
    compared: &Compared,
) -> Result<(Deal, Changes), Error> {
    let (scope, now) = (caller.scope, engine.now());
    let (before, expected) = deals::find(engine, scope, id).await?;
    let status = before.status_at(now);
    if matches!((step, status), (DealStep::Win { .. }, DealStatus::Won)) {
        // Only its sale may be missing still, which is recorded once.
        return Ok((before, Changes::default()));
    }
    if !step.from().contains(&status) {
        let from: Vec<_> = step.from().iter().map(|status| status.name()).collect();
        let expected = format!("a deal that is {}, not {}", from.join(" or "), status.name());
        return Err(Invalid::new("status", expected).into());
    }
    let mut changes = Changes { expected: vec![expected], ..Changes::default() };
    let after = apply(engine, &before, step, (now, compared), &mut changes).await?;
    write_evidence(engine, &after, now, &mut changes).await?;
    let event = step.event(&after);
    let record = (view(&before), view(&after));
    changes.audit.push(audit::entry(engine, caller, now, event.kind().text(), id, record));
    changes.facts.push(engine.fact(scope, now, event).of_program(after.program).of_customer(after.customer));
    changes.rows.push(Row::Deal(after.clone()));
    Ok((after, changes))
}

/// The deal after the step.
async fn apply(
    engine: &Engine,
    before: &Deal,
    step: &DealStep,
    (now, compared): (Instant, &Compared),
    changes: &mut Changes,
) -> Result<Deal, Error> {
    let scope = before.scope;
    let mut after = Deal { changed_at: now, ..before.clone() };
    match step {
        DealStep::StartReview => after.status = DealStatus::InReview,
        DealStep::Reject { reason } => {
            (after.status, after.reason) = (DealStatus::Rejected, Some(reason.clone()));
        }
        DealStep::Lose { reason } => {
            (after.status, after.reason) = (DealStatus::Lost, Some(reason.clone()));
            after.protected_until = after.protected_until.map(|until| until.min(now));
        }
        DealStep::Approve { customer, protection_days, influencing } => {
            check_conflicts(engine, &after, now, compared).await?;
            after.status = DealStatus::Approved;
            after.protected_until = Some(now.plus_days(i64::from(*protection_days)));
            after.parts = parts_of(engine, &after, influencing.as_ref()).await?;
            after.customer = Some(find_or_create_customer(engine, scope, customer, now, changes).await?);
        }
        DealStep::Extend { days } => {
            check_conflicts(engine, &after, now, compared).await?;
            let from = after.protected_until.map_or(now, |until| until.max(now));
            after.protected_until = Some(from.plus_days(i64::from(*days)));
            after.status = DealStatus::Approved;
        }
        DealStep::Win { amount, occurred_at } => {
            // Whatever its sale would be refused for is refused before.
            let currency = rulebooks::load(engine, scope, after.program).await?.program.currency;
            if amount.currency != currency {
                let expected = format!("the program's currency {currency}");
                return Err(Invalid::new("amount.currency", expected).into());
            }
            check_amount(Some(*amount))?;
            check_occurred_at(*occurred_at, now)?;
            after.status = DealStatus::Won;
        }
    }
    Ok(after)
}

/// One approved registration for one opportunity.
async fn check_conflicts(
    engine: &Engine,
    deal: &Deal,
    now: Instant,
    compared: &Compared,
) -> Result<(), Error> {
    let mut others = deals::all_open(engine, deal.scope, deal.program).await?;
    others.retain(|other| other.is_protected_at(now));
    compared.leave_new(&mut others);
    match deal.kept_out_by(&others, now) {
        None => {
            compared.add(&others);
            Ok(())
        }
        Some(other) => {
            let until = other.protected_until.unwrap_or(now).human_date();
            let expected = format!(
                "a company that no other registration protects, which {} does until {until}",
                other.id
            );
            Err(Invalid::new("deal", expected).into())
        }
    }
}

async fn parts_of(
    engine: &Engine,
    deal: &Deal,
    influencing: Option<&Influencing>,
) -> Result<Vec<DealPart>, Error> {
    let influencing = match influencing {
        None => None,
        Some(Influencing { partner, millionths }) => {
            let page = Page { after: None, limit: 1 };
            let program = Some(deal.program);
            let found = engine.book().enrollments(deal.scope, program, Some(*partner), page).await?;
            let approved = found.into_iter().find(|enrollment| enrollment.approved_at.is_some());
            let Some(enrollment) = approved else {
                let expected = "a partner who was approved in the program";
                return Err(Invalid::new("influencing.partner_id", expected).into());
            };
            Some(DealPart { enrollment: enrollment.id, partner: *partner, millionths: *millionths })
        }
    };
    Ok(deal_parts((deal.enrollment, deal.partner), influencing)?)
}

/// Finds the customer with this external id, or creates one.
async fn find_or_create_customer(
    engine: &Engine,
    scope: Scope,
    external_id: &str,
    now: Instant,
    changes: &mut Changes,
) -> Result<CustomerId, Error> {
    let query = ListOf::<Customer>::new(1).only(CustomerColumn::EXTERNAL_ID, external_id);
    if let Some(known) = list_of(engine.book(), scope, &query).await?.pop() {
        return Ok(known.id);
    }
    let customer = Customer {
        id: CustomerId::draw(now, engine.draw()),
        scope,
        external_id: external_id.to_owned(),
        personal: Personal::default(),
        stamped: Stamped::default(),
        domain: None,
        organizations: Vec::new(),
        same_as: Vec::new(),
        only_browsers: false,
        created_at: now,
        erased_at: None,
    };
    changes.rows.push(Row::Customer(customer.clone()));
    Ok(customer.id)
}

/// The touches that the deal is, as it stands now, and a job that settles its customer.
async fn write_evidence(
    engine: &Engine,
    deal: &Deal,
    now: Instant,
    changes: &mut Changes,
) -> Result<(), Error> {
    let (Some(customer), Some(protected_until)) = (deal.customer, deal.protected_until) else {
        return Ok(());
    };
    let file = engine.book().customer_file_by_id(deal.scope, deal.program, customer).await?;
    let key = VersionKey::Customer(customer);
    let version = file.as_ref().map_or(0, |file| file.version);
    changes.expected.push(Expected { key, version });
    let won = deal.status == DealStatus::Won;
    let event = won.then(|| Conversion::key_of(Kind::Sale, SOURCE_DEAL, &deal.id.to_string()));
    for part in &deal.parts {
        let touch = Touch {
            id: TouchId::draw(now, engine.draw()),
            scope: deal.scope,
            program: deal.program,
            customer,
            enrollment: part.enrollment,
            partner: part.partner,
            person: None,
            evidence: Evidence::Deal {
                deal: deal.id,
                part_millionths: part.millionths,
                protected_until,
                event: event.clone(),
            },
            source: TouchSource::Server,
            consent: Consent::Unknown,
            verdict: Verdict::Person,
            occurred_at: deal.submitted_at,
            recorded_at: now,
        };
        let known = file.iter().flat_map(|file| &file.touches).find(|known| known.key() == touch.key());
        changes.rows.push(Row::Touch(match known {
            Some(known) => Touch { id: known.id, recorded_at: known.recorded_at, ..touch },
            None => touch,
        }));
    }
    let mut job = |kind: JobKind, run_at| {
        changes.jobs.push(jobs::put(engine, deal.scope, deal.program, kind, run_at));
    };
    job(jobs::SettleCustomer { customer }.into(), now);
    if deal.status == DealStatus::Approved {
        job(jobs::ExpireDeal { deal: deal.id }.into(), protected_until);
    }
    Ok(())
}

/// The protection has ended, unless it was extended or the deal went on meanwhile.
pub(crate) async fn expire(engine: &Engine, caller: &Caller, id: DealId) -> Result<(), Error> {
    let attempt = move || async move {
        let (before, expected) = deals::find(engine, caller.scope, id).await?;
        let now = engine.now();
        if before.status != DealStatus::Approved || before.is_protected_at(now) {
            return Ok(((), Changes::default()));
        }
        let after = Deal { status: DealStatus::Expired, changed_at: now, ..before.clone() };
        let expired = Event::DealExpired(DealExpired { deal: id, partner: after.partner });
        let fact = engine.fact(caller.scope, now, expired);
        let record = (view(&before), view(&after));
        let changes = Changes {
            expected: vec![expected],
            facts: vec![fact.of_program(after.program).of_customer(after.customer)],
            audit: vec![audit::entry(engine, caller, now, "deal.expired", id, record)],
            rows: vec![Row::Deal(after)],
            ..Changes::default()
        };
        Ok(((), changes))
    };
    engine.transact(caller, "expire_deal", attempt).await?;
    Ok(())
}

/// The sale of a won deal, once for ever: its identity is the deal's.
async fn sell(
    engine: &Engine,
    caller: &Caller,
    deal: &Deal,
    amount: Money,
    occurred_at: Option<Instant>,
) -> Result<(), Error> {
    let Some(customer) = deal.customer else { return Ok(()) };
    let file = engine.book().customer_file_by_id(deal.scope, deal.program, customer).await?;
    let customer = file.ok_or_else(|| Error::not_found("customer", customer))?.customer;
    let sale = EventInput {
        kind: Kind::Sale,
        program: Some(deal.program),
        source: SOURCE_DEAL.to_owned(),
        external_id: Some(deal.id.to_string()),
        customer: CustomerInput {
            external_id: customer.external_id,
            email: None,
            is_email_verified: false,
            name: None,
            organization: None,
        },
        click: None,
        code: None,
        event_name: None,
        amount: Some(amount),
        renewal: false,
        items: Vec::new(),
        occurred_at,
        mode: LeadMode::Now,
        metadata: BTreeMap::new(),
    };
    conversions::record(engine, caller, &sale).await?;
    Ok(())
}
