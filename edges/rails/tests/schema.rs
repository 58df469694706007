//! Files for banks are valid by the published schema, whatever partners are called. xmllint checks; without it the test says
//! that it was left out.

use engine::ports::{Payment, PaymentOrder, Rails};
use honeyguide_rails::PaymentFiles;
use payout::{BankAccount, Destination, MethodKind};
use std::{
    io::{ErrorKind, Write},
    process::{Command, Stdio},
};
use words::Money;

const NAMES: [&str; 8] = [
    "Ada Lovelace",
    "محمد بن موسى الخوارزمي",
    "山田 太郎",
    "𝔊𝔬𝔱𝔥𝔦𝔠 & <Sons> \"quoted\"",
    "Ὑπατία τῆς Ἀλεξανδρείας",
    "ßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßß",
    "a",
    "🦜 7",
];

fn order() -> PaymentOrder {
    let ibans = ["DE89370400440532013000", "MT84MALT011000012345MTLCAST001S", "NO9386011117947"];
    let payments = (0..200).map(|place: usize| {
        let bic = place.is_multiple_of(2).then_some("COBADEFF");
        let account = BankAccount::parse(NAMES[place % NAMES.len()], ibans[place % ibans.len()], bic);
        Payment {
            end_to_end_id: format!("tfr-{place}"),
            amount: Money::new(1 + 37 * place as i64, "EUR".parse().unwrap()),
            destination: Destination::Bank(account.unwrap()),
            name: String::new(),
            remittance: format!("{} {place}", NAMES[(place + 1) % NAMES.len()]),
        }
    });
    PaymentOrder {
        message_id: "m".repeat(35),
        created_at: "2026-11-27T00:00:00Z".parse().unwrap(),
        execution_day: "2026-11-27".parse().unwrap(),
        debtor: Some(BankAccount::parse("Åse & Co", "SE4550000000058398257466", None).unwrap()),
        rail: MethodKind::Bank,
        payments: payments.collect(),
    }
}

fn said_by_xmllint(file: &[u8]) -> Option<(bool, String)> {
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pain.001.001.09.xsd");
    let mut command = Command::new("xmllint");
    command
        .args(["--nonet", "--noout", "--schema", schema, "-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(fault) if fault.kind() == ErrorKind::NotFound => return None,
        Err(fault) => panic!("xmllint: {fault}"),
    };
    child.stdin.take().unwrap().write_all(file).unwrap();
    let output = child.wait_with_output().unwrap();
    Some((output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned()))
}

#[test]
fn files_for_banks_are_valid_by_the_published_schema() {
    let file = PaymentFiles.file(&order()).unwrap().bytes;
    let golden = include_bytes!("golden/sepa.xml");
    let Some((valid, said)) = said_by_xmllint(&file) else {
        skipped("files_for_banks_are_valid_by_the_published_schema", "xmllint is missing");
        return;
    };
    assert!(valid, "{said}");
    assert!(said_by_xmllint(golden).unwrap().0);
    let broken = String::from_utf8(file).unwrap().replace("<ChrgBr>SLEV</ChrgBr>", "<ChrgBr>OURS</ChrgBr>");
    assert!(!said_by_xmllint(broken.as_bytes()).unwrap().0, "the check can fail");
}

/// Says at the end of `make test` that a test could not run here, and why.
fn skipped(test: &str, reason: &str) {
    let line = format!("SKIPPED {test}: {reason}\n");
    eprint!("{line}");
    if let Some(path) = std::env::var_os("HONEYGUIDE_SKIPPED") {
        let file = std::fs::OpenOptions::new().create(true).append(true).open(path);
        file.and_then(|mut file| file.write_all(line.as_bytes())).unwrap();
    }
}
