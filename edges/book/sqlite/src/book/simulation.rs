//! Simulations with the changes that they keep, and the customer histories that they read.

use super::{
    SqliteBook,
    fault::Fault,
    read::{after, all, each, limit, noun, number, text, word},
    write::upsert,
};
use ::commission::Commission;
use async_trait::async_trait;
use conversion::{Conversion, Correction, Decision};
use engine::ports::{CustomerHistory, Page, Simulations, StorageError};
use referral::{Customer, Touch};
use report::{KeptChange, Simulation};
use rusqlite::{Connection, ToSql, params};
use settlement::History;
use std::collections::BTreeMap;
use words::{CustomerId, Instant, ProgramId, Scope, SimulationId};

pub(super) fn put(conn: &Connection, simulation: &Simulation) -> Result<(), Fault> {
    upsert!(conn, "simulations", simulation, [id = text(simulation.id)], {
        workspace = text(simulation.scope.workspace),
        mode = simulation.scope.mode.name(),
        program = text(simulation.program),
        status = simulation.status.name(),
        created_at = simulation.created_at.micros(),
    })
}

pub(super) fn put_change(conn: &Connection, kept: &KeptChange) -> Result<(), Fault> {
    let place = i64::try_from(kept.place).unwrap_or(i64::MAX);
    upsert!(conn, "simulation_changes", kept, [simulation = text(kept.simulation), place = place], {
        workspace = text(kept.scope.workspace),
        mode = kept.scope.mode.name(),
    })
}

fn changes(
    conn: &Connection,
    scope: Scope,
    simulation: SimulationId,
    after: u64,
    rows: usize,
) -> Result<Vec<KeptChange>, Fault> {
    let sql = "
        select place, body from simulation_changes
        where simulation = ?1 and place > ?2 and workspace = ?3 and mode = ?4
        order by place limit ?5";
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let (workspace, mode) = (text(scope.workspace), scope.mode.name());
    all(conn, "simulation_changes", sql, params![text(simulation), after, workspace, mode, limit(rows)])
}

fn count_customer_histories(
    conn: &Connection,
    scope: Scope,
    program: ProgramId,
    since: Instant,
) -> Result<u64, Fault> {
    let sql = "
        select count(distinct customer) from conversions
        where program = ?1 and occurred_at >= ?2 and kind in ('lead', 'stage', 'sale') and customer is not null
            and workspace = ?3 and mode = ?4";
    number(conn, sql, params![text(program), since.micros(), text(scope.workspace), scope.mode.name()])
}

