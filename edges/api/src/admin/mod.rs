//! Administration with a secret key: what this line needs to set up, read and close.

mod balances;
mod books;
mod bulk;
mod clicks;
mod codes;
mod commissions;
mod conversions;
mod corrections;
mod customers;
mod deals;
mod decisions;
mod disputes;
mod enrollments;
mod external_ids;
mod facts;
mod groups;
mod key;
mod links;
mod live;
mod overview;
mod partners;
mod payout_methods;
mod payouts;
mod policies;
mod programs;
mod rates;
mod referrals;
mod reviews;
mod rules;
mod search;
mod simulations;
mod statements;
mod submissions;
mod terms;

pub(crate) use bulk::BULK_MAX;
pub use live::watch::LIVE_STREAMS;
pub(crate) use overview::show::ShowOverview;
pub use simulations::ask::read_simulation;
pub(crate) use statements::document::WantedDocument;

use crate::state::Api;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) fn router() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .merge(owed())
        .merge(payouts_and_books())
        .merge(integrations())
        .routes(routes!(programs::create::create_program, programs::list::list_programs))
        .routes(routes!(programs::show::get_program, programs::update::update_program))
        .routes(routes!(programs::logo::set_logo, programs::logo::remove_logo))
        .merge(payments())
        .routes(routes!(policies::publish::publish_policy))
        .routes(routes!(policies::list::list_policies))
        .routes(routes!(rules::lint::lint_rules))
        .routes(routes!(policies::compare::compare_policies))
        .routes(routes!(groups::list::list_groups))
        .routes(routes!(terms::list::list_terms))
        .routes(routes!(terms::compare::compare_terms))
        .routes(routes!(terms::publish::publish_terms))
        .routes(routes!(partners::enroll::enroll_partner, partners::list::list_partners))
        .routes(routes!(partners::show::get_partner, partners::update::update_partner))
        .routes(routes!(enrollments::list::list_enrollments))
        .routes(routes!(links::create::create_link, links::list::list_links))
        .routes(routes!(links::show::get_link, links::update::update_link))
        .routes(routes!(codes::create::create_code, codes::list::list_codes))
        .routes(routes!(clicks::list::list_clicks))
        .routes(routes!(clicks::count::count_clicks))
        .routes(routes!(live::watch::watch_clicks))
        .routes(routes!(customers::list::list_customers))
        .routes(routes!(overview::show::get_overview))
        .routes(routes!(customers::journey::get_journey))
        .routes(routes!(customers::show::get_customer, customers::erase::erase_customer))
        .routes(routes!(referrals::list::list_referrals))
        .routes(routes!(decisions::list::list_decisions))
        .routes(routes!(conversions::list::list_conversions))
        .routes(routes!(conversions::show::get_conversion))
        .routes(routes!(conversions::explain::explain_conversion))
        .routes(routes!(enrollments::step::transition_enrollments))
        .routes(routes!(enrollments::update::update_enrollment))
        .routes(routes!(enrollments::relocate::move_enrollments))
        .routes(routes!(groups::create::create_group))
        .routes(routes!(groups::rename::rename_group))
        .routes(routes!(links::create_many::create_links))
        .routes(routes!(codes::archive::archive_code))
        .routes(routes!(codes::update::update_code))
        .routes(routes!(corrections::make::create_correction))
        .routes(routes!(corrections::list::list_corrections))
        .routes(routes!(corrections::take_back::revoke_correction))
        .routes(routes!(reviews::list::list_reviews))
        .routes(routes!(deals::enter::create_deal, deals::list::list_deals))
        .routes(routes!(deals::show::get_deal))
        .routes(routes!(deals::step::transition_deal))
        .routes(routes!(submissions::list::list_submissions))
        .routes(routes!(submissions::accept::accept_submission))
        .routes(routes!(submissions::reject::reject_submission))
        .routes(routes!(submissions::show::get_submission, submissions::erase::erase_submission))
        .routes(routes!(simulations::ask::create_simulation))
        .routes(routes!(simulations::list::list_simulations))
        .routes(routes!(simulations::show::get_simulation))
        .routes(routes!(simulations::list_partners::list_simulation_partners))
        .routes(routes!(simulations::list_changes::list_simulation_changes))
        .routes(routes!(simulations::cancel::cancel_simulation))
        .routes(routes!(simulations::apply::apply_simulation))
        .routes(routes!(reviews::accept::accept_review))
        .routes(routes!(reviews::dismiss::dismiss_review))
        .routes(routes!(facts::list::list_facts))
        .routes(routes!(search::find::search))
        .routes(routes!(key::show::get_key))
}

/// What connectors to other systems need.
fn integrations() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(external_ids::list::list_external_ids, external_ids::link::link_external_id))
        .routes(routes!(external_ids::unlink::unlink_external_id))
}

/// What is owed, disputed and stated.
fn owed() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(commissions::list::list_commissions, commissions::grant::grant_commission))
        .routes(routes!(commissions::approve_due::approve_due_commissions))
        .routes(routes!(statements::close::close_statements))
        .routes(routes!(statements::list::list_statements))
        .routes(routes!(statements::show::get_statement))
        .routes(routes!(statements::document::download_statement))
        .routes(routes!(disputes::list::list_disputes))
        .routes(routes!(disputes::show::get_dispute, disputes::erase::erase_dispute))
        .routes(routes!(disputes::step::transition_dispute))
        .routes(routes!(commissions::review::transition_commissions))
        .routes(routes!(commissions::reprice::reprice_commissions))
        .routes(routes!(balances::list::list_balances))
}

/// How partners are paid: where to, from where, and at which rates.
fn payments() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(
            programs::paying_account::get_paying_account,
            programs::paying_account::set_paying_account,
            programs::paying_account::remove_paying_account
        ))
        .routes(routes!(rates::enter::create_rate, rates::list::list_rates))
        .routes(routes!(rates::import::import_rates))
        .routes(routes!(payout_methods::list::list_payout_methods))
        .routes(routes!(payout_methods::show::get_payout_method))
}

/// What is paid, and the books.
fn payouts_and_books() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(payouts::make::create_batch, payouts::list::list_batches))
        .routes(routes!(payouts::show::get_batch))
        .routes(routes!(payouts::step::transition_batch))
        .routes(routes!(payouts::file::download_batch_file))
        .routes(routes!(payouts::list_left_out::list_skipped_statements))
        .routes(routes!(payouts::tell_many::import_outcomes))
        .routes(routes!(payouts::list_transfers::list_transfers))
        .routes(routes!(payouts::tell::record_outcome))
        .routes(routes!(payouts::rules::get_payout_rules, payouts::rules::update_payout_rules))
        .routes(routes!(payouts::reconcile::get_reconciliation))
        .routes(routes!(books::trial_balance::get_trial_balance))
        .routes(routes!(books::ledger::export_general_ledger))
        .routes(routes!(books::liabilities::list_liabilities))
}
