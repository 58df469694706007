//! What is told of a transfer, and what follows from it: for the transfer itself, and for another of the same statement.

use crate::{AccountFault, Batch, Carry, Outcome, Told, Transfer, TransferStatus};
use words::{Day, Instant, Invalid, Money, check_lines};

pub const OUTCOME_REASON_CHARACTERS_MAX: usize = 500;
/// Outcomes that are told of one transfer: more than any bank has to say.
pub const OUTCOMES_PER_TRANSFER_MAX: usize = 50;
/// What a transfer cost is so many times what it pays at most, and no less than that part of it: else the unit is wrong.
pub const DEBITED_TIMES_MAX: i64 = 2;

/// What an outcome changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Consequence {
    pub transfer: Transfer,
    /// The other transfer of the same statement, where it changes with it.
    pub other: Option<Transfer>,
}

/// Another transfer of the same statement, and the batch that it is in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Other {
    pub transfer: Transfer,
    pub batch: Batch,
}

/// What an outcome does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    Changed(Box<Consequence>),
    /// The same was told before.
    Known,
    /// The bank or the provider works on it, as was known.
    Pending,
    /// It says less than what is known, or what cannot follow from it; why.
    Ignored(String),
}

impl Effect {
    pub fn changed(self) -> Option<Consequence> {
        match self {
            Effect::Changed(consequence) => Some(*consequence),
            Effect::Known | Effect::Pending | Effect::Ignored(_) => None,
        }
    }
}

impl Transfer {
    /// What follows from an outcome. `others` are all other transfers of the same statement. Nothing changes where the
    /// same was told before, so that a message that comes twice does nothing the second time.
    pub fn told(&self, told: &Told, others: &[Other]) -> Result<Effect, Invalid> {
        use TransferStatus::{Cancelled, Failed, HandedOver, Intended, Returned, Settled, Unknown};
        self.check(told)?;
        let again = |known: &Told| known.outcome.name() == told.outcome.name() && known.on == told.on;
        let same = |known: &Told| known.outcome == told.outcome && known.on == told.on;
        let is_known = self.told.iter().any(same);
        if is_known || self.told.iter().any(again) && !self.completes(&told.outcome) {
            return Ok(Effect::Known);
        }
        let status = match (self.status, &told.outcome) {
            (Intended | Cancelled, _) => {
                let expected = format!("a transfer that was handed over, not {}", self.status.name());
                return Err(Invalid::new("status", expected));
            }
            (Settled, Outcome::Settled { .. }) if self.completes(&told.outcome) => Settled,
            (Settled, Outcome::Settled { .. } | Outcome::Unknown)
            | (Failed | Returned, Outcome::Failed { .. } | Outcome::Returned { .. } | Outcome::Unknown)
            | (Settled | Failed | Returned, Outcome::Accepted) => {
                return Ok(Effect::Ignored(self.known_already(&told.outcome)));
            }
            (Unknown, Outcome::Unknown) => return Ok(Effect::Known),
            (HandedOver, Outcome::Accepted) => return Ok(Effect::Pending),
            (HandedOver, Outcome::Unknown) => Unknown,
            (Unknown, Outcome::Accepted) => HandedOver,
            (_, Outcome::Settled { .. }) => Settled,
            (_, Outcome::Failed { .. }) => Failed,
            (_, Outcome::Returned { .. }) => Returned,
        };
        let contradicts = matches!((self.status, status), (Failed | Returned, Settled) | (Settled, Failed));
        let mut after = Transfer { status, ..self.clone() };
        after.account_fault = told.account_fault();
        after.told.push(Told { contradicts, ..told.clone() });
        match &told.outcome {
            Outcome::Settled { debited } => (after.debited, after.reason) = (*debited, None),
            Outcome::Failed { reason } | Outcome::Returned { reason } => {
                (after.reason, after.debited) = (Some(reason.clone()), None);
            }
            Outcome::Accepted | Outcome::Unknown => {}
        }
        if !status.is_under_way() {
            after.ended_at = Some(told.at);
        }
        if self.status == status {
            return Ok(Effect::Changed(Box::new(Consequence { transfer: after, other: None })));
        }
        Ok(Effect::Changed(Box::new(after.with_claim(told.at, others))))
    }

    /// Why an outcome adds nothing.
    fn known_already(&self, outcome: &Outcome) -> String {
        let since = self.told.iter().rev().find(|known| known.outcome.name() == self.status.name());
        let on = since.map(|known| format!(" on {}", known.on)).unwrap_or_default();
        format!(
            "the transfer is {}{on} already, and {} changes nothing about that",
            self.status.name(),
            outcome.name()
        )
    }

