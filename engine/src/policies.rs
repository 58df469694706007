//! Deed: a new version of a program's attribution policy. Earlier versions never change.

use crate::{
    Done, Engine, Error, Permit,
    audit::{self, view},
    need::WritePrograms,
    ports::{Changes, Expected, Row, VersionKey},
    rulebooks,
};
use facts::{Event, PolicyPublished};
use program::{Policy, PolicyRules};
use referral::normalize_domain;
use words::{Instant, Invalid, PolicyId, ProgramId};

#[derive(Clone, Debug)]
pub struct PolicyInput {
    pub rules: PolicyRules,
    /// Now, if absent.
    pub effective_from: Option<Instant>,
}

pub async fn publish(
    engine: &Engine,
    caller: &Permit<WritePrograms>,
    program: ProgramId,
    input: &PolicyInput,
) -> Result<Done<Policy>, Error> {
    let attempt = move || async move {
        let rulebook = rulebooks::load(engine, caller.scope, program).await?;
        let now = engine.now();
        let latest = rulebook.policies.iter().map(|policy| policy.version).max();
        let policy = Policy {
            id: PolicyId::draw(now, engine.draw()),
            scope: caller.scope,
            program,
            version: latest.unwrap_or(0) + 1,
            rules: normalized(&input.rules)?,
            effective_from: input.effective_from.unwrap_or(now),
            published_at: now,
        };
        policy.rules.check()?;
        if policy.effective_from < now {
            return Err(Invalid::new("effective_from", "now or later: what was decided stays decided").into());
        }
        let published = Event::PolicyPublished(policy_published(&policy));
        let facts = vec![engine.fact(caller.scope, now, published).of_program(program)];
        let expected = vec![Expected { key: VersionKey::Rules(program), version: rulebook.version }];
        let rows = vec![Row::Policy(policy.clone())];
        let audit =
            vec![audit::entry(engine, caller, now, "policy.published", policy.id, (None, view(&policy)))];
        Ok((policy, Changes { expected, rows, facts, audit, ..Changes::default() }))
    };
    engine.transact(caller, "publish_policy", attempt).await
}

/// The body of a fact about a new policy.
pub(crate) fn policy_published(policy: &Policy) -> PolicyPublished {
    PolicyPublished { policy: policy.id, version: policy.version, effective_from: policy.effective_from }
}

/// The rules with each ignored domain as the one that somebody registered.
fn normalized(rules: &PolicyRules) -> Result<PolicyRules, Invalid> {
    let expected = "domains like coworking.example";
    let registered =
        |text: &String| normalize_domain(text).ok_or_else(|| Invalid::new("ignored_domains", expected));
    let mut ignored_domains: Vec<_> =
        rules.ignored_domains.iter().map(registered).collect::<Result<_, _>>()?;
    ignored_domains.sort();
    ignored_domains.dedup();
    Ok(PolicyRules { ignored_domains, ..rules.clone() })
}
