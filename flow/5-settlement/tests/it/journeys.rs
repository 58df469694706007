//! The golden journeys, each as a customer's history that is settled.

use crate::scene::{Scene, mailbox};
use conversion::{Position, Share};
use golden::journeys::{EXTERNAL_ID, Journey, JourneyTouch, SOURCE, code, now, rows, sale, share, sorted};
use std::collections::BTreeSet;
use words::{EnrollmentId, MILLION};

/// A partner of the bond who left since; no journey names them.
const WHO_LEFT: u128 = 25;
const SALE_AMOUNT: i64 = 10_000;

/// What is said of a touch, but is a property of its partner: one touch of a partner cannot have it and another not.
fn of_partners(journey: &Journey, is_so: impl Fn(&JourneyTouch) -> bool) -> BTreeSet<EnrollmentId> {
    let (so, other): (Vec<_>, Vec<_>) = journey.touches.iter().partition(|touch| is_so(touch));
    let so: BTreeSet<_> = so.iter().map(|it| it.touch.enrollment).collect();
    assert!(other.iter().all(|it| !so.contains(&it.touch.enrollment)), "a partner who is and is not");
    so
}

/// The shares of the bond with those of the partners who left.
fn whole_bond(bound: &[Share]) -> Vec<Share> {
    let left = MILLION - bound.iter().map(|share| share.millionths).sum::<u32>();
    let who_left = (left > 0).then(|| share(WHO_LEFT, left));
    bound.iter().cloned().chain(who_left).collect()
}

/// The customer with the journey behind them, on the way to the sale.
fn scene(journey: &Journey) -> Scene {
    let mut scene = Scene::new(journey.rules.clone(), now());
    let (own, inactive) =
        (of_partners(journey, |it| it.self_referral), of_partners(journey, |it| !it.active));
    scene.touches = journey.touches.iter().map(|it| it.touch.clone()).collect();
    let touched = journey.touches.iter().map(|it| Share {
        enrollment: it.touch.enrollment,
        partner: it.touch.partner,
        millionths: 0,
    });
    let bond = journey.bond().map(|bond| conversion::Bond { shares: whole_bond(&bond.shares), ..bond });
    let bound = bond.iter().flat_map(|bond| bond.shares.clone());
    let corrected = journey.corrected.iter().flatten().cloned();
    for share in touched.chain(bound).chain(corrected) {
        let snapshot = scene.partner(&share);
        if own.contains(&share.enrollment) {
            snapshot.partner.personal.email_hash = Some(mailbox());
        }
        if inactive.contains(&share.enrollment) || share.enrollment == self::share(WHO_LEFT, 0).enrollment {
            snapshot.enrollment.approved_at = None;
        }
    }

    let existing = journey.touches.iter().filter(|it| it.existing).map(|it| it.touch.occurred_at).min();
    scene.history.customer_since = existing.map(|at| at.plus_micros(-1));
    let since = scene.history.customer_since.unwrap_or(now());
    let is_new = |it: &&JourneyTouch| !it.existing;
    assert!(
        journey.touches.iter().filter(is_new).all(|it| it.touch.occurred_at <= since),
        "a customer twice"
    );
    scene.history.bond = bond.map(|bond| (Position::at(now().plus_days(-365)), bond));
    scene.history.corrections = journey.correction().into_iter().collect();
    let mut sold = scene.sale(1, SALE_AMOUNT, now());
    sold.id = sale();
    (sold.source, sold.external_id) = (SOURCE.to_owned(), EXTERNAL_ID.to_owned());
    scene.history.conversions = vec![sold];
    scene
}

#[test]
fn every_journey_settles_as_it_is_written_down() {
    let rows = rows();
    for row in &rows {
        let settlement = scene(&row.journey).settle(|_| 0);
        let [decision] = &settlement.decisions[..] else { panic!("{}: one decision", row.name) };
        assert_eq!(sorted(decision.shares.clone()), row.credit, "{}", row.name);
        assert_eq!(decision.basis.code(), row.rests_on, "{}", row.name);

        let outcome = |it: &JourneyTouch| {
            let found = decision.considered.iter().find(|considered| considered.touch == it.touch.id);
            code(found.unwrap().finding.outcome)
        };
        let outcomes: Vec<_> = row.journey.touches.iter().map(outcome).collect();
        assert_eq!(outcomes.join("; "), row.outcomes, "{}", row.name);

        let credited = settlement.commissions.iter().map(|it| (it.partner, it.share_millionths));
        let credited: BTreeSet<_> = credited.collect();
        let expected = row.credit.iter().map(|share| (share.partner, share.millionths));
        assert_eq!(credited, expected.collect(), "{}", row.name);
    }
    println!("{} journeys", rows.len());
}
