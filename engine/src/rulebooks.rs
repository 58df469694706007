//! The rules of programs as they were last read: every event needs them, and they change rarely. Their version says
//! whether they still are so.

use crate::{
    Engine, Error,
    ports::{Expected, VersionKey},
};
use program::Group;
use settlement::{EnrollmentSnapshot, Rulebook};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use words::{GroupId, ProgramId, Scope};

/// Programs whose rules are kept; with more, all are read anew.
const RULEBOOKS_KEPT_MAX: usize = 256;

#[derive(Default)]
pub(crate) struct Rulebooks(Mutex<HashMap<ProgramId, Arc<Rulebook>>>);

impl Rulebooks {
    fn get(&self, program: ProgramId) -> Option<Arc<Rulebook>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&program).cloned()
    }

    fn keep(&self, rulebook: &Rulebook) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= RULEBOOKS_KEPT_MAX && !kept.contains_key(&rulebook.program.id) {
            kept.clear();
        }
        kept.insert(rulebook.program.id, Arc::new(rulebook.clone()));
    }
}

pub(crate) async fn load(engine: &Engine, scope: Scope, program: ProgramId) -> Result<Rulebook, Error> {
    if let Some(kept) = engine.rulebooks.get(program).filter(|kept| kept.program.scope == scope) {
        let version = engine.book().version(&VersionKey::Rules(program)).await?;
        if version == kept.version {
            return Ok(Rulebook::clone(&kept));
        }
    }
    let rulebook = engine.book().rulebook(scope, program).await?;
    let rulebook = rulebook.ok_or_else(|| Error::not_found("program", program))?;
    engine.rulebooks.keep(&rulebook);
    Ok(rulebook)
}

/// The named group, or the program's first.
pub(crate) fn group_of(rulebook: &Rulebook, wanted: Option<GroupId>) -> Result<&Group, Error> {
    let id = wanted.map_or_else(|| "(first)".to_owned(), |id| id.to_string());
    rulebook.group(wanted).ok_or_else(|| Error::not_found("group", id))
}

/// That the program, its groups, policies and terms are still as they were read.
pub(crate) fn rules(rulebook: &Rulebook) -> Expected {
    Expected { key: VersionKey::Rules(rulebook.program.id), version: rulebook.version }
}

/// What a settlement or a grant rests on and others may change: the rules, and each enrollment.
pub(crate) fn premises(rulebook: &Rulebook, snapshots: &[EnrollmentSnapshot]) -> Vec<Expected> {
    let enrollments = snapshots.iter().map(|snapshot| Expected {
        key: VersionKey::Enrollment(snapshot.enrollment.id),
        version: snapshot.version,
    });
    std::iter::once(rules(rulebook)).chain(enrollments).collect()
}
