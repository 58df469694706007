//! What changes from one version of terms or of a policy to the next, in words that partners read.

use crate::{Event, Model, Policy, Reward, Terms, TermsAcceptance};
use words::{Currency, Money};

/// One thing that is not as it was. `before` and `after` are words; none: there is no such thing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// Where the thing stands in a version, `rewards.sale`.
    pub field: &'static str,
    pub before: Option<String>,
    pub after: Option<String>,
    /// All of it, with a full stop.
    pub sentence: String,
}

/// A field with its value in words, and how people call it.
type Told = (&'static str, &'static str, Option<String>);

/// What `after` changes in `before`; none when both say the same. Amounts are in `currency`.
pub fn terms_diff(before: &Terms, after: &Terms, currency: Currency) -> Vec<Difference> {
    differences(told_terms(before, currency), told_terms(after, currency))
}

/// What `after` changes in `before`; none when both say the same.
pub fn policy_diff(before: &Policy, after: &Policy) -> Vec<Difference> {
    differences(told_policy(before), told_policy(after))
}

fn differences(before: Vec<Told>, after: Vec<Told>) -> Vec<Difference> {
    let differing = before.into_iter().zip(after).filter(|(before, after)| before.2 != after.2);
    let difference = |((field, name, before), (_, _, after)): (Told, Told)| {
        let sentence = match (&before, &after) {
            (Some(before), Some(after)) => format!("{name} changes from {before} to {after}."),
            (None, Some(after)) => format!("{name} is new: {after}."),
            (Some(before), None) => format!("{name} ends; it was {before}."),
            (None, None) => String::new(),
        };
        Difference { field, before, after, sentence }
    };
    differing.map(difference).collect()
}

fn told_terms(terms: &Terms, currency: Currency) -> Vec<Told> {
    let reward = |event| {
        let own = terms.rewards.iter().filter(|reward| reward.event == event);
        listed(own.map(|reward: &Reward| reward.explain(currency)))
    };
    let acceptance = match terms.acceptance {
        TermsAcceptance::ByPublication => "their publication",
        TermsAcceptance::ByPartner => "the partner's acceptance",
    };
    let referrals =
        if terms.applies_to_existing { "new and existing referrals" } else { "new referrals only" };
    vec![
        ("rewards.lead", "The reward for leads", reward(Event::Lead)),
        ("rewards.stage", "The reward for stages", reward(Event::Stage)),
        ("rewards.sale", "The reward for sales", reward(Event::Sale)),
        ("rewards.renewal", "The reward for renewals", reward(Event::Renewal)),
        ("rewards.click", "The reward for clicks", reward(Event::Click)),
        ("rewards.partner", "The reward for partners whom others bring", reward(Event::Partner)),
        ("strategy", "What becomes of several rewards", Some(terms.strategy.name().replace('_', " "))),
        ("hold_days", "The hold", Some(days(terms.hold_days))),
        ("caps", "The cap", listed(terms.caps.iter().map(|cap| cap.explain(currency)))),
        (
            "auto_approve_max",
            "What is approved without a person at most",
            terms.auto_approve_max.map(|most| Money::new(most, currency).to_string()),
        ),
        (
            "customer_offer",
            "What customers get",
            terms.customer_offer.as_ref().map(|offer| offer.explain(currency)),
        ),
        ("acceptance", "What puts the terms in force", Some(acceptance.to_owned())),
        ("applies_to_existing", "What the terms apply to", Some(referrals.to_owned())),
    ]
}

/// Several in one; none for none.
fn listed(said: impl Iterator<Item = String>) -> Option<String> {
    let said: Vec<_> = said.collect();
    (!said.is_empty()).then(|| said.join("; "))
}

