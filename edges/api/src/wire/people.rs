//! People as HTTP shows them: users, seats, sessions, invitations, keys, the audit log.

use super::{KeyKind, Mode, PartnerRef, Role};
use crate::problem::Problem;
use engine::{Engine, Names, OpenSession, SeatMentioned, names, people};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use words::UserId;

/// Someone who logs in.
#[derive(Serialize, ToSchema)]
pub(crate) struct User {
    #[schema(example = "usr_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub name: Option<String>,
    pub email: Option<String>,
    /// Whether log-in asks for a code beside the password.
    pub has_second_factor: bool,
    /// Without one, log-in is by one-time link.
    pub has_password: bool,
    #[schema(format = DateTime)]
    pub created_at: String,
}

impl User {
    pub(crate) fn open(it: &program::User, engine: &Engine) -> Self {
        Self {
            id: it.id.to_string(),
            name: people::name_of(engine, it),
            email: people::email_of(engine, it),
            has_second_factor: it.demanded_factor().is_some(),
            has_password: it.password.is_some(),
            created_at: it.created_at.to_string(),
        }
    }
}

/// A place in a workspace: in its team, or at one of its partners.
#[derive(Serialize, ToSchema)]
pub(crate) struct Seat {
    #[schema(example = "mbr_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub workspace_id: String,
    pub role: Role,
    /// With the role partner: which one.
    pub partner: Option<PartnerRef>,
    #[schema(format = DateTime)]
    pub created_at: String,
    /// When it was taken away.
    #[schema(format = DateTime)]
    pub ended_at: Option<String>,
}

impl Seat {
    /// The seats of memberships, in their order, with the names of partners.
    pub(crate) async fn all(
        memberships: &[&program::Membership],
        engine: &Engine,
    ) -> Result<Vec<Self>, Problem> {
        let mentioned = |it: &&program::Membership| SeatMentioned { workspace: it.workspace, seat: it.seat };
        let mentioned: Vec<_> = memberships.iter().map(mentioned).collect();
        let names = names::of_seats(engine, &mentioned).await?;
        Ok(memberships.iter().map(|membership| Self::named(membership, &names)).collect())
    }

    /// The seat of one membership.
    pub(crate) async fn one(membership: &program::Membership, engine: &Engine) -> Result<Self, Problem> {
        let mentioned = SeatMentioned { workspace: membership.workspace, seat: membership.seat };
        let names = names::of_seats(engine, &[mentioned]).await?;
        Ok(Self::named(membership, &names))
    }

    fn named(it: &program::Membership, names: &Names) -> Self {
        Self {
            id: it.id.to_string(),
            workspace_id: it.workspace.to_string(),
            role: it.seat.role().into(),
            partner: partner_of(it.seat, names),
            created_at: it.created_at.to_string(),
            ended_at: it.ended_at.map(|at| at.to_string()),
        }
    }
}

fn partner_of(seat: program::Seat, names: &Names) -> Option<PartnerRef> {
    match seat {
        program::Seat::Partner { partner, .. } => {
            let name = names.partner(partner).map_or_else(|| partner.to_string(), str::to_owned);
            Some(PartnerRef { id: partner.to_string(), name })
        }
        program::Seat::Team { .. } => None,
    }
}

/// A member of the team, or someone at a partner.
#[derive(Serialize, ToSchema)]
pub(crate) struct Member {
    pub seat: Seat,
    pub user: User,
}

impl Member {
    pub(crate) async fn open(
        membership: &program::Membership,
        user: &program::User,
        engine: &Engine,
    ) -> Result<Self, Problem> {
        Ok(Self { seat: Seat::one(membership, engine).await?, user: User::open(user, engine) })
    }
}

/// One log-in.
#[derive(Serialize, ToSchema)]
pub(crate) struct Session {
    #[schema(example = "ses_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    /// Whether it is the one that asks.
    pub is_own: bool,
    /// The network address of the log-in.
    pub address: Option<String>,
    /// The browser, in its own words.
    pub agent: Option<String>,
    #[schema(format = DateTime)]
    pub created_at: String,
    /// To the hour.
    #[schema(format = DateTime)]
    pub used_at: Option<String>,
    #[schema(format = DateTime)]
    pub expires_at: String,
}

impl From<OpenSession> for Session {
    fn from(it: OpenSession) -> Self {
        Self {
            id: it.session.id.to_string(),
            is_own: it.is_own,
            address: it.session.address,
            agent: it.session.agent,
            created_at: it.session.created_at.to_string(),
            used_at: it.used_at.map(|at| at.to_string()),
            expires_at: it.session.expires_at.to_string(),
        }
    }
}

/// An offer of a seat.
#[derive(Serialize, ToSchema)]
pub(crate) struct Invitation {
    #[schema(example = "inv_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub email: Option<String>,
    pub role: Role,
    pub partner: Option<PartnerRef>,
    /// `pending`, `accepted`, `revoked` or `expired`.
    #[schema(example = "pending")]
    pub status: &'static str,
    #[schema(format = DateTime)]
    pub created_at: String,
    #[schema(format = DateTime)]
    pub expires_at: String,
}

impl Invitation {
    /// Invitations in their order, with the names of partners.
    pub(crate) async fn all(
        invitations: &[program::Invitation],
        engine: &Engine,
    ) -> Result<Vec<Self>, Problem> {
        let mentioned = |it: &program::Invitation| SeatMentioned { workspace: it.workspace, seat: it.seat };
        let mentioned: Vec<_> = invitations.iter().map(mentioned).collect();
        let names = names::of_seats(engine, &mentioned).await?;
        Ok(invitations.iter().map(|invitation| Self::open(invitation, engine, &names)).collect())
    }

