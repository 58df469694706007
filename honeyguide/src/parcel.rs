//! Files packed into one tar archive that says itself what is in it, and unpacked only as a whole.

use crate::workshop::Workshop;
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

/// The form of the archive itself; a later one adds to it.
const FORMAT: u32 = 1;
const MANIFEST: &str = "manifest.json";
/// A manifest names files, some thousands of them at most.
const MANIFEST_BYTES_MAX: u64 = 4 << 20;
const COPY_BUFFER_BYTES: usize = 1 << 20;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    Backup,
    Export,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Backup => "a backup",
            Kind::Export => "an export",
        }
    }

    fn is_compressed(self) -> bool {
        self == Kind::Export
    }
}

/// What is in an archive, in the order in which it is there.
#[derive(Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub format: u32,
    pub kind: Kind,
    /// The schemas by which rows and clicks were written.
    pub book_schema: i64,
    pub clicks_schema: i64,
    pub files: Vec<Member>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Member {
    pub name: String,
    pub bytes: u64,
    /// In hexadecimal.
    pub sha256: String,
}

impl Manifest {
    pub(crate) fn new(kind: Kind, files: Vec<Member>) -> Self {
        let book_sqlite::Schemas { book, clicks } = book_sqlite::schemas();
        Self { format: FORMAT, kind, book_schema: book, clicks_schema: clicks, files }
    }
}

/// Measures a file of the folder.
pub(crate) fn member(folder: &Path, name: &str) -> Result<Member, String> {
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

/// Packs the workshop's files, and moves the archive to where it is wanted: there it is whole, or not at all. The
/// same files give the same bytes.
pub(crate) fn pack(workshop: &Workshop, manifest: &Manifest, target: &Path) -> Result<(), String> {
    let packed = workshop.0.join("packed");
    let pack = || -> io::Result<()> {
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&packed)?;
        if manifest.kind.is_compressed() {
            let gzip = GzEncoder::new(&file, Compression::default());
            write(tar::Builder::new(gzip), &workshop.0, manifest)?.finish()?;
        } else {
            write(tar::Builder::new(&file), &workshop.0, manifest)?;
        }
        file.sync_all()?;
        fs::rename(&packed, target)?;
        sync_folder_of(target)
    };
    pack().map_err(|fault| format!("{}: {fault}", target.display()))
}

fn write<W: Write>(mut archive: tar::Builder<W>, folder: &Path, manifest: &Manifest) -> io::Result<W> {
    archive.mode(tar::HeaderMode::Deterministic);
    let text = serde_json::to_vec_pretty(manifest)?;
    let mut header = tar::Header::new_gnu();
    header.set_size(text.len() as u64);
    header.set_mode(0o644);
    archive.append_data(&mut header, MANIFEST, text.as_slice())?;
    for member in &manifest.files {
        archive.append_path_with_name(folder.join(&member.name), &member.name)?;
    }
    archive.into_inner()
}

pub(crate) fn sync_folder_of(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// Unpacks into the folder exactly what the manifest names, each file whole.
pub(crate) fn unpack(
    file: &Path,
    (kind, is_known): (Kind, fn(&str) -> bool),
    folder: &Path,
) -> Result<Manifest, String> {
    let opened = File::open(file).map_err(|fault| fault.to_string())?;
    if kind.is_compressed() {
        read(tar::Archive::new(GzDecoder::new(opened)), (kind, is_known), folder)
    } else {
        read(tar::Archive::new(opened), (kind, is_known), folder)
    }
}

fn read<R: Read>(
    mut archive: tar::Archive<R>,
    (kind, is_known): (Kind, fn(&str) -> bool),
    folder: &Path,
) -> Result<Manifest, String> {
    let foreign = || format!("this is not {} of honeyguide", kind.name());
    // As they stand: long names and sparse files, which nobody packed here, would be read into memory.
    let mut entries = archive.entries().map_err(|_| foreign())?.raw(true);
    let first = entries.next().and_then(Result::ok);
    let first = first.filter(|entry| entry.path_bytes().as_ref() == MANIFEST.as_bytes());
    let mut text = String::new();
    let read = first.ok_or_else(foreign)?.take(MANIFEST_BYTES_MAX).read_to_string(&mut text);
    read.map_err(|_| foreign())?;
    let manifest: Manifest = serde_json::from_str(&text).map_err(|_| foreign())?;
    let known = Manifest::new(kind, Vec::new());
    if manifest.kind != kind {
        return Err(foreign());
    }
    if manifest.format > known.format
        || manifest.book_schema > known.book_schema
        || manifest.clicks_schema > known.clicks_schema
    {
        return Err("a newer honeyguide made it than this one".to_owned());
    }
    for member in &manifest.files {
        let damaged = |why: &str| format!("{} is damaged: {why}", member.name);
        if !is_known(&member.name) {
            return Err(format!("{}: it holds {}", foreign(), member.name));
        }
        let entry = entries.next().ok_or_else(|| damaged("it is missing"))?;
        let entry = entry.map_err(|fault| damaged(&fault.to_string()))?;
        if entry.path_bytes().as_ref() != member.name.as_bytes() {
            return Err(damaged("it is not where the manifest says"));
        }
        if entry.size() != member.bytes {
            return Err(damaged(&format!("it has {} bytes instead of {}", entry.size(), member.bytes)));
        }
        let path = folder.join(&member.name);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all);
        let made =
            made.and_then(|()| OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path));
        let made = made.map_err(|fault| damaged(&fault.to_string()))?;
        let (bytes, sha256) =
            copy_hashing(entry.take(member.bytes), &made).map_err(|fault| damaged(&fault.to_string()))?;
        if (bytes, &sha256) != (member.bytes, &member.sha256) {
            return Err(damaged("its SHA-256 is not the manifest's"));
        }
        made.sync_all().map_err(|fault| damaged(&fault.to_string()))?;
    }
    Ok(manifest)
}
