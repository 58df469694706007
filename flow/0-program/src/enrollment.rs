//! A partner in a program, and the groups that share terms.

use serde::{Deserialize, Serialize};
use words::{EnrollmentId, GroupId, Instant, Invalid, PartnerId, ProgramId, Scope, TermsId, check_lines};

pub const REASON_CHARACTERS_MAX: usize = 500;
/// Inactive periods, group changes and accepted terms that one enrollment remembers, each.
pub const HISTORY_ENTRIES_MAX: usize = 200;

/// Partners of a program with the same terms.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Group {
    pub id: GroupId,
    pub scope: Scope,
    pub program: ProgramId,
    pub name: String,
    pub created_at: Instant,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnrollmentStatus {
    /// The partner asked to take part.
    Applied,
    /// The merchant asked the partner.
    Invited,
    /// Takes part: the only status that earns.
    Approved,
    Rejected,
    /// Earns nothing until it is reinstated; what came before stays.
    Suspended,
    /// As suspended, and what is pending is declined.
    Banned,
    /// By the partner's own will.
    Left,
}

impl EnrollmentStatus {
    pub const ALL: [EnrollmentStatus; 7] = [
        EnrollmentStatus::Applied,
        EnrollmentStatus::Invited,
        EnrollmentStatus::Approved,
        EnrollmentStatus::Rejected,
        EnrollmentStatus::Suspended,
        EnrollmentStatus::Banned,
        EnrollmentStatus::Left,
    ];

    pub fn name(self) -> &'static str {
        match self {
            EnrollmentStatus::Applied => "applied",
            EnrollmentStatus::Invited => "invited",
            EnrollmentStatus::Approved => "approved",
            EnrollmentStatus::Rejected => "rejected",
            EnrollmentStatus::Suspended => "suspended",
            EnrollmentStatus::Banned => "banned",
            EnrollmentStatus::Left => "left",
        }
    }
}

/// What may be done to an enrollment that is there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Step {
    /// The partner applies again.
    Apply,
    /// The merchant asks the partner again.
    Invite,
    /// The partner accepts the invitation.
    Accept,
    Approve,
    Reject,
    Suspend,
    Reinstate,
    Ban,
    Leave,
}

impl Step {
    pub const ALL: [Step; 9] = [
        Step::Apply,
        Step::Invite,
        Step::Accept,
        Step::Approve,
        Step::Reject,
        Step::Suspend,
        Step::Reinstate,
        Step::Ban,
        Step::Leave,
    ];

    /// The statuses from which the step is possible, and the one that it leads to.
    pub fn path(self) -> (&'static [EnrollmentStatus], EnrollmentStatus) {
        use EnrollmentStatus::{Applied, Approved, Banned, Invited, Left, Rejected, Suspended};
        match self {
            Step::Apply => (&[Rejected, Left], Applied),
            Step::Invite => (&[Rejected, Left], Invited),
            Step::Accept => (&[Invited], Approved),
            Step::Approve => (&[Applied, Rejected], Approved),
            Step::Reject => (&[Applied, Invited], Rejected),
            Step::Suspend => (&[Approved], Suspended),
            Step::Reinstate => (&[Suspended, Banned], Approved),
            Step::Ban => (&[Applied, Invited, Approved, Rejected, Suspended, Left], Banned),
            Step::Leave => (&[Applied, Invited, Approved, Suspended], Left),
        }
    }

    /// The partner is told why.
    pub fn needs_reason(self) -> bool {
        matches!(self, Step::Reject | Step::Suspend | Step::Ban)
    }

    pub fn check_reason(self, reason: Option<&str>) -> Result<(), Invalid> {
        match reason {
            Some(reason) => check_lines("reason", reason, REASON_CHARACTERS_MAX),
            None if self.needs_reason() => {
                Err(Invalid::new("reason", format!("a reason of 1 to {REASON_CHARACTERS_MAX} characters")))
            }
            None => Ok(()),
        }
    }
}

/// Since when an enrollment belongs to a group, until the next one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Stay {
    pub group: GroupId,
    pub since: Instant,
}

/// Terms that the partner has accepted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Acceptance {
    pub terms: TermsId,
    pub at: Instant,
}

/// By whom a partner was brought, and from when until when that counts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Recruitment {
    pub by: EnrollmentId,
    pub since: Instant,
    /// None while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
}

impl Recruitment {
    pub fn covers(&self, at: Instant) -> bool {
        self.since <= at && self.until.is_none_or(|until| at < until)
    }
}

/// A time in which an enrollment earned nothing; open while it lasts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Inactivity {
    pub from: Instant,
    pub until: Option<Instant>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Enrollment {
    pub id: EnrollmentId,
    pub scope: Scope,
    pub program: ProgramId,
    pub partner: PartnerId,
    /// The group that it belongs to now: the last of `stays`.
    pub group: GroupId,
    pub status: EnrollmentStatus,
    /// Why it came to its status, if somebody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When it came to its status.
    pub since: Instant,
    /// The first approval; none before it.
    pub approved_at: Option<Instant>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inactive: Vec<Inactivity>,
    pub stays: Vec<Stay>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<Acceptance>,
    /// Another partner of the program who brought this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recruited: Option<Recruitment>,
    /// Who was said to have brought it before, the earliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recruited_before: Vec<Recruitment>,
    pub created_at: Instant,
}

