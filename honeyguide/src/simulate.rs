//! `honeyguide simulate`: other rules tried on the history in a data folder. It only reads, also beside a running server.

use crate::{config::Config, wire::Store};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use engine::{Engine, Error, Onlooker, simulations};
use indicatif::{ProgressBar, ProgressStyle};
use report::{Candidate, Change, Effect, Effects, Part};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};
use words::{Currency, Mode, Money, PartnerId, ProgramId, Scope};

pub(crate) fn command() -> Command {
    Command::new("simulate")
        .about("Try another policy or other terms on history: what would change, partner by partner")
        .long_about(
            "Decides and prices everything in a period again, and changes nothing. FILE holds what the API takes: \
             {\"policy\": {\"model\": \"linear\", \"look_back_days\": 60, \"code_wins\": true}, \
             \"since\": \"2026-09-01T00:00:00Z\"}, and \"terms\" as in POST /v1/programs/{id}/simulations.",
        )
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help("What is tried, JSON"),
        )
        .arg(Arg::new("program").long("program").value_name("PROGRAM").help("prg_… [default: the only one]"))
        .arg(
            Arg::new("csv")
                .long("csv")
                .value_name("CHANGES")
                .value_parser(value_parser!(PathBuf))
                .help("Write every conversion that would be credited or paid otherwise, one row a partner"),
        )
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help("Answer as JSON"))
}

pub(crate) async fn run(config: &Config, matches: &ArgMatches) -> Result<ExitCode, String> {
    let path = matches.get_one::<PathBuf>("file").cloned().unwrap_or_default();
    let text = std::fs::read_to_string(&path).map_err(|fault| format!("{}: {fault}", path.display()))?;
    let input = api::read_simulation(&text).map_err(|fault| format!("{}: {fault}", path.display()))?;
    let store = Store::open_existing(config)?;
    let told = tell(&store.engine_now(), matches, input).await;
    store.close().await;
    told.map(|()| ExitCode::SUCCESS)
}

async fn tell(engine: &Engine, matches: &ArgMatches, input: engine::SimulationInput) -> Result<(), String> {
    let (scope, program, currency) = meant(engine, matches.get_one::<String>("program")).await?;
    let until = input.until.unwrap_or_else(|| engine.now());
    let candidate = Candidate { policy: input.policy, terms: input.terms, since: input.since, until };
    let customers = engine.book().count_customer_histories(scope, program, candidate.since).await;
    let bar = ProgressBar::new(customers.map_err(|fault| fault.to_string())?);
    if let Ok(style) =
        ProgressStyle::with_template("{pos} of {len} customers decided again [{elapsed}] {wide_bar}")
    {
        bar.set_style(style);
    }
    let csv = matches.get_one::<PathBuf>("csv").map(|path| table(path)).transpose();
    let mut onlooker = Told { bar, csv: csv.map_err(|fault| fault.to_string())?, currency };
    if let Some(csv) = &mut onlooker.csv {
        csv.write_record(COLUMNS).map_err(|fault| fault.to_string())?;
    }
    let effects = simulations::simulate(engine, scope, program, &candidate, &mut onlooker).await;
    onlooker.bar.finish_and_clear();
    let effects = effects.map_err(|fault| fault.to_string())?.ok_or("the simulation was ended")?;
    if let Some(mut csv) = onlooker.csv {
        csv.flush().map_err(|fault| fault.to_string())?;
    }
    let mut names = BTreeMap::new();
    for (partner, _) in effects.movers() {
        let found = engine.book().partner(scope, partner).await.map_err(|fault| fault.to_string())?;
        names.insert(partner, found.map_or_else(|| partner.to_string(), |partner| partner.display_name));
    }
    match matches.get_flag("json") {
        true => println!("{}", as_json(&effects, currency, &names)),
        false => print(&effects, currency, &names),
    }
    Ok(())
}

/// The named program, or the only live one in the data folder.
pub(crate) async fn meant(
    engine: &Engine,
    named: Option<&String>,
) -> Result<(Scope, ProgramId, Currency), String> {
    let named: Option<ProgramId> =
        named.map(|text| text.parse()).transpose().map_err(|fault| format!("--program: {fault}"))?;
    let programs = engine.book().all_programs().await.map_err(|fault| fault.to_string())?;
    let wanted = |program: &&program::Program| match named {
        Some(id) => program.id == id,
        None => program.scope.mode == Mode::Live,
    };
    let found: Vec<_> = programs.iter().filter(wanted).collect();
    match found[..] {
        [only] => Ok((only.scope, only.id, only.currency)),
        [] => Err("no such program in this data folder".to_owned()),
        _ => Err("there are several programs: say which with --program".to_owned()),
    }
}

