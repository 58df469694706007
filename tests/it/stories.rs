//! Stories of single customers: who is credited, what it earns, and what happens when evidence is late.

use crate::market::{Market, Where, twenty_percent};
use engine::{Error, LeadMode, Outcome, TermsInput, commissions, conversions, jobs, terms};
use program::{Limit, Model, Recurrence, Reward};
use referral::Stage;
use words::Language;

async fn market() -> Market {
    Market::open(Where::Memory, 2, &twenty_percent()).await
}

#[tokio::test]
async fn a_sale_without_evidence_is_decided_again_when_evidence_arrives() {
    let market = market().await;
    let click = market.click(0, market.now()).await;
    market.world.clock.advance_days(1);
    let sale = market.record(&market.sale("cus-1", "order-1", 5_000)).await.unwrap().value;
    assert!(sale.decision.unwrap().shares.is_empty() && sale.commissions.is_empty());
    let mut lead = market.lead("cus-1");
    lead.click = Some(click.id.to_string());
    lead.mode = LeadMode::Deferred;
    let bound = market.record(&lead).await.unwrap().value;
    assert_eq!((bound.outcome, bound.conversion), (Outcome::Deferred, None));
    assert_eq!(market.credits("cus-1").await["sale/api/order-1"], [(0, 1_000_000, 1_000, 0)]);
    let lead = engine::EventInput { mode: LeadMode::Now, click: None, ..lead };
    assert_eq!(market.record(&lead).await.unwrap().value.outcome, Outcome::Recorded);
    let file = market.engine.book().customer_file(market.operator.scope, market.program, "cus-1");
    assert_eq!(file.await.unwrap().unwrap().referral.unwrap().stage, Stage::Won);
    market.assert_clean().await;
}

#[tokio::test]
async fn after_the_statement_late_evidence_opens_a_review_and_moves_no_money() {
    let market = market().await;
    market.publish_model(Model::FirstTouch).await;
    let early = market.click(1, market.now()).await;
    market.world.clock.advance_days(2);
    let click = market.click(0, market.now()).await;
    let mut sale = market.sale("cus-1", "order-1", 5_000);
    sale.click = Some(click.id.to_string());
    market.record(&sale).await.unwrap();
    market.world.clock.advance_days(31);
    commissions::approve_due(&market.engine, &market.operator.permit(), market.program).await.unwrap();
    market.close(None).await;
    let before = market.balances().await;
    let mut lead = market.lead("cus-1");
    lead.click = Some(early.id.to_string());
    market.record(&lead).await.unwrap();
    assert_eq!(market.balances().await, before);
    assert_eq!(market.credits("cus-1").await["sale/api/order-1"], [(0, 1_000_000, 1_000, 0)]);
    let facts = market.engine.book().facts(Some(market.operator.scope), 0, 1_000).await.unwrap();
    assert_eq!(facts.iter().filter(|numbered| numbered.fact.kind() == facts::Kind::ReviewOpened).count(), 1);
    market.assert_clean().await;
}

#[tokio::test]
async fn a_one_time_reward_goes_to_the_first_sale_also_when_it_is_reported_last() {
    let once = Reward { recurrence: Recurrence::OneTime, ..twenty_percent().rewards[0].clone() };
    let terms = TermsInput { rewards: vec![once], ..twenty_percent() };
    let market = Market::open(Where::Memory, 1, &terms).await;
    let mut second = market.sale("cus-1", "order-2", 9_000);
    second.code = Some("code0".to_owned());
    second.occurred_at = Some(market.now());
    market.record(&second).await.unwrap();
    assert_eq!(market.credits("cus-1").await["sale/api/order-2"], [(0, 1_000_000, 1_800, 0)]);
    let mut first = market.sale("cus-1", "order-1", 5_000);
    first.code = Some("code0".to_owned());
    first.occurred_at = Some(market.now().plus_days(-3));
    market.record(&first).await.unwrap();
    let credits = market.credits("cus-1").await;
    assert_eq!(credits["sale/api/order-1"], [(0, 1_000_000, 1_000, 0)]);
    assert_eq!(credits["sale/api/order-2"], [(0, 1_000_000, 0, 0)]);
    market.assert_clean().await;
}

#[tokio::test]
async fn a_recurring_reward_ends_with_its_months() {
    let limit = Limit::Months { months: 2 };
    let year = Reward { recurrence: Recurrence::Recurring { limit }, ..twenty_percent().rewards[0].clone() };
    let market =
        Market::open(Where::Memory, 1, &TermsInput { rewards: vec![year], ..twenty_percent() }).await;
    for (order, expected) in [("a", 200), ("b", 200), ("c", 0)] {
        let mut sale = market.sale("cus-1", order, 1_000);
        sale.code = Some("CODE0".to_owned());
        let recorded = market.record(&sale).await.unwrap().value;
        assert_eq!(recorded.commissions[0].earned, expected, "{order}");
        market.world.clock.advance_days(31);
    }
}

