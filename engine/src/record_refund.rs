//! Deed: a refund of a sale, a chargeback, or one that was won. It inherits the sale's decision and price: each
//! commission is taken back in proportion, never more than was earned. It may be reported before its sale.

use crate::{
    Caller, Done, Engine, Error, Outcome, Permit, REFUNDS_PER_SALE_MAX, Recorded, RefundInput,
    event::check_occurred_at,
    need::WriteEvents,
    ports::{Changes, CustomerFile, Expected, Row, VersionKey},
    program_of_event::Clues,
    settle::unpriced,
};
use commission::{Commission, reversal_of};
use conversion::{Conversion, Item, Kind, after_refunds};
use serde_json::json;
use words::{ConversionId, Currency, EntryId, Exchange, Instant, Invalid, Money, ProgramId};

impl Engine {
    pub async fn record_refund(
        &self,
        caller: &Permit<WriteEvents>,
        input: &RefundInput,
    ) -> Result<Done<Recorded>, Error> {
        let input = &input.readable();
        input.check()?;
        let _turn = self.stripe(caller.scope, &input.sale).await;
        self.turn(caller, "record_refund", move || self.attempt_refund(caller, input)).await
    }

    async fn attempt_refund(
        &self,
        caller: &Caller,
        input: &RefundInput,
    ) -> Result<(Recorded, Changes), Error> {
        let (scope, now) = (caller.scope, self.now());
        let program = self.program_of(scope, Clues::of_refund(input)).await?;
        let currency = self.rulebook(scope, program).await?.program.currency;
        let known =
            self.book().conversion_by_key(scope, program, input.kind, &input.source, &input.external_id);
        if let Some(known) = known.await? {
            return self.recorded_before(caller, known, input.content()).await;
        }
        check_occurred_at(input.occurred_at, now)?;
        let (sale, others, version) =
            self.book().sale_file(scope, program, &input.source, &input.sale).await?;
        if others.len() >= REFUNDS_PER_SALE_MAX {
            let expected = format!("a sale with fewer than {REFUNDS_PER_SALE_MAX} refunds");
            return Err(Invalid::new("sale_external_id", expected).into());
        }
        let exchange = exchange_of(input, (sale.as_ref(), &others), currency)?;
        let mut refund = self.refund_of(caller, input, program, sale.as_ref(), now);
        refund.exchange = exchange;
        let key = VersionKey::sale(scope, program, &input.source, &input.sale);
        let mut changes = Changes { expected: vec![Expected { key, version }], ..Changes::default() };
        let Some(sale) = sale else { return Ok(self.waiting(refund, changes)) };
        let amount = sale.amount().map_or(0, |money| money.amount);
        if let Some(left) = beyond(&others, &refund, amount) {
            return Err(Error::RefundExceeds { left });
        }
        check_products(&sale, &others, input)?;
        let customer = sale.customer.ok_or_else(|| Error::not_found("customer of sale", sale.id))?;
        let file = self.book().customer_file_by_id(scope, program, customer).await?;
        let file = file.ok_or_else(|| Error::not_found("customer", customer))?;
        let case = self.book().case_file(scope, sale.id).await?;
        let commissions = case.map(|case| (case.decision, case.commissions));
        let (decision, commissions) = commissions.unwrap_or_default();
        let all: Vec<_> = others.into_iter().chain([refund.clone()]).collect();
        let refunded = after_refunds(sale, &all);
        let commissions = self.reverse(&refunded, commissions, now, &mut changes)?;
        self.finish(&file, &refund, refunded, &commissions, &mut changes);
        let recorded = Recorded {
            outcome: Outcome::Recorded,
            program,
            customer: Some(file.customer),
            bearer: None,
            conversion: Some(refund),
            decision,
            commissions,
            warnings: Vec::new(),
        };
        Ok((recorded, changes))
    }

    fn refund_of(
        &self,
        caller: &Caller,
        input: &RefundInput,
        program: ProgramId,
        sale: Option<&Conversion>,
        now: Instant,
    ) -> Conversion {
        Conversion {
            id: ConversionId::draw(now, self.draw()),
            scope: caller.scope,
            program,
            kind: input.kind,
            source: input.source.clone(),
            external_id: input.external_id.clone(),
            customer: sale.and_then(|sale| sale.customer),
            person: sale.and_then(|sale| sale.person),
            sale: sale.map(|sale| sale.id),
            refunded: 0,
            refunded_items: Vec::new(),
            content: input.content(),
            exchange: None,
            amended: None,
            occurred_at: input.occurred_at.unwrap_or(now),
            recorded_at: now,
        }
    }

    fn waiting(&self, refund: Conversion, mut changes: Changes) -> (Recorded, Changes) {
        let about = (refund.scope, Some(refund.program), None);
        let body = json!({ "conversion": refund.id, "amount": refund.amount() });
        changes.facts.push(self.fact(
            about,
            refund.recorded_at,
            &format!("{}.waiting", refund.kind.name()),
            body,
        ));
        changes.rows.push(Row::Conversion(refund.clone()));
        let recorded = Recorded {
            outcome: Outcome::Waiting,
            program: refund.program,
            customer: None,
            bearer: None,
            conversion: Some(refund),
            decision: None,
            commissions: Vec::new(),
            warnings: Vec::new(),
        };
        (recorded, changes)
    }

