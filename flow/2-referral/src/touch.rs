//! Touches: pieces of evidence that a partner led a customer. A touch copies what a decision
//! needs, so that clicks may expire.

use click::{Consent, Verdict};
use serde::{Deserialize, Serialize};
use words::{
    ClickId, CodeId, CustomerId, EnrolmentId, Instant, LinkId, PartnerId, ProgramId, Scope, TouchId,
};

/// How strong a piece of evidence is; the order breaks ties, strongest last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceClass {
    /// An earlier click of the consenting visitor who sent a click id.
    VisitorClick,
    /// A click id (or, without consent, a link id) that came with an event.
    Click,
    Code,
}

impl EvidenceClass {
    pub fn name(self) -> &'static str {
        match self {
            EvidenceClass::VisitorClick => "earlier click",
            EvidenceClass::Click => "click",
            EvidenceClass::Code => "code",
        }
    }
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Evidence {
    Click {
        click: ClickId,
        link: LinkId,
        /// False when the click was found through its visitor, not sent with an event.
        sent: bool,
    },
    /// Consent was denied, so only the link is known; `event` came with it.
    Link { link: LinkId, event: String },
    /// `event` is the key of the event that the code came with.
    Code { code: CodeId, written: String, event: String },
}

/// Who vouches for a touch: any event of the merchant's server outranks the browser.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TouchSource {
    Browser,
    Server,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Touch {
    pub id: TouchId,
    pub scope: Scope,
    pub program: ProgramId,
    pub customer: CustomerId,
    pub enrolment: EnrolmentId,
    pub partner: PartnerId,
    pub evidence: Evidence,
    pub source: TouchSource,
    pub consent: Consent,
    pub verdict: Verdict,
    pub occurred_at: Instant,
    pub recorded_at: Instant,
}

impl Touch {
    pub fn class(&self) -> EvidenceClass {
        match self.evidence {
            Evidence::Code { .. } => EvidenceClass::Code,
            Evidence::Link { .. } | Evidence::Click { sent: true, .. } => EvidenceClass::Click,
            Evidence::Click { sent: false, .. } => EvidenceClass::VisitorClick,
        }
    }

    /// What makes the touch the same evidence when it is reported again: unique per customer.
    pub fn key(&self) -> String {
        match &self.evidence {
            Evidence::Click { click, .. } => click.to_string(),
            Evidence::Link { link, event } => format!("{link}/{event}"),
            Evidence::Code { code, event, .. } => format!("{code}/{event}"),
        }
    }

    /// The same evidence reported twice: the stronger report stands. None when nothing changes.
    pub fn strengthened(&self, again: &Touch) -> Option<Touch> {
        let mut touch = self.clone();
        touch.source = self.source.max(again.source);
        touch.occurred_at = self.occurred_at.min(again.occurred_at);
        if let (Evidence::Click { sent, .. }, Evidence::Click { sent: true, .. }) =
            (&mut touch.evidence, &again.evidence)
        {
            *sent = true;
        }
        (touch != *self).then_some(touch)
    }
}
