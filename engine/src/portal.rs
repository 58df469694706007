//! The partner's side. A [`Portal`] stands for one partner; its methods are all that a partner may do, and none
//! of them can reach what is another's.

use crate::{
    Caller, Engine, Error, Explanation, LinkInput, PartnerChange,
    ports::{ListQuery, Row, StatementFile, Vault},
};
use program::{Enrolment, Link, Partner, Program, Step, Terms, Utm};
use words::{ConversionId, EnrolmentId, PartnerId, ProgramId, Scope, StatementId, TermsId};

/// How other partners are named to one.
const ANOTHER: &str = "another partner";

/// What partners may change of their own profile; none leaves as it is, and an empty one takes away.
#[derive(Clone, Debug, Default)]
pub struct ProfileChange {
    pub display_name: Option<String>,
    pub company: Option<Option<String>>,
    pub website: Option<Option<String>>,
}

#[derive(Clone, Debug)]
pub struct OwnLinkInput {
    pub program: ProgramId,
    /// Drawn, if absent.
    pub slug: Option<String>,
    pub destination: String,
    pub utm: Utm,
}

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

    /// One of the partner's enrolments; another's is as absent as none.
    async fn own(&self, id: EnrolmentId) -> Result<Enrolment, Error> {
        let found = self.engine.book().enrolment(self.caller.scope, id).await?;
        let own = found.filter(|enrolment| enrolment.partner == self.partner);
        own.ok_or_else(|| Error::not_found("enrolment", id))
    }

    /// Changes what the partner says about themselves. The address is the merchant's to change: it proves who
    /// gets the money.
    pub async fn update_profile(&self, change: &ProfileChange) -> Result<Partner, Error> {
        let ProfileChange { display_name, company, website } = change.clone();
        let change = PartnerChange { display_name, company, website, ..PartnerChange::default() };
        self.engine.change_partner(&self.caller, self.partner, &change).await
    }

    /// Asks to take part in a program of the workspace.
    pub async fn apply(&self, program: ProgramId, base: &str) -> Result<Enrolment, Error> {
        self.engine.apply_as(&self.caller, &self.profile().await?, program, base).await
    }

    /// Accepts an invitation, and the latest terms with it.
    pub async fn accept(&self, id: EnrolmentId) -> Result<Enrolment, Error> {
        self.step(id, Step::Accept).await
    }

    /// Leaves a program; what was earned stays.
    pub async fn leave(&self, id: EnrolmentId) -> Result<Enrolment, Error> {
        self.step(id, Step::Leave).await
    }

    async fn step(&self, id: EnrolmentId, step: Step) -> Result<Enrolment, Error> {
        self.own(id).await?;
        let attempt = move || async move {
            let found = self.engine.enrolment_with_version(&self.caller, id).await?;
            // Neither step is told by letter, so that no link is needed.
            self.engine.stepped(&self.caller, found, (step, None), "").await
        };
        Ok(self.engine.turn(&self.caller, "step_enrolment", attempt).await?.value)
    }

    /// The versions of the enrolment's group, the latest first.
    pub async fn terms(&self, id: EnrolmentId) -> Result<(Program, Enrolment, Vec<Terms>), Error> {
        let enrolment = self.own(id).await?;
        let rulebook = self.engine.rulebook(self.caller.scope, enrolment.program).await?;
        let mut terms = rulebook.terms;
        terms.retain(|terms| terms.group == enrolment.group);
        terms.sort_by_key(|terms| std::cmp::Reverse(terms.version));
        Ok((rulebook.program, enrolment, terms))
    }

    pub async fn accept_terms(&self, id: EnrolmentId, terms: TermsId) -> Result<Enrolment, Error> {
        self.own(id).await?;
        self.engine.accept_terms(&self.caller, id, terms).await
    }

    /// Makes a link of the partner's own, where the program lets links lead.
    pub async fn create_link(&self, input: &OwnLinkInput) -> Result<Link, Error> {
        let OwnLinkInput { program, slug, destination, utm } = input.clone();
        let input = LinkInput { program, partner: self.partner, slug, destination, utm };
        Ok(self.engine.made_link(&self.caller, &input).await?.value)
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
