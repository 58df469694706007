//! What-if at size: fills a book with conversions of five touches each, and then measures how fast history is read and
//! decided again, and what memory it takes. `simulate fill FOLDER CONVERSIONS`, then `simulate run FOLDER`.

use async_trait::async_trait;
use book_sqlite::{BookOptions, SqliteBook};
use conversion::{Candidate as Weighable, Case, decide, weigh};
use engine::{
    Engine, Error, Onlooker, Ports,
    ports::{Changes, Commits, CustomerHistory, Page, Row, Simulations},
    simulations,
};
use program::{Model, PolicyRules};
use report::{Candidate, Change, Effects};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use testkit::{
    memory::{MemoryClicks, PlainPaper, PlainRails},
    world::World,
};
use words::{CustomerId, DecisionId, MILLION, Mode, ProgramId, Scope};

type Failure = Box<dyn std::error::Error>;

const PARTNERS: usize = 50;
const TOUCHES: usize = 5;
const CUSTOMERS_PER_COMMIT: usize = 500;
const DECIDED_ALONE: usize = 200_000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["fill", folder, conversions] => fill(Path::new(folder), conversions.parse()?).await,
        ["run", folder] => run(Path::new(folder)).await,
        _ => Err("usage: simulate fill FOLDER CONVERSIONS | simulate run FOLDER".into()),
    }
}

/// The same world in every process: ids are drawn from a seed.
fn world() -> World {
    World::seeded(5)
}

/// Customers with five clicks of five partners and one sale each, as they stand after it was decided.
async fn fill(folder: &Path, conversions: usize) -> Result<(), Failure> {
    let (world, book) = (world(), SqliteBook::open(&folder.join("book.db"), BookOptions::default())?);
    let scope = world.scope(Mode::Live);
    let shop = world.shop(scope);
    book.commit("fill", shop.changes()).await?;
    let mut enrollments = vec![shop.enrollment.clone()];
    for _ in 1..PARTNERS {
        let (_, enrollment, joined) = world.join(&shop);
        book.commit("fill", Changes { rows: joined, ..Changes::default() }).await?;
        enrollments.push(enrollment);
    }
    let mut place = 0;
    while place < conversions {
        let mut rows = Vec::new();
        for _ in 0..CUSTOMERS_PER_COMMIT.min(conversions - place) {
            world.clock.advance(1_000);
            let customer = world.customer(scope, &format!("customer-{place}"));
            let sale = world.sale(&shop.program, &customer, &format!("order-{place}"), 10_000);
            let touches: Vec<_> = (0..TOUCHES)
                .map(|touch| {
                    let enrollment = &enrollments[(place * 7 + touch * 13) % PARTNERS];
                    let at = sale.occurred_at.plus_days(-(1 + touch as i64 * 3));
                    world.touch(&world.click(&shop.link, at), enrollment, &customer)
                })
                .collect();
            let key = sale.key();
            let case = Case {
                scope,
                program: shop.program.id,
                customer: customer.id,
                conversion: sale.id,
                key: &key,
                occurred_at: sale.occurred_at,
                by_browser: false,
                correction: None,
                bond: None,
            };
            let candidates: Vec<_> = touches.iter().map(weighable).collect();
            let id = DecisionId::draw(world.now(), world.draw());
            let decision = decide(&case, &candidates, &shop.policy, id, world.now());
            let owner = enrollments.iter().find(|it| it.id == decision.shares[0].enrollment);
            let commission = world.commission(&sale, owner.unwrap_or(&shop.enrollment), 2_000);
            rows.push(Row::Customer(customer));
            rows.extend(touches.into_iter().map(Row::Touch));
            rows.extend([Row::Conversion(sale), Row::Decision(decision), Row::Commission(commission)]);
            place += 1;
        }
        book.commit("fill", Changes { rows, ..Changes::default() }).await?;
        if place % 50_000 < CUSTOMERS_PER_COMMIT {
            eprintln!("{place} of {conversions} conversions written");
        }
    }
    std::fs::write(folder.join("program"), format!("{}\n{}", shop.program.id, scope.workspace))?;
    std::fs::write(folder.join("until"), world.now().micros().to_string())?;
    Ok(())
}

fn weighable(touch: &referral::Touch) -> Weighable<'_> {
    Weighable { touch, self_referral: false, active: true, existing: false }
}

/// Looks at the memory after every page.
#[derive(Default)]
struct Gauge {
    peak_kib: u64,
}

#[async_trait]
impl Onlooker for Gauge {
    async fn page(&mut self, _: u64, _: &Effects, _: Vec<Change>) -> Result<bool, Error> {
        self.peak_kib = self.peak_kib.max(own_kib());
        Ok(true)
    }
}

