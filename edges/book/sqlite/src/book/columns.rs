//! How lists are stored: the table of each noun, and what its columns are called there.

use engine::ports::{Column, Noun};

/// The table that holds the noun.
pub(super) fn table(noun: Noun) -> &'static str {
    match noun {
        Noun::Program => "programs",
        Noun::Policy => "policies",
        Noun::Group => "partner_groups",
        Noun::Terms => "terms",
        Noun::Partner => "partners",
        Noun::Enrollment => "enrollments",
        Noun::Link => "links",
        Noun::Code => "codes",
        Noun::Customer => "customers",
        Noun::Referral => "referrals",
        Noun::Conversion => "conversions",
        Noun::Decision => "decisions",
        Noun::Correction => "corrections",
        Noun::Review => "reviews",
        Noun::Deal => "deals",
        Noun::Submission => "submissions",
        Noun::Simulation => "simulations",
        Noun::Method => "methods",
        Noun::DailyRate => "daily_rates",
        Noun::Commission => "commissions",
        Noun::Dispute => "disputes",
        Noun::Batch => "batches",
        Noun::Transfer => "transfers",
        Noun::Statement => "statements",
    }
}

/// The column of the noun's table, or an expression of its columns. A column that a table does not have fails the test of
/// plans, which prepares a query for each.
pub(super) fn stored(noun: Noun, column: &Column) -> &'static str {
    match (noun, column.name) {
        (Noun::Conversion, "amount") => "coalesce(amount, 0)",
        (Noun::Commission, "awaits_approval") => {
            "case when awaits_approval = 1 and earned <> reversed
                and state in ('pending', 'approved', 'in_statement', 'paid') then 'yes' else 'no' end"
        }
        (Noun::Commission, "amount") => "case declined when 1 then 0 else earned - reversed end",
        (Noun::Transfer, "contradicted") => "case contradicted when 1 then 'yes' else 'no' end",
        (Noun::Transfer, "withheld") => "case withheld when 1 then 'yes' else 'no' end",
        (Noun::Statement, "balance") => "(payable + carry_over - written_off)",
        (_, "program_id") => "program",
        (_, "group_id") => "partner_group",
        (_, "email") => "email_hash",
        (_, "partner_id") => "partner",
        (_, "enrollment_id") => "enrollment",
        (_, "customer_id") => "customer",
        (_, "sale_external_id") => "named_sale",
        (_, "refund_external_id") => "named_refund",
        (_, "conversion_id") => "conversion",
        (_, "policy_id") => "policy",
        (_, "statement_id") => "statement",
        (_, "commission_id") => "commission",
        (_, "batch_id") => "batch",
        (_, "from") => "period_from",
        (_, "until") => "period_until",
        (_, name) => name,
    }
}
