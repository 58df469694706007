//! The partner's side. A [`Portal`] stands for one partner; its methods are all that a partner may do, and none
//! of them can reach what is another's.

use crate::{
    Caller, DealInput, DisputeInput, DocumentFormat, Done, Engine, Error, Explanation, Idempotency, Journey,
    LinkInput, MethodInput, OWN_LINKS_MAX, OpenMethod, Overview, OverviewInput, PartnerChange, RecruitShown,
    conversions::{self, Reader},
    customers, deals, disputes, enrollments, links, overview, partners, payout_methods, payouts,
    ports::{File, ListQuery, Noun, Row, StatementFile, Vault},
    rulebooks, statements,
};
use commission::Dispute;
use conversion::{Conversion, Decision};
use payout::Transfer;
use program::{Enrollment, Link, Partner, Program, Step, Terms};
use referral::Deal;
use words::{
    ConversionId, CustomerId, DisputeId, EnrollmentId, Instant, Language, PartnerId, ProgramId, Scope,
    StatementId, TermsId,
};

/// What partners may change of their own profile; none leaves as it is, and an empty one takes away.
#[derive(Clone, Debug, Default)]
pub struct ProfileChange {
    pub display_name: Option<String>,
    pub company: Option<Option<String>>,
    pub website: Option<Option<String>>,
}

/// What a partner's people have entered. Only [`crate::people::enter_portal`] makes one.
pub struct Portal<'a> {
    engine: &'a Engine,
    caller: Caller,
    partner: PartnerId,
}

impl<'a> Portal<'a> {
    pub(crate) fn new(engine: &'a Engine, caller: Caller, partner: PartnerId) -> Self {
        Self { engine, caller, partner }
    }

    /// The same under a client's own name for the request.
    pub fn with(self, idempotency: Option<Idempotency>) -> Self {
        Self { caller: Caller { idempotency, ..self.caller }, ..self }
    }

    /// The partner's own profile.
    pub async fn profile(&self) -> Result<Partner, Error> {
        let partner = self.engine.book().partner(self.caller.scope, self.partner).await?;
        partner.ok_or_else(|| Error::not_found("partner", self.partner))
    }

    /// One of the partner's enrollments; another's is as absent as none.
    async fn own(&self, id: EnrollmentId) -> Result<Enrollment, Error> {
        let found = self.engine.book().enrollment(self.caller.scope, id).await?;
        let own = found.filter(|enrollment| enrollment.partner == self.partner);
        own.ok_or_else(|| Error::not_found("enrollment", id))
    }

    /// Changes what the partner says about themselves. The address is the merchant's to change: it proves who
    /// gets the money.
    pub async fn update_profile(&self, change: &ProfileChange) -> Result<Partner, Error> {
        let ProfileChange { display_name, company, website } = change.clone();
        let change = PartnerChange { display_name, company, website, ..PartnerChange::default() };
        partners::update_by(self.engine, &self.caller, self.partner, &change).await
    }

    /// Asks to take part in a program of the workspace.
    pub async fn apply(&self, program: ProgramId, base: &str) -> Result<Enrollment, Error> {
        enrollments::apply_as(self.engine, &self.caller, &self.profile().await?, program, base).await
    }

    /// Accepts an invitation, and the latest terms with it.
    pub async fn accept(&self, id: EnrollmentId) -> Result<Enrollment, Error> {
        self.step(id, Step::Accept).await
    }

    /// Leaves a program; what was earned stays.
    pub async fn leave(&self, id: EnrollmentId) -> Result<Enrollment, Error> {
        self.step(id, Step::Leave).await
    }

    async fn step(&self, id: EnrollmentId, step: Step) -> Result<Enrollment, Error> {
        self.own(id).await?;
        let attempt = move || async move {
            let found = enrollments::find(self.engine, &self.caller, id).await?;
            // Neither step is told by letter, so that no link is needed.
            enrollments::attempt_transition(self.engine, &self.caller, found, (step, None), "").await
        };
        Ok(self.engine.transact(&self.caller, "step_enrollment", attempt).await?.value)
    }

    /// The versions of the enrollment's group, the latest first.
    pub async fn terms(&self, id: EnrollmentId) -> Result<(Program, Enrollment, Vec<Terms>), Error> {
        let enrollment = self.own(id).await?;
        let rulebook = rulebooks::load(self.engine, self.caller.scope, enrollment.program).await?;
        let mut terms = rulebook.terms;
        terms.retain(|terms| terms.group == enrollment.group);
        terms.sort_by_key(|terms| std::cmp::Reverse(terms.version));
        Ok((rulebook.program, enrollment, terms))
    }

    pub async fn accept_terms(&self, id: EnrollmentId, terms: TermsId) -> Result<Enrollment, Error> {
        self.own(id).await?;
        enrollments::accept_terms(self.engine, &self.caller, id, terms).await
    }

    /// Makes a link of the partner's own, where the program lets links lead.
    pub async fn create_link(&self, input: &LinkInput) -> Result<Done<Link>, Error> {
        links::create_by(self.engine, &self.caller, self.partner, input, Some(OWN_LINKS_MAX)).await
    }

    /// How the partner is paid, with where to; none was said yet.
    pub async fn method(&self) -> Result<Option<OpenMethod>, Error> {
        let method = payout_methods::of_partner(self.engine, self.caller.scope, self.partner).await?;
        Ok(method.map(|method| payout_methods::opened(self.engine, method)))
    }

