//! What made a request: device, system, browser class, and whether a kept list knows it as a machine.

use crate::{Machine, recognize};
use serde::{Deserialize, Serialize};

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
    /// A list knows it as no browser.
    pub machine: Option<Machine>,
}

/// Reads a `User-Agent` header.
pub fn read_agent(user_agent: &str) -> Agent {
    let machine = recognize(user_agent);
    let parsed = woothee::parser::Parser::new().parse(user_agent);
    let Some(parsed) = parsed else {
        return Agent {
            device: Device::Unknown,
            os: OperatingSystem::Other,
            browser: Browser::Other,
            machine,
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
    Agent { device, os, browser, machine }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_device_system_and_browser() {
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like \
                     Gecko) Version/18.1 Mobile/15E148 Safari/604.1";
        let phone = read_agent(phone);
        assert_eq!(
            (phone.device, phone.os, phone.browser, phone.machine),
            (Device::Mobile, OperatingSystem::Ios, Browser::Safari, None)
        );
    }
}
