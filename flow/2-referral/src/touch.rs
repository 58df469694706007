//! Touches: pieces of evidence that a partner led a customer. A touch copies what a decision
//! needs, so that clicks may expire.

use click::{Consent, Verdict};
use serde::{Deserialize, Serialize};
use words::{
    ClickId, CodeId, CustomerId, DealId, EnrollmentId, Instant, LinkId, PartnerId, ProgramId, Scope,
    SubmissionId, TouchId,
};

/// How strong a piece of evidence is; the order breaks ties, strongest last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceClass {
    /// An earlier click of the consenting visitor who sent a click id.
    VisitorClick,
    /// The partner's lead form was filled in.
    Form,
    /// A click id (or, without consent, a link id) that came with an event.
    Click,
    Code,
    /// The partner registered the customer's company, and the merchant approved it.
    Deal,
}

impl EvidenceClass {
    /// Strongest first.
    pub const ALL: [EvidenceClass; 5] = [
        EvidenceClass::Deal,
        EvidenceClass::Code,
        EvidenceClass::Click,
        EvidenceClass::Form,
        EvidenceClass::VisitorClick,
    ];

    /// The word's code, as it is stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            EvidenceClass::VisitorClick => "visitor_click",
            EvidenceClass::Form => "form",
            EvidenceClass::Click => "click",
            EvidenceClass::Code => "code",
            EvidenceClass::Deal => "deal",
        }
    }

    /// What it is, for the published table.
    pub fn meaning(self) -> &'static str {
        match self {
            EvidenceClass::VisitorClick => "an earlier click of the consenting visitor who sent a click id",
            EvidenceClass::Form => "the partner's lead form, filled in",
            EvidenceClass::Click => "a click id, or without consent a link id, that came with an event",
            EvidenceClass::Code => "a code that came with an event",
            EvidenceClass::Deal => "a deal that the partner registered and the merchant approved",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            EvidenceClass::VisitorClick => "earlier click",
            EvidenceClass::Click => "click",
            EvidenceClass::Form => "lead form",
            EvidenceClass::Code => "code",
            EvidenceClass::Deal => "registered deal",
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
    Code {
        code: CodeId,
        written: String,
        event: String,
        /// It was known to strangers by then.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        leaked: bool,
    },
    Form {
        submission: SubmissionId,
        /// The merchant took their acceptance back.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        rejected: bool,
    },
    Deal {
        deal: DealId,
        /// The partner's part of the deal's credit, of a million.
        part_millionths: u32,
        /// No other evidence counts before.
        protected_until: Instant,
        /// The key of the conversion that was made when the deal was won.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        event: Option<String>,
    },
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
    pub enrollment: EnrollmentId,
    pub partner: PartnerId,
    /// Of an organization's touch: which of its people it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<CustomerId>,
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
            Evidence::Deal { .. } => EvidenceClass::Deal,
            Evidence::Code { .. } => EvidenceClass::Code,
            Evidence::Form { .. } => EvidenceClass::Form,
            Evidence::Link { .. } | Evidence::Click { sent: true, .. } => EvidenceClass::Click,
            Evidence::Click { sent: false, .. } => EvidenceClass::VisitorClick,
        }
    }

    /// Until when a deal keeps other evidence from counting.
    pub fn protected_until(&self) -> Option<Instant> {
        match self.evidence {
            Evidence::Deal { protected_until, .. } => Some(protected_until),
            _ => None,
        }
    }

    /// What makes the touch the same evidence when it is reported again: unique per customer.
    pub fn key(&self) -> String {
        match self.person {
            Some(person) => format!("{}/{person}", self.own_key()),
            None => self.own_key(),
        }
    }

    fn own_key(&self) -> String {
        match &self.evidence {
            Evidence::Click { click, .. } => click.to_string(),
            Evidence::Link { link, event } => format!("{link}/{event}"),
            Evidence::Code { code, event, .. } => format!("{code}/{event}"),
            Evidence::Form { submission, .. } => submission.to_string(),
            Evidence::Deal { deal, .. } => format!("{deal}/{}", self.partner),
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
