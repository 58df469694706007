//! What the guides print from code is what the code says.

use conversion::Refusal;

#[test]
fn the_guide_lists_every_reason_in_its_order() {
    let guide = include_str!("../../docs/guide/attribution.md");
    let (_, rest) = guide.split_once("<!-- reasons").unwrap();
    let (table, _) = rest.split_once("<!-- end of reasons").unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    let written: Vec<String> = rows.map(str::to_owned).collect();
    let reason = |reason: Refusal| format!("| `{}` | {} |", reason.code(), reason.meaning());
    let expected: Vec<String> = Refusal::ALL.into_iter().map(reason).collect();
    assert_eq!(written, expected);
}
