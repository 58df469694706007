//! Deed: a conversion priced anew because somebody says so: with the version of the terms that priced it unless told
//! otherwise, and of a sale with another amount if the one that was reported was wrong. Who is credited stays; what a
//! statement shows is never edited, the difference comes with the next one.

use crate::{
    Caller, Engine, Error, Permit, audit,
    conversions::{self, check_amount},
    need::WriteCommissions,
    ports::{CaseFile, Changes, Expected, Row, VersionKey},
    rulebooks,
    settle::{self, Again},
};
use commission::{Commission, REASON_CHARACTERS_MAX};
use conversion::{Amendment, Conversion, Kind, after_refunds};
use facts::{ConversionRepriced, Event, PricedCommission};
use serde::{Deserialize, Serialize};
use serde_json::json;
use settlement::{Reopen, RestFrom};
use words::{ConversionId, Currency, Instant, Invalid, Money, Scope, TermsId, check_lines};

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RepriceInput {
    /// What the sale really came to, if the amount that was reported is wrong.
    pub amount: Option<Money>,
    /// The version that prices it, if not the one that did.
    pub terms: Option<TermsId>,
    /// Both sides read it.
    pub reason: String,
}

/// What pricing anew did to a conversion's commissions.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Repriced {
    pub conversion: Conversion,
    pub before: Vec<Commission>,
    pub after: Vec<Commission>,
}

/// Prices the conversion anew. A trial only says what would come out.
pub async fn reprice(
    engine: &Engine,
    caller: &Permit<WriteCommissions>,
    id: ConversionId,
    input: &RepriceInput,
    is_trial: bool,
) -> Result<Repriced, Error> {
    check_lines("reason", &input.reason, REASON_CHARACTERS_MAX)?;
    let caller = &caller.without_idempotency();
    let attempt = move || async move {
        let (repriced, changes) = conversions::attempt_reprice(engine, caller, id, input).await?;
        Ok((repriced, if is_trial { Changes::default() } else { changes }))
    };
    Ok(engine.transact(caller, "reprice", attempt).await?.value)
}

pub(crate) async fn attempt_reprice(
    engine: &Engine,
    caller: &Caller,
    id: ConversionId,
    input: &RepriceInput,
) -> Result<(Repriced, Changes), Error> {
    let (scope, now) = (caller.scope, engine.now());
    let found = find_case(engine, scope, id).await?.conversion;
    let Some(customer) = found.customer.filter(|_| found.event().is_some()) else {
        return Err(Invalid::new("conversion_ids", "what earns something: a refund follows its sale").into());
    };
    let program = found.program;
    let rulebook = rulebooks::load(engine, scope, program).await?;
    if input.terms.is_some_and(|id| !rulebook.terms.iter().any(|terms| terms.id == id)) {
        return Err(Invalid::new("terms_id", "a version of the terms of the conversion's program").into());
    }
    let file = engine.book().customer_file_by_id(scope, program, customer).await?;
    let file = file.ok_or_else(|| Error::not_found("customer", customer))?;
    // Read once more, since the customer's version guards what is read after it.
    let case = find_case(engine, scope, id).await?;
    let (before, conversion) = (case.commissions, case.conversion);
    let amount = amended_amount(input, &conversion, rulebook.program.currency)?;
    let amended = amend(engine, caller, input, (conversion, amount), now).await?;
    let key = VersionKey::Customer(customer);
    let mut changes = Changes {
        expected: vec![Expected { key, version: file.version }],
        rows: vec![Row::Conversion(amended.clone())],
        ..Changes::default()
    };
    let from = settle::position_of(engine, scope, RestFrom::Conversion(id)).await?;
    let again = Again {
        rulebook: &rulebook,
        customer: &file.customer,
        from: &from,
        is_disturbed: false,
        reopen: Reopen::Priced(id),
        correction: None,
        amended: Some(&amended),
        now,
    };
    settle::again(engine, &again, &mut changes).await?;
    let after = priced(&before, &changes);
    let told = |commissions: &[Commission]| -> Vec<_> {
        let told = |it: &Commission| json!({ "commission": it.id, "earned": it.earned, "terms": it.terms });
        commissions.iter().map(told).collect()
    };
    let repriced = Event::ConversionRepriced(ConversionRepriced {
        conversion: id,
        amount: amended.amount(),
        before: before.iter().map(priced_commission).collect(),
        after: after.iter().map(priced_commission).collect(),
    });
    let kind = repriced.kind().text();
    // Before what it causes.
    changes.facts.insert(0, engine.fact(scope, now, repriced).of_program(program).of_customer(customer));
    let record = (
        Some(json!(told(&before))),
        Some(json!({
            "amount": amended.amount(), "reason": input.reason, "commissions": told(&after),
        })),
    );
    changes.audit.push(audit::entry(engine, caller, now, kind, id, record));
    Ok((Repriced { conversion: amended, before, after }, changes))
}

