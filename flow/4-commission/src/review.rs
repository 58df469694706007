//! What somebody may decide about a commission: to approve it early, to decline it, to take that
//! back.

use crate::{Commission, Declined, Entry, REASON_CHARACTERS_MAX, State, approve, post};
use words::{EntryId, Instant, Invalid, check_lines};

/// A decision by a person or a key; none where it changes nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Ends the hold now.
    Approve,
    /// It is not owed; `by` is the id of whoever says so.
    Decline { reason: String, by: Option<String> },
    /// It is owed after all.
    Reinstate,
}

impl Verdict {
    pub fn check(&self) -> Result<(), Invalid> {
        match self {
            Verdict::Decline { reason, .. } => check_lines("reason", reason, REASON_CHARACTERS_MAX),
            Verdict::Approve | Verdict::Reinstate => Ok(()),
        }
    }

    /// The commission under the verdict with the entries that book it; as it was where that is so already.
    pub fn on(
        &self,
        before: &Commission,
        at: Instant,
        draw: &mut dyn FnMut() -> EntryId,
    ) -> Result<(Commission, Vec<Entry>), Invalid> {
        let after = self.decided(before, at)?;
        let entries = match self {
            _ if after == *before => Vec::new(),
            Verdict::Approve => approve(before, at, draw()).1.into_iter().collect(),
            Verdict::Decline { .. } | Verdict::Reinstate => post(Some(before), &after, at, draw),
        };
        Ok((after, entries))
    }

    fn decided(&self, before: &Commission, at: Instant) -> Result<Commission, Invalid> {
        let state = before.state();
        match (self, state) {
            (Verdict::Approve, State::Pending) => Ok(before.approved(at)),
            (Verdict::Approve, _) if before.can_be_approved() => Ok(before.approved(at)),
            // Of what earned nothing there is nothing to approve; should it rise, it is held as any other.
            (Verdict::Approve, State::Approved | State::None)
            | (Verdict::Decline { .. }, State::Declined)
            | (Verdict::Reinstate, State::Pending | State::Approved | State::None) => Ok(before.clone()),
            (Verdict::Decline { .. }, _) if before.is_frozen() => Err(Invalid::new(
                "state",
                "a commission that no statement shows yet; what a statement shows is taken back by a refund of its \
                 sale, in the next statement",
            )),
            (Verdict::Decline { reason, by }, State::Pending | State::Approved | State::None) => {
                let declined = Some(Declined { at, reason: reason.clone(), by: by.clone() });
                Ok(Commission { declined, ..before.clone() })
            }
            (Verdict::Reinstate, State::Declined) => Ok(Commission { declined: None, ..before.clone() }),
            _ => Err(Invalid::new("state", format!("{}, not {}", self.expected(), state.name()))),
        }
    }

    fn expected(&self) -> &'static str {
        match self {
            Verdict::Approve => "a commission that is pending",
            Verdict::Decline { .. } => "a commission that is pending or approved",
            Verdict::Reinstate => "a commission that is declined",
        }
    }
}
