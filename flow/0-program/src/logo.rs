//! A program's logo: a small picture, told by its first bytes.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use words::{Invalid, ProgramId, Scope};

pub const LOGO_BYTES_MAX: usize = 128 * 1024;

/// The logo of a program; without a picture it was taken away.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Logo {
    pub program: ProgramId,
    pub scope: Scope,
    pub picture: Option<Picture>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Picture {
    #[serde(serialize_with = "write", deserialize_with = "read")]
    pub bytes: Vec<u8>,
}

impl Picture {
    /// Only pictures that cannot hold a script: no SVG.
    pub fn new(bytes: &[u8]) -> Result<Self, Invalid> {
        let picture = Self { bytes: bytes.to_vec() };
        if bytes.len() > LOGO_BYTES_MAX || picture.media_type().is_none() {
            let expected = format!("a PNG, JPEG or WebP picture of at most {} KiB", LOGO_BYTES_MAX >> 10);
            return Err(Invalid::new("logo", expected));
        }
        Ok(picture)
    }

    /// As the bytes say, whatever the sender said; none for what we do not keep.
    pub fn media_type(&self) -> Option<&'static str> {
        let begins = |signature: &[u8]| self.bytes.starts_with(signature);
        if begins(b"\x89PNG\r\n\x1a\n") {
            Some("image/png")
        } else if begins(b"\xff\xd8\xff") {
            Some("image/jpeg")
        } else if begins(b"RIFF") && self.bytes.get(8..12) == Some(b"WEBP") {
            Some("image/webp")
        } else {
            None
        }
    }
}

fn write<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&STANDARD.encode(bytes))
}

fn read<'a, D: Deserializer<'a>>(from: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(from)?;
    STANDARD.decode(text).map_err(D::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_what_its_bytes_say() {
        let of = |bytes: &[u8]| Picture::new(bytes).ok().and_then(|picture| picture.media_type());
        assert_eq!(of(b"\x89PNG\r\n\x1a\n rest"), Some("image/png"));
        assert_eq!(of(b"\xff\xd8\xff\xe0 rest"), Some("image/jpeg"));
        assert_eq!(of(b"RIFF\x10\0\0\0WEBPVP8 "), Some("image/webp"));
        for none in [&b""[..], b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"RIFF\x10\0\0\0WAVE"]
        {
            assert_eq!(of(none), None);
        }
        let large = [&b"\x89PNG\r\n\x1a\n"[..], &vec![0; LOGO_BYTES_MAX]].concat();
        assert_eq!(of(&large), None);
    }
}