impl Enrollment {
    /// A new one, not approved yet.
    pub fn new(
        id: EnrollmentId,
        group: &Group,
        partner: PartnerId,
        status: EnrollmentStatus,
        at: Instant,
    ) -> Self {
        Self {
            id,
            scope: group.scope,
            program: group.program,
            partner,
            group: group.id,
            status,
            reason: None,
            since: at,
            approved_at: (status == EnrollmentStatus::Approved).then_some(at),
            inactive: Vec::new(),
            stays: vec![Stay { group: group.id, since: at }],
            accepted: Vec::new(),
            recruited: None,
            recruited_before: Vec::new(),
            created_at: at,
        }
    }

    /// Whether what occurred at `at` may be credited. The first approval counts for the past too: a
    /// partner is often enrolled after the first customer came.
    pub fn is_active_at(&self, at: Instant) -> bool {
        let covers = |period: &Inactivity| period.from <= at && period.until.is_none_or(|until| at < until);
        self.approved_at.is_some() && !self.inactive.iter().any(covers)
    }

    /// The parts of a time in which what occurred may be credited, in their order.
    pub fn active_within(&self, from: Instant, until: Instant) -> Vec<(Instant, Instant)> {
        if self.approved_at.is_none() {
            return Vec::new();
        }
        let mut parts = Vec::new();
        let mut at = from;
        for period in &self.inactive {
            if period.from > at {
                parts.push((at, period.from.min(until)));
            }
            at = at.max(period.until.unwrap_or(Instant::MAX));
        }
        parts.push((at, until));
        parts.retain(|(from, until)| from < until);
        parts
    }

    /// The enrollment after a step that was done at `at`.
    pub fn stepped(&self, step: Step, reason: Option<&str>, at: Instant) -> Result<Enrollment, Invalid> {
        step.check_reason(reason)?;
        let (from, to) = step.path();
        if !from.contains(&self.status) {
            let names: Vec<_> = from.iter().map(|status| status.name()).collect();
            let expected =
                format!("an enrollment that is {}, not {}", names.join(" or "), self.status.name());
            return Err(Invalid::new("status", expected));
        }
        let mut after = self.clone();
        // Clocks of several servers differ a little; an enrollment's own time never goes back.
        let at = at.max(self.since);
        (after.status, after.since, after.reason) = (to, at, reason.map(str::to_owned));
        if to == EnrollmentStatus::Approved {
            after.approved_at = self.approved_at.or(Some(at));
            if let Some(open) = after.inactive.last_mut().filter(|period| period.until.is_none()) {
                open.until = Some(at);
            }
        } else if self.status == EnrollmentStatus::Approved {
            after.inactive.push(Inactivity { from: at, until: None });
            check_history("status", after.inactive.len())?;
        }
        Ok(after)
    }

    /// The enrollment in another group from `at` on. Before the first approval there is no past to
    /// keep.
    pub fn moved(&self, group: GroupId, at: Instant) -> Result<Enrollment, Invalid> {
        let mut after = Enrollment { group, ..self.clone() };
        if group == self.group {
            return Ok(after);
        }
        if self.approved_at.is_none() {
            after.stays = vec![Stay { group, since: self.created_at }];
            return Ok(after);
        }
        let since = self.stays.last().map_or(at, |last| at.max(last.since));
        after.stays.push(Stay { group, since });
        check_history("group_id", after.stays.len())?;
        Ok(after)
    }

    /// The enrollment as brought by another one, or by none, from `at` on.
    pub fn recruited_by(&self, by: Option<EnrollmentId>, at: Instant) -> Result<Enrollment, Invalid> {
        let mut after = self.clone();
        if self.recruited.map(|recruited| recruited.by) == by {
            return Ok(after);
        }
        let at = self.recruited.map_or(at, |recruited| at.max(recruited.since));
        let ended = self.recruited.map(|recruited| Recruitment { until: Some(at), ..recruited });
        after.recruited_before.extend(ended);
        after.recruited = by.map(|by| Recruitment { by, since: at, until: None });
        check_history("recruited_by", after.recruited_before.len())?;
        Ok(after)
    }

    /// To whose credit it joined, and when that counts: to that of whoever had brought it by its first approval, else of the
    /// first who is said to have done so since.
    pub fn joined(&self) -> Option<(EnrollmentId, Instant)> {
        let approved = self.approved_at?;
        let lasts = |it: &Recruitment| it.until.is_none_or(|until| until > approved);
        self.recruitments().find(lasts).map(|it| (it.by, it.since.max(approved)))
    }

    /// By whom it was brought, at whatever time, the earliest first.
    pub fn recruitments(&self) -> impl Iterator<Item = Recruitment> {
        self.recruited_before.iter().copied().chain(self.recruited)
    }

