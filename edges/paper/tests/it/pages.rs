//! Statements set as PDF and read back by poppler: every text is there, in reading order, and nothing leaves its page.

use crate::told::{Told, november};
use engine::ports::Paper;
use honeyguide_paper::PdfPaper;
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
};
use words::Language;

struct Read {
    pages: Vec<String>,
    path: PathBuf,
}

fn folder() -> PathBuf {
    let named = std::env::var_os("HONEYGUIDE_PAPER_FOLDER").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| std::env::temp_dir().join(format!("paper-{}", std::process::id())));
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Sets the statement and reads its text back; none where the program that reads is missing, which is said.
async fn read(name: &str, told: &Told) -> Option<Read> {
    let (document, paper) = (told.document(), PdfPaper::new());
    let bytes = paper.pdf(document.clone()).await.unwrap();
    assert_eq!(bytes, paper.pdf(document).await.unwrap(), "the same document gives the same bytes");
    assert!(bytes.starts_with(b"%PDF-"));
    let path = folder().join(format!("{name}.pdf"));
    fs::write(&path, &bytes).unwrap();
    let Some(text) = tool("pdftotext", &["-layout", "-enc", "UTF-8"], &path) else {
        skipped(name);
        return None;
    };
    let fonts = tool("pdffonts", &[], &path)?;
    let rows: Vec<_> = fonts.lines().skip(2).collect();
    assert!(!rows.is_empty());
    // Each is embedded, in part, and has a map to Unicode.
    assert!(rows.iter().all(|row| row.matches("yes yes yes").count() == 1), "{fonts}");
    let pages = text.split_terminator('\u{c}').map(|page| page.replace('\u{a0}', " ")).collect();
    Some(Read { pages, path })
}

fn tool(name: &str, arguments: &[&str], path: &Path) -> Option<String> {
    let mut command = Command::new(name);
    command.args(arguments).arg(path);
    if name == "pdftotext" {
        command.arg("-");
    }
    let output = command.output().ok()?;
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(String::from_utf8(output.stdout).unwrap())
}

