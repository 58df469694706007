//! What settling needs to know, and what of it a closed statement holds fast.

use crate::ports::{CustomerFile, Expected, History, Rulebook, Standing, Thaw, VersionKey};
use commission::Commission;
use conversion::Conversion;
use referral::{Customer, Referral, Touch};
use words::{Day, EmailHash, Instant};

/// What settling needs to know. `history` and `touches` include what the deed adds.
pub(crate) struct Docket<'a> {
    pub rulebook: &'a Rulebook,
    pub customer: &'a Customer,
    /// Those who belong to the customer.
    pub people: &'a [Customer],
    /// What is known of the customer under their other ids, where the program takes one address for one customer.
    pub others: &'a [CustomerFile],
    /// Of the customer, whatever their id.
    pub touches: &'a [Touch],
    pub referral: Option<&'a Referral>,
    pub history: &'a History,
    pub standings: &'a [Standing],
    /// The keyed hash of the company that a domain is of.
    pub company_hash: &'a (dyn Fn(&str) -> Option<EmailHash> + Send + Sync),
    pub thaw: Thaw,
    /// Something before the history is credited or priced otherwise than it was.
    pub is_disturbed: bool,
    /// Only to see what would come out: nothing is recorded, only what is credited otherwise is decided in full.
    pub trial: bool,
    pub now: Instant,
}

impl Docket<'_> {
    /// Whether the commission stays as a statement shows it.
    pub(super) fn is_frozen(&self, commission: &Commission) -> bool {
        let conversion = commission.conversion;
        let own = |other: &&Commission| conversion.is_some() && other.conversion == conversion;
        self.is_frozen_among(commission, self.history.commissions.iter().filter(own))
    }

    /// Whether it stays so among the commissions of its conversion.
    pub(super) fn is_frozen_among<'c>(
        &self,
        commission: &Commission,
        own: impl Iterator<Item = &'c Commission> + Clone,
    ) -> bool {
        let conversion = commission.conversion;
        own.clone().any(Commission::is_frozen)
            && match self.thaw {
                Thaw::Nothing => true,
                Thaw::Conversion(thawed) | Thaw::Accepted(thawed) | Thaw::Priced(thawed) => {
                    Some(thawed) != conversion
                }
                Thaw::Tiered(first, last) => {
                    let within = (first..=last).contains(&Day::of(commission.occurred_at));
                    // A conversion is priced anew as a whole, or not at all.
                    let mut credited = own.filter(|it| it.share_millionths > 0);
                    !(within && credited.any(|it| self.is_retroactive(it)))
                }
                Thaw::Since(since) => commission.occurred_at < since,
            }
    }

    /// Whether the terms that priced it have retroactive tiers.
    fn is_retroactive(&self, commission: &Commission) -> bool {
        let terms = self.rulebook.terms.iter().find(|terms| Some(terms.id) == commission.terms);
        terms.is_some_and(|terms| terms.retroactive().next().is_some())
    }

    /// Whether only the price of the conversion is asked for, and nothing about who is credited.
    pub(super) fn only_prices(&self, conversion: &Conversion) -> bool {
        let own = |it: &&Commission| it.conversion == Some(conversion.id);
        match self.thaw {
            Thaw::Priced(thawed) => thawed == conversion.id,
            Thaw::Tiered(first, last) => {
                let within = (first..=last).contains(&Day::of(conversion.occurred_at));
                within && self.history.commissions.iter().filter(own).any(Commission::is_frozen)
            }
            Thaw::Nothing | Thaw::Conversion(_) | Thaw::Accepted(_) | Thaw::Since(_) => false,
        }
    }

    /// What the outcome rests on and other deeds may change: the rules, and how each enrollment stands.
    pub(crate) fn premises(&self) -> Vec<Expected> {
        let key = VersionKey::Rules(self.rulebook.program.id);
        let rules = Expected { key, version: self.rulebook.version };
        let standings = self.standings.iter().map(|standing| Expected {
            key: VersionKey::Enrollment(standing.enrollment.id),
            version: standing.version,
        });
        std::iter::once(rules).chain(standings).collect()
    }
}
