//! ISO 20022 `pain.001.001.09`: SEPA credit transfers as the EPC's customer-to-PSP guidelines (EPC132-08) have them.

use crate::{decimal, refused, text};
use engine::ports::{Payment, PaymentOrder, REMITTANCE_CHARACTERS_MAX, RailError};
use payout::{BankAccount, Bic, Destination, HOLDER_CHARACTERS_MAX, SEPA_AMOUNT_MAX};
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};
use std::io;
use words::{Currency, Invalid};

const NAMESPACE: &str = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";
const INDENT: usize = 2;

type Xml = Writer<Vec<u8>>;
type Content<'a> = Box<dyn FnOnce(&mut Xml) -> io::Result<()> + 'a>;

/// A payment as the file has it.
struct Line<'a> {
    payment: &'a Payment,
    account: &'a BankAccount,
    name: String,
    remittance: String,
}

pub(crate) fn write(order: &PaymentOrder) -> Result<Vec<u8>, RailError> {
    let Some(debtor) = &order.debtor else {
        return Err(RailError::Order(Invalid::new("debtor", "an account to pay from")));
    };
    let name = check_holder("debtor.holder", &debtor.holder).map_err(RailError::Order)?;
    let lines: Result<Vec<_>, _> = order.payments.iter().map(line_of).collect();
    let lines = lines?;
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', INDENT);
    document(&mut xml, order, (debtor, &name), &lines)
        .map_err(|fault| RailError::Order(Invalid::new("payments", format!("a file; {fault}"))))?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

/// The holder's name as banks write it. Fails where no letter or digit is left of it.
pub(crate) fn check_holder(field: &'static str, holder: &str) -> Result<String, Invalid> {
    let name = text::sepa(holder, HOLDER_CHARACTERS_MAX);
    if name.contains(|c: char| c.is_ascii_alphanumeric()) {
        return Ok(name);
    }
    Err(Invalid::new(field, "a name with a letter or a digit that banks know"))
}

fn line_of(payment: &Payment) -> Result<Line<'_>, RailError> {
    let Destination::Bank(account) = &payment.destination else {
        return Err(refused(payment, "destination", "a bank account"));
    };
    if payment.amount.amount > SEPA_AMOUNT_MAX {
        let expected = format!("at most {SEPA_AMOUNT_MAX} cents, the greatest amount of a SEPA transfer");
        return Err(refused(payment, "amount", expected));
    }
    let name = check_holder("holder", &account.holder)
        .map_err(|fault| refused(payment, fault.field, fault.expected))?;
    let remittance = text::sepa(&payment.remittance, REMITTANCE_CHARACTERS_MAX);
    if remittance.is_empty() {
        return Err(refused(payment, "remittance", "a text with a letter or a digit that banks know"));
    }
    Ok(Line { payment, account, name, remittance })
}

fn document(
    xml: &mut Xml,
    order: &PaymentOrder,
    debtor: (&BankAccount, &str),
    lines: &[Line<'_>],
) -> io::Result<()> {
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("Document").with_attribute(("xmlns", NAMESPACE)).write_inner_content(|xml| {
        within(xml, &["CstmrCdtTrfInitn"], |xml| {
            within(xml, &["GrpHdr"], |xml| head(xml, order, debtor.1, lines))?;
            within(xml, &["PmtInf"], |xml| payments(xml, order, debtor, lines))
        })
    })?;
    Ok(())
}

fn head(xml: &mut Xml, order: &PaymentOrder, debtor: &str, lines: &[Line<'_>]) -> io::Result<()> {
    text_of(xml, "MsgId", &order.message_id)?;
    let to_second = order.created_at.micros().rem_euclid(1_000_000);
    text_of(xml, "CreDtTm", &order.created_at.plus_micros(-to_second).to_string())?;
    sums(xml, lines)?;
    within(xml, &["InitgPty"], |xml| text_of(xml, "Nm", debtor))
}

/// How many, and how much in all: what a bank checks the file by.
fn sums(xml: &mut Xml, lines: &[Line<'_>]) -> io::Result<()> {
    text_of(xml, "NbOfTxs", &lines.len().to_string())?;
    let sum: i128 = lines.iter().map(|line| i128::from(line.payment.amount.amount)).sum();
    match lines.first() {
        Some(line) => text_of(xml, "CtrlSum", &decimal(sum, line.payment.amount.currency)),
        None => Ok(()),
    }
}

/// One block: SEPA has one currency, and an order one day.
fn payments(
    xml: &mut Xml,
    order: &PaymentOrder,
    (debtor, name): (&BankAccount, &str),
    lines: &[Line<'_>],
) -> io::Result<()> {
    text_of(xml, "PmtInfId", &order.message_id)?;
    text_of(xml, "PmtMtd", "TRF")?;
    // One line on the account's statement for the whole batch.
    text_of(xml, "BtchBookg", "true")?;
    sums(xml, lines)?;
    within(xml, &["PmtTpInf", "SvcLvl"], |xml| text_of(xml, "Cd", "SEPA"))?;
    within(xml, &["ReqdExctnDt"], |xml| text_of(xml, "Dt", &order.execution_day.to_string()))?;
    within(xml, &["Dbtr"], |xml| text_of(xml, "Nm", name))?;
    within(xml, &["DbtrAcct", "Id"], |xml| text_of(xml, "IBAN", debtor.iban.as_str()))?;
    within(xml, &["DbtrAgt", "FinInstnId"], |xml| match &debtor.bic {
        Some(bic) => text_of(xml, "BICFI", bic.as_str()),
        // The schema wants an agent; the guidelines say so where the IBAN is enough.
        None => within(xml, &["Othr"], |xml| text_of(xml, "Id", "NOTPROVIDED")),
    })?;
    text_of(xml, "ChrgBr", "SLEV")?;
    for line in lines {
        within(xml, &["CdtTrfTxInf"], |xml| transfer(xml, line))?;
    }
    Ok(())
}

fn transfer(xml: &mut Xml, line: &Line<'_>) -> io::Result<()> {
    within(xml, &["PmtId"], |xml| text_of(xml, "EndToEndId", &line.payment.end_to_end_id))?;
    within(xml, &["Amt"], |xml| amount(xml, line.payment.amount.amount, line.payment.amount.currency))?;
    if let Some(bic) = line.account.bic.as_ref().map(Bic::as_str) {
        within(xml, &["CdtrAgt", "FinInstnId"], |xml| text_of(xml, "BICFI", bic))?;
    }
    within(xml, &["Cdtr"], |xml| text_of(xml, "Nm", &line.name))?;
    within(xml, &["CdtrAcct", "Id"], |xml| text_of(xml, "IBAN", line.account.iban.as_str()))?;
    within(xml, &["RmtInf"], |xml| text_of(xml, "Ustrd", &line.remittance))
}

fn amount(xml: &mut Xml, amount: i64, currency: Currency) -> io::Result<()> {
    let element = xml.create_element("InstdAmt").with_attribute(("Ccy", currency.code()));
    element.write_text_content(BytesText::new(&decimal(amount.into(), currency)))?;
    Ok(())
}

fn text_of(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(text))?;
    Ok(())
}

/// Elements within each other, and in the innermost what `content` writes.
fn within(xml: &mut Xml, names: &[&str], content: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<()> {
    let Some((name, inner)) = names.split_first() else { return content(xml) };
    let boxed: Content<'_> = Box::new(content);
    xml.create_element(*name).write_inner_content(|xml| within(xml, inner, boxed))?;
    Ok(())
}
