//! The demo's lead forms: open by approval, one accepted as a customer, one rejected, and two that wait.

use engine::{
    Engine, Error, Operator, Origin, ProgramChange, SubmissionInput,
    ports::{EnrollmentColumn, ListOf, ListQuery, Noun, Row, list_of},
    programs, submissions,
};
use program::{Enrollment, EnrollmentStatus, LeadForms};
use words::Scope;

const ENROLLMENTS_MAX: usize = 100;

/// Which partner, the first to come first, name, address, company, message.
const SUBMITTED: [(usize, &str, &str, &str, &str); 4] = [
    (
        0,
        "Ines Vogt",
        "ines@vogt-architekten.example",
        "Vogt Architekten",
        "Coffee for an office of 30, from May.",
    ),
    (1, "Marek Dvořák", "marek@dvorak-studio.example", "Dvořák Studio", "Do you deliver to Brno?"),
    (2, "Test Test", "test@test.example", "", "asdf"),
    (0, "Hannah Reid", "hannah@reidandsons.example", "Reid & Sons", "We met at the food fair."),
];

pub(super) async fn submit(engine: &Engine, scope: Scope) -> Result<(), Error> {
    let operator = Operator { scope };
    let approved = ListOf::<Enrollment>::new(ENROLLMENTS_MAX)
        .only(EnrollmentColumn::STATUS, EnrollmentStatus::Approved.name());
    let mut partners: Vec<Enrollment> = list_of(engine.book(), scope, &approved).await?;
    partners.sort_by_key(|enrollment| enrollment.partner);
    let Some(first) = partners.first() else { return Ok(()) };
    let open = ProgramChange { lead_forms: Some(LeadForms::ByApproval), ..ProgramChange::default() };
    programs::update(engine, &operator.permit(), first.program, &open).await?;
    for (place, name, email, company, message) in SUBMITTED {
        let Some(enrollment) = partners.get(place).filter(|one| one.program == first.program) else {
            continue;
        };
        let input = SubmissionInput {
            enrollment: enrollment.id,
            name: Some(name.to_owned()),
            email: email.to_owned(),
            company: Some(company.to_owned()).filter(|company| !company.is_empty()),
            message: Some(message.to_owned()),
            consent: true,
        };
        submissions::submit(engine, &input, &Origin::default()).await?;
    }
    let all = ListQuery::new(Noun::Submission, SUBMITTED.len());
    for row in engine.book().list(scope, &all).await? {
        let Row::Submission(submission) = row else { continue };
        match submission.company.as_deref() {
            Some("Vogt Architekten") => {
                submissions::accept(engine, &operator.permit(), submission.id, Some("vogt-architekten"))
                    .await?;
            }
            None => {
                let reason = "Nobody is behind this address";
                submissions::reject(engine, &operator.permit(), submission.id, reason).await?;
            }
            Some(_) => {}
        }
    }
    Ok(())
}
