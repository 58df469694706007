//! Deal registration: a partner names a company that it works on; the merchant approves or rejects it. An approved deal
//! is protected for a time, in which no other evidence is credited for that customer, and a won deal is a sale.

use crate::{Company, LIKELY_SAME_SCORE_MIN, Likeness, ReadCompany, likeness_of};
use serde::{Deserialize, Serialize};
use words::{
    AMOUNT_MAX, CustomerId, DealId, EnrollmentId, Instant, Invalid, MILLION, Money, PartnerId, Personal,
    ProgramId, Scope, check_lines, check_text,
};

pub const COMPANY_CHARACTERS_MAX: usize = 200;
pub const DEAL_NOTE_CHARACTERS_MAX: usize = 2_000;
pub const DEAL_PRODUCTS_MAX: usize = 20;
pub const DEAL_REASON_CHARACTERS_MAX: usize = 500;
/// Days of one protection, and of one extension.
pub const PROTECTION_DAYS_MAX: u32 = 365;
/// What partner programs usually give.
pub const PROTECTION_DAYS_DEFAULT: u32 = 90;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DealStatus {
    Submitted,
    InReview,
    /// Protected until its time.
    Approved,
    Rejected,
    Won,
    Lost,
    /// Approved once, and its protection has ended.
    Expired,
}

impl DealStatus {
    pub const ALL: [DealStatus; 7] = [
        DealStatus::Submitted,
        DealStatus::InReview,
        DealStatus::Approved,
        DealStatus::Rejected,
        DealStatus::Won,
        DealStatus::Lost,
        DealStatus::Expired,
    ];

    pub fn name(self) -> &'static str {
        match self {
            DealStatus::Submitted => "submitted",
            DealStatus::InReview => "in_review",
            DealStatus::Approved => "approved",
            DealStatus::Rejected => "rejected",
            DealStatus::Won => "won",
            DealStatus::Lost => "lost",
            DealStatus::Expired => "expired",
        }
    }
}

/// A partner's part of a deal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DealPart {
    pub enrollment: EnrollmentId,
    pub partner: PartnerId,
    /// Of a million; the parts of a deal sum to a million.
    pub millionths: u32,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Deal {
    pub id: DealId,
    pub scope: Scope,
    pub program: ProgramId,
    /// Who registered it: the sourcing partner.
    pub enrollment: EnrollmentId,
    pub partner: PartnerId,
    pub company: String,
    /// Registrable, in lower case.
    pub domain: Option<String>,
    /// The company's contact.
    pub personal: Personal,
    pub products: Vec<String>,
    pub expected: Option<Money>,
    pub note: Option<String>,
    pub status: DealStatus,
    /// Why it was rejected or lost.
    pub reason: Option<String>,
    /// Who shares its credit, the sourcing partner first; empty until it is approved.
    pub parts: Vec<DealPart>,
    /// The customer that the merchant knows the company as; none until it is approved.
    pub customer: Option<CustomerId>,
    pub protected_until: Option<Instant>,
    pub submitted_at: Instant,
    pub changed_at: Instant,
}

impl Deal {
    pub fn check(&self) -> Result<(), Invalid> {
        check_text("company", &self.company, COMPANY_CHARACTERS_MAX)?;
        if self.products.len() > DEAL_PRODUCTS_MAX {
            return Err(Invalid::new("products", format!("at most {DEAL_PRODUCTS_MAX}")));
        }
        for product in &self.products {
            check_text("products", product, COMPANY_CHARACTERS_MAX)?;
        }
        if let Some(note) = &self.note {
            check_lines("note", note, DEAL_NOTE_CHARACTERS_MAX)?;
        }
        if self.expected.is_some_and(|money| !(1..=AMOUNT_MAX).contains(&money.amount)) {
            return Err(Invalid::new("expected.amount", format!("1 to {AMOUNT_MAX} minor units")));
        }
        Ok(())
    }

    /// Whether it still may come to something.
    pub fn is_open_at(&self, at: Instant) -> bool {
        match self.status {
            DealStatus::Submitted | DealStatus::InReview => true,
            DealStatus::Approved => self.is_protected_at(at),
            _ => false,
        }
    }

    pub fn is_protected_at(&self, at: Instant) -> bool {
        self.status == DealStatus::Approved && self.protected_until.is_some_and(|until| at < until)
    }

    /// The status as people read it: a protection ends by itself.
    pub fn status_at(&self, at: Instant) -> DealStatus {
        match self.status {
            DealStatus::Approved if !self.is_protected_at(at) => DealStatus::Expired,
            status => status,
        }
    }

    fn as_company(&self) -> Company {
        Company {
            name: self.company.clone(),
            domain: self.domain.clone(),
            contact: self.personal.email_hash.clone(),
        }
    }

    /// Which of the others, open at `at`, may be about the same company, the likeliest first. Deals about different
    /// products do not stand in each other's way.
    pub fn conflicts(&self, others: &[Deal], at: Instant) -> Vec<(Deal, Likeness)> {
        let own = self.as_company();
        let own = ReadCompany::new(&own);
        let shares_products = |other: &Deal| {
            let same = |one: &String| other.products.iter().any(|other| other.eq_ignore_ascii_case(one));
            self.products.is_empty() || other.products.is_empty() || self.products.iter().any(same)
        };
        let open = others.iter().filter(|other| other.id != self.id && other.program == self.program);
        let open = open.filter(|other| other.is_open_at(at) && shares_products(other));
        let alike = open.map(|other| (other, likeness_of(&own, &ReadCompany::new(&other.as_company()))));
        let conflicts = alike.filter(|(_, likeness)| likeness.is_possibly_same());
        let mut conflicts: Vec<_> = conflicts.map(|(other, likeness)| (other.clone(), likeness)).collect();
        conflicts.sort_by_key(|(other, likeness)| (std::cmp::Reverse(likeness.score), other.id));
        conflicts
    }

    /// The other registration that keeps this one from being approved: protected, and likely of the same company.
    pub fn kept_out_by(&self, others: &[Deal], at: Instant) -> Option<Deal> {
        let protected: Vec<_> = others.iter().filter(|other| other.is_protected_at(at)).cloned().collect();
        let mut conflicts = self.conflicts(&protected, at).into_iter();
        conflicts.find(|(_, likeness)| likeness.score >= LIKELY_SAME_SCORE_MIN).map(|(other, _)| other)
    }
}

/// The parts of a sourcing partner and, perhaps, an influencing one.
pub fn deal_parts(
    sourcing: (EnrollmentId, PartnerId),
    influencing: Option<DealPart>,
) -> Result<Vec<DealPart>, Invalid> {
    let (enrollment, partner) = sourcing;
    let Some(influencing) = influencing else {
        return Ok(vec![DealPart { enrollment, partner, millionths: MILLION }]);
    };
    if influencing.partner == partner {
        return Err(Invalid::new("influencing.partner_id", "another partner than the sourcing one"));
    }
    if !(1..MILLION).contains(&influencing.millionths) {
        return Err(Invalid::new("influencing.millionths", format!("1 to {}", MILLION - 1)));
    }
    let millionths = MILLION - influencing.millionths;
    Ok(vec![DealPart { enrollment, partner, millionths }, influencing])
}