    /// Says how the partner wants to be paid. A change waits before it is paid with, and is told to every address
    /// that is known.
    pub async fn set_method(&self, input: &MethodInput) -> Result<OpenMethod, Error> {
        payout_methods::set(self.engine, &self.caller, self.partner, input).await
    }

    /// Registers a company that the partner works on.
    pub async fn register_deal(&self, input: &DealInput) -> Result<Done<Deal>, Error> {
        deals::register(self.engine, &self.caller, self.partner, input).await
    }

    /// Disputes a commission, or that there is none.
    pub async fn open_dispute(&self, input: &DisputeInput) -> Result<Done<Dispute>, Error> {
        disputes::open(self.engine, &self.caller, self.partner, input).await
    }

    /// One of the partner's disputes; another's is as absent as none.
    pub async fn dispute(&self, id: DisputeId) -> Result<Dispute, Error> {
        let (dispute, _) = disputes::find(self.engine, self.caller.scope, id).await?;
        let own = Some(dispute).filter(|dispute| dispute.partner == self.partner);
        own.ok_or_else(|| Error::not_found("dispute", id))
    }

    /// Adds what the merchant asked for.
    pub async fn answer_dispute(
        &self,
        id: DisputeId,
        note: &str,
        references: &[String],
    ) -> Result<Dispute, Error> {
        disputes::answer(self.engine, &self.caller, (id, self.partner), (note, references)).await
    }

    pub async fn withdraw_dispute(&self, id: DisputeId) -> Result<Dispute, Error> {
        disputes::withdraw(self.engine, &self.caller, (id, self.partner)).await
    }

    /// The partner's own rows of a noun that has partners; of any other, none.
    pub async fn list(&self, query: &ListQuery) -> Result<Vec<Row>, Error> {
        let Some(partner) = query.noun.partner_column() else { return Ok(Vec::new()) };
        let mut own = query.clone().only(partner, self.partner);
        if query.noun == Noun::Transfer {
            own = payouts::announced(self.engine, self.caller.scope, self.partner, own).await?;
        }
        Ok(self.engine.book().list(self.caller.scope, &own).await?)
    }

    pub fn scope(&self) -> Scope {
        self.caller.scope
    }

    pub fn vault(&self) -> &dyn Vault {
        self.engine.vault()
    }

    /// The partners whom this one has brought.
    pub async fn recruits(&self) -> Result<Vec<RecruitShown>, Error> {
        enrollments::recruits(self.engine, self.caller.scope, self.partner).await
    }

    /// One of the partner's statements; another's is as absent as none.
    pub async fn statement(&self, id: StatementId) -> Result<StatementFile, Error> {
        let file = self.engine.book().statement_file(self.caller.scope, id).await?;
        let own = file.filter(|file| file.statement.partner == self.partner);
        own.ok_or_else(|| Error::not_found("statement", id))
    }

    /// The payment of one of the partner's statements, once somebody has approved it.
    pub async fn payment_of_statement(&self, id: StatementId) -> Result<Option<Transfer>, Error> {
        payouts::announced_payment_of(self.engine, self.caller.scope, id).await
    }

    /// The same as a document to keep.
    pub async fn statement_document(
        &self,
        id: StatementId,
        wanted: (DocumentFormat, Language),
    ) -> Result<File, Error> {
        let file = self.statement(id).await?;
        statements::document_of(self.engine, self.caller.scope, file, wanted).await
    }

    /// What this partner brought within a period.
    pub async fn overview(&self, input: &OverviewInput) -> Result<Overview, Error> {
        overview::of(self.engine, self.caller.scope, Some(self.partner), input).await
    }

    /// A customer's way through a program, if this partner had a part in it. Others' parts have no names, and what
    /// others are owed is left out; so is who the customer is.
    pub async fn journey(&self, program: ProgramId, customer: CustomerId) -> Result<Journey, Error> {
        let meant = (program, customer);
        let reader = Reader::Partner(self.partner);
        let mut journey = customers::journey_to(self.engine, self.caller.scope, meant, reader).await?;
        for conversion in &mut journey.conversions {
            conversion.commissions.retain(|it| it.commission.partner == self.partner);
        }
        Ok(journey)
    }

    /// Leads and sales in which this partner's evidence was weighed, credited or not, newest first.
    pub async fn weighed(
        &self,
        before: Option<ConversionId>,
        limit: usize,
    ) -> Result<Vec<(Conversion, Decision)>, Error> {
        Ok(self.engine.book().weighed(self.caller.scope, self.partner, before, limit).await?)
    }

    pub fn now(&self) -> Instant {
        self.engine.now()
    }

    pub(crate) fn engine(&self) -> &Engine {
        self.engine
    }

    /// Which partner this is.
    pub fn partner(&self) -> PartnerId {
        self.partner
    }

    /// Why a conversion was credited as it was, in the merchant's words, if this partner had a part in it: evidence or
    /// credit. Other partners are not named, and what they are owed is left out.
    pub async fn explanation(&self, id: ConversionId) -> Result<Explanation, Error> {
        let reader = Reader::Partner(self.partner);
        let mut explanation = conversions::explain_to(self.engine, self.caller.scope, id, reader).await?;
        if !conversions::has_part(self.engine, self.caller.scope, &explanation, self.partner).await? {
            return Err(Error::not_found("conversion", id));
        }
        explanation.credits.retain(|credit| credit.partner == self.partner);
        explanation.decision = None;
        Ok(explanation)
    }
}
