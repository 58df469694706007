//! The partner's side. A [`Portal`] stands for one partner; its methods are all that a partner may do, and none
//! of them can reach what is another's.

use crate::{
    Caller, Engine, Error, Explanation,
    ports::{CommissionFilter, Page, StatementFile},
};
use commission::Commission;
use payout::Statement;
use program::{Code, Enrolment, Link, Partner};
use words::{CodeId, CommissionId, ConversionId, EnrolmentId, LinkId, Month, PartnerId, StatementId};

/// How other partners are named to one.
const ANOTHER: &str = "another partner";

/// What a partner's people have entered. Only [`Engine::enter_portal`] makes one.
pub struct Portal<'a> {
    engine: &'a Engine,
    caller: Caller,
    partner: PartnerId,
}

impl<'a> Portal<'a> {
    pub(crate) fn new(engine: &'a Engine, caller: Caller, partner: PartnerId) -> Self {
        Self { engine, caller, partner }
    }

    /// The partner's own profile.
    pub async fn profile(&self) -> Result<Partner, Error> {
        let partner = self.engine.book().partner(self.caller.scope, self.partner).await?;
        partner.ok_or_else(|| Error::not_found("partner", self.partner))
    }

    /// The address that the profile holds, if there is one.
    pub fn email(&self, partner: &Partner) -> Option<String> {
        let key = partner.personal.key.as_ref()?;
        self.engine.vault().open(key, partner.personal.email.as_ref()?)
    }

    pub async fn enrolments(&self, page: Page<EnrolmentId>) -> Result<Vec<Enrolment>, Error> {
        Ok(self.engine.book().enrolments(self.caller.scope, None, Some(self.partner), page).await?)
    }

    pub async fn links(&self, page: Page<LinkId>) -> Result<Vec<Link>, Error> {
        Ok(self.engine.book().links_of(self.caller.scope, self.partner, page).await?)
    }

    pub async fn codes(&self, page: Page<CodeId>) -> Result<Vec<Code>, Error> {
        Ok(self.engine.book().codes_of(self.caller.scope, self.partner, page).await?)
    }

    pub async fn commissions(
        &self,
        state: Option<commission::State>,
        page: Page<CommissionId>,
    ) -> Result<Vec<Commission>, Error> {
        let filter = CommissionFilter { partner: Some(self.partner), state, ..CommissionFilter::default() };
        Ok(self.engine.book().commissions(self.caller.scope, &filter, page).await?)
    }

    pub async fn statements(
        &self,
        month: Option<Month>,
        page: Page<StatementId>,
    ) -> Result<Vec<Statement>, Error> {
        Ok(self.engine.book().statements(self.caller.scope, Some(self.partner), month, page).await?)
    }

    /// One of the partner's statements; another's is as absent as none.
    pub async fn statement(&self, id: StatementId) -> Result<StatementFile, Error> {
        let file = self.engine.book().statement_file(self.caller.scope, id).await?;
        let own = file.filter(|file| file.statement.partner == self.partner);
        own.ok_or_else(|| Error::not_found("statement", id))
    }

    /// Why a conversion was credited as it was, in the merchant's words, if this partner had a part in it: evidence or
    /// credit. Other partners are not named, and what they are owed is left out.
    pub async fn explanation(&self, id: ConversionId) -> Result<Explanation, Error> {
        let mut explanation = self
            .engine
            .explain_to(self.caller.scope, id, |partner| (partner != self.partner).then_some(ANOTHER))
            .await?;
        let considered = explanation.decision.iter().flat_map(|decision| &decision.considered);
        let took_part = considered.into_iter().any(|touch| touch.partner == self.partner)
            || explanation.credits.iter().any(|credit| credit.partner == self.partner);
        if !took_part {
            return Err(Error::not_found("conversion", id));
        }
        explanation.credits.retain(|credit| credit.partner == self.partner);
        explanation.decision = None;
        Ok(explanation)
    }
}
