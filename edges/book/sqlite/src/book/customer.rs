//! Customers with their touches and referrals.

use super::{
    SqliteBook,
    fault::Fault,
    read::{all, array, each, limit, one, text, word},
    version,
    write::upsert,
};
use async_trait::async_trait;
use engine::ports::{Customers, Page, StorageError, VersionKey};
use referral::{Customer, Deal, Referral, Submission, Touch};
use rusqlite::{Connection, params};
use settlement::CustomerFile;
use words::{CustomerId, EmailHash, ProgramId, Scope, TouchId};

pub(super) fn put(conn: &Connection, customer: &Customer) -> Result<(), Fault> {
    put_alone(conn, customer)?;
    let sql = "insert into customer_people (organization, person) values (?1, ?2) on conflict do nothing";
    for organization in &customer.organizations {
        conn.prepare_cached(sql)?.execute([text(*organization), text(customer.id)])?;
    }
    put_known_as(conn, customer)
}

/// What somebody was known under only grows, and is gone at once where they are erased.
fn put_known_as(conn: &Connection, customer: &Customer) -> Result<(), Fault> {
    if customer.erased_at.is_some() {
        conn.prepare_cached("delete from known_as where customer = ?1")?.execute([text(customer.id)])?;
    }
    let sql = "
        insert into known_as (hash, workspace, mode, customer) values (?1, ?2, ?3, ?4)
        on conflict do nothing";
    let (workspace, mode) = (text(customer.scope.workspace), customer.scope.mode.name());
    for hash in customer.personal.known_as.hashes() {
        conn.prepare_cached(sql)?.execute(params![hash.0, workspace, mode, text(customer.id)])?;
    }
    Ok(())
}

fn put_alone(conn: &Connection, customer: &Customer) -> Result<(), Fault> {
    upsert!(conn, "customers", customer, [id = text(customer.id)], {
        workspace = text(customer.scope.workspace),
        mode = customer.scope.mode.name(),
        external_id = customer.external_id,
        email_hash = customer.personal.email_hash.as_ref().map(|hash| &hash.0),
        created_at = customer.created_at.micros(),
    })
}

pub(super) fn put_touch(conn: &Connection, touch: &Touch) -> Result<(), Fault> {
    upsert!(conn, "touches", touch, [id = text(touch.id)], {
        workspace = text(touch.scope.workspace),
        mode = touch.scope.mode.name(),
        program = text(touch.program),
        customer = text(touch.customer),
        enrollment = text(touch.enrollment),
        partner = text(touch.partner),
        key = touch.key(),
        occurred_at = touch.occurred_at.micros(),
        recorded_at = touch.recorded_at.micros(),
    })
}

pub(super) fn put_deal(conn: &Connection, deal: &Deal) -> Result<(), Fault> {
    upsert!(conn, "deals", deal, [id = text(deal.id)], {
        workspace = text(deal.scope.workspace),
        mode = deal.scope.mode.name(),
        program = text(deal.program),
        partner = text(deal.partner),
        status = deal.status.name(),
        domain = deal.domain,
        customer = deal.customer.map(text),
        submitted_at = deal.submitted_at.micros(),
    })
}

pub(super) fn put_submission(conn: &Connection, submission: &Submission) -> Result<(), Fault> {
    upsert!(conn, "submissions", submission, [id = text(submission.id)], {
        workspace = text(submission.scope.workspace),
        mode = submission.scope.mode.name(),
        program = text(submission.program),
        enrollment = text(submission.enrollment),
        partner = text(submission.partner),
        status = submission.status.name(),
        customer = submission.customers.last().map(text),
        email_hash = submission.personal.email_hash.as_ref().map(|hash| &hash.0),
        submitted_at = submission.submitted_at.micros(),
    })
}

pub(super) fn put_referral(conn: &Connection, referral: &Referral) -> Result<(), Fault> {
    upsert!(conn, "referrals", referral, [id = text(referral.id)], {
        workspace = text(referral.scope.workspace),
        mode = referral.scope.mode.name(),
        program = text(referral.program),
        customer = text(referral.customer),
        enrollment = text(referral.enrollment),
        partner = text(referral.partner),
        stage = referral.stage.name(),
        began_at = referral.began_at.micros(),
        expires_at = referral.expires_at.micros(),
        updated_at = referral.updated_at.micros(),
    })
}

pub(super) fn by_id(conn: &Connection, scope: Scope, id: CustomerId) -> Result<Option<Customer>, Fault> {
    let sql = "select id, body from customers where id = ?1 and workspace = ?2 and mode = ?3";
    one(conn, "customers", sql, params![text(id), text(scope.workspace), scope.mode.name()])
}

fn by_external_id(conn: &Connection, scope: Scope, external_id: &str) -> Result<Option<Customer>, Fault> {
    let sql = "select id, body from customers where workspace = ?1 and mode = ?2 and external_id = ?3";
    one(conn, "customers", sql, params![text(scope.workspace), scope.mode.name(), external_id])
}

