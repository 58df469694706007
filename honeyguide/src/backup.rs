//! `backup` and `restore`: the data folder as one file, taken beside a running server. `export` and `import`: its
//! rows as text, for another house.

use crate::{
    config::Config,
    demo::progress,
    key_check,
    parcel::{Kind, Manifest, member, pack, sync_folder_of, unpack},
    wire::{self, Store},
    workshop::Workshop,
};
use book_sqlite::{
    check_database, copy_database, export_book, export_clicks, import_book, import_clicks, own_schema_of,
    schema_of, seal_evidence,
};
use engine::doctor;
use std::{fs, io, path::Path, process::ExitCode};

/// Made under that master key; tells nothing of it.
const KEY_CHECK: &str = key_check::KEY_CHECK_FILE;
const CLICKS: &str = "clicks";
const ROWS: &str = "rows";

pub(crate) fn backup(config: &Config, file: &Path, force: bool) -> Result<ExitCode, String> {
    check_target(config, file, force)?;
    check_key(config)?;
    let workshop = Workshop::beside(file)?;
    // The book first: clicks that it speaks of are in the click files, which are copied after it.
    make_folder(&workshop.0.join(CLICKS))?;
    copy_key_check(&config.data, &workshop.0)?;
    let mut files = vec![member(&workshop.0, KEY_CHECK)?];
    let bar = progress("files copied", Some(click_files(&config.data)?.len() as u64 + 1));
    let mut copy = |name: String| -> Result<(), String> {
        copy_database(&config.data.join(&name), &workshop.0.join(&name))
            .map_err(|fault| fault.to_string())?;
        files.push(member(&workshop.0, &name)?);
        bar.inc(1);
        Ok(())
    };
    copy(wire::BOOK_FILE.to_owned())?;
    // Listed now, so that a month that has just begun is not missed.
    click_files(&config.data)?.into_iter().try_for_each(copy)?;
    bar.finish_and_clear();
    // As the copy is, which another version than this one may have written.
    let book_schema = schema_of(&workshop.0.join(wire::BOOK_FILE)).map_err(|fault| fault.to_string())?;
    finish(&workshop, &Manifest { book_schema, ..Manifest::new(Kind::Backup, files) }, file)
}

pub(crate) fn export(config: &Config, file: &Path, force: bool) -> Result<ExitCode, String> {
    check_target(config, file, force)?;
    check_key(config)?;
    own_schema_of(&config.data.join(wire::BOOK_FILE)).map_err(|fault| fault.to_string())?;
    let workshop = Workshop::beside(file)?;
    copy_key_check(&config.data, &workshop.0)?;
    let mut names = vec![KEY_CHECK.to_owned()];
    let months = click_files(&config.data)?;
    let bar = progress("files exported", Some(months.len() as u64 + 1));
    make_folder(&workshop.0.join(ROWS))?;
    let written = export_book(&config.data.join(wire::BOOK_FILE), &workshop.0.join(ROWS));
    names.extend(
        written.map_err(|fault| fault.to_string())?.iter().map(|table| format!("{ROWS}/{table}.ndjson")),
    );
    bar.inc(1);
    for month in months {
        let folder = month.trim_end_matches(".db");
        fs::create_dir_all(workshop.0.join(folder)).map_err(|fault| format!("{folder}: {fault}"))?;
        let written = export_clicks(&config.data.join(&month), &workshop.0.join(folder));
        let written = written.map_err(|fault| fault.to_string())?;
        names.extend(written.iter().map(|table| format!("{folder}/{table}.ndjson")));
        bar.inc(1);
    }
    bar.finish_and_clear();
    let files = names.iter().map(|name| member(&workshop.0, name)).collect::<Result<_, _>>()?;
    // Rows stand there as the book has them, which an older honeyguide may have written.
    let book_schema = schema_of(&config.data.join(wire::BOOK_FILE)).map_err(|fault| fault.to_string())?;
    finish(&workshop, &Manifest { book_schema, ..Manifest::new(Kind::Export, files) }, file)
}

