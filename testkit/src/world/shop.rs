//! A shop that can sell: one merchant's program with one partner, ready for events.

use super::World;
use engine::ports::{Changes, Row};
use program::{ApiKey, Code, Enrolment, Group, Link, Partner, Policy, Program, Terms, Workspace};
use words::Scope;

/// Every noun that must be there before a customer comes.
#[derive(Clone, Debug)]
pub struct Shop {
    pub workspace: Workspace,
    pub scope: Scope,
    pub key: ApiKey,
    pub program: Program,
    pub policy: Policy,
    pub group: Group,
    pub terms: Terms,
    pub partner: Partner,
    pub enrolment: Enrolment,
    pub link: Link,
    pub code: Code,
}

impl World {
    pub fn shop(&self, scope: Scope) -> Shop {
        let program = self.program(scope);
        let group = self.group(&program);
        let partner = self.partner(scope);
        let enrolment = self.enrolment(&group, &partner);
        Shop {
            workspace: self.workspace(scope),
            scope,
            key: self.key(scope),
            policy: self.policy(&program),
            terms: self.terms(&group),
            link: self.link(&enrolment),
            code: self.code(&enrolment),
            program,
            group,
            partner,
            enrolment,
        }
    }

    /// Another partner of the shop, with the rows of both nouns.
    pub fn join(&self, shop: &Shop) -> (Partner, Enrolment, Vec<Row>) {
        let partner = self.partner(shop.scope);
        let enrolment = self.enrolment(&shop.group, &partner);
        let rows = vec![Row::Partner(partner.clone()), Row::Enrolment(enrolment.clone())];
        (partner, enrolment, rows)
    }
}

impl Shop {
    /// Every row after those that it names.
    pub fn rows(&self) -> Vec<Row> {
        vec![
            Row::Workspace(self.workspace.clone()),
            Row::ApiKey(self.key.clone()),
            Row::Program(self.program.clone()),
            Row::Policy(self.policy.clone()),
            Row::Group(self.group.clone()),
            Row::Terms(self.terms.clone()),
            Row::Partner(self.partner.clone()),
            Row::Enrolment(self.enrolment.clone()),
            Row::Link(self.link.clone()),
            Row::Code(self.code.clone()),
        ]
    }

    pub fn changes(&self) -> Changes {
        Changes { rows: self.rows(), ..Changes::default() }
    }
}
