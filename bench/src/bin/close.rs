//! A month at size, for `bench/close/run.sh`: fills the book of a server that is not running with partners and commissions
//! that were approved in March 2026. `close FOLDER PARTNERS COMMISSIONS`.

use book_sqlite::{BookOptions, SqliteBook};
use engine::ports::{Accounts, Changes, Commits, ListOf, Row, list_of};
use program::{Enrollment, Group, Program};
use std::path::Path;
use testkit::world::World;

type Failure = Box<dyn std::error::Error>;

const PARTNERS_PER_COMMIT: usize = 100;
/// Between two sales of a partner, so that a month holds them all.
const SECONDS_APART: i64 = 600;
const SALE: i64 = 10_000;
const EARNED: i64 = 2_000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [folder, partners, commissions] => {
            fill(Path::new(folder), partners.parse()?, commissions.parse()?).await
        }
        _ => Err("usage: close FOLDER PARTNERS COMMISSIONS".into()),
    }
}

async fn fill(folder: &Path, partners: usize, commissions: usize) -> Result<(), Failure> {
    let world = World::seeded(11);
    let book = SqliteBook::open(&folder.join("book.db"), BookOptions::default())?;
    let workspaces = book.workspaces().await?;
    let workspace = workspaces.first().ok_or("the book has no workspace")?.id;
    let scope = words::Scope { workspace, mode: words::Mode::Live };
    let program: Program =
        list_of(&book, scope, &ListOf::<Program>::new(1)).await?.pop().ok_or("no program")?;
    let group: Group = list_of(&book, scope, &ListOf::<Group>::new(1)).await?.pop().ok_or("no group")?;
    let mut place = 0;
    while place < partners {
        let mut joined = Vec::new();
        for _ in 0..PARTNERS_PER_COMMIT.min(partners - place) {
            let partner = world.partner(scope);
            let enrollment = world.enrollment(&group, &partner);
            let rows = vec![Row::Partner(partner), Row::Enrollment(enrollment.clone())];
            book.commit("fill", Changes { rows, ..Changes::default() }).await?;
            joined.push((place, enrollment));
            place += 1;
        }
        for (nth, enrollment) in joined {
            // The first get one more each where they do not go up evenly.
            let own = commissions / partners + usize::from(nth < commissions % partners);
            book.commit("fill", earned(&world, &program, (nth, &enrollment), own)).await?;
        }
        if place % 1_000 < PARTNERS_PER_COMMIT {
            eprintln!("{place} of {partners} partners written");
        }
    }
    Ok(())
}

/// One customer's sales, each with its commission, approved at once, and its entries.
fn earned(world: &World, program: &Program, (nth, enrollment): (usize, &Enrollment), own: usize) -> Changes {
    let customer = world.customer(enrollment.scope, &format!("customer-{nth}"));
    let (mut rows, mut entries) = (vec![Row::Customer(customer.clone())], Vec::new());
    for order in 0..own {
        let mut sale = world.sale(program, &customer, &format!("order-{nth}-{order}"), SALE);
        sale.occurred_at = world.now().plus_micros(order as i64 * SECONDS_APART * 1_000_000);
        let mut commission = world.commission(&sale, enrollment, EARNED);
        commission.approved_at = Some(sale.occurred_at);
        entries.extend(world.post(None, &commission));
        rows.extend([Row::Conversion(sale), Row::Commission(commission)]);
    }
    Changes { rows, entries, ..Changes::default() }
}
