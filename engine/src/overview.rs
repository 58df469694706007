//! The overview: what partners brought within a period, day by day, against an earlier one, and who and what brought
//! most.

use crate::{
    Engine, Error, Permit,
    need::ReadConversions,
    ports::{ConversionColumn, EnrollmentColumn, LinkColumn, ListOf, ProgramColumn, Test, Value, list_of},
};
use conversion::Conversion;
use program::{Enrollment, Link, Partner, Program};
use report::{BySource, Comparison, Day, Figures, Period, Question};
use words::{Currency, LinkId, PartnerId, ProgramId, Scope};

/// How many partners, links and sources stand at the top.
pub const TOP_MAX: usize = 10;
/// Links of one partner whose clicks are counted.
const LINKS_PER_PARTNER_MAX: usize = 1_000;
const MICROS_PER_HOUR: i64 = 3_600_000_000;
const PROGRAMS_MAX: usize = 1_000;
/// A refund or reversal that has waited for this long for what it names is counted: until then it may just be on its way.
pub const WAITING_GRACE_HOURS: i64 = 24;
/// Waiting refunds that are counted at most.
pub const WAITING_COUNTED_MAX: usize = 1_000;

/// Whose figures, over which days.
#[derive(Clone, PartialEq, Debug)]
pub struct OverviewInput {
    /// None: all programs, which must then have one currency.
    pub program: Option<ProgramId>,
    pub period: Period,
    pub comparison: Option<Comparison>,
}

