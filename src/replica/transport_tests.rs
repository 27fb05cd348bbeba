//! The source as the engine sees it: times to the nanosecond in virtual time.

use futures::future::join_all;

use super::*;
use crate::engine::ports::Pool;
use crate::engine::virtual_time::{VirtualClock, run};

const STILL: Network = Network {
    jitter: Nanos::ZERO,
    kbps: 10_000_000,
    ..crate::network::PRESETS[0].network()
};

fn source(network: &Network) -> (VirtualClock, ReplicaTransport) {
    let clock = VirtualClock::new();
    let source = ReplicaTransport::new(
        Rc::default(),
        Rc::new(clock.clone()),
        *network,
    );
    (clock, source)
}

fn request(path: &str, pool: Pool) -> Request {
    Request {
        url: format!("{BASE}{path}"),
        pool,
    }
}

/// The status of a GET of `path`, once its body is here.
async fn status(source: &ReplicaTransport, path: &str) -> u16 {
    let answer = source.send(request(path, Pool::SHARED)).await;
    let mut answer = answer.unwrap();
    while answer.body.next().await.is_some() {}
    answer.status
}

#[test]
fn each_pool_opens_one_connection() {
    let (clock, source) = source(&STILL);
    let ask = |pool| {
        let answer = run(
            &clock,
            source.send(request("/users/1", pool)),
        );
        let Timing::Known(phases) = answer.unwrap().unwrap().timing else {
            panic!("the replica knows")
        };
        (
            phases.connecting.as_millis_f64(),
            clock.now().as_millis_f64(),
        )
    };
    assert_eq!(ask(Pool::SHARED), (0.0, 80.0));
    assert_eq!(ask(Pool(1)), (160.0, 80.0 + 240.0));
    assert_eq!(ask(Pool(1)), (0.0, 400.0));
    assert_eq!(ask(Pool(2)), (160.0, 640.0));
}

#[test]
fn answers_come_with_their_status() {
    let (clock, source) = source(&STILL);
    let both = async {
        [
            status(&source, "/users/1").await,
            status(&source, "/users/11").await,
        ]
    };
    assert_eq!(run(&clock, both), Ok([200, 404]));
}

#[test]
fn many_at_once_leave_no_timer_behind() {
    let (clock, source) = source(&Network::default());
    let paths: Vec<_> = (1..=150).map(|id| format!("/todos/{id}")).collect();
    let all = join_all(paths.iter().map(|path| status(&source, path)));
    let statuses = run(&clock, all).unwrap();
    assert!(statuses.iter().all(|status| *status == 200));
    assert_eq!(clock.pending(), 0);
}

/// Whoever keeps watch may go at any time: somebody else takes over.
#[test]
fn who_gives_up_takes_nobody_along() {
    let (clock, source) = source(&STILL);
    for dropped in 0..3 {
        let began = clock.now();
        let mut calls: Vec<_> = (1..=3)
            .map(|id| {
                source.send(request(
                    &format!("/users/{id}"),
                    Pool::SHARED,
                ))
            })
            .collect();
        let rest = async {
            // Polled, so that all three are on their way.
            let mut all = join_all(calls.iter_mut());
            let _ = futures::poll!(&mut all);
            drop(all);
            drop(calls.remove(dropped));
            join_all(calls).await.len()
        };
        assert_eq!(run(&clock, rest), Ok(2));
        assert_eq!(
            clock.now().since(began),
            Nanos::from_millis(80),
            "without {dropped}"
        );
        assert_eq!(clock.pending(), 0);
    }
}

#[test]
fn the_same_seed_gives_the_same_times_and_a_repeat_others() {
    let time = |repeat| {
        let (clock, source) = source(&Network::default());
        source.begin(repeat);
        run(
            &clock,
            join_all(["/users/1", "/posts?userId=1"].map(|path| status(&source, path))),
        )
        .unwrap();
        clock.now()
    };
    assert_eq!(time(0), time(0));
    assert_ne!(time(0), time(1));
}

/// What came before does not slow what begins now.
#[test]
fn a_run_begins_on_a_network_of_its_own() {
    let (clock, source) = source(&Network {
        connections: 1,
        protocol: crate::network::Protocol::Http1,
        ..STILL
    });
    let mut left = source.send(request("/users/1", Pool::SHARED));
    let began = async {
        let _ = futures::poll!(&mut left);
        source.begin(0);
        status(&source, "/users/2").await
    };
    assert_eq!(run(&clock, began), Ok(200));
    assert!(
        clock.now() < Nanos::from_millis(81),
        "{}",
        clock.now()
    );
}
