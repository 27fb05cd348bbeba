//! The connections of one client: who may send, who opens one first, who waits.

use std::collections::VecDeque;

use super::FlightId;
use crate::network::{Network, Protocol, STREAMS};

/// The connections of one client to one host.
#[derive(Clone, Debug)]
pub(super) struct Connections {
    /// The most requests on their way at once: one a connection over HTTP/1.1, or [`STREAMS`].
    places: u32,
    /// Those that are taken.
    taken: u32,
    /// Who waits for a place, or for the one connection of HTTP/2: first come, first served.
    waiting: VecDeque<FlightId>,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    /// How many connections are open and free, and whether they are kept.
    Http1 { idle: u32, keep_alive: bool },
    /// How far the one connection is.
    Http2(Shared),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shared {
    Closed,
    Opening,
    Open,
}

/// What a request gets that wants to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grant {
    /// An open connection.
    Open,
    /// A connection that has to be opened first.
    New,
    /// Nothing yet.
    Wait,
}

impl Connections {
    /// No connection yet.
    pub(super) fn cold(network: &Network) -> Self {
        let (places, kind) = match network.protocol {
            Protocol::Http1 => (
                network.connections,
                Kind::Http1 {
                    idle: 0,
                    keep_alive: network.keep_alive,
                },
            ),
            Protocol::Http2 => (STREAMS, Kind::Http2(Shared::Closed)),
        };
        Self {
            places,
            taken: 0,
            waiting: VecDeque::new(),
            kind,
        }
    }

    /// As a warm-up leaves them: up to `width` connections are open, where any are kept.
    pub(super) fn warm(network: &Network, width: u32) -> Self {
        let mut connections = Self::cold(network);
        match &mut connections.kind {
            Kind::Http1 { idle, keep_alive } if *keep_alive => {
                *idle = width.min(network.connections)
            }
            Kind::Http1 { .. } => {}
            Kind::Http2(shared) => *shared = Shared::Open,
        }
        connections
    }

    /// `flight` wants to be sent.
    pub(super) fn ask(&mut self, flight: FlightId) -> Grant {
        let grant = self.grant();
        if grant == Grant::Wait {
            self.waiting.push_back(flight);
        }
        grant
    }

    fn grant(&mut self) -> Grant {
        if self.taken == self.places {
            return Grant::Wait;
        }
        let grant = match &mut self.kind {
            Kind::Http1 { idle: 0, .. } => Grant::New,
            Kind::Http1 { idle, .. } => {
                *idle -= 1;
                Grant::Open
            }
            Kind::Http2(shared @ Shared::Closed) => {
                *shared = Shared::Opening;
                Grant::New
            }
            Kind::Http2(Shared::Opening) => Grant::Wait,
            Kind::Http2(Shared::Open) => Grant::Open,
        };
        self.taken += u32::from(grant != Grant::Wait);
        grant
    }

    /// A connection that was new is open.
    pub(super) fn opened(&mut self) {
        if let Kind::Http2(shared) = &mut self.kind {
            *shared = Shared::Open;
        }
    }

    /// A request is over that had a place. `usable` tells whether its connection can carry another one.
    pub(super) fn give_back(&mut self, usable: bool) {
        self.taken -= 1;
        if let Kind::Http1 { idle, keep_alive } = &mut self.kind {
            *idle += u32::from(usable && *keep_alive);
        }
    }

    /// `flight` does not wait any more.
    pub(super) fn forget(&mut self, flight: FlightId) {
        self.waiting.retain(|waiting| *waiting != flight);
    }

    /// Whoever waited longest, with what it gets, if there is anything for it now.
    pub(super) fn next(&mut self) -> Option<(FlightId, Grant)> {
        let flight = *self.waiting.front()?;
        let grant = self.grant();
        if grant == Grant::Wait {
            return None;
        }
        self.waiting.pop_front();
        Some((flight, grant))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(protocol: Protocol, connections: u32, keep_alive: bool) -> Network {
        Network {
            protocol,
            connections,
            keep_alive,
            ..Network::default()
        }
    }

    fn ask(connections: &mut Connections, count: u32) -> Vec<Grant> {
        (0..count).map(|id| connections.ask(FlightId(id))).collect()
    }

    #[test]
    fn http1_opens_as_many_as_it_may_and_queues_the_rest_in_order() {
        use Grant::{New, Open, Wait};
        let mut connections = Connections::cold(&network(Protocol::Http1, 2, true));
        assert_eq!(
            ask(&mut connections, 4),
            [New, New, Wait, Wait]
        );
        assert_eq!(connections.next(), None);
        connections.give_back(true);
        assert_eq!(
            connections.next(),
            Some((FlightId(2), Open)),
            "it is kept"
        );
        connections.give_back(false);
        assert_eq!(
            connections.next(),
            Some((FlightId(3), New)),
            "it broke"
        );
        assert_eq!(connections.next(), None);
    }

    #[test]
    fn http1_without_keeping_opens_one_a_request() {
        use Grant::{New, Wait};
        let mut connections = Connections::warm(&network(Protocol::Http1, 1, false), 6);
        assert_eq!(ask(&mut connections, 2), [New, Wait]);
        connections.give_back(true);
        assert_eq!(
            connections.next(),
            Some((FlightId(1), New))
        );
    }

    #[test]
    fn http2_opens_one_which_the_others_wait_for() {
        use Grant::{New, Open, Wait};
        let mut connections = Connections::cold(&network(Protocol::Http2, 6, true));
        assert_eq!(
            ask(&mut connections, 3),
            [New, Wait, Wait]
        );
        connections.opened();
        assert_eq!(
            connections.next(),
            Some((FlightId(1), Open))
        );
        assert_eq!(
            connections.next(),
            Some((FlightId(2), Open))
        );
        assert_eq!(connections.ask(FlightId(3)), Open);
    }

    #[test]
    fn http2_has_a_hundred_streams() {
        let mut connections = Connections::warm(&network(Protocol::Http2, 6, true), 6);
        let grants = ask(&mut connections, 102);
        assert!(grants[..100].iter().all(|grant| *grant == Grant::Open));
        assert_eq!(
            grants[100..],
            [Grant::Wait, Grant::Wait]
        );
        connections.forget(FlightId(100));
        connections.give_back(true);
        assert_eq!(
            connections.next(),
            Some((FlightId(101), Grant::Open))
        );
    }

    #[test]
    fn a_warm_up_leaves_no_more_than_it_was_wide() {
        use Grant::{New, Open, Wait};
        let mut connections = Connections::warm(&network(Protocol::Http1, 3, true), 2);
        assert_eq!(
            ask(&mut connections, 4),
            [Open, Open, New, Wait]
        );
    }
}
