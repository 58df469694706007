//! Deed: a referral code for an enrolled partner.

use crate::{
    Caller, Done, Engine, Error, Permit,
    audit::view,
    need::WriteLinks,
    ports::{Changes, Row},
};
use facts::{CodeChanged, Event};
use program::{Code, CodeOffer, normalize_code};
use words::{CodeId, PartnerId, ProgramId};

#[derive(Clone, Debug)]
pub struct CodeInput {
    pub program: ProgramId,
    pub partner: PartnerId,
    pub code: String,
    /// What it gives whoever uses it.
    pub customer_offer: CodeOffer,
}

impl Engine {
    pub async fn create_code(
        &self,
        caller: &Permit<WriteLinks>,
        input: &CodeInput,
    ) -> Result<Done<Code>, Error> {
        self.made_code(caller, input).await
    }

    /// The deed itself, by whoever may ask for it.
    pub(crate) async fn made_code(&self, caller: &Caller, input: &CodeInput) -> Result<Done<Code>, Error> {
        let attempt = move || async move {
            let (now, scope) = (self.now(), caller.scope);
            let code = normalize_code(&input.code)?;
            input.customer_offer.check()?;
            self.rulebook(scope, input.program).await?;
            let (enrollment, premise) = self.enrollment_of(scope, input.program, input.partner).await?;
            if self.book().code(scope, input.program, &code).await?.is_some() {
                return Err(Error::Taken { field: "code", value: code });
            }
            let code = Code {
                id: CodeId::draw(now, self.draw()),
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
            let facts = vec![self.fact(scope, now, created).of_program(input.program)];
            let audit = vec![self.audited(caller, now, "code.created", code.id, (None, view(&code)))];
            let rows = vec![Row::Code(code.clone())];
            let unchanged = vec![premise];
            Ok((code, Changes { unchanged, rows, facts, audit, ..Changes::default() }))
        };
        self.turn(caller, "create_code", attempt).await
    }
}
