//! Files of rates: the European Central Bank's reference rates (`eurofxref`, daily and since 1999, CSV and XML) and a table
//! of `day,base,quote,rate`.

use super::enter::RATES_PER_FILE_MAX;
use crate::table::{self, Place, Table, TableRow};
use quick_xml::{Reader, events::Event};
use std::collections::BTreeSet;
use words::{Currency, Day, ExchangeRate, Invalid, RateSource};

/// The whole history as XML is about half of it.
pub const RATES_FILE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// The columns of a table that is not the bank's, with all their names.
const OWN_COLUMNS: [&[&str]; 4] = [
    &["day", "date", "datum", "tag"],
    &["base", "from", "base_currency", "basis", "von"],
    &["quote", "to", "quote_currency", "nach"],
    &["rate", "kurs"],
];
/// What the bank writes where a currency had no rate on a day.
const NO_RATE: [&str; 2] = ["N/A", ""];
const EXPECTED: &str =
    "the European Central Bank's rates as CSV or XML, or a table with the head day,base,quote,rate";

#[derive(Debug)]
pub(super) struct Rates {
    pub(super) rates: Vec<ExchangeRate>,
    pub(super) source: RateSource,
    pub(super) left_out: Vec<String>,
    /// The rates that were written in a way that can be read twice.
    pub(super) unclear: Vec<Unclear>,
}

/// A rate like `1,480`, which is either 1.48 or 1480.
#[derive(Debug)]
pub(super) struct Unclear {
    /// Its place among the rates.
    pub(super) place: usize,
    pub(super) row: u64,
    pub(super) text: String,
    /// As decimals and as thousands, or the one of them that the file's other numbers leave. In billionths.
    pub(super) readings: Vec<i64>,
}

/// The sign that this file has before decimals, by its numbers that can be read in one way only.
struct Style(Option<char>);

impl Style {
    fn of<'a>(numbers: impl Iterator<Item = &'a str>) -> Self {
        let signs: BTreeSet<char> = numbers.filter_map(|text| table::decimal_sign(text.trim())).collect();
        Self(signs.first().copied().filter(|_| signs.len() == 1))
    }

    /// What an unclear number may mean, in billionths; nothing where it can be read in one way only.
    fn readings(&self, text: &str) -> Vec<i64> {
        let Some(sign) = table::unclear_sign(text) else { return Vec::new() };
        let decimals = text.replace(sign, ".");
        let thousands = text.replace(sign, "");
        let meant = match self.0 {
            Some(known) if known == sign => vec![decimals],
            Some(_) => vec![thousands],
            None => vec![decimals, thousands],
        };
        meant.iter().filter_map(|text| ExchangeRate::parse_billionths(text).ok()).collect()
    }
}

pub(super) fn rates(file: &[u8]) -> Result<Rates, Invalid> {
    let text = table::decoded(file);
    let text = text.trim_start();
    if text.starts_with('<') {
        return of_bank_xml(text);
    }
    let read = Table::read(text.as_bytes())?;
    let places = OWN_COLUMNS.map(|names| read.column(names));
    match places {
        [Some(_), Some(_), Some(_), Some(_)] => of_own_table(&read, places),
        [day, None, None, None] if day == Some(Place::FIRST) => of_bank_table(&read),
        _ => Err(missing(&read, places)),
    }
}

/// Which column a table lacks.
fn missing(read: &Table, places: [Option<Place>; 4]) -> Invalid {
    let lacking: Vec<_> = OWN_COLUMNS
        .iter()
        .zip(places)
        .filter(|(_, place)| place.is_none())
        .map(|(names, _)| names[0])
        .collect();
    let head = read.head().join(", ");
    Invalid::new("file", format!("{EXPECTED}; the head {head:?} lacks {}", lacking.join(", ")))
}

/// Rates of the bank as they are gathered.
#[derive(Default)]
struct Gathered {
    rates: Vec<ExchangeRate>,
    left_out: BTreeSet<String>,
    unclear: Vec<Unclear>,
}

impl Gathered {
    /// A currency that is none any more is left out: the bank's history has many.
    fn take(&mut self, day: Day, code: &str, text: &str) -> Result<(), Invalid> {
        if NO_RATE.contains(&text) {
            return Ok(());
        }
        let (Ok(quote), Ok(euro)) = (code.parse::<Currency>(), "EUR".parse()) else {
            self.left_out.insert(code.to_owned());
            return Ok(());
        };
        let wrong = |_| Invalid::new("file", format!("a rate for {code} on {day}, not {text:?}"));
        let billionths = ExchangeRate::parse_billionths(text).map_err(wrong)?;
        self.rates.push(ExchangeRate::published((euro, quote), billionths, RateSource::Ecb, day)?);
        check_count(self.rates.len())
    }

    fn done(self) -> Rates {
        let left_out = self.left_out.into_iter().collect();
        Rates { rates: self.rates, source: RateSource::Ecb, left_out, unclear: self.unclear }
    }
}

