//! The base URL of an API of one's own: which are accepted, and why not the others.

use thiserror::Error;

/// An address in parts, as the browser reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The scheme, such as `https`.
    pub scheme: String,
    /// Host and port.
    pub host: String,
    /// Whether it carries a user name or password.
    pub has_user: bool,
    /// Whether it carries a query or a fragment.
    pub has_extra: bool,
    /// Scheme, host, port and path, as the browser writes them.
    pub base: String,
}

/// Reads an address as fetch would; `None` when it is no absolute address.
pub type ReadAddress = fn(&str) -> Option<Parts>;

/// An API's base: where requests go, and the host that people are told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// The URL that paths are added to, without a slash at its end.
    pub url: String,
    /// Scheme, host and port: what a person allows requests to.
    pub origin: String,
    /// Host and port.
    pub host: String,
}

/// Why an address cannot be an API's base.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum BadBase {
    /// There is none.
    #[error("the address of an API, such as http://localhost:3000")]
    Missing,
    /// It is no absolute address.
    #[error("a whole address that begins with http:// or https://")]
    NoAddress,
    /// It has another scheme.
    #[error("an address that begins with http:// or https://")]
    Scheme,
    /// It carries a user name or password, which a link would give away.
    #[error("an address without a user name or password")]
    User,
    /// It carries a query or a fragment, to which no path can be added.
    #[error("an address without ? or #")]
    Extra,
    /// The page stands in another one, which could lay anything over the question about an API.
    #[error(
        "a tab of its own for this page: in another page’s frame it sends nothing to such an API"
    )]
    Framed,
}

impl Base {
    /// Reads the base that a person typed or a link names.
    ///
    /// # Errors
    /// What may be written instead.
    pub fn read(text: &str, address: ReadAddress) -> Result<Self, BadBase> {
        if text.trim().is_empty() {
            return Err(BadBase::Missing);
        }
        let parts = address(text.trim()).ok_or(BadBase::NoAddress)?;
        match parts {
            Parts { ref scheme, .. } if scheme != "http" && scheme != "https" => {
                Err(BadBase::Scheme)
            }
            // Chromium writes a space in a name as %20. No name has either.
            Parts { ref host, .. } if host.is_empty() || host.contains('%') => {
                Err(BadBase::NoAddress)
            }
            Parts { has_user: true, .. } => Err(BadBase::User),
            Parts {
                has_extra: true, ..
            } => Err(BadBase::Extra),
            Parts {
                scheme, base, host, ..
            } => Ok(Self {
                url: base.trim_end_matches('/').into(),
                origin: format!("{scheme}://{host}"),
                host,
            }),
        }
    }

    /// Whether requests to it are encrypted.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.origin.starts_with("https://")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Option<Parts> {
        let (scheme, rest) = text.split_once("://")?;
        Some(Parts {
            scheme: scheme.into(),
            host: rest.split('/').next()?.into(),
            has_user: rest.contains('@'),
            has_extra: rest.contains(['?', '#']),
            base: text.into(),
        })
    }

    #[test]
    fn takes_what_paths_can_be_added_to() {
        let cases = [
            (
                "http://127.0.0.1:3999",
                Ok("http://127.0.0.1:3999"),
            ),
            (
                " https://api.test/v1/ ",
                Ok("https://api.test/v1"),
            ),
            ("", Err(BadBase::Missing)),
            ("api.test", Err(BadBase::NoAddress)),
            ("http://", Err(BadBase::NoAddress)),
            (
                "http://a%20b.test",
                Err(BadBase::NoAddress),
            ),
            ("ftp://api.test", Err(BadBase::Scheme)),
            (
                "javascript://api.test",
                Err(BadBase::Scheme),
            ),
            (
                "http://me:secret@api.test",
                Err(BadBase::User),
            ),
            (
                "http://api.test/?a=1",
                Err(BadBase::Extra),
            ),
        ];
        for (text, expected) in cases {
            let read = Base::read(text, address).map(|base| base.url);
            assert_eq!(read, expected.map(Into::into), "{text}");
        }
    }
}
