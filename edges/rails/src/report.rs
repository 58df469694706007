//! ISO 20022 `pain.002`, a bank's status report: what became of a file, and of each payment in it. All versions say what is
//! read here in the same words.

use engine::ports::{PAYMENTS_PER_FILE_MAX, ReportedOutcome, StatusReport};
use payout::{OUTCOME_REASON_CHARACTERS_MAX, Outcome};
use quick_xml::{Reader, escape::resolve_predefined_entity, events::Event};
use words::{Day, Invalid};

/// Elements within elements; the message itself needs a dozen.
const DEPTH_MAX: usize = 50;

/// Reasons by which a bank refuses what it has already: the first of the two may have been paid.
const DUPLICATES: [&str; 6] = ["AM05", "DU01", "DU02", "DU03", "DU04", "DU05"];

/// What is said of a file, of a group of its payments, or of one.
#[derive(Default)]
struct Said {
    payment: Option<String>,
    status: Option<String>,
    reasons: Vec<String>,
    on: Option<Day>,
}

#[derive(Default)]
struct Reading {
    path: Vec<String>,
    text: String,
    is_report: bool,
    message_id: Option<String>,
    created: Option<Day>,
    file: Said,
    group: Said,
    payment: Said,
    outcomes: Vec<ReportedOutcome>,
    /// What holds for the payments of which nothing else is said.
    rest: Option<ReportedOutcome>,
}

pub(crate) fn read(report: &str) -> Result<StatusReport, Invalid> {
    let malformed = |why: String| Invalid::new("report", format!("well-formed XML ({why})"));
    let mut reader = Reader::from_str(report);
    let mut reading = Reading::default();
    loop {
        match reader.read_event().map_err(|fault| malformed(fault.to_string()))? {
            Event::Start(element) => reading.open(element.local_name().as_ref())?,
            Event::End(_) => reading.close()?,
            Event::Text(text) => reading.text.push_str(&text.xml10_content()),
            Event::CData(text) => reading.text.push_str(&text.xml10_content()),
            Event::GeneralRef(named) => {
                let char = named.resolve_char_ref().map_err(|fault| malformed(fault.to_string()))?;
                let name = named.xml10_content();
                match (char, resolve_predefined_entity(&name)) {
                    (Some(char), _) => reading.text.push(char),
                    (None, Some(text)) => reading.text.push_str(text),
                    (None, None) => return Err(malformed(format!("the entity {name} is unknown"))),
                }
            }
            Event::Eof if reading.path.is_empty() => return reading.ended(),
            Event::Eof => return Err(malformed("it ends too early".to_owned())),
            _ => {}
        }
    }
}

