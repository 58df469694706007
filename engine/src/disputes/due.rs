//! Deed: what a dispute's due date does: a reminder before it, and the decision where nobody made one.

use crate::{
    Caller, Engine, Error, disputes,
    ports::{Changes, Row},
    rulebooks,
};
use commission::{Dispute, Silence};
use program::{DisputeDefault, Program};
use words::DisputeId;

/// Again it does nothing, and for a dispute that went on meanwhile neither.
pub(crate) async fn look_at(engine: &Engine, caller: &Caller, id: DisputeId) -> Result<(), Error> {
    let attempt = move || async move {
        let (dispute, expected) = disputes::find(engine, caller.scope, id).await?;
        let now = engine.now();
        if dispute.next_look().is_none_or(|at| at > now) {
            return Ok(((), Changes::default()));
        }
        let program = rulebooks::load(engine, caller.scope, dispute.program).await?.program;
        if now >= dispute.due_at {
            let reason = match silence(engine, &dispute, &program).await? {
                Silence::Uphold => None,
                Silence::Reject(reason) => Some(reason),
            };
            let (_, changes) = disputes::decide_by_silence(engine, caller, id, reason).await?;
            return Ok(((), changes));
        }
        let reminded = Dispute { is_reminded: true, ..dispute };
        let mut changes = Changes { expected: vec![expected], ..Changes::default() };
        disputes::write_letters(engine, &reminded, &program, &mut changes).await?;
        changes.jobs.extend(disputes::look_later(engine, &reminded));
        changes.rows.push(Row::Dispute(reminded));
        Ok(((), changes))
    };
    engine.transact(caller, "look_at_dispute", attempt).await?;
    Ok(())
}

async fn silence(engine: &Engine, dispute: &Dispute, program: &Program) -> Result<Silence, Error> {
    let commission = match dispute.commission {
        Some(id) => Some(disputes::disputed_commission(engine, dispute.scope, id).await?.0),
        None => None,
    };
    let amounts = match &commission {
        Some(it) => {
            let meant = disputes::meant_by(engine, dispute, it).await?.unwrap_or(0);
            (meant - it.net(), it.earned - it.reversed)
        }
        None => (0, 0),
    };
    let in_question = dispute.in_question(amounts);
    let rules = program.disputes;
    Ok(dispute.on_silence(rules.default == DisputeDefault::Uphold, in_question, rules.uphold_max))
}
