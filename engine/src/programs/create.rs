//! Deed: a program, with its first policy, its default group and its standing jobs.

use crate::{
    Caller, Done, Engine, Error, Permit, Warning,
    audit::{self, view},
    jobs,
    need::WritePrograms,
    policies::policy_published,
    ports::{Changes, Expected, JobKind, Row, VersionKey},
};
use facts::{Event, ProgramCreated};
use program::{
    Applications, Group, Policy, PolicyRules, Program, Utm, complete_url, default_program, read_host,
    read_hosts,
};
use serde::{Deserialize, Serialize};
use words::{Currency, GroupId, PolicyId, ProgramId, Scope};

#[derive(Clone, Debug)]
pub struct ProgramInput {
    pub name: String,
    pub currency: Currency,
    pub allowed_domains: Vec<String>,
    pub fallback_url: Option<String>,
    pub link_host: Option<String>,
    pub utm: Utm,
    pub applications: Applications,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ProgramMade {
    pub program: Program,
    pub policy: Policy,
    pub group: Group,
    /// What changes for those who send events already.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

/// The first policy is last touch over 90 days, codes at the purchase winning outright.
pub async fn create(
    engine: &Engine,
    caller: &Permit<WritePrograms>,
    input: &ProgramInput,
) -> Result<Done<ProgramMade>, Error> {
    let attempt = move || async move {
        let key = VersionKey::DefaultProgram(caller.scope);
        let mut expected = vec![Expected { version: engine.book().version(&key).await?, key }];
        let others = engine.book().programs(caller.scope).await?;
        let link_host = input.link_host.as_ref().map(|host| read_host("link_host", host)).transpose()?;
        if let Some(host) = &link_host {
            // Two workspaces that claim it at once cannot both find it free.
            let key = VersionKey::LinkHost(host.clone());
            expected.push(Expected { version: engine.book().version(&key).await?, key });
            if is_host_of_another(engine, caller.scope, host).await? {
                return Err(Error::Taken { field: "link_host", value: host.clone() });
            }
        }
        let input = ProgramInput {
            allowed_domains: read_hosts("allowed_domains", &input.allowed_domains)?,
            fallback_url: input.fallback_url.as_deref().map(|url| complete_url(url).into_owned()),
            link_host,
            ..input.clone()
        };
        let (mut made, mut changes) = attempt_create(engine, caller, &input, others.is_empty())?;
        made.warnings.extend(default_program(&others).map(second_program));
        changes.expected.extend(expected);
        Ok((made, changes))
    };
    engine.transact(caller, "create_program", attempt).await
}

/// Slugs of a host are unique over all workspaces, so a host belongs to the first one to use it.
async fn is_host_of_another(engine: &Engine, scope: Scope, host: &str) -> Result<bool, Error> {
    let programs = engine.book().all_programs().await?;
    let uses = |program: &Program| program.link_host.as_deref() == Some(host);
    Ok(programs.iter().any(|program| uses(program) && program.scope.workspace != scope.workspace))
}

fn attempt_create(
    engine: &Engine,
    caller: &Caller,
    input: &ProgramInput,
    is_default: bool,
) -> Result<(ProgramMade, Changes), Error> {
    let (now, scope) = (engine.now(), caller.scope);
    let program = Program {
        id: ProgramId::draw(now, engine.draw()),
        scope,
        name: input.name.clone(),
        currency: input.currency,
        allowed_domains: input.allowed_domains.clone(),
        fallback_url: input.fallback_url.clone(),
        link_host: input.link_host.clone(),
        utm: input.utm.clone(),
        applications: input.applications,
        description: None,
        color: None,
        logo: None,
        names_partners: false,
        joins_customers: false,
        lead_forms: program::LeadForms::default(),
        disputes: program::DisputeRules::default(),
        budget: None,
        statement_schedule: program::StatementSchedule::default(),
        clawback: program::Clawback::default(),
        payouts: program::PayoutRules::default(),
        is_default,
        created_at: now,
    };
    program.check()?;
    let policy = Policy {
        id: PolicyId::draw(now, engine.draw()),
        scope,
        program: program.id,
        version: 1,
        rules: PolicyRules { code_wins: true, ..PolicyRules::default() },
        effective_from: now,
        published_at: now,
    };
    let group = Group {
        id: GroupId::draw(now, engine.draw()),
        scope,
        program: program.id,
        name: "Partners".to_owned(),
        created_at: now,
    };
    let job = |kind: JobKind, run_at| jobs::put(engine, scope, program.id, kind, run_at);
    let jobs = vec![
        job(jobs::ApproveDue {}.into(), jobs::next_approval(now)),
        job(jobs::CloseStatements { since: now }.into(), jobs::next_close(now)),
    ];
    let created = ProgramCreated { program: program.id, currency: program.currency };
    let published = policy_published(&policy);
    let facts = [Event::ProgramCreated(created), Event::PolicyPublished(published)];
    let facts = facts.map(|event| engine.fact(scope, now, event).of_program(program.id)).to_vec();
    let rows = vec![Row::Program(program.clone()), Row::Policy(policy.clone()), Row::Group(group.clone())];
    let audit =
        vec![audit::entry(engine, caller, now, "program.created", program.id, (None, view(&program)))];
    Ok((
        ProgramMade { program, policy, group, warnings: Vec::new() },
        Changes { rows, facts, jobs, audit, ..Changes::default() },
    ))
}

/// What a program beside others changes for events that name none.
fn second_program(default: &Program) -> Warning {
    let text = format!(
        "events without program_id go to {} ({}) unless a click, code, sale or customer says otherwise; send program_id, \
         or make this program the default",
        default.name, default.id
    );
    Warning::new("program_id", &text)
}
