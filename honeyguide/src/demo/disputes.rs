//! The demo's disputes: one that waits for the merchant, one sent back for more, one upheld and one rejected.

use commission::{Commission, DisputeKind, DisputeReason, State};
use engine::{
    DisputeInput, DisputeStep, DisputedSale, Engine, Error, Operator, disputes,
    ports::{CommissionColumn, ListOf, list_of},
};
use words::{Money, Scope};

/// Latest commissions in hold, each of another partner.
const COMMISSIONS_READ: usize = 200;

/// How much more the partner expects in percent, what they say, and what the merchant did about it.
const ABOUT_AMOUNTS: [(i64, &str, Option<&str>); 3] = [
    (25, "The customer chose the annual plan, which pays more.", None),
    (50, "The order had two machines in it.", Some("Which order number has the second machine?")),
    (10, "The voucher was taken off twice.", None),
];

pub(super) async fn open(engine: &Engine, scope: Scope) -> Result<(), Error> {
    let operator = Operator { scope };
    let latest = ListOf::<Commission>::new(COMMISSIONS_READ)
        .only(CommissionColumn::STATE, State::Pending.name())
        .only(CommissionColumn::EVENT, "sale")
        .newest_first();
    let mut held: Vec<Commission> = list_of(engine.book(), scope, &latest).await?;
    held.retain(|commission| commission.net() > 0);
    let mut partners = std::collections::BTreeSet::new();
    held.retain(|commission| partners.insert(commission.partner));
    for (place, (percent, note, asked)) in ABOUT_AMOUNTS.into_iter().enumerate() {
        let Some(commission) = held.get(place) else { return Ok(()) };
        let expected = commission.net() + (commission.net() * percent / 100).max(1);
        let input = DisputeInput {
            kind: DisputeKind::WrongAmount,
            commission: Some(commission.id),
            sale: None,
            expected: Some(Money::new(expected, commission.currency)),
            note: note.to_owned(),
            references: Vec::new(),
        };
        let dispute = disputes::enter(engine, &operator.permit(), commission.partner, &input).await?;
        let step = match (place, asked) {
            (_, Some(note)) => DisputeStep::Ask { note: note.to_owned() },
            (2, None) => {
                DisputeStep::Uphold { amount: None, conversion: None, sale_amount: None, note: None }
            }
            _ => continue,
        };
        disputes::transition(engine, &operator.permit(), dispute.id, &step).await?;
    }
    let Some(commission) = held.first() else { return Ok(()) };
    let sale = DisputedSale {
        program: commission.program,
        order: "W-20417".to_owned(),
        occurred_at: engine.now().plus_days(-9),
        amount: Money::new(18_900, commission.currency),
        customer: Some("Kaffeehaus am Markt".to_owned()),
        link: None,
    };
    let input = DisputeInput {
        kind: DisputeKind::Untracked,
        commission: None,
        sale: Some(sale),
        expected: None,
        note: "They told me that they ordered after my visit.".to_owned(),
        references: vec!["Visit of the 12th, with their manager".to_owned()],
    };
    let dispute = disputes::enter(engine, &operator.permit(), commission.partner, &input).await?;
    let note = Some("No order has this number, and none came from them.".to_owned());
    let step = DisputeStep::Reject { reason: DisputeReason::CannotBeTraced, note };
    disputes::transition(engine, &operator.permit(), dispute.id, &step).await?;
    Ok(())
}
