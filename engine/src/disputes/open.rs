//! Deed: a partner disputes a commission, or that there is none.

use crate::{
    Caller, Done, Engine, Error, Permit, disputes,
    need::WriteCommissions,
    ports::{Changes, ConversionColumn, DisputeColumn, Expected, ListOf, Page, Row, list_of},
    rulebooks,
};
use commission::{
    Claim, Commission, Dispute, DisputeKind, DisputeMove, DisputeStatus, ORDER_CHARACTERS_MAX, Party,
    Suspension, Turn,
};
use conversion::{Conversion, Kind};
use program::{Enrollment, Program};
use words::{
    CommissionId, DisputeId, Instant, Invalid, LinkId, Money, PartnerId, ProgramId, Scope, check_text,
};

/// Disputes of one partner in one program that nobody has decided yet.
pub const DISPUTES_OPEN_MAX: usize = 50;
/// Sales of several sources under one order number: more than any merchant has.
const SALES_OF_ORDER_MAX: usize = 20;
const CUSTOMER_CHARACTERS_MAX: usize = 200;

/// A sale that a partner has no commission for.
#[derive(Clone, Debug)]
pub struct DisputedSale {
    pub program: ProgramId,
    pub order: String,
    pub occurred_at: Instant,
    pub amount: Money,
    /// How the partner knows the customer.
    pub customer: Option<String>,
    pub link: Option<LinkId>,
}

#[derive(Clone, Debug)]
pub struct DisputeInput {
    pub kind: DisputeKind,
    /// What is disputed, unless it is an untracked sale.
    pub commission: Option<CommissionId>,
    pub sale: Option<DisputedSale>,
    /// What the commission should be.
    pub expected: Option<Money>,
    pub note: String,
    /// Links, or other texts that prove something.
    pub references: Vec<String>,
}

/// What a dispute is about, as the book knows it.
struct Subject {
    program: Program,
    enrollment: Enrollment,
    commission: Option<(Commission, Expected)>,
    sale: Option<Conversion>,
}

/// Opens a dispute for a partner, as the partner would.
pub async fn enter(
    engine: &Engine,
    caller: &Permit<WriteCommissions>,
    partner: PartnerId,
    input: &DisputeInput,
) -> Result<Dispute, Error> {
    Ok(disputes::open(engine, caller, partner, input).await?.value)
}

pub(crate) async fn open(
    engine: &Engine,
    caller: &Caller,
    partner: PartnerId,
    input: &DisputeInput,
) -> Result<Done<Dispute>, Error> {
    engine.transact(caller, "open_dispute", move || attempt_open(engine, caller, partner, input)).await
}

async fn attempt_open(
    engine: &Engine,
    caller: &Caller,
    partner: PartnerId,
    input: &DisputeInput,
) -> Result<(Dispute, Changes), Error> {
    let (scope, now) = (caller.scope, engine.now());
    let subject = subject_of(engine, scope, partner, input).await?;
    let expected = disputes::version_of(engine, subject.enrollment.id).await?;
    let mut dispute = draft(engine, caller, &subject, input, now)?;
    check_room(engine, &dispute).await?;
    let commission = subject.commission.as_ref().map(|(commission, _)| commission);
    dispute.opened_with =
        disputes::record_of(engine, (scope, partner), dispute.conversion, commission, now).await?;
    let mut changes = Changes { expected: vec![expected], ..Changes::default() };
    if let Some((commission, version)) = subject.commission {
        changes.expected.push(version);
        changes.rows.push(Row::Commission(commission.suspended_by(Suspension::Dispute, true)));
    }
    disputes::record_change(engine, caller, None, &dispute, &mut changes);
    disputes::write_letters(engine, &dispute, &subject.program, &mut changes).await?;
    Ok((dispute, changes))
}

