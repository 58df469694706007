//! Deeds: a lead and a sale. The customer is found or made, the evidence becomes touches, and the
//! customer's history is settled from the earliest moment that the event touches.

use super::parties::{Forms, Told};
use crate::{
    Caller, Done, Engine, Error, EventInput, LeadMode, Permit, Warning,
    conversions::{self, Clues, check_occurred_at, may_speak_of, refunded_in_full},
    customers,
    evidence::{self, Clicked, TouchFrame},
    known_as,
    need::{SendLeads, WriteEvents},
    ports::{Changes, CustomerColumn, Expected, ListOf, Row, VersionKey, list_of},
    rates,
    rulebooks::{self, premises},
    settle::{self, Again, version_of},
    submissions,
};
use commission::Commission;
use conversion::{Content, Conversion, Decision, Kind, Position, after_refunds, linked};
use referral::{Customer, Stamp, TouchSource};
use serde::{Deserialize, Serialize};
use settlement::{
    CustomerFile, History, Reopen, Rest, RestFrom, Rulebook, Settlement, SettlementInput, join_touches,
};
use words::{ConversionId, CustomerId, Day, Exchange, Instant, ProgramId, Scope};

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Recorded,
    /// The same event was recorded before; nothing changed.
    AlreadyRecorded,
    /// The evidence is bound to the customer; the lead itself is still to be reported.
    Deferred,
    /// A refund that waits for its sale to be reported.
    Waiting,
    /// A browser's lead was taken; whether it was news is not for a browser to know.
    Received,
}

/// The outcome of an event.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Recorded {
    pub outcome: Outcome,
    pub program: ProgramId,
    pub customer: Option<Customer>,
    /// Who has news for the organizations that they belong to.
    #[serde(default)]
    pub bearer: Option<CustomerId>,
    pub conversion: Option<Conversion>,
    pub decision: Option<Decision>,
    /// The commissions of the conversion, or of the sale that a refund reverses.
    pub commissions: Vec<Commission>,
    pub warnings: Vec<Warning>,
}

/// Everything an attempt has loaded.
pub(super) struct Loaded {
    pub(super) now: Instant,
    pub(super) at: Instant,
    pub(super) rulebook: Rulebook,
    pub(super) told: Told,
    pub(super) forms: Forms,
    pub(super) warnings: Vec<Warning>,
}

/// Records a lead once, for ever, with decision, commissions and postings.
pub async fn record_lead(
    engine: &Engine,
    caller: &Permit<SendLeads>,
    input: &EventInput,
) -> Result<Done<Recorded>, Error> {
    conversions::record(engine, caller, &EventInput { kind: Kind::Lead, ..input.clone() }).await
}

/// Records a sale once, for ever, with decision, commissions and postings.
pub async fn record_sale(
    engine: &Engine,
    caller: &Permit<WriteEvents>,
    input: &EventInput,
) -> Result<Done<Recorded>, Error> {
    conversions::record(engine, caller, &EventInput { kind: Kind::Sale, ..input.clone() }).await
}

/// Records that a customer reached a stage, once, with decision, commissions and postings.
pub async fn record_stage(
    engine: &Engine,
    caller: &Permit<WriteEvents>,
    input: &EventInput,
) -> Result<Done<Recorded>, Error> {
    let input = EventInput { kind: Kind::Stage, external_id: None, ..input.clone() };
    conversions::record(engine, caller, &input).await
}

pub(crate) async fn record(
    engine: &Engine,
    caller: &Caller,
    input: &EventInput,
) -> Result<Done<Recorded>, Error> {
    let (heard, mut left_out) = input.heard_from(caller.source);
    let (input, unread) = &heard.readable();
    left_out.extend_from_slice(unread);
    let left_out = &left_out;
    input.check(caller.source)?;
    conversions::count_browser_lead(engine, caller, input).await?;
    if caller.source == TouchSource::Browser {
        return conversions::record_browser_lead(engine, caller, input, left_out).await;
    }
    let _place = engine.queues.enter(caller.scope, input.buyer()).await;
    let name = match input.kind {
        Kind::Sale => "record_sale",
        Kind::Stage => "record_stage",
        _ => "record_lead",
    };
    let done = engine
        .transact(caller, name, move || conversions::attempt_record(engine, caller, (input, left_out)))
        .await?;
    let recorded = &done.value;
    if let Some(person) = recorded.bearer {
        // The event is recorded: what fails here is done by the job that was committed with it.
        let _ = settle::customer(engine, &caller.without_idempotency(), recorded.program, person).await;
    }
    Ok(done)
}

