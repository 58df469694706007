//! The partner's side. A [`Portal`] stands for one partner; its methods are all that a partner may do, and none
//! of them can reach what is another's.

use crate::{Caller, Engine, Error};
use program::Partner;
use words::PartnerId;

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
}
