//! Pages of the reference that are made from code: the catalog of problems, and every limit.

use crate::{
    access::{
        GUESSES_PER_MINUTE, PUBLISHABLE_REQUESTS_PER_ADDRESS, PUBLISHABLE_REQUESTS_PER_SECOND,
        SECRET_REQUESTS_PER_SECOND, SESSION_REQUESTS_PER_SECOND,
    },
    admin::{BULK_MAX, LIVE_STREAMS},
    bound::{
        FAMILIAR_PASSWORDS, HEAVY_WAIT, LONG_READS, MERCHANTS_LISTS, MERCHANTS_WORK, PARTNERS_LISTS,
        PARTNERS_WORK, PASSWORDS, Share, Sizes,
    },
    intake::{BODY_BYTES_MAX, GUEST_BODY_BYTES_MAX},
    layers::REQUESTS_AT_ONCE_MAX,
    list::{LIMIT_MAX, VALUES_MAX, table::ROWS_MAX},
    problem::Code,
    tracking::{BATCH_BYTES_MAX, BATCH_LINE_BYTES_MAX, BATCH_LINES_MAX, BATCHES},
};
use engine::{
    ANSWER_KEPT_HOURS, APPLICATION_CHARACTERS_MAX, DEALS_OPEN_MAX, GROUPS_MAX, KEYS_MAX, MEMBERS_MAX,
    OCCURRED_AHEAD_MINUTES_MAX, OCCURRED_BACK_DAYS_MAX, OWN_LINKS_MAX, PDF_LINES_MAX, RECRUITED_DEPTH_MAX,
    REFUNDS_PER_SALE_MAX, ROTATION_HOURS_MAX,
};

/// The catalog of problems, in Markdown.
pub fn problems_md() -> String {
    let mut page = String::from(
        "# Problems\n\nEvery error of the API is RFC 9457 problem details (`application/problem+json`) with one of these \
         codes. Codes are stable; branch on them. What cannot be read as HTTP is answered without a body: 400, 414 for \
         a URL that is too long, 431 for too many headers. This page is made from code: `make docs`.\n\n\
         | code | status | what it means | what to do |\n| --- | --- | --- | --- |\n",
    );
    for code in Code::ALL {
        let (name, status, title) = (code.name(), code.status().as_u16(), code.title());
        page += &format!("| `{name}` | {status} | {title} | {} |\n", code.remedy());
    }
    page
}

/// How credit is decided, in Markdown.
pub fn evidence_md() -> String {
    conversion::order_of_evidence()
}

/// Every limit a client can meet, in Markdown; `of_connections` are the binary's own, which holds the connections.
pub fn limits_md(of_connections: &[(&str, String, &str)]) -> String {
    let mut page = String::from(
        "# Limits\n\nWhat a client can run into, and the answer beyond it. This page is made from code: `make docs`.\n\n\
         | limit | value | beyond it |\n| --- | --- | --- |\n",
    );
    for (what, value, beyond) in limits() {
        page += &format!("| {what} | {value} | `{}` |\n", beyond.name());
    }
    for (what, value, beyond) in of_what_is_not_refused() {
        page += &format!("| {what} | {value} | {beyond} |\n");
    }
    for (what, value, beyond) in of_connections {
        page += &format!("| {what} | {value} | {beyond} |\n");
    }
    page
}

