//! What addresses say of who somebody is: the mailboxes and companies that they were ever known under, and whom a partner's
//! new address makes of their customers.

use crate::{
    Caller, Engine, Error, jobs,
    ports::{Changes, Expected, ListOf, MethodColumn, Page, Row, VersionKey, list_of},
};
use payout::{METHODS_PER_PARTNER_MAX, Method};
use program::{Partner, mailbox};
use referral::{Customer, company_domain, normalize_domain};
use std::collections::BTreeSet;
use words::{EmailHash, KnownAs, Mode, PartnerId, ProgramId, Scope};

/// Enrollments of one partner that a new address touches at once.
const ENROLLMENTS_PER_PARTNER_MAX: usize = 500;
const CUSTOMERS_PER_PAGE: usize = 500;
const PARTNERS_PER_PAGE: usize = 500;

impl Engine {
    /// The mailbox that an address reaches, and the company that it is of.
    pub(crate) fn known_by_email(&self, email: &str) -> KnownAs {
        let mailboxes = mailbox(email).map(|mailbox| self.vault().email_hash(&mailbox));
        KnownAs { mailboxes: mailboxes.into_iter().collect(), ..self.known_by_domain(email) }
    }

    /// The company that a domain, or an address at it, is of.
    pub(crate) fn known_by_domain(&self, written: &str) -> KnownAs {
        let company = company_domain(written).map(|domain| self.company_hash(&domain));
        KnownAs { companies: company.into_iter().collect(), ..KnownAs::default() }
    }

    /// The keyed hash of a company's registrable domain.
    pub(crate) fn company_hash(&self, domain: &str) -> EmailHash {
        self.vault().email_hash(&format!("@{domain}"))
    }

    /// The same of any spelling; none for what is no domain.
    pub(crate) fn hash_of_company(&self, written: &str) -> Option<EmailHash> {
        normalize_domain(written).map(|domain| self.company_hash(&domain))
    }

    /// Teaches a customer of an older book what their address and domain say.
    pub(crate) fn complete(&self, customer: &mut Customer) {
        if !customer.personal.known_as.is_empty() {
            return;
        }
        let personal = &customer.personal;
        let email = personal.key.as_ref().zip(personal.email.as_ref());
        let mut known = KnownAs::default();
        if let Some(email) = email.and_then(|(key, sealed)| self.vault().open(key, sealed)) {
            known.learn(self.known_by_email(&email));
        }
        if let Some(domain) = &customer.domain {
            known.learn(self.known_by_domain(domain));
        }
        customer.personal.known_as = known;
    }

    /// Teaches every partner of an older book what their addresses say, and has their customers decided again. Partners who
    /// know are left as they are, so that doing it again costs a look.
    pub async fn complete_partners(&self) -> Result<(), Error> {
        for workspace in self.book().workspaces().await? {
            for mode in [Mode::Live, Mode::Test] {
                let scope = Scope { workspace: workspace.id, mode };
                let mut after = None;
                loop {
                    let page = Page { after, limit: PARTNERS_PER_PAGE };
                    let partners = self.book().partners(scope, page).await?;
                    for partner in partners.iter().filter(|it| it.personal.known_as.is_empty()) {
                        let attempt = move || self.completed(scope, partner.id);
                        self.turn_unnamed("complete_partner", attempt).await?;
                    }
                    after = partners.last().map(|partner| partner.id);
                    if partners.len() < PARTNERS_PER_PAGE {
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    async fn completed(&self, scope: Scope, id: PartnerId) -> Result<((), Changes), Error> {
        let key = VersionKey::Partner(id);
        let version = self.book().version(&key).await?;
        let Some(before) = self.book().partner(scope, id).await? else { return Ok(((), Changes::default())) };
        let mut after = before.clone();
        for email in self.addresses_of(&before).await? {
            after.personal.known_as.learn(self.known_by_email(&email));
        }
        if after == before {
            return Ok(((), Changes::default()));
        }

        let mut changes = Changes { expected: vec![Expected { key, version }], ..Changes::default() };
        self.judge_customers_again(&after, &mut changes).await?;
        changes.rows.push(Row::Partner(after));
        Ok(((), changes))
    }

    /// Their own address, those of who enters their portal, and those that they were ever paid at.
    async fn addresses_of(&self, partner: &Partner) -> Result<Vec<String>, Error> {
        let readers = self.readers_of(partner).await?;
        let query = ListOf::<Method>::new(METHODS_PER_PARTNER_MAX).only(MethodColumn::PARTNER_ID, partner.id);
        let methods: Vec<Method> = list_of(self.book(), partner.scope, &query).await?;
        let paid_at = methods.iter().filter_map(|method| self.destination_of(method));
        let paid_at = paid_at.filter_map(|destination| destination.email().map(str::to_owned));
        Ok(readers.into_values().map(|(_, email)| email).chain(paid_at).collect())
    }

    /// The partner as also known by the address of a log-in or a payout method. None when that is no news.
    pub(crate) fn also_known(&self, partner: &Partner, email: &str) -> Option<Partner> {
        let mut after = partner.clone();
        after.personal.known_as.learn(self.known_by_email(email));
        (after != *partner).then_some(after)
    }

    /// The partner of the seat or payout method, to be committed with it as also known by its address.
    pub(crate) async fn partner_learns(
        &self,
        before: &Partner,
        email: &str,
        changes: &mut Changes,
    ) -> Result<(), Error> {
        if let Some(after) = self.also_known(before, email) {
            self.judge_customers_again(&after, changes).await?;
            changes.rows.push(Row::Partner(after));
        }
        Ok(())
    }

    /// Jobs that decide again about customers who turn out to be the partner.
    pub(crate) async fn judge_customers_again(
        &self,
        partner: &Partner,
        changes: &mut Changes,
    ) -> Result<(), Error> {
        let page = Page { after: None, limit: ENROLLMENTS_PER_PARTNER_MAX };
        for enrollment in self.book().enrollments(partner.scope, None, Some(partner.id), page).await? {
            let key = VersionKey::Enrollment(enrollment.id);
            let version = self.book().version(&key).await?;
            changes.expected.push(Expected { key, version });
            let work = jobs::RecognizePartner { partner: partner.id };
            changes.jobs.push(self.put_job(partner.scope, enrollment.program, work, self.now()));
        }
        Ok(())
    }

    /// Settles every customer of the program who was ever known as the partner is.
    pub(crate) async fn recognize_partner(
        &self,
        caller: &Caller,
        program: ProgramId,
        partner: PartnerId,
    ) -> Result<(), Error> {
        let Some(partner) = self.book().partner(caller.scope, partner).await? else { return Ok(()) };
        let known: BTreeSet<EmailHash> = partner.personal.known_as.hashes().cloned().collect();
        for hash in &known {
            let mut after = None;
            loop {
                let page = Page { after, limit: CUSTOMERS_PER_PAGE };
                let customers = self.book().customers_known_as(caller.scope, hash, page).await?;
                for &customer in &customers {
                    self.settle_one(caller, program, customer).await?;
                }
                after = customers.last().copied();
                if customers.len() < CUSTOMERS_PER_PAGE {
                    break;
                }
            }
        }
        Ok(())
    }
}
