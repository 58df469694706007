//! A small market to play in: one program, a few partners with a link and a code each, over the
//! book in memory or the one on disk.

use book_sqlite::{BookOptions, SqliteBook};
use click::Click;
use conversion::{Kind, Position};
use engine::{
    Closed, CodeInput, CustomerInput, Done, Engine, EnrollInput, Error, EventInput, KeyInput, LeadMode,
    LinkInput, Operator, Origin, Permit, PolicyInput, Ports, ProgramChange, ProgramInput, Recorded,
    RefundInput, TermsInput, WhichPartner, access, codes, conversions, doctor, enrollments, jobs, keys,
    links, need, policies,
    ports::{Book, JobKind, Page},
    programs, statements, terms, workspaces,
};
use program::{
    Code, Event, KeyKind, Link, Model, PolicyRules, Recurrence, Reward, RewardAmount, StatementSchedule, Utm,
};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use testkit::memory::{MemoryBook, MemoryClicks, PlainPaper, PlainRails};
use testkit::world::World;
use words::{EnrollmentId, Instant, Mode, Money, PartnerId, ProgramId, Rate, Scope};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Where {
    Memory,
    Disk,
}

pub(crate) struct Member {
    pub(crate) partner: PartnerId,
    pub(crate) enrollment: EnrollmentId,
    pub(crate) email: String,
    pub(crate) link: Link,
    pub(crate) code: Code,
}

pub(crate) struct Market {
    pub(crate) world: World,
    pub(crate) engine: Arc<Engine>,
    ports: Ports,
    pub(crate) operator: Operator,
    pub(crate) program: ProgramId,
    pub(crate) members: Vec<Member>,
    folder: Option<PathBuf>,
    memory: Option<Arc<MemoryBook>>,
}

impl Drop for Market {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

/// 20 % of every sale, without limit, held for 30 days.
pub(crate) fn twenty_percent() -> TermsInput {
    let amount = RewardAmount::Percent { rate: Rate::from_millionths(200_000) };
    let recurrence = Recurrence::Recurring { limit: program::Limit::Unlimited };
    let reward = Reward::plain(Event::Sale, amount, recurrence);
    TermsInput { group: None, rewards: vec![reward], hold_days: 30, ..TermsInput::default() }
}

impl Market {
    pub(crate) async fn open(place: Where, members: usize, terms: &TermsInput) -> Market {
        let world = World::seeded(7);
        let memory = (place == Where::Memory).then(|| Arc::new(MemoryBook::default()));
        let (book, folder): (Arc<dyn Book>, _) = match place {
            Where::Memory => (memory.clone().unwrap(), None),
            Where::Disk => {
                let name = format!("honeyguide-market-{}-{:x}", std::process::id(), rand_name());
                let folder = std::env::temp_dir().join(name);
                std::fs::create_dir_all(&folder).unwrap();
                let book = SqliteBook::open(&folder.join("book.db"), BookOptions::default()).unwrap();
                (Arc::new(book), Some(folder))
            }
        };
        let ports = Ports {
            book,
            clicks: Arc::new(MemoryClicks::default()),
            vault: world.vault.clone(),
            clock: world.clock.clone(),
            chance: world.chance.clone(),
            rails: Arc::new(PlainRails),
            paper: Arc::new(PlainPaper),
        };
        let engine = Arc::new(Engine::new(ports.clone()));
        let workspace = workspaces::create(&engine, "Market").await.unwrap();
        let operator = Operator { scope: Scope { workspace: workspace.id, mode: Mode::Live } };
        let input = ProgramInput {
            name: "Market".to_owned(),
            currency: "EUR".parse().unwrap(),
            allowed_domains: vec!["shop.example".to_owned()],
            fallback_url: None,
            link_host: None,
            utm: Utm::default(),
            applications: program::Applications::default(),
        };
        let program = programs::create(&engine, &operator.permit(), &input).await.unwrap().value.program.id;
        terms::publish(&engine, &operator.permit(), program, terms).await.unwrap();
        let mut market =
            Market { world, engine, ports, operator, program, members: Vec::new(), folder, memory };
        for place in 0..members {
            market.join(place).await;
        }
        market
    }

