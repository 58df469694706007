//! Configuration: one table of settings, each with its flag, environment variable, file key and
//! default; a later source wins: default, file, environment, flag.

mod settings;

use clap::{Arg, ArgMatches, Command, parser::ValueSource};
use settings::{SETTINGS, Setting};
use std::{
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

const CONNECTIONS_MAX: usize = 1_000_000;

/// Where a value came from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Source {
    Default,
    File(PathBuf),
    Environment,
    Flag,
}

impl fmt::Display for Source {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Default => out.write_str("default"),
            Source::File(path) => write!(out, "{}", path.display()),
            Source::Environment => out.write_str("environment"),
            Source::Flag => out.write_str("flag"),
        }
    }
}

/// The effective configuration.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    pub(crate) data: PathBuf,
    pub(crate) master_key: PathBuf,
    pub(crate) listen: SocketAddr,
    pub(crate) public_url: String,
    pub(crate) link_hosts: Vec<String>,
    pub(crate) trusted_proxies: Vec<ipnet::IpNet>,
    pub(crate) click_retention_days: Option<u32>,
    pub(crate) redirect_deadline: Duration,
    pub(crate) rate_limit: Option<u32>,
    pub(crate) connections: usize,
    /// Where `/metrics` has a listener of its own; none: it is served with the rest.
    pub(crate) metrics_listen: Option<SocketAddr>,
    pub(crate) unsafe_no_fsync: bool,
    /// Server and sender of letters; none: they are printed.
    pub(crate) mail: Option<(String, String)>,
    pub(crate) log: String,
    pub(crate) log_json: bool,
    values: Vec<(&'static Setting, String, Source)>,
}

/// Adds every setting to a command, as a flag that also reads its environment variable.
pub(crate) fn arguments(command: Command) -> Command {
    let config = Arg::new("config").long("config").env("HONEYGUIDE_CONFIG").value_name("FILE").global(true);
    let command = command.arg(config.help("Configuration file (TOML) with the settings below as keys"));
    SETTINGS.iter().fold(command, |command, setting| {
        let arg = Arg::new(setting.name).long(setting.name).env(setting.environment);
        let arg = arg.value_name(setting.value_name).help(setting.help).global(true).hide(setting.hidden);
        // A value may hold a password; `honeyguide config` shows them masked.
        command.arg(arg.num_args(1).hide_env_values(true))
    })
}

impl Config {
    /// Reads the file, then what clap found in environment and flags, and checks every value.
    pub(crate) fn load(matches: &ArgMatches) -> Result<Config, String> {
        let file = match matches.get_one::<String>("config") {
            Some(path) => read_file(&PathBuf::from(path))?,
            None => Vec::new(),
        };
        let mut values = Vec::new();
        for setting in SETTINGS {
            let given = matches.get_one::<String>(setting.name).cloned();
            let in_file = file.iter().find(|(key, _, _)| key == setting.name);
            let (value, source) = match (given, matches.value_source(setting.name), in_file) {
                (Some(value), Some(ValueSource::EnvVariable), _) => (value, Source::Environment),
                (Some(value), _, _) => (value, Source::Flag),
                (None, _, Some((_, value, path))) => (value.clone(), Source::File(path.clone())),
                (None, _, None) => (setting.default.to_owned(), Source::Default),
            };
            values.push((setting, value, source));
        }
        Self::checked(values)
    }

