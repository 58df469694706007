//! What a shop may know of a code or a click: what the customer gets, and from whom.

use crate::{Engine, Error, Permit, evidence::Clicked, need::SendLeads, program_of_event::Clues};
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

impl Engine {
    /// What a customer gets by a code or a click; what gives nothing is as absent as what is not known.
    pub async fn customer_offer(
        &self,
        caller: &Permit<SendLeads>,
        asked: &OfferAsked,
    ) -> Result<OfferShown, Error> {
        let scope = caller.scope;
        let absent = || {
            let named = asked.code.as_deref().or(asked.click.as_deref());
            Error::not_found("offer", named.unwrap_or_default())
        };
        let sent = self.sent_by(scope, asked).await?.ok_or_else(absent)?;
        let rulebook = self.rulebook(scope, sent.program).await?;
        let snapshot = self.book().enrollment_snapshots(scope, &[sent.enrollment]).await?.into_iter().next();
        let snapshot = snapshot.filter(takes_part).ok_or_else(absent)?;
        let offer = self.offer_under(&rulebook, &snapshot, &sent).ok_or_else(absent)?;
        let program = rulebook.program;
        let partner_name = program.names_partners.then_some(snapshot.partner.display_name);
        Ok(OfferShown { program, partner_name, code: sent.code, offer })
    }

    fn offer_under(
        &self,
        rulebook: &Rulebook,
        snapshot: &EnrollmentSnapshot,
        sent: &Sent,
    ) -> Option<CustomerOffer> {
        let terms = terms_in_force(&rulebook.terms, &snapshot.enrollment, sent.at, self.now());
        offer_of(sent.code.as_ref(), terms).cloned()
    }

    async fn sent_by(&self, scope: Scope, asked: &OfferAsked) -> Result<Option<Sent>, Error> {
        let given = |text: &Option<String>| text.as_deref().and_then(filled).map(str::to_owned);
        match (&given(&asked.code), &given(&asked.click)) {
            (Some(written), None) => {
                let clues = Clues { named: asked.program, codes: Some(written), ..Clues::default() };
                let (program, at) = (self.program_of(scope, clues).await?, self.now());
                let found = self.codes_written(scope, program, written).await?;
                let found = found.into_iter().find_map(|(_, code)| code.filter(|code| code.is_valid_at(at)));
                Ok(found.map(|code| Sent { program, enrollment: code.enrollment, at, code: Some(code) }))
            }
            (None, Some(click)) => {
                let found = self.clicked_by(scope, click).await?;
                let sent = found.map(|clicked| {
                    let (at, link) = match clicked {
                        Clicked::Click(click, link) => (click.at, link),
                        Clicked::Link(link) => (self.now(), link),
                    };
                    Sent { program: link.program, enrollment: link.enrollment, at, code: None }
                });
                Ok(sent.filter(|sent| asked.program.is_none_or(|program| program == sent.program)))
            }
            _ => Err(Invalid::new("code", "a code or a click_id, one of them").into()),
        }
    }
}

fn takes_part(snapshot: &EnrollmentSnapshot) -> bool {
    snapshot.enrollment.status == EnrollmentStatus::Approved
}
