//! Orders become files, byte for byte those in `golden/`, which `make oracles` holds against the published schema and
//! against another program's file of the same payments. HONEYGUIDE_WRITE_GOLDEN=1 writes them anew, to be looked at.

use engine::ports::{Payment, PaymentOrder, RailError, Rails};
use honeyguide_rails::PaymentFiles;
use payout::{BankAccount, Destination, MethodKind, WiseRecipient};
use std::path::Path;
use words::Money;

/// As long as most, and longer when the letters that German has of its own are written out.
const LONG_NAME: &str = "Gesellschaft für größtmögliche Übersichtlichkeit in Köln-Müngersdorf";

fn order(rail: MethodKind, payments: Vec<Payment>) -> PaymentOrder {
    PaymentOrder {
        message_id: "bat-01kb2v6x3ze4s8r1n5q7t9w0yc".to_owned(),
        created_at: "2026-11-27T09:30:15.250Z".parse().unwrap(),
        execution_day: "2026-11-30".parse().unwrap(),
        debtor: Some(
            BankAccount::parse("Müller & Söhne GmbH", "DE02 1203 0000 0000 2020 51", Some("BYLADEM1001"))
                .unwrap(),
        ),
        rail,
        payments,
    }
}

fn payment(place: usize, amount: i64, currency: &str, destination: Destination) -> Payment {
    Payment {
        end_to_end_id: format!("tfr-01kb2v6x3ze4s8r1n5q7t9w{place:03}"),
        amount: Money::new(amount, currency.parse().unwrap()),
        destination,
        name: "Ada Lovelace".to_owned(),
        remittance: format!("Statement 2026-{place:04} of October 2026, Freunde des Hauses"),
    }
}

fn bank(holder: &str, iban: &str, bic: Option<&str>) -> Destination {
    Destination::Bank(BankAccount::parse(holder, iban, bic).unwrap())
}

fn to_banks() -> PaymentOrder {
    let accounts = [
        bank("Ada Lovelace", "DE89 3704 0044 0532 0130 00", Some("COBADEFFXXX")),
        bank("Łukasz Żółć", "PL61 1090 1014 0000 0712 1981 2874", None),
        bank("Αθηνά Παπαδοπούλου", "GR16 0110 1250 0000 0001 2300 695", None),
        bank("Société \"L'Étoile\" <SARL>", "FR14 2004 1010 0505 0001 3M02 606", Some("PSSTFRPPXXX")),
        bank(LONG_NAME, "NL91 ABNA 0417 1643 00", Some("ABNANL2A")),
        bank("Zürcher Beratung AG", "CH93 0076 2011 6238 5295 7", Some("ZKBKCHZZ80A")),
    ];
    let amounts = [125_000, 1, 99_999_999_999, 4_205, 12_345, 70];
    let payments = accounts.into_iter().zip(amounts).enumerate();
    order(
        MethodKind::Bank,
        payments.map(|(place, (to, amount))| payment(place + 1, amount, "EUR", to)).collect(),
    )
}

#[test]
fn currencies_without_fractions_are_written_in_whole_units() {
    let paypal = Destination::Paypal { email: "ada@example.com".to_owned() };
    let recipient = WiseRecipient::Email("ada@example.com".to_owned());
    let wise = Destination::Wise { holder: "Ada Lovelace".to_owned(), recipient };
    for (rail, to, currency, amount, written) in [
        (MethodKind::Paypal, &paypal, "HUF", 20_000, ",200,HUF,"),
        (MethodKind::Paypal, &paypal, "TWD", 2_400, ",24,TWD,"),
        (MethodKind::Paypal, &paypal, "JPY", 2_469, ",2469,JPY,"),
        (MethodKind::Wise, &wise, "HUF", 2_400, ",24,HUF,HUF"),
        (MethodKind::Wise, &wise, "JPY", 2_469, ",2469,JPY,JPY"),
        (MethodKind::Wise, &wise, "TWD", 2_469, ",24.69,TWD,TWD"),
    ] {
        let file = PaymentFiles.file(&order(rail, vec![payment(1, amount, currency, to.clone())])).unwrap();
        let text = String::from_utf8(file.bytes).unwrap();
        assert!(text.contains(written), "{rail:?} {currency}: {text}");
        // What a batch makes is what the file takes.
        let paid = rail.of(Money::new(2_469, currency.parse().unwrap()));
        let made = order(rail, vec![payment(1, paid.amount, currency, to.clone())]);
        assert!(PaymentFiles.file(&made).is_ok(), "{rail:?} {currency}");
    }
}

