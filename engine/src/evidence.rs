//! From what an event carries (a click id, a link id, a code) to touches.
//!
//! Evidence that leads nowhere never costs the merchant the event: it is recorded, with a warning.

use crate::{Engine, Error, EventInput};
use click::{Click, Consent, Verdict};
use program::{CODES_PER_EVENT_MAX, Code, Link, codes_in, normalize_code};
use referral::{Evidence, Submission, SubmissionStatus, Touch, TouchSource};
use serde::{Deserialize, Serialize};
use settlement::Rulebook;
use std::collections::BTreeSet;
use words::{
    ClickId, CustomerId, EnrollmentId, Instant, LinkId, MICROS_PER_DAY, PartnerId, ProgramId, Scope, TouchId,
    filled,
};

/// How many earlier clicks of a consenting visitor become touches.
const VISITOR_CLICKS_MAX: usize = 50;

/// The merchant's clock may run behind ours, or write whole seconds only: a click sent with an event
/// that seems to precede it by no more than this came with it.
const CLOCKS_APART_MICROS_MAX: i64 = 5 * 60_000_000;

/// Something in an event that was left out of account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Warning {
    pub field: String,
    pub text: String,
}

impl Warning {
    pub(crate) fn new(field: &str, text: &str) -> Self {
        Self { field: field.to_owned(), text: text.to_owned() }
    }
}

/// What an event's click id stands for.
pub(crate) enum Clicked {
    Click(Box<Click>, Link),
    Link(Link),
}

impl Clicked {
    pub(crate) fn program(&self) -> ProgramId {
        match self {
            Clicked::Click(_, link) | Clicked::Link(link) => link.program,
        }
    }
}

/// Where and for whom touches are made.
pub(crate) struct TouchFrame {
    pub scope: Scope,
    pub program: ProgramId,
    pub customer: CustomerId,
    /// The key of the event that shows them.
    pub event: String,
    pub source: TouchSource,
    pub occurred_at: Instant,
    pub now: Instant,
}

/// Looks up what the event's click id stands for in this scope.
pub(crate) async fn click_of_event(
    engine: &Engine,
    scope: Scope,
    input: &EventInput,
    warnings: &mut Vec<Warning>,
) -> Result<Option<Clicked>, Error> {
    let Some(text) = &input.click else { return Ok(None) };
    let found = click_by_id(engine, scope, text).await?;
    if found.is_none() {
        let text = "no click or link is known by this id; it was left out";
        warnings.push(Warning::new("click_id", text));
    }
    Ok(found)
}

/// The click, or the link, that the id is of.
pub(crate) async fn click_by_id(engine: &Engine, scope: Scope, text: &str) -> Result<Option<Clicked>, Error> {
    if let Ok(id) = text.parse::<LinkId>() {
        if let Some(link) = engine.book().link(scope, id).await? {
            return Ok(Some(Clicked::Link(link)));
        }
    } else if let Ok(id) = text.parse::<ClickId>()
        && let Some(click) = engine.clicks().click(id).await?.filter(|click| click.scope == scope)
        && let Some(link) = engine.book().link(scope, click.link).await?
    {
        return Ok(Some(Clicked::Click(Box::new(click), link)));
    }
    Ok(None)
}