    fn checked(values: Vec<(&'static Setting, String, Source)>) -> Result<Config, String> {
        let text = |name: &str| {
            let found = values.iter().find(|(setting, _, _)| setting.name == name);
            found.map(|(_, value, _)| value.clone()).unwrap_or_default()
        };
        let fault = |name: &str, expected: &str| {
            let found = values.iter().find(|(setting, _, _)| setting.name == name);
            let (value, source) = found.map(|(_, value, source)| (value, source)).unzip();
            let source = source.map(Source::to_string).unwrap_or_default();
            format!("{name} = {:?} (from {source}): expected {expected}", value.cloned().unwrap_or_default())
        };
        let listen: SocketAddr =
            text("listen").parse().map_err(|_| fault("listen", "an address and port like 127.0.0.1:8787"))?;
        let data = PathBuf::from(text("data"));
        let flag = |name: &str| match text(name).as_str() {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(fault(name, "true or false")),
        };
        let proxies = list(&text("trusted-proxies")).into_iter().map(|net| parse_net(&net));
        let public_url = match text("public-url") {
            url if url.is_empty() => format!("http://{listen}"),
            url => public_address(&url).map_err(|expected| fault("public-url", &expected))?,
        };
        Ok(Config {
            master_key: match text("master-key") {
                path if path.is_empty() => beside(&data),
                path => PathBuf::from(path),
            },
            data,
            listen,
            link_hosts: link_hosts(&text("link-hosts"), &public_url)
                .map_err(|expected| fault("link-hosts", expected))?,
            public_url,
            trusted_proxies: proxies
                .collect::<Option<Vec<_>>>()
                .ok_or_else(|| fault("trusted-proxies", "networks like 10.0.0.0/8,127.0.0.1"))?,
            click_retention_days: optional(&text("click-retention"))
                .map_err(|()| fault("click-retention", "days, or nothing to keep clicks for ever"))?,
            redirect_deadline: text("redirect-deadline")
                .parse()
                .map(Duration::from_millis)
                .map_err(|_| fault("redirect-deadline", "milliseconds"))?,
            rate_limit: optional(&text("rate-limit"))
                .ok()
                .filter(|limit| *limit != Some(0))
                .ok_or_else(|| fault("rate-limit", "requests a second, or nothing for no limit"))?,
            connections: text("connections")
                .parse()
                .ok()
                .filter(|connections| (1..=CONNECTIONS_MAX).contains(connections))
                .ok_or_else(|| fault("connections", "a number from 1 to 1000000"))?,
            metrics_listen: optional(&text("metrics-listen")).map_err(|()| {
                fault("metrics-listen", "an address and port like 127.0.0.1:9787, or nothing")
            })?,
            unsafe_no_fsync: flag("unsafe-no-fsync")?,
            mail: mail(text("smtp-url"), text("mail-from"))
                .ok_or_else(|| fault("mail-from", "an address, with smtp-url"))?,
            log: match tracing_subscriber::EnvFilter::try_new(text("log")) {
                Ok(_) => text("log"),
                Err(_) => return Err(fault("log", "error, warn, info, debug or a filter")),
            },
            log_json: match text("log-format").as_str() {
                "text" => false,
                "json" => true,
                _ => return Err(fault("log-format", "text or json")),
            },
            values,
        })
    }

    /// Port 0 asks the system for one; the public address then names it.
    pub(crate) fn listens_on(&mut self, address: SocketAddr) {
        if self.public_url == format!("http://{}", self.listen) {
            self.public_url = format!("http://{address}");
        }
        self.listen = address;
    }

    /// The same settings on another data folder, under the same master key.
    pub(crate) fn on(&self, data: &Path) -> Config {
        Config { data: data.to_path_buf(), ..self.clone() }
    }

    /// The demo lives in a folder of its own unless one was named.
    pub(crate) fn use_demo_folder(&mut self) {
        const DEMO_FOLDER: &str = "data/demo";
        let untouched = |name: &str| {
            self.values.iter().any(|(setting, _, source)| setting.name == name && *source == Source::Default)
        };
        let (data, key) = (untouched("data"), untouched("master-key"));
        if data {
            self.data = PathBuf::from(DEMO_FOLDER);
        }
        if data && key {
            self.master_key = beside(&self.data);
        }
    }

    /// Every setting as it stands, with where it came from.
    pub(crate) fn effective(&self) -> String {
        let shown = |source: &Source, setting: &Setting| !setting.hidden || *source != Source::Default;
        let visible = self.values.iter().filter(|(setting, _, source)| shown(source, setting));
        let line = |(setting, value, source): &(&Setting, String, Source)| {
            let value = match setting.name {
                "master-key" => self.master_key.display().to_string(),
                "public-url" => self.public_url.clone(),
                "link-hosts" => self.link_hosts.join(","),
                // It holds a password.
                "smtp-url" if !value.is_empty() => "…".to_owned(),
                _ => value.clone(),
            };
            format!("{:<18} = {:<28} # {source}\n", setting.name, format!("{value:?}"))
        };
        visible.map(line).collect()
    }
}

/// What a setting is where nobody says otherwise.
pub(crate) fn default_of(name: &str) -> &'static str {
    SETTINGS.iter().find(|setting| setting.name == name).map_or("", |setting| setting.default)
}

