//! Deed: a conversion's decision and commissions in words, the same for merchant and partner.

use crate::{Engine, Error};
use conversion::{Conversion, Decision};
use words::{CommissionId, ConversionId, Money, PartnerId, Scope};

/// One partner's commission in words.
#[derive(Clone, PartialEq, Debug)]
pub struct Credit {
    pub partner: PartnerId,
    pub partner_name: String,
    pub commission: CommissionId,
    pub state: commission::State,
    /// What the partner keeps.
    pub amount: Money,
    pub sentences: Vec<String>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Explanation {
    pub conversion: Conversion,
    /// The conversion's own decision; for a refund, its sale's.
    pub decision: Option<Decision>,
    pub sentences: Vec<String>,
    pub credits: Vec<Credit>,
}

/// How other partners are named to one.
const ANOTHER: &str = "another partner";

/// Who reads an explanation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reader {
    Merchant,
    /// Other partners are not named to them, and what was bought only where they have a part of the credit.
    Partner(PartnerId),
}

impl Reader {
    /// How the reader hears of a partner, if not by name.
    pub(crate) fn calls(self, partner: PartnerId) -> Option<&'static str> {
        match self {
            Reader::Partner(own) if own != partner => Some(ANOTHER),
            _ => None,
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

impl Engine {
    pub async fn explain(&self, scope: Scope, id: ConversionId) -> Result<Explanation, Error> {
        self.explain_to(scope, id, Reader::Merchant).await
    }

    /// The same as this reader may read it.
    pub(crate) async fn explain_to(
        &self,
        scope: Scope,
        id: ConversionId,
        reader: Reader,
    ) -> Result<Explanation, Error> {
        let file = self.book().case_file(scope, id).await?;
        let file = file.ok_or_else(|| Error::not_found("conversion", id))?;
        let name_of = |id: PartnerId| {
            if let Some(called) = reader.calls(id) {
                return called.to_owned();
            }
            let partner = file.partners.iter().find(|partner| partner.id == id);
            partner.map_or_else(|| id.to_string(), |partner| partner.display_name.clone())
        };
        let decided = file.sale.as_ref().unwrap_or(&file.conversion);
        let in_full = reader.may_know_what(file.decision.as_ref());
        let mut sentences = Vec::new();
        if file.sale.is_some() || file.conversion.content.sale.is_some() {
            let amount = file.conversion.amount().map(|amount| amount.to_string()).unwrap_or_default();
            let sale = file.conversion.content.sale.as_deref().unwrap_or_default();
            sentences.push(match file.sale {
                _ if !in_full => "A sale was refunded; its decision stands.".to_owned(),
                Some(_) => format!("{amount} of the sale {sale} were refunded; the sale's decision stands."),
                None => format!("{amount} were refunded of the sale {sale}, which was not reported yet."),
            });
        }
        if let (Some(decision), Some(policy)) = (&file.decision, &file.policy) {
            sentences.extend(conversion::explain(decided, decision, policy, &name_of, in_full));
        }
        let credits = file.commissions.iter().map(|commission| Credit {
            partner: commission.partner,
            partner_name: name_of(commission.partner),
            commission: commission.id,
            state: commission.state(),
            amount: commission.net_money(),
            sentences: commission.explain(),
        });
        let credits = credits.collect();
        Ok(Explanation { conversion: file.conversion, decision: file.decision, sentences, credits })
    }
}
