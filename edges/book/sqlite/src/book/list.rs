//! Lists of any noun: SQL from the columns' own names, every value bound.

use super::{
    SqliteBook,
    columns::{stored, table},
    fault::Fault,
    read::{limit, noun, text},
};
use async_trait::async_trait;
use engine::ports::{Filter, ListQuery, Lists, Noun, Row, Sorting, StorageError, Test, Value};
use rusqlite::{Connection, params_from_iter, types};
use std::fmt::Write;
use words::Scope;

/// A query as it grows: its text, and what is bound in it.
struct Statement {
    sql: String,
    bound: Vec<types::Value>,
}

impl Statement {
    fn bind(&mut self, value: &Value) -> String {
        self.bound.push(match value {
            Value::Number(number) => types::Value::Integer(*number),
            Value::Text(text) => types::Value::Text(text.clone()),
        });
        format!("?{}", self.bound.len())
    }

    fn and(&mut self, condition: &str) {
        // Writing to a text does not fail.
        let _ = write!(self.sql, " and {condition}");
    }

    fn one_of(&mut self, values: &[Value]) -> String {
        let places: Vec<_> = values.iter().map(|value| self.bind(value)).collect();
        match places.as_slice() {
            [only] => format!("= {only}"),
            // `in ()` is not standard SQL.
            [] => "in (null)".to_owned(),
            several => format!("in ({})", several.join(", ")),
        }
    }

    fn filter(&mut self, noun: Noun, filter: &Filter) {
        let stored = stored(noun, filter.column);
        let condition = match &filter.test {
            Test::OneOf(values) => {
                let of = self.one_of(values);
                if (noun, stored) == (Noun::Commission, "partner") {
                    // Found through the enrollments: these are few, and commissions know them.
                    let own = format!("enrollment in (select e.id from enrollments e where e.partner {of})");
                    self.and(&own);
                }
                format!("{stored} {of}")
            }
            Test::NoneOf(values) if values.is_empty() => format!("{stored} is not null"),
            Test::NoneOf(values) => {
                let places: Vec<_> = values.iter().map(|value| self.bind(value)).collect();
                format!("{stored} not in ({})", places.join(", "))
            }
            Test::From(value) => format!("{stored} >= {}", self.bind(value)),
            Test::Until(value) => format!("{stored} < {}", self.bind(value)),
            // Looked for in what was read: SQLite folds the case of ASCII only.
            Test::Contains(_) => return,
        };
        self.and(&condition);
    }
}

fn statement(scope: Scope, query: &ListQuery) -> Statement {
    let table = table(query.noun);
    let sql = format!("select id, body from {table} where workspace = ?1 and mode = ?2");
    let scope = [text(scope.workspace), scope.mode.name().to_owned()];
    let mut statement = Statement { sql, bound: scope.map(types::Value::Text).to_vec() };
    query.filters.iter().for_each(|filter| statement.filter(query.noun, filter));
    let (beyond, order) = if query.sort.descending { ("<", " desc") } else { (">", "") };
    let by_id = query.sort.column.sorting == Sorting::ById;
    let stored = stored(query.noun, query.sort.column);
    if let Some((value, id)) = &query.after {
        let id = statement.bind(&Value::Text(id.clone()));
        let after = match by_id {
            true => format!("id {beyond} {id}"),
            false => format!("({stored}, id) {beyond} ({}, {id})", statement.bind(value)),
        };
        statement.and(&after);
    }
    let first = if by_id { String::new() } else { format!("{stored}{order}, ") };
    let _ = write!(statement.sql, " order by {first}id{order}");
    // What is looked for in the rows themselves may stand in any of them.
    if !query.filters.iter().any(|filter| matches!(filter.test, Test::Contains(_))) {
        let rows = Value::Number(limit(query.limit));
        let limit = statement.bind(&rows);
        let _ = write!(statement.sql, " limit {limit}");
    }
    statement
}

pub(super) fn list(conn: &Connection, scope: Scope, query: &ListQuery) -> Result<Vec<Row>, Fault> {
    if !query.is_typed() {
        return Ok(Vec::new());
    }
    let Statement { sql, bound } = statement(scope, query);
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(bound))?;
    let mut found = Vec::new();
    while found.len() < query.limit {
        let Some(row) = rows.next()? else { break };
        let row = read(row, query.noun)?;
        if query.wants(&row) {
            found.push(row);
        }
    }
    Ok(found)
}

fn read(row: &rusqlite::Row<'_>, of: Noun) -> Result<Row, Fault> {
    let table = table(of);
    Ok(match of {
        Noun::Program => Row::Program(noun(row, 0, table)?),
        Noun::Policy => Row::Policy(noun(row, 0, table)?),
        Noun::Group => Row::Group(noun(row, 0, table)?),
        Noun::Terms => Row::Terms(noun(row, 0, table)?),
        Noun::Partner => Row::Partner(noun(row, 0, table)?),
        Noun::Enrollment => Row::Enrollment(noun(row, 0, table)?),
        Noun::Link => Row::Link(noun(row, 0, table)?),
        Noun::Code => Row::Code(noun(row, 0, table)?),
        Noun::Customer => Row::Customer(noun(row, 0, table)?),
        Noun::Referral => Row::Referral(noun(row, 0, table)?),
        Noun::Conversion => Row::Conversion(noun(row, 0, table)?),
        Noun::Decision => Row::Decision(noun(row, 0, table)?),
        Noun::Correction => Row::Correction(noun(row, 0, table)?),
        Noun::Review => Row::Review(noun(row, 0, table)?),
        Noun::Deal => Row::Deal(noun(row, 0, table)?),
        Noun::Submission => Row::Submission(noun(row, 0, table)?),
        Noun::Simulation => Row::Simulation(noun(row, 0, table)?),
        Noun::Method => Row::Method(noun(row, 0, table)?),
        Noun::DailyRate => Row::DailyRate(noun(row, 0, table)?),
        Noun::Commission => Row::Commission(noun(row, 0, table)?),
        Noun::Dispute => Row::Dispute(noun(row, 0, table)?),
        Noun::Batch => Row::Batch(Box::new(noun(row, 0, table)?)),
        Noun::Transfer => Row::Transfer(Box::new(noun(row, 0, table)?)),
        Noun::Statement => Row::Statement(noun(row, 0, table)?),
    })
}

