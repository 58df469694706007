//! A decision as sentences: the same for the merchant and the partner, in every language.

use crate::{Basis, Considered, Conversion, Decision, Kind, Outcome};
use program::{Model, Policy, PolicyRules};
use words::{Instant, MILLION, PartnerId, Rate, Sentence, Value};

/// What the sentences say, in English.
pub const ENGLISH: &str = include_str!("phrases/en.txt");
/// The same in German.
pub const GERMAN: &str = include_str!("phrases/de.txt");

/// Who reads: how partners are called, and how much may be known.
pub struct Reading<'a> {
    /// A partner's name; none for another partner, of whom the reader may know the evidence class and the day only.
    pub name_of: &'a dyn Fn(PartnerId) -> Option<String>,
    /// Whether the reader may know what was bought: its number and amount.
    pub in_full: bool,
}

impl Reading<'_> {
    fn partner(&self, id: PartnerId) -> Value {
        (self.name_of)(id).map_or_else(|| Value::Word("another_partner".to_owned()), Value::Text)
    }

    fn at(&self, partner: PartnerId, at: Instant) -> Value {
        if (self.name_of)(partner).is_some() { Value::Moment(at) } else { Value::Day(at) }
    }
}

/// The sentences of a decision.
pub fn explain(
    conversion: &Conversion,
    decision: &Decision,
    policy: &Policy,
    reading: &Reading<'_>,
) -> Vec<Sentence> {
    let mut sentences = vec![occurred(conversion, reading), decided_under(policy)];
    sentences.extend(basis(decision));
    if decision.considered.is_empty() {
        sentences.push(Sentence::new("touch.none"));
    }
    for considered in &decision.considered {
        sentences.push(touch(considered, conversion.occurred_at, &policy.rules, reading));
    }
    if decision.left_out > 0 {
        let left_out = Value::Count(u64::from(decision.left_out));
        sentences.push(Sentence::new("touch.left_out").with("count", left_out));
    }
    if decision.considered.iter().any(|considered| considered.finding.other_id) {
        sentences.push(Sentence::new("touch.other_id"));
    }
    if decision.shares.is_empty() {
        sentences.push(Sentence::new("credit.nobody"));
    }
    for share in &decision.shares {
        let part = Value::Rate(Rate::from_millionths(share.millionths));
        sentences
            .push(Sentence::new("credit").with("partner", reading.partner(share.partner)).with("part", part));
    }
    sentences
}

/// What a refund says of its sale.
pub fn explain_refund(refund: &Conversion, sale: Option<&Conversion>, reading: &Reading<'_>) -> Sentence {
    let code = match sale {
        _ if !reading.in_full => return Sentence::new(format!("{}.plain", refund.kind.name())),
        Some(_) if refund.unmatched && refund.kind == Kind::ChargebackReversal => {
            "chargeback_reversal.unmatched".to_owned()
        }
        Some(_) if refund.unmatched => format!("{}.unknown", refund.kind.name()),
        Some(_) => format!("{}.known", refund.kind.name()),
        None => format!("{}.unknown", refund.kind.name()),
    };
    let sale_named = sale.map(|sale| sale.external_id.clone());
    let named = refund.content.sale.clone().or(sale_named).unwrap_or_default();
    let reversed = refund.content.refund.clone().unwrap_or_default();
    let amount = refund.amount().map_or(Value::Text(String::new()), Value::Money);
    Sentence::new(code).text("sale", named).text("refund", reversed).with("amount", amount)
}

fn occurred(conversion: &Conversion, reading: &Reading<'_>) -> Sentence {
    let said = |code| {
        let sentence = Sentence::new(code).word("what", conversion.kind.name());
        sentence.with("at", Value::Moment(conversion.occurred_at))
    };
    match conversion.amount() {
        _ if !reading.in_full => said("conversion.plain"),
        Some(amount) => {
            said("conversion.amount").text("number", &conversion.external_id).money("amount", amount)
        }
        None => said("conversion").text("number", &conversion.external_id),
    }
}

/// How an amount in another currency became the program's.
pub fn explain_exchange(conversion: &Conversion) -> Option<Sentence> {
    let exchange = conversion.exchange?;
    let rate = exchange.rate;
    let sentence = Sentence::new("conversion.exchanged")
        .money("original", exchange.from)
        .money("amount", exchange.to)
        .with("rate", Value::Decimal(rate.to_string()))
        .text("base", rate.base.code())
        .text("quote", rate.quote.code())
        .with("day", Value::Day(rate.day.start()));
    Some(sentence.word("source", &format!("rate.{}", rate.source.name())))
}

