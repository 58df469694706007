//! Log-in, one's own account, the team, keys and the audit log.

#[expect(
    clippy::module_inception,
    reason = "the noun is the same: one's own account among all that is about people"
)]
mod account;
mod applications;
mod audit_log;
mod keys;
mod lead_forms;
mod password;
mod second_factor;
mod session;
mod set_up;
mod team;
mod workspace;

use crate::state::Api;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) fn router() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(
            session::open::open_session,
            session::show::show_session,
            session::close::close_session
        ))
        .routes(routes!(set_up::show::show_set_up, set_up::begin::set_up))
        .routes(routes!(session::link::send_log_in_link))
        .routes(routes!(password::send_reset::send_password_reset))
        .routes(routes!(password::reset::reset_password))
        .routes(routes!(password::change::change_password))
        .routes(routes!(account::rename::rename_user))
        .routes(routes!(account::list_sessions::list_sessions))
        .routes(routes!(account::end_session::end_session))
        .routes(routes!(account::leave::leave_workspace))
        .routes(routes!(second_factor::begin::begin_second_factor))
        .routes(routes!(second_factor::confirm::confirm_second_factor))
        .routes(routes!(second_factor::remove::remove_second_factor))
        .routes(routes!(team::list::list_team))
        .routes(routes!(team::change_role::change_role, team::remove::remove_member))
        .routes(routes!(team::list_invitations::list_invitations, team::invite::invite))
        .routes(routes!(team::accept::accept_invitation))
        .routes(routes!(team::revoke_invitation::revoke_invitation))
        .routes(routes!(keys::list::list_keys, keys::create::create_key))
        .routes(routes!(keys::rotate::rotate_key))
        .routes(routes!(keys::revoke::revoke_key))
        .routes(routes!(workspace::show::show_workspace, workspace::rename::rename_workspace))
        .routes(routes!(applications::apply::apply))
        .routes(routes!(applications::show_program::show_program_profile))
        .routes(routes!(applications::show_logo::show_logo))
        .routes(routes!(lead_forms::show::show_lead_form))
        .routes(routes!(lead_forms::submit::submit_lead_form))
        .routes(routes!(audit_log::list::list_audit_log))
}
