//! What every book must do, case by case.

mod answers;
mod audit;
mod clues;
mod commissions;
mod commits;
mod conversions;
mod customers;
mod external_ids;
mod extremes;
mod facts;
mod figures;
mod jobs;
mod ledger;
mod lists;
mod names;
mod observe;
mod paging;
mod payouts;
mod people;
mod programs;
mod races;
mod reports;
mod scene;
mod scopes;
mod statements;
mod totals;
mod unique;
mod versions;

use super::{at_once, run_cases, sorted_by};
use engine::ports::{
    AuditLog, Book, Changes, CommitError, Commits, Facts, Jobs, Letters, Links, Lists, Page, Row,
};
use std::{fmt::Debug, sync::Arc};

/// Holds a book to the contract of its port. `open` answers an empty book each time, and may need
/// a runtime with timers; concurrency shows most on one with several threads.
///
/// A store that has only some of the ports yet can be held to those: each of the other functions here asks for the
/// ports that its cases use.
pub async fn run_book<F, Fut>(open: F)
where
    F: Fn() -> Fut,
    Fut: Future<Output = Arc<dyn Book>>,
{
    run_paying(&open).await;
    run_external_ids(&open).await;
    run_commits(&open).await;
    run_facts(&open).await;
    run_links(&open).await;
    run_jobs(&open).await;
    run_letters(&open).await;
    run_audit_log(&open).await;
    run_reports(&open).await;
    run_cases! { open;
        commits::a_commit_is_all_or_nothing,
        commits::rows_take_the_place_of_their_identity,
        commits::an_empty_commit_is_no_fault,
        versions::every_key_has_a_version_of_its_own,
        unique::each_uniqueness_has_its_name,
        unique::what_differs_in_one_part_is_another,
        unique::an_identity_is_written_once_however_many_try,
        totals::what_was_earned_with_a_customer_is_told_by_their_commissions,
        answers::answers_are_forgotten_from_the_oldest_on,
        people::people_are_found_by_what_they_show,
        people::what_has_expired_is_forgotten_and_nothing_else,
        scopes::every_read_respects_the_scope,
        programs::a_rulebook_holds_the_whole_program,
        programs::a_paying_account_is_its_programs_and_the_latest,
        programs::a_logo_is_its_programs_and_the_latest,
        programs::keys_links_and_codes_are_found_as_people_write_them,
        programs::snapshots_show_enrollment_and_partner,
        names::names_of_a_page_are_found_at_once,
        clues::programs_are_known_by_code_conversion_and_customer,
        customers::a_file_holds_what_the_program_knows,
        customers::customers_are_found_by_what_they_were_ever_known_as,
        customers::a_history_holds_the_bond_and_what_people_decided,
        customers::customer_histories_hold_what_files_and_histories_hold,
        customers::history_is_told_from_a_position_on,
        customers::a_history_is_read_part_by_part,
        customers::priors_count_the_credits_before,
        customers::customers_are_listed_with_their_programs,
        conversions::filters_narrow_a_list,
        conversions::a_sale_and_its_refunds_find_each_other,
        conversions::a_case_file_holds_what_explains_a_conversion,
        commissions::filters_tell_states_apart,
        commissions::due_is_what_has_something_to_approve,
        commissions::unstated_is_what_statements_do_not_show,
        commissions::enrollments_wait_for_statements,
        statements::statements_are_read_as_they_were_written,
        paging::every_list_gives_each_row_once,
        lists::any_filters_and_any_sort_give_the_same_rows,
        lists::rows_that_come_meanwhile_neither_repeat_nor_hide_any,
        extremes::any_text_comes_back_as_it_was,
        extremes::texts_differ_when_their_bytes_do,
        extremes::the_ends_of_64_bits_and_of_time_survive,
    }
}

/// What commits promise, whatever else a store can do.
pub async fn run_commits<B, F, Fut>(open: F)
where
    B: Commits + Facts + Links + ?Sized + 'static,
    F: Fn() -> Fut,
    Fut: Future<Output = Arc<B>>,
{
    run_cases! { open;
        commits::a_failing_neighbor_leaves_the_others_be,
        versions::versions_count_commits_and_conflict,
        versions::what_was_only_read_must_still_hold_and_stays,
        versions::nobody_is_lost_among_64_who_decide_anew,
        unique::what_a_row_gives_up_is_free,
        totals::guards_hold_and_totals_add_up,
        totals::a_cap_is_never_exceeded_by_64_at_once,
        totals::a_total_never_wraps,
        answers::an_answer_stands_for_a_day_and_may_then_be_replaced,
        extremes::the_longest_names_are_identities,
        races::of_several_errors_the_first_is_reported,
        races::of_two_that_rest_on_each_other_one_goes_through,
        races::of_two_guarded_by_each_others_totals_one_goes_through,
        races::commits_that_cross_each_other_all_go_through,
        races::a_link_that_many_rename_has_the_slug_that_it_says,
        races::one_of_many_links_gets_a_slug,
        races::one_of_many_answers_is_kept,
        races::a_canceled_commit_is_whole_or_nothing,
    }
}

/// Facts, and how they are numbered.
pub async fn run_facts<B, F, Fut>(open: F)
where
    B: Commits + Facts + ?Sized + 'static,
    F: Fn() -> Fut,
    Fut: Future<Output = Arc<B>>,
{
    run_cases! { open;
        facts::numbers_follow_the_commits_without_gaps,
        facts::numbers_have_no_gaps_after_64_commits_at_once,
        facts::a_consumer_reads_on_from_where_it_was,
        facts::each_kind_comes_back_as_it_was,
        facts::facts_of_one_key_stand_in_the_order_of_its_versions,
        facts::a_reader_beside_many_writers_misses_no_fact,
    }
}

