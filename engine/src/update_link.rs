//! Deeds: a link that leads elsewhere, is called otherwise or rests; a code that counts no more.

use crate::{
    Engine, Error, Permit,
    audit::view,
    need::WriteLinks,
    ports::{Changes, Expected, Row, VersionKey},
    update_program::rules,
};
use facts::{CodeChanged, Event, LinkChanged};
use program::{Code, CodeOffer, Link, LinkOptions, QueryPrecedence, Utm, complete_url};
use words::{CodeId, Instant, LinkId};

/// What is changed; none leaves as it is.
#[derive(Clone, Debug, Default)]
pub struct LinkChange {
    /// The old slug leads there for ever.
    pub slug: Option<String>,
    pub destination: Option<String>,
    pub utm: Option<Utm>,
    pub forwards_path: Option<bool>,
    pub query_precedence: Option<QueryPrecedence>,
    /// An archived link answers like an unknown slug; its clicks still count.
    pub archived: Option<bool>,
}

/// What is changed of a code; none leaves as it is.
#[derive(Clone, Debug, Default)]
pub struct CodeChange {
    /// From now on it counts only for customers whom its owner led in another way too; or for all again.
    pub leaked: Option<bool>,
    pub customer_offer: Option<CodeOffer>,
}

impl Engine {
    pub async fn update_link(
        &self,
        caller: &Permit<WriteLinks>,
        id: LinkId,
        change: &LinkChange,
    ) -> Result<Link, Error> {
        let caller = &caller.without_idempotency();
        let attempt = move || async move {
            let key = VersionKey::Link(id);
            let version = self.book().version(&key).await?;
            let (now, scope) = (self.now(), caller.scope);
            let found = self.book().link(scope, id).await?;
            let before = found.ok_or_else(|| Error::not_found("link", id))?;
            let rulebook = self.rulebook(scope, before.program).await?;
            let mut after = before.clone();
            if let Some(slug) = &change.slug {
                let slug = slug.to_lowercase();
                after = after.renamed(slug.clone())?;
                let is_own = before.slugs().any(|own| *own == slug);
                if !is_own && self.book().slug_is_taken(&after.domain, &slug).await? {
                    return Err(Error::Taken { field: "slug", value: slug });
                }
            }
            if let Some(destination) = &change.destination {
                after.destination = complete_url(destination).into_owned();
            }
            after.utm = change.utm.clone().unwrap_or(after.utm);
            after.options = LinkOptions {
                forwards_path: change.forwards_path.unwrap_or(before.options.forwards_path),
                query_precedence: change.query_precedence.unwrap_or(before.options.query_precedence),
            };
            after.archived_at = match change.archived {
                Some(true) => before.archived_at.or(Some(now)),
                Some(false) => None,
                None => before.archived_at,
            };
            rulebook.program.check_destination("destination", &after.destination)?;
            after.utm.check()?;
            if after == before {
                return Ok((before, Changes::default()));
            }
            let updated = Event::LinkUpdated(LinkChanged { link: id, partner: after.partner });
            let changes = Changes {
                expected: vec![Expected { key, version }],
                unchanged: vec![rules(&rulebook)],
                facts: vec![self.fact(scope, now, updated).of_program(after.program)],
                audit: vec![self.audited(caller, now, "link.updated", id, (view(&before), view(&after)))],
                rows: vec![Row::Link(after.clone())],
                ..Changes::default()
            };
            Ok((after, changes))
        };
        Ok(self.turn(caller, "update_link", attempt).await?.value)
    }

    /// What occurs from now on with the code is not the partner's; its text stays taken.
    pub async fn archive_code(&self, caller: &Permit<WriteLinks>, id: CodeId) -> Result<Code, Error> {
        self.change_code(caller, id, Event::CodeArchived, |code, now| {
            code.archived_at = code.archived_at.or(Some(now))
        })
        .await
    }

    /// Changes what the code counts for and gives.
    pub async fn update_code(
        &self,
        caller: &Permit<WriteLinks>,
        id: CodeId,
        change: &CodeChange,
    ) -> Result<Code, Error> {
        change.customer_offer.as_ref().map_or(Ok(()), CodeOffer::check)?;
        self.change_code(caller, id, Event::CodeUpdated, move |code, now| {
            if let Some(leaked) = change.leaked {
                code.leaked_at = leaked.then_some(code.leaked_at.unwrap_or(now));
            }
            if let Some(offer) = &change.customer_offer {
                code.customer_offer = offer.clone();
            }
        })
        .await
    }

    async fn change_code(
        &self,
        caller: &Permit<WriteLinks>,
        id: CodeId,
        done: fn(CodeChanged) -> Event,
        change: impl Fn(&mut Code, Instant) + Send + Sync,
    ) -> Result<Code, Error> {
        let caller = &caller.without_idempotency();
        let change = &change;
        let attempt = move || async move {
            let key = VersionKey::Code(id);
            let version = self.book().version(&key).await?;
            let (now, scope) = (self.now(), caller.scope);
            let found = self.book().code_by_id(scope, id).await?;
            let before = found.ok_or_else(|| Error::not_found("code", id))?;
            let mut after = before.clone();
            change(&mut after, now);
            if after == before {
                return Ok((before, Changes::default()));
            }
            let event = done(CodeChanged { code: id, partner: after.partner });
            let record = (view(&before), view(&after));
            let changes = Changes {
                expected: vec![Expected { key, version }],
                audit: vec![self.audited(caller, now, event.kind().text(), id, record)],
                facts: vec![self.fact(scope, now, event).of_program(after.program)],
                rows: vec![Row::Code(after.clone())],
                ..Changes::default()
            };
            Ok((after, changes))
        };
        Ok(self.turn(caller, "change_code", attempt).await?.value)
    }
}
