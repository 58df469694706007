//! Letters by SMTP.

use crate::letter::write;
use async_trait::async_trait;
use engine::ports::{Courier, CourierError, Letter};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, MultiPart},
};
use std::time::Duration;

/// How long one step of the conversation may take.
pub const SMTP_TIMEOUT: Duration = Duration::from_secs(20);

/// Answers that mean this letter or its reader, and always will: an address that is none (501, 510, 511, 553), a mailbox
/// that is not there or not here (550, 551), full for good (552), a host that takes no mail (556).
const REFUSALS: [u16; 8] = [501, 510, 511, 550, 551, 552, 553, 556];

pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Smtp {
    /// `url` is `smtps://user:password@host`, `smtp://…?tls=required`, or `smtp://host:25` for a server on this
    /// machine; `from` is an address, with or without a name.
    pub fn new(url: &str, from: &str) -> Result<Self, String> {
        let expected = "an address like smtps://user:password@mail.example.com";
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url);
        let builder = builder.map_err(|_| format!("smtp-url: expected {expected}"))?;
        let from =
            from.parse().map_err(|_| "mail-from: expected an address like Acme <mail@acme.example>")?;
        Ok(Self { transport: builder.timeout(Some(SMTP_TIMEOUT)).build(), from })
    }

    fn message(&self, letter: &Letter) -> Result<Message, String> {
        let written = write(&letter.kind);
        let host = self.from.email.domain();
        Message::builder()
            .from(self.from.clone())
            .to(letter.to.parse().map_err(|fault| format!("the address cannot be read: {fault}"))?)
            // The same letter has the same name, so that a reader's mail program knows a repeat.
            .message_id(Some(format!("<{}@{host}>", letter.id)))
            .subject(written.subject)
            .multipart(MultiPart::alternative_plain_html(written.text, written.html))
            .map_err(|fault| fault.to_string())
    }
}

#[async_trait]
impl Courier for Smtp {
    async fn deliver(&self, letter: &Letter) -> Result<(), CourierError> {
        let message = self.message(letter).map_err(CourierError::Refused)?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(fault) if fault.status().is_some_and(|status| is_refusal(status.into())) => {
                Err(CourierError::Refused(fault.to_string()))
            }
            Err(fault) => Err(CourierError::Unreachable(fault.to_string())),
        }
    }
}

/// Whether the letter is refused for good. A wrong password or sender (530, 535, 554) can be put right.
fn is_refusal(status: u16) -> bool {
    REFUSALS.contains(&status)
}
