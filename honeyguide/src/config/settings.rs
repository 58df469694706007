//! The table of settings.

/// One setting: `--name`, its environment variable, its key in the file, its default.
#[derive(Debug)]
pub(crate) struct Setting {
    pub(crate) name: &'static str,
    pub(crate) environment: &'static str,
    pub(crate) value_name: &'static str,
    pub(crate) default: &'static str,
    pub(crate) help: &'static str,
    /// Only for tests of honeyguide itself.
    pub(crate) hidden: bool,
}

const fn setting(
    name: &'static str,
    environment: &'static str,
    value_name: &'static str,
    default: &'static str,
    help: &'static str,
) -> Setting {
    Setting { name, environment, value_name, default, help, hidden: false }
}

pub(crate) const SETTINGS: &[Setting] = &[
    setting("data", "HONEYGUIDE_DATA", "FOLDER", "data/live", "The folder that holds book and clicks"),
    setting(
        "master-key",
        "HONEYGUIDE_MASTER_KEY",
        "FILE",
        "",
        "The key that seals personal data; kept out of the data folder and its backup [default: FOLDER.key]",
    ),
    setting("listen", "HONEYGUIDE_LISTEN", "ADDRESS", "127.0.0.1:8787", "Where to listen for HTTP"),
    setting(
        "public-url",
        "HONEYGUIDE_PUBLIC_URL",
        "URL",
        "",
        "How the outside reaches this server [default: http://ADDRESS]",
    ),
    setting(
        "link-hosts",
        "HONEYGUIDE_LINK_HOSTS",
        "HOSTS",
        "",
        "Hosts whose every path is a link, separated by commas; /r/SLUG works on any host",
    ),
    setting(
        "trusted-proxies",
        "HONEYGUIDE_TRUSTED_PROXIES",
        "NETWORKS",
        "",
        "Proxies whose X-Forwarded-For and -Proto are believed, separated by commas",
    ),
    setting(
        "click-retention",
        "HONEYGUIDE_CLICK_RETENTION",
        "DAYS",
        "",
        "Drop click files of months older than this; empty keeps them for ever",
    ),
    setting(
        "redirect-deadline",
        "HONEYGUIDE_REDIRECT_DEADLINE",
        "MILLISECONDS",
        "250",
        "How long a visitor waits for the click to be on disk before being sent on all the same",
    ),
    setting(
        "rate-limit",
        "HONEYGUIDE_RATE_LIMIT",
        "PER SECOND",
        "500",
        "API requests a second for one secret key; empty for no limit",
    ),
    setting(
        "connections",
        "HONEYGUIDE_CONNECTIONS",
        "NUMBER",
        "800",
        "Connections served at once; keep it below the limit of open files (ulimit -n)",
    ),
    setting(
        "metrics-listen",
        "HONEYGUIDE_METRICS_LISTEN",
        "ADDRESS",
        "",
        "Where to serve /metrics apart from everything else, such as 127.0.0.1:9787; empty serves it with the rest",
    ),
    setting(
        "smtp-url",
        "HONEYGUIDE_SMTP_URL",
        "URL",
        "",
        "The mail server, smtps://user:password@host; empty prints letters on the terminal",
    ),
    setting(
        "mail-from",
        "HONEYGUIDE_MAIL_FROM",
        "ADDRESS",
        "",
        "Whose address letters carry, with --smtp-url",
    ),
    setting("log", "HONEYGUIDE_LOG", "FILTER", "info", "What to log: error, warn, info, debug or a filter"),
    setting("log-format", "HONEYGUIDE_LOG_FORMAT", "FORMAT", "text", "text or json"),
    Setting {
        name: "unsafe-no-fsync",
        environment: "HONEYGUIDE_UNSAFE_NO_FSYNC",
        value_name: "BOOL",
        default: "false",
        help: "Do not wait for the disk: the durability test shows that it would notice",
        hidden: true,
    },
];
