//! The golden price table, `prices.md`: terms and a conversion in words, and what they earn, line by line. Each row is
//! priced anew; `HONEYGUIDE_BLESS=1` writes the lines and totals that the code gives, to be read before they are kept.
//!
//! Amounts are written as people write them and stand for minor units of the row's currency.

use conversion::Share;
use honeyguide_commission::{Credit, Priors, Reckoned, Refunded, Total, Whose, price, reversal_owed};
use program::{
    Budget, Cap, CapScope, Circumstances, Comparison, Condition, Event, Limit, Measure, Part, Recurrence,
    Reward, RewardAmount, Strategy, Terms, TermsAcceptance, Tier, Tiers,
};
use std::collections::BTreeMap;
use words::{
    Currency, Day, EnrollmentId, GroupId, Instant, Language, MILLION, Mode, Money, PartnerId, Phrases,
    ProgramId, Rate, Scope, TermsId, Window, WorkspaceId,
};

const TABLE: &str = include_str!("prices.md");

/// `12.50` in minor units.
fn amount(text: &str, currency: Currency) -> i64 {
    let (negative, text) = text.strip_prefix('-').map_or((1, text), |text| (-1, text));
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = currency.exponent() as usize;
    assert!(part.len() <= digits, "{text} has more decimals than {}", currency.code());
    negative
        * format!("{whole}{part:0<digits$}").parse::<i64>().unwrap_or_else(|_| panic!("{text} is no amount"))
}

fn rate(text: &str) -> Option<Rate> {
    let percent = text.strip_suffix('%')?;
    let (whole, part) = percent.split_once('.').unwrap_or((percent, ""));
    Some(Rate::from_millionths(format!("{whole}{part:0<4}").parse().unwrap()))
}

fn window(text: &str) -> Window {
    Window::ALL
        .into_iter()
        .find(|window| window.name() == text)
        .unwrap_or_else(|| panic!("{text} is no window"))
}

fn reward_amount(text: &str, currency: Currency) -> RewardAmount {
    if let Some(rate) = rate(text) {
        return RewardAmount::Percent { rate };
    }
    match text.strip_suffix("/item") {
        Some(each) => RewardAmount::PerItem { amount: amount(each, currency) },
        None => RewardAmount::Flat { amount: amount(text, currency) },
    }
}

/// `product_id in pro,team`.
fn condition(text: &str) -> Condition {
    let mut words = text.split(' ');
    let (field, operator) = (words.next().unwrap(), words.next().unwrap());
    let json = |word: &str| serde_json::from_value::<Comparison>(serde_json::Value::String(word.to_owned()));
    Condition {
        field: field.parse().unwrap_or_else(|fault| panic!("{field}: {fault:?}")),
        operator: json(operator).unwrap_or_else(|_| panic!("{operator} is no operator")),
        values: words.next().unwrap().split(',').map(str::to_owned).collect(),
    }
}

/// `sale 20% for 12 months when product_id in pro or number equals 1 tiers revenue month 1000=25% 2000=30%`.
fn reward(text: &str, currency: Currency) -> Reward {
    let (text, tiers) = text.split_once(" tiers ").map_or((text, None), |(text, tiers)| (text, Some(tiers)));
    let (text, when) = text.split_once(" when ").map_or((text, None), |(text, when)| (text, Some(when)));
    let mut words = text.split(' ');
    let event = words.next().unwrap();
    let event = Event::ALL.into_iter().find(|it| it.name() == event).unwrap_or_else(|| panic!("{event}"));
    let amount = reward_amount(words.next().unwrap(), currency);
    let recurring = |limit| Recurrence::Recurring { limit };
    let recurrence = match words.collect::<Vec<_>>()[..] {
        [] => recurring(Limit::Unlimited),
        ["once"] => Recurrence::OneTime,
        ["for", count, "months"] => recurring(Limit::Months { months: count.parse().unwrap() }),
        ["for", count, "events"] => recurring(Limit::Count { count: count.parse().unwrap() }),
        ref other => panic!("{other:?} is no recurrence"),
    };
    let group = |group: &str| group.split(" and ").map(condition).collect();
    let step = |step: &str, measure| {
        let (from, given) = step.split_once('=').unwrap();
        let from = match measure {
            Measure::Revenue => self::amount(from, currency),
            Measure::Events => from.parse().unwrap(),
        };
        Tier { from, amount: reward_amount(given, currency) }
    };
    let tiers = tiers.map(|text| {
        let retroactive = text.strip_prefix("retroactive ");
        let words: Vec<_> = retroactive.unwrap_or(text).split(' ').collect();
        let measure = if words[0] == "revenue" { Measure::Revenue } else { Measure::Events };
        let steps = words[2..].iter().map(|text| step(text, measure)).collect();
        Tiers { measure, window: window(words[1]), retroactive: retroactive.is_some(), steps }
    });
    let when = when.map_or_else(Vec::new, |when| when.split(" or ").map(group).collect());
    Reward { event, amount, recurrence, when, tiers, milestone: None, trigger: None }
}

