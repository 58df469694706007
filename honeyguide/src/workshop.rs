//! Folders in which archives are made and unpacked: locked while they are used, so that those of processes that were
//! killed are told from the others and swept away.

use std::{
    fs::{self, File, TryLockError},
    io,
    os::unix::fs::{DirBuilderExt, MetadataExt},
    path::{Path, PathBuf},
};

const SUFFIX: &str = ".partial";

/// A folder that is removed when it is dropped.
pub(crate) struct Workshop(pub PathBuf, #[expect(dead_code, reason = "held for its lock")] File);

impl Workshop {
    /// Beside `target`, so that what is made there can be renamed into place.
    pub(crate) fn beside(target: &Path) -> Result<Self, String> {
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let path = target.with_file_name(format!(".{name}.{}{SUFFIX}", std::process::id()));
        sweep(folder_of(target));
        let make = || -> io::Result<File> {
            fs::DirBuilder::new().mode(0o700).create(&path)?;
            let folder = File::open(&path)?;
            folder.try_lock().map_err(io::Error::from)?;
            Ok(folder)
        };
        let lock = make().map_err(|fault| format!("{}: {fault}", path.display()))?;
        Ok(Self(path, lock))
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        // What cannot be removed is told by its name to be incomplete.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Removes workshops whose process is gone. What cannot be looked at or removed stays.
pub(crate) fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(process) = process_of(&name) else { continue };
        if is_abandoned(&entry.path(), process).unwrap_or(false) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// The process that made `.NAME.PID.partial`.
fn process_of(name: &str) -> Option<u32> {
    let (name, process) = name.strip_prefix('.')?.strip_suffix(SUFFIX)?.rsplit_once('.')?;
    process.parse().ok().filter(|_| !name.is_empty())
}

/// A process holds its workshop's lock to its end, however it ends. Versions that took none are asked for by their number,
/// unless it is this process's own, which has just begun.
fn is_abandoned(path: &Path, process: u32) -> io::Result<bool> {
    let found = fs::symlink_metadata(path)?;
    let own = fs::metadata("/proc/self").map_or(found.uid(), |own| own.uid());
    if !found.is_dir() || found.uid() != own {
        return Ok(false);
    }
    let folder = File::open(path)?;
    match folder.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(false),
        Err(TryLockError::Error(fault)) => return Err(fault),
    }
    let is_running = Path::new("/proc").join(process.to_string()).exists();
    Ok(process == std::process::id() || !is_running)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_killed_processes_left_is_swept_and_nothing_else() {
        let folder = std::env::temp_dir().join(format!("honeyguide-workshop-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let at = |name: &str| folder.join(name);
        // No process has so high a number.
        for name in
            [".a.tar.4194999.partial", ".data.importing.4194998.partial", ".a.partial", ".a.x.partial"]
        {
            fs::create_dir(at(name)).unwrap();
            fs::write(at(name).join("book.db"), "half").unwrap();
        }
        fs::write(at(".b.tar.4194999.partial"), "a file").unwrap();
        fs::create_dir(at(&format!(".b.tar.{}.partial", std::process::id()))).unwrap();
        let used = Workshop::beside(&at("c.tar")).unwrap();
        sweep(&folder);
        assert!(used.0.exists(), "the own one is locked");
        let mut left: Vec<_> = fs::read_dir(&folder).unwrap().map(|it| it.unwrap().file_name()).collect();
        left.sort();
        let own = used.0.file_name().unwrap().to_owned();
        assert_eq!(left, [".a.partial".into(), ".a.x.partial".into(), ".b.tar.4194999.partial".into(), own]);
        drop(used);
        fs::remove_dir_all(&folder).unwrap();
    }
}