    /// From now on one commit settles no more conversions of a customer than these.
    pub(crate) fn settle_at_most(&mut self, conversions: usize) {
        self.engine = Arc::new(Engine::new(self.ports.clone()).settling_at_most(conversions));
    }

    async fn join(&mut self, place: usize) {
        let (engine, operator, program) = (&self.engine, self.operator, self.program);
        let email = format!("ada@partner{place}.example");
        let partner =
            WhichPartner::New { display_name: format!("Partner {place}"), email: Some(email.clone()) };
        let input = EnrollInput { program, partner, group: None, invite: false, recruited_by: None };
        let enrolled = enrollments::enroll(engine, &operator.permit(), &input, "").await.unwrap().value;
        let partner = enrolled.partner.id;
        let link = LinkInput {
            slug: Some(format!("partner{place}")),
            ..LinkInput::new(program, "https://shop.example/")
        };
        let link = links::create(engine, &operator.permit(), partner, &link).await.unwrap().value;
        let code =
            CodeInput { program, partner, code: format!("CODE{place}"), customer_offer: Default::default() };
        let code = codes::create(engine, &operator.permit(), &code).await.unwrap().value;
        self.members.push(Member { partner, enrollment: enrolled.enrollment.id, email, link, code });
    }

    /// The book of a market in memory.
    pub(crate) fn memory(&self) -> &MemoryBook {
        self.memory.as_ref().unwrap()
    }

    pub(crate) fn ports(&self) -> Ports {
        self.ports.clone()
    }

    /// A customer buys with a code, now; the order is named after them.
    pub(crate) async fn sell_by_code(&self, code: &str, customer: &str, amount: i64) {
        let sale = EventInput {
            code: Some(code.to_owned()),
            ..self.sale(customer, &format!("of {customer}"), amount)
        };
        self.record(&sale).await.unwrap();
    }

    /// The book's file, of a market on disk.
    pub(crate) fn book_file(&self) -> PathBuf {
        self.folder.as_ref().unwrap().join("book.db")
    }

    pub(crate) fn now(&self) -> Instant {
        self.world.now()
    }

    pub(crate) fn eur(&self, amount: i64) -> Money {
        Money::new(amount, "EUR".parse().unwrap())
    }

    pub(crate) async fn publish_model(&self, model: Model) {
        self.publish_policy(PolicyRules {
            model,
            look_back_days: 60,
            code_wins: true,
            ..PolicyRules::default()
        })
        .await;
    }

    pub(crate) async fn publish_policy(&self, rules: PolicyRules) {
        let input = PolicyInput { rules, effective_from: None };
        policies::publish(&self.engine, &self.operator.permit(), self.program, &input).await.unwrap();
    }

    /// A person follows the member's link at `at`.
    pub(crate) async fn click(&self, member: usize, at: Instant) -> Click {
        let click = self.world.click(&self.members[member].link, at);
        self.engine.clicks().append(click.clone()).await.unwrap();
        click
    }

    /// Ids with the same verified address are one customer from now on.
    pub(crate) async fn join_customers(&self) {
        let change = engine::ProgramChange { joins_customers: Some(true), ..Default::default() };
        programs::update(&self.engine, &self.operator.permit(), self.program, &change).await.unwrap();
    }

    pub(crate) fn lead(&self, customer: &str) -> EventInput {
        EventInput {
            kind: Kind::Lead,
            program: Some(self.program),
            source: "api".to_owned(),
            external_id: None,
            customer: CustomerInput {
                external_id: customer.to_owned(),
                email: None,
                is_email_verified: true,
                name: None,
                organization: None,
            },
            click: None,
            code: None,
            event_name: Some("sign_up".to_owned()),
            amount: None,
            renewal: false,
            items: Vec::new(),
            occurred_at: None,
            mode: LeadMode::Now,
            metadata: BTreeMap::new(),
        }
    }