fn told_policy(policy: &Policy) -> Vec<Told> {
    let rules = &policy.rules;
    let half_life = (rules.model == Model::TimeDecay).then(|| days(rules.half_life_days));
    let time = |seconds: u32| (seconds > 0).then(|| format!("{seconds} seconds"));
    let choice = |is: bool, yes: &str, no: &str| Some(if is { yes } else { no }.to_owned());
    vec![
        ("model", "The attribution model", Some(rules.model.name().to_owned())),
        ("half_life_days", "The half-life", half_life),
        ("look_back_days", "The look-back", Some(days(rules.look_back_days))),
        (
            "click_to_conversion_seconds",
            "The least time from a click to the conversion",
            time(rules.click_to_conversion_seconds),
        ),
        ("stand_down_seconds", "The stand-down of late clicks", time(rules.stand_down_seconds)),
        (
            "code_wins",
            "What a code used at the purchase does",
            choice(rules.code_wins, "it wins outright", "it is weighed like other evidence"),
        ),
        (
            "code_owner_only",
            "For whom a code counts",
            choice(rules.code_owner_only, "customers whom its owner led in another way too", "everybody"),
        ),
        (
            "consent_required",
            "Which clicks count",
            choice(rules.consent_required, "those with the visitor's consent", "all"),
        ),
        (
            "new_customers_only",
            "Which customers count",
            choice(rules.new_customers_only, "those who had not bought before the touch", "all"),
        ),
        (
            "keeps_bond",
            "How later conversions of a customer are credited",
            choice(rules.keeps_bond, "like the first credited one", "each by its own evidence"),
        ),
        (
            "refuses_own_company",
            "What a partner earns for customers of their own company",
            choice(rules.refuses_own_company, "nothing", "the same as for others"),
        ),
        (
            "ignored_domains",
            "The list of domains that are nobody's company",
            listed(rules.ignored_domains.iter().cloned()),
        ),
        (
            "trusts_browsers",
            "What a lead from a browser counts",
            choice(
                rules.trusts_browsers,
                "like one from a server",
                "nothing until a server confirms its click",
            ),
        ),
    ]
}

fn days(days: u32) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cap, CapScope, Limit, Recurrence, RewardAmount, Strategy};
    use words::{GroupId, Instant, Mode, ProgramId, Rate, Scope, TermsId, Window, WorkspaceId};

    #[test]
    fn new_terms_are_told_as_what_changes_and_nothing_else() {
        let at = Instant::from_micros(0);
        let amount = RewardAmount::Percent { rate: Rate::from_millionths(200_000) };
        let recurrence = Recurrence::Recurring { limit: Limit::Months { months: 12 } };
        let sale = Reward::plain(Event::Sale, amount, recurrence);
        let lead = Reward::plain(Event::Lead, RewardAmount::Flat { amount: 500 }, Recurrence::OneTime);
        let before = Terms {
            id: TermsId::draw(at, 0),
            scope: Scope { workspace: WorkspaceId::draw(at, 0), mode: Mode::Live },
            program: ProgramId::draw(at, 0),
            group: GroupId::draw(at, 0),
            version: 1,
            rewards: vec![sale.clone()],
            hold_days: 30,
            strategy: Strategy::default(),
            caps: vec![Cap { per: CapScope::Partner, window: Window::Month, amount: 100_000 }],
            auto_approve_max: None,
            customer_offer: None,
            acceptance: TermsAcceptance::ByPublication,
            applies_to_existing: false,
            effective_from: None,
            published_at: at,
        };
        let euro: Currency = "EUR".parse().unwrap();
        assert_eq!(terms_diff(&before, &Terms { version: 2, ..before.clone() }, euro), []);
        let amount = RewardAmount::Percent { rate: Rate::from_millionths(125_000) };
        let rewards = vec![lead, Reward { amount, ..sale }];
        let after = Terms { rewards, hold_days: 1, caps: Vec::new(), ..before.clone() };
        let told: Vec<_> = terms_diff(&before, &after, euro).into_iter().map(|it| it.sentence).collect();
        assert_eq!(
            told,
            [
                "The reward for leads is new: 5.00 EUR for a customer's first lead.",
                "The reward for sales changes from 20 % of every sale of a customer for 12 months to 12.5 % of every \
                 sale of a customer for 12 months.",
                "The hold changes from 30 days to 1 day.",
                "The cap ends; it was 1000.00 EUR a month per partner.",
            ]
        );
    }
}
