//! The journeys of `journeys.md`, each decided and compared with what stands there; and what holds for all journeys.

use golden::journeys::{
    Journey, JourneyTouch, KEY, code, customer, journey, now, program, rows, sale, scope, shares, sorted,
};
use honeyguide_conversion::{Basis, Case, Outcome, Refusal, Weighed, decide, lint_policy, weigh};
use program::{Model, PolicyRules};
use proptest::prelude::*;
use referral::{Evidence, EvidenceClass};
use std::collections::BTreeSet;
use words::{DecisionId, MILLION};

fn evaluate(journey: &Journey) -> Weighed {
    let (correction, bond) = (journey.correction(), journey.bond());
    let case = Case {
        scope: scope(),
        program: program(),
        customer: customer(),
        conversion: sale(),
        key: KEY,
        occurred_at: now(),
        by_browser: false,
        correction: correction.as_ref(),
        bond: bond.as_ref(),
    };
    let candidates: Vec<_> = journey.touches.iter().map(JourneyTouch::candidate).collect();
    let weighed = weigh(&case, &candidates, &journey.rules);
    let decision = decide(&case, &candidates, &journey.policy(), DecisionId::draw(now(), 1), now());
    assert_eq!((decision.basis, &decision.shares), (weighed.basis, &weighed.shares));
    weighed
}

#[test]
fn every_journey_is_decided_as_it_is_written_down() {
    let rows = rows();
    let (mut seen, mut classes, mut bases) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for row in &rows {
        let (name, journey) = (row.name, &row.journey);
        let weighed = evaluate(journey);
        assert_eq!(sorted(weighed.shares.clone()), row.credit, "{name}");
        assert_eq!(weighed.basis.code(), row.rests_on, "{name}");
        let mut found = vec![""; journey.touches.len()];
        weighed.touches.iter().for_each(|&(place, outcome, _)| found[place] = code(outcome));
        assert_eq!(found.join("; "), row.outcomes, "{name}");
        seen.extend(found);
        classes.extend(journey.touches.iter().map(|it| it.touch.class()));
        bases.insert(weighed.basis);
    }
    assert!(rows.len() >= 80, "{} journeys", rows.len());
    let known = Refusal::ALL.iter().map(|refusal| refusal.code());
    let outcomes =
        ["credited", "not_chosen", "behind_bond", "behind_code", "behind_deal", "behind_correction"];
    assert_eq!(seen, known.chain(outcomes).collect::<BTreeSet<_>>(), "every code has a journey");
    assert_eq!(classes, EvidenceClass::ALL.into_iter().collect(), "every class has a journey");
    assert_eq!(bases, Basis::ALL.into_iter().collect(), "every basis has a journey");
    println!("{} journeys", rows.len());
}

prop_compose! {
    fn any_touch()(
        who in 0..4u128,
        class in prop::sample::select(vec!["click", "click", "visitor", "link", "form", "code", "deal", "deal=2"]),
        ago in prop_oneof![0..120i64, 0..10_000i64, 0..9_000_000i64],
        words in prop::sample::subsequence(
            vec!["used", "bot", "self", "inactive", "granted", "denied", "existing", "leaked", "browser", "protected",
                 "won", "30%"],
            0..4,
        ),
    ) -> String {
        let letter = char::from(b'A' + who as u8);
        format!("{letter} {class} -{ago}s {}", words.join(" "))
    }
}

prop_compose! {
    fn any_journey(touches: std::ops::Range<usize>)(
        model in prop::sample::select(Model::ALL.map(Model::code).to_vec()),
        switches in prop::sample::subsequence(
            vec!["code_wins", "code_owner_only", "consent_required", "new_customers_only", "keeps_bond", "trusts_browsers",
                 "look_back=30d", "fast=60s", "stand_down=30m", "half_life=2d"],
            0..6,
        ),
        bond in prop::option::weighted(0.3, Just("A 60% B 40%")),
        touches in prop::collection::vec(any_touch(), touches),
    ) -> Journey {
        let mut journey = journey(&format!("{model} {}", switches.join(" ")), &touches.join(";"));
        journey.bound = bond.map(shares);
        journey
    }
}

