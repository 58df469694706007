//! `honeyguide books trial-balance`: what every account of a program holds. It only reads, also beside a running server.

use crate::{config::Config, simulate::meant, wire::Store};
use clap::{Arg, ArgAction, ArgMatches, Command};
use engine::{
    Engine,
    ports::{AccountSum, LedgerFilter},
};
use serde_json::json;
use std::{collections::BTreeMap, process::ExitCode};
use words::{Currency, Day, Money};

pub(crate) fn command() -> Command {
    let trial_balance = Command::new("trial-balance")
        .about("Print what every account holds, by currency; the balances of each currency sum to zero")
        .arg(Arg::new("program").long("program").value_name("PROGRAM").help("prg_… [default: the only one]"))
        .arg(Arg::new("on").long("on").value_name("DAY").help("At the end of this day [default: now]"))
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help("Answer as JSON"));
    Command::new("books").about("The books").subcommand_required(true).subcommand(trial_balance)
}

pub(crate) async fn trial_balance(config: &Config, matches: &ArgMatches) -> Result<ExitCode, String> {
    let on = matches.get_one::<String>("on").map(|text| text.parse::<Day>());
    let on = on.transpose().map_err(|fault| format!("--on: {fault}"))?;
    let store = Store::open_existing(config)?;
    let sums = ask(&store.engine_now(), matches, on).await;
    store.close().await;
    let sums = sums?;
    if matches.get_flag("json") {
        let accounts = sums.iter().map(|sum| {
            json!({
                "account": sum.account.name(), "currency": sum.currency, "debits": sum.debits,
                "credits": sum.credits, "balance": sum.balance(),
            })
        });
        println!("{}", json!({ "accounts": accounts.collect::<Vec<_>>() }));
    } else {
        print(&sums);
    }
    let mut balances = BTreeMap::<Currency, i128>::new();
    for sum in &sums {
        *balances.entry(sum.currency).or_default() += i128::from(sum.balance());
    }
    match balances.iter().find(|(_, balance)| **balance != 0) {
        None => Ok(ExitCode::SUCCESS),
        Some((currency, _)) => Err(format!("the balances in {currency} do not sum to zero; run doctor")),
    }
}

async fn ask(engine: &Engine, matches: &ArgMatches, on: Option<Day>) -> Result<Vec<AccountSum>, String> {
    let (scope, program, _) = meant(engine, matches.get_one::<String>("program")).await?;
    let until = on.map(|day| day.plus_days(1).start());
    let filter = LedgerFilter { program: Some(program), until, ..LedgerFilter::default() };
    engine.book().trial_balance(scope, &filter).await.map_err(|fault| fault.to_string())
}

fn print(sums: &[AccountSum]) {
    println!("{:<20} {:>22} {:>22} {:>22}", "account", "debits", "credits", "balance");
    for sum in sums {
        let money = |amount| Money::new(amount, sum.currency).to_string();
        let (debits, credits, balance) = (money(sum.debits), money(sum.credits), money(sum.balance()));
        println!("{:<20} {debits:>22} {credits:>22} {balance:>22}", sum.account.name());
    }
}
