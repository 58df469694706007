//! The linter of policies: rules that never take effect, or leave nothing, with an example conversion for each.

use program::{Model, PolicyRules};
use words::{Finding, Flaw, Rate, Sentence, Value};

const SECONDS_PER_DAY: u64 = 86_400;

/// What is probably not meant so.
pub fn lint_policy(rules: &PolicyRules) -> Vec<Finding> {
    let look_back = u64::from(rules.look_back_days) * SECONDS_PER_DAY;
    let fast = u64::from(rules.click_to_conversion_seconds);
    let window = u64::from(rules.stand_down_seconds);
    let found = |flaw, field, code: &str| {
        let values = |sentence: Sentence| {
            sentence
                .with("look_back", Value::Days(rules.look_back_days))
                .with("half_life", Value::Days(rules.half_life_days))
                .with("least", Value::Duration(fast))
                .with("window", Value::Duration(window))
                .with("half_window", Value::Duration(window.div_ceil(2)))
                .with("part", Value::Rate(Rate::from_millionths(oldest_part(rules))))
        };
        let example = values(Sentence::new(format!("{code}.example")));
        Finding { flaw, field, sentence: values(Sentence::new(code)), example }
    };
    let rule = |applies: bool, flaw, field, code| applies.then(|| found(flaw, field, code));
    let stands_down = window > 0;
    let decays = rules.model == Model::TimeDecay;
    [
        rule(fast >= look_back, Flaw::Contradictory, "click_to_conversion_seconds", "lint.no_click_counts"),
        rule(stands_down && window <= fast, Flaw::Dead, "stand_down_seconds", "lint.stand_down_too_fast"),
        rule(stands_down && window > look_back, Flaw::Dead, "stand_down_seconds", "lint.stand_down_too_long"),
        rule(
            stands_down && rules.model == Model::FirstTouch,
            Flaw::Dead,
            "stand_down_seconds",
            "lint.stand_down_first_touch",
        ),
        rule(
            decays && rules.half_life_days > rules.look_back_days,
            Flaw::Overlapping,
            "half_life_days",
            "lint.half_life_like_linear",
        ),
        rule(
            rules.keeps_bond && rules.new_customers_only,
            Flaw::Overlapping,
            "new_customers_only",
            "lint.bond_and_new_customers",
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What the oldest touch that counts would get beside one of the moment itself, of a million.
fn oldest_part(rules: &PolicyRules) -> u32 {
    let now = words::Instant::from_micros(0);
    let touches = [(now.plus_days(-i64::from(rules.look_back_days)), 0), (now, 0)];
    crate::model::shares(Model::TimeDecay, rules.half_life_days, &touches, now)[0]
}
