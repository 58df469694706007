//! Disputes: opened by partners, decided by the merchant or by their due date, and booked as they are decided.

mod book;
mod due;
mod erase;
mod letters;
mod open;
mod transition;

use book::{book, decline_if_banned, meant_by};
pub(crate) use due::look_at;
pub use erase::erase;
pub(crate) use erase::nameless;
use letters::write_letters;
pub(crate) use open::open;
pub use open::{DISPUTES_OPEN_MAX, DisputeInput, DisputedSale, enter};
use transition::decide_by_silence;
pub use transition::{DisputeStep, transition};
pub(crate) use transition::{answer, withdraw};

use crate::{
    Caller, Engine, Error, Permit,
    audit::{self, view},
    conversions::{self, Reader},
    disputes, jobs,
    need::ReadCommissions,
    ports::{Changes, DisputeColumn, Expected, JobChange, ListOf, Row, VersionKey, list_of},
};
use commission::{
    Commission, DISPUTE_NOTE_CHARACTERS_MAX, DISPUTE_REFERENCE_CHARACTERS_MAX, DISPUTE_REFERENCES_MAX,
    Dispute, DisputeMove, Record,
};
use facts::{DisputeChanged, Event};
use serde_json::Value;
use words::{
    CommissionId, ConversionId, DisputeId, EnrollmentId, Instant, Invalid, Scope, Sealed, SubjectKey,
    check_lines, check_text,
};

pub async fn get(engine: &Engine, caller: &Permit<ReadCommissions>, id: DisputeId) -> Result<Dispute, Error> {
    Ok(disputes::find(engine, caller.scope, id).await?.0)
}

/// The dispute, and what every change of the enrollment's disputes expects.
pub(crate) async fn find(engine: &Engine, scope: Scope, id: DisputeId) -> Result<(Dispute, Expected), Error> {
    let query = ListOf::<Dispute>::new(1).only(DisputeColumn::ID, id);
    let found = list_of(engine.book(), scope, &query).await?.pop();
    let enrollment = found.ok_or_else(|| Error::not_found("dispute", id))?.enrollment;
    let expected = version_of(engine, enrollment).await?;
    // Read again, behind the version.
    let dispute = list_of(engine.book(), scope, &query).await?.pop();
    Ok((dispute.ok_or_else(|| Error::not_found("dispute", id))?, expected))
}

async fn version_of(engine: &Engine, enrollment: EnrollmentId) -> Result<Expected, Error> {
    let key = VersionKey::Disputes(enrollment);
    let version = engine.book().version(&key).await?;
    Ok(Expected { key, version })
}

/// A commission with the version under which it changes.
async fn disputed_commission(
    engine: &Engine,
    scope: Scope,
    id: CommissionId,
) -> Result<(Commission, Expected), Error> {
    let found = engine.book().commission_files(scope, &[id]).await?.pop();
    let (commission, version) = found.ok_or_else(|| Error::not_found("commission", id))?;
    let key = VersionKey::of_commission(&commission);
    Ok((commission, Expected { key, version }))
}

/// What is decided about the conversion at this time, as each side reads it.
async fn record_of(
    engine: &Engine,
    dispute: (Scope, words::PartnerId),
    conversion: Option<ConversionId>,
    commission: Option<&Commission>,
    at: Instant,
) -> Result<Record, Error> {
    let (scope, own) = dispute;
    let mut record = Record::empty(at);
    record.state = commission.map(Commission::state);
    record.amount = commission.map_or(0, Commission::net);
    if let Some(conversion) = conversion {
        record.merchant =
            conversions::explain_to(engine, scope, conversion, Reader::Merchant).await?.sentences;
        let told = conversions::explain_to(engine, scope, conversion, Reader::Partner(own)).await?;
        if conversions::has_part(engine, scope, &told, own).await? {
            record.partner = told.sentences;
        }
    }
    let owed = commission.map(Commission::explain).unwrap_or_default();
    record.merchant.extend(owed.iter().cloned());
    record.partner.extend(owed);
    Ok(record)
}

/// What somebody wrote, sealed under the dispute's key.
fn seal_note(engine: &Engine, key: Option<&SubjectKey>, note: Option<&str>) -> Result<Option<Sealed>, Error> {
    let (Some(key), Some(note)) = (key, note) else { return Ok(None) };
    check_lines("note", note, DISPUTE_NOTE_CHARACTERS_MAX)?;
    Ok(Some(engine.vault().seal(key, note)))
}

fn seal_references(
    engine: &Engine,
    key: Option<&SubjectKey>,
    texts: &[String],
) -> Result<Vec<Sealed>, Error> {
    if texts.len() > DISPUTE_REFERENCES_MAX {
        let expected = format!("at most {DISPUTE_REFERENCES_MAX} links or texts");
        return Err(Invalid::new("references", expected).into());
    }
    let Some(key) = key else { return Ok(Vec::new()) };
    let seal = |text: &String| {
        check_text("references", text, DISPUTE_REFERENCE_CHARACTERS_MAX)?;
        Ok(engine.vault().seal(key, text))
    };
    texts.iter().map(seal).collect()
}

/// Writes the dispute with what tells of it.
fn record_change(
    engine: &Engine,
    caller: &Caller,
    before: Option<&Dispute>,
    after: &Dispute,
    changes: &mut Changes,
) {
    let now = after.changed_at;
    let did = after.history.last().map_or(DisputeMove::Opened, |turn| turn.did);
    let body = DisputeChanged {
        dispute: after.id,
        partner: after.partner,
        kind: after.kind,
        status: after.status,
        commission: after.commission,
        booked: after.booked.clone(),
    };
    let event = Event::of_dispute(did, body);
    let kind = event.kind().text();
    let fact = engine.fact(after.scope, now, event).of_program(after.program);
    // Before what it books.
    changes.facts.insert(0, fact.of_customer(after.customer));
    let record = (before.and_then(recorded), recorded(after));
    changes.audit.push(audit::entry(engine, caller, now, kind, after.id, record));
    changes.rows.push(Row::Dispute(after.clone()));
    changes.jobs.extend(look_later(engine, after));
}

/// A job that looks at the dispute when there is something to do about it.
fn look_later(engine: &Engine, dispute: &Dispute) -> Option<JobChange> {
    let run_at = dispute.next_look()?;
    Some(jobs::put(
        engine,
        dispute.scope,
        dispute.program,
        jobs::LookAtDispute { dispute: dispute.id },
        run_at,
    ))
}

/// As the audit log remembers it: without what anybody wrote, and without what had been decided.
fn recorded(dispute: &Dispute) -> Option<Value> {
    let silent = Dispute { settled_with: None, ..dispute.erased(dispute.changed_at) };
    let mut shown = view(&Dispute { erased_at: dispute.erased_at, ..silent })?;
    if let Value::Object(fields) = &mut shown {
        fields.remove("opened_with");
        fields.remove("settled_with");
    }
    Some(shown)
}
