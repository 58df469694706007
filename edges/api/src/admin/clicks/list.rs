//! `GET /v1/clicks`.

use crate::{
    access::Allowed,
    intake::{Query, optional, required},
    list::{List, VALUES_MAX, cursor, table},
    problem::{ListProblems, Problem},
    wire::Click,
};
use axum::{
    Json,
    http::{HeaderMap, Uri},
    response::{IntoResponse, Response},
};
use click::Verdict;
use engine::{
    need::ReadClicks,
    ports::{ClickFilter, Value},
};
use serde::Deserialize;
use std::str::FromStr;
use utoipa::IntoParams;
use words::{ClickId, Invalid, Malformed, Scope};

type ClickList = List<Click>;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListClicks {
    /// Only those of these programs, with commas between them.
    #[param(value_type = Option<Vec<String>>, style = Form, explode = false)]
    program_id: Option<String>,
    /// Only those of these links, with commas between them.
    #[param(value_type = Option<Vec<String>>, style = Form, explode = false)]
    link_id: Option<String>,
    /// Only these, with commas between them: `person`, `repeat`, `bot_crawler`, `bot_program`, `bot_no_user_agent`,
    /// `bot_head_request`, `bot_not_navigation`, `bot_preview`, `bot_prefetch`.
    #[param(value_type = Option<Vec<String>>, style = Form, explode = false)]
    verdict: Option<String>,
    /// From this time on.
    #[serde(rename = "at.from")]
    #[param(format = DateTime)]
    from: Option<String>,
    /// Before this time.
    #[serde(rename = "at.until")]
    #[param(format = DateTime)]
    until: Option<String>,
    /// Items of a page: at most 200, 50 if absent; as CSV at most 10000 rows, which is also the default.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 10_000)]
    limit: Option<String>,
    /// The next cursor of the page before, with the same filters.
    cursor: Option<String>,
    /// `csv` is the same as `Accept: text/csv`; else `json`.
    format: Option<String>,
}

/// List clicks
///
/// The newest first. Those of months that were retired are gone.
#[utoipa::path(
    get, path = "/v1/clicks", tag = "Partners", operation_id = "list_clicks",
    params(ListClicks),
    responses(
        (status = 200, description = "Clicks, newest first", content((ClickList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_clicks(
    reader: Allowed<ReadClicks>,
    uri: Uri,
    headers: HeaderMap,
    Query(query): Query<ListClicks>,
) -> Result<Response, Problem> {
    reader
        .aside(move |reader| async move {
            let is_table = table::is_table(query.format.as_deref(), &headers)?;
            let limit = table::read_limit(query.limit.as_deref(), is_table)?;
            let filter = query.filter()?;
            let list = list_name(reader.scope(), &filter);
            let after = query.cursor.as_deref().map(|text| read_cursor(&list, text)).transpose()?;
            let clicks = reader.engine().clicks();
            let mut found = clicks.list(reader.scope(), &filter, after, limit + 1).await?;
            let more = found.len() > limit;
            found.truncate(limit);
            let last = found.last().filter(|_| more).map(|click| click.id.to_string());
            let next = last.map(|id| cursor::write(&list, &(Value::Text(id.clone()), id)));
            let items = reader.presenter().all::<Click>(found).await?;
            if is_table {
                return table::answer(
                    "clicks",
                    items,
                    next.map(|next| table::page_at(&uri, &next)).as_deref(),
                );
            }
            Ok(Json(List { items, next_cursor: next }).into_response())
        })
        .await
}

impl ListClicks {
    fn filter(&self) -> Result<ClickFilter, Invalid> {
        let verdicts = self.verdict.iter().flat_map(|text| text.split(',')).map(str::to_owned);
        let verdicts: Vec<_> = verdicts.collect();
        if verdicts.iter().any(|name| !Verdict::names().any(|known| known == name)) {
            let names: Vec<_> = Verdict::names().collect();
            return Err(Invalid::new("verdict", format!("one of {}", names.join(", "))));
        }
        Ok(ClickFilter {
            programs: several("program_id", self.program_id.as_deref())?,
            links: several("link_id", self.link_id.as_deref())?,
            verdicts,
            since: optional("at.from", self.from.as_deref())?,
            until: optional("at.until", self.until.as_deref())?,
        })
    }
}

fn several<I: FromStr<Err = Malformed>>(field: &'static str, text: Option<&str>) -> Result<Vec<I>, Invalid> {
    let values: Vec<_> = text.iter().flat_map(|text| text.split(',')).collect();
    if values.len() > VALUES_MAX {
        return Err(Invalid::new(field, format!("at most {VALUES_MAX} values, with commas between them")));
    }
    values.into_iter().map(|text| required(field, text)).collect()
}

/// What makes this list another than others.
fn list_name(scope: Scope, filter: &ClickFilter) -> String {
    format!("{}/{}/v1/clicks?{filter:?}", scope.workspace, scope.mode.name())
}

fn read_cursor(list: &str, text: &str) -> Result<ClickId, Invalid> {
    let place = cursor::read(list, text).and_then(|(_, id)| id.parse().ok());
    place.ok_or_else(|| Invalid::new("cursor", "the next cursor of an earlier page with the same filters"))
}
