//! Whose request it is: the client behind the proxies that we trust, and whether they came by https.

use http::{HeaderMap, HeaderName};
use ipnet::IpNet;
use std::net::IpAddr;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
/// Hops looked at from the right; more proxies than this stand in nobody's chain.
const HOPS_MAX: usize = 32;

/// The right-most address that no trusted proxy has: what stands left of it anyone may have made
/// up. A proxy that names something unreadable is taken for the client itself.
pub fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let mut client = peer.to_canonical();
    if !trusts(trusted, client) {
        return client;
    }
    let lines: Vec<_> = headers.get_all(FORWARDED_FOR).iter().collect();
    let hops = lines.into_iter().rev().flat_map(|line| line.as_bytes().rsplit(|&byte| byte == b','));
    for hop in hops.take(HOPS_MAX) {
        let Some(address) = std::str::from_utf8(hop).ok().and_then(read_hop) else { break };
        client = address;
        if !trusts(trusted, client) {
            break;
        }
    }
    client
}

/// Whether a proxy that we trust says that the visitor's own connection is encrypted.
pub(crate) fn is_https(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> bool {
    trusts(trusted, peer.to_canonical())
        && headers.get(FORWARDED_PROTO).is_some_and(|proto| proto.as_bytes().eq_ignore_ascii_case(b"https"))
}

fn trusts(trusted: &[IpNet], address: IpAddr) -> bool {
    trusted.iter().any(|net| net.contains(&address))
}

/// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]` or `[2001:db8::1]:4711`.
fn read_hop(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let address = match hop.strip_prefix('[') {
        Some(bracketed) => bracketed.split(']').next()?.parse().ok()?,
        None => hop
            .parse()
            .or_else(|fault| match hop.split_once(':') {
                Some((address, _port)) => address.parse(),
                None => Err(fault),
            })
            .ok()?,
    };
    Some(IpAddr::to_canonical(&address))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn client_of(peer: &str, forwarded: &[&'static str]) -> String {
        let trusted = ["127.0.0.0/8", "10.0.0.0/8", "::1/128"].map(|net| net.parse().unwrap());
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(FORWARDED_FOR, HeaderValue::from_static(line));
        }
        client(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn the_right_most_untrusted_address_is_the_client() {
        assert_eq!(client_of("192.0.2.9", &["198.51.100.1"]), "192.0.2.9", "nobody trusts this peer");
        assert_eq!(client_of("127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(client_of("127.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(client_of("127.0.0.1", &["6.6.6.6, 198.51.100.1, 10.1.2.3"]), "198.51.100.1");
        assert_eq!(client_of("127.0.0.1", &["6.6.6.6", "198.51.100.1,10.1.2.3"]), "198.51.100.1");
        assert_eq!(client_of("127.0.0.1", &["10.0.0.7, 10.0.0.8"]), "10.0.0.7", "all of them ours");
        assert_eq!(client_of("::ffff:127.0.0.1", &["::ffff:192.0.2.1"]), "192.0.2.1");
        assert_eq!(client_of("::1", &["[2001:db8::1]:4711"]), "2001:db8::1");
        assert_eq!(client_of("::1", &["2001:db8::1"]), "2001:db8::1");
        assert_eq!(client_of("127.0.0.1", &["192.0.2.1:4711"]), "192.0.2.1");
        assert_eq!(client_of("127.0.0.1", &["192.0.2.1, unknown, 10.1.2.3"]), "10.1.2.3");
    }
}