fn terms(text: &str, currency: Currency) -> (Terms, Option<Budget>) {
    let at = Instant::from_micros(0);
    let mut terms = Terms {
        id: TermsId::draw(at, 0),
        scope: Scope { workspace: WorkspaceId::draw(at, 0), mode: Mode::Live },
        program: ProgramId::draw(at, 0),
        group: GroupId::draw(at, 0),
        version: 1,
        rewards: Vec::new(),
        strategy: Strategy::FirstMatch,
        hold_days: 0,
        caps: Vec::new(),
        auto_approve_max: None,
        customer_offer: None,
        acceptance: TermsAcceptance::ByPublication,
        applies_to_existing: false,
        effective_from: None,
        published_at: at,
    };
    let mut budget = None;
    for said in text.split("; ").filter(|said| !said.is_empty()) {
        let words: Vec<_> = said.split(' ').collect();
        match words[..] {
            ["first_match"] => terms.strategy = Strategy::FirstMatch,
            ["most_specific"] => terms.strategy = Strategy::MostSpecific,
            ["highest"] => terms.strategy = Strategy::Highest,
            ["stack"] => terms.strategy = Strategy::Stack { cap: None },
            ["stack", cap] => terms.strategy = Strategy::Stack { cap: rate(cap) },
            ["cap", most, per, of] => {
                let per = if per == "partner" { CapScope::Partner } else { CapScope::Customer };
                terms.caps.push(Cap { per, window: window(of), amount: amount(most, currency) });
            }
            ["budget", most, of] => {
                let warn_at = Rate::from_millionths(MILLION);
                budget =
                    Some(Budget { window: window(of), amount: amount(most, currency), warn_at, stops: true });
            }
            _ => terms.rewards.push(reward(said, currency)),
        }
    }
    if !terms.rewards.is_empty() {
        terms.check().unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
    }
    (terms, budget)
}

/// One conversion, as a row tells it.
#[derive(Default)]
struct Told {
    event: Option<Event>,
    paid: i64,
    items: Vec<(String, u32, i64)>,
    code: Option<String>,
    source: String,
    name: Option<String>,
    metadata: BTreeMap<String, String>,
    day: String,
    shares: Vec<u32>,
    place: usize,
    priors: Priors,
    /// What it earned before it was priced anew.
    kept: i64,
    refunded: Option<i64>,
    /// What of the refund is of which product.
    refunded_items: BTreeMap<String, i64>,
    totals: BTreeMap<String, i64>,
}

fn told(text: &str, currency: Currency) -> Told {
    let mut told = Told {
        source: "api".to_owned(),
        shares: vec![MILLION],
        day: "2026-11-27".to_owned(),
        ..Told::default()
    };
    let mut first = None;
    for (place, said) in text.split("; ").enumerate() {
        let words: Vec<_> = said.split(' ').collect();
        match words[..] {
            ["click", count] if place == 0 => {
                told.event = Some(Event::Click);
                told.items = vec![(String::new(), count.parse().unwrap(), 0)];
            }
            [event] if place == 0 => told.event = Event::ALL.into_iter().find(|it| it.name() == event),
            [event, paid] if place == 0 => {
                told.event = Event::ALL.into_iter().find(|it| it.name() == event);
                told.paid = amount(paid, currency);
            }
            ["items", ..] => {
                told.items = words[1..]
                    .iter()
                    .map(|item| {
                        let (product, rest) = item.split_once(':').unwrap();
                        let (quantity, price) = rest.split_once('x').unwrap();
                        (product.to_owned(), quantity.parse().unwrap(), amount(price, currency))
                    })
                    .collect()
            }
            ["code", code] => told.code = Some(code.to_owned()),
            ["source", source] => told.source = source.to_owned(),
            ["name", name] => told.name = Some(name.to_owned()),
            ["on", day] => told.day = day.to_owned(),
            ["meta", key, value] => {
                told.metadata.insert(key.to_owned(), value.to_owned());
            }
            ["share", share, of] => {
                let weights: Vec<u32> = of.split('+').map(|it| it.parse().unwrap()).collect();
                told.place = share.parse::<usize>().unwrap() - 1;
                told.shares = weights;
            }
            ["after", count, "since", day] => {
                told.priors.count = count.parse().unwrap();
                first = Some(day.parse::<Day>().unwrap());
            }
            ["earned", before] => told.kept = amount(before, currency),
            ["refund", back] => told.refunded = Some(amount(back, currency)),
            ["refund", back, "of", ..] => {
                told.refunded = Some(amount(back, currency));
                for item in &words[3..] {
                    let (product, back) = item.split_once(':').unwrap();
                    told.refunded_items.insert(product.to_owned(), amount(back, currency));
                }
            }
            ["had", of, held] => {
                let counts = of.starts_with("sales") || of.starts_with("leads");
                let held = if counts { held.parse().unwrap() } else { amount(held, currency) };
                told.totals.insert(of.to_owned(), held);
            }
            _ => panic!("{said}: nothing that a conversion has"),
        }
    }
    told.priors.first_at = first.map(Day::start);
    told
}