fn check_count(count: usize) -> Result<(), Invalid> {
    if count > RATES_PER_FILE_MAX {
        return Err(Invalid::new("file", format!("at most {RATES_PER_FILE_MAX} rates")));
    }
    Ok(())
}

fn of_bank_xml(file: &str) -> Result<Rates, Invalid> {
    let broken = |fault: String| Invalid::new("file", format!("{EXPECTED}; {fault}"));
    let (mut reader, mut gathered, mut day) = (Reader::from_str(file), Gathered::default(), None::<Day>);
    loop {
        let element = match reader.read_event().map_err(|fault| broken(fault.to_string()))? {
            Event::Start(element) | Event::Empty(element) => element,
            Event::Eof => break,
            _ => continue,
        };
        if element.local_name().as_ref() != "Cube" {
            continue;
        }
        let (mut code, mut rate) = (None, None);
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|fault| broken(fault.to_string()))?;
            let value = attribute.value.into_owned();
            match attribute.key.as_ref() {
                "time" => day = Some(value.parse().map_err(|_| broken(format!("{value:?} is no day")))?),
                "currency" => code = Some(value),
                "rate" => rate = Some(value),
                _ => {}
            }
        }
        if let (Some(code), Some(rate)) = (code, rate) {
            let day = day.ok_or_else(|| broken(format!("{code} has no day")))?;
            gathered.take(day, &code, &rate)?;
        }
    }
    if gathered.rates.is_empty() {
        return Err(Invalid::new("file", EXPECTED));
    }
    Ok(gathered.done())
}

fn of_bank_table(read: &Table) -> Result<Rates, Invalid> {
    let mut gathered = Gathered::default();
    let style = Style::of(read.rows().iter().flat_map(|row| row.cells().skip(1)));
    for row in read.rows() {
        let day = day_of(row, Some(Place::FIRST))?;
        for (code, text) in read.head().iter().zip(row.cells()).skip(1).filter(|(code, _)| !code.is_empty()) {
            let place = gathered.rates.len();
            gathered.take(day, &code.to_uppercase(), &plain(text))?;
            let readings = style.readings(text);
            if gathered.rates.len() > place && !readings.is_empty() {
                let unclear = Unclear { place, row: row.number, text: text.to_owned(), readings };
                gathered.unclear.push(unclear);
            }
        }
    }
    if gathered.rates.is_empty() {
        return Err(missing(read, [None; 4]));
    }
    Ok(gathered.done())
}

fn of_own_table(read: &Table, places: [Option<Place>; 4]) -> Result<Rates, Invalid> {
    let (mut rates, mut unclear) = (Vec::new(), Vec::new());
    let style = Style::of(read.rows().iter().filter_map(|row| row.cell(places[3])));
    for row in read.rows() {
        let field = |column: usize| row.cell(places[column]).unwrap_or_default();
        let wrong = |what: &str, text: &str| {
            Invalid::new("file", format!("{what} in row {}, not {text:?}", row.number))
        };
        let day = day_of(row, places[0])?;
        let code = |column| {
            let code = field(column).to_uppercase();
            code.parse().map_err(|_| wrong("a currency like USD", field(column)))
        };
        let billionths = ExchangeRate::parse_billionths(&plain(field(3)))
            .map_err(|_| wrong("a rate like 1.0823", field(3)))?;
        let rate = ExchangeRate::published((code(1)?, code(2)?), billionths, RateSource::File, day)
            .map_err(|fault| Invalid::new("file", format!("{} in row {}", fault.expected, row.number)))?;
        let readings = style.readings(field(3));
        if !readings.is_empty() {
            let (place, text) = (rates.len(), field(3).to_owned());
            unclear.push(Unclear { place, row: row.number, text, readings });
        }
        rates.push(rate);
        check_count(rates.len())?;
    }
    Ok(Rates { rates, source: RateSource::File, left_out: Vec::new(), unclear })
}

/// The rate as it is parsed, whether a point or a comma stands before its decimals.
fn plain(text: &str) -> String {
    if NO_RATE.contains(&text) { text.to_owned() } else { table::decimal(text) }
}