pub(crate) async fn attempt_record(
    engine: &Engine,
    caller: &Caller,
    (input, left_out): (&EventInput, &[Warning]),
) -> Result<(Recorded, Changes), Error> {
    let (scope, now) = (caller.scope, engine.now());
    let mut warnings = left_out.to_vec();
    let clicked = evidence::click_of_event(engine, scope, input, &mut warnings).await?;
    let clues = Clues::of_event(caller.source, input, clicked.as_ref().map(Clicked::program));
    let program = conversions::program_of(engine, scope, clues).await?;
    let rulebook = rulebooks::load(engine, scope, program).await?;
    let parties = conversions::parties_of(engine, (scope, program), input, now).await?;
    if caller.source == TouchSource::Browser && !may_speak_of(parties.known_customer()) {
        return Ok((Recorded::received(program, warnings), Changes::default()));
    }
    let identity = input.identity(parties.actor(), parties.customer());
    let deferred = input.kind == Kind::Lead && input.mode == LeadMode::Deferred;
    let (known, refunds, sale_version) =
        conversions::find_known(engine, input, (scope, program), &identity).await?;
    if let Some(known) = known {
        let warning = refunded_in_full(&known, &refunds);
        let (mut recorded, changes) =
            conversions::recorded_before(engine, caller, known, input.content()).await?;
        recorded.warnings.extend(warning);
        return Ok((recorded, changes));
    }
    check_occurred_at(input.occurred_at, now)?;
    let at = input.occurred_at.unwrap_or(now);
    let exchange = exchange_in(engine, &rulebook, input, at).await?;
    let event = Conversion::key_of(input.kind, &input.source, &identity);
    let stamp = Stamp { occurred_at: at, event: event.clone() };
    let (actor, source) = (parties.actor(), caller.source);
    let frame = TouchFrame { scope, program, customer: actor, event, source, occurred_at: at, now };
    let mut found =
        evidence::touches_of(engine, &frame, input, clicked.as_ref(), &rulebook, &mut warnings).await?;
    let forms = conversions::forms_of(engine, &frame, parties.actor_file(), input).await?;
    found.extend(forms.within(program).map(|submission| evidence::form_touch(engine, &frame, submission)));
    let mut told = conversions::learn_parties(engine, parties, found, (input, stamp), &mut warnings, now)?;
    conversions::join_ids(engine, program, &mut told).await?;
    let loaded = Loaded { now, at, rulebook, told, forms, warnings };
    let conversion = (!deferred).then(|| {
        let told = Conversion {
            id: ConversionId::draw(now, engine.draw()),
            scope,
            program,
            kind: input.kind,
            source: input.source.clone(),
            external_id: identity,
            customer: Some(loaded.customer().id),
            person: loaded.told.person_id(),
            sale: None,
            unmatched: false,
            any_program: false,
            gives_back: None,
            refunded: 0,
            refunded_items: Vec::new(),
            content: input.content(),
            exchange,
            amended: None,
            occurred_at: at,
            recorded_at: now,
        };
        after_refunds(told, &refunds)
    });
    decide(engine, loaded, conversion, refunds, sale_version).await
}

/// How an amount in another currency becomes the program's.
async fn exchange_in(
    engine: &Engine,
    rulebook: &Rulebook,
    input: &EventInput,
    at: Instant,
) -> Result<Option<Exchange>, Error> {
    let (scope, currency) = (rulebook.program.scope, rulebook.program.currency);
    match input.amount.filter(|amount| amount.currency != currency) {
        Some(amount) => Ok(Some(rates::exchange(engine, scope, amount, currency, Day::of(at)).await?)),
        None => Ok(None),
    }
}

