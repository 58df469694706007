//! What holds of every feed of facts.

use engine::ports::Book;
use facts::{NumberedFact, Object};
use std::collections::{BTreeMap, BTreeSet};

/// Panics unless the facts of the book are numbered without gaps, the revisions of each object never fall, causes stand
/// before what they cause, and partners are sorted.
pub async fn assert_in_order(book: &dyn Book) {
    let facts = book.facts(None, 0, usize::MAX).await.unwrap();
    let mut revisions = BTreeMap::<Object, u64>::new();
    let mut earlier = BTreeSet::new();
    for (NumberedFact { number, fact }, place) in facts.iter().zip(1..) {
        assert_eq!(*number, place, "{fact:?}");
        let before = revisions.insert(fact.object(), fact.revision).unwrap_or(0);
        assert!(before <= fact.revision, "revision {before} was there before {fact:?}");
        assert!(fact.cause.is_none_or(|cause| earlier.contains(&cause)), "the cause comes later: {fact:?}");
        assert!(
            fact.partners.is_sorted() && fact.event.partners().iter().all(|it| fact.partners.contains(it))
        );
        earlier.insert(fact.id);
    }
}
