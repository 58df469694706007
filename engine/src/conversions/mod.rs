//! Conversions: record leads, stages, sales and refunds, and explain who gets the credit.

mod browser_leads;
mod event;
mod explain;
mod facts;
mod parties;
mod program;
mod readable;
mod record;
mod refund;
mod refund_check;
mod reprice;

pub use browser_leads::{
    BROWSER_LEADS_PER_ADDRESS_DAY, BROWSER_LEADS_PER_KEY_DAY, BROWSER_LEADS_PER_LINK_DAY,
};
pub(crate) use browser_leads::{BrowserLeads, count_browser_lead, may_speak_of, record_browser_lead};
pub use event::{
    CustomerInput, EventInput, LeadMode, OCCURRED_AHEAD_MINUTES_MAX, OCCURRED_BACK_DAYS_MAX,
    OrganizationInput, REFUNDS_PER_SALE_MAX, RefundInput, SOURCE_DEFAULT,
};
pub(crate) use event::{check_amount, check_occurred_at, check_positive};
pub use explain::{Credit, Explanation, explain, phrases};
pub(crate) use explain::{Reader, explain_to, has_part};
use facts::facts_of;
pub(crate) use facts::{About, commission_changed, review_changed, settled_facts};
use parties::{find_known, forms_of, join_ids, learn_parties, parties_of};
pub(crate) use program::{Clues, program_of};
pub use readable::METADATA_VALUE_CHARACTERS_MAX;
pub use record::{Outcome, Recorded, record_lead, record_sale, record_stage};
pub(crate) use record::{attempt_record, record, recorded_before};
pub use refund::record_refund;
pub(crate) use refund_check::refunded_in_full;
pub(crate) use reprice::attempt_reprice;
pub use reprice::{RepriceInput, Repriced, reprice};
