//! Typed, prefixed, sortable ids: a UUIDv7 in TypeID form (`clk_01kb…`), so that ids sort by the
//! time they were drawn and one kind can never stand for another.

use crate::{Instant, Malformed};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, str::FromStr};

/// Crockford's base 32 in lower case, as the TypeID specification (v0.3) writes it.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 26 digits of 5 bits hold the 128 bits of a UUID; the first digit uses 3 of its bits.
const DIGITS: usize = 26;
/// Bytes of an id without its kind.
const ID_BYTES: usize = 16;

/// The bits of a UUIDv7: 48 of unix milliseconds, version, 74 of chance. `chance` supplies the
/// last; the caller draws it.
fn bits_v7(at: Instant, chance: u128) -> u128 {
    let millis = (at.micros().max(0) / 1_000) as u128;
    let rand_a = (chance >> 64) & 0xfff;
    let rand_b = chance & 0x3fff_ffff_ffff_ffff;
    (millis & 0xffff_ffff_ffff) << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b
}

fn encode(bits: u128) -> [u8; DIGITS] {
    let mut out = [0u8; DIGITS];
    for (place, digit) in out.iter_mut().enumerate() {
        let shift = 5 * (DIGITS - 1 - place);
        *digit = ALPHABET[(bits >> shift & 31) as usize];
    }
    out
}

