//! Payouts in one process, over the book in memory and on disk: the whole way, two makers at once, and a process that dies
//! between any two commits while a provider answers yes, no, late or not at all.

use crate::market::{Market, Where, twenty_percent};
use engine::{
    BatchInput, Engine, Error, TermsInput, doctor, jobs, payouts,
    ports::{BatchColumn, Changes, CommissionColumn, ListOf, Row, list_of},
};
use payout::{
    Batch, BatchStatus, BatchStep, Destination, Handing, Method, MethodKind, Outcome, Statement, Transfer,
    TransferStatus,
};
use program::PayoutRules;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use testkit::memory::{Fuse, Manner, SimulatedRail};
use words::{BatchId, Day, MethodId, StatementId};

const PARTNERS: usize = 5;

fn terms() -> TermsInput {
    TermsInput { hold_days: 0, ..twenty_percent() }
}

/// A market whose partners have a closed statement each, and are paid by hand; one person may approve.
async fn payday(place: Where) -> Market {
    let market = Market::open(place, PARTNERS, &terms()).await;
    for (place, member) in market.members.iter().enumerate() {
        let customer = format!("customer {place}");
        market.sell_by_code(&member.code.code, &customer, 10_000 + 100 * place as i64).await;
        let destination =
            Destination::ByHand { holder: member.email.clone(), instructions: "in cash".to_owned() };
        let key = market.engine.vault().new_key();
        let method = Method {
            id: MethodId::draw(market.now(), market.world.draw()),
            scope: market.operator.scope,
            partner: member.partner,
            kind: MethodKind::ByHand,
            currency: "EUR".parse().unwrap(),
            details: Some(market.engine.vault().seal(&key, &serde_json::to_string(&destination).unwrap())),
            key: Some(key),
            hint: destination.hint(),
            created_at: market.now(),
            usable_from: market.now(),
            replaced_at: None,
            bounced: None,
        };
        let changes = Changes { rows: vec![Row::Method(method)], ..Changes::default() };
        market.engine.book().commit("set_method", changes).await.unwrap();
    }
    let rules = PayoutRules { single_person_approves: true, ..PayoutRules::default() };
    payouts::set_rules(&market.engine, &market.operator.permit(), market.program, &rules).await.unwrap();
    for _ in 0..3 {
        work(&market, &market.engine).await.unwrap();
        market.world.clock.advance_days(20);
    }
    work(&market, &market.engine).await.unwrap();
    assert_eq!(statements(&market).await.len(), PARTNERS);
    market
}

/// Turns whatever is due, once each.
async fn work(market: &Market, engine: &Engine) -> Result<(), Error> {
    for job in engine.book().due_jobs(market.now(), 1_000).await? {
        jobs::run(engine, &job).await?;
    }
    Ok(())
}

async fn statements(market: &Market) -> Vec<Statement> {
    let query = ListOf::<Statement>::new(1_000);
    list_of(market.engine.book(), market.operator.scope, &query).await.unwrap()
}

async fn transfers(market: &Market) -> Vec<Transfer> {
    let query = ListOf::<Transfer>::new(1_000);
    list_of(market.engine.book(), market.operator.scope, &query).await.unwrap()
}

fn input(market: &Market) -> BatchInput {
    BatchInput {
        program: market.program,
        rail: MethodKind::ByHand,
        due_until: None,
        execution_day: None,
        only: Vec::new(),
        except: Vec::new(),
    }
}

async fn step(market: &Market, engine: &Engine, batch: BatchId, step: BatchStep) -> Result<Batch, Error> {
    payouts::transition(engine, &market.operator.permit(), batch, &step).await
}

/// A batch of everything due, handed over as a file.
async fn handed_over(market: &Market) -> Batch {
    let engine = &market.engine;
    let made = payouts::create(engine, &market.operator.permit(), &input(market)).await.unwrap().value;
    assert_eq!(made.status, BatchStatus::Draft);
    for one in [BatchStep::Submit, BatchStep::Approve, BatchStep::HandOver(Handing::File)] {
        step(market, engine, made.id, one).await.unwrap();
    }
    let query = ListOf::<Batch>::new(1).only(BatchColumn::ID, made.id);
    list_of(engine.book(), market.operator.scope, &query).await.unwrap().pop().unwrap()
}

async fn tell(market: &Market, transfer: &Transfer, outcome: Outcome) {
    let told =
        payouts::record_outcome(&market.engine, &market.operator.permit(), transfer.id, (&outcome, None))
            .await;
    told.unwrap();
}

