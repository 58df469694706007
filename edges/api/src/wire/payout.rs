//! Batches and transfers.

use super::{
    AccountFault, BatchStatus, MethodKind, Money, PartnerRef, ProgramRef, TransferStatus, WhyLeftOut,
};
use crate::present::{View, Viewer};
use engine::Mentioned;
use engine::{Reported, ports::TransferTally};
use payout::Done;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is paid to partners together.
#[derive(Serialize, ToSchema)]
pub(crate) struct Batch {
    #[schema(example = "bat_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program: ProgramRef,
    pub status: BatchStatus,
    /// The way of paying; partners who are paid otherwise are left out.
    pub rail: MethodKind,
    /// Statements that were due until then, the day included.
    #[schema(format = Date, example = "2026-11-30")]
    pub due_until: String,
    /// When the bank shall pay.
    #[schema(format = Date)]
    pub execution_day: String,
    /// What its transfers pay; those that were taken out are not among them.
    pub total: Money,
    pub transfers: u32,
    pub greatest_transfer: Money,
    pub left_out: u32,
    pub created: HandDone,
    pub submitted: Option<HandDone>,
    pub approved: Option<HandDone>,
    pub handed_over: Option<HandDone>,
    #[schema(format = DateTime)]
    pub closed_at: Option<String>,
    pub canceled: Option<HandDone>,
    pub cancel_reason: Option<String>,
}

/// When something was done, and by whom.
#[derive(Serialize, ToSchema)]
pub(crate) struct HandDone {
    #[schema(format = DateTime)]
    pub at: String,
    /// The id of the user or key; `operator` for a command of the server's own.
    pub by: String,
}

impl From<Done> for HandDone {
    fn from(it: Done) -> Self {
        Self { at: it.at.to_string(), by: it.by.to_string() }
    }
}

impl View for Batch {
    type Row = payout::Batch;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.program);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self {
            id: it.id.to_string(),
            program: by.program(it.program),
            status: it.status.into(),
            rail: it.rail.into(),
            due_until: it.due_until.to_string(),
            execution_day: it.execution_day.to_string(),
            total: it.money().into(),
            transfers: it.transfers,
            greatest_transfer: words::Money::new(it.greatest, it.currency).into(),
            left_out: it.left_out,
            created: it.created.into(),
            submitted: it.submitted.map(Into::into),
            approved: it.approved.map(Into::into),
            handed_over: it.handed_over.map(Into::into),
            closed_at: it.closed_at.map(|at| at.to_string()),
            canceled: it.canceled.map(Into::into),
            cancel_reason: it.cancel_reason,
        }
    }
}

/// A batch with where its transfers stand, and what the caller may do.
#[derive(Serialize, ToSchema)]
pub(crate) struct BatchShown {
    pub batch: Batch,
    pub by_status: Vec<BatchTally>,
    /// Who made it and took its steps, by name.
    pub people: Vec<HandName>,
    /// Whether the caller may approve it.
    pub may_approve: bool,
    /// Why not: `not_submitted`, `own_batch`, `nobody_behind_key`, `batch_above_limit`, `transfer_above_limit`,
    /// `role`.
    pub why_not: Option<String>,
}

/// What somebody is called who did something.
#[derive(Serialize, ToSchema)]
pub(crate) struct HandName {
    /// The id of the user or key.
    pub id: String,
    /// Null where a user was erased.
    pub name: Option<String>,
    /// Of a key: the name of whoever made it, if it is known.
    pub behind: Option<String>,
}

/// Transfers of a batch in one state.
#[derive(Serialize, ToSchema)]
pub(crate) struct BatchTally {
    pub status: TransferStatus,
    pub transfers: u64,
    pub amount: Money,
}

impl BatchTally {
    pub(crate) fn of(tally: TransferTally, currency: words::Currency) -> Self {
        let amount = words::Money::new(tally.amount, currency).into();
        Self { status: tally.status.into(), transfers: tally.transfers, amount }
    }
}

