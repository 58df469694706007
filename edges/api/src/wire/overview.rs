//! The overview: figures of a period, day by day, against another.

use super::{Link, PartnerRef};
use crate::present::{View, Viewer};
use engine::Mentioned;
use serde::Serialize;
use utoipa::ToSchema;
use words::Currency;

/// What partners brought within a period.
#[derive(Serialize, ToSchema)]
pub(crate) struct Overview {
    /// ISO 4217; of all amounts. Null while there is no program.
    #[schema(example = "EUR")]
    pub currency: Option<String>,
    /// The name of the IANA database by which days are told apart.
    #[schema(example = "Europe/Berlin")]
    pub time_zone: String,
    pub period: Figured,
    /// The period it is compared with; null, if none was asked for.
    pub compared: Option<Figured>,
    /// At most 10, by revenue and then by commission. Empty in a partner's own overview.
    pub top_partners: Vec<TopPartner>,
    /// At most 10, by people's clicks.
    pub top_links: Vec<TopLink>,
    /// At most 10, by people's clicks.
    pub top_sources: Vec<TopSource>,
    /// Refunds, chargebacks and reversals that have waited for more than a day for their sale, refund or chargeback to be
    /// reported, at most 1000; `GET /v1/conversions?waiting=yes` lists them. 0 in a partner's own overview.
    pub waiting_refunds: usize,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Figured {
    #[schema(example = "2026-11-01")]
    pub from: String,
    /// The last day, included.
    #[schema(example = "2026-11-22")]
    pub until: String,
    pub total: Figures,
    /// Each day, in order.
    pub days: Vec<DayFigures>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct DayFigures {
    #[schema(example = "2026-11-22")]
    pub day: String,
    #[serde(flatten)]
    pub figures: Figures,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Figures {
    /// Visits of people: neither repeats nor bots.
    pub clicks: u64,
    /// Leads credited to a partner.
    pub leads: u64,
    /// Customers whose first credited sale fell into the period.
    pub customers: u64,
    /// Credited sales, renewals among them.
    pub sales: u64,
    /// Minor units that credited sales brought, less what was refunded of them since.
    pub revenue: i64,
    /// Minor units that partners earned with these, less what was reversed or declined since.
    pub commission: i64,
    /// Customers for each click, in millionths; null without a click.
    pub conversion_rate_millionths: Option<i64>,
    /// Revenue for each sale in minor units; null without a sale.
    pub average_deal: Option<i64>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct TopPartner {
    pub partner: PartnerRef,
    #[serde(flatten)]
    pub figures: Figures,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct TopLink {
    pub link: Link,
    pub clicks: u64,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct TopSource {
    /// The campaign's `utm_source`, else the host that the visitor came from, else empty.
    pub source: String,
    pub clicks: u64,
}

impl View for Overview {
    type Row = engine::Overview;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        for (link, _) in &it.top_links {
            Link::mentions(link, names);
        }
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        let partner = |(partner, figures): (program::Partner, report::Figures)| TopPartner {
            partner: PartnerRef { id: partner.id.to_string(), name: partner.display_name },
            figures: figures.into(),
        };
        let link = |(link, clicks)| TopLink { link: Link::view(link, by), clicks };
        let source = |it: report::BySource| TopSource { source: it.source, clicks: it.clicks };
        Self {
            currency: it.currency.map(Currency::code).map(str::to_owned),
            time_zone: it.figured.period.zone().to_owned(),
            period: it.figured.into(),
            compared: it.compared.map(Into::into),
            top_partners: it.top_partners.into_iter().map(partner).collect(),
            top_links: it.top_links.into_iter().map(link).collect(),
            top_sources: it.top_sources.into_iter().map(source).collect(),
            waiting_refunds: it.waiting_refunds,
        }
    }
}

impl From<engine::Figured> for Figured {
    fn from(it: engine::Figured) -> Self {
        let day = |(day, figures): (report::Day, report::Figures)| DayFigures {
            day: day.to_string(),
            figures: figures.into(),
        };
        Self {
            from: it.period.first().to_string(),
            until: it.period.last().to_string(),
            total: it.total.into(),
            days: it.days.into_iter().map(day).collect(),
        }
    }
}

impl From<report::Figures> for Figures {
    fn from(it: report::Figures) -> Self {
        Self {
            clicks: it.clicks,
            leads: it.leads,
            customers: it.customers,
            sales: it.sales,
            revenue: it.revenue,
            commission: it.commission,
            conversion_rate_millionths: it.conversion_rate(),
            average_deal: it.average_deal(),
        }
    }
}
