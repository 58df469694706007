//! The overview at size, for `bench/overview/run.sh`. `overview fill FOLDER CONVERSIONS` writes 30 days of leads and sales,
//! `overview ask FOLDER TIMES` times the overview of these days, and `overview sell FOLDER SALES ROUND` times
//! commits of a sale on a day after these, another one each round.

use book_sqlite::{BookOptions, SqliteBook, Synchronous};
use conversion::{Conversion, Share};
use engine::{
    Engine, Operator, OverviewInput, Ports, overview,
    ports::{Changes, Commits, Reports, Row},
};
use program::Enrollment;
use referral::Customer;
use report::{Comparison, Day, Period, Question};
use std::{path::Path, sync::Arc, time::Instant};
use testkit::{
    memory::{MemoryClicks, PlainPaper, PlainRails},
    world::{Shop, World, instant},
};
use words::{MILLION, Mode};

type Failure = Box<dyn std::error::Error>;

const PARTNERS: usize = 300;
/// One lead and then sales.
const EVENTS_PER_CUSTOMER: usize = 4;
/// One customer in so many is shared by two partners.
const SHARED_EVERY: usize = 10;
/// One sale in so many is refunded by a quarter.
const REFUNDED_EVERY: usize = 8;
const CONVERSIONS_PER_COMMIT: usize = 2_000;
const WRITTEN_PER_LINE: usize = 100_000;
/// Between two sales that are timed: 30 days of a million sales.
const SECONDS_APART: i64 = 3;
const ZONE: &str = "Europe/Berlin";
const DAYS: (&str, &str) = ("2026-03-10", "2026-04-08");
/// When the first day begins in the zone.
const BEGINS: &str = "2026-03-09T23:00:00Z";
const DAYS_MICROS: usize = 30 * 86_400_000_000;
/// Clocks go forward within the period, so its last hour has no events.
const HOUR_MICROS: usize = 3_600_000_000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["fill", folder, conversions] => fill(Path::new(folder), conversions.parse()?).await,
        ["ask", folder, times] => ask(Path::new(folder), times.parse()?).await,
        ["sell", folder, sales, round] => sell(Path::new(folder), sales.parse()?, round.parse()?).await,
        _ => {
            Err("usage: overview fill FOLDER CONVERSIONS | ask FOLDER TIMES | sell FOLDER SALES ROUND".into())
        }
    }
}

/// Each process has the same world: ids follow from the seed.
fn begun() -> (World, Shop) {
    let world = World::seeded(17);
    world.clock.set(instant(BEGINS));
    let shop = world.shop(world.scope(Mode::Live));
    (world, shop)
}

fn open(folder: &Path) -> Result<SqliteBook, Failure> {
    Ok(SqliteBook::open(&folder.join("book.db"), BookOptions::default())?)
}

async fn fill(folder: &Path, conversions: usize) -> Result<(), Failure> {
    let ((world, shop), book) = (begun(), open(folder)?);
    book.commit("fill", shop.changes()).await?;
    let mut enrollments = vec![shop.enrollment.clone()];
    for _ in 1..PARTNERS {
        let (_, enrollment, joined) = world.join(&shop);
        book.commit("fill", Changes { rows: joined, ..Changes::default() }).await?;
        enrollments.push(enrollment);
    }

    let customers = conversions.div_ceil(EVENTS_PER_CUSTOMER);
    let mut known: Vec<Customer> = Vec::with_capacity(customers);
    let mut rows = Vec::new();
    for place in 0..conversions {
        let since = place * (DAYS_MICROS - HOUR_MICROS) / conversions;
        world.clock.set(instant(BEGINS).plus_micros(since as i64));
        if place < customers {
            let customer = world.customer(shop.scope, &format!("customer-{place}"));
            rows.push(Row::Customer(customer.clone()));
            known.push(customer);
        }
        let number = place % customers;
        let first = &enrollments[number * 7 % PARTNERS];
        let second = number.is_multiple_of(SHARED_EVERY).then(|| &enrollments[(number + 1) * 7 % PARTNERS]);
        let by = (&known[number], [Some(first), second]);
        rows.extend(happened(&world, &shop, place, place < customers, by));

        if (place + 1) % CONVERSIONS_PER_COMMIT == 0 || place + 1 == conversions {
            let rows = std::mem::take(&mut rows);
            book.commit("fill", Changes { rows, ..Changes::default() }).await?;
        }
        if (place + 1) % WRITTEN_PER_LINE == 0 {
            eprintln!("{} of {conversions} conversions written", place + 1);
        }
    }
    book.close().await;
    Ok(())
}