    pub(crate) fn sale(&self, customer: &str, order: &str, amount: i64) -> EventInput {
        EventInput {
            kind: Kind::Sale,
            external_id: Some(order.to_owned()),
            event_name: None,
            amount: Some(self.eur(amount)),
            ..self.lead(customer)
        }
    }

    pub(crate) fn refund(&self, order: &str, name: &str, amount: i64) -> RefundInput {
        RefundInput {
            kind: Kind::Refund,
            program: Some(self.program),
            source: "api".to_owned(),
            external_id: name.to_owned(),
            sale: Some(order.to_owned()),
            refund: None,
            amount: Some(self.eur(amount)),
            occurred_at: None,
            items: Vec::new(),
            metadata: BTreeMap::new(),
        }
    }

    pub(crate) async fn record(&self, input: &EventInput) -> Result<Done<Recorded>, Error> {
        match input.kind {
            Kind::Lead => conversions::record_lead(&self.engine, &self.operator.permit(), input).await,
            _ => conversions::record_sale(&self.engine, &self.operator.permit(), input).await,
        }
    }

    pub(crate) async fn record_refund(&self, input: &RefundInput) -> Result<Done<Recorded>, Error> {
        conversions::record_refund(&self.engine, &self.operator.permit(), input).await
    }

    /// Leave to report leads from a browser.
    pub(crate) async fn browser(&self) -> Permit<need::SendLeads> {
        let input = KeyInput {
            name: "Shop page".to_owned(),
            kind: KeyKind::Publishable,
            allows: Vec::new(),
            expires_at: None,
        };
        let minted = keys::create(&self.engine, &self.operator.permit(), &input).await.unwrap();
        let access = access::with_key(&self.engine, &minted.text, Origin::default()).await.unwrap();
        access.permit().unwrap()
    }

    /// Another process over the same stores: it shares no lock with the first.
    pub(crate) fn another_engine(&self) -> Arc<Engine> {
        Arc::new(Engine::new(self.ports.clone()))
    }

    /// Another program of the same merchant in which the member takes part, with terms or not yet.
    pub(crate) async fn another_program(&self, member: usize, code: &str, with_terms: bool) -> ProgramId {
        let (engine, operator) = (&self.engine, self.operator);
        let input = ProgramInput {
            name: "Second".to_owned(),
            currency: "EUR".parse().unwrap(),
            allowed_domains: vec!["shop.example".to_owned()],
            fallback_url: None,
            link_host: None,
            utm: Utm::default(),
            applications: program::Applications::default(),
        };
        let program = programs::create(engine, &operator.permit(), &input).await.unwrap().value.program.id;
        if with_terms {
            terms::publish(engine, &operator.permit(), program, &twenty_percent()).await.unwrap();
        }
        let partner = self.members[member].partner;
        let input = EnrollInput {
            program,
            partner: WhichPartner::Known(partner),
            group: None,
            invite: false,
            recruited_by: None,
        };
        enrollments::enroll(engine, &operator.permit(), &input, "").await.unwrap();
        let code = CodeInput { program, partner, code: code.to_owned(), customer_offer: Default::default() };
        codes::create(engine, &operator.permit(), &code).await.unwrap();
        program
    }

    /// Every account that is not zero, by the place of its member.
    pub(crate) async fn balances(&self) -> BTreeMap<(usize, &'static str), i64> {
        let balances = self.engine.book().balances(self.operator.scope, self.program).await.unwrap();
        let place =
            |enrollment| self.members.iter().position(|member| member.enrollment == enrollment).unwrap();
        balances.iter().map(|b| ((place(b.enrollment), b.account.name()), b.amount)).collect()
    }

