//! Deed: a conversion priced anew because somebody says so: with the version of the terms that priced it unless told
//! otherwise, and of a sale with another amount if the one that was reported was wrong. Who is credited stays; what a
//! statement shows is never edited, the difference comes with the next one.

use crate::{
    Caller, Engine, Error, Permit,
    event::check_amount,
    need::WriteCommissions,
    ports::{Changes, Expected, Row, VersionKey},
    settle::Thaw,
    settle_again::Again,
};
use commission::{Commission, REASON_CHARACTERS_MAX};
use conversion::{Amendment, Conversion, Kind};
use serde::{Deserialize, Serialize};
use serde_json::json;
use words::{ConversionId, Invalid, Money, TermsId, check_text};

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

impl Engine {
    /// Prices the conversion anew. A trial only says what would come out.
    pub async fn reprice(
        &self,
        caller: &Permit<WriteCommissions>,
        id: ConversionId,
        input: &RepriceInput,
        is_trial: bool,
    ) -> Result<Repriced, Error> {
        check_text("reason", &input.reason, REASON_CHARACTERS_MAX)?;
        let caller = &caller.without_idempotency();
        let attempt = move || async move {
            let (repriced, changes) = self.repriced(caller, id, input).await?;
            Ok((repriced, if is_trial { Changes::default() } else { changes }))
        };
        Ok(self.turn(caller, "reprice", attempt).await?.value)
    }

    pub(crate) async fn repriced(
        &self,
        caller: &Caller,
        id: ConversionId,
        input: &RepriceInput,
    ) -> Result<(Repriced, Changes), Error> {
        let (scope, now) = (caller.scope, self.now());
        let case =
            self.book().case_file(scope, id).await?.ok_or_else(|| Error::not_found("conversion", id))?;
        let (before, conversion) = (case.commissions, case.conversion);
        let program = conversion.program;
        let Some(customer) = conversion.customer.filter(|_| conversion.event().is_some()) else {
            return Err(
                Invalid::new("conversion_ids", "what earns something: a refund follows its sale").into()
            );
        };
        let rulebook = self.rulebook(scope, program).await?;
        check_amendment(input, &conversion, rulebook.program.currency)?;
        if input.terms.is_some_and(|id| !rulebook.terms.iter().any(|terms| terms.id == id)) {
            return Err(Invalid::new("terms_id", "a version of the terms of the conversion's program").into());
        }
        let file = self.book().customer_file_by_id(scope, program, customer).await?;
        let file = file.ok_or_else(|| Error::not_found("customer", customer))?;
        let earlier = conversion.amended.as_ref();
        let amended = Conversion {
            amended: Some(Amendment {
                amount: input.amount.or(earlier.and_then(|earlier| earlier.amount)),
                terms: input.terms.or(earlier.and_then(|earlier| earlier.terms)),
                reason: input.reason.clone(),
                by: caller.actor.id(),
                at: now,
            }),
            ..conversion.clone()
        };
        let key = VersionKey::Customer(customer);
        let mut changes = Changes {
            expected: vec![Expected { key, version: file.version }],
            rows: vec![Row::Conversion(amended.clone())],
            ..Changes::default()
        };
        let again = Again {
            rulebook: &rulebook,
            customer: &file.customer,
            thaw: Thaw::Priced(id),
            correction: None,
            amended: Some(&amended),
            now,
        };
        self.settle_again(&again, &mut changes).await?;
        let after = priced(&before, &changes);
        let told = |commissions: &[Commission]| -> Vec<_> {
            let told =
                |it: &Commission| json!({ "commission": it.id, "earned": it.earned, "terms": it.terms });
            commissions.iter().map(told).collect()
        };
        let (kind, about) = ("conversion.repriced", (scope, Some(program), Some(customer)));
        let body = json!({
            "conversion": id, "amount": amended.amount(), "before": told(&before), "after": told(&after),
        });
        changes.facts.push(self.fact(about, now, kind, body));
        let record = (
            Some(json!(told(&before))),
            Some(json!({
                "amount": amended.amount(), "reason": input.reason, "commissions": told(&after),
            })),
        );
        changes.audit.push(self.audited(caller, now, kind, id, record));
        Ok((Repriced { conversion: amended, before, after }, changes))
    }
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

fn check_amendment(
    input: &RepriceInput,
    conversion: &Conversion,
    currency: words::Currency,
) -> Result<(), Error> {
    let Some(amount) = input.amount else { return Ok(()) };
    if conversion.kind != Kind::Sale {
        return Err(Invalid::new("amount", "no amount: only sales have one").into());
    }
    check_amount(Some(amount))?;
    if amount.currency != currency {
        return Err(Invalid::new("amount.currency", format!("the program's currency {currency}")).into());
    }
    let items: i64 = conversion.content.items.iter().map(|item| item.amount).sum();
    let least = conversion.refunded.max(items);
    if amount.amount < least {
        let least = Money::new(least, currency);
        let expected = format!("at least {least}, which was given back already or is what its items come to");
        return Err(Invalid::new("amount.amount", expected).into());
    }
    Ok(())
}