/// Says at the end of `make test` that a test could not run here, and why.
fn skipped(name: &str) {
    let line = format!("SKIPPED statements as PDF ({name}): pdftotext is missing\n");
    eprint!("{line}");
    if let Some(path) = std::env::var_os("HONEYGUIDE_SKIPPED") {
        let file = fs::OpenOptions::new().create(true).append(true).open(path);
        file.and_then(|mut file| file.write_all(line.as_bytes())).unwrap();
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The boxes of all words: page by page would be the same, as every page is as wide.
fn edges(path: &Path) -> (f64, f64) {
    let boxes = tool("pdftotext", &["-bbox"], path).unwrap();
    let all = |name: &str| -> Vec<f64> {
        let values = boxes.split(name).skip(1).map(|rest| rest.split('"').next().unwrap());
        values.map(|value| value.parse().unwrap()).collect()
    };
    (all("xMin=\"").into_iter().fold(f64::MAX, f64::min), all("xMax=\"").into_iter().fold(0.0, f64::max))
}

#[tokio::test]
async fn a_short_statement_says_everything_once() {
    let mut told = november("EUR").sales(2);
    told.bonus(4_000);
    told.taken_back("ORD-old", 9_000, 300);
    let Some(Read { pages, path }) = read("short", &told).await else { return };
    let [page] = pages.as_slice() else { panic!("{} pages", pages.len()) };
    let text = squeezed(page);
    for part in [
        "Alder & Finch Friends of coffee Statement no. 12",
        "Number 12",
        "Example Ltd",
        "Period 1 Nov 2026 to 30 Nov 2026",
        "Closed on 2 Dec 2026",
        "To be paid by 15 Dec 2026 ",
        "126.50 EUR To be paid by 15 Dec 2026.",
        "Date Reference How it came about Sale, EUR Commission, EUR",
        "1 Nov 2026 Sale ORD-0 20 % of 250.00 EUR = 50.00 EUR. 250.00 50.00",
        "3 Nov 2026 Bonus A bonus of 40.00 EUR for: the launch",
        "90.00 -3.00",
        "Carried over from the statement before -12.50 EUR Commissions 142.00 EUR",
        "Taken back after refunds -3.00 EUR Total 126.50 EUR Clawed back from earlier statements 3.00 EUR",
        "Recovered with this statement 3.00 EUR To pay 126.50 EUR",
        "Statement no. 12 · Ada Lovelace Page 1 of 1",
    ] {
        assert_eq!(text.matches(part).count(), 1, "{part:?} in\n{page}");
    }
    let (left, right) = edges(&path);
    assert!(left >= 49.5 && (544.0..545.6).contains(&right), "{left} to {right} of 595 points");
}

#[tokio::test]
async fn two_hundred_lines_fill_pages_that_repeat_their_header_and_carry_their_sum() {
    let told = november("EUR").sales(200);
    let document = told.document();
    let Some(Read { pages, .. }) = read("long", &told).await else { return };
    assert!((5..=9).contains(&pages.len()), "{} pages", pages.len());
    let mut shown = 0;
    for (place, page) in pages.iter().enumerate() {
        let text = squeezed(page);
        let number = format!("Page {} of {}", place + 1, pages.len());
        assert!(text.contains(&number), "{number} in\n{page}");
        assert_eq!(
            text.matches("Date Reference How it came about Sale, EUR Commission, EUR").count(),
            1,
            "{page}"
        );
        let before = shown;
        shown += text.matches("Sale ORD-").count();
        let so_far = |lines: usize| &document.lines[lines - 1].so_far.text;
        if place > 0 {
            assert!(text.contains(&format!("Brought forward {}", so_far(before))), "{page}");
        }
        let carried = text.contains(&format!("Carried forward {}", so_far(shown)));
        assert_eq!(carried, place + 1 < pages.len(), "{page}");
    }
    let whole = squeezed(&pages.concat());
    for place in 0..200 {
        assert_eq!(whole.matches(&format!("Sale ORD-{place} 20 %")).count(), 1, "{place}");
    }
    let last = squeezed(pages.last().unwrap());
    assert!(last.contains("Total 49,787.50 EUR To pay 49,787.50 EUR"), "{last}");
}

#[tokio::test]
async fn long_names_are_wrapped_within_the_page() {
    let mut told = november("EUR");
    told.parties.partner = "Wolfeschlegelsteinhausenbergerdorff ".repeat(3);
    told.parties.company = Some("x".repeat(120));
    told.parties.merchant =
        "The Most Honourable Company of Coffee Roasters and Purveyors of Fine Beans ".repeat(2);
    told.sold(&"ORDER/2026/".repeat(12), 25_000);
    told.sold("ORD-2", 900_000_000_000);
    let Some(Read { pages, path }) = read("names", &told).await else { return };
    let text = pages.concat();
    assert!(text.matches('x').count() >= 120, "no letter is lost");
    assert!(squeezed(&text).contains("9,000,000,000.00 1,800,000,000.00"), "{text}");
    let (left, right) = edges(&path);
    assert!(left >= 49.5 && (500.0..545.6).contains(&right), "{left} to {right} of 595 points");
}

#[tokio::test]
async fn names_that_are_written_from_the_right_keep_their_order() {
    let mut arabic = november("KWD");
    arabic.parties.partner = "شركة الطيور المحدودة 2026".to_owned();
    arabic.parties.company = Some("مؤسسة العسل".to_owned());
    arabic.sold("طلب-17", 2_500);
    arabic.sold("Πώληση · Продажа · Łódź", 5_000);
    arabic.sold("漢字", 25_000);
    let mut hebrew = november("EUR").sales(2);
    hebrew.parties.merchant = "חברת הדבש בע״מ (Honey Ltd)".to_owned();
    hebrew.parties.partner = "עדה כהן".to_owned();
    hebrew.parties.company = None;
    for (name, told, parts) in [
        (
            "arabic",
            arabic,
            &[
                "شركة",
                "الطيور",
                "المحدودة",
                "2026",
                "مؤسسة العسل",
                "طلب",
                "Πώληση",
                "Łódź",
                "\u{fffd}\u{fffd}",
            ][..],
        ),
        ("hebrew", hebrew, &["חברת הדבש", "(Honey Ltd)", "עדה כהן"][..]),
    ] {
        let Some(Read { pages, .. }) = read(name, &told).await else { return };
        let text: String =
            pages.concat().chars().filter(|letter| !('\u{200e}'..='\u{202e}').contains(letter)).collect();
        for part in parts {
            assert!(text.contains(part), "{part:?} in\n{text}");
        }
    }
}

#[tokio::test]
async fn amounts_have_the_decimals_of_their_currency_and_the_points_of_the_language() {
    for (name, currency, language, parts) in [
        ("yen", "JPY", Language::English, ["50,000 10,000", "Total 17,750 JPY", "-1,250 JPY"]),
        ("dinar", "KWD", Language::German, ["50,000 10,000", "Summe 17,750 KWD", "-1,250 KWD"]),
        ("euro", "EUR", Language::German, ["500,00 100,00", "Summe 177,50 EUR", "-12,50 EUR"]),
    ] {
        let mut told = november(currency);
        told.language = language;
        told.sold("ORD-1", 45_000);
        told.sold("ORD-2", 50_000);
        let Some(Read { pages, .. }) = read(name, &told).await else { return };
        let text = squeezed(&pages.concat());
        for part in parts {
            assert!(text.contains(part), "{part:?} in\n{text}");
        }
    }
    let mut told = november("EUR");
    told.language = Language::German;
    let Some(Read { pages, .. }) = read("nothing", &told).await else { return };
    let text = squeezed(&pages.concat());
    for part in [
        "Auszuzahlen 0,00 EUR",
        "Nichts Neues in diesem Zeitraum.",
        "-12,50 EUR werden in die nächste Abrechnung übertragen.",
        "Übertrag in die nächste Abrechnung -12,50 EUR",
    ] {
        assert!(text.contains(part), "{part:?} in\n{text}");
    }
    assert!(!text.contains("Zahlbar bis"), "{text}");
}
