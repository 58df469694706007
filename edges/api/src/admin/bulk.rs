//! Requests about several things at once: each has its own outcome, and one that fails stops no other.

use crate::present::{View, Viewer};
use crate::problem::{Details, Problem};
use engine::Error;
use engine::Mentioned;
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

/// One of the things, done or refused, before anybody is shown it.
pub(crate) struct Attempt<R> {
    id: Option<String>,
    result: Result<R, Details>,
}

impl<R> Attempt<R> {
    /// Fails where a fault concerns the server and not the thing, which ends the request.
    pub(crate) fn of(id: Option<String>, result: Result<R, Error>) -> Result<Self, Problem> {
        match result {
            Ok(row) => Ok(Self { id, result: Ok(row) }),
            Err(fault @ (Error::Storage(_) | Error::Busy)) => Err(fault.into()),
            Err(fault) => Ok(Self { id, result: Err(*Problem::from(fault).0) }),
        }
    }
}

impl<T: View> View for Outcome<T> {
    type Row = Attempt<T::Row>;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        if let Ok(row) = &it.result {
            T::mentions(row, names);
        }
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        match it.result {
            Ok(row) => Self { id: it.id, item: Some(T::view(row, by)), problem: None },
            Err(problem) => Self { id: it.id, item: None, problem: Some(problem) },
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
