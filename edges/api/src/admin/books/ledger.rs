//! `GET /v1/programs/{id}/general-ledger`.

use crate::{
    access::Allowed,
    admin::programs::show::rulebook,
    bound,
    intake::{Id, Query, optional},
    list::table::BYTE_ORDER_MARK,
    problem::{ListProblems, Problem},
};
use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use commission::Entry;
use engine::{
    Error,
    need::ReadStatements,
    ports::{LedgerFilter, Page, StorageError},
};
use futures_util::stream;
use serde::Deserialize;
use utoipa::IntoParams;
use words::{Day, EntryId, Invalid, ProgramId};

/// Entries that are read at once; the whole ledger is never in memory.
const ENTRIES_PER_PAGE: usize = 500;
const COLUMNS: [&str; 10] = [
    "date",
    "entry_id",
    "kind",
    "account",
    "debit",
    "credit",
    "currency",
    "subject",
    "enrollment_id",
    "program_id",
];

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct LedgerDays {
    /// From this day on; from the beginning, if absent.
    #[param(value_type = Option<String>, format = Date, example = "2026-11-01")]
    from: Option<String>,
    /// The last day; today, if absent.
    #[param(value_type = Option<String>, format = Date, example = "2026-11-30")]
    to: Option<String>,
}

/// Export a program's general ledger
///
/// CSV, one row for each posting in the order of their entries: date, entry, kind, account, debit, credit (decimal, of the
/// currency), currency, subject (what it is about: a commission, statement or transfer), enrollment, program. It is
/// streamed, however long.
#[utoipa::path(
    get, path = "/v1/programs/{id}/general-ledger", tag = "Books", operation_id = "export_general_ledger",
    params(("id" = String, Path, description = "The program's id"), LedgerDays),
    responses((status = 200, description = "The postings", content((String = "text/csv"))), ListProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn export_general_ledger(
    reader: Allowed<ReadStatements>,
    Id(program): Id<ProgramId>,
    Query(query): Query<LedgerDays>,
) -> Result<Response, Problem> {
    let from: Option<Day> = optional("from", query.from.as_deref()).map_err(Error::from)?;
    let to: Option<Day> = optional("to", query.to.as_deref()).map_err(Error::from)?;
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        return Err(Error::from(Invalid::new("to", "the day `from` or a later one")).into());
    }
    rulebook(reader.book(), reader.scope(), program).await?;
    let filter = LedgerFilter {
        program: Some(program),
        since: from.map(Day::start),
        until: to.map(|day| day.plus_days(1).start()),
        payments_only: false,
    };
    let (bound, holder) = reader.heavy();
    let share = bound.enter(holder)?.0;
    let export = Export { reader, _share: share, filter, after: None, state: State::Header };
    let mut response = Body::from_stream(stream::unfold(export, Export::next)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present"));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"general-ledger.csv\""),
    );
    Ok(response)
}

enum State {
    Header,
    More,
    Over,
}

/// What a stream knows between two pages.
struct Export {
    reader: Allowed<ReadStatements>,
    /// One of its caller's share of heavy work, until it is read or nobody reads it any more.
    _share: bound::Entry,
    filter: LedgerFilter,
    after: Option<EntryId>,
    state: State,
}

impl Export {
    /// The next rows; a fault of the store breaks the answer off, so that nobody takes a part for the whole.
    async fn next(mut self) -> Option<(Result<Vec<u8>, StorageError>, Self)> {
        match self.state {
            State::Over => return None,
            State::Header => {
                self.state = State::More;
                let head = written(|table| table.write_record(COLUMNS));
                return Some((head.map(|head| [BYTE_ORDER_MARK, &head].concat()), self));
            }
            State::More => {}
        }
        let page = Page { after: self.after, limit: ENTRIES_PER_PAGE };
        let found = self.reader.book().ledger(self.reader.scope(), &self.filter, page).await;
        let entries = match found {
            Ok(entries) => entries,
            Err(fault) => {
                self.state = State::Over;
                return Some((Err(fault), self));
            }
        };
        self.after = entries.last().map(|entry| entry.id);
        if entries.len() < ENTRIES_PER_PAGE {
            self.state = State::Over;
        }
        Some((written(|table| entries.iter().try_for_each(|entry| write(table, entry))), self))
    }
}

type Table = csv::Writer<Vec<u8>>;

fn written(write: impl FnOnce(&mut Table) -> Result<(), csv::Error>) -> Result<Vec<u8>, StorageError> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let faulty = |fault: &dyn std::fmt::Display| StorageError::new(format!("general ledger: {fault}"));
    write(&mut table).map_err(|fault| faulty(&fault))?;
    table.into_inner().map_err(|fault| faulty(&fault.error()))
}

fn write(table: &mut Table, entry: &Entry) -> Result<(), csv::Error> {
    for posting in &entry.postings {
        // `12.50 EUR` without its currency, which has a column of its own.
        let amount = words::Money::new(posting.amount.saturating_abs(), posting.currency).to_string();
        let amount = amount.split(' ').next().unwrap_or_default().to_owned();
        let (debit, credit) =
            if posting.amount < 0 { (String::new(), amount) } else { (amount, String::new()) };
        table.write_record([
            Day::of(entry.at).to_string(),
            entry.id.to_string(),
            entry.kind.name().to_owned(),
            posting.account.name().to_owned(),
            debit,
            credit,
            posting.currency.code().to_owned(),
            entry.subject.to_string(),
            entry.enrollment.to_string(),
            entry.program.to_string(),
        ])?;
    }
    Ok(())
}
