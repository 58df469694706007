//! Deed: who may approve a program's payouts, and up to which amounts. For owners to decide, and no key's.

use crate::{
    Engine, Error, Permit,
    audit::{self, view},
    need::WriteWorkspace,
    ports::{Changes, Row},
    rulebooks,
    rulebooks::rules,
};
use facts::{Event, ProgramChanged};
use program::{PayoutRules, Program};
use words::ProgramId;

pub async fn set_rules(
    engine: &Engine,
    owner: &Permit<WriteWorkspace>,
    id: ProgramId,
    wanted: &PayoutRules,
) -> Result<Program, Error> {
    let caller = &owner.without_idempotency();
    let attempt = move || async move {
        let rulebook = rulebooks::load(engine, caller.scope, id).await?;
        let (now, expected) = (engine.now(), vec![rules(&rulebook)]);
        let before = rulebook.program;
        let after = Program { payouts: wanted.clone(), ..before.clone() };
        after.check()?;
        if after == before {
            return Ok((before, Changes::default()));
        }
        let set = Event::ProgramPayoutRulesSet(ProgramChanged { program: id });
        let kind = set.kind().text();
        let facts = vec![engine.fact(caller.scope, now, set).of_program(id)];
        let record = (view(&before.payouts), view(&after.payouts));
        let audit = vec![audit::entry(engine, caller, now, kind, id, record)];
        let rows = vec![Row::Program(after.clone())];
        Ok((after, Changes { expected, rows, facts, audit, ..Changes::default() }))
    };
    Ok(engine.transact(caller, "set_payout_rules", attempt).await?.value)
}
