//! The partner's side. A [`Portal`] stands for one partner; its methods are all that a partner may do, and none
//! of them can reach what is another's.

use crate::{
    Caller, Engine, Error, Explanation,
    ports::{ListQuery, Row, StatementFile, Vault},
};
use program::Partner;
use words::{ConversionId, PartnerId, Scope, StatementId};

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

    /// The partner's own rows of a noun that has partners; of any other, none.
    pub async fn list(&self, query: &ListQuery) -> Result<Vec<Row>, Error> {
        let own = query.clone().only("partner_id", self.partner);
        Ok(self.engine.book().list(self.caller.scope, &own).await?)
    }

    pub fn scope(&self) -> Scope {
        self.caller.scope
    }

    pub fn vault(&self) -> &dyn Vault {
        self.engine.vault()
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
