//! Administration with a secret key: what this line needs to set up, read and close.

mod balances;
mod clicks;
mod codes;
mod commissions;
mod conversions;
mod customers;
mod facts;
mod key;
mod links;
mod partners;
mod policies;
mod programs;
mod statements;
mod terms;

use crate::state::Api;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) fn router() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(programs::create::create_program, programs::list::list_programs))
        .routes(routes!(programs::show::show_program))
        .routes(routes!(policies::publish::publish_policy))
        .routes(routes!(policies::compare::compare_policies))
        .routes(routes!(terms::compare::compare_terms))
        .routes(routes!(terms::publish::publish_terms))
        .routes(routes!(partners::enrol::enrol_partner, partners::list::list_partners))
        .routes(routes!(partners::show::show_partner))
        .routes(routes!(links::create::create_link, links::list::list_links))
        .routes(routes!(links::show::show_link))
        .routes(routes!(codes::create::create_code))
        .routes(routes!(clicks::count::count_clicks))
        .routes(routes!(customers::show::show_customer))
        .routes(routes!(conversions::list::list_conversions))
        .routes(routes!(conversions::show::show_conversion))
        .routes(routes!(conversions::explain::explain_conversion))
        .routes(routes!(commissions::list::list_commissions))
        .routes(routes!(commissions::approve_due::approve_due))
        .routes(routes!(statements::close::close_month))
        .routes(routes!(statements::list::list_statements))
        .routes(routes!(statements::show::show_statement))
        .routes(routes!(balances::list::list_balances))
        .routes(routes!(facts::list::list_facts))
        .routes(routes!(key::show::show_key))
}
