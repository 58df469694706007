//! What an event tells: of whom it counts for and, where that is an organization, of the person who acted.

use crate::{
    Engine, Error, EventInput, LeadMode, REFUNDS_PER_SALE_MAX, Warning,
    customers::{self, Joined, belongs_to},
    evidence::TouchFrame,
    ports::{Changes, ConversionColumn, Expected, ListOf, Row, StorageError, VersionKey, list_of},
    settle, submissions,
};
use conversion::{Conversion, Kind};
use program::normalize_email;
use referral::{
    Customer, ORGANIZATION_PEOPLE_MAX, ORGANIZATIONS_MAX, Stamp, Submission, SubmissionStatus, Touch,
};
use settlement::CustomerFile;
use words::{CustomerId, Instant, ProgramId, Scope};

/// Whom an event names, as they are known before it.
pub(super) struct Parties {
    scope: Scope,
    /// Whom it counts for.
    customer: CustomerId,
    file: Option<CustomerFile>,
    /// Who acts for the organization, if it is one.
    person: Option<(CustomerId, Option<CustomerFile>)>,
}

impl Parties {
    /// Whose doing it was.
    pub(super) fn actor(&self) -> CustomerId {
        self.person.as_ref().map_or(self.customer, |(person, _)| *person)
    }

    pub(super) fn customer(&self) -> CustomerId {
        self.customer
    }

    pub(super) fn known_customer(&self) -> Option<&Customer> {
        self.file.as_ref().map(|file| &file.customer)
    }

    pub(super) fn actor_file(&self) -> Option<&CustomerFile> {
        match &self.person {
            Some((_, file)) => file.as_ref(),
            None => self.file.as_ref(),
        }
    }
}

/// A customer as known before the event and after it.
pub(super) struct Known {
    pub(super) file: Option<CustomerFile>,
    pub(super) customer: Customer,
    /// New and strengthened touches.
    pub(super) touches: Vec<Touch>,
}

impl Known {
    /// Whether it is news who they are, to whom they belong, or what led them.
    pub(super) fn is_news(&self) -> bool {
        let before = self.file.as_ref().map(|file| &file.customer);
        let same = |before: &Customer| {
            !differs(before, &self.customer) && before.organizations == self.customer.organizations
        };
        !before.is_some_and(same) || !self.touches.is_empty()
    }

    pub(super) fn all_touches(&self) -> impl Iterator<Item = &Touch> {
        let known = self.file.iter().flat_map(|file| &file.touches);
        known.filter(|touch| !self.touches.iter().any(|new| new.id == touch.id)).chain(&self.touches)
    }

    pub(super) fn expected(&self) -> Expected {
        let version = self.file.as_ref().map_or(0, |file| file.version);
        Expected { key: VersionKey::Customer(self.customer.id), version }
    }

    fn rows(&self, changes: &mut Changes) {
        if self.file.as_ref().map(|file| &file.customer) != Some(&self.customer) {
            changes.rows.push(Row::Customer(self.customer.clone()));
        }
        changes.rows.extend(self.touches.iter().cloned().map(Row::Touch));
    }
}

pub(super) struct Told {
    /// Whom the event counts for.
    pub(super) customer: Known,
    /// Who acted, where the customer is an organization.
    pub(super) person: Option<Known>,
    /// Those who turn out to be the customer, or the person, under other ids.
    pub(super) joined: Vec<Joined>,
    /// That nobody else has their mailboxes meanwhile.
    pub(super) mailboxes: Vec<Expected>,
}

impl Told {
    fn of(customer: Known, person: Option<Known>) -> Self {
        Self { customer, person, joined: Vec::new(), mailboxes: Vec::new() }
    }

    /// Another e-mail or domain of a known customer, or of who belongs to it: self-referrals may show or vanish.
    pub(super) fn is_recognized_anew(&self) -> bool {
        let Some(file) = &self.customer.file else { return false };
        let person_differs = self.person.as_ref().is_some_and(|person| {
            let known = file.people.iter().find(|known| known.id == person.customer.id);
            known.is_none_or(|known| differs(known, &person.customer))
        });
        person_differs || differs(&file.customer, &self.customer.customer)
    }

