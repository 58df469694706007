//! Deeds: the account from which a program's payouts are paid.

use crate::{
    Engine, Error, Permit,
    need::WriteStatements,
    ports::{Changes, Expected, Row, VersionKey},
};
use payout::{BankAccount, Destination, PayingAccount};
use serde_json::json;
use words::{Instant, ProgramId};

/// The account in clear; none where none was set, or it was taken away.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenAccount {
    pub account: Option<BankAccount>,
    pub changed_at: Option<Instant>,
}

impl Engine {
    pub async fn paying_account(
        &self,
        payer: &Permit<WriteStatements>,
        program: ProgramId,
    ) -> Result<OpenAccount, Error> {
        self.rulebook(payer.scope, program).await?;
        let kept = self.book().paying_account(payer.scope, program).await?;
        let account = kept.as_ref().and_then(|kept| self.account_in(kept));
        Ok(OpenAccount { account, changed_at: kept.map(|kept| kept.changed_at) })
    }

    /// Takes the account as the one to pay from; none takes it away.
    pub async fn set_paying_account(
        &self,
        payer: &Permit<WriteStatements>,
        program: ProgramId,
        account: Option<&BankAccount>,
    ) -> Result<OpenAccount, Error> {
        if let Some(account) = account {
            self.rails().takes(&Destination::Bank(account.clone()))?;
        }
        let caller = &payer.without_idempotency();
        let attempt = move || async move {
            let (scope, now) = (caller.scope, self.now());
            let key = VersionKey::Rules(program);
            let version = self.rulebook(scope, program).await?.version;
            let kept = self.book().paying_account(scope, program).await?;
            let known = kept.as_ref().and_then(|kept| self.account_in(kept));
            if known.as_ref() == account {
                return Ok((kept.map(|kept| kept.changed_at), Changes::default()));
            }
            let seal = self.vault().new_key();
            let json = account.map(|account| serde_json::to_string(account).unwrap_or_default());
            let row = PayingAccount {
                program,
                scope,
                details: json.map(|json| self.vault().seal(&seal, &json)),
                key: seal,
                hint: account.map(|account| account.iban.hint()).unwrap_or_default(),
                changed_at: now,
            };
            let hint = |row: &PayingAccount| Some(json!({ "account": row.hint }));
            let shown = (kept.as_ref().and_then(hint), hint(&row));
            let changes = Changes {
                expected: vec![Expected { key, version }],
                audit: vec![self.audited(caller, now, "paying_account.changed", program, shown)],
                rows: vec![Row::PayingAccount(row)],
                ..Changes::default()
            };
            Ok((Some(now), changes))
        };
        let changed_at = self.turn(caller, "set_paying_account", attempt).await?.value;
        Ok(OpenAccount { account: account.cloned(), changed_at })
    }

    /// In clear.
    pub(crate) fn account_in(&self, kept: &PayingAccount) -> Option<BankAccount> {
        let json = self.vault().open(&kept.key, kept.details.as_ref()?)?;
        serde_json::from_str(&json).ok()
    }
}
