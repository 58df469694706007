//! The workspace with its keys, and programs with their policies, groups and terms.

use super::{
    fault::Fault,
    read::{all, one, readable, text},
    version,
    write::upsert,
};
use engine::ports::VersionKey;
use program::{ApiKey, Group, Logo, Policy, Program, Terms, Workspace};
use rusqlite::{Connection, params};
use settlement::Rulebook;
use words::{PolicyId, ProgramId, Scope};

pub(super) fn put_workspace(conn: &Connection, workspace: &Workspace) -> Result<(), Fault> {
    upsert!(conn, "workspaces", workspace, [id = text(workspace.id)], {
        created_at = workspace.created_at.micros(),
    })
}

pub(super) fn put_key(conn: &Connection, key: &ApiKey) -> Result<(), Fault> {
    upsert!(conn, "api_keys", key, [id = text(key.id)], {
        workspace = text(key.scope.workspace),
        mode = key.scope.mode.name(),
        hash = key.hash,
        created_at = key.created_at.micros(),
    })
}

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

pub(super) fn logo(conn: &Connection, program: ProgramId) -> Result<Option<Logo>, Fault> {
    one(conn, "logos", "select program, body from logos where program = ?1", [text(program)])
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

pub(super) fn workspaces(conn: &Connection) -> Result<Vec<Workspace>, Fault> {
    all(conn, "workspaces", "select id, body from workspaces order by id", [])
}

pub(super) fn key_by_hash(conn: &Connection, hash: &str) -> Result<Option<ApiKey>, Fault> {
    one(conn, "api_keys", "select id, body from api_keys where hash = ?1", [hash])
}

pub(super) fn programs(conn: &Connection, scope: Scope) -> Result<Vec<Program>, Fault> {
    let sql = "select id, body from programs where workspace = ?1 and mode = ?2 order by id";
    all(conn, "programs", sql, params![text(scope.workspace), scope.mode.name()])
}

pub(super) fn all_programs(conn: &Connection) -> Result<Vec<Program>, Fault> {
    readable(conn, "programs", "select id, body from programs order by id", ([], usize::MAX))
}

pub(super) fn rulebook(conn: &Connection, scope: Scope, id: ProgramId) -> Result<Option<Rulebook>, Fault> {
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