    /// Per conversion of the customer: who has which share, earned and reversed amount.
    pub(crate) async fn credits(&self, customer: &str) -> BTreeMap<String, Vec<(usize, u32, i64, i64)>> {
        let book = self.engine.book();
        let Some(file) = book.customer_file(self.operator.scope, self.program, customer).await.unwrap()
        else {
            return BTreeMap::new();
        };
        let from = Position::at(Instant::MIN);
        let history = book
            .history(self.operator.scope, self.program, file.customer.id, &from, usize::MAX)
            .await
            .unwrap();
        let place = |partner| self.members.iter().position(|member| member.partner == partner).unwrap();
        let of = |conversion: &conversion::Conversion| {
            let own = history.commissions.iter().filter(|c| c.conversion == Some(conversion.id));
            let credited = own.filter(|commission| commission.share_millionths > 0);
            let mut lines: Vec<_> =
                credited.map(|c| (place(c.partner), c.share_millionths, c.earned, c.reversed)).collect();
            lines.sort();
            (conversion.key(), lines)
        };
        history.conversions.iter().map(of).collect()
    }

    /// Panics with the findings unless the books are clean.
    pub(crate) async fn assert_clean(&self) {
        let report = doctor::examine(&self.engine, &mut |_| {}).await.unwrap();
        assert!(report.is_clean(), "{:#?}", report.findings);
        testkit::feed::assert_in_order(self.engine.book()).await;
    }

    /// What the member's commissions say that statements have shown.
    pub(crate) async fn stated(&self, member: usize) -> i64 {
        let partner = Some(self.members[member].partner);
        let filter = engine::ports::CommissionFilter { partner, ..Default::default() };
        let page = Page { after: None, limit: 10_000 };
        let found = self.engine.book().commissions(self.operator.scope, &filter, page).await.unwrap();
        found.iter().map(|commission| commission.stated).sum()
    }

    /// Closes what was approved before then, or by now.
    pub(crate) async fn close(&self, until: Option<Instant>) -> Closed {
        statements::close(&self.engine, &self.operator.permit(), self.program, until).await.unwrap()
    }

    pub(crate) async fn schedule(&self, schedule: StatementSchedule) {
        let change = ProgramChange { statement_schedule: Some(schedule), ..ProgramChange::default() };
        programs::update(&self.engine, &self.operator.permit(), self.program, &change).await.unwrap();
    }

    /// Does what is due as a worker does, until nothing is.
    pub(crate) async fn do_jobs(&self) {
        loop {
            let jobs = self.engine.book().due_jobs(self.now(), 50).await.unwrap();
            if jobs.is_empty() {
                return;
            }
            for job in jobs {
                jobs::run(&self.engine, &job).await.unwrap();
            }
        }
    }

    /// What retroactive tiers ask for, and nothing else that is due.
    pub(crate) async fn settle_rest(&self) {
        loop {
            let due = self.engine.book().due_jobs(self.now(), 1_000).await.unwrap();
            let is_asked = |kind| matches!(kind, JobKind::PriceTiered(_) | JobKind::SettleRest(_));
            let asked = due.into_iter().filter(|job| is_asked(job.kind));
            let asked: Vec<_> = asked.collect();
            if asked.is_empty() {
                return;
            }
            for job in asked {
                jobs::run(&self.engine, &job).await.unwrap();
            }
        }
    }

    pub(crate) async fn statements(&self, member: usize) -> Vec<engine::ports::StatementFile> {
        let (book, scope) = (self.engine.book(), self.operator.scope);
        let page = Page { after: None, limit: 100 };
        let partner = Some(self.members[member].partner);
        let mut files = Vec::new();
        for statement in book.statements(scope, partner, page).await.unwrap() {
            files.push(book.statement_file(scope, statement.id).await.unwrap().unwrap());
        }
        files.sort_by_key(|file| file.statement.until);
        files
    }
}

fn rand_name() -> u128 {
    use std::hash::{BuildHasher, RandomState};
    u128::from(RandomState::new().hash_one("market"))
}

/// How many cases a property runs: a slice in `make test`, the full count in `make soak`.
pub(crate) fn cases(slice: u32, soak: u32) -> u32 {
    if std::env::var_os("HONEYGUIDE_SOAK").is_some() { soak } else { slice }
}
