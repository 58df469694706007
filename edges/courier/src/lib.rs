//! Brings letters to people: by SMTP, or to the operator's terminal where no mail server is configured.

mod letter;
mod smtp;
mod terminal;

pub use smtp::{SMTP_TIMEOUT, Smtp};
pub use terminal::Terminal;
