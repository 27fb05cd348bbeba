//! How far away an address lies, and what a browser will make of that.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::base::Base;

/// Where a host is, as its name or address tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Anywhere, as far as one can tell.
    Public,
    /// In a private network: whoever follows a link reaches their own.
    Private,
    /// The computer that the browser runs on.
    ThisComputer,
}

/// Endings of names that no public server has (RFC 6762, RFC 8375, ICANN's reservation of 2024).
const PRIVATE_NAMES: [&str; 3] = ["local", "internal", "home.arpa"];

impl Place {
    /// Of a host as a browser writes it, with or without its port.
    #[must_use]
    pub fn of(host: &str) -> Self {
        let name = without_port(host);
        match name.parse() {
            Ok(IpAddr::V4(address)) => Self::of_v4(address),
            Ok(IpAddr::V6(address)) => Self::of_v6(address),
            Err(_) => Self::of_name(name.trim_end_matches('.')),
        }
    }

    /// By RFC 1122, 1918, 3927 and 6598. The address of no host reaches this one.
    fn of_v4(address: Ipv4Addr) -> Self {
        let [first, second, ..] = address.octets();
        let is_shared = first == 100 && second & 0xc0 == 64;
        if address.is_loopback() || address.is_unspecified() {
            Self::ThisComputer
        } else if address.is_private() || address.is_link_local() || is_shared {
            Self::Private
        } else {
            Self::Public
        }
    }

    /// By RFC 4193 and 4291.
    fn of_v6(address: Ipv6Addr) -> Self {
        if let Some(within) = address.to_ipv4_mapped() {
            return Self::of_v4(within);
        }
        if address.is_loopback() || address.is_unspecified() {
            Self::ThisComputer
        } else if address.is_unique_local() || address.is_unicast_link_local() {
            Self::Private
        } else {
            Self::Public
        }
    }

    /// By RFC 6761, and the endings above. A single word is a name in a network of one's own.
    fn of_name(name: &str) -> Self {
        let name = name.to_ascii_lowercase();
        let ends = |end: &str| {
            let before = name.strip_suffix(end);
            before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
        };
        if ends("localhost") {
            Self::ThisComputer
        } else if PRIVATE_NAMES.into_iter().any(ends) || !name.contains('.') {
            Self::Private
        } else {
            Self::Public
        }
    }
}

/// The host of the public API.
pub const PUBLIC_API: &str = "jsonplaceholder.typicode.com";

/// Whether `host`, as a browser writes it, is the public API's, on whatever port.
#[must_use]
pub fn is_public_api(host: &str) -> bool {
    without_port(host).trim_end_matches('.') == PUBLIC_API
}

/// The name or address in `host`, without its port and without brackets.
fn without_port(host: &str) -> &str {
    match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    }
}

/// Something to know of an API before requests go there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caution {
    /// It is on this computer, and the page came from elsewhere.
    ThisComputer,
    /// It is in a private network.
    PrivateNetwork,
    /// The page came by https, and requests would go by http.
    MixedContent,
}

impl Caution {
    /// What to know of `api` on the page whose own address is `page`.
    #[must_use]
    pub fn of(api: &Base, page: &Base) -> Vec<Self> {
        let (there, here) = (
            Place::of(&api.host),
            Place::of(&page.host),
        );
        let is_here = there == Place::ThisComputer;
        let place = match there {
            Place::ThisComputer if here < there => Some(Self::ThisComputer),
            Place::Private => Some(Self::PrivateNetwork),
            Place::ThisComputer | Place::Public => None,
        };
        let is_mixed = page.is_secure() && !api.is_secure() && !is_here;
        let mixed = is_mixed.then_some(Self::MixedContent);
        place.into_iter().chain(mixed).collect()
    }