/// A statement that was due when a batch was made, and is not in it.
#[derive(Serialize, ToSchema)]
pub(crate) struct LeftOut {
    pub statement_id: String,
    pub partner: PartnerRef,
    pub enrollment_id: String,
    pub amount: Money,
    pub why: WhyLeftOut,
}

impl View for LeftOut {
    type Row = payout::LeftOut;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.partner(it.partner);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self {
            statement_id: it.statement.to_string(),
            partner: by.partner(it.partner),
            enrollment_id: it.enrollment.to_string(),
            amount: it.amount.into(),
            why: it.why.into(),
        }
    }
}

/// One payment of one statement to one partner.
#[derive(Serialize, ToSchema)]
pub(crate) struct Transfer {
    #[schema(example = "tfr_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    /// Follows the money to the receiver and back.
    #[schema(example = "tfr-01kk8y7d00e6br2v9m5gq4t1hs")]
    pub end_to_end_id: String,
    pub program: ProgramRef,
    pub batch_id: String,
    pub partner: PartnerRef,
    pub enrollment_id: String,
    pub statement_id: String,
    pub status: TransferStatus,
    /// What it pays of the statement, in the program's currency.
    pub amount: Money,
    /// What of the statement the next one carries, because this way of paying pays whole units of the currency only.
    pub rest: Money,
    /// What is sent, in minor units of `sends_currency`.
    pub sends: i64,
    pub sends_currency: String,
    /// Of one unit of the program's currency; null where the currency is the same.
    pub rate: Option<String>,
    /// Who says so: `ecb`, `file`, `manual`.
    pub rate_source: Option<String>,
    #[schema(format = Date)]
    pub rate_day: Option<String>,
    pub rail: MethodKind,
    /// Enough of the destination to know it again.
    pub hint: String,
    pub remittance: String,
    /// What it cost in minor units of the program's currency, where that was told.
    pub debited: Option<i64>,
    /// Why it failed, came back or was taken out.
    pub reason: Option<String>,
    /// What is wrong with the partner's account, where that is why it failed or came back.
    pub account_fault: Option<AccountFault>,
    /// Somebody said something else of it than before.
    pub is_contradicted: bool,
    /// It went out although another had paid the same statement; the next statement carries it.
    pub is_overpaid: bool,
    #[schema(format = DateTime)]
    pub created_at: String,
    #[schema(format = DateTime)]
    pub handed_over_at: Option<String>,
    /// When it last settled, failed or came back.
    #[schema(format = DateTime)]
    pub ended_at: Option<String>,
}

impl View for Transfer {
    type Row = payout::Transfer;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.program).partner(it.partner);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self {
            id: it.id.to_string(),
            end_to_end_id: it.end_to_end_id(),
            program: by.program(it.program),
            batch_id: it.batch.to_string(),
            partner: by.partner(it.partner),
            enrollment_id: it.enrollment.to_string(),
            statement_id: it.statement.to_string(),
            status: it.status.into(),
            amount: it.amount.into(),
            rest: words::Money::new(it.rest, it.amount.currency).into(),
            sends: it.sends.amount,
            sends_currency: it.sends.currency.code().to_owned(),
            rate: it.rate.map(|rate| rate.to_string()),
            rate_source: it.rate.map(|rate| rate.source.name().to_owned()),
            rate_day: it.rate.map(|rate| rate.day.to_string()),
            rail: it.rail.into(),
            account_fault: it.account_fault.map(Into::into),
            is_contradicted: it.is_contradicted(),
            is_overpaid: it.is_overpaid(),
            hint: it.hint,
            remittance: it.remittance,
            debited: it.debited.map(|money| money.amount),
            reason: it.reason,
            created_at: it.created_at.to_string(),
            handed_over_at: it.handed_over_at.map(|at| at.to_string()),
            ended_at: it.ended_at.map(|at| at.to_string()),
        }
    }
}

/// A transfer, and what an outcome did to it.
#[derive(Serialize, ToSchema)]
pub(crate) struct TransferTold {
    #[serde(flatten)]
    pub transfer: Transfer,
    pub effect: OutcomeEffect,
    /// Why it was ignored.
    pub why: Option<String>,
}

