//! Whether what is sealed opens under the master key.

use super::Report;
use crate::{Engine, Error, doctor, ports::Page};
use std::fmt::Display;
use words::{Mode, PartnerId, Personal, Scope};

const PARTNERS_PER_PAGE: usize = 500;
/// Whose data does not open, named; the rest would say the same.
const NAMED_MAX: usize = 20;

/// Those whose personal data does not open.
#[derive(Default)]
pub(super) struct Unopened {
    count: u64,
    named: Vec<String>,
}

impl Unopened {
    fn add(&mut self, whose: impl Display) {
        self.count += 1;
        if self.named.len() < NAMED_MAX {
            self.named.push(whose.to_string());
        }
    }

    pub(super) fn told(self, report: &mut Report) {
        if self.count > 0 {
            let text = format!(
                "the personal data of {} does not open under this master key: {}",
                self.count,
                self.named.join(", ")
            );
            report.error("sealed data", text);
        }
    }
}

pub(super) fn examine_sealed(
    engine: &Engine,
    whose: impl Display,
    personal: &Personal,
    unopened: &mut Unopened,
) {
    let Some(key) = &personal.key else { return };
    let mut sealed =
        [&personal.email, &personal.name, &personal.website, &personal.notes].into_iter().flatten();
    if sealed.any(|sealed| engine.vault().open(key, sealed).is_none()) {
        unopened.add(whose);
    }
}

/// Users and partners; customers are examined with their decisions.
pub(super) async fn examine_people(engine: &Engine, unopened: &mut Unopened) -> Result<(), Error> {
    for workspace in engine.book().workspaces().await? {
        for (_, user) in engine.book().members(workspace.id).await? {
            doctor::examine_sealed(engine, user.id, &user.personal, unopened);
        }
        for mode in [Mode::Live, Mode::Test] {
            examine_partners(engine, Scope { workspace: workspace.id, mode }, unopened).await?;
        }
    }
    Ok(())
}

async fn examine_partners(engine: &Engine, scope: Scope, unopened: &mut Unopened) -> Result<(), Error> {
    let mut after = None::<PartnerId>;
    loop {
        let page = Page { after, limit: PARTNERS_PER_PAGE };
        let partners = engine.book().partners(scope, page).await?;
        for partner in &partners {
            doctor::examine_sealed(engine, partner.id, &partner.personal, unopened);
        }
        after = partners.last().map(|partner| partner.id);
        if partners.len() < PARTNERS_PER_PAGE {
            return Ok(());
        }
    }
}
