//! `GET /v1/statements/{id}/document`.

use crate::{
    access::Allowed,
    answer::attachment,
    intake::{Id, Query},
    problem::{ListProblems, Problem},
    wire::language,
};
use axum::response::Response;
use engine::{DocumentFormat, need::ReadStatements, statements};
use serde::Deserialize;
use utoipa::IntoParams;
use words::{Invalid, Language, StatementId};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WantedDocument {
    /// `pdf` to read and keep, `csv` to reckon with; `pdf`, if absent.
    #[param(value_type = Option<String>, example = "pdf")]
    format: Option<String>,
    /// `en` or `de`; what `Accept-Language` asks for, if absent.
    #[param(value_type = Option<String>, example = "de")]
    language: Option<String>,
}

impl WantedDocument {
    pub(crate) fn read(&self) -> Result<(DocumentFormat, Language), Invalid> {
        let format = match self.format.as_deref() {
            None | Some("pdf") => DocumentFormat::Pdf,
            Some("csv") => DocumentFormat::Csv,
            Some(_) => return Err(Invalid::new("format", "pdf or csv")),
        };
        let named = self.language.as_deref().map(str::parse::<Language>).transpose();
        let named = named.map_err(|_| Invalid::new("language", "en or de"))?;
        Ok((format, named.unwrap_or_else(language)))
    }
}

/// Take a statement as a document
///
/// A PDF, or a table with a row for each amount: those before `balance` add up to it. A closed statement does not change, and
/// neither does its document, as long as those whom it names keep their names.
#[utoipa::path(
    get, path = "/v1/statements/{id}/document", tag = "Owed", operation_id = "download_statement",
    params(("id" = String, Path, description = "The statement's id"), WantedDocument),
    responses(
        (
            status = 200, description = "The document",
            content((Vec<u8> = "application/pdf"), (String = "text/csv"))
        ),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn download_statement(
    reader: Allowed<ReadStatements>,
    Id(id): Id<StatementId>,
    Query(wanted): Query<WantedDocument>,
) -> Result<Response, Problem> {
    reader
        .aside(move |reader| async move {
            let wanted = wanted.read()?;
            Ok(attachment(statements::document(reader.engine(), &reader.permit(""), id, wanted).await?))
        })
        .await
}
