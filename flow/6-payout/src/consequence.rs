//! Outcomes of a transfer, and what each changes: the transfer itself, and another transfer of the same statement.

use crate::{AccountFault, Batch, Carry, Outcome, Told, Transfer, TransferStatus};
use words::{Day, Instant, Invalid, Money, check_lines};

pub const OUTCOME_REASON_CHARACTERS_MAX: usize = 500;
/// Outcomes recorded for one transfer: more than any bank reports.
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
    /// It repeats a recorded outcome.
    Known,
    /// The bank or the provider is still processing the payment.
    Pending,
    /// It does not change the recorded outcome; why.
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
    /// What an outcome changes. `others` are all other transfers of the same statement. A message that arrives twice changes
    /// nothing the second time, unless another outcome was recorded meanwhile: then it corrects that.
    pub fn told(&self, told: &Told, others: &[Other]) -> Result<Effect, Invalid> {
        use TransferStatus::{Canceled, Failed, HandedOver, Intended, Returned, Settled, Unknown};
        self.check(told)?;
        if self.stands_in(told) {
            return Ok(Effect::Known);
        }
        if let Some(effect) = self.late(told) {
            return Ok(effect);
        }

        let status = match (self.status, &told.outcome) {
            (Intended | Canceled, _) => {
                let expected = format!("a transfer that was handed over, not {}", self.status.name());
                return Err(Invalid::new("status", expected));
            }
            (ended @ (Settled | Failed | Returned), _) if self.completes(told) => ended,
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
        if self.status == status {
            return Ok(Effect::Changed(Box::new(Consequence { transfer: after, other: None })));
        }
        if !status.is_under_way() {
            after.ended_at = Some(told.at);
        }
        Ok(Effect::Changed(Box::new(after.with_claim(told.at, others))))
    }

    /// Whether these outcomes of one message, in their order, were all recorded before and ended where the transfer stands.
    /// A message that arrives twice must not walk through its contradictions again.
    pub fn knows_all(&self, outcomes: &[(&Outcome, Day)]) -> bool {
        let is_recorded = |(outcome, on): &(&Outcome, Day)| {
            self.told.iter().any(|known| known.outcome == **outcome && known.on == *on)
        };
        let last = outcomes.iter().rev().map(|(outcome, _)| outcome.status()).find(|it| !it.is_under_way());
        last.is_none_or(|status| status == self.status) && outcomes.iter().all(is_recorded)
    }

    /// Whether the outcome was recorded before and is the one in which the transfer stands.
    fn stands_in(&self, told: &Told) -> bool {
        let is_repeated = |known: &Told| {
            let is_same = known.outcome == told.outcome && self.status == TransferStatus::Settled;
            known.on == told.on
                && known.outcome.name() == told.outcome.name()
                && (is_same || !self.completes(told))
        };
        let status = told.outcome.status();
        (status == self.status || status.is_under_way()) && self.told.iter().any(is_repeated)
    }

    /// A payment settles before it comes back, so a settlement of an earlier day than the known return contradicts nothing.
    fn late(&self, told: &Told) -> Option<Effect> {
        if self.status != TransferStatus::Returned || !matches!(told.outcome, Outcome::Settled { .. }) {
            return None;
        }
        let returned = self.stood_since()?;
        let is_recorded =
            self.told.iter().any(|it| it.on == told.on && it.outcome.name() == told.outcome.name());
        if is_recorded && told.on <= returned {
            return Some(Effect::Known);
        }
        (told.on < returned).then(|| {
            Effect::Ignored(format!(
                "the transfer settled on {} and was returned later, on {returned}; if it was not returned, report it as \
                 settled on {returned} or later",
                told.on
            ))
        })
    }

    /// The day of the outcome in which the transfer stands.
    fn stood_since(&self) -> Option<Day> {
        let since = self.told.iter().rev().find(|known| known.outcome.status() == self.status);
        since.map(|known| known.on)
    }

    /// Why an outcome adds nothing.
    fn known_already(&self, outcome: &Outcome) -> String {
        let on = self.stood_since().map(|day| format!(" on {day}")).unwrap_or_default();
        let (status, outcome) = (self.status.name(), outcome.name());
        format!("the transfer is already recorded as {status}{on}; {outcome} does not change that")
    }

    /// Whether an outcome adds to the one in which the transfer stands: what a settled transfer cost, or that the account is
    /// why a payment failed or was returned, where no earlier reason says so.
    fn completes(&self, told: &Told) -> bool {
        match (self.status, &told.outcome) {
            (TransferStatus::Settled, Outcome::Settled { debited: debited @ Some(_) }) => {
                self.debited != *debited
            }
            (
                TransferStatus::Failed | TransferStatus::Returned,
                Outcome::Failed { .. } | Outcome::Returned { .. },
            ) => self.account_fault.is_none() && told.account_fault().is_some(),
            _ => false,
        }
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
                    changed = Some(transfer.canceled(&reason, batch, at));
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
