//! The linter of terms: rewards that contradict their cap, say the same twice, or may cost more than they bring, each
//! with a conversion as an example: one that was recorded, where there is one.

use crate::{Credit, Price, Priors, circumstances_of, parts_of, price};
use conversion::{Content, Share};
use program::{
    CapScope, Comparison, Condition, Event, Limit, Recurrence, Reward, RewardAmount, Strategy, Terms, Trigger,
};
use words::{Currency, EnrollmentId, Finding, Flaw, Instant, MILLION, Money, PartnerId, Sentence, Value};

/// A sale that was recorded, to try the terms on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SampleSale {
    pub external_id: String,
    pub source: String,
    pub content: Content,
    pub occurred_at: Instant,
}

impl SampleSale {
    fn made_up(amount: Money) -> Self {
        let content = Content { amount: Some(amount), ..Content::default() };
        let (external_id, source) = ("ORD-1".to_owned(), "api".to_owned());
        Self { external_id, source, content, occurred_at: Instant::from_micros(0) }
    }

    fn amount(&self) -> i64 {
        self.content.amount.map_or(0, |money| money.amount)
    }
}

/// What a sale would earn, as the customer's first, with nothing before it.
#[derive(Clone, PartialEq, Debug)]
pub struct PriceExample {
    pub external_id: String,
    pub amount: Money,
    pub earned: Money,
    pub sentences: Vec<Sentence>,
}

/// At most this many examples of what terms would give.
const EXAMPLES_MAX: usize = 3;

/// The least, the middle and the greatest of the recorded sales, and what each would earn.
pub fn price_examples(terms: &Terms, currency: Currency, sample: &[SampleSale]) -> Vec<PriceExample> {
    let mut sales: Vec<_> = sample.iter().collect();
    sales.sort_by_key(|sale| (sale.amount(), &sale.external_id));
    let last = sales.len().saturating_sub(1);
    let mut places = vec![0, last / 2, last];
    places.dedup();
    let sales = places.into_iter().filter_map(|place| sales.get(place)).take(EXAMPLES_MAX);
    let example = |sale: &&SampleSale| {
        let price = first_price(terms, Event::Sale, sale, currency)?;
        Some(PriceExample {
            external_id: sale.external_id.clone(),
            amount: Money::new(sale.amount(), currency),
            earned: Money::new(price.amount, currency),
            sentences: price.lines.iter().map(|line| line.explain(currency)).collect(),
        })
    };
    sales.filter_map(example).collect()
}

/// What is probably not meant so.
pub fn lint_terms(terms: &Terms, currency: Currency, sample: &[SampleSale]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (place, reward) in terms.rewards.iter().enumerate() {
        found.extend(capped(terms, reward, currency));
        found.extend(counted_once(reward, currency));
        found.extend(repeated_leads(reward, currency));
        found.extend(pays_for_joining(reward, currency));
        found.extend(clicks_without_limit(terms, reward, currency));
        found.extend(leads_without_limit(terms, reward, currency));
        found.extend(shadowed(terms, place, currency));
        found.extend(impossible(reward, currency));
    }
    found.extend(more_than_the_sale(terms, currency, sample));
    found
}

fn finding(flaw: Flaw, field: &'static str, sentence: Sentence) -> Finding {
    let example = Sentence { code: format!("{}.example", sentence.code), ..sentence.clone() };
    Finding { flaw, field, sentence, example }
}