fn finish(workshop: &Workshop, manifest: &Manifest, file: &Path) -> Result<ExitCode, String> {
    pack(workshop, manifest, file)?;
    let bytes: u64 = manifest.files.iter().map(|member| member.bytes).sum();
    let count = manifest.files.len();
    eprintln!("{}: {count} files, {bytes} bytes unpacked; the master key is not in it", file.display());
    Ok(ExitCode::SUCCESS)
}

fn check_target(config: &Config, file: &Path, force: bool) -> Result<(), String> {
    if file.exists() && !force {
        return Err(format!("{} is there already; --force replaces it", file.display()));
    }
    if !config.data.join(wire::BOOK_FILE).is_file() {
        return Err(format!("no book in the data folder {}", config.data.display()));
    }
    Ok(())
}

/// The key is not needed here. One that is not the folder's is named by mistake, and would be kept with the archive.
fn check_key(config: &Config) -> Result<(), String> {
    if config.master_key.exists() { key_check::vault_of(config).map(drop) } else { Ok(()) }
}

fn click_files(data: &Path) -> Result<Vec<String>, String> {
    let read = || -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(data.join(CLICKS))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name.ends_with(".db") {
                names.push(format!("{CLICKS}/{name}"));
            }
        }
        names.sort();
        Ok(names)
    };
    read().map_err(|fault| format!("{CLICKS}: {fault}"))
}

fn make_folder(folder: &Path) -> Result<(), String> {
    fs::create_dir(folder).map_err(|fault| format!("{}: {fault}", folder.display()))
}

fn copy_key_check(from: &Path, to: &Path) -> Result<(), String> {
    let named = |fault: io::Error| format!("{KEY_CHECK}: {fault}");
    match fs::copy(from.join(KEY_CHECK), to.join(KEY_CHECK)) {
        Ok(_) => Ok(()),
        Err(missing) if missing.kind() == io::ErrorKind::NotFound => {
            // The book says the same.
            let evidence = seal_evidence(&from.join(wire::BOOK_FILE)).map_err(|fault| fault.to_string())?;
            let check = evidence.check.ok_or_else(|| named(missing))?;
            fs::write(to.join(KEY_CHECK), check + "\n").map_err(named)
        }
        Err(fault) => Err(named(fault)),
    }
}

