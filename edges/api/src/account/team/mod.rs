//! `/v1/team` and `/v1/invitations`.

pub(super) mod accept;
pub(super) mod change_role;
pub(super) mod invite;
pub(super) mod list;
pub(super) mod list_invitations;
pub(super) mod remove;
pub(super) mod revoke_invitation;
