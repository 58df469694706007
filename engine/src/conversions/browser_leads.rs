//! Leads from browsers. Anybody can read a publishable key in a page's source, so that what comes with it is a hint: it names
//! a click and nothing else, gets the same answer for every customer, and is counted.

use crate::{
    Caller, CustomerInput, Done, Engine, Error, EventInput, LeadMode, Outcome, Recorded, Warning,
    conversions::{self, Clues},
    evidence::{self, Clicked},
};
use click::Click;
use conversion::SOURCE_BROWSER;
use core::net::IpAddr;
use referral::{Customer, TouchSource};
use std::{borrow::Cow, collections::HashMap, hash::Hash, sync::Mutex};
use words::{ClickId, Instant, LinkId, MICROS_PER_DAY, ProgramId};

/// Leads that browsers may report on one day (UTC) with one publishable key.
pub const BROWSER_LEADS_PER_KEY_DAY: u32 = 10_000;
/// Leads that browsers may report on one day (UTC) for the clicks of one link.
pub const BROWSER_LEADS_PER_LINK_DAY: u32 = 1_000;
/// Leads that browsers at one network address, or in one IPv6 network of 64 bits, may report on one day (UTC) with one
/// key. An office shares one.
pub const BROWSER_LEADS_PER_ADDRESS_DAY: u32 = 200;

/// What was counted of one day. Only what a key was let in for is counted, so that keys bound its size.
#[derive(Default)]
pub(crate) struct BrowserLeads(Mutex<Counted>);

#[derive(Default)]
struct Counted {
    day: i64,
    keys: HashMap<String, u32>,
    links: HashMap<LinkId, u32>,
    addresses: HashMap<(String, u64), u32>,
}

impl BrowserLeads {
    /// Counts a lead, or says which limit it meets; then nothing is counted.
    fn count(
        &self,
        key: &str,
        link: Option<LinkId>,
        address: Option<IpAddr>,
        now: Instant,
    ) -> Result<(), Error> {
        let day = now.micros().div_euclid(MICROS_PER_DAY);
        let mut counted = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if counted.day != day {
            *counted = Counted { day, ..Counted::default() };
        }

        let Counted { keys, links, addresses, .. } = &mut *counted;
        let place = address.map(|address| (key.to_owned(), network(address)));
        let is_full = |count: Option<&u32>, most: u32| count.is_some_and(|count| *count >= most);
        let full = [
            (is_full(keys.get(key), BROWSER_LEADS_PER_KEY_DAY), "this key"),
            (link.is_some_and(|link| is_full(links.get(&link), BROWSER_LEADS_PER_LINK_DAY)), "this link"),
            (
                place
                    .as_ref()
                    .is_some_and(|place| is_full(addresses.get(place), BROWSER_LEADS_PER_ADDRESS_DAY)),
                "this network address",
            ),
        ];
        if let Some((_, of)) = full.into_iter().find(|(is_full, _)| *is_full) {
            let left = MICROS_PER_DAY - now.micros().rem_euclid(MICROS_PER_DAY);
            return Err(Error::TooManyLeads { of, seconds: (left / 1_000_000) as u32 + 1 });
        }

        add(keys, key.to_owned());
        link.into_iter().for_each(|link| add(links, link));
        place.into_iter().for_each(|place| add(addresses, place));
        Ok(())
    }
}

fn add<K: Eq + Hash>(counts: &mut HashMap<K, u32>, of: K) {
    *counts.entry(of).or_default() += 1;
}

/// An IPv4 address, or the upper half of an IPv6 one: who has one of the lower half has all of it.
fn network(address: IpAddr) -> u64 {
    match address.to_canonical() {
        IpAddr::V4(address) => u64::from(address.to_bits()),
        IpAddr::V6(address) => (address.to_bits() >> 64) as u64,
    }
}