pub(crate) fn restore(config: &Config, file: &Path) -> Result<ExitCode, String> {
    let workshop = receive(config)?;
    let manifest = opened(config, file, (Kind::Backup, is_in_backups), &workshop)?;
    let bar = progress("files looked through", Some(manifest.files.len() as u64));
    for member in manifest.files.iter().filter(|member| member.name.ends_with(".db")) {
        check_database(&workshop.0.join(&member.name)).map_err(|fault| fault.to_string())?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    own_schema_of(&workshop.0.join(wire::BOOK_FILE)).map_err(|fault| fault.to_string())?;
    settle_in(config, &workshop.0)
}

pub(crate) async fn import(config: &Config, file: &Path) -> Result<ExitCode, String> {
    let (packed, made) = (receive(config)?, config.data.with_extension("importing"));
    let manifest = opened(config, file, (Kind::Export, is_in_exports), &packed)?;
    // Named otherwise than the first, so that both may be there.
    let made = Workshop::beside(&made)?;
    let fault = |fault: engine::ports::StorageError| fault.to_string();
    copy_key_check(&packed.0, &made.0)?;
    make_folder(&made.0.join(CLICKS))?;
    let months = folders(&packed.0.join(CLICKS))?;
    let bar = progress("files imported", Some(months.len() as u64 + 1));
    import_book(&packed.0.join(ROWS), &made.0.join(wire::BOOK_FILE), manifest.book_schema).map_err(fault)?;
    bar.inc(1);
    for month in months {
        let target = made.0.join(CLICKS).join(format!("{month}.db"));
        import_clicks(&packed.0.join(CLICKS).join(&month), &target).map_err(fault)?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    prove(config, &made.0).await?;
    settle_in(config, &made.0)
}

/// What was imported must pass the doctor before it is taken in.
async fn prove(config: &Config, folder: &Path) -> Result<(), String> {
    let store = Store::open_migrating(&config.on(folder))?;
    let bar = progress("decisions made again", None);
    let report = doctor::examine(&store.engine_now(), &mut |done| bar.set_position(done)).await;
    bar.finish_and_clear();
    store.close().await;
    let report = report.map_err(|fault| fault.to_string())?;
    let Some(first) = report.findings.iter().find(|finding| finding.is_error) else { return Ok(()) };
    let text = "the archive's books do not add up; nothing was imported";
    Err(format!("{text}: {}: {}", first.check, first.text))
}

fn folders(parent: &Path) -> Result<Vec<String>, String> {
    if !parent.exists() {
        return Ok(Vec::new());
    }
    let read = || -> io::Result<Vec<String>> {
        let names = fs::read_dir(parent)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        let mut names = names.collect::<io::Result<Vec<_>>>()?;
        names.sort();
        Ok(names)
    };
    read().map_err(|fault| format!("{}: {fault}", parent.display()))
}

/// A workshop beside an empty data folder.
fn receive(config: &Config) -> Result<Workshop, String> {
    let data = &config.data;
    let empty = match fs::read_dir(data) {
        Ok(mut entries) => entries.next().is_none(),
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => true,
        Err(fault) => return Err(format!("{}: {fault}", data.display())),
    };
    if !empty {
        return Err(format!("the data folder {} is not empty; this makes a new one", data.display()));
    }
    if !config.master_key.exists() {
        let key = config.master_key.display();
        return Err(format!(
            "put the master key it was made under at {key} first: without it nothing personal opens"
        ));
    }
    if let Some(parent) = data.parent() {
        fs::create_dir_all(parent).map_err(|fault| format!("{}: {fault}", parent.display()))?;
    }
    Workshop::beside(data)
}

fn opened(
    config: &Config,
    file: &Path,
    (kind, is_known): (Kind, fn(&str) -> bool),
    workshop: &Workshop,
) -> Result<Manifest, String> {
    let shown = file.display();
    let manifest =
        unpack(file, (kind, is_known), &workshop.0).map_err(|fault| format!("{shown}: {fault}"))?;
    let first = match kind {
        Kind::Backup => wire::BOOK_FILE.to_owned(),
        Kind::Export => format!("{ROWS}/workspaces.ndjson"),
    };
    for required in [KEY_CHECK, first.as_str()] {
        if !manifest.files.iter().any(|member| member.name == required) {
            return Err(format!("{shown} is damaged: {required} is missing"));
        }
    }
    key_check::check_archive(config, &workshop.0)?;
    Ok(manifest)
}

/// Makes the folder the data folder.
fn settle_in(config: &Config, folder: &Path) -> Result<ExitCode, String> {
    let data = &config.data;
    let move_in = || -> io::Result<()> {
        if data.exists() {
            fs::remove_dir(data)?;
        }
        fs::create_dir_all(folder.join(CLICKS))?;
        fs::rename(folder, data)?;
        sync_folder_of(data)
    };
    move_in().map_err(|fault| format!("{}: {fault}", data.display()))?;
    eprintln!("{} is there; `honeyguide doctor` proves its books", data.display());
    Ok(ExitCode::SUCCESS)
}

/// Names that a backup may hold; anything else could lead out of the folder.
fn is_in_backups(name: &str) -> bool {
    let click_file = name.strip_prefix("clicks/").and_then(|name| name.strip_suffix(".db"));
    name == wire::BOOK_FILE || name == KEY_CHECK || click_file.is_some_and(is_plain)
}

fn is_in_exports(name: &str) -> bool {
    let parts: Vec<_> = name.split('/').collect();
    let table = |name: &str| name.strip_suffix(".ndjson").is_some_and(is_plain);
    match parts.as_slice() {
        [KEY_CHECK] => true,
        [ROWS, file] => table(file),
        [CLICKS, month, file] => is_plain(month) && table(file),
        _ => false,
    }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}
