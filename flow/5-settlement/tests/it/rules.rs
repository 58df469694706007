//! What only settlement does: parts, missing totals, retroactive tiers, frozen commissions, sticky attribution.

use crate::scene::Scene;
use commission::{Commission, Counted, Suspension};
use conversion::{Position, ReviewStatus, Share};
use golden::{
    journeys::{journey, share},
    prices::rules,
};
use honeyguide_settlement::{LookAt, Reopen, Rest, RestFrom, TotalKey, TotalOf, Totals, join_touches};
use program::{Budget, PolicyRules};
use words::{Day, Instant, MILLION, Rate, StatementId, Window};

const A: u128 = 0;
const B: u128 = 1;

/// The moment of the last sale.
fn now() -> Instant {
    golden::journeys::now()
}

/// Partner A led the customer, sales of these amounts followed day by day, the last one now, and the terms are as in
/// the price table.
fn scene(policy: &str, touches: &str, terms: &str, amounts: &[i64]) -> Scene {
    let journey = journey(policy, touches);
    let mut scene = Scene::new(journey.rules.clone(), now());
    scene.touches = journey.touches.iter().map(|it| it.touch.clone()).collect();
    scene.partner(&share(A, 0));
    scene.partner(&share(B, 0));
    let rules = rules(terms, scene.rulebook.program.currency);
    rules.terms.into_iter().for_each(|terms| scene.price_by(terms));

    let last = amounts.len();
    for (place, amount) in amounts.iter().enumerate() {
        let days_ago = (last - 1 - place) as i64;
        let sale = scene.sale(place as u128 + 1, *amount, now().plus_days(-days_ago));
        scene.history.conversions.push(sale);
    }
    scene
}

/// Settles and records, with no totals but those of the history itself.
fn record(scene: &mut Scene) {
    let settlement = scene.settle(|key| stored(&scene.history.commissions, key));
    scene.record(&settlement);
}

/// What a store would hold of the total.
fn stored(commissions: &[Commission], key: &TotalKey) -> i64 {
    let (first, last) = key.days;
    let within = |it: &&Commission| (first..=last).contains(&Day::of(it.occurred_at));
    let is_of = |it: &&Commission| match key.of {
        TotalOf::Enrollment(id) => it.enrollment == id,
        TotalOf::Customer(id, customer) => it.enrollment == id && it.customer == Some(customer),
        TotalOf::Program(id) => it.program == id,
    };
    let counts = commissions.iter().filter(within).filter(is_of).flat_map(Commission::counts);
    counts.filter(|(counted, _)| *counted == key.counted).map(|(_, amount)| amount).sum()
}

fn earned(scene: &Scene) -> Vec<i64> {
    let sales = scene.history.conversions.iter();
    let of = |id| scene.history.commissions.iter().filter(move |it| it.conversion == Some(id));
    sales.map(|sale| of(sale.id).map(|it| it.earned).sum()).collect()
}

/// The whole credit to one partner.
fn all_to(partner: u128) -> Vec<Share> {
    vec![share(partner, MILLION)]
}

/// Every commission shown by a closed statement.
fn state_all(scene: &mut Scene) {
    let statement = Some(StatementId::draw(now(), 1));
    for commission in &mut scene.history.commissions {
        (commission.statement, commission.approved_at) = (statement, Some(now()));
        commission.stated = commission.earned;
    }
}

#[test]
fn a_part_leaves_the_rest_and_the_parts_come_to_the_whole() {
    let mut whole = scene("", "A click -9d", "sale 50% when number at_most 3; sale 20%", &[1_000; 5]);
    let mut first = scene("", "A click -9d", "sale 50% when number at_most 3; sale 20%", &[1_000; 5]);
    record(&mut whole);
    assert_eq!(earned(&whole), [500, 500, 500, 200, 200]);

    let all = first.history.conversions.clone();
    first.history.cut(2);
    let settlement = first.settle(|_| 0);
    let rest = Rest::of(&first.history, &settlement, Reopen::Accepted(all[0].id)).unwrap();
    assert_eq!(rest.from, RestFrom::Conversion(all[2].id));
    assert_eq!(rest.reopen, Reopen::Nothing, "the accepted conversion came first");
    let since = Rest::of(&first.history, &settlement, Reopen::Since(now())).unwrap();
    assert_eq!(since.reopen, Reopen::Since(now()));
    assert!(settlement.referrals.is_empty(), "the end of the history shows who leads the customer");

    let mut second = scene("", "A click -9d", "sale 50% when number at_most 3; sale 20%", &[1_000; 5]);
    second.history.conversions.drain(..2);
    let own = settlement.commissions.iter().map(|it| (it.enrollment, it.event.counted_as(), it.occurred_at));
    for (enrollment, event, at) in own {
        let priors = second.history.priors.entry((enrollment, event)).or_default();
        *priors = priors.and(at);
    }
    let settlement = second.settle(|_| 0);
    assert_eq!(Rest::of(&second.history, &settlement, Reopen::Nothing), None);
    assert_eq!(settlement.referrals.len(), 1);
    second.record(&settlement);
    assert_eq!(earned(&second), [500, 200, 200]);
}

