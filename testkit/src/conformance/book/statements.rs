//! Statements: lists, and a file with its lines in the order of their places.

use super::{Store, all, commit, rows, sorted_by};
use crate::world::{World, month};
use engine::ports::{Changes, CommitError, Expected, Row, StatementFile, Unique, VersionKey};
use payout::{LineKind, Statement, StatementLine, StatementStatus};
use words::{Mode, StatementId};

pub(super) async fn statements_are_read_as_they_were_written(book: Store) {
    let world = World::seeded(121);
    let scope = world.scope(Mode::Live);
    let shop = world.shop(scope);
    let (partner, second, joined) = world.join(&shop);
    let of = |enrollment, text| world.statement(enrollment, month(text), shop.program.currency);
    let months = ["2026-02", "2025-12", "2026-03", "2026-01"];
    let own = months.map(|text| of(&shop.enrollment, text));
    let others = ["2026-02", "2026-03"].map(|text| of(&second, text));
    let purchases: Vec<_> =
        (0..12).map(|place| world.purchase(&shop, &format!("ORD-{place}"), 500)).collect();
    let kinds = [LineKind::Commission, LineKind::Reversal, LineKind::Reversal];
    let lines = purchases.iter().zip(1..).map(|(purchase, place)| StatementLine {
        given_back: 0,
        statement: own[0].id,
        place,
        commission: purchase.commission.id,
        kind: kinds[place as usize % 3],
        amount: i64::from(place) - 5,
        occurred_at: purchase.sale.occurred_at,
    });
    let lines: Vec<_> = lines.collect();
    let closed = Statement {
        status: StatementStatus::Closed,
        carried: -300,
        total: 18,
        lines: 12,
        closed_at: Some(world.now()),
        number: Some(7),
        ..own[0].clone()
    };
    commit(&*book, shop.changes()).await.unwrap();
    let statements = own.iter().chain(&others).cloned().map(Row::Statement);
    let written = statements.chain(joined).chain(purchases.iter().flat_map(|it| it.rows()));
    commit(&*book, rows(written)).await.unwrap();
    let backwards = lines.iter().rev().cloned().map(Row::StatementLine);
    let expected = vec![Expected { key: VersionKey::Statements(shop.enrollment.id), version: 0 }];
    let chunk = rows(backwards.chain([Row::Statement(closed.clone())]));
    commit(&*book, Changes { expected, ..chunk }).await.unwrap();
    let [_, december, march, january] = own;
    let newest_first = vec![march, closed.clone(), january, december];
    assert_eq!(book.statements_of(scope, shop.enrollment.id).await.unwrap(), (newest_first.clone(), 1));
    let [february, other_march] = others;
    let of_second = book.statements_of(scope, second.id).await.unwrap();
    assert_eq!(of_second, (vec![other_march.clone(), february.clone()], 0));
    let list = async |partner| book.statements(scope, partner, all()).await.unwrap();
    let by_id = |it: Vec<Statement>| sorted_by(it, |it| it.id);
    let of_partner = vec![february, other_march.clone()];
    assert_eq!(list(None).await, by_id([newest_first, of_partner.clone()].concat()));
    assert_eq!(list(Some(partner.id)).await, by_id(of_partner));
    let file = book.statement_file(scope, closed.id).await.unwrap().unwrap();
    let lines = lines.into_iter().zip(&purchases);
    let lines = lines.map(|(line, it)| (line, it.commission.clone(), Some(it.sale.clone()))).collect();
    assert_eq!(file, StatementFile { statement: closed, lines });
    let empty = book.statement_file(scope, other_march.id).await.unwrap();
    assert_eq!(empty, Some(StatementFile { statement: other_march.clone(), lines: Vec::new() }));
    let numbers = async |program| book.last_statement_number(scope, program).await.unwrap();
    assert_eq!(numbers(shop.program.id).await, (7, 0));
    let key = VersionKey::StatementNumbers(shop.program.id);
    let taken = Statement { number: Some(7), ..other_march.clone() };
    let refused = commit(&*book, rows([Row::Statement(taken.clone())])).await;
    assert_eq!(refused, Err(CommitError::Taken(Unique::Other)), "no two have one number");
    let eighth = Statement { number: Some(8), ..taken };
    let expected = vec![Expected { key, version: 0 }];
    commit(&*book, Changes { expected, ..rows([Row::Statement(eighth.clone())]) }).await.unwrap();
    assert_eq!(numbers(shop.program.id).await, (8, 1));
    assert_eq!(numbers(world.shop(scope).program.id).await, (0, 0));
    let unknown = StatementId::draw(world.now(), world.draw());
    assert_eq!(book.statement_file(scope, unknown).await.unwrap(), None);
}
