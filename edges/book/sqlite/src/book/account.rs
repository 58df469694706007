//! Workspaces, users and their seats.

use super::{
    SqliteBook,
    fault::Fault,
    read::{all, each, noun, one, text},
    write::upsert,
};
use async_trait::async_trait;
use engine::ports::{Accounts, StorageError};
use program::{Invitation, Membership, User, Workspace};
use rusqlite::Connection;
use words::{EmailHash, Instant, InvitationId, MembershipId, UserId, WorkspaceId};

pub(super) fn put_workspace(conn: &Connection, workspace: &Workspace) -> Result<(), Fault> {
    upsert!(conn, "workspaces", workspace, [id = text(workspace.id)], {
        created_at = workspace.created_at.micros(),
    })
}

pub(super) fn put_user(conn: &Connection, user: &User) -> Result<(), Fault> {
    upsert!(conn, "users", user, [id = text(user.id)], {
        email_hash = user.personal.email_hash.as_ref().map_or_else(|| text(user.id), |hash| hash.0.clone()),
        created_at = user.created_at.micros(),
    })
}

pub(super) fn put_membership(conn: &Connection, membership: &Membership) -> Result<(), Fault> {
    upsert!(conn, "memberships", membership, [id = text(membership.id)], {
        workspace = text(membership.workspace),
        user = text(membership.user),
        seat = membership.seat.name(),
        role = membership.seat.role().name(),
        created_at = membership.created_at.micros(),
        ended_at = membership.ended_at.map(Instant::micros),
    })
}

pub(super) fn put_invitation(conn: &Connection, invitation: &Invitation) -> Result<(), Fault> {
    upsert!(conn, "invitations", invitation, [id = text(invitation.id)], {
        workspace = text(invitation.workspace),
        status = invitation.status.name(),
        created_at = invitation.created_at.micros(),
        expires_at = invitation.expires_at.micros(),
    })
}

#[async_trait]
impl Accounts for SqliteBook {
    async fn workspaces(&self) -> Result<Vec<Workspace>, StorageError> {
        self.look(|conn| all(conn, "workspaces", "select id, body from workspaces order by id", []))
    }

    async fn workspace(&self, id: WorkspaceId) -> Result<Option<Workspace>, StorageError> {
        let sql = "select id, body from workspaces where id = ?1";
        self.look(|conn| one(conn, "workspaces", sql, [text(id)]))
    }

    async fn user(&self, id: UserId) -> Result<Option<User>, StorageError> {
        self.look(|conn| one(conn, "users", "select id, body from users where id = ?1", [text(id)]))
    }

    async fn user_by_email(&self, hash: &EmailHash) -> Result<Option<User>, StorageError> {
        let sql = "select id, body from users where email_hash = ?1";
        self.look(|conn| one(conn, "users", sql, [&hash.0]))
    }

    async fn membership(&self, id: MembershipId) -> Result<Option<Membership>, StorageError> {
        let sql = "select id, body from memberships where id = ?1";
        self.look(|conn| one(conn, "memberships", sql, [text(id)]))
    }

    async fn memberships_of(&self, user: UserId) -> Result<Vec<Membership>, StorageError> {
        let sql = "select id, body from memberships where user = ?1 order by id";
        self.look(|conn| all(conn, "memberships", sql, [text(user)]))
    }

    async fn members(&self, workspace: WorkspaceId) -> Result<Vec<(Membership, User)>, StorageError> {
        let sql = "
            select m.id, m.body, u.id, u.body from memberships m join users u on u.id = m.user
            where m.workspace = ?1 order by m.id";
        self.look(|conn| {
            each(conn, sql, [text(workspace)], |row| {
                Ok((noun(row, 0, "memberships")?, noun(row, 2, "users")?))
            })
        })
    }

    async fn invitation(&self, id: InvitationId) -> Result<Option<Invitation>, StorageError> {
        let sql = "select id, body from invitations where id = ?1";
        self.look(|conn| one(conn, "invitations", sql, [text(id)]))
    }

    async fn invitations(&self, workspace: WorkspaceId) -> Result<Vec<Invitation>, StorageError> {
        let sql = "select id, body from invitations where workspace = ?1 order by id";
        self.look(|conn| all(conn, "invitations", sql, [text(workspace)]))
    }
}
