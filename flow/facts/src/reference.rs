//! The page of the reference that lists every kind, printed from the type.

use crate::{Event, Kind, Object};

/// Every kind of fact, in Markdown.
pub fn reference_md() -> String {
    let mut page = String::from(ABOUT);
    let nouns: Vec<_> = Object::NOUNS.iter().map(|noun| format!("`{noun}`")).collect();
    page += &format!("\nNouns of objects: {}.\n\n## Kinds\n\n", nouns.join(", "));
    page += "| kind | version | object | written when |\n| --- | --- | --- | --- |\n";
    for kind in Kind::ALL {
        let (text, v, noun) = (kind.text(), kind.version(), Event::example(*kind).object().noun());
        page += &format!("| [`{text}`](#{}) | {v} | `{noun}` | {} |\n", anchor(text), kind.meaning());
    }
    for kind in Kind::ALL {
        page += &section(*kind);
    }
    page
}

const ABOUT: &str = "# Facts\n
A fact is a business event. It is committed together with the rows that it describes, and never changes. `GET /v1/facts` lists \
the facts of a workspace and mode in the order of their commits. Facts hold ids, amounts and times, no personal data. \
This page is made from code: `make docs`.\n
## Envelope\n
| field | meaning |
| --- | --- |
| `id` | The fact's id, `fct_…`. |
| `kind`, `v` | What happened, and the version of `body`. The version rises when a reader of the one before could not read it. |
| `at` | When it was committed, RFC 3339 in UTC. |
| `object` | What it happened to: `type` is a noun, `id` its id. |
| `revision` | Rises with every commit that changes the object. Facts of one commit about one object have the same revision. \
If you hold a greater one for the object, drop the fact. 0 if the object was created in this commit and nothing could have changed it \
before, or if nothing counts its changes: `workspace`, `rates`, `budget`. Facts from the archive of a version before the first release have 0. |
| `partners` | Ids of all partners concerned, sorted, each once; also those who lost credit by a decision. |
| `program_id`, `customer_id` | The program and the customer that it is about, or null. |
| `actor` | Who acted: `system` (the server's jobs), `operator`, `key`, `member`, `partner` or `visitor`, with the ids of key, user and partner. |
| `origin` | By what means: `person`, `key`, `connector`, `import`, `automation` or `system`, with the key's id, the connector's name or the run's name. |
| `cause` | The id of the fact that caused this one, or null. A recorded conversion causes its decision, a decision the commissions that it changes. |
| `body` | What the kind below says. Amounts are in minor units of the currency beside them. |
";

fn section(kind: Kind) -> String {
    let example = Event::example(kind);
    let (text, meaning, noun) = (kind.text(), kind.meaning(), example.object().noun());
    let mut section = format!("\n### {text}\n\n{meaning} Object: `{noun}`. Version: {}.\n", kind.version());
    section += "\n| field | type and unit | meaning |\n| --- | --- | --- |\n";
    for field in kind.fields() {
        section += &format!("| `{}` | {} | {} |\n", field.name, field.form, field.meaning);
    }
    let body = serde_json::to_string_pretty(&example).unwrap_or_default();
    section += &format!("\n```json\n{body}\n```\n");
    section
}

/// The anchor that a heading gets: its letters, digits, hyphens and underscores.
fn anchor(heading: &str) -> String {
    heading.chars().filter(|sign| *sign != '.').collect()
}