async fn find_case(engine: &Engine, scope: Scope, id: ConversionId) -> Result<CaseFile, Error> {
    engine.book().case_file(scope, id).await?.ok_or_else(|| Error::not_found("conversion", id))
}

/// The conversion as it is put right; refunds and chargebacks that a wrong amount had cut count in full.
async fn amend(
    engine: &Engine,
    caller: &Caller,
    input: &RepriceInput,
    (conversion, amount): (Conversion, Option<Money>),
    now: Instant,
) -> Result<Conversion, Error> {
    let earlier = conversion.amended.as_ref();
    let amendment = Amendment {
        amount: amount.or(earlier.and_then(|earlier| earlier.amount)),
        terms: input.terms.or(earlier.and_then(|earlier| earlier.terms)),
        reason: input.reason.clone(),
        by: caller.actor.id(),
        at: now,
    };
    let amended = Conversion { amended: Some(amendment), ..conversion };
    if amended.kind != Kind::Sale {
        return Ok(amended);
    }
    let (scope, program) = (amended.scope, amended.program);
    let file = engine.book().sale_file(scope, program, &amended.source, &amended.external_id).await?;
    Ok(after_refunds(amended, &file.1))
}

/// The commissions as the changes leave them.
fn priced(before: &[Commission], changes: &Changes) -> Vec<Commission> {
    let changed = |id| {
        changes.rows.iter().rev().find_map(|row| match row {
            Row::Commission(commission) if commission.id == id => Some(commission.clone()),
            _ => None,
        })
    };
    before.iter().map(|it| changed(it.id).unwrap_or_else(|| it.clone())).collect()
}

/// What the sale really came to, in the program's currency. It may be told in the one that the sale was reported in.
fn amended_amount(
    input: &RepriceInput,
    conversion: &Conversion,
    currency: Currency,
) -> Result<Option<Money>, Error> {
    let Some(told) = input.amount else { return Ok(None) };
    if conversion.kind != Kind::Sale {
        return Err(Invalid::new("amount", "no amount: only sales have one").into());
    }
    check_amount(Some(told))?;
    let unpriced = |_| Invalid::new("amount.amount", format!("an amount that fits in {currency}"));
    let reported = conversion.exchange.filter(|exchange| exchange.from.currency == told.currency);
    let amount = match reported {
        _ if told.currency == currency => told,
        Some(exchange) => exchange.rate.convert(told.amount).map_err(unpriced)?,
        None => {
            let expected = format!("the program's currency {currency}, or the one the sale was reported in");
            return Err(Invalid::new("amount.currency", expected).into());
        }
    };
    let content = conversion.in_program_currency().map_err(unpriced)?;
    let items = content.items.iter().fold(0i64, |sum, item| sum.saturating_add(item.amount));
    let least = conversion.refunded.max(items);
    if amount.amount < least {
        let least = Money::new(least, currency);
        let expected = format!("at least {least}, which was given back already or is what its items come to");
        return Err(Invalid::new("amount.amount", expected).into());
    }
    Ok(Some(amount))
}

fn priced_commission(priced: &Commission) -> PricedCommission {
    PricedCommission {
        partner: priced.partner,
        commission: priced.id,
        earned: priced.earned,
        terms: priced.terms,
    }
}
