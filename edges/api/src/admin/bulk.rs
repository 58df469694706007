//! Requests about several things at once: each has its own outcome, and one that fails stops no other.

use crate::problem::{Details, Problem};
use engine::Error;
use serde::Serialize;
use std::{fmt::Display, str::FromStr};
use utoipa::ToSchema;
use words::{Invalid, Malformed};

/// Things that one request may name.
pub(crate) const BULK_MAX: usize = 100;

/// What became of one of the things: `item`, or the `problem` that kept it as it was.
#[derive(Serialize, ToSchema)]
pub(crate) struct Outcome<T> {
    /// As it was named in the request; absent for what was to be made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<Details>,
}

impl<T> Outcome<T> {
    pub(crate) fn of<V: Into<T>>(id: Option<String>, result: Result<V, Error>) -> Result<Self, Problem> {
        match result {
            Ok(item) => Ok(Self { id, item: Some(item.into()), problem: None }),
            // What concerns the server, not the thing, ends the request.
            Err(fault @ (Error::Storage(_) | Error::Busy)) => Err(fault.into()),
            Err(fault) => Ok(Self { id, item: None, problem: Some(*Problem::from(fault).0) }),
        }
    }
}

/// In the order of the request.
#[derive(Serialize, ToSchema)]
pub(crate) struct Outcomes<T> {
    pub items: Vec<Outcome<T>>,
}

/// The ids of a bulk request, which must all be ids and not too many.
pub(crate) fn ids<I: FromStr<Err = Malformed> + Display>(
    field: &'static str,
    texts: &[String],
) -> Result<Vec<I>, Problem> {
    check_count(field, texts.len())?;
    let parsed = texts.iter().map(|text| text.parse());
    let ids: Result<Vec<I>, Malformed> = parsed.collect();
    Ok(ids.map_err(|fault| Error::from(Invalid::new(field, fault.expected)))?)
}

pub(crate) fn check_count(field: &'static str, count: usize) -> Result<(), Problem> {
    if (1..=BULK_MAX).contains(&count) {
        return Ok(());
    }
    Err(Error::from(Invalid::new(field, format!("1 to {BULK_MAX} of them, not {count}"))).into())
}
