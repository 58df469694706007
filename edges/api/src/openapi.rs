//! The frame of the OpenAPI description; the endpoints fill it.

use utoipa::{
    OpenApi,
    openapi::{
        self,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Honeyguide",
        description = "Referral and partner tracking: every referral from its origin to the statement, explained \
            and provable.\n\n\
            **Shapes.** JSON in snake_case. Times are RFC 3339 and answered in UTC. Money is an `amount` in \
            minor units (cents) and an ISO 4217 `currency`: 12.50 EUR is `{\"amount\": 1250, \"currency\": \
            \"EUR\"}`. Rates and shares are millionths: 20 % is 200000. Ids are opaque texts with a prefix. \
            Unknown fields and parameters are refused. Optional fields may be left out or null, not empty.\n\n\
            **Names.** Answers show programs, partners and customers by id and name: `\"partner\": {\"id\": \
            \"prt_…\", \"name\": \"Ada's blog\"}`. Requests and filters take the id alone, as `partner_id`. Who a customer is \
            stays hidden from partners, and from keys and people who may not read customers.\n\n\
            **Keys.** Send `Authorization: Bearer hg_live_sk_…`. Secret keys (`sk`) live on servers and have \
            scopes of resource and verb: `links:write`, `*:read`. Publishable keys (`pk`) live in browsers and can only report \
            leads and ask for offers. Test keys (`hg_test_…`) see test data only.\n\n\
            **People** log in with POST /v1/session and send its cookie. What they may do follows from their role: \
            owner, manager, finance, analyst, or partner.\n\n\
            **Once, for ever.** An event is known by program, source, kind and external id. The same event \
            again answers 200 with the first; other content under the same identity answers 409 with both. \
            POSTs that make something take an `Idempotency-Key`, as each of them says. Others refuse the header: \
            they do nothing the second time anyway, or answer with a secret that is not kept.\n\n\
            **Problems.** Errors are `application/problem+json` (RFC 9457) with a stable `code`; each is \
            explained at /docs/problems. A refused request has changed nothing.\n\n\
            **Lists.** Each filters by its own fields: `state=pending,approved` for one of several values, \
            `created_at.from=` and `created_at.until=` (before) for times and amounts. `sort=created_at`, \
            `sort=-amount` (greatest first). `limit` (1 to 200, 50 if absent) and `cursor`; the answer has \
            `items` and `next_cursor`, which is null on the last page and good for the same filters and sort. \
            With `format=csv` or `Accept: text/csv` the items are rows of a table, 10,000 at once, amounts in \
            minor units; the header `Link` leads to the rest.\n\n\
            Every answer carries `X-Request-Id`: yours, if the request had one.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    tags(
        (name = "Tracking", description = "What merchants' systems, browsers and networks report"),
        (name = "Programs", description = "Programs, attribution policies and terms"),
        (name = "Partners", description = "Partners with their links and codes, and the clicks on them"),
        (name = "Deals", description = "Companies that partners registered as opportunities"),
        (name = "Lead forms", description = "What was submitted in partners' lead forms"),
        (name = "What-if", description = "Other rules tried on history, and applied"),
        (name = "Credit", description = "Customers, conversions, who was credited for them and why"),
        (name = "Owed", description = "Commissions, statements and balances"),
        (name = "Payouts", description = "Batches that one makes and another approves, transfers and what became of them"),
        (name = "Books", description = "Trial balance, general ledger, and what is owed by when"),
        (name = "Disputes", description = "What partners say is missing, wrong or wrongly declined"),
        (name = "People", description = "Log-in, the team, keys and the audit log"),
        (name = "Portal", description = "The partner's own side"),
        (name = "Integrations", description = "Ids of other systems, such as a CRM or a payment provider, for partners, \
            customers, conversions and what they earn"),
        (name = "Feed", description = "The facts in the order they happened, and the key itself"),
    ),
)]
struct Frame;

pub(crate) fn frame() -> openapi::OpenApi {
    let mut frame = Frame::openapi();
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("hg_live_sk_…")
        .description(Some("An API key. It is shown once, when it is made, and stored hashed."))
        .build();
    let in_query = "A secret key that can only track, for networks that cannot set headers.";
    let in_query = ApiKey::Query(ApiKeyValue::with_description("key", in_query));
    let components = frame.components.get_or_insert_default();
    components.add_security_scheme("api_key", SecurityScheme::Http(bearer));
    let cookie = "A log-in's session, set by POST /v1/session. Name the workspace in the header Honeyguide-Workspace if \
                  you have several; Honeyguide-Mode is live unless you send test.";
    let cookie = ApiKey::Cookie(ApiKeyValue::with_description("honeyguide", cookie));
    components.add_security_scheme("session", SecurityScheme::ApiKey(cookie));
    components.add_security_scheme("key_in_query", SecurityScheme::ApiKey(in_query));
    frame
}
