//! Deed: a refund of a sale, a chargeback, or a reversal of one. It inherits the sale's decision and price: each commission
//! is taken back in proportion, never more than was earned. It may be reported before what it names.

use super::refund_check::{beyond, check_products, check_reversal, exchange_of, warning};
use crate::{
    Caller, Done, Engine, Error, Outcome, Permit, REFUNDS_PER_SALE_MAX, Recorded, RefundInput, Warning,
    conversions::{self, Clues, check_occurred_at},
    need::WriteEvents,
    ports::{Changes, ConversionColumn, Expected, ListOf, Row, VersionKey, list_of},
    rulebooks,
};
use commission::{Commission, reversal_of};
use conversion::{Conversion, Kind, after_refunds, linked};
use facts::{CommissionReversed, Event, RefundRecorded, RefundWaiting};
use settlement::{CustomerFile, unpriced};
use words::{ConversionId, EntryId, Exchange, Instant, Invalid, ProgramId, Scope};

/// What is known of what a report is about.
pub(super) struct Known {
    pub(super) sale: Option<Conversion>,
    /// Refunds, chargebacks and reversals of the same sale, or of the same refund.
    pub(super) others: Vec<Conversion>,
    /// The refund that the report gives back.
    pub(super) refund: Option<Conversion>,
    /// A chargeback or refund by the name under which a reversal looks for the other of the two.
    pub(super) misnamed: Option<Conversion>,
    pub(super) expected: Vec<Expected>,
}

pub async fn record_refund(
    engine: &Engine,
    caller: &Permit<WriteEvents>,
    input: &RefundInput,
) -> Result<Done<Recorded>, Error> {
    let (input, unread) = &input.readable();
    input.check()?;
    let name = input.sale.as_deref().or(input.reversed()).unwrap_or(&input.external_id);
    let _place = engine.queues.enter(caller.scope, name).await;
    engine.transact(caller, "record_refund", move || attempt_refund(engine, caller, (input, unread))).await
}

async fn attempt_refund(
    engine: &Engine,
    caller: &Caller,
    (input, unread): (&RefundInput, &[Warning]),
) -> Result<(Recorded, Changes), Error> {
    let (scope, now) = (caller.scope, engine.now());
    let program = conversions::program_of(engine, scope, Clues::of_refund(input)).await?;
    let currency = rulebooks::load(engine, scope, program).await?.program.currency;
    let known =
        engine.book().conversion_by_key(scope, program, input.kind, &input.source, &input.external_id);
    if let Some(known) = known.await? {
        return conversions::recorded_before(engine, caller, known, input.content()).await;
    }
    check_occurred_at(input.occurred_at, now)?;
    let known = find_known_of_refund(engine, scope, program, input).await?;
    if known.others.len() >= REFUNDS_PER_SALE_MAX {
        let expected = format!("a sale with fewer than {REFUNDS_PER_SALE_MAX} refunds");
        return Err(Invalid::new("sale_external_id", expected).into());
    }
    if let Some(refund) = &known.refund {
        check_reversal(refund, &known.others, input)?;
    }
    let exchange = exchange_of(input, (known.sale.as_ref(), &known.others), currency)?;
    let reported = refund_of(engine, caller, input, program, exchange, now);
    if let Some(sale) = &known.sale {
        let sold = sale.amount().map_or(0, |money| money.amount);
        if let Some(left) = beyond(&known.others, &reported, sold) {
            return Err(Error::RefundExceeds { left });
        }
        check_products(sale, &known.others, input)?;
    }

    let (recorded, mut changes) = link(reported, &known)?;
    let warnings = unread.iter().cloned().chain(warning(&recorded, input, &known)).collect();
    let Some(sale) = &known.sale else { return Ok(leave_waiting(engine, recorded, warnings, changes)) };
    let all: Vec<_> = known.others.iter().chain([&recorded]).cloned().collect();
    reverse_sale(engine, after_refunds(sale.clone(), &all), recorded, warnings, &mut changes)
        .await
        .map(|recorded| (recorded, changes))
}

