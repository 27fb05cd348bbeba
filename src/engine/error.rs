//! What can go wrong, said for people: what is known, and what to try.

use thiserror::Error;

use super::ports::Unreachable;
use crate::time::Nanos;

/// Bytes in a mebibyte.
const MIB: u64 = 1 << 20;

/// Why a call or a whole variant failed.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Error {
    /// The server answered with a status outside 2xx. Some status codes mean something else than a
    /// missing page; the code is all that is known.
    #[error("Status code: {status}")]
    Status {
        /// What was asked for.
        path: String,
        /// The HTTP status.
        status: u16,
        /// How long the server wants to be left alone, where it says so and the source tells.
        retry_after: Option<Nanos>,
    },
    /// No full answer within the call's time.
    #[error("{path} took longer than {} ms and was ended.", limit.as_millis_f64())]
    TimedOut {
        /// What was asked for.
        path: String,
        /// The time it had.
        limit: Nanos,
    },
    /// No answer of the source's, or not all of it.
    #[error("{}", unreachable(path, why))]
    Network {
        /// What was asked for.
        path: String,
        /// As far as anybody says.
        why: Unreachable,
    },
    /// The body is not what was asked for.
    #[error("The answer to {path} is not the JSON that was expected: {reason}.")]
    Decode {
        /// What was asked for.
        path: String,
        /// Where in the body, and what is wrong there.
        reason: String,
    },
    /// The body is longer than a call accepts.
    #[error("The answer to {path} is over {} MiB and was not read to its end.", limit / MIB)]
    TooLarge {
        /// What was asked for.
        path: String,
        /// The most a call accepts, in bytes.
        limit: u64,
    },
    /// Nobody has the name that was asked for.
    #[error("User {0} not found")]
    UserNotFound(String),
    /// Nobody works for the company that was asked for.
    #[error("No users found for company {0}")]
    NobodyAt(String),
    /// Stopped before the end.
    #[error("Stopped before its end.")]
    Cancelled,
}

impl Error {
    /// The kind's name in run files.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Status { .. } => "status",
            Self::TimedOut { .. } => "timed-out",
            Self::Network { .. } => "network",
            Self::Decode { .. } => "decode",
            Self::TooLarge { .. } => "too-large",
            Self::UserNotFound(_) | Self::NobodyAt(_) => "not-found",
            Self::Cancelled => "cancelled",
        }
    }

    /// What is known and what to try, in a sentence or two. Where the answers were `modelled`, there is no
    /// other source to turn to.
    #[must_use]
    pub fn advice(&self, modelled: bool) -> String {
        let again = if modelled {
            "Run again, or lower the network’s share of failures."
        } else {
            "Try again, or run on the replica."
        };
        match self {
            Self::Status {
                path,
                status,
                retry_after,
            } => {
                let advice = match status {
                    404 => "There is nothing of that name.".into(),
                    408 => "The server waited too long for the request. Try again.".into(),
                    429 => {
                        "That was more than the server takes. Wait a little, or ask for less at once.".into()
                    }
                    401 | 403 => "The server wants to know who asks, and this page tells nobody.".into(),
                    500.. => format!("The server failed. {again}"),
                    _ => again.into(),
                };
                let wait = retry_after.map(|wait| {
                    let seconds = (wait.as_millis_f64() / 1e3).ceil();
                    format!(" The server asks for a pause of {seconds} s.")
                });
                let wait = wait.unwrap_or_default();
                format!("{path} was answered with status {status}. {advice}{wait}")
            }
            Self::TimedOut { .. } if modelled => {
                format!("{self} Give it more time, or lower the network’s share of failures.")
            }
            Self::TimedOut { .. } => format!("{self} Give it more time, or ask for less at once."),
            Self::Decode { .. } => format!("{self} Is this an API of JSONPlaceholder’s shape?"),
            Self::UserNotFound(_) | Self::NobodyAt(_) => {
                format!("{self}. Choose a name from the list, or type another.")
            }
            Self::TooLarge { .. } => format!("{self} Ask for less in one request."),
            Self::Network { .. } | Self::Cancelled => self.to_string(),
        }
    }
}

/// Why there is no answer to a request for `path`, and what to try.
fn unreachable(path: &str, why: &Unreachable) -> String {
    match why {
        Unreachable::Unexplained => format!(
            "{path} could not be loaded. A page is not told whether the host is down, the network is, a \
             blocker stepped in or CORS forbids it. Try again, or run on the replica."
        ),
        Unreachable::Offline => format!(
            "{path} could not be loaded: this browser is offline. Try again when it is online, or run on the \
             replica."
        ),
        Unreachable::Modelled => format!(
            "{path} got no answer: the modelled network lets a share of the requests fail. Run again, or lower \
             that share."
        ),
        Unreachable::Elsewhere(origin) => format!(
            "{path} led to {origin}, and its answer was not taken: it is not the source that was chosen. Enter \
             that address as your API if you trust it, or run on the replica."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_answers_are_modelled_no_replica_is_offered() {
        let failures = [
            Error::Status {
                path: "/users/1".into(),
                status: 500,
                retry_after: None,
            },
            Error::Network {
                path: "/users/1".into(),
                why: Unreachable::Modelled,
            },
            Error::TimedOut {
                path: "/users/1".into(),
                limit: Nanos::from_millis(1_000),
            },
        ];
        for failure in failures {
            let told = failure.advice(true);
            assert!(
                told.starts_with("/users/1 ")
                    && told.contains("share")
                    && !told.contains("replica"),
                "{told}"
            );
        }
    }
}
