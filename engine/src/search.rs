//! Searching: one text, and whatever it may name. Everybody finds what they may read, and nothing else.

use crate::{
    Access, Engine, Error,
    access::resource_of,
    ports::{
        CodeColumn, ConversionColumn, CustomerColumn, LinkColumn, ListOf, ListQuery, Listed, Noun,
        PartnerColumn, Row, Test,
    },
};
use conversion::Conversion;
use program::{Code, Link, Partner, normalize_code, normalize_email};
use referral::Customer;
use std::collections::BTreeSet;
use words::{ExchangeRate, Verb, check_text};

/// What one search finds at most.
pub const FOUND_MAX: usize = 20;
const QUERY_CHARACTERS_MAX: usize = 200;

/// One thing that a text names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    pub noun: Noun,
    pub id: String,
    /// What people call it.
    pub title: String,
    /// What tells it from others of the same name.
    pub detail: String,
}

/// What the text names, best first: a thing by its id, people by their e-mail address, a code, a slug, the
/// merchant's own ids, then partners by a part of their name.
pub async fn find(engine: &Engine, access: &Access, text: &str) -> Result<Vec<Found>, Error> {
    if !Noun::ALL.iter().any(|&noun| may_read(access, noun)) {
        let needed = "a secret key that may read something, or a member's role".to_owned();
        return Err(Error::NotAllowed { needed });
    }
    let text = text.trim();
    check_text("q", text, QUERY_CHARACTERS_MAX)?;
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    for query in questions(engine, text) {
        if !may_read(access, query.noun) || found.len() == FOUND_MAX {
            continue;
        }
        for row in engine.book().list(access.scope(), &query).await? {
            let (_, id) = query.place(&row);
            if found.len() < FOUND_MAX && seen.insert(id.clone()) {
                let (title, detail) = in_words(engine, &row);
                found.push(Found { noun: query.noun, id, title, detail });
            }
        }
    }
    Ok(found)
}

/// Every reading of the text, the surest first.
fn questions(engine: &Engine, text: &str) -> Vec<ListQuery> {
    let is_id = |noun: &&Noun| noun.id_column().parse(text).is_ok();
    let by_id = Noun::ALL
        .iter()
        .filter(is_id)
        .map(|&noun| ListQuery::new(noun, FOUND_MAX).only(noun.id_column(), text));
    let mut questions: Vec<_> = by_id.collect();
    if let Ok(address) = normalize_email("q", text) {
        let hash = engine.vault().email_hash(&address);
        questions.push(about::<Customer>().only(CustomerColumn::EMAIL, &hash.0).into());
        questions.push(about::<Partner>().only(PartnerColumn::EMAIL, &hash.0).into());
    }
    questions.extend(normalize_code(text).map(|code| about::<Code>().only(CodeColumn::CODE, code).into()));
    questions.push(about::<Link>().only(LinkColumn::SLUG, text.to_ascii_lowercase()).into());
    questions.push(about::<Customer>().only(CustomerColumn::EXTERNAL_ID, text).into());
    questions.push(about::<Conversion>().only(ConversionColumn::EXTERNAL_ID, text).into());
    for named in [PartnerColumn::DISPLAY_NAME, PartnerColumn::COMPANY] {
        questions.push(about::<Partner>().with(named, Test::Contains(text.to_owned())).into());
    }
    questions
}

fn in_words(engine: &Engine, row: &Row) -> (String, String) {
    match row {
        Row::Program(it) => (it.name.clone(), it.currency.to_string()),
        Row::Policy(it) => (format!("Policy {}", it.version), it.rules.model.name().to_owned()),
        Row::Group(it) => (it.name.clone(), it.program.to_string()),
        Row::Terms(it) => (format!("Terms {}", it.version), it.group.to_string()),
        Row::Partner(it) => (it.display_name.clone(), it.id.to_string()),
        Row::Enrollment(it) => (it.partner.to_string(), it.program.to_string()),
        Row::Link(it) => (it.slug.clone(), it.destination.clone()),
        Row::Code(it) => (it.code.clone(), it.partner.to_string()),
        Row::Customer(it) => {
            let open = || engine.vault().open(it.personal.key.as_ref()?, it.personal.name.as_ref()?);
            (open().unwrap_or_else(|| it.external_id.clone()), it.external_id.clone())
        }
        Row::Referral(it) => (it.customer.to_string(), it.stage.name().to_owned()),
        Row::Conversion(it) => {
            let amount = it.amount().map_or_else(String::new, |money| format!(" of {money}"));
            let detail = format!("{}{amount} on {}", it.kind.name(), it.occurred_at.human_date());
            (it.external_id.clone(), detail)
        }
        Row::Decision(it) => (it.conversion.to_string(), it.decided_at.human_date()),
        Row::Correction(it) => (it.conversion.to_string(), it.at.human_date()),
        Row::Review(it) => (it.conversion.to_string(), it.status.name().to_owned()),
        Row::Deal(it) => (it.company.clone(), it.status.name().to_owned()),
        Row::Submission(it) => (it.id.to_string(), it.status.name().to_owned()),
        Row::Simulation(it) => (it.status.name().to_owned(), it.created_at.human_date()),
        Row::Commission(it) => {
            let what = it.conversion.map_or_else(|| it.event.name().to_owned(), |id| id.to_string());
            (it.net_money().to_string(), format!("{} for {what}", it.state().name()))
        }
        Row::Method(it) => (it.hint.clone(), format!("{}, {}", it.kind.name(), it.standing())),
        Row::DailyRate(it) => {
            let ExchangeRate { base, quote, day, .. } = it.rate;
            (format!("{} {quote} for 1 {base}", it.rate), day.to_string())
        }
        Row::Dispute(it) => (it.kind.name().replace('_', " "), it.status.name().to_owned()),
        Row::Statement(it) => {
            let number = it.number.map_or_else(String::new, |number| format!("No. {number}, "));
            (format!("{number}until {}", it.last_day()), it.partner.to_string())
        }
        _ => (String::new(), String::new()),
    }
}

fn about<N: Listed>() -> ListOf<N> {
    ListOf::new(FOUND_MAX)
}

fn may_read(access: &Access, noun: Noun) -> bool {
    access.may(resource_of(noun), Verb::Read)
}
