//! Reads imported tables as spreadsheets write them: with commas, semicolons or tabs, in any encoding that Excel saves, with
//! the columns in any order and case, further columns, and days and amounts as people write them.

use std::borrow::Cow;
use words::{Currency, Day, Invalid, Money};

/// Rows of one table, without its header.
pub const TABLE_ROWS_MAX: usize = 600_000;

/// The cell separators of Excel.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];
/// Excel reads the separator from a first line that begins so.
const SEPARATOR_LINE: &str = "sep=";
/// The characters 0x80 to 0x9f of Windows-1252, Excel's default encoding. The others have the same codes in Unicode.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];
/// The months in English and German, one line each. Three letters or more of a name are enough.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "jänner"],
    &["february", "februar", "feber"],
    &["march", "märz", "maerz", "mrz"],
    &["april"],
    &["may", "mai"],
    &["june", "juni"],
    &["july", "juli"],
    &["august"],
    &["september"],
    &["october", "oktober"],
    &["november"],
    &["december", "dezember"],
];
/// Of `2026-11-29`.
const DAY_CHARACTERS: usize = 10;
const MONTH_LETTERS_MIN: usize = 3;
/// `29-Nov-26` is of this century.
const CENTURY: &str = "20";

/// A table with a head.
#[derive(Debug)]
pub struct Table {
    head: Vec<String>,
    rows: Vec<TableRow>,
}

/// A row that is not empty.
#[derive(Debug)]
pub struct TableRow {
    /// From 1 for the line below the header. Empty lines count, so that people find the row in their spreadsheet.
    pub number: u64,
    cells: Vec<String>,
}

/// The position of a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place(usize);

impl Place {
    /// The first column.
    pub const FIRST: Place = Place(0);
}

impl Table {
    /// Reads a table with any columns. Fails where the bytes are no table, or have too many rows.
    pub fn read(bytes: &[u8]) -> Result<Table, Invalid> {
        let text = decoded(bytes);
        let (text, told) =
            match text.lines().next().filter(|line| line.to_ascii_lowercase().starts_with(SEPARATOR_LINE)) {
                Some(line) => (&text[line.len()..], line.as_bytes().get(SEPARATOR_LINE.len()).copied()),
                None => (&*text, None),
            };
        let text = text.trim_start_matches(['\r', '\n']);
        let separator = told.unwrap_or_else(|| separator_of(text.lines().next().unwrap_or_default()));
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let malformed = |fault: csv::Error| Invalid::new("file", format!("a table; {fault}"));
        let head = reader.headers().map_err(malformed)?.iter().map(name_of).collect();
        let (mut rows, mut number) = (Vec::new(), 0);
        for record in reader.records() {
            let record = record.map_err(malformed)?;
            number += 1 + record.position().map_or(0, |at| empty_lines_at(text, at.byte() as usize));
            let cells: Vec<String> = record.iter().map(|cell| trimmed(cell).to_owned()).collect();
            if cells.iter().any(|cell| !cell.is_empty()) {
                rows.push(TableRow { number, cells });
            }
            if rows.len() > TABLE_ROWS_MAX {
                return Err(Invalid::new("file", format!("at most {TABLE_ROWS_MAX} rows")));
            }
        }
        Ok(Table { head, rows })
    }

    /// The column with one of these names, which are in lower case with underscores. The first name that the table has wins,
    /// wherever its column stands.
    pub fn column(&self, names: &[&str]) -> Option<Place> {
        names.iter().find_map(|name| self.head.iter().position(|head| head == name)).map(Place)
    }

    /// The names of the columns, in their order.
    pub fn head(&self) -> &[String] {
        &self.head
    }

    pub fn rows(&self) -> &[TableRow] {
        &self.rows
    }
}

impl TableRow {
    /// The cell in this column; none if it is empty or the row is too short.
    pub fn cell(&self, column: Option<Place>) -> Option<&str> {
        let cell = self.cells.get(column?.0)?;
        Some(cell.as_str()).filter(|cell| !cell.is_empty())
    }

    /// All cells, in the order of the head.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(String::as_str)
    }
}

