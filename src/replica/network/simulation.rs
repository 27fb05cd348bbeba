//! All of the network at once: what happens when, to the nanosecond.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};

use super::FlightId;
use super::connections::{Connections, Grant};
use super::line::{Line, Ticket};
use super::luck::{Fate, Luck};
use super::server::{Reception, Server};
use crate::engine::ports::{Phases, Pool};
use crate::network::Network;
use crate::time::Nanos;

/// How many connections a warm-up opens at the most.
const WARM: u32 = 6;

/// Round trips that a new connection costs: one for TCP (RFC 9293, section 3.5), one more for TLS 1.3
/// (RFC 8446, section 2).
const HANDSHAKES: u64 = 2;

/// And one more to look up the host's name, the first time of all.
const LOOK_UP: u64 = 1;

/// A network on which one run takes place.
#[derive(Clone, Debug)]
pub struct Simulation {
    network: Network,
    repeat: u32,
    now: Nanos,
    events: BinaryHeap<Reverse<(Nanos, u64, Event)>>,
    /// How many events were set so far: at one time, those set first happen first.
    set: u64,
    flights: Vec<Flight>,
    attempts: HashMap<String, u32>,
    pools: HashMap<Pool, Connections>,
    resolved: bool,
    server: Server,
    line: Line,
    /// Whose head or end has come since somebody asked.
    news: BTreeSet<FlightId>,
}

/// What is asked of the network.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// Names the request: its luck is drawn for it.
    pub url: &'a str,
    /// Whose connections it may use.
    pub pool: Pool,
    /// The status that the server has for it.
    pub status: u16,
    /// The length of the body that goes with that.
    pub bytes: usize,
}

/// The head of an answer, or the lack of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// It is here.
    Answered {
        /// The HTTP status: the server's own, 500 by bad luck, or 429 beyond the rate limit.
        status: u16,
        /// How long to wait before asking again, with a 429.
        retry_after: Option<Nanos>,
        /// What came before it.
        phases: Phases,
    },
    /// The connection broke.
    Reset,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Connected(FlightId),
    AtServer(FlightId),
    Reset(FlightId),
    Head(FlightId),
}

#[derive(Clone, Debug)]
struct Flight {
    pool: Pool,
    luck: Luck,
    status: u16,
    bytes: usize,
    retry_after: Option<Nanos>,
    asked: Nanos,
    /// When it got its place on a connection.
    granted: Option<Nanos>,
    /// When it was sent.
    sent: Option<Nanos>,
    head: Option<Head>,
    download: Option<Ticket>,
    /// Whether it is over: its body is complete, it was reset, or nobody waits for it any more.
    over: bool,
}

impl Simulation {
    /// The network as a warm-up leaves it: the name is known, and the page's own connections are open.
    #[must_use]
    pub fn warm(network: &Network, repeat: u32) -> Self {
        let mut simulation = Self::cold(network, repeat);
        simulation.resolved = true;
        simulation.pools.insert(
            Pool::SHARED,
            Connections::warm(network, WARM),
        );
        simulation
    }

    /// The network as nobody has used it.
    #[must_use]
    pub fn cold(network: &Network, repeat: u32) -> Self {
        Self {
            network: *network,
            repeat,
            now: Nanos::ZERO,
            events: BinaryHeap::new(),
            set: 0,
            flights: Vec::new(),
            attempts: HashMap::new(),
            pools: HashMap::new(),
            resolved: false,
            server: Server::new(network),
            line: Line::new(network.kbps),
            news: BTreeSet::new(),
        }
    }

    /// A request wants to be sent at `at`, which is not before [`Self::advance`] was last told.
    pub fn ask(&mut self, at: Nanos, ask: Ask<'_>) -> FlightId {
        self.advance(at);
        let id = FlightId(self.flights.len() as u32);
        let attempt = self.attempts.entry(ask.url.into()).or_default();
        *attempt += 1;
        let luck = Luck::of(
            &self.network,
            self.repeat,
            ask.url,
            *attempt,
        );
        self.flights.push(Flight {
            pool: ask.pool,
            luck,
            status: ask.status,
            bytes: ask.bytes,
            retry_after: None,
            asked: at,
            granted: None,
            sent: None,
            head: None,
            download: None,
            over: false,
        });
        let grant = self.connections(ask.pool).ask(id);
        self.granted(id, grant);
        id
    }

    /// Lets everything happen that is due by `now`, in its order.
    pub fn advance(&mut self, now: Nanos) {
        while let Some(at) = self.next().filter(|at| *at <= now) {
            self.now = self.now.max(at);
            match self.line.next_end().filter(|(end, _)| *end <= at) {
                Some(_) => self.end_download(),
                None => self.pop_event(),
            }
        }
        self.now = self.now.max(now);
    }

    /// When something happens next, if nobody asks or gives up before.
    #[must_use]
    pub fn next(&self) -> Option<Nanos> {
        let event = self.events.peek().map(|Reverse((at, ..))| *at);
        let end = self.line.next_end().map(|(at, _)| at);
        event.into_iter().chain(end).min()
    }

    /// The head of `flight`'s answer, once it has come.
    #[must_use]
    pub fn head(&self, flight: FlightId) -> Option<Head> {
        self.flights[flight.0 as usize].head
    }

    /// Whether `flight` is over: its answer is complete, or none will come.
    #[must_use]
    pub fn is_over(&self, flight: FlightId) -> bool {
        self.flights[flight.0 as usize].over
    }