fn day_of(row: &TableRow, column: Option<Place>) -> Result<Day, Invalid> {
    let text = row.cell(column).unwrap_or_default();
    table::day(text)
        .map_err(|fault| Invalid::new("file", format!("{} in row {}", fault.expected, row.number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(rates: &Rates) -> Vec<String> {
        let one = |rate: &ExchangeRate| format!("{} {} {rate} {}", rate.day, rate.base, rate.quote);
        rates.rates.iter().map(one).collect()
    }

    #[test]
    fn the_bank_s_files_are_read_in_every_form() {
        let daily = "Date, USD, JPY, BGN, \n27 November 2026, 1.0823, 162.50, N/A, \n";
        let history =
            "Date,USD,JPY,CYP,\r\n2026-11-27,1.0823,162.5,N/A,\r\n2007-12-31,1.4721,164.93,0.585274,\r\n";
        let xml = r#"<?xml version="1.0" encoding="UTF-8"?>
            <gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01">
            <gesmes:subject>Reference rates</gesmes:subject><Cube><Cube time='2026-11-27'>
            <Cube currency='USD' rate='1.0823'/><Cube currency='JPY' rate='162.5'/></Cube></Cube></gesmes:Envelope>"#;
        let of_excel = "\u{feff}Date;USD;JPY;BGN;\r\n27.11.2026;1,0823;162,5;N/A;\r\n";
        let expected = ["2026-11-27 EUR 1.0823 USD", "2026-11-27 EUR 162.5 JPY"];
        assert_eq!(said(&rates(daily.as_bytes()).unwrap()), expected);
        assert_eq!(said(&rates(of_excel.as_bytes()).unwrap()), expected);
        assert_eq!(said(&rates(xml.as_bytes()).unwrap()), expected);
        let read = rates(history.as_bytes()).unwrap();
        assert_eq!(said(&read)[..2], expected);
        assert_eq!((said(&read)[2].as_str(), read.source), ("2007-12-31 EUR 1.4721 USD", RateSource::Ecb));
    }

    #[test]
    fn three_digits_after_one_sign_are_decimals_or_thousands_by_the_files_other_numbers() {
        let (decimals, thousands) = (1_480_000_000, 1_480_000_000_000);
        for (other, text, expected) in [
            ("", "1,480", vec![decimals, thousands]),
            ("", "1.480", vec![decimals, thousands]),
            ("1.0823", "1.480", vec![decimals]),
            ("1.0823", "1,480", vec![thousands]),
            ("1,0823", "1.480", vec![thousands]),
            ("1,234.5", "1.480", vec![decimals]),
            ("1,000,000", "1,480", vec![thousands]),
            ("162", "1.480", vec![decimals, thousands]),
            ("", "0.480", vec![]),
            ("", "1480", vec![]),
            ("", "1.4800", vec![]),
            ("", "1480.125", vec![]),
        ] {
            let other =
                if other.is_empty() { String::new() } else { format!("2026-11-26;EUR;USD;{other}\n") };
            let file = format!("day;base;quote;rate\n{other}2026-11-27;EUR;KRW;{text}\n");
            let found = rates(file.as_bytes()).unwrap().unclear;
            let readings = found.first().map(|it| it.readings.clone()).unwrap_or_default();
            assert_eq!(readings, expected, "{text} beside {other:?}");
        }
        let bank = rates(b"Date,USD,KRW\n2026-11-27,1.085,1480.125\n").unwrap();
        assert_eq!(bank.unclear[0].readings, [1_085_000_000]);
    }

    #[test]
    fn a_table_of_one_s_own_is_read_and_its_faults_have_lines() {
        for own in [
            "day,base,quote,rate\n2026-11-27,USD,KWD,0.3062\n",
            "\u{feff}Day;Base;Quote;Rate;Note\r\n27.11.2026;usd;KWD;0,3062;\"a; b\"\r\n;;;;\r\n",
            "rate\tquote\tbase\tdate\n0,3062\tkwd\tUSD\t27/11/2026\n",
            "sep=;\nDatum;Von;Nach;Kurs\n27.11.2026;USD;KWD;0,3062\n",
        ] {
            let read = rates(own.as_bytes()).unwrap();
            assert_eq!(said(&read), ["2026-11-27 USD 0.3062 KWD"], "{own}");
            assert_eq!(read.source, RateSource::File);
        }
        let fault = |file: &str| rates(file.as_bytes()).unwrap_err().to_string();
        let line = |line: &str| fault(&format!("day,base,quote,rate\n2026-11-27,USD,KWD,0.3\n{line}\n"));
        assert_eq!(
            line("5/6/2026,USD,KWD,1"),
            "file: expected a day like 2026-11-29: \"5/6/2026\" could be two different days in row 2"
        );
        assert_eq!(line("2026-11-27,USD,XXX,1"), "file: expected a currency like USD in row 2, not \"XXX\"");
        assert_eq!(line("2026-11-27,USD,EUR,-1"), "file: expected a rate like 1.0823 in row 2, not \"-1\"");
        assert!(line("2026-11-27,USD,USD,1").contains("another currency than the base in row 2"));
        assert!(fault("hello").starts_with("file: expected the European Central Bank's rates"));
        assert!(fault("<html><body>Not found</body></html>").starts_with("file: expected the European"));
        assert!(fault("<a><Cube time='today'/></a>").contains("\"today\" is no day"));
        assert!(fault("Date,USD\n2026-11-27,abc\n").contains("a rate for USD on 2026-11-27, not \"abc\""));
    }
}
