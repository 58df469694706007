//! What an event says of its customer.

use crate::{Engine, Error, EventInput, ports::CustomerFile};
use program::normalize_email;
use referral::{Customer, Stamp, Stamped};
use words::{CustomerId, Instant, Personal, Scope};

impl Engine {
    /// The customer as known after the event: each personal field as the latest event says.
    pub(crate) fn customer_of(
        &self,
        (scope, id): (Scope, CustomerId),
        file: Option<&CustomerFile>,
        input: &EventInput,
        stamp: Stamp,
        now: Instant,
    ) -> Result<Customer, Error> {
        let mut customer = match file {
            Some(file) => file.customer.clone(),
            None => Customer {
                id,
                scope,
                external_id: input.customer.external_id.clone(),
                personal: Personal::default(),
                stamped: Stamped::default(),
                created_at: now,
                erased_at: None,
            },
        };
        if let Some(email) = &input.customer.email {
            let hash = self.vault().email_hash(&normalize_email("customer_email", email)?);
            if customer.stamped.email.as_ref().is_none_or(|earlier| *earlier < stamp) {
                customer.stamped.email = Some(stamp.clone());
                if customer.personal.email_hash.as_ref() != Some(&hash) {
                    let key = customer.personal.key.get_or_insert_with(|| self.vault().new_key());
                    customer.personal.email = Some(self.vault().seal(key, email.trim()));
                    customer.personal.email_hash = Some(hash);
                }
            }
        }
        if let Some(name) = &input.customer.name
            && customer.stamped.name.as_ref().is_none_or(|earlier| *earlier < stamp)
        {
            let key = customer.personal.key.get_or_insert_with(|| self.vault().new_key());
            customer.personal.name = Some(self.vault().seal(key, name));
            customer.stamped.name = Some(stamp);
        }
        Ok(customer)
    }
}