    /// Those who belong to the customer after the event.
    pub(super) fn people(&self) -> Vec<Customer> {
        let known = self.customer.file.iter().flat_map(|file| &file.people);
        let person = self.person.iter().map(|person| &person.customer);
        known.filter(|known| Some(known.id) != self.person_id()).chain(person).cloned().collect()
    }

    pub(super) fn person_id(&self) -> Option<CustomerId> {
        self.person.as_ref().map(|person| person.customer.id)
    }

    pub(super) fn expected(&self) -> impl Iterator<Item = Expected> {
        let known = std::iter::once(&self.customer).chain(&self.person).map(Known::expected);
        known.chain(self.joined.iter().map(Joined::expected)).chain(self.mailboxes.iter().cloned())
    }

    pub(super) fn rows(&self, changes: &mut Changes) {
        for known in std::iter::once(&self.customer).chain(&self.person) {
            known.rows(changes);
        }
        let joined = self.joined.iter().filter(|it| it.after != it.before.customer);
        changes.rows.extend(joined.map(|it| Row::Customer(it.after.clone())));
    }
}

/// What was submitted in lead forms for the e-mail address that the event brings.
#[derive(Default)]
pub(super) struct Forms {
    /// Accepted, and not known to be the customer's yet; in all programs.
    pub(super) found: Vec<Submission>,
    /// That no more are accepted meanwhile; none when the address is no news.
    pub(super) premise: Option<Expected>,
}

impl Forms {
    pub(super) fn within(&self, program: ProgramId) -> impl Iterator<Item = &Submission> {
        self.found.iter().filter(move |submission| submission.program == program)
    }
}

/// What is recorded under the identity, with a sale's refunds and version. A deferred lead only binds evidence, also
/// after the lead itself was reported.
pub(super) async fn find_known(
    engine: &Engine,
    input: &EventInput,
    (scope, program): (Scope, ProgramId),
    identity: &str,
) -> Result<(Option<Conversion>, Vec<Conversion>, u64), StorageError> {
    match input.kind {
        Kind::Lead if input.mode == LeadMode::Deferred => Ok((None, Vec::new(), 0)),
        Kind::Sale => {
            let (known, mut refunds, version) =
                engine.book().sale_file(scope, program, &input.source, identity).await?;
            if known.is_none() {
                refunds.extend(refunds_elsewhere(engine, (scope, program), input, identity).await?);
            }
            Ok((known, refunds, version))
        }
        kind => {
            let known = engine.book().conversion_by_key(scope, program, kind, &input.source, identity);
            Ok((known.await?, Vec::new(), 0))
        }
    }
}

/// Refunds of the sale that named no program and wait for it in another, as this program's.
async fn refunds_elsewhere(
    engine: &Engine,
    (scope, program): (Scope, ProgramId),
    input: &EventInput,
    sale: &str,
) -> Result<Vec<Conversion>, StorageError> {
    let query = ListOf::<Conversion>::new(REFUNDS_PER_SALE_MAX)
        .only(ConversionColumn::SALE_EXTERNAL_ID, sale)
        .only(ConversionColumn::SOURCE, &input.source)
        .only(ConversionColumn::WAITING, "yes");
    let mut found: Vec<Conversion> = list_of(engine.book(), scope, &query).await?;
    let currency = |amount: Option<words::Money>| amount.map(|money| money.currency);
    found.retain(|it| {
        let fits = currency(it.content.amount).is_none_or(|own| Some(own) == currency(input.amount));
        it.program != program && it.any_program && it.sale.is_none() && fits
    });
    Ok(found.into_iter().map(|it| Conversion { program, ..it }).collect())
}

