//! The ledger: balances by enrollment, account and currency.

use super::{Store, commit, rows};
use crate::world::{World, currency};
use commission::{Account, Commission, Entry, Posting};
use engine::ports::{Balance, Changes};
use words::{EnrollmentId, EntryId, Mode};

pub(super) async fn balances_sum_postings_by_account_and_currency(book: Store) {
    let world = World::seeded(131);
    let scope = world.scope(Mode::Live);
    let (shop, neighbor) = (world.shop(scope), world.shop(scope));
    let (_, second, joined) = world.join(&shop);
    commit(&*book, shop.changes()).await.unwrap();
    commit(&*book, neighbor.changes()).await.unwrap();
    commit(&*book, rows(joined)).await.unwrap();
    let pending = world.purchase(&shop, "ORD-1", 1_000);
    let approved = world.purchase(&shop, "ORD-2", 50_000).approved(&world);
    let undone = {
        let mut purchase = world.purchase(&neighbor, "ORD-3", 7_000);
        let after = Commission { reversed: purchase.commission.earned, ..purchase.commission.clone() };
        purchase.entries.extend(world.post(Some(&purchase.commission), &after));
        purchase
    };
    let of_second = world.post(None, &world.commission(&pending.sale, &second, 333));
    let yen: Vec<Entry> = of_second
        .iter()
        .map(|entry| Entry {
            id: EntryId::draw(world.now(), world.draw()),
            postings: entry
                .postings
                .iter()
                .map(|posting| Posting { currency: currency("JPY"), ..*posting })
                .collect(),
            ..entry.clone()
        })
        .collect();
    for entries in [&pending.entries, &approved.entries, &undone.entries, &of_second, &yen] {
        commit(&*book, Changes { entries: entries.clone(), ..Changes::default() }).await.unwrap();
    }
    let euro = shop.program.currency;
    let balance = |enrollment: EnrollmentId, account, currency, amount| Balance {
        enrollment,
        account,
        currency,
        amount,
    };
    let own = shop.enrollment.id;
    let mut expected = vec![
        balance(own, Account::CommissionExpense, euro, 10_200),
        balance(own, Account::PartnerPending, euro, -200),
        balance(own, Account::PartnerPayable, euro, -10_000),
        balance(second.id, Account::CommissionExpense, euro, 333),
        balance(second.id, Account::CommissionExpense, currency("JPY"), 333),
        balance(second.id, Account::PartnerPending, euro, -333),
        balance(second.id, Account::PartnerPending, currency("JPY"), -333),
    ];
    expected.sort();
    assert_eq!(book.balances(scope, shop.program.id).await.unwrap(), expected);
    assert_eq!(book.balances(scope, neighbor.program.id).await.unwrap(), [], "zeros are left out");
}
