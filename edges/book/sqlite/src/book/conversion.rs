//! Conversions and their decisions, alone, in a customer's history, and in the file of a case.

use super::{
    SqliteBook, commission, correction, customer,
    fault::Fault,
    partner, program,
    read::{after, all, each, limit, noun, one, text},
    version,
    write::upsert,
};
use ::commission::Commission;
use async_trait::async_trait;
use conversion::{Conversion, Decision, Kind, Position};
use engine::ports::{CaseFile, ConversionFilter, Conversions, Page, StorageError, VersionKey};
use rusqlite::{Connection, Row, params};
use settlement::History;
use std::collections::{BTreeMap, BTreeSet};
use words::{ConversionId, CustomerId, PartnerId, ProgramId, Scope};

pub(super) fn put(conn: &Connection, conversion: &Conversion) -> Result<(), Fault> {
    let amount = conversion.amount();
    upsert!(conn, "conversions", conversion, [id = text(conversion.id)], {
        workspace = text(conversion.scope.workspace),
        mode = conversion.scope.mode.name(),
        program = text(conversion.program),
        kind = conversion.kind.name(),
        source = conversion.source,
        external_id = conversion.external_id,
        key = conversion.key(),
        customer = conversion.customer.map(text),
        sale = conversion.sale.map(text),
        named_sale = conversion.content.sale,
        named_refund = conversion.content.refund,
        waiting = conversion.kind.is_of_sale().then(|| if conversion.is_waiting() { "yes" } else { "no" }),
        currency = amount.map(|money| money.currency.code()),
        amount = amount.map(|money| money.amount),
        refunded = conversion.refunded,
        occurred_at = conversion.occurred_at.micros(),
        recorded_at = conversion.recorded_at.micros(),
    })
}

pub(super) fn put_decision(conn: &Connection, decision: &Decision) -> Result<(), Fault> {
    put_row(conn, decision)?;

    let conversion = text(decision.conversion);
    conn.prepare_cached("delete from decision_partners where conversion = ?1")?.execute([&conversion])?;
    let sql = "
        insert into decision_partners (conversion, partner, occurred_at, millionths)
        values (?1, ?2, coalesce((select occurred_at from conversions where id = ?1), 0), ?3)";
    for (partner, millionths) in partners_of(decision) {
        conn.prepare_cached(sql)?.execute(params![conversion, text(partner), millionths])?;
    }
    Ok(())
}

/// Whose evidence the decision weighs, with the millionths of the credit that each partner gets.
fn partners_of(decision: &Decision) -> BTreeMap<PartnerId, u32> {
    let considered = decision.considered.iter().map(|considered| (considered.finding.partner, 0));
    let mut partners: BTreeMap<_, _> = considered.collect();
    for share in &decision.shares {
        *partners.entry(share.partner).or_default() += share.millionths;
    }
    partners
}

/// Refuses the first decision whose partners are not those beside it, and partners beside none or at another time.
pub(super) fn check_partners(conn: &Connection) -> Result<(), Fault> {
    let beside = "select partner, millionths from decision_partners where conversion = ?1 order by partner";
    let mut decisions = conn.prepare("select conversion, body from decisions")?;
    let mut rows = decisions.query([])?;
    while let Some(row) = rows.next()? {
        let decision: Decision = noun(row, 0, "decisions")?;
        let conversion = text(decision.conversion);
        let read = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get(1)?));
        let stored: Vec<(String, u32)> = each(conn, beside, [&conversion], read)?;
        let own = partners_of(&decision).into_iter().map(|(partner, part)| (text(partner), part));
        if !own.eq(stored) {
            let (column, why) = ("partner", "other partners or other parts");
            return Err(Fault::Differs { table: "decision_partners", id: conversion, column, why });
        }
    }

    let late = "select p.conversion from decision_partners p join conversions c on c.id = p.conversion
                where c.occurred_at <> p.occurred_at limit 1";
    let late: Vec<String> = each(conn, late, [], |row| Ok(row.get(0)?))?;
    if let Some(id) = late.into_iter().next() {
        let (column, why) = ("occurred_at", "another time than the conversion's");
        return Err(Fault::Differs { table: "decision_partners", id, column, why });
    }

    let orphan = "select conversion from decision_partners p
                  where not exists (select 1 from decisions d where d.conversion = p.conversion) limit 1";
    let orphan: Vec<String> = each(conn, orphan, [], |row| Ok(row.get(0)?))?;
    match orphan.into_iter().next() {
        Some(id) => Err(Fault::Missing { table: "decisions", id, by: "decision_partners".to_owned() }),
        None => Ok(()),
    }
}

