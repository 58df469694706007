//! What a shop may know of a code or a click: what the customer gets, and from whom.

use crate::{
    Engine, Error, Permit,
    conversions::{self, Clues},
    evidence::{self, Clicked},
    need::SendLeads,
    rulebooks,
};
use program::{Code, CustomerOffer, EnrollmentStatus, Program, offer_of, terms_in_force};
use settlement::{EnrollmentSnapshot, Rulebook};
use words::{EnrollmentId, Instant, Invalid, ProgramId, Scope, filled};

/// Whose offer is asked for: by a code or by a click, one of them.
#[derive(Clone, Debug, Default)]
pub struct OfferAsked {
    /// May be absent where a click says it, or there is exactly one.
    pub program: Option<ProgramId>,
    /// As the customer typed it, or several.
    pub code: Option<String>,
    /// The id of a click, or of a link.
    pub click: Option<String>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct OfferShown {
    pub program: Program,
    /// Who sent the customer, where the program names its partners.
    pub partner_name: Option<String>,
    pub code: Option<Code>,
    pub offer: CustomerOffer,
}

/// Who sent the customer, and since when.
struct Sent {
    program: ProgramId,
    enrollment: EnrollmentId,
    at: Instant,
    code: Option<Code>,
}

/// What a customer gets by a code or a click; what gives nothing is as absent as what is not known.
pub async fn show(
    engine: &Engine,
    caller: &Permit<SendLeads>,
    asked: &OfferAsked,
) -> Result<OfferShown, Error> {
    let scope = caller.scope;
    let absent = || {
        let named = asked.code.as_deref().or(asked.click.as_deref());
        Error::not_found("offer", named.unwrap_or_default())
    };
    let sent = sent_by(engine, scope, asked).await?.ok_or_else(absent)?;
    let rulebook = rulebooks::load(engine, scope, sent.program).await?;
    let snapshot = engine.book().enrollment_snapshots(scope, &[sent.enrollment]).await?.into_iter().next();
    let snapshot = snapshot.filter(takes_part).ok_or_else(absent)?;
    let offer = offer_under(engine, &rulebook, &snapshot, &sent).ok_or_else(absent)?;
    let program = rulebook.program;
    let partner_name = program.names_partners.then_some(snapshot.partner.display_name);
    Ok(OfferShown { program, partner_name, code: sent.code, offer })
}

fn offer_under(
    engine: &Engine,
    rulebook: &Rulebook,
    snapshot: &EnrollmentSnapshot,
    sent: &Sent,
) -> Option<CustomerOffer> {
    let terms = terms_in_force(&rulebook.terms, &snapshot.enrollment, sent.at, engine.now());
    offer_of(sent.code.as_ref(), terms).cloned()
}

async fn sent_by(engine: &Engine, scope: Scope, asked: &OfferAsked) -> Result<Option<Sent>, Error> {
    let given = |text: &Option<String>| text.as_deref().and_then(filled).map(str::to_owned);
    match (&given(&asked.code), &given(&asked.click)) {
        (Some(written), None) => {
            let clues = Clues { named: asked.program, codes: Some(written), ..Clues::default() };
            let (program, at) = (conversions::program_of(engine, scope, clues).await?, engine.now());
            let found = evidence::codes_written(engine, scope, program, written).await?;
            let found = found.into_iter().find_map(|(_, code)| code.filter(|code| code.is_valid_at(at)));
            Ok(found.map(|code| Sent { program, enrollment: code.enrollment, at, code: Some(code) }))
        }
        (None, Some(click)) => {
            let found = evidence::click_by_id(engine, scope, click).await?;
            let sent = found.map(|clicked| {
                let (at, link) = match clicked {
                    Clicked::Click(click, link) => (click.at, link),
                    Clicked::Link(link) => (engine.now(), link),
                };
                Sent { program: link.program, enrollment: link.enrollment, at, code: None }
            });
            Ok(sent.filter(|sent| asked.program.is_none_or(|program| program == sent.program)))
        }
        _ => Err(Invalid::new("code", "a code or a click_id, one of them").into()),
    }
}

fn takes_part(snapshot: &EnrollmentSnapshot) -> bool {
    snapshot.enrollment.status == EnrollmentStatus::Approved
}
