//! Deed: a review item accepted (the credit is decided anew, and the next statements show the difference) or dismissed
//! (what was decided stays).

use crate::{
    Caller, Engine, Error, Permit,
    audit::{self, view},
    conversions::review_changed,
    need::WriteConversions,
    ports::{Changes, Expected, ListOf, ReviewColumn, Row, VersionKey, list_of},
    rulebooks,
    settle::{self, Again},
};
use commission::Suspension;
use conversion::{CORRECTION_REASON_CHARACTERS_MAX, Review, ReviewStatus};
use facts::Event;
use settlement::{Reopen, RestFrom};
use words::{Invalid, ReviewId, check_lines};

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReviewVerdict {
    Accept,
    Dismiss { reason: String },
}

/// One that is so already stays as it is.
pub async fn close(
    engine: &Engine,
    caller: &Permit<WriteConversions>,
    id: ReviewId,
    verdict: &ReviewVerdict,
) -> Result<Review, Error> {
    if let ReviewVerdict::Dismiss { reason } = verdict {
        check_lines("reason", reason, CORRECTION_REASON_CHARACTERS_MAX)?;
    }
    let caller = &caller.without_idempotency();
    let attempt = move || attempt_close(engine, caller, id, verdict);
    Ok(engine.transact(caller, "close_review", attempt).await?.value)
}

async fn attempt_close(
    engine: &Engine,
    caller: &Caller,
    id: ReviewId,
    verdict: &ReviewVerdict,
) -> Result<(Review, Changes), Error> {
    let (scope, now) = (caller.scope, engine.now());
    let query = ListOf::<Review>::new(1).only(ReviewColumn::ID, id);
    let found = list_of(engine.book(), scope, &query).await?.pop();
    let before = found.ok_or_else(|| Error::not_found("review", id))?;
    let (status, reason, done) = match verdict {
        ReviewVerdict::Accept => (ReviewStatus::Accepted, None, "review.accepted"),
        ReviewVerdict::Dismiss { reason } => {
            (ReviewStatus::Dismissed, Some(reason.clone()), "review.dismissed")
        }
    };
    if before.status == status {
        return Ok((before, Changes::default()));
    }
    if before.status != ReviewStatus::Open {
        let expected = format!("a review item that is open, not {}", before.status.name());
        return Err(Invalid::new("status", expected).into());
    }
    let (program, customer) = (before.program, before.customer);
    let file = engine.book().customer_file_by_id(scope, program, customer).await?;
    let file = file.ok_or_else(|| Error::not_found("customer", customer))?;
    let closed_by = Some(caller.actor.id());
    let after = Review { status, reason, closed_by, closed_at: Some(now), ..before.clone() };
    let key = VersionKey::Customer(customer);
    let mut changes = Changes {
        expected: vec![Expected { key, version: file.version }],
        facts: vec![
            engine
                .fact(scope, now, Event::of_review(review_changed(&after)))
                .of_program(program)
                .of_customer(customer),
        ],
        audit: vec![audit::entry(engine, caller, now, done, id, (view(&before), view(&after)))],
        rows: vec![Row::Review(after.clone())],
        ..Changes::default()
    };
    if let ReviewVerdict::Dismiss { .. } = verdict {
        let case = engine.book().case_file(scope, after.conversion).await?;
        let commissions = case.map(|case| case.commissions).unwrap_or_default().into_iter();
        let suspended = commissions.filter(|it| it.suspended.contains(&Suspension::Review));
        let lifted = suspended.map(|it| it.suspended_by(Suspension::Review, false));
        changes.rows.extend(lifted.map(Row::Commission));
    }
    if *verdict == ReviewVerdict::Accept {
        let rulebook = rulebooks::load(engine, scope, program).await?;
        let from = settle::position_of(engine, scope, RestFrom::Conversion(after.conversion)).await?;
        let again = Again {
            rulebook: &rulebook,
            customer: &file.customer,
            from: &from,
            is_disturbed: false,
            reopen: Reopen::Accepted(after.conversion),
            correction: None,
            amended: None,
            now,
        };
        settle::again(engine, &again, &mut changes).await?;
    }
    Ok((after, changes))
}