fn put_row(conn: &Connection, decision: &Decision) -> Result<(), Fault> {
    upsert!(conn, "decisions", decision, [conversion = text(decision.conversion)], {
        id = text(decision.id),
        workspace = text(decision.scope.workspace),
        mode = decision.scope.mode.name(),
        program = text(decision.program),
        customer = text(decision.customer),
        policy = text(decision.policy),
        rules_revision = decision.rules_revision,
        decided_at = decision.decided_at.micros(),
    })
}

fn by_id(conn: &Connection, scope: Scope, id: ConversionId) -> Result<Option<Conversion>, Fault> {
    let sql = "select id, body from conversions where id = ?1 and workspace = ?2 and mode = ?3";
    one(conn, "conversions", sql, params![text(id), text(scope.workspace), scope.mode.name()])
}

fn by_key(
    conn: &Connection,
    scope: Scope,
    program: ProgramId,
    kind: Kind,
    (source, external_id): (&str, &str),
) -> Result<Option<Conversion>, Fault> {
    let sql = "
        select id, body from conversions
        where workspace = ?1 and mode = ?2 and program = ?3
            and source = ?4 and kind = ?5 and external_id = ?6";
    let (workspace, mode) = (text(scope.workspace), scope.mode.name());
    let params = params![workspace, mode, text(program), source, kind.name(), external_id];
    one(conn, "conversions", sql, params)
}

/// The sale, all that names it or one of its refunds (reported before it or after), and the sale's version.
fn sale_file(
    conn: &Connection,
    scope: Scope,
    program: ProgramId,
    source: &str,
    external_id: &str,
) -> Result<(Option<Conversion>, Vec<Conversion>, u64), Fault> {
    let sale = by_key(conn, scope, program, Kind::Sale, (source, external_id))?;
    let sql = "
        select id, body, occurred_at, key from conversions
        where program = ?1 and source = ?2 and named_sale = ?3
            and kind in ('refund', 'chargeback', 'chargeback_reversal', 'refund_reversal')
            and workspace = ?4 and mode = ?5
        union all
        select r.id, r.body, r.occurred_at, r.key
        from conversions f join conversions r on r.named_refund = f.external_id
        where f.program = ?1 and f.source = ?2 and f.named_sale = ?3 and f.kind = 'refund'
            and f.workspace = ?4 and f.mode = ?5
            and r.program = ?1 and r.source = ?2 and r.kind = 'refund_reversal' and r.named_sale is null
            and r.workspace = ?4 and r.mode = ?5
        order by occurred_at, key";
    let params = params![text(program), source, external_id, text(scope.workspace), scope.mode.name()];
    let refunds = all(conn, "conversions", sql, params)?;
    let version = version::of(conn, &VersionKey::sale(scope, program, source, external_id))?;
    Ok((sale, refunds, version))
}