/// What is limited, how much of it there may be, and the problem of more.
type Limit = (&'static str, String, Code);

fn limits() -> Vec<Limit> {
    [of_requests(), of_strangers(), of_work(), of_things()].concat()
}

/// How much and how often may be asked.
fn of_requests() -> Vec<Limit> {
    let mib = |bytes: usize| format!("{} MiB", bytes >> 20);
    vec![
        ("body of a request", mib(BODY_BYTES_MAX), Code::BodyTooLarge),
        (
            "body of a request without key or session",
            format!("{} KiB", GUEST_BODY_BYTES_MAX >> 10),
            Code::BodyTooLarge,
        ),
        ("body of a batch", mib(BATCH_BYTES_MAX), Code::BodyTooLarge),
        ("line of a batch", mib(BATCH_LINE_BYTES_MAX), Code::BodyTooLarge),
        ("lines of a batch", BATCH_LINES_MAX.to_string(), Code::BatchTooLong),
        ("items of a page", LIMIT_MAX.to_string(), Code::InvalidField),
        ("rows of a table (CSV)", ROWS_MAX.to_string(), Code::InvalidField),
        ("lines of a statement as PDF", PDF_LINES_MAX.to_string(), Code::InvalidField),
        ("things named by one bulk request", BULK_MAX.to_string(), Code::InvalidField),
        ("requests answered at once", REQUESTS_AT_ONCE_MAX.to_string(), Code::Busy),
        ("batches answered at once", held_at_once(BATCHES), Code::Busy),
        ("live streams open at once", held_at_once(LIVE_STREAMS), Code::Busy),
        (
            "requests a second of a secret key, with bursts of twice as many (`--rate-limit`)",
            SECRET_REQUESTS_PER_SECOND.to_string(),
            Code::TooManyRequests,
        ),
        (
            "requests a second of a publishable key, over all browsers, with bursts of twice as many",
            PUBLISHABLE_REQUESTS_PER_SECOND.to_string(),
            Code::TooManyRequests,
        ),
        (
            "the same from one network address",
            PUBLISHABLE_REQUESTS_PER_ADDRESS.to_string(),
            Code::TooManyRequests,
        ),
        (
            "leads a day from browsers with one publishable key",
            engine::BROWSER_LEADS_PER_KEY_DAY.to_string(),
            Code::TooManyRequests,
        ),
        (
            "the same for the clicks of one link",
            engine::BROWSER_LEADS_PER_LINK_DAY.to_string(),
            Code::TooManyRequests,
        ),
        (
            "the same from one network address",
            engine::BROWSER_LEADS_PER_ADDRESS_DAY.to_string(),
            Code::TooManyRequests,
        ),
        (
            "requests a second of a session, with bursts of twice as many",
            SESSION_REQUESTS_PER_SECOND.to_string(),
            Code::TooManyRequests,
        ),
    ]
}

/// How much and how often those may ask who are not known.
fn of_strangers() -> Vec<Limit> {
    vec![
        (
            "requests a minute with unknown keys or sessions from one network address",
            GUESSES_PER_MINUTE.to_string(),
            Code::TooManyRequests,
        ),
        (
            "applications a day to one program from people who are not logged in",
            engine::APPLICATIONS_PER_DAY.to_string(),
            Code::InvalidField,
        ),
    ]
}

/// Limits beyond which nobody is refused.
fn of_what_is_not_refused() -> Vec<(&'static str, String, &'static str)> {
    vec![
        (
            "tries of strangers that are counted at once (by network address, and by account where nobody has it)",
            engine::GUESSES_COUNTED_MAX.to_string(),
            "the oldest are forgotten",
        ),
        (
            "bytes that are read of a link visitor's query string",
            format!("{} KiB", click::QUERY_BYTES_MAX >> 10),
            "the rest is ignored",
        ),
        (
            "parameters of that query, and of a page named in it, that are passed on",
            click::PARAMETERS_MAX.to_string(),
            "the rest is ignored",
        ),
        ("codes of one event", program::CODES_PER_EVENT_MAX.to_string(), "a warning; the rest is ignored"),
        (
            "people of one organization",
            referral::ORGANIZATION_PEOPLE_MAX.to_string(),
            "a warning; the event is recorded",
        ),
        (
            "organizations of one person",
            referral::ORGANIZATIONS_MAX.to_string(),
            "a warning; the event is recorded",
        ),
        (
            "touches that one decision weighs",
            conversion::TOUCHES_WEIGHED_MAX.to_string(),
            "the first and the latest are weighed",
        ),
        (
            "touches in a journey",
            engine::JOURNEY_TOUCHES_MAX.to_string(),
            "the latest and those that are credited are shown",
        ),
        ("conversions in a journey", engine::JOURNEY_CONVERSIONS_MAX.to_string(), "the latest are shown"),
    ]
}

/// Of what is not waited for, but refused beyond its limit.
fn held_at_once(sizes: Sizes) -> String {
    let of_workspace =
        sizes.of_workspace.map_or(String::new(), |share| format!(", {} of one workspace", share.in_all));
    format!("{}, {} of one key or user{of_workspace}", sizes.at_once, sizes.of_one.in_all)
}

/// How much heavy work there may be.
fn of_work() -> Vec<Limit> {
    let sizes = |sizes: Sizes, one: &str| {
        let Sizes { at_once, waiting, of_one, of_workspace } = sizes;
        let workspace = of_workspace.map_or(String::new(), |Share { at_once, in_all }| {
            format!("; of one workspace {at_once} at once, {in_all} in all")
        });
        let Share { at_once: own, in_all } = of_one;
        format!("{at_once} at once, {own} of {one}; {waiting} more wait, {in_all} in all of {one}{workspace}")
    };
    vec![
        (
            "documents, tables, overviews, journeys, explanations, comparisons and what-ifs of merchants",
            sizes(MERCHANTS_WORK, "one key or user"),
            Code::Busy,
        ),
        ("the same of partners", sizes(PARTNERS_WORK, "one partner"), Code::Busy),
        ("pages of lists, and searches, of merchants", sizes(MERCHANTS_LISTS, "one key or user"), Code::Busy),
        ("pages of lists of partners", sizes(PARTNERS_LISTS, "one partner"), Code::Busy),
        (
            "passwords hashed: log-ins, resets, new accounts, second factors",
            sizes(PASSWORDS, "one address"),
            Code::Busy,
        ),
        (
            "the same for people who are logged in, and from networks where somebody was",
            sizes(FAMILIAR_PASSWORDS, "one address"),
            Code::Busy,
        ),
        ("bodies and lines of more than 64 KiB read", sizes(LONG_READS, "one caller"), Code::Busy),
        ("seconds that any of these waits", HEAVY_WAIT.as_secs().to_string(), Code::Busy),
    ]
}

/// How much there may be of each thing.
fn of_things() -> Vec<Limit> {
    vec![
        ("days back that an event may have occurred", OCCURRED_BACK_DAYS_MAX.to_string(), Code::InvalidField),
        ("minutes ahead that an event may occur", OCCURRED_AHEAD_MINUTES_MAX.to_string(), Code::InvalidField),
        (
            "ids of one customer",
            format!("{}; a later one is a customer of its own", referral::CUSTOMER_IDS_MAX),
            Code::InvalidField,
        ),
        ("external ids of one object", referral::EXTERNAL_IDS_PER_OBJECT_MAX.to_string(), Code::InvalidField),
        ("domains that one policy ignores", program::IGNORED_DOMAINS_MAX.to_string(), Code::InvalidField),
        ("refunds of one sale", REFUNDS_PER_SALE_MAX.to_string(), Code::InvalidField),
        ("minor units of a sale", words::AMOUNT_MAX.to_string(), Code::InvalidField),
        ("entries of metadata", conversion::METADATA_ENTRIES_MAX.to_string(), Code::InvalidField),
        (
            "characters of a metadata value",
            engine::METADATA_VALUE_CHARACTERS_MAX.to_string(),
            Code::InvalidField,
        ),
        ("values of one filter", VALUES_MAX.to_string(), Code::InvalidField),
        (
            "characters of your own id of a customer",
            referral::EXTERNAL_ID_CHARACTERS_MAX.to_string(),
            Code::InvalidField,
        ),
        ("characters of a name", program::NAME_CHARACTERS_MAX.to_string(), Code::InvalidField),
        ("characters of a code", program::CODE_CHARACTERS_MAX.to_string(), Code::InvalidField),
        ("characters of a slug", program::SLUG_CHARACTERS_MAX.to_string(), Code::InvalidField),
        (
            "links of one partner in one program, beyond which the partner makes no more",
            OWN_LINKS_MAX.to_string(),
            Code::InvalidField,
        ),
        ("open deals of one partner in one program", DEALS_OPEN_MAX.to_string(), Code::InvalidField),
        ("earlier slugs of a link", program::ALIASES_MAX.to_string(), Code::InvalidField),
        ("characters of a destination", program::DESTINATION_CHARACTERS_MAX.to_string(), Code::InvalidField),
        ("allowed domains of a program", program::ALLOWED_DOMAINS_MAX.to_string(), Code::InvalidField),
        ("groups of a program", GROUPS_MAX.to_string(), Code::InvalidField),
        (
            "changes of one enrollment that are remembered",
            program::HISTORY_ENTRIES_MAX.to_string(),
            Code::InvalidField,
        ),
        (
            "characters of a message with an application",
            APPLICATION_CHARACTERS_MAX.to_string(),
            Code::InvalidField,
        ),
        (
            "characters of what a customer reads of an offer",
            program::OFFER_DESCRIPTION_CHARACTERS_MAX.to_string(),
            Code::InvalidField,
        ),
        ("partners brought one by another", RECRUITED_DEPTH_MAX.to_string(), Code::InvalidField),
        ("members and open invitations of a workspace", MEMBERS_MAX.to_string(), Code::InvalidField),
        ("keys of a workspace", KEYS_MAX.to_string(), Code::InvalidField),
        ("hours for which a rotated key goes on", ROTATION_HOURS_MAX.to_string(), Code::InvalidField),
        (
            "hours for which an answer is kept under its Idempotency-Key; then the key may be used anew",
            ANSWER_KEPT_HOURS.to_string(),
            Code::IdempotencyKeyReused,
        ),
    ]
}
