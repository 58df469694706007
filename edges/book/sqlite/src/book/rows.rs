//! Every row read once, as what it must be: for archives, whose rows anybody may have written, and for the audit.

use super::{commit, conversion, fact, fault::Fault, read::noun};
use engine::ports::{AuditRecord, Job, Row};
use rusqlite::{Connection, params_from_iter, types::Value};
use serde_json::value::RawValue;

/// Faults of one table that are named; the rest would say the same.
const NAMED_MAX: usize = 20;
const FACTS_AT_ONCE: usize = 1_000;

type Read = fn(&rusqlite::Row<'_>) -> Result<Option<Row>, Fault>;

/// A table with the columns of its key, which tell its rows apart, and what its bodies are.
struct Table {
    name: &'static str,
    key: &'static [&'static str],
    read: Read,
}

macro_rules! tables {
    ($($name:literal [$($key:literal),+] $read:expr;)*) => {
        &[$(Table { name: $name, key: &[$($key),+], read: $read }),*]
    };
}

/// Every table whose rows have a body. What a `Row` stands for is written back as well, to compare its columns.
const TABLES: &[Table] = tables! {
    "workspaces" ["id"] |row| Ok(Some(Row::Workspace(noun(row, 0, "workspaces")?)));
    "api_keys" ["id"] |row| Ok(Some(Row::ApiKey(noun(row, 0, "api_keys")?)));
    "programs" ["id"] |row| Ok(Some(Row::Program(noun(row, 0, "programs")?)));
    "policies" ["id"] |row| Ok(Some(Row::Policy(noun(row, 0, "policies")?)));
    "partner_groups" ["id"] |row| Ok(Some(Row::Group(noun(row, 0, "partner_groups")?)));
    "logos" ["program"] |row| Ok(Some(Row::Logo(noun(row, 0, "logos")?)));
    "terms" ["id"] |row| Ok(Some(Row::Terms(noun(row, 0, "terms")?)));
    "partners" ["id"] |row| Ok(Some(Row::Partner(noun(row, 0, "partners")?)));
    "enrollments" ["id"] |row| Ok(Some(Row::Enrollment(noun(row, 0, "enrollments")?)));
    "links" ["id"] |row| Ok(Some(Row::Link(noun(row, 0, "links")?)));
    "codes" ["id"] |row| Ok(Some(Row::Code(noun(row, 0, "codes")?)));
    "customers" ["id"] |row| Ok(Some(Row::Customer(noun(row, 0, "customers")?)));
    "touches" ["id"] |row| Ok(Some(Row::Touch(noun(row, 0, "touches")?)));
    "referrals" ["id"] |row| Ok(Some(Row::Referral(noun(row, 0, "referrals")?)));
    "conversions" ["id"] |row| Ok(Some(Row::Conversion(noun(row, 0, "conversions")?)));
    "decisions" ["conversion"] |row| Ok(Some(Row::Decision(noun(row, 0, "decisions")?)));
    "corrections" ["id"] |row| Ok(Some(Row::Correction(noun(row, 0, "corrections")?)));
    "reviews" ["id"] |row| Ok(Some(Row::Review(noun(row, 0, "reviews")?)));
    "deals" ["id"] |row| Ok(Some(Row::Deal(noun(row, 0, "deals")?)));
    "submissions" ["id"] |row| Ok(Some(Row::Submission(noun(row, 0, "submissions")?)));
    "methods" ["id"] |row| Ok(Some(Row::Method(noun(row, 0, "methods")?)));
    "paying_accounts" ["program"] |row| Ok(Some(Row::PayingAccount(noun(row, 0, "paying_accounts")?)));
    "daily_rates" ["id"] |row| Ok(Some(Row::DailyRate(noun(row, 0, "daily_rates")?)));
    "simulations" ["id"] |row| Ok(Some(Row::Simulation(noun(row, 0, "simulations")?)));
    "simulation_changes" ["simulation", "place"]
        |row| Ok(Some(Row::KeptChange(noun(row, 0, "simulation_changes")?)));
    "commissions" ["id"] |row| Ok(Some(Row::Commission(noun(row, 0, "commissions")?)));
    "disputes" ["id"] |row| Ok(Some(Row::Dispute(noun(row, 0, "disputes")?)));
    "statements" ["id"] |row| Ok(Some(Row::Statement(noun(row, 0, "statements")?)));
    "statement_lines" ["statement", "place"]
        |row| Ok(Some(Row::StatementLine(noun(row, 0, "statement_lines")?)));
    "batches" ["id"] |row| Ok(Some(Row::Batch(Box::new(noun(row, 0, "batches")?))));
    "transfers" ["id"] |row| Ok(Some(Row::Transfer(Box::new(noun(row, 0, "transfers")?))));
    "left_out" ["batch", "place"] |row| Ok(Some(Row::LeftOut(noun(row, 0, "left_out")?)));
    "users" ["id"] |row| Ok(Some(Row::User(noun(row, 0, "users")?)));
    "memberships" ["id"] |row| Ok(Some(Row::Membership(noun(row, 0, "memberships")?)));
    "invitations" ["id"] |row| Ok(Some(Row::Invitation(noun(row, 0, "invitations")?)));
    "sessions" ["id"] |row| noun::<program::Session>(row, 0, "sessions").map(|_| None);
    "tokens" ["hash"] |row| noun::<program::Token>(row, 0, "tokens").map(|_| None);
    "throttles" ["id"] |row| noun::<program::Throttle>(row, 0, "throttles").map(|_| None);
    "letters" ["id"] |row| noun::<engine::ports::OutgoingLetter>(row, 0, "letters").map(|_| None);
    "jobs" ["id"] |row| noun::<Job>(row, 0, "jobs").map(|_| None);
    "audit_log" ["id"] |row| noun::<AuditRecord>(row, 0, "audit_log").map(|_| None);
    "entries" ["id"] |row| noun::<Box<RawValue>>(row, 0, "entries").map(|_| None);
};

