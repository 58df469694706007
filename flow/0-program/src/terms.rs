//! Terms: what a group's partners earn and how long it is held. The version that the enrollment had
//! accepted when the referral began prices it and its renewals, unless later terms say that they
//! apply to existing referrals. Published versions never change.

use crate::{Cap, CustomerOffer, Enrollment, Event, Milestone, Reward, Strategy, Tiers};
use serde::{Deserialize, Serialize};
use words::{AMOUNT_MAX, Currency, GroupId, Instant, Invalid, MILLION, Money, ProgramId, Scope, TermsId};

pub const HOLD_DAYS_MAX: u32 = 365;
/// Rewards of one version.
pub const REWARDS_MAX: usize = 50;
pub const CAPS_MAX: usize = 10;

/// From when on new terms hold for a partner of the group.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermsAcceptance {
    /// From their publication; nobody is asked.
    #[default]
    ByPublication,
    /// Once the partner has accepted them; until then the version that held before goes on. Who is
    /// approved, or accepts an invitation, accepts the latest version with it.
    ByPartner,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Terms {
    pub id: TermsId,
    pub scope: Scope,
    pub program: ProgramId,
    pub group: GroupId,
    /// 1, 2, 3 …
    pub version: u32,
    /// In the order in which they are tried.
    pub rewards: Vec<Reward>,
    /// What becomes of several that match.
    #[serde(default)]
    pub strategy: Strategy,
    /// Days that a commission stays pending before it may be approved.
    pub hold_days: u32,
    #[serde(default)]
    pub caps: Vec<Cap>,
    /// What is approved without a person at most once its hold has ended, in minor units of what a commission earned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_approve_max: Option<i64>,
    /// What customers get who come by a partner of the group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_offer: Option<CustomerOffer>,
    #[serde(default)]
    pub acceptance: TermsAcceptance,
    /// Whether they also price what existing referrals bring from then on.
    #[serde(default)]
    pub applies_to_existing: bool,
    /// From when on they hold, where they were applied from a date before their publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_from: Option<Instant>,
    pub published_at: Instant,
}

impl Terms {
    pub fn check(&self) -> Result<(), Invalid> {
        if self.rewards.is_empty() {
            return Err(Invalid::new("rewards", "at least one reward"));
        }
        if self.rewards.len() > REWARDS_MAX {
            return Err(Invalid::new("rewards", format!("at most {REWARDS_MAX} rewards")));
        }
        self.rewards.iter().try_for_each(Reward::check)?;
        let milestones: Vec<_> = self.milestones().map(|(_, milestone)| milestone).collect();
        if (1..milestones.len()).any(|place| milestones[..place].contains(&milestones[place])) {
            return Err(Invalid::new("rewards.milestone", "each milestone once"));
        }
        if let Strategy::Stack { cap: Some(cap) } = self.strategy
            && !(1..=MILLION).contains(&cap.millionths())
        {
            return Err(Invalid::new("strategy.cap", format!("1 to {MILLION} millionths")));
        }
        if self.hold_days > HOLD_DAYS_MAX {
            return Err(Invalid::new("hold_days", format!("0 to {HOLD_DAYS_MAX} days")));
        }
        if self.caps.len() > CAPS_MAX {
            return Err(Invalid::new("caps", format!("at most {CAPS_MAX} caps")));
        }
        if self.auto_approve_max.is_some_and(|most| !(0..=AMOUNT_MAX).contains(&most)) {
            return Err(Invalid::new("auto_approve_max", format!("0 to {AMOUNT_MAX} minor units")));
        }
        self.customer_offer.as_ref().map_or(Ok(()), CustomerOffer::check)?;
        self.caps.iter().try_for_each(Cap::check)
    }

    /// In plain words, for whoever is to accept them.
    pub fn explain(&self, currency: Currency) -> Vec<String> {
        let mut sentences: Vec<_> = self.rewards.iter().map(|reward| reward.explain(currency)).collect();
        sentences.push(match self.hold_days {
            0 => "What you earn is approved at once.".to_owned(),
            1 => "What you earn is held for one day before it is approved.".to_owned(),
            days => format!("What you earn is held for {days} days before it is approved."),
        });
        if self.rewards.len() > 1 {
            sentences.push(match self.strategy {
                Strategy::FirstMatch => "Of several rewards that match, the first is given.".to_owned(),
                Strategy::MostSpecific => {
                    "Of several rewards that match, the one with most conditions is given.".to_owned()
                }
                Strategy::Highest => "Of several rewards that match, the highest is given.".to_owned(),
                Strategy::Stack { cap: None } => "Several rewards that match add up.".to_owned(),
                Strategy::Stack { cap: Some(cap) } => {
                    format!("Several rewards that match add up, to at most {cap} of what was paid.")
                }
            });
        }
        if let Some(most) = self.auto_approve_max {
            let most = Money::new(most, currency);
            sentences.push(format!("What earns more than {most} waits for a person to approve it."));
        }
        let caps = self.caps.iter().map(|cap| format!("At most {} are earned.", cap.explain(currency)));
        sentences.extend(caps);
        if let Some(offer) = &self.customer_offer {
            sentences.push(format!("Customers whom you lead get {}.", offer.explain(currency)));
        }
        sentences
    }

