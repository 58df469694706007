//! Deed: a customer is forgotten. The key of their personal fields is destroyed and their own id is taken out of
//! what they did; what was sold, credited and owed stays, under an id that means nobody.

use crate::{
    Caller, Engine, Error, Permit, audit, disputes, external_ids,
    need::WriteCustomers,
    ports::{
        Changes, ConversionFilter, CustomerColumn, DealColumn, Expected, ListOf, Page, Row, VersionKey,
        list_of,
    },
    submissions,
};
use conversion::Conversion;
use facts::{CustomerErased, Event};
use referral::{Customer, Deal, Stamped};
use words::{ConversionId, CustomerId, Instant, Personal};

const CONVERSIONS_PER_COMMIT: usize = 200;
/// Deals that one customer came through: more than anybody registers.
const DEALS_PER_CUSTOMER_MAX: usize = 400;

/// How a customer is named in a request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WhichCustomer {
    Known(CustomerId),
    Named(String),
}

impl WhichCustomer {
    /// Our id or, if it is none, the merchant's.
    pub fn read(text: &str) -> Self {
        text.parse().map_or_else(|_| WhichCustomer::Named(text.to_owned()), WhichCustomer::Known)
    }
}

/// Erases the customer in all programs. Again it changes nothing.
pub async fn erase(
    engine: &Engine,
    caller: &Permit<WriteCustomers>,
    which: &WhichCustomer,
) -> Result<Customer, Error> {
    let caller = &caller.without_idempotency();
    let known = find(engine, caller, which).await?;
    let id = known.id;
    // The customer last, so that whatever breaks off can be begun again by the same name; then what was recorded
    // meanwhile.
    erase_everywhere(engine, caller, &known).await?;
    let attempt = move || attempt_erase(engine, caller, id);
    let customer = engine.transact(caller, "erase_customer", attempt).await?.value;
    erase_everywhere(engine, caller, &customer).await?;
    // What was there stands in the files until they are written anew. If somebody reads an earlier state just now, the
    // worker tries again every second.
    engine.book().scrub().await?;
    Ok(customer)
}

async fn attempt_erase(
    engine: &Engine,
    caller: &Caller,
    id: CustomerId,
) -> Result<(Customer, Changes), Error> {
    let key = VersionKey::Customer(id);
    let version = engine.book().version(&key).await?;
    let before = find(engine, caller, &WhichCustomer::Known(id)).await?;
    if before.erased_at.is_some() {
        return Ok((before, Changes::default()));
    }
    let now = engine.now();
    let after = erased(&before, now);
    let (mut rows, submissions) = submissions::nameless(engine, caller, &before).await?;
    rows.push(Row::Customer(after.clone()));
    rows.extend(nameless_deals(engine, caller, id).await?);
    let (disputes, versions) = disputes::nameless(engine, caller, id).await?;
    rows.extend(disputes);
    let external_ids = external_ids::forget_customer(engine, caller, id, now).await?;
    let expected = [Expected { key, version }, submissions].into_iter().chain(versions).collect();
    let erased = Event::CustomerErased(CustomerErased { customer: after.id });
    let mut changes = Changes {
        expected,
        rows,
        facts: vec![engine.fact(caller.scope, now, erased).of_customer(after.id)],
        audit: vec![audit::entry(engine, caller, now, "customer.erased", after.id, (None, None))],
        forgotten: Some(after.id),
        ..Changes::default()
    };
    changes.join(external_ids);
    Ok((after, changes))
}

/// The customer's deals without the company and its contact.
async fn nameless_deals(engine: &Engine, caller: &Caller, customer: CustomerId) -> Result<Vec<Row>, Error> {
    let query = ListOf::<Deal>::new(DEALS_PER_CUSTOMER_MAX).only(DealColumn::CUSTOMER_ID, customer);
    let deals = list_of(engine.book(), caller.scope, &query).await?.into_iter();
    let company = conversion::erased_name(customer);
    let nameless = deals.map(|deal| Deal {
        company: company.clone(),
        domain: None,
        personal: Personal::default(),
        note: None,
        ..deal
    });
    Ok(nameless.map(Row::Deal).collect())
}

async fn find(engine: &Engine, caller: &Caller, which: &WhichCustomer) -> Result<Customer, Error> {
    let about = ListOf::<Customer>::new(1);
    let (query, named) = match which {
        WhichCustomer::Known(id) => (about.only(CustomerColumn::ID, id), id.to_string()),
        WhichCustomer::Named(name) => (about.only(CustomerColumn::EXTERNAL_ID, name), name.clone()),
    };
    let found = list_of(engine.book(), caller.scope, &query).await?.pop();
    found.ok_or_else(|| Error::not_found("customer", named))
}

/// What they did themselves, and on behalf of organizations.
async fn erase_everywhere(engine: &Engine, caller: &Caller, person: &Customer) -> Result<(), Error> {
    for of in std::iter::once(person.id).chain(person.organizations.iter().copied()) {
        let mut after = None;
        loop {
            let attempt = move || erase_conversions(engine, caller, (person.id, of), after);
            let (last, read) = engine.transact(caller, "erase_conversions", attempt).await?.value;
            after = last;
            if read < CONVERSIONS_PER_COMMIT {
                break;
            }
        }
    }
    Ok(())
}

/// A page of the customer's conversions without what names the person; answers the last id, and how many there were.
async fn erase_conversions(
    engine: &Engine,
    caller: &Caller,
    (person, customer): (CustomerId, CustomerId),
    after: Option<ConversionId>,
) -> Result<((Option<ConversionId>, usize), Changes), Error> {
    let key = VersionKey::Customer(customer);
    let version = engine.book().version(&key).await?;
    let filter = ConversionFilter { customer: Some(customer), ..ConversionFilter::default() };
    let page = Page { after, limit: CONVERSIONS_PER_COMMIT };
    let found = engine.book().conversions(caller.scope, &filter, page).await?;
    let (last, read) = (found.last().map(|conversion| conversion.id), found.len());
    let nameless = found.into_iter().filter_map(|before| {
        let content = match before.person {
            _ if customer == person => before.content.erased(customer),
            Some(acting) if acting == person => before.content.without_metadata(),
            _ => return None,
        };
        (content != before.content).then_some(Row::Conversion(Conversion { content, ..before }))
    });
    let rows: Vec<_> = nameless.collect();
    if rows.is_empty() {
        return Ok(((last, read), Changes::default()));
    }
    let (expected, forgotten) = (vec![Expected { key, version }], Some(person));
    Ok(((last, read), Changes { expected, rows, forgotten, ..Changes::default() }))
}

fn erased(before: &Customer, at: Instant) -> Customer {
    Customer {
        external_id: conversion::erased_name(before.id),
        domain: None,
        personal: Personal::default(),
        stamped: Stamped::default(),
        erased_at: Some(at),
        ..before.clone()
    }
}
