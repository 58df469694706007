//! One customer under several ids of the merchant's: the ids that a verified e-mail address joins, and what is known under
//! all of them. Which ids are one is kept with each customer; whether that counts is the program's choice.

use crate::{
    Engine, Error,
    ports::{Changes, CustomerFile, Expected, History, Page, Rulebook, VersionKey},
};
use commission::Commission;
use conversion::{Conversion, Position};
use referral::{CUSTOMER_IDS_MAX, Customer, Touch};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};
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

impl Engine {
    /// Joins the customer with those who have one of the verified mailboxes that are news, and says what the commit rests
    /// on: of two ids that appear at once, the second must see the first.
    pub(crate) async fn join(
        &self,
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
            expected.push(Expected { version: self.book().version(&key).await?, key });
            let page = Page { after: None, limit: CUSTOMER_IDS_MAX + 1 };
            for id in self.book().customers_known_as(scope, hash, page).await? {
                if id == customer.id || joined.contains_key(&id) {
                    continue;
                }
                let file = self.book().customer_file_by_id(scope, program, id).await?;
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
        &self,
        rulebook: &Rulebook,
        customer: &Customer,
    ) -> Result<Vec<CustomerFile>, Error> {
        if !rulebook.program.joins_customers {
            return Ok(Vec::new());
        }
        self.files_of_others(rulebook.program.id, customer).await
    }

    /// What is known under the customer's other ids, whether or not the program takes them for one.
    pub(crate) async fn files_of_others(
        &self,
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
            let found = self.book().customer_file_by_id(customer.scope, program, id).await?;
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
        &self,
        (scope, program): (Scope, ProgramId),
        customers: impl Iterator<Item = CustomerId>,
        (from, limit): (&Position, usize),
    ) -> Result<History, Error> {
        let mut joined = History::default();
        for customer in customers {
            let own = self.book().history(scope, program, customer, from, limit).await?;
            joined.conversions.extend(own.conversions);
            joined.decisions.extend(own.decisions);
            joined.commissions.extend(own.commissions);
            joined.behind.extend(own.behind);
            for (of, priors) in own.priors {
                let counted = joined.priors.entry(of).or_default();
                *counted = counted.with(priors);
            }
            joined.corrections.extend(own.corrections);
            joined.reviews.extend(own.reviews);
            joined.bond =
                [joined.bond, own.bond].into_iter().flatten().min_by(|one, other| one.0.cmp(&other.0));
            let since = [joined.customer_since, own.customer_since];
            joined.customer_since = since.into_iter().flatten().min();
            joined.rest = [joined.rest, own.rest].into_iter().flatten().min();
        }
        joined.conversions.sort_by_cached_key(Conversion::position);
        joined.cut(limit);
        Ok(joined)
    }
}

impl History {
    /// Leaves out what lies behind the rest, or is more than `limit` conversions.
    fn cut(&mut self, limit: usize) {
        let more = self.conversions.get(limit).map(|it| (it.position(), it.id));
        let Some(rest) = [self.rest.take(), more].into_iter().flatten().min() else { return };
        let kept = self.conversions.partition_point(|conversion| conversion.position() < rest.0);
        let left_out: BTreeSet<_> = self.conversions.drain(kept..).map(|conversion| conversion.id).collect();
        self.decisions.retain(|decision| !left_out.contains(&decision.conversion));
        let is_behind = |it: &mut Commission| it.conversion.is_some_and(|id| left_out.contains(&id));
        self.behind.extend(self.commissions.extract_if(.., is_behind));
        self.behind.sort_by_cached_key(|it| (it.occurred_at, it.key.clone(), it.conversion));
        self.reviews.retain(|review| !left_out.contains(&review.conversion));
        self.rest = Some(rest);
    }
}

impl Changes {
    /// Expects a version, once.
    pub(crate) fn expect(&mut self, expected: Expected) {
        if !self.expected.iter().any(|other| other.key == expected.key) {
            self.expected.push(expected);
        }
    }
}

/// The touches under all ids. The same click reported under two of them is one touch, as the stronger report says.
pub(crate) fn joined_touches(touches: impl Iterator<Item = Touch>) -> Vec<Touch> {
    let mut touches: Vec<Touch> = touches.collect();
    touches
        .sort_by_cached_key(|it| (it.key(), Reverse((it.source, it.class())), it.occurred_at, it.customer));
    touches.dedup_by(|one, other| one.key() == other.key());
    touches
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
