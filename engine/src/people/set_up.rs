//! Deeds: a server without a workspace shows its operator a one-time address; under it the first workspace and its
//! owner are made.

use super::{LogIn, NewSession, Proof, one_time_link::token_of, visitor};
use crate::{
    Engine, Error, Origin,
    audit::view,
    author::Author,
    engine::sha256_hex,
    people,
    ports::{Changes, Row},
    workspaces,
};
use program::{
    NAME_CHARACTERS_MAX, Purpose, SET_UP_MINUTES, Seat, Token, check_password, normalize_letter_address,
};
use words::{Role, check_text};

#[derive(Clone)]
pub struct SetUpInput {
    /// What the printed address shows.
    pub token: String,
    pub workspace: String,
    /// Of the owner.
    pub name: String,
    pub email: String,
    pub password: String,
}

/// Whether nobody has set this server up yet.
pub async fn needs_set_up(engine: &Engine) -> Result<bool, Error> {
    Ok(engine.book().workspaces().await?.is_empty())
}

/// What the operator's terminal shows of the address under which this server is set up; none once it is.
pub async fn begin_set_up(engine: &Engine) -> Result<Option<String>, Error> {
    if !people::needs_set_up(engine).await? {
        return Ok(None);
    }
    let (text, hash) = people::draw_secret(engine, "hgu");
    let hash = &hash;
    let attempt = move || async move {
        let token = token_of(hash.clone(), Purpose::SetUp, engine.now(), SET_UP_MINUTES);
        Ok(((), Changes { rows: vec![Row::Token(token)], ..Changes::default() }))
    };
    engine.transact_unnamed("begin_set_up", attempt).await?;
    Ok(Some(text))
}

/// Makes the first workspace and its owner, who is logged in.
pub async fn set_up(
    engine: &Engine,
    input: &SetUpInput,
    origin: &Origin,
    agent: Option<&str>,
) -> Result<NewSession, Error> {
    let token_hash = &sha256_hex(input.token.as_bytes());
    find_set_up_link(engine, token_hash).await?;
    check_text("workspace", &input.workspace, NAME_CHARACTERS_MAX)?;
    check_text("name", &input.name, NAME_CHARACTERS_MAX)?;
    let email = normalize_letter_address("email", &input.email)?;
    check_password("password", &input.password, &email)?;
    let email_hash = &engine.vault().email_hash(&email);
    let hashed = &engine.vault().hash_password(&input.password).await;
    let (text, session_hash) = &people::draw_secret(engine, "hgs");
    let attempt = move || async move {
        let now = engine.now();
        let token = find_set_up_link(engine, token_hash).await?;
        let (workspace, mut changes) = workspaces::draft(engine, &input.workspace, now);
        people::spend_link(engine, &token, now, &mut changes).await?;
        if engine.book().user_by_email(email_hash).await?.is_some() {
            return Err(Error::Taken { field: "email", value: "of a user".to_owned() });
        }
        let user =
            people::draft_user(engine, &input.email, email_hash, &input.name, Some(hashed.clone()), now);
        let seat = Seat::Team { role: Role::Owner };
        let membership = people::take_seat(engine, workspace.id, user.id, seat, now).await?;
        let proof = Proof::Link { token: String::new() };
        let log_in = LogIn { proof, code: None, origin: origin.clone(), agent: agent.map(str::to_owned) };
        let session = people::draft_session(engine, &user, session_hash, &log_in, now);
        let seats = std::slice::from_ref(&membership);
        let (by, subject) = ((visitor(Some(user.id)), origin), membership.id.to_string());
        let added =
            people::audit_entries(engine, seats, by, now, "member.added", &subject, view(&membership));
        changes.audit.extend(added);
        changes.audit.extend(people::audit_log_in(engine, seats, &session, origin, now));
        changes.rows.extend([Row::User(user), Row::Membership(membership), Row::Session(session.clone())]);
        Ok((session, changes))
    };
    let session = engine.transact_by(Author::operator(), "set_up", attempt).await?;
    Ok(NewSession { session, text: text.clone() })
}

async fn find_set_up_link(engine: &Engine, hash: &str) -> Result<Token, Error> {
    let token = engine.book().token(hash).await?;
    let token = token.filter(|token| token.is_good(engine.now()) && token.purpose == Purpose::SetUp);
    let token = token.ok_or(Error::LinkSpent)?;
    if people::needs_set_up(engine).await? { Ok(token) } else { Err(Error::LinkSpent) }
}