/// Server and sender of letters, neither, or (none) a server without a sender.
fn mail(url: String, from: String) -> Option<Option<(String, String)>> {
    match (url.is_empty(), from.is_empty()) {
        (true, _) => Some(None),
        (false, true) => None,
        (false, false) => Some(Some((url, from))),
    }
}

/// As it was read: scheme and host in lower case.
fn public_address(text: &str) -> Result<String, String> {
    let url = program::parse_http_url("public-url", text).map_err(|invalid| invalid.expected)?;
    if url.query().is_some() || url.fragment().is_some() {
        return Err("an address without ? and #".to_owned());
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// Every path of a link host is a link, so the API must be reached by another name.
fn link_hosts(text: &str, public_url: &str) -> Result<Vec<String>, &'static str> {
    let hosts = list(text).iter().map(|host| program::normalize_host(host)).collect::<Option<Vec<_>>>();
    let hosts = hosts.ok_or("host names like go.shop.example, with commas between them")?;
    let own = program::parse_http_url("public-url", public_url).ok();
    let own = own.as_ref().and_then(|url| url.host_str());
    if hosts.iter().any(|host| Some(host.as_str()) == own) {
        return Err("other hosts than public-url's, where the API answers");
    }
    Ok(hosts)
}

/// `data/demo` keeps its key in `data/demo.key`: outside the folder, so outside its backup.
fn beside(data: &std::path::Path) -> PathBuf {
    let name = data.file_name().map(|name| name.to_string_lossy().into_owned());
    data.with_file_name(format!("{}.key", name.unwrap_or_else(|| "honeyguide".to_owned())))
}

fn list(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_lowercase).collect()
}

fn optional<T: FromStr>(text: &str) -> Result<Option<T>, ()> {
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| ()) }
}

fn parse_net(text: &str) -> Option<ipnet::IpNet> {
    let alone = || text.parse::<core::net::IpAddr>().ok().map(ipnet::IpNet::from);
    text.parse().ok().or_else(alone)
}

type FileValues = Vec<(String, String, PathBuf)>;

fn read_file(path: &PathBuf) -> Result<FileValues, String> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|fault| format!("{shown}: {fault}"))?;
    let table: toml::Table = text.parse().map_err(|fault| format!("{shown}: {fault}"))?;
    let mut values = Vec::new();
    for (key, value) in table {
        if !SETTINGS.iter().any(|setting| setting.name == key) {
            return Err(format!("{shown}: {key} is no setting; `honeyguide config` lists them"));
        }
        let value = match value {
            toml::Value::String(text) => text,
            toml::Value::Array(parts) => {
                let parts = parts.iter().map(|part| part.as_str().map(str::to_owned));
                let parts: Option<Vec<_>> = parts.collect();
                parts.ok_or_else(|| format!("{shown}: {key}: expected a list of texts"))?.join(",")
            }
            other => other.to_string(),
        };
        values.push((key, value, path.clone()));
    }
    Ok(values)
}
