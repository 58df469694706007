//! The conversion and its identity: unique for ever by scope, program, source, kind, external id.

use program::{Event, codes_in, normalize_code};
use serde::{Deserialize, Serialize};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};
use words::{
    ConversionId, CustomerId, Exchange, Instant, Money, Overflow, ProgramId, Scope, TermsId, filled,
    trim_blanks,
};

/// The source of everything that a browser reports, so that it never takes the identity of a server's event.
pub const SOURCE_BROWSER: &str = "browser";
pub const METADATA_ENTRIES_MAX: usize = 50;
/// Line items of one sale.
pub const ITEMS_MAX: usize = 100;
pub const PRODUCT_CHARACTERS_MAX: usize = 120;
pub const QUANTITY_MAX: u32 = 1_000_000;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Lead,
    /// A stage of the merchant's funnel, which a customer reaches once.
    Stage,
    Sale,
    Refund,
    /// The customer's bank took a payment back.
    Chargeback,
    /// The merchant won a chargeback, or a part of it.
    ChargebackReversal,
    /// A refund failed or was canceled, or the order was paid after all.
    RefundReversal,
}

impl Kind {
    pub const ALL: [Kind; 7] = [
        Kind::Lead,
        Kind::Stage,
        Kind::Sale,
        Kind::Refund,
        Kind::Chargeback,
        Kind::ChargebackReversal,
        Kind::RefundReversal,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Kind::Lead => "lead",
            Kind::Stage => "stage",
            Kind::Sale => "sale",
            Kind::Refund => "refund",
            Kind::Chargeback => "chargeback",
            Kind::ChargebackReversal => "chargeback_reversal",
            Kind::RefundReversal => "refund_reversal",
        }
    }

    /// Whether the kind is about a sale, of which it takes or gives back.
    pub fn is_of_sale(self) -> bool {
        self.is_reversal() || matches!(self, Kind::Refund | Kind::Chargeback)
    }

    /// Whether the kind gives back what a refund or chargeback took.
    pub fn is_reversal(self) -> bool {
        matches!(self, Kind::ChargebackReversal | Kind::RefundReversal)
    }
}

/// What a sale consists of.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Item {
    /// The merchant's own id of the product. Empty in a refund: the part of the sale that no item covers.
    pub product: String,
    pub quantity: u32,
    /// For all of them together, in minor units of the sale's currency.
    pub amount: i64,
}

/// What was sent, without personal data: the same content again is the same event, other content
/// under the same identity is a conflict.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Content {
    /// The customer's external id; absent for refunds, which name a sale.
    pub customer: Option<String>,
    /// The sale's external id, for refunds.
    pub sale: Option<String>,
    /// The refund's external id, for a refund reversal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund: Option<String>,
    pub event_name: Option<String>,
    /// A refund reversal without one gives back the whole refund.
    pub amount: Option<Money>,
    pub click: Option<String>,
    /// The code, or several with commas between them.
    pub code: Option<String>,
    pub occurred_at: Option<Instant>,
    /// Whether the sale renews what the customer has.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub renewal: bool,
    /// What the sale consists of, where that was told. They sum to at most its amount.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
    #[serde(default)]
    pub metadata: BTreeMap<String, String>,
}

/// What stands for the merchant's id of an erased customer.
pub fn erased_name(customer: CustomerId) -> String {
    format!("erased:{customer}")
}

impl Content {
    /// Without the customer's own id, and without the metadata, which may say anything.
    pub fn erased(&self, customer: CustomerId) -> Content {
        let name = self.customer.as_ref().map(|_| erased_name(customer));
        Content { customer: name, metadata: BTreeMap::new(), ..self.clone() }
    }

    /// Without the metadata, of an organization's event whose person is erased.
    pub fn without_metadata(&self) -> Content {
        Content { metadata: BTreeMap::new(), ..self.clone() }
    }

    /// Whether what was received says the same; blanks and how a code is written say nothing. Of an erased customer's
    /// event only what is still known is compared.
    pub fn agrees_with(&self, received: &Content, erased: Option<CustomerId>) -> bool {
        match erased {
            Some(customer) => self.said() == received.erased(customer).said(),
            None => self == received || self.said() == received.said(),
        }
    }

    /// What it says, in one way of writing.
    fn said(&self) -> (Content, BTreeSet<String>) {
        let text = |text: &Option<String>| text.as_deref().and_then(filled).map(str::to_owned);
        let pieces = self.code.iter().flat_map(|codes| codes_in(codes)).flat_map(|code| code.split('|'));
        let codes = pieces.map(|code| normalize_code(code).unwrap_or_else(|_| trim_blanks(code).to_owned()));
        let metadata = self
            .metadata
            .iter()
            .filter_map(|(name, value)| Some((trim_blanks(name).to_owned(), filled(value)?.to_owned())));
        let content = Content {
            event_name: text(&self.event_name),
            click: text(&self.click),
            code: None,
            metadata: metadata.collect(),
            ..self.clone()
        };
        (content, codes.filter(|code| !code.is_empty()).collect())
    }
}

