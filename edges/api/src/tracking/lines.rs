//! The lines of a batch, told apart while its body arrives.

use crate::{
    intake::{BODY_DEADLINE, media_type},
    layers::{give_back_place, take_place},
    problem::{Code, Problem},
};
use axum::{
    body::{Body, HttpBody},
    extract::Request,
};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use words::filled;

/// The largest body of a batch.
pub const BATCH_BYTES_MAX: usize = 16 * 1024 * 1024;
pub const BATCH_LINES_MAX: usize = 10_000;
/// Blank lines of a batch: as many as lines, and not a body full of them.
const BLANK_LINES_MAX: usize = BATCH_LINES_MAX;
/// The longest line of a batch: as long as the body of a request with one event.
pub const BATCH_LINE_BYTES_MAX: usize = 1024 * 1024;
pub(super) const NDJSON: &str = "application/x-ndjson";
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A line with its number in the body, from 1. One that is too long is none.
pub(super) type Line = (usize, Option<Bytes>);

/// Reads the lines of a body; blank ones are passed over.
pub(super) async fn lines(request: Request) -> Result<Vec<Line>, Problem> {
    let media_type = media_type(request.headers());
    if media_type != NDJSON && media_type != "application/ndjson" {
        let problem = Problem::new(Code::UnsupportedMediaType, format!("the body is {media_type:?}"));
        return Err(problem.field("Content-Type").expected(NDJSON));
    }
    if request.body().size_hint().lower() > BATCH_BYTES_MAX as u64 {
        return Err(too_large());
    }

    give_back_place();
    let reading = tokio::time::timeout(BODY_DEADLINE, told_apart(request.into_body())).await;
    let late = || Problem::new(Code::MalformedBody, "the body took too long to arrive");
    let lines = reading.map_err(|_| late())??;
    take_place()?;

    Ok(lines)
}

async fn told_apart(mut body: Body) -> Result<Vec<Line>, Problem> {
    let mut lines = Lines::default();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Problem::new(Code::MalformedBody, "the body broke off"))?;
        if let Ok(data) = frame.into_data() {
            lines.take(data)?;
        }
    }
    lines.end()
}

fn too_large() -> Problem {
    let detail = format!("the body is larger than {BATCH_BYTES_MAX} bytes");
    Problem::new(Code::BodyTooLarge, detail).expected(format!("at most {BATCH_BYTES_MAX} bytes"))
}

/// The answer to a line that is too long.
pub(super) fn line_too_long() -> Problem {
    let detail = format!("the line is longer than {BATCH_LINE_BYTES_MAX} bytes");
    Problem::new(Code::BodyTooLarge, detail).expected(format!("at most {BATCH_LINE_BYTES_MAX} bytes a line"))
}

/// What has arrived so far.
#[derive(Default)]
struct Lines {
    whole: Vec<Line>,
    /// The beginning of a line whose end has not arrived, and how long it is by now.
    begun: BytesMut,
    begun_bytes: usize,
    /// Lines that have ended, blank ones too.
    ended: usize,
    bytes: usize,
}

impl Lines {
    fn take(&mut self, mut data: Bytes) -> Result<(), Problem> {
        self.bytes += data.len();
        if self.bytes > BATCH_BYTES_MAX {
            return Err(too_large());
        }
        while let Some(end) = data.iter().position(|byte| *byte == b'\n') {
            let rest = data.split_off(end + 1);
            data.truncate(end);
            self.go_on(&data);
            self.line_ends(data)?;
            data = rest;
        }
        self.go_on(&data);
        // What is too long to be read is not kept either.
        if self.begun_bytes <= BATCH_LINE_BYTES_MAX {
            self.begun.extend_from_slice(&data);
        } else {
            self.begun.clear();
        }
        Ok(())
    }

    fn go_on(&mut self, data: &Bytes) {
        self.begun_bytes += data.len();
    }

    /// A line ends with `data`.
    fn line_ends(&mut self, data: Bytes) -> Result<(), Problem> {
        self.ended += 1;
        let is_long = std::mem::take(&mut self.begun_bytes) > BATCH_LINE_BYTES_MAX;
        let mut begun = self.begun.split();
        let line = match (is_long, begun.is_empty()) {
            (true, _) => None,
            // A part of what arrived, which is not copied.
            (false, true) => Some(data),
            (false, false) => {
                begun.extend_from_slice(&data);
                Some(begun.freeze())
            }
        };
        // Excel and Windows editors put a byte order mark before the first line.
        let is_first = self.ended == 1;
        let line = line.map(|line| match line.strip_prefix(BYTE_ORDER_MARK).filter(|_| is_first) {
            Some(text) => line.slice_ref(text),
            None => line,
        });
        if !line.as_deref().is_some_and(is_blank) {
            self.whole.push((self.ended, line));
        }
        let blank = self.ended - self.whole.len();
        if self.whole.len() > BATCH_LINES_MAX || blank > BLANK_LINES_MAX {
            let detail = format!("the batch has more than {BATCH_LINES_MAX} lines");
            return Err(Problem::new(Code::BatchTooLong, detail));
        }
        Ok(())
    }

    fn end(mut self) -> Result<Vec<Line>, Problem> {
        self.line_ends(Bytes::new())?;
        Ok(self.whole)
    }
}

fn is_blank(line: &[u8]) -> bool {
    std::str::from_utf8(line).is_ok_and(|line| filled(line).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told_apart(text: &[u8], piece: usize) -> Vec<(usize, Option<String>)> {
        let mut lines = Lines::default();
        for piece in text.chunks(piece.max(1)) {
            lines.take(Bytes::copy_from_slice(piece)).unwrap();
        }
        let text = |line: Bytes| String::from_utf8_lossy(&line).into_owned();
        lines.end().unwrap().into_iter().map(|(number, line)| (number, line.map(text))).collect()
    }

    #[test]
    fn lines_are_the_same_however_the_body_is_cut() {
        let text = "\u{feff}{\"a\":1}\r\n\n  \n{\"ü\":2}\n\u{feff}x\nlast".as_bytes();
        let expected = [(1, "{\"a\":1}\r"), (4, "{\"ü\":2}"), (5, "\u{feff}x"), (6, "last")];
        let expected = expected.map(|(number, line)| (number, Some(line.to_owned())));
        for piece in 1..=text.len() {
            assert_eq!(told_apart(text, piece), expected, "in pieces of {piece}");
        }
        assert_eq!(told_apart(b"", 1), []);
        assert_eq!(told_apart(b"a\n", 1), [(1, Some("a".to_owned()))]);
    }

    #[test]
    fn a_body_of_blank_lines_is_refused() {
        let blank = Bytes::from("\n".repeat(BLANK_LINES_MAX));
        let mut lines = Lines::default();
        lines.take(blank).unwrap();
        lines.take(Bytes::from_static(b"{}\n")).unwrap();
        assert!(lines.take(Bytes::from_static(b"\r\n")).is_err());
    }

    #[test]
    fn a_line_that_is_too_long_is_none_and_the_next_one_is_read() {
        let long = |bytes| "x".repeat(bytes);
        let text = format!("{}\n{}\nafter", long(BATCH_LINE_BYTES_MAX), long(BATCH_LINE_BYTES_MAX + 1));
        for piece in [1 << 10, 1 << 20, 3 << 20] {
            let lines = told_apart(text.as_bytes(), piece);
            assert_eq!(lines[0].1.as_ref().map(String::len), Some(BATCH_LINE_BYTES_MAX));
            assert_eq!(lines[1..], [(2, None), (3, Some("after".to_owned()))]);
        }
    }
}
