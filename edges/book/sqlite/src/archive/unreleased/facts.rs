//! Facts of schema 29, whose bodies had no type: each is completed with what its kind lacked, and gets an envelope.
//!
//! What a body lacks follows from the fact's own columns, or from the row of its object, which is imported before. Nobody
//! knows any more who acted or what caused what, so that the server did, by an import.

use crate::book::{self, rows_where};
use commission::Commission;
use conversion::Review;
use facts::{Event, Fact, Kind, NumberedFact, Origin};
use payout::Statement;
use program::{Enrollment, EnrollmentStatus};
use rusqlite::Connection;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use words::{CustomerId, FactId, Instant, Mode, PartnerId, ProgramId, Scope, WorkspaceId};

/// The columns of a line, its names spelled as today.
#[derive(Deserialize)]
struct Line {
    number: u64,
    id: FactId,
    workspace: WorkspaceId,
    mode: Mode,
    kind: String,
    at: Instant,
    program: Option<ProgramId>,
    customer: Option<CustomerId>,
    body: Map<String, Value>,
}

/// Writes the fact of a line under its number.
pub(super) fn restore(conn: &Connection, line: Map<String, Value>) -> Result<(), String> {
    let mut line: Line = serde_json::from_value(Value::Object(line)).map_err(|fault| fault.to_string())?;
    let kind: Kind = line.kind.parse().map_err(|fault: facts::Unknown| fault.to_string())?;
    Lift { conn, line: &mut line }.complete(kind)?;

    let body = Value::Object(std::mem::take(&mut line.body)).to_string();
    let event = Event::read(kind, kind.version(), &body).map_err(|fault| fault.to_string())?;
    let scope = Scope { workspace: line.workspace, mode: line.mode };
    let fact = Fact {
        program: line.program,
        origin: Origin::Import,
        ..Fact::new(line.id, scope, line.at, event).of_customer(line.customer)
    };
    book::restore_fact(conn, &NumberedFact { number: line.number, fact }).map_err(|fault| fault.to_string())
}

struct Lift<'a> {
    conn: &'a Connection,
    line: &'a mut Line,
}

