//! The books against the model.

use super::{BUDGET, CAP, Machine, PARTNERS, STEPS, Seen, steps::of_sale};
use commission::Commission;
use engine::{
    doctor,
    ports::{LedgerFilter, ListOf, list_of},
};
use payout::{Outcome, Statement, Transfer, TransferStatus};
use std::collections::{BTreeMap, BTreeSet};
use words::Instant;

const DAY: i64 = 86_400_000_000;

fn month(at: Instant) -> String {
    at.to_string()[..7].to_owned()
}

impl Machine {
    pub(super) async fn check(&mut self, step: u32) {
        let commissions = self.commissions().await;
        self.check_commissions(step, &commissions);
        self.check_limits(step, &commissions);
        self.check_transfers(step).await;
        let written_off = self.check_statements(step).await;
        self.check_balances(step, &commissions, &written_off).await;
        self.check_trial_balance(step).await;
    }

    /// Each sale earns what the model says, is owed what it says, and is approved only by somebody or its age.
    fn check_commissions(&self, step: u32, commissions: &[Commission]) {
        let now = self.market.now().micros();
        let own: Vec<_> = commissions.iter().filter(|it| !it.is_grant()).collect();
        assert_eq!(own.len(), self.model.sales.len(), "step {step}: a commission for each sale");
        for sale in &self.model.sales {
            let found = own.iter().find(|it| of_sale(it, &sale.order));
            let commission = found.unwrap_or_else(|| panic!("step {step}: {} has no commission", sale.order));
            assert_eq!(commission.partner, self.market.members[sale.member].partner);
            assert_eq!(commission.earned, sale.earned, "step {step}: {sale:?} {:?}", commission.lines);
            assert_eq!(commission.net(), sale.owed(), "step {step}: {sale:?} {commission:?}");
            let is_old = sale.at.micros() + 3 * DAY <= now;
            assert!(commission.approved_at.is_none() || sale.approved || is_old, "step {step}: {sale:?}");
        }
        for member in 0..PARTNERS {
            let partner = self.market.members[member].partner;
            let grants = commissions.iter().filter(|it| it.is_grant() && it.partner == partner);
            let granted: i64 = grants.map(Commission::net).sum();
            assert_eq!(granted, self.model.granted[member], "step {step}: grants of {member}");
        }
    }

    fn check_limits(&self, step: u32, commissions: &[Commission]) {
        let mut by_month = BTreeMap::<_, i64>::new();
        for it in commissions.iter().filter(|it| !it.is_grant()) {
            *by_month.entry((None, month(it.occurred_at))).or_default() += it.earned;
            *by_month.entry((Some(it.partner), month(it.occurred_at))).or_default() += it.earned;
        }
        for ((partner, month), earned) in by_month {
            let most = if partner.is_some() { CAP } else { BUDGET };
            assert!(earned <= most, "step {step}: {earned} of {most} in {month} for {partner:?}");
        }
    }

    /// One live payer for each statement, of what it says; and the books know what the bank and the provider did.
    async fn check_transfers(&self, step: u32) {
        let query = ListOf::<Statement>::new(100_000);
        let book = self.market.engine.book();
        let statements: Vec<Statement> = list_of(book, self.market.operator.scope, &query).await.unwrap();
        let statements: BTreeMap<_, _> = statements.iter().map(|it| (it.id, it)).collect();
        let (sends, out) = (self.rail.sends(), self.rail.paid());
        assert!(sends.values().all(|times| *times == 1), "step {step}: {sends:?}");
        let mut held = BTreeSet::new();
        for it in self.transfers().await {
            assert!(!it.holds || held.insert(it.statement), "step {step}: two pay {}", it.statement);
            assert_eq!(it.amount.amount, statements[&it.statement].payable(), "step {step}: {it:?}");
            let said = match self.bank.fates.get(&it.id) {
                Some(fate) => match &fate.last {
                    Some(Outcome::Settled { .. }) => Some(TransferStatus::Settled),
                    Some(Outcome::Failed { .. }) => Some(TransferStatus::Failed),
                    Some(Outcome::Returned { .. }) => Some(TransferStatus::Returned),
                    _ => None,
                },
                None if it.status.is_under_way() || it.handed_over_at.is_none() => None,
                None if out.contains_key(&it.end_to_end_id()) => Some(TransferStatus::Settled),
                None => Some(TransferStatus::Failed),
            };
            match said {
                Some(said) => assert_eq!(it.status, said, "step {step}: {it:?}"),
                None => assert!(
                    !matches!(it.status, TransferStatus::Settled | TransferStatus::Returned),
                    "step {step}: {it:?}"
                ),
            }
        }
    }

