//! Deeds: the account from which a program's payouts are paid.

use crate::{
    Engine, Error, Permit, audit,
    need::WriteStatements,
    payout_methods,
    ports::{Changes, Expected, Row, VersionKey},
    rulebooks,
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

pub async fn paying_account(
    engine: &Engine,
    payer: &Permit<WriteStatements>,
    program: ProgramId,
) -> Result<OpenAccount, Error> {
    rulebooks::load(engine, payer.scope, program).await?;
    let kept = engine.book().paying_account(payer.scope, program).await?;
    let account = kept.as_ref().and_then(|kept| payout_methods::account_in(engine, kept));
    Ok(OpenAccount { account, changed_at: kept.map(|kept| kept.changed_at) })
}

/// Takes the account as the one to pay from; none takes it away.
pub async fn set_paying_account(
    engine: &Engine,
    payer: &Permit<WriteStatements>,
    program: ProgramId,
    account: Option<&BankAccount>,
) -> Result<OpenAccount, Error> {
    if let Some(account) = account {
        engine.rails().takes(&Destination::Bank(account.clone()))?;
    }
    let caller = &payer.without_idempotency();
    let attempt = move || async move {
        let (scope, now) = (caller.scope, engine.now());
        let key = VersionKey::Rules(program);
        let version = rulebooks::load(engine, scope, program).await?.version;
        let kept = engine.book().paying_account(scope, program).await?;
        let known = kept.as_ref().and_then(|kept| payout_methods::account_in(engine, kept));
        if known.as_ref() == account {
            return Ok((kept.map(|kept| kept.changed_at), Changes::default()));
        }
        let seal = engine.vault().new_key();
        let json = account.map(|account| serde_json::to_string(account).unwrap_or_default());
        let row = PayingAccount {
            program,
            scope,
            details: json.map(|json| engine.vault().seal(&seal, &json)),
            key: seal,
            hint: account.map(|account| account.iban.hint()).unwrap_or_default(),
            changed_at: now,
        };
        let hint = |row: &PayingAccount| Some(json!({ "account": row.hint }));
        let shown = (kept.as_ref().and_then(hint), hint(&row));
        let changes = Changes {
            expected: vec![Expected { key, version }],
            audit: vec![audit::entry(engine, caller, now, "paying_account.changed", program, shown)],
            rows: vec![Row::PayingAccount(row)],
            ..Changes::default()
        };
        Ok((Some(now), changes))
    };
    let changed_at = engine.transact(caller, "set_paying_account", attempt).await?.value;
    Ok(OpenAccount { account: account.cloned(), changed_at })
}

/// In clear.
pub(crate) fn account_in(engine: &Engine, kept: &PayingAccount) -> Option<BankAccount> {
    let json = engine.vault().open(&kept.key, kept.details.as_ref()?)?;
    serde_json::from_str(&json).ok()
}
