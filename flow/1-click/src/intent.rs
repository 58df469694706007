//! Why a browser sends a request, according to headers that browsers add themselves: to navigate, to load a part of a
//! page, to draw a preview, or ahead of time.

/// Words of a purpose whose answer the browser may show later as the visit itself.
const AHEAD: [&[u8]; 3] = [b"prefetch", b"prerender", b"instant"];
/// Words of a purpose whose answer is looked at and thrown away.
const PREVIEW: [&[u8]; 3] = [b"preview", b"livebookmarks", b"microsummary"];

/// What a request is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Intent {
    /// Somebody navigates, or no header says otherwise.
    Navigation,
    /// The browser fetches ahead. It asks again when its user navigates, unless it has an answer.
    Prefetch,
    /// The browser draws a small picture of the page, or lists it.
    Preview,
    /// A page loads the address as a part of itself: a picture, a frame, a script, a fetch.
    Part,
}

/// The headers that say why a browser sends a request, as they came.
#[derive(Clone, Copy, Default, Debug)]
pub struct IntentHeaders<'a> {
    /// `Sec-Purpose`, `Purpose`, `X-Purpose` and `X-Moz`, in any order.
    pub purposes: [Option<&'a [u8]>; 4],
    /// `Sec-Fetch-Dest`.
    pub destination: Option<&'a [u8]>,
    /// `Sec-Fetch-Mode`.
    pub mode: Option<&'a [u8]>,
    /// `X-Requested-With`.
    pub requested_with: Option<&'a [u8]>,
}

/// What the headers say. Old browsers and those without https send none of them, so their absence means a navigation.
///
/// A frame is a part of a page, even if somebody clicked in it: cookie stuffing loads links in frames, and a script can do
/// so within a real click. `Sec-Fetch-Site` and `Sec-Fetch-User` decide nothing, since people come from everywhere, and
/// scripts may navigate for them.
pub fn read_intent(headers: &IntentHeaders<'_>) -> Intent {
    let purposes = || headers.purposes.into_iter().flatten().flat_map(words);
    let says =
        |known: &[&[u8]]| purposes().any(|word| known.iter().any(|other| word.eq_ignore_ascii_case(other)));
    if says(&AHEAD) {
        return Intent::Prefetch;
    }
    if says(&PREVIEW) {
        return Intent::Preview;
    }

    let other_than = |value: Option<&[u8]>, expected: &[u8]| {
        value.and_then(|value| words(value).next()).is_some_and(|word| !word.eq_ignore_ascii_case(expected))
    };
    let is_script = headers.requested_with.is_some_and(|value| value.eq_ignore_ascii_case(b"xmlhttprequest"));
    if other_than(headers.destination, b"document") || other_than(headers.mode, b"navigate") || is_script {
        return Intent::Part;
    }
    Intent::Navigation
}

/// The words of a header, whatever separates them.
fn words(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    let letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    value.split(move |byte| !letter(byte)).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_said_is_a_navigation_and_blank_says_nothing() {
        assert_eq!(read_intent(&IntentHeaders::default()), Intent::Navigation);
        let blank = IntentHeaders { destination: Some(b" "), mode: Some(b""), ..IntentHeaders::default() };
        assert_eq!(read_intent(&blank), Intent::Navigation);
    }

    #[test]
    fn asking_ahead_comes_before_a_preview_and_both_before_parts() {
        let both = IntentHeaders {
            purposes: [Some(b"prefetch;prerender;preview"), None, None, None],
            destination: Some(b"image"),
            ..IntentHeaders::default()
        };
        assert_eq!(read_intent(&both), Intent::Prefetch);
        let preview = IntentHeaders { purposes: [None, None, Some(b": preview"), None], ..both };
        assert_eq!(read_intent(&preview), Intent::Preview);
        assert_eq!(read_intent(&IntentHeaders { purposes: [None; 4], ..both }), Intent::Part);
    }
}
