//! The linter: what is probably not meant so in a policy or in terms, tried on the latest sales.

use crate::{
    Engine, Error, Permit,
    need::ReadPrograms,
    ports::{ListQuery, Noun, list_of},
    simulate::with_candidate,
};
use commission::{SampleSale, lint_terms};
use conversion::{Conversion, lint_policy};
use program::PolicyRules;
use report::{Candidate, TermsDraft};
use words::{Finding, ProgramId};

/// The latest sales that terms are tried on.
pub const SALES_SAMPLED_MAX: usize = 200;

impl Engine {
    /// Reads the rules as they might be published; an empty answer means that nothing was found.
    pub async fn lint(
        &self,
        caller: &Permit<ReadPrograms>,
        program: ProgramId,
        policy: Option<&PolicyRules>,
        terms: &[TermsDraft],
    ) -> Result<Vec<Finding>, Error> {
        let (scope, now) = (caller.scope, self.now());
        let rulebook = self.rulebook(scope, program).await?;
        if let Some(policy) = policy {
            policy.check()?;
        }
        let mut found = policy.map(lint_policy).unwrap_or_default();
        if terms.is_empty() {
            return Ok(found);
        }
        let candidate =
            Candidate { policy: None, terms: terms.to_vec(), since: now.plus_days(-1), until: now };
        let tried = with_candidate(&rulebook, &candidate, now)?;
        let mut latest = ListQuery::new(Noun::Conversion, SALES_SAMPLED_MAX)
            .only("program_id", program)
            .only("kind", "sale");
        latest.sort.descending = true;
        let sales: Vec<Conversion> = list_of(self.book(), scope, &latest).await?;
        let sample = sales.into_iter().filter_map(|sale| {
            let amount = sale.amount()?;
            Some(SampleSale { external_id: sale.external_id, amount })
        });
        let sample: Vec<_> = sample.collect();
        for terms in &tried.terms[rulebook.terms.len()..] {
            found.extend(lint_terms(terms, rulebook.program.currency, &sample));
        }
        Ok(found)
    }
}
