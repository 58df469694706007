//! `GET /docs/problems`: the catalog as a page, so that a problem's `type` leads somewhere.

use super::docs::html;
use crate::problem::Code;
use axum::response::Response;

const FRAME: &str = include_str!("docs/problems.html");
/// Where the catalog goes into the frame.
const PLACE: &str = "<!-- problems -->";

/// The catalog's texts are ours: none holds a sign that HTML would mistake.
pub(super) async fn page() -> Response {
    let rows: String = Code::ALL.iter().map(|&code| section(code)).collect();
    html(FRAME.replace(PLACE, &rows))
}

fn section(code: Code) -> String {
    let (name, title) = (code.name(), code.title());
    let status = code.status().as_u16();
    format!(
        "<section id=\"{name}\"><h2><span class=\"status\">{status}</span> <code>{name}</code></h2>\
         <p class=\"lead\">{title}.</p><p>{}</p></section>\n",
        in_html(code.remedy())
    )
}

/// Texts between grave accents are code.
fn in_html(text: &str) -> String {
    let parts = text.split('`').zip(0..);
    let marked = |(part, place): (&str, usize)| match place % 2 {
        0 => part.to_owned(),
        _ => format!("<code>{part}</code>"),
    };
    parts.map(marked).collect()
}
