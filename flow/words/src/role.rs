//! Who may do what: roles of people, grants of keys, both over the same resources and verbs.

use crate::Malformed;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, str::FromStr};

/// What a member is in a workspace.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything, the team and its keys included.
    Owner,
    /// Sets up programs, looks after partners, reviews commissions.
    Manager,
    /// Reads everything of the business, reviews commissions, closes statements and pays.
    Finance,
    /// Reads the business.
    Analyst,
    /// Sees what is their own, through the partner side only.
    Partner,
}

impl Role {
    pub const ALL: [Role; 5] = [Role::Owner, Role::Manager, Role::Finance, Role::Analyst, Role::Partner];

    pub fn name(self) -> &'static str {
        match self {
            Role::Owner => "owner",
            Role::Manager => "manager",
            Role::Finance => "finance",
            Role::Analyst => "analyst",
            Role::Partner => "partner",
        }
    }

    /// The table of permissions on the merchant's side. A partner has none there.
    pub fn allows(self, resource: Resource, verb: Verb) -> bool {
        use Resource::*;
        match (self, verb) {
            (Role::Owner, _) => true,
            (Role::Partner, _) => false,
            (Role::Manager, Verb::Read) => resource != Keys,
            (Role::Manager, Verb::Write) => {
                matches!(
                    resource,
                    Programs | Partners | Links | Customers | Conversions | Commissions | Events
                )
            }
            (Role::Finance, Verb::Read) => !matches!(resource, Keys | Team),
            (Role::Finance, Verb::Write) => matches!(resource, Commissions | Statements | Payouts),
            (Role::Analyst, Verb::Read) => !matches!(resource, Keys | Team | AuditLog),
            (Role::Analyst, Verb::Write) => false,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// What permissions are about. Each has the nouns of its name and those that go with them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Resource {
    /// The merchant's own name and settings.
    Workspace,
    /// Members, their roles, invitations.
    Team,
    Keys,
    AuditLog,
    /// With policies, groups and terms.
    Programs,
    /// With enrollments.
    Partners,
    /// With codes.
    Links,
    Clicks,
    /// With referrals.
    Customers,
    /// With decisions.
    Conversions,
    Commissions,
    /// With balances.
    Statements,
    /// Batches and transfers.
    Payouts,
    Facts,
    /// Leads, sales and refunds as they are reported.
    Events,
}

impl Resource {
    pub const ALL: [Resource; 15] = [
        Resource::Workspace,
        Resource::Team,
        Resource::Keys,
        Resource::AuditLog,
        Resource::Programs,
        Resource::Partners,
        Resource::Links,
        Resource::Clicks,
        Resource::Customers,
        Resource::Conversions,
        Resource::Commissions,
        Resource::Statements,
        Resource::Payouts,
        Resource::Facts,
        Resource::Events,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Resource::Workspace => "workspace",
            Resource::Team => "team",
            Resource::Keys => "keys",
            Resource::AuditLog => "audit_log",
            Resource::Programs => "programs",
            Resource::Partners => "partners",
            Resource::Links => "links",
            Resource::Clicks => "clicks",
            Resource::Customers => "customers",
            Resource::Conversions => "conversions",
            Resource::Commissions => "commissions",
            Resource::Statements => "statements",
            Resource::Payouts => "payouts",
            Resource::Facts => "facts",
            Resource::Events => "events",
        }
    }

    /// Whether a key may be granted it. Who belongs to a workspace and which keys it has is for people to
    /// decide, so that a stolen key cannot make itself another one.
    pub fn is_for_keys(self) -> bool {
        !matches!(self, Resource::Workspace | Resource::Team | Resource::Keys)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Verb {
    Read,
    Write,
}

impl Verb {
    pub fn name(self) -> &'static str {
        match self {
            Verb::Read => "read",
            Verb::Write => "write",
        }
    }
}

/// What a secret key may do, written `links:write`; `*:read` is every resource that keys may have.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Grant {
    /// None: every one.
    pub resource: Option<Resource>,
    pub verb: Verb,
}

impl Grant {
    /// Reading and writing everything that keys may.
    pub const ALL: [Grant; 2] =
        [Grant { resource: None, verb: Verb::Read }, Grant { resource: None, verb: Verb::Write }];

    pub fn allows(self, resource: Resource, verb: Verb) -> bool {
        self.verb == verb && resource.is_for_keys() && self.resource.is_none_or(|own| own == resource)
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.resource.map_or("*", Resource::name), self.verb.name())
    }
}

const EXPECTED_GRANT: &str = "a scope like links:write or *:read, of audit_log, programs, partners, links, clicks, \
     customers, conversions, commissions, statements, payouts, facts or events";

impl FromStr for Grant {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let malformed = Malformed { expected: EXPECTED_GRANT };
        let (resource, verb) = text.split_once(':').ok_or(malformed.clone())?;
        let verb = [Verb::Read, Verb::Write].into_iter().find(|known| known.name() == verb);
        let known = Resource::ALL.into_iter().find(|known| known.is_for_keys() && known.name() == resource);
        match (resource, known, verb) {
            ("*", _, Some(verb)) => Ok(Grant { resource: None, verb }),
            (_, Some(resource), Some(verb)) => Ok(Grant { resource: Some(resource), verb }),
            _ => Err(malformed),
        }
    }
}

impl Serialize for Grant {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Grant {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(input)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_is_read_as_it_is_written_and_keys_never_reach_people() {
        for resource in Resource::ALL {
            let grant = Grant { resource: Some(resource), verb: Verb::Write };
            assert_eq!(grant.to_string().parse::<Grant>().is_ok(), resource.is_for_keys());
        }
        let [read, write] = Grant::ALL;
        assert_eq!("*:read".parse(), Ok(read));
        assert!(write.allows(Resource::Links, Verb::Write) && !write.allows(Resource::Links, Verb::Read));
        assert!(!write.allows(Resource::Team, Verb::Write) && !read.allows(Resource::Keys, Verb::Read));
        for wrong in ["links", "links:", ":read", "team:write", "*:delete", "links:read:write", "LINKS:read"]
        {
            assert!(wrong.parse::<Grant>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_owners_decide_about_people_and_keys() {
        for role in Role::ALL {
            for resource in [Resource::Team, Resource::Keys, Resource::Workspace] {
                assert_eq!(role.allows(resource, Verb::Write), role == Role::Owner, "{role} {resource:?}");
            }
        }
    }
}
