//! `GET /v1/audit-log`.

use crate::{
    access::Allowed,
    intake::{Query, optional},
    list::{List, Wanted, table},
    problem::{ListProblems, Problem},
    wire::AuditRecord,
};
use axum::{
    Json,
    http::{HeaderMap, Uri},
    response::{IntoResponse, Response},
};
use engine::{need::ReadAuditLog, ports::AuditFilter};
use serde::Deserialize;
use utoipa::IntoParams;

type AuditRecordList = List<AuditRecord>;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListAuditLog {
    /// Only this action, like `log_in.failed`.
    action: Option<String>,
    /// Only what was done to this: an id.
    subject: Option<String>,
    /// Only what these did: `operator`, `key`, `member`, `partner` or `visitor`.
    actor: Option<String>,
    /// From this time on.
    #[param(format = DateTime)]
    since: Option<String>,
    /// Before this time.
    #[param(format = DateTime)]
    until: Option<String>,
    /// Items of a page: at most 200, 50 if absent; as CSV at most 10000 rows, which is also the default.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 10_000)]
    limit: Option<String>,
    /// The `next_cursor` of the page before, with the same filters.
    cursor: Option<String>,
    /// `csv` is the same as `Accept: text/csv`; else `json`.
    format: Option<String>,
}

/// List the audit log
///
/// Who did what, newest first. It can be added to only: nothing edits or cuts it.
#[utoipa::path(
    get, path = "/v1/audit-log", tag = "People", operation_id = "list_audit_log",
    params(ListAuditLog),
    responses(
        (
            status = 200, description = "Records, newest first",
            content((AuditRecordList = "application/json"), (String = "text/csv")),
        ),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_audit_log(
    reader: Allowed<ReadAuditLog>,
    uri: Uri,
    headers: HeaderMap,
    Query(query): Query<ListAuditLog>,
) -> Result<Response, Problem> {
    reader
        .aside(move |reader| async move {
            let is_table = table::is_table(query.format.as_deref(), &headers)?;
            let limit = table::read_limit(query.limit.as_deref(), is_table)?;
            let wanted = Wanted::with_limit(limit, query.cursor.as_deref())?;
            let filter = AuditFilter {
                action: query.action,
                subject: query.subject,
                actor: query.actor,
                since: optional("since", query.since.as_deref())?,
                until: optional("until", query.until.as_deref())?,
            };
            let page = wanted.page();
            let found = reader.book().audit_log(reader.scope(), &filter, page.after, page.limit).await?;
            let list: AuditRecordList = wanted.list(found, |record| record.id, Into::into);
            if is_table {
                let next = list.next_cursor.map(|next| table::page_at(&uri, &next));
                return table::answer("audit_log", list.items, next.as_deref());
            }
            Ok(Json(list).into_response())
        })
        .await
}
