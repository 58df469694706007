//! Deed: a partner takes part in a program.

use crate::{
    Done, Engine, Error, Permit,
    audit::view,
    need::WritePartners,
    ports::{Changes, Page, Row},
};
use program::{Enrolment, EnrolmentStatus, NAME_CHARACTERS_MAX, Partner, normalize_email};
use serde::{Deserialize, Serialize};
use serde_json::json;
use words::{EnrolmentId, GroupId, Instant, PartnerId, Personal, ProgramId, Scope, check_text};

#[derive(Clone, Debug)]
pub enum WhichPartner {
    Known(PartnerId),
    New { display_name: String, email: Option<String> },
}

#[derive(Clone, Debug)]
pub struct EnrolInput {
    pub program: ProgramId,
    pub partner: WhichPartner,
    /// The program's first group, if absent.
    pub group: Option<GroupId>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Enrolled {
    pub partner: Partner,
    pub enrolment: Enrolment,
}

impl Engine {
    pub async fn enrol_partner(
        &self,
        caller: &Permit<WritePartners>,
        input: &EnrolInput,
    ) -> Result<Done<Enrolled>, Error> {
        let attempt = move || async move {
            let (now, scope) = (self.now(), caller.scope);
            let rulebook = self.rulebook(scope, input.program).await?;
            let group = rulebook.group(input.group)?.id;
            let (partner, rows) = match &input.partner {
                WhichPartner::Known(id) => (self.known_partner(scope, input.program, *id).await?, Vec::new()),
                WhichPartner::New { display_name, email } => {
                    let partner = self.new_partner(scope, display_name, email.as_deref(), now)?;
                    (partner.clone(), vec![Row::Partner(partner)])
                }
            };
            let enrolment = Enrolment {
                id: EnrolmentId::draw(now, self.draw()),
                scope,
                program: input.program,
                partner: partner.id,
                group,
                status: EnrolmentStatus::Approved,
                approved_at: now,
                ended_at: None,
                created_at: now,
            };
            let body = json!({ "partner": partner.id, "enrolment": enrolment.id, "group": group });
            let facts = vec![self.fact((scope, Some(input.program), None), now, "partner.enrolled", body)];
            let rows = [rows, vec![Row::Enrolment(enrolment.clone())]].concat();
            let after = (None, view(&enrolment));
            let audit = vec![self.audited(caller, now, "partner.enrolled", enrolment.id, after)];
            Ok((Enrolled { partner, enrolment }, Changes { rows, facts, audit, ..Changes::default() }))
        };
        self.turn(caller, "enrol_partner", attempt).await
    }

    /// A partner of the scope who is not in the program yet.
    async fn known_partner(&self, scope: Scope, program: ProgramId, id: PartnerId) -> Result<Partner, Error> {
        let partner = self.book().partner(scope, id).await?;
        let partner = partner.ok_or_else(|| Error::not_found("partner", id))?;
        let page = Page { after: None, limit: 1 };
        if !self.book().enrolments(scope, Some(program), Some(id), page).await?.is_empty() {
            return Err(Error::Taken { field: "partner_id", value: id.to_string() });
        }
        Ok(partner)
    }

    fn new_partner(
        &self,
        scope: Scope,
        display_name: &str,
        email: Option<&str>,
        now: Instant,
    ) -> Result<Partner, Error> {
        check_text("display_name", display_name, NAME_CHARACTERS_MAX)?;
        let mut personal = Personal::default();
        if let Some(email) = email {
            let normalized = normalize_email("email", email)?;
            let key = self.vault().new_key();
            personal.email = Some(self.vault().seal(&key, email.trim()));
            personal.email_hash = Some(self.vault().email_hash(&normalized));
            personal.key = Some(key);
        }
        let id = PartnerId::draw(now, self.draw());
        Ok(Partner { id, scope, display_name: display_name.to_owned(), personal, created_at: now })
    }
}