/// The lines as sentences and what is kept.
fn priced(currency: &str, terms_text: &str, conversion: &str) -> (String, String) {
    let currency: Currency = currency.parse().unwrap();
    let (terms, budget) = terms(terms_text, currency);
    let told = told(conversion, currency);
    let at = told.day.parse::<Day>().unwrap().start().plus_micros(43_200_000_000);
    let partner = PartnerId::draw(at, 0);
    let share = |(place, millionths): (usize, &u32)| Share {
        enrollment: EnrollmentId::draw(at, place as u128),
        partner: PartnerId::draw(at, place as u128),
        millionths: *millionths,
    };
    let shares: Vec<_> = told.shares.iter().enumerate().map(share).collect();
    let event = told.event.unwrap();
    let mut parts: Vec<_> = told
        .items
        .iter()
        .map(|(product, quantity, amount)| Part {
            product: Some(product),
            quantity: *quantity,
            amount: *amount,
        })
        .collect();
    let left = told.paid - told.items.iter().map(|item| item.2).sum::<i64>();
    if parts.is_empty() {
        parts.push(Part { product: None, quantity: 1, amount: told.paid });
    } else if left > 0 {
        parts.push(Part { product: None, quantity: 0, amount: left });
    }
    let partner = partner.to_string();
    let credit = Credit {
        event,
        occurred_at: at,
        // A partner's earnings have an amount; what is given once has the name of what it is for.
        amount: (event.has_amount() || event == Event::Partner && told.name.is_none())
            .then(|| Money::new(told.paid, currency)),
        currency,
        shares: &shares,
        place: told.place,
        circumstances: Circumstances {
            amount: told.paid,
            source: &told.source,
            event_name: told.name.as_deref(),
            code: told.code.as_deref(),
            metadata: &told.metadata,
            day: Day::of(at),
            number: 1,
            months: 0,
            partner: &partner,
            enrolled_days: 100,
        },
        parts: &parts,
        kept: told.kept,
    };
    let total = |total: &Total| {
        let whose = match total.whose {
            Whose::Partner => "",
            Whose::Customer => "customer:",
            Whose::Program => "program:",
        };
        let had = told.totals.get(&format!("{whose}{}", total.counted.name())).copied().unwrap_or(0);
        if total.reckoned == Reckoned::Booked { had + told.kept } else { had }
    };
    let price =
        price((!terms.rewards.is_empty()).then_some(&terms), budget.as_ref(), &credit, told.priors, &total)
            .unwrap();
    assert!(price.by_part.is_empty() || price.by_part.iter().sum::<i64>() == price.amount, "{conversion}");
    let phrases = Phrases { language: Language::English, texts: &[honeyguide_commission::ENGLISH] };
    let mut said: Vec<_> = price.lines.iter().map(|line| phrases.say(&line.explain(currency))).collect();
    let mut kept = price.amount;
    if let Some(refunded) = told.refunded {
        let of_part = |part: &Part<'_>| part.product.and_then(|product| told.refunded_items.get(product));
        let of_parts: Vec<_> = parts.iter().map(|part| of_part(part).copied().unwrap_or(0)).collect();
        let parts: Vec<_> = parts.iter().map(|part| part.amount).collect();
        let refunded = Refunded { parts: &parts, of_parts: &of_parts, total: refunded };
        let back = reversal_owed(price.amount, &price.by_part, &refunded);
        kept -= back;
        said.push(format!("{} goes back.", Money::new(back, currency)));
    }
    (said.join(" "), Money::new(kept, currency).to_string())
}

#[test]
fn every_row_earns_what_the_table_says() {
    let bless = std::env::var_os("HONEYGUIDE_BLESS").is_some();
    let (mut rows, mut wrong, mut written) = (0, Vec::new(), String::new());
    for line in TABLE.lines() {
        let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
        let is_row = line.starts_with('|') && cells.len() == 6 && cells[0].parse::<u32>().is_ok();
        if !is_row {
            written.push_str(&format!("{line}\n"));
            continue;
        }
        rows += 1;
        assert_eq!(cells[0], rows.to_string(), "rows are numbered without gaps");
        let (lines, kept) = priced(cells[1], cells[2], cells[3]);
        if (cells[4], cells[5]) != (&*lines, &*kept) {
            wrong.push(format!(
                "row {rows}: {} | {}\n  says  {} | {}\n  earns {lines} | {kept}",
                cells[2], cells[3], cells[4], cells[5]
            ));
        }
        written.push_str(&format!(
            "| {} | {} | {} | {} | {lines} | {kept} |\n",
            cells[0], cells[1], cells[2], cells[3]
        ));
    }
    if bless {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/prices.md"), written).unwrap();
        return;
    }
    assert!(wrong.is_empty(), "{} of {rows} rows\n{}", wrong.len(), wrong.join("\n"));
    assert!(rows >= 100, "{rows} rows");
}
