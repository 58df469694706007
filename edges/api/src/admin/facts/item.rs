//! A fact as the API shows it.

use facts::{Actor, Kind, NumberedFact, Object, Origin};
use serde::Serialize;
use utoipa::{
    ToSchema,
    openapi::{
        Object as Described, ObjectBuilder,
        schema::{SchemaType, Type},
    },
};
use words::PartnerId;

/// Something that happened. Facts hold ids and amounts, no personal data, and never change.
#[derive(Serialize, ToSchema)]
pub(crate) struct Fact {
    #[schema(example = "fct_01kk8y7d00e6br2v9m5gq4t1hs")]
    id: String,
    #[schema(schema_with = kind)]
    kind: &'static str,
    /// The version of the body's form. It rises when a reader of the one before could not read it.
    v: u16,
    #[schema(format = DateTime)]
    at: String,
    object: FactObject,
    /// Rises with every commit that changes the object; facts of one commit about one object have the same. If you hold
    /// a greater one for the object, drop the fact. 0 if the object was created in this commit, or if nothing counts
    /// its changes.
    revision: u64,
    /// Every partner concerned, sorted, each once; also those who lost credit by a decision.
    #[schema(example = json!(["prt_01kk8y7d00e6br2v9m5gq4t1hs"]))]
    partners: Vec<String>,
    program_id: Option<String>,
    customer_id: Option<String>,
    actor: FactActor,
    origin: FactOrigin,
    /// The id of the fact that caused this one.
    cause: Option<String>,
    #[schema(value_type = Object)]
    body: serde_json::Value,
}

/// What a fact happened to.
#[derive(Serialize, ToSchema)]
pub(crate) struct FactObject {
    /// A noun.
    #[schema(example = "conversion")]
    r#type: &'static str,
    #[schema(example = "cnv_01kk8y7d00e6br2v9m5gq4t1hs")]
    id: String,
}

/// Who acted.
#[derive(Serialize, ToSchema)]
pub(crate) struct FactActor {
    /// `system` (the server's own jobs), `operator`, `key`, `member`, `partner` or `visitor`.
    #[schema(example = "key")]
    r#type: &'static str,
    key_id: Option<String>,
    user_id: Option<String>,
    partner_id: Option<String>,
}

/// By what means they acted.
#[derive(Serialize, ToSchema)]
pub(crate) struct FactOrigin {
    /// `person`, `key`, `connector`, `import`, `automation` or `system`.
    #[schema(example = "key")]
    r#type: &'static str,
    /// The key's id, the connector's name, or that of the automation's run.
    id: Option<String>,
}

/// Lists the kinds with what they mean.
fn kind() -> Described {
    let kinds = Kind::ALL.iter().map(|kind| format!("- `{kind}`: {}", kind.meaning()));
    let kinds = kinds.collect::<Vec<_>>().join("\n");
    let about = "What happened. New kinds are added; skip those that you do not know. `docs/facts.md` describes \
                 the body of each.";
    ObjectBuilder::new()
        .schema_type(SchemaType::Type(Type::String))
        .description(Some(format!("{about}\n\n{kinds}")))
        .examples(["conversion.recorded"])
        .build()
}

impl From<NumberedFact> for Fact {
    fn from(NumberedFact { fact, .. }: NumberedFact) -> Self {
        Self {
            id: fact.id.to_string(),
            kind: fact.kind().text(),
            v: fact.kind().version(),
            at: fact.at.to_string(),
            object: fact.object().into(),
            revision: fact.revision,
            partners: fact.partners.iter().map(PartnerId::to_string).collect(),
            program_id: fact.program.map(|id| id.to_string()),
            customer_id: fact.customer.map(|id| id.to_string()),
            actor: fact.actor.into(),
            origin: fact.origin.into(),
            cause: fact.cause.map(|id| id.to_string()),
            body: serde_json::to_value(&fact.event).unwrap_or_default(),
        }
    }
}

impl From<Object> for FactObject {
    fn from(object: Object) -> Self {
        Self { r#type: object.noun(), id: object.to_string() }
    }
}

impl From<Actor> for FactActor {
    fn from(actor: Actor) -> Self {
        Self {
            r#type: actor.name(),
            key_id: actor.key().map(|id| id.to_string()),
            user_id: actor.user().map(|id| id.to_string()),
            partner_id: actor.partner().map(|id| id.to_string()),
        }
    }
}

impl From<Origin> for FactOrigin {
    fn from(origin: Origin) -> Self {
        match origin {
            Origin::Person => Self { r#type: "person", id: None },
            Origin::Key { key } => Self { r#type: "key", id: Some(key.to_string()) },
            Origin::Connector { connector } => Self { r#type: "connector", id: Some(connector) },
            Origin::Import => Self { r#type: "import", id: None },
            Origin::Automation { run } => Self { r#type: "automation", id: Some(run) },
            Origin::System => Self { r#type: "system", id: None },
        }
    }
}
