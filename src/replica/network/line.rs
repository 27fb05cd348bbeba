//! The line that everything comes down by: its bandwidth is shared evenly.

use std::collections::BTreeMap;

use super::FlightId;
use crate::time::Nanos;

/// A line of a constant bandwidth whose downloads share it evenly, at every moment.
///
/// A download that joins is done when the line has served each of its members as many bytes as the
/// download has, so the first to end is the one with the least `served + bytes`: no other has to be
/// looked at (Demers, Keshav and Shenker: Analysis and Simulation of a Fair Queueing Algorithm, 1989).
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Bytes a nanosecond.
    rate: f64,
    /// The bytes that a member has got that was there from the beginning.
    served: f64,
    /// When that was so.
    at: Nanos,
    /// Who downloads, by the `served` at which they end, as the bits of a number that is not negative:
    /// these are in the order of the numbers.
    members: BTreeMap<(u64, FlightId), ()>,
}

impl Line {
    /// A line of `kbps` kilobits a second.
    pub(super) fn new(kbps: u32) -> Self {
        Self {
            rate: f64::from(kbps) / 8.0 / 1e6,
            served: 0.0,
            at: Nanos::ZERO,
            members: BTreeMap::new(),
        }
    }

    /// `flight` begins to download `bytes` at `at`, which is not before what happened last.
    pub(super) fn join(&mut self, at: Nanos, flight: FlightId, bytes: usize) -> Ticket {
        self.serve_until(at);
        let ticket = Ticket((self.served + bytes as f64).to_bits());
        self.members.insert((ticket.0, flight), ());
        ticket
    }

    /// `flight` gives up at `at`.
    pub(super) fn leave(&mut self, at: Nanos, flight: FlightId, ticket: Ticket) {
        self.serve_until(at);
        self.members.remove(&(ticket.0, flight));
    }

    /// Who ends next and when, if nobody joins or leaves before.
    pub(super) fn next_end(&self) -> Option<(Nanos, FlightId)> {
        let (&(bits, flight), ()) = self.members.first_key_value()?;
        let left = (f64::from_bits(bits) - self.served).max(0.0);
        let time = left * self.members.len() as f64 / self.rate;
        Some((
            self.at + Nanos(time.ceil() as u64),
            flight,
        ))
    }

    /// The next to end has ended at `at`.
    pub(super) fn end_next(&mut self, at: Nanos) -> Option<FlightId> {
        let ((bits, flight), ()) = self.members.pop_first()?;
        // Exactly: what rounding to the nanosecond has left must not add up.
        self.served = f64::from_bits(bits);
        self.at = at;
        Some(flight)
    }

    fn serve_until(&mut self, at: Nanos) {
        if !self.members.is_empty() {
            let time = at.since(self.at).0 as f64;
            self.served += time * self.rate / self.members.len() as f64;
        }
        self.at = at;
    }
}

/// A download's place on its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ticket(u64);

#[cfg(test)]
mod tests {
    use super::*;

    const MILLI: u64 = 1_000_000;

    /// Downloads of 8 kbit/s, so a byte a millisecond: who joins when with how many bytes, who leaves
    /// when, and when each ends, in milliseconds.
    type Case = (
        &'static [(u64, usize)],
        &'static [(u64, u32)],
        &'static [(u64, u32)],
    );

    #[test]
    fn downloads_share_the_line_evenly() {
        let cases: &[Case] = &[
            (&[], &[], &[]),
            // Alone, all of it.
            (&[(0, 100)], &[], &[(100, 0)]),
            // n equal ones together take n times as long.
            (
                &[(0, 100), (0, 100), (0, 100)],
                &[],
                &[(300, 0), (300, 1), (300, 2)],
            ),
            // 0 and 1 share until 0 has its 50; then 1 has the line for the rest of its 150.
            (
                &[(0, 50), (0, 150)],
                &[],
                &[(100, 0), (200, 1)],
            ),
            // One alone for 50 ms, then two until 1 has 25, then one again.
            (
                &[(0, 100), (50, 25)],
                &[],
                &[(100, 1), (125, 0)],
            ),
            // Whoever gives up leaves its share to the others.
            (
                &[(0, 100), (0, 100)],
                &[(40, 1)],
                &[(120, 0)],
            ),
            (
                &[(0, 0), (5, 10)],
                &[],
                &[(0, 0), (15, 1)],
            ),
        ];
        for (joins, leaves, ends) in cases {
            assert_eq!(
                play(joins, leaves),
                *ends,
                "{joins:?} {leaves:?}"
            );
        }
    }

    fn play(joins: &[(u64, usize)], leaves: &[(u64, u32)]) -> Vec<(u64, u32)> {
        let mut line = Line::new(8);
        let mut tickets = Vec::new();
        let mut ends = Vec::new();
        let mut moments: Vec<_> = joins
            .iter()
            .enumerate()
            .map(|(id, (at, bytes))| (*at, id as u32, Some(*bytes)))
            .collect();
        moments.extend(leaves.iter().map(|(at, id)| (*at, *id, None)));
        moments.sort_by_key(|(at, ..)| *at);
        let end_before = |line: &mut Line, limit: u64, ends: &mut Vec<_>| {
            while let Some((at, flight)) = line.next_end().filter(|(at, _)| at.0 <= limit) {
                line.end_next(at);
                ends.push((at.0 / MILLI, flight.0));
            }
        };
        for (at, id, bytes) in moments {
            end_before(&mut line, at * MILLI, &mut ends);
            let now = Nanos(at * MILLI);
            match bytes {
                Some(bytes) => tickets.push(line.join(now, FlightId(id), bytes)),
                None => line.leave(now, FlightId(id), tickets[id as usize]),
            }
        }
        end_before(&mut line, u64::MAX, &mut ends);
        ends
    }

    /// However they come and go, the line is never idle while somebody downloads, and never faster than
    /// it is: the last end is when all bytes have come, if they overlap without a gap.
    #[test]
    fn no_byte_is_lost_or_made() {
        let joins: Vec<(u64, usize)> = (0..200)
            .map(|id| (id * 3, 7 + (id as usize * 31) % 90))
            .collect();
        let bytes: usize = joins.iter().map(|(_, bytes)| bytes).sum();
        let ends = play(&joins, &[]);
        assert_eq!(ends.len(), joins.len());
        let last = ends.last().unwrap().0;
        assert!(
            (last as i64 - bytes as i64).abs() <= 1,
            "{last} for {bytes}"
        );
    }
}
