//! How alike the names of two companies are. Two names that each have a word of their own are two companies, however
//! much else they share: Delta Airlines and Delta Faucet.

use super::name::{in_one_word, words};
use super::spelling::{SAME, Word, word_likeness};
use super::vocabulary::{COUNTRIES, LOOSE_WORDS, SMALL_WORDS, SPELLINGS, TRADE_WORDS};
use std::{
    collections::HashMap,
    sync::{Arc, LazyLock},
};

/// More of a name is not read, so that comparing takes a bounded time whatever was written.
const WORDS_MAX: usize = 24;
const WORD_CHARACTERS_MAX: usize = 48;

/// The likeness that names reach at most, in millionths, when one has a word that the other does not have.
const CONTRADICTED_MAX: u32 = 600_000;
/// What a word costs, in millionths, that one company adds at will.
const LOOSE_COST: u32 = 20_000;
const COUNTRY_COST: u32 = 60_000;
const ORDER_COST: u32 = 20_000;

/// An abbreviation with a point has this many letters and begins the word that it stands for.
const ABBREVIATION_CHARACTERS: std::ops::RangeInclusive<usize> = 1..=6;
const ABBREVIATION: u32 = 920_000;

const INITIALS_MIN: usize = 3;
const INITIALS_MAX: usize = 6;
/// Shorter words in two pieces are too easily made of two other words.
const JOINED_CHARACTERS_MIN: usize = 4;

/// The kinds of all words that are listed. A word of several lists is of the first one.
static KINDS: LazyLock<HashMap<&str, Kind>> = LazyLock::new(|| {
    let lists = [
        (SMALL_WORDS, Kind::Small),
        (LOOSE_WORDS, Kind::Loose),
        (COUNTRIES, Kind::Country),
        (TRADE_WORDS, Kind::Trade),
    ];
    let words = lists.into_iter().rev().flat_map(|(list, kind)| list.iter().map(move |word| (*word, kind)));
    words.collect()
});

/// The first spelling of each word that has several.
static FIRST_SPELLINGS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let pairs = SPELLINGS.iter().rev().flat_map(|spellings| {
        let first = spellings.split(' ').next().unwrap_or_default();
        spellings.split(' ').map(move |spelling| (spelling, first))
    });
    pairs.collect()
});

/// How much a word says about which company is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Telling,
    Trade,
    Country,
    Loose,
    Small,
}

impl Kind {
    fn of(word: &str) -> Kind {
        KINDS.get(word).copied().unwrap_or(Kind::Telling)
    }

    /// Whether companies add and leave out such words at will.
    fn is_added(&self) -> bool {
        matches!(self, Kind::Small | Kind::Loose | Kind::Country)
    }

    fn weight(self) -> u32 {
        match self {
            Kind::Telling => 4,
            Kind::Trade | Kind::Country => 2,
            Kind::Loose | Kind::Small => 1,
        }
    }
}

/// A word of a name with what it says.
struct NameWord {
    word: Word,
    kind: Kind,
}

impl NameWord {
    fn new(text: String) -> Arc<NameWord> {
        let kind = Kind::of(&text);
        Arc::new(NameWord { word: Word::new(text), kind })
    }

    fn text(&self) -> &str {
        &self.word.text
    }
}

fn in_one(words: &[Arc<NameWord>]) -> String {
    words.iter().map(|word| word.text()).collect()
}

/// A name as it is compared.
pub(super) struct Name {
    plain: Vec<String>,
    /// In one spelling for all abbreviations.
    words: Vec<Arc<NameWord>>,
    abbreviations: Vec<String>,
}

pub(super) struct NameLikeness {
    pub(super) millionths: u32,
    /// Whether one name is the initials of the other.
    pub(super) initials: bool,
    /// Whether they share a word and one has another word that tells something.
    pub(super) is_part: bool,
    /// Whether every word of one is in the other, and a telling one among them.
    pub(super) is_within: bool,
}

impl Name {
    pub(super) fn new(written: &str) -> Name {
        let mut plain = words(written);
        plain.truncate(WORDS_MAX);
        // The words are ASCII, so that any byte is the end of a character.
        plain.iter_mut().for_each(|word| word.truncate(WORD_CHARACTERS_MAX));
        let mut words = plain.iter().map(|word| spelling(word)).collect::<Vec<_>>();
        if let Some(at) = words.windows(2).position(|pair| pair == ["f", "lli"]) {
            words.splice(at..at + 2, ["fratelli".to_owned()]);
        }
        let words = words.into_iter().map(NameWord::new).collect();
        Name { plain, words, abbreviations: abbreviations(written) }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.plain.is_empty()
    }

    /// Whether the name is this mark when it is written in one word, without what is added at will.
    pub(super) fn is_mark(&self, mark: &str) -> bool {
        let kept = self.words.iter().filter(|word| !word.kind.is_added());
        self.plain.concat() == mark || kept.map(|word| word.text()).collect::<String>() == mark
    }