/// Records what a browser reports, as far as it is of any use. The answer is the same for every customer, and for
/// leads that are already known.
pub(crate) async fn record_browser_lead(
    engine: &Engine,
    caller: &Caller,
    input: &EventInput,
    left_out: &[Warning],
) -> Result<Done<Recorded>, Error> {
    let mut warnings = left_out.to_vec();
    let clicked = evidence::click_of_event(engine, caller.scope, input, &mut warnings).await?;
    let clues = Clues::of_event(caller.source, input, clicked.as_ref().map(Clicked::program));
    let program = conversions::program_of(engine, caller.scope, clues).await?;
    let _place = engine.queues.enter(caller.scope, input.buyer()).await;

    let attempt = move || conversions::attempt_record(engine, caller, (input, left_out));
    let done = engine.transact(caller, "record_lead", attempt).await;
    let replayed = match done {
        Ok(done) => done.replayed,
        Err(Error::Differs { .. }) => {
            // The lead is known with another click, which is evidence all the same.
            let click = &EventInput { mode: LeadMode::Deferred, ..input.clone() };
            let caller = &caller.without_idempotency();
            let attempt = move || conversions::attempt_record(engine, caller, (click, left_out));
            engine.transact(caller, "record_lead", attempt).await?.replayed
        }
        Err(error) => return Err(error),
    };
    Ok(Done { value: Recorded::received(program, warnings), replayed })
}

/// Counts what a browser reports; a server's events are not counted.
pub(crate) async fn count_browser_lead(
    engine: &Engine,
    caller: &Caller,
    input: &EventInput,
) -> Result<(), Error> {
    if caller.source != TouchSource::Browser {
        return Ok(());
    }

    let link = match input.click.as_deref().map(str::parse::<ClickId>) {
        Some(Ok(click)) => {
            let found = engine.clicks().click(click).await?;
            found.filter(|click| click.scope == caller.scope).map(|Click { link, .. }| link)
        }
        _ => None,
    };
    let key = caller.asker().unwrap_or_default();
    let address = caller.origin.address.as_deref().and_then(|address| address.parse().ok());
    engine.browser_leads.count(&key, link, address, engine.now())
}

impl EventInput {
    /// The event as far as its sender may speak, and what of it was left out: a browser names a customer and a click, under
    /// a source of its own.
    pub(crate) fn heard_from(&self, source: TouchSource) -> (Cow<'_, EventInput>, Vec<Warning>) {
        match source {
            TouchSource::Browser => {
                let (heard, left_out) = self.as_browsers();
                (Cow::Owned(heard), left_out)
            }
            TouchSource::Server => (Cow::Borrowed(self), Vec::new()),
        }
    }

    fn as_browsers(&self) -> (EventInput, Vec<Warning>) {
        let left_out = "a browser cannot send this; report it from your server";
        let names_link = self.click.as_ref().is_some_and(|click| click.parse::<LinkId>().is_ok());
        let dropped = [
            (names_link, "click_id"),
            (self.code.is_some(), "code"),
            (!self.metadata.is_empty(), "metadata"),
        ];
        let warnings = dropped.into_iter().filter(|(is, _)| *is);
        let warnings = warnings.map(|(_, field)| Warning::new(field, left_out)).collect();

        let lead = EventInput {
            source: SOURCE_BROWSER.to_owned(),
            customer: CustomerInput {
                external_id: self.customer.external_id.clone(),
                email: None,
                is_email_verified: false,
                name: None,
                organization: None,
            },
            click: self.click.clone().filter(|_| !names_link),
            code: None,
            metadata: Default::default(),
            ..self.clone()
        };
        (lead, warnings)
    }
}

/// Whether what a browser says of the customer is of any use: a customer of whom a server has spoken is the server's to
/// speak of.
pub(crate) fn may_speak_of(customer: Option<&Customer>) -> bool {
    customer.is_none_or(|customer| customer.only_browsers)
}

impl Recorded {
    /// All that a browser may know.
    pub(crate) fn received(program: ProgramId, warnings: Vec<Warning>) -> Self {
        Self {
            outcome: Outcome::Received,
            program,
            customer: None,
            bearer: None,
            conversion: None,
            decision: None,
            commissions: Vec::new(),
            warnings,
        }
    }
}
