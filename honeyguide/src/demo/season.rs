//! Ninety days of a coffee subscription's partner program, played day by day through the deeds.

use super::{
    DemoClock,
    dice::Dice,
    payouts::{Payroll, say_how},
    people::{AGENTS, APPLICANTS, BOT, BROUGHT, CREATORS, PARTNERS, PLANS, REFERRERS, slug},
    rules::{CREATORS_GROUP, better_terms, code_offer, creators_terms, first_terms, settings},
};
use click::{Click, Consent, Intent, Verdict, judge, read_agent};
use conversion::Kind;
use engine::{
    ApplicationInput, CodeInput, CustomerInput, Engine, EnrollInput, Error, EventInput, LeadMode, LinkInput,
    Operator, Origin, PolicyInput, ProgramInput, RefundInput, WhichPartner, codes, conversions, enrollments,
    jobs, links, policies, ports::Clicks, programs, terms,
};
use futures_util::{StreamExt, TryStreamExt, stream};
use payout::MethodKind;
use program::{Link, Model, PolicyRules, Utm};
use std::collections::{BTreeMap, VecDeque};
use words::{ClickId, Currency, EnrollmentId, Instant, MICROS_PER_DAY, Money, ProgramId, Scope, VisitorId};

/// The demo is the same on every machine, but for ids and dates.
const SEED: u64 = 0x0068_6f6e_6579;
const CLICKS_PER_DAY: u64 = 335;
/// How many visits may be remembered: about ten days of them.
const REMEMBERED: usize = 150;
const DEEDS_AT_ONCE: usize = 64;
const JOBS_PER_LOOK: usize = 100;
const HOUR_MICROS: i64 = 3_600_000_000;
/// A hotel's order by the code of the first partner: when, by which invoice and over how much.
const HOTEL: (i64, &str, i64) = (10, "inv_hotel", 398_000);

enum Deed {
    Event(Box<EventInput>),
    Refund(Box<RefundInput>),
}

struct Season<'a> {
    engine: &'a Engine,
    clock: &'a DemoClock,
    operator: Operator,
    program: ProgramId,
    currency: Currency,
    dice: Dice,
    partners: Vec<Partner>,
    /// Whose visits somebody may remember who comes by another partner later.
    remembered: VecDeque<Click>,
    /// What is still to happen, by day.
    ahead: BTreeMap<i64, Vec<Deed>>,
    start: Instant,
    customers: u64,
    sales: u64,
    payroll: Payroll,
}

struct Partner {
    place: usize,
    enrollment: EnrollmentId,
    links: Vec<Link>,
    code: Option<String>,
    email: String,
}

/// Plays the days from `start` to `end`; `progress` hears of each.
pub(super) async fn play(
    engine: &Engine,
    clock: &DemoClock,
    scope: Scope,
    (start, end): (Instant, Instant),
    progress: &(dyn Fn(u64) + Sync),
) -> Result<(), Error> {
    let operator = Operator { scope };
    let Ok(currency) = "EUR".parse() else { return Ok(()) };
    let input = ProgramInput {
        name: "Alder & Finch coffee partners".to_owned(),
        currency,
        allowed_domains: vec!["alderfinch.example".to_owned()],
        fallback_url: Some("https://alderfinch.example/".to_owned()),
        link_host: None,
        utm: Utm { medium: Some("partner".to_owned()), ..Utm::default() },
        applications: program::Applications::default(),
    };
    let program = programs::create(engine, &operator.permit(), &input).await?.value.program.id;
    programs::update(engine, &operator.permit(), program, &settings()).await?;
    terms::publish(engine, &operator.permit(), program, &first_terms()).await?;
    let mut season = Season {
        engine,
        clock,
        operator,
        program,
        currency,
        dice: Dice(SEED),
        partners: Vec::new(),
        remembered: VecDeque::new(),
        ahead: BTreeMap::new(),
        start,
        customers: 0,
        sales: 0,
        payroll: Payroll::prepare(engine, operator, program).await?,
    };
    season.hotel(end);
    let days = end.micros_since(start) / MICROS_PER_DAY;
    for day in 0..days {
        clock.set(season.start_of(day));
        season.morning(day).await?;
        season.payroll.morning(engine, days - day).await?;
        season.clicks(day).await?;
        clock.set(season.start_of(day + 1).plus_micros(-1));
        season.evening(day).await?;
        progress(day as u64 + 1);
    }
    clock.set(end);
    season.apply().await?;
    season.turn_due_jobs().await?;
    season.payroll.submit(engine, MethodKind::Bank).await?;
    Ok(())
}

