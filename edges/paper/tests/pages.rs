//! Statements set as PDF and read back by another program: every text is there, in reading order, and nothing leaves
//! its page.

use engine::ports::Paper;
use honeyguide_paper::{Fonts, PdfPaper};
use payout::{Document, DocumentLine};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
};
use words::Language;

fn row(place: usize, reference: &str, words: &str, amount: &str) -> DocumentLine {
    DocumentLine {
        date: format!("{} Nov 2026", place % 30 + 1),
        reference: reference.to_owned(),
        words: words.to_owned(),
        amount: amount.to_owned(),
    }
}

fn pair(label: &str, value: &str) -> (String, String) {
    (label.to_owned(), value.to_owned())
}

/// A statement of so many lines.
fn statement(partner: &str, lines: usize) -> Document {
    let words = "20 % of 250.00 EUR = 50.00 EUR.";
    Document {
        language: Language::English,
        title: "Statement no. 12".to_owned(),
        merchant: "Alder & Finch".to_owned(),
        program: "Friends of coffee".to_owned(),
        partner_label: "For".to_owned(),
        partner: partner.to_owned(),
        company: Some("Example Ltd".to_owned()),
        facts: vec![
            pair("Number", "12"),
            pair("Period", "1 Nov 2026 to 30 Nov 2026"),
            pair("Issued on", "2 Dec 2026"),
            pair("To be paid by", "15 Dec 2026"),
            pair("Currency", "EUR"),
        ],
        columns: ["Date", "Reference", "What it is", "Amount"].map(str::to_owned),
        lines: (0..lines).map(|place| row(place, &format!("Sale ORD-{place}"), words, "50.00 EUR")).collect(),
        nothing: "Nothing new in this period.".to_owned(),
        sums: vec![pair("Carried here", "-12.50 EUR"), pair("Commissions", "10000.00 EUR")],
        total: pair("Total", "9987.50 EUR"),
        ending: "9987.50 EUR is to be paid by 15 Dec 2026.".to_owned(),
        page_of: ["Page".to_owned(), "of".to_owned()],
    }
}

struct Read {
    pages: Vec<String>,
}

fn folder() -> PathBuf {
    let named = std::env::var_os("HONEYGUIDE_PAPER_FOLDER").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| std::env::temp_dir().join(format!("paper-{}", std::process::id())));
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Sets the document and reads its text back; none where the program that reads is missing.
fn read(name: &str, document: &Document) -> Option<Read> {
    let paper = PdfPaper::new(Fonts::built_in());
    let bytes = paper.pdf(document).unwrap();
    assert_eq!(bytes, paper.pdf(document).unwrap(), "the same document gives the same bytes");
    assert!(bytes.starts_with(b"%PDF-"));
    let path = folder().join(format!("{name}.pdf"));
    fs::write(&path, &bytes).unwrap();
    let text = tool("pdftotext", &["-layout", "-enc", "UTF-8"], &path)?;
    let fonts = tool("pdffonts", &[], &path)?;
    let rows: Vec<_> = fonts.lines().skip(2).collect();
    assert!(!rows.is_empty());
    // Each is embedded, in part, and has a map to Unicode.
    assert!(rows.iter().all(|row| row.matches("yes yes yes").count() == 1), "{fonts}");
    Some(Read { pages: text.split_terminator('\u{c}').map(str::to_owned).collect() })
}

