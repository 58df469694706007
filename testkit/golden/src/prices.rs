//! The golden price table `flow/4-commission/tests/prices.md`: terms and a conversion in words, and what they earn.
//!
//! Amounts are written as people write them and stand for minor units of the row's currency.

use commission::{ENGLISH, Line, Priors};
use program::{
    Budget, Cap, CapScope, Comparison, Condition, Event, Limit, Measure, Recurrence, Reward, RewardAmount,
    Strategy, Terms, TermsAcceptance, Tier, Tiers,
};
use std::collections::BTreeMap;
use words::{
    Currency, Day, GroupId, Instant, Language, MILLION, Mode, Money, Phrases, ProgramId, Rate, Scope,
    TermsId, Window, WorkspaceId,
};

/// The page with the table.
pub const PAGE: &str = include_str!("../../../flow/4-commission/tests/prices.md");

/// One row of the table.
pub struct Row {
    pub number: u32,
    pub currency: &'static str,
    pub terms: &'static str,
    pub conversion: &'static str,
    /// The lines of the price as sentences.
    pub lines: &'static str,
    /// What is earned less what the refund takes back.
    pub kept: &'static str,
}

impl Row {
    /// None for a line of the page that is no row.
    pub fn read(line: &'static str) -> Option<Self> {
        let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [number, currency, terms, conversion, lines, kept] = cells[..] else { return None };
        let number = number.parse().ok().filter(|_| line.starts_with('|'))?;
        Some(Self { number, currency, terms, conversion, lines, kept })
    }

    /// # Panics
    /// If the row names no currency.
    pub fn currency(&self) -> Currency {
        self.currency.parse().unwrap_or_else(|_| panic!("{} is no currency", self.currency))
    }

    /// What prices the row.
    ///
    /// # Panics
    /// See [`rules`].
    pub fn rules(&self) -> Rules {
        rules(self.terms, self.currency())
    }

    /// # Panics
    /// If the row says something that a conversion does not have.
    pub fn conversion(&self) -> PricedConversion {
        conversion(self.conversion, self.currency())
    }
}

/// Every row of the table, in its order.
pub fn rows() -> Vec<Row> {
    PAGE.lines().filter_map(Row::read).collect()
}

/// The rules that price a row.
pub struct Rules {
    /// None if the partner's group has none.
    pub terms: Option<Terms>,
    pub budget: Option<Budget>,
}

/// The lines of a price as sentences, and the one of what a refund takes back.
pub fn sentences(lines: &[Line], back: Option<i64>, currency: Currency) -> String {
    let phrases = Phrases { language: Language::English, texts: &[ENGLISH] };
    let mut said: Vec<_> = lines.iter().map(|line| phrases.say(&line.explain(currency))).collect();
    said.extend(back.map(|back| format!("{} goes back.", Money::new(back, currency))));
    said.join(" ")
}

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

/// Terms and a budget as the table writes them, separated by `; `.
///
/// # Panics
/// If they say something that terms do not have.
pub fn rules(text: &str, currency: Currency) -> Rules {
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
    Rules { terms: (!terms.rewards.is_empty()).then_some(terms), budget }
}

/// One conversion, as a row writes it.
#[derive(Default)]
pub struct PricedConversion {
    pub event: Option<Event>,
    pub paid: i64,
    pub items: Vec<(String, u32, i64)>,
    pub code: Option<String>,
    pub source: String,
    pub name: Option<String>,
    pub metadata: BTreeMap<String, String>,
    pub day: String,
    pub shares: Vec<u32>,
    pub place: usize,
    pub priors: Priors,
    /// What it earned before it was priced anew.
    pub kept: i64,
    pub refunded: Option<i64>,
    /// What of the refund is of which product.
    pub refunded_items: BTreeMap<String, i64>,
    pub totals: BTreeMap<String, i64>,
}

fn conversion(text: &str, currency: Currency) -> PricedConversion {
    let mut conversion = PricedConversion {
        source: "api".to_owned(),
        shares: vec![MILLION],
        day: "2026-11-27".to_owned(),
        ..PricedConversion::default()
    };
    let mut first = None;
    for (place, said) in text.split("; ").enumerate() {
        let words: Vec<_> = said.split(' ').collect();
        match words[..] {
            ["click", count] if place == 0 => {
                conversion.event = Some(Event::Click);
                conversion.items = vec![(String::new(), count.parse().unwrap(), 0)];
            }
            [event] if place == 0 => conversion.event = Event::ALL.into_iter().find(|it| it.name() == event),
            [event, paid] if place == 0 => {
                conversion.event = Event::ALL.into_iter().find(|it| it.name() == event);
                conversion.paid = amount(paid, currency);
            }
            ["items", ..] => {
                conversion.items = words[1..]
                    .iter()
                    .map(|item| {
                        let (product, rest) = item.split_once(':').unwrap();
                        let (quantity, price) = rest.split_once('x').unwrap();
                        (product.to_owned(), quantity.parse().unwrap(), amount(price, currency))
                    })
                    .collect()
            }
            ["code", code] => conversion.code = Some(code.to_owned()),
            ["source", source] => conversion.source = source.to_owned(),
            ["name", name] => conversion.name = Some(name.to_owned()),
            ["on", day] => conversion.day = day.to_owned(),
            ["meta", key, value] => {
                conversion.metadata.insert(key.to_owned(), value.to_owned());
            }
            ["share", share, of] => {
                let weights: Vec<u32> = of.split('+').map(|it| it.parse().unwrap()).collect();
                conversion.place = share.parse::<usize>().unwrap() - 1;
                conversion.shares = weights;
            }
            ["after", count, "since", day] => {
                conversion.priors.count = count.parse().unwrap();
                first = Some(day.parse::<Day>().unwrap());
            }
            ["earned", before] => conversion.kept = amount(before, currency),
            ["refund", back] => conversion.refunded = Some(amount(back, currency)),
            ["refund", back, "of", ..] => {
                conversion.refunded = Some(amount(back, currency));
                for item in &words[3..] {
                    let (product, back) = item.split_once(':').unwrap();
                    conversion.refunded_items.insert(product.to_owned(), amount(back, currency));
                }
            }
            ["had", of, held] => {
                let counts = of.starts_with("sales") || of.starts_with("leads");
                let held = if counts { held.parse().unwrap() } else { amount(held, currency) };
                conversion.totals.insert(of.to_owned(), held);
            }
            _ => panic!("{said}: nothing that a conversion has"),
        }
    }
    conversion.priors.first_at = first.map(Day::start);
    conversion
}
