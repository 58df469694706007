//! Whether a visit counts as a person's: people, bots (with the reason) and repeats.

use crate::Agent;
use serde::{Deserialize, Serialize};
use words::ClickId;

/// The same visitor on the same link within this time is a repeat: one hour, as Dub counts it.
pub const REPEAT_WINDOW_MICROS: i64 = 3_600_000_000;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BotReason {
    /// The crawler list knows the user agent.
    Crawler,
    /// No user agent was sent, which browsers always do.
    NoUserAgent,
    /// A HEAD request asks where the link leads without going there.
    HeadRequest,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Verdict {
    Person,
    Bot { reason: BotReason },
    Repeat { of: ClickId },
}

impl Verdict {
    /// The kind and reason in one word, as filters and reports name it.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Person => "person",
            Verdict::Bot { reason: BotReason::Crawler } => "bot_crawler",
            Verdict::Bot { reason: BotReason::NoUserAgent } => "bot_no_user_agent",
            Verdict::Bot { reason: BotReason::HeadRequest } => "bot_head_request",
            Verdict::Repeat { .. } => "repeat",
        }
    }

    pub fn is_bot(self) -> bool {
        matches!(self, Verdict::Bot { .. })
    }
}

/// The first reason that applies wins; `repeats` is an earlier visit of the same visitor.
pub fn judge(head: bool, user_agent: &str, agent: &Agent, repeats: Option<ClickId>) -> Verdict {
    let bot = |reason| Verdict::Bot { reason };
    match repeats {
        _ if head => bot(BotReason::HeadRequest),
        _ if user_agent.is_empty() => bot(BotReason::NoUserAgent),
        _ if agent.crawler => bot(BotReason::Crawler),
        Some(of) => Verdict::Repeat { of },
        None => Verdict::Person,
    }
}