/// What must hold at any time: the books, one payer for each statement, and a clearing account that is explained.
async fn sound(market: &Market) {
    let report = doctor::examine(&market.engine, &mut |_| {}).await.unwrap();
    assert!(report.is_clean(), "{:?}", report.findings);
    let mut held = BTreeSet::new();
    for transfer in transfers(market).await.iter().filter(|it| it.holds) {
        assert!(held.insert(transfer.statement), "two transfers pay {}", transfer.statement);
    }
    let today = Day::of(market.now());
    let days = (today.plus_days(-100), today);
    let told =
        payouts::reconcile(&market.engine, &market.operator.permit(), market.program, days).await.unwrap();
    assert_eq!(told.unexplained, []);
}

async fn the_whole_way(place: Where) {
    let market = payday(place).await;
    let batch = handed_over(&market).await;
    assert_eq!((batch.status, batch.transfers), (BatchStatus::HandedOver, PARTNERS as u32));
    let file = payouts::file(&market.engine, &market.operator.permit(), batch.id).await.unwrap();
    let text = String::from_utf8(file.bytes.clone()).unwrap();
    let paid = transfers(&market).await;
    assert!(paid.iter().all(|it| text.contains(&it.end_to_end_id())), "{text}");
    assert_eq!(payouts::file(&market.engine, &market.operator.permit(), batch.id).await.unwrap(), file);
    sound(&market).await;
    let failed = Outcome::Failed { reason: "the bank refused it".to_owned() };
    let returned = Outcome::Returned { reason: "the bank refused it".to_owned() };
    tell(&market, &paid[0], Outcome::Settled { debited: None }).await;
    tell(&market, &paid[1], failed).await;
    tell(&market, &paid[2], Outcome::Settled { debited: None }).await;
    tell(&market, &paid[2], returned).await;
    tell(&market, &paid[3], Outcome::Unknown).await;
    sound(&market).await;
    work(&market, &market.engine).await.unwrap();
    let states = async || {
        let query = ListOf::<commission::Commission>::new(100).only(CommissionColumn::STATE, "paid");
        let paid = list_of(market.engine.book(), market.operator.scope, &query).await.unwrap();
        paid.len()
    };
    assert_eq!(states().await, 1, "what came back is not paid any more");
    // What failed and what came back are in the next batch; what is unknown or under way is not.
    let next = handed_over(&market).await;
    let again: BTreeSet<_> =
        transfers(&market).await.iter().filter(|it| it.batch == next.id).map(|it| it.statement).collect();
    assert_eq!(again, BTreeSet::from([paid[1].statement, paid[2].statement]));
    sound(&market).await;
    // The first had gone out all the same: the partner was paid twice, and the next statement says so.
    tell(&market, &paid[1], Outcome::Settled { debited: None }).await;
    let late = transfers(&market).await.into_iter().find(|it| it.id == paid[1].id).unwrap();
    assert!(late.is_overpaid() && late.is_contradicted() && late.uncarried() == -late.amount.amount);
    sound(&market).await;
    for transfer in transfers(&market).await.iter().filter(|it| it.status.is_under_way()) {
        tell(&market, transfer, Outcome::Settled { debited: None }).await;
    }
    work(&market, &market.engine).await.unwrap();
    assert_eq!(states().await, PARTNERS);
    assert!(statements(&market).await.iter().all(|it| it.paid.is_some()));
    sound(&market).await;
    let query = ListOf::<Batch>::new(10);
    let batches: Vec<Batch> = list_of(market.engine.book(), market.operator.scope, &query).await.unwrap();
    assert!(batches.iter().all(|it| it.status == BatchStatus::Closed), "{batches:?}");
    // The partner earns again; what was paid too much is taken off.
    let member = market.members.iter().find(|it| it.partner == paid[1].partner).unwrap();
    market.sell_by_code(&member.code.code, "customer later", 50_000).await;
    for _ in 0..4 {
        market.world.clock.advance_days(20);
        work(&market, &market.engine).await.unwrap();
    }
    let last = statements(&market)
        .await
        .into_iter()
        .filter(|it| it.partner == member.partner)
        .max_by_key(|it| it.id);
    let last = last.unwrap();
    assert_eq!((last.total, last.payment_difference), (10_000, -paid[1].amount.amount));
    sound(&market).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_fails_is_paid_again_and_what_went_out_twice_is_carried() {
    the_whole_way(Where::Memory).await;
    the_whole_way(Where::Disk).await;
}

async fn makers_at_once(place: Where) {
    let market = Arc::new(payday(place).await);
    let makers = (0..6).map(|_| {
        let market = Arc::clone(&market);
        tokio::spawn(async move {
            let made = payouts::create(&market.engine, &market.operator.permit(), &input(&market)).await;
            made.unwrap().value
        })
    });
    let mut made = Vec::new();
    for maker in makers.collect::<Vec<_>>() {
        made.push(maker.await.unwrap());
    }
    assert_eq!(made.iter().map(|batch| batch.transfers).sum::<u32>(), PARTNERS as u32);
    sound(&market).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn makers_at_once_never_put_one_statement_into_two_transfers() {
    makers_at_once(Where::Memory).await;
    makers_at_once(Where::Disk).await;
}

/// Brings one batch after the other to its end, from wherever an earlier try left it.
async fn pay_everything(market: &Market, engine: &Engine) -> Result<(), Error> {
    for _ in 0..60 {
        let query = ListOf::<Batch>::new(100);
        let batches: Vec<Batch> = list_of(engine.book(), market.operator.scope, &query).await?;
        let open =
            batches.iter().find(|it| it.status != BatchStatus::Closed && it.status != BatchStatus::Canceled);
        match open {
            None if batches.len() >= 3 => return Ok(()),
            None => drop(payouts::create(engine, &market.operator.permit(), &input(market)).await?),
            Some(batch) => {
                let next = match batch.status {
                    BatchStatus::Draft if batch.transfers == 0 => {
                        Some(BatchStep::Cancel { reason: "nothing to pay".to_owned() })
                    }
                    BatchStatus::Draft => Some(BatchStep::Submit),
                    BatchStatus::Submitted => Some(BatchStep::Approve),
                    BatchStatus::Approved => Some(BatchStep::HandOver(Handing::Direct)),
                    _ => None,
                };
                if let Some(next) = next {
                    step(market, engine, batch.id, next).await?;
                }
            }
        }
        market.world.clock.advance(11 * 60_000_000);
        work(market, engine).await?;
    }
    Ok(())
}

/// How the provider treats the nth payment that it is asked for.
fn manner(nth: usize) -> Manner {
    use Manner::{Late, Lost, No, Yes};
    [Lost { paid: true }, Yes, No, Late, Lost { paid: false }, Yes, Late][nth % 7]
}

/// A process that dies at the fuse and begins anew; nothing is sent twice, and what the provider paid is what the books say.
async fn dies_at(fuse: Fuse) {
    let market = payday(Where::Memory).await;
    let mut asked = 0;
    let rail = Arc::new(SimulatedRail::new(market.world.clock.clone(), move |_| {
        asked += 1;
        manner(asked - 1)
    }));
    let engine = || Engine::new(market.ports()).with_direct_rail(rail.clone());
    market.memory().blow(fuse);
    // The first life ends at the fuse, if it is not over before.
    let _ = pay_everything(&market, &engine()).await;
    market.memory().mend();
    pay_everything(&market, &engine()).await.unwrap();
    assert!(rail.sends().values().all(|sends| *sends == 1), "{fuse:?}: {:?}", rail.sends());
    let out: BTreeSet<_> = rail.paid().into_keys().collect();
    let mut paid = BTreeMap::<StatementId, usize>::new();
    for transfer in transfers(&market).await {
        let went_out = out.contains(&transfer.end_to_end_id());
        assert!(!transfer.status.is_under_way() || went_out || transfer.status == TransferStatus::Unknown);
        if !transfer.status.is_under_way() {
            assert_eq!(transfer.status == TransferStatus::Settled, went_out, "{fuse:?}: {transfer:?}");
        }
        *paid.entry(transfer.statement).or_default() += usize::from(went_out);
    }
    assert!(paid.values().all(|times| *times <= 1), "{fuse:?}: paid twice");
    sound(&market).await;
}

#[tokio::test]
async fn a_process_that_dies_between_any_two_commits_pays_nothing_twice() {
    let whole = std::env::var_os("HONEYGUIDE_SOAK").is_some();
    let places: Vec<u64> = if whole { (0..120).collect() } else { (0..56).step_by(4).collect() };
    for place in places {
        dies_at(Fuse::Before(place)).await;
        dies_at(Fuse::After(place + 1)).await;
    }
}