impl Reading {
    fn open(&mut self, name: &str) -> Result<(), Invalid> {
        if self.path.len() == DEPTH_MAX {
            return Err(Invalid::new("report", format!("at most {DEPTH_MAX} elements within each other")));
        }
        self.path.push(name.to_owned());
        self.text.clear();
        match name {
            "CstmrPmtStsRpt" => self.is_report = true,
            "OrgnlPmtInfAndSts" => self.group = Said::default(),
            "TxInfAndSts" => self.payment = Said::default(),
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), Invalid> {
        let Some(name) = self.path.pop() else { return Ok(()) };
        let text = std::mem::take(&mut self.text).trim().to_owned();
        match &*name {
            "TxInfAndSts" => {
                let said = std::mem::take(&mut self.payment);
                if said.payment.is_none() {
                    return Err(Invalid::new(
                        "OrgnlEndToEndId",
                        "the id of the payment, in each TxInfAndSts",
                    ));
                }
                self.take(said)?;
            }
            "OrgnlPmtInfAndSts" => {
                let said = std::mem::take(&mut self.group);
                self.take_rest(said)?;
            }
            _ if !text.is_empty() => self.leaf(&name, text),
            _ => {}
        }
        Ok(())
    }

    fn leaf(&mut self, name: &str, text: String) {
        let is_in = |part: &str| self.path.iter().any(|element| element == part);
        let parent = self.path.last().map_or("", String::as_str);
        let is_reason = name == "AddtlInf" || parent == "Rsn";
        let is_day = name == "AccptncDtTm" || parent == "FctvIntrBkSttlmDt";
        let said = if is_in("TxInfAndSts") {
            &mut self.payment
        } else if is_in("OrgnlPmtInfAndSts") {
            &mut self.group
        } else if is_in("OrgnlGrpInfAndSts") {
            &mut self.file
        } else {
            if parent == "GrpHdr" && name == "CreDtTm" {
                self.created = day_of(&text);
            }
            return;
        };
        match name {
            "OrgnlMsgId" if parent == "OrgnlGrpInfAndSts" => self.message_id = Some(text),
            "OrgnlEndToEndId" if parent == "TxInfAndSts" => said.payment = Some(text),
            "GrpSts" | "PmtInfSts" | "TxSts" => said.status = Some(text),
            _ if is_reason => said.reasons.push(text.split_whitespace().collect::<Vec<_>>().join(" ")),
            _ if is_day => said.on = day_of(&text).or(said.on),
            _ => {}
        }
    }

    fn told(&self, said: Said) -> Result<Option<ReportedOutcome>, Invalid> {
        let Some(status) = said.status else { return Ok(None) };
        let outcome = outcome_of(&status, &said.reasons)?;
        let (payment, on, reported_on) = (said.payment, said.on, self.created);
        Ok(outcome.map(|outcome| ReportedOutcome { payment, outcome, on, reported_on }))
    }

    fn take(&mut self, said: Said) -> Result<(), Invalid> {
        let told = self.told(said)?;
        self.outcomes.extend(told);
        if self.outcomes.len() > PAYMENTS_PER_FILE_MAX {
            let expected = format!("at most {PAYMENTS_PER_FILE_MAX} payments, as one file has");
            return Err(Invalid::new("report", expected));
        }
        Ok(())
    }

    /// Of a group's payments that are not told one by one, or of a file's. A file of ours has one group.
    fn take_rest(&mut self, said: Said) -> Result<(), Invalid> {
        let Some(told) = self.told(said)? else { return Ok(()) };
        if self.rest.as_ref().is_some_and(|rest| rest.outcome != told.outcome) {
            return Err(Invalid::new("report", "one group of payments, as the file has"));
        }
        self.rest = Some(told);
        Ok(())
    }

    fn ended(mut self) -> Result<StatusReport, Invalid> {
        if !self.is_report {
            return Err(Invalid::new("report", "a pain.002 message, with CstmrPmtStsRpt"));
        }
        if self.rest.is_none() {
            let said = std::mem::take(&mut self.file);
            self.take_rest(said)?;
        }
        let Some(message_id) = self.message_id else {
            return Err(Invalid::new("OrgnlMsgId", "the id of the message that is reported on"));
        };
        Ok(StatusReport { message_id, outcomes: self.outcomes, rest: self.rest })
    }
}

fn day_of(text: &str) -> Option<Day> {
    text.get(..10)?.parse().ok()
}

/// By ISO 20022's external code set of payment transaction statuses; of a part that is told one by one, none.
fn outcome_of(status: &str, reasons: &[String]) -> Result<Option<Outcome>, Invalid> {
    let reason = || {
        let told = if reasons.is_empty() { status.to_owned() } else { reasons.join(", ") };
        let cut: String = told.chars().take(OUTCOME_REASON_CHARACTERS_MAX).collect();
        cut.trim_end().to_owned()
    };
    if status == "RJCT" && reasons.iter().any(|reason| DUPLICATES.contains(&&**reason)) {
        let expected =
            "no rejection of a duplicate: what became of the payments is told by the first file's report";
        return Err(Invalid::new("report", expected));
    }
    Ok(Some(match status {
        "ACSC" | "ACCC" => Outcome::Settled { debited: None },
        "RJCT" | "CANC" | "BLCK" => Outcome::Failed { reason: reason() },
        "RCVD" | "PDNG" | "ACTC" | "ACCP" | "ACSP" | "ACWC" | "ACWP" | "ACFC" | "PATC" => Outcome::Accepted,
        "PART" => return Ok(None),
        _ => {
            let expected = "a status of pain.002: ACSC, ACCC, RJCT, CANC, BLCK, RCVD, PDNG, ACTC, ACCP, ACSP, ACWC, \
                ACWP, ACFC, PATC or PART";
            return Err(Invalid::new("report", format!("{expected}, not {status}")));
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(within: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
            <p:Document xmlns:p=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\"><p:CstmrPmtStsRpt>\n\
            <p:GrpHdr><p:MsgId>REP-1</p:MsgId><p:CreDtTm>2026-11-27T08:00:00+01:00</p:CreDtTm></p:GrpHdr>\n\
            {within}</p:CstmrPmtStsRpt></p:Document>"
        )
    }

    fn file(status: &str) -> String {
        format!(
            "<OrgnlGrpInfAndSts><OrgnlMsgId>bat-1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>{status}\
            </OrgnlGrpInfAndSts>"
        )
    }

    fn told(within: &str) -> Vec<(Option<String>, Outcome, Option<String>)> {
        let read = read(&report(within)).unwrap();
        assert_eq!(read.message_id, "bat-1");
        let day = |it: &ReportedOutcome| it.on.or(it.reported_on).map(|day| day.to_string());
        let one = |it: ReportedOutcome| (it.payment.clone(), it.outcome.clone(), day(&it));
        read.outcomes.into_iter().chain(read.rest).map(one).collect()
    }

    #[test]
    fn each_payment_is_told_by_its_own_status_reasons_and_day() {
        let payments = "<OrgnlPmtInfAndSts><OrgnlPmtInfId>bat-1</OrgnlPmtInfId><PmtInfSts>PART</PmtInfSts>\
            <TxInfAndSts><OrgnlEndToEndId>tfr-1</OrgnlEndToEndId><TxSts>ACSC</TxSts>\
            <FctvIntrBkSttlmDt><Dt>2026-11-26</Dt></FctvIntrBkSttlmDt></TxInfAndSts>\
            <TxInfAndSts><OrgnlEndToEndId>tfr-2</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Orgtr><Nm>A&amp;B Bank\
            </Nm></Orgtr><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>closed &#x2014; A&amp;B</AddtlInf></StsRsnInf>\
            <OrgnlTxRef><Amt><InstdAmt Ccy=\"EUR\">1.00</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>\
            <TxInfAndSts><OrgnlEndToEndId>tfr-3</OrgnlEndToEndId><TxSts>ACSP</TxSts></TxInfAndSts></OrgnlPmtInfAndSts>";
        let failed = Outcome::Failed { reason: "AC04, closed \u{2014} A&B".to_owned() };
        let today = Some("2026-11-27".to_owned());
        let expected = [
            (Some("tfr-1".to_owned()), Outcome::Settled { debited: None }, Some("2026-11-26".to_owned())),
            (Some("tfr-2".to_owned()), failed, today.clone()),
            (Some("tfr-3".to_owned()), Outcome::Accepted, today),
        ];
        assert_eq!(told(&format!("{}{payments}", file("<GrpSts>PART</GrpSts>"))), expected);
    }

    #[test]
    fn what_is_said_of_all_of_them_is_said_once() {
        let reason = "<StsRsnInf><Rsn><Prtry>NO-LIMIT</Prtry></Rsn></StsRsnInf>";
        let failed =
            || (None, Outcome::Failed { reason: "NO-LIMIT".to_owned() }, Some("2026-11-27".to_owned()));
        assert_eq!(told(&file(&format!("<GrpSts>RJCT</GrpSts>{reason}"))), [failed()]);
        let group = format!("<OrgnlPmtInfAndSts><PmtInfSts>RJCT</PmtInfSts>{reason}</OrgnlPmtInfAndSts>");
        assert_eq!(told(&format!("{}{group}", file(""))), [failed()]);
        assert_eq!(told(&file("")), []);
        // What is told of one holds for it, and the rest for the others.
        let one = "<TxInfAndSts><OrgnlEndToEndId>tfr-1</OrgnlEndToEndId><TxSts>ACSP</TxSts></TxInfAndSts>";
        let group = group.replace("</OrgnlPmtInfAndSts>", &format!("{one}</OrgnlPmtInfAndSts>"));
        let first = (Some("tfr-1".to_owned()), Outcome::Accepted, Some("2026-11-27".to_owned()));
        assert_eq!(told(&format!("{}{group}", file(""))), [first, failed()]);
    }

    #[test]
    fn what_is_no_report_is_refused_with_why() {
        let field = |text: &str| read(text).unwrap_err();
        for (text, name, part) in [
            ("{}".to_owned(), "report", "CstmrPmtStsRpt"),
            ("<Document><CstmrCdtTrfInitn/></Document>".to_owned(), "report", "CstmrPmtStsRpt"),
            (report(&file("<GrpSts>RJCT</GrpSts>")).replace("</p:Document>", ""), "report", "too early"),
            (report(&file("<GrpSts>&lol;</GrpSts>")), "report", "lol"),
            (report(&file("<GrpSts>WHAT</GrpSts>")), "report", "WHAT"),
            (
                report(&file("<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>DU01</Cd></Rsn></StsRsnInf>")),
                "report",
                "duplicate",
            ),
            (report(""), "OrgnlMsgId", "id of the message"),
            (report("<TxInfAndSts><TxSts>ACSC</TxSts></TxInfAndSts>"), "OrgnlEndToEndId", "TxInfAndSts"),
            ("<a>".repeat(DEPTH_MAX + 1), "report", "within each other"),
        ] {
            let fault = field(&text);
            assert_eq!(fault.field, name, "{text}");
            assert!(fault.expected.contains(part), "{fault} of {text}");
        }
    }
}