/// Decodes text in UTF-8, in UTF-16 with a byte order mark, or else in Windows-1252, which includes ISO-8859-1.
pub fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let wide = |read: fn([u8; 2]) -> u16| {
        let units = bytes[2..].chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
        Cow::Owned(
            char::decode_utf16(units).map(|sign| sign.unwrap_or(char::REPLACEMENT_CHARACTER)).collect(),
        )
    };
    match bytes {
        [0xff, 0xfe, ..] => return wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => return wide(u16::from_be_bytes),
        _ => {}
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text.trim_start_matches('\u{feff}')),
        Err(_) => {
            let sign = |byte: &u8| match byte {
                0x80..=0x9f => WINDOWS_1252[usize::from(*byte - 0x80)],
                other => char::from(*other),
            };
            Cow::Owned(bytes.iter().map(sign).collect())
        }
    }
}

/// The number of empty lines before a record, which the CSV reader counts as part of the record.
fn empty_lines_at(text: &str, begins: usize) -> u64 {
    let bytes = text.as_bytes();
    let skipped = bytes[begins.min(bytes.len())..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let lines = skipped.filter(|byte| **byte == b'\n').count() as u64;
    // The rest of the line break that ended the record before.
    let is_rest = begins > 0 && bytes.get(begins - 1) == Some(&b'\r') && bytes.get(begins) == Some(&b'\n');
    lines.saturating_sub(u64::from(is_rest))
}

/// The most frequent separator of the header; a comma if the table has one column.
fn separator_of(head: &str) -> u8 {
    let mut is_quoted = false;
    let mut counts = [0usize; SEPARATORS.len()];
    for byte in head.bytes() {
        is_quoted ^= byte == b'"';
        if let Some(place) = SEPARATORS.iter().position(|separator| *separator == byte && !is_quoted) {
            counts[place] += 1;
        }
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    let place = counts.iter().position(|count| *count == most).unwrap_or(0);
    SEPARATORS[place]
}

/// Without white space and invisible characters at the ends.
fn trimmed(cell: &str) -> &str {
    cell.trim_matches(|sign: char| {
        sign.is_whitespace() || matches!(sign, '\u{feff}' | '\u{200b}' | '\u{2060}')
    })
}

/// `End-to-end ID` as `end_to_end_id`.
fn name_of(head: &str) -> String {
    trimmed(head).to_lowercase().replace([' ', '-'], "_")
}

/// A day as people write it: `2026-11-29`, `29.11.2026`, `29 November 2026`, `29-Nov-26`, `29. Dezember 2026`, and `29/11/2026`
/// where only one of the two can be the month. A time of day after it is ignored.
pub fn day(text: &str) -> Result<Day, Invalid> {
    let wrong = || Invalid::new("on", format!("a day like 2026-11-29 or 29.11.2026, not {text:?}"));
    if let Some((date, rest)) = text.split_at_checked(DAY_CHARACTERS)
        && let Ok(day) = date.parse()
        && (rest.is_empty() || rest.starts_with(['T', ' ']))
    {
        return Ok(day);
    }
    let words = text.split_whitespace().take_while(|word| !word.contains(':'));
    let date = words.collect::<Vec<_>>().join(" ");
    let parts: Vec<&str> = date.split(['.', '/', '-', ' ', ',']).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts[..] else { return Err(wrong()) };
    let number = |text: &str| text.parse::<u32>().map_err(|_| wrong());
    let of = |year: &str, month: u32, day: &str| {
        let is_year = year.len() == 4;
        let day = number(day)?;
        let written = format!("{year}-{month:02}-{day:02}");
        if is_year { written.parse().map_err(|_| wrong()) } else { Err(wrong()) }
    };
    if first.len() == 4 && second.parse::<u32>().is_ok() {
        return of(first, number(second)?, third);
    }
    let named = [(second, first), (first, second)];
    if let Some((month, day)) = named.iter().find_map(|(month, day)| Some((month_of(month)?, day))) {
        let year = if third.len() == 2 { format!("{CENTURY}{third}") } else { third.to_owned() };
        return of(&year, month, day);
    }
    let (day, month) = (number(first)?, number(second)?);
    let is_day_first = date.contains('.') || day > 12 || day == month;
    if is_day_first {
        return of(third, month, first);
    }
    if month > 12 {
        return of(third, day, second);
    }
    Err(Invalid::new("on", format!("a day like 2026-11-29: {text:?} could be two different days")))
}

/// The month of this name or its beginning, from 1.
fn month_of(name: &str) -> Option<u32> {
    let name = name.to_lowercase().replace("a\u{308}", "ä");
    let is_it = |full: &&str| full.starts_with(&name) && name.chars().count() >= MONTH_LETTERS_MIN;
    MONTHS.iter().position(|names| names.iter().any(is_it)).map(|place| place as u32 + 1)
}

/// A number with a point or a comma before its decimals, written with a point. Separators between thousands are removed where
/// it has both signs, or one more than once.
pub fn decimal(text: &str) -> String {
    let plain: String =
        text.chars().filter(|sign| !sign.is_whitespace() && !matches!(sign, '\'' | '’')).collect();
    let count = |sign| plain.matches(sign).count();
    let (points, commas) = (count('.'), count(','));
    let point = match (points, commas) {
        (_, 0) if points > 1 => None,
        (0, _) if commas > 1 => None,
        _ => plain.rfind(['.', ',']),
    };
    plain
        .char_indices()
        .filter_map(|(place, sign)| match sign {
            '.' | ',' if Some(place) == point => Some('.'),
            '.' | ',' => None,
            other => Some(other),
        })
        .collect()
}

/// What a number with one sign before exactly three digits may mean: `1,480` is 1480 to some and 1.48 to others. None where
/// the number can be read in one way only.
pub(crate) fn unclear_sign(text: &str) -> Option<char> {
    let (whole, decimals) = text.split_once(['.', ','])?;
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_group = (1..=3).contains(&whole.len()) && !whole.starts_with('0') && decimals.len() == 3;
    let sign = text[whole.len()..].chars().next();
    sign.filter(|_| is_group && is_digits(whole) && is_digits(decimals))
}

/// The sign before the decimals of a number that can be read in one way only, where it shows one.
pub(crate) fn decimal_sign(text: &str) -> Option<char> {
    let (points, commas) = (text.matches('.').count(), text.matches(',').count());
    match (points, commas) {
        _ if unclear_sign(text).is_some() => None,
        (0, 0) => None,
        (_, 0) if points > 1 => Some(','),
        (0, _) if commas > 1 => Some('.'),
        _ => text.chars().rev().find(|sign| matches!(sign, '.' | ',')),
    }
}

/// Money as people write it: minor units where it has no decimals, `1010`, and major units where it has, `10.10` or `10,10`.
pub fn money(text: &str, currency: Currency) -> Result<Money, Invalid> {
    let wrong = || {
        Invalid::new(
            "debited",
            format!("an amount like 10.10, or 1010 in minor units of {currency}, not {text:?}"),
        )
    };
    let written = text.trim_end_matches(currency.code()).trim();
    if let Ok(minor) = written.parse::<i64>() {
        return Ok(Money::new(minor, currency));
    }
    let plain = decimal(written);
    let exponent = currency.exponent() as usize;
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    // Three digits behind a sign may as well be thousands.
    let is_unclear = decimals.len() > exponent || decimals.len() == 3 && !written.contains(['.', ',']);
    let digits =
        whole.trim_start_matches('-').bytes().chain(decimals.bytes()).all(|byte| byte.is_ascii_digit());
    if is_unclear || !digits || whole.is_empty() {
        return Err(wrong());
    }
    format!("{whole}{decimals:0<exponent$}")
        .parse()
        .map(|minor| Money::new(minor, currency))
        .map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<(u64, Vec<String>)> {
        let table = Table::read(bytes).unwrap();
        let (payment, outcome) = (table.column(&["payment"]), table.column(&["outcome", "status"]));
        let cell = |row: &TableRow, place| row.cell(place).unwrap_or("-").to_owned();
        table.rows().iter().map(|row| (row.number, vec![cell(row, payment), cell(row, outcome)])).collect()
    }

    #[test]
    fn a_table_is_read_as_any_spreadsheet_writes_it() {
        let expected = vec![(1, vec!["tfr-1".to_owned(), "settled".to_owned()])];
        for text in [
            "payment,outcome\ntfr-1,settled\n",
            "payment;outcome\r\ntfr-1;settled\r\n",
            "payment\toutcome\ntfr-1\tsettled",
            "\u{feff}payment;outcome\ntfr-1;settled\n;\n;\n\n",
            "sep=;\r\nOutcome;Name;Payment\r\nsettled;Müller;tfr-1\r\n",
            "\"Payment\",\"Status\",\"Amount, EUR\"\n\"tfr-1\",\"settled\",\"1,000.00\"\n",
            " PAYMENT , note , OUTCOME \n tfr-1 ,\"a\nb\", settled \n",
            "payment;outcome;reason\ntfr-1;settled\n",
        ] {
            assert_eq!(cells(text.as_bytes()), expected, "{text}");
        }
        let wide: Vec<u8> = "\u{feff}payment\toutcome\r\ntfr-1\tsettled\r\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(cells(&wide), expected);
        let latin = b"payment;outcome;empf\xe4nger\ntfr-1;settled;M\xfcller \x80\n";
        assert_eq!(cells(latin), expected);
        assert_eq!(Table::read(latin).unwrap().head()[2], "empfänger");
        // Empty lines count, so that a spreadsheet finds the row.
        assert_eq!(cells(b"payment,outcome\n\n,\ntfr-1,settled\n")[0].0, 3);
        assert_eq!(cells(b"payment,outcome\r\n\r\n,\r\ntfr-1,settled\r\n")[0].0, 3);
        assert_eq!(cells(b"payment,note\r\ntfr-1,\"a\nb\"\r\ntfr-2,\r\n")[1].0, 2);
        assert_eq!(cells(b"hello world"), []);
        // The preferred name wins, wherever its column stands.
        assert_eq!(cells(b"status,payment,outcome\nhanded_over,tfr-1,settled\n"), expected);
    }

    #[test]
    fn a_day_is_read_as_people_write_it_where_it_can_be_one_day_only() {
        for text in [
            "2026-11-29",
            "29.11.2026",
            "29/11/2026",
            "11/29/2026",
            "2026/11/29",
            "29-11-2026",
            "29 November 2026",
            "29 Nov 2026",
            "29 NOV 2026",
            "29-Nov-26",
            "29-Nov-2026",
            "29. November 2026",
            "29. Nov. 2026",
            "Nov 29, 2026",
            "29 November 2026 14:05",
            "2026-11-29 14:05:00",
            "2026-11-29T14:05:00Z",
            "29.11.2026 14:05",
        ] {
            assert_eq!(day(text).map(|day| day.to_string()), Ok("2026-11-29".to_owned()), "{text}");
        }
        for (text, expected) in [
            ("29. Dezember 2026", "2026-12-29"),
            ("29 Dez 2026", "2026-12-29"),
            ("3. März 2026", "2026-03-03"),
            ("3. Ma\u{308}rz 2026", "2026-03-03"),
            ("3 Mrz 2026", "2026-03-03"),
            ("1 OCT 2026", "2026-10-01"),
            ("1-Okt-26", "2026-10-01"),
            ("1. Mai 2026", "2026-05-01"),
            ("1 Sept 2026", "2026-09-01"),
            ("7 Jänner 2026", "2026-01-07"),
        ] {
            assert_eq!(day(text).map(|day| day.to_string()), Ok(expected.to_owned()), "{text}");
        }
        assert_eq!(day("5.6.2026").unwrap().to_string(), "2026-06-05");
        assert_eq!(day("5/5/2026").unwrap().to_string(), "2026-05-05");
        for text in [
            "5/6/2026",
            "31.02.2026",
            "29.11.26",
            "29 Foo 2026",
            "29 No 2026",
            "yesterday",
            "13/13/2026",
            "46355",
            "",
        ] {
            assert!(day(text).is_err(), "{text}");
        }
        assert!(day("5/6/2026").unwrap_err().expected.contains("two different days"));
    }

    #[test]
    fn an_amount_has_a_point_or_a_comma_or_is_of_minor_units() {
        let read = |text: &str, code: &str| money(text, code.parse().unwrap()).map(|money| money.amount).ok();
        for (text, code, expected) in [
            ("1010", "EUR", Some(1_010)),
            ("10.10", "EUR", Some(1_010)),
            ("10,10", "EUR", Some(1_010)),
            ("10,1", "EUR", Some(1_010)),
            ("1.234,56", "EUR", Some(123_456)),
            ("1,234.56", "EUR", Some(123_456)),
            ("1 234,56", "EUR", Some(123_456)),
            ("10.10 EUR", "EUR", Some(1_010)),
            ("1,010", "EUR", None),
            ("1.0101", "EUR", None),
            ("1,5", "JPY", None),
            ("1500", "JPY", Some(1_500)),
            ("1,234", "KWD", Some(1_234)),
            ("ten", "EUR", None),
            ("", "EUR", None),
        ] {
            assert_eq!(read(text, code), expected, "{text} {code}");
        }
        for (text, plain) in
            [("1,0823", "1.0823"), ("1.0823", "1.0823"), ("1.234,5", "1234.5"), ("162", "162")]
        {
            assert_eq!(decimal(text), plain);
        }
    }
}