/// A lead or a sale with its touches, decision, refund and commissions.
fn happened(
    world: &World,
    shop: &Shop,
    place: usize,
    is_lead: bool,
    (customer, partners): (&Customer, [Option<&Enrollment>; 2]),
) -> Vec<Row> {
    let partners: Vec<&Enrollment> = partners.into_iter().flatten().collect();
    let mut rows = Vec::new();
    let touches: Vec<_> = partners
        .iter()
        .map(|enrollment| world.touch(&world.click(&shop.link, world.now()), enrollment, customer))
        .collect();
    let amount = 1_000 + (place * 7_919 % 50_000) as i64;
    let mut of = if is_lead {
        world.lead(&shop.program, customer, &format!("lead-{place}"))
    } else {
        world.sale(&shop.program, customer, &format!("order-{place}"), amount)
    };
    if !is_lead && place.is_multiple_of(REFUNDED_EVERY) {
        of.refunded = amount / 4;
        rows.push(Row::Conversion(world.refund(&of, &format!("refund-{place}"), of.refunded)));
    }
    let millionths = MILLION / partners.len() as u32;
    let share = |it: &&Enrollment| Share { enrollment: it.id, partner: it.partner, millionths };
    let mut decision = world.decision(&of, &shop.policy, &touches.iter().collect::<Vec<_>>());
    decision.shares = partners.iter().map(share).collect();
    if !is_lead {
        let commissions = partners.iter().map(|it| Row::Commission(earned(world, &of, it, millionths)));
        rows.extend(commissions);
    }
    rows.extend(touches.into_iter().map(Row::Touch));
    rows.extend([Row::Conversion(of), Row::Decision(decision)]);
    rows
}

/// A fifth of the share.
fn earned(
    world: &World,
    sale: &Conversion,
    enrollment: &Enrollment,
    millionths: u32,
) -> commission::Commission {
    let fifth = |amount: i64| amount * i64::from(millionths) / i64::from(MILLION) / 5;
    let amount = sale.amount().map_or(0, |money| money.amount);
    let mut commission = world.commission(sale, enrollment, fifth(amount));
    commission.share_millionths = millionths;
    commission.reversed = fifth(sale.refunded);
    commission
}

fn period() -> Result<Period, Failure> {
    let (first, last): (Day, Day) = (DAYS.0.parse()?, DAYS.1.parse()?);
    Period::new(first, last, ZONE).map_err(|invalid| format!("{invalid:?}").into())
}

/// Prints what was counted, how long opening took, and the microseconds of each answer: of the overview, which compares
/// with the days before, and of one partner's figures.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
async fn ask(folder: &Path, times: usize) -> Result<(), Failure> {
    let (world, shop) = begun();
    let started = Instant::now();
    let book = Arc::new(open(folder)?);
    println!("open_us {}", started.elapsed().as_micros());
    let period = period()?;
    world.clock.set(period.ends());
    let ports = Ports {
        book: book.clone(),
        clicks: Arc::new(MemoryClicks::default()),
        vault: world.vault.clone(),
        clock: world.clock.clone(),
        chance: world.chance.clone(),
        rails: Arc::new(PlainRails),
        paper: Arc::new(PlainPaper),
    };
    let (engine, permit) = (Engine::new(ports), Operator { scope: shop.scope }.permit());
    let own = Question {
        programs: vec![shop.program.id],
        partner: Some(shop.partner.id),
        since: period.begins(),
        until: period.ends(),
    };
    let input = OverviewInput { program: None, period, comparison: Some(Comparison::Previous) };
    for time in 0..times {
        let started = Instant::now();
        let overview = overview::of_workspace(&engine, &permit, &input).await?;
        println!("overview_us {}", started.elapsed().as_micros());
        let started = Instant::now();
        let of_partner = book.tally(shop.scope, &own).await?;
        println!("partner_us {}", started.elapsed().as_micros());
        if time == 0 {
            let tops: Vec<_> = overview.top_partners.iter().map(|(it, figures)| (it.id, figures)).collect();
            println!("counted {:?} {:?} {tops:?}", overview.figured.total, of_partner.partners);
        }
    }
    Ok(())
}

/// Commits of one sale of a new customer each, without waiting for the disk: their microseconds, and the bytes of book.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
async fn sell(folder: &Path, sales: usize, round: i64) -> Result<(), Failure> {
    let (world, shop) = begun();
    let options = BookOptions { synchronous: Synchronous::Off, ..BookOptions::default() };
    let path = folder.join("book.db");
    let book = SqliteBook::open(&path, options)?;
    // Ids follow from the seed and the clock, so these are the enrollments in the book.
    let enrollments: Vec<Enrollment> = (1..PARTNERS).map(|_| world.join(&shop).1).collect();
    world.clock.set(period()?.ends().plus_days(round));
    let before = bytes(&path)?;
    for sale in 0..sales {
        world.clock.advance_seconds(SECONDS_APART);
        let own = Shop { enrollment: enrollments[sale * 7 % enrollments.len()].clone(), ..shop.clone() };
        let changes = world.purchase(&own, &format!("new-{round}-{sale}"), 10_000).changes();
        let started = Instant::now();
        book.commit("sell", changes).await?;
        println!("sale_us {}", started.elapsed().as_micros());
    }
    book.close().await;
    println!("bytes_per_sale {}", (bytes(&path)? - before) / sales as i64);
    Ok(())
}

fn bytes(path: &Path) -> Result<i64, Failure> {
    let book = rusqlite::Connection::open(path)?;
    let sql = "select (page_count - freelist_count) * page_size
               from pragma_page_count, pragma_freelist_count, pragma_page_size";
    Ok(book.query_row(sql, [], |row| row.get(0))?)
}