impl Season<'_> {
    fn start_of(&self, day: i64) -> Instant {
        self.start.plus_days(day)
    }

    /// Partners join, one after the other; rules change now and then.
    async fn morning(&mut self, day: i64) -> Result<(), Error> {
        let joined = PARTNERS.len().min(8 + day as usize);
        while self.partners.len() < joined {
            let seconds = self.partners.len() as i64;
            self.clock.set(self.start_of(day).plus_micros(seconds * 1_000_000));
            self.join().await?;
        }
        if day == 45 {
            terms::publish(self.engine, &self.operator.permit(), self.program, &better_terms()).await?;
        }
        if day == 60 {
            let model = Model::FirstTouch;
            let rules = PolicyRules { model, look_back_days: 60, code_wins: true, ..PolicyRules::default() };
            let policy = PolicyInput { rules, effective_from: None };
            policies::publish(self.engine, &self.operator.permit(), self.program, &policy).await?;
        }
        if day == 66 {
            self.reward_creators().await?;
        }
        Ok(())
    }

    /// Some of the partners move to a group of their own.
    async fn reward_creators(&self) -> Result<(), Error> {
        let (engine, operator, program) = (self.engine, self.operator, self.program);
        let group =
            engine::groups::create(engine, &operator.permit(), program, CREATORS_GROUP).await?.value.id;
        terms::publish(engine, &operator.permit(), program, &creators_terms(group)).await?;
        for place in CREATORS {
            enrollments::move_to_group(engine, &operator.permit(), self.partners[place].enrollment, group)
                .await?;
        }
        Ok(())
    }

    async fn join(&mut self) -> Result<(), Error> {
        let place = self.partners.len();
        let (name, _) = PARTNERS[place];
        let slug = slug(name);
        let email = format!("{slug}@partners.example");
        let partner = WhichPartner::New { display_name: name.to_owned(), email: Some(email.clone()) };
        let brought = BROUGHT.iter().find(|(brought, _)| *brought == place);
        let recruited_by = brought.map(|(_, by)| self.partners[*by].enrollment);
        let input = EnrollInput { program: self.program, partner, group: None, invite: false, recruited_by };
        let enrolled = enrollments::enroll(self.engine, &self.operator.permit(), &input, "").await?.value;
        let (partner, enrollment) = (enrolled.partner.id, enrolled.enrollment.id);
        let said = (partner, self.currency);
        say_how(self.engine, self.operator, (place, name, &email), said).await?;
        let mut links = Vec::new();
        for page in ["", "beans", "gift"].into_iter().take(1 + place % 3) {
            let input = LinkInput {
                slug: Some(if page.is_empty() { slug.clone() } else { format!("{slug}-{page}") }),
                utm: Utm { source: Some(slug.clone()), ..Utm::default() },
                ..LinkInput::new(self.program, format!("https://alderfinch.example/{page}"))
            };
            links.push(links::create(self.engine, &self.operator.permit(), partner, &input).await?.value);
        }
        let mut code = None;
        if place.is_multiple_of(2) {
            let text = code_of(&slug);
            let customer_offer = code_offer(place);
            let input = CodeInput { program: self.program, partner, code: text, customer_offer };
            code = Some(codes::create(self.engine, &self.operator.permit(), &input).await?.value.code);
        }
        self.partners.push(Partner { place, enrollment, links, code, email });
        Ok(())
    }

    /// The day's visits, written as many at once as come together, and what will come of them.
    async fn clicks(&mut self, day: i64) -> Result<(), Error> {
        let mut clicks: Vec<Click> = Vec::new();
        for _ in 0..CLICKS_PER_DAY {
            let click = self.visit(day, clicks.last().cloned().as_ref());
            if click.verdict == Verdict::Person {
                self.foresee(day, &click);
                self.remember(&click);
            }
            clicks.push(click);
        }
        let store: &dyn Clicks = self.engine.clicks();
        let writes = stream::iter(clicks).map(|click| store.append(click)).buffer_unordered(512);
        Ok(writes.try_collect::<()>().await?)
    }

    fn visit(&mut self, day: i64, last: Option<&Click>) -> Click {
        let at = self.start_of(day).plus_micros(self.dice.below(MICROS_PER_DAY as u64) as i64);
        let which = self.dice.weighted(self.partners.iter().map(|partner| PARTNERS[partner.place].1));
        let links = &self.partners[which].links;
        let link = &links[self.dice.below(links.len() as u64) as usize];
        let (link_id, program, slug) = (link.id, link.program, link.slug.clone());
        let bot = self.dice.chance(6);
        let user_agent = if bot { BOT } else { AGENTS[self.dice.below(AGENTS.len() as u64) as usize] };
        let agent = read_agent(user_agent);
        let consent = match self.dice.below(100) {
            0..25 => Consent::Granted,
            25..35 => Consent::Denied,
            _ => Consent::Unknown,
        };
        let repeats = last.filter(|last| last.verdict == Verdict::Person && self.dice.chance(8));
        let (at, link_id, consent) = repeats.map_or((at, link_id, consent), |last| {
            (last.at.plus_micros(60_000_000), last.link, last.consent)
        });
        let visitor = (consent == Consent::Granted).then(|| VisitorId::draw(at, self.dice.chance_128()));
        let referrer = REFERRERS[self.dice.below(REFERRERS.len() as u64) as usize];
        Click {
            id: ClickId::draw(at, self.dice.chance_128()),
            scope: self.operator.scope,
            program,
            link: link_id,
            at,
            host: "links.alderfinch.example".to_owned(),
            path: format!("/r/{slug}"),
            referrer: referrer.map(str::to_owned),
            agent,
            language: Some(["de-AT", "en-GB", "fr-FR", "es-ES"][self.dice.below(4) as usize].to_owned()),
            utm: Utm::default(),
            subs: [const { None }; 5],
            consent,
            visitor,
            fingerprint: (consent != Consent::Denied).then(|| self.dice.roll() as i64),
            verdict: judge(false, Intent::Navigation, user_agent, &agent, repeats.map(|last| last.id)),
        }
    }

    /// One visit in sixteen becomes a lead; four leads in ten buy, pay again, or want money back.
    fn foresee(&mut self, day: i64, click: &Click) {
        if self.dice.below(16) != 0 {
            return;
        }
        self.customers += 1;
        let customer = format!("user_{:05}", self.customers);
        let evidence = match click.consent {
            Consent::Denied => click.link.to_string(),
            _ => click.id.to_string(),
        };
        if self.dice.chance(25) {
            self.newsletter(&customer, click);
        }
        let lead_at = click.at.plus_micros(self.dice.below(30 * HOUR_MICROS as u64) as i64);
        self.later(
            lead_at,
            Deed::Event(Box::new(self.event(Kind::Lead, &customer, Some(evidence), None, lead_at))),
        );
        if self.dice.chance(40) {
            let paid_at = lead_at.plus_micros(self.dice.below(8 * MICROS_PER_DAY as u64) as i64);
            let code = self.dice.chance(12).then(|| self.any_code());
            self.subscribe(&customer, paid_at, code);
        }
        if self.dice.chance(8) {
            let code = self.any_code();
            self.walk_in(day, code);
        }
    }

    /// Before they came by this link they had come by another partner's, and left their address.
    fn newsletter(&mut self, customer: &str, click: &Click) {
        let earlier = |other: &&Click| other.at < click.at && other.link != click.link;
        let others: Vec<Click> = self.remembered.iter().filter(earlier).cloned().collect();
        if others.is_empty() {
            return;
        }
        let other = &others[self.dice.below(others.len() as u64) as usize];
        let at = other.at.plus_micros((click.at.micros_since(other.at) / 2).min(HOUR_MICROS));
        let mut lead = self.event(Kind::Lead, customer, Some(other.id.to_string()), None, at);
        lead.event_name = Some("newsletter".to_owned());
        self.later(click.at, Deed::Event(Box::new(lead)));
    }

    fn remember(&mut self, click: &Click) {
        if click.consent != Consent::Denied && self.dice.chance(5) {
            self.remembered.push_back(click.clone());
        }
        if self.remembered.len() > REMEMBERED {
            self.remembered.pop_front();
        }
    }

    fn any_code(&mut self) -> String {
        let codes: Vec<_> = self.partners.iter().filter_map(|partner| partner.code.clone()).collect();
        codes[self.dice.below(codes.len() as u64) as usize].clone()
    }

    /// Somebody who heard a code and buys without ever having clicked.
    fn walk_in(&mut self, day: i64, code: String) {
        self.customers += 1;
        let customer = format!("user_{:05}", self.customers);
        let at = self.start_of(day).plus_micros(self.dice.below(MICROS_PER_DAY as u64) as i64);
        let mut sale = self.event(Kind::Sale, &customer, None, Some(code), at);
        self.sales += 1;
        sale.external_id = Some(format!("inv_{:06}", self.sales));
        sale.amount = Some(Money::new(2_900, self.currency));
        self.later(at, Deed::Event(Box::new(sale)));
    }

    /// Pays for some months; a code may be typed with the first.
    fn subscribe(&mut self, customer: &str, first: Instant, mut code: Option<String>) {
        let plan = PLANS[self.dice.weighted(PLANS.iter().map(|plan| plan.1))].0;
        for month in 0..4 {
            let at = first.plus_months(month);
            if month > 0 && self.dice.chance(15) {
                return;
            }
            self.sales += 1;
            let invoice = format!("inv_{:06}", self.sales);
            let amount = Money::new(plan, self.currency);
            let mut sale = self.event(Kind::Sale, customer, None, code.take(), at);
            sale.external_id = Some(invoice.clone());
            sale.amount = Some(amount);
            self.later(at, Deed::Event(Box::new(sale)));
            if self.dice.chance(5) {
                let refunded = if self.dice.chance(50) { plan } else { plan / 3 };
                let at = at.plus_micros(self.dice.below(20 * MICROS_PER_DAY as u64) as i64);
                self.refund(invoice, refunded, at);
            }
        }
    }

    fn refund(&mut self, invoice: String, refunded: i64, at: Instant) {
        let refund = RefundInput {
            kind: Kind::Refund,
            program: Some(self.program),
            source: "billing".to_owned(),
            external_id: format!("re_{invoice}"),
            sale: Some(invoice),
            refund: None,
            amount: Some(Money::new(refunded, self.currency)),
            occurred_at: Some(at),
            items: Vec::new(),
            metadata: BTreeMap::new(),
        };
        self.later(at, Deed::Refund(Box::new(refund)));
    }

    /// A hotel orders machines by the first partner's code, and gives them back when the partner was paid for them: the
    /// latest statement takes more back than it may recover.
    fn hotel(&mut self, end: Instant) {
        let (day, invoice, amount) = HOTEL;
        let at = self.start_of(day);
        let code = Some(code_of(&slug(PARTNERS[0].0)));
        let mut sale = self.event(Kind::Sale, "hotel-lindenhof", None, code, at);
        sale.external_id = Some(invoice.to_owned());
        sale.amount = Some(Money::new(amount, self.currency));
        self.later(at, Deed::Event(Box::new(sale)));
        let latest_close = end.plus_days(-1).month().start();
        self.refund(invoice.to_owned(), amount, latest_close.plus_days(-9));
    }

    fn event(
        &self,
        kind: Kind,
        customer: &str,
        click: Option<String>,
        code: Option<String>,
        at: Instant,
    ) -> EventInput {
        // Now and then somebody tries to refer themselves.
        let own = self.partners.first().filter(|_| customer.ends_with("77"));
        let email = own.map_or_else(|| format!("{customer}@mail.example"), |partner| partner.email.clone());
        EventInput {
            kind,
            program: Some(self.program),
            source: "billing".to_owned(),
            external_id: None,
            customer: CustomerInput {
                external_id: customer.to_owned(),
                email: Some(email),
                is_email_verified: true,
                name: None,
                organization: None,
            },
            click,
            code,
            event_name: (kind == Kind::Lead).then(|| "trial_started".to_owned()),
            amount: None,
            renewal: false,
            items: Vec::new(),
            occurred_at: Some(at),
            mode: LeadMode::Now,
            metadata: BTreeMap::new(),
        }
    }

    fn later(&mut self, at: Instant, deed: Deed) {
        let day = at.micros_since(self.start).div_euclid(MICROS_PER_DAY);
        self.ahead.entry(day).or_default().push(deed);
    }

    /// Some more would like to take part.
    async fn apply(&self) -> Result<(), Error> {
        for (name, website, message) in APPLICANTS {
            let input = ApplicationInput {
                program: self.program,
                display_name: name.to_owned(),
                email: format!("{}@partners.example", slug(name)),
                company: None,
                website: Some(website.to_owned()),
                message: Some(message.to_owned()),
                recruited_by: None,
            };
            enrollments::apply(self.engine, &input, "http://localhost", &Origin::default()).await?;
        }
        Ok(())
    }

    /// What the day brought, reported together, and what came due: holds and months end, clicks and milestones are rewarded.
    async fn evening(&mut self, day: i64) -> Result<(), Error> {
        let deeds = self.ahead.remove(&day).unwrap_or_default();
        let (engine, operator) = (self.engine, self.operator);
        let turns = stream::iter(&deeds).map(|deed| async move {
            match deed {
                Deed::Event(input) if input.kind == Kind::Lead => {
                    conversions::record_lead(engine, &operator.permit(), input).await.map(|_| ())
                }
                Deed::Event(input) => {
                    conversions::record_sale(engine, &operator.permit(), input).await.map(|_| ())
                }
                Deed::Refund(input) => {
                    conversions::record_refund(engine, &operator.permit(), input).await.map(|_| ())
                }
            }
        });
        let mut turns = turns.buffer_unordered(DEEDS_AT_ONCE);
        while let Some(turned) = turns.next().await {
            turned?;
        }
        drop(turns);
        self.turn_due_jobs().await
    }

    async fn turn_due_jobs(&self) -> Result<(), Error> {
        loop {
            let due = self.engine.book().due_jobs(self.engine.now(), JOBS_PER_LOOK).await?;
            if due.is_empty() {
                return Ok(());
            }
            for job in &due {
                jobs::run(self.engine, job).await?;
            }
        }
    }
}

/// `slow-mornings-blog` has the code `slow10`.
fn code_of(slug: &str) -> String {
    format!("{}10", slug.split('-').next().unwrap_or_default())
}
