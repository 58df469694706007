//! The workspace with its keys, and programs with their policies, groups and terms.

use super::{
    SqliteBook,
    fault::Fault,
    read::{all, each, names, one, readable, text, word},
    version,
    write::upsert,
};
use async_trait::async_trait;
use engine::ports::{ProgramClue, Programs, StorageError, VersionKey, programs_of_codes};
use payout::PayingAccount;
use program::{Group, Logo, Policy, Program, Terms};
use rusqlite::{Connection, params};
use settlement::Rulebook;
use std::collections::BTreeMap;
use words::{PolicyId, ProgramId, Scope};

pub(super) fn put_program(conn: &Connection, program: &Program) -> Result<(), Fault> {
    upsert!(conn, "programs", program, [id = text(program.id)], {
        workspace = text(program.scope.workspace),
        mode = program.scope.mode.name(),
        name = program.name,
        created_at = program.created_at.micros(),
    })
}

pub(super) fn put_policy(conn: &Connection, policy: &Policy) -> Result<(), Fault> {
    upsert!(conn, "policies", policy, [id = text(policy.id)], {
        workspace = text(policy.scope.workspace),
        mode = policy.scope.mode.name(),
        program = text(policy.program),
        version = policy.version,
        effective_from = policy.effective_from.micros(),
        published_at = policy.published_at.micros(),
    })
}

pub(super) fn put_group(conn: &Connection, group: &Group) -> Result<(), Fault> {
    upsert!(conn, "partner_groups", group, [id = text(group.id)], {
        workspace = text(group.scope.workspace),
        mode = group.scope.mode.name(),
        program = text(group.program),
        name = group.name,
        created_at = group.created_at.micros(),
    })
}

pub(super) fn put_logo(conn: &Connection, logo: &Logo) -> Result<(), Fault> {
    upsert!(conn, "logos", logo, [program = text(logo.program)], {
        workspace = text(logo.scope.workspace),
        mode = logo.scope.mode.name(),
    })
}

pub(super) fn put_terms(conn: &Connection, terms: &Terms) -> Result<(), Fault> {
    upsert!(conn, "terms", terms, [id = text(terms.id)], {
        workspace = text(terms.scope.workspace),
        mode = terms.scope.mode.name(),
        program = text(terms.program),
        partner_group = text(terms.group),
        version = terms.version,
        published_at = terms.published_at.micros(),
    })
}

fn rulebook(conn: &Connection, scope: Scope, id: ProgramId) -> Result<Option<Rulebook>, Fault> {
    let sql = "select id, body from programs where id = ?1 and workspace = ?2 and mode = ?3";
    let found = one(conn, "programs", sql, params![text(id), text(scope.workspace), scope.mode.name()])?;
    let Some(program) = found else { return Ok(None) };
    let policies = "select id, body from policies where program = ?1 order by version";
    let groups = "select id, body from partner_groups where program = ?1 order by id";
    let terms = "select id, body from terms where program = ?1 order by partner_group, version";
    Ok(Some(Rulebook {
        program,
        policies: all(conn, "policies", policies, [text(id)])?,
        groups: all(conn, "partner_groups", groups, [text(id)])?,
        terms: all(conn, "terms", terms, [text(id)])?,
        version: version::of(conn, &VersionKey::Rules(id))?,
    }))
}

pub(super) fn policy(conn: &Connection, scope: Scope, id: PolicyId) -> Result<Option<Policy>, Fault> {
    let sql = "select id, body from policies where id = ?1 and workspace = ?2 and mode = ?3";
    one(conn, "policies", sql, params![text(id), text(scope.workspace), scope.mode.name()])
}

fn programs_knowing(conn: &Connection, scope: Scope, clue: ProgramClue<'_>) -> Result<Vec<ProgramId>, Fault> {
    let (workspace, mode) = (text(scope.workspace), scope.mode.name());
    match clue {
        ProgramClue::Code(code) => {
            let sql = "select id, body from codes where code = ?1 and workspace = ?2 and mode = ?3";
            Ok(programs_of_codes(&all(conn, "codes", sql, params![code, workspace, mode])?))
        }
        ProgramClue::Conversion { kind, source, external_id } => {
            let sql = "
                select distinct program from conversions
                where external_id = ?1 and workspace = ?2 and mode = ?3 and kind = ?4 and source = ?5
                order by program";
            let params = params![external_id, workspace, mode, kind.name(), source];
            each(conn, sql, params, |row| word(row, 0, ("conversions", "program")))
        }
        ProgramClue::Customer(external_id) => {
            // A look-up for each program: a customer may have any number of conversions in it.
            let sql = "
                select p.id from customers c join programs p on p.workspace = c.workspace and p.mode = c.mode
                where c.workspace = ?1 and c.mode = ?2 and c.external_id = ?3 and (
                    exists (select 1 from touches where customer = c.id and program = p.id)
                    or exists (select 1 from conversions where customer = c.id and program = p.id)
                )
                order by p.id";
            each(conn, sql, params![workspace, mode, external_id], |row| word(row, 0, ("programs", "id")))
        }
    }
}

pub(super) fn put_account(conn: &Connection, account: &PayingAccount) -> Result<(), Fault> {
    upsert!(conn, "paying_accounts", account, [program = text(account.program)], {
        workspace = text(account.scope.workspace),
        mode = account.scope.mode.name(),
    })
}

fn account(conn: &Connection, scope: Scope, program: ProgramId) -> Result<Option<PayingAccount>, Fault> {
    let sql = "select program, body from paying_accounts where program = ?1 and workspace = ?2 and mode = ?3";
    one(conn, "paying_accounts", sql, params![text(program), text(scope.workspace), scope.mode.name()])
}

#[async_trait]
impl Programs for SqliteBook {
    async fn program_names(
        &self,
        scope: Scope,
        ids: &[ProgramId],
    ) -> Result<BTreeMap<ProgramId, String>, StorageError> {
        let sql = "
            select id, name from programs
            where id in (select value from json_each(?1)) and workspace = ?2 and mode = ?3";
        self.look(|conn| names(conn, "programs", sql, scope, ids))
    }

    async fn programs(&self, scope: Scope) -> Result<Vec<Program>, StorageError> {
        let sql = "select id, body from programs where workspace = ?1 and mode = ?2 order by id";
        self.look(|conn| all(conn, "programs", sql, params![text(scope.workspace), scope.mode.name()]))
    }

    async fn all_programs(&self) -> Result<Vec<Program>, StorageError> {
        self.scan(move |conn| {
            readable(conn, "programs", "select id, body from programs order by id", ([], usize::MAX))
        })
        .await
    }

    async fn programs_knowing(
        &self,
        scope: Scope,
        clue: ProgramClue<'_>,
    ) -> Result<Vec<ProgramId>, StorageError> {
        self.look(|conn| programs_knowing(conn, scope, clue))
    }

    async fn logo(&self, program: ProgramId) -> Result<Option<Logo>, StorageError> {
        self.look(|conn| {
            one(conn, "logos", "select program, body from logos where program = ?1", [text(program)])
        })
    }

    async fn paying_account(
        &self,
        scope: Scope,
        program: ProgramId,
    ) -> Result<Option<PayingAccount>, StorageError> {
        self.look(move |conn| account(conn, scope, program))
    }

    async fn rulebook(&self, scope: Scope, program: ProgramId) -> Result<Option<Rulebook>, StorageError> {
        self.look(|conn| rulebook(conn, scope, program))
    }
}
