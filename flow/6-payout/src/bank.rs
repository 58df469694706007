//! Bank accounts: IBAN (ISO 13616), BIC (ISO 9362), and where SEPA reaches.

use iban::IbanLike;
use serde::{Deserialize, Deserializer, Serialize, de};
use std::{fmt, str::FromStr};
use words::{Invalid, Malformed, check_text};

/// A name in a payment file, as the scheme limits it.
pub const HOLDER_CHARACTERS_MAX: usize = 70;

/// Countries and territories within SEPA's scope, by the letters that their IBANs begin with (EPC409-09). What belongs to a
/// country's bank system has that country's letters: French overseas FR, Guernsey, Jersey and Man GB, Åland FI.
pub const SEPA_COUNTRIES: [&str; 42] = [
    "AD", "AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GI", "GR",
    "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT", "NL", "NO", "PL",
    "PT", "RO", "RS", "SE", "SI", "SK", "SM", "VA",
];

/// ISO 3166-1 alpha-2, and XK, which banks of Kosovo use.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS \
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ \
    FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT \
    JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP \
    MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE \
    RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV \
    TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// Of whom blanks are taken out and letters made great: people copy account numbers in groups of four.
fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

macro_rules! checked_text {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                String::deserialize(input)?.parse().map_err(de::Error::custom)
            }
        }
    )*};
}

checked_text! {
    /// An account number whose length, structure and check digits are right for its country, without blanks.
    Iban;
    /// A bank's identifier of 8 or 11 characters.
    Bic;
}

/// Shows the country only: the rest is a person's.
impl fmt::Debug for Iban {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "an IBAN of {}", self.country())
    }
}

impl fmt::Debug for Bic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl Iban {
    pub fn country(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }

    pub fn is_within_sepa(&self) -> bool {
        SEPA_COUNTRIES.contains(&self.country())
    }

    /// Enough to know it again, too little to use it: `DE•• … 3000`.
    pub fn hint(&self) -> String {
        let last = self.0.len().saturating_sub(4);
        format!("{}•• … {}", self.country(), self.0.get(last..).unwrap_or_default())
    }
}

impl FromStr for Iban {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let known: Result<iban::Iban, _> = compact(text).parse();
        let expected = "an IBAN like DE89 3704 0044 0532 0130 00, its check digits right";
        known.map(|known| Self(known.electronic_str().to_owned())).map_err(|_| Malformed { expected })
    }
}

impl FromStr for Bic {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let text = compact(text);
        let shaped = matches!(text.len(), 8 | 11)
            && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        let country = text.get(4..6).unwrap_or_default();
        if !shaped || !COUNTRIES.split_ascii_whitespace().any(|known| known == country) {
            return Err(Malformed { expected: "a BIC of 8 or 11 characters like COBADEFFXXX" });
        }
        Ok(Self(text))
    }
}

/// Whose account, and which.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankAccount {
    pub holder: String,
    pub iban: Iban,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bic: Option<Bic>,
}

impl fmt::Debug for BankAccount {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.iban, out)
    }
}

impl BankAccount {
    /// From what people write.
    pub fn parse(holder: &str, iban: &str, bic: Option<&str>) -> Result<Self, Invalid> {
        let malformed = |field| move |fault: Malformed| Invalid::new(field, fault.expected);
        check_text("holder", holder, HOLDER_CHARACTERS_MAX)?;
        let iban: Iban = iban.parse().map_err(malformed("iban"))?;
        let bic = bic.map(|bic| bic.parse().map_err(malformed("bic"))).transpose()?;
        if !iban.is_within_sepa() {
            let expected = format!("an account within SEPA, which {} is not part of", iban.country());
            return Err(Invalid::new("iban", expected));
        }
        Ok(Self { holder: holder.to_owned(), iban, bic })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_may_write_accounts_as_they_are_printed() {
        let account =
            BankAccount::parse("Ada Lovelace", "de89 3704 0044 0532 0130 00", Some("cobadeff xxx")).unwrap();
        assert_eq!(account.iban.as_str(), "DE89370400440532013000");
        assert_eq!(account.bic.as_ref().map(Bic::as_str), Some("COBADEFFXXX"));
        assert_eq!(account.iban.hint(), "DE•• … 3000");
        assert_eq!(format!("{account:?}"), "an IBAN of DE", "a log must not tell it");
    }

    #[test]
    fn each_field_says_what_is_wrong_with_it() {
        let field = |holder: &str, iban, bic| BankAccount::parse(holder, iban, bic).unwrap_err().to_string();
        let good = "DE89370400440532013000";
        assert!(field("", good, None).starts_with("holder: expected 1 to 70"));
        assert!(field("Ada", "DE88370400440532013000", None).starts_with("iban: expected an IBAN"));
        assert!(field("Ada", good, Some("COBAZZFF")).starts_with("bic: expected a BIC"), "no country ZZ");
        assert!(field("Ada", good, Some("COBADEF")).starts_with("bic: "));
        let saudi = field("Ada", "SA03 8000 0000 6080 1016 7519", None);
        assert_eq!(saudi, "iban: expected an account within SEPA, which SA is not part of");
    }
}
