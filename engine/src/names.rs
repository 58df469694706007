//! What programs, partners and customers are called, looked up once for everything that one answer shows.

use crate::{Engine, Error, Portal};
use program::Seat;
use referral::Customer;
use std::collections::{BTreeMap, BTreeSet};
use words::{CustomerId, PartnerId, ProgramId, Scope, Sealed, WorkspaceId};

/// The ids whose names an answer shows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Mentioned {
    programs: BTreeSet<ProgramId>,
    partners: BTreeSet<PartnerId>,
    customers: BTreeSet<CustomerId>,
}

impl Mentioned {
    pub fn program(&mut self, id: ProgramId) -> &mut Self {
        self.programs.insert(id);
        self
    }

    pub fn partner(&mut self, id: PartnerId) -> &mut Self {
        self.partners.insert(id);
        self
    }

    pub fn customer(&mut self, id: impl Into<Option<CustomerId>>) -> &mut Self {
        self.customers.extend(id.into());
        self
    }

    /// The same for a reader who may not know who customers are.
    pub fn without_customers(self) -> Self {
        Self { customers: BTreeSet::new(), ..self }
    }
}

/// A seat, and the workspace that it is in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SeatMentioned {
    pub workspace: WorkspaceId,
    pub seat: Seat,
}

/// What merchants know a customer by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CustomerName {
    /// The name, else the organization's domain, else the e-mail address, else the merchant's own id.
    pub name: String,
    /// The merchant's own id.
    pub external_id: String,
}

/// The names of what was mentioned, as far as the reader may know them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Names {
    programs: BTreeMap<ProgramId, String>,
    partners: BTreeMap<PartnerId, String>,
    customers: BTreeMap<CustomerId, CustomerName>,
}

impl Names {
    pub fn program(&self, id: ProgramId) -> Option<&str> {
        self.programs.get(&id).map(String::as_str)
    }

    pub fn partner(&self, id: PartnerId) -> Option<&str> {
        self.partners.get(&id).map(String::as_str)
    }

    pub fn customer(&self, id: CustomerId) -> Option<&CustomerName> {
        self.customers.get(&id)
    }
}

/// The names of what was mentioned, with one read of the store per noun. Whether the reader may know customers is the
/// caller's to check, see [`Mentioned::without_customers`].
pub async fn of(engine: &Engine, scope: Scope, mentioned: &Mentioned) -> Result<Names, Error> {
    let Mentioned { programs, partners, customers } = mentioned;
    let mut names = Names::default();
    if !programs.is_empty() {
        let ids: Vec<_> = programs.iter().copied().collect();
        names.programs = engine.book().program_names(scope, &ids).await?;
    }
    if !partners.is_empty() {
        let ids: Vec<_> = partners.iter().copied().collect();
        names.partners = engine.book().partner_names(scope, &ids).await?;
    }
    if !customers.is_empty() {
        let ids: Vec<_> = customers.iter().copied().collect();
        let found = engine.book().customers(scope, &ids).await?;
        names.customers = found.into_iter().map(|it| (it.id, of_customer(engine, it))).collect();
    }
    Ok(names)
}

/// The names of the partners among these seats, with one read of the store for each workspace and mode.
pub async fn of_seats(engine: &Engine, seats: &[SeatMentioned]) -> Result<Names, Error> {
    let mut by_scope: BTreeMap<Scope, Mentioned> = BTreeMap::new();
    for &SeatMentioned { workspace, seat } in seats {
        if let Seat::Partner { partner, mode } = seat {
            by_scope.entry(Scope { workspace, mode }).or_default().partner(partner);
        }
    }
    let mut names = Names::default();
    for (scope, mentioned) in by_scope {
        names.partners.extend(of(engine, scope, &mentioned).await?.partners);
    }
    Ok(names)
}

/// What merchants know the customer by.
pub fn of_customer(engine: &Engine, customer: Customer) -> CustomerName {
    let personal = &customer.personal;
    let open = |sealed: &Option<Sealed>| engine.vault().open(personal.key.as_ref()?, sealed.as_ref()?);
    let name = open(&personal.name).or_else(|| customer.domain.clone()).or_else(|| open(&personal.email));
    let name = name.unwrap_or_else(|| customer.external_id.clone());
    CustomerName { name, external_id: customer.external_id }
}

impl Portal<'_> {
    /// The names that this partner may know: of programs, and their own. Who customers and other partners are stays hidden.
    pub async fn names(&self, mentioned: Mentioned) -> Result<Names, Error> {
        let mut mentioned = mentioned.without_customers();
        mentioned.partners.retain(|&id| id == self.partner());
        of(self.engine(), self.scope(), &mentioned).await
    }
}
