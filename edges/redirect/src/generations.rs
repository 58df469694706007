//! A bounded memory that forgets the least recently wanted, roughly: two generations, of which the
//! older is dropped whole when the younger is full.

use std::{borrow::Borrow, collections::HashMap, hash::Hash, mem};

pub(crate) struct Generations<K, V> {
    young: HashMap<K, V>,
    old: HashMap<K, V>,
    entries_max: usize,
}

impl<K: Hash + Eq, V: Copy> Generations<K, V> {
    pub(crate) fn new(entries_max: usize) -> Self {
        Self { young: HashMap::new(), old: HashMap::new(), entries_max }
    }

    /// What is wanted grows young again.
    pub(crate) fn get<Q: Hash + Eq + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        if let Some(value) = self.young.get(key) {
            return Some(*value);
        }
        let (key, value) = self.old.remove_entry(key)?;
        self.insert(key, value);
        Some(value)
    }

    pub(crate) fn insert(&mut self, key: K, value: V) {
        if self.young.len() >= self.entries_max / 2 {
            self.grow_old();
        }
        self.young.insert(key, value);
    }

    pub(crate) fn remove(&mut self, key: &K) {
        self.young.remove(key);
        self.old.remove(key);
    }

    /// Drops the older generation; the younger takes its place.
    pub(crate) fn grow_old(&mut self) {
        self.old = mem::take(&mut self.young);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_holds_more_than_its_bound_and_keeps_what_is_wanted() {
        let mut memory = Generations::new(100);
        for number in 0..1_000 {
            memory.insert(number, number);
            assert_eq!(memory.get(&0), Some(0), "wanted all the time");
            assert!(memory.young.len() + memory.old.len() <= 100);
        }
        assert_eq!(memory.get(&1), None);
        assert_eq!(memory.get(&999), Some(999));
    }
}