#[test]
fn a_missing_total_is_named_and_what_a_price_relied_on_is_guarded() {
    let scene = scene("", "A click -3d", "sale 20%; cap 15.00 partner month", &[10_000]);
    let key = TotalKey {
        of: TotalOf::Enrollment(share(A, 0).enrollment),
        counted: Counted::Earned,
        days: Window::Month.around(Day::of(now())),
    };
    let mut totals = Totals::default();
    let settlement = scene.settle_with(&totals);
    assert_eq!(settlement.missing.into_iter().collect::<Vec<_>>(), [key]);

    totals.learn(key, 400);
    let settlement = scene.settle_with(&totals);
    assert!(settlement.missing.is_empty());
    assert_eq!(settlement.commissions[0].earned, 1_100);
    let [guard] = &settlement.guards[..] else { panic!("one guard") };
    assert_eq!((guard.key, guard.least, guard.most), (key, 400, 400));
    let counted: Vec<_> = settlement.totals.iter().map(|it| (it.of, it.counted, it.delta)).collect();
    assert!(counted.contains(&(key.of, Counted::Earned, 1_100)), "{counted:?}");
}

#[test]
fn a_total_is_watched_until_a_commit_passes_a_level() {
    let mut scene = scene("", "A click -3d", "sale 20%", &[10_000]);
    let warn_at = Rate::from_millionths(MILLION / 2);
    scene.rulebook.program.budget =
        Some(Budget { window: Window::Month, amount: 10_000, warn_at, stops: false });
    let settlement = scene.settle(|_| 0);
    let [watch] = &settlement.watches[..] else { panic!("one watch: {:?}", settlement.watches) };
    let month = Window::Month.around(Day::of(now()));
    assert_eq!(watch.look_at, LookAt::Budget { day: month.0 });
    assert_eq!((watch.key.of, watch.key.days), (TotalOf::Program(scene.rulebook.program.id), month));

    let guard = watch.guard(1_000).unwrap();
    assert_eq!((guard.least, guard.most), (i64::MIN, 2_999), "with 20.00 more it stays below 50.00");
    assert_eq!(watch.guard(2_999), Some(guard));
    assert_eq!(watch.guard(3_000), None, "it passes the warning");
    assert_eq!(watch.guard(9_000), None, "it passes the budget");
    assert!(watch.guard(5_000).is_some());
}

#[test]
fn retroactive_tiers_reprice_the_window_and_what_a_statement_shows_when_it_is_reopened() {
    let terms = "sale 10% tiers retroactive revenue month 1000.00=20%";
    let mut scene = scene("", "A click -9d", terms, &[60_000, 60_000]);
    let all = scene.history.conversions.clone();
    scene.history.conversions.truncate(1);
    record(&mut scene);
    assert_eq!(earned(&scene), [6_000]);
    state_all(&mut scene);

    scene.history.conversions = all;
    record(&mut scene);
    assert_eq!(earned(&scene), [6_000, 12_000], "a statement shows the first");

    let (first, last) = Window::Month.around(Day::of(now()));
    scene.reopen = Reopen::Tiered(first, last);
    record(&mut scene);
    assert_eq!(earned(&scene), [12_000, 12_000]);
    assert_eq!(scene.history.commissions.iter().filter(|it| it.adjusted_at.is_some()).count(), 1);
}

