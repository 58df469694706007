//! `backup` and `restore`: the data folder as one file, taken beside a running server.

use crate::{config::Config, demo::progress, wire};
use book_sqlite::{check_database, copy_database};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    process::ExitCode,
};

const FORMAT: u32 = 1;
const MANIFEST: &str = "manifest.json";
/// A manifest names files, a few hundred of them at most.
const MANIFEST_BYTES_MAX: u64 = 4 << 20;
const COPY_BUFFER_BYTES: usize = 1 << 20;

/// What is in a backup, in the order in which it is there.
#[derive(Serialize, Deserialize)]
struct Manifest {
    format: u32,
    /// The version of honeyguide that made it.
    made_by: String,
    files: Vec<Member>,
}

#[derive(Serialize, Deserialize)]
struct Member {
    name: String,
    bytes: u64,
    /// In hexadecimal.
    sha256: String,
}

/// A folder that is removed when it is dropped.
struct Workshop(PathBuf);

impl Workshop {
    /// Beside `target`, so that what is made there can be renamed into place.
    fn beside(target: &Path) -> Result<Self, String> {
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let path = target.with_file_name(format!(".{name}.{}.partial", std::process::id()));
        let made = fs::DirBuilder::new().mode(0o700).create(&path);
        made.map_err(|fault| format!("{}: {fault}", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        // What is left behind is named after what it was for, and told by its name to be incomplete.
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn backup(config: &Config, file: &Path, force: bool) -> Result<ExitCode, String> {
    let shown = file.display();
    if file.exists() && !force {
        return Err(format!("{shown} is there already; --force replaces it"));
    }
    if !config.data.join(wire::BOOK_FILE).is_file() {
        return Err(format!("no book in the data folder {}", config.data.display()));
    }
    let workshop = Workshop::beside(file)?;
    let copied = copy_all(&config.data, &workshop.0)?;
    let packed = workshop.0.join("packed.tar");
    pack(&workshop.0, &copied, &packed).map_err(|fault| format!("{shown}: {fault}"))?;
    let moved = fs::rename(&packed, file).and_then(|()| sync_folder_of(file));
    moved.map_err(|fault| format!("{shown}: {fault}"))?;
    let bytes: u64 = copied.files.iter().map(|member| member.bytes).sum();
    eprintln!(
        "{shown}: {} files, {bytes} bytes; keep the master key with it, but elsewhere",
        copied.files.len()
    );
    Ok(ExitCode::SUCCESS)
}

/// Copies the book first: clicks that it speaks of are in the click files, which are copied after it.
fn copy_all(data: &Path, workshop: &Path) -> Result<Manifest, String> {
    let mut names = vec![wire::BOOK_FILE.to_owned()];
    names.extend(click_files(&data.join("clicks")).map_err(|fault| format!("clicks: {fault}"))?);
    fs::create_dir(workshop.join("clicks")).map_err(|fault| fault.to_string())?;
    let bar = progress("files copied", Some(names.len() as u64 + 1));
    let mut files = Vec::new();
    let check = fs::copy(data.join(wire::KEY_CHECK_FILE), workshop.join(wire::KEY_CHECK_FILE));
    check.map_err(|fault| format!("{}: {fault}", wire::KEY_CHECK_FILE))?;
    files.push(member(workshop, wire::KEY_CHECK_FILE)?);
    bar.inc(1);
    for name in names {
        copy_database(&data.join(&name), &workshop.join(&name)).map_err(|fault| fault.to_string())?;
        files.push(member(workshop, &name)?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(Manifest { format: FORMAT, made_by: env!("CARGO_PKG_VERSION").to_owned(), files })
}

fn click_files(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".db") {
            names.push(format!("clicks/{name}"));
        }
    }
    names.sort();
    Ok(names)
}

fn member(folder: &Path, name: &str) -> Result<Member, String> {
    let measured = File::open(folder.join(name)).and_then(|file| copy_hashing(file, io::sink()));
    let (bytes, sha256) = measured.map_err(|fault| format!("{name}: {fault}"))?;
    Ok(Member { name: name.to_owned(), bytes, sha256 })
}

/// Copies to the end; answers the bytes and their SHA-256.
fn copy_hashing(mut from: impl Read, mut to: impl Write) -> io::Result<(u64, String)> {
    let (mut hash, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; COPY_BUFFER_BYTES]);
    loop {
        let read = from.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
        to.write_all(&buffer[..read])?;
        bytes += read as u64;
    }
    let sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((bytes, sha256))
}

fn pack(workshop: &Path, manifest: &Manifest, packed: &Path) -> io::Result<()> {
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(packed)?;
    let mut archive = tar::Builder::new(file);
    archive.mode(tar::HeaderMode::Deterministic);
    let text = serde_json::to_vec_pretty(manifest)?;
    let mut header = tar::Header::new_gnu();
    header.set_size(text.len() as u64);
    header.set_mode(0o600);
    archive.append_data(&mut header, MANIFEST, text.as_slice())?;
    for member in &manifest.files {
        archive.append_path_with_name(workshop.join(&member.name), &member.name)?;
    }
    archive.into_inner()?.sync_all()
}

fn sync_folder_of(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

pub(crate) fn restore(config: &Config, file: &Path) -> Result<ExitCode, String> {
    let (data, shown) = (&config.data, file.display());
    if !is_empty(data).map_err(|fault| format!("{}: {fault}", data.display()))? {
        return Err(format!(
            "the data folder {} is not empty; a backup is restored into a new one",
            data.display()
        ));
    }
    if !config.master_key.exists() {
        let key = config.master_key.display();
        return Err(format!(
            "put the master key of the backup at {key} first: without it nothing personal opens"
        ));
    }
    if let Some(parent) = data.parent() {
        fs::create_dir_all(parent).map_err(|fault| format!("{}: {fault}", parent.display()))?;
    }
    let workshop = Workshop::beside(data)?;
    let files = unpack(file, &workshop.0).map_err(|fault| format!("{shown}: {fault}"))?;
    wire::check_key(config, &workshop.0)?;
    let bar = progress("files looked through", Some(files.len() as u64));
    for name in files.iter().filter(|name| name.ends_with(".db")) {
        check_database(&workshop.0.join(name)).map_err(|fault| format!("{shown}: {fault}"))?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    if data.exists() {
        fs::remove_dir(data).map_err(|fault| format!("{}: {fault}", data.display()))?;
    }
    let moved = fs::rename(&workshop.0, data).and_then(|()| sync_folder_of(data));
    moved.map_err(|fault| format!("{}: {fault}", data.display()))?;
    eprintln!("{}: restored {} files; `honeyguide doctor` proves the books", data.display(), files.len());
    Ok(ExitCode::SUCCESS)
}

fn is_empty(folder: &Path) -> io::Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(fault) => Err(fault),
    }
}

/// Unpacks into the folder exactly what the manifest names, each file whole; answers the names.
fn unpack(file: &Path, folder: &Path) -> Result<Vec<String>, String> {
    const FOREIGN: &str = "this is not a backup of honeyguide";
    let opened = File::open(file).map_err(|fault| fault.to_string())?;
    let mut archive = tar::Archive::new(opened);
    let mut entries = archive.entries().map_err(|_| FOREIGN)?;
    let first = entries
        .next()
        .and_then(Result::ok)
        .filter(|entry| entry.path_bytes().as_ref() == MANIFEST.as_bytes());
    let mut text = String::new();
    let read = first.ok_or(FOREIGN)?.take(MANIFEST_BYTES_MAX).read_to_string(&mut text);
    read.map_err(|fault| fault.to_string())?;
    let manifest: Manifest = serde_json::from_str(&text).map_err(|_| FOREIGN)?;
    if manifest.format > FORMAT {
        return Err(format!("made by honeyguide {}, which is newer than this one", manifest.made_by));
    }
    fs::create_dir(folder.join("clicks")).map_err(|fault| fault.to_string())?;
    for member in &manifest.files {
        let damaged = |why: &str| format!("{} is damaged: {why}", member.name);
        if !is_known(&member.name) {
            return Err(format!("{FOREIGN}: it holds {}", member.name));
        }
        let entry = entries.next().ok_or_else(|| damaged("it is missing"))?;
        let entry = entry.map_err(|fault| damaged(&fault.to_string()))?;
        if entry.path_bytes().as_ref() != member.name.as_bytes() {
            return Err(damaged("it is not where the manifest says"));
        }
        let made =
            OpenOptions::new().write(true).create_new(true).mode(0o600).open(folder.join(&member.name));
        let made = made.map_err(|fault| damaged(&fault.to_string()))?;
        let (bytes, sha256) = copy_hashing(entry, &made).map_err(|fault| damaged(&fault.to_string()))?;
        if (bytes, &sha256) != (member.bytes, &member.sha256) {
            return Err(damaged("its SHA-256 is not the manifest's"));
        }
        made.sync_all().map_err(|fault| damaged(&fault.to_string()))?;
    }
    let required = [wire::BOOK_FILE, wire::KEY_CHECK_FILE];
    if let Some(missing) =
        required.iter().find(|name| !manifest.files.iter().any(|member| member.name == **name))
    {
        return Err(format!("{FOREIGN}: {missing} is missing"));
    }
    Ok(manifest.files.into_iter().map(|member| member.name).collect())
}

/// Names that a backup may hold; anything else could lead out of the folder.
fn is_known(name: &str) -> bool {
    let click_file = name.strip_prefix("clicks/").and_then(|name| name.strip_suffix(".db"));
    let plain = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    name == wire::BOOK_FILE || name == wire::KEY_CHECK_FILE || click_file.is_some_and(plain)
}
