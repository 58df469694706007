//! The routes in memory: from (domain, slug) to where it leads.

use click::Target;
use http::HeaderValue;
use program::{Link, Program};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
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
    hosts: HashMap<String, Host>,
}

/// A link host that programs have as their own.
#[derive(Default)]
struct Host {
    /// Its programs, live ones and those of test mode; the oldest come first.
    live: BTreeSet<ProgramId>,
    test: BTreeSet<ProgramId>,
    /// Whose it is.
    owner: Option<WorkspaceId>,
    /// Where its visitors go whose slug is unknown.
    fallback: Option<HeaderValue>,
}

impl Host {
    fn programs_of(&mut self, mode: Mode) -> &mut BTreeSet<ProgramId> {
        match mode {
            Mode::Live => &mut self.live,
            Mode::Test => &mut self.test,
        }
    }

    fn is_nobodys(&self) -> bool {
        self.live.is_empty() && self.test.is_empty()
    }

    /// Finds the owner and the fallback anew.
    fn find_owner(&mut self, programs: &BTreeMap<ProgramId, Arc<Program>>) {
        // The first to claim it, should there be two.
        let first = self.live.first().into_iter().chain(self.test.first()).min();
        self.owner = first.and_then(|id| programs.get(id)).map(|program| program.scope.workspace);
        // Of several programs a live one comes first, then the oldest.
        let in_order = self.live.iter().chain(&self.test).filter_map(|id| programs.get(id));
        self.fallback = in_order.filter_map(|program| fallback(program)).next();
    }
}

/// Where a program leads visitors whose slug is unknown; none outside its allowed domains.
fn fallback(program: &Program) -> Option<HeaderValue> {
    let url = program.check_destination("fallback_url", program.fallback_url.as_ref()?).ok()?;
    HeaderValue::try_from(String::from(url)).ok()
}

/// Whether nothing changed that link hosts depend on.
fn same_on_hosts(before: &Program, program: &Program) -> bool {
    let depends = |it: &Program| (it.link_host.clone(), it.scope, it.fallback_url.clone());
    depends(before) == depends(program) && before.allowed_domains == program.allowed_domains
}

impl Routes {
    /// Without links.
    pub(crate) fn with_programs(programs: impl IntoIterator<Item = Program>) -> Routes {
        let mut routes = Routes::default();
        for program in programs {
            routes.claim(&program);
            routes.programs.insert(program.id, Arc::new(program));
        }
        routes.hosts.values_mut().for_each(|host| host.find_owner(&routes.programs));
        routes
    }

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
        let owner = domain.and_then(|domain| self.hosts.get(domain)).and_then(|host| host.owner);
        let welcome =
            move |route: &&Arc<Route>| owner.is_none_or(|owner| owner == route.program.scope.workspace);
        let in_domain = move |domain: &str| self.by_domain.get(domain).and_then(|slugs| slugs.get(slug));
        domain.and_then(in_domain).into_iter().chain(in_domain("").filter(welcome))
    }

    pub(crate) fn fallback(&self, host: &str) -> Option<HeaderValue> {
        self.hosts.get(host)?.fallback.clone()
    }

    pub(crate) fn len(&self) -> usize {
        self.by_id.len()
    }

    pub(crate) fn program(&self, id: ProgramId) -> Option<&Arc<Program>> {
        self.programs.get(&id)
    }

    /// Takes a program as it is now. Its links lead where they did until they are taken again. Visitors wait meanwhile, so
    /// only the hosts that it has, and had, are looked at, and only if it changed for them.
    pub(crate) fn put_program(&mut self, program: Arc<Program>) {
        let before = self.programs.insert(program.id, program.clone());
        if before.as_ref().is_some_and(|before| same_on_hosts(before, &program)) {
            return;
        }
        if let Some(before) = &before {
            self.release(before);
        }
        self.claim(&program);
        let had = before.as_ref().and_then(|before| before.link_host.as_ref());
        for name in had.into_iter().chain(&program.link_host) {
            if let Some(host) = self.hosts.get_mut(name) {
                host.find_owner(&self.programs);
            }
        }
    }

    fn claim(&mut self, program: &Program) {
        if let Some(name) = &program.link_host {
            let host = self.hosts.entry(name.clone()).or_default();
            host.programs_of(program.scope.mode).insert(program.id);
        }
    }

    fn release(&mut self, program: &Program) {
        let Some(name) = &program.link_host else { return };
        if let Some(host) = self.hosts.get_mut(name) {
            host.programs_of(program.scope.mode).remove(&program.id);
            if host.is_nobodys() {
                self.hosts.remove(name);
            }
        }
    }

    /// The ids of a program's links.
    pub(crate) fn links_of(&self, program: ProgramId) -> Vec<LinkId> {
        self.by_program.get(&program).into_iter().flatten().copied().collect()
    }

    pub(crate) fn route(&self, id: LinkId) -> Option<&Arc<Route>> {
        self.by_id.get(&id)
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use testkit::world::World;

    /// Programs of one workspace each, the oldest first, with hosts and fallbacks by their number.
    fn programs(count: u32, host: impl Fn(u32) -> String) -> Vec<Program> {
        let world = World::seeded(1);
        let plain = world.shop(world.scope(Mode::Live)).program;
        let program = |number: u32| Program {
            id: ProgramId::draw(world.now().plus_micros(i64::from(number) * 1_000), world.draw()),
            scope: world.scope(Mode::Live),
            link_host: Some(host(number)),
            fallback_url: Some(format!("https://shop.example/{number}")),
            ..plain.clone()
        };
        (0..count).map(program).collect()
    }

    fn fallback_of(routes: &Routes, host: &str) -> String {
        routes.fallback(host).map_or(String::new(), |to| to.to_str().unwrap().to_owned())
    }

    #[test]
    fn many_programs_are_loaded_and_changed_without_looking_at_all_of_them_for_each() {
        let many = 20_000;
        let begun = tokio::time::Instant::now();
        let mut routes = Routes::with_programs(programs(many, |number| format!("go-{number}.example")));
        for program in programs(many, |number| format!("to-{number}.example")) {
            routes.put_program(Arc::new(program));
        }
        assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
        assert_eq!(fallback_of(&routes, "to-7.example"), "https://shop.example/7");
        assert_eq!(fallback_of(&routes, "go-7.example"), "", "it has another host now");
    }

    #[test]
    fn a_host_that_several_programs_share_is_the_oldest_ones_and_leads_where_a_live_one_says() {
        let mut shared = programs(3, |_| "go.example".to_owned());
        shared[0].scope.mode = Mode::Test;
        let [test, live, later] = <[Program; 3]>::try_from(shared).unwrap();
        let mut routes = Routes::with_programs([later, live.clone(), test.clone()]);
        assert_eq!(fallback_of(&routes, "go.example"), "https://shop.example/1");
        assert_eq!(routes.hosts["go.example"].owner, Some(test.scope.workspace));

        // Without its domain, the live program no longer accepts its own fallback page.
        let elsewhere = Program { allowed_domains: vec!["else.example".to_owned()], ..live.clone() };
        routes.put_program(Arc::new(elsewhere));
        assert_eq!(fallback_of(&routes, "go.example"), "https://shop.example/2");
        routes.put_program(Arc::new(Program { link_host: None, ..test }));
        assert_eq!(routes.hosts["go.example"].owner, Some(live.scope.workspace));
    }
}
