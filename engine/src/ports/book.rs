//! The book: the relational store of everything but clicks.

use super::{
    accounts::Accounts, api_keys::ApiKeys, audit_log::AuditLog, commissions::Commissions, commits::Commits,
    conversions::Conversions, customers::Customers, external_ids::ExternalIds, facts::Facts, jobs::Jobs,
    ledger::Ledger, letters::Letters, links::Links, lists::Lists, partners::Partners, payouts::Payouts,
    programs::Programs, reports::Reports, sessions::Sessions, simulations::Simulations,
    statements::Statements, upkeep::Upkeep,
};

/// All ports of the store in one. Reads see committed state only; each call sees one moment. A row of another scope is
/// as absent as one that does not exist.
pub trait Book:
    Accounts
    + Sessions
    + ApiKeys
    + AuditLog
    + Letters
    + Programs
    + Partners
    + Links
    + Customers
    + ExternalIds
    + Conversions
    + Reports
    + Simulations
    + Commissions
    + Statements
    + Payouts
    + Ledger
    + Facts
    + Jobs
    + Lists
    + Commits
    + Upkeep
{
}

impl<T> Book for T where
    T: Accounts
        + Sessions
        + ApiKeys
        + AuditLog
        + Letters
        + Programs
        + Partners
        + Links
        + Customers
        + ExternalIds
        + Conversions
        + Reports
        + Simulations
        + Commissions
        + Statements
        + Payouts
        + Ledger
        + Facts
        + Jobs
        + Lists
        + Commits
        + Upkeep
{
}
