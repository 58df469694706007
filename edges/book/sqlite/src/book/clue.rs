//! Which programs know what an event carries.

use super::{
    fault::Fault,
    read::{all, each, text, word},
};
use engine::ports::{ProgramClue, programs_of_codes};
use rusqlite::{Connection, params};
use words::{ProgramId, Scope};

pub(super) fn programs_knowing(
    conn: &Connection,
    scope: Scope,
    clue: ProgramClue<'_>,
) -> Result<Vec<ProgramId>, Fault> {
    let (workspace, mode) = (text(scope.workspace), scope.mode.name());
    match clue {
        ProgramClue::Code(code) => {
            let sql = "select id, body from codes where code = ?1 and workspace = ?2 and mode = ?3";
            Ok(programs_of_codes(&all(conn, "codes", sql, params![code, workspace, mode])?))
        }
        ProgramClue::Conversion { kind, source, external_id } => {
            let sql = "
                select distinct program from conversions
                where external_id = ?1 and workspace = ?2 and mode = ?3 and kind = ?4 and source = ?5
                order by program";
            let params = params![external_id, workspace, mode, kind.name(), source];
            each(conn, sql, params, |row| word(row, 0, ("conversions", "program")))
        }
        ProgramClue::Customer(external_id) => {
            // A look-up for each program: a customer may have any number of conversions in it.
            let sql = "
                select p.id from customers c join programs p on p.workspace = c.workspace and p.mode = c.mode
                where c.workspace = ?1 and c.mode = ?2 and c.external_id = ?3 and (
                    exists (select 1 from touches where customer = c.id and program = p.id)
                    or exists (select 1 from conversions where customer = c.id and program = p.id)
                )
                order by p.id";
            each(conn, sql, params![workspace, mode, external_id], |row| word(row, 0, ("programs", "id")))
        }
    }
}
