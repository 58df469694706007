//! A shop that can sell: one merchant's program with one partner, ready for events.

use super::World;
use engine::ports::{Changes, Row};
use program::{ApiKey, Code, Enrollment, Group, Link, Partner, Policy, Program, Terms, Workspace};
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
    pub enrollment: Enrollment,
    pub link: Link,
    pub code: Code,
}

impl World {
    pub fn shop(&self, scope: Scope) -> Shop {
        let program = self.program(scope);
        let group = self.group(&program);
        let partner = self.partner(scope);
        let enrollment = self.enrollment(&group, &partner);
        Shop {
            workspace: self.workspace(scope),
            scope,
            key: self.key(scope),
            policy: self.policy(&program),
            terms: self.terms(&group),
            link: self.link(&enrollment),
            code: self.code(&enrollment),
            program,
            group,
            partner,
            enrollment,
        }
    }

    /// Another partner of the shop, with the rows of both nouns.
    pub fn join(&self, shop: &Shop) -> (Partner, Enrollment, Vec<Row>) {
        let partner = self.partner(shop.scope);
        let enrollment = self.enrollment(&shop.group, &partner);
        let rows = vec![Row::Partner(partner.clone()), Row::Enrollment(enrollment.clone())];
        (partner, enrollment, rows)
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
            Row::Enrollment(self.enrollment.clone()),
            Row::Link(self.link.clone()),
            Row::Code(self.code.clone()),
        ]
    }

    pub fn changes(&self) -> Changes {
        Changes { rows: self.rows(), ..Changes::default() }
    }
}
