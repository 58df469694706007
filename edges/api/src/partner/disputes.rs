//! `/v1/partner/disputes`.

use crate::{
    access::{AtPartner, IdempotencyHeader},
    answer::Answer,
    intake::{self, Id, optional, required, text},
    list::{Asked, List},
    problem::{PortalProblems, Problem, WriteProblems},
    wire::{DisputeKind, Money, OwnDispute},
};
use axum::{Json, response::Response};
use engine::{DisputeInput, DisputedSale, Error};
use serde::Deserialize;
use utoipa::ToSchema;
use words::{DisputeId, Invalid};

type OwnDisputeList = List<OwnDispute>;

/// List one's own disputes
#[utoipa::path(
    get, path = "/v1/partner/disputes", tag = "Portal", operation_id = "list_own_disputes",
    params(Asked<OwnDispute>),
    responses(
        (status = 200, description = "One's own", content((OwnDisputeList = "application/json"), (String = "text/csv"))),
        PortalProblems,
    ),
    security(("session" = [])),
)]
pub(crate) async fn list_own_disputes(at: AtPartner, asked: Asked<OwnDispute>) -> Result<Response, Problem> {
    asked.answer_own(at).await
}

/// Show one of one's own disputes
#[utoipa::path(
    get, path = "/v1/partner/disputes/{id}", tag = "Portal", operation_id = "get_own_dispute",
    params(("id" = String, Path, description = "The dispute's id")),
    responses((status = 200, description = "The dispute", body = OwnDispute), PortalProblems),
    security(("session" = [])),
)]
pub(crate) async fn get_own_dispute(
    at: AtPartner,
    Id(id): Id<DisputeId>,
) -> Result<Json<OwnDispute>, Problem> {
    let portal = at.portal().await?;
    at.presenter(&portal).json(portal.dispute(id).await?).await
}

/// The sale that has no commission.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UntrackedSale {
    program_id: String,
    /// The merchant's own number of the order.
    #[schema(min_length = 1, max_length = 200)]
    order: String,
    #[schema(format = DateTime)]
    occurred_at: String,
    /// What was paid.
    amount: Money,
    /// How you know the customer.
    #[schema(min_length = 1, max_length = 200)]
    #[serde(default, deserialize_with = "text")]
    customer: Option<String>,
    /// The link that led them.
    link_id: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kind": "wrong_amount", "commission_id": "com_01kk8y7d00e6br2v9m5gq4t1hs",
    "expected": { "amount": 2_500, "currency": "EUR" },
    "note": "The terms say 25 % for annual plans.", "references": ["https://acme.example/terms"]
}))]
pub(crate) struct OpenDispute {
    kind: DisputeKind,
    /// What is disputed, unless it is an untracked sale.
    commission_id: Option<String>,
    /// For `untracked`.
    sale: Option<UntrackedSale>,
    /// What the commission should be. Required for `wrong_amount`.
    expected: Option<Money>,
    #[schema(min_length = 1, max_length = 2000)]
    note: String,
    /// Links, or other texts that prove something.
    #[serde(default)]
    #[schema(max_items = 10)]
    references: Vec<String>,
}

fn money(field: &'static str, money: &Money) -> Result<words::Money, Invalid> {
    Ok(words::Money::new(money.amount, required(field, &money.currency)?))
}

impl OpenDispute {
    fn read(self) -> Result<DisputeInput, Error> {
        let sale = self.sale.map(|it| {
            Ok::<_, Error>(DisputedSale {
                program: required("sale.program_id", &it.program_id)?,
                order: it.order,
                occurred_at: required("sale.occurred_at", &it.occurred_at)?,
                amount: money("sale.amount.currency", &it.amount)?,
                customer: it.customer,
                link: optional("sale.link_id", it.link_id.as_deref())?,
            })
        });
        Ok(DisputeInput {
            kind: self.kind.into(),
            commission: optional("commission_id", self.commission_id.as_deref())?,
            sale: sale.transpose()?,
            expected: self.expected.map(|it| money("expected.currency", &it)).transpose()?,
            note: self.note,
            references: self.references,
        })
    }
}

/// Dispute a commission, or that there is none
///
/// Within the program's window after the sale, or after the commission was declined. Until it is settled the commission
/// is suspended. It is decided by its due date, if not by the merchant then by the program's settings.
#[utoipa::path(
    post, path = "/v1/partner/disputes", tag = "Portal", operation_id = "open_dispute",
    params(IdempotencyHeader),
    request_body = OpenDispute,
    responses((status = 201, description = "The dispute, open", body = OwnDispute), WriteProblems),
    security(("session" = [])),
)]
pub(crate) async fn open_dispute(
    at: AtPartner,
    intake::Json { value, hash }: intake::Json<OpenDispute>,
) -> Result<Answer<OwnDispute>, Problem> {
    let portal = at.portal_for(&hash).await?;
    let done = portal.open_dispute(&value.read()?).await?;
    at.presenter(&portal).created(done).await
}

/// What one does with one's own dispute.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
#[schema(example = json!({ "action": "answer", "note": "The invoice is number 4711." }))]
pub(crate) enum TransitionOwnDispute {
    /// Adds what the merchant asked for.
    Answer {
        #[schema(min_length = 1, max_length = 2000)]
        note: String,
        #[serde(default)]
        #[schema(max_items = 10)]
        references: Vec<String>,
    },
    /// Takes it back.
    Withdraw {},
}

/// Answer in one's own dispute, or take it back
#[utoipa::path(
    post, path = "/v1/partner/disputes/{id}/transitions", tag = "Portal", operation_id = "transition_own_dispute",
    params(("id" = String, Path, description = "The dispute's id")),
    request_body = TransitionOwnDispute,
    responses((status = 200, description = "The dispute", body = OwnDispute), WriteProblems),
    security(("session" = [])),
)]
pub(crate) async fn transition_own_dispute(
    at: AtPartner,
    Id(id): Id<DisputeId>,
    intake::Json { value, .. }: intake::Json<TransitionOwnDispute>,
) -> Result<Json<OwnDispute>, Problem> {
    let portal = at.portal().await?;
    let dispute = match value {
        TransitionOwnDispute::Answer { note, references } => {
            portal.answer_dispute(id, &note, &references).await?
        }
        TransitionOwnDispute::Withdraw {} => portal.withdraw_dispute(id).await?,
    };
    at.presenter(&portal).json(dispute).await
}
