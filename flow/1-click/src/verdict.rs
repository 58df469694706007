//! Whether a visit counts as a person's: people, bots (with the reason) and repeats.

use crate::{Agent, Intent, Machine};
use serde::{Deserialize, Serialize};
use words::ClickId;

/// The same visitor on the same link within this time is a repeat: one hour, as Dub counts it.
pub const REPEAT_WINDOW_MICROS: i64 = 3_600_000_000;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BotReason {
    /// A list knows the user agent as a crawler.
    Crawler,
    /// No user agent was sent, which browsers always do.
    NoUserAgent,
    /// A HEAD request asks where the link leads without going there.
    HeadRequest,
    /// A list knows the user agent as a program that is no browser.
    Program,
    /// A browser asks ahead of its person.
    Prefetch,
    /// A browser draws a preview of the page.
    Preview,
    /// A page loads the link as a picture, a frame, a script or the like, and nobody goes there.
    NotNavigation,
}

impl BotReason {
    pub const ALL: [BotReason; 7] = [
        BotReason::Crawler,
        BotReason::NoUserAgent,
        BotReason::HeadRequest,
        BotReason::Program,
        BotReason::Prefetch,
        BotReason::Preview,
        BotReason::NotNavigation,
    ];

    fn name(self) -> &'static str {
        match self {
            BotReason::Crawler => "bot_crawler",
            BotReason::NoUserAgent => "bot_no_user_agent",
            BotReason::HeadRequest => "bot_head_request",
            BotReason::Program => "bot_program",
            BotReason::Prefetch => "bot_prefetch",
            BotReason::Preview => "bot_preview",
            BotReason::NotNavigation => "bot_not_navigation",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Verdict {
    Person,
    Bot { reason: BotReason },
    Repeat { of: ClickId },
}

impl Verdict {
    /// Every name, as filters accept them.
    pub fn names() -> impl Iterator<Item = &'static str> {
        ["person", "repeat"].into_iter().chain(BotReason::ALL.map(BotReason::name))
    }

    /// The kind and reason in one word, as filters and reports name it.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Person => "person",
            Verdict::Bot { reason } => reason.name(),
            Verdict::Repeat { .. } => "repeat",
        }
    }

    pub fn is_bot(self) -> bool {
        matches!(self, Verdict::Bot { .. })
    }
}

/// The first reason that applies wins: the request's method and headers, then its user agent. `repeats` is an
/// earlier visit of the same visitor.
pub fn judge(
    head: bool,
    intent: Intent,
    user_agent: &str,
    agent: &Agent,
    repeats: Option<ClickId>,
) -> Verdict {
    let said = match intent {
        _ if head => Some(BotReason::HeadRequest),
        Intent::Prefetch => Some(BotReason::Prefetch),
        Intent::Preview => Some(BotReason::Preview),
        Intent::Part => Some(BotReason::NotNavigation),
        Intent::Navigation if user_agent.is_empty() => Some(BotReason::NoUserAgent),
        Intent::Navigation => None,
    };
    let known = || match agent.machine? {
        Machine::Program => Some(BotReason::Program),
        Machine::Crawler => Some(BotReason::Crawler),
    };

    match (said.or_else(known), repeats) {
        (Some(reason), _) => Verdict::Bot { reason },
        (None, Some(of)) => Verdict::Repeat { of },
        (None, None) => Verdict::Person,
    }
}
