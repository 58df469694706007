//! Deed: a referral link for an enrolled partner.

use crate::{
    Caller, Done, Engine, Error, Permit,
    audit::{self, view},
    enrollments, links,
    need::WriteLinks,
    ports::{Changes, Expected, Row, VersionKey},
    rulebooks,
    rulebooks::rules,
};
use facts::{Event, LinkChanged};
use program::{Enrollment, Link, LinkOptions, Utm, check_slug, complete_url};
use words::{Invalid, LinkId, PartnerId, ProgramId};

/// Characters of a drawn slug: 31^7 is 27 thousand million.
const SLUG_DRAWN_CHARACTERS: usize = 7;
/// Digits and letters that people do not mistake for each other when they type.
const SLUG_ALPHABET: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";

/// Links of one partner in one program beyond which the partner makes no more; the merchant may.
pub const OWN_LINKS_MAX: usize = 1_000;

/// A link as its partner or the merchant asks for it.
#[derive(Clone, Debug)]
pub struct LinkInput {
    pub program: ProgramId,
    /// Drawn, if absent.
    pub slug: Option<String>,
    pub destination: String,
    pub utm: Utm,
    pub options: LinkOptions,
}

impl LinkInput {
    /// A link with a generated slug and default options.
    pub fn new(program: ProgramId, destination: impl Into<String>) -> Self {
        let (utm, options) = (Utm::default(), LinkOptions::default());
        Self { program, slug: None, destination: destination.into(), utm, options }
    }
}

pub async fn create(
    engine: &Engine,
    caller: &Permit<WriteLinks>,
    partner: PartnerId,
    input: &LinkInput,
) -> Result<Done<Link>, Error> {
    links::create_by(engine, caller, partner, input, None).await
}

/// Creates the link if the partner has fewer than `most` links in the program.
pub(crate) async fn create_by(
    engine: &Engine,
    caller: &Caller,
    partner: PartnerId,
    input: &LinkInput,
    most: Option<usize>,
) -> Result<Done<Link>, Error> {
    let attempt = move || async move {
        let (now, scope) = (engine.now(), caller.scope);
        let rulebook = rulebooks::load(engine, scope, input.program).await?;
        let premise = rules(&rulebook);
        let program = rulebook.program;
        let destination = complete_url(&input.destination).into_owned();
        program.check_destination("destination", &destination)?;
        input.utm.check()?;
        let slug = match &input.slug {
            Some(slug) => slug.to_lowercase(),
            None => draw_slug(engine),
        };
        check_slug(&slug)?;
        let (enrollment, standing) =
            enrollments::find_approved(engine, scope, input.program, partner).await?;
        let room = match most {
            Some(most) => Some(room_for_link(engine, &enrollment, most).await?),
            None => None,
        };
        let domain = program.link_host.unwrap_or_default();
        if engine.book().slug_is_taken(&domain, &slug).await? {
            return Err(Error::Taken { field: "slug", value: slug });
        }
        let id = LinkId::draw(now, engine.draw());
        let link = Link {
            domain,
            utm: input.utm.clone(),
            options: input.options,
            ..Link::new(id, &enrollment, slug, destination, now)
        };
        let created = Event::LinkCreated(LinkChanged { link: link.id, partner: link.partner });
        let facts = vec![engine.fact(scope, now, created).of_program(input.program)];
        let audit = vec![audit::entry(engine, caller, now, "link.created", link.id, (None, view(&link)))];
        let rows = vec![Row::Link(link.clone())];
        let unchanged = vec![premise, standing];
        let expected = room.into_iter().collect();
        Ok((link, Changes { expected, unchanged, rows, facts, audit, ..Changes::default() }))
    };
    engine.transact(caller, "create_link", attempt).await
}

/// That the enrollment has fewer than `most` links, and still has when one more is committed.
async fn room_for_link(engine: &Engine, enrollment: &Enrollment, most: usize) -> Result<Expected, Error> {
    let key = VersionKey::OwnLinks(enrollment.id);
    let version = engine.book().version(&key).await?;
    if engine.book().count_links(enrollment.partner, enrollment.id, most).await? >= most {
        let expected = format!("fewer than {most} links of yours in this program, archived ones included");
        return Err(Invalid::new("program_id", expected).into());
    }
    Ok(Expected { key, version })
}

fn draw_slug(engine: &Engine) -> String {
    let mut chance = engine.draw();
    let letter = |_| {
        let letter = SLUG_ALPHABET[(chance % 31) as usize];
        chance /= 31;
        char::from(letter)
    };
    (0..SLUG_DRAWN_CHARACTERS).map(letter).collect()
}
