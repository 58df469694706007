//! Letters: what they say, and who brings them.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use std::fmt;
use words::Instant;

/// What a letter says; the courier has a template for each. Links open accounts, so that `Debug` shows the kind
/// only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum LetterKind {
    /// A one-time link that logs in.
    LogIn {
        link: String,
        minutes: u32,
    },
    PasswordReset {
        link: String,
        minutes: u32,
    },
    /// To join a workspace's team.
    Invitation {
        link: String,
        workspace: String,
        role: String,
        days: u32,
    },
    /// To join a program as its partner.
    PartnerInvitation {
        link: String,
        workspace: String,
        program: String,
        days: u32,
    },
    ApplicationReceived {
        workspace: String,
        program: String,
    },
    ApplicationApproved {
        link: String,
        workspace: String,
        program: String,
    },
    ApplicationRejected {
        workspace: String,
        program: String,
        reason: String,
    },
    /// Told to every address that is known, so that a stranger's deed is noticed before anything is paid.
    PayoutMethodChanged {
        workspace: String,
        /// As lists hint at them.
        before: String,
        after: String,
        changed_at: Instant,
        usable_from: Instant,
    },
    /// A payment came back because of the partner's account, to which nothing is paid any more.
    PayoutMethodBounced {
        workspace: String,
        /// As lists hint at it.
        account: String,
        amount: String,
        /// `invalid`, `closed` or `blocked`.
        fault: String,
    },
    /// Of what happened, in words that are whole already.
    Told {
        subject: String,
        paragraphs: Vec<String>,
    },
    /// Told after the fact, so that a stranger's deed is noticed.
    PasswordChanged {
        at: String,
        address: String,
    },
}

impl fmt::Debug for LetterKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a letter")
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Letter {
    /// Names the message, so that one sent twice is recognized.
    pub id: String,
    pub to: String,
    pub kind: LetterKind,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CourierError {
    /// Never accepted, e.g. the address is refused: not tried again.
    #[error("refused: {0}")]
    Refused(String),
    /// To be tried again later.
    #[error("unreachable: {0}")]
    Unreachable(String),
}

#[async_trait]
pub trait Courier: Send + Sync {
    async fn deliver(&self, letter: &Letter) -> Result<(), CourierError>;
}