/// What somebody put right about a conversion after it was reported; a later one takes the earlier one's place.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Amendment {
    /// What a sale really came to, where what was reported is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// The version of the terms that prices it, where that is not the one in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<TermsId>,
    pub reason: String,
    /// The id of the user or key who did it.
    pub by: String,
    pub at: Instant,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Conversion {
    pub id: ConversionId,
    pub scope: Scope,
    pub program: ProgramId,
    pub kind: Kind,
    /// Which system reported it, `api` unless the sender says otherwise.
    pub source: String,
    pub external_id: String,
    /// None for a refund or chargeback whose sale has not been reported yet.
    pub customer: Option<CustomerId>,
    /// Of an organization's conversion: which of its people it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<CustomerId>,
    /// The sale that a refund or chargeback is of, once it is known.
    pub sale: Option<ConversionId>,
    /// Of a reversal: the refund or chargeback that it gives back has not been reported yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unmatched: bool,
    /// Of a refund or chargeback: it named no program, so that it goes with its sale if that turns up in another.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub any_program: bool,
    /// Of a refund reversal whose refund is known: what it gives back, in the currency that the refund came to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gives_back: Option<Money>,
    /// For a sale: refunded and charged back so far, in minor units, never more than its amount.
    pub refunded: i64,
    /// What of it refunds say is of each item, in minor units; empty where none says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refunded_items: Vec<i64>,
    pub content: Content,
    /// Of a sale or refund in another currency than the program's: what it was, what it became, at which rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange: Option<Exchange>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amended: Option<Amendment>,
    pub occurred_at: Instant,
    pub recorded_at: Instant,
}

/// Where a conversion stands in its customer's history: by time, then by what the client named,
/// never by arrival.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Position {
    pub occurred_at: Instant,
    pub key: String,
}

impl Position {
    /// Before every conversion at or after `at`.
    pub fn at(at: Instant) -> Self {
        Self { occurred_at: at, key: String::new() }
    }
}

impl Conversion {
    /// The event's name within its program: `sale/api/ORD-1`.
    pub fn key(&self) -> String {
        Self::key_of(self.kind, &self.source, &self.external_id)
    }

    pub fn key_of(kind: Kind, source: &str, external_id: &str) -> String {
        format!("{}/{source}/{external_id}", kind.name())
    }

    pub fn position(&self) -> Position {
        Position { occurred_at: self.occurred_at, key: self.key() }
    }

    /// As it was put right, else as it was reported; in the program's currency.
    pub fn amount(&self) -> Option<Money> {
        let amended = self.amended.as_ref().and_then(|amended| amended.amount);
        let exchanged = self.exchange.map(|exchange| exchange.to);
        amended.or(self.gives_back).or(exchanged).or(self.content.amount)
    }

    /// Whether it waits for its sale, or for the refund or chargeback that it gives back.
    pub fn is_waiting(&self) -> bool {
        self.kind.is_of_sale() && (self.sale.is_none() || self.unmatched)
    }

    /// What was reported, as it was put right and with its amounts in the program's currency.
    pub fn in_program_currency(&self) -> Result<Cow<'_, Content>, Overflow> {
        let amount = self.amount();
        if self.exchange.is_none() && amount == self.content.amount {
            return Ok(Cow::Borrowed(&self.content));
        }
        Ok(Cow::Owned(Content { amount, items: self.items()?, ..self.content.clone() }))
    }

    /// What a sale consists of, in the program's currency: by running totals, so that what sums to the sale still does.
    pub(crate) fn items(&self) -> Result<Vec<Item>, Overflow> {
        let Some(exchange) = &self.exchange else { return Ok(self.content.items.clone()) };
        let (mut told, mut before) = (0i64, 0i64);
        let exchanged = self.content.items.iter().map(|item| {
            told = told.checked_add(item.amount).ok_or(Overflow)?;
            let until = exchange.rate.convert(told)?.amount;
            let amount = until - before;
            before = until;
            Ok(Item { amount, ..item.clone() })
        });
        exchanged.collect()
    }

    /// What its commissions are for; a refund earns nothing.
    pub fn event(&self) -> Option<Event> {
        match self.kind {
            Kind::Lead => Some(Event::Lead),
            Kind::Stage => Some(Event::Stage),
            Kind::Sale if self.content.renewal => Some(Event::Renewal),
            Kind::Sale => Some(Event::Sale),
            Kind::Refund | Kind::Chargeback | Kind::ChargebackReversal | Kind::RefundReversal => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_in_blanks_only_says_the_same() {
        let content = |code: &str, click: Option<&str>, note: Option<&str>| Content {
            code: Some(code.to_owned()),
            click: click.map(str::to_owned),
            metadata: note.map(|note| ("note".to_owned(), note.to_owned())).into_iter().collect(),
            ..Content::default()
        };
        let recorded = content("ann 1", None, None);
        for (code, click, note) in [
            ("ann 1", None, None),
            (" ANN1\u{200b}", None, None),
            ("ann1", Some(" "), Some("")),
            ("ann1,", Some("\u{feff}"), None),
        ] {
            assert!(recorded.agrees_with(&content(code, click, note), None), "{code:?}");
        }
        for (code, click, note) in [("ann2", None, None), ("ann1,bob", None, None), ("ann1", Some("x"), None)]
        {
            assert!(!recorded.agrees_with(&content(code, click, note), None), "{code:?}");
        }
        let several = content("A,B|C", None, None);
        assert!(
            several.agrees_with(&content("c; b\na", None, None), None),
            "the order of codes says nothing"
        );
    }
}