/// The touches that the event shows.
pub(crate) async fn touches_of(
    engine: &Engine,
    frame: &TouchFrame,
    input: &EventInput,
    clicked: Option<&Clicked>,
    rulebook: &Rulebook,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<Touch>, Error> {
    let event = &frame.event;
    let mut touches = Vec::new();
    match clicked {
        Some(clicked) if clicked.program() != frame.program => {
            warnings.push(Warning::new("click_id", "the click belongs to another program; it was left out"));
        }
        Some(Clicked::Link(link)) => {
            let evidence = Evidence::Link { link: link.id, event: event.clone() };
            touches.push(touch(engine, frame, (link.enrollment, link.partner), evidence, frame.occurred_at));
        }
        Some(Clicked::Click(click, link)) => {
            if click.at > frame.occurred_at.plus_micros(CLOCKS_APART_MICROS_MAX) {
                let text = "the click came after the event; it counts for later events only";
                warnings.push(Warning::new("click_id", text));
            }
            touches.push(click_touch(engine, frame, click, link, true));
            earlier_clicks(engine, frame, click, rulebook, &mut touches).await?;
        }
        None => {}
    }
    if let Some(codes) = &input.code {
        touches.extend(code_touches(engine, frame, codes, warnings).await?);
    }
    Ok(touches)
}

/// A touch for each code of the text that a partner has.
async fn code_touches(
    engine: &Engine,
    frame: &TouchFrame,
    codes: &str,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<Touch>, Error> {
    let found = codes_written(engine, frame.scope, frame.program, codes).await?;
    let named = |written: &str| match found.len() {
        1 => "this code".to_owned(),
        _ => format!("the code {written:?}"),
    };
    let (mut touches, mut counted) = (Vec::new(), BTreeSet::new());
    for (written, code) in &found {
        match code {
            Some(code) if !counted.insert(code.id) => {}
            Some(code) if !code.is_valid_at(frame.occurred_at) => {
                let text = format!("{} was archived before the event; it was left out", named(written));
                warnings.push(Warning::new("code", &text));
            }
            Some(code) => {
                let (event, leaked) = (frame.event.clone(), code.is_leaked_at(frame.occurred_at));
                let evidence = Evidence::Code { code: code.id, written: code.code.clone(), event, leaked };
                let who = (code.enrollment, code.partner);
                touches.push(touch(engine, frame, who, evidence, frame.occurred_at));
            }
            None => {
                let text = format!("no partner of this program has {}; it was left out", named(written));
                warnings.push(Warning::new("code", &text));
            }
        }
    }
    Ok(touches)
}

/// The codes within a text, each with the program's code that it is. A `|` separates where it is not part of a code.
pub(crate) async fn codes_written<'t>(
    engine: &Engine,
    scope: Scope,
    program: ProgramId,
    text: &'t str,
) -> Result<Vec<(&'t str, Option<Code>)>, Error> {
    let mut found = Vec::new();
    for written in codes_in(text) {
        let whole = find_code(engine, scope, program, written).await?;
        if whole.is_some() || !written.contains('|') {
            found.push((written, whole));
            continue;
        }
        for part in written.split('|').filter_map(filled) {
            found.push((part, find_code(engine, scope, program, part).await?));
        }
    }
    found.truncate(CODES_PER_EVENT_MAX);
    Ok(found)
}

async fn find_code(
    engine: &Engine,
    scope: Scope,
    program: ProgramId,
    written: &str,
) -> Result<Option<Code>, Error> {
    match normalize_code(written) {
        Ok(code) => Ok(engine.book().code(scope, program, &code).await?),
        Err(_) => Ok(None),
    }
}

/// The visitor's earlier clicks, as far as any of the program's policies looks back.
async fn earlier_clicks(
    engine: &Engine,
    frame: &TouchFrame,
    click: &Click,
    rulebook: &Rulebook,
    touches: &mut Vec<Touch>,
) -> Result<(), Error> {
    let Some(visitor) = click.visitor else { return Ok(()) };
    let days = rulebook.policies.iter().map(|policy| i64::from(policy.rules.look_back_days)).max();
    let since = click.at.plus_micros(-days.unwrap_or(0) * MICROS_PER_DAY);
    let until = frame.occurred_at.max(click.at);
    let earlier =
        engine.clicks().visitor_clicks(frame.scope, frame.program, visitor, since, until, VISITOR_CLICKS_MAX);
    for other in earlier.await? {
        if other.id == click.original() {
            continue;
        }
        if let Some(link) = engine.book().link(frame.scope, other.link).await? {
            touches.push(click_touch(engine, frame, &other, &link, false));
        }
    }
    Ok(())
}

fn click_touch(engine: &Engine, frame: &TouchFrame, click: &Click, link: &Link, sent: bool) -> Touch {
    let evidence = Evidence::Click { click: click.original(), link: link.id, sent };
    let ahead = click.at.micros_since(frame.occurred_at);
    let clocks_apart = sent && (1..=CLOCKS_APART_MICROS_MAX).contains(&ahead);
    let at = if clocks_apart { frame.occurred_at } else { click.at };
    let touch = touch(engine, frame, (link.enrollment, link.partner), evidence, at);
    Touch { consent: click.consent, verdict: click.verdict, ..touch }
}

/// The touch of an accepted submission.
pub(crate) fn form_touch(engine: &Engine, frame: &TouchFrame, submission: &Submission) -> Touch {
    let who = (submission.enrollment, submission.partner);
    let touch = touch(engine, frame, who, form_evidence(submission), submission.submitted_at);
    // Nothing is submitted without it.
    Touch { consent: Consent::Granted, ..touch }
}

fn touch(
    engine: &Engine,
    frame: &TouchFrame,
    (enrollment, partner): (EnrollmentId, PartnerId),
    evidence: Evidence,
    occurred_at: Instant,
) -> Touch {
    Touch {
        id: TouchId::draw(frame.now, engine.draw()),
        scope: frame.scope,
        program: frame.program,
        customer: frame.customer,
        enrollment,
        partner,
        person: None,
        evidence,
        source: frame.source,
        consent: Consent::Unknown,
        verdict: Verdict::Person,
        occurred_at,
        recorded_at: frame.now,
    }
}

/// What a submission says as it stands now.
pub(crate) fn form_evidence(submission: &Submission) -> Evidence {
    let rejected = submission.status == SubmissionStatus::Rejected;
    Evidence::Form { submission: submission.id, rejected }
}
