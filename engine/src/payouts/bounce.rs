//! What follows for a payout method when a payment to it comes back because of the account: nothing is paid there until its
//! partner sets another, and the partner is written to.

use crate::{
    Caller, Engine, Error,
    ports::{Changes, Expected, LetterKind, ListQuery, Noun, Row, VersionKey, list_of},
};
use payout::{AccountFault, Bounced, Method, Transfer};
use serde_json::json;
use words::{MethodId, Scope};

impl Engine {
    pub(crate) async fn method_by(&self, scope: Scope, id: MethodId) -> Result<Option<Method>, Error> {
        let query = ListQuery::new(Noun::Method, 1).only("id", id);
        Ok(list_of::<Method>(self.book(), scope, &query).await?.pop())
    }

    /// Marks the method where the payment says that its account is at fault, and lifts the mark where that very payment
    /// settles after all.
    pub(super) async fn mark_method(
        &self,
        caller: &Caller,
        (before, after): (&Transfer, &Transfer),
        changes: &mut Changes,
    ) -> Result<(), Error> {
        if before.account_fault == after.account_fault {
            return Ok(());
        }
        let key = VersionKey::Partner(after.partner);
        let version = self.book().version(&key).await?;
        let Some(method) = self.method_by(after.scope, after.method).await? else { return Ok(()) };

        let at = self.now();
        let bounced = match (after.account_fault, method.bounced) {
            (Some(fault), None) => Some(Bounced { at, transfer: after.id, fault }),
            (None, Some(known)) if known.transfer == after.id => None,
            _ => return Ok(()),
        };
        let marked = Method { bounced, ..method.clone() };

        changes.expected.push(Expected { key, version });
        let kind = if bounced.is_some() { "payout_method.bounced" } else { "payout_method.restored" };
        let body = json!({
            "partner": after.partner, "method": method.id, "transfer": after.id, "account_fault": after.account_fault,
        });
        changes.facts.push(self.fact((after.scope, Some(after.program), None), at, kind, body.clone()));
        changes.audit.push(self.audited(caller, at, kind, after.partner, (None, Some(body))));
        if let Some(Bounced { fault, .. }) = bounced
            && method.replaced_at.is_none()
        {
            self.write_of_bounce(&method, (after, fault), changes).await?;
        }
        changes.rows.push(Row::Method(marked));
        Ok(())
    }

    async fn write_of_bounce(
        &self,
        method: &Method,
        (transfer, fault): (&Transfer, AccountFault),
        changes: &mut Changes,
    ) -> Result<(), Error> {
        let Some(partner) = self.book().partner(method.scope, method.partner).await? else { return Ok(()) };
        let workspace = self.book().workspace(method.scope.workspace).await?;
        let kind = LetterKind::PayoutMethodBounced {
            workspace: workspace.map(|workspace| workspace.name).unwrap_or_default(),
            account: method.hint.clone(),
            amount: transfer.sends.to_string(),
            fault: fault.name().to_owned(),
        };
        for (_, (key, to)) in self.readers_of(&partner).await? {
            changes.letters.push(self.letter(&key, to, kind.clone(), self.now()));
        }
        Ok(())
    }
}