impl Lift<'_> {
    fn complete(&mut self, kind: Kind) -> Result<(), String> {
        match kind {
            Kind::ProgramCreated | Kind::BudgetWarned | Kind::BudgetSpent => {
                self.set("program", self.line.program)
            }
            Kind::PolicyPublished => self.add("effective_from", self.line.at.to_string()),
            Kind::CustomerErased => self.set("customer", self.line.customer),
            Kind::RatesEntered => self.set("workspace", self.line.workspace),
            Kind::SimulationApplied => self.write_since(),
            Kind::EnrollmentApplied
            | Kind::EnrollmentInvited
            | Kind::EnrollmentAccepted
            | Kind::EnrollmentApproved
            | Kind::EnrollmentRejected
            | Kind::EnrollmentSuspended
            | Kind::EnrollmentReinstated
            | Kind::EnrollmentBanned
            | Kind::EnrollmentLeft => self.complete_enrollment(),
            Kind::MilestoneReached | Kind::MilestoneLost => self.complete_milestone(),
            Kind::CommissionChanged => self.complete_commission(),
            Kind::CommissionReversed => {
                let commission: Commission = self.own("commissions", "commission")?;
                self.set("partner", commission.partner)
            }
            Kind::ConversionRepriced => self.complete_prices(),
            Kind::SubmissionErased => {
                let submission: referral::Submission = self.own("submissions", "submission")?;
                self.set("partner", submission.partner)
            }
            Kind::DisputeErased => {
                let dispute: commission::Dispute = self.own("disputes", "dispute")?;
                self.set("partner", dispute.partner)
            }
            Kind::ReviewClosed => {
                let review: Review = self.own("reviews", "review")?;
                self.add("stands", review.stands)?;
                self.add("proposed", review.proposed.shares)
            }
            Kind::StatementClosed => self.complete_statement(),
            _ => Ok(()),
        }
    }

    /// Sets the field, whatever it was.
    fn set(&mut self, field: &str, value: impl Serialize) -> Result<(), String> {
        let value = serde_json::to_value(value).map_err(|fault| fault.to_string())?;
        self.line.body.insert(field.to_owned(), value);
        Ok(())
    }

    /// Sets the field if the body lacks it.
    fn add(&mut self, field: &str, value: impl Serialize) -> Result<(), String> {
        if self.line.body.contains_key(field) { Ok(()) } else { self.set(field, value) }
    }

    fn text(&self, field: &str) -> Result<&str, String> {
        let text = self.line.body.get(field).and_then(Value::as_str);
        text.ok_or_else(|| format!("{}: expected a {field}", self.line.kind))
    }

    /// The row that a field of the body names.
    fn own<T: DeserializeOwned>(&self, table: &'static str, field: &str) -> Result<T, String> {
        row(self.conn, table, self.text(field)?)
    }

    /// Times were in microseconds there.
    fn write_since(&mut self) -> Result<(), String> {
        match self.line.body.get("since").and_then(Value::as_i64) {
            Some(micros) => self.set("since", Instant::from_micros(micros).to_string()),
            None => Ok(()),
        }
    }

    fn complete_enrollment(&mut self) -> Result<(), String> {
        let enrollment: Enrollment = self.own("enrollments", "enrollment")?;
        let first = enrollment.stays.first().map_or(enrollment.group, |stay| stay.group);
        self.add("group", first)?;
        // Only invitations did not say it.
        self.add("status", EnrollmentStatus::Invited)
    }

    fn complete_milestone(&mut self) -> Result<(), String> {
        let partner = self.text("partner")?.parse::<PartnerId>().map_err(|fault| fault.to_string())?;
        let program = self.line.program.ok_or("a milestone is a program's")?;
        let (condition, values) =
            ("program = ?1 and partner = ?2", [program.to_string(), partner.to_string()]);
        let found: Vec<Enrollment> = rows_where(self.conn, "enrollments", condition, values)?;
        let enrollment = found.first().ok_or_else(|| format!("{partner} is not enrolled in {program}"))?;
        self.set("enrollment", enrollment.id)
    }

    /// Of a grant that was priced again only the net amount was told. Its state is the present one.
    fn complete_commission(&mut self) -> Result<(), String> {
        let commission: Commission = self.own("commissions", "commission")?;
        let net = self.line.body.remove("amount").and_then(|amount| amount.as_i64());
        self.add("conversion", commission.conversion)?;
        self.add("event", commission.event)?;
        self.add("earned", net.unwrap_or(commission.earned))?;
        self.add("reversed", 0)?;
        self.add("state", commission.state())
    }

    fn complete_prices(&mut self) -> Result<(), String> {
        for field in ["before", "after"] {
            let prices = self.line.body.get_mut(field).and_then(Value::as_array_mut);
            for price in prices.into_iter().flatten() {
                let id = price.get("commission").and_then(Value::as_str).unwrap_or_default();
                let commission: Commission = row(self.conn, "commissions", id)?;
                price["partner"] = commission.partner.to_string().into();
            }
        }
        Ok(())
    }

    /// Earlier versions of the body had fewer fields, which the closed statement has.
    fn complete_statement(&mut self) -> Result<(), String> {
        let statement: Statement = self.own("statements", "statement")?;
        self.add("number", statement.number)?;
        self.add("from", statement.from.to_string())?;
        self.add("until", statement.until.to_string())?;
        self.add("due_on", statement.due_on)?;
        self.add("carried", statement.carried)?;
        self.add("payment_difference", statement.payment_difference)?;
        self.add("total", statement.total)?;
        self.add("written_off", statement.written_off())?;
        self.add("payable", statement.payable())?;
        self.add("currency", statement.currency)
    }
}

/// The row of an id.
fn row<T: DeserializeOwned>(conn: &Connection, table: &'static str, id: &str) -> Result<T, String> {
    let found = rows_where(conn, table, "id = ?1", [id.to_owned()])?.pop();
    found.ok_or_else(|| format!("{table} has no {id}"))
}
