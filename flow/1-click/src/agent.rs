//! The browser that made a request: device, system, browser class, and whether a kept list knows
//! it as a crawler.

use regex::RegexSet;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// The list of monperrus/crawler-user-agents (MIT); `make oracles` refreshes it.
const CRAWLERS: &str = include_str!("crawlers.txt");

static CRAWLER_SET: LazyLock<RegexSet> = LazyLock::new(|| {
    let patterns = CRAWLERS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    RegexSet::new(patterns).unwrap_or_else(|fault| panic!("crawlers.txt: {fault}"))
});

/// `crawler-user-agents 1.60.0`: the list that judged a click, from the file's first line.
pub fn crawler_list_version() -> &'static str {
    CRAWLERS.lines().next().unwrap_or_default().trim_start_matches(['#', ' '])
}

macro_rules! classes {
    ($(#[$doc:meta])* $name:ident { $($case:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($case),* }

        impl $name {
            pub fn name(self) -> &'static str {
                match self { $($name::$case => $text),* }
            }

            pub fn from_name(text: &str) -> Option<Self> {
                match text { $($text => Some($name::$case),)* _ => None }
            }
        }
    };
}

classes! {
    /// What the visitor holds in hand.
    Device { Desktop = "desktop", Mobile = "mobile", Other = "other", Unknown = "unknown" }
}
classes! {
    /// The family of the operating system.
    OperatingSystem {
        Windows = "windows", Macos = "macos", Linux = "linux", Android = "android", Ios = "ios",
        Chromeos = "chromeos", Other = "other",
    }
}
classes! {
    /// The family of the browser.
    Browser {
        Chrome = "chrome", Safari = "safari", Firefox = "firefox", Edge = "edge", Opera = "opera",
        Samsung = "samsung", Other = "other",
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Agent {
    pub device: Device,
    pub os: OperatingSystem,
    pub browser: Browser,
    /// The crawler list knows it.
    pub crawler: bool,
}

/// Reads a `User-Agent` header.
pub fn read_agent(user_agent: &str) -> Agent {
    let crawler = CRAWLER_SET.is_match(user_agent);
    let parsed = woothee::parser::Parser::new().parse(user_agent);
    let Some(parsed) = parsed else {
        return Agent {
            device: Device::Unknown,
            os: OperatingSystem::Other,
            browser: Browser::Other,
            crawler,
        };
    };
    let device = match parsed.category {
        "pc" => Device::Desktop,
        "smartphone" | "mobilephone" => Device::Mobile,
        "UNKNOWN" => Device::Unknown,
        _ => Device::Other,
    };
    let os = match parsed.os {
        os if os.starts_with("Windows") => OperatingSystem::Windows,
        "Mac OSX" => OperatingSystem::Macos,
        "Linux" => OperatingSystem::Linux,
        "Android" => OperatingSystem::Android,
        "iPhone" | "iPad" | "iPod" | "iOS" => OperatingSystem::Ios,
        "ChromeOS" => OperatingSystem::Chromeos,
        _ => OperatingSystem::Other,
    };
    let browser = match parsed.name {
        "Chrome" => Browser::Chrome,
        "Safari" | "Mobile Safari" => Browser::Safari,
        "Firefox" => Browser::Firefox,
        "Edge" => Browser::Edge,
        "Opera" => Browser::Opera,
        "SamsungBrowser" => Browser::Samsung,
        _ => Browser::Other,
    };
    Agent { device, os, browser, crawler }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_crawlers_from_people() {
        let people = [
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
             Chrome/156.0.0.0 Safari/537.36",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like \
             Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        ];
        assert!(people.iter().all(|agent| !read_agent(agent).crawler));
        let crawlers = [
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
            "curl/8.5.0",
            "python-requests/2.32.0",
        ];
        for agent in crawlers {
            assert!(read_agent(agent).crawler, "{agent}");
        }
        let phone = read_agent(people[1]);
        assert_eq!(
            (phone.device, phone.os, phone.browser),
            (Device::Mobile, OperatingSystem::Ios, Browser::Safari)
        );
    }
}