/// Settles the customer with the event added, and gathers everything to be committed.
async fn decide(
    engine: &Engine,
    loaded: Loaded,
    conversion: Option<Conversion>,
    refunds: Vec<Conversion>,
    sale_version: u64,
) -> Result<(Recorded, Changes), Error> {
    let Loaded { now, rulebook, told, .. } = &loaded;
    let (file, customer) = (&told.customer.file, loaded.customer());
    let (scope, program) = (customer.scope, rulebook.program.id);
    let others = customers::other_files(engine, rulebook, customer).await?;
    let (mut history, between) = history_for(engine, &loaded, conversion.as_ref(), &others).await?;
    if let Some(conversion) = &conversion {
        let place = history.conversions.partition_point(|other| other.position() < conversion.position());
        history.conversions.insert(place, conversion.clone());
        if conversion.kind == Kind::Sale {
            let since = history
                .customer_since
                .map_or(conversion.occurred_at, |since| since.min(conversion.occurred_at));
            history.customer_since = Some(since);
        }
    }
    let theirs = others.iter().flat_map(|file| &file.touches);
    let touches = join_touches(told.customer.all_touches().chain(theirs).cloned());
    let snapshots = settle::snapshots_of(engine, scope, &touches, &history).await?;
    let input = SettlementInput {
        rulebook,
        customer,
        people: &told.people(),
        others: &others,
        touches: &touches,
        referral: file.as_ref().and_then(|file| file.referral.as_ref()),
        history: &history,
        snapshots: &snapshots,
        company_hash: &|domain| known_as::company_hash_of(engine, domain),
        reopen: Reopen::Nothing,
        is_disturbed: false,
        is_trial: false,
        now: *now,
    };
    let settled = settle::with_totals(engine, &input).await?;
    let rests = between.into_iter().chain(Rest::of(&history, &settled.settlement, Reopen::Nothing));
    let mut changes = Changes { unchanged: premises(rulebook, &snapshots), ..Changes::default() };
    told.expected().for_each(|expected| changes.expect(expected));
    others.iter().for_each(|file| changes.expect(version_of(file)));
    if let Some(sale) = conversion.as_ref().filter(|conversion| conversion.kind == Kind::Sale) {
        let key = VersionKey::sale(scope, program, &sale.source, &sale.external_id);
        changes.expected.push(Expected { key, version: sale_version });
    }
    let rests: Vec<_> = rests.collect();
    let mut result = loaded.recorded(conversion.clone(), &settled.settlement);
    if !rests.is_empty() {
        let text = "other conversions of this customer are decided again in the background";
        result.warnings.push(Warning::new("occurred_at", text));
    }
    changes.facts =
        conversions::facts_of(engine, &loaded, conversion.as_ref(), &settled.settlement, &history.decisions);
    loaded.rows(conversion, &refunds, &mut changes);
    changes.take(settled);
    let about = (scope, program, customer.id);
    changes.jobs.extend(rests.into_iter().map(|rest| settle::rest_later(engine, about, rest, *now)));
    changes.unchanged.extend(loaded.forms.premise.clone());
    settle_others(engine, &loaded, &mut changes).await?;
    Ok((result, changes))
}

/// What the event may change of the customer's history, as far as one commit settles it. The answer tells what became
/// of the event itself, however much lies between: that is then left to a job.
async fn history_for(
    engine: &Engine,
    loaded: &Loaded,
    conversion: Option<&Conversion>,
    others: &[CustomerFile],
) -> Result<(History, Option<Rest>), Error> {
    if loaded.told.customer.file.is_none() && others.is_empty() {
        return Ok((History::default(), None));
    }
    let about = (loaded.customer().scope, loaded.rulebook.program.id);
    let ids = std::iter::once(loaded.customer().id).chain(others.iter().map(|it| it.customer.id));
    let (from, most) = (loaded.from(conversion), engine.conversions_settled_max);
    let history = customers::joined_history(engine, about, ids.clone(), (&from, most)).await?;

    let own = conversion.map(Conversion::position);
    let far = own.filter(|own| history.rest.as_ref().is_some_and(|(rest, _)| own >= rest));
    let Some(own) = far else { return Ok((history, None)) };
    let between = Rest { from: RestFrom::Instant(from.occurred_at), ..Rest::all(Reopen::Nothing) };
    Ok((customers::joined_history(engine, about, ids, (&own, most)).await?, Some(between)))
}

/// Settles the other customers that the event is evidence about: the customer in other programs, and members of
/// organizations.
async fn settle_others(engine: &Engine, loaded: &Loaded, changes: &mut Changes) -> Result<(), Error> {
    let program = loaded.rulebook.program.id;
    let elsewhere = loaded.forms.found.iter().filter(|submission| submission.program != program);
    changes.jobs.extend(elsewhere.map(|submission| submissions::attach_later(engine, submission)));
    if let Some(bearer) = loaded.bearer() {
        settle::later(engine, bearer, loaded.now, changes).await?;
    }
    if loaded.told.person.is_none() && loaded.told.is_recognized_anew() {
        settle_elsewhere(engine, loaded, changes).await?;
    }
    Ok(())
}

