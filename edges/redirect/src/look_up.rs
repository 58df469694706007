//! Which link a request is for: the one with this very slug, or the one whose slug was written with something behind it.

use crate::{LinkTable, Route, request::Place};
use click::readings;
use std::{borrow::Cow, sync::Arc};

/// A link with what the visitor wrote behind its slug.
pub(crate) struct Found<'a> {
    pub(crate) route: Arc<Route>,
    /// From its slash on, where the link forwards paths.
    pub(crate) path: Option<&'a str>,
    pub(crate) query: Cow<'a, str>,
}

/// The link with this very slug; before a path, if it forwards paths.
pub(crate) fn exactly<'a>(links: &LinkTable, place: &Place<'a>, query: &'a str) -> Option<Found<'a>> {
    let query = Cow::Borrowed(query);
    if let Some(slug) = place.slug.as_deref() {
        return Some(Found { route: links.find(place.domain(), slug)?, path: None, query });
    }

    let reading = readings(place.rest).into_iter().next().filter(|reading| reading.path.is_some())?;
    let route = links.find(place.domain(), &reading.slug)?;
    Some(Found { route, path: reading.path, query }).filter(Found::is_allowed)
}

/// The link that the path means, read the way people and mail programs write slugs. A link's own slug never finds
/// another link, even if its own leads nowhere.
pub(crate) fn meant<'a>(links: &LinkTable, place: &Place<'a>, query: &'a str) -> Option<Found<'a>> {
    let taken = |slug: &str| links.is_taken(place.domain(), slug);
    if place.slug.as_deref().is_some_and(taken) {
        return None;
    }

    for reading in readings(place.rest) {
        if let Some(route) = links.find(place.domain(), &reading.slug) {
            let query = match (reading.query.as_str(), query) {
                ("", query) => Cow::Borrowed(query),
                (_, "") => Cow::Owned(reading.query),
                (glued, query) => Cow::Owned(format!("{glued}&{query}")),
            };
            return Some(Found { route, path: reading.path, query }).filter(Found::is_allowed);
        }
        if taken(&reading.slug) {
            return None;
        }
    }
    None
}

impl Found<'_> {
    fn is_allowed(&self) -> bool {
        self.path.is_none() || self.route.link.options.forwards_path
    }
}
