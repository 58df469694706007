//! `GET /v1/programs/{id}/clicks`.

use crate::{
    access::Allowed,
    admin::programs::show::rulebook,
    intake::{Id, Query, optional},
    list::Wanted,
    problem::{ListProblems, Problem},
};
use axum::Json;
use engine::need::ReadClicks;
use engine::ports::ClickCount;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use words::{Instant, Invalid, LinkId, ProgramId};

const PERIOD_DAYS_DEFAULT: i64 = 30;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CountClicks {
    /// From this time on; 30 days before `until`, if absent.
    #[param(format = DateTime)]
    since: Option<String>,
    /// Before this time; now, if absent.
    #[param(format = DateTime)]
    until: Option<String>,
    /// Links of a page, 50 if absent.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// The `next_cursor` of the page before, with the same period.
    cursor: Option<String>,
}

/// Clicks told apart: first visits of people, repeats within an hour, and bots.
#[derive(Clone, Copy, Default, Serialize, ToSchema)]
pub(crate) struct Clicks {
    people: u64,
    repeats: u64,
    bots: u64,
}

/// The clicks of one link in the period.
#[derive(Serialize, ToSchema)]
pub(crate) struct LinkClicks {
    link_id: String,
    people: u64,
    repeats: u64,
    bots: u64,
}

/// The clicks of a program's links in a period; links without clicks are left out.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClicksCounted {
    #[schema(format = DateTime)]
    since: String,
    #[schema(format = DateTime)]
    until: String,
    /// Over all links, on every page the same.
    total: Clicks,
    items: Vec<LinkClicks>,
    next_cursor: Option<String>,
}

/// Count a program's clicks by link
#[utoipa::path(
    get, path = "/v1/programs/{id}/clicks", tag = "Partners", operation_id = "count_clicks",
    params(("id" = String, Path, description = "The program's id"), CountClicks),
    responses((status = 200, description = "The counts, oldest link first", body = ClicksCounted), ListProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn count_clicks(
    reader: Allowed<ReadClicks>,
    Id(program): Id<ProgramId>,
    Query(query): Query<CountClicks>,
) -> Result<Json<ClicksCounted>, Problem> {
    reader
        .aside(move |reader| async move {
            let wanted: Wanted<LinkId> = Wanted::read(query.limit.as_deref(), query.cursor.as_deref())?;
            let until: Instant =
                optional("until", query.until.as_deref())?.unwrap_or_else(|| reader.engine().now());
            let since = optional("since", query.since.as_deref())?;
            let since = since.unwrap_or_else(|| until.plus_days(-PERIOD_DAYS_DEFAULT));
            if since > until {
                return Err(Invalid::new("since", "a time before until").into());
            }
            rulebook(reader.book(), reader.scope(), program).await?;
            let counts =
                reader.engine().clicks().count_by_link(reader.scope(), program, since, until).await?;
            let total = counts.iter().fold(Clicks::default(), |total, (_, count)| total.and(*count));
            let list = wanted.cut(counts, |(link, _)| *link, LinkClicks::new);
            Ok(Json(ClicksCounted {
                since: since.to_string(),
                until: until.to_string(),
                total,
                items: list.items,
                next_cursor: list.next_cursor,
            }))
        })
        .await
}

impl Clicks {
    fn and(self, count: ClickCount) -> Self {
        Self {
            people: self.people + count.people,
            repeats: self.repeats + count.repeats,
            bots: self.bots + count.bots,
        }
    }
}

impl LinkClicks {
    fn new((link, count): (LinkId, ClickCount)) -> Self {
        let ClickCount { people, repeats, bots } = count;
        Self { link_id: link.to_string(), people, repeats, bots }
    }
}
