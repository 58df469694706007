//! Deed: a partner takes part in a program.

use super::transition::enrollment_changed;
use crate::partners::PartnerDetails;
use crate::{
    Done, Engine, Error, Permit,
    audit::{self, view},
    enrollments,
    need::WritePartners,
    partners,
    ports::{Changes, Page, Row},
    rulebooks::{self, group_of},
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

pub async fn enroll(
    engine: &Engine,
    caller: &Permit<WritePartners>,
    input: &EnrollInput,
    base: &str,
) -> Result<Done<Enrolled>, Error> {
    let attempt = move || async move {
        let (now, scope) = (engine.now(), caller.scope);
        let rulebook = rulebooks::load(engine, scope, input.program).await?;
        let group = group_of(&rulebook, input.group)?;
        let mut changes = Changes::default();
        let partner = match &input.partner {
            WhichPartner::Known(id) => find_partner(engine, scope, input.program, *id).await?,
            WhichPartner::New { display_name, email } => {
                let id = PartnerId::draw(now, engine.draw());
                let details = PartnerDetails { email: email.as_deref(), ..PartnerDetails::default() };
                let partner = partners::draft(engine, (id, scope), display_name, &details, now)?;
                changes.rows.push(Row::Partner(partner.clone()));
                partner
            }
        };
        let status = if input.invite { EnrollmentStatus::Invited } else { EnrollmentStatus::Approved };
        let id = EnrollmentId::draw(now, engine.draw());
        let mut enrollment = Enrollment::new(id, group, partner.id, status, now);
        if let Some(by) = input.recruited_by {
            changes.unchanged =
                enrollments::check_recruiter(engine, caller, (input.program, Some(&enrollment)), by).await?;
            enrollment = enrollment.recruited_by(Some(by), now)?;
        }
        if input.invite {
            if partner.personal.email.is_none() {
                return Err(Invalid::new("email", "the address to which the invitation is sent").into());
            }
            enrollments::write_to(engine, caller, &partner, (Step::Invite, &enrollment), base, &mut changes)
                .await?;
        } else {
            let (accepting, rules) = enrollments::accept_latest_terms(engine, enrollment, now).await?;
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
        changes.facts.push(engine.fact(scope, now, event).of_program(input.program));
        changes.audit.push(audit::entry(
            engine,
            caller,
            now,
            action,
            enrollment.id,
            (None, view(&enrollment)),
        ));
        changes.rows.push(Row::Enrollment(enrollment.clone()));
        Ok((Enrolled { partner, enrollment }, changes))
    };
    engine.transact(caller, "enroll_partner", attempt).await
}

/// A partner of the scope who is not in the program yet.
async fn find_partner(
    engine: &Engine,
    scope: Scope,
    program: ProgramId,
    id: PartnerId,
) -> Result<Partner, Error> {
    let partner = engine.book().partner(scope, id).await?;
    let partner = partner.ok_or_else(|| Error::not_found("partner", id))?;
    let page = Page { after: None, limit: 1 };
    if !engine.book().enrollments(scope, Some(program), Some(id), page).await?.is_empty() {
        return Err(Error::Taken { field: "partner_id", value: id.to_string() });
    }
    Ok(partner)
}
