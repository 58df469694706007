//! The demo's deals: companies that want coffee for their offices, one of them named by two partners.

use engine::{
    DealInput, DealStep, Engine, Error, Operator, deals,
    ports::{EnrollmentColumn, ListOf, list_of},
};
use program::{Enrollment, EnrollmentStatus};
use words::{Currency, Money, Scope};

/// Which partner, company, domain, contact, expected amount in minor units.
const DEALS: [(usize, &str, Option<&str>, &str, i64); 5] = [
    (0, "Lindner & Söhne GmbH", Some("https://www.lindner-soehne.de/"), "Petra Lindner", 480_000),
    (3, "Lindner und Soehne", None, "P. Lindner", 500_000),
    (1, "Brightwater Analytics Ltd", Some("brightwater.example"), "Tom Ellis", 1_250_000),
    (2, "Café Aurora S.L.", Some("cafe-aurora.example"), "Lucía Ortega", 96_000),
    (4, "Northgate Housing Association", None, "Ruth Adeyemi", 310_000),
];

pub(super) async fn register(engine: &Engine, scope: Scope) -> Result<(), Error> {
    let operator = Operator { scope };
    let approved = ListOf::<Enrollment>::new(DEALS.len())
        .only(EnrollmentColumn::STATUS, EnrollmentStatus::Approved.name());
    let partners: Vec<Enrollment> = list_of(engine.book(), scope, &approved).await?;
    let mut registered = Vec::new();
    for (place, company, domain, contact, amount) in DEALS {
        let Some(enrollment) = partners.get(place) else { continue };
        let currency: Currency = "EUR".parse().map_err(|_| Error::Busy)?;
        let input = DealInput {
            program: enrollment.program,
            company: company.to_owned(),
            domain: domain.map(str::to_owned),
            contact_name: Some(contact.to_owned()),
            contact_email: None,
            products: vec!["Office subscription".to_owned()],
            expected: Some(Money::new(amount, currency)),
            note: None,
        };
        let deal = deals::enter(engine, &operator.permit(), enrollment.partner, &input).await?;
        registered.push(deal.value);
    }
    for (place, customer) in [(2, "brightwater"), (3, "cafe-aurora")] {
        let Some(deal) = registered.get(place) else { continue };
        let customer = customer.to_owned();
        let step = DealStep::Approve { customer, protection_days: 90, influencing: None };
        deals::transition(engine, &operator.permit(), deal.id, &step).await?;
    }
    Ok(())
}
