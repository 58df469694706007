//! From real visits to what they earn: people once each, on the day they came.

use crate::stage::{CHROME, Stage, get};
use commission::Commission;
use engine::{
    Engine, Ports, doctor, jobs,
    ports::{CommissionFilter, Commissions, Commits, Job, JobKind, Page, Row},
};
use program::{Cap, Event, Limit, Recurrence, Reward, RewardAmount, Terms};
use std::sync::Arc;
use testkit::memory::{PlainPaper, PlainRails};
use words::{Day, JobId, TermsId};

struct Rewarding {
    stage: Stage,
    engine: Engine,
}

impl Rewarding {
    /// 0.05 EUR for each click, at most 0.12 EUR a month for each partner.
    async fn set() -> Self {
        let stage = Stage::set().await;
        let world = &stage.world;
        let engine = Engine::new(Ports {
            book: stage.book.clone(),
            clicks: stage.clicks.clone(),
            vault: world.vault.clone(),
            clock: world.clock.clone(),
            chance: world.chance.clone(),
            rails: Arc::new(PlainRails),
            paper: Arc::new(PlainPaper),
        });
        let recurrence = Recurrence::Recurring { limit: Limit::Unlimited };
        let reward = Reward::plain(Event::Click, RewardAmount::Flat { amount: 5 }, recurrence);
        let terms = Terms {
            id: TermsId::draw(world.now(), world.draw()),
            version: stage.shop.terms.version + 1,
            rewards: vec![reward],
            caps: vec![Cap::monthly(12)],
            hold_days: 30,
            published_at: world.now(),
            ..stage.shop.terms.clone()
        };
        terms.check().unwrap();
        let (id, group, version) = (terms.id, terms.group, terms.version);
        let published = facts::TermsPublished { terms: id, group, version };
        stage.put(Row::Terms(terms), facts::Event::TermsPublished(published)).await;
        Self { stage, engine }
    }

    /// Turns the job as it stood when it was last done on that day.
    async fn turn(&self, since: Day) {
        let shop = &self.stage.shop;
        let now = self.stage.world.now();
        let job = Job {
            id: JobId::draw(now, self.stage.world.draw()),
            scope: shop.scope,
            program: shop.program.id,
            kind: JobKind::RewardClicks(jobs::RewardClicks { since: since.start() }),
            run_at: now,
            attempts: 0,
        };
        let changes = engine::ports::Changes {
            jobs: vec![engine::ports::JobChange::Put(job.clone())],
            ..Default::default()
        };
        self.stage.book.commit("put_job", changes).await.unwrap();
        jobs::run(&self.engine, &job).await.unwrap();
    }

    async fn earned(&self) -> Vec<Commission> {
        let page = Page { after: None, limit: 100 };
        let filter =
            CommissionFilter { enrollment: Some(self.stage.shop.enrollment.id), ..Default::default() };
        self.stage.book.commissions(self.stage.shop.scope, &filter, page).await.unwrap()
    }
}

#[tokio::test]
async fn people_are_paid_for_once_a_day_and_bots_and_repeats_never() {
    let scene = Rewarding::set().await;
    let (stage, today) = (&scene.stage, Day::of(scene.stage.world.now()));
    stage.visit(get("/r/ada")).await;
    stage.visit(get("/r/ada")).await;
    stage.visit(get("/r/ada").method("HEAD")).await;
    for (name, value) in [("sec-fetch-dest", "image"), ("purpose", "preview"), ("x-moz", "prefetch")] {
        stage.visit(get("/r/ada").with(name, value).from("192.0.2.6:4711")).await;
    }
    stage.visit(get("/r/ada").with("user-agent", "Java/17.0.1").from("192.0.2.5:4711")).await;
    stage.visit(get("/r/ada").with("user-agent", CHROME).from("192.0.2.7:4711")).await;
    scene.turn(today).await;
    assert_eq!(scene.earned().await, [], "the day is not over");
    stage.world.clock.advance_days(1);
    stage.visit(get("/r/ada").with("user-agent", CHROME).from("192.0.2.8:4711")).await;
    stage.world.clock.advance_days(2);
    // Down for two days: both are made up, each once, however often.
    for _ in 0..3 {
        scene.turn(today).await;
    }
    let mut earned = scene.earned().await;
    earned.sort_by_key(|it| it.occurred_at);
    let told: Vec<_> = earned.iter().map(|it| (it.key.clone(), it.earned, it.event)).collect();
    let (first, second) = (today, today.plus_days(1));
    assert_eq!(
        told,
        [(format!("click/{first}"), 10, Event::Click), (format!("click/{second}"), 2, Event::Click)],
        "the cap of the month is kept"
    );
    let phrases = engine::phrases(words::Language::English);
    let said = phrases.say_all(&earned[1].priced()).join(" ");
    assert!(said.contains("0.05 EUR for each of 1 clicks = 0.05 EUR."), "{said}");
    assert!(said.contains("The cap of the month, 0.12 EUR, had 0.02 EUR left"), "{said}");
    assert_eq!(earned[0].hold_until, Day::of(earned[0].occurred_at).plus_days(31).start().plus_micros(-1));
    assert!(doctor::examine(&scene.engine, &mut |_| {}).await.unwrap().is_clean());
}