/// What the report names, with what others report of it.
async fn find_known_of_refund(
    engine: &Engine,
    scope: Scope,
    program: ProgramId,
    input: &RefundInput,
) -> Result<Known, Error> {
    let by_name = |kind, name| engine.book().conversion_by_key(scope, program, kind, &input.source, name);
    let (mut expected, mut others, mut misnamed) = (Vec::new(), Vec::new(), None);
    let (mut sale_name, mut refund) = (input.sale.clone(), None);
    let refund_name = input.reversed().or((input.kind == Kind::Refund).then_some(&input.external_id));
    if let Some(name) = refund_name {
        let key = VersionKey::refund(scope, program, &input.source, name);
        let version = engine.book().version(&key).await?;
        expected.push(Expected { key, version });
        others = reversals_of(engine, scope, program, &input.source, name).await?;
    }
    if let Some(name) = input.reversed() {
        refund = by_name(Kind::Refund, name).await?;
        match &refund {
            Some(refund) => sale_name = sale_name.or(refund.content.sale.clone()),
            None => misnamed = by_name(Kind::Chargeback, name).await?,
        }
    }
    let mut sale = None;
    if let Some(name) = sale_name {
        let (found, of_sale, version) = engine.book().sale_file(scope, program, &input.source, &name).await?;
        let key = VersionKey::sale(scope, program, &input.source, &name);
        expected.push(Expected { key, version });
        others.retain(|other| of_sale.iter().all(|it| it.id != other.id));
        others.extend(of_sale);
        sale = found;
    }
    if input.kind == Kind::ChargebackReversal {
        let of_kind = |kind| others.iter().find(|it| it.kind == kind && it.external_id == input.external_id);
        misnamed = of_kind(Kind::Refund).filter(|_| of_kind(Kind::Chargeback).is_none()).cloned();
    }
    Ok(Known { sale, others, refund, misnamed, expected })
}

/// The reversals that name the refund and no sale.
async fn reversals_of(
    engine: &Engine,
    scope: Scope,
    program: ProgramId,
    source: &str,
    refund: &str,
) -> Result<Vec<Conversion>, Error> {
    let query = ListOf::<Conversion>::new(REFUNDS_PER_SALE_MAX)
        .only(ConversionColumn::REFUND_EXTERNAL_ID, refund)
        .only(ConversionColumn::PROGRAM_ID, program)
        .only(ConversionColumn::SOURCE, source);
    let mut found: Vec<Conversion> = list_of(engine.book(), scope, &query).await?;
    found.retain(|reversal| reversal.content.sale.is_none());
    Ok(found)
}

fn refund_of(
    engine: &Engine,
    caller: &Caller,
    input: &RefundInput,
    program: ProgramId,
    exchange: Option<Exchange>,
    now: Instant,
) -> Conversion {
    Conversion {
        id: ConversionId::draw(now, engine.draw()),
        scope: caller.scope,
        program,
        kind: input.kind,
        source: input.source.clone(),
        external_id: input.external_id.clone(),
        customer: None,
        person: None,
        sale: None,
        unmatched: false,
        any_program: input.program.is_none(),
        gives_back: None,
        refunded: 0,
        refunded_items: Vec::new(),
        content: input.content(),
        exchange,
        amended: None,
        occurred_at: input.occurred_at.unwrap_or(now),
        recorded_at: now,
    }
}

/// What was reported as it stands beside what is known, and the rows of all that it changes among these.
fn link(reported: Conversion, known: &Known) -> Result<(Conversion, Changes), Error> {
    let mut changes = Changes { expected: known.expected.clone(), ..Changes::default() };
    let all: Vec<_> = known.others.iter().cloned().chain([reported]).collect();
    let mut after = linked(known.sale.as_ref(), &all);
    let reported = after.pop().ok_or(Error::Busy)?;
    let changed = after.into_iter().zip(&known.others).filter(|(after, before)| after != *before);
    changes.rows.extend(changed.map(|(after, _)| Row::Conversion(after)));
    changes.rows.push(Row::Conversion(reported.clone()));
    Ok((reported, changes))
}