    /// The sale's commissions after its refunds, with the entries that take the difference back.
    fn reverse(
        &self,
        sale: &Conversion,
        commissions: Vec<Commission>,
        now: Instant,
        changes: &mut Changes,
    ) -> Result<Vec<Commission>, Invalid> {
        let reversed = commissions.into_iter().map(|before| {
            let reversed = reversal_of(before.earned, &before.by_part, sale).map_err(unpriced)?;
            let after = Commission { reversed, ..before.clone() };
            let mut draw = || EntryId::draw(now, self.draw());
            changes.entries.extend(commission::settle(Some(&before), &after, now, &mut draw));
            if after != before {
                changes.rows.push(Row::Commission(after.clone()));
            }
            Ok(after)
        });
        reversed.collect()
    }

    fn finish(
        &self,
        file: &CustomerFile,
        refund: &Conversion,
        sale: Conversion,
        commissions: &[Commission],
        changes: &mut Changes,
    ) {
        let key = VersionKey::Customer(file.customer.id);
        changes.expected.push(Expected { key, version: file.version });
        let about = (refund.scope, Some(refund.program), refund.customer);
        let body = json!({ "conversion": refund.id, "sale": sale.id, "amount": refund.amount() });
        changes.facts.push(self.fact(
            about,
            refund.recorded_at,
            &format!("{}.recorded", refund.kind.name()),
            body,
        ));
        for commission in commissions.iter().filter(|commission| commission.share_millionths > 0) {
            let body = json!({
                "commission": commission.id,
                "reversed": commission.reversed,
                "net": commission.net(),
                "currency": commission.currency,
            });
            changes.facts.push(self.fact(about, refund.recorded_at, "commission.reversed", body));
        }
        changes.rows.push(Row::Conversion(refund.clone()));
        changes.rows.push(Row::Conversion(sale));
    }
}

/// A refund in the currency that its sale was in is exchanged at the sale's rate, by running totals: refunds that sum to what
/// was sold sum to what it became. Chargebacks do so too, and those that were won.
fn exchange_of(
    input: &RefundInput,
    (sale, others): (Option<&Conversion>, &[Conversion]),
    currency: Currency,
) -> Result<Option<Exchange>, Invalid> {
    let from = input.amount;
    if from.currency == currency {
        return Ok(None);
    }
    let of_sale =
        sale.and_then(|sale| sale.exchange).filter(|exchange| exchange.from.currency == from.currency);
    let Some(exchange) = of_sale else {
        let expected =
            format!("the program's currency {currency}, or the one that its sale was reported in before");
        return Err(Invalid::new("amount.currency", expected));
    };
    let too_much = |_| Invalid::new("amount.amount", format!("an amount that fits in {currency}"));
    let earlier = others.iter().filter(|other| other.kind == input.kind).filter_map(|other| other.exchange);
    let before = earlier.fold(0i64, |sum, other| sum.saturating_add(other.from.amount));
    let until = exchange.rate.convert(before.saturating_add(from.amount)).map_err(too_much)?;
    let amount = until.amount - exchange.rate.convert(before).map_err(too_much)?.amount;
    Ok(Some(Exchange { from, to: Money::new(amount, currency), rate: exchange.rate }))
}

/// What a refund says is of a product is at most what earlier ones left of it.
fn check_products(sale: &Conversion, others: &[Conversion], input: &RefundInput) -> Result<(), Invalid> {
    let told = |items: &[Item], product: &str| -> i64 {
        items.iter().filter(|item| item.product == product).map(|item| item.amount).sum()
    };
    let reported =
        |it: &&Conversion| it.content.amount.is_some_and(|it| it.currency == input.amount.currency);
    let refunds = || others.iter().filter(|it| it.kind == Kind::Refund);
    if !reported(&sale) || !refunds().all(|it| reported(&it)) {
        // What is of no item after all counts as of the whole sale.
        return Ok(());
    }
    for item in &input.items {
        let before: i64 = refunds().map(|it| told(&it.content.items, &item.product)).sum();
        let left = (told(&sale.content.items, &item.product) - before).max(0);
        if told(&input.items, &item.product) > left {
            let expected =
                format!("at most {left} minor units of {}, which is what is left of it", item.product);
            return Err(Invalid::new("items.amount", expected));
        }
    }
    Ok(())
}

/// What is left, where the report is of more. Refunds together give back at most what was paid, and so does one
/// chargeback; whether both exceed it together is not for the merchant to say, and what they take ends with the sale.
fn beyond(others: &[Conversion], refund: &Conversion, sold: i64) -> Option<i64> {
    let refunds = others.iter().filter(|other| other.kind == Kind::Refund).filter_map(Conversion::amount);
    let left = match refund.kind {
        Kind::Refund => refunds.fold(sold, |left, money| left.saturating_sub(money.amount)).max(0),
        _ => sold,
    };
    // By running totals a later chargeback may come to a minor unit more than it would alone.
    let alone = refund.exchange.filter(|_| refund.kind != Kind::Refund);
    let alone = alone.and_then(|exchange| exchange.rate.convert(exchange.from.amount).ok());
    let reported = alone.or(refund.amount()).map_or(0, |money| money.amount);
    (reported > left).then_some(left)
}
