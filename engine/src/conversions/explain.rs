//! Deed: a conversion's decision and commissions in words, the same for merchant and partner.

use crate::{Engine, Error, conversions, rulebooks};
use conversion::{Conversion, Decision, Reading, explain_amendment, explain_exchange, explain_refund};
use program::Program;
use referral::Touch;
use words::{CommissionId, ConversionId, Language, Money, PartnerId, Phrases, Scope, Sentence};

/// One partner's commission in words.
#[derive(Clone, PartialEq, Debug)]
pub struct Credit {
    pub partner: PartnerId,
    pub partner_name: String,
    pub commission: CommissionId,
    pub state: commission::State,
    /// What the partner keeps.
    pub amount: Money,
    pub sentences: Vec<Sentence>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Explanation {
    pub conversion: Conversion,
    /// The conversion's own decision; for a refund, its sale's.
    pub decision: Option<Decision>,
    pub sentences: Vec<Sentence>,
    pub credits: Vec<Credit>,
}

/// The phrases of all that is explained, in a language.
pub fn phrases(language: Language) -> Phrases {
    const ENGLISH: &[&str] = &[program::ENGLISH, conversion::ENGLISH, commission::ENGLISH, payout::ENGLISH];
    const GERMAN: &[&str] = &[program::GERMAN, conversion::GERMAN, commission::GERMAN, payout::GERMAN];
    let texts = match language {
        Language::English => ENGLISH,
        Language::German => GERMAN,
    };
    Phrases { language, texts }
}

/// Who reads an explanation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reader {
    Merchant,
    /// Other partners are not named to them, unless the program does so, and what was bought only where they have a
    /// part of the credit.
    Partner(PartnerId),
}

impl Reader {
    /// Whether the reader may know who the partner is. Of others they hear the evidence class and the day only.
    pub(crate) fn may_know(self, partner: PartnerId, program: &Program) -> bool {
        match self {
            Reader::Merchant => true,
            Reader::Partner(own) => own == partner || program.names_partners,
        }
    }

    /// Whether the reader may know what was bought: its number and amount.
    pub(crate) fn may_know_what(self, decision: Option<&Decision>) -> bool {
        match self {
            Reader::Merchant => true,
            Reader::Partner(own) => {
                decision.is_some_and(|decision| decision.shares.iter().any(|share| share.partner == own))
            }
        }
    }
}

pub async fn explain(engine: &Engine, scope: Scope, id: ConversionId) -> Result<Explanation, Error> {
    conversions::explain_to(engine, scope, id, Reader::Merchant).await
}

/// The same as this reader may read it.
pub(crate) async fn explain_to(
    engine: &Engine,
    scope: Scope,
    id: ConversionId,
    reader: Reader,
) -> Result<Explanation, Error> {
    let file = engine.book().case_file(scope, id).await?;
    let file = file.ok_or_else(|| Error::not_found("conversion", id))?;
    let program = rulebooks::load(engine, scope, file.conversion.program).await?.program;
    let name_of = |id: PartnerId| {
        let named = || {
            let partner = file.partners.iter().find(|partner| partner.id == id);
            partner.map_or_else(|| id.to_string(), |partner| partner.display_name.clone())
        };
        reader.may_know(id, &program).then(named)
    };
    let decided = file.sale.as_ref().unwrap_or(&file.conversion);
    let reading = Reading { name_of: &name_of, in_full: reader.may_know_what(file.decision.as_ref()) };
    let mut sentences = Vec::new();
    if file.conversion.kind.is_of_sale() {
        sentences.push(explain_refund(&file.conversion, file.sale.as_ref(), &reading));
    }
    if file.sale.is_some() && reading.in_full {
        sentences.extend(explain_exchange(&file.conversion));
    }
    if let (Some(decision), Some(policy)) = (&file.decision, &file.policy) {
        let mut decided_so = conversion::explain(decided, decision, policy, &reading);
        let told = explain_exchange(decided).into_iter().chain(explain_amendment(decided));
        // After what occurred, before why it was credited.
        let place = decided_so.len().min(1);
        decided_so.splice(place..place, told.filter(|_| reading.in_full));
        sentences.extend(decided_so);
    }
    let credits = file.commissions.iter().map(|commission| Credit {
        partner: commission.partner,
        partner_name: name_of(commission.partner).unwrap_or_default(),
        commission: commission.id,
        state: commission.state(),
        amount: commission.net_money(),
        sentences: commission.explain(),
    });
    let credits = credits.collect();
    Ok(Explanation { conversion: file.conversion, decision: file.decision, sentences, credits })
}

/// Whether the partner has a part in what is explained: credit, or evidence, also where that was left out among very
/// many touches.
pub(crate) async fn has_part(
    engine: &Engine,
    scope: Scope,
    explained: &Explanation,
    partner: PartnerId,
) -> Result<bool, Error> {
    let mut considered = explained.decision.iter().flat_map(|decision| &decision.considered);
    let is_named = considered.any(|touch| touch.finding.partner == partner)
        || explained.credits.iter().any(|credit| credit.partner == partner);
    let conversion = &explained.conversion;
    let leaves_out = explained.decision.as_ref().is_some_and(|decision| decision.left_out > 0);
    let Some(customer) = conversion.customer.filter(|_| leaves_out && !is_named) else {
        return Ok(is_named);
    };

    let file = engine.book().customer_file_by_id(scope, conversion.program, customer).await?;
    let led = |touch: &Touch| touch.partner == partner && touch.occurred_at <= conversion.occurred_at;
    Ok(file.is_some_and(|file| file.touches.iter().any(led)))
}
