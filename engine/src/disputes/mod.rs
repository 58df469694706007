//! Disputes: opened by partners, decided by the merchant or by their due date, and booked as they are decided.

mod book;
mod due;
mod erase;
mod letters;
mod open;
mod step;

pub use open::{DISPUTES_OPEN_MAX, DisputeInput, DisputedSale};
pub use step::DisputeStep;

use crate::{
    Caller, Engine, Error, Permit,
    audit::view,
    explain::Reader,
    jobs,
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

impl Engine {
    pub async fn dispute(&self, caller: &Permit<ReadCommissions>, id: DisputeId) -> Result<Dispute, Error> {
        Ok(self.dispute_of(caller.scope, id).await?.0)
    }

    /// The dispute, and what every change of the enrollment's disputes expects.
    pub(crate) async fn dispute_of(&self, scope: Scope, id: DisputeId) -> Result<(Dispute, Expected), Error> {
        let query = ListOf::<Dispute>::new(1).only(DisputeColumn::ID, id);
        let found = list_of(self.book(), scope, &query).await?.pop();
        let enrollment = found.ok_or_else(|| Error::not_found("dispute", id))?.enrollment;
        let expected = self.disputes_version(enrollment).await?;
        // Read again, behind the version.
        let dispute = list_of(self.book(), scope, &query).await?.pop();
        Ok((dispute.ok_or_else(|| Error::not_found("dispute", id))?, expected))
    }

    async fn disputes_version(&self, enrollment: EnrollmentId) -> Result<Expected, Error> {
        let key = VersionKey::Disputes(enrollment);
        let version = self.book().version(&key).await?;
        Ok(Expected { key, version })
    }

    /// A commission with the version under which it changes.
    async fn disputed_commission(
        &self,
        scope: Scope,
        id: CommissionId,
    ) -> Result<(Commission, Expected), Error> {
        let found = self.book().commission_files(scope, &[id]).await?.pop();
        let (commission, version) = found.ok_or_else(|| Error::not_found("commission", id))?;
        let key = VersionKey::of_commission(&commission);
        Ok((commission, Expected { key, version }))
    }

    /// What is decided about the conversion at this time, as each side reads it.
    async fn record_of(
        &self,
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
            record.merchant = self.explain_to(scope, conversion, Reader::Merchant).await?.sentences;
            let told = self.explain_to(scope, conversion, Reader::Partner(own)).await?;
            if self.has_part(scope, &told, own).await? {
                record.partner = told.sentences;
            }
        }
        let owed = commission.map(Commission::explain).unwrap_or_default();
        record.merchant.extend(owed.iter().cloned());
        record.partner.extend(owed);
        Ok(record)
    }

    /// What somebody wrote, sealed under the dispute's key.
    fn sealed_note(&self, key: Option<&SubjectKey>, note: Option<&str>) -> Result<Option<Sealed>, Error> {
        let (Some(key), Some(note)) = (key, note) else { return Ok(None) };
        check_lines("note", note, DISPUTE_NOTE_CHARACTERS_MAX)?;
        Ok(Some(self.vault().seal(key, note)))
    }

    fn sealed_references(&self, key: Option<&SubjectKey>, texts: &[String]) -> Result<Vec<Sealed>, Error> {
        if texts.len() > DISPUTE_REFERENCES_MAX {
            let expected = format!("at most {DISPUTE_REFERENCES_MAX} links or texts");
            return Err(Invalid::new("references", expected).into());
        }
        let Some(key) = key else { return Ok(Vec::new()) };
        let seal = |text: &String| {
            check_text("references", text, DISPUTE_REFERENCE_CHARACTERS_MAX)?;
            Ok(self.vault().seal(key, text))
        };
        texts.iter().map(seal).collect()
    }

    /// Writes the dispute with what tells of it.
    fn tell_of_dispute(
        &self,
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
        let fact = self.fact(after.scope, now, event).of_program(after.program);
        // Before what it books.
        changes.facts.insert(0, fact.of_customer(after.customer));
        let record = (before.and_then(recorded), recorded(after));
        changes.audit.push(self.audited(caller, now, kind, after.id, record));
        changes.rows.push(Row::Dispute(after.clone()));
        changes.jobs.extend(self.look_later(after));
    }

    /// A job that looks at the dispute when there is something to do about it.
    fn look_later(&self, dispute: &Dispute) -> Option<JobChange> {
        let run_at = dispute.next_look()?;
        Some(self.put_job(
            dispute.scope,
            dispute.program,
            jobs::LookAtDispute { dispute: dispute.id },
            run_at,
        ))
    }
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
