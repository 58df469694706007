//! The engine: the ports together, and the one way in which every deed is turned.

use crate::{
    Caller, Error, Idempotency,
    author::Author,
    conversions::BrowserLeads,
    enrollments::ApplicationsToday,
    people::Guesses,
    ports::{
        Answer, Book, Chance, Changes, Clicks, Clock, CommitError, DirectRail, Paper, Rails, Unique, Vault,
    },
    queues::Queues,
    rewards,
    rulebooks::Rulebooks,
};
use facts::{Event, Fact};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::Notify;
use words::{FactId, Instant, MICROS_PER_DAY, Scope};

/// How often a deed decides anew when something it had read changed meanwhile.
pub const COMMIT_ATTEMPTS_MAX: usize = 100;
/// How long an answer under an idempotency key is kept.
pub const ANSWER_KEPT_HOURS: i64 = 24;
/// A key names one request of its asker, whatever is asked: with another path it is another request, and refused.
const ANY_OPERATION: &str = "";
/// Conversions of one customer that one commit settles: nobody waits longer for a customer with many. Those behind are
/// settled by a job.
pub const CONVERSIONS_SETTLED_MAX: usize = 100;

/// The world, as the binary wires it.
#[derive(Clone)]
pub struct Ports {
    pub book: Arc<dyn Book>,
    pub clicks: Arc<dyn Clicks>,
    pub vault: Arc<dyn Vault>,
    pub clock: Arc<dyn Clock>,
    pub chance: Arc<dyn Chance>,
    pub rails: Arc<dyn Rails>,
    pub paper: Arc<dyn Paper>,
}

pub struct Engine {
    pub(crate) ports: Ports,
    direct_rail: Option<Arc<dyn DirectRail>>,
    pub(crate) queues: Arc<Queues>,
    pub(crate) browser_leads: Arc<BrowserLeads>,
    pub(crate) conversions_settled_max: usize,
    pub(crate) rulebooks: Arc<Rulebooks>,
    pub(crate) guesses: Arc<Guesses>,
    pub(crate) applications_today: Arc<ApplicationsToday>,
    news: Arc<Notify>,
}

/// What one attempt of a transaction loads and decides.
type Attempt<'a> = Pin<Box<dyn Future<Output = Result<Changes, Error>> + Send + 'a>>;

/// A deed's result, and whether it is the answer given earlier under the same idempotency key.
#[derive(Clone, PartialEq, Debug)]
pub struct Done<T> {
    pub value: T,
    pub replayed: bool,
}

impl Engine {
    pub fn new(ports: Ports) -> Self {
        Self {
            ports,
            direct_rail: None,
            queues: Arc::default(),
            browser_leads: Arc::default(),
            conversions_settled_max: CONVERSIONS_SETTLED_MAX,
            rulebooks: Arc::default(),
            guesses: Arc::default(),
            applications_today: Arc::default(),
            news: Arc::new(Notify::new()),
        }
    }

    /// The same engine on another handle of its book, for deeds that must not wait for what others read.
    pub fn beside(&self, book: Arc<dyn Book>) -> Self {
        Self {
            ports: Ports { book, ..self.ports.clone() },
            direct_rail: self.direct_rail.clone(),
            queues: self.queues.clone(),
            browser_leads: self.browser_leads.clone(),
            conversions_settled_max: self.conversions_settled_max,
            rulebooks: self.rulebooks.clone(),
            guesses: self.guesses.clone(),
            applications_today: self.applications_today.clone(),
            news: self.news.clone(),
        }
    }

    /// With a provider that is called to pay.
    pub fn with_direct_rail(mut self, rail: Arc<dyn DirectRail>) -> Self {
        self.direct_rail = Some(rail);
        self
    }

    /// With fewer conversions settled in one commit, to try out what jobs do.
    pub fn settling_at_most(mut self, conversions: usize) -> Self {
        self.conversions_settled_max = conversions;
        self
    }

    pub(crate) fn direct_rail(&self) -> Option<&dyn DirectRail> {
        self.direct_rail.as_deref()
    }

    pub fn book(&self) -> &dyn Book {
        &*self.ports.book
    }

    pub fn clicks(&self) -> &dyn Clicks {
        &*self.ports.clicks
    }

    pub fn vault(&self) -> &dyn Vault {
        &*self.ports.vault
    }

    pub fn rails(&self) -> &dyn Rails {
        &*self.ports.rails
    }

    pub(crate) fn paper(&self) -> &dyn Paper {
        &*self.ports.paper
    }

    pub fn now(&self) -> Instant {
        self.ports.clock.now()
    }

    /// Rings after every commit that wrote facts, for consumers that wait for them.
    pub fn news(&self) -> Arc<Notify> {
        self.news.clone()
    }

    pub(crate) fn draw(&self) -> u128 {
        self.ports.chance.draw()
    }

    /// Turns a deed: `attempt` loads and decides, this commits, and begins again when something
    /// that was read has changed meanwhile. Under an idempotency key the first answer stands.
    pub(crate) async fn transact<T, F, Fut>(
        &self,
        caller: &Caller,
        name: &'static str,
        attempt: F,
    ) -> Result<Done<T>, Error>
    where
        T: Serialize + DeserializeOwned + Send,
        F: Fn() -> Fut + Send + Sync,
        Fut: Future<Output = Result<(T, Changes), Error>> + Send,
    {
        let asker = caller.asker();
        let named = asker.as_deref().zip(caller.idempotency.as_ref());
        self.transact_for(named, &caller.into(), name, attempt).await
    }

