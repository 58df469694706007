//! What every click store must do, case by case.

mod appends;
mod counts;
mod lists;
mod months;
mod visitors;

use super::{at_once, run_cases, sorted_by};
use engine::ports::Clicks;
use std::{sync::Arc, time::Duration};

/// Holds a click store to the contract of its port. `open` answers an empty store each time; needs
/// a runtime with timers, and concurrency shows most on one with several threads.
pub async fn run_clicks<F, Fut>(open: F)
where
    F: Fn() -> Fut,
    Fut: Future<Output = Arc<dyn Clicks>>,
{
    run_cases! { open;
        appends::what_is_appended_can_be_read,
        appends::of_200_at_once_all_are_stored_once,
        appends::a_click_sent_again_is_stored_once,
        appends::a_click_survives_a_caller_who_stops_waiting,
        visitors::a_visitors_clicks_come_newest_first,
        visitors::only_people_of_the_scope_and_program_are_visitors,
        lists::clicks_are_listed_newest_first_in_pages,
        counts::people_are_added_up_by_time_link_and_source,
        counts::links_are_counted_by_verdict,
        counts::unknown_slugs_are_counted_by_day,
        months::retiring_drops_whole_months_only,
    }
}

type Store = Arc<dyn Clicks>;

/// Whether `holds` comes true within three seconds, for what the port promises to do soon.
async fn soon(holds: impl AsyncFn() -> bool) -> bool {
    for _ in 0..150 {
        if holds().await {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    false
}
