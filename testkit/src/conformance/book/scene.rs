//! A scene: a shop in the middle of its life, with at least one row of every kind.

use crate::world::{Purchase, Shop, World};
use commission::{Commission, Counted};
use conversion::Conversion;
use engine::ports::{Answer, Changes, Expected, Job, JobChange, Row, VersionKey};
use facts::Fact;
use payout::{Statement, StatementLine, StatementStatus, line_for};
use settlement::{TotalChange, TotalGuard, TotalKey, TotalOf};
use words::{Day, Scope};

/// How the cases call the sale that a refund waits for.
pub(super) const SALE_TO_COME: &str = "ORD-LATER";

/// Scenes of different scopes use the same external ids, codes and idempotency keys.
#[derive(Clone)]
pub(super) struct Scene {
    pub(super) shop: Shop,
    /// In hold, which ends at once: due.
    pub(super) pending: Purchase,
    /// Approved a minute ago, in no statement.
    pub(super) unstated: Purchase,
    /// Approved, and the closed statement shows it.
    pub(super) stated: Purchase,
    pub(super) statement: Statement,
    pub(super) line: StatementLine,
    /// A refund that was reported before its sale.
    pub(super) waiting: Conversion,
    /// A refund of the stated sale; its row and its commission's say so.
    pub(super) refund: Conversion,
    pub(super) fact: Fact,
    pub(super) job: Job,
    pub(super) answer: Answer,
}

impl Scene {
    pub(super) fn new(world: &World, scope: Scope) -> Self {
        let mut shop = world.shop(scope);
        shop.code.code = "SPRING20".to_owned();
        world.clock.advance(1_000_000);
        let pending = world.purchase(&shop, "ORD-1", 10_000);
        let unstated = world.purchase(&shop, "ORD-2", 20_000).approved(world);
        let mut stated = world.purchase(&shop, "ORD-3", 30_000).approved(world);
        let mut statement = world.statement(&shop.enrollment, world.now().month(), shop.program.currency);
        let line = line_for(&stated.commission, statement.id, 1);
        let (line, commission) = line.unwrap_or_else(|| panic!("an approved commission gives a line"));
        stated.commission = commission;
        statement.status = StatementStatus::Closed;
        (statement.total, statement.lines, statement.number) = (line.amount, 1, Some(1));
        let refund = world.refund(&stated.sale, "REF-3", 15_000);
        stated.sale.refunded = 15_000;
        let after = Commission { reversed: stated.commission.earned / 2, ..stated.commission.clone() };
        stated.entries.extend(world.post(Some(&stated.commission), &after));
        stated.commission = after;
        let mut waiting = world.refund(&pending.sale, "REF-LATER", 500);
        (waiting.customer, waiting.sale) = (None, None);
        waiting.content.sale = Some(SALE_TO_COME.to_owned());
        world.clock.advance(60_000_000);
        Self {
            fact: world.fact(scope, "the scene was set"),
            job: world.job(&shop.program, world.now()),
            answer: world.answer(shop.key.id, "set_scene", "first"),
            shop,
            pending,
            unstated,
            stated,
            statement,
            line,
            waiting,
            refund,
        }
    }

    pub(super) fn scope(&self) -> Scope {
        self.shop.scope
    }

    pub(super) fn purchases(&self) -> [&Purchase; 3] {
        [&self.pending, &self.unstated, &self.stated]
    }

    /// The whole scene in one commit. Afterwards each of its version keys has version 1.
    pub(super) fn changes(&self) -> Changes {
        let mut rows = self.shop.rows();
        rows.extend(self.purchases().into_iter().flat_map(Purchase::rows));
        rows.extend([
            Row::Conversion(self.waiting.clone()),
            Row::Conversion(self.refund.clone()),
            Row::Statement(self.statement.clone()),
            Row::StatementLine(self.line.clone()),
        ]);
        let used = self.purchases().map(|purchase| purchase.commission.earned).iter().sum();
        Changes {
            expected: self.keys().into_iter().map(|key| Expected { key, version: 0 }).collect(),
            unchanged: Vec::new(),
            forgotten: None,
            rows,
            unlinked: Vec::new(),
            guards: Vec::new(),
            totals: vec![self.earned(used)],
            entries: self.purchases().into_iter().flat_map(|purchase| purchase.entries.clone()).collect(),
            facts: vec![self.fact.clone()],
            jobs: vec![JobChange::Put(self.job.clone())],
            answer: Some(self.answer.clone()),
            audit: Vec::new(),
            letters: Vec::new(),
        }
    }

    fn day(&self) -> Day {
        Day::of(self.pending.commission.occurred_at)
    }

    /// Adds to what the shop's partner earned on the scene's day.
    pub(super) fn earned(&self, delta: i64) -> TotalChange {
        let of = TotalOf::Enrollment(self.shop.enrollment.id);
        TotalChange { of, counted: Counted::Earned, day: self.day(), delta }
    }

    /// That it lies between these.
    pub(super) fn guard(&self, least: i64, most: i64) -> TotalGuard {
        let of = TotalOf::Enrollment(self.shop.enrollment.id);
        let key = TotalKey { of, counted: Counted::Earned, days: (self.day(), self.day()) };
        TotalGuard { key, least, most }
    }

    fn keys(&self) -> Vec<VersionKey> {
        let (scope, program) = (self.scope(), self.shop.program.id);
        let customers = self.purchases().map(|purchase| VersionKey::Customer(purchase.customer.id));
        let others = [
            VersionKey::Rules(program),
            VersionKey::Statements(self.shop.enrollment.id),
            VersionKey::sale(scope, program, "api", SALE_TO_COME),
        ];
        customers.into_iter().chain(others).collect()
    }
}