fn known_as(
    conn: &Connection,
    scope: Scope,
    hash: &EmailHash,
    page: &Page<CustomerId>,
) -> Result<Vec<CustomerId>, Fault> {
    let sql = "
        select customer from known_as
        where hash = ?1 and workspace = ?2 and mode = ?3 and customer > ?4
        order by customer limit ?5";
    let after = page.after.map(text).unwrap_or_default();
    let params = params![hash.0, text(scope.workspace), scope.mode.name(), after, limit(page.limit)];
    each(conn, sql, params, |row| word(row, 0, ("known_as", "customer")))
}

/// What one program knows of a customer of the scope.
fn file(
    conn: &Connection,
    scope: Scope,
    program: ProgramId,
    customer: Option<Customer>,
) -> Result<Option<CustomerFile>, Fault> {
    let Some(customer) = customer else { return Ok(None) };
    let touches = "
        select id, body from touches
        where customer = ?1 and program = ?2 and workspace = ?3 and mode = ?4";
    let referral = "
        select id, body from referrals
        where customer = ?1 and program = ?2 and workspace = ?3 and mode = ?4";
    let (id, program) = (text(customer.id), text(program));
    let params = params![id, program, text(scope.workspace), scope.mode.name()];
    Ok(Some(CustomerFile {
        version: version::of(conn, &VersionKey::Customer(customer.id))?,
        touches: all(conn, "touches", touches, params)?,
        people: people(conn, customer.id)?,
        referral: one(conn, "referrals", referral, params)?,
        customer,
    }))
}

/// Those who belong to the customer.
fn people(conn: &Connection, organization: CustomerId) -> Result<Vec<Customer>, Fault> {
    let sql = "
        select c.id, c.body from customer_people p join customers c on c.id = p.person
        where p.organization = ?1";
    all(conn, "customers", sql, params![text(organization)])
}

/// In the order asked for; touches that are not in the scope are left out.
pub(super) fn touches(conn: &Connection, scope: Scope, ids: &[TouchId]) -> Result<Vec<Touch>, Fault> {
    let sql = "select id, body from touches where id = ?1 and workspace = ?2 and mode = ?3";
    let (workspace, mode) = (text(scope.workspace), scope.mode.name());
    let found = ids.iter().map(|id| one(conn, "touches", sql, params![text(id), workspace, mode]));
    found.filter_map(Result::transpose).collect()
}

fn programs(
    conn: &Connection,
    of: Option<ProgramId>,
    after: Option<(CustomerId, ProgramId)>,
    rows: usize,
) -> Result<Vec<(Scope, CustomerId, ProgramId)>, Fault> {
    let sql = "
        select customer, program, workspace, mode from conversions
        where (customer, program) > (?1, ?2) and (?4 is null or program = ?4)
        union
        select customer, program, workspace, mode from touches
        where (customer, program) > (?1, ?2) and (?4 is null or program = ?4)
        order by customer, program
        limit ?3";
    let (customer, program) = match after {
        Some((customer, program)) => (text(customer), text(program)),
        None => (String::new(), String::new()),
    };
    let table = "conversions and touches";
    each(conn, sql, params![customer, program, limit(rows), of.map(text)], |row| {
        let workspace = word(row, 2, (table, "workspace"))?;
        let mode = word(row, 3, (table, "mode"))?;
        let (customer, program) = (word(row, 0, (table, "customer"))?, word(row, 1, (table, "program"))?);
        Ok((Scope { workspace, mode }, customer, program))
    })
}

#[async_trait]
impl Customers for SqliteBook {
    async fn customers(&self, scope: Scope, ids: &[CustomerId]) -> Result<Vec<Customer>, StorageError> {
        let sql = "
            select id, body from customers
            where id in (select value from json_each(?1)) and workspace = ?2 and mode = ?3
            order by id";
        self.look(|conn| {
            all(conn, "customers", sql, params![array(ids), text(scope.workspace), scope.mode.name()])
        })
    }

    async fn customer_file(
        &self,
        scope: Scope,
        program: ProgramId,
        external_id: &str,
    ) -> Result<Option<CustomerFile>, StorageError> {
        self.look(|conn| {
            let customer = by_external_id(conn, scope, external_id)?;
            file(conn, scope, program, customer)
        })
    }

    async fn customer_file_by_id(
        &self,
        scope: Scope,
        program: ProgramId,
        id: CustomerId,
    ) -> Result<Option<CustomerFile>, StorageError> {
        self.look(|conn| file(conn, scope, program, by_id(conn, scope, id)?))
    }

    async fn customers_known_as(
        &self,
        scope: Scope,
        hash: &EmailHash,
        page: Page<CustomerId>,
    ) -> Result<Vec<CustomerId>, StorageError> {
        self.look(|conn| known_as(conn, scope, hash, &page))
    }

    async fn customer_programs(
        &self,
        program: Option<ProgramId>,
        after: Option<(CustomerId, ProgramId)>,
        limit: usize,
    ) -> Result<Vec<(Scope, CustomerId, ProgramId)>, StorageError> {
        self.scan(move |conn| programs(conn, program, after, limit)).await
    }
}
