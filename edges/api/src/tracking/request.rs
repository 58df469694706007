//! What leads, stages and sales have in common: who the customer is, and what speaks for a partner.

use crate::wire::Codes;
use engine::{CustomerInput, EventInput, LeadMode, OrganizationInput, SOURCE_DEFAULT};
use serde::Deserialize;
use utoipa::ToSchema;
use words::Invalid;

/// The customer of an event.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventCustomer {
    /// Your own id of the customer, the same in every event.
    #[schema(min_length = 1, max_length = 200)]
    pub external_id: String,
    /// Stored encrypted. Detects self-referrals.
    pub email: Option<String>,
    /// Whether you know that the address belongs to the customer. Defaults to true. A program that treats one address as
    /// one customer uses verified addresses only.
    pub email_verified: Option<bool>,
    /// Stored encrypted. Only the first 120 characters are kept.
    pub name: Option<String>,
}

/// The organization on whose behalf a customer acts. The event counts for the organization, which is a customer itself,
/// and so does all evidence of its people.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventOrganization {
    /// Your own id of the organization. Without it the event is recorded for the customer alone, with a warning.
    #[schema(max_length = 200)]
    pub external_id: Option<String>,
    /// Stored encrypted. Only the first 120 characters are kept.
    pub name: Option<String>,
    /// The organization's domain, or an address at it. Detects self-referrals.
    pub domain: Option<String>,
}

impl EventCustomer {
    fn input(self, organization: Option<EventOrganization>) -> CustomerInput {
        CustomerInput {
            external_id: self.external_id,
            email: self.email,
            is_email_verified: self.email_verified.unwrap_or(true),
            name: self.name,
            organization: organization.and_then(EventOrganization::input),
        }
    }
}

impl EventOrganization {
    /// None if nothing is said of it.
    fn input(self) -> Option<OrganizationInput> {
        let Self { external_id, name, domain } = self;
        let is_named = external_id.is_some() || name.is_some() || domain.is_some();
        is_named.then(|| OrganizationInput { external_id: external_id.unwrap_or_default(), name, domain })
    }
}

/// The fields that every event of a customer has, apart from its own.
pub(super) struct Common {
    pub program_id: Option<String>,
    pub customer: EventCustomer,
    pub organization: Option<EventOrganization>,
    pub click_id: Option<String>,
    pub code: Option<Codes>,
    pub codes: Option<Codes>,
    pub source: Option<String>,
    pub occurred_at: Option<String>,
    pub metadata: Option<std::collections::BTreeMap<String, String>>,
}

impl Common {
    pub(super) fn input(self, kind: conversion::Kind) -> Result<EventInput, Invalid> {
        Ok(EventInput {
            kind,
            program: crate::intake::optional("program_id", self.program_id.as_deref())?,
            source: self.source.unwrap_or_else(|| SOURCE_DEFAULT.to_owned()),
            external_id: None,
            customer: self.customer.input(self.organization),
            click: self.click_id,
            code: crate::wire::joined(self.code, self.codes),
            event_name: None,
            amount: None,
            renewal: false,
            items: Vec::new(),
            occurred_at: crate::intake::optional("occurred_at", self.occurred_at.as_deref())?,
            mode: LeadMode::Now,
            metadata: self.metadata.unwrap_or_default(),
        })
    }
}

/// A request with its own fields and those that every event of a customer has. `common` takes the latter out.
macro_rules! event_request {
    ($(#[$about:meta])* $name:ident { $($(#[$note:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$about])*
        #[derive(serde::Deserialize, utoipa::ToSchema)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $name {
            $($(#[$note])* pub $field: $type,)*
            /// If absent: the program of the click, code, sale or customer, else the only one, else the default.
            pub program_id: Option<String>,
            pub customer: $crate::tracking::request::EventCustomer,
            pub organization: Option<$crate::tracking::request::EventOrganization>,
            /// The value of `hg` in your page's address: a click id `clk_…`, or a link id `lnk_…` if the visitor denied
            /// consent. Not needed if an earlier event of the customer had it.
            pub click_id: Option<String>,
            /// The referral code that the customer used, or several, at most 10. Each that belongs to a partner of the
            /// program counts.
            pub code: Option<$crate::wire::Codes>,
            /// More codes.
            pub codes: Option<$crate::wire::Codes>,
            /// The system that reports the event. Part of the event's identity: 1 to 40 of a–z, 0–9, _ and -. Defaults
            /// to `api`.
            #[schema(max_length = 40)]
            pub source: Option<String>,
            /// At most 90 days back and 5 minutes ahead. Defaults to the time of arrival. Not from a browser.
            #[schema(format = DateTime)]
            pub occurred_at: Option<String>,
            /// Your own notes: at most 50, names of at most 40 characters, values of at most 500.
            pub metadata: Option<std::collections::BTreeMap<String, String>>,
        }

        impl $name {
            fn common(&mut self) -> $crate::tracking::request::Common {
                $crate::tracking::request::Common {
                    program_id: self.program_id.take(),
                    customer: std::mem::take(&mut self.customer),
                    organization: self.organization.take(),
                    click_id: self.click_id.take(),
                    code: self.code.take(),
                    codes: self.codes.take(),
                    source: self.source.take(),
                    occurred_at: self.occurred_at.take(),
                    metadata: self.metadata.take(),
                }
            }
        }
    };
}

pub(super) use event_request;
