//! The page of limits: those of the API, and those of connections, which the front holds.

use crate::config;
use crate::front::{
    ADDRESS_PART, HEAD_DEADLINE, PAUSE_DEADLINE, REDIRECT_PART, STALL_DEADLINE, TAKEN_BYTES_MIN,
};

/// What hyper reads of a request's first line and headers.
const URL_BYTES_MAX: usize = 65_534;
const HEADERS_MAX: usize = 100;

/// Every limit a client can meet, in Markdown.
pub(crate) fn page() -> String {
    let seconds = |time: std::time::Duration| time.as_secs().to_string();
    let closed = "the connection is closed";
    api::limits_md(&[
        (
            "connections at once (`--connections`)",
            config::default_of("connections").to_owned(),
            "one that does nothing is closed, else wait",
        ),
        ("bytes of a URL", URL_BYTES_MAX.to_string(), "414 without a body"),
        ("headers of a request", HEADERS_MAX.to_string(), "431 without a body"),
        ("connections of one network address", format!("1/{ADDRESS_PART} of all"), closed),
        ("connections kept for redirects", format!("1/{REDIRECT_PART} of all"), "`busy`"),
        ("seconds until the head of a request is there", seconds(HEAD_DEADLINE), closed),
        ("seconds between two requests of one connection", seconds(PAUSE_DEADLINE), closed),
        (
            "seconds in which a client that is waited for takes too little of its answer",
            format!("{}; enough are {} KiB", STALL_DEADLINE.as_secs(), TAKEN_BYTES_MIN >> 10),
            closed,
        ),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_what_the_code_says() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/limits.md");
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(written == page(), "docs/limits.md is out of date: run `make docs` and commit it");
    }
}