/// The e-mail is the customer's in every program: those other than the event's are settled too.
async fn settle_elsewhere(engine: &Engine, loaded: &Loaded, changes: &mut Changes) -> Result<(), Error> {
    let customer = loaded.customer();
    for other in engine.book().programs(customer.scope).await? {
        if other.id != loaded.rulebook.program.id {
            let rulebook = rulebooks::load(engine, customer.scope, other.id).await?;
            let again = Again {
                rulebook: &rulebook,
                customer,
                from: &Position::at(Instant::MIN),
                is_disturbed: false,
                reopen: Reopen::Nothing,
                correction: None,
                amended: None,
                now: loaded.now,
            };
            settle::again(engine, &again, changes).await?;
        }
    }
    Ok(())
}

/// What is known of an event that was sent again with the same content.
pub(crate) async fn recorded_before(
    engine: &Engine,
    caller: &Caller,
    known: Conversion,
    received: Content,
) -> Result<(Recorded, Changes), Error> {
    let mut changes = Changes::default();
    if let (Some(customer), Some(_)) = (known.customer, &caller.idempotency) {
        // The answer is kept: it must not bring back a customer who is erased meanwhile.
        let key = VersionKey::Customer(customer);
        let version = engine.book().version(&key).await?;
        changes.unchanged.push(Expected { key, version });
    }
    let file = engine.book().case_file(caller.scope, known.id).await?;
    let file = file.ok_or_else(|| Error::not_found("conversion", known.id))?;
    let known = file.conversion;
    let erased = file.customer.as_ref().filter(|customer| customer.erased_at.is_some());
    let received = if is_person_erased(engine, caller.scope, known.person).await? {
        received.without_metadata()
    } else {
        received
    };
    if !known.content.agrees_with(&received, erased.map(|customer| customer.id)) {
        return Err(Error::Differs { existing: Box::new(known), received: Box::new(received) });
    }
    let recorded = Recorded {
        outcome: Outcome::AlreadyRecorded,
        program: known.program,
        customer: file.customer,
        bearer: None,
        conversion: Some(known),
        decision: file.decision,
        commissions: file.commissions,
        warnings: Vec::new(),
    };
    Ok((recorded, changes))
}

async fn is_person_erased(engine: &Engine, scope: Scope, person: Option<CustomerId>) -> Result<bool, Error> {
    let Some(person) = person else { return Ok(false) };
    let query = ListOf::<Customer>::new(1).only(CustomerColumn::ID, person);
    let found = list_of(engine.book(), scope, &query).await?.pop();
    Ok(found.is_some_and(|customer| customer.erased_at.is_some()))
}

impl Loaded {
    pub(super) fn customer(&self) -> &Customer {
        &self.told.customer.customer
    }

    /// Who has news for the organizations that they belong to.
    fn bearer(&self) -> Option<&Customer> {
        let anew = self.told.is_recognized_anew();
        match &self.told.person {
            Some(person) => (anew || person.is_news()).then_some(&person.customer),
            None => {
                let is_news = anew || !self.told.customer.touches.is_empty();
                (is_news && !self.customer().organizations.is_empty()).then(|| self.customer())
            }
        }
    }

    /// The earliest position whose decision the event may change.
    fn from(&self, conversion: Option<&Conversion>) -> Position {
        if self.told.is_recognized_anew() {
            return Position::at(Instant::MIN);
        }
        let touched = self.told.customer.touches.iter().map(|touch| Position::at(touch.occurred_at));
        let own = conversion.map(Conversion::position);
        touched.chain(own).min().unwrap_or_else(|| Position::at(self.at))
    }

    fn rows(&self, conversion: Option<Conversion>, refunds: &[Conversion], changes: &mut Changes) {
        self.told.rows(changes);
        let customer = self.told.person_id().unwrap_or(self.customer().id);
        let own = self.forms.within(self.rulebook.program.id);
        changes.rows.extend(own.map(|it| Row::Submission(it.clone().found(customer))));
        if let Some(conversion) = conversion {
            let claimed = linked(Some(&conversion), refunds);
            changes.rows.push(Row::Conversion(conversion));
            changes.rows.extend(claimed.into_iter().map(Row::Conversion));
        }
    }

    fn recorded(&self, conversion: Option<Conversion>, settlement: &Settlement) -> Recorded {
        let id = conversion.as_ref().map(|conversion| conversion.id);
        let decision = settlement.decisions.iter().find(|decision| Some(decision.conversion) == id);
        let own = settlement.commissions.iter().filter(|commission| commission.conversion == id);
        Recorded {
            outcome: if conversion.is_some() { Outcome::Recorded } else { Outcome::Deferred },
            program: self.rulebook.program.id,
            customer: Some(self.customer().clone()),
            bearer: self.bearer().map(|bearer| bearer.id),
            decision: decision.cloned(),
            commissions: own.cloned().collect(),
            conversion,
            warnings: self.warnings.clone(),
        }
    }
}
