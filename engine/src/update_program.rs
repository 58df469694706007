//! Deeds: what a program is called and where its links may lead; groups of its partners.

use crate::{
    Done, Engine, Error, Permit,
    audit::view,
    jobs,
    need::WritePrograms,
    ports::{Changes, Expected, GroupColumn, ListOf, Page, Row, VersionKey, list_of},
    rulebooks::group_of,
};
use facts::{Event, GroupChanged, ProgramChanged};
use program::{
    Applications, Budget, Clawback, DisputeRules, Group, LeadForms, NAME_CHARACTERS_MAX, Program,
    StatementSchedule, Utm, complete_url, read_hosts,
};
use settlement::Rulebook;
use words::{GroupId, Invalid, ProgramId, Scope, check_text};

/// Groups of one program.
pub const GROUPS_MAX: usize = 100;
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

impl Engine {
    pub async fn update_program(
        &self,
        caller: &Permit<WritePrograms>,
        id: ProgramId,
        change: &ProgramChange,
    ) -> Result<Done<Program>, Error> {
        let attempt = move || async move {
            let rulebook = self.rulebook(caller.scope, id).await?;
            let (now, premise) = (self.now(), rules(&rulebook));
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
            let mut changes = self.new_default(caller.scope, (&before, &after)).await?;
            if after.allowed_domains != before.allowed_domains {
                self.check_links(caller.scope, &after).await?;
            }
            let updated = Event::ProgramUpdated(ProgramChanged { program: id });
            changes.facts.push(self.fact(caller.scope, now, updated).of_program(id));
            let seen = (view(&before), view(&after));
            changes.audit.push(self.audited(caller, now, "program.updated", id, seen));
            changes.expected.push(premise);
            changes.rows.push(Row::Program(after.clone()));
            let is_new = after.budget != before.budget;
            changes.jobs.extend(self.look_at_budget_later(&after).filter(|_| is_new));
            if after.joins_customers != before.joins_customers {
                changes.jobs.push(self.put_job(caller.scope, id, jobs::SettleProgram {}, self.now()));
            }
            Ok((after, changes))
        };
        self.turn(caller, "update_program", attempt).await
    }

    /// What the scope's default loses where another program becomes it.
    async fn new_default(
        &self,
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
        changes.expected.push(Expected { version: self.book().version(&key).await?, key });
        let programs = self.book().programs(scope).await?;
        for other in programs.into_iter().filter(|other| other.is_default && other.id != after.id) {
            let rulebook = self.rulebook(scope, other.id).await?;
            let updated = Event::ProgramUpdated(ProgramChanged { program: other.id });
            changes.expected.push(rules(&rulebook));
            changes.facts.push(self.fact(scope, self.now(), updated).of_program(other.id));
            changes.rows.push(Row::Program(Program { is_default: false, ..rulebook.program }));
        }
        Ok(changes)
    }

    /// Every link that is not archived must lead where the program allows.
    async fn check_links(&self, scope: Scope, program: &Program) -> Result<(), Error> {
        let mut after = None;
        loop {
            let page = Page { after, limit: LINKS_PER_PAGE };
            let links = self.book().links(scope, Some(program.id), page).await?;
            let leads_out = |link: &&program::Link| {
                link.archived_at.is_none()
                    && program.check_destination("destination", &link.destination).is_err()
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

    pub async fn create_group(
        &self,
        caller: &Permit<WritePrograms>,
        program: ProgramId,
        name: &str,
    ) -> Result<Done<Group>, Error> {
        check_text("name", name, NAME_CHARACTERS_MAX)?;
        let attempt = move || async move {
            let rulebook = self.rulebook(caller.scope, program).await?;
            if rulebook.groups.len() >= GROUPS_MAX {
                return Err(
                    Invalid::new("program_id", format!("a program of at most {GROUPS_MAX} groups")).into()
                );
            }
            check_free(&rulebook, name, None)?;
            let now = self.now();
            let id = GroupId::draw(now, self.draw());
            let group = Group { id, scope: caller.scope, program, name: name.to_owned(), created_at: now };
            let created = Event::GroupCreated(GroupChanged { group: id });
            let facts = vec![self.fact(caller.scope, now, created).of_program(program)];
            let audit = vec![self.audited(caller, now, "group.created", id, (None, view(&group)))];
            let (expected, rows) = (vec![rules(&rulebook)], vec![Row::Group(group.clone())]);
            Ok((group, Changes { expected, rows, facts, audit, ..Changes::default() }))
        };
        self.turn(caller, "create_group", attempt).await
    }

    pub async fn rename_group(
        &self,
        caller: &Permit<WritePrograms>,
        id: GroupId,
        name: &str,
    ) -> Result<Done<Group>, Error> {
        check_text("name", name, NAME_CHARACTERS_MAX)?;
        let attempt = move || async move {
            let query = ListOf::<Group>::new(1).only(GroupColumn::ID, id);
            let found = list_of(self.book(), caller.scope, &query).await?.pop();
            let program = found.ok_or_else(|| Error::not_found("group", id))?.program;
            let rulebook = self.rulebook(caller.scope, program).await?;
            let before = group_of(&rulebook, Some(id))?.clone();
            if before.name == name {
                return Ok((before, Changes::default()));
            }
            check_free(&rulebook, name, Some(id))?;
            let after = Group { name: name.to_owned(), ..before.clone() };
            let now = self.now();
            let updated = Event::GroupUpdated(GroupChanged { group: id });
            let facts = vec![self.fact(caller.scope, now, updated).of_program(program)];
            let audit = vec![self.audited(caller, now, "group.updated", id, (view(&before), view(&after)))];
            let (expected, rows) = (vec![rules(&rulebook)], vec![Row::Group(after.clone())]);
            Ok((after, Changes { expected, rows, facts, audit, ..Changes::default() }))
        };
        self.turn(caller, "rename_group", attempt).await
    }
}

/// That the program, its groups, policies and terms are still as they were read.
pub(crate) fn rules(rulebook: &Rulebook) -> Expected {
    Expected { key: VersionKey::Rules(rulebook.program.id), version: rulebook.version }
}

/// Two groups of one name could not be told apart.
fn check_free(rulebook: &Rulebook, name: &str, own: Option<GroupId>) -> Result<(), Error> {
    let is_taken = rulebook.groups.iter().any(|group| group.name == name && Some(group.id) != own);
    if is_taken { Err(Error::Taken { field: "name", value: name.to_owned() }) } else { Ok(()) }
}
