//! The demo: a believable program, filled through the same deeds that the API turns.

mod deals;
mod dice;
mod disputes;
mod forms;
mod payouts;
mod people;
mod rules;
mod season;

use crate::wire::Store;
use engine::{
    KeyInput, Operator, UserInput, keys,
    ports::{Clock, Page},
    workspaces,
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use program::{KeyKind, Seat};
use std::{
    io::IsTerminal,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};
use words::{Grant, Instant, Mode, Role, Scope};

const KEYS_FILE: &str = "demo-keys.txt";
const DAYS: i64 = 90;
/// Of every log-in of the demo, whose data is made up.
const PASSWORD: &str = "demo-password";
const TEAM: [(Role, &str); 4] = [
    (Role::Owner, "Olive Alder"),
    (Role::Manager, "Manu Finch"),
    (Role::Finance, "Fina Roast"),
    (Role::Analyst, "Ana Bean"),
];

fn email_of(role: Role) -> String {
    format!("{role}@demo.example")
}

fn user(role: Role, name: &str, seat: Seat) -> UserInput {
    UserInput { email: email_of(role), name: name.to_owned(), password: Some(PASSWORD.to_owned()), seat }
}

/// The demo's log-ins. Unlike real keys they are kept in clear, beside the made-up data they open.
pub(crate) struct Keys {
    secret: String,
    publishable: String,
    test: String,
}

impl Keys {
    pub(crate) fn lines(&self, base: &str) -> String {
        format!(
            "Log in as owner@demo.example, manager@…, finance@…, analyst@… or partner@…, password {PASSWORD}\n\
             The demo's secret key is {}\n  (publishable {}, test {}; API at {base}/v1)\n",
            self.secret, self.publishable, self.test
        )
    }
}

/// The keys of a folder that was filled before.
pub(crate) fn keys(data: &Path) -> Option<Keys> {
    let text = std::fs::read_to_string(data.join(KEYS_FILE)).ok()?;
    let mut lines = text.lines().map(str::to_owned);
    Some(Keys { secret: lines.next()?, publishable: lines.next()?, test: lines.next()? })
}

/// A clock that the demo moves through its season.
pub(crate) struct DemoClock(AtomicI64);

impl DemoClock {
    pub(crate) fn set(&self, at: Instant) {
        self.0.store(at.micros(), Ordering::Relaxed);
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Instant {
        Instant::from_micros(self.0.load(Ordering::Relaxed))
    }
}

/// Fills an empty store with 90 days of a program; none when it is not empty.
pub(crate) async fn fill(store: &Store, data: &Path) -> Result<Option<Keys>, String> {
    let now = store.engine_now().now();
    let clock = Arc::new(DemoClock(AtomicI64::new(now.plus_days(-DAYS).micros())));
    let engine = store.engine(clock.clone());
    let fault = |fault: engine::Error| format!("demo: {fault}");
    if !engine.book().workspaces().await.map_err(|fault| fault.to_string())?.is_empty() {
        if keys(data).is_none() {
            // Keys are written when the demo is whole.
            return Err(format!(
                "the data folder {} is not empty, and no whole demo; remove it (make clean-demo) or choose \
                 another with --data",
                data.display()
            ));
        }
        return Ok(None);
    }
    let workspace = workspaces::create(&engine, "Alder & Finch").await.map_err(fault)?;
    let mut texts = Vec::new();
    let wanted =
        [(Mode::Live, KeyKind::Secret), (Mode::Live, KeyKind::Publishable), (Mode::Test, KeyKind::Secret)];
    for (mode, kind) in wanted {
        let allows = Grant::ALL.to_vec();
        let input = KeyInput { name: "Demo".to_owned(), kind, allows, expires_at: None };
        let scope = Scope { workspace: workspace.id, mode };
        texts.push(keys::create(&engine, &Operator { scope }.permit(), &input).await.map_err(fault)?.text);
    }
    let scope = Scope { workspace: workspace.id, mode: Mode::Live };
    for (role, name) in TEAM {
        let seat = Seat::Team { role };
        engine::people::add_user(&engine, Operator { scope }, &user(role, name, seat))
            .await
            .map_err(fault)?;
    }
    let bar = progress("days of the demo program", Some(DAYS as u64));
    season::play(&engine, &clock, scope, (now.plus_days(-DAYS), now), &|days| bar.set_position(days))
        .await
        .map_err(fault)?;
    bar.finish_and_clear();
    let first = Page { after: None, limit: 1 };
    let partners = engine.book().partners(scope, first).await.map_err(|fault| fault.to_string())?;
    for partner in partners {
        let seat = Seat::Partner { partner: partner.id, mode: scope.mode };
        let input = user(Role::Partner, &partner.display_name, seat);
        engine::people::add_user(&engine, Operator { scope }, &input).await.map_err(fault)?;
    }
    deals::register(&engine, scope).await.map_err(fault)?;
    forms::submit(&engine, scope).await.map_err(fault)?;
    disputes::open(&engine, scope).await.map_err(fault)?;
    let path = data.join(KEYS_FILE);
    std::fs::write(&path, texts.join("\n") + "\n").map_err(|fault| format!("{}: {fault}", path.display()))?;
    Ok(keys(data))
}

/// A bar with rate and time left on a terminal, nothing otherwise.
pub(crate) fn progress(what: &'static str, length: Option<u64>) -> ProgressBar {
    let bar = match length {
        Some(length) => ProgressBar::new(length),
        None => ProgressBar::no_length(),
    };
    if !std::io::stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
        eprintln!("working: {what}");
    }
    let template = match length {
        Some(_) => "{bar:30} {pos}/{len} {msg} ({per_sec}, {eta} left)",
        None => "{spinner} {pos} {msg} ({per_sec})",
    };
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.with_style(style).with_message(what)
}
