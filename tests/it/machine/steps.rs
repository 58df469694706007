//! What may happen.

use super::{Machine, PARTNERS, model::TERMS};
use commission::{Commission, Dispute, DisputeKind, DisputeReason, DisputeStatus, State, Verdict};
use conversion::Kind;
use engine::{
    BatchInput, DisputeInput, DisputeStep, EventInput, RefundInput, commissions, conversions, disputes, jobs,
    payouts,
    ports::{DisputeColumn, ListOf, Page, list_of},
    terms,
};
use payout::{Batch, BatchStatus, BatchStep, Handing, MethodKind, Transfer};
use program::Cap;
use words::Money;

const MINUTE: i64 = 60_000_000;

impl Machine {
    pub(super) async fn step(&mut self) {
        let minutes = [1, 7, 60, 300, 1_500];
        let minutes = minutes[self.chance.below(minutes.len())];
        self.market.world.clock.advance(minutes * MINUTE);
        let what = self.chance.below(24);
        match what {
            0..=5 => self.sell().await,
            6 => self.refund().await,
            7 if self.chance.one_in(3) => self.reverse_refund().await,
            7 => self.refund().await,
            8..=9 => self.review().await,
            10 => self.open_dispute().await,
            11..=12 => self.settle_dispute().await,
            13 => self.change_terms().await,
            14..=17 => self.pay().await,
            18..=20 => self.hear().await,
            _ => self.work().await,
        }
        // Jobs do what is due of both.
        if matches!(what, 11..=12 | 21..) {
            self.note_upheld().await;
        }
        if matches!(what, 14..=17 | 21..) {
            self.note_handed_over().await;
        }
    }

    async fn sell(&mut self) {
        let known: Vec<_> = self.model.customers.keys().cloned().collect();
        let again = self.chance.one_in(4);
        let customer = self.chance.pick(&known).filter(|_| again);
        let member = match &customer {
            Some(customer) => self.model.customers[customer].1,
            None => self.chance.below(PARTNERS),
        };
        let is_known = customer.is_some();
        let other = self.chance.pick(&known).filter(|_| !is_known && self.chance.one_in(5));
        let is_selfish = !is_known && other.is_none() && self.chance.one_in(15);
        let customer = customer.unwrap_or_else(|| self.model.name("customer"));
        let (member, email) = match &other {
            Some(other) => (self.model.customers[other].1, Some(self.respelled(other))),
            None if is_selfish => {
                (member, Some(self.market.members[member].email.replace("ada@", "Ada+own@")))
            }
            None if is_known => (member, None),
            None => (member, Some(mailbox_of(&customer))),
        };
        // Some orders are free.
        let amount = if self.chance.one_in(12) { 0 } else { 1 + self.chance.below(150_000) as i64 };
        let order = self.model.name("order");
        let code = Some(self.market.members[member].code.code.clone());
        let mut sale = EventInput { code, ..self.market.sale(&customer, &order, amount) };
        sale.customer.email = email;
        let at = self.market.now();
        self.dies(async |engine, market| {
            conversions::record_sale(engine, &market.operator.permit(), &sale).await.map(drop)
        })
        .await
        .unwrap();
        if is_selfish {
            self.selfish += 1;
            return;
        }
        if let Some(other) = other {
            self.joined += 1;
            self.model.join(&customer, &other);
        }
        self.model.sold(&customer, member, (order, at, amount));
    }

    /// The mailbox of a customer as they write it another time.
    fn respelled(&mut self, customer: &str) -> String {
        let mailbox = mailbox_of(self.model.root(customer));
        let spellings = [
            mailbox.replace("@gmail.com", "@GoogleMail.com"),
            mailbox.replace('@', "+shop@"),
            mailbox.replace("buyer", "b.u.y.e.r"),
            format!("Somebody <{mailbox}>"),
        ];
        self.chance.pick(&spellings).unwrap_or(mailbox)
    }