/// A period's figures.
#[derive(Clone, PartialEq, Debug)]
pub struct Figured {
    pub period: Period,
    pub total: Figures,
    pub days: Vec<(Day, Figures)>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Overview {
    /// None while there is no program.
    pub currency: Option<Currency>,
    pub figured: Figured,
    pub compared: Option<Figured>,
    /// By revenue, then by commission. Empty in a partner's own overview.
    pub top_partners: Vec<(Partner, Figures)>,
    pub top_links: Vec<(Link, u64)>,
    pub top_sources: Vec<BySource>,
    /// Refunds, chargebacks and reversals that have waited longer than `WAITING_GRACE_HOURS` for what they name, at most
    /// `WAITING_COUNTED_MAX`. None in a partner's own overview.
    pub waiting_refunds: usize,
}

/// The figures of the caller's workspace.
pub async fn of_workspace(
    engine: &Engine,
    caller: &Permit<ReadConversions>,
    input: &OverviewInput,
) -> Result<Overview, Error> {
    of(engine, caller.scope, None, input).await
}

/// The figures of the scope or, with `partner`, of what this partner brought.
pub(crate) async fn of(
    engine: &Engine,
    scope: Scope,
    partner: Option<PartnerId>,
    input: &OverviewInput,
) -> Result<Overview, Error> {
    let programs = programs_meant(engine, scope, partner, input.program).await?;
    let links = match partner {
        Some(partner) => Some(links_of(engine, scope, partner).await?),
        None => None,
    };
    let asked = |period: &Period| Question {
        programs: programs.iter().map(|program| program.id).collect(),
        partner,
        since: period.begins(),
        until: period.ends(),
    };
    let question = asked(&input.period);
    let conversions = engine.book().tally(scope, &question).await?;
    let clicks = engine.clicks().tally(scope, &question, links.as_deref()).await?;
    let compared = match input.comparison.map(|with| input.period.compared(with)) {
        Some(period) => {
            let question = asked(&period);
            let conversions = engine.book().tally(scope, &question).await?;
            let clicks = engine.clicks().tally(scope, &question, links.as_deref()).await?;
            Some(figured(period, conversions.slots.into_iter().chain(clicks.slots)))
        }
        None => None,
    };
    let mut top_partners = Vec::new();
    if partner.is_none() {
        let mut by_partner = conversions.partners;
        by_partner.sort_by_key(|it| (-it.figures.revenue, -it.figures.commission, it.partner));
        for it in by_partner.into_iter().take(TOP_MAX) {
            let found = engine.book().partner(scope, it.partner).await?;
            top_partners.extend(found.map(|partner| (partner, it.figures)));
        }
    }
    let mut top_sources = clicks.sources;
    top_sources.sort_by(|a, b| (b.clicks, &a.source).cmp(&(a.clicks, &b.source)));
    top_sources.truncate(TOP_MAX);
    Ok(Overview {
        currency: programs.first().map(|program| program.currency),
        figured: figured(input.period.clone(), conversions.slots.into_iter().chain(clicks.slots)),
        compared,
        top_partners,
        top_links: top_links(engine, scope, clicks.links).await?,
        top_sources,
        waiting_refunds: if partner.is_none() { waiting_refunds(engine, scope, &programs).await? } else { 0 },
    })
}

async fn waiting_refunds(engine: &Engine, scope: Scope, programs: &[Program]) -> Result<usize, Error> {
    let until = engine.now().plus_micros(-WAITING_GRACE_HOURS * MICROS_PER_HOUR);
    let of_programs = programs.iter().map(|it| Value::Text(it.id.to_string())).collect();
    let query = ListOf::<Conversion>::new(WAITING_COUNTED_MAX)
        .only(ConversionColumn::WAITING, "yes")
        .with(ConversionColumn::PROGRAM_ID, Test::OneOf(of_programs))
        .with(ConversionColumn::RECORDED_AT, Test::Until(Value::Number(until.micros())));
    let found: Vec<Conversion> = list_of(engine.book(), scope, &query).await?;
    Ok(found.len())
}

/// The programs asked about; a partner's are those in which they take part or took part.
async fn programs_meant(
    engine: &Engine,
    scope: Scope,
    partner: Option<PartnerId>,
    meant: Option<ProgramId>,
) -> Result<Vec<Program>, Error> {
    let all = ListOf::<Program>::new(PROGRAMS_MAX);
    let query = match meant {
        Some(program) => all.only(ProgramColumn::ID, program),
        None => all,
    };
    let mut programs: Vec<Program> = list_of(engine.book(), scope, &query).await?;
    if let Some(partner) = partner {
        let query = ListOf::<Enrollment>::new(PROGRAMS_MAX).only(EnrollmentColumn::PARTNER_ID, partner);
        let places: Vec<Enrollment> = list_of(engine.book(), scope, &query).await?;
        programs.retain(|program| places.iter().any(|place| place.program == program.id));
    }
    match meant {
        Some(program) if programs.is_empty() => Err(Error::not_found("program", program)),
        _ if programs.windows(2).any(|two| two[0].currency != two[1].currency) => Err(Error::ProgramUnclear),
        _ => Ok(programs),
    }
}

async fn links_of(engine: &Engine, scope: Scope, partner: PartnerId) -> Result<Vec<LinkId>, Error> {
    let query = ListOf::<Link>::new(LINKS_PER_PARTNER_MAX).only(LinkColumn::PARTNER_ID, partner);
    let links: Vec<Link> = list_of(engine.book(), scope, &query).await?;
    Ok(links.into_iter().map(|link| link.id).collect())
}

async fn top_links(
    engine: &Engine,
    scope: Scope,
    mut counts: Vec<(LinkId, u64)>,
) -> Result<Vec<(Link, u64)>, Error> {
    counts.sort_by_key(|&(link, clicks)| (std::cmp::Reverse(clicks), link));
    let mut top = Vec::new();
    for (link, clicks) in counts.into_iter().take(TOP_MAX) {
        let found = engine.book().link(scope, link).await?;
        top.extend(found.map(|link| (link, clicks)));
    }
    Ok(top)
}

fn figured(period: Period, slots: impl Iterator<Item = (report::Slot, Figures)>) -> Figured {
    let days = period.by_day(slots);
    let mut total = Figures::default();
    days.iter().for_each(|(_, figures)| total += *figures);
    Figured { period, total, days }
}
