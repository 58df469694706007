//! Deeds: the logo that a program shows on its pages, and taking it away.

use crate::{
    Done, Engine, Error, Permit,
    audit::{self, view},
    engine::sha256_hex,
    need::WritePrograms,
    ports::{Changes, Row},
    rulebooks,
    rulebooks::rules,
};
use facts::{Event, ProgramChanged};
use program::{Logo, Picture, Program};
use words::ProgramId;

/// Characters of the hash by which one logo is told from another.
const HASH_CHARACTERS: usize = 16;

/// Takes the picture as the program's logo; none takes the logo away.
pub async fn set_logo(
    engine: &Engine,
    caller: &Permit<WritePrograms>,
    id: ProgramId,
    bytes: Option<&[u8]>,
) -> Result<Done<Program>, Error> {
    let picture = &bytes.map(Picture::new).transpose()?;
    let hash = &picture.as_ref().map(|picture| {
        let mut hash = sha256_hex(&picture.bytes);
        hash.truncate(HASH_CHARACTERS);
        hash
    });
    let attempt = move || async move {
        let rulebook = rulebooks::load(engine, caller.scope, id).await?;
        let (now, expected) = (engine.now(), vec![rules(&rulebook)]);
        let before = rulebook.program;
        let after = Program { logo: hash.clone(), ..before.clone() };
        if after == before {
            return Ok((before, Changes::default()));
        }
        let updated = Event::ProgramUpdated(ProgramChanged { program: id });
        let facts = vec![engine.fact(caller.scope, now, updated).of_program(id)];
        let audit =
            vec![audit::entry(engine, caller, now, "program.updated", id, (view(&before), view(&after)))];
        let logo = Logo { program: id, scope: caller.scope, picture: picture.clone() };
        let rows = vec![Row::Program(after.clone()), Row::Logo(logo)];
        Ok((after, Changes { expected, rows, facts, audit, ..Changes::default() }))
    };
    engine.transact(caller, "set_logo", attempt).await
}

/// For everybody: a logo is made to be seen.
pub async fn logo(engine: &Engine, id: ProgramId) -> Result<Picture, Error> {
    let logo = engine.book().logo(id).await?;
    logo.and_then(|logo| logo.picture).ok_or_else(|| Error::not_found("logo of", id))
}
