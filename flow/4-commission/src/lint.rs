//! The linter of terms: rewards that contradict their cap, say the same twice, or may cost more than they bring, each
//! with a conversion as an example: one that was recorded, where there is one.

use crate::{Credit, Priors, price};
use conversion::Share;
use program::{Event, Limit, Recurrence, Reward, RewardAmount, Terms};
use words::{Currency, EnrolmentId, Finding, Flaw, Instant, MILLION, Money, PartnerId, Sentence, Value};

/// A sale that was recorded, to try the terms on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SampleSale {
    pub external_id: String,
    pub amount: Money,
}

/// What is probably not meant so.
pub fn lint_terms(terms: &Terms, currency: Currency, sample: &[SampleSale]) -> Vec<Finding> {
    let mut found = Vec::new();
    for reward in &terms.rewards {
        found.extend(capped(terms, reward, currency));
        found.extend(counted_once(reward, currency));
        found.extend(repeated_leads(reward, currency));
    }
    found.extend(more_than_the_sale(terms, currency, sample));
    found
}

fn finding(flaw: Flaw, field: &'static str, sentence: Sentence) -> Finding {
    let example = Sentence { code: format!("{}.example", sentence.code), ..sentence.clone() };
    Finding { flaw, field, sentence, example }
}

/// A flat reward that its cap never lets through whole.
fn capped(terms: &Terms, reward: &Reward, currency: Currency) -> Option<Finding> {
    let (RewardAmount::Flat { amount }, Some(cap)) = (reward.amount, terms.monthly_cap) else { return None };
    let sentence = Sentence::new("lint.cap_below_reward")
        .word("event", reward.event.name())
        .money("reward", Money::new(amount, currency))
        .money("cap", Money::new(cap, currency));
    (amount > cap).then(|| finding(Flaw::Contradictory, "monthly_cap", sentence))
}

/// A recurring reward for one event.
fn counted_once(reward: &Reward, currency: Currency) -> Option<Finding> {
    let once = Recurrence::Recurring { limit: Limit::Count { count: 1 } };
    let sentence = Sentence::new("lint.count_of_one").word("event", reward.event.name());
    let sentence = sentence.text("reward", reward.explain(currency));
    (reward.recurrence == once).then(|| finding(Flaw::Overlapping, "rewards", sentence))
}

/// Leads cost the customer nothing, so that one that is paid for again and again is an invitation.
fn repeated_leads(reward: &Reward, currency: Currency) -> Option<Finding> {
    let RewardAmount::Flat { amount } = reward.amount else { return None };
    let repeats = reward.event == Event::Lead && reward.recurrence != Recurrence::OneTime;
    let three = amount.checked_mul(3)?;
    let sentence = Sentence::new("lint.leads_again")
        .money("reward", Money::new(amount, currency))
        .money("three", Money::new(three, currency));
    repeats.then(|| finding(Flaw::LossMaking, "rewards", sentence))
}

/// A first sale that earns as much as it brings, or more: the recorded one that loses most, else a made-up one.
fn more_than_the_sale(terms: &Terms, currency: Currency, sample: &[SampleSale]) -> Option<Finding> {
    let earned = |amount: Money| {
        let at = Instant::from_micros(0);
        let (enrolment, partner) = (EnrolmentId::draw(at, 0), PartnerId::draw(at, 0));
        let shares = [Share { enrolment, partner, millionths: MILLION }];
        let credit = Credit {
            event: Event::Sale,
            occurred_at: at,
            amount: Some(amount),
            currency,
            shares: &shares,
            place: 0,
        };
        let of_sale = price(Some(terms), &credit, Priors::default(), None).map_or(0, |price| price.amount);
        // Whoever buys was a lead before.
        let lead = match terms.reward_for(Event::Lead).map(|reward| reward.amount) {
            Some(RewardAmount::Flat { amount }) => amount,
            _ => 0,
        };
        of_sale.saturating_add(lead)
    };
    let made_up = match terms.reward_for(Event::Sale).map(|reward| reward.amount) {
        Some(RewardAmount::Percent { rate }) if rate.millionths() == MILLION => {
            Some(SampleSale { external_id: "ORD-1".to_owned(), amount: Money::new(10_000, currency) })
        }
        _ => None,
    };
    let losing = sample.iter().chain(&made_up).filter(|sale| earned(sale.amount) >= sale.amount.amount);
    let count = losing.clone().count() as u64;
    let worst = losing.max_by_key(|sale| earned(sale.amount) - sale.amount.amount)?;
    let sentence = Sentence::new("lint.more_than_the_sale")
        .text("number", &worst.external_id)
        .money("amount", worst.amount)
        .money("earned", Money::new(earned(worst.amount), currency))
        .with("count", Value::Count(count))
        .with("sample", Value::Count(sample.len() as u64));
    Some(finding(Flaw::LossMaking, "rewards", sentence))
}

