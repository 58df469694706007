//! Find enrollments, with the version that a change of them expects.

use crate::{
    Caller, Engine, Error,
    ports::{Expected, Page, VersionKey},
};
use program::{Enrollment, EnrollmentStatus};
use words::{EnrollmentId, Invalid, PartnerId, ProgramId, Scope};

pub(crate) async fn find(
    engine: &Engine,
    caller: &Caller,
    id: EnrollmentId,
) -> Result<(Enrollment, Expected), Error> {
    let key = VersionKey::Enrollment(id);
    let version = engine.book().version(&key).await?;
    let found = engine.book().enrollment(caller.scope, id).await?;
    let enrollment = found.ok_or_else(|| Error::not_found("enrollment", id))?;
    Ok((enrollment, Expected { key, version }))
}

pub(crate) async fn find_in_program(
    engine: &Engine,
    scope: Scope,
    partner: PartnerId,
    program: ProgramId,
) -> Result<Option<Enrollment>, Error> {
    let page = Page { after: None, limit: 1 };
    let found = engine.book().enrollments(scope, Some(program), Some(partner), page).await?;
    Ok(found.into_iter().next())
}

/// The approved enrollment of a partner, and that it still is.
pub(crate) async fn find_approved(
    engine: &Engine,
    scope: Scope,
    program: ProgramId,
    partner: PartnerId,
) -> Result<(Enrollment, Expected), Error> {
    let found = find_in_program(engine, scope, partner, program).await?;
    let id = found.ok_or_else(|| Error::not_found("partner in this program", partner))?.id;
    let key = VersionKey::Enrollment(id);
    let version = engine.book().version(&key).await?;
    let enrollment = engine.book().enrollment(scope, id).await?;
    let enrollment = enrollment.ok_or_else(|| Error::not_found("enrollment", id))?;
    if enrollment.status != EnrollmentStatus::Approved {
        let expected = format!("a partner approved in the program, not {}", enrollment.status.name());
        return Err(Invalid::new("partner_id", expected).into());
    }
    Ok((enrollment, Expected { key, version }))
}
