//! Deed: prove the books. Every entry balances, facts have no gap, each commission has its earning,
//! and every decision and price, made again from what it names, comes out the same.

mod jobs;
mod prices;
mod sealed;

use crate::{
    Engine, Error, customers, doctor,
    ports::{Audit, Job, JobKind},
    rulebooks,
    settle::JOBS_READ_MAX,
};
use conversion::{
    Candidate, Case, Considered, Conversion, Decision, Position, RULES_REVISION, SOURCE_BROWSER, decide,
};
use jobs::examine_jobs;
use prices::{Enrolled, Priced, learn_enrolled, taken_back_of};
use referral::{Evidence, EvidenceClass, Touch};
use sealed::{Unopened, examine_people, examine_sealed};
use settlement::{CustomerFile, join_touches};
use std::collections::BTreeSet;
use words::{CustomerId, Instant, ProgramId, Scope};

const CUSTOMERS_PER_PAGE: usize = 500;

/// Something that is not as it should be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    pub check: &'static str,
    pub text: String,
    /// False for what is only worth knowing, such as a decision under newer rules.
    pub is_error: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    pub entries: u64,
    pub facts: u64,
    pub commissions: u64,
    pub decisions: u64,
    /// Commissions of conversions, priced again.
    pub prices: u64,
    pub clicks: u64,
    /// Decisions of earlier rules that these would make, or write down, otherwise.
    pub under_earlier_rules: u64,
    pub findings: Vec<Finding>,
}

impl Report {
    pub fn is_clean(&self) -> bool {
        self.findings.iter().all(|finding| !finding.is_error)
    }

    fn tell_of_earlier_rules(&mut self) {
        if self.under_earlier_rules > 0 {
            let count = self.under_earlier_rules;
            let text =
                format!("{count} were made under earlier rules, which would write them down otherwise now");
            self.findings.push(Finding { check: "decisions", text, is_error: false });
        }
    }

    fn tell_of_unsettled(&mut self, customers: usize) {
        if customers > 0 {
            let text = format!(
                "decisions are still being made again in the background; customers not checked: {customers}"
            );
            self.findings.push(Finding { check: "decisions", text, is_error: false });
        }
    }

    /// Adds what was found of one customer.
    fn add(&mut self, own: Report) {
        self.decisions += own.decisions;
        self.prices += own.prices;
        self.under_earlier_rules += own.under_earlier_rules;
        self.findings.extend(own.findings);
    }

    fn error(&mut self, check: &'static str, text: String) {
        self.findings.push(Finding { check, text, is_error: true });
    }
}

/// Checks everything. Calls `progress` with the number of decisions checked so far.
pub async fn examine(engine: &Engine, progress: &mut (dyn FnMut(u64) + Send)) -> Result<Report, Error> {
    let audit = engine.book().audit().await?;
    let mut report = Report {
        entries: audit.entries,
        facts: audit.facts,
        commissions: audit.commissions,
        ..Report::default()
    };
    audited(&audit, &mut report);
    examine_clicks(engine, &mut report).await;
    if !audit.unreadable.is_empty() {
        // What is decided again would only meet the same rows.
        return Ok(report);
    }
    doctor::examine_jobs(engine, &mut report).await?;
    let mut unsettled = find_unsettled(engine).await?;
    let mut unopened = Unopened::default();
    doctor::examine_people(engine, &mut unopened).await?;
    let (mut after, mut enrolled) = (None, Enrolled::new());
    loop {
        let page = engine.book().customer_programs(None, after, CUSTOMERS_PER_PAGE).await?;
        for &(scope, customer, program) in &page {
            if unsettled.contains(&(customer, program)) {
                continue;
            }
            let mut own = Report::default();
            let known = (&mut enrolled, &mut unopened);
            let ids = decide_again(engine, (scope, customer, program), known, &mut own).await?;
            let is_unsettled =
                |unsettled: &BTreeSet<_>| ids.iter().any(|&id| unsettled.contains(&(id, program)));
            if !own.is_clean() && !is_unsettled(&unsettled) {
                // Beside a server that serves, a job may have been put since.
                unsettled.append(&mut find_unsettled(engine).await?);
            }
            if is_unsettled(&unsettled) {
                unsettled.insert((customer, program));
                continue;
            }
            report.add(own);
            progress(report.decisions);
        }
        after = page.last().map(|&(_, customer, program)| (customer, program));
        if page.len() < CUSTOMERS_PER_PAGE {
            report.tell_of_unsettled(unsettled.len());
            report.tell_of_earlier_rules();
            unopened.told(&mut report);
            return Ok(report);
        }
    }
}

