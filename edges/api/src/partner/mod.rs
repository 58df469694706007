//! The partner's side. A handler here gets a portal and nothing else: it cannot reach the book, and no deed of
//! the merchant's side.

mod codes;
mod commissions;
mod conversions;
mod deals;
mod disputes;
mod enrollments;
mod explanation;
mod journey;
mod links;
mod method;
mod overview;
mod part;
mod profile;
mod recruits;
mod referrals;
mod statement;
mod statement_document;
mod statements;
mod submissions;
mod transfers;

use crate::state::Api;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) fn router() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(profile::get_own_profile, profile::update_own_profile))
        .routes(routes!(enrollments::list_own_enrollments, part::apply_to_another_program))
        .routes(routes!(links::list_own_links, links::create_own_link))
        .routes(routes!(codes::list_own_codes))
        .routes(routes!(method::get_own_payout_method, method::set_own_payout_method))
        .routes(routes!(method::list_own_payout_methods))
        .routes(routes!(deals::list_own_deals, deals::register_deal))
        .routes(routes!(disputes::list_own_disputes, disputes::open_dispute))
        .routes(routes!(disputes::get_own_dispute))
        .routes(routes!(disputes::transition_own_dispute))
        .routes(routes!(submissions::list_own_submissions))
        .routes(routes!(overview::get_own_overview))
        .routes(routes!(conversions::list_own_conversions))
        .routes(routes!(journey::get_own_journey))
        .routes(routes!(recruits::list_own_recruits))
        .routes(routes!(referrals::list_own_referrals))
        .routes(routes!(commissions::list_own_commissions))
        .routes(routes!(statements::list_own_statements))
        .routes(routes!(statement::get_own_statement))
        .routes(routes!(statement_document::download_own_statement))
        .routes(routes!(transfers::list_own_transfers))
        .routes(routes!(part::accept_enrollment))
        .routes(routes!(part::leave_enrollment))
        .routes(routes!(part::get_own_terms, part::accept_terms))
        .routes(routes!(explanation::explain_own_conversion))
}
