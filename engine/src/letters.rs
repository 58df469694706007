//! Letters: written with the deed that wants them, sealed, and sent by the worker.

use crate::{
    Engine, Error,
    ports::{Changes, Courier, CourierError, Letter, LetterChange, LetterKind, OutgoingLetter},
};
use serde::{Deserialize, Serialize};
use words::{Instant, LetterId, SubjectKey};

const LETTERS_PER_ROUND_MAX: usize = 50;
/// After this many tries, some twelve hours, a letter is given up.
const LETTER_TRIES_MAX: u32 = 10;
const FIRST_RETRY_SECONDS: i64 = 60;
const SECOND_MICROS: i64 = 1_000_000;

#[derive(Serialize, Deserialize)]
struct Content {
    to: String,
    kind: LetterKind,
}

/// The outcome of sending the due letters.
#[derive(Debug, Default)]
pub struct Round {
    pub delivered: usize,
    /// Never to be delivered, and why.
    pub dropped: Vec<(LetterId, CourierError)>,
}

/// A letter to be committed with the deed that wants it, sealed under its reader's key.
pub(crate) fn put(
    engine: &Engine,
    key: &SubjectKey,
    to: String,
    kind: LetterKind,
    now: Instant,
) -> LetterChange {
    let content = serde_json::to_string(&Content { to, kind }).unwrap_or_default();
    LetterChange::Put(OutgoingLetter {
        id: LetterId::draw(now, engine.draw()),
        key: key.clone(),
        content: engine.vault().seal(key, &content),
        run_at: now,
        attempts: 0,
        created_at: now,
    })
}

/// Hands due letters to the courier. What cannot be delivered yet waits twice as long each time, and ends the round: the
/// next would most likely wait as long for the same server. What is refused for good, or cannot be opened any more, is
/// dropped.
pub async fn send_due(engine: &Engine, courier: &dyn Courier) -> Result<Round, Error> {
    let due = engine.book().due_letters(engine.now(), LETTERS_PER_ROUND_MAX).await?;
    let mut round = Round::default();
    for outgoing in &due {
        let outcome = deliver(engine, courier, outgoing).await;
        let is_over = matches!(outcome, Err(CourierError::Unreachable(_)));
        let change = match outcome {
            Ok(()) => {
                round.delivered += 1;
                LetterChange::Done(outgoing.id)
            }
            Err(CourierError::Unreachable(_)) if outgoing.attempts + 1 < LETTER_TRIES_MAX => {
                let wait = FIRST_RETRY_SECONDS << outgoing.attempts;
                let run_at = engine.now().plus_micros(wait * SECOND_MICROS);
                LetterChange::Put(OutgoingLetter {
                    run_at,
                    attempts: outgoing.attempts + 1,
                    ..outgoing.clone()
                })
            }
            Err(fault) => {
                round.dropped.push((outgoing.id, fault));
                LetterChange::Done(outgoing.id)
            }
        };
        let change = &change;
        let attempt =
            move || async move { Ok(((), Changes { letters: vec![change.clone()], ..Changes::default() })) };
        engine.transact_unnamed("send_letter", attempt).await?;
        if is_over {
            break;
        }
    }
    Ok(round)
}

async fn deliver(
    engine: &Engine,
    courier: &dyn Courier,
    outgoing: &OutgoingLetter,
) -> Result<(), CourierError> {
    let erased = || CourierError::Refused("its reader was erased".to_owned());
    let content = engine.vault().open(&outgoing.key, &outgoing.content).ok_or_else(erased)?;
    let content: Content = serde_json::from_str(&content)
        .map_err(|fault| CourierError::Refused(format!("the letter cannot be read: {fault}")))?;
    let letter = Letter { id: outgoing.id.to_string(), to: content.to, kind: content.kind };
    courier.deliver(&letter).await
}