#[async_trait]
impl Lists for SqliteBook {
    async fn list(&self, scope: Scope, query: &ListQuery) -> Result<Vec<Row>, StorageError> {
        let query = query.clone();
        self.scan(move |conn| list(conn, scope, &query)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::migrate;
    use words::{Instant, Mode, WorkspaceId};

    /// How SQLite finds the rows, in its own words.
    fn plan(conn: &Connection, query: &ListQuery) -> String {
        let workspace = WorkspaceId::draw(Instant::from_micros(0), 7);
        let Statement { sql, bound } = statement(Scope { workspace, mode: Mode::Live }, query);
        let mut ask = conn.prepare(&format!("explain query plan {sql}")).unwrap();
        let steps = ask.query_map(params_from_iter(bound), |row| row.get::<_, String>("detail")).unwrap();
        steps.collect::<rusqlite::Result<Vec<_>>>().unwrap().join("; ")
    }

    #[test]
    fn lists_are_read_in_order_and_a_few_are_found_without_walking_past_everybody_s() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate::run(&mut conn).unwrap();
        // Statistics are believed from the next time on that the schema is read.
        conn.execute_batch("analyze sqlite_schema").unwrap();
        for &noun in Noun::ALL {
            for &column in noun.columns() {
                // Fails where the table has no such column.
                plan(&conn, &ListQuery::new(noun, 50).only(column, "x"));
            }
            for descending in [false, true] {
                let mut query = ListQuery::new(noun, 50);
                query.sort.descending = descending;
                query.after = Some((Value::Text("m".to_owned()), "m".to_owned()));
                let plan = plan(&conn, &query);
                let is_sorted = !plan.contains("TEMP B-TREE");
                // Referrals begin before they are written, so their ids are in another order.
                assert!(
                    noun == Noun::Referral || is_sorted && plan.contains("_by_scope"),
                    "{noun:?}: {plan}"
                );
            }
        }
        for (noun, column, index) in [
            (Noun::Partner, "id", "sqlite_autoindex_partners_1"),
            (Noun::Enrollment, "partner_id", "enrollments_of_partner"),
            (Noun::Link, "partner_id", "links_of_partner"),
            (Noun::Link, "slug", "links_by_text"),
            (Noun::Code, "partner_id", "codes_of_partner"),
            (Noun::Code, "code", "codes_by_text"),
            (Noun::Customer, "external_id", "customers_by_external_id"),
            (Noun::Customer, "email", "customers_by_email"),
            (Noun::Referral, "partner_id", "referrals_of_partner"),
            (Noun::Referral, "customer_id", "referrals_by_customer"),
            (Noun::Conversion, "customer_id", "conversions_by_customer"),
            (Noun::Conversion, "external_id", "conversions_by_external_id"),
            (Noun::Conversion, "sale_external_id", "conversions_by_named_sale"),
            (Noun::Conversion, "refund_external_id", "conversions_by_named_refund"),
            (Noun::Conversion, "waiting", "conversions_waiting"),
            (Noun::Decision, "conversion_id", "sqlite_autoindex_decisions_1"),
            (Noun::Deal, "partner_id", "deals_of_partner"),
            (Noun::Deal, "customer_id", "deals_by_customer"),
            (Noun::Submission, "partner_id", "submissions_of_partner"),
            (Noun::Submission, "enrollment_id", "submissions_of_enrollment"),
            (Noun::Submission, "customer_id", "submissions_by_customer"),
            (Noun::Submission, "email", "submissions_by_email"),
            (Noun::Method, "partner_id", "methods_of_partner"),
            (Noun::DailyRate, "quote", "daily_rates_by_pair"),
            (Noun::Correction, "conversion_id", "corrections_by_conversion"),
            (Noun::Review, "conversion_id", "reviews_by_conversion"),
            (Noun::Commission, "partner_id", "commissions_by_enrollment"),
            (Noun::Commission, "conversion_id", "commissions_by_conversion"),
            (Noun::Dispute, "partner_id", "disputes_of_partner"),
            (Noun::Dispute, "enrollment_id", "disputes_of_enrollment"),
            (Noun::Dispute, "commission_id", "disputes_of_commission"),
            (Noun::Dispute, "conversion_id", "disputes_by_conversion"),
            (Noun::Dispute, "customer_id", "disputes_by_customer"),
            (Noun::Statement, "partner_id", "statements_of_partner"),
            (Noun::Transfer, "batch_id", "transfers_of_batch"),
            (Noun::Transfer, "partner_id", "transfers_of_partner"),
            (Noun::Transfer, "enrollment_id", "transfers_of_enrollment"),
            (Noun::Transfer, "statement_id", "transfers_of_statement"),
        ] {
            let plan = plan(&conn, &ListQuery::new(noun, 50).only(noun.column(column).unwrap(), "x"));
            assert!(plan.contains(index), "{noun:?} by {column}: {plan}");
        }
    }
}