#[test]
fn late_evidence_opens_a_review_where_a_statement_shows_the_credit() {
    let mut scene = scene("", "A click -3d", "sale 20%", &[10_000]);
    record(&mut scene);
    state_all(&mut scene);
    scene
        .touches
        .extend(journey("", "A click -3d; B click -1d").touches.into_iter().map(|it| it.touch).skip(1));

    let settlement = scene.settle(|_| 0);
    let [review] = &settlement.reviews[..] else { panic!("one review") };
    assert_eq!(review.status, ReviewStatus::Open);
    assert_eq!(review.stands, all_to(A));
    assert_eq!(review.proposed.shares, all_to(B));
    assert!(settlement.decisions.is_empty() && settlement.entries.is_empty());
    assert!(settlement.commissions[0].suspended.contains(&Suspension::Review));
    scene.record(&settlement);
    assert_eq!(scene.settle(|_| 0).reviews, [], "a person is asked once");

    scene.reopen = Reopen::Accepted(scene.history.conversions[0].id);
    let settlement = scene.settle(|_| 0);
    assert_eq!(settlement.decisions[0].shares, all_to(B));
    assert!(settlement.is_disturbed);
    let of = |partner| settlement.commissions.iter().find(|it| it.enrollment == share(partner, 0).enrollment);
    let (lost, gained) = (of(A).unwrap(), of(B).unwrap());
    assert_eq!((lost.share_millionths, lost.earned, lost.adjusted_at), (0, 0, Some(now())));
    assert!(!lost.suspended.contains(&Suspension::Review));
    assert_eq!((gained.share_millionths, gained.earned), (MILLION, 2_000));
    let posted = |commission: &Commission| {
        let own = settlement.entries.iter().filter(|it| it.enrollment == commission.enrollment);
        own.count()
    };
    assert_eq!((posted(lost), posted(gained)), (1, 1));
}

#[test]
fn the_first_credited_sale_decides_the_later_ones() {
    let touches = "A click -9d; B click -1m";
    let credited = |policy: &str| {
        let mut scene = scene(policy, touches, "sale 20%", &[1_000, 1_000]);
        record(&mut scene);
        let last = scene.history.conversions[1].id;
        let decision = scene.history.decisions.iter().find(|it| it.conversion == last).unwrap().clone();
        (decision.basis.code(), decision.shares)
    };
    assert_eq!(credited("keeps_bond"), ("bond", all_to(A)));
    assert_eq!(credited(""), ("model", all_to(B)));
}

#[test]
fn a_bond_from_before_the_part_holds_until_its_partner_leaves() {
    let mut scene = scene("keeps_bond", "B click -1d", "sale 20%", &[1_000]);
    let bond = journey("keeps_bond", "bond A").bond().unwrap();
    scene.history.bond = Some((Position::at(now().plus_days(-30)), bond));
    assert_eq!(scene.settle(|_| 0).decisions[0].shares, all_to(A));
    scene.partner(&share(A, 0)).enrollment.approved_at = None;
    assert_eq!(scene.settle(|_| 0).decisions[0].shares, all_to(B));
}

#[test]
fn what_is_settled_changes_nothing_when_it_is_settled_again() {
    let mut scene =
        scene("linear", "A click -9d; B click -8d", "sale 20%; cap 5.00 partner month", &[2_000; 4]);
    record(&mut scene);
    let again = scene.settle(|key| stored(&scene.history.commissions, key));
    assert_eq!((again.decisions, again.commissions, again.totals), (Vec::new(), Vec::new(), Vec::new()));
    assert!(again.entries.is_empty() && !again.is_disturbed);
}

#[test]
fn one_click_under_two_ids_is_one_touch() {
    let touches = journey("", "A click -3d; B click -1d").touches;
    let touches: Vec<_> = touches.into_iter().map(|it| it.touch).collect();
    let twice = touches.iter().chain(&touches).cloned();
    assert_eq!(join_touches(twice).len(), 2);
}

#[test]
fn rules_apply_from_their_date_to_what_statements_show() {
    let mut scene = scene("first_touch", "A click -9d; B click -8d", "sale 20%", &[1_000, 1_000]);
    record(&mut scene);
    state_all(&mut scene);
    scene.rulebook.policies[0].rules = PolicyRules::default();
    scene.reopen = Reopen::Since(now());
    let settlement = scene.settle(|_| 0);
    let decided: Vec<_> = settlement.decisions.iter().map(|it| (it.conversion, it.shares.clone())).collect();
    assert_eq!(decided, [(scene.history.conversions[1].id, all_to(B))]);
    assert_eq!(settlement.reviews.len(), 1, "the earlier sale is asked about");
}
