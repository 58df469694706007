//! `GET /v1/statements/{id}`.

use crate::{
    access::Allowed,
    intake::Id,
    problem::{Problem, ReadProblems},
    wire::{StatementRow, StatementShown},
};
use axum::Json;
use engine::{need::ReadStatements, payouts};
use words::StatementId;

/// Show a statement with its lines
#[utoipa::path(
    get, path = "/v1/statements/{id}", tag = "Owed", operation_id = "get_statement",
    params(("id" = String, Path, description = "The statement's id")),
    responses((status = 200, description = "The statement", body = StatementShown), ReadProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn get_statement(
    reader: Allowed<ReadStatements>,
    Id(id): Id<StatementId>,
) -> Result<Json<StatementShown>, Problem> {
    reader
        .aside(move |reader| async move {
            let file = reader.book().statement_file(reader.scope(), id).await?;
            let file = file.ok_or_else(|| Problem::absent("statement", id))?;
            let payment = payouts::payment_of_statement(reader.engine(), reader.scope(), id).await?;
            reader.presenter().json(StatementRow { file, payment: payment.map(Into::into) }).await
        })
        .await
}
