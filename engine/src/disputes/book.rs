//! What an upheld dispute books: a declined commission is reinstated, a difference is granted as an adjustment, an
//! untracked sale's credit is corrected or, where nobody has the sale, granted.

use crate::{
    Caller, CorrectionInput, Engine, Error, GrantInput, RepriceInput, commissions,
    conversions::{self, check_positive},
    corrections, disputes, jobs,
    ports::{Changes, Row},
};
use commission::{Booked, Commission, Dispute, DisputeKind, Suspension, Verdict};
use program::{EnrollmentStatus, Event};
use words::{AMOUNT_MAX, CommissionId, ConversionId, EntryId, Invalid, MILLION, Money};

/// What the merchant says beside that the partner is right.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Uphold {
    /// What the commission is to be, where it is not what the partner expects.
    pub amount: Option<Money>,
    /// The sale that was not tracked.
    pub conversion: Option<ConversionId>,
    /// What the sale really came to.
    pub sale_amount: Option<Money>,
}

/// Books what follows, `lifted` being the disputed commission without its suspension.
pub(super) async fn book(
    engine: &Engine,
    caller: &Caller,
    dispute: &mut Dispute,
    (uphold, lifted): (&Uphold, Option<Commission>),
    changes: &mut Changes,
) -> Result<(), Error> {
    if let Some(amount) = uphold.amount {
        if dispute.kind == DisputeKind::Untracked {
            check_positive(amount)?;
        }
        if amount.currency != dispute.currency {
            let expected = format!("the program's currency {}", dispute.currency);
            return Err(Invalid::new("amount.currency", expected).into());
        }
    }
    if uphold.conversion.is_some() && dispute.kind != DisputeKind::Untracked {
        return Err(Invalid::new("conversion_id", "no conversion: the commission has one").into());
    }
    if let (Some(amount), Some(lifted)) = (uphold.sale_amount, &lifted) {
        return book_repriced(engine, caller, dispute, (amount, lifted), changes).await;
    }
    if uphold.sale_amount.is_some() {
        return Err(
            Invalid::new("sale_amount", "no amount: correct the sale, which no commission is for").into()
        );
    }
    match lifted {
        None => book_untracked(engine, caller, dispute, uphold, changes).await,
        Some(lifted) => book_disputed(engine, caller, dispute, (uphold, lifted), changes).await,
    }
}

/// Reprices the sale with its true amount, for all partners who share its credit.
async fn book_repriced(
    engine: &Engine,
    caller: &Caller,
    dispute: &mut Dispute,
    (amount, lifted): (Money, &Commission),
    changes: &mut Changes,
) -> Result<(), Error> {
    let Some(conversion) = lifted.conversion.filter(|_| dispute.kind == DisputeKind::WrongAmount) else {
        return Err(Invalid::new("sale_amount", "a dispute about the amount of a sale's commission").into());
    };
    let reason = format!("the partner's dispute {} was upheld", dispute.id);
    let input = RepriceInput { amount: Some(amount), terms: None, reason };
    let (repriced, mut pricing) = conversions::attempt_reprice(engine, caller, conversion, &input).await?;
    // Lifting the suspension already expects the customer's version.
    pricing.expected.clear();
    pricing.rows.retain(|row| !matches!(row, Row::Commission(it) if it.id == lifted.id));
    let after = repriced.after.into_iter().find(|it| it.id == lifted.id);
    let after = after.map_or_else(|| lifted.clone(), |it| it.suspended_by(Suspension::Dispute, false));
    dispute.granted = Some(after.net());
    dispute.booked.push(Booked::Repriced { conversion });
    changes.rows.push(Row::Commission(after));
    changes.join(pricing);
    Ok(())
}

async fn book_disputed(
    engine: &Engine,
    caller: &Caller,
    dispute: &mut Dispute,
    (uphold, lifted): (&Uphold, Commission),
    changes: &mut Changes,
) -> Result<(), Error> {
    let now = dispute.changed_at;
    let mut owed = lifted;
    if dispute.kind == DisputeKind::Declined && owed.declined.is_some() && owed.share_millionths > 0 {
        let mut draw = || EntryId::draw(now, engine.draw());
        let (reinstated, entries) = Verdict::Reinstate.on(
            &Commission { suspended: Default::default(), ..owed.clone() },
            now,
            &mut draw,
        )?;
        changes.entries.extend(entries);
        owed = Commission { suspended: owed.suspended.clone(), ..reinstated };
        dispute.booked.push(Booked::Reinstated { commission: owed.id });
    }
    let kept = owed.net();
    let meant = uphold.amount.map(|amount| amount.amount);
    // Only of what the merchant says: what the partner expected may be less by now, where the commission rose since.
    if meant.is_some_and(|meant| meant < kept) {
        let expected = format!("at least {}, which the commission is", owed.net_money());
        return Err(Invalid::new("amount.amount", expected).into());
    }
    if meant.is_some_and(|meant| meant > AMOUNT_MAX) {
        return Err(Invalid::new("amount.amount", format!("at most {AMOUNT_MAX} minor units")).into());
    }
    let meant = match meant {
        Some(meant) => Some(meant),
        None => disputes::meant_by(engine, dispute, &owed).await?,
    };
    changes.rows.push(Row::Commission(owed));
    dispute.granted = Some(meant.unwrap_or(kept).max(kept));
    match meant.map(|meant| meant - kept) {
        Some(more) if more > 0 => grant_for(engine, caller, dispute, more, changes).await,
        _ => Ok(()),
    }
}

