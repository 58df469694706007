//! Pages: whatever their size, each row comes once, in ascending order of id.

use super::{Store, commit, read_in_pages, rows};
use crate::world::{Shop, World, month};
use engine::ports::{Book, CommissionFilter, ConversionFilter, Page, Row};
use std::fmt::Debug;
use words::{Mode, Scope};

/// More than a few pages of every list; written in no order of id.
const ROWS: usize = 17;

/// Reads a list page by page, in several sizes, and wants exactly `expected`.
async fn each_once<I: Copy + Ord + Debug>(
    what: &str,
    mut expected: Vec<I>,
    fetch: impl AsyncFn(Page<I>) -> Vec<I>,
) {
    expected.sort();
    assert!(expected.len() >= ROWS, "{what}");
    for limit in [1, 2, 7, expected.len(), expected.len() + 1, usize::MAX] {
        let read = read_in_pages(limit, |&id| id, async |after| fetch(Page { after, limit }).await).await;
        assert_eq!(read, expected, "{what}, {limit} a page");
    }
}

/// A shop with as many rows of each list, half of them drawn in the same millisecond.
struct Crowd {
    shop: Shop,
    rows: Vec<Row>,
}

fn crowd(world: &World, scope: Scope) -> Crowd {
    let shop = world.shop(scope);
    let mut rows = shop.rows();
    for place in 0..ROWS {
        world.clock.advance(if place % 2 == 0 { 0 } else { -3_000 });
        let (_, enrollment, joined) = world.join(&shop);
        let mut purchase = world.purchase(&shop, &format!("ORD-{place}"), 1_000);
        purchase.commission.enrollment = enrollment.id;
        let of = month("2026-03");
        rows.extend(joined.into_iter().chain(purchase.rows()));
        rows.push(Row::Link(world.link(&enrollment)));
        rows.push(Row::Statement(world.statement(&enrollment, of, shop.program.currency)));
    }
    rows.reverse();
    Crowd { shop, rows }
}

pub(super) async fn every_list_gives_each_row_once(book: Store) {
    let world = World::seeded(151);
    let live = world.scope(Mode::Live);
    let crowds = [crowd(&world, live), crowd(&world, Scope { mode: Mode::Test, ..live })];
    for crowd in &crowds {
        commit(&*book, rows(crowd.rows.clone())).await.unwrap();
    }
    for crowd in &crowds {
        people(&*book, crowd).await;
        events(&*book, crowd).await;
    }
    let links = crowds.iter().flat_map(|crowd| ids(crowd, link_id)).collect();
    each_once("all links", links, async |page| {
        book.all_links(page).await.unwrap().into_iter().map(|it| it.id).collect()
    })
    .await;
}

fn ids<I>(crowd: &Crowd, id: fn(&Row) -> Option<I>) -> Vec<I> {
    crowd.rows.iter().filter_map(id).collect()
}

fn link_id(row: &Row) -> Option<words::LinkId> {
    if let Row::Link(link) = row { Some(link.id) } else { None }
}

fn partner_id(row: &Row) -> Option<words::PartnerId> {
    if let Row::Partner(partner) = row { Some(partner.id) } else { None }
}

fn enrollment_id(row: &Row) -> Option<words::EnrollmentId> {
    if let Row::Enrollment(enrollment) = row { Some(enrollment.id) } else { None }
}

fn conversion_id(row: &Row) -> Option<words::ConversionId> {
    if let Row::Conversion(conversion) = row { Some(conversion.id) } else { None }
}

fn commission_id(row: &Row) -> Option<words::CommissionId> {
    if let Row::Commission(commission) = row { Some(commission.id) } else { None }
}

fn statement_id(row: &Row) -> Option<words::StatementId> {
    if let Row::Statement(statement) = row { Some(statement.id) } else { None }
}

async fn people(book: &dyn Book, crowd: &Crowd) {
    let (scope, program) = (crowd.shop.scope, Some(crowd.shop.program.id));
    each_once("partners", ids(crowd, partner_id), async |page| {
        book.partners(scope, page).await.unwrap().into_iter().map(|it| it.id).collect()
    })
    .await;
    for program in [None, program] {
        each_once("enrollments", ids(crowd, enrollment_id), async |page| {
            let enrollments = book.enrollments(scope, program, None, page).await.unwrap();
            enrollments.into_iter().map(|it| it.id).collect()
        })
        .await;
        each_once("links", ids(crowd, link_id), async |page| {
            book.links(scope, program, page).await.unwrap().into_iter().map(|it| it.id).collect()
        })
        .await;
    }
}

async fn events(book: &dyn Book, crowd: &Crowd) {
    let (scope, program) = (crowd.shop.scope, Some(crowd.shop.program.id));
    for program in [None, program] {
        let filter = ConversionFilter { program, ..ConversionFilter::default() };
        each_once("conversions", ids(crowd, conversion_id), async |page| {
            let conversions = book.conversions(scope, &filter, page).await.unwrap();
            conversions.into_iter().map(|it| it.id).collect()
        })
        .await;
        let filter = CommissionFilter { program, ..CommissionFilter::default() };
        each_once("commissions", ids(crowd, commission_id), async |page| {
            let commissions = book.commissions(scope, &filter, page).await.unwrap();
            commissions.into_iter().map(|it| it.id).collect()
        })
        .await;
    }
    each_once("statements", ids(crowd, statement_id), async |page| {
        let statements = book.statements(scope, None, page).await.unwrap();
        statements.into_iter().map(|it| it.id).collect()
    })
    .await;
}
