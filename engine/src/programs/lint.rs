//! The linter: what is probably not meant so in a policy or in terms, tried on the latest sales.

use crate::{
    Engine, Error, Permit,
    need::ReadPrograms,
    ports::{ConversionColumn, ListOf, list_of},
    rulebooks,
    simulations::with_candidate,
};
use commission::{PriceExample, SampleSale, lint_terms, price_examples};
use conversion::{Conversion, lint_policy};
use program::PolicyRules;
use report::{Candidate, TermsDraft};
use words::{Finding, ProgramId};

/// The latest sales that terms are tried on.
pub const SALES_SAMPLED_MAX: usize = 200;

/// What the linter answers: an empty list of findings means that nothing was found.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Linted {
    pub found: Vec<Finding>,
    /// What recorded sales would earn under the terms.
    pub examples: Vec<PriceExample>,
}

/// Reads the rules as they might be published.
pub async fn lint(
    engine: &Engine,
    caller: &Permit<ReadPrograms>,
    program: ProgramId,
    policy: Option<&PolicyRules>,
    terms: &[TermsDraft],
) -> Result<Linted, Error> {
    let (scope, now) = (caller.scope, engine.now());
    let rulebook = rulebooks::load(engine, scope, program).await?;
    if let Some(policy) = policy {
        policy.check()?;
    }
    let found = policy.map(lint_policy).unwrap_or_default();
    let mut linted = Linted { found, examples: Vec::new() };
    if terms.is_empty() {
        return Ok(linted);
    }
    let candidate = Candidate { policy: None, terms: terms.to_vec(), since: now.plus_days(-1), until: now };
    let tried = with_candidate(&rulebook, &candidate, now)?;
    let latest = ListOf::<Conversion>::new(SALES_SAMPLED_MAX)
        .only(ConversionColumn::PROGRAM_ID, program)
        .only(ConversionColumn::KIND, "sale")
        .newest_first();
    let sales: Vec<Conversion> = list_of(engine.book(), scope, &latest).await?;
    let sample = sales.into_iter().filter_map(|sale| {
        sale.amount()?;
        let content = sale.in_program_currency().ok()?.into_owned();
        let Conversion { external_id, source, occurred_at, .. } = sale;
        Some(SampleSale { external_id, source, content, occurred_at })
    });
    let sample: Vec<_> = sample.collect();
    for terms in &tried.terms[rulebook.terms.len()..] {
        linted.found.extend(lint_terms(terms, rulebook.program.currency, &sample));
        linted.examples.extend(price_examples(terms, rulebook.program.currency, &sample));
    }
    Ok(linted)
}