/// What the partner would keep, were the commission what a dispute about its amount expects. Refunds of the sale take their
/// proportion.
pub(super) async fn meant_by(
    engine: &Engine,
    dispute: &Dispute,
    commission: &Commission,
) -> Result<Option<i64>, Error> {
    let expected = dispute.expected.filter(|_| dispute.kind == DisputeKind::WrongAmount);
    let Some(expected) = expected else { return Ok(None) };
    let sale = match commission.conversion {
        Some(id) => engine.book().case_file(commission.scope, id).await?.map(|file| file.conversion),
        None => None,
    };
    let sale = sale.and_then(|sale| Some((sale.refunded, sale.amount()?.amount)));
    Ok(Some(commission.would_keep(expected, sale)))
}

/// The sale's credit, where the merchant has the sale and names no amount; else a grant beside it.
async fn book_untracked(
    engine: &Engine,
    caller: &Caller,
    dispute: &mut Dispute,
    uphold: &Uphold,
    changes: &mut Changes,
) -> Result<(), Error> {
    let sale = uphold.conversion.or(dispute.conversion).filter(|_| uphold.amount.is_none());
    let Some(sale) = sale else {
        let amount = uphold.amount.map(|amount| amount.amount).or(dispute.expected);
        let Some(amount) = amount else {
            let expected =
                "the commission to grant, or the conversion that is meant: no sale has this order number";
            return Err(Invalid::new("amount", expected).into());
        };
        dispute.granted = Some(amount);
        return grant_for(engine, caller, dispute, amount, changes).await;
    };
    let shares = vec![(dispute.partner, MILLION)];
    let reason = format!("The partner's dispute {} was upheld", dispute.id);
    let (correction, corrected) =
        corrections::attempt_correct(engine, caller, sale, &CorrectionInput { shares, reason }).await?;
    if correction.program != dispute.program {
        return Err(Invalid::new("conversion_id", "a sale of the dispute's program").into());
    }
    let own = corrected.rows.iter().find_map(|row| match row {
        Row::Commission(it) if it.conversion == Some(sale) && it.partner == dispute.partner => Some(it),
        _ => None,
    });
    dispute.commission = own.map(|own| own.id);
    dispute.granted = own.map(Commission::net);
    (dispute.conversion, dispute.customer) = (Some(sale), Some(correction.customer));
    dispute.booked.push(Booked::Corrected { correction: correction.id });
    changes.join(corrected);
    Ok(())
}

/// The difference, granted once for each dispute.
async fn grant_for(
    engine: &Engine,
    caller: &Caller,
    dispute: &mut Dispute,
    amount: i64,
    changes: &mut Changes,
) -> Result<(), Error> {
    let input = GrantInput {
        enrollment: dispute.enrollment,
        event: Event::Adjustment,
        amount,
        reason: format!("the upheld dispute {}", dispute.id),
    };
    let id = CommissionId::draw(dispute.changed_at, engine.draw());
    let (granted, granting) =
        commissions::attempt_grant(engine, caller, &input, (id, format!("dispute/{}", dispute.id))).await?;
    dispute.booked.push(Booked::Adjusted { commission: granted.id });
    changes.join(granting);
    Ok(())
}

/// What a ban did not decline because it was disputed is declined once it is not, unless it is why it was disputed.
pub(super) async fn decline_if_banned(
    engine: &Engine,
    dispute: &Dispute,
    changes: &mut Changes,
) -> Result<(), Error> {
    let enrollment = engine.book().enrollment(dispute.scope, dispute.enrollment).await?;
    let banned = enrollment.is_some_and(|it| it.status == EnrollmentStatus::Banned);
    if banned && dispute.kind == DisputeKind::WrongAmount {
        changes.jobs.push(jobs::put(
            engine,
            dispute.scope,
            dispute.program,
            jobs::DeclinePending { enrollment: dispute.enrollment },
            dispute.changed_at,
        ));
    }
    Ok(())
}
