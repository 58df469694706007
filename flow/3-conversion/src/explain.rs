//! A decision in words: the same for the merchant and the partner.

use crate::{Conversion, Decision, Outcome, Refusal};
use program::Policy;
use words::PartnerId;

/// The sentences of a decision. `name_of` says how a partner is called for this reader; `in_full` whether the reader may
/// know what was bought: its number and amount.
pub fn explain(
    conversion: &Conversion,
    decision: &Decision,
    policy: &Policy,
    name_of: &dyn Fn(PartnerId) -> String,
    in_full: bool,
) -> Vec<String> {
    let what = match conversion.amount() {
        _ if !in_full => format!("The {}", conversion.kind.name()),
        Some(amount) => format!("The {} {} over {amount}", conversion.kind.name(), conversion.external_id),
        None => format!("The {} {}", conversion.kind.name(), conversion.external_id),
    };
    let mut sentences = vec![format!("{what} occurred on {}.", conversion.occurred_at.human())];
    sentences.push(format!(
        "It was decided under policy version {}: {}, looking back {} days{}.",
        policy.version,
        policy.model.name(),
        policy.look_back_days,
        if policy.code_wins { "; a code used at the purchase wins outright" } else { "" },
    ));
    if decision.considered.is_empty() {
        sentences.push("No touch by any partner is known for this customer.".to_owned());
    }
    for considered in &decision.considered {
        let partner = name_of(considered.partner);
        let touch =
            format!("The {} of {partner} on {}", considered.class.name(), considered.occurred_at.human());
        sentences.push(match considered.outcome {
            Outcome::Credited => format!("{touch} was credited."),
            Outcome::NotChosen => {
                format!("{touch} was eligible, but under {} another touch was chosen.", policy.model.name())
            }
            Outcome::BehindCode => {
                format!("{touch} was eligible, but the code used at the purchase wins outright.")
            }
            Outcome::Refused { reason } => format!("{touch} was not eligible: {}.", because(reason, policy)),
        });
    }
    match decision.shares.as_slice() {
        [] => sentences.push("Nobody is credited.".to_owned()),
        shares => {
            let credit = |millionths| words::Rate::from_millionths(millionths);
            let parts = shares.iter().map(|share| {
                format!("{} is credited with {}", name_of(share.partner), credit(share.millionths))
            });
            sentences.push(format!("{}.", parts.collect::<Vec<_>>().join("; ")));
        }
    }
    sentences
}

/// The reason with this policy's figures.
fn because(reason: Refusal, policy: &Policy) -> String {
    match reason {
        Refusal::OutsideLookBack => {
            format!("{} ({} days)", reason.meaning(), policy.look_back_days)
        }
        _ => reason.meaning().to_owned(),
    }
}
