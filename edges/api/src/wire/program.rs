//! Programs, their groups and policies.

use super::{
    Applications, Budget, Clawback, DisputeDefault, LeadForms, Model, ProgramRef, StatementSchedule, Utm,
};
use crate::present::{View, Viewer};
use engine::Mentioned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A referral program.
#[derive(Serialize, ToSchema)]
pub(crate) struct Program {
    #[schema(example = "prg_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub name: String,
    /// ISO 4217. All of the program's money is in it.
    #[schema(example = "EUR")]
    pub currency: String,
    /// Hosts that links may lead to; a host covers its subdomains.
    pub allowed_domains: Vec<String>,
    /// Where visitors of an unknown slug on the program's link host are led.
    pub fallback_url: Option<String>,
    /// The link host that is this program's own, if it has one.
    pub link_host: Option<String>,
    pub utm: Utm,
    pub applications: Applications,
    /// What you say of it to everybody.
    pub description: Option<String>,
    /// The program's own color on its pages, `#rrggbb`.
    pub color: Option<String>,
    /// Whether partners read each other's names where a credit is explained.
    pub names_partners: bool,
    /// Whether ids with the same verified e-mail address are one customer: evidence and purchases of each count for all.
    pub joins_customers: bool,
    pub lead_forms: LeadForms,
    pub disputes: DisputeRules,
    /// What the program spends at most; null without limit.
    pub budget: Option<Budget>,
    pub statement_schedule: StatementSchedule,
    pub clawback: Clawback,
    /// Whether events that name no program, and lead to none by click, code, sale or customer, are this one's.
    pub is_default: bool,
    /// Where its logo is, on this server; none without one.
    pub logo_url: Option<String>,
    #[schema(format = DateTime)]
    pub created_at: String,
}

/// Where a program's logo is: another address for another picture.
pub(crate) fn logo_url(program: &program::Program) -> Option<String> {
    program.logo.as_ref().map(|hash| format!("/v1/programs/{}/logo?v={hash}", program.id))
}

impl View for Program {
    type Row = program::Program;

    fn view(it: Self::Row, _: &Viewer<'_>) -> Self {
        it.into()
    }
}

impl From<program::Program> for Program {
    fn from(it: program::Program) -> Self {
        Self {
            logo_url: logo_url(&it),
            id: it.id.to_string(),
            name: it.name,
            currency: it.currency.code().to_owned(),
            allowed_domains: it.allowed_domains,
            fallback_url: it.fallback_url,
            link_host: it.link_host,
            utm: it.utm.into(),
            applications: it.applications.into(),
            description: it.description,
            color: it.color,
            names_partners: it.names_partners,
            joins_customers: it.joins_customers,
            lead_forms: it.lead_forms.into(),
            disputes: it.disputes.into(),
            budget: it.budget.map(Into::into),
            statement_schedule: it.statement_schedule.into(),
            clawback: it.clawback.into(),
            is_default: it.is_default,
            created_at: it.created_at.to_string(),
        }
    }
}

/// How a program's disputes go.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DisputeRules {
    /// Days that a side has for its turn.
    #[schema(minimum = 1, maximum = 90)]
    pub days: u32,
    pub default: DisputeDefault,
    /// What is upheld without a person at most, in minor units. A sale that nobody knows is never.
    #[schema(minimum = 0)]
    pub uphold_max: i64,
    /// Days after the sale, or after the commission was declined, within which a dispute can be opened.
    #[schema(minimum = 1, maximum = 730)]
    pub window_days: u32,
}

impl From<program::DisputeRules> for DisputeRules {
    fn from(it: program::DisputeRules) -> Self {
        let program::DisputeRules { days, default, uphold_max, window_days } = it;
        Self { days, default: default.into(), uphold_max, window_days }
    }
}

impl From<DisputeRules> for program::DisputeRules {
    fn from(it: DisputeRules) -> Self {
        let DisputeRules { days, default, uphold_max, window_days } = it;
        Self { days, default: default.into(), uphold_max, window_days }
    }
}

/// What a policy says, out of whatever has its fields.
macro_rules! rules_of {
    ($it:expr) => {
        program::PolicyRules {
            model: $it.model.into(),
            half_life_days: $it.half_life_days,
            look_back_days: $it.look_back_days,
            click_to_conversion_seconds: $it.click_to_conversion_seconds,
            stand_down_seconds: $it.stand_down_seconds,
            code_wins: $it.code_wins,
            code_owner_only: $it.code_owner_only,
            consent_required: $it.consent_required,
            new_customers_only: $it.new_customers_only,
            keeps_bond: $it.keeps_bond,
            refuses_own_company: $it.refuses_own_company,
            ignored_domains: $it.ignored_domains,
            trusts_browsers: $it.trusts_browsers,
        }
    };
}

pub(crate) use rules_of;

