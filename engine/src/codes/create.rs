//! Deed: a referral code for an enrolled partner.

use crate::{
    Caller, Done, Engine, Error, Permit,
    audit::{self, view},
    codes, enrollments,
    need::WriteLinks,
    ports::{Changes, Row},
    rulebooks,
};
use facts::{CodeChanged, Event};
use program::{Code, CodeOffer, normalize_code};
use words::{CodeId, PartnerId, ProgramId};

#[derive(Clone, Debug)]
pub struct CodeInput {
    pub program: ProgramId,
    pub partner: PartnerId,
    pub code: String,
    /// What a customer who uses it gets.
    pub customer_offer: CodeOffer,
}

pub async fn create(
    engine: &Engine,
    caller: &Permit<WriteLinks>,
    input: &CodeInput,
) -> Result<Done<Code>, Error> {
    codes::create_by(engine, caller, input).await
}

/// Creates the code for any caller; checks no permission.
pub(crate) async fn create_by(
    engine: &Engine,
    caller: &Caller,
    input: &CodeInput,
) -> Result<Done<Code>, Error> {
    let attempt = move || async move {
        let (now, scope) = (engine.now(), caller.scope);
        let code = normalize_code(&input.code)?;
        input.customer_offer.check()?;
        rulebooks::load(engine, scope, input.program).await?;
        let (enrollment, premise) =
            enrollments::find_approved(engine, scope, input.program, input.partner).await?;
        if engine.book().code(scope, input.program, &code).await?.is_some() {
            return Err(Error::Taken { field: "code", value: code });
        }
        let code = Code {
            id: CodeId::draw(now, engine.draw()),
            scope,
            program: input.program,
            enrollment: enrollment.id,
            partner: input.partner,
            code,
            created_at: now,
            archived_at: None,
            leaked_at: None,
            customer_offer: input.customer_offer.clone(),
        };
        let created = Event::CodeCreated(CodeChanged { code: code.id, partner: code.partner });
        let facts = vec![engine.fact(scope, now, created).of_program(input.program)];
        let audit = vec![audit::entry(engine, caller, now, "code.created", code.id, (None, view(&code)))];
        let rows = vec![Row::Code(code.clone())];
        let unchanged = vec![premise];
        Ok((code, Changes { unchanged, rows, facts, audit, ..Changes::default() }))
    };
    engine.transact(caller, "create_code", attempt).await
}