    /// A refund, a chargeback, or a chargeback that was won after all.
    async fn refund(&mut self) {
        let won: Vec<_> =
            (0..self.model.sales.len()).filter(|place| self.model.sales[*place].charged_back > 0).collect();
        let open: Vec<_> = (0..self.model.sales.len())
            .filter(|place| self.model.sales[*place].refunded < self.model.sales[*place].amount)
            .collect();
        let (kind, place) = match self.chance.below(4) {
            0 => (Kind::ChargebackReversal, self.chance.pick(&won)),
            1 => (Kind::Chargeback, self.chance.pick(&open)),
            _ => (Kind::Refund, self.chance.pick(&open)),
        };
        let Some(place) = place else { return };
        let sale = self.model.sales[place].clone();
        let most =
            if kind == Kind::ChargebackReversal { sale.charged_back } else { sale.amount - sale.refunded };
        let amount = if self.chance.one_in(3) { most } else { 1 + self.chance.below(most as usize) as i64 };
        let name = self.model.name("refund");
        let input = RefundInput { kind, ..self.market.refund(&sale.order, &name, amount) };
        self.dies(async |engine, market| {
            conversions::record_refund(engine, &market.operator.permit(), &input).await.map(drop)
        })
        .await
        .unwrap();
        let sale = &mut self.model.sales[place];
        match kind {
            Kind::ChargebackReversal => {
                sale.refunded -= amount;
                sale.charged_back -= amount;
            }
            Kind::Chargeback => {
                sale.refunded += amount;
                sale.charged_back += amount;
            }
            _ => {
                sale.refunded += amount;
                sale.refunds.push((name, amount));
            }
        }
    }

    /// A refund that failed, or a part of it.
    async fn reverse_refund(&mut self) {
        let open = self.model.sales.iter().enumerate().flat_map(|(place, sale)| {
            let left = sale.refunds.iter().enumerate().filter(|(_, (_, left))| *left > 0);
            left.map(move |(refund, _)| (place, refund))
        });
        let open: Vec<_> = open.collect();
        let Some((place, refund)) = self.chance.pick(&open) else { return };
        let (name, left) = self.model.sales[place].refunds[refund].clone();
        let is_whole = self.chance.one_in(2);
        let part = 1 + self.chance.below(left as usize) as i64;
        let reversal_name = self.model.name("reversal");
        let reversal = self.market.refund(&self.model.sales[place].order, &reversal_name, part);
        let input = RefundInput { kind: Kind::RefundReversal, sale: None, refund: Some(name), ..reversal };
        let input = if is_whole { RefundInput { amount: None, ..input } } else { input };
        self.dies(async |engine, market| {
            conversions::record_refund(engine, &market.operator.permit(), &input).await.map(drop)
        })
        .await
        .unwrap();
        let given_back = if is_whole { left } else { part };
        let sale = &mut self.model.sales[place];
        sale.refunded -= given_back;
        sale.refunds[refund].1 -= given_back;
        self.reversed += 1;
    }

    pub(super) async fn commissions(&self) -> Vec<Commission> {
        let filter = engine::ports::CommissionFilter::default();
        let page = Page { after: None, limit: 100_000 };
        self.market.engine.book().commissions(self.market.operator.scope, &filter, page).await.unwrap()
    }

