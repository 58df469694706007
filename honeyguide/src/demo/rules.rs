//! By which rules the demo's partners earn: the terms that the program began with, better ones half-way through the season,
//! and those of the creators, who are rewarded for clicks, too.

use super::people::DESCRIPTION;
use engine::{ProgramChange, TermsInput};
use program::{
    Budget, Cap, Clawback, CodeOffer, CustomerOffer, Discount, Event, Limit, Measure, Milestone,
    OfferDuration, Recurrence, Reward, RewardAmount,
};
use words::{GroupId, Rate, Window};

pub(super) const CREATORS_GROUP: &str = "Creators";
const HOLD_DAYS: u32 = 14;
const YEAR: Recurrence = Recurrence::Recurring { limit: Limit::Months { months: 12 } };

/// What the program says of itself, what it may spend, and what becomes of what is taken back after a statement.
pub(super) fn settings() -> ProgramChange {
    let budget = Budget {
        window: Window::Month,
        amount: 1_500_000,
        warn_at: Rate::from_millionths(800_000),
        stops: false,
    };
    let clawback = Clawback::Carry { share_max: Some(Rate::from_millionths(500_000)), days_max: Some(365) };
    ProgramChange {
        description: Some(Some(DESCRIPTION.to_owned())),
        color: Some(Some("#0b7a5b".to_owned())),
        budget: Some(Some(budget)),
        clawback: Some(clawback),
        ..ProgramChange::default()
    }
}

/// 5 euro for the first lead, a rate of every payment in the first year and a tenth of what partners earn whom one brings.
pub(super) fn first_terms() -> TermsInput {
    terms(200_000)
}

/// More of every payment, and something extra for a good month; with a cap.
pub(super) fn better_terms() -> TermsInput {
    let mut better = terms(250_000);
    let milestone = Milestone { measure: Measure::Events, of: Event::Sale, window: Window::Month, at: 25 };
    let extra = flat(Event::Milestone, 5_000, Recurrence::OneTime);
    better.rewards.push(Reward { milestone: Some(milestone), ..extra });
    TermsInput { caps: vec![Cap::monthly(200_000)], ..better }
}

/// The same, and 3 cents for each click.
pub(super) fn creators_terms(group: GroupId) -> TermsInput {
    let mut terms = TermsInput { group: Some(group), ..better_terms() };
    terms.rewards.push(flat(Event::Click, 3, Recurrence::Recurring { limit: Limit::Unlimited }));
    terms
}

/// Whoever comes by the code of the season's first partner gets something beside.
pub(super) fn code_offer(place: usize) -> CodeOffer {
    let description = "10 % off your first box, and a bag of beans to try".to_owned();
    match place {
        0 => CodeOffer::Own { offer: CustomerOffer { description: Some(description), ..first_box() } },
        _ => CodeOffer::AsTerms,
    }
}

fn terms(rate_millionths: u32) -> TermsInput {
    let percent = |millionths| RewardAmount::Percent { rate: Rate::from_millionths(millionths) };
    let rewards = vec![
        flat(Event::Lead, 500, Recurrence::OneTime),
        Reward::plain(Event::Sale, percent(rate_millionths), YEAR),
        Reward::plain(Event::Partner, percent(100_000), YEAR),
    ];
    let customer_offer = Some(first_box());
    TermsInput { rewards, hold_days: HOLD_DAYS, customer_offer, ..TermsInput::default() }
}

fn flat(event: Event, amount: i64, recurrence: Recurrence) -> Reward {
    Reward::plain(event, RewardAmount::Flat { amount }, recurrence)
}

fn first_box() -> CustomerOffer {
    let discount = Discount::Percent { rate: Rate::from_millionths(100_000) };
    CustomerOffer { discount, duration: OfferDuration::OneTime, description: None }
}
