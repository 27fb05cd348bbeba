//! What lies between a page and an API, as a discrete-event model.
//!
//! A request is queued for a connection, opens it if it must, travels to the server, is served there
//! and travels back; its body then comes down a line that it shares. Each part is a small machine of
//! its own with its own test against a closed form:
//!
//! - `luck`: round trips and failures, drawn for the request alone;
//! - `connections`: HTTP/1.1's few connections and HTTP/2's one, kept or opened anew;
//! - `server`: workers, service time, rate limit;
//! - `line`: bandwidth, shared evenly;
//! - `simulation`: what happens when, to the nanosecond.
//!
//! Left out: TCP's slow start and lost packets, compression, the way up, priorities of requests.

mod connections;
mod line;
mod luck;
mod server;
mod simulation;

pub use simulation::{Ask, Head, Simulation};

/// A request's place in its simulation, in the order they were sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FlightId(pub u32);