/// Whose conversions, since when.
#[derive(Clone, Copy)]
struct Place {
    scope: Scope,
    program: ProgramId,
    begun: words::Instant,
}

/// Reads every customer history: how many conversions, in how many seconds, and the first page.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
async fn read_all(book: &SqliteBook, place: Place) -> Result<(usize, f64, Vec<CustomerHistory>), Failure> {
    let started = Instant::now();
    let (mut after, mut read) = (None::<CustomerId>, 0usize);
    let mut kept = Vec::new();
    loop {
        let page = Page { after, limit: CUSTOMERS_PER_COMMIT };
        let histories = book.customer_histories(place.scope, place.program, place.begun, page).await?;
        read += histories.iter().map(|known| known.history.conversions.len()).sum::<usize>();
        after = histories.last().map(|known| known.customer.id);
        let last = histories.len() < CUSTOMERS_PER_COMMIT;
        if kept.is_empty() {
            kept = histories;
        }
        if last {
            return Ok((read, started.elapsed().as_secs_f64(), kept));
        }
    }
}

/// Decides the same histories over and over: how many conversions, in how many seconds.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn decide_alone(
    kept: &[CustomerHistory],
    place: Place,
    rules: &PolicyRules,
) -> Result<(usize, f64), Failure> {
    let started = Instant::now();
    let (mut decided, mut shared) = (0usize, 0u64);
    while decided < DECIDED_ALONE {
        for known in kept {
            for sale in &known.history.conversions {
                let key = sale.key();
                let case = Case {
                    scope: place.scope,
                    program: place.program,
                    customer: known.customer.id,
                    conversion: sale.id,
                    key: &key,
                    occurred_at: sale.occurred_at,
                    by_browser: false,
                    correction: None,
                    bond: None,
                };
                let candidates: Vec<_> = known.touches.iter().map(weighable).collect();
                let shares = weigh(&case, &candidates, rules).shares;
                shared += shares.iter().map(|share| u64::from(share.millionths)).sum::<u64>();
                decided += 1;
            }
        }
    }
    if shared != decided as u64 * u64::from(MILLION) {
        return Err("credits do not sum to a million".into());
    }
    Ok((decided, started.elapsed().as_secs_f64()))
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
async fn run(folder: &Path) -> Result<(), Failure> {
    let world = world();
    let until: i64 = std::fs::read_to_string(folder.join("until"))?.parse()?;
    let begun = world.now();
    world.clock.advance(until - begun.micros() + 1);
    let named = std::fs::read_to_string(folder.join("program"))?;
    let (program, workspace) = named.split_once('\n').ok_or("no program")?;
    let (program, scope): (ProgramId, _) =
        (program.parse()?, Scope { workspace: workspace.parse()?, mode: Mode::Live });
    let book = Arc::new(SqliteBook::open(&folder.join("book.db"), BookOptions::default())?);

    let place = Place { scope, program, begun };
    let (read, reading, kept) = read_all(&book, place).await?;
    let rules = PolicyRules { model: Model::PositionBased, ..PolicyRules::default() };
    let (decided, deciding) = decide_alone(&kept, place, &rules)?;

    // All of it: read, decide, price, compare, add up.
    let ports = Ports {
        book,
        clicks: Arc::new(MemoryClicks::default()),
        vault: world.vault.clone(),
        clock: world.clock.clone(),
        chance: world.chance.clone(),
        rails: Arc::new(PlainRails),
        paper: Arc::new(PlainPaper),
    };
    let candidate = Candidate { policy: Some(rules), terms: Vec::new(), since: begun, until: world.now() };
    let (started, mut gauge) = (Instant::now(), Gauge::default());
    let effects = simulations::simulate(&Engine::new(ports), scope, program, &candidate, &mut gauge).await?;
    let whole = started.elapsed().as_secs_f64();
    let effects = effects.ok_or("the simulation was canceled")?;
    if effects.conversions != read as u64 {
        return Err(format!("{} conversions of {read}", effects.conversions).into());
    }
    let rate = |count: usize, seconds: f64| count as f64 / seconds;
    println!("conversions {read}");
    println!("whole {:.0}", rate(read, whole));
    println!("read {:.0}", rate(read, reading));
    println!("decide {:.0}", rate(decided, deciding));
    println!("changed {}", effects.changed);
    println!("peak_kib {}", gauge.peak_kib);
    Ok(())
}

/// The memory that is this process's own, as Linux counts it. The pages of the book's file that are mapped beside it
/// are the system's to take back.
fn own_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}
