//! The network as a whole against closed forms.

use super::*;
use crate::network::{Protocol, RateLimit};

/// 10 ms there and back, nothing by chance, and no time to download.
const STILL: Network = Network {
    rtt: Nanos::from_millis(10),
    jitter: Nanos::ZERO,
    kbps: 10_000_000,
    protocol: Protocol::Http1,
    connections: 6,
    keep_alive: true,
    service: Nanos::ZERO,
    workers: 1_000,
    rate_limit: None,
    failures: 0.0,
    seed: 1,
};

const HTTP2: Network = Network {
    protocol: Protocol::Http2,
    ..STILL
};

/// What a test asks: when in milliseconds, by which pool, how many bytes.
type Asked = (u64, u32, usize);

/// When each flight is over, in milliseconds; `None` for one that never is.
fn ends(mut simulation: Simulation, asked: &[Asked]) -> Vec<Option<u64>> {
    let mut ends = vec![None; asked.len()];
    let mut asked = asked.iter().enumerate().peekable();
    loop {
        let due = asked.peek().map(|(_, (at, ..))| Nanos::from_millis(*at));
        let next = simulation.next().into_iter().chain(due).min();
        let Some(now) = next else { return ends };
        simulation.advance(now);
        while let Some((id, (at, pool, bytes))) =
            asked.next_if(|(_, (at, ..))| Nanos::from_millis(*at) <= now)
        {
            simulation.ask(
                Nanos::from_millis(*at),
                Ask {
                    url: &format!("http://api/{id}"),
                    pool: Pool(*pool),
                    status: 200,
                    bytes: *bytes,
                },
            );
        }
        for flight in simulation.take_news() {
            if simulation.is_over(flight) {
                ends[flight.0 as usize].get_or_insert(now.0 / 1_000_000);
            }
        }
    }
}

fn at_once(count: usize, bytes: usize) -> Vec<Asked> {
    vec![(0, 0, bytes); count]
}

fn last(simulation: Simulation, asked: &[Asked]) -> u64 {
    ends(simulation, asked).into_iter().max().flatten().unwrap()
}

#[test]
fn n_at_once_on_c_connections_take_n_over_c_rounds() {
    for (count, connections) in [(1, 6), (6, 6), (7, 6), (18, 6), (19, 6), (10, 1), (10, 3)] {
        let network = Network {
            connections,
            ..STILL
        };
        let rounds = (count as u64).div_ceil(u64::from(connections));
        assert_eq!(
            last(
                Simulation::warm(&network, 0),
                &at_once(count, 0)
            ),
            10 * rounds,
            "{count} on {connections}"
        );
    }
}

#[test]
fn a_hundred_streams_take_one_round_and_a_hundred_and_one_take_two() {
    for (count, rounds) in [(1, 1), (100, 1), (101, 2), (200, 2), (201, 3)] {
        assert_eq!(
            last(
                Simulation::warm(&HTTP2, 0),
                &at_once(count, 0)
            ),
            10 * rounds,
            "{count}"
        );
    }
}

#[test]
fn a_new_connection_costs_two_round_trips_and_the_first_one_more() {
    // In turn, one every 100 ms: network, whether cold, and what each of three takes.
    let fresh = Network {
        keep_alive: false,
        ..STILL
    };
    let cases: &[(&Network, bool, [u64; 3])] = &[
        (&STILL, true, [40, 10, 10]),
        (&STILL, false, [10, 10, 10]),
        (&fresh, true, [40, 30, 30]),
        (&fresh, false, [30, 30, 30]),
        (&HTTP2, true, [40, 10, 10]),
        (&HTTP2, false, [10, 10, 10]),
    ];
    for (network, cold, expected) in cases {
        let simulation = match cold {
            true => Simulation::cold(network, 0),
            false => Simulation::warm(network, 0),
        };
        let ends = ends(
            simulation,
            &[(0, 0, 0), (100, 0, 0), (200, 0, 0)],
        );
        let took: Vec<_> = ends
            .iter()
            .zip([0, 100, 200])
            .map(|(end, asked)| end.unwrap() - asked)
            .collect();
        assert_eq!(
            took, *expected,
            "{network:?} cold: {cold}"
        );
    }
}

#[test]
fn each_pool_pays_for_its_own_connections() {
    let asked = [(0, 1, 0), (100, 1, 0), (200, 2, 0), (300, 0, 0)];
    for network in [STILL, HTTP2] {
        let ends = ends(Simulation::warm(&network, 0), &asked);
        assert_eq!(
            ends,
            [Some(30), Some(110), Some(230), Some(310)]
        );
    }
}

#[test]
fn http2_opens_one_connection_for_all_and_http1_one_each() {
    for network in [STILL, HTTP2] {
        let asked = [(0, 1, 0); 3];
        let mut simulation = Simulation::warm(&network, 0);
        for (place, (_, pool, bytes)) in asked.iter().enumerate() {
            let url = format!("/{place}");
            simulation.ask(
                Nanos::ZERO,
                Ask {
                    url: &url,
                    pool: Pool(*pool),
                    status: 200,
                    bytes: *bytes,
                },
            );
        }
        simulation.advance(Nanos::from_millis(30));
        let phases: Vec<_> = (0..3)
            .map(
                |id| match simulation.head(FlightId(id)) {
                    Some(Head::Answered { phases, .. }) => (
                        phases.stalled.0 / 1_000_000,
                        phases.connecting.0 / 1_000_000,
                    ),
                    other => panic!("{other:?}"),
                },
            )
            .collect();
        let expected = match network.protocol {
            Protocol::Http1 => [(0, 20), (0, 20), (0, 20)],
            Protocol::Http2 => [(0, 20), (20, 0), (20, 0)],
        };
        assert_eq!(phases, expected);
    }
}