/// A page of customers, and then all that is known of them, table by table: each is one walk along an index.
fn customer_histories(
    conn: &Connection,
    scope: Scope,
    program: ProgramId,
    since: Instant,
    page: &Page<CustomerId>,
) -> Result<Vec<CustomerHistory>, Fault> {
    let wanted = "
        select distinct customer from conversions
        where customer > ?5 and program = ?1 and occurred_at >= ?2 and kind in ('lead', 'stage', 'sale')
            and workspace = ?3 and mode = ?4
        order by customer limit ?6";
    let (program, workspace, mode) = (text(program), text(scope.workspace), scope.mode.name());
    let params = params![program, since.micros(), workspace, mode, after(page), limit(page.limit)];
    let wanted: Vec<String> = each(conn, wanted, params, |row| Ok(row.get(0)?))?;
    let (Some(first), Some(last)) = (wanted.first(), wanted.last()) else { return Ok(Vec::new()) };
    let within = params![first, last, workspace, mode, program];
    let mut customers = opened(conn, within)?;
    let touches = "
        select id, body from touches
        where customer between ?1 and ?2 and workspace = ?3 and mode = ?4 and program = ?5";
    for touch in all::<Touch>(conn, "touches", touches, within)? {
        customers.entry(touch.customer).and_modify(|customer| customer.touches.push(touch));
    }
    let conversions = "
        select id, body from conversions
        where customer between ?1 and ?2 and workspace = ?3 and mode = ?4 and program = ?5
            and kind in ('lead', 'stage', 'sale')
        order by customer, occurred_at, key";
    for conversion in all::<Conversion>(conn, "conversions", conversions, within)? {
        let Some(customer) = conversion.customer.and_then(|id| customers.get_mut(&id)) else { continue };
        customer.history.conversions.push(conversion);
    }
    let decisions = "
        select d.id, d.body from conversions c join decisions d on d.conversion = c.id
        where c.customer between ?1 and ?2 and c.workspace = ?3 and c.mode = ?4 and c.program = ?5
            and c.kind in ('lead', 'stage', 'sale')";
    for decision in all::<Decision>(conn, "decisions", decisions, within)? {
        customers.entry(decision.customer).and_modify(|customer| customer.history.decisions.push(decision));
    }
    let commissions = "
        select id, body from commissions
        where customer between ?1 and ?2 and workspace = ?3 and mode = ?4 and program = ?5
        order by customer, occurred_at, key, id";
    for commission in all::<Commission>(conn, "commissions", commissions, within)? {
        if let Some(customer) = commission.customer.and_then(|customer| customers.get_mut(&customer)) {
            customer.history.commissions.push(commission);
        }
    }
    let corrections = "
        select id, body from corrections
        where customer between ?1 and ?2 and workspace = ?3 and mode = ?4 and program = ?5
            and taken_back_at is null";
    for correction in all::<Correction>(conn, "corrections", corrections, within)? {
        customers
            .entry(correction.customer)
            .and_modify(|customer| customer.history.corrections.push(correction));
    }
    let wanted = wanted.iter().filter_map(|id| id.parse().ok());
    let found = wanted.filter_map(|id: CustomerId| customers.remove(&id));
    Ok(found.map(with_first_sale).collect())
}

/// The customers of a page, and who belongs to each.
fn opened(conn: &Connection, within: &[&dyn ToSql]) -> Result<BTreeMap<CustomerId, CustomerHistory>, Fault> {
    let customers = "
        select id, body from customers
        where id between ?1 and ?2 and workspace = ?3 and mode = ?4 and ?5 is not null order by id";
    let empty = |customer| CustomerHistory {
        customer,
        touches: Vec::new(),
        people: Vec::new(),
        history: History::default(),
    };
    let customers: Vec<Customer> = all(conn, "customers", customers, within)?;
    let mut customers: BTreeMap<CustomerId, CustomerHistory> =
        customers.into_iter().map(|customer| (customer.id, empty(customer))).collect();
    let people = "
        select p.organization, c.id, c.body from customer_people p join customers c on c.id = p.person
        where p.organization between ?1 and ?2 and c.workspace = ?3 and c.mode = ?4 and ?5 is not null";
    let people: Vec<(CustomerId, Customer)> = each(conn, people, within, |row| {
        Ok((word(row, 0, ("customer_people", "organization"))?, noun(row, 1, "customers")?))
    })?;
    for (organization, person) in people {
        customers.entry(organization).and_modify(|customer| customer.people.push(person));
    }
    Ok(customers)
}

fn with_first_sale(mut customer: CustomerHistory) -> CustomerHistory {
    customer.history.customer_since = customer.history.first_sale();
    customer
}

#[async_trait]
impl Simulations for SqliteBook {
    async fn customer_histories(
        &self,
        scope: Scope,
        program: ProgramId,
        since: Instant,
        page: Page<CustomerId>,
    ) -> Result<Vec<CustomerHistory>, StorageError> {
        self.scan(move |conn| customer_histories(conn, scope, program, since, &page)).await
    }

    async fn count_customer_histories(
        &self,
        scope: Scope,
        program: ProgramId,
        since: Instant,
    ) -> Result<u64, StorageError> {
        self.scan(move |conn| count_customer_histories(conn, scope, program, since)).await
    }

    async fn kept_changes(
        &self,
        scope: Scope,
        simulation: SimulationId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<KeptChange>, StorageError> {
        self.scan(move |conn| changes(conn, scope, simulation, after, limit)).await
    }
}
