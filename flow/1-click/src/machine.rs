//! User agents that are no person's browser, by four kept lists.

use regex::bytes::{RegexSet, RegexSetBuilder};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// The list of monperrus/crawler-user-agents (MIT); `make oracles` refreshes it.
const CRAWLERS: &str = include_str!("crawlers.txt");
/// The list of omrilotan/isbot (Unlicense); `make oracles` refreshes it.
const ISBOT: &str = include_str!("isbot.txt");
/// Programs that both lists lack or do not tell from crawlers.
const PROGRAMS: &str = include_str!("programs.txt");
/// Browsers that isbot takes for machines, since it matches words and forms.
const BROWSERS: &str = include_str!("browsers.txt");

static CRAWLER_SET: LazyLock<RegexSet> = LazyLock::new(|| compiled("crawlers.txt", CRAWLERS, false));
static ISBOT_SET: LazyLock<RegexSet> = LazyLock::new(|| compiled("isbot.txt", ISBOT, true));
static PROGRAM_SET: LazyLock<RegexSet> = LazyLock::new(|| compiled("programs.txt", PROGRAMS, true));
static BROWSER_SET: LazyLock<RegexSet> = LazyLock::new(|| compiled("browsers.txt", BROWSERS, true));
/// What a user agent contains that declares itself a machine.
static DECLARED: LazyLock<RegexSet> =
    LazyLock::new(|| compiled("declared", "bot\\b\ncrawl\nspider\nhttps?:\n@[a-z]", true));
static LIST_VERSIONS: LazyLock<String> = LazyLock::new(|| [CRAWLERS, ISBOT].map(first_line).join(", "));

/// The kind of machine that a list recognizes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Machine {
    /// It reads the web on its own: a search engine, an archive, a monitor.
    Crawler,
    /// A library, a tool or a service that fetches an address it was given and shows the page to nobody.
    Program,
}

impl Machine {
    /// The lists that judged: `crawler-user-agents 1.60.0, isbot 5.2.3`, from their first lines, or ours.
    pub fn list(self) -> &'static str {
        match self {
            Machine::Crawler => &LIST_VERSIONS,
            Machine::Program => PROGRAM_LIST,
        }
    }

    /// The machine that `list` named, in this version or an earlier one.
    pub fn of_list(list: &str) -> Machine {
        if list == PROGRAM_LIST { Machine::Program } else { Machine::Crawler }
    }
}

const PROGRAM_LIST: &str = "programs";

/// The machine that the lists recognize. Lists that name products come before isbot's, which matches words and forms
/// and so takes some browsers for machines.
pub(crate) fn recognize(user_agent: &str) -> Option<Machine> {
    let agent = user_agent.as_bytes();
    if PROGRAM_SET.is_match(agent) {
        return Some(Machine::Program);
    }

    let is_crawler = CRAWLER_SET.is_match(agent) || ISBOT_SET.is_match(agent) && !is_browser(agent);
    is_crawler.then_some(Machine::Crawler)
}

fn is_browser(agent: &[u8]) -> bool {
    BROWSER_SET.is_match(agent) && !DECLARED.is_match(agent)
}

fn first_line(list: &str) -> &str {
    list.lines().next().unwrap_or_default().trim_start_matches(['#', ' '])
}

/// Letters, digits and cases are ASCII, as in the lists. That also keeps \b fast for every user agent.
fn compiled(name: &str, list: &str, any_case: bool) -> RegexSet {
    let patterns = list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let set = RegexSetBuilder::new(patterns).case_insensitive(any_case).unicode(false).build();
    set.unwrap_or_else(|fault| panic!("{name}: {fault}"))
}
