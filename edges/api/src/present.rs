//! From rows to what HTTP shows. Names are looked up once for all rows of an answer, as far as its reader may know them.

use crate::{
    answer::Answer,
    problem::Problem,
    wire::{CustomerRef, PartnerRef, ProgramRef, SeenPartnerRef},
};
use axum::Json;
use engine::{Done, Engine, Mentioned, Names, Portal, names, ports::Vault};
use words::{CustomerId, PartnerId, ProgramId, Scope};

/// What HTTP shows of a row.
pub(crate) trait View: Sized {
    type Row;

    /// Notes whose names the view shows.
    fn mentions(_: &Self::Row, _: &mut Mentioned) {}

    fn view(row: Self::Row, by: &Viewer<'_>) -> Self;
}

/// What views need beside the rows.
pub(crate) struct Viewer<'a> {
    pub vault: &'a dyn Vault,
    /// The base of links without a host of their own.
    pub public_url: &'a str,
    names: Names,
}

impl Viewer<'_> {
    pub(crate) fn program(&self, id: ProgramId) -> ProgramRef {
        let name = self.names.program(id).map(str::to_owned);
        ProgramRef { id: id.to_string(), name: name.unwrap_or_else(|| id.to_string()) }
    }

    pub(crate) fn partner(&self, id: PartnerId) -> PartnerRef {
        let name = self.names.partner(id).map(str::to_owned);
        PartnerRef { id: id.to_string(), name: name.unwrap_or_else(|| id.to_string()) }
    }

    /// A partner who may be another than the one that reads.
    pub(crate) fn seen_partner(&self, id: PartnerId) -> SeenPartnerRef {
        let name = self.names.partner(id).map(str::to_owned);
        SeenPartnerRef { id: Some(id.to_string()), name }
    }

    pub(crate) fn customer(&self, id: CustomerId) -> CustomerRef {
        self.customer_reported(id, None)
    }

    /// A customer whose external id the row itself tells.
    pub(crate) fn customer_reported(&self, id: CustomerId, external_id: Option<String>) -> CustomerRef {
        let known = self.names.customer(id);
        CustomerRef {
            id: id.to_string(),
            name: known.map(|known| known.name.clone()),
            external_id: external_id.or_else(|| known.map(|known| known.external_id.clone())),
        }
    }
}

/// Who reads.
enum Reader<'a> {
    Merchant { engine: &'a Engine, scope: Scope, reads_customers: bool },
    Partner(&'a Portal<'a>),
}

/// Shows rows to one reader.
pub(crate) struct Presenter<'a> {
    reader: Reader<'a>,
    public_url: &'a str,
}

impl<'a> Presenter<'a> {
    pub(crate) fn to_merchant(
        engine: &'a Engine,
        scope: Scope,
        reads_customers: bool,
        public_url: &'a str,
    ) -> Self {
        Self { reader: Reader::Merchant { engine, scope, reads_customers }, public_url }
    }

    pub(crate) fn to_partner(portal: &'a Portal<'a>, public_url: &'a str) -> Self {
        Self { reader: Reader::Partner(portal), public_url }
    }

    /// The views of rows, in their order.
    pub(crate) async fn all<V: View>(&self, rows: Vec<V::Row>) -> Result<Vec<V>, Problem> {
        let mut mentioned = Mentioned::default();
        for row in &rows {
            V::mentions(row, &mut mentioned);
        }
        let by = self.viewer(mentioned).await?;
        Ok(rows.into_iter().map(|row| V::view(row, &by)).collect())
    }

    pub(crate) async fn one<V: View>(&self, row: V::Row) -> Result<V, Problem> {
        let mut mentioned = Mentioned::default();
        V::mentions(&row, &mut mentioned);
        let by = self.viewer(mentioned).await?;
        Ok(V::view(row, &by))
    }

    pub(crate) async fn json<V: View>(&self, row: V::Row) -> Result<Json<V>, Problem> {
        self.one(row).await.map(Json)
    }

    /// The answer to what was made.
    pub(crate) async fn created<V: View>(&self, done: Done<V::Row>) -> Result<Answer<V>, Problem> {
        let Done { value, replayed } = done;
        let value = self.one(value).await?;
        Ok(Answer::created(Done { value, replayed }, |view| view))
    }

    async fn viewer(&self, mentioned: Mentioned) -> Result<Viewer<'a>, Problem> {
        let (names, vault) = match self.reader {
            Reader::Merchant { engine, scope, reads_customers } => {
                let known = if reads_customers { mentioned } else { mentioned.without_customers() };
                (names::of(engine, scope, &known).await?, engine.vault())
            }
            Reader::Partner(portal) => (portal.names(mentioned).await?, portal.vault()),
        };
        Ok(Viewer { vault, public_url: self.public_url, names })
    }
}
