//! The table: RFC 4180, rows that add up, and no formula of anybody's.

use crate::told::november;
use engine::ports::Paper;
use honeyguide_paper::PdfPaper;
use payout::DOCUMENT_COLUMNS;

async fn written(told: &crate::told::Told) -> String {
    let bytes = PdfPaper::new().csv(&DOCUMENT_COLUMNS, told.table()).await.unwrap();
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn rows_before_the_balance_add_up_to_it_in_the_currency_s_own_decimals() {
    for (currency, first, balance, payable) in [
        ("EUR", "50.00", "74.50", "74.50"),
        ("JPY", "5000", "7450", "7450"),
        ("KWD", "5.000", "7.450", "7.450"),
    ] {
        let mut told = november(currency).sales(1);
        told.bonus(4_000);
        told.taken_back("ORD-old", 9_000, 300);
        let text = written(&told).await;
        assert!(text.starts_with('\u{feff}'), "Excel reads it as UTF-8");
        assert!(text.lines().count() == 10 && text.split("\r\n").count() == 11, "{text}");
        let mut table = csv::Reader::from_reader(text.as_bytes());
        let names: Vec<_> = table.headers().unwrap().iter().map(str::to_owned).collect();
        let column = |name: &str| names.iter().position(|column| column == name).unwrap();
        let (row, amount, sale) = (column("row"), column("amount"), column("sale"));
        let rows: Vec<_> = table.records().map(Result::unwrap).collect();
        let kinds: Vec<_> = rows.iter().map(|record| &record[row]).collect();
        let lines = ["carried", "commission", "commission", "reversal"];
        let expected =
            [&lines[..], &["balance", "taken_back", "recovered", "payable", "carry_over"]].concat();
        assert_eq!(kinds, expected);
        assert_eq!((&rows[1][amount], &rows[4][amount], &rows[7][amount]), (first, balance, payable));
        assert_eq!((&rows[2][sale], &rows[1][column("reference")]), ("", "ORD-0"));
        let sum: f64 = rows[..4].iter().map(|record| record[amount].parse::<f64>().unwrap()).sum();
        assert!((sum - balance.parse::<f64>().unwrap()).abs() < 1e-9);
        for record in &rows {
            assert_eq!((&record[column("number")], &record[column("currency")]), ("12", currency));
            let days =
                ["period_from", "period_last", "closed_on", "due_on"].map(|name| &record[column(name)]);
            assert_eq!(days, ["2026-11-01", "2026-11-30", "2026-12-02", "2026-12-15"]);
        }
    }
}

#[tokio::test]
async fn what_people_wrote_is_no_formula_and_breaks_no_row() {
    let mut told = november("EUR");
    told.parties.partner = "=HYPERLINK(\"https://evil.example\")".to_owned();
    told.parties.merchant = "Alder, \"Finch\"\n& Co".to_owned();
    told.parties.company = Some("@cmd".to_owned());
    told.sold("-2+3", 25_000);
    let text = written(&told).await;
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<_> = table.records().map(Result::unwrap).collect();
    assert_eq!(&rows[0][0], "Alder, \"Finch\"\n& Co");
    assert_eq!(&rows[0][2], "'=HYPERLINK(\"https://evil.example\")");
    assert_eq!((&rows[0][3], &rows[1][12]), ("'@cmd", "'-2+3"));
    assert_eq!(&rows[0][14], "-12.50", "a negative amount is a number");
}