pub(super) async fn parties_of(
    engine: &Engine,
    (scope, program): (Scope, ProgramId),
    input: &EventInput,
    now: Instant,
) -> Result<Parties, Error> {
    let id = |file: &Option<CustomerFile>| {
        file.as_ref().map_or_else(|| CustomerId::draw(now, engine.draw()), |file| file.customer.id)
    };
    let file = engine.book().customer_file(scope, program, input.buyer()).await?;
    let customer = id(&file);
    let person = match input.organization() {
        None => None,
        Some(_) => {
            let file = engine.book().customer_file(scope, program, &input.customer.external_id).await?;
            Some((id(&file), file))
        }
    };
    Ok(Parties { scope, customer, file, person })
}

/// What the event tells of them, with the touches that it shows.
pub(super) fn learn_parties(
    engine: &Engine,
    parties: Parties,
    found: Vec<Touch>,
    (input, stamp): (&EventInput, Stamp),
    warnings: &mut Vec<Warning>,
    now: Instant,
) -> Result<Told, Error> {
    let Parties { scope, customer, file, person } = parties;
    let (Some(organization), Some((actor, actor_file))) = (input.organization(), person) else {
        let touches = news(file.as_ref(), found);
        let customer = customers::after_event(engine, (scope, customer), file.as_ref(), input, stamp, now)?;
        return Ok(Told::of(Known { file, customer, touches }, None));
    };
    let touches = news(actor_file.as_ref(), found);
    let mut actor =
        customers::after_event(engine, (scope, actor), actor_file.as_ref(), input, stamp.clone(), now)?;
    let customer = customers::organization_after_event(
        engine,
        (scope, customer),
        file.as_ref(),
        organization,
        stamp,
        now,
    )?;
    if !belongs_to(&mut actor, &customer, file.as_ref()) {
        let text = format!(
            "an organization has {ORGANIZATION_PEOPLE_MAX} people at most, and a person {ORGANIZATIONS_MAX} \
             organizations; what is learned of this one later is not passed on"
        );
        warnings.push(Warning { field: "organization.external_id".to_owned(), text });
    }
    let person = Known { file: actor_file, customer: actor, touches };
    let touches = settle::touches_for(engine, &customer, file.as_ref(), person.all_touches(), now);
    Ok(Told::of(Known { file, customer, touches }, Some(person)))
}

/// Joins who acted with the other ids of the same verified address.
pub(super) async fn join_ids(engine: &Engine, program: ProgramId, told: &mut Told) -> Result<(), Error> {
    let actor = told.person.as_mut().unwrap_or(&mut told.customer);
    let before = actor.file.as_ref().map(|file| &file.customer);
    let (joined, mailboxes) = customers::join(engine, program, before, &mut actor.customer).await?;
    told.joined = joined;
    told.mailboxes = mailboxes;
    Ok(())
}

/// What was submitted for the event's address, where that is news.
pub(super) async fn forms_of(
    engine: &Engine,
    frame: &TouchFrame,
    file: Option<&CustomerFile>,
    input: &EventInput,
) -> Result<Forms, Error> {
    let Some(email) = &input.customer.email else { return Ok(Forms::default()) };
    let hash = engine.vault().email_hash(&normalize_email("customer.email", email)?);
    if file.is_some_and(|file| file.customer.personal.email_hash.as_ref() == Some(&hash)) {
        return Ok(Forms::default());
    }
    let premise = Some(submissions::version(engine, frame.scope).await?);
    let accepted = Some(SubmissionStatus::Accepted);
    Ok(Forms { found: submissions::of_address(engine, frame.scope, &hash, accepted).await?, premise })
}

/// Whether both are told apart from partners by other marks.
fn differs(one: &Customer, other: &Customer) -> bool {
    one.personal.email_hash != other.personal.email_hash
        || one.personal.known_as != other.personal.known_as
        || one.same_as != other.same_as
}

/// Of the touches found, those that say something new: unknown ones, and known ones made stronger.
fn news(file: Option<&CustomerFile>, found: Vec<Touch>) -> Vec<Touch> {
    let known = |touch: &Touch| {
        let key = touch.key();
        file.and_then(|file| file.touches.iter().find(|known| known.key() == key))
    };
    let news = found.into_iter().filter_map(|touch| match known(&touch) {
        Some(known) => known.strengthened(&touch),
        None => Some(touch),
    });
    news.collect()
}