fn history(
    conn: &Connection,
    (scope, program): (Scope, ProgramId),
    customer: CustomerId,
    from: &Position,
    rows: usize,
) -> Result<History, Fault> {
    let conversions = "
        select id, body from conversions
        where customer = ?1 and program = ?2 and (occurred_at, key) >= (?3, ?4)
            and kind in ('lead', 'stage', 'sale') and workspace = ?5 and mode = ?6
        order by occurred_at, key limit ?7";
    let decisions = "
        select d.id, d.body
        from conversions c join decisions d on d.conversion = c.id
        where c.customer = ?1 and c.program = ?2 and (c.occurred_at, c.key) >= (?3, ?4)
            and (c.occurred_at, c.key) < (?7, ?8)
            and c.kind in ('lead', 'stage', 'sale') and c.workspace = ?5 and c.mode = ?6
        order by c.occurred_at, c.key";
    let commissions = "
        select id, body from commissions
        where customer = ?1 and program = ?2 and (occurred_at, key) >= (?3, ?4)
            and (occurred_at, key) < (?7, ?8) and workspace = ?5 and mode = ?6
        order by occurred_at, key, id";
    let who = (text(customer), text(program));
    let (workspace, mode) = (text(scope.workspace), scope.mode.name());
    let (at, key) = (from.occurred_at.micros(), &from.key);

    let before = params![who.0, who.1, at, key, workspace, mode];
    let one_more = limit(rows.saturating_add(1));
    let asked = params![who.0, who.1, at, key, workspace, mode, one_more];
    let mut conversions: Vec<Conversion> = all(conn, "conversions", conversions, asked)?;
    let rest = conversions.get(rows).map(|it| (it.position(), it.id));
    conversions.truncate(rows);

    let until = rest.as_ref().map_or((i64::MAX, ""), |(rest, _)| (rest.occurred_at.micros(), &rest.key));
    let within = params![who.0, who.1, at, key, workspace, mode, until.0, until.1];
    let behind = match &rest {
        Some((rest, _)) => {
            let (at, key) = (rest.occurred_at.micros(), &rest.key);
            let behind = params![who.0, who.1, at, key, workspace, mode, i64::MAX, ""];
            all(conn, "commissions", commissions, behind)?
        }
        None => Vec::new(),
    };
    let commissions: Vec<Commission> = all(conn, "commissions", commissions, within)?;
    // Only what a statement shows is ever reviewed.
    let stated = commissions.iter().filter(|commission| commission.is_frozen());
    Ok(History {
        conversions,
        decisions: all(conn, "decisions", decisions, within)?,
        priors: commission::priors(conn, before)?,
        corrections: correction::standing(conn, scope, program, customer)?,
        reviews: correction::reviews(conn, stated.filter_map(|commission| commission.conversion))?,
        bond: correction::bond(conn, scope, program, customer, from)?,
        customer_since: correction::customer_since(conn, scope, program, customer)?,
        commissions,
        rest,
        behind,
    })
}

fn list(
    conn: &Connection,
    scope: Scope,
    filter: &ConversionFilter,
    page: &Page<ConversionId>,
) -> Result<Vec<Conversion>, Fault> {
    // Three texts, so that a few are found without walking past everybody's.
    let sql = match (filter.customer, &filter.external_id) {
        (None, Some(_)) => {
            "
            select id, body from conversions
            where external_id = ?8 and workspace = ?1 and mode = ?2 and id > ?3
                and (?5 is null or program = ?5) and (?6 is null or kind = ?6) and ?7 is null
            order by id limit ?4"
        }
        (Some(_), _) => {
            "
            select id, body from conversions
            where customer = ?7 and workspace = ?1 and mode = ?2 and id > ?3
                and (?5 is null or program = ?5) and (?6 is null or kind = ?6)
                and (?8 is null or external_id = ?8)
            order by id limit ?4"
        }
        (None, None) => {
            "
            select id, body from conversions
            where workspace = ?1 and mode = ?2 and id > ?3
                and (?5 is null or program = ?5) and (?6 is null or kind = ?6)
                and ?7 is null and ?8 is null
            order by id limit ?4"
        }
    };
    let params = params![
        text(scope.workspace),
        scope.mode.name(),
        after(page),
        limit(page.limit),
        filter.program.map(text),
        filter.kind.map(Kind::name),
        filter.customer.map(text),
        filter.external_id,
    ];
    all(conn, "conversions", sql, params)
}

fn decision(conn: &Connection, scope: Scope, conversion: ConversionId) -> Result<Option<Decision>, Fault> {
    let sql = "select id, body from decisions where conversion = ?1 and workspace = ?2 and mode = ?3";
    one(conn, "decisions", sql, params![text(conversion), text(scope.workspace), scope.mode.name()])
}

