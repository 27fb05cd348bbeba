//! Variants over the modelled network against closed forms: what a formula says of the whole run, found
//! here independently of the model.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tandem::engine::random::SplitMix64;
use tandem::network::{Network, Protocol, RateLimit};
use tandem::time::Nanos;
use tandem::trace::{Span, Trace};

use crate::played::{Played, plan, play, play_on};
use crate::scripted::{Script, Scripted};

const RTT: Nanos = Nanos::from_millis(10);

/// Nothing by chance, nothing to wait for, and a body takes some nanoseconds.
const STILL: Network = Network {
    rtt: RTT,
    jitter: Nanos::ZERO,
    kbps: u32::MAX,
    protocol: Protocol::Http2,
    connections: 6,
    keep_alive: true,
    service: Nanos::ZERO,
    workers: 1_000,
    rate_limit: None,
    failures: 0.0,
    seed: 1,
};

/// More than all bodies of a run take together on [`STILL`]'s line.
const BODIES: Nanos = Nanos(5_000);

fn photos(network: &Network, variant: &str, albums: usize, limit: usize) -> Played {
    let (albums, limit) = (format!("1-{albums}"), limit.to_string());
    let params = [("albums", albums.as_str()), ("limit", limit.as_str())];
    play_on(
        network,
        &plan("album-photos", variant, &params),
    )
}

fn makespan(played: &Played) -> Nanos {
    played.trace.ended.expect("an end")
}

fn assert_takes(played: &Played, expected: Nanos, what: &str) {
    let took = makespan(played);
    assert!(
        took >= expected && took < expected + BODIES,
        "{what}: {took} for {expected}"
    );
}

fn times(time: Nanos, count: usize) -> Nanos {
    Nanos(time.0 * count as u64)
}

#[test]
fn n_equal_requests_under_k_permits_take_n_over_k_rounds() {
    for (albums, limit) in [
        (1, 1),
        (7, 1),
        (6, 3),
        (7, 3),
        (12, 5),
        (20, 19),
        (20, 20),
        (5, 40),
    ] {
        let played = photos(&STILL, "limited", albums, limit);
        let what = format!("{albums} under {limit}");
        assert_takes(
            &played,
            times(RTT, albums.div_ceil(limit)),
            &what,
        );
        assert_eq!(
            played.trace.peak_in_flight,
            albums.min(limit),
            "{what}"
        );
    }
}

#[test]
fn n_equal_requests_over_c_connections_take_n_over_c_rounds() {
    for (albums, connections) in [(1, 6), (6, 6), (7, 6), (18, 6), (19, 6), (5, 1), (10, 3)] {
        let network = Network {
            protocol: Protocol::Http1,
            connections: connections as u32,
            ..STILL
        };
        let played = photos(&network, "unlimited", albums, 1);
        let what = format!("{albums} over {connections}");
        assert_takes(
            &played,
            times(RTT, albums.div_ceil(connections)),
            &what,
        );
        assert_eq!(
            played.trace.peak_in_flight, albums,
            "{what}: the code sees them all"
        );
    }
}

/// A connection that is not kept costs two round trips more for each request, whoever waits for it.
#[test]
fn connections_that_are_not_kept_make_rounds_three_times_as_long() {
    let network = Network {
        protocol: Protocol::Http1,
        keep_alive: false,
        connections: 2,
        ..STILL
    };
    let played = photos(&network, "unlimited", 7, 1);
    assert_takes(&played, times(RTT, 3 * 4), "7 over 2");
}

#[test]
fn a_server_of_w_workers_serves_n_in_n_over_w_rounds() {
    let service = Nanos::from_millis(30);
    for (albums, workers) in [(6, 6), (7, 3), (10, 1)] {
        let network = Network {
            workers: workers as u32,
            service,
            ..STILL
        };
        let played = photos(&network, "unlimited", albums, 1);
        let expected = RTT + times(service, albums.div_ceil(workers));
        assert_takes(
            &played,
            expected,
            &format!("{albums} by {workers}"),
        );
    }
}

/// Graham's list scheduling: each job, in its order, goes to whoever is free first (Graham: Bounds on
/// Multiprocessing Timing Anomalies, 1969).
fn list_scheduling(jobs: &[Nanos], permits: usize) -> Nanos {
    let mut free: BinaryHeap<_> = (0..permits).map(|_| Reverse(Nanos::ZERO)).collect();
    let mut last = Nanos::ZERO;
    for job in jobs {
        let Reverse(start) = free.pop().expect("a permit");
        free.push(Reverse(start + *job));
        last = last.max(start + *job);
    }
    last
}

#[test]
fn a_limit_schedules_as_a_list_to_the_nanosecond() {
    for seed in 0..10 {
        let mut random = SplitMix64::new(seed);
        let micros: Vec<_> = (0..15).map(|_| 1 + random.below(1_000) as u64).collect();
        let paths: Vec<_> = (1..=15)
            .map(|album| format!("/photos?albumId={album}"))
            .collect();
        let scripts: Vec<_> = paths
            .iter()
            .map(String::as_str)
            .zip(micros.iter().map(|micros| Script::Answer(*micros, 0)))
            .collect();
        let jobs: Vec<_> = micros.iter().map(|micros| Nanos(micros * 1_000)).collect();
        for limit in [1, 2, 3, 7, 15, 16] {
            let text = limit.to_string();
            let params = [("albums", "1-15"), ("limit", text.as_str())];
            let played = play(
                &Scripted::new(&scripts),
                &plan("album-photos", "limited", &params),
            );
            assert_eq!(
                makespan(&played),
                list_scheduling(&jobs, limit),
                "seed {seed}, limit {limit}"
            );
        }
    }
}

