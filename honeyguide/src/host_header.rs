//! Which host a request means must be clear: whoever reads the one of two hosts that a proxy did not check is fooled.

use http::{Request, Version, header};

/// What is wrong with the request's host, if anything is (RFC 9112, 3.2): HTTP/1.1 names one host, once.
pub(crate) fn fault<B>(request: &Request<B>) -> Option<&'static str> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(_), Some(_)) => Some("the request names its host twice\n"),
        (None, _) if request.version() == Version::HTTP_11 => Some("the request names no host\n"),
        (Some(host), None) if !is_host(host.as_bytes()) => Some("the request's host cannot be read\n"),
        _ => None,
    }
}

/// A name, an IPv4 address or an IPv6 one in brackets, and perhaps a port.
fn is_host(host: &[u8]) -> bool {
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || b".-_:[]%~".contains(byte);
    !host.is_empty() && host.iter().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_host_is_named_once() {
        let with = |version, hosts: &[&str]| {
            let request = Request::builder().version(version).uri("/");
            let request = hosts.iter().fold(request, |request, host| request.header("host", *host));
            fault(&request.body(()).unwrap()).is_none()
        };
        assert!(with(Version::HTTP_11, &["go.example"]));
        assert!(with(Version::HTTP_10, &[]), "a health check of another age");
        assert!(!with(Version::HTTP_11, &[]));
        assert!(!with(Version::HTTP_11, &["go.example", "go.example"]));
        assert!(!with(Version::HTTP_10, &["go.example", "evil.test"]));
        assert!(with(Version::HTTP_11, &["[::1]:8787"]) && with(Version::HTTP_11, &["go_1.example:443"]));
        for other in ["gö.example", "", "a, b", "a b", "a@b", "a/b"] {
            assert!(!with(Version::HTTP_11, &[other]), "{other}");
        }
    }
}
