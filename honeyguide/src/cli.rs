//! The commands and their arguments.

use crate::{backup, books, commands, config, config::Config, limits, rates, serve, simulate, user};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::{path::PathBuf, process::ExitCode};
use tokio::signal::unix::SignalKind;
use words::Language;

/// A file reached the size that the process may write (`ulimit -f`). Untouched, the signal kills.
const SIGXFSZ: i32 = 25;

pub(crate) fn command() -> Command {
    let demo = Arg::new("demo").long("demo").action(ArgAction::SetTrue);
    let json = || Arg::new("json").long("json").action(ArgAction::SetTrue).help("Answer as JSON");
    let serve = Command::new("serve").about("Serve everything: redirects, API and jobs").arg(
        demo.help("On a folder of its own (data/demo), filled with a believable program at first start"),
    );
    let doctor = Command::new("doctor")
        .about("Prove the books: they balance, facts have no gap, every decision comes out the same")
        .long_about("Exit code 0: clean. 1: something is wrong. 2: it could not be examined.")
        .arg(json());
    let explain = Command::new("explain")
        .about("Say in words who was credited for a conversion, and why")
        .arg(Arg::new("conversion").value_name("CONVERSION").required(true).help("A conversion id, cnv_…"))
        .arg(
            Arg::new("language")
                .long("language")
                .value_name("LANGUAGE")
                .value_parser(value_parser!(Language))
                .help("en or de; en, if absent"),
        )
        .arg(json());
    let file = |help: &'static str| {
        Arg::new("file").value_name("FILE").required(true).value_parser(value_parser!(PathBuf)).help(help)
    };
    let force = || Arg::new("force").long("force").action(ArgAction::SetTrue);
    let backup = Command::new("backup")
        .about("Copy the data folder into one file, beside a running server")
        .arg(file("The backup to write, a tar archive"))
        .arg(force().help("Replace the file if it is there"));
    let restore = Command::new("restore")
        .about("Make an empty data folder what it was when a backup was taken")
        .arg(file("The backup"));
    let export = Command::new("export")
        .about("Write all rows, facts and clicks as lines of JSON into one archive")
        .arg(file("The archive to write, a gzip-ed tar"))
        .arg(force().help("Replace the file if it is there"));
    let import =
        Command::new("import").about("Fill an empty data folder from an export").arg(file("The export"));
    let command = Command::new("honeyguide")
        .about("Referral and partner tracking whose every credit is explained and provable")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(serve)
        .subcommand(Command::new("demo").about("Fill an empty data folder with a believable program"))
        .subcommand(doctor)
        .subcommand(user::command())
        .subcommand(key())
        .subcommand(backup)
        .subcommand(restore)
        .subcommand(export)
        .subcommand(import)
        .subcommand(explain)
        .subcommand(books::command())
        .subcommand(simulate::command())
        .subcommand(rates::command())
        .subcommand(Command::new("config").about("Print every setting as it stands, and where it came from"))
        .subcommand(Command::new("openapi").about("Print the API's description (OpenAPI 3.1)"))
        .subcommand(Command::new("problems").about("Print the catalog of problems (Markdown)"))
        .subcommand(Command::new("limits").about("Print every limit of the API (Markdown)"))
        .subcommand(Command::new("evidence").about("Print how credit is decided (Markdown)"))
        .subcommand(Command::new("facts").about("Print every kind of fact (Markdown)"));
    config::arguments(command)
}

fn key() -> Command {
    let arg = |name: &'static str, help: &'static str| Arg::new(name).long(name).help(help);
    let create = Command::new("create")
        .about("Make an API key; it is shown once")
        .arg(arg("workspace", "The workspace's name [default: the only one, or a first one]"))
        .arg(Arg::new("new").long("new").action(ArgAction::SetTrue).help("Make the named workspace"))
        .arg(arg("mode", "live or test").default_value("live").value_parser(["live", "test"]))
        .arg(
            arg("kind", "secret or publishable")
                .default_value("secret")
                .value_parser(["secret", "publishable"]),
        )
        .arg(arg("name", "What people call the key").default_value("made on the command line"))
        .arg(
            arg("allow", "What a secret key may do, such as events:write or *:read, separated by commas")
                .default_value("*:read,*:write")
                .value_delimiter(','),
        )
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help("Answer as JSON"));
    Command::new("key").about("API keys").subcommand_required(true).subcommand(create)
}

pub(crate) fn run(matches: &ArgMatches) -> Result<ExitCode, String> {
    let (name, own) = matches.subcommand().ok_or("no command")?;
    match name {
        "openapi" => println!("{}", commands::openapi()?),
        "problems" => print!("{}", api::problems_md()),
        "limits" => print!("{}", limits::page()),
        "evidence" => print!("{}", api::evidence_md()),
        "facts" => print!("{}", facts::reference_md()),
        _ => return run_on_data(name, own),
    }
    Ok(ExitCode::SUCCESS)
}

fn run_on_data(name: &str, own: &ArgMatches) -> Result<ExitCode, String> {
    let mut config = Config::load(own)?;
    if name == "config" {
        print!("{}", config.effective());
        return Ok(ExitCode::SUCCESS);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|fault| fault.to_string())?;
    let inside = runtime.enter();
    // With a handler installed, a write past the file size limit fails like a write to a full disk.
    let full_files = tokio::signal::unix::signal(SignalKind::from_raw(SIGXFSZ));
    drop(full_files.map_err(|fault| fault.to_string())?);
    drop(inside);
    let file = || own.try_get_one::<PathBuf>("file").ok().flatten().cloned().unwrap_or_default();
    match name {
        "backup" => return backup::backup(&config, &file(), own.get_flag("force")),
        "restore" => return backup::restore(&config, &file()),
        "export" => return backup::export(&config, &file(), own.get_flag("force")),
        _ => {}
    }
    let demo = name == "serve" && own.get_flag("demo");
    if demo {
        config.use_demo_folder();
    }
    runtime.block_on(async {
        match (name, own.subcommand()) {
            ("serve", _) => serve::serve(config, demo).await,
            ("import", _) => backup::import(&config, &file()).await,
            ("demo", _) => commands::demo(&config).await,
            ("doctor", _) => commands::doctor(&config, own.get_flag("json")).await,
            ("explain", _) => commands::explain(&config, own).await,
            ("books", Some(("trial-balance", own))) => books::trial_balance(&config, own).await,
            ("simulate", _) => simulate::run(&config, own).await,
            ("rates", Some(("import", import))) => rates::import(&config, import).await,
            ("user", Some(("add", add))) => user::add(&config, add).await,
            ("key", Some(("create", create))) => commands::create_key(&config, create).await,
            _ => Err(format!("no command {name}")),
        }
    })
}