/// Links and codes, found and listed.
pub async fn run_links<B, F, Fut>(open: F)
where
    B: Commits + Links + Lists + ?Sized + 'static,
    F: Fn() -> Fut,
    Fut: Future<Output = Arc<B>>,
{
    run_cases! { open;
        lists::a_list_says_what_its_words_say,
        lists::a_value_of_another_kind_lists_nothing,
        extremes::nothing_is_found_by_a_name_with_a_zero,
    }
}

/// Lists of links and codes, for a store that has no other lists. [`run_book`] asks the same of every noun.
pub async fn run_lists_of_links<B, F, Fut>(open: F)
where
    B: Commits + Lists + ?Sized + 'static,
    F: Fn() -> Fut,
    Fut: Future<Output = Arc<B>>,
{
    run_cases! { open;
        lists::any_filters_and_any_sort_give_the_same_links,
        lists::links_that_come_meanwhile_neither_repeat_nor_hide_any,
    }
}

pub async fn run_jobs<B, F, Fut>(open: F)
where
    B: Commits + Jobs + ?Sized + 'static,
    F: Fn() -> Fut,
    Fut: Future<Output = Arc<B>>,
{
    run_cases! { open; jobs::jobs_are_put_due_and_done_once }
}

pub async fn run_letters<B, F, Fut>(open: F)
where
    B: Commits + Letters + ?Sized + 'static,
    F: Fn() -> Fut,
    Fut: Future<Output = Arc<B>>,
{
    run_cases! { open; people::letters_wait_until_they_are_due_and_go_once }
}

pub async fn run_audit_log<B, F, Fut>(open: F)
where
    B: AuditLog + Commits + ?Sized + 'static,
    F: Fn() -> Fut,
    Fut: Future<Output = Arc<B>>,
{
    run_cases! { open; people::the_audit_log_is_told_newest_first_to_its_own_scope }
}

/// What is paid, and that the books say so.
async fn run_paying<F, Fut>(open: &F)
where
    F: Fn() -> Fut,
    Fut: Future<Output = Arc<dyn Book>>,
{
    run_cases! { open;
        ledger::balances_sum_postings_by_account_and_currency,
        payouts::a_statement_is_paid_by_one_transfer_at_a_time,
        payouts::what_was_left_out_is_told_in_order,
        payouts::the_ledger_is_told_in_order_and_added_up,
        payouts::what_is_owed_is_told_by_day,
        audit::a_good_book_is_clean,
        audit::entries_that_do_not_balance_are_found,
        audit::entries_about_payments_balance_in_each_currency,
        audit::commissions_without_their_earning_are_found,
        audit::accounts_that_differ_from_commissions_are_found,
        audit::statements_that_do_not_add_up_are_found,
    }
}

/// Ids of other systems.
async fn run_external_ids<F, Fut>(open: &F)
where
    F: Fn() -> Fut,
    Fut: Future<Output = Arc<dyn Book>>,
{
    run_cases! { open;
        external_ids::a_record_names_one_object_and_an_object_has_many,
        external_ids::what_is_unlinked_is_free,
        external_ids::a_commit_with_an_id_that_is_gone_changes_nothing,
    }
}

/// What was credited and earned, added up.
async fn run_reports<F, Fut>(open: &F)
where
    F: Fn() -> Fut,
    Fut: Future<Output = Arc<dyn Book>>,
{
    run_cases! { open;
        reports::what_was_credited_is_added_up_by_time_and_partner,
        reports::a_partner_sees_what_their_evidence_was_weighed_in,
        figures::figures_are_the_count_of_all_rows_after_any_history,
    }
}

type Store = Arc<dyn Book>;

/// Changes of nothing but rows.
fn rows(rows: impl IntoIterator<Item = Row>) -> Changes {
    Changes { rows: rows.into_iter().collect(), ..Changes::default() }
}

/// A page that holds whatever a case has written.
fn all<I>() -> Page<I> {
    Page { after: None, limit: 1_000 }
}

/// Reads a list to its end, `limit` rows at a time, and checks what readers rely on: pages are full
/// up to the last, and each row's cursor lies beyond the one before.
async fn read_in_pages<C, T>(
    limit: usize,
    cursor: impl Fn(&T) -> C,
    fetch: impl AsyncFn(Option<C>) -> Vec<T>,
) -> Vec<T>
where
    C: Copy + PartialOrd + Debug,
{
    let (mut after, mut read) = (None, Vec::new());
    loop {
        let page = fetch(after).await;
        assert!(page.len() <= limit, "{} rows on a page of {limit}", page.len());
        let is_last = page.len() < limit;
        for row in &page {
            let at = Some(cursor(row));
            assert!(at > after, "{at:?} comes after {after:?}");
            after = at;
        }
        read.extend(page);
        if is_last {
            assert!(fetch(after).await.is_empty(), "a page that was not full was not the last");
            return read;
        }
    }
}

/// Commits under the name that all of the suite's commits bear.
async fn commit(book: &(impl Commits + ?Sized), changes: Changes) -> Result<(), CommitError> {
    book.commit("conformance", changes).await
}