    /// The rewards whose tiers are retroactive.
    pub fn retroactive(&self) -> impl Iterator<Item = (&Reward, &Tiers)> {
        let tiered = self.rewards.iter().filter_map(|reward| Some((reward, reward.tiers.as_ref()?)));
        tiered.filter(|(_, tiers)| tiers.retroactive)
    }

    /// The rewards that are for milestones.
    pub fn milestones(&self) -> impl Iterator<Item = (&Reward, &Milestone)> {
        self.rewards.iter().filter_map(|reward| Some((reward, reward.milestone.as_ref()?)))
    }

    /// The rewards that answer the event, each with its place from 1. Renewals are rewarded like sales where no reward is
    /// for them.
    pub fn rewards_for(&self, event: Event) -> Vec<(usize, &Reward)> {
        let of = |event| {
            let numbered = self.rewards.iter().enumerate().map(|(place, reward)| (place + 1, reward));
            numbered.filter(move |(_, reward)| reward.event == event).collect::<Vec<_>>()
        };
        let own = of(event);
        if own.is_empty() { of(event.counted_as()) } else { own }
    }
}

/// When a version began to hold for an enrollment.
struct Beginning<'a> {
    at: Instant,
    /// Later ones stand above earlier ones: what was applied from a date on stands above whatever was published before.
    rank: Instant,
    terms: &'a Terms,
}

/// The versions that ever held for the enrollment, in the order in which they began to. Each group
/// that it belonged to brings its own; in its first group it is as if it had always been there.
fn beginnings<'a>(all: &'a [Terms], enrollment: &Enrollment) -> Vec<Beginning<'a>> {
    let mut found = Vec::new();
    for (place, stay) in enrollment.stays.iter().enumerate() {
        let since = if place == 0 { Instant::MIN } else { stay.since };
        let until = enrollment.stays.get(place + 1).map_or(Instant::MAX, |next| next.since);
        let mut own: Vec<_> = all.iter().filter(|terms| terms.group == stay.group).collect();
        own.sort_by_key(|terms| terms.version);
        for terms in own {
            let held = match terms.acceptance {
                TermsAcceptance::ByPublication => Some(terms.effective_from.unwrap_or(terms.published_at)),
                TermsAcceptance::ByPartner => {
                    let accepted = enrollment.accepted.iter().find(|accepted| accepted.terms == terms.id);
                    accepted.map(|accepted| accepted.at)
                }
            };
            let at = held.map(|at| at.max(since)).filter(|&at| at < until);
            let rank = |at: Instant| at.max(terms.published_at.min(until.plus_micros(-1)));
            found.extend(at.map(|at| Beginning { at, rank: rank(at), terms }));
        }
    }
    // Stable, so that of those which begin together the last group's latest version comes last.
    found.sort_by_key(|beginning| beginning.rank);
    found
}

/// The version that prices what occurred at `occurred_at` in a referral of the enrollment that began
/// at `began_at`: the last that held when the referral began, or the first of all for referrals that
/// began before any; or a later one that applies to existing referrals.
pub fn terms_in_force<'a>(
    terms: &'a [Terms],
    enrollment: &Enrollment,
    began_at: Instant,
    occurred_at: Instant,
) -> Option<&'a Terms> {
    let beginnings = beginnings(terms, enrollment);
    let first = beginnings.iter().map(|beginning| beginning.at).min()?;
    let until = began_at.max(first);
    let prices = |beginning: &&Beginning<'_>| {
        let later = beginning.terms.applies_to_existing && beginning.at <= occurred_at;
        beginning.at <= until || later
    };
    beginnings.iter().rfind(prices).map(|beginning| beginning.terms)
}

