//! Which program an event is of: the one that it names, else the one that what it carries leads to, else the default.

use crate::{Engine, Error, EventInput, RefundInput, ports::ProgramClue};
use conversion::{Content, Kind};
use program::{codes_in, default_program, normalize_code};
use referral::TouchSource;
use words::{ProgramId, Scope, filled};

/// What an event carries that programs know.
#[derive(Default)]
pub(crate) struct Clues<'a> {
    pub named: Option<ProgramId>,
    /// The program of the click or link that came with it.
    pub clicked: Option<ProgramId>,
    pub codes: Option<&'a str>,
    /// The event's own identity with what it says, where it has one of the sender's.
    pub own: Option<(Kind, &'a str, &'a str, Content)>,
    /// Source and external id of the sale that it is about.
    pub sale: Option<(&'a str, &'a str)>,
    /// Source and external id of the refund that it gives back.
    pub refund: Option<(&'a str, &'a str)>,
    /// The merchant's ids of whom it counts for, and of who acted.
    pub customers: Vec<&'a str>,
}

impl<'a> Clues<'a> {
    /// From a browser only the click leads to a program: else the answer would tell which customers there are.
    pub(crate) fn of_event(source: TouchSource, input: &'a EventInput, clicked: Option<ProgramId>) -> Self {
        if source == TouchSource::Browser {
            return Clues { named: input.program, clicked, ..Clues::default() };
        }
        let person = input.customer.external_id.as_str();
        // A lead's number is no sale's.
        let sale = input.external_id.as_ref().filter(|_| input.kind == Kind::Sale);
        let own = |id: &'a String| (input.kind, input.source.as_str(), id.as_str(), input.content());
        Clues {
            named: input.program,
            clicked,
            codes: input.code.as_deref(),
            own: input.external_id.as_ref().map(own),
            sale: sale.map(|id| (input.source.as_str(), id.as_str())),
            refund: None,
            customers: [input.buyer()].into_iter().chain(input.organization().map(|_| person)).collect(),
        }
    }

    pub(crate) fn of_refund(input: &'a RefundInput) -> Self {
        Clues {
            named: input.program,
            own: Some((input.kind, &input.source, &input.external_id, input.content())),
            sale: input.sale.as_deref().map(|sale| (input.source.as_str(), sale)),
            refund: input.reversed().map(|refund| (input.source.as_str(), refund)),
            ..Clues::default()
        }
    }
}

/// The program an event names, the one that its click, code, sale or customer leads to, the scope's only one, or the
/// default. A clue that several programs know leaves the choice to the next.
pub(crate) async fn program_of(engine: &Engine, scope: Scope, clues: Clues<'_>) -> Result<ProgramId, Error> {
    if let Some(named) = clues.named {
        return Ok(named);
    }
    let programs = engine.book().programs(scope).await?;
    if let [only] = programs.as_slice() {
        return Ok(only.id);
    }
    if let Some(program) = recorded_in(engine, scope, &clues).await?.or(clues.clicked) {
        return Ok(program);
    }

    let codes = clues.codes.map(codes_to_look_up).unwrap_or_default();
    let named = [(Kind::Sale, clues.sale), (Kind::Refund, clues.refund)].into_iter();
    let named = named.filter_map(|(kind, named)| Some((kind, named?)));
    let sale =
        named.map(|(kind, (source, external_id))| ProgramClue::Conversion { kind, source, external_id });
    let codes = codes.iter().map(|code| ProgramClue::Code(code));
    let customers = clues.customers.iter().map(|customer| ProgramClue::Customer(customer));
    let mut left: Vec<_> = programs.iter().map(|program| program.id).collect();
    for clue in codes.chain(sale).chain(customers) {
        let mut known = engine.book().programs_knowing(scope, clue).await?;
        known.retain(|program| left.contains(program));
        match known.as_slice() {
            [] => {}
            [only] => return Ok(*only),
            _ => left = known,
        }
    }
    let default = default_program(&programs).filter(|default| left.contains(&default.id));
    default.map(|default| default.id).ok_or(Error::ProgramUnclear)
}

/// The program in which this very event was recorded before: codes and customers may have become known since.
async fn recorded_in(engine: &Engine, scope: Scope, clues: &Clues<'_>) -> Result<Option<ProgramId>, Error> {
    let Some((kind, source, external_id, content)) = &clues.own else { return Ok(None) };
    let clue = ProgramClue::Conversion { kind: *kind, source, external_id };
    for program in engine.book().programs_knowing(scope, clue).await? {
        let known = engine.book().conversion_by_key(scope, program, *kind, source, external_id).await?;
        let is_same = |known: &Content| {
            let same_sale =
                *kind == Kind::Sale && (&known.customer, known.amount) == (&content.customer, content.amount);
            same_sale || known.agrees_with(content, None)
        };
        if known.is_some_and(|known| is_same(&known.content)) {
            return Ok(Some(program));
        }
    }
    Ok(None)
}

/// Each code as a whole, and then what a `|` separates in it.
fn codes_to_look_up(text: &str) -> Vec<String> {
    let wholes = codes_in(text);
    let parts = codes_in(text).filter(|code| code.contains('|')).flat_map(|code| code.split('|'));
    wholes.chain(parts.filter_map(filled)).filter_map(|code| normalize_code(code).ok()).collect()
}
