//! A merchant's shop with keys of every kind, and a client that speaks to the router.

use api::{ApiState, Body, Router};
use axum::{
    body::to_bytes,
    http::{HeaderMap, Method, Request, StatusCode},
};
use click::{Agent, Browser, Click, Consent, Device, OperatingSystem, Verdict};
use engine::{
    Engine, KeyInput,
    ports::{Clicks, Ports as _},
};