    /// Whether what is telling in the name is this mark when it is written in one word.
    pub(super) fn tells_mark(&self, mark: &str) -> bool {
        let telling = self.words.iter().filter(|word| word.kind == Kind::Telling);
        self.is_mark(mark) || telling.map(|word| word.text()).collect::<String>() == mark
    }

    /// Whether the first word is the initials of the first words of the other and the rest is the same: TU München.
    fn begins_with_initials_of(&self, long: &Name) -> bool {
        let Some((short, rest)) = self.plain.split_first() else {
            return false;
        };
        let count = short.len();
        let initials =
            || long.plain[..count].iter().filter_map(|word| word.chars().next()).collect::<String>();
        count >= 2 && !rest.is_empty() && long.plain.get(count..) == Some(rest) && *short == initials()
    }

    fn initials_of(&self, short: &Name) -> bool {
        let [short] = short.plain.as_slice() else {
            return false;
        };
        let of =
            |words: Vec<&String>| -> String { words.iter().filter_map(|word| word.chars().next()).collect() };
        let all = of(self.plain.iter().collect());
        let large = of(self.plain.iter().filter(|word| Kind::of(word) != Kind::Small).collect());
        (INITIALS_MIN..=INITIALS_MAX).contains(&short.len()) && (*short == all || *short == large)
    }
}

fn spelling(word: &str) -> String {
    FIRST_SPELLINGS.get(word).copied().unwrap_or(word).to_owned()
}

/// The words that were written with a point after them: `Elec.` and `Az.`, but not the single letters of `S.A.`.
fn abbreviations(written: &str) -> Vec<String> {
    let pointed = written
        .split([' ', '-'])
        .filter_map(|word| word.strip_suffix('.'))
        .filter(|word| !word.contains('.'));
    let short = pointed.map(in_one_word).filter(|word| ABBREVIATION_CHARACTERS.contains(&word.len()));
    short.take(WORDS_MAX).collect()
}

/// How alike two names are, the same in both directions.
pub(super) fn compare(a: &Name, b: &Name) -> NameLikeness {
    // Which word meets which depends on the order in which they are tried.
    let (a, b) = if a.plain <= b.plain { (a, b) } else { (b, a) };
    let initials = a.initials_of(b) || b.initials_of(a);
    if a.is_empty() || b.is_empty() {
        return NameLikeness { millionths: 0, initials: false, is_part: false, is_within: false };
    }
    if in_one(&a.words) == in_one(&b.words) || a.plain.concat() == b.plain.concat() {
        return NameLikeness { millionths: SAME, initials, is_part: false, is_within: false };
    }
    let (left, right) = (joined(large(&a.words), &b.words), joined(large(&b.words), &a.words));
    let is_short = |short: &str, long: &str, name: &Name| {
        name.abbreviations.iter().any(|word| word == short) && long.starts_with(short)
    };
    let alone = left.len() == 1 && right.len() == 1;
    let word_likeness = |left: &NameWord, right: &NameWord| {
        let is_short = is_short(left.text(), right.text(), a) || is_short(right.text(), left.text(), b);
        word_likeness(&left.word, &right.word, alone).or_else(|| is_short.then_some(ABBREVIATION))
    };
    let met = meet(&left, &right, word_likeness);
    let (alone_left, alone_right) = (
        alone_kinds(&left, a, |at| met.iter().any(|met| met.a == at)),
        alone_kinds(&right, b, |at| met.iter().any(|met| met.b == at)),
    );
    let is_part = !met.is_empty() && alone_left.iter().chain(&alone_right).any(|kind| *kind == Kind::Telling);
    let is_telling = met.iter().any(|met| left[met.a].kind == Kind::Telling);
    let is_within =
        is_telling && (alone_left.iter().all(Kind::is_added) || alone_right.iter().all(Kind::is_added));
    let millionths = compare_words(&left, &right, &met, cost(&alone_left, &alone_right));
    let begins = a.begins_with_initials_of(b) || b.begins_with_initials_of(a);
    let millionths = if begins { millionths.max(ABBREVIATION) } else { millionths };
    NameLikeness { millionths, initials, is_part, is_within }
}

/// The words without the small ones, unless there are no others.
fn large(words: &[Arc<NameWord>]) -> Vec<Arc<NameWord>> {
    let large: Vec<_> = words.iter().filter(|word| word.kind != Kind::Small).cloned().collect();
    if large.is_empty() { words.to_vec() } else { large }
}

/// Two neighbors become one word where the other name writes them in one.
fn joined(words: Vec<Arc<NameWord>>, other: &[Arc<NameWord>]) -> Vec<Arc<NameWord>> {
    let mut joined: Vec<Arc<NameWord>> = Vec::new();
    for word in words {
        if let Some(last) = joined.last_mut() {
            let (begins, ends) = (last.text(), word.text());
            let is_both = |other: &str| other.strip_prefix(begins) == Some(ends);
            let both = other.iter().find(|other| is_both(other.text()));
            if let Some(both) = both.filter(|both| both.text().len() >= JOINED_CHARACTERS_MIN) {
                *last = both.clone();
                continue;
            }
        }
        joined.push(word);
    }
    joined
}

