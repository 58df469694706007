//! The journey: one customer's way through a program, from the first touch to what was paid for it. The merchant sees
//! all of it; a partner sees their own part, and others' without names.

use crate::{
    Engine, Error, Explanation,
    conversions::{self, Reader},
    customers,
    ports::{ConversionFilter, Page, StatementFile},
    rulebooks,
};
use commission::Commission;
use conversion::{Conversion, Decision};
use payout::Statement;
use program::{Link, Program};
use referral::{Customer, Evidence, Referral, Touch};
use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};
use words::{ConversionId, CustomerId, LinkId, PartnerId, ProgramId, Scope, Sentence, StatementId};

/// Leads and sales that one journey tells of; of more, the latest.
pub const JOURNEY_CONVERSIONS_MAX: usize = 25;
/// Touches that one journey shows: of more, the latest, and those that are credited.
pub const JOURNEY_TOUCHES_MAX: usize = 200;
const CONVERSIONS_PER_PAGE: usize = 500;

#[derive(Clone, PartialEq, Debug)]
pub struct Journey {
    pub program: Program,
    pub customer: Customer,
    pub referral: Option<Referral>,
    /// In the order in which they occurred.
    pub touches: Vec<JourneyTouch>,
    /// How many others are not shown.
    pub touches_left_out: usize,
    /// The partners of the touches and shares shown, as far as the reader may know them.
    pub partner_names: BTreeMap<PartnerId, String>,
    /// Leads and sales in the order in which they occurred.
    pub conversions: Vec<JourneyConversion>,
    /// Earlier ones that are not told of.
    pub left_out: usize,
}