fn by_paypal() -> PaymentOrder {
    let to = |email: &str| Destination::Paypal { email: email.to_owned() };
    let mut tricky = payment(2, 5, "USD", to("bob+shop@example.org"));
    tricky.remittance = "=HYPERLINK(\"https://evil.example\"), \"quoted\"".to_owned();
    order(MethodKind::Paypal, vec![payment(1, 125_000, "USD", to("ada@example.com")), tricky])
}

fn by_wise() -> PaymentOrder {
    let to = |holder: &str, recipient| Destination::Wise { holder: holder.to_owned(), recipient };
    let email = |text: &str| WiseRecipient::Email(text.to_owned());
    let account = |text: &str| WiseRecipient::Account(text.to_owned());
    let payments = vec![
        payment(1, 125_000, "USD", to("Ada Lovelace", email("ada@example.com"))),
        payment(2, 1_500, "JPY", to("@Yūko Satō", email("yuko@example.jp"))),
        payment(3, 99, "EUR", to("Björn, Åke", account("SE45 5000 0000 0583 9825 7466"))),
        payment(4, 10_500, "KWD", to("Noor", account("12345678"))),
    ];
    order(MethodKind::Wise, payments)
}

fn by_hand() -> PaymentOrder {
    let to = |instructions: &str| Destination::ByHand {
        holder: "+Ada, \"Countess\"".to_owned(),
        instructions: instructions.to_owned(),
    };
    order(MethodKind::ByHand, vec![payment(1, 1_005, "KWD", to("Cheque to\n12 St James's Square, London"))])
}

