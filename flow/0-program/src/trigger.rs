//! Rewards that rest on no customer: for clicks, and for partners whom other partners brought.

use crate::{Event, Limit, Recurrence, Reward, RewardAmount};
use serde::{Deserialize, Serialize};
use words::Invalid;

/// For what a flat reward for a partner whom another one brought is given, once.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// That they take part: their approval.
    Joined,
    /// The first sale that they are credited with.
    #[default]
    FirstSale,
}

impl Trigger {
    pub const ALL: [Trigger; 2] = [Trigger::Joined, Trigger::FirstSale];

    pub fn name(self) -> &'static str {
        match self {
            Trigger::Joined => "joined",
            Trigger::FirstSale => "first_sale",
        }
    }
}

impl Reward {
    /// What is rewarded day by day, or once, and knows no customer.
    pub(crate) fn check_without_customer(&self) -> Result<(), Invalid> {
        let endless = Recurrence::Recurring { limit: Limit::Unlimited };
        let by_months = matches!(self.recurrence, Recurrence::Recurring { limit: Limit::Months { .. } });
        let (fits, expected) = match (self.event, self.amount) {
            (Event::Partner, RewardAmount::Percent { .. }) => {
                (self.recurrence == endless || by_months, "recurring, without limit or for so many months")
            }
            (Event::Partner, _) => {
                (self.recurrence == Recurrence::OneTime, "one_time: once for each partner")
            }
            _ => (self.recurrence == endless, "recurring without limit: each click is rewarded"),
        };
        if !fits {
            return Err(Invalid::new("rewards.recurrence", expected));
        }
        if self.tiers.is_some() {
            return Err(Invalid::new("rewards.tiers", format!("no tiers for a {}", self.event.name())));
        }
        if self.when.iter().flatten().any(|condition| !condition.field.is_of_partner()) {
            let expected = "weekday, partner_id or enrolled_days: there is no customer to ask about";
            return Err(Invalid::new("rewards.when.field", expected));
        }
        Ok(())
    }

    /// For what it is given once for each partner brought, if it is such a reward.
    pub fn once(&self) -> Option<Trigger> {
        let is_flat = matches!(self.amount, RewardAmount::Flat { .. });
        (self.event == Event::Partner && is_flat).then(|| self.trigger.unwrap_or_default())
    }

    pub(crate) fn explain_partner(&self, recurrence: Recurrence) -> String {
        match (self.once(), recurrence) {
            (Some(Trigger::Joined), _) => "every partner whom you bring, on their approval".to_owned(),
            (Some(Trigger::FirstSale), _) => "every partner whom you bring, at their first sale".to_owned(),
            (None, Recurrence::Recurring { limit: Limit::Months { months } }) => {
                format!("what every partner whom you bring earns for {months} months")
            }
            (None, _) => "what every partner whom you bring earns".to_owned(),
        }
    }
}