fn case_file(conn: &Connection, scope: Scope, id: ConversionId) -> Result<Option<CaseFile>, Fault> {
    let Some(conversion) = by_id(conn, scope, id)? else { return Ok(None) };
    let customer = match conversion.customer {
        Some(customer) => customer::by_id(conn, scope, customer)?,
        None => None,
    };
    let sale = match conversion.sale {
        Some(sale) => by_id(conn, scope, sale)?,
        None => None,
    };
    // A refund inherits the decision and the price of the sale that it reverses.
    let decided = sale.as_ref().map_or(conversion.id, |sale| sale.id);
    let decision = decision(conn, scope, decided)?;
    let commissions = commission::of_conversion(conn, scope, decided)?;
    let (policy, touches) = match &decision {
        Some(decision) => {
            let considered: Vec<_> = decision.considered.iter().map(|considered| considered.touch).collect();
            let policy = program::policy(conn, scope, decision.policy)?;
            (policy, customer::touches(conn, scope, &considered)?)
        }
        None => (None, Vec::new()),
    };
    let mut named: BTreeSet<PartnerId> = touches.iter().map(|touch| touch.partner).collect();
    named.extend(commissions.iter().map(|commission| commission.partner));
    if let Some(decision) = &decision {
        named.extend(decision.considered.iter().map(|considered| considered.finding.partner));
        named.extend(decision.shares.iter().map(|share| share.partner));
    }
    let partners = named.into_iter().map(|partner| partner::by_id(conn, scope, partner));
    let partners = partners.filter_map(Result::transpose).collect::<Result<Vec<_>, Fault>>()?;
    Ok(Some(CaseFile { conversion, customer, sale, decision, policy, touches, commissions, partners }))
}

fn weighed(
    conn: &Connection,
    scope: Scope,
    partner: PartnerId,
    before: Option<ConversionId>,
    rows: usize,
) -> Result<Vec<(Conversion, Decision)>, Fault> {
    // The partner's own rows lead, so that nobody walks past everybody's.
    let sql = "
        select c.id, c.body, d.id, d.body
        from decision_partners p
            cross join conversions c on c.id = p.conversion
            join decisions d on d.conversion = p.conversion
        where p.partner = ?3 and (?4 is null or p.conversion < ?4)
            and c.workspace = ?1 and c.mode = ?2 and c.kind in ('lead', 'stage', 'sale')
        order by p.conversion desc limit ?5";
    let (workspace, mode) = (text(scope.workspace), scope.mode.name());
    let params = params![workspace, mode, text(partner), before.map(text), limit(rows)];
    each(conn, sql, params, |row| Ok((noun(row, 0, "conversions")?, noun(row, 2, "decisions")?)))
}

#[async_trait]
impl Conversions for SqliteBook {
    async fn conversion_by_key(
        &self,
        scope: Scope,
        program: ProgramId,
        kind: Kind,
        source: &str,
        external_id: &str,
    ) -> Result<Option<Conversion>, StorageError> {
        self.look(|conn| by_key(conn, scope, program, kind, (source, external_id)))
    }

    async fn sale_file(
        &self,
        scope: Scope,
        program: ProgramId,
        source: &str,
        external_id: &str,
    ) -> Result<(Option<Conversion>, Vec<Conversion>, u64), StorageError> {
        self.look(|conn| sale_file(conn, scope, program, source, external_id))
    }

    async fn conversions(
        &self,
        scope: Scope,
        filter: &ConversionFilter,
        page: Page<ConversionId>,
    ) -> Result<Vec<Conversion>, StorageError> {
        let filter = filter.clone();
        self.scan(move |conn| list(conn, scope, &filter, &page)).await
    }

    async fn history(
        &self,
        scope: Scope,
        program: ProgramId,
        customer: CustomerId,
        from: &Position,
        limit: usize,
    ) -> Result<History, StorageError> {
        self.look(|conn| history(conn, (scope, program), customer, from, limit))
    }

    async fn weighed(
        &self,
        scope: Scope,
        partner: PartnerId,
        before: Option<ConversionId>,
        limit: usize,
    ) -> Result<Vec<(Conversion, Decision)>, StorageError> {
        self.scan(move |conn| weighed(conn, scope, partner, before, limit)).await
    }

    async fn case_file(&self, scope: Scope, id: ConversionId) -> Result<Option<CaseFile>, StorageError> {
        self.look(|conn| case_file(conn, scope, id))
    }
}
