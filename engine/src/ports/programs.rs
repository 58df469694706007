//! Programs and the rules that they publish.

use super::changes::StorageError;
use async_trait::async_trait;
use conversion::Kind;
use payout::PayingAccount;
use program::{Code, Logo, Program};
use settlement::Rulebook;
use std::collections::{BTreeMap, BTreeSet};
use words::{ProgramId, Scope};

/// Something that programs know, each for itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProgramClue<'a> {
    /// A code, normalized.
    Code(&'a str),
    /// The identity under which a conversion was recorded.
    Conversion { kind: Kind, source: &'a str, external_id: &'a str },
    /// The merchant's id of a customer with a touch or a conversion.
    Customer(&'a str),
}

/// The programs whose partners have one of these codes; an archived one says something only where no other does.
pub fn programs_of_codes(codes: &[Code]) -> Vec<ProgramId> {
    let programs = |archived| {
        let codes = codes.iter().filter(move |code| code.archived_at.is_some() == archived);
        codes.map(|code| code.program).collect::<BTreeSet<_>>()
    };
    let valid = programs(false);
    if valid.is_empty() { programs(true) } else { valid }.into_iter().collect()
}

/// Programs and the rules that they publish.
#[async_trait]
pub trait Programs: Send + Sync {
    async fn programs(&self, scope: Scope) -> Result<Vec<Program>, StorageError>;

    /// What the programs are called. Asks the store once, however many ids there are. Unknown ids and those of another scope
    /// are left out.
    async fn program_names(
        &self,
        scope: Scope,
        ids: &[ProgramId],
    ) -> Result<BTreeMap<ProgramId, String>, StorageError>;

    /// Programs of every workspace, for the redirect.
    async fn all_programs(&self) -> Result<Vec<Program>, StorageError>;

    /// The programs that know the clue, in ascending order, each once.
    async fn programs_knowing(
        &self,
        scope: Scope,
        clue: ProgramClue<'_>,
    ) -> Result<Vec<ProgramId>, StorageError>;

    async fn logo(&self, program: ProgramId) -> Result<Option<Logo>, StorageError>;

    /// From which the program's payouts are paid.
    async fn paying_account(
        &self,
        scope: Scope,
        program: ProgramId,
    ) -> Result<Option<PayingAccount>, StorageError>;

    async fn rulebook(&self, scope: Scope, program: ProgramId) -> Result<Option<Rulebook>, StorageError>;
}
