//! What follows for a payout method when a payment to it comes back because of the account: nothing is paid there until its
//! partner sets another, and the partner is written to.

use crate::{
    Caller, Engine, Error,
    audit::{self, view},
    letters, payout_methods, payouts,
    ports::{
        Changes, Expected, LetterKind, ListOf, MethodColumn, Row, Test, TransferColumn, Value, VersionKey,
        list_of,
    },
};
use facts::{Event, PayoutMethodMarked};
use payout::{AccountFault, Bounced, Method, Transfer, TransferStatus};
use words::{MethodId, Scope};

/// Failed and returned payments of one partner, the latest first: a marked method gets no more of them.
const TRANSFERS_LOOKED_AT_MAX: usize = 1_000;

pub(crate) async fn method_by_id(
    engine: &Engine,
    scope: Scope,
    id: MethodId,
) -> Result<Option<Method>, Error> {
    let query = ListOf::<Method>::new(1).only(MethodColumn::ID, id);
    Ok(list_of(engine.book(), scope, &query).await?.pop())
}

/// Marks the method where the payment says that its account is at fault, and lifts the mark where that very payment
/// settles after all.
pub(super) async fn mark_method(
    engine: &Engine,
    caller: &Caller,
    (before, after): (&Transfer, &Transfer),
    changes: &mut Changes,
) -> Result<(), Error> {
    if before.account_fault == after.account_fault {
        return Ok(());
    }
    let key = VersionKey::Partner(after.partner);
    let version = engine.book().version(&key).await?;
    let Some(method) = payouts::method_by_id(engine, after.scope, after.method).await? else { return Ok(()) };

    // Also where nothing changes: a payment that settles meanwhile must see that this one was returned.
    changes.expected.push(Expected { key, version });
    let at = engine.now();
    let bounced = match (after.account_fault, method.bounced) {
        (Some(fault), None) => Some(Bounced { at, transfer: after.id, fault }),
        (None, Some(known)) if known.transfer == after.id => {
            let other = other_bounced(engine, after).await?;
            if other.is_some() {
                changes.rows.push(Row::Method(Method { bounced: other, ..method }));
                return Ok(());
            }
            None
        }
        _ => return Ok(()),
    };
    let marked = Method { bounced, ..method.clone() };

    let body = PayoutMethodMarked {
        partner: after.partner,
        method: method.id,
        transfer: after.id,
        account_fault: after.account_fault,
    };
    let record = (None, view(&body));
    let event = match bounced {
        Some(_) => Event::PayoutMethodBounced(body),
        None => Event::PayoutMethodRestored(body),
    };
    changes.audit.push(audit::entry(engine, caller, at, event.kind().text(), after.partner, record));
    changes.facts.push(engine.fact(after.scope, at, event).of_program(after.program));
    if let Some(Bounced { fault, .. }) = bounced
        && method.replaced_at.is_none()
    {
        write_of_bounce(engine, &method, (after, fault), changes).await?;
    }
    changes.rows.push(Row::Method(marked));
    Ok(())
}

/// The latest other payment to the same method that bounced.
async fn other_bounced(engine: &Engine, beside: &Transfer) -> Result<Option<Bounced>, Error> {
    let statuses = [TransferStatus::Failed, TransferStatus::Returned];
    let names = statuses.map(|status| Value::Text(status.name().to_owned())).to_vec();
    let query = ListOf::<Transfer>::new(TRANSFERS_LOOKED_AT_MAX)
        .only(TransferColumn::PARTNER_ID, beside.partner)
        .with(TransferColumn::STATUS, Test::OneOf(names))
        .newest_first();

    let found = list_of(engine.book(), beside.scope, &query).await?;
    let mut others = found.into_iter().filter(|it| it.id != beside.id && it.method == beside.method);
    Ok(others.find_map(|it| {
        let at = it.ended_at.unwrap_or(it.created_at);
        it.account_fault.map(|fault| Bounced { at, transfer: it.id, fault })
    }))
}

async fn write_of_bounce(
    engine: &Engine,
    method: &Method,
    (transfer, fault): (&Transfer, AccountFault),
    changes: &mut Changes,
) -> Result<(), Error> {
    let Some(partner) = engine.book().partner(method.scope, method.partner).await? else { return Ok(()) };
    let workspace = engine.book().workspace(method.scope.workspace).await?;
    let kind = LetterKind::PayoutMethodBounced {
        workspace: workspace.map(|workspace| workspace.name).unwrap_or_default(),
        account: method.hint.clone(),
        amount: transfer.sends.to_string(),
        fault: fault.name().to_owned(),
    };
    for (_, (key, to)) in payout_methods::readers_of(engine, &partner).await? {
        changes.letters.push(letters::put(engine, &key, to, kind.clone(), engine.now()));
    }
    Ok(())
}