#[cfg(test)]
mod tests {
    use super::*;
    use program::TermsAcceptance;
    use words::{GroupId, Mode, ProgramId, Rate, Scope, TermsId, WorkspaceId};

    fn codes(rewards: Vec<Reward>, monthly_cap: Option<i64>, sales: &[i64]) -> Vec<(Flaw, String)> {
        let (at, euro) = (Instant::from_micros(0), "EUR".parse().unwrap());
        let terms = Terms {
            id: TermsId::draw(at, 0),
            scope: Scope { workspace: WorkspaceId::draw(at, 0), mode: Mode::Live },
            program: ProgramId::draw(at, 0),
            group: GroupId::draw(at, 0),
            version: 1,
            rewards,
            hold_days: 0,
            monthly_cap,
            acceptance: TermsAcceptance::ByPublication,
            applies_to_existing: false,
            effective_from: None,
            published_at: at,
        };
        let sample =
            |amount: &i64| SampleSale { external_id: amount.to_string(), amount: Money::new(*amount, euro) };
        let sample: Vec<_> = sales.iter().map(sample).collect();
        let found = lint_terms(&terms, euro, &sample).into_iter();
        found.map(|finding| (finding.flaw, finding.sentence.code)).collect()
    }

    #[test]
    fn what_is_found_is_what_would_hurt_and_good_terms_are_left_alone() {
        let reward = |event, amount, recurrence| Reward { event, amount, recurrence };
        let percent = |millionths| RewardAmount::Percent { rate: Rate::from_millionths(millionths) };
        let flat = |amount| RewardAmount::Flat { amount };
        let always = Recurrence::Recurring { limit: Limit::Unlimited };
        let once = Recurrence::Recurring { limit: Limit::Count { count: 1 } };
        let good = vec![
            reward(Event::Sale, percent(200_000), always),
            reward(Event::Lead, flat(100), Recurrence::OneTime),
        ];
        assert_eq!(codes(good, Some(10_000), &[1_000, 5_000]), []);
        let found = |flaw, code: &str| vec![(flaw, code.to_owned())];
        let dear = vec![reward(Event::Sale, flat(500), Recurrence::OneTime)];
        assert_eq!(
            codes(dear.clone(), None, &[300, 900]),
            found(Flaw::LossMaking, "lint.more_than_the_sale")
        );
        assert_eq!(codes(dear.clone(), None, &[900]), []);
        assert_eq!(codes(dear, Some(400), &[900]), found(Flaw::Contradictory, "lint.cap_below_reward"));
        let all = vec![reward(Event::Sale, percent(MILLION), always)];
        assert_eq!(codes(all, None, &[]), found(Flaw::LossMaking, "lint.more_than_the_sale"));
        let first = vec![reward(Event::Sale, percent(100_000), once)];
        assert_eq!(codes(first, None, &[]), found(Flaw::Overlapping, "lint.count_of_one"));
        let leads = vec![reward(Event::Lead, flat(100), always)];
        assert_eq!(codes(leads, None, &[]), found(Flaw::LossMaking, "lint.leads_again"));
        let both = vec![
            reward(Event::Sale, percent(900_000), always),
            reward(Event::Lead, flat(100), Recurrence::OneTime),
        ];
        assert_eq!(codes(both, None, &[900]), found(Flaw::LossMaking, "lint.more_than_the_sale"));
    }
}
