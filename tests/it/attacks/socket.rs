//! Connections without a client library, which may misbehave.

use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    time::timeout,
};

/// A client that reads little takes little.
const RECEIVE_BUFFER_BYTES: u32 = 4_096;
const PATIENCE: Duration = Duration::from_secs(10);

/// The head of a request, with further lines.
pub(super) fn head(method: &str, path: &str, more: &str) -> String {
    format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/5.0 Firefox/140\r\n{more}\r\n"
    )
}

/// None when the server closed it, which is its right.
pub(super) struct Raw(Option<TcpStream>);

impl Raw {
    pub(super) async fn open(address: SocketAddr, bytes: &str) -> Raw {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(RECEIVE_BUFFER_BYTES).unwrap();
        let stream = timeout(PATIENCE, socket.connect(address)).await;
        let mut raw = Raw(stream.ok().and_then(Result::ok));
        raw.send(bytes).await;
        raw
    }

    /// Sends as much as the server takes within a moment.
    pub(super) async fn send(&mut self, text: &str) {
        if let Some(stream) = &mut self.0 {
            let _ = timeout(Duration::from_millis(500), stream.write_all(text.as_bytes())).await;
        }
    }

    /// The head of the next answer and its body, as far as its length says.
    pub(super) async fn answer(&mut self) -> Option<String> {
        let stream = self.0.as_mut()?;
        let mut text = Vec::new();
        let reading = async {
            loop {
                let mut buffer = [0; 4_096];
                let read = stream.read(&mut buffer).await.ok().filter(|read| *read > 0)?;
                text.extend_from_slice(&buffer[..read]);
                let shown = String::from_utf8_lossy(&text).into_owned();
                let Some((head, body)) = shown.split_once("\r\n\r\n") else { continue };
                let length = head.to_ascii_lowercase();
                let length =
                    length.lines().find_map(|line| line.strip_prefix("content-length: ").map(str::to_owned));
                if body.len() >= length.and_then(|length| length.parse().ok()).unwrap_or(0) {
                    return Some(shown);
                }
            }
        };
        timeout(PATIENCE, reading).await.ok().flatten()
    }
}