/// Rows that cannot be read, in words.
pub(super) fn unreadable(conn: &Connection) -> Result<Vec<String>, Fault> {
    let mut faults = Vec::new();
    for table in present(conn)? {
        let mut statement = conn.prepare(&table.all(&[]))?;
        let mut rows = statement.query([])?;
        let mut named = 0;
        while let Some(row) = rows.next()? {
            if let Err(fault) = (table.read)(row) {
                faults.push(fault.to_string());
                named += 1;
            }
            if named == NAMED_MAX {
                break;
            }
        }
    }
    faults.extend(facts(conn).err().map(|fault| fault.to_string()));
    if faults.is_empty() {
        faults.extend(conversion::check_partners(conn).err().map(|fault| fault.to_string()));
    }
    Ok(faults)
}

/// Facts have columns of their own.
fn facts(conn: &Connection) -> Result<(), Fault> {
    let mut after = 0;
    while let Some(last) = fact::list(conn, None, after, FACTS_AT_ONCE)?.last() {
        after = last.number;
    }
    Ok(())
}

/// Refuses the first row that cannot be read, or whose columns are not those of its body.
pub(super) fn check(conn: &Connection) -> Result<(), Fault> {
    for table in present(conn)? {
        let columns = columns(conn, table.name)?;
        let mut statement = conn.prepare(&table.all(&columns))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let Some(noun) = (table.read)(row)? else { continue };
            let stored = values(row, 2, columns.len())?;
            table.check_columns(conn, &noun, (&columns, stored))?;
        }
    }
    facts(conn)?;
    conversion::check_partners(conn)
}

/// A book of an earlier version may not have all of them yet.
fn present(conn: &Connection) -> Result<Vec<&'static Table>, Fault> {
    let sql = "select count(*) from sqlite_schema s, pragma_table_info(s.name) c
               where s.type = 'table' and s.name = ?1 and c.name = 'body'";
    let mut statement = conn.prepare(sql)?;
    let mut found = Vec::new();
    for table in TABLES {
        if statement.query_row([table.name], |row| row.get::<_, i64>(0))? > 0 {
            found.push(table);
        }
    }
    Ok(found)
}

fn columns(conn: &Connection, table: &str) -> Result<Vec<String>, Fault> {
    let sql = "select name from pragma_table_info(?1) where name <> 'body' order by cid";
    let mut statement = conn.prepare(sql)?;
    let names = statement.query_map([table], |row| row.get(0))?;
    Ok(names.collect::<rusqlite::Result<_>>()?)
}

fn values(row: &rusqlite::Row<'_>, from: usize, count: usize) -> Result<Vec<Value>, Fault> {
    Ok((from..from + count).map(|place| row.get(place)).collect::<rusqlite::Result<_>>()?)
}

impl Table {
    fn all(&self, columns: &[String]) -> String {
        let more: String = columns.iter().map(|column| format!(", {column}")).collect();
        format!("select {} identity, body{more} from {}", self.key.join(" || '/' || "), self.name)
    }

    /// Takes the row out, writes it anew from its body, and undoes both: what is there then must be what was there.
    fn check_columns(
        &self,
        conn: &Connection,
        noun: &Row,
        (columns, stored): (&[String], Vec<Value>),
    ) -> Result<(), Fault> {
        let places: Vec<_> =
            self.key.iter().enumerate().map(|(n, key)| format!("{key} = ?{}", n + 1)).collect();
        let here = places.join(" and ");
        let of_key =
            |key: &&str| columns.iter().position(|column| column == key).and_then(|at| stored.get(at));
        let key: Vec<_> = self.key.iter().filter_map(of_key).cloned().collect();

        conn.prepare_cached("savepoint row")?.execute([])?;
        let delete = format!("delete from {} where {here}", self.name);
        conn.prepare_cached(&delete)?.execute(params_from_iter(&key))?;
        let written = commit::put(conn, noun).and_then(|()| {
            let select = format!("select {} from {} where {here}", columns.join(", "), self.name);
            let mut select = conn.prepare_cached(&select)?;
            let mut rows = select.query(params_from_iter(&key))?;
            rows.next()?.map(|row| values(row, 0, columns.len())).transpose()
        });
        conn.prepare_cached("rollback to row")?.execute([])?;
        conn.prepare_cached("release row")?.execute([])?;

        let identity = || key.iter().map(shown).collect::<Vec<_>>().join("/");
        let off = |column: &str, why: String| Fault::Differs {
            table: self.name,
            id: identity(),
            column: column.to_owned(),
            why,
        };
        let written = written?.ok_or_else(|| off(self.key[0], "another row".to_owned()))?;
        let differs =
            columns.iter().zip(stored.iter().zip(&written)).find(|(_, (stored, new))| stored != new);
        match differs {
            Some((column, (_, new))) => Err(off(column, shown(new))),
            None => Ok(()),
        }
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        _ => "nothing".to_owned(),
    }
}