/// A table that Excel reads as UTF-8, by the byte order mark at its beginning.
fn table(path: &Path) -> io::Result<csv::Writer<File>> {
    let mut file = File::create(path)?;
    file.write_all("\u{feff}".as_bytes())?;
    Ok(csv::Writer::from_writer(file))
}

struct Told {
    bar: ProgressBar,
    csv: Option<csv::Writer<File>>,
    currency: Currency,
}

const COLUMNS: [&str; 11] = [
    "conversion_id",
    "external_id",
    "customer_id",
    "kind",
    "occurred_at",
    "partner_id",
    "share_before",
    "share_after",
    "commission_before",
    "commission_after",
    "currency",
];

#[async_trait::async_trait]
impl Onlooker for Told {
    async fn page(&mut self, customers: u64, _: &Effects, changes: Vec<Change>) -> Result<bool, Error> {
        self.bar.set_position(customers);
        let Some(csv) = &mut self.csv else { return Ok(true) };
        for change in &changes {
            for row in rows(change, self.currency) {
                let written = csv.write_record(row);
                written
                    .map_err(|fault| Error::Storage(engine::ports::StorageError::new(fault.to_string())))?;
            }
        }
        Ok(true)
    }
}

/// One row for each partner with a part before or after.
fn rows(change: &Change, currency: Currency) -> Vec<[String; 11]> {
    let mut partners: Vec<_> = change.before.iter().chain(&change.after).map(|part| part.partner).collect();
    partners.sort();
    partners.dedup();
    let part = |parts: &[Part], partner| {
        let found = parts.iter().find(|part| part.partner == partner);
        found.map_or((0, 0), |part| (part.millionths, part.commission))
    };
    let row = |partner: PartnerId| {
        let (before, after) = (part(&change.before, partner), part(&change.after, partner));
        [
            change.conversion.to_string(),
            change.external_id.clone(),
            change.customer.to_string(),
            change.kind.name().to_owned(),
            change.occurred_at.to_string(),
            partner.to_string(),
            before.0.to_string(),
            after.0.to_string(),
            before.1.to_string(),
            after.1.to_string(),
            currency.to_string(),
        ]
    };
    partners.into_iter().map(row).collect()
}

fn as_json(effects: &Effects, currency: Currency, names: &BTreeMap<PartnerId, String>) -> Value {
    let effect = |effect: &Effect| {
        json!({
            "credited_before": effect.credited_before,
            "credited_after": effect.credited_after,
            "gained": effect.gained,
            "lost": effect.lost,
            "commission_before": effect.commission_before,
            "commission_after": effect.commission_after,
            "difference": effect.difference(),
        })
    };
    let partners = effects.movers().into_iter().map(|(partner, own)| {
        json!({ "partner": partner, "partner_name": names.get(&partner), "effect": effect(&own) })
    });
    json!({
        "currency": currency,
        "conversions": effects.conversions,
        "changed": effects.changed,
        "total": effect(&effects.total),
        "partners": partners.collect::<Vec<_>>(),
    })
}

fn print(effects: &Effects, currency: Currency, names: &BTreeMap<PartnerId, String>) {
    let money = |amount| Money::new(amount, currency).to_string();
    let signed = |amount: i64| if amount > 0 { format!("+{}", money(amount)) } else { money(amount) };
    println!(
        "{} leads and sales decided again, {} would be credited or paid otherwise",
        effects.conversions, effects.changed
    );
    println!(
        "{:<28} {:>7} {:>6} {:>6} {:>16} {:>16} {:>16}",
        "", "credits", "gained", "lost", "before", "after", "difference"
    );
    let line = |name: &str, effect: &Effect| {
        let credited = effect.credited_after.to_string();
        let (before, after) = (money(effect.commission_before), money(effect.commission_after));
        let difference = signed(effect.difference());
        let (gained, lost) = (effect.gained, effect.lost);
        println!("{name:<28} {credited:>7} {gained:>6} {lost:>6} {before:>16} {after:>16} {difference:>16}");
    };
    for (partner, effect) in effects.movers() {
        line(names.get(&partner).map(String::as_str).unwrap_or_default(), &effect);
    }
    line("in all", &effects.total);
}