prop_compose! {
    /// A customer who uses codes all the time, and seldom clicks: what codes need, and late clicks give way to, is rare.
    fn coupon_journey()(
        rule in prop::sample::select(vec!["code_owner_only", "stand_down=30m", "code_owner_only stand_down=30m"]),
        touches in prop::collection::vec(
            (0..4u128, prop_oneof![60 => Just("code"), 1 => Just("click")], 0..60_000i64,
             prop::sample::select(vec!["", "leaked", "leaked browser"])),
            100..260,
        ),
        late in prop::collection::vec((0..2u128, 0..60i64), 0..4),
    ) -> Journey {
        let letter = |who: &u128| char::from(b'A' + *who as u8);
        let early = touches.iter().map(|(who, class, ago, words)| format!("{} {class} -{ago}s {words}", letter(who)));
        let late = late.iter().map(|(who, ago)| format!("{} click -{ago}s", letter(who)));
        journey(&format!("linear trusts_browsers {rule}"), &early.chain(late).collect::<Vec<_>>().join(";"))
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn shares_sum_to_a_million_or_there_are_none(journey in any_journey(0..8)) {
        let weighed = evaluate(&journey);
        let sum: u32 = weighed.shares.iter().map(|share| share.millionths).sum();
        prop_assert_eq!(sum, if weighed.shares.is_empty() { 0 } else { MILLION });
        let eligible = weighed.touches.iter().any(|(_, outcome, _)| !matches!(outcome, Outcome::Refused { .. }));
        prop_assert!(weighed.basis == Basis::Bond || eligible != weighed.shares.is_empty());
        let partners: BTreeSet<_> = weighed.shares.iter().map(|share| share.partner).collect();
        prop_assert_eq!(partners.len(), weighed.shares.len());
    }

    /// Taking a refused touch away moves no credit, and makes no other touch eligible or not.
    #[test]
    fn a_touch_that_is_not_eligible_changes_nothing(journey in any_journey(1..8)) {
        let weighed = evaluate(&journey);
        let refused = |outcome: &Outcome| matches!(outcome, Outcome::Refused { .. });
        for (place, ..) in weighed.touches.iter().filter(|(_, outcome, _)| refused(outcome)) {
            let touches: Vec<_> = (0..journey.touches.len())
                .filter(|other| other != place)
                .map(|other| journey.touches[other].clone())
                .collect();
            let bound = journey.bound.clone();
            let without = evaluate(&Journey { rules: journey.rules.clone(), touches, corrected: None, bound });
            prop_assert_eq!((&without.shares, without.basis), (&weighed.shares, weighed.basis));
            let credited = |weighed: &Weighed| {
                let parts = weighed.touches.iter().filter(|(_, outcome, _)| !refused(outcome));
                parts.map(|&(_, outcome, part)| (outcome, part)).collect::<Vec<_>>()
            };
            prop_assert_eq!(credited(&without), credited(&weighed));
        }
    }

    /// Rules that the linter calls dead decide nothing.
    #[test]
    fn what_the_linter_calls_dead_is_dead(
        journey in any_journey(1..8),
        rules in ((0..90_000u32), (0..200_000u32), (1..3u32), prop::bool::ANY),
    ) {
        let (fast, stand_down, look_back_days, first) = rules;
        let rules = PolicyRules {
            click_to_conversion_seconds: fast,
            stand_down_seconds: stand_down,
            look_back_days,
            model: if first { Model::FirstTouch } else { journey.rules.model },
            ..journey.rules.clone()
        };
        let found: BTreeSet<_> = lint_policy(&rules).into_iter().map(|finding| finding.sentence.code).collect();
        let weigh = |rules: &PolicyRules| {
            let touches = journey.touches.iter().filter(|it| it.touch.class() != EvidenceClass::Deal);
            let touches = touches.cloned().collect();
            let bound = journey.bound.clone();
            evaluate(&Journey { rules: rules.clone(), touches, corrected: None, bound })
        };
        let weighed = weigh(&rules);
        let clicked = |place: usize| matches!(journey.touches[place].touch.evidence, Evidence::Click { .. });
        if found.contains("lint.no_click_counts") && !journey.touches.iter().any(|it| it.touch.class() == EvidenceClass::Deal) {
            let exactly = |place: usize| now().micros_since(journey.touches[place].touch.occurred_at) == 86_400_000_000;
            let counted = |(place, _, part): &(usize, Outcome, u32)| *part > 0 && clicked(*place) && !exactly(*place);
            prop_assert!(!weighed.touches.iter().any(counted));
        }
        if found.iter().any(|code| code.starts_with("lint.stand_down")) {
            let without = weigh(&PolicyRules { stand_down_seconds: 0, ..rules });
            let leaked = journey.touches.iter().any(|it| it.touch.class() == EvidenceClass::Code);
            prop_assert!(leaked || without.shares == weighed.shares);
        }
    }

    #[test]
    fn the_order_of_arrival_changes_nothing(journey in any_journey(2..8), turn in 1..7usize) {
        let weighed = evaluate(&journey);
        let mut touches = journey.touches.clone();
        let turns = turn % touches.len();
        touches.rotate_left(turns);
        touches.reverse();
        let bound = journey.bound.clone();
        let other = evaluate(&Journey { rules: journey.rules.clone(), touches, corrected: None, bound });
        prop_assert_eq!((&other.shares, other.basis), (&weighed.shares, weighed.basis));
        let outcomes = |weighed: &Weighed| {
            weighed.touches.iter().map(|&(_, outcome, part)| (outcome, part)).collect::<Vec<_>>()
        };
        prop_assert_eq!(outcomes(&other), outcomes(&weighed));
    }

    #[test]
    fn all_models_agree_on_journeys_of_one_touch(journey in any_journey(1..2)) {
        let weighed = evaluate(&journey);
        for model in Model::ALL {
            let rules = PolicyRules { model, ..journey.rules.clone() };
            let (touches, bound) = (journey.touches.clone(), journey.bound.clone());
            let other = evaluate(&Journey { rules, touches, corrected: None, bound });
            prop_assert_eq!(&other, &weighed, "{}", model.code());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Of very many touches a decision names some: these alone give the same decision, and of the others a refused one
    /// moves no credit either.
    #[test]
    fn the_touches_that_a_decision_names_decide_it(
        journey in prop_oneof![any_journey(60..260), coupon_journey()], which in any::<prop::sample::Index>(),
    ) {
        let weighed = evaluate(&journey);
        prop_assert_eq!(weighed.left_out, journey.touches.len() - weighed.touches.len());
        let of = |touches: Vec<JourneyTouch>| {
            evaluate(&Journey { rules: journey.rules.clone(), touches, corrected: None, bound: journey.bound.clone() })
        };
        let outcomes = |weighed: &Weighed| {
            weighed.touches.iter().map(|&(_, outcome, part)| (outcome, part)).collect::<Vec<_>>()
        };
        let named: Vec<_> = weighed.touches.iter().map(|&(place, ..)| place).collect();
        let again = of(named.iter().map(|&place| journey.touches[place].clone()).collect());
        prop_assert_eq!((&again.shares, again.basis, again.left_out), (&weighed.shares, weighed.basis, 0));
        prop_assert_eq!(outcomes(&again), outcomes(&weighed));

        let refused = |&(_, outcome, _): &&(usize, Outcome, u32)| matches!(outcome, Outcome::Refused { .. });
        let refused: Vec<_> = weighed.touches.iter().filter(refused).map(|&(place, ..)| place).collect();
        if !refused.is_empty() {
            let mut touches = journey.touches.clone();
            touches.remove(refused[which.index(refused.len())]);
            let without = of(touches);
            prop_assert_eq!((&without.shares, without.basis), (&weighed.shares, weighed.basis));
        }
    }
}
