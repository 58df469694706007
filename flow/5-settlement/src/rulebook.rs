//! The rules of a program.

use program::{Group, Policy, Program, Terms};
use words::GroupId;

/// All that deciding and pricing need to know of a program.
#[derive(Clone, PartialEq, Debug)]
pub struct Rulebook {
    pub program: Program,
    pub policies: Vec<Policy>,
    pub groups: Vec<Group>,
    pub terms: Vec<Terms>,
    /// Counts the commits that changed the rules. A commit of a settlement expects this count.
    pub version: u64,
}

impl Rulebook {
    /// The named group, or the program's first. None if the program does not have it.
    pub fn group(&self, wanted: Option<GroupId>) -> Option<&Group> {
        match wanted {
            Some(id) => self.groups.iter().find(|group| group.id == id),
            None => self.groups.iter().min_by_key(|group| group.id),
        }
    }
}
