//! What settlement needs to know, and which commissions a closed statement freezes.

use crate::{CustomerFile, EnrollmentSnapshot, History, Reopen, Rulebook};
use commission::Commission;
use conversion::Conversion;
use referral::{Customer, Referral, Touch};
use words::{Day, EmailHash, Instant};

/// What settlement needs to know. `history` and `touches` include the event that is being recorded.
pub struct SettlementInput<'a> {
    pub rulebook: &'a Rulebook,
    pub customer: &'a Customer,
    /// Those who belong to the customer.
    pub people: &'a [Customer],
    /// The customer under their other ids, where the program joins the ids that share an e-mail address.
    pub others: &'a [CustomerFile],
    /// Under every id of the customer.
    pub touches: &'a [Touch],
    pub referral: Option<&'a Referral>,
    pub history: &'a History,
    /// One for each of [`crate::enrollments_named`].
    pub snapshots: &'a [EnrollmentSnapshot],
    /// The keyed hash of the company that a domain belongs to.
    pub company_hash: &'a (dyn Fn(&str) -> Option<EmailHash> + Send + Sync),
    pub reopen: Reopen,
    /// The credit or the price of a conversion before the history changed.
    pub is_disturbed: bool,
    /// Only shows what would come out: no postings, guards or referrals, and a decision only where the credit differs.
    pub is_trial: bool,
    pub now: Instant,
}

impl SettlementInput<'_> {
    /// Whether the commission stays as a statement shows it.
    pub(crate) fn is_frozen(&self, commission: &Commission) -> bool {
        let conversion = commission.conversion;
        let own = |other: &&Commission| conversion.is_some() && other.conversion == conversion;
        self.is_frozen_among(commission, self.history.commissions.iter().filter(own))
    }

    /// Whether it stays so among the commissions of its conversion.
    pub(crate) fn is_frozen_among<'c>(
        &self,
        commission: &Commission,
        own: impl Iterator<Item = &'c Commission> + Clone,
    ) -> bool {
        let conversion = commission.conversion;
        own.clone().any(Commission::is_frozen)
            && match self.reopen {
                Reopen::Nothing => true,
                Reopen::Conversion(reopened) | Reopen::Accepted(reopened) | Reopen::Priced(reopened) => {
                    Some(reopened) != conversion
                }
                Reopen::Tiered(first, last) => {
                    let within = (first..=last).contains(&Day::of(commission.occurred_at));
                    // A conversion is priced again as a whole, or not at all.
                    let mut credited = own.filter(|it| it.share_millionths > 0);
                    !(within && credited.any(|it| self.is_retroactive(it)))
                }
                Reopen::Since(since) => commission.occurred_at < since,
            }
    }

    /// Whether the terms that priced it have retroactive tiers.
    fn is_retroactive(&self, commission: &Commission) -> bool {
        let terms = self.rulebook.terms.iter().find(|terms| Some(terms.id) == commission.terms);
        terms.is_some_and(|terms| terms.retroactive().next().is_some())
    }

    /// Whether only the price of the conversion is decided again, and its credit stays.
    pub(crate) fn only_prices(&self, conversion: &Conversion) -> bool {
        let own = |it: &&Commission| it.conversion == Some(conversion.id);
        match self.reopen {
            Reopen::Priced(reopened) => reopened == conversion.id,
            Reopen::Tiered(first, last) => {
                let within = (first..=last).contains(&Day::of(conversion.occurred_at));
                within && self.history.commissions.iter().filter(own).any(Commission::is_frozen)
            }
            Reopen::Nothing | Reopen::Conversion(_) | Reopen::Accepted(_) | Reopen::Since(_) => false,
        }
    }

    /// Whether somebody asked for the conversion to be priced by what is known today.
    pub(crate) fn is_priced_anew(&self, conversion: &Conversion) -> bool {
        self.is_trial
            || match self.reopen {
                Reopen::Priced(reopened) => reopened == conversion.id,
                Reopen::Since(since) => conversion.occurred_at >= since,
                Reopen::Nothing | Reopen::Conversion(_) | Reopen::Accepted(_) | Reopen::Tiered(..) => false,
            }
    }

    /// Whether a person decided about this very conversion.
    pub(crate) fn is_by_person(&self, conversion: &Conversion) -> bool {
        match self.reopen {
            Reopen::Priced(it) | Reopen::Conversion(it) | Reopen::Accepted(it) => it == conversion.id,
            Reopen::Nothing | Reopen::Tiered(..) | Reopen::Since(_) => false,
        }
    }

    /// The customer under each of their ids, and who belongs to it.
    pub(crate) fn everybody(&self) -> impl Iterator<Item = &Customer> {
        let others = self.others.iter();
        let others = others.flat_map(|record| std::iter::once(&record.customer).chain(&record.people));
        std::iter::once(self.customer).chain(self.people).chain(others)
    }
}