    async fn review(&mut self) {
        let open: Vec<_> = self
            .commissions()
            .await
            .into_iter()
            .filter(|it| !it.is_grant() && it.suspended.is_empty() && it.share_millionths > 0)
            .collect();
        let Some(commission) = self.chance.pick(&open) else { return };
        let verdict = match (commission.state(), self.chance.below(2)) {
            (State::Declined, _) => Verdict::Reinstate,
            (State::Pending, 0) => Verdict::Approve,
            _ => Verdict::Decline { reason: "The order was returned".to_owned(), by: None },
        };
        let id = commission.id;
        let said = self
            .dies(async |engine, market| {
                commissions::review(engine, &market.operator.permit(), id, &verdict).await.map(drop)
            })
            .await;
        let now = self.commissions().await.into_iter().find(|it| it.id == id).unwrap();
        let Some(sale) = self.model.sales.iter_mut().find(|sale| of_sale(&commission, &sale.order)) else {
            panic!("{} is of no sale", commission.key)
        };
        // What was done before the process died is refused the second time; what was never done is refused for its state.
        if said.is_ok() || now.declined.is_some() != commission.declined.is_some() {
            match verdict {
                Verdict::Approve => sale.approved = true,
                Verdict::Decline { .. } => sale.declined = true,
                Verdict::Reinstate => sale.declined = false,
            }
        }
        sale.approved |= matches!(verdict, Verdict::Approve) && now.approved_at.is_some();
    }

    async fn disputes(&self, status: DisputeStatus) -> Vec<Dispute> {
        let query = ListOf::<Dispute>::new(1_000).only(DisputeColumn::STATUS, status.name());
        list_of(self.market.engine.book(), self.market.operator.scope, &query).await.unwrap()
    }

    async fn open_dispute(&mut self) {
        let own: Vec<_> = self
            .commissions()
            .await
            .into_iter()
            .filter(|it| !it.is_grant() && it.suspended.is_empty() && it.share_millionths > 0)
            .collect();
        let Some(commission) = self.chance.pick(&own) else { return };
        let kind =
            if commission.declined.is_some() { DisputeKind::Declined } else { DisputeKind::WrongAmount };
        let more = 1 + self.chance.below(3_000) as i64;
        let expected = Money::new(commission.net() + more, commission.currency);
        let input = DisputeInput {
            kind,
            commission: Some(commission.id),
            sale: None,
            expected: (kind == DisputeKind::WrongAmount).then_some(expected),
            note: "It should be more".to_owned(),
            references: Vec::new(),
        };
        // Where a dispute cannot be opened, such as twice within a while, nothing changes.
        let _ = self
            .dies(async |engine, market| {
                let permit = market.operator.permit();
                disputes::enter(engine, &permit, commission.partner, &input).await.map(drop)
            })
            .await;
    }

    async fn settle_dispute(&mut self) {
        let open = self.disputes(DisputeStatus::Open).await;
        let Some(dispute) = self.chance.pick(&open) else { return };
        let step = if self.chance.one_in(2) {
            DisputeStep::Reject { reason: DisputeReason::TermsNotMet, note: None }
        } else {
            DisputeStep::Uphold { amount: None, sale_amount: None, conversion: None, note: None }
        };
        let _ = self
            .dies(async |engine, market| {
                disputes::transition(engine, &market.operator.permit(), dispute.id, &step).await.map(drop)
            })
            .await;
    }

    /// What was upheld, by the merchant or by its due date, is owed.
    async fn note_upheld(&mut self) {
        for dispute in self.disputes(DisputeStatus::Upheld).await {
            if !self.upheld.insert(dispute.id) {
                continue;
            }
            let commissions = self.commissions().await;
            let disputed = commissions.iter().find(|it| Some(it.id) == dispute.commission).unwrap();
            let sale = self.model.sales.iter_mut().find(|sale| of_sale(disputed, &sale.order)).unwrap();
            if dispute.kind == DisputeKind::Declined {
                sale.declined = false;
            } else if let Some(expected) = dispute.expected {
                self.model.granted[sale.member] += (sale.would_keep(expected) - sale.owed()).max(0);
            }
        }
    }

    async fn change_terms(&mut self) {
        let version = TERMS[self.chance.below(TERMS.len())];
        let caps = vec![Cap::monthly(super::CAP)];
        let input = engine::TermsInput { hold_days: 3, caps, ..version.input() };
        self.dies(async |engine, market| {
            terms::publish(engine, &market.operator.permit(), market.program, &input).await.map(drop)
        })
        .await
        .unwrap();
        self.model.terms = version;
    }

