//! Groups of a program's partners, each with its own terms: create and rename them.

use crate::{
    Done, Engine, Error, Permit,
    audit::{self, view},
    need::WritePrograms,
    ports::{Changes, GroupColumn, ListOf, Row, list_of},
    rulebooks::{self, group_of, rules},
};
use facts::{Event, GroupChanged};
use program::{Group, NAME_CHARACTERS_MAX};
use settlement::Rulebook;
use words::{GroupId, Invalid, ProgramId, check_text};

/// Groups of one program.
pub const GROUPS_MAX: usize = 100;

pub async fn create(
    engine: &Engine,
    caller: &Permit<WritePrograms>,
    program: ProgramId,
    name: &str,
) -> Result<Done<Group>, Error> {
    check_text("name", name, NAME_CHARACTERS_MAX)?;
    let attempt = move || async move {
        let rulebook = rulebooks::load(engine, caller.scope, program).await?;
        if rulebook.groups.len() >= GROUPS_MAX {
            return Err(
                Invalid::new("program_id", format!("a program of at most {GROUPS_MAX} groups")).into()
            );
        }
        check_free(&rulebook, name, None)?;
        let now = engine.now();
        let id = GroupId::draw(now, engine.draw());
        let group = Group { id, scope: caller.scope, program, name: name.to_owned(), created_at: now };
        let created = Event::GroupCreated(GroupChanged { group: id });
        let facts = vec![engine.fact(caller.scope, now, created).of_program(program)];
        let audit = vec![audit::entry(engine, caller, now, "group.created", id, (None, view(&group)))];
        let (expected, rows) = (vec![rules(&rulebook)], vec![Row::Group(group.clone())]);
        Ok((group, Changes { expected, rows, facts, audit, ..Changes::default() }))
    };
    engine.transact(caller, "create_group", attempt).await
}

pub async fn rename(
    engine: &Engine,
    caller: &Permit<WritePrograms>,
    id: GroupId,
    name: &str,
) -> Result<Done<Group>, Error> {
    check_text("name", name, NAME_CHARACTERS_MAX)?;
    let attempt = move || async move {
        let query = ListOf::<Group>::new(1).only(GroupColumn::ID, id);
        let found = list_of(engine.book(), caller.scope, &query).await?.pop();
        let program = found.ok_or_else(|| Error::not_found("group", id))?.program;
        let rulebook = rulebooks::load(engine, caller.scope, program).await?;
        let before = group_of(&rulebook, Some(id))?.clone();
        if before.name == name {
            return Ok((before, Changes::default()));
        }
        check_free(&rulebook, name, Some(id))?;
        let after = Group { name: name.to_owned(), ..before.clone() };
        let now = engine.now();
        let updated = Event::GroupUpdated(GroupChanged { group: id });
        let facts = vec![engine.fact(caller.scope, now, updated).of_program(program)];
        let audit =
            vec![audit::entry(engine, caller, now, "group.updated", id, (view(&before), view(&after)))];
        let (expected, rows) = (vec![rules(&rulebook)], vec![Row::Group(after.clone())]);
        Ok((after, Changes { expected, rows, facts, audit, ..Changes::default() }))
    };
    engine.transact(caller, "rename_group", attempt).await
}

/// Two groups of one name could not be told apart.
fn check_free(rulebook: &Rulebook, name: &str, own: Option<GroupId>) -> Result<(), Error> {
    let is_taken = rulebook.groups.iter().any(|group| group.name == name && Some(group.id) != own);
    if is_taken { Err(Error::Taken { field: "name", value: name.to_owned() }) } else { Ok(()) }
}