    async fn check_balances(&mut self, step: u32, commissions: &[Commission], written_off: &[i64]) {
        let balances = self.market.balances().await;
        let transfers = self.transfers().await;
        let (mut held, mut gone) = (0, 0);
        for (member, &forgiven) in written_off.iter().enumerate() {
            let partner = self.market.members[member].partner;
            let of = |account: &'static str| -balances.get(&(member, account)).copied().unwrap_or(0);
            let approved: i64 =
                commissions.iter().filter(|it| it.partner == partner).map(Commission::payable).sum();
            let own: Vec<_> = transfers.iter().filter(|it| it.partner == partner).collect();
            let sum = |wanted: fn(TransferStatus) -> bool| -> i64 {
                own.iter().filter(|it| wanted(it.status)).map(|it| it.amount.amount).sum()
            };
            let under_way = sum(TransferStatus::is_under_way);
            let settled = sum(|status| status == TransferStatus::Settled);
            let owed = self.model.owed_to(member);
            let told = (of("partner_pending"), of("partner_payable"), -of("clawback_write_off"));
            let payable = approved + forgiven - under_way - settled;
            assert_eq!(told, (owed - approved, payable, forgiven), "step {step}: {member}");
            assert_eq!(-of("commission_expense"), owed, "step {step}: what {member} costs");
            (held, gone) = (held + under_way, gone + settled);
            self.model.peak[member] = self.model.peak[member].max(approved + forgiven);
            let out = self.rail.paid();
            let paid = own.iter().filter_map(|it| out.get(&it.end_to_end_id())).map(|it| it.amount).sum();
            self.check_received(step, member, paid);
        }
        let of = |account: &str| -> i64 {
            balances.iter().filter(|((_, name), _)| *name == account).map(|(_, amount)| *amount).sum()
        };
        assert_eq!((-of("payout_clearing"), -of("cash")), (held, gone), "step {step}: under way and gone");
    }

    /// Nobody receives more than they were ever owed, but for what the bank had said that it did not pay.
    fn check_received(&self, step: u32, member: usize, paid: i64) {
        let partner = self.market.members[member].partner;
        let own: Vec<_> = self.bank.fates.values().filter(|fate| fate.transfer.partner == partner).collect();
        let by_file = own.iter().filter(|fate| fate.is_with_partner());
        let by_file: i64 = by_file.map(|fate| fate.transfer.amount.amount).sum();
        // Paid, and said to have failed: until the truth comes, and after it.
        let lied = own.iter().filter(|fate| fate.paid && (fate.contradicted || is_failed(&fate.last)));
        let lied: i64 = lied.map(|fate| fate.transfer.amount.amount).sum();
        let most = self.model.peak[member] + lied;
        assert!(by_file + paid <= most, "step {step}: {member} received {by_file} + {paid} of {most}");
    }

    async fn check_trial_balance(&self, step: u32) {
        let (book, scope) = (self.market.engine.book(), self.market.operator.scope);
        let sums = book.trial_balance(scope, &LedgerFilter::default()).await.unwrap();
        let mut by_currency = BTreeMap::<_, i64>::new();
        for sum in sums {
            *by_currency.entry(sum.currency).or_default() += sum.balance();
        }
        assert!(by_currency.values().all(|balance| *balance == 0), "step {step}: {by_currency:?}");
    }

    pub(super) async fn count(&self, seen: &mut Seen) {
        let transfers = self.transfers().await;
        let sales = &self.model.sales;
        let direct = |it: &&Transfer| !self.bank.fates.contains_key(&it.id);
        let settled = |it: &&Transfer| it.status == TransferStatus::Settled;
        let commissions = self.commissions().await;
        let in_debt = (0..PARTNERS).filter(|member| self.model.owed_to(*member) < self.model.peak[*member]);
        let counted = [
            ("sales", sales.len()),
            (
                "sales refunded in part",
                sales.iter().filter(|it| 0 < it.refunded && it.refunded < it.amount).count(),
            ),
            ("sales refunded", sales.iter().filter(|it| it.refunded > 0 && it.refunded == it.amount).count()),
            (
                "sales that a cap or the budget cut to nothing",
                sales.iter().filter(|it| it.earned == 0 && it.amount > 0).count(),
            ),
            ("sales charged back", sales.iter().filter(|it| it.charged_back > 0).count()),
            ("commissions declined", sales.iter().filter(|it| it.declined).count()),
            ("commissions paid", commissions.iter().filter(|it| it.paid_at.is_some()).count()),
            ("grants by disputes", commissions.iter().filter(|it| it.is_grant()).count()),
            ("members who were owed more before", in_debt.count()),
            ("transfers settled by a provider", transfers.iter().filter(direct).filter(settled).count()),
            ("transfers settled by a bank", transfers.iter().filter(settled).count()),
            (
                "transfers returned",
                transfers.iter().filter(|it| it.status == TransferStatus::Returned).count(),
            ),
            ("transfers failed", transfers.iter().filter(|it| it.status == TransferStatus::Failed).count()),
            ("transfers overpaid", transfers.iter().filter(|it| it.is_overpaid()).count()),
            (
                "transfers canceled",
                transfers.iter().filter(|it| it.status == TransferStatus::Canceled).count(),
            ),
            ("transfers contradicted", transfers.iter().filter(|it| it.is_contradicted()).count()),
            ("statements that recovered something", self.recovered),
            ("members for whom something is written off", self.forgiven),
            ("refunds reversed", self.reversed),
            ("crashes", self.crashes as usize),
        ];
        let counted = counted.into_iter().chain([
            ("free orders", sales.iter().filter(|it| it.amount == 0).count()),
            ("customers with two ids", self.joined),
            ("partners who buy from themselves", self.selfish),
        ]);
        for (name, times) in counted {
            *seen.entry(name).or_default() += times;
        }
    }

    pub(super) async fn see_doctor(&self, step: u32) {
        let report = doctor::examine(&self.engine, &mut |_| {}).await.unwrap();
        assert!(report.is_clean(), "step {step} of {STEPS}: {:#?}", report.findings);
    }
}

fn is_failed(last: &Option<Outcome>) -> bool {
    matches!(last, Some(Outcome::Failed { .. }))
}