#[tokio::test]
async fn terms_of_the_time_when_the_referral_began_price_it() {
    let market = market().await;
    let click = market.click(0, market.now()).await;
    let mut lead = market.lead("cus-1");
    lead.click = Some(click.id.to_string());
    market.record(&lead).await.unwrap();
    market.world.clock.advance_days(1);
    let half = Reward {
        amount: program::RewardAmount::Percent { rate: words::Rate::from_millionths(500_000) },
        ..twenty_percent().rewards[0].clone()
    };
    let terms = TermsInput { rewards: vec![half], ..twenty_percent() };
    terms::publish(&market.engine, &market.operator.permit(), market.program, &terms).await.unwrap();
    market.record(&market.sale("cus-1", "order-1", 1_000)).await.unwrap();
    let mut other = market.sale("cus-2", "order-2", 1_000);
    other.code = Some("CODE0".to_owned());
    market.record(&other).await.unwrap();
    assert_eq!(market.credits("cus-1").await["sale/api/order-1"][0].2, 200);
    assert_eq!(market.credits("cus-2").await["sale/api/order-2"][0].2, 500);
}

#[tokio::test]
async fn nobody_refers_themselves_and_the_explanation_says_so() {
    let market = market().await;
    let mut sale = market.sale("cus-1", "order-1", 1_000);
    sale.code = Some("CODE0".to_owned());
    sale.customer.email = Some("Ada@Partner0.example ".to_owned());
    let recorded = market.record(&sale).await.unwrap().value;
    assert!(recorded.commissions.is_empty());
    let id = recorded.conversion.unwrap().id;
    let explanation = conversions::explain(&market.engine, market.operator.scope, id).await.unwrap();
    let text = engine::phrases(Language::English).say_all(&explanation.sentences).join(" ");
    assert!(
        text.contains("known under an address of the partner") && text.contains("Nobody is credited."),
        "{text}"
    );
}

#[tokio::test]
async fn what_a_browser_reports_counts_once_a_server_names_the_same_click() {
    let market = market().await;
    let browser = market.browser().await;
    let (forged, real) = (market.click(1, market.now()).await, market.click(0, market.now()).await);
    for customer in ["cus-1", "cus-2", "cus-3"] {
        let mut lead = market.lead(customer);
        lead.click = Some(forged.id.to_string());
        lead.customer.email = Some("mallory@example.com".to_owned());
        let heard = conversions::record_lead(&market.engine, &browser, &lead).await.unwrap().value;
        assert_eq!((heard.outcome, heard.customer, heard.conversion), (Outcome::Received, None, None));
    }
    let file = market.engine.book().customer_file(market.operator.scope, market.program, "cus-1");
    assert_eq!(file.await.unwrap().unwrap().customer.personal.email, None, "a browser changes nobody");

    // A server that names nothing, another click, and the same click.
    market.record(&market.sale("cus-1", "order-1", 1_000)).await.unwrap();
    let mut other = market.sale("cus-2", "order-2", 1_000);
    other.click = Some(real.id.to_string());
    market.record(&other).await.unwrap();
    let mut same = market.sale("cus-3", "order-3", 1_000);
    same.click = Some(forged.id.to_string());
    market.record(&same).await.unwrap();

    assert_eq!(market.credits("cus-1").await["sale/api/order-1"], [], "nobody is credited");
    assert_eq!(market.credits("cus-2").await["sale/api/order-2"][0].0, 0);
    let credits = market.credits("cus-3").await;
    assert_eq!(credits["sale/api/order-3"][0].0, 1);
    let leads = credits.iter().filter(|(key, _)| key.starts_with("lead/"));
    assert!(
        leads.clone().count() == 1 && leads.clone().all(|(_, credit)| credit.is_empty()),
        "earns nothing itself"
    );
}

#[tokio::test]
async fn a_refund_may_come_before_its_sale() {
    let market = market().await;
    let refund = market.refund("order-1", "re-1", 250);
    assert_eq!(market.record_refund(&refund).await.unwrap().value.outcome, Outcome::Waiting);
    let mut sale = market.sale("cus-1", "order-1", 1_000);
    sale.code = Some("CODE0".to_owned());
    market.record(&sale).await.unwrap();
    assert_eq!(market.credits("cus-1").await["sale/api/order-1"], [(0, 1_000_000, 200, 50)]);
    let more = market.record_refund(&market.refund("order-1", "re-2", 751)).await;
    assert_eq!(more, Err(Error::RefundExceeds { left: 750 }));
    market.assert_clean().await;
}

