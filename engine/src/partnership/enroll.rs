//! Deed: a partner takes part in a program.

use super::step::enrollment_changed;
use super::update_partner::PartnerDetails;
use crate::{
    Done, Engine, Error, Permit,
    audit::view,
    need::WritePartners,
    ports::{Changes, Page, Row},
    rulebooks::group_of,
};
use facts::{Event, PartnerEnrolled};
use program::{Enrollment, EnrollmentStatus, Partner, Step};
use serde::{Deserialize, Serialize};
use words::{EnrollmentId, GroupId, Invalid, PartnerId, ProgramId, Scope};

#[derive(Clone, Debug)]
pub enum WhichPartner {
    Known(PartnerId),
    New { display_name: String, email: Option<String> },
}

#[derive(Clone, Debug)]
pub struct EnrollInput {
    pub program: ProgramId,
    pub partner: WhichPartner,
    /// The program's first group, if absent.
    pub group: Option<GroupId>,
    /// The partner takes part only once they have accepted, and is asked by letter.
    pub invite: bool,
    /// Another partner of the program, who brought this one.
    pub recruited_by: Option<EnrollmentId>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Enrolled {
    pub partner: Partner,
    pub enrollment: Enrollment,
}

impl Engine {
    pub async fn enroll_partner(
        &self,
        caller: &Permit<WritePartners>,
        input: &EnrollInput,
        base: &str,
    ) -> Result<Done<Enrolled>, Error> {
        let attempt = move || async move {
            let (now, scope) = (self.now(), caller.scope);
            let rulebook = self.rulebook(scope, input.program).await?;
            let group = group_of(&rulebook, input.group)?;
            let mut changes = Changes::default();
            let partner = match &input.partner {
                WhichPartner::Known(id) => self.known_partner(scope, input.program, *id).await?,
                WhichPartner::New { display_name, email } => {
                    let id = PartnerId::draw(now, self.draw());
                    let details = PartnerDetails { email: email.as_deref(), ..PartnerDetails::default() };
                    let partner = self.new_partner((id, scope), display_name, &details, now)?;
                    changes.rows.push(Row::Partner(partner.clone()));
                    partner
                }
            };
            let status = if input.invite { EnrollmentStatus::Invited } else { EnrollmentStatus::Approved };
            let id = EnrollmentId::draw(now, self.draw());
            let mut enrollment = Enrollment::new(id, group, partner.id, status, now);
            if let Some(by) = input.recruited_by {
                changes.unchanged = self.recruiter(caller, (input.program, Some(&enrollment)), by).await?;
                enrollment = enrollment.recruited_by(Some(by), now)?;
            }
            if input.invite {
                if partner.personal.email.is_none() {
                    return Err(Invalid::new("email", "the address to which the invitation is sent").into());
                }
                self.write_to(caller, &partner, (Step::Invite, &enrollment), base, &mut changes).await?;
            } else {
                let (accepting, rules) = self.accepting_latest(enrollment, now).await?;
                enrollment = accepting;
                changes.unchanged.push(rules);
            }
            let event = match input.invite {
                true => Event::EnrollmentInvited(enrollment_changed(&enrollment)),
                false => Event::PartnerEnrolled(PartnerEnrolled {
                    partner: partner.id,
                    enrollment: enrollment.id,
                    group: enrollment.group,
                }),
            };
            let action = event.kind().text();
            changes.facts.push(self.fact(scope, now, event).of_program(input.program));
            changes.audit.push(self.audited(caller, now, action, enrollment.id, (None, view(&enrollment))));
            changes.rows.push(Row::Enrollment(enrollment.clone()));
            Ok((Enrolled { partner, enrollment }, changes))
        };
        self.turn(caller, "enroll_partner", attempt).await
    }

    /// A partner of the scope who is not in the program yet.
    async fn known_partner(&self, scope: Scope, program: ProgramId, id: PartnerId) -> Result<Partner, Error> {
        let partner = self.book().partner(scope, id).await?;
        let partner = partner.ok_or_else(|| Error::not_found("partner", id))?;
        let page = Page { after: None, limit: 1 };
        if !self.book().enrollments(scope, Some(program), Some(id), page).await?.is_empty() {
            return Err(Error::Taken { field: "partner_id", value: id.to_string() });
        }
        Ok(partner)
    }
}
