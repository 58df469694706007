//! One customer under several ids of the merchant's: the ids that a verified e-mail address joins, and what is known under
//! all of them. Which ids are one is kept with each customer; whether that counts is the program's choice.

use crate::{
    Engine, Error, customers,
    ports::{Changes, Expected, Page, VersionKey},
};
use conversion::Position;
use referral::{CUSTOMER_IDS_MAX, Customer};
use settlement::{CustomerFile, History, Rulebook};
use std::collections::BTreeMap;
use words::{CustomerId, ProgramId, Scope};

/// Another id of the customer, as it is known before the event and after it.
pub(crate) struct Joined {
    pub before: CustomerFile,
    pub after: Customer,
}

impl Joined {
    pub(crate) fn expected(&self) -> Expected {
        Expected { key: VersionKey::Customer(self.before.customer.id), version: self.before.version }
    }
}

/// Joins the customer with those who have one of the verified mailboxes that are news, and says what the commit rests
/// on: of two ids that appear at once, the second must see the first.
pub(crate) async fn join(
    engine: &Engine,
    program: ProgramId,
    before: Option<&Customer>,
    customer: &mut Customer,
) -> Result<(Vec<Joined>, Vec<Expected>), Error> {
    let (mut joined, mut expected) = (BTreeMap::new(), Vec::new());
    let known = before.map(|before| &before.personal.known_as.verified);
    let is_news = |hash: &&words::EmailHash| known.is_none_or(|known| !known.contains(hash));
    let scope = customer.scope;
    for hash in customer.personal.known_as.verified.clone().iter().filter(is_news) {
        let key = VersionKey::Mailbox(scope, hash.clone());
        expected.push(Expected { version: engine.book().version(&key).await?, key });
        let page = Page { after: None, limit: CUSTOMER_IDS_MAX + 1 };
        for id in engine.book().customers_known_as(scope, hash, page).await? {
            if id == customer.id || joined.contains_key(&id) {
                continue;
            }
            let file = engine.book().customer_file_by_id(scope, program, id).await?;
            let organizations = &customer.organizations;
            let is_theirs = |file: &CustomerFile| {
                let other = &file.customer;
                // A company that writes from its owner's address is not its owner.
                !organizations.contains(&other.id)
                    && !other.organizations.contains(&customer.id)
                    && file.people.is_empty()
                    && other.personal.known_as.verified.contains(hash)
                    && other.same_as.len() < CUSTOMER_IDS_MAX - 1
            };
            let Some(before) = file.filter(is_theirs) else { continue };
            if learn(customer, id) {
                let mut after = before.customer.clone();
                learn(&mut after, customer.id);
                joined.insert(id, Joined { before, after });
            }
        }
    }
    Ok((joined.into_values().collect(), expected))
}

/// What is known under the customer's other ids, if the program takes them for one.
pub(crate) async fn other_files(
    engine: &Engine,
    rulebook: &Rulebook,
    customer: &Customer,
) -> Result<Vec<CustomerFile>, Error> {
    if !rulebook.program.joins_customers {
        return Ok(Vec::new());
    }
    customers::files_of_others(engine, rulebook.program.id, customer).await
}

/// What is known under the customer's other ids, whether or not the program takes them for one.
pub(crate) async fn files_of_others(
    engine: &Engine,
    program: ProgramId,
    customer: &Customer,
) -> Result<Vec<CustomerFile>, Error> {
    let mut files: Vec<CustomerFile> = Vec::new();
    let mut wanted = customer.same_as.clone();
    while let Some(id) = wanted.pop() {
        let is_known = id == customer.id || files.iter().any(|file| file.customer.id == id);
        if is_known || files.len() >= CUSTOMER_IDS_MAX {
            continue;
        }
        let found = engine.book().customer_file_by_id(customer.scope, program, id).await?;
        if let Some(file) = found {
            wanted.extend(&file.customer.same_as);
            files.push(file);
        }
    }
    files.sort_by_key(|file| file.customer.id);
    Ok(files)
}

/// The histories of several ids as one, at most `limit` conversions from the position on.
pub(crate) async fn joined_history(
    engine: &Engine,
    (scope, program): (Scope, ProgramId),
    customers: impl Iterator<Item = CustomerId>,
    (from, limit): (&Position, usize),
) -> Result<History, Error> {
    let mut joined = History::default();
    for customer in customers {
        let own = engine.book().history(scope, program, customer, from, limit).await?;
        joined.join(own);
    }
    joined.cut(limit);
    Ok(joined)
}

impl Changes {
    /// Expects a version, once.
    pub(crate) fn expect(&mut self, expected: Expected) {
        if !self.expected.iter().any(|other| other.key == expected.key) {
            self.expected.push(expected);
        }
    }
}

/// Whether the id was added to those that the customer has.
fn learn(customer: &mut Customer, id: CustomerId) -> bool {
    let Err(place) = customer.same_as.binary_search(&id) else { return true };
    let room = customer.same_as.len() < CUSTOMER_IDS_MAX - 1;
    if room {
        customer.same_as.insert(place, id);
    }
    room
}
