//! The commands other than `serve`. They work beside a running server: both wait for the same
//! file's lock, and the server follows the facts.

use crate::{config::Config, demo, wire::Store};
use clap::ArgMatches;
use engine::{Engine, KeyInput, MintedKey, Operator, conversions, doctor, keys, workspaces};
use program::{KeyKind, Workspace};
use serde_json::json;
use std::process::ExitCode;
use words::{ConversionId, Grant, Language, Mode, Scope};

/// Exit code of `doctor` when it found something wrong.
const UNCLEAN: u8 = 1;

pub(crate) fn openapi() -> Result<String, String> {
    api::openapi_json().map_err(|fault| fault.to_string())
}

pub(crate) async fn demo(config: &Config) -> Result<ExitCode, String> {
    let store = Store::open(config)?;
    let filled = demo::fill(&store, &config.data).await;
    store.close().await;
    match filled? {
        Some(keys) => print!("{}", keys.lines(&config.public_url)),
        None => eprintln!("the data folder is not empty; the demo fills only empty ones"),
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn create_key(config: &Config, matches: &ArgMatches) -> Result<ExitCode, String> {
    let store = Store::open(config)?;
    let minted = mint(&store.engine_now(), matches).await;
    store.close().await;
    let minted = minted?;
    if matches.get_flag("json") {
        println!("{}", json!({ "id": minted.key.id, "key": minted.text }));
    } else {
        println!("{}", minted.text);
        eprintln!("shown once; stored only as a hash");
    }
    Ok(ExitCode::SUCCESS)
}

async fn mint(engine: &Engine, matches: &ArgMatches) -> Result<MintedKey, String> {
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str).unwrap_or_default();
    let mode: Mode = text("mode").parse().map_err(|fault| format!("--mode: {fault}"))?;
    let kind = if text("kind") == "secret" { KeyKind::Secret } else { KeyKind::Publishable };
    let grant = |text: &String| text.parse().map_err(|fault| format!("--allow {text}: {fault}"));
    let allows = matches.get_many::<String>("allow").into_iter().flatten().map(grant);
    let allows = allows.collect::<Result<Vec<Grant>, String>>()?;
    let workspace = workspace_for(engine, text("workspace"), matches.get_flag("new")).await?;
    eprintln!("for the workspace {}, {mode}", workspace.name);
    let input = KeyInput { name: text("name").to_owned(), kind, allows, expires_at: None };
    let scope = Scope { workspace: workspace.id, mode };
    keys::create(engine, &Operator { scope }.permit(), &input).await.map_err(|fault| fault.to_string())
}

/// The named workspace; unnamed, the only one there is, or a first one.
pub(crate) async fn workspace_for(engine: &Engine, name: &str, new: bool) -> Result<Workspace, String> {
    const FIRST_WORKSPACE: &str = "My workspace";
    let workspaces = engine.book().workspaces().await.map_err(|fault| fault.to_string())?;
    let known = workspaces.iter().find(|workspace| workspace.name == name);
    let make = match (name, known, workspaces.as_slice()) {
        (_, Some(known), _) if !new => return Ok(known.clone()),
        (_, Some(_), _) => return Err(format!("there is a workspace {name} already")),
        ("", _, []) => FIRST_WORKSPACE,
        ("", _, [only]) => return Ok(only.clone()),
        (name, _, []) => name,
        (name, _, _) if new && !name.is_empty() => name,
        (_, _, several) => {
            let names: Vec<_> = several.iter().map(|workspace| workspace.name.as_str()).collect();
            let names = names.join(", ");
            return Err(format!("--workspace: expected one of {names}; or make another with --new"));
        }
    };
    workspaces::create(engine, make).await.map_err(|fault| fault.to_string())
}

pub(crate) async fn doctor(config: &Config, as_json: bool) -> Result<ExitCode, String> {
    let store = Store::open_existing(config)?;
    let bar = crate::demo::progress("decisions made again", None);
    let engine = store.engine_now();
    let report = doctor::examine(&engine, &mut |done| bar.set_position(done)).await;
    bar.finish_and_clear();
    store.close().await;
    let report = report.map_err(|fault| fault.to_string())?;
    let clean = report.is_clean();
    if as_json {
        let findings = report.findings.iter().map(
            |finding| json!({ "check": finding.check, "text": finding.text, "is_error": finding.is_error }),
        );
        let findings: Vec<_> = findings.collect();
        println!(
            "{}",
            json!({
                "clean": clean,
                "entries": report.entries,
                "facts": report.facts,
                "commissions": report.commissions,
                "decisions": report.decisions,
                "prices": report.prices,
                "clicks": report.clicks,
                "findings": findings,
            })
        );
    } else {
        for finding in &report.findings {
            let weight = if finding.is_error { "wrong" } else { "note" };
            println!("{weight}: {}: {}", finding.check, finding.text);
        }
        println!(
            "{}: {} ledger entries balance, {} facts without a gap, {} commissions with their earning, \
             {} decisions and {} prices come out the same, {} clicks",
            if clean { "clean" } else { "NOT CLEAN" },
            report.entries,
            report.facts,
            report.commissions,
            report.decisions,
            report.prices,
            report.clicks
        );
    }
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::from(UNCLEAN) })
}

pub(crate) async fn explain(config: &Config, matches: &ArgMatches) -> Result<ExitCode, String> {
    let text = matches.get_one::<String>("conversion").map(String::as_str).unwrap_or_default();
    let id: ConversionId = text.parse().map_err(|fault| format!("conversion: {fault}"))?;
    let store = Store::open_existing(config)?;
    let explained = explain_anywhere(&store.engine_now(), id).await;
    store.close().await;
    let explanation = explained?;
    let spoken = engine::phrases(matches.get_one::<Language>("language").copied().unwrap_or_default());
    if matches.get_flag("json") {
        let credits = explanation.credits.iter().map(|credit| {
            json!({
                "partner": credit.partner,
                "partner_name": credit.partner_name,
                "commission": credit.commission,
                "state": credit.state,
                "amount": credit.amount,
                "sentences": spoken.say_all(&credit.sentences),
            })
        });
        let credits: Vec<_> = credits.collect();
        let sentences = spoken.say_all(&explanation.sentences);
        println!("{}", json!({ "sentences": sentences, "credits": credits }));
        return Ok(ExitCode::SUCCESS);
    }
    spoken.say_all(&explanation.sentences).iter().for_each(|sentence| println!("{sentence}"));
    for credit in &explanation.credits {
        println!("{} ({}): {}", credit.partner_name, credit.state.name(), credit.amount);
        spoken.say_all(&credit.sentences).iter().for_each(|sentence| println!("  {sentence}"));
    }
    Ok(ExitCode::SUCCESS)
}

/// The operator's command knows no workspace: it looks in all of them.
async fn explain_anywhere(engine: &Engine, id: ConversionId) -> Result<engine::Explanation, String> {
    for workspace in engine.book().workspaces().await.map_err(|fault| fault.to_string())? {
        for mode in [Mode::Live, Mode::Test] {
            match conversions::explain(engine, Scope { workspace: workspace.id, mode }, id).await {
                Err(engine::Error::NotFound { .. }) => {}
                found => return found.map_err(|fault| fault.to_string()),
            }
        }
    }
    Err(format!("no conversion {id} in this data folder"))
}