    /// It in plain words, of `api`.
    #[must_use]
    pub fn sentence(self, api: &Base) -> String {
        let host = &api.host;
        match self {
            Self::ThisComputer => format!(
                "{host} is the computer that your browser runs on. Before this page may reach a program \
                 there, your browser may ask you; Chrome does."
            ),
            Self::PrivateNetwork => format!(
                "{host} is an address of a private network: requests reach whatever has it in yours. Before \
                 this page may reach a device there, your browser may ask you; Chrome does."
            ),
            Self::MixedContent => "This page came by https, and this address begins with http://: browsers \
                 block such requests, but for those to the computer they run on. Give the API’s https address."
                .into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_tell_where_they_lie() {
        use Place::{Private, Public, ThisComputer};
        let cases = [
            ("api.test", Public),
            ("api.test:8080", Public),
            ("8.8.8.8", Public),
            ("172.15.0.1", Public),
            ("172.32.0.1", Public),
            ("100.128.0.1", Public),
            ("[2606:4700::1111]:8443", Public),
            ("mylocalhost.test", Public),
            ("local.test", Public),
            ("xn--lcalhost-n4a.test", Public),
            ("localhost", ThisComputer),
            ("localhost.:3000", ThisComputer),
            ("API.LOCALHOST", ThisComputer),
            ("127.0.0.1:3999", ThisComputer),
            ("127.255.0.3", ThisComputer),
            ("0.0.0.0", ThisComputer),
            ("[::1]", ThisComputer),
            ("[::]:80", ThisComputer),
            ("[::ffff:7f00:1]", ThisComputer),
            ("10.0.0.1", Private),
            ("172.16.0.1", Private),
            ("172.31.255.255:99", Private),
            ("192.168.1.1", Private),
            ("169.254.169.254", Private),
            ("100.64.0.1", Private),
            ("100.127.255.255", Private),
            ("[fe80::1]", Private),
            ("[fd00::1]:8080", Private),
            ("[::ffff:c0a8:101]", Private),
            ("printer.local", Private),
            ("api.internal.", Private),
            ("router.home.arpa:80", Private),
            ("router", Private),
        ];
        for (host, place) in cases {
            assert_eq!(Place::of(host), place, "{host}");
        }
    }

    #[test]
    fn the_public_api_has_one_host() {
        for (host, public) in [
            ("jsonplaceholder.typicode.com", true),
            ("jsonplaceholder.typicode.com.", true),
            (
                "jsonplaceholder.typicode.com:8443",
                true,
            ),
            ("typicode.com", false),
            (
                "jsonplaceholder.typicode.com.api.test",
                false,
            ),
            ("127.0.0.1:3999", false),
        ] {
            assert_eq!(is_public_api(host), public, "{host}");
        }
    }

    fn base(url: &str) -> Base {
        let (origin, host) = (url, url.split("://").nth(1));
        Base {
            url: url.into(),
            origin: origin.into(),
            host: host.expect("a host").into(),
        }
    }

    #[test]
    fn what_is_worth_a_word_depends_on_the_page() {
        use Caution::{MixedContent, PrivateNetwork, ThisComputer};
        let cases: &[(&str, &str, &[Caution])] = &[
            (
                "https://page.test",
                "https://api.test",
                &[],
            ),
            (
                "https://page.test",
                "http://api.test",
                &[MixedContent],
            ),
            (
                "http://page.test",
                "http://api.test",
                &[],
            ),
            (
                "https://page.test",
                "http://localhost:3000",
                &[ThisComputer],
            ),
            (
                "http://10.0.0.1",
                "http://[::1]",
                &[ThisComputer],
            ),
            // A page of this computer, asking this computer.
            (
                "http://127.0.0.1:8080",
                "http://localhost:3000",
                &[],
            ),
            (
                "https://page.test",
                "http://192.168.0.2",
                &[PrivateNetwork, MixedContent],
            ),
            (
                "https://page.test",
                "https://nas.local",
                &[PrivateNetwork],
            ),
            (
                "http://127.0.0.1:8080",
                "http://nas.local",
                &[PrivateNetwork],
            ),
        ];
        for (page, api, expected) in cases {
            assert_eq!(
                Caution::of(&base(api), &base(page)),
                *expected,
                "{api} on {page}"
            );
        }
    }
}