/// The same over a network with jitter. How long each request takes is seen where it is alone, and it
/// takes as long under a limit: it meets the same luck in each variant.
#[test]
fn a_limit_schedules_as_a_list_over_the_network() {
    for seed in 0..3 {
        let network = Network {
            rtt: Nanos::from_millis(80),
            jitter: Nanos::from_millis(30),
            seed,
            ..STILL
        };
        let alone = photos(&network, "sequential", 12, 1);
        let jobs: Vec<_> = alone
            .trace
            .spans
            .iter()
            .filter_map(Span::duration)
            .collect();
        assert_eq!(
            makespan(&alone),
            Nanos(jobs.iter().map(|job| job.0).sum())
        );
        for limit in 1..=13 {
            let played = photos(&network, "limited", 12, limit);
            let (took, expected) = (
                makespan(&played),
                list_scheduling(&jobs, limit),
            );
            let apart = took.since(expected) + expected.since(took);
            assert!(
                apart < BODIES,
                "seed {seed}, limit {limit}: {took} for {expected}"
            );
        }
    }
}

/// What bytes take on a line of so many kilobits a second, alone.
fn download(bytes: u64, kbps: u32) -> f64 {
    bytes as f64 * 8.0 / f64::from(kbps)
}

fn bytes(trace: &Trace) -> Vec<u64> {
    trace.spans.iter().filter_map(|span| span.bytes).collect()
}

/// All bodies begin to come at once. While the smallest comes, all share the line; then the others do.
fn shared(bytes: &[u64], kbps: u32) -> Vec<f64> {
    let share = |own: u64| bytes.iter().map(|other| own.min(*other)).sum::<u64>();
    bytes
        .iter()
        .map(|own| download(share(*own), kbps))
        .collect()
}

#[test]
fn bodies_that_come_together_share_the_line() {
    for (albums, kbps) in [(1, 1_000), (3, 1_000), (10, 5_000), (25, 780)] {
        let network = Network { kbps, ..STILL };
        let together = photos(&network, "unlimited", albums, 1);
        let bytes = bytes(&together.trace);
        let expected = shared(&bytes, kbps);
        for (span, expected) in together.trace.spans.iter().zip(&expected) {
            let took = span.ended.expect("an end").since(RTT).as_millis_f64();
            assert!(
                (took - expected).abs() < 0.001,
                "{took} for {expected}"
            );
        }
        // In turn each has the line to itself: the line is no faster for it, but waits for round trips.
        let in_turn = makespan(&photos(
            &network,
            "sequential",
            albums,
            1,
        ))
        .as_millis_f64();
        let downloads: f64 = bytes.iter().map(|one| download(*one, kbps)).sum();
        let expected = times(RTT, albums).as_millis_f64() + downloads;
        assert!(
            (in_turn - expected).abs() < 0.001,
            "{in_turn} for {expected}"
        );
    }
}

#[test]
fn a_fresh_client_pays_two_round_trips_each_time_and_a_kept_one_once() {
    let http1 = Network {
        protocol: Protocol::Http1,
        ..STILL
    };
    let not_kept = Network {
        keep_alive: false,
        ..http1
    };
    // The network, and the round trips of n requests by new clients and by one.
    type Trips = fn(usize) -> [usize; 2];
    let cases: [(Network, Trips); 3] = [
        (STILL, |n| [3 * n, 2 + n]),
        (http1, |n| [3 * n, 2 + n]),
        (not_kept, |n| [3 * n, 3 * n]),
    ];
    for (network, trips) in cases {
        for posts in [1, 2, 6] {
            for (variant, trips) in ["fresh", "reused"].into_iter().zip(trips(posts)) {
                let list = format!("1-{posts}");
                let plan = plan(
                    "connection-reuse",
                    variant,
                    &[("posts", list.as_str())],
                );
                let what = format!("{variant}, {posts} posts, {network:?}");
                assert_takes(
                    &play_on(&network, &plan),
                    times(RTT, trips),
                    &what,
                );
            }
        }
    }
}

/// The window takes five. Who asks slowly enough is not refused.
#[test]
fn what_the_server_does_not_take_is_told_as_429() {
    let network = Network {
        rate_limit: Some(RateLimit {
            requests: 5,
            window: Nanos::from_millis(49),
        }),
        ..STILL
    };
    let refused = "Status code: 429";
    // The limit, and whether anything is refused among twelve: two at a time are ten within 50 ms.
    for (variant, limit, expected) in [
        ("unlimited", 1, Some(refused)),
        ("limited", 6, Some(refused)),
        ("limited", 2, Some(refused)),
        ("limited", 1, None),
        ("sequential", 1, None),
    ] {
        let played = photos(&network, variant, 12, limit);
        let error = played.result.err().map(|error| error.to_string());
        assert_eq!(
            error.as_deref(),
            expected,
            "{variant} {limit}"
        );
    }
    let params = [("posts", "1-12"), ("timeout", "1000")];
    let played = play_on(
        &network,
        &plan(
            "posts-with-timeout",
            "per-item",
            &params,
        ),
    );
    let answer = played.result.expect("a list");
    for place in 0..12 {
        let item = &answer[place];
        match place {
            0..5 => assert_eq!(item["id"], place + 1),
            _ => assert_eq!(item["error"], refused),
        }
    }
}