fn leave_waiting(
    engine: &Engine,
    refund: Conversion,
    warnings: Vec<Warning>,
    mut changes: Changes,
) -> (Recorded, Changes) {
    let body = RefundWaiting { conversion: refund.id, sale: None, amount: refund.amount() };
    let event = Event::of_waiting_refund(refund.kind, body);
    let fact = |event| engine.fact(refund.scope, refund.recorded_at, event).of_program(refund.program);
    changes.facts.extend(event.map(fact));
    let recorded = Recorded {
        outcome: Outcome::Waiting,
        program: refund.program,
        customer: None,
        bearer: None,
        conversion: Some(refund),
        decision: None,
        commissions: Vec::new(),
        warnings,
    };
    (recorded, changes)
}

/// The sale's commissions after its refunds, which the changes take back or give back.
async fn reverse_sale(
    engine: &Engine,
    sale: Conversion,
    refund: Conversion,
    warnings: Vec<Warning>,
    changes: &mut Changes,
) -> Result<Recorded, Error> {
    let (scope, program) = (sale.scope, sale.program);
    let customer = sale.customer.ok_or_else(|| Error::not_found("customer of sale", sale.id))?;
    let file = engine.book().customer_file_by_id(scope, program, customer).await?;
    let file = file.ok_or_else(|| Error::not_found("customer", customer))?;
    let case = engine.book().case_file(scope, sale.id).await?;
    let (decision, commissions) = case.map(|case| (case.decision, case.commissions)).unwrap_or_default();

    let commissions = reverse(engine, &sale, commissions, refund.recorded_at, changes)?;

    finish(engine, &file, &refund, sale, &commissions, changes);
    Ok(Recorded {
        outcome: if refund.is_waiting() { Outcome::Waiting } else { Outcome::Recorded },
        program,
        customer: Some(file.customer),
        bearer: None,
        conversion: Some(refund),
        decision,
        commissions,
        warnings,
    })
}

/// The sale's commissions after its refunds, with the entries that take the difference back.
fn reverse(
    engine: &Engine,
    sale: &Conversion,
    commissions: Vec<Commission>,
    now: Instant,
    changes: &mut Changes,
) -> Result<Vec<Commission>, Invalid> {
    let reversed = commissions.into_iter().map(|before| {
        let reversed = reversal_of(before.earned, &before.by_part, sale).map_err(unpriced)?;
        let after = Commission { reversed, ..before.clone() };
        let mut draw = || EntryId::draw(now, engine.draw());
        changes.entries.extend(commission::post(Some(&before), &after, now, &mut draw));
        if after != before {
            changes.rows.push(Row::Commission(after.clone()));
        }
        Ok(after)
    });
    reversed.collect()
}

fn finish(
    engine: &Engine,
    file: &CustomerFile,
    refund: &Conversion,
    sale: Conversion,
    commissions: &[Commission],
    changes: &mut Changes,
) {
    let key = VersionKey::Customer(file.customer.id);
    changes.expected.push(Expected { key, version: file.version });
    let (conversion, amount) = (refund.id, refund.amount());
    let recorded = match refund.is_waiting() {
        true => {
            let body = RefundWaiting { conversion, sale: Some(sale.id), amount };
            Event::of_waiting_refund(refund.kind, body)
        }
        false => {
            let body = RefundRecorded { conversion, sale: sale.id, amount };
            Event::of_refund(refund.kind, body)
        }
    };
    let credited = commissions.iter().filter(|commission| commission.share_millionths > 0);
    let reversed = credited.map(|commission| Event::CommissionReversed(commission_reversed(commission)));
    let facts = recorded.into_iter().chain(reversed).map(|event| {
        let fact = engine.fact(refund.scope, refund.recorded_at, event);
        fact.of_program(refund.program).of_customer(refund.customer)
    });
    changes.facts.extend(facts);
    changes.rows.push(Row::Conversion(sale));
}

fn commission_reversed(commission: &Commission) -> CommissionReversed {
    CommissionReversed {
        commission: commission.id,
        partner: commission.partner,
        reversed: commission.reversed,
        net: commission.net(),
        currency: commission.currency,
    }
}
