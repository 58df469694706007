//! Settlement at its front door: the golden tables, and what only settlement does.

mod journeys;
mod prices;
mod rules;
mod scene;
mod stored;
