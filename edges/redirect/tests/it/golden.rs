//! The visits of `visits.md` and the slugs of `slugs.md`, each made and compared with what stands there.

use crate::stage::{FIREFOX, LINK_HOST, Stage, Visitor, get};
use http::{HeaderName, HeaderValue, StatusCode, header};
use program::LinkOptions;

/// The cells of every row, each column's heading left out. A cell may hold a bar if it is the last one.
fn rows(table: &'static str, columns: usize) -> Vec<Vec<&'static str>> {
    let rows = table.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let cells = rows.map(|row| row.splitn(columns, '|').map(str::trim).collect::<Vec<_>>());
    cells.filter(|cells| !matches!(cells[0], "---" | "verdict" | "path")).collect()
}

fn with_headers(mut visitor: Visitor, headers: &'static str) -> Visitor {
    for header in headers.split(';').map(str::trim).filter(|header| !header.is_empty()) {
        visitor = match header.split_once('=') {
            Some((name, value)) => {
                let name = HeaderName::from_static(name);
                visitor.request.headers_mut().insert(name, HeaderValue::from_static(value));
                visitor
            }
            None => visitor.method(header),
        };
    }
    visitor
}

#[tokio::test]
async fn every_visit_is_taken_for_what_the_table_says() {
    let stage = Stage::set().await;
    let rows = rows(include_str!("visits.md"), 3);
    assert!(rows.len() >= 150, "{}", rows.len());
    let mut wrong = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let [verdict, headers, agent] = row[..] else { panic!("{row:?}") };
        let mut visitor = with_headers(get(&format!("/r/ada?row={place}")), headers);
        let agent = if agent == "firefox" { FIREFOX } else { agent };
        visitor = match agent {
            "-" => visitor.without(header::USER_AGENT.as_str()),
            agent => visitor.with("user-agent", agent),
        };
        // Each from an address of its own, so that none is a repeat.
        let peer: &'static str = Box::leak(format!("198.51.{}.{}:4711", place / 200, place % 200).into());
        let seen = stage.visit(visitor.from(peer)).await;

        let click = stage.last_click();
        assert_eq!(stage.kept().len(), place + 1, "{row:?} is written");
        let name = click.verdict.name();
        if name != verdict {
            wrong.push(format!("{name}, not {verdict}: {headers} {agent}"));
        }
        let status = if name == "bot_prefetch" { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::FOUND };
        assert_eq!(seen.status, status, "{row:?}");
        let hg = seen.location.as_ref().and_then(|_| seen.hg());
        assert_eq!(hg.is_some(), name == "person", "{row:?} gets {hg:?}");
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// The links that `slugs.md` names.
async fn set_links(stage: &Stage) {
    let link = |domain: &str, slug: &str| program::Link {
        destination: format!("https://shop.example/{slug}"),
        ..stage.link(domain, slug)
    };
    let forwards = LinkOptions { forwards_path: true, ..LinkOptions::default() };
    for slug in ["ann", "ann-lee", "dot.", "dot", "rest", "m"] {
        stage.put_link(link("", slug)).await;
    }
    let archived_at = Some(stage.world.now());
    stage.put_link(program::Link { archived_at, ..link("", "rest.") }).await;
    stage.put_link(program::Link { options: forwards, ..link("", "on") }).await;
    stage.put_link(program::Link { options: forwards, ..link(LINK_HOST, "way") }).await;
    stage.put_link(link(LINK_HOST, "eve")).await;
}

#[tokio::test]
async fn every_slug_leads_where_the_table_says() {
    let stage = Stage::set().await;
    set_links(&stage).await;
    let rows = rows(include_str!("slugs.md"), 2);
    assert!(rows.len() >= 100, "{}", rows.len());
    let mut wrong = Vec::new();
    for row in &rows {
        let [path, expected] = row[..] else { panic!("{row:?}") };
        let visitor = match path.strip_prefix("go ") {
            Some(path) => get(path).on(LINK_HOST),
            None => get(path),
        };
        let seen = stage.ask(visitor).await;
        let location = seen.and_then(|seen| seen.location).unwrap_or_else(|| "-".to_owned());
        let led = location.strip_prefix("https://shop.example").unwrap_or(&location);
        let led = led.split(['?', '&']).filter(|part| !part.starts_with("hg=")).collect::<Vec<_>>();
        let expected_parts: Vec<_> = expected.split(['?', '&']).collect();
        if led != expected_parts {
            wrong.push(format!("{path} leads to {location}, not {expected}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