fn decode(text: &str) -> Option<u128> {
    if text.len() != DIGITS || text.as_bytes()[0] > b'7' {
        return None;
    }
    text.bytes().try_fold(0u128, |bits, byte| {
        let digit = ALPHABET.iter().position(|&letter| letter == byte)?;
        Some(bits << 5 | digit as u128)
    })
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal, $expected:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u128);

        impl $name {
            pub const PREFIX: &'static str = $prefix;

            /// Draws an id at `at` from 128 bits of `chance`; both come from the caller's ports.
            pub fn draw(at: Instant, chance: u128) -> Self {
                Self(bits_v7(at, chance))
            }

            /// When the id was drawn, to the millisecond. An id range is a time range.
            pub fn drawn_at(self) -> Instant {
                Instant::from_micros((self.0 >> 80) as i64 * 1_000)
            }

            /// The UUID's bytes, which sort as ids do.
            pub fn bytes(self) -> [u8; ID_BYTES] {
                self.0.to_be_bytes()
            }

            pub fn from_bytes(bytes: [u8; ID_BYTES]) -> Self {
                Self(u128::from_be_bytes(bytes))
            }

            /// The least id that can be drawn at `at`: the lower bound of a scan by time.
            pub fn floor(at: Instant) -> Self {
                Self(((at.micros().max(0) / 1_000) as u128) << 80)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                let digits = encode(self.0);
                out.write_str(concat!($prefix, "_"))?;
                out.write_str(std::str::from_utf8(&digits).unwrap_or_default())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, out)
            }
        }

        impl FromStr for $name {
            type Err = Malformed;

            fn from_str(text: &str) -> Result<Self, Malformed> {
                text.strip_prefix(concat!($prefix, "_"))
                    .and_then(decode)
                    .map(Self)
                    .ok_or(Malformed { expected: $expected })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(input)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// One merchant.
    WorkspaceId = "wsp", "a workspace id like wsp_…";
    /// One referral program of a workspace.
    ProgramId = "prg", "a program id like prg_…";
    /// One version of a program's attribution policy.
    PolicyId = "pol", "a policy id like pol_…";
    /// One version of a group's terms.
    TermsId = "trm", "a terms id like trm_…";
    /// Partners of a program with the same terms.
    GroupId = "grp", "a group id like grp_…";
    /// Someone who refers.
    PartnerId = "prt", "a partner id like prt_…";
    /// A partner in a program.
    EnrollmentId = "enr", "an enrollment id like enr_…";
    /// A referral link.
    LinkId = "lnk", "a link id like lnk_…";
    /// A referral code.
    CodeId = "cod", "a code id like cod_…";
    /// One visit through a link.
    ClickId = "clk", "a click id like clk_…";
    /// A consenting visitor's browser.
    VisitorId = "vis", "a visitor id like vis_…";
    /// One piece of evidence that a partner led a customer.
    TouchId = "tch", "a touch id like tch_…";
    /// The referred person or organization.
    CustomerId = "cus", "a customer id like cus_…";
    /// The bond between a customer and a program's partner.
    ReferralId = "ref", "a referral id like ref_…";
    /// What a customer did.
    ConversionId = "cnv", "a conversion id like cnv_…";
    /// Who got the credit for a conversion, and why.
    DecisionId = "dec", "a decision id like dec_…";
    /// What the merchant decided by hand about a conversion's credit.
    CorrectionId = "cor", "a correction id like cor_…";
    /// A conversion whose credit later evidence questions.
    ReviewId = "rev", "a review id like rev_…";
    /// A company that a partner registered as an opportunity.
    DealId = "dea", "a deal id like dea_…";
    /// Somebody's details from a partner's lead form.
    SubmissionId = "sub", "a submission id like sub_…";
    /// History decided again under other rules, to see what would change.
    SimulationId = "sim", "a simulation id like sim_…";
    /// What one partner is owed for one earning.
    CommissionId = "com", "a commission id like com_…";
    /// A partner's objection to a commission that is missing, wrong or declined.
    DisputeId = "dsp", "a dispute id like dsp_…";
    /// One ledger entry, whose postings sum to zero.
    EntryId = "ent", "an entry id like ent_…";
    /// What one partner is owed for one month.
    StatementId = "stm", "a statement id like stm_…";
    /// A rate between two currencies on a day.
    RateId = "rat", "a rate id like rat_…";
    /// How a partner wants to be paid.
    MethodId = "pmt", "a payout method id like pmt_…";
    /// What is paid to partners together.
    BatchId = "bat", "a batch id like bat_…";
    /// One payment to one partner.
    TransferId = "tfr", "a transfer id like tfr_…";
    /// One business event.
    FactId = "fct", "a fact id like fct_…";
    /// Another system's id for one of our objects.
    ExternalIdId = "ext", "an external id's id like ext_…";
    /// Work to be done later.
    JobId = "job", "a job id like job_…";
    /// An API key.
    KeyId = "key", "a key id like key_…";
    /// Someone who logs in.
    UserId = "usr", "a user id like usr_…";
    /// A user's place in a workspace.
    MembershipId = "mbr", "a membership id like mbr_…";
    /// One log-in.
    SessionId = "ses", "a session id like ses_…";
    /// An invitation to a workspace.
    InvitationId = "inv", "an invitation id like inv_…";
    /// One record of the audit log.
    AuditId = "aud", "an audit record id like aud_…";
    /// A letter that waits to be sent.
    LetterId = "ltr", "a letter id like ltr_…";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_the_type_id_specification() {
        // From the specification's valid.yml: uuid 0188bac7-4afa-78aa-bc3b-bd1eef28d881.
        let bits = 0x0188bac7_4afa_78aa_bc3b_bd1eef28d881_u128;
        assert_eq!(std::str::from_utf8(&encode(bits)).unwrap(), "01h2xcejqtf2nbrexx3vqjhp41");
        assert_eq!(decode("01h2xcejqtf2nbrexx3vqjhp41"), Some(bits));
    }

    #[test]
    fn sorts_by_time_and_refuses_other_kinds() {
        let early = LinkId::draw(Instant::from_micros(1_000_000), u128::MAX);
        let late = LinkId::draw(Instant::from_micros(1_001_000), 0);
        assert!(early < late && early.to_string() < late.to_string());
        assert_eq!(late.drawn_at(), Instant::from_micros(1_001_000));
        assert_eq!(early.to_string().parse::<LinkId>(), Ok(early));
        assert!(early.bytes() < late.bytes());
        assert_eq!(LinkId::from_bytes(late.bytes()), late);
        assert!(early.to_string().parse::<ClickId>().is_err());
        assert!("lnk_81h2xcejqtf2nbrexx3vqjhp41".parse::<LinkId>().is_err(), "129 bits");
    }
}
