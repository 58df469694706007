//! The click files.
