//! `GET /v1/overview`.

use crate::{
    access::Allowed,
    intake::{Query, optional},
    problem::{CustomerProblems, Problem},
    wire::Overview,
};
use axum::Json;
use engine::{OverviewInput, need::ReadConversions, overview};
use report::{Comparison, Period};
use serde::Deserialize;
use utoipa::IntoParams;
use words::{Instant, Invalid};

const DAYS_DEFAULT: i32 = 30;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ShowOverview {
    /// May be left out while all programs have one currency.
    program_id: Option<String>,
    /// The first day, such as 2026-11-01; with `until`. The last 30 days, if both are absent.
    #[param(format = Date)]
    from: Option<String>,
    /// The last day, included.
    #[param(format = Date)]
    until: Option<String>,
    /// A name of the IANA database, by which days are told apart; `UTC` if absent.
    #[param(example = "Europe/Berlin")]
    time_zone: Option<String>,
    /// `previous`: as many days directly before; `year_earlier`: the same days a year before; `none` if absent.
    compare: Option<String>,
}

impl ShowOverview {
    pub(crate) fn input(&self, now: Instant) -> Result<OverviewInput, Invalid> {
        let zone = self.time_zone.as_deref().unwrap_or("UTC");
        let (from, until) =
            (optional("from", self.from.as_deref())?, optional("until", self.until.as_deref())?);
        let period = match (from, until) {
            (Some(from), Some(until)) => Period::new(from, until, zone)?,
            (None, None) => Period::up_to(now, DAYS_DEFAULT, zone)?,
            (Some(_), None) => {
                return Err(Invalid::new("until", "a day like 2026-11-22, since `from` is one"));
            }
            (None, Some(_)) => {
                return Err(Invalid::new("from", "a day like 2026-11-01, since `until` is one"));
            }
        };
        let comparison = match self.compare.as_deref() {
            None | Some("none") => None,
            Some("previous") => Some(Comparison::Previous),
            Some("year_earlier") => Some(Comparison::YearEarlier),
            Some(_) => return Err(Invalid::new("compare", "previous, year_earlier or none")),
        };
        let program = optional("program_id", self.program_id.as_deref())?;
        Ok(OverviewInput { program, period, comparison })
    }
}

/// Show what partners brought within a period
///
/// Clicks, leads, customers, sales, revenue and commission, in total and by day, against another period if you like.
/// Everything is counted by when it occurred. Revenue is net of refunds and stands with its sale's day; conversion rate
/// is customers for each click, average deal revenue for each sale. The partners, links and sources that brought most.
#[utoipa::path(
    get, path = "/v1/overview", tag = "Credit", operation_id = "get_overview",
    params(ShowOverview),
    responses((status = 200, description = "The overview", body = Overview), CustomerProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn get_overview(
    reader: Allowed<ReadConversions>,
    Query(query): Query<ShowOverview>,
) -> Result<Json<Overview>, Problem> {
    reader
        .aside(move |reader| async move {
            let engine = reader.engine();
            let input = query.input(engine.now())?;
            let overview = overview::of_workspace(engine, &reader.permit(""), &input).await?;
            reader.presenter().json(overview).await
        })
        .await
}