async fn subject_of(
    engine: &Engine,
    scope: Scope,
    partner: PartnerId,
    input: &DisputeInput,
) -> Result<Subject, Error> {
    match (input.kind, input.commission, &input.sale) {
        (DisputeKind::Untracked, None, Some(sale)) => untracked_subject(engine, scope, partner, sale).await,
        (DisputeKind::Untracked, _, _) => {
            Err(Invalid::new("sale", "the sale that you have no commission for, and no commission").into())
        }
        (_, Some(id), None) => {
            let (commission, version) = disputes::disputed_commission(engine, scope, id).await?;
            if commission.partner != partner {
                return Err(Error::not_found("commission", id));
            }
            let rulebook = rulebooks::load(engine, scope, commission.program).await?;
            let enrollment = engine.book().enrollment(scope, commission.enrollment).await?;
            let enrollment =
                enrollment.ok_or_else(|| Error::not_found("enrollment", commission.enrollment))?;
            let commission = Some((commission, version));
            Ok(Subject { program: rulebook.program, enrollment, commission, sale: None })
        }
        _ => Err(Invalid::new("commission_id", "the commission that you dispute, and no sale").into()),
    }
}

/// The sale, if the merchant has it, and that the partner has no commission for it.
async fn untracked_subject(
    engine: &Engine,
    scope: Scope,
    partner: PartnerId,
    sale: &DisputedSale,
) -> Result<Subject, Error> {
    check_text("sale.order", &sale.order, ORDER_CHARACTERS_MAX)?;
    let program = rulebooks::load(engine, scope, sale.program).await?.program;
    let page = Page { after: None, limit: 1 };
    let found = engine.book().enrollments(scope, Some(sale.program), Some(partner), page).await?.pop();
    let approved = found.filter(|enrollment| enrollment.approved_at.is_some());
    let enrollment =
        approved.ok_or_else(|| Invalid::new("sale.program_id", "a program that you took part in"))?;
    if sale.amount.currency != program.currency {
        let expected = format!("the program's currency {}", program.currency);
        return Err(Invalid::new("sale.amount.currency", expected).into());
    }
    if let Some(link) = sale.link {
        let link = engine.book().link(scope, link).await?;
        if link.is_none_or(|link| link.partner != partner) {
            return Err(Invalid::new("sale.link_id", "a link of your own").into());
        }
    }
    let query = ListOf::<Conversion>::new(SALES_OF_ORDER_MAX)
        .only(ConversionColumn::EXTERNAL_ID, &sale.order)
        .only(ConversionColumn::PROGRAM_ID, sale.program)
        .only(ConversionColumn::KIND, Kind::Sale.name());
    let sales: Vec<Conversion> = list_of(engine.book(), scope, &query).await?;
    for sale in &sales {
        let case = engine.book().case_file(scope, sale.id).await?;
        let commissions = case.map(|case| case.commissions).unwrap_or_default();
        if commissions.iter().any(|it| it.partner == partner && it.share_millionths > 0) {
            let expected =
                "an order that you have no commission for; dispute that commission's amount instead";
            return Err(Invalid::new("sale.order", expected).into());
        }
    }
    // Of several it would not be clear which one is meant.
    let sale = (sales.len() == 1).then(|| sales[0].clone());
    Ok(Subject { program, enrollment, commission: None, sale })
}

fn draft(
    engine: &Engine,
    caller: &Caller,
    subject: &Subject,
    input: &DisputeInput,
    now: Instant,
) -> Result<Dispute, Error> {
    let Subject { program, enrollment, commission, sale } = subject;
    let commission = commission.as_ref().map(|(commission, _)| commission);
    if input.expected.is_some_and(|money| money.currency != program.currency) {
        let expected = format!("the program's currency {}", program.currency);
        return Err(Invalid::new("expected.currency", expected).into());
    }
    check_subject(input, commission, program, now)?;
    let key = engine.vault().new_key();
    let customer = input.sale.as_ref().and_then(|sale| sale.customer.as_ref());
    if let Some(customer) = customer {
        check_text("sale.customer", customer, CUSTOMER_CHARACTERS_MAX)?;
    }
    let turn = Turn {
        at: now,
        did: DisputeMove::Opened,
        by: Party::Partner,
        actor: Some(caller.actor.id()),
        reason: None,
        note: disputes::seal_note(engine, Some(&key), Some(&input.note))?,
        references: disputes::seal_references(engine, Some(&key), &input.references)?,
    };
    let claim = input.sale.as_ref().map(|it| Claim {
        order: it.order.clone(),
        occurred_at: it.occurred_at,
        amount: it.amount,
        customer: it.customer.as_ref().map(|text| engine.vault().seal(&key, text)),
        link: it.link,
    });
    let dispute = Dispute {
        id: DisputeId::draw(now, engine.draw()),
        scope: caller.scope,
        program: program.id,
        enrollment: enrollment.id,
        partner: enrollment.partner,
        kind: input.kind,
        commission: commission.map(|it| it.id),
        conversion: commission.and_then(|it| it.conversion).or(sale.as_ref().map(|sale| sale.id)),
        customer: commission.and_then(|it| it.customer).or(sale.as_ref().and_then(|sale| sale.customer)),
        claim,
        currency: program.currency,
        expected: input.expected.map(|money| money.amount),
        status: DisputeStatus::Open,
        key: Some(key),
        history: vec![turn],
        opened_with: commission::Record::empty(now),
        settled_with: None,
        granted: None,
        booked: Vec::new(),
        due_at: now.plus_days(i64::from(program.disputes.days)),
        is_reminded: false,
        opened_at: now,
        changed_at: now,
        erased_at: None,
    };
    dispute.check()?;
    Ok(dispute)
}

