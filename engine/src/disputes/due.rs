//! Deed: what a dispute's due date does: a reminder before it, and the decision where nobody made one.

use crate::{
    Caller, Engine, Error,
    ports::{Changes, Row},
};
use commission::{Dispute, Silence};
use program::{DisputeDefault, Program};
use words::DisputeId;

impl Engine {
    /// Again it does nothing, and for a dispute that went on meanwhile neither.
    pub(crate) async fn look_at_dispute(&self, caller: &Caller, id: DisputeId) -> Result<(), Error> {
        let attempt = move || async move {
            let (dispute, expected) = self.dispute_of(caller.scope, id).await?;
            let now = self.now();
            if dispute.next_look().is_none_or(|at| at > now) {
                return Ok(((), Changes::default()));
            }
            let program = self.rulebook(caller.scope, dispute.program).await?.program;
            if now >= dispute.due_at {
                let reason = match self.silence(&dispute, &program).await? {
                    Silence::Uphold => None,
                    Silence::Reject(reason) => Some(reason),
                };
                let (_, changes) = self.decided_by_silence(caller, id, reason).await?;
                return Ok(((), changes));
            }
            let reminded = Dispute { is_reminded: true, ..dispute };
            let mut changes = Changes { expected: vec![expected], ..Changes::default() };
            self.write_of_dispute(&reminded, &program, &mut changes).await?;
            changes.jobs.extend(self.look_later(&reminded));
            changes.rows.push(Row::Dispute(reminded));
            Ok(((), changes))
        };
        self.turn(caller, "look_at_dispute", attempt).await?;
        Ok(())
    }

    async fn silence(&self, dispute: &Dispute, program: &Program) -> Result<Silence, Error> {
        let commission = match dispute.commission {
            Some(id) => Some(self.disputed_commission(dispute.scope, id).await?.0),
            None => None,
        };
        let amounts = match &commission {
            Some(it) => {
                let meant = self.meant_by(dispute, it).await?.unwrap_or(0);
                (meant - it.net(), it.earned - it.reversed)
            }
            None => (0, 0),
        };
        let in_question = dispute.in_question(amounts);
        let rules = program.disputes;
        Ok(dispute.on_silence(rules.default == DisputeDefault::Uphold, in_question, rules.uphold_max))
    }
}
