//! Names of a whole page.

use super::{Store, commit, rows};
use crate::world::World;
use std::collections::BTreeMap;
use words::{CustomerId, Mode, PartnerId, ProgramId};

/// Ids of one page: more than a statement of some stores takes parameters.
const IDS_ASKED: usize = 40_000;

pub(super) async fn names_of_a_page_are_found_at_once(book: Store) {
    let world = World::seeded(131);
    let shop = world.shop(world.scope(Mode::Live));
    let neighbor = world.shop(world.scope(Mode::Live));
    let (partner, _, joined) = world.join(&shop);
    let purchases = ["ORD-1", "ORD-2"].map(|order| world.purchase(&shop, order, 1_000));
    commit(&*book, shop.changes()).await.unwrap();
    commit(&*book, neighbor.changes()).await.unwrap();
    commit(&*book, rows(joined)).await.unwrap();
    commit(&*book, rows(purchases.iter().flat_map(|purchase| purchase.rows()))).await.unwrap();
    let scope = shop.scope;

    let unknown = PartnerId::draw(world.now(), world.draw());
    let asked = [partner.id, unknown, shop.partner.id, neighbor.partner.id, partner.id];
    let named = [(partner.id, partner.display_name), (shop.partner.id, shop.partner.display_name.clone())];
    assert_eq!(book.partner_names(scope, &asked).await.unwrap(), BTreeMap::from(named));

    let unknown = ProgramId::draw(world.now(), world.draw());
    let asked = [neighbor.program.id, shop.program.id, unknown];
    let named = BTreeMap::from([(shop.program.id, shop.program.name.clone())]);
    assert_eq!(book.program_names(scope, &asked).await.unwrap(), named);

    let mut customers = purchases.map(|purchase| purchase.customer);
    customers.sort_by_key(|customer| customer.id);
    let mut asked: Vec<_> = (0..IDS_ASKED).map(|_| CustomerId::draw(world.now(), world.draw())).collect();
    asked.extend(customers.iter().rev().chain(&customers).map(|customer| customer.id));
    assert_eq!(book.customers(scope, &asked).await.unwrap(), customers);
    assert_eq!(book.customers(neighbor.scope, &asked).await.unwrap(), []);

    assert!(book.partner_names(scope, &[]).await.unwrap().is_empty());
    assert!(book.program_names(scope, &[]).await.unwrap().is_empty());
    assert!(book.customers(scope, &[]).await.unwrap().is_empty());
}