#[tokio::test]
async fn evidence_that_leads_nowhere_is_a_warning_not_a_lost_sale() {
    let market = market().await;
    let mut sale = market.sale("cus-1", "order-1", 1_000);
    sale.click = Some("clk_nonsense".to_owned());
    sale.code = Some("NOBODYS".to_owned());
    let recorded = market.record(&sale).await.unwrap().value;
    assert_eq!(recorded.outcome, Outcome::Recorded);
    let fields: Vec<_> = recorded.warnings.iter().map(|warning| warning.field.as_str()).collect();
    assert_eq!(fields, ["click_id", "code"]);
}

#[tokio::test]
async fn a_browser_cannot_take_the_identity_of_the_servers_lead() {
    let market = market().await;
    let browser = market.browser().await;
    let forged = market.click(1, market.now()).await;
    let mut lead = market.lead("cus-1");
    lead.click = Some(forged.id.to_string());
    lead.customer.email = Some(market.members[0].email.clone());
    conversions::record_lead(&market.engine, &browser, &lead).await.unwrap();
    let real = market.click(0, market.now()).await;
    lead.click = Some(real.id.to_string());
    lead.customer.email = None;
    assert_eq!(market.record(&lead).await.unwrap().value.outcome, Outcome::Recorded);
    market.record(&market.sale("cus-1", "order-1", 1_000)).await.unwrap();
    assert_eq!(
        market.credits("cus-1").await["sale/api/order-1"][0].0,
        0,
        "the browser's e-mail says nothing"
    );
    market.assert_clean().await;
}

#[tokio::test]
async fn an_email_learned_in_one_program_counts_in_all() {
    let market = market().await;
    let second = market.another_program(0, "SECOND", true).await;
    let mut sale = market.sale("cus-1", "order-1", 1_000);
    sale.program = Some(second);
    sale.code = Some("second".to_owned());
    let sold = market.record(&sale).await.unwrap().value;
    assert_eq!(sold.commissions[0].earned, 200);
    let mut lead = market.lead("cus-1");
    lead.customer.email = Some(market.members[0].email.clone());
    market.record(&lead).await.unwrap();
    let explanation =
        conversions::explain(&market.engine, market.operator.scope, sold.conversion.unwrap().id)
            .await
            .unwrap();
    assert!(explanation.sentences.iter().any(|s| s.code == "credit.nobody"), "{explanation:?}");
    market.assert_clean().await;
}

#[tokio::test]
async fn deferred_evidence_counts_also_after_the_lead_itself() {
    let market = market().await;
    let click = market.click(0, market.now()).await;
    market.world.clock.advance_days(1);
    let lead = market.lead("cus-1");
    market.record(&lead).await.unwrap();
    let deferred = engine::EventInput { mode: LeadMode::Deferred, click: Some(click.id.to_string()), ..lead };
    assert_eq!(market.record(&deferred).await.unwrap().value.outcome, Outcome::Deferred);
    assert_eq!(market.credits("cus-1").await.values().map(Vec::len).collect::<Vec<_>>(), [1]);
    market.assert_clean().await;
}

#[tokio::test]
async fn the_first_terms_price_what_was_credited_before_them() {
    let market = market().await;
    let program = market.another_program(0, "EARLY", false).await;
    let mut sale = market.sale("cus-1", "order-1", 1_000);
    sale.program = Some(program);
    sale.code = Some("early".to_owned());
    assert_eq!(market.record(&sale).await.unwrap().value.commissions[0].earned, 0);
    terms::publish(&market.engine, &market.operator.permit(), program, &twenty_percent()).await.unwrap();
    // Twice: a job that was done already does nothing.
    for _ in 0..2 {
        for job in market.engine.book().due_jobs(market.now(), 100).await.unwrap() {
            jobs::run(&market.engine, &job).await.unwrap();
        }
    }
    let filter = engine::ports::CommissionFilter { program: Some(program), ..Default::default() };
    let page = engine::ports::Page { after: None, limit: 10 };
    let priced = market.engine.book().commissions(market.operator.scope, &filter, page).await.unwrap();
    assert_eq!(priced.iter().map(|commission| commission.earned).collect::<Vec<_>>(), [200]);
    market.assert_clean().await;
}

#[tokio::test]
async fn evidence_strengthened_after_the_statement_leaves_the_books_clean() {
    let terms = TermsInput { hold_days: 0, ..twenty_percent() };
    let market = Market::open(Where::Memory, 1, &terms).await;
    let browser = market.browser().await;
    let click = market.click(0, market.now()).await;
    let mut lead = market.lead("cus-1");
    lead.click = Some(click.id.to_string());
    conversions::record_lead(&market.engine, &browser, &lead).await.unwrap();
    market.record(&market.sale("cus-1", "order-1", 1_000)).await.unwrap();
    commissions::approve_due(&market.engine, &market.operator.permit(), market.program).await.unwrap();
    market.close(None).await;
    let mut renewal = market.sale("cus-1", "order-2", 1_000);
    renewal.click = Some(click.id.to_string());
    market.record(&renewal).await.unwrap();
    market.assert_clean().await;
}
