//! What addresses say of who somebody is: the mailboxes and companies that they were ever known under, and whom a partner's
//! new address makes of their customers.

use crate::{
    Caller, Engine, Error, jobs, payout_methods,
    ports::{Changes, Expected, ListOf, MethodColumn, Page, Row, VersionKey, list_of},
    settle,
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

/// The mailbox that an address reaches, and the company that it is of.
pub(crate) fn by_email(engine: &Engine, email: &str) -> KnownAs {
    let mailboxes = mailbox(email).map(|mailbox| engine.vault().email_hash(&mailbox));
    KnownAs { mailboxes: mailboxes.into_iter().collect(), ..by_domain(engine, email) }
}

/// The company that a domain, or an address at it, is of.
pub(crate) fn by_domain(engine: &Engine, written: &str) -> KnownAs {
    let company = company_domain(written).map(|domain| company_hash(engine, &domain));
    KnownAs { companies: company.into_iter().collect(), ..KnownAs::default() }
}

/// The keyed hash of a company's registrable domain.
pub(crate) fn company_hash(engine: &Engine, domain: &str) -> EmailHash {
    engine.vault().email_hash(&format!("@{domain}"))
}

/// The same of any spelling; none for what is no domain.
pub(crate) fn company_hash_of(engine: &Engine, written: &str) -> Option<EmailHash> {
    normalize_domain(written).map(|domain| company_hash(engine, &domain))
}

/// Teaches a customer of an older book what their address and domain say.
pub(crate) fn complete(engine: &Engine, customer: &mut Customer) {
    if !customer.personal.known_as.is_empty() {
        return;
    }
    let personal = &customer.personal;
    let email = personal.key.as_ref().zip(personal.email.as_ref());
    let mut known = KnownAs::default();
    if let Some(email) = email.and_then(|(key, sealed)| engine.vault().open(key, sealed)) {
        known.learn(by_email(engine, &email));
    }
    if let Some(domain) = &customer.domain {
        known.learn(by_domain(engine, domain));
    }
    customer.personal.known_as = known;
}

/// Teaches every partner of an older book what their addresses say, and has their customers decided again. Partners who
/// know are left as they are, so that doing it again costs a look.
pub async fn complete_partners(engine: &Engine) -> Result<(), Error> {
    for workspace in engine.book().workspaces().await? {
        for mode in [Mode::Live, Mode::Test] {
            let scope = Scope { workspace: workspace.id, mode };
            let mut after = None;
            loop {
                let page = Page { after, limit: PARTNERS_PER_PAGE };
                let partners = engine.book().partners(scope, page).await?;
                for partner in partners.iter().filter(|it| it.personal.known_as.is_empty()) {
                    let attempt = move || attempt_complete(engine, scope, partner.id);
                    engine.transact_unnamed("complete_partner", attempt).await?;
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

async fn attempt_complete(engine: &Engine, scope: Scope, id: PartnerId) -> Result<((), Changes), Error> {
    let key = VersionKey::Partner(id);
    let version = engine.book().version(&key).await?;
    let Some(before) = engine.book().partner(scope, id).await? else { return Ok(((), Changes::default())) };
    let mut after = before.clone();
    for email in addresses_of(engine, &before).await? {
        after.personal.known_as.learn(by_email(engine, &email));
    }
    if after == before {
        return Ok(((), Changes::default()));
    }

    let mut changes = Changes { expected: vec![Expected { key, version }], ..Changes::default() };
    decide_again(engine, &after, &mut changes).await?;
    changes.rows.push(Row::Partner(after));
    Ok(((), changes))
}

/// Their own address, those of who enters their portal, and those that they were ever paid at.
async fn addresses_of(engine: &Engine, partner: &Partner) -> Result<Vec<String>, Error> {
    let readers = payout_methods::readers_of(engine, partner).await?;
    let query = ListOf::<Method>::new(METHODS_PER_PARTNER_MAX).only(MethodColumn::PARTNER_ID, partner.id);
    let methods: Vec<Method> = list_of(engine.book(), partner.scope, &query).await?;
    let paid_at = methods.iter().filter_map(|method| payout_methods::destination_of(engine, method));
    let paid_at = paid_at.filter_map(|destination| destination.email().map(str::to_owned));
    Ok(readers.into_values().map(|(_, email)| email).chain(paid_at).collect())
}

/// The partner as also known by the address of a log-in or a payout method. None when that is no news.
pub(crate) fn also(engine: &Engine, partner: &Partner, email: &str) -> Option<Partner> {
    let mut after = partner.clone();
    after.personal.known_as.learn(by_email(engine, email));
    (after != *partner).then_some(after)
}

/// The partner of the seat or payout method, to be committed with it as also known by its address.
pub(crate) async fn partner_learns(
    engine: &Engine,
    before: &Partner,
    email: &str,
    changes: &mut Changes,
) -> Result<(), Error> {
    if let Some(after) = also(engine, before, email) {
        decide_again(engine, &after, changes).await?;
        changes.rows.push(Row::Partner(after));
    }
    Ok(())
}

/// Jobs that decide again about customers who turn out to be the partner.
pub(crate) async fn decide_again(
    engine: &Engine,
    partner: &Partner,
    changes: &mut Changes,
) -> Result<(), Error> {
    let page = Page { after: None, limit: ENROLLMENTS_PER_PARTNER_MAX };
    for enrollment in engine.book().enrollments(partner.scope, None, Some(partner.id), page).await? {
        let key = VersionKey::Enrollment(enrollment.id);
        let version = engine.book().version(&key).await?;
        changes.expected.push(Expected { key, version });
        let work = jobs::RecognizePartner { partner: partner.id };
        changes.jobs.push(jobs::put(engine, partner.scope, enrollment.program, work, engine.now()));
    }
    Ok(())
}

/// Settles every customer of the program who was ever known as the partner is.
pub(crate) async fn recognize_partner(
    engine: &Engine,
    caller: &Caller,
    program: ProgramId,
    partner: PartnerId,
) -> Result<(), Error> {
    let Some(partner) = engine.book().partner(caller.scope, partner).await? else { return Ok(()) };
    let known: BTreeSet<EmailHash> = partner.personal.known_as.hashes().cloned().collect();
    for hash in &known {
        let mut after = None;
        loop {
            let page = Page { after, limit: CUSTOMERS_PER_PAGE };
            let customers = engine.book().customers_known_as(caller.scope, hash, page).await?;
            for &customer in &customers {
                settle::customer(engine, caller, program, customer).await?;
            }
            after = customers.last().copied();
            if customers.len() < CUSTOMERS_PER_PAGE {
                break;
            }
        }
    }
    Ok(())
}