/// A transfer as it is now, and what the reported outcome did to it.
pub(crate) struct TransferRow {
    pub transfer: payout::Transfer,
    pub reported: Reported,
}

impl View for TransferTold {
    type Row = TransferRow;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        Transfer::mentions(&it.transfer, names);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        let (effect, why) = OutcomeEffect::of(it.reported);
        Self { transfer: Transfer::view(it.transfer, by), effect, why }
    }
}

/// What an outcome changed. `known`: it repeats a recorded outcome. `pending`: the bank or the provider is still processing the
/// payment. `ignored`: it does not change the recorded outcome, and `why` says so.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OutcomeEffect {
    Changed,
    Known,
    Pending,
    Ignored,
}

impl OutcomeEffect {
    pub(crate) fn of(did: Reported) -> (Self, Option<String>) {
        match did {
            Reported::Changed => (Self::Changed, None),
            Reported::Known => (Self::Known, None),
            Reported::Pending => (Self::Pending, None),
            Reported::Ignored(why) => (Self::Ignored, Some(why)),
        }
    }
}

/// A payment to oneself.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnTransfer {
    pub id: String,
    pub statement_id: String,
    pub status: TransferStatus,
    /// What it pays of the statement.
    pub amount: Money,
    /// What of the statement the next one carries: only whole units of the currency are paid this way.
    pub rest: Money,
    /// What is sent, in minor units of `sends_currency`.
    pub sends: i64,
    pub sends_currency: String,
    pub rate: Option<String>,
    #[schema(format = Date)]
    pub rate_day: Option<String>,
    /// Enough of the destination to know it again.
    pub hint: String,
    /// What is wrong with your account, where that is why it failed or came back.
    pub account_fault: Option<AccountFault>,
    #[schema(format = DateTime)]
    pub created_at: String,
    #[schema(format = DateTime)]
    pub handed_over_at: Option<String>,
    #[schema(format = DateTime)]
    pub ended_at: Option<String>,
}

impl View for OwnTransfer {
    type Row = payout::Transfer;

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        let Transfer {
            id,
            statement_id,
            status,
            amount,
            rest,
            sends,
            sends_currency,
            rate,
            rate_day,
            hint,
            account_fault,
            created_at,
            handed_over_at,
            ended_at,
            ..
        } = Transfer::view(it, by);
        Self {
            id,
            statement_id,
            status,
            amount,
            rest,
            sends,
            sends_currency,
            rate,
            rate_day,
            hint,
            account_fault,
            created_at,
            handed_over_at,
            ended_at,
        }
    }
}

/// Who may approve payouts.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "single_person_approves": false,
    "limits": [{ "role": "finance", "batch_max": 1_000_000, "transfer_max": 100_000 }]
}))]
pub(crate) struct PayoutRules {
    /// Whoever makes a batch may approve it, too: for a merchant of one person.
    #[serde(default)]
    pub single_person_approves: bool,
    /// What a role may approve at most; an owner has no limit.
    #[serde(default)]
    pub limits: Vec<ApprovalLimit>,
}

/// What a role may approve at most, in minor units of the program's currency; null is no limit.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApprovalLimit {
    pub role: super::Role,
    pub batch_max: Option<i64>,
    pub transfer_max: Option<i64>,
}

impl From<program::PayoutRules> for PayoutRules {
    fn from(it: program::PayoutRules) -> Self {
        let limits = it.limits.into_iter().map(|limit| ApprovalLimit {
            role: limit.role.into(),
            batch_max: limit.batch_max,
            transfer_max: limit.transfer_max,
        });
        Self { single_person_approves: it.single_person_approves, limits: limits.collect() }
    }
}

impl From<PayoutRules> for program::PayoutRules {
    fn from(it: PayoutRules) -> Self {
        let limits = it.limits.into_iter().map(|limit| program::ApprovalLimit {
            role: limit.role.into(),
            batch_max: limit.batch_max,
            transfer_max: limit.transfer_max,
        });
        Self { single_person_approves: it.single_person_approves, limits: limits.collect() }
    }
}