fn tool(name: &str, arguments: &[&str], path: &Path) -> Option<String> {
    let mut command = Command::new(name);
    command.args(arguments).arg(path);
    if name == "pdftotext" {
        command.arg("-");
    }
    let Ok(output) = command.output() else {
        if let Some(skipped) = std::env::var_os("HONEYGUIDE_SKIPPED") {
            let mut file = fs::OpenOptions::new().append(true).create(true).open(skipped).unwrap();
            writeln!(file, "SKIPPED paper: {name} is missing").unwrap();
        }
        return None;
    };
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(said)
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_short_statement_says_everything_once() {
    let Some(Read { pages }) = read("short", &statement("Ada Lovelace", 2)) else { return };
    let [page] = pages.as_slice() else { panic!("{} pages", pages.len()) };
    let text = squeezed(page);
    for part in [
        "Alder & Finch Friends of coffee Statement no. 12",
        "For Number 12",
        "Ada Lovelace Period 1 Nov 2026 to 30 Nov 2026",
        "To be paid by 15 Dec 2026",
        "Date Reference What it is Amount",
        "1 Nov 2026 Sale ORD-0 20 % of 250.00 EUR = 50.00 EUR. 50.00 EUR",
        "Carried here -12.50 EUR Commissions 10000.00 EUR Total 9987.50 EUR",
        "9987.50 EUR is to be paid by 15 Dec 2026.",
        "Statement no. 12 · Ada Lovelace Page 1 of 1",
    ] {
        assert_eq!(text.matches(part).count(), 1, "{part:?} in\n{page}");
    }
}

#[test]
fn two_hundred_lines_fill_pages_that_repeat_their_header() {
    let Some(Read { pages }) = read("long", &statement("Ada Lovelace", 200)) else { return };
    assert!((4..=9).contains(&pages.len()), "{} pages", pages.len());
    for (place, page) in pages.iter().enumerate() {
        let number = format!("Page {} of {}", place + 1, pages.len());
        assert!(page.contains(&number), "{number} in\n{page}");
        let text = squeezed(page);
        assert!(text.contains("Date Reference What it is Amount") || text.contains("Total 9987.50 EUR"), "{page}");
    }
    let whole = squeezed(&pages.concat());
    for place in 0..200 {
        assert_eq!(whole.matches(&format!("Sale ORD-{place} 20 %")).count(), 1, "{place}");
    }
    assert_eq!(whole.matches("Total 9987.50 EUR").count(), 1);
    assert!(pages.last().unwrap().contains("is to be paid by"));
}

#[test]
fn long_names_are_wrapped_within_the_page() {
    let mut document = statement(&"Wolfeschlegelsteinhausenbergerdorff ".repeat(3), 1);
    document.company = Some("x".repeat(120));
    document.merchant = "The Most Honourable Company of Coffee Roasters and Purveyors of Fine Beans ".repeat(2);
    document.lines[0].reference = format!("Sale {}", "ORDER/2026/".repeat(12));
    let Some(Read { pages }) = read("names", &document) else { return };
    let text = pages.concat();
    assert_eq!(text.matches('x').count(), 120, "no letter is lost");
    let box_of = tool("pdftotext", &["-bbox"], &folder().join("names.pdf")).unwrap();
    let ends = box_of.split("xMax=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let most = ends.map(|end| end.parse::<f64>().unwrap()).fold(0.0, f64::max);
    assert!(most > 500.0 && most <= 546.0, "the right-most text ends at {most} of 595 points");
}

#[test]
fn names_that_are_written_from_the_right_keep_their_order() {
    let mut document = statement("شركة الطيور المحدودة 2026", 0);
    document.company = Some("חברת הדבש בע״מ (Honey Ltd)".to_owned());
    document.lines = vec![
        row(0, "Sale طلب-17", "Πώληση · Продажа · Überweisung · Łódź", "0.500 KWD"),
        row(1, "Sale 漢字", "A letter that no font has is replaced.", "1250 JPY"),
    ];
    let Some(Read { pages }) = read("directions", &document) else { return };
    let text: String = pages.concat().chars().filter(|letter| !('\u{200e}'..='\u{202e}').contains(letter)).collect();
    for part in ["شركة", "الطيور", "المحدودة", "2026", "חברת הדבש", "(Honey Ltd)", "طلب", "Πώληση · Продажа · Überweisung · Łódź"]
    {
        assert!(text.contains(part), "{part:?} in\n{text}");
    }
    assert!(text.contains("0.500 KWD") && text.contains("1250 JPY") && text.contains("\u{fffd}\u{fffd}"), "{text}");
}

#[test]
fn a_folder_of_fonts_must_hold_fonts() {
    let folder = folder().join("fonts");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("readme.txt"), "not a font, and not looked at").unwrap();
    assert!(Fonts::with_folder(&folder).is_ok());
    fs::write(folder.join("bad.ttf"), "no font").unwrap();
    let fault = Fonts::with_folder(&folder).err().unwrap().to_string();
    assert!(fault.contains("bad.ttf") && fault.contains("TrueType"), "{fault}");
    assert!(Fonts::with_folder(&folder.join("absent")).is_err());
    fs::remove_dir_all(&folder).unwrap();
}
