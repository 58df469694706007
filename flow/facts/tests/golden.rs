//! The stored form of each kind, as a file. With `HONEYGUIDE_BLESS=1` the files are written anew.

use honeyguide_facts::{Event, Kind};
use std::{collections::BTreeSet, fs, path::PathBuf};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn pretty(event: &Event) -> String {
    serde_json::to_string_pretty(event).unwrap() + "\n"
}

#[test]
fn each_kind_is_serialized_as_its_golden_file_says() {
    for kind in Kind::ALL {
        let (event, path) = (Event::example(*kind), folder().join(format!("{kind}.json")));
        if std::env::var_os("HONEYGUIDE_BLESS").is_some() {
            fs::write(&path, pretty(&event)).unwrap();
        }
        let golden = fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
        assert_eq!(pretty(&event), golden, "{kind}: raise its version if readers cannot read the new form");
        assert_eq!(Event::read(*kind, kind.version(), &golden), Ok(event), "{kind}");
    }
}

#[test]
fn no_golden_file_is_left_over() {
    let kinds: BTreeSet<_> = Kind::ALL.iter().map(|kind| format!("{kind}.json")).collect();
    let files = fs::read_dir(folder()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    assert_eq!(files.collect::<BTreeSet<_>>(), kinds);
}

#[test]
fn a_body_of_another_version_is_refused() {
    let kind = Kind::ConversionRecorded;
    let body = serde_json::to_string(&Event::example(kind)).unwrap();
    let fault = Event::read(kind, kind.version() + 1, &body).unwrap_err();
    assert_eq!(fault.to_string(), "version 2 of conversion.recorded is not known");
    assert!("conversion.undone".parse::<Kind>().is_err());
}
