//! The tables whose rows are nouns. Archives hold the bodies of these tables, and the audit reads each of them once.

use super::{audit_log, commit, conversion, fact, fault::Fault, job, read};
use engine::ports::{AuditRecord, Job, OutgoingLetter, Row};
use program::{Session, Throttle, Token, parse_http_url};
use rusqlite::Connection;

/// Faults of one table that are named; the rest would say the same.
const NAMED_MAX: usize = 20;
const FACTS_AT_ONCE: usize = 1_000;

/// What a body is.
enum Noun {
    Row(Box<Row>),
    Job(Box<Job>),
    AuditRecord(Box<AuditRecord>),
    /// Belongs to this folder alone: a session, a one-time link, a throttle, a mail.
    Local,
}

impl Noun {
    /// Refuses what no version could have written, although its types are right.
    fn check(&self) -> Result<(), String> {
        let urls = match self {
            Noun::Row(row) => match &**row {
                Row::Link(link) => vec![("destination", &link.destination)],
                Row::Program(program) => {
                    program.fallback_url.iter().map(|url| ("fallback_url", url)).collect()
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        let faults = urls.into_iter().map(|(field, url)| parse_http_url(field, url));
        faults.into_iter().try_for_each(|url| url.map(drop)).map_err(|fault| fault.to_string())
    }
}

/// A table with a `body`, and the columns of its key.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) key: &'static [&'static str],
    parse: fn(&str) -> Result<Noun, String>,
}

macro_rules! tables {
    ($($name:literal [$($key:literal),+] $parse:expr;)*) => {
        &[$(Table { name: $name, key: &[$($key),+], parse: $parse }),*]
    };
}

/// In the order in which they can be written: conversions stand before decisions, which copy their time.
pub(crate) const TABLES: &[Table] = tables! {
    "workspaces" ["id"] |body| row(body, Row::Workspace);
    "api_keys" ["id"] |body| row(body, Row::ApiKey);
    "users" ["id"] |body| row(body, Row::User);
    "memberships" ["id"] |body| row(body, Row::Membership);
    "invitations" ["id"] |body| row(body, Row::Invitation);
    "sessions" ["id"] |body| local::<Session>(body);
    "tokens" ["hash"] |body| local::<Token>(body);
    "throttles" ["id"] |body| local::<Throttle>(body);
    "letters" ["id"] |body| local::<OutgoingLetter>(body);
    "audit_log" ["id"] |body| Ok(Noun::AuditRecord(read::parse(body)?));
    "programs" ["id"] |body| row(body, Row::Program);
    "logos" ["program"] |body| row(body, Row::Logo);
    "policies" ["id"] |body| row(body, Row::Policy);
    "partner_groups" ["id"] |body| row(body, Row::Group);
    "terms" ["id"] |body| row(body, Row::Terms);
    "paying_accounts" ["program"] |body| row(body, Row::PayingAccount);
    "daily_rates" ["id"] |body| row(body, Row::DailyRate);
    "partners" ["id"] |body| row(body, Row::Partner);
    "enrollments" ["id"] |body| row(body, Row::Enrollment);
    "links" ["id"] |body| row(body, Row::Link);
    "codes" ["id"] |body| row(body, Row::Code);
    "methods" ["id"] |body| row(body, Row::Method);
    "customers" ["id"] |body| row(body, Row::Customer);
    "touches" ["id"] |body| row(body, Row::Touch);
    "referrals" ["id"] |body| row(body, Row::Referral);
    "deals" ["id"] |body| row(body, Row::Deal);
    "submissions" ["id"] |body| row(body, Row::Submission);
    "conversions" ["id"] |body| row(body, Row::Conversion);
    "decisions" ["conversion"] |body| row(body, Row::Decision);
    "corrections" ["id"] |body| row(body, Row::Correction);
    "reviews" ["id"] |body| row(body, Row::Review);
    "simulations" ["id"] |body| row(body, Row::Simulation);
    "simulation_changes" ["simulation", "place"] |body| row(body, Row::KeptChange);
    "commissions" ["id"] |body| row(body, Row::Commission);
    "disputes" ["id"] |body| row(body, Row::Dispute);
    "statements" ["id"] |body| row(body, Row::Statement);
    "statement_lines" ["statement", "place"] |body| row(body, Row::StatementLine);
    "batches" ["id"] |body| row(body, Row::Batch);
    "transfers" ["id"] |body| row(body, Row::Transfer);
    "left_out" ["batch", "place"] |body| row(body, Row::LeftOut);
    "external_ids" ["id"] |body| row(body, Row::ExternalId);
    "jobs" ["id"] |body| Ok(Noun::Job(read::parse(body)?));
};

fn row<T: serde::de::DeserializeOwned>(body: &str, wrap: fn(T) -> Row) -> Result<Noun, String> {
    Ok(Noun::Row(Box::new(wrap(read::parse(body)?))))
}

fn local<T: serde::de::DeserializeOwned>(body: &str) -> Result<Noun, String> {
    read::parse::<T>(body).map(|_| Noun::Local)
}

impl Table {
    /// Writes the noun of a body, with all columns and side tables that follow from it. Fails if the body is not one
    /// of the table's nouns.
    pub(crate) fn restore(&self, conn: &Connection, body: &str) -> Result<(), String> {
        let written = match self.noun(body)? {
            Noun::Row(row) => commit::put(conn, &row),
            Noun::Job(job) => job::put(conn, &job),
            Noun::AuditRecord(record) => audit_log::append(conn, &record),
            Noun::Local => return Err("no archive holds such rows".to_owned()),
        };
        written.map_err(|fault| fault.to_string())
    }
}

impl Table {
    fn noun(&self, body: &str) -> Result<Noun, String> {
        let noun = (self.parse)(body)?;
        noun.check()?;
        Ok(noun)
    }
}

/// Rows that cannot be read, in words.
pub(super) fn unreadable(conn: &Connection) -> Result<Vec<String>, Fault> {
    let mut faults = Vec::new();
    for table in TABLES {
        let sql = format!("select {}, body from {}", table.key.join(" || '/' || "), table.name);
        let mut statement = conn.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let mut named = 0;
        while named < NAMED_MAX {
            let Some(row) = rows.next()? else { break };
            let read = read::body(row, 0, table.name)
                .and_then(|body| table.noun(body).map_err(|why| read::unreadable(row, 0, table.name, why)));
            if let Err(fault) = read {
                faults.push(fault.to_string());
                named += 1;
            }
        }
    }
    faults.extend(check_facts(conn).err().map(|fault| fault.to_string()));
    if faults.is_empty() {
        faults.extend(conversion::check_partners(conn).err().map(|fault| fault.to_string()));
    }
    Ok(faults)
}

/// Facts have columns of their own. Fails at the first that cannot be read.
pub(super) fn check_facts(conn: &Connection) -> Result<(), Fault> {
    let mut after = 0;
    while let Some(last) = fact::list(conn, None, after, FACTS_AT_ONCE)?.last() {
        after = last.number;
    }
    Ok(())
}
