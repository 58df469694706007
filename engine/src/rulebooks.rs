//! The rules of programs as they were last read: every event needs them, and they change rarely. Their version says
//! whether they still are so.

use crate::{
    Engine, Error,
    ports::{Rulebook, VersionKey},
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use words::{ProgramId, Scope};

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

impl Engine {
    pub(crate) async fn rulebook(&self, scope: Scope, program: ProgramId) -> Result<Rulebook, Error> {
        if let Some(kept) = self.rulebooks.get(program).filter(|kept| kept.program.scope == scope) {
            let version = self.book().version(&VersionKey::Rules(program)).await?;
            if version == kept.version {
                return Ok(Rulebook::clone(&kept));
            }
        }
        let rulebook = self.book().rulebook(scope, program).await?;
        let rulebook = rulebook.ok_or_else(|| Error::not_found("program", program))?;
        self.rulebooks.keep(&rulebook);
        Ok(rulebook)
    }
}
