//! The routes in memory: from (domain, slug) to where it leads.

use click::Target;
use http::HeaderValue;
use program::{Link, Program};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};
use words::{LinkId, Mode, ProgramId, WorkspaceId};

/// A link, ready to be followed.
#[derive(Debug)]
pub struct Route {
    pub link: Link,
    /// None while the destination lies outside the program's allowed domains: then the link leads
    /// nowhere.
    pub target: Option<Target>,
    pub program: Arc<Program>,
}

impl Route {
    /// The link as its program leads it. Putting one together takes longer than keeping it.
    pub(crate) fn new(link: Link, program: Arc<Program>) -> Arc<Route> {
        let target = Target::new(&link, &program);
        if target.is_none() {
            tracing::warn!(link = %link.id, "the destination is outside the allowed domains; the link leads nowhere");
        }
        Arc::new(Route { target, program, link })
    }
}

#[derive(Default)]
pub(crate) struct Routes {
    programs: BTreeMap<ProgramId, Arc<Program>>,
    by_id: HashMap<LinkId, Arc<Route>>,
    by_program: HashMap<ProgramId, HashSet<LinkId>>,
    by_domain: HashMap<String, HashMap<String, Arc<Route>>>,
    /// Whose a link host is.
    owners: HashMap<String, WorkspaceId>,
    /// Where a link host's visitors go whose slug is unknown.
    fallbacks: HashMap<String, HeaderValue>,
}

impl Routes {
    /// A domain of its own comes before the default one. On a workspace's own host only its own links answer.
    pub(crate) fn find(&self, domain: Option<&str>, slug: &str) -> Option<Arc<Route>> {
        let found = self.named(domain, slug).find(|route| route.link.archived_at.is_none());
        found.filter(|route| route.target.is_some()).cloned()
    }

    /// Whether the slug is a link's, even one that is archived or leads nowhere.
    pub(crate) fn is_taken(&self, domain: Option<&str>, slug: &str) -> bool {
        self.named(domain, slug).next().is_some()
    }

    /// The links of a slug that may answer on a domain, its own before the default one's.
    fn named<'a>(&'a self, domain: Option<&'a str>, slug: &'a str) -> impl Iterator<Item = &'a Arc<Route>> {
        let owner = domain.and_then(|domain| self.owners.get(domain));
        let welcome =
            move |route: &&Arc<Route>| owner.is_none_or(|owner| *owner == route.program.scope.workspace);
        let in_domain = move |domain: &str| self.by_domain.get(domain).and_then(|slugs| slugs.get(slug));
        domain.and_then(in_domain).into_iter().chain(in_domain("").filter(welcome))
    }

    pub(crate) fn fallback(&self, host: &str) -> Option<HeaderValue> {
        self.fallbacks.get(host).cloned()
    }

    pub(crate) fn len(&self) -> usize {
        self.by_id.len()
    }

    pub(crate) fn program(&self, id: ProgramId) -> Option<&Arc<Program>> {
        self.programs.get(&id)
    }

    /// Takes a program as it is now. Its links lead where they did until they are taken again.
    pub(crate) fn put_program(&mut self, program: Arc<Program>) {
        self.programs.insert(program.id, program);
        self.owners = self.find_owners();
        self.fallbacks = self.find_fallbacks();
    }

    /// The ids of a program's links.
    pub(crate) fn links_of(&self, program: ProgramId) -> Vec<LinkId> {
        self.by_program.get(&program).into_iter().flatten().copied().collect()
    }

    pub(crate) fn route(&self, id: LinkId) -> Option<&Arc<Route>> {
        self.by_id.get(&id)
    }

    fn find_owners(&self) -> HashMap<String, WorkspaceId> {
        let own = |program: &Arc<Program>| Some((program.link_host.clone()?, program.scope.workspace));
        // The first to claim it, should there be two.
        self.programs.values().rev().filter_map(own).collect()
    }

    /// Takes a link as it is now; answers what stood there before, for its caller to drop.
    pub(crate) fn put(&mut self, route: Arc<Route>) -> Option<Arc<Route>> {
        let before = self.remove(route.link.id);
        // Those of an archived one are known as well: no other link may be found by them.
        let slugs = self.by_domain.entry(route.link.domain.clone()).or_default();
        slugs.extend(route.link.slugs().map(|slug| (slug.clone(), route.clone())));
        self.by_program.entry(route.link.program).or_default().insert(route.link.id);
        self.by_id.insert(route.link.id, route);
        before
    }

    pub(crate) fn remove(&mut self, id: LinkId) -> Option<Arc<Route>> {
        let route = self.by_id.remove(&id)?;
        if let Some(links) = self.by_program.get_mut(&route.link.program) {
            links.remove(&id);
        }
        if let Some(slugs) = self.by_domain.get_mut(&route.link.domain) {
            for slug in route.link.slugs() {
                // It may be another link's by now.
                if slugs.get(slug).is_some_and(|there| there.link.id == id) {
                    slugs.remove(slug);
                }
            }
        }
        Some(route)
    }

    /// Of several programs that share a link host a live one comes first, then the oldest.
    fn find_fallbacks(&self) -> HashMap<String, HeaderValue> {
        let mut programs: Vec<_> = self.programs.values().collect();
        programs.sort_by_key(|program| (program.scope.mode == Mode::Test, program.id));
        let mut fallbacks = HashMap::new();
        for program in programs {
            let (Some(host), Some(url)) = (&program.link_host, &program.fallback_url) else { continue };
            let url = program.check_destination("fallback_url", url).map(String::from);
            if let Some(location) = url.ok().and_then(|url| HeaderValue::try_from(url).ok()) {
                fallbacks.entry(host.clone()).or_insert(location);
            }
        }
        fallbacks
    }
}