#[derive(Clone, PartialEq, Debug)]
pub struct JourneyTouch {
    pub touch: Touch,
    /// None to other partners, who know the day only.
    pub partner_name: Option<String>,
    /// Through which it came, if it was one.
    pub link: Option<Link>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct JourneyConversion {
    pub conversion: Conversion,
    pub decision: Option<Decision>,
    pub sentences: Vec<Sentence>,
    pub commissions: Vec<JourneyCommission>,
    /// In the order in which they occurred.
    pub refunds: Vec<Conversion>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct JourneyCommission {
    pub commission: Commission,
    pub sentences: Vec<Sentence>,
    /// The first that shows it.
    pub statement: Option<Statement>,
}

pub async fn journey(
    engine: &Engine,
    scope: Scope,
    program: ProgramId,
    customer: CustomerId,
) -> Result<Journey, Error> {
    customers::journey_to(engine, scope, (program, customer), Reader::Merchant).await
}

/// The same as this reader may see it.
pub(crate) async fn journey_to(
    engine: &Engine,
    scope: Scope,
    (program, customer): (ProgramId, CustomerId),
    reader: Reader,
) -> Result<Journey, Error> {
    let file = engine.book().customer_file_by_id(scope, program, customer).await?;
    let mut file = file.ok_or_else(|| Error::not_found("customer", customer))?;
    if let Reader::Partner(partner) = reader
        && !file.touches.iter().any(|touch| touch.partner == partner)
    {
        return Err(Error::not_found("customer", customer));
    }
    let (told, left_out, refunds) = conversions_shown(engine, scope, program, customer).await?;
    let rulebook = rulebooks::load(engine, scope, program).await?;
    let program_of = &rulebook.program;

    let mut statements = BTreeMap::new();
    let mut conversions = Vec::new();
    for conversion in told {
        let explained = conversions::explain_to(engine, scope, conversion.id, reader).await?;
        let refunds = refunds.iter().filter(|refund| refund.sale == Some(conversion.id)).cloned();
        let refunds = refunds.collect();
        let commissions = commissions_shown(engine, scope, &explained, &mut statements).await?;
        let Explanation { conversion, decision, sentences, .. } = explained;
        conversions.push(JourneyConversion { conversion, decision, sentences, commissions, refunds });
    }

    let decisions = || conversions.iter().filter_map(|it| it.decision.as_ref());
    let mut names = BTreeMap::new();
    for share in decisions().flat_map(|decision| &decision.shares) {
        if reader.may_know(share.partner, program_of) {
            name_of_partner(engine, scope, share.partner, &mut names).await?;
        }
    }

    file.touches.sort_by_key(|touch| (touch.occurred_at, touch.id));
    let latest_from = file.touches.len().saturating_sub(JOURNEY_TOUCHES_MAX);
    let credited: BTreeSet<_> = decisions().flat_map(Decision::credited_touches).collect();
    let all = file.touches.len();
    let shown = file.touches.into_iter().enumerate();
    let shown = shown.filter(|(place, touch)| *place >= latest_from || credited.contains(&touch.id));
    let mut links = BTreeMap::new();
    let mut touches = Vec::new();
    for (_, mut touch) in shown {
        let link = match touch.evidence {
            Evidence::Click { link, .. } | Evidence::Link { link, .. } => {
                find_link(engine, scope, link, &mut links).await?
            }
            Evidence::Code { .. } | Evidence::Form { .. } | Evidence::Deal { .. } => None,
        };
        let partner_name = if reader.may_know(touch.partner, program_of) {
            Some(name_of_partner(engine, scope, touch.partner, &mut names).await?)
        } else {
            touch.occurred_at = touch.occurred_at.day();
            None
        };
        touches.push(JourneyTouch { touch, partner_name, link });
    }
    Ok(Journey {
        program: rulebook.program,
        customer: file.customer,
        referral: file.referral,
        touches_left_out: all - touches.len(),
        touches,
        partner_names: names,
        conversions,
        left_out,
    })
}

/// Leads and sales, how many earlier ones are left out, and all refunds.
async fn conversions_shown(
    engine: &Engine,
    scope: Scope,
    program: ProgramId,
    customer: CustomerId,
) -> Result<(Vec<Conversion>, usize, Vec<Conversion>), Error> {
    let filter = ConversionFilter { program: Some(program), customer: Some(customer), ..Default::default() };
    let (mut all, mut after) = (Vec::new(), None::<ConversionId>);
    loop {
        let page = Page { after, limit: CONVERSIONS_PER_PAGE };
        let found = engine.book().conversions(scope, &filter, page).await?;
        after = found.last().map(|conversion| conversion.id);
        let read = found.len();
        all.extend(found);
        if read < CONVERSIONS_PER_PAGE {
            break;
        }
    }
    all.sort_by_key(|conversion| (conversion.occurred_at, conversion.id));
    let (refunds, mut told): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|conversion| conversion.kind.is_of_sale());
    let left_out = told.len().saturating_sub(JOURNEY_CONVERSIONS_MAX);
    told.drain(..left_out);
    Ok((told, left_out, refunds))
}

async fn commissions_shown(
    engine: &Engine,
    scope: Scope,
    explained: &Explanation,
    statements: &mut BTreeMap<StatementId, Option<Statement>>,
) -> Result<Vec<JourneyCommission>, Error> {
    let ids: Vec<_> = explained.credits.iter().map(|credit| credit.commission).collect();
    let found = engine.book().commission_files(scope, &ids).await?;
    let mut told = Vec::new();
    for ((commission, _), credit) in found.into_iter().zip(&explained.credits) {
        let statement = match commission.statement {
            Some(id) => {
                if let Entry::Vacant(unknown) = statements.entry(id) {
                    let file = engine.book().statement_file(scope, id).await?;
                    unknown.insert(file.map(|StatementFile { statement, .. }| statement));
                }
                statements.get(&id).cloned().flatten()
            }
            None => None,
        };
        let sentences = credit.sentences.clone();
        told.push(JourneyCommission { commission, sentences, statement });
    }
    Ok(told)
}

async fn find_link(
    engine: &Engine,
    scope: Scope,
    id: LinkId,
    links: &mut BTreeMap<LinkId, Option<Link>>,
) -> Result<Option<Link>, Error> {
    if let Entry::Vacant(unknown) = links.entry(id) {
        unknown.insert(engine.book().link(scope, id).await?);
    }
    Ok(links.get(&id).cloned().flatten())
}

/// A partner's name, looked up once.
async fn name_of_partner(
    engine: &Engine,
    scope: Scope,
    id: PartnerId,
    known: &mut BTreeMap<PartnerId, String>,
) -> Result<String, Error> {
    if let Some(known) = known.get(&id) {
        return Ok(known.clone());
    }
    let partner = engine.book().partner(scope, id).await?;
    let name = partner.map_or_else(|| id.to_string(), |partner| partner.display_name);
    known.insert(id, name.clone());
    Ok(name)
}