#[test]
fn bodies_share_the_bandwidth() {
    // 8 kbit/s are a byte a millisecond.
    let network = Network { kbps: 8, ..HTTP2 };
    for count in [1, 2, 5, 40] {
        let simulation = Simulation::warm(&network, 0);
        assert_eq!(
            last(simulation, &at_once(count, 30)),
            10 + 30 * count as u64
        );
    }
}

#[test]
fn the_server_queues_what_its_workers_cannot_take() {
    let network = Network {
        service: Nanos::from_millis(7),
        workers: 2,
        ..HTTP2
    };
    for (count, rounds) in [(1, 1), (2, 1), (5, 3)] {
        assert_eq!(
            last(
                Simulation::warm(&network, 0),
                &at_once(count, 0)
            ),
            10 + 7 * rounds
        );
    }
}

#[test]
fn one_too_many_is_refused_and_told_how_long_to_wait() {
    let network = Network {
        rate_limit: Some(RateLimit {
            requests: 2,
            window: Nanos::from_millis(1_000),
        }),
        ..HTTP2
    };
    let mut simulation = Simulation::warm(&network, 0);
    for url in ["/a", "/b", "/c"] {
        simulation.ask(
            Nanos::ZERO,
            Ask {
                url,
                pool: Pool::SHARED,
                status: 200,
                bytes: 0,
            },
        );
    }
    simulation.advance(Nanos::from_millis(20));
    let heads: Vec<_> = (0..3)
        .map(
            |id| match simulation.head(FlightId(id)) {
                Some(Head::Answered {
                    status,
                    retry_after,
                    ..
                }) => (
                    status,
                    retry_after.map(|after| after.0 / 1_000_000),
                ),
                other => panic!("{other:?}"),
            },
        )
        .collect();
    assert_eq!(
        heads,
        [(200, None), (200, None), (429, Some(1_000))]
    );
}

#[test]
fn what_fails_does_so_when_its_answer_would_have_come() {
    let network = Network {
        failures: 1.0,
        ..STILL
    };
    let mut simulation = Simulation::warm(&network, 0);
    for id in 0..30 {
        let url = format!("/{id}");
        simulation.ask(
            Nanos::ZERO,
            Ask {
                url: &url,
                pool: Pool(id),
                status: 200,
                bytes: 9,
            },
        );
    }
    simulation.advance(Nanos::from_millis(1_000));
    let mut counts = [0; 3];
    for id in (0..30).map(FlightId) {
        match simulation.head(id) {
            Some(Head::Answered { status: 500, .. }) => counts[0] += 1,
            Some(Head::Reset) => counts[1] += 1,
            None => counts[2] += 1,
            other => panic!("{other:?}"),
        }
    }
    assert!(
        counts.iter().all(|count| *count > 3),
        "{counts:?}"
    );
}

/// The first of two on one connection is given up, at every stage of its way: the second gets its turn
/// then, on a connection of its own.
#[test]
fn what_is_given_up_makes_room() {
    let network = Network {
        connections: 1,
        kbps: 8,
        ..STILL
    };
    // When the first is given up, and when the second is over: a new connection takes 20 ms, the way
    // 10, its body 5.
    for (given_up, expected) in [(0, 35), (4, 39), (9, 44), (12, 47)] {
        let mut simulation = Simulation::warm(&network, 0);
        let ask = |url| Ask {
            url,
            pool: Pool::SHARED,
            status: 200,
            bytes: 5,
        };
        let first = simulation.ask(Nanos::ZERO, ask("/a"));
        let second = simulation.ask(Nanos::ZERO, ask("/b"));
        simulation.give_up(Nanos::from_millis(given_up), first);
        let mut end = Nanos::ZERO;
        while let Some(next) = simulation.next().filter(|_| !simulation.is_over(second)) {
            simulation.advance(next);
            end = next;
        }
        assert_eq!(
            end,
            Nanos::from_millis(expected),
            "given up at {given_up}"
        );
    }
}

#[test]
fn who_waits_and_is_given_up_takes_no_place() {
    let network = Network {
        connections: 1,
        ..STILL
    };
    let mut simulation = Simulation::warm(&network, 0);
    let ids = ["/a", "/b", "/c"].map(|url| {
        simulation.ask(
            Nanos::ZERO,
            Ask {
                url,
                pool: Pool::SHARED,
                status: 200,
                bytes: 0,
            },
        )
    });
    simulation.give_up(Nanos::from_millis(3), ids[1]);
    simulation.advance(Nanos::from_millis(20));
    assert!(
        simulation.is_over(ids[2]),
        "right after the first"
    );
}

#[test]
fn a_second_try_has_luck_of_its_own_and_a_repeat_too() {
    let head_at = |repeat, tries: usize| {
        let mut simulation = Simulation::warm(&Network::default(), repeat);
        let ids: Vec<_> = (0..tries)
            .map(|_| {
                simulation.ask(
                    Nanos::ZERO,
                    Ask {
                        url: "/a",
                        pool: Pool::SHARED,
                        status: 200,
                        bytes: 0,
                    },
                )
            })
            .collect();
        let last = ids[tries - 1];
        while simulation.head(last).is_none() {
            let next = simulation.next().unwrap();
            simulation.advance(next);
        }
        simulation.now
    };
    assert_eq!(head_at(0, 1), head_at(0, 1));
    assert_ne!(head_at(0, 1), head_at(0, 2));
    assert_ne!(head_at(0, 1), head_at(1, 1));
}