/// What an attribution policy says.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PolicyRules {
    pub model: Model,
    /// For time decay: after how many days a touch weighs half. 7, if absent.
    #[serde(default = "half_life_days")]
    #[schema(minimum = 1, maximum = 365)]
    pub half_life_days: u32,
    /// A touch older than this at the conversion is not eligible.
    #[schema(minimum = 1, maximum = 730)]
    pub look_back_days: u32,
    /// A click that came later than this before the conversion is not eligible.
    #[serde(default)]
    #[schema(maximum = 86400)]
    pub click_to_conversion_seconds: u32,
    /// A click that came later than this before the conversion does not displace another partner's earlier touch.
    #[serde(default)]
    #[schema(maximum = 604800)]
    pub stand_down_seconds: u32,
    /// Whether a code used at the purchase wins outright over other evidence of the customer's way.
    pub code_wins: bool,
    /// Whether a code counts only for customers whom its owner led in another way too.
    #[serde(default)]
    pub code_owner_only: bool,
    /// Whether clicks count only where the visitor consented.
    #[serde(default)]
    pub consent_required: bool,
    /// Whether a touch counts only if the customer had not bought before it.
    #[serde(default)]
    pub new_customers_only: bool,
    /// Whether what a customer does later is credited like their first credited conversion.
    #[serde(default)]
    pub keeps_bond: bool,
    /// Whether a partner earns nothing for customers of their own company: those with an address at the same domain, unless
    /// it is a mailbox provider's, a relay's or a university's. Yes, if absent.
    #[serde(default = "refuses_own_company")]
    pub refuses_own_company: bool,
    /// Domains that strangers share, which make nobody a colleague: at most 100.
    #[serde(default)]
    pub ignored_domains: Vec<String>,
    /// Whether a click that only a browser reported counts before an event of your server names it. Anybody who reads your
    /// pages' source can then take credit for future customers, and earn what leads are rewarded with.
    #[serde(default)]
    pub trusts_browsers: bool,
}

impl From<PolicyRules> for program::PolicyRules {
    fn from(it: PolicyRules) -> Self {
        rules_of!(it)
    }
}

impl From<program::PolicyRules> for PolicyRules {
    fn from(it: program::PolicyRules) -> Self {
        Self {
            model: it.model.into(),
            half_life_days: it.half_life_days,
            look_back_days: it.look_back_days,
            click_to_conversion_seconds: it.click_to_conversion_seconds,
            stand_down_seconds: it.stand_down_seconds,
            code_wins: it.code_wins,
            code_owner_only: it.code_owner_only,
            consent_required: it.consent_required,
            new_customers_only: it.new_customers_only,
            keeps_bond: it.keeps_bond,
            refuses_own_company: it.refuses_own_company,
            ignored_domains: it.ignored_domains,
            trusts_browsers: it.trusts_browsers,
        }
    }
}

pub(crate) fn half_life_days() -> u32 {
    program::PolicyRules::default().half_life_days
}

pub(crate) fn refuses_own_company() -> bool {
    program::PolicyRules::default().refuses_own_company
}

/// One version of a program's attribution policy. The version in force when a conversion occurred
/// decides it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Policy {
    #[schema(example = "pol_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program: ProgramRef,
    /// 1, 2, 3 …
    pub version: u32,
    pub model: Model,
    /// For time decay: after how many days a touch weighs half.
    pub half_life_days: u32,
    /// A touch older than this at the conversion is not eligible.
    pub look_back_days: u32,
    /// A click that came later than this before the conversion is not eligible.
    pub click_to_conversion_seconds: u32,
    /// A click that came later than this before the conversion does not displace another partner's earlier touch.
    pub stand_down_seconds: u32,
    /// Whether a code used at the purchase wins outright over other evidence of the customer's way.
    pub code_wins: bool,
    /// Whether a code counts only for customers whom its owner led in another way too.
    pub code_owner_only: bool,
    /// Whether clicks count only where the visitor consented.
    pub consent_required: bool,
    /// Whether a touch counts only if the customer had not bought before it.
    pub new_customers_only: bool,
    /// Whether what a customer does later is credited like their first credited conversion.
    pub keeps_bond: bool,
    /// Whether a partner earns nothing for customers of their own company.
    pub refuses_own_company: bool,
    /// Domains that strangers share, which make nobody a colleague.
    pub ignored_domains: Vec<String>,
    /// Whether a click that only a browser reported counts before an event of your server names it.
    pub trusts_browsers: bool,
    #[schema(format = DateTime)]
    pub effective_from: String,
    #[schema(format = DateTime)]
    pub published_at: String,
}

impl View for Policy {
    type Row = program::Policy;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.program);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self {
            id: it.id.to_string(),
            program: by.program(it.program),
            version: it.version,
            model: it.rules.model.into(),
            half_life_days: it.rules.half_life_days,
            look_back_days: it.rules.look_back_days,
            click_to_conversion_seconds: it.rules.click_to_conversion_seconds,
            stand_down_seconds: it.rules.stand_down_seconds,
            code_wins: it.rules.code_wins,
            code_owner_only: it.rules.code_owner_only,
            consent_required: it.rules.consent_required,
            new_customers_only: it.rules.new_customers_only,
            keeps_bond: it.rules.keeps_bond,
            refuses_own_company: it.rules.refuses_own_company,
            ignored_domains: it.rules.ignored_domains,
            trusts_browsers: it.rules.trusts_browsers,
            effective_from: it.effective_from.to_string(),
            published_at: it.published_at.to_string(),
        }
    }
}

/// Partners of a program with the same terms.
#[derive(Serialize, ToSchema)]
pub(crate) struct Group {
    #[schema(example = "grp_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program: ProgramRef,
    pub name: String,
    #[schema(format = DateTime)]
    pub created_at: String,
}

impl View for Group {
    type Row = program::Group;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.program);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self {
            id: it.id.to_string(),
            program: by.program(it.program),
            name: it.name,
            created_at: it.created_at.to_string(),
        }
    }
}