#[test]
fn orders_become_the_files_that_are_kept() {
    for (name, order) in [
        ("sepa.xml", to_banks()),
        ("paypal.csv", by_paypal()),
        ("wise.csv", by_wise()),
        ("by-hand.csv", by_hand()),
    ] {
        let file = PaymentFiles.file(&order).unwrap();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
        if std::env::var_os("HONEYGUIDE_WRITE_GOLDEN").is_some() {
            std::fs::write(&path, &file.bytes).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap();
        assert_eq!(String::from_utf8(file.bytes).unwrap(), kept, "{name}");
        assert_eq!(
            file.name,
            format!("{}-bat-01kb2v6x3ze4s8r1n5q7t9w0yc{}", &name[..name.len() - 4], &name[name.len() - 4..])
        );
    }
}

#[test]
fn what_no_file_can_be_made_of_is_named_with_its_payment_and_field() {
    let refused = |order: &PaymentOrder| PaymentFiles.file(order).unwrap_err().to_string();
    let mut without_debtor = to_banks();
    without_debtor.debtor = None;
    assert!(refused(&without_debtor).starts_with("order: debtor: expected an account to pay from"));
    let mut dollars = to_banks();
    dollars.payments[1].amount.currency = "USD".parse().unwrap();
    let expected = "payment tfr-01kb2v6x3ze4s8r1n5q7t9w002: currency: expected EUR for a bank account";
    assert!(refused(&dollars).starts_with(expected), "{}", refused(&dollars));
    let mut too_much = to_banks();
    too_much.payments[2].amount.amount += 1;
    assert!(refused(&too_much).contains("w003: amount: expected at most 99999999999 cents"));
    let mut twice = to_banks();
    twice.payments[1].end_to_end_id = twice.payments[0].end_to_end_id.clone();
    assert!(refused(&twice).contains("end_to_end_id: expected an id that no other payment has"));
    let mut long = to_banks();
    long.payments[0].end_to_end_id = "x".repeat(36);
    assert!(matches!(PaymentFiles.file(&long), Err(RailError::Payment { .. })));
    let mut underscored = to_banks();
    underscored.message_id = "bat_1".to_owned();
    assert!(refused(&underscored).starts_with("order: message_id: expected 1 to 35 letters"));
    let mut two_currencies = by_paypal();
    two_currencies.payments[1].amount.currency = "EUR".parse().unwrap();
    assert!(refused(&two_currencies).contains("amount.currency: expected USD as the payments before it"));
    let mut part_of_a_forint = by_paypal();
    part_of_a_forint.payments.truncate(1);
    part_of_a_forint.payments[0].amount = Money::new(1_050, "HUF".parse().unwrap());
    assert!(refused(&part_of_a_forint).contains("amount: expected whole units of HUF"));
    let mut formula = by_paypal();
    formula.payments[0].destination = Destination::Paypal { email: "=cmd@example.com".to_owned() };
    assert!(refused(&formula).contains("email: expected a text that does not begin with ="));
    let mut other_kind = by_paypal();
    other_kind.payments.push(to_banks().payments.remove(0));
    assert!(refused(&other_kind).contains("destination: expected one of the order's kind, paypal"));
    let mut yesterday = by_hand();
    yesterday.execution_day = "2026-11-26".parse().unwrap();
    assert!(refused(&yesterday).starts_with("order: execution_day: "));
}

/// Each text and attribute with the way to it, without what is each program's own.
fn lines(xml: &str) -> Vec<String> {
    use quick_xml::{Reader, events::Event};
    let mut reader = Reader::from_str(xml);
    // Text is a leaf's; blanks between elements are nobody's.
    let (mut path, mut lines, mut text) = (Vec::<String>::new(), Vec::new(), None::<String>);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                path.push(start.local_name().as_ref().to_owned());
                for attribute in start.attributes().map(Result::unwrap) {
                    let name = attribute.key.as_ref().to_owned();
                    if name != "xmlns" {
                        let value = attribute.value.into_owned();
                        lines.push(format!("/{}/@{name} {value}", path.join("/")));
                    }
                }
                text = Some(String::new());
            }
            Event::Text(part) => text.iter_mut().for_each(|text| text.push_str(&part)),
            Event::GeneralRef(name) => {
                let sign = match &*name {
                    "apos" => "'",
                    "quot" => "\"",
                    "amp" => "&",
                    other => panic!("{other}"),
                };
                text.iter_mut().for_each(|text| text.push_str(sign));
            }
            Event::End(_) => {
                if let Some(text) = text.take() {
                    lines.push(format!("/{} {text}", path.join("/")));
                }
                path.pop();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    lines.retain(|line| !["/MsgId ", "/CreDtTm ", "/PmtInfId "].iter().any(|own| line.contains(own)));
    lines
}

#[test]
fn another_program_writes_the_same_payments_the_same() {
    let theirs: Vec<_> = include_str!("golden/sepa.sepaxml.txt").lines().map(str::to_owned).collect();
    assert!(theirs.len() > 50);
    assert_eq!(lines(include_str!("golden/sepa.xml")), theirs);
}

#[test]
fn a_destination_that_no_file_can_hold_is_known_before_the_file_is_made() {
    let mut holder = bank("Ada", "DE89370400440532013000", None);
    assert_eq!(PaymentFiles.takes(&holder), Ok(()));
    let Destination::Bank(account) = &mut holder else { unreachable!() };
    // Egyptian letters have no counterpart in SEPA's characters.
    for name in ["- . -", "\u{13000}\u{13001}"] {
        name.clone_into(&mut account.holder);
        let fault = PaymentFiles.takes(&Destination::Bank(account.clone())).unwrap_err();
        assert_eq!(fault.field, "holder", "{name}");
    }
    let paypal = Destination::Paypal { email: "=a@b.example".to_owned() };
    assert_eq!(PaymentFiles.takes(&paypal).unwrap_err().field, "email");
}