    /// One invitation.
    pub(crate) async fn one(it: &program::Invitation, engine: &Engine) -> Result<Self, Problem> {
        let mentioned = SeatMentioned { workspace: it.workspace, seat: it.seat };
        let names = names::of_seats(engine, &[mentioned]).await?;
        Ok(Self::open(it, engine, &names))
    }

    fn open(it: &program::Invitation, engine: &Engine, names: &Names) -> Self {
        let is_over = it.status == program::InvitationStatus::Pending && it.expires_at <= engine.now();
        Self {
            id: it.id.to_string(),
            email: people::invited_email(engine, it).ok(),
            role: it.seat.role().into(),
            partner: partner_of(it.seat, names),
            status: if is_over { "expired" } else { it.status.name() },
            created_at: it.created_at.to_string(),
            expires_at: it.expires_at.to_string(),
        }
    }
}

/// An API key, without its secret.
#[derive(Serialize, ToSchema)]
pub(crate) struct Key {
    #[schema(example = "key_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub workspace_id: String,
    pub mode: Mode,
    pub kind: KeyKind,
    pub name: String,
    /// Its first characters, by which people tell keys apart.
    pub hint: String,
    /// What a secret key may do, like `links:write` or `*:read`.
    pub scopes: Vec<String>,
    #[schema(format = DateTime)]
    pub created_at: String,
    /// To the hour; null if it was never used.
    #[schema(format = DateTime)]
    pub used_at: Option<String>,
    /// From then on it opens nothing.
    #[schema(format = DateTime)]
    pub expires_at: Option<String>,
    #[schema(format = DateTime)]
    pub revoked_at: Option<String>,
}

impl Key {
    pub(crate) fn new(it: &program::ApiKey, used_at: Option<words::Instant>) -> Self {
        Self {
            id: it.id.to_string(),
            workspace_id: it.scope.workspace.to_string(),
            mode: it.scope.mode.into(),
            kind: it.kind.into(),
            name: it.name.clone(),
            hint: it.hint.clone(),
            scopes: it.allows.iter().map(ToString::to_string).collect(),
            created_at: it.created_at.to_string(),
            used_at: used_at.map(|at| at.to_string()),
            expires_at: it.expires_at.map(|at| at.to_string()),
            revoked_at: it.revoked_at.map(|at| at.to_string()),
        }
    }
}

/// A key with the member who created it.
#[derive(Serialize, ToSchema)]
pub(crate) struct ListedKey {
    #[serde(flatten)]
    pub key: Key,
    /// Null if the operator created it.
    #[schema(example = "usr_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub created_by_user_id: Option<String>,
    pub created_by_name: Option<String>,
    /// Whether its creator has left the workspace's team. The key works on, and they may know its secret.
    pub is_creator_removed: bool,
}

impl ListedKey {
    pub(crate) fn new(
        it: &program::ApiKey,
        used_at: Option<words::Instant>,
        makers: &BTreeMap<UserId, engine::KeyMaker>,
    ) -> Self {
        let maker = it.created_by.and_then(|user| makers.get(&user));
        Self {
            key: Key::new(it, used_at),
            created_by_user_id: it.created_by.map(|user| user.to_string()),
            created_by_name: maker.and_then(|maker| maker.name.clone()),
            is_creator_removed: maker.is_some_and(|maker| maker.is_removed),
        }
    }
}

/// A new key with the text that is never shown again.
#[derive(Serialize, ToSchema)]
pub(crate) struct NewKey {
    pub key: Key,
    /// The key itself. It is shown this once.
    #[schema(example = "hg_live_sk_0123456789abcdef0123456789abcdef")]
    pub text: String,
}

impl From<engine::MintedKey> for NewKey {
    fn from(it: engine::MintedKey) -> Self {
        Self { key: Key::new(&it.key, None), text: it.text }
    }
}

/// Who did what. Ids and settings only: personal data and secrets are left out.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuditRecord {
    #[schema(example = "aud_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    #[schema(format = DateTime)]
    pub at: String,
    /// `operator`, `key`, `member`, `partner` or `visitor`.
    #[schema(example = "member")]
    pub actor: &'static str,
    pub key_id: Option<String>,
    pub user_id: Option<String>,
    pub session_id: Option<String>,
    /// The network address the request came from.
    pub address: Option<String>,
    pub request_id: Option<String>,
    /// The noun and what was done to it.
    #[schema(example = "terms.published")]
    pub action: String,
    /// The id of what it was done to.
    pub subject: String,
    /// Null for what concerns live and test alike.
    pub mode: Option<Mode>,
    #[schema(value_type = Option<Object>)]
    pub before: Option<serde_json::Value>,
    #[schema(value_type = Option<Object>)]
    pub after: Option<serde_json::Value>,
}

impl From<engine::ports::AuditRecord> for AuditRecord {
    fn from(it: engine::ports::AuditRecord) -> Self {
        Self {
            id: it.id.to_string(),
            at: it.at.to_string(),
            actor: it.actor.name(),
            key_id: it.actor.key().map(|id| id.to_string()),
            user_id: it.actor.user().map(|id| id.to_string()),
            session_id: it.actor.session().map(|id| id.to_string()),
            address: it.origin.address,
            request_id: it.origin.request,
            action: it.action,
            subject: it.subject,
            mode: it.mode.map(Into::into),
            before: it.before,
            after: it.after,
        }
    }
}

/// Whom a one-time link is for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EmailOnly {
    #[schema(example = "ada@example.com")]
    pub email: String,
}
