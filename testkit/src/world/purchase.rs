//! A purchase from its click to what it earned, with books that balance.

use super::{Shop, World};
use commission::{Commission, Entry};
use conversion::{Conversion, Decision};
use engine::ports::{Changes, Expected, Row, VersionKey};
use referral::{Customer, Referral, Stage, Touch};

/// One customer's first sale through the shop's link: 20 % of it are pending.
#[derive(Clone, Debug)]
pub struct Purchase {
    pub customer: Customer,
    pub touch: Touch,
    pub referral: Referral,
    pub sale: Conversion,
    pub decision: Decision,
    pub commission: Commission,
    pub entries: Vec<Entry>,
}

impl World {
    /// `order` names the sale, and the customer after it; `amount` in minor units.
    pub fn purchase(&self, shop: &Shop, order: &str, amount: i64) -> Purchase {
        let customer = self.customer(shop.scope, &format!("customer of {order}"));
        let click = self.click(&shop.link, self.now().plus_days(-1));
        let touch = self.touch(&click, &shop.enrollment, &customer);
        let sale = self.sale(&shop.program, &customer, order, amount);
        let earned = Self::twenty_percent(amount);
        let commission = self.commission(&sale, &shop.enrollment, earned);
        Purchase {
            referral: Referral { stage: Stage::Won, ..self.referral(&touch) },
            decision: self.decision(&sale, &shop.policy, &[&touch]),
            entries: self.post(None, &commission),
            customer,
            touch,
            sale,
            commission,
        }
    }
}

impl Purchase {
    /// The same purchase with its hold ended now.
    pub fn approved(mut self, world: &World) -> Self {
        let after = Commission { approved_at: Some(world.now()), ..self.commission.clone() };
        self.entries.extend(world.post(Some(&self.commission), &after));
        self.commission = after;
        self
    }

    /// Every row after those that it names.
    pub fn rows(&self) -> Vec<Row> {
        vec![
            Row::Customer(self.customer.clone()),
            Row::Touch(self.touch.clone()),
            Row::Referral(self.referral.clone()),
            Row::Conversion(self.sale.clone()),
            Row::Decision(self.decision.clone()),
            Row::Commission(self.commission.clone()),
        ]
    }

    /// The first commit of a customer: expects version 0.
    pub fn changes(&self) -> Changes {
        Changes {
            expected: vec![Expected { key: VersionKey::Customer(self.customer.id), version: 0 }],
            rows: self.rows(),
            entries: self.entries.clone(),
            ..Changes::default()
        }
    }
}