/// What a sale really came to, where what was reported was put right.
pub fn explain_amendment(conversion: &Conversion) -> Option<Sentence> {
    let amended = conversion.amended.as_ref()?;
    let sentence = Sentence::new("conversion.amended").money("amount", amended.amount?);
    Some(sentence.with("day", Value::Day(amended.at)).text("reason", &amended.reason))
}

fn decided_under(policy: &Policy) -> Sentence {
    let rules = &policy.rules;
    let code = if rules.model == Model::TimeDecay { "policy.half_life" } else { "policy" };
    Sentence::new(code)
        .with("version", Value::Count(u64::from(policy.version)))
        .word("model", rules.model.code())
        .with("half_life", Value::Days(rules.half_life_days))
        .with("look_back", Value::Days(rules.look_back_days))
}

fn basis(decision: &Decision) -> Option<Sentence> {
    match (decision.basis, &decision.correction) {
        (Basis::Model, _) | (Basis::Correction, None) => None,
        (Basis::Correction, Some(correction)) => {
            let sentence = Sentence::new("basis.correction").with("day", Value::Day(correction.at));
            Some(sentence.text("reason", &correction.reason))
        }
        (basis, _) => Some(Sentence::new(format!("basis.{}", basis.code()))),
    }
}

fn touch(considered: &Considered, at: Instant, rules: &PolicyRules, reading: &Reading<'_>) -> Sentence {
    let finding = &considered.finding;
    let code = match finding.outcome {
        Outcome::Credited if considered.millionths < MILLION => "touch.credited.part",
        Outcome::Credited => "touch.credited",
        Outcome::NotChosen => "touch.not_chosen",
        Outcome::BehindBond => "touch.behind_bond",
        Outcome::BehindCode => "touch.behind_code",
        Outcome::BehindDeal => "touch.behind_deal",
        Outcome::BehindCorrection => "touch.behind_correction",
        Outcome::Refused { reason } => &format!("touch.{}", reason.code()),
    };
    let ahead = at.micros_since(considered.occurred_at).max(0).unsigned_abs() / 1_000_000;
    let seconds = |seconds: u32| Value::Duration(u64::from(seconds));
    Sentence::new(code)
        .word("class", finding.class.code())
        .with("partner", reading.partner(finding.partner))
        .with("at", reading.at(finding.partner, considered.occurred_at))
        .with("part", Value::Rate(Rate::from_millionths(considered.millionths)))
        .word("model", rules.model.code())
        .with("look_back", Value::Days(rules.look_back_days))
        .with("ahead", Value::Duration(ahead))
        .with("least", seconds(rules.click_to_conversion_seconds))
        .with("window", seconds(rules.stand_down_seconds))
        .with("protected_until", Value::Day(finding.protected_until.unwrap_or(at)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Refusal;
    use referral::EvidenceClass;
    use std::collections::BTreeMap;
    use words::{Language, Phrases};

    /// The values between braces.
    fn holes(phrase: &str) -> Vec<&str> {
        let mut holes: Vec<_> = phrase.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        holes.sort();
        holes
    }

    #[test]
    fn every_code_has_a_phrase_in_every_language_with_the_same_values() {
        let of = |language, texts| Phrases { language, texts }.codes().collect::<BTreeMap<_, _>>();
        let english = of(Language::English, &[ENGLISH]);
        let german = of(Language::German, &[GERMAN]);
        assert!(english.keys().eq(german.keys()));
        for (code, phrase) in &english {
            assert_eq!(holes(phrase), holes(german[code]), "{code}");
        }
        let known = |code: &str| assert!(english.contains_key(code), "{code}");
        Refusal::ALL.iter().for_each(|refusal| known(&format!("touch.{}", refusal.code())));
        EvidenceClass::ALL.iter().for_each(|class| known(class.code()));
        Model::ALL.iter().for_each(|model| known(model.code()));
        let above = Basis::ALL.iter().filter(|basis| **basis != Basis::Model);
        above.for_each(|basis| known(&format!("basis.{}", basis.code())));
    }
}