fn compare_words(a: &[Arc<NameWord>], b: &[Arc<NameWord>], met: &[Met], cost: Option<u32>) -> u32 {
    let shared: u32 = met.iter().map(|met| a[met.a].kind.weight()).sum();
    let alike: u64 = met.iter().map(|met| u64::from(a[met.a].kind.weight()) * u64::from(met.likeness)).sum();
    let is_telling = met.iter().any(|met| a[met.a].kind == Kind::Telling);
    let ratio = |part: u64, whole: u32| u32::try_from(part / u64::from(whole.max(1))).unwrap_or(SAME);
    match cost.filter(|cost| *cost == 0 || is_telling) {
        Some(cost) => {
            let turned = met.windows(2).any(|pair| pair[0].b > pair[1].b);
            let order_cost = if turned { ORDER_COST } else { 0 };
            ratio(alike, shared).saturating_sub(cost + order_cost)
        }
        None => {
            let weights = |words: &[Arc<NameWord>]| words.iter().map(|word| word.kind.weight()).sum::<u32>();
            let whole = weights(a) + weights(b);
            ratio(2 * alike, whole).min(SAME) / 10 * (CONTRADICTED_MAX / 100_000)
        }
    }
}

/// The kinds of the words that met no other. The initial of a person comes and goes: J. Sainsbury.
fn alone_kinds(words: &[Arc<NameWord>], name: &Name, is_met: impl Fn(usize) -> bool) -> Vec<Kind> {
    let alone = words.iter().enumerate().filter(|(at, _)| !is_met(*at));
    let is_initial =
        |word: &NameWord| word.text().len() == 1 && name.abbreviations.iter().any(|one| one == word.text());
    alone.map(|(_, word)| if is_initial(word) { Kind::Loose } else { word.kind }).collect()
}

/// What the words cost that met no other, in millionths; None when they mean another company.
fn cost(alone_a: &[Kind], alone_b: &[Kind]) -> Option<u32> {
    let mut cost = 0;
    for kind in alone_a.iter().chain(alone_b) {
        cost += match kind {
            Kind::Telling | Kind::Trade => return None,
            // One country against none is a branch, one country against another is two branches.
            Kind::Country if !alone_a.is_empty() && !alone_b.is_empty() => return None,
            Kind::Country => COUNTRY_COST,
            Kind::Loose | Kind::Small => LOOSE_COST,
        };
    }
    Some(cost)
}

struct Met {
    a: usize,
    b: usize,
    likeness: u32,
}

/// Each word meets the word of the other name that is most like it; in the order of the first name.
fn meet(
    a: &[Arc<NameWord>],
    b: &[Arc<NameWord>],
    word_likeness: impl Fn(&NameWord, &NameWord) -> Option<u32>,
) -> Vec<Met> {
    let mut pairs = Vec::new();
    for (at_a, word_a) in a.iter().enumerate() {
        for (at_b, word_b) in b.iter().enumerate() {
            if let Some(likeness) = word_likeness(word_a, word_b) {
                pairs.push(Met { a: at_a, b: at_b, likeness });
            }
        }
    }
    pairs.sort_by_key(|met| (std::cmp::Reverse(met.likeness), met.a, met.b));
    let mut met: Vec<Met> = Vec::new();
    for pair in pairs {
        if !met.iter().any(|met| met.a == pair.a || met.b == pair.b) {
            met.push(pair);
        }
    }
    met.sort_by_key(|met| met.a);
    met
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millionths(a: &str, b: &str) -> u32 {
        compare(&Name::new(a), &Name::new(b)).millionths
    }

    #[test]
    fn words_of_their_own_make_two_companies() {
        for (a, b) in [
            ("Delta Airlines", "Delta Faucet"),
            ("Apple", "Apple Bank for Savings"),
            ("Studio 54", "Studio 53"),
        ] {
            assert!(millionths(a, b) <= CONTRADICTED_MAX, "{a} / {b}: {}", millionths(a, b));
        }
    }

    #[test]
    fn loose_words_and_order_make_one() {
        for (a, b) in [
            ("Vodafone Group", "Vodafone"),
            ("Adlon Hotel", "Hotel Adlon"),
            ("Thyssen Krupp Steel", "ThyssenKrupp Steel Group"),
        ] {
            assert!(millionths(a, b) > 950_000, "{a} / {b}: {}", millionths(a, b));
        }
    }

    #[test]
    fn initials_are_seen() {
        let long = Name::new("Bayerische Motoren Werke AG");
        assert!(compare(&long, &Name::new("BMW")).initials);
        assert!(!compare(&long, &Name::new("BMG")).initials);
    }
}
