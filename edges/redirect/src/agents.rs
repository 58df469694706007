//! User agents as read before: recognizing one takes longer than all the rest of a redirect, and
//! most visitors share a few.

use crate::generations::Generations;
use click::{Agent, read_agent};
use std::sync::{Mutex, PoisonError};

/// Different user agents that are remembered.
const AGENTS_MAX: usize = 10_000;
/// The rest of a longer header is not looked at; browsers and crawlers send a fifth of this.
pub(crate) const AGENT_BYTES_MAX: usize = 1_024;

pub(crate) struct Agents(Mutex<Generations<Box<str>, Agent>>);

impl Agents {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Generations::new(AGENTS_MAX)))
    }

    pub(crate) fn read(&self, user_agent: &str) -> Agent {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(user_agent);
        known.unwrap_or_else(|| {
            // Read outside the lock: others must not wait for a stranger's user agent.
            let agent = read_agent(user_agent);
            self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(user_agent.into(), agent);
            agent
        })
    }
}
