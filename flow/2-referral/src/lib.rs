//! The bond: which touches show that a partner led a customer, and the referral they make.
//!
//! Never async, never I/O, never a clock. Names click, program and words.

mod customer;
mod deal;
mod external_id;
mod likeness;
mod stage;
mod submission;
mod touch;

pub use customer::{
    CUSTOMER_IDS_MAX, Customer, EXTERNAL_ID_CHARACTERS_MAX, ORGANIZATION_PEOPLE_MAX, ORGANIZATIONS_MAX,
    Stamp, Stamped,
};
pub use deal::{
    COMPANY_CHARACTERS_MAX, DEAL_NOTE_CHARACTERS_MAX, DEAL_PRODUCTS_MAX, DEAL_REASON_CHARACTERS_MAX, Deal,
    DealPart, DealStatus, PROTECTION_DAYS_DEFAULT, PROTECTION_DAYS_MAX, deal_parts,
};
pub use external_id::{EXTERNAL_IDS_PER_OBJECT_MAX, ExternalId, NamedObject};
pub use likeness::{
    Company, LIKELY_SAME_SCORE_MIN, LIKENESS_SCORE_MAX, Likeness, POSSIBLY_SAME_SCORE_MIN, ReadCompany,
    Signal, company_domain, is_mail_provider, likeness, likeness_of, normalize_company, normalize_domain,
    telling_domain,
};
pub use stage::{Referral, Stage};
pub use submission::{
    SUBMISSION_MESSAGE_CHARACTERS_MAX, SUBMISSION_REASON_CHARACTERS_MAX, Submission, SubmissionStatus,
    SubmissionStep,
};
pub use touch::{Evidence, EvidenceClass, Touch, TouchSource};
