//! A conversation with a mail server, over a socket: delivered, put off, refused, nobody there.

use engine::ports::{Courier, CourierError, Letter, LetterKind};
use honeyguide_courier::Smtp;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
    task::JoinHandle,
};

/// A mail server for one letter: it answers the recipient with `verdict`, and hands out what it was sent.
async fn server(verdict: &'static str) -> (u16, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let serving = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut stream = BufReader::new(stream);
        let (mut received, mut in_data) = (String::new(), false);
        stream.write_all(b"220 sink\r\n").await.unwrap();
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                return received;
            }
            received.push_str(&line);
            let answer = match line.trim_end() {
                "." if in_data => {
                    in_data = false;
                    "250 taken"
                }
                _ if in_data => continue,
                command if command.starts_with("RCPT") => verdict,
                "DATA" => {
                    in_data = true;
                    "354 go on"
                }
                "QUIT" => "221 bye",
                _ => "250 fine",
            };
            stream.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
        }
    });
    (port, serving)
}

fn letter() -> Letter {
    let link = "https://go.example/log-in#token=hgl_0123456789abcdef".to_owned();
    let kind = LetterKind::LogIn { link, minutes: 15 };
    Letter { id: "ltr_1".to_owned(), to: "ada@example.com".to_owned(), kind }
}

async fn deliver(port: u16) -> Result<(), CourierError> {
    let smtp = Smtp::new(&format!("smtp://127.0.0.1:{port}"), "Acme <mail@acme.example>").unwrap();
    smtp.deliver(&letter()).await
}

#[tokio::test]
async fn a_letter_arrives_in_plain_text_and_html_under_its_own_name() {
    let (port, serving) = server("250 known").await;
    deliver(port).await.unwrap();
    let received = serving.await.unwrap();
    for part in [
        "MAIL FROM:<mail@acme.example>",
        "RCPT TO:<ada@example.com>",
        "Message-ID: <ltr_1@acme.example>",
        "Subject: Your link to log in",
        "text/plain",
        "text/html",
        "hgl_0123456789abcdef",
    ] {
        assert!(received.contains(part), "{part} in {received}");
    }
}

#[tokio::test]
async fn what_is_refused_for_good_is_told_from_what_may_be_tried_again() {
    let (port, _serving) = server("550 nobody here").await;
    assert!(matches!(deliver(port).await, Err(CourierError::Refused(_))));
    let (port, _serving) = server("451 come again").await;
    assert!(matches!(deliver(port).await, Err(CourierError::Unreachable(_))));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    assert!(matches!(deliver(port).await, Err(CourierError::Unreachable(_))));
}
