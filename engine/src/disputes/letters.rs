//! What both sides are told by letter about a dispute.

use crate::{
    Engine, Error,
    conversions::phrases,
    people,
    ports::{Changes, LetterKind},
};
use commission::{Dispute, DisputeMove};
use program::Program;
use words::{Language, PartnerId, Personal, Resource, Scope, Sentence, Value, Verb};

/// Who reads a letter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Partner,
    Merchant,
}

/// Notifies the side that has to answer: of the last entry, or that the dispute is due.
pub(super) async fn write_letters(
    engine: &Engine,
    dispute: &Dispute,
    program: &Program,
    changes: &mut Changes,
) -> Result<(), Error> {
    let did = dispute.history.last().map_or(DisputeMove::Opened, |turn| turn.did);
    let sides: &[Side] = match did {
        _ if dispute.is_reminded => &[Side::Merchant],
        DisputeMove::Asked => &[Side::Partner],
        DisputeMove::Answered => &[Side::Merchant],
        DisputeMove::Opened | DisputeMove::Upheld | DisputeMove::Rejected | DisputeMove::Withdrawn => {
            &[Side::Partner, Side::Merchant]
        }
    };
    for &side in sides {
        let kind = letter_of(dispute, program, side);
        let readers = match side {
            Side::Partner => partner_as_reader(engine, dispute.scope, dispute.partner).await?,
            Side::Merchant => {
                people::team_allowed(engine, dispute.scope, Resource::Commissions, Verb::Write).await?
            }
        };
        people::write_to_all(engine, &readers, &kind, changes);
    }
    Ok(())
}

async fn partner_as_reader(
    engine: &Engine,
    scope: Scope,
    partner: PartnerId,
) -> Result<Vec<Personal>, Error> {
    let partner = engine.book().partner(scope, partner).await?;
    Ok(partner.into_iter().map(|partner| partner.personal).collect())
}

/// In both languages, one below the other: which of them somebody reads is not known.
fn letter_of(dispute: &Dispute, program: &Program, side: Side) -> LetterKind {
    let last = dispute.history.last();
    let did = match last.map(|turn| turn.did) {
        _ if dispute.is_reminded => "due",
        Some(DisputeMove::Asked) => "asked",
        Some(DisputeMove::Answered) => "answered",
        Some(DisputeMove::Upheld) => "upheld",
        Some(DisputeMove::Rejected) => "rejected",
        Some(DisputeMove::Withdrawn) => "withdrawn",
        Some(DisputeMove::Opened) | None => "opened",
    };
    let to = if side == Side::Partner { "partner" } else { "merchant" };
    let reason = last.and_then(|turn| turn.reason);
    let sentence = |code: String| {
        let sentence = Sentence::new(code).text("program", &program.name).text("id", dispute.id.to_string());
        let sentence = sentence.word("about", &format!("dispute.{}", dispute.kind.name()));
        let sentence = sentence.with("due", Value::Day(dispute.due_at));
        sentence.word("reason", &format!("dispute.reason.{}", reason.map_or("other", |reason| reason.name())))
    };
    let said = |language: Language, code: &str| {
        phrases(language).say_all(&[sentence(format!("letter.dispute.{code}"))]).concat()
    };
    let subject = Language::ALL.map(|language| said(language, "subject")).join(" / ");
    let paragraphs = Language::ALL.map(|language| said(language, &format!("{did}.{to}")));
    LetterKind::Told { subject, paragraphs: paragraphs.to_vec() }
}
