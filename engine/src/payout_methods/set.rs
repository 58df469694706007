//! Deed: a partner says how they want to be paid.

use super::OpenMethod;
use crate::{
    Actor, Caller, Engine, Error, Operator, Origin, audit, known_as, payout_methods,
    ports::{Changes, Expected, ListOf, MethodColumn, Row, VersionKey, list_of},
};
use facts::{Event, PayoutMethodChanged};
use payout::{Destination, METHODS_PER_PARTNER_MAX, Method};
use serde_json::{Value, json};
use words::{Currency, Invalid, MethodId, PartnerId};

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MethodInput {
    pub currency: Currency,
    pub destination: Destination,
}

/// The same by the operator, such as for the demo: nobody of the merchant's may say where a partner's money goes.
pub async fn set_by_operator(
    engine: &Engine,
    operator: Operator,
    partner: PartnerId,
    input: &MethodInput,
) -> Result<OpenMethod, Error> {
    let caller = Caller::new(operator.scope, Actor::Operator, Origin::default());
    payout_methods::set(engine, &caller, partner, input).await
}

/// Sets how the partner is paid from now on; said again as it is, nothing changes and nothing waits
/// anew, unless a payment to it bounced: then it is tried again.
pub(crate) async fn set(
    engine: &Engine,
    caller: &Caller,
    partner: PartnerId,
    input: &MethodInput,
) -> Result<OpenMethod, Error> {
    input.destination.check()?;
    engine.rails().takes(&input.destination)?;
    input.destination.check_currency(input.currency)?;
    let caller = &caller.without_idempotency();
    let attempt = move || attempt_set(engine, caller, partner, input);
    Ok(payout_methods::opened(engine, engine.transact(caller, "set_payout_method", attempt).await?.value))
}

async fn attempt_set(
    engine: &Engine,
    caller: &Caller,
    id: PartnerId,
    input: &MethodInput,
) -> Result<(Method, Changes), Error> {
    let (scope, now) = (caller.scope, engine.now());
    let key = VersionKey::Partner(id);
    let version = engine.book().version(&key).await?;
    let partner = engine.book().partner(scope, id).await?;
    let partner = partner.ok_or_else(|| Error::not_found("partner", id))?;
    let query = ListOf::<Method>::new(METHODS_PER_PARTNER_MAX).only(MethodColumn::PARTNER_ID, id);
    let earlier: Vec<Method> = list_of(engine.book(), scope, &query).await?;
    if earlier.len() >= METHODS_PER_PARTNER_MAX {
        let expected = format!("at most {METHODS_PER_PARTNER_MAX} changes; ask the merchant to pay by hand");
        return Err(Invalid::new("kind", expected).into());
    }
    let before = earlier.iter().find(|method| method.replaced_at.is_none());
    if let Some(before) = before
        && before.bounced.is_none()
        && before.currency == input.currency
        && payout_methods::destination_of(engine, before).as_ref() == Some(&input.destination)
    {
        return Ok((before.clone(), Changes::default()));
    }
    let method = seal(engine, caller, (id, input), Method::usable_from(&earlier, now));
    let changed = PayoutMethodChanged {
        partner: id,
        method: method.id,
        kind: method.kind,
        currency: method.currency,
        usable_from: method.usable_from,
    };
    let mut changes = Changes { expected: vec![Expected { key, version }], ..Changes::default() };
    changes.facts.push(engine.fact(scope, now, Event::PayoutMethodChanged(changed)));
    let shown = (before.and_then(shown), shown(&method));
    changes.audit.push(audit::entry(engine, caller, now, "payout_method.changed", id, shown));
    if let Some(before) = before {
        payout_methods::write_of_change(
            engine,
            &partner,
            (before, &method),
            &input.destination,
            &mut changes,
        )
        .await?;
        changes.rows.push(Row::Method(Method { replaced_at: Some(now), ..before.clone() }));
    }
    changes.rows.push(Row::Method(method.clone()));
    // Who is paid there is the partner, also as a customer.
    if let Some(email) = input.destination.email() {
        known_as::partner_learns(engine, &partner, email, &mut changes).await?;
    }
    Ok((method, changes))
}

fn seal(
    engine: &Engine,
    caller: &Caller,
    (partner, input): (PartnerId, &MethodInput),
    usable_from: words::Instant,
) -> Method {
    let (now, key) = (engine.now(), engine.vault().new_key());
    let json = serde_json::to_string(&input.destination).unwrap_or_default();
    Method {
        id: MethodId::draw(now, engine.draw()),
        scope: caller.scope,
        partner,
        kind: input.destination.kind(),
        currency: input.currency,
        details: Some(engine.vault().seal(&key, &json)),
        key: Some(key),
        hint: input.destination.hint(),
        created_at: now,
        usable_from,
        replaced_at: None,
        bounced: None,
    }
}

/// As the audit log shows it: never where it leads to.
fn shown(method: &Method) -> Option<Value> {
    let (kind, currency, usable_from) = (method.kind, method.currency, method.usable_from.to_string());
    Some(json!({ "method": method.id, "kind": kind, "currency": currency, "usable_from": usable_from }))
}