    /// The same for those who cannot be told apart, or whose answer must not be kept: it holds a secret.
    pub(crate) async fn transact_unnamed<T, F, Fut>(&self, name: &'static str, attempt: F) -> Result<T, Error>
    where
        T: Serialize + DeserializeOwned + Send,
        F: Fn() -> Fut + Send + Sync,
        Fut: Future<Output = Result<(T, Changes), Error>> + Send,
    {
        self.transact_by(Author::server(), name, attempt).await
    }

    /// The same where the deed writes facts.
    pub(crate) async fn transact_by<T, F, Fut>(
        &self,
        author: impl Into<Author>,
        name: &'static str,
        attempt: F,
    ) -> Result<T, Error>
    where
        T: Serialize + DeserializeOwned + Send,
        F: Fn() -> Fut + Send + Sync,
        Fut: Future<Output = Result<(T, Changes), Error>> + Send,
    {
        let author = author.into();
        Ok(self.transact_for(None, &author, name, attempt).await?.value)
    }

    async fn transact_for<T, F, Fut>(
        &self,
        named: Option<(&str, &Idempotency)>,
        author: &Author,
        name: &'static str,
        attempt: F,
    ) -> Result<Done<T>, Error>
    where
        T: Serialize + DeserializeOwned + Send,
        F: Fn() -> Fut + Send + Sync,
        Fut: Future<Output = Result<(T, Changes), Error>> + Send,
    {
        let latest = Mutex::new(None);
        let attempt = || -> Attempt<'_> {
            Box::pin(async {
                let (value, mut changes) = attempt().await?;
                changes.answer = self.answer(named, &value)?;
                *latest.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
                Ok(changes)
            })
        };

        let earlier = self.commit_attempts(named, author, name, &attempt).await?;
        match earlier {
            Some(result) => {
                let value = serde_json::from_str(&result).map_err(|fault| stored_form(&fault))?;
                Ok(Done { value, replayed: true })
            }
            None => {
                let value = latest.into_inner().unwrap_or_else(PoisonError::into_inner);
                value.map(|value| Done { value, replayed: false }).ok_or(Error::Busy)
            }
        }
    }

    /// Commits the changes of the first attempt that nothing contradicts. Returns the stored result where the request was
    /// answered before. Apart from [`Engine::transact_for`], because it is compiled once and not for each use case.
    async fn commit_attempts<'a>(
        &self,
        named: Option<(&str, &Idempotency)>,
        author: &Author,
        name: &'static str,
        attempt: &(dyn Fn() -> Attempt<'a> + Send + Sync),
    ) -> Result<Option<String>, Error> {
        if let Some(result) = self.answered(named, name).await? {
            return Ok(Some(result));
        }
        let mut taken = None;
        for _ in 0..COMMIT_ATTEMPTS_MAX {
            let mut changes = attempt().await?;
            if changes == Changes::default() && named.is_none() {
                return Ok(None);
            }
            rewards::note_recruited(self, &mut changes).await?;
            changes.expect_once();
            author.sign(&mut changes);
            let news = !changes.facts.is_empty();
            match self.ports.book.commit(name, changes).await {
                Ok(()) => {
                    if news {
                        self.news.notify_waiters();
                    }
                    return Ok(None);
                }
                Err(CommitError::Taken(Unique::Answer)) => {
                    let result = self.answered(named, name).await?.ok_or(Error::Busy)?;
                    return Ok(Some(result));
                }
                Err(CommitError::Storage(fault)) => return Err(fault.into()),
                // Another commit took the name after this attempt looked for it. The next attempt finds that commit.
                Err(CommitError::Taken(unique)) => taken = Some(unique),
                Err(CommitError::Conflict) => taken = None,
            }
        }
        // A name that is still taken after all attempts stays taken: trying again would not help.
        let field = taken.and_then(Unique::field);
        Err(field.map_or(Error::Busy, |field| Error::Taken { field, value: "as it was sent".to_owned() }))
    }

    /// The stored result of the same request, if it was answered within `ANSWER_KEPT_HOURS`.
    async fn answered(
        &self,
        named: Option<(&str, &Idempotency)>,
        name: &str,
    ) -> Result<Option<String>, Error> {
        let Some((asker, idempotency)) = named else { return Ok(None) };
        let since = self.now().plus_micros(-ANSWER_KEPT_HOURS * MICROS_PER_DAY / 24);
        let key = &idempotency.idempotency_key;
        let mut answer = self.ports.book.answer(asker, ANY_OPERATION, key, since).await?;
        if answer.is_none() {
            // Versions before this one kept answers apart by deed.
            answer = self.ports.book.answer(asker, name, key, since).await?;
        }
        let Some(answer) = answer else { return Ok(None) };
        if answer.body_hash != idempotency.body_hash {
            return Err(Error::IdempotencyKeyReused);
        }
        Ok(Some(answer.result))
    }

    fn answer<T: Serialize>(
        &self,
        named: Option<(&str, &Idempotency)>,
        value: &T,
    ) -> Result<Option<Answer>, Error> {
        let Some((asker, idempotency)) = named else { return Ok(None) };
        Ok(Some(Answer {
            asker: asker.to_owned(),
            operation: ANY_OPERATION.to_owned(),
            idempotency_key: idempotency.idempotency_key.clone(),
            body_hash: idempotency.body_hash.clone(),
            result: serde_json::to_string(value).map_err(|fault| stored_form(&fault))?,
            at: self.now(),
        }))
    }

    /// That something happened. What it is about is added by [`Fact::of_program`] and [`Fact::of_customer`]; author, cause
    /// and revision when it is committed.
    pub(crate) fn fact(&self, scope: Scope, at: Instant, event: Event) -> Fact {
        Fact::new(FactId::draw(at, self.draw()), scope, at, event)
    }
}

fn stored_form(fault: &serde_json::Error) -> Error {
    Error::Storage(crate::ports::StorageError::new(format!("stored answer: {fault}")))
}

/// SHA-256 in hexadecimal.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
