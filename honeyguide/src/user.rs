//! `honeyguide user add`: the first owner of a workspace cannot be invited by anybody.

use crate::{commands::workspace_for, config::Config, wire::Store};
use clap::{Arg, ArgAction, ArgMatches, Command};
use engine::{Operator, UserInput, people};
use program::Seat;
use std::{io::Read, process::ExitCode};
use words::{Mode, PartnerId, Role, Scope};

const PASSWORD_BYTES_MAX: u64 = 1_024;

pub(crate) fn command() -> Command {
    let arg = |name: &'static str, help: &'static str| Arg::new(name).long(name).help(help);
    let roles = ["owner", "manager", "finance", "analyst", "partner"];
    let from_stdin = "Read the password from standard input [default: one is drawn and shown once]";
    let add = Command::new("add")
        .about("Make a user, or find the one with this address, and give them a seat in a workspace")
        .arg(arg("email", "What they log in with").required(true))
        .arg(arg("name", "What they are called").required(true))
        .arg(arg("role", "What they may do").default_value("owner").value_parser(roles))
        .arg(arg("partner", "With the role partner: whose people they are, prt_…"))
        .arg(arg("workspace", "The workspace's name [default: the only one, or a first one]"))
        .arg(Arg::new("new").long("new").action(ArgAction::SetTrue).help("Make the named workspace"))
        .arg(Arg::new("password-stdin").long("password-stdin").action(ArgAction::SetTrue).help(from_stdin));
    Command::new("user").about("People who log in").subcommand_required(true).subcommand(add)
}

pub(crate) async fn add(config: &Config, matches: &ArgMatches) -> Result<ExitCode, String> {
    let store = Store::open(config)?;
    let added = add_to(&store, matches).await;
    store.close().await;
    let (lines, password) = added?;
    eprintln!("{lines}");
    match password {
        Some(password) => println!("{password}"),
        None => eprintln!("the password is the one given"),
    }
    Ok(ExitCode::SUCCESS)
}

/// What was done in words, and the password if it was drawn and is used.
async fn add_to(store: &Store, matches: &ArgMatches) -> Result<(String, Option<String>), String> {
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str).unwrap_or_default();
    let engine = store.engine_now();
    let role = Role::ALL.into_iter().find(|role| role.name() == text("role")).ok_or("--role: unknown")?;
    let (given, drawn) = match matches.get_flag("password-stdin") {
        true => (Some(password_from_stdin()?), None),
        false => (None, Some(format!("{:032x}", store.chance.draw()))),
    };
    let workspace = workspace_for(&engine, text("workspace"), matches.get_flag("new")).await?;
    let operator = Operator { scope: Scope { workspace: workspace.id, mode: Mode::Live } };
    let seat = match (role, text("partner")) {
        (Role::Partner, id) => {
            let partner: PartnerId = id.parse().map_err(|fault| format!("--partner: {fault}"))?;
            let known = engine.book().partner(operator.scope, partner).await;
            known
                .map_err(|fault| fault.to_string())?
                .ok_or(format!("--partner: no partner {partner} here"))?;
            Seat::Partner { partner, mode: operator.scope.mode }
        }
        (role, "") => Seat::Team { role },
        _ => return Err("--partner: only with --role partner".to_owned()),
    };
    let password = given.or(drawn.clone());
    let input = UserInput { email: text("email").to_owned(), name: text("name").to_owned(), password, seat };
    let member = people::add_user(&engine, operator, &input).await.map_err(|fault| fault.to_string())?;
    let is_new = member.user.created_at == member.membership.created_at;
    let said = format!("{} is {role} of {}", text("email"), workspace.name);
    if is_new {
        return Ok((said + "; the password is shown once and stored only as a hash", drawn));
    }
    Ok((said + "; the account was there before, its password stays", None))
}

fn password_from_stdin() -> Result<String, String> {
    let mut text = String::new();
    let read = std::io::stdin().take(PASSWORD_BYTES_MAX).read_to_string(&mut text);
    read.map_err(|fault| format!("--password-stdin: {fault}"))?;
    Ok(text.trim_end_matches(['\n', '\r']).to_owned())
}
