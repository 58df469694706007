//! Deeds: a workspace made by the operator, and renamed by its owner.

use crate::{
    Engine, Error, Operator, Permit,
    audit::{self, view},
    author::Author,
    need::WriteWorkspace,
    ports::{Changes, Row},
};
use facts::{Event, WorkspaceCreated};
use program::{NAME_CHARACTERS_MAX, Workspace};
use words::{Instant, Mode, Scope, WorkspaceId, check_text};

pub async fn create(engine: &Engine, name: &str) -> Result<Workspace, Error> {
    check_text("name", name, NAME_CHARACTERS_MAX)?;
    let attempt = move || async move { Ok(draft(engine, name, engine.now())) };
    engine.transact_by(Author::operator(), "create_workspace", attempt).await
}

/// A workspace, and what making it commits.
pub(crate) fn draft(engine: &Engine, name: &str, now: Instant) -> (Workspace, Changes) {
    let id = WorkspaceId::draw(now, engine.draw());
    let scope = Scope { workspace: id, mode: Mode::Live };
    let workspace = Workspace { id, name: name.to_owned(), created_at: now };
    let permit = &Operator { scope }.permit::<WriteWorkspace>();
    let created = Event::WorkspaceCreated(WorkspaceCreated { workspace: id });
    let facts = vec![engine.fact(scope, now, created)];
    let audit = vec![audit::entry(engine, permit, now, "workspace.created", id, (None, view(&workspace)))];
    let rows = vec![Row::Workspace(workspace.clone())];
    (workspace, Changes { rows, facts, audit, ..Changes::default() })
}

pub async fn rename(
    engine: &Engine,
    caller: &Permit<WriteWorkspace>,
    name: &str,
) -> Result<Workspace, Error> {
    check_text("name", name, NAME_CHARACTERS_MAX)?;
    let id = caller.scope.workspace;
    let attempt = move || async move {
        let now = engine.now();
        let before = engine.book().workspace(id).await?;
        let before = before.ok_or_else(|| Error::not_found("workspace", id))?;
        let after = Workspace { name: name.to_owned(), ..before.clone() };
        let audit =
            vec![audit::entry(engine, caller, now, "workspace.renamed", id, (view(&before), view(&after)))];
        let rows = vec![Row::Workspace(after.clone())];
        Ok((after, Changes { rows, audit, ..Changes::default() }))
    };
    engine.transact_unnamed("rename_workspace", attempt).await
}
