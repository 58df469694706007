//! What transfers of earlier statements paid too much, or turned out not to have paid: the next statement carries it.

use crate::{
    Engine, Error,
    ports::{ListOf, Row, Test, TransferColumn, Value, list_of},
};
use payout::{Statement, Transfer};

/// Transfers of one partner that came out otherwise than they were told, and that no statement has carried yet.
const UNCARRIED_MAX: usize = 100;

/// Takes what is to be carried into a statement that opens; the rows say that it was carried there. The statements'
/// version guards both.
pub(crate) async fn carry_payments(engine: &Engine, statement: &mut Statement) -> Result<Vec<Row>, Error> {
    let mut rows = Vec::new();
    for test in [Test::Until(Value::Number(0)), Test::From(Value::Number(1))] {
        let query = ListOf::<Transfer>::new(UNCARRIED_MAX)
            .only(TransferColumn::ENROLLMENT_ID, statement.enrollment)
            .with(TransferColumn::UNCARRIED, test);
        for transfer in list_of(engine.book(), statement.scope, &query).await? {
            statement.payment_difference += transfer.uncarried();
            rows.push(Row::Transfer(Box::new(transfer.carried_by(statement.id))));
        }
    }
    Ok(rows)
}
