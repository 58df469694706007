//! One binary for the whole-system tests.