/// Not too many at once, and about each thing one.
async fn check_room(engine: &Engine, dispute: &Dispute) -> Result<(), Error> {
    let mut running = Vec::new();
    for status in DisputeStatus::ALL.into_iter().filter(|status| status.is_running()) {
        let query = ListOf::<Dispute>::new(DISPUTES_OPEN_MAX)
            .only(DisputeColumn::ENROLLMENT_ID, dispute.enrollment)
            .only(DisputeColumn::STATUS, status.name());
        running.extend(list_of(engine.book(), dispute.scope, &query).await?);
    }
    if running.len() >= DISPUTES_OPEN_MAX {
        let expected = format!("at most {DISPUTES_OPEN_MAX} disputes that nobody has decided yet");
        return Err(Invalid::new("kind", expected).into());
    }
    let order = |dispute: &Dispute| dispute.claim.as_ref().map(|claim| claim.order.clone());
    let same = |other: &Dispute| {
        (dispute.commission.is_some() && other.commission == dispute.commission)
            || (order(dispute).is_some() && order(other) == order(dispute))
    };
    match running.iter().find(|other| same(other)) {
        None => Ok(()),
        Some(other) => {
            let field = if dispute.commission.is_some() { "commission_id" } else { "sale.order" };
            let expected = format!("one that is not disputed already, which {} does", other.id);
            Err(Invalid::new(field, expected).into())
        }
    }
}

/// That the kind of dispute fits what it is about, and that it comes in time.
fn check_subject(
    input: &DisputeInput,
    commission: Option<&Commission>,
    program: &Program,
    now: Instant,
) -> Result<(), Invalid> {
    let since = match (commission, &input.sale) {
        (Some(it), _) => {
            let declined_at = it.declined.as_ref().map(|declined| declined.at);
            declined_at.map_or(it.occurred_at, |at| at.max(it.occurred_at))
        }
        (None, Some(sale)) => sale.occurred_at,
        (None, None) => now,
    };
    let days = program.disputes.window_days;
    let field = if commission.is_some() { "commission_id" } else { "sale.occurred_at" };
    if since > now || since.plus_days(i64::from(days)) < now {
        return Err(Invalid::new(field, format!("something that happened within the last {days} days")));
    }
    let Some(commission) = commission else { return Ok(()) };
    match (input.kind, &commission.declined) {
        (_, _) if commission.share_millionths == 0 => {
            Err(Invalid::new("commission_id", "a commission whose credit is still yours; dispute the sale"))
        }
        (DisputeKind::Declined, None) => Err(Invalid::new("kind", "wrong_amount: nobody declined it")),
        (DisputeKind::WrongAmount, Some(_)) => Err(Invalid::new("kind", "declined, which it was")),
        (DisputeKind::WrongAmount, None) => match input.expected {
            Some(expected) if expected.amount > commission.net() => Ok(()),
            _ => {
                let expected = format!("more than {}, which it is", commission.net_money());
                Err(Invalid::new("expected", expected))
            }
        },
        _ => Ok(()),
    }
}