/// A flat reward that a cap never lets through whole.
fn capped(terms: &Terms, reward: &Reward, currency: Currency) -> Option<Finding> {
    let RewardAmount::Flat { amount } = reward.amount else { return None };
    let cap = terms.caps.iter().filter(|cap| amount > cap.amount).min_by_key(|cap| cap.amount)?;
    let sentence = Sentence::new("lint.cap_below_reward")
        .word("event", reward.event.name())
        .money("reward", Money::new(amount, currency))
        .money("cap", Money::new(cap.amount, currency));
    Some(finding(Flaw::Contradictory, "caps", sentence))
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

/// Who is paid for others joining, whatever these sell, is paid for recruitment alone.
fn pays_for_joining(reward: &Reward, currency: Currency) -> Option<Finding> {
    let RewardAmount::Flat { amount } = reward.amount else { return None };
    let ten = amount.checked_mul(10)?;
    let sentence = Sentence::new("lint.pays_for_joining")
        .money("reward", Money::new(amount, currency))
        .money("ten", Money::new(ten, currency));
    (reward.once() == Some(Trigger::Joined)).then(|| finding(Flaw::LossMaking, "rewards", sentence))
}

/// Whoever is paid by click can make clicks; a cap says how many it is worth to make.
fn clicks_without_limit(terms: &Terms, reward: &Reward, currency: Currency) -> Option<Finding> {
    const MADE_UP_CLICKS: i64 = 10_000;
    let RewardAmount::Flat { amount } = reward.amount else { return None };
    let is_limited = terms.caps.iter().any(|cap| cap.per == CapScope::Partner);
    let many = amount.checked_mul(MADE_UP_CLICKS)?;
    let sentence = Sentence::new("lint.clicks_without_limit")
        .money("reward", Money::new(amount, currency))
        .money("many", Money::new(many, currency));
    let endless = reward.event == Event::Click && !is_limited;
    endless.then(|| finding(Flaw::LossMaking, "caps", sentence))
}

/// A lead costs nobody anything, so that leads can be made up as clicks can.
fn leads_without_limit(terms: &Terms, reward: &Reward, currency: Currency) -> Option<Finding> {
    const MADE_UP_LEADS: i64 = 1_000;
    let RewardAmount::Flat { amount } = reward.amount else { return None };
    let is_limited = terms.caps.iter().any(|cap| cap.per == CapScope::Partner);
    let many = amount.checked_mul(MADE_UP_LEADS)?;
    let sentence = Sentence::new("lint.leads_without_limit")
        .money("reward", Money::new(amount, currency))
        .money("many", Money::new(many, currency));
    let endless = reward.event == Event::Lead && !is_limited;
    endless.then(|| finding(Flaw::LossMaking, "caps", sentence))
}

/// Whether both may match the same.
fn is_beside(one: &Reward, other: &Reward) -> bool {
    one.event == other.event && one.once() == other.once()
}

/// A reward that is never reached, since one above it matches whatever it does; or one that says the same again.
fn shadowed(terms: &Terms, place: usize, currency: Currency) -> Option<Finding> {
    let reward = &terms.rewards[place];
    if reward.event == Event::Milestone {
        return None;
    }
    let earlier = || terms.rewards[..place].iter().enumerate().filter(|(_, other)| is_beside(other, reward));
    let endless = Recurrence::Recurring { limit: Limit::Unlimited };
    let takes_all = |other: &Reward| {
        let reaches = other.recurrence == endless || other.recurrence == reward.recurrence;
        reaches && (other.when.is_empty() || other.when == reward.when)
    };
    let said = |code, above: usize| {
        Sentence::new(code)
            .with("place", Value::Count(place as u64 + 1))
            .with("above", Value::Count(above as u64 + 1))
            .text("reward", reward.explain(currency))
    };
    if let Some((above, _)) = earlier().find(|(_, other)| *other == reward) {
        return Some(finding(Flaw::Overlapping, "rewards", said("lint.reward_twice", above)));
    }
    let above = earlier().find(|(_, other)| takes_all(other)).map(|(above, _)| above);
    let above = above.filter(|_| terms.strategy == Strategy::FirstMatch)?;
    Some(finding(Flaw::Dead, "rewards", said("lint.reward_behind", above)))
}

/// A group of conditions that can never hold together: a field that is to be two things at once.
fn impossible(reward: &Reward, currency: Currency) -> Option<Finding> {
    let is_one_of = |it: &Condition| matches!(it.operator, Comparison::Equals | Comparison::In);
    let clash = |group: &Vec<Condition>| {
        group.iter().enumerate().any(|(place, one)| {
            group[..place].iter().any(|other| {
                let both = one.field == other.field && is_one_of(one) && is_one_of(other);
                both && !one.values.iter().any(|value| other.values.contains(value))
            })
        })
    };
    let group = reward.when.iter().find(|group| clash(group))?;
    let said: Vec<_> = group.iter().map(Condition::explain).collect();
    let sentence = Sentence::new("lint.never_together")
        .text("conditions", said.join(" and "))
        .text("reward", reward.explain(currency));
    Some(finding(Flaw::Dead, "rewards", sentence))
}

/// The price of a customer's first event of a kind under the terms, with nothing before it.
fn first_price(terms: &Terms, event: Event, sale: &SampleSale, currency: Currency) -> Option<Price> {
    let (enrollment, partner) =
        (EnrollmentId::draw(sale.occurred_at, 0), PartnerId::draw(sale.occurred_at, 0));
    let shares = [Share { enrollment, partner, millionths: MILLION }];
    let partner = partner.to_string();
    let parts = parts_of(&sale.content);
    let credit = Credit {
        event,
        occurred_at: sale.occurred_at,
        amount: sale.content.amount.filter(|_| event.has_amount()),
        currency,
        shares: &shares,
        place: 0,
        circumstances: circumstances_of(
            &sale.content,
            &sale.source,
            sale.occurred_at,
            (&partner, sale.occurred_at),
        ),
        parts: &parts,
        kept: 0,
    };
    price(Some(terms), None, &credit, Priors::default(), &|_| 0).ok()
}

/// A first sale that earns as much as it brings, or more: the recorded one that loses most, else a made-up one.
fn more_than_the_sale(terms: &Terms, currency: Currency, sample: &[SampleSale]) -> Option<Finding> {
    let amount = |price: Option<Price>| price.map_or(0, |price| price.amount);
    // Whoever buys was a lead before.
    let before = SampleSale::made_up(Money::zero(currency));
    let lead = amount(first_price(terms, Event::Lead, &before, currency));
    let earned =
        |sale: &SampleSale| amount(first_price(terms, Event::Sale, sale, currency)).saturating_add(lead);
    let all = RewardAmount::Percent { rate: words::Rate::from_millionths(MILLION) };
    let gives_all = terms.rewards_for(Event::Sale).iter().any(|(_, reward)| reward.amount == all);
    let made_up = gives_all.then(|| SampleSale::made_up(Money::new(10_000, currency)));
    let losing = sample.iter().chain(&made_up).filter(|sale| earned(sale) >= sale.amount());
    let count = losing.clone().count() as u64;
    let worst = losing.max_by_key(|sale| earned(sale) - sale.amount())?;
    let sentence = Sentence::new("lint.more_than_the_sale")
        .text("number", &worst.external_id)
        .money("amount", Money::new(worst.amount(), currency))
        .money("earned", Money::new(earned(worst), currency))
        .with("count", Value::Count(count))
        .with("sample", Value::Count(sample.len() as u64));
    Some(finding(Flaw::LossMaking, "rewards", sentence))
}

#[cfg(test)]
mod tests {
    use super::*;
    use program::{Cap, Field, TermsAcceptance};
    use words::{GroupId, Mode, ProgramId, Rate, Scope, TermsId, Window, WorkspaceId};

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
            strategy: Strategy::default(),
            caps: monthly_cap
                .into_iter()
                .map(|amount| Cap { per: CapScope::Partner, window: Window::Month, amount })
                .collect(),
            auto_approve_max: None,
            customer_offer: None,
            acceptance: TermsAcceptance::ByPublication,
            applies_to_existing: false,
            effective_from: None,
            published_at: at,
        };
        let sample = |amount: &i64| SampleSale {
            external_id: amount.to_string(),
            ..SampleSale::made_up(Money::new(*amount, euro))
        };
        let sample: Vec<_> = sales.iter().map(sample).collect();
        let found = lint_terms(&terms, euro, &sample).into_iter();
        found.map(|finding| (finding.flaw, finding.sentence.code)).collect()
    }

    #[test]
    fn what_is_found_is_what_would_hurt_and_good_terms_are_left_alone() {
        let reward = Reward::plain;
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
        assert_eq!(codes(leads.clone(), Some(10_000), &[]), found(Flaw::LossMaking, "lint.leads_again"));
        let uncapped = found(Flaw::LossMaking, "lint.leads_without_limit");
        assert_eq!(codes(leads, None, &[])[1..], uncapped);
        let joined = Reward {
            trigger: Some(Trigger::Joined),
            ..reward(Event::Partner, flat(500), Recurrence::OneTime)
        };
        assert_eq!(codes(vec![joined], None, &[]), found(Flaw::LossMaking, "lint.pays_for_joining"));
        let first_sale = reward(Event::Partner, flat(500), Recurrence::OneTime);
        assert_eq!(codes(vec![first_sale, reward(Event::Partner, percent(100_000), always)], None, &[]), []);
        let clicks = vec![reward(Event::Click, flat(5), always)];
        assert_eq!(codes(clicks.clone(), None, &[]), found(Flaw::LossMaking, "lint.clicks_without_limit"));
        assert_eq!(codes(clicks, Some(10_000), &[]), []);
        let both = vec![
            reward(Event::Sale, percent(900_000), always),
            reward(Event::Lead, flat(100), Recurrence::OneTime),
        ];
        assert_eq!(codes(both, Some(1_000_000), &[900]), found(Flaw::LossMaking, "lint.more_than_the_sale"));
        let sale = |rate| reward(Event::Sale, percent(rate), always);
        assert_eq!(
            codes(vec![sale(100_000), sale(200_000)], None, &[]),
            found(Flaw::Dead, "lint.reward_behind")
        );
        assert_eq!(
            codes(vec![sale(100_000), sale(100_000)], None, &[]),
            found(Flaw::Overlapping, "lint.reward_twice")
        );
        let is = |value: &str| Condition {
            field: Field::ProductId,
            operator: Comparison::Equals,
            values: vec![value.to_owned()],
        };
        let when = |when| Reward { when, ..sale(200_000) };
        let never = vec![when(vec![vec![is("pro"), is("seat")]]), sale(100_000)];
        assert_eq!(codes(never, None, &[]), found(Flaw::Dead, "lint.never_together"));
        let either = vec![when(vec![vec![is("pro")], vec![is("seat")]]), sale(100_000)];
        assert_eq!(codes(either, None, &[]), []);
    }
}