    /// The enrollment with terms accepted; accepting them again changes nothing.
    pub fn accepting(&self, terms: TermsId, at: Instant) -> Result<Enrollment, Invalid> {
        let mut after = self.clone();
        if !after.has_accepted(terms) {
            after.accepted.push(Acceptance { terms, at });
            check_history("terms_id", after.accepted.len())?;
        }
        Ok(after)
    }

    pub fn has_accepted(&self, terms: TermsId) -> bool {
        self.accepted.iter().any(|acceptance| acceptance.terms == terms)
    }
}

fn check_history(field: &'static str, entries: usize) -> Result<(), Invalid> {
    if entries > HISTORY_ENTRIES_MAX {
        let expected = format!("an enrollment that changed at most {HISTORY_ENTRIES_MAX} times");
        return Err(Invalid::new(field, expected));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::{Mode, WorkspaceId};

    const DAY_MICROS: i64 = 86_400_000_000;

    fn at(day: i64) -> Instant {
        Instant::from_micros(day * DAY_MICROS)
    }

    fn enrollment(status: EnrollmentStatus) -> Enrollment {
        let scope = Scope { workspace: WorkspaceId::draw(at(0), 0), mode: Mode::Live };
        let (id, program) = (GroupId::draw(at(0), 1), ProgramId::draw(at(0), 2));
        let group = Group { id, scope, program, name: "Partners".to_owned(), created_at: at(0) };
        let (id, partner) = (EnrollmentId::draw(at(0), 3), PartnerId::draw(at(0), 4));
        Enrollment::new(id, &group, partner, status, at(0))
    }

    #[test]
    fn a_lifted_suspension_takes_only_its_own_days() {
        let approved = enrollment(EnrollmentStatus::Approved);
        let suspended = approved.stepped(Step::Suspend, Some("traffic from coupon sites"), at(10)).unwrap();
        let back = suspended.stepped(Step::Reinstate, None, at(20)).unwrap();
        for (day, active) in [(-30, true), (9, true), (10, false), (19, false), (20, true), (90, true)] {
            assert_eq!(back.is_active_at(at(day)), active, "day {day}");
        }
        assert!(!suspended.is_active_at(at(90)));
        for (from, until, active) in [
            (0, 30, vec![(0, 10), (20, 30)]),
            (12, 15, vec![]),
            (12, 25, vec![(20, 25)]),
            (3, 5, vec![(3, 5)]),
            (20, 21, vec![(20, 21)]),
        ] {
            let active: Vec<_> = active.into_iter().map(|(from, until)| (at(from), at(until))).collect();
            assert_eq!(back.active_within(at(from), at(until)), active, "{from} to {until}");
        }
        assert_eq!(suspended.active_within(at(0), at(90)), [(at(0), at(10))]);
        assert_eq!((back.reason, back.since), (None, at(20)));
    }

    #[test]
    fn who_left_and_comes_back_keeps_what_they_had_and_earns_anew_from_the_second_approval() {
        let left = enrollment(EnrollmentStatus::Approved).stepped(Step::Leave, None, at(10)).unwrap();
        let applied = left.stepped(Step::Apply, None, at(20)).unwrap();
        assert!(applied.is_active_at(at(5)) && !applied.is_active_at(at(25)));
        let back = applied.stepped(Step::Approve, None, at(30)).unwrap();
        let active = [5, 15, 25, 35].map(|day| back.is_active_at(at(day)));
        assert_eq!((active, back.approved_at), ([true, false, false, true], Some(at(0))));
    }

    #[test]
    fn the_first_approval_counts_for_the_past() {
        let applied = enrollment(EnrollmentStatus::Applied);
        assert!(!applied.is_active_at(at(5)));
        assert!(applied.stepped(Step::Approve, None, at(10)).unwrap().is_active_at(at(5)));
    }

    #[test]
    fn a_step_from_elsewhere_says_what_it_expected() {
        for status in EnrollmentStatus::ALL {
            for step in Step::ALL {
                let (from, to) = step.path();
                match enrollment(status).stepped(step, Some("because"), at(1)) {
                    Ok(after) => assert!(from.contains(&status) && after.status == to),
                    Err(fault) => assert!(!from.contains(&status) && fault.field == "status"),
                }
            }
        }
        let fault =
            enrollment(EnrollmentStatus::Left).stepped(Step::Suspend, Some("why"), at(1)).unwrap_err();
        assert_eq!(fault.expected, "an enrollment that is approved, not left");
        let fault = enrollment(EnrollmentStatus::Approved).stepped(Step::Ban, None, at(1)).unwrap_err();
        assert_eq!(fault.field, "reason");
    }

    #[test]
    fn time_never_runs_backwards_in_an_enrollment() {
        let suspended = enrollment(EnrollmentStatus::Approved).stepped(Step::Suspend, Some("why"), at(10));
        let back = suspended.unwrap().stepped(Step::Reinstate, None, at(9)).unwrap();
        assert_eq!(back.inactive, [Inactivity { from: at(10), until: Some(at(10)) }]);
    }
}
