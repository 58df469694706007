//! Deed: what is known of a partner, made and changed.

use crate::{
    Caller, Engine, Error, Permit,
    audit::{self, view},
    known_as,
    need::WritePartners,
    ports::{Changes, Expected, Row, VersionKey},
};
use facts::{Event, PartnerUpdated};
use program::{
    NAME_CHARACTERS_MAX, NOTES_CHARACTERS_MAX, Partner, complete_url, normalize_letter_address,
    parse_http_url,
};
use std::borrow::Cow;
use words::{Instant, PartnerId, Personal, Scope, check_lines, check_text};

/// What is changed; in the optional fields none leaves as it is, and an empty one takes away.
#[derive(Clone, Debug, Default)]
pub struct PartnerChange {
    pub display_name: Option<String>,
    pub email: Option<Option<String>>,
    pub company: Option<Option<String>>,
    pub website: Option<Option<String>>,
    pub notes: Option<Option<String>>,
}

/// What may be known of a partner besides the name that is shown.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PartnerDetails<'a> {
    pub email: Option<&'a str>,
    pub company: Option<&'a str>,
    pub website: Option<&'a str>,
    pub notes: Option<&'a str>,
}

pub(super) fn draft(
    engine: &Engine,
    (id, scope): (PartnerId, Scope),
    display_name: &str,
    details: &PartnerDetails<'_>,
    now: Instant,
) -> Result<Partner, Error> {
    let blank = Partner {
        id,
        scope,
        display_name: String::new(),
        company: None,
        personal: Personal::default(),
        created_at: now,
    };
    let some = |text: Option<&str>| text.map(|text| Some(text.to_owned()));
    let change = PartnerChange {
        display_name: Some(display_name.to_owned()),
        email: some(details.email),
        company: some(details.company),
        website: some(details.website),
        notes: some(details.notes),
    };
    apply_change(engine, &blank, &change)
}

pub async fn update(
    engine: &Engine,
    caller: &Permit<WritePartners>,
    id: PartnerId,
    change: &PartnerChange,
) -> Result<Partner, Error> {
    update_by(engine, caller, id, change).await
}

/// Updates the partner for any caller; checks no permission.
pub(crate) async fn update_by(
    engine: &Engine,
    caller: &Caller,
    id: PartnerId,
    change: &PartnerChange,
) -> Result<Partner, Error> {
    let attempt = move || async move {
        let key = VersionKey::Partner(id);
        let version = engine.book().version(&key).await?;
        let (now, scope) = (engine.now(), caller.scope);
        let found = engine.book().partner(scope, id).await?;
        let before = found.ok_or_else(|| Error::not_found("partner", id))?;
        let after = apply_change(engine, &before, change)?;
        if after == before {
            return Ok((before, Changes::default()));
        }
        let mut changes = Changes { expected: vec![Expected { key, version }], ..Changes::default() };
        if after.personal.known_as != before.personal.known_as {
            known_as::decide_again(engine, &after, &mut changes).await?;
        }
        let updated = Event::PartnerUpdated(PartnerUpdated { partner: id });
        changes.facts.push(engine.fact(scope, now, updated));
        let shown = (view(&before), view(&after));
        changes.audit.push(audit::entry(engine, caller, now, "partner.updated", id, shown));
        changes.rows.push(Row::Partner(after.clone()));
        Ok((after, changes))
    };
    Ok(engine.transact(caller, "update_partner", attempt).await?.value)
}

fn apply_change(engine: &Engine, before: &Partner, change: &PartnerChange) -> Result<Partner, Error> {
    let mut after = before.clone();
    if let Some(display_name) = &change.display_name {
        check_text("display_name", display_name, NAME_CHARACTERS_MAX)?;
        after.display_name = display_name.clone();
    }
    if let Some(company) = &change.company {
        company.iter().try_for_each(|company| check_text("company", company, NAME_CHARACTERS_MAX))?;
        after.company = company.clone();
    }
    if let Some(notes) = &change.notes {
        notes.iter().try_for_each(|notes| check_lines("notes", notes, NOTES_CHARACTERS_MAX))?;
    }
    let website = change.website.as_ref().map(|website| website.as_deref().map(complete_url));
    if let Some(Some(website)) = &website {
        parse_http_url("website", website)?;
    }
    let normalized = match &change.email {
        Some(Some(email)) => Some(normalize_letter_address("email", email)?),
        _ => None,
    };
    let personal = &mut after.personal;
    let wanted = [&change.email, &change.website, &change.notes];
    let Some(key) = personal.key.clone().or_else(|| {
        wanted.iter().any(|text| matches!(text, Some(Some(_)))).then(|| engine.vault().new_key())
    }) else {
        return Ok(after);
    };
    // What is said again as it was is not sealed again: then nothing has changed.
    let sealed = |before: &Option<words::Sealed>, text: &Option<String>| match (before, text) {
        (Some(before), Some(text)) if engine.vault().open(&key, before).as_ref() == Some(text) => {
            Some(before.clone())
        }
        (_, text) => text.as_ref().map(|text| engine.vault().seal(&key, text)),
    };
    if let Some(email) = &change.email {
        let trimmed = email.as_ref().map(|email| email.trim().to_owned());
        personal.email = sealed(&personal.email, &trimmed);
        personal.email_hash = normalized.map(|normalized| engine.vault().email_hash(&normalized));
        if let Some(email) = &trimmed {
            personal.known_as.learn(known_as::by_email(engine, email));
        }
    }
    if let Some(website) = website.map(|website| website.map(Cow::into_owned)) {
        personal.website = sealed(&personal.website, &website);
    }
    if let Some(notes) = &change.notes {
        personal.notes = sealed(&personal.notes, notes);
    }
    personal.key = Some(key);
    Ok(after)
}
