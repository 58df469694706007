//! `honeyguide rates import`: a file of rates between currencies.

use crate::{commands::workspace_for, config::Config, wire::Store};
use clap::{Arg, ArgMatches, Command, value_parser};
use engine::{Operator, rates};
use std::{path::PathBuf, process::ExitCode};
use words::{Mode, Scope};

pub(crate) fn command() -> Command {
    let import = Command::new("import")
        .about("Take the rates of a file")
        .long_about(
            "FILE holds the European Central Bank's reference rates (eurofxref, daily or since 1999, CSV or XML, unpacked), or \
             a table with the head day,base,quote,rate. What was there for the same pairs and days gives way.",
        )
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help("CSV or XML"),
        )
        .arg(Arg::new("workspace").long("workspace").help("The workspace's name [default: the only one]"))
        .arg(Arg::new("mode").long("mode").default_value("live").value_parser(["live", "test"]).help("Whose"));
    Command::new("rates").about("Rates between currencies").subcommand_required(true).subcommand(import)
}

pub(crate) async fn import(config: &Config, matches: &ArgMatches) -> Result<ExitCode, String> {
    let store = Store::open_existing(config)?;
    let told = import_into(&store, matches).await;
    store.close().await;
    println!("{}", told?);
    Ok(ExitCode::SUCCESS)
}

async fn import_into(store: &Store, matches: &ArgMatches) -> Result<String, String> {
    let path = matches.get_one::<PathBuf>("file").cloned().unwrap_or_default();
    let named = |fault: String| format!("{}: {fault}", path.display());
    let size = std::fs::metadata(&path).map_err(|fault| named(fault.to_string()))?.len();
    if size > engine::RATES_FILE_BYTES_MAX as u64 {
        return Err(named(format!("expected at most {} bytes", engine::RATES_FILE_BYTES_MAX)));
    }
    let file = std::fs::read(&path).map_err(|fault| named(fault.to_string()))?;
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str).unwrap_or_default();
    let mode: Mode = text("mode").parse().map_err(|fault| format!("--mode: {fault}"))?;
    let engine = store.engine_now();
    let workspace = workspace_for(&engine, text("workspace"), false).await?.id;
    let operator = Operator { scope: Scope { workspace, mode } };
    let done =
        rates::import(&engine, &operator.permit(), &file).await.map_err(|fault| named(fault.to_string()))?;
    let left_out = match done.left_out.as_slice() {
        [] => String::new(),
        codes => format!("; left out: {}", codes.join(", ")),
    };
    Ok(format!("{} rates of {} to {}{left_out}", done.rates, done.first_day, done.last_day))
}
