//! Deed: a statement as a document, which the same statement always gives again.

use crate::{
    Engine, Error, Permit,
    need::ReadStatements,
    phrases,
    ports::{File, StatementFile},
    rulebooks, statements,
};
use conversion::{Conversion, Kind};
use payout::{DOCUMENT_COLUMNS, Parties, Stated, Statement};
use words::{Invalid, Language, Money, Scope, StatementId};

/// Lines of a statement that is set as PDF, some 300 pages. A table has them all.
pub const PDF_LINES_MAX: usize = 10_000;

/// How a statement is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DocumentFormat {
    Pdf,
    Csv,
}

/// For the merchant.
pub async fn document(
    engine: &Engine,
    caller: &Permit<ReadStatements>,
    id: StatementId,
    wanted: (DocumentFormat, Language),
) -> Result<File, Error> {
    let file = engine.book().statement_file(caller.scope, id).await?;
    let file = file.ok_or_else(|| Error::not_found("statement", id))?;
    statements::document_of(engine, caller.scope, file, wanted).await
}

/// The same for whoever may read the statement.
pub(crate) async fn document_of(
    engine: &Engine,
    scope: Scope,
    file: StatementFile,
    (format, language): (DocumentFormat, Language),
) -> Result<File, Error> {
    let StatementFile { statement, lines } = file;
    let parties = parties_to(engine, scope, &statement).await?;
    let stated = lines.iter().map(|(line, commission, conversion)| Stated {
        line,
        commission,
        external_id: conversion.as_ref().map(|conversion| conversion.external_id.as_str()),
        sale: conversion.as_ref().and_then(sold),
    });
    let (stated, phrases) = (stated.collect::<Vec<_>>(), phrases(language));
    let number = statement.number.map_or_else(|| "open".to_owned(), |number| number.to_string());
    let refused = |why: String| Invalid::new("format", format!("csv: {why}"));
    let (ending, media_type, made) = match format {
        DocumentFormat::Pdf if stated.len() > PDF_LINES_MAX => {
            return Err(refused(format!("a PDF holds at most {PDF_LINES_MAX} lines")).into());
        }
        DocumentFormat::Pdf => {
            let document = payout::document(&statement, parties, &stated, &phrases);
            ("pdf", "application/pdf", engine.paper().pdf(document).await)
        }
        DocumentFormat::Csv => {
            let rows = payout::document_table(&statement, &parties, &stated, &phrases);
            let made = engine.paper().csv(&DOCUMENT_COLUMNS, rows).await;
            ("csv", "text/csv; charset=utf-8; header=present", made)
        }
    };
    let bytes = made.map_err(|fault| refused(format!("it could not be written as {ending}: {fault}")))?;
    Ok(File { name: format!("statement-{number}.{ending}"), media_type, bytes })
}

async fn parties_to(engine: &Engine, scope: Scope, statement: &Statement) -> Result<Parties, Error> {
    let workspace = engine.book().workspace(scope.workspace).await?;
    let partner = engine.book().partner(scope, statement.partner).await?;
    let program = rulebooks::load(engine, scope, statement.program).await?.program;
    Ok(Parties {
        merchant: workspace.map(|workspace| workspace.name).unwrap_or_default(),
        program: program.name,
        company: partner.as_ref().and_then(|partner| partner.company.clone()),
        partner: partner.map_or_else(|| statement.partner.to_string(), |partner| partner.display_name),
    })
}

/// What was sold, as the program counts it.
fn sold(conversion: &Conversion) -> Option<Money> {
    let amount = conversion.exchange.as_ref().map(|exchange| exchange.to).or(conversion.content.amount);
    amount.filter(|_| conversion.kind == Kind::Sale)
}