    async fn batches(&self) -> Vec<Batch> {
        let query = ListOf::<Batch>::new(10_000);
        list_of(self.market.engine.book(), self.market.operator.scope, &query).await.unwrap()
    }

    pub(super) async fn transfers(&self) -> Vec<Transfer> {
        let query = ListOf::<Transfer>::new(100_000);
        list_of(self.market.engine.book(), self.market.operator.scope, &query).await.unwrap()
    }

    /// Makes a batch, or brings one a step further.
    async fn pay(&mut self) {
        let open: Vec<_> = self
            .batches()
            .await
            .into_iter()
            .filter(|it| {
                matches!(it.status, BatchStatus::Draft | BatchStatus::Submitted | BatchStatus::Approved)
            })
            .collect();
        let chosen = if self.chance.one_in(4) { None } else { self.chance.pick(&open) };
        let Some(batch) = chosen else {
            let input = BatchInput {
                program: self.market.program,
                rail: MethodKind::ByHand,
                due_until: None,
                execution_day: None,
                only: Vec::new(),
                except: Vec::new(),
            };
            self.dies(async |engine, market| {
                payouts::create(engine, &market.operator.permit(), &input).await.map(drop)
            })
            .await
            .unwrap();
            return;
        };
        let step = match batch.status {
            _ if batch.transfers == 0 || self.chance.one_in(12) => {
                BatchStep::Cancel { reason: "not today".to_owned() }
            }
            BatchStatus::Draft => BatchStep::Submit,
            BatchStatus::Submitted if self.chance.one_in(6) => BatchStep::SendBack,
            BatchStatus::Submitted => BatchStep::Approve,
            _ if self.chance.one_in(3) => BatchStep::HandOver(Handing::Direct),
            _ => BatchStep::HandOver(Handing::File),
        };
        // A step that was taken before the process died is refused the second time.
        let _ = self
            .dies(async |engine, market| {
                payouts::transition(engine, &market.operator.permit(), batch.id, &step).await.map(drop)
            })
            .await;
    }

    /// The bank says something about a transfer of a file.
    async fn hear(&mut self) {
        let open = self.bank.with_news();
        let Some(id) = self.chance.pick(&open) else { return };
        // Mostly the bank takes its time until another batch has paid the same.
        if self.bank.may_be_paid_twice(id) && !self.chance.one_in(8) {
            return;
        }
        let Some(outcome) = self.bank.next(id) else { return };
        self.dies(async |engine, market| {
            payouts::record_outcome(engine, &market.operator.permit(), id, (&outcome, None)).await.map(drop)
        })
        .await
        .unwrap();
        self.bank.said(id, outcome);
    }

    /// Turns whatever is due, once each.
    async fn work(&mut self) {
        self.dies(async |engine, market| {
            for job in engine.book().due_jobs(market.now(), 1_000).await? {
                jobs::run(engine, &job).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
    }

    /// Files that were handed over are the bank's now.
    async fn note_handed_over(&mut self) {
        let batches = self.batches().await;
        let in_files: Vec<_> =
            batches.iter().filter(|it| it.handing == Some(Handing::File)).map(|it| it.id).collect();
        for transfer in self.transfers().await {
            if in_files.contains(&transfer.batch) && transfer.handed_over_at.is_some() {
                self.bank.takes(&transfer, &mut self.chance);
            }
        }
    }
}

/// Whether it is the commission of the order.
/// Each customer's own.
fn mailbox_of(customer: &str) -> String {
    let number: String = customer.chars().filter(char::is_ascii_digit).collect();
    format!("buyer{number}@gmail.com")
}

pub(super) fn of_sale(commission: &Commission, order: &str) -> bool {
    commission.key.ends_with(&format!("/{order}"))
}
