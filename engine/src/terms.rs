//! Deed: a new version of a group's terms. Referrals that began under earlier ones keep them, unless it says that
//! it applies to them too.

use crate::{
    Done, Engine, Error, Permit,
    audit::{self, view},
    jobs, milestones,
    need::WritePrograms,
    ports::{Changes, Expected, Row, VersionKey},
    rewards,
    rulebooks::{self, group_of},
};
use facts::{Event, TermsPublished};
use program::{Cap, CustomerOffer, Reward, Strategy, Terms, TermsAcceptance};
use words::{GroupId, ProgramId, TermsId};

#[derive(Clone, Debug, Default)]
pub struct TermsInput {
    /// The program's first group, if absent.
    pub group: Option<GroupId>,
    pub rewards: Vec<Reward>,
    pub strategy: Strategy,
    pub hold_days: u32,
    pub caps: Vec<Cap>,
    /// What is approved without a person at most, in minor units of the program's currency.
    pub auto_approve_max: Option<i64>,
    /// What customers get who come by a partner of the group.
    pub customer_offer: Option<CustomerOffer>,
    pub acceptance: TermsAcceptance,
    /// Whether they also price what existing referrals bring from now on.
    pub applies_to_existing: bool,
}

pub async fn publish(
    engine: &Engine,
    caller: &Permit<WritePrograms>,
    program: ProgramId,
    input: &TermsInput,
) -> Result<Done<Terms>, Error> {
    let attempt = move || async move {
        let rulebook = rulebooks::load(engine, caller.scope, program).await?;
        let group = group_of(&rulebook, input.group)?.id;
        let now = engine.now();
        let latest = rulebook.terms.iter().filter(|terms| terms.group == group).map(|terms| terms.version);
        let terms = Terms {
            id: TermsId::draw(now, engine.draw()),
            scope: caller.scope,
            program,
            group,
            version: latest.max().unwrap_or(0) + 1,
            rewards: input.rewards.clone(),
            strategy: input.strategy,
            hold_days: input.hold_days,
            caps: input.caps.clone(),
            auto_approve_max: input.auto_approve_max,
            customer_offer: input.customer_offer.clone(),
            acceptance: input.acceptance,
            applies_to_existing: input.applies_to_existing,
            effective_from: None,
            published_at: now,
        };
        terms.check()?;
        let published = TermsPublished { terms: terms.id, group, version: terms.version };
        let facts =
            vec![engine.fact(caller.scope, now, Event::TermsPublished(published)).of_program(program)];
        let expected = vec![Expected { key: VersionKey::Rules(program), version: rulebook.version }];
        let rows = vec![Row::Terms(terms.clone())];
        // A group's first terms also price what its partners were credited with before.
        let first = terms.version == 1;
        let scope = caller.scope;
        let job = jobs::put(engine, scope, program, jobs::SettleProgram {}, now);
        // What was reached before counts, too.
        let look = milestones::look_later(engine, std::slice::from_ref(&terms), (scope, program), None);
        let mut jobs: Vec<_> = first.then_some(job).into_iter().chain(look).collect();
        jobs.extend(rewards::first_for_clicks(engine, &rulebook, &terms));
        let audit =
            vec![audit::entry(engine, caller, now, "terms.published", terms.id, (None, view(&terms)))];
        Ok((terms, Changes { expected, rows, facts, jobs, audit, ..Changes::default() }))
    };
    engine.transact(caller, "publish_terms", attempt).await
}