    /// What a settled transfer cost is told later than that it settled, or put right.
    fn completes(&self, outcome: &Outcome) -> bool {
        let Outcome::Settled { debited: debited @ Some(_) } = outcome else { return false };
        self.status == TransferStatus::Settled && self.debited != *debited
    }

    fn check(&self, told: &Told) -> Result<(), Invalid> {
        if self.told.len() >= OUTCOMES_PER_TRANSFER_MAX {
            return Err(Invalid::new(
                "outcome",
                format!("at most {OUTCOMES_PER_TRANSFER_MAX} outcomes of a transfer"),
            ));
        }
        if let Some(handed) = self.handed_over_at
            && (told.on < Day::of(handed).plus_days(-1) || told.on > Day::of(told.at).plus_days(1))
        {
            return Err(Invalid::new("on", "a day from the one of the handing over to today"));
        }
        match &told.outcome {
            Outcome::Settled { debited: Some(debited) } => {
                if self.rate.is_none() {
                    let expected =
                        "nothing for a transfer in the program's own currency: it cost what it pays";
                    return Err(Invalid::new("debited", expected));
                }
                if debited.currency != self.amount.currency || debited.amount <= 0 {
                    let expected =
                        format!("a positive amount in the program's currency {}", self.amount.currency);
                    return Err(Invalid::new("debited", expected));
                }
                let Money { amount, .. } = self.amount;
                let likely = amount / DEBITED_TIMES_MAX..=amount.saturating_mul(DEBITED_TIMES_MAX);
                if !likely.contains(&debited.amount) {
                    let (least, most) = likely.into_inner();
                    let expected =
                        format!("{least} to {most} minor units: the transfer pays {}", self.amount);
                    return Err(Invalid::new("debited", expected));
                }
                Ok(())
            }
            Outcome::Failed { reason } | Outcome::Returned { reason } => {
                check_lines("reason", reason, OUTCOME_REASON_CHARACTERS_MAX)
            }
            Outcome::Settled { debited: None } | Outcome::Accepted | Outcome::Unknown => Ok(()),
        }
    }

    /// Who pays the statement, now that this one stands as it does.
    fn with_claim(mut self, at: Instant, others: &[Other]) -> Consequence {
        let holder = others.iter().find(|other| other.transfer.holds);
        let mut changed = None;
        match self.status {
            TransferStatus::Settled if !self.holds => match holder {
                None => self.holds = true,
                // Nobody was asked to pay the other: it is taken out, and the statement is paid once.
                Some(Other { transfer, batch }) if transfer.status == TransferStatus::Intended => {
                    self.holds = true;
                    let reason = format!("{} paid it after all", self.id);
                    changed = Some(transfer.cancelled(&reason, batch, at));
                }
                Some(_) => {}
            },
            TransferStatus::Failed | TransferStatus::Returned if self.holds => {
                self.holds = false;
                // Another that went out beside it has paid the statement, then.
                changed =
                    others.iter().map(|other| &other.transfer).find(|other| other.is_overpaid()).cloned();
                if let Some(heir) = &mut changed {
                    heir.holds = true;
                    heir.carry_what_differs();
                }
            }
            _ => {}
        }
        self.carry_what_differs();
        Consequence { transfer: self, other: changed }
    }

    /// Carries what the transfer paid beside what its statement says: all of it where another pays that, or less by what the
    /// rail does not pay.
    fn carry_what_differs(&mut self) {
        let differs = match (self.status, self.holds) {
            (TransferStatus::Settled, true) => self.rest,
            (TransferStatus::Settled, false) => -self.amount.amount,
            _ => 0,
        };
        let carried: i64 = self.carries.iter().map(|carry| carry.amount).sum();
        self.carry(differs - carried);
    }

    fn carry(&mut self, amount: i64) {
        if amount == 0 {
            return;
        }
        // What no statement has carried yet is put right where it stands.
        let Some(place) = self.carries.iter().position(|carry| carry.statement.is_none()) else {
            self.carries.push(Carry { amount, statement: None });
            return;
        };
        self.carries[place].amount += amount;
        if self.carries[place].amount == 0 {
            self.carries.remove(place);
        }
    }
}

impl Told {
    /// What the outcome says of the partner's account. What is said of a whole file is not about one account in it.
    fn account_fault(&self) -> Option<AccountFault> {
        match &self.outcome {
            Outcome::Failed { reason } | Outcome::Returned { reason } if !self.of_all => {
                AccountFault::of_reason(reason)
            }
            _ => None,
        }
    }
}
