//! Update a link.

use crate::{
    Engine, Error, Permit,
    audit::{self, view},
    need::WriteLinks,
    ports::{Changes, Expected, Row, VersionKey},
    rulebooks,
    rulebooks::rules,
};
use facts::{Event, LinkChanged};
use program::{Link, LinkOptions, QueryPrecedence, Utm, complete_url};
use words::LinkId;

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

pub async fn update(
    engine: &Engine,
    caller: &Permit<WriteLinks>,
    id: LinkId,
    change: &LinkChange,
) -> Result<Link, Error> {
    let caller = &caller.without_idempotency();
    let attempt = move || async move {
        let key = VersionKey::Link(id);
        let version = engine.book().version(&key).await?;
        let (now, scope) = (engine.now(), caller.scope);
        let found = engine.book().link(scope, id).await?;
        let before = found.ok_or_else(|| Error::not_found("link", id))?;
        let rulebook = rulebooks::load(engine, scope, before.program).await?;
        let mut after = before.clone();
        if let Some(slug) = &change.slug {
            let slug = slug.to_lowercase();
            after = after.renamed(slug.clone())?;
            let is_own = before.slugs().any(|own| *own == slug);
            if !is_own && engine.book().slug_is_taken(&after.domain, &slug).await? {
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
            facts: vec![engine.fact(scope, now, updated).of_program(after.program)],
            audit: vec![audit::entry(engine, caller, now, "link.updated", id, (view(&before), view(&after)))],
            rows: vec![Row::Link(after.clone())],
            ..Changes::default()
        };
        Ok((after, changes))
    };
    Ok(engine.transact(caller, "update_link", attempt).await?.value)
}