/// Customers of whom a job has yet to settle a part: what is known of them is not decided to the end.
async fn find_unsettled(engine: &Engine) -> Result<BTreeSet<(CustomerId, ProgramId)>, Error> {
    let jobs = engine.book().due_jobs(Instant::MAX, JOBS_READ_MAX).await?;
    let rest = |job: &Job| match job.kind {
        JobKind::SettleRest(crate::jobs::SettleRest { customer, .. }) => Some((customer, job.program)),
        _ => None,
    };
    Ok(jobs.iter().filter_map(rest).collect())
}

async fn examine_clicks(engine: &Engine, report: &mut Report) {
    match engine.clicks().count_all().await {
        Ok(clicks) => report.clicks = clicks,
        Err(fault) => report.error("clicks", fault.text),
    }
    match engine.clicks().faulty().await {
        Ok(faults) => faults.into_iter().for_each(|fault| report.error("clicks", fault)),
        Err(fault) => report.error("clicks", fault.text),
    }
}

async fn decide_again(
    engine: &Engine,
    (scope, customer, program): (Scope, CustomerId, ProgramId),
    (enrolled, unopened): (&mut Enrolled, &mut Unopened),
    report: &mut Report,
) -> Result<Vec<CustomerId>, Error> {
    let from = Position::at(Instant::MIN);
    let mut file = engine.book().customer_file_by_id(scope, program, customer).await?;
    // Beside a server that serves, what was read must be of one moment: else it is read again.
    let (history, taken_back, rulebook) = loop {
        let history = engine.book().history(scope, program, customer, &from, usize::MAX).await?;
        let taken_back = doctor::taken_back_of(engine, scope, program, customer).await?;
        let rulebook = rulebooks::load(engine, scope, program).await?;
        let again = engine.book().customer_file_by_id(scope, program, customer).await?;
        let same = again.as_ref().map(|file| file.version) == file.as_ref().map(|file| file.version);
        file = again;
        if same {
            break (history, taken_back, rulebook);
        }
    };
    if let Some(CustomerFile { customer, .. }) = &file {
        doctor::examine_sealed(engine, customer.id, &customer.personal, unopened);
    }
    doctor::learn_enrolled(engine, scope, &history, enrolled).await?;
    let others = match &file {
        Some(file) => customers::files_of_others(engine, program, &file.customer).await?,
        None => Vec::new(),
    };
    // What a statement shows was decided when the program may have joined ids that it joins no more, or not yet.
    let all: Vec<Touch> = others.iter().chain(&file).flat_map(|file| file.touches.clone()).collect();
    let (touches, joined) = if rulebook.program.joins_customers && !others.is_empty() {
        let ids = std::iter::once(customer).chain(others.iter().map(|file| file.customer.id));
        (
            join_touches(all.iter().cloned()),
            Some(customers::joined_history(engine, (scope, program), ids, (&from, usize::MAX)).await?),
        )
    } else {
        (file.map(|file| file.touches).unwrap_or_default(), None)
    };
    // What was counted before is counted under each of the customer's ids.
    let counted = joined.as_ref().unwrap_or(&history);
    let priced = Priced { rulebook: &rulebook, history: counted, taken_back: &taken_back, enrolled };
    for conversion in &history.conversions {
        let decision = history.decisions.iter().find(|decision| decision.conversion == conversion.id);
        let Some(decision) = decision else {
            report.error("decisions", format!("{} has no decision", conversion.id));
            continue;
        };
        report.decisions += 1;
        priced.examine(conversion, decision, report);
        let own = history.commissions.iter().filter(|it| it.conversion == Some(conversion.id));
        let frozen = own.into_iter().any(commission::Commission::is_frozen);
        let until = touches.iter().filter(|touch| touch.occurred_at <= conversion.occurred_at).count();
        let names_all = decision.considered.len() + decision.left_out as usize == until;
        if !frozen && !names_all {
            report.error("decisions", format!("{} did not consider every touch", decision.id));
        }
        let policy = rulebook.policies.iter().find(|policy| policy.id == decision.policy);
        let again = policy.and_then(|policy| again(conversion, decision, &all, policy));
        if again.is_none_or(|again| !again.agrees_with(decision)) {
            if decision.rules_revision == RULES_REVISION {
                let text = format!("{} of {} does not come out the same", decision.id, conversion.id);
                report.error("decisions", text);
            } else {
                report.under_earlier_rules += 1;
            }
        }
    }
    Ok(std::iter::once(customer).chain(others.iter().map(|file| file.customer.id)).collect())
}

