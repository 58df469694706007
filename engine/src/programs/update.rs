//! Update a program's settings.

use crate::{
    Done, Engine, Error, Permit,
    audit::{self, view},
    budget, jobs,
    need::WritePrograms,
    ports::{Changes, Expected, Page, Row, VersionKey},
    rulebooks::{self, rules},
};
use facts::{Event, ProgramChanged};
use program::{
    Applications, Budget, Clawback, DisputeRules, LeadForms, Program, StatementSchedule, Utm, complete_url,
    read_hosts,
};
use words::{Invalid, ProgramId, Scope};

const LINKS_PER_PAGE: usize = 1_000;

/// What is changed; none leaves as it is.
#[derive(Clone, Debug, Default)]
pub struct ProgramChange {
    pub name: Option<String>,
    /// Every link must still lead to one of them.
    pub allowed_domains: Option<Vec<String>>,
    pub fallback_url: Option<Option<String>>,
    pub utm: Option<Utm>,
    pub applications: Option<Applications>,
    pub description: Option<Option<String>>,
    pub color: Option<Option<String>>,
    pub names_partners: Option<bool>,
    pub lead_forms: Option<LeadForms>,
    pub joins_customers: Option<bool>,
    pub disputes: Option<DisputeRules>,
    pub budget: Option<Option<Budget>>,
    pub statement_schedule: Option<StatementSchedule>,
    pub clawback: Option<Clawback>,
    /// True makes it the default in place of the one that is.
    pub is_default: Option<bool>,
}

pub async fn update(
    engine: &Engine,
    caller: &Permit<WritePrograms>,
    id: ProgramId,
    change: &ProgramChange,
) -> Result<Done<Program>, Error> {
    let attempt = move || async move {
        let rulebook = rulebooks::load(engine, caller.scope, id).await?;
        let (now, premise) = (engine.now(), rules(&rulebook));
        let before = rulebook.program;
        let mut after = before.clone();
        after.name = change.name.clone().unwrap_or(after.name);
        if let Some(domains) = &change.allowed_domains {
            after.allowed_domains = read_hosts("allowed_domains", domains)?;
        }
        if let Some(url) = &change.fallback_url {
            after.fallback_url = url.as_deref().map(|url| complete_url(url).into_owned());
        }
        after.utm = change.utm.clone().unwrap_or(after.utm);
        after.applications = change.applications.unwrap_or(after.applications);
        after.description = change.description.clone().unwrap_or(after.description);
        after.color = change.color.clone().unwrap_or(after.color);
        after.names_partners = change.names_partners.unwrap_or(after.names_partners);
        after.lead_forms = change.lead_forms.unwrap_or(after.lead_forms);
        after.joins_customers = change.joins_customers.unwrap_or(after.joins_customers);
        after.disputes = change.disputes.unwrap_or(after.disputes);
        after.budget = change.budget.unwrap_or(after.budget);
        after.statement_schedule = change.statement_schedule.unwrap_or(after.statement_schedule);
        after.clawback = change.clawback.unwrap_or(after.clawback);
        after.is_default = change.is_default.unwrap_or(after.is_default);
        after.check()?;
        if after == before {
            return Ok((before, Changes::default()));
        }
        let mut changes = new_default(engine, caller.scope, (&before, &after)).await?;
        if after.allowed_domains != before.allowed_domains {
            check_links(engine, caller.scope, &after).await?;
        }
        let updated = Event::ProgramUpdated(ProgramChanged { program: id });
        changes.facts.push(engine.fact(caller.scope, now, updated).of_program(id));
        let seen = (view(&before), view(&after));
        changes.audit.push(audit::entry(engine, caller, now, "program.updated", id, seen));
        changes.expected.push(premise);
        changes.rows.push(Row::Program(after.clone()));
        let is_new = after.budget != before.budget;
        changes.jobs.extend(budget::look_later(engine, &after).filter(|_| is_new));
        if after.joins_customers != before.joins_customers {
            changes.jobs.push(jobs::put(engine, caller.scope, id, jobs::SettleProgram {}, engine.now()));
        }
        Ok((after, changes))
    };
    engine.transact(caller, "update_program", attempt).await
}

/// What the scope's default loses where another program becomes it.
async fn new_default(
    engine: &Engine,
    scope: Scope,
    (before, after): (&Program, &Program),
) -> Result<Changes, Error> {
    let mut changes = Changes::default();
    match (before.is_default, after.is_default) {
        (true, false) => {
            let expected = "true: choose another program as the default instead";
            return Err(Invalid::new("is_default", expected).into());
        }
        (false, true) => {}
        _ => return Ok(changes),
    }
    let key = VersionKey::DefaultProgram(scope);
    changes.expected.push(Expected { version: engine.book().version(&key).await?, key });
    let programs = engine.book().programs(scope).await?;
    for other in programs.into_iter().filter(|other| other.is_default && other.id != after.id) {
        let rulebook = rulebooks::load(engine, scope, other.id).await?;
        let updated = Event::ProgramUpdated(ProgramChanged { program: other.id });
        changes.expected.push(rules(&rulebook));
        changes.facts.push(engine.fact(scope, engine.now(), updated).of_program(other.id));
        changes.rows.push(Row::Program(Program { is_default: false, ..rulebook.program }));
    }
    Ok(changes)
}

/// Every link that is not archived must lead where the program allows.
async fn check_links(engine: &Engine, scope: Scope, program: &Program) -> Result<(), Error> {
    let mut after = None;
    loop {
        let page = Page { after, limit: LINKS_PER_PAGE };
        let links = engine.book().links(scope, Some(program.id), page).await?;
        let leads_out = |link: &&program::Link| {
            link.archived_at.is_none() && program.check_destination("destination", &link.destination).is_err()
        };
        if let Some(link) = links.iter().find(leads_out) {
            let expected =
                format!("domains that still cover the links there are; {} leads elsewhere", link.id);
            return Err(Invalid::new("allowed_domains", expected).into());
        }
        after = links.last().map(|link| link.id);
        if links.len() < LINKS_PER_PAGE {
            return Ok(());
        }
    }
}
