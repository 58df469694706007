//! What an event says of its customer, and of the organization on whose behalf they act.

use crate::{Engine, Error, EventInput, OrganizationInput, known_as};
use conversion::SOURCE_BROWSER;
use program::normalize_email;
use referral::{Customer, ORGANIZATION_PEOPLE_MAX, ORGANIZATIONS_MAX, Stamp, Stamped};
use settlement::CustomerFile;
use words::{CustomerId, Instant, Personal, Scope};

/// The customer as known after the event: each personal field as the latest event says.
pub(crate) fn after_event(
    engine: &Engine,
    (scope, id): (Scope, CustomerId),
    file: Option<&CustomerFile>,
    input: &EventInput,
    stamp: Stamp,
    now: Instant,
) -> Result<Customer, Error> {
    let mut customer = known_or_new((scope, id), file, &input.customer.external_id, now);
    known_as::complete(engine, &mut customer);
    customer.only_browsers &= input.source == SOURCE_BROWSER;
    if let Some(email) = &input.customer.email {
        let mut known = known_as::by_email(engine, email);
        if input.customer.is_email_verified {
            known.verified = known.mailboxes.clone();
        }
        customer.personal.known_as.learn(known);
        let hash = engine.vault().email_hash(&normalize_email("customer.email", email)?);
        if customer.stamped.email.as_ref().is_none_or(|earlier| *earlier < stamp) {
            customer.stamped.email = Some(stamp.clone());
            if customer.personal.email_hash.as_ref() != Some(&hash) {
                let key = customer.personal.key.get_or_insert_with(|| engine.vault().new_key());
                customer.personal.email = Some(engine.vault().seal(key, email.trim()));
                customer.personal.email_hash = Some(hash);
            }
        }
    }
    set_name(engine, &mut customer, input.customer.name.as_deref(), stamp);
    Ok(customer)
}

/// The organization as known after the event.
pub(crate) fn organization_after_event(
    engine: &Engine,
    (scope, id): (Scope, CustomerId),
    file: Option<&CustomerFile>,
    input: &OrganizationInput,
    stamp: Stamp,
    now: Instant,
) -> Result<Customer, Error> {
    let mut customer = known_or_new((scope, id), file, &input.external_id, now);
    known_as::complete(engine, &mut customer);
    customer.only_browsers = false;
    if let Some(domain) = input.domain()? {
        customer.personal.known_as.learn(known_as::by_domain(engine, &domain));
        if customer.stamped.domain.as_ref().is_none_or(|earlier| *earlier < stamp) {
            customer.stamped.domain = Some(stamp.clone());
            customer.domain = Some(domain);
        }
    }
    set_name(engine, &mut customer, input.name.as_deref(), stamp);
    Ok(customer)
}

fn set_name(engine: &Engine, customer: &mut Customer, name: Option<&str>, stamp: Stamp) {
    if let Some(name) = name
        && customer.stamped.name.as_ref().is_none_or(|earlier| *earlier < stamp)
    {
        let key = customer.personal.key.get_or_insert_with(|| engine.vault().new_key());
        customer.personal.name = Some(engine.vault().seal(key, name));
        customer.stamped.name = Some(stamp);
    }
}

/// Makes the person one of the organization's, while there is room.
pub(crate) fn belongs_to(
    person: &mut Customer,
    organization: &Customer,
    file: Option<&CustomerFile>,
) -> bool {
    let Err(place) = person.organizations.binary_search(&organization.id) else { return true };
    let living = |known: &&Customer| known.erased_at.is_none();
    let people = file.map_or(0, |file| file.people.iter().filter(living).count());
    let room = person.organizations.len() < ORGANIZATIONS_MAX && people < ORGANIZATION_PEOPLE_MAX;
    if room {
        person.organizations.insert(place, organization.id);
    }
    room
}

fn known_or_new(
    (scope, id): (Scope, CustomerId),
    file: Option<&CustomerFile>,
    external_id: &str,
    now: Instant,
) -> Customer {
    match file {
        Some(file) => file.customer.clone(),
        None => Customer {
            id,
            scope,
            external_id: external_id.to_owned(),
            personal: Personal::default(),
            stamped: Stamped::default(),
            domain: None,
            organizations: Vec::new(),
            same_as: Vec::new(),
            only_browsers: true,
            created_at: now,
            erased_at: None,
        },
    }
}