    /// Whose head or end has come since this was last called.
    pub fn take_news(&mut self) -> BTreeSet<FlightId> {
        std::mem::take(&mut self.news)
    }

    /// Nobody waits for `flight` any more, from `at` on. Its place goes to whoever waits for one; a
    /// connection of HTTP/1.1 that it had is of no use any more. The server is not told.
    pub fn give_up(&mut self, at: Nanos, flight: FlightId) {
        self.advance(at);
        let index = flight.0 as usize;
        if self.flights[index].over {
            return;
        }
        self.flights[index].over = true;
        if let Some(ticket) = self.flights[index].download {
            self.line.leave(at, flight, ticket);
        }
        let (pool, had_place) = (
            self.flights[index].pool,
            self.flights[index].granted.is_some(),
        );
        if had_place {
            self.give_back(pool, false);
        } else {
            self.connections(pool).forget(flight);
        }
    }
}

/// The stations of a flight.
impl Simulation {
    fn granted(&mut self, id: FlightId, grant: Grant) {
        let now = self.now;
        match grant {
            Grant::Wait => {}
            Grant::Open => {
                self.flight(id).granted = Some(now);
                self.send(id);
            }
            Grant::New => {
                self.flight(id).granted = Some(now);
                let trips = HANDSHAKES + if self.resolved { 0 } else { LOOK_UP };
                self.resolved = true;
                let time = Nanos(self.flight(id).luck.rtt.0 * trips);
                self.set(time, Event::Connected(id));
            }
        }
    }

    fn send(&mut self, id: FlightId) {
        let now = self.now;
        let flight = self.flight(id);
        flight.sent = Some(now);
        let there = Nanos(flight.luck.rtt.0 / 2);
        self.set(there, Event::AtServer(id));
    }

    fn pop_event(&mut self) {
        let Some(Reverse((_, _, event))) = self.events.pop() else {
            return;
        };
        match event {
            Event::Connected(id) => self.connected(id),
            Event::AtServer(id) => self.at_server(id),
            Event::Reset(id) => self.reset(id),
            Event::Head(id) => self.came_back(id),
        }
    }

    /// The connection is there, even if the request that opened it is gone.
    fn connected(&mut self, id: FlightId) {
        let pool = self.flight(id).pool;
        self.connections(pool).opened();
        if !self.flight(id).over {
            self.send(id);
        }
        self.serve_waiting(pool);
    }

    fn at_server(&mut self, id: FlightId) {
        let (now, luck) = (self.now, self.flight(id).luck);
        if self.flight(id).over || luck.fate == Fate::Silent {
            return;
        }
        let back = luck.rtt - Nanos(luck.rtt.0 / 2);
        if luck.fate == Fate::Reset {
            return self.set(back, Event::Reset(id));
        }
        let done = match self.server.receive(now) {
            Reception::Answered(done) => {
                if luck.fate == Fate::Failed {
                    self.answer_instead(id, 500);
                }
                done
            }
            Reception::Refused(after) => {
                self.answer_instead(id, 429);
                self.flight(id).retry_after = Some(after);
                now
            }
        };
        self.set(done.since(now) + back, Event::Head(id));
    }

    /// Another status, with the body `{}`.
    fn answer_instead(&mut self, id: FlightId, status: u16) {
        let flight = self.flight(id);
        (flight.status, flight.bytes) = (status, 2);
    }

    fn reset(&mut self, id: FlightId) {
        let flight = self.flight(id);
        if flight.over {
            return;
        }
        flight.over = true;
        flight.head = Some(Head::Reset);
        let pool = flight.pool;
        self.news.insert(id);
        self.give_back(pool, false);
    }

    fn came_back(&mut self, id: FlightId) {
        let now = self.now;
        let flight = self.flight(id);
        if flight.over {
            return;
        }
        let (granted, sent) = (
            flight.granted.unwrap_or(flight.asked),
            flight.sent.unwrap_or(flight.asked),
        );
        flight.head = Some(Head::Answered {
            status: flight.status,
            retry_after: flight.retry_after,
            phases: Phases {
                stalled: granted.since(flight.asked),
                connecting: sent.since(granted),
            },
        });
        let bytes = flight.bytes;
        let ticket = self.line.join(now, id, bytes);
        self.flight(id).download = Some(ticket);
        self.news.insert(id);
    }

    fn end_download(&mut self) {
        let now = self.now;
        let Some(id) = self.line.end_next(now) else {
            return;
        };
        let flight = self.flight(id);
        flight.over = true;
        let pool = flight.pool;
        self.news.insert(id);
        self.give_back(pool, true);
    }

    fn give_back(&mut self, pool: Pool, usable: bool) {
        self.connections(pool).give_back(usable);
        self.serve_waiting(pool);
    }

    fn serve_waiting(&mut self, pool: Pool) {
        while let Some((id, grant)) = self.connections(pool).next() {
            self.granted(id, grant);
        }
    }

    fn set(&mut self, after: Nanos, event: Event) {
        self.set += 1;
        self.events.push(Reverse((
            self.now + after,
            self.set,
            event,
        )));
    }

    fn flight(&mut self, id: FlightId) -> &mut Flight {
        &mut self.flights[id.0 as usize]
    }

    fn connections(&mut self, pool: Pool) -> &mut Connections {
        let network = &self.network;
        self.pools
            .entry(pool)
            .or_insert_with(|| Connections::cold(network))
    }
}

#[cfg(test)]
#[path = "simulation_tests.rs"]
mod tests;
