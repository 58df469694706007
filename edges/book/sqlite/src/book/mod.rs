//! The book file.