/// The version that a partner of the group is asked to accept: its latest.
pub fn latest_terms(terms: &[Terms], group: GroupId) -> Option<&Terms> {
    terms.iter().filter(|terms| terms.group == group).max_by_key(|terms| terms.version)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EnrollmentStatus, Group};
    use words::{EnrollmentId, Mode, PartnerId, WorkspaceId};

    fn at(day: i64) -> Instant {
        Instant::from_micros(day * words::MICROS_PER_DAY)
    }

    fn group(number: u128) -> Group {
        let scope = Scope { workspace: WorkspaceId::draw(at(0), 0), mode: Mode::Live };
        let (id, program) = (GroupId::draw(at(0), number), ProgramId::draw(at(0), 0));
        Group { id, scope, program, name: "Partners".to_owned(), created_at: at(0) }
    }

    fn terms(group: &Group, version: u32, day: i64, acceptance: TermsAcceptance) -> Terms {
        Terms {
            id: TermsId::draw(at(day), group.id.to_string().len() as u128 * 1_000 + u128::from(version)),
            scope: group.scope,
            program: group.program,
            group: group.id,
            version,
            rewards: Vec::new(),
            hold_days: 0,
            strategy: Strategy::default(),
            caps: Vec::new(),
            auto_approve_max: None,
            customer_offer: None,
            acceptance,
            applies_to_existing: false,
            effective_from: None,
            published_at: at(day),
        }
    }

    fn enrollment(group: &Group) -> Enrollment {
        let (id, partner) = (EnrollmentId::draw(at(0), 0), PartnerId::draw(at(0), 0));
        Enrollment::new(id, group, partner, EnrollmentStatus::Approved, at(0))
    }

    fn version(
        terms: &[Terms],
        enrollment: &Enrollment,
        began: i64,
        occurred: i64,
    ) -> Option<(GroupId, u32)> {
        let found = terms_in_force(terms, enrollment, at(began), at(occurred));
        found.map(|terms| (terms.group, terms.version))
    }

    use TermsAcceptance::{ByPartner, ByPublication};

    #[test]
    fn terms_that_ask_hold_for_a_partner_only_once_they_are_accepted() {
        let own = group(1);
        let all = [terms(&own, 1, 10, ByPublication), terms(&own, 2, 20, ByPartner)];
        let waiting = enrollment(&own);
        let accepted = waiting.accepting(all[1].id, at(40)).unwrap();
        for (enrollment, began, expected) in
            [(&waiting, 5, 1), (&waiting, 50, 1), (&accepted, 39, 1), (&accepted, 40, 2), (&accepted, 5, 1)]
        {
            assert_eq!(
                version(&all, enrollment, began, 60),
                Some((own.id, expected)),
                "began on day {began}"
            );
        }
        assert_eq!(version(&all[1..], &waiting, 50, 60), None, "nothing was ever accepted");
        assert_eq!(version(&all[1..], &accepted, 30, 60), Some((own.id, 2)), "the first of all");
    }

    #[test]
    fn terms_for_existing_referrals_price_them_from_then_on() {
        let own = group(1);
        let second = Terms { applies_to_existing: true, ..terms(&own, 2, 20, ByPublication) };
        let all = [terms(&own, 1, 10, ByPublication), second, terms(&own, 3, 30, ByPublication)];
        let enrollment = enrollment(&own);
        for (began, occurred, expected) in [(15, 19, 1), (15, 20, 2), (15, 40, 2), (25, 40, 2), (30, 40, 3)] {
            let found = version(&all, &enrollment, began, occurred);
            assert_eq!(found, Some((own.id, expected)), "began on day {began}, occurred on day {occurred}");
        }
    }

    #[test]
    fn terms_applied_from_a_date_on_stand_above_those_published_before_them() {
        let (own, other) = (group(1), group(2));
        let late = Terms {
            applies_to_existing: true,
            effective_from: Some(at(15)),
            ..terms(&own, 4, 50, ByPublication)
        };
        let all = [
            terms(&own, 1, 10, ByPublication),
            terms(&own, 2, 20, ByPublication),
            terms(&own, 3, 60, ByPublication),
            late,
            terms(&other, 1, 0, ByPublication),
        ];
        let enrollment = enrollment(&own);
        for (began, occurred, expected) in [(12, 14, 1), (12, 15, 4), (25, 30, 4), (60, 70, 3), (55, 70, 4)] {
            let found = version(&all, &enrollment, began, occurred);
            assert_eq!(found, Some((own.id, expected)), "began on day {began}, occurred on day {occurred}");
        }
        let moved = enrollment.moved(other.id, at(30)).unwrap();
        assert_eq!(version(&all, &moved, 35, 99), Some((other.id, 1)), "another group's terms are its own");
        assert_eq!(version(&all, &moved, 20, 25), Some((own.id, 4)));
    }

    #[test]
    fn a_move_to_another_group_prices_what_begins_after_it() {
        let (old, new) = (group(1), group(2));
        let all = [
            terms(&old, 1, 0, ByPublication),
            terms(&old, 2, 50, ByPublication),
            terms(&new, 1, 0, ByPublication),
            terms(&new, 2, 60, ByPartner),
        ];
        let moved = enrollment(&old).moved(new.id, at(30)).unwrap();
        assert_eq!(version(&all, &moved, 29, 99), Some((old.id, 1)));
        assert_eq!(
            version(&all, &moved, 70, 99),
            Some((new.id, 1)),
            "the old group's later terms do not count"
        );
        let accepted = moved.accepting(all[3].id, at(65)).unwrap();
        assert_eq!(version(&all, &accepted, 70, 99), Some((new.id, 2)));
        let back = moved.moved(old.id, at(80)).unwrap();
        assert_eq!(version(&all, &back, 85, 99), Some((old.id, 2)));
        // Of a group that has no terms yet, nothing holds but what held before.
        assert_eq!(version(&all[..2], &moved, 70, 99), Some((old.id, 1)));
    }
}
