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
        .routes(routes!(session::open::log_in, session::show::get_session, session::close::log_out))
        .routes(routes!(set_up::show::get_setup, set_up::begin::complete_setup))
        .routes(routes!(session::link::send_login_link))
        .routes(routes!(password::send_reset::send_password_reset))
        .routes(routes!(password::reset::reset_password))
        .routes(routes!(password::change::change_password))
        .routes(routes!(account::rename::rename_user))
        .routes(routes!(account::list_sessions::list_sessions))
        .routes(routes!(account::end_session::end_session))
        .routes(routes!(account::leave::leave_workspace))
        .routes(routes!(second_factor::begin::start_second_factor))
        .routes(routes!(second_factor::confirm::confirm_second_factor))
        .routes(routes!(second_factor::remove::remove_second_factor))
        .routes(routes!(team::list::list_team))
        .routes(routes!(team::change_role::change_role, team::remove::remove_member))
        .routes(routes!(team::list_invitations::list_invitations, team::invite::create_invitation))
        .routes(routes!(team::accept::accept_invitation))
        .routes(routes!(team::revoke_invitation::revoke_invitation))
        .routes(routes!(keys::list::list_keys, keys::create::create_key))
        .routes(routes!(keys::rotate::rotate_key))
        .routes(routes!(keys::revoke::revoke_key))
        .routes(routes!(workspace::show::get_workspace, workspace::rename::rename_workspace))
        .routes(routes!(applications::apply::apply_to_program))
        .routes(routes!(applications::show_program::get_program_profile))
        .routes(routes!(applications::show_logo::get_logo))
        .routes(routes!(lead_forms::show::get_lead_form))
        .routes(routes!(lead_forms::submit::submit_lead_form))
        .routes(routes!(audit_log::list::list_audit_log))
}