/// The decision made again from the touches that it names; none when one of them is missing.
fn again(
    conversion: &Conversion,
    decision: &Decision,
    touches: &[Touch],
    policy: &program::Policy,
) -> Option<Decision> {
    let key = conversion.key();
    let case = Case {
        scope: conversion.scope,
        program: conversion.program,
        customer: decision.customer,
        conversion: conversion.id,
        key: &key,
        occurred_at: conversion.occurred_at,
        by_browser: conversion.source == SOURCE_BROWSER,
        correction: decision.correction.as_ref(),
        bond: decision.bond.as_ref(),
    };
    let touches: Option<Vec<_>> =
        decision.considered.iter().map(|considered| as_considered(considered, touches)).collect();
    let touches = touches?;
    let candidates: Vec<_> = decision
        .considered
        .iter()
        .zip(&touches)
        .map(|(considered, touch)| Candidate {
            touch,
            self_referral: considered.finding.self_referral,
            active: considered.finding.active,
            existing: considered.finding.existing,
        })
        .collect();
    let again = decide(&case, &candidates, policy, decision.id, decision.decided_at);
    Some(Decision { left_out: decision.left_out, ..again })
}

/// The touch as strong as it was when it was considered; later reports may have strengthened it.
fn as_considered(considered: &Considered, touches: &[Touch]) -> Option<Touch> {
    let mut touch = touches.iter().find(|touch| touch.id == considered.touch)?.clone();
    touch.source = considered.finding.source;
    touch.occurred_at = considered.occurred_at;
    if let (Evidence::Deal { protected_until, .. }, Some(at)) =
        (&mut touch.evidence, considered.finding.protected_until)
    {
        *protected_until = at;
    }
    if let Evidence::Click { sent, .. } = &mut touch.evidence {
        *sent = considered.finding.class == EvidenceClass::Click;
    }
    Some(touch)
}

fn audited(audit: &Audit, report: &mut Report) {
    for entry in &audit.unbalanced {
        report.error("books balance", format!("the postings of {entry} do not sum to zero"));
    }
    for off in &audit.mismatches {
        let text = format!(
            "{} of {} holds {}, its commissions say {}",
            off.account.name(),
            off.enrollment,
            off.posted,
            off.expected
        );
        report.error("books balance", text);
    }
    for transfer in &audit.transfers_off {
        report.error("books balance", format!("the entries of {transfer} are not what it says"));
    }
    if audit.facts != audit.last_fact {
        let text = format!("{} facts, but the last is number {}", audit.facts, audit.last_fact);
        report.error("facts gap-free", text);
    }
    for commission in &audit.without_earning {
        report.error("commissions", format!("{commission} has no earning"));
    }
    for statement in &audit.statements_off {
        report.error("statements", format!("the lines of {statement} do not sum to its total"));
    }
    for statement in &audit.carries_off {
        let text = format!("{statement} does not begin with what the one before carries over");
        report.error("statements", text);
    }
    for statement in &audit.write_offs_off {
        report.error("books balance", format!("the entries of {statement} do not write off what it says"));
    }
    for program in &audit.numbers_off {
        let text = format!("the closed statements of {program} are not numbered from 1 without gaps");
        report.error("statements", text);
    }
    if audit.waiting > 0 {
        let count = audit.waiting;
        let text = format!(
            "{count} refunds, chargebacks or reversals wait for a sale, refund or chargeback that was not reported; \
             the list of conversions shows them with waiting=yes"
        );
        report.findings.push(Finding { check: "refunds", text, is_error: false });
    }
    for fault in &audit.unreadable {
        report.error("rows", fault.clone());
    }
    for fault in &audit.storage {
        report.error("storage", fault.clone());
    }
}
