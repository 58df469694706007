//! The nouns of what is paid.

use super::World;
use payout::{
    Batch, BatchStatus, Done, Hand, LeftOut, MethodKind, Statement, Transfer, TransferStatus, WhyLeftOut,
};
use program::Program;
use words::{BatchId, Day, MethodId, Money, TransferId};

impl World {
    /// A draft without transfers, to be paid by hand.
    pub fn batch(&self, program: &Program) -> Batch {
        let today = Day::of(self.now());
        Batch {
            id: BatchId::draw(self.now(), self.draw()),
            scope: program.scope,
            program: program.id,
            status: BatchStatus::Draft,
            rail: MethodKind::ByHand,
            due_until: today,
            execution_day: today,
            only: Vec::new(),
            except: Vec::new(),
            currency: program.currency,
            total: 0,
            transfers: 0,
            greatest: 0,
            left_out: 0,
            collected_to: None,
            created: Done { at: self.now(), by: Hand::Operator },
            submitted: None,
            approved: None,
            handing: None,
            handed_over: None,
            closed_at: None,
            canceled: None,
            cancel_reason: None,
        }
    }

    /// What the batch intends to pay of a statement.
    pub fn transfer(&self, batch: &Batch, statement: &Statement) -> Transfer {
        let amount = Money::new(statement.to_pay(), statement.currency);
        Transfer {
            id: TransferId::draw(self.now(), self.draw()),
            scope: batch.scope,
            program: batch.program,
            batch: batch.id,
            enrollment: statement.enrollment,
            partner: statement.partner,
            statement: statement.id,
            status: TransferStatus::Intended,
            amount,
            rest: 0,
            sends: amount,
            rate: None,
            method: MethodId::draw(self.now(), self.draw()),
            rail: batch.rail,
            hint: "…".to_owned(),
            remittance: "Friends statement 1".to_owned(),
            holds: true,
            debited: None,
            reason: None,
            account_fault: None,
            was_announced: false,
            told: Vec::new(),
            carries: Vec::new(),
            created_at: self.now(),
            handed_over_at: None,
            ended_at: None,
        }
    }

    /// That the batch left a statement out.
    pub fn left_out(&self, batch: &Batch, statement: &Statement, place: u32) -> LeftOut {
        LeftOut {
            batch: batch.id,
            scope: batch.scope,
            place,
            statement: statement.id,
            enrollment: statement.enrollment,
            partner: statement.partner,
            amount: Money::new(statement.to_pay(), statement.currency),
            why: WhyLeftOut::NoMethod,
        }
    }
}
