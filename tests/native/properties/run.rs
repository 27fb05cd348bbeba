//! A run of a random program over a random network, in virtual time.

use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;

use futures::future::select;
use proptest::prelude::*;
use tandem::engine::call::Caller;
use tandem::engine::ports::{Ask, Clock, Pool, Recorder, Transport};
use tandem::engine::recording::Recording;
use tandem::engine::tasks::Tasks;
use tandem::engine::virtual_time::{VirtualClock, run};
use tandem::network::{Network, Protocol, RateLimit};
use tandem::replica::transport::{BASE, ReplicaTransport};
use tandem::time::Nanos;
use tandem::trace::{NewSpan, SpanId, Step, Trace};

use super::program::{Around, Program};

/// What a run left behind.
pub(crate) struct Ran {
    pub(crate) trace: Trace,
    /// How often each span ended.
    pub(super) ends: Vec<u32>,
    /// The permits of each limit.
    pub(super) limits: Vec<usize>,
    /// Timers that are still set.
    pub(super) timers: usize,
    /// Who else still records.
    pub(super) recorders: usize,
    pub(super) clock: VirtualClock,
    pub(super) source: ReplicaTransport,
}

/// Runs `program` over `network` to the end of everything it starts.
pub(super) fn play(program: &Program, network: &Network, repeat: u32) -> Ran {
    play_until(
        Nanos(u64::MAX),
        program,
        network,
        repeat,
    )
}

/// The same, dropped when the clock says `end`.
pub(crate) fn play_until(end: Nanos, program: &Program, network: &Network, repeat: u32) -> Ran {
    let clock = VirtualClock::new();
    let source = ReplicaTransport::new(
        Rc::default(),
        Rc::new(clock.clone()),
        *network,
    );
    source.begin(repeat);
    let recorder = Rc::new(Strict::default());
    let limits = Rc::<RefCell<Vec<usize>>>::default();
    {
        let tasks = Rc::new(Tasks::new(Rc::new(clock.clone())));
        let around = Around {
            caller: caller(&clock, &source, &recorder),
            tasks: Rc::downgrade(&tasks),
            limits: Rc::clone(&limits),
            limit: None,
        };
        let whole = whole(
            program.clone(),
            around,
            &tasks,
            &recorder,
            &clock,
        );
        let cut = async { drop(select(pin!(whole), clock.sleep_until(end)).await) };
        run(&clock, cut).expect("each call has a time-out, so it ends");
    }
    Ran {
        trace: recorder.recording.trace().clone(),
        ends: recorder.ends.borrow().clone(),
        limits: limits.take(),
        timers: clock.pending(),
        recorders: Rc::strong_count(&recorder) - 1,
        clock,
        source,
    }
}

fn caller(clock: &VirtualClock, source: &ReplicaTransport, recorder: &Rc<Strict>) -> Caller {
    Caller {
        transport: Rc::new(source.clone()),
        clock: Rc::new(clock.clone()),
        recorder: Rc::<Strict>::clone(recorder),
        base: BASE.into(),
        pool: Pool::SHARED,
        last_pool: Rc::default(),
    }
}

async fn whole(
    program: Program,
    around: Around,
    tasks: &Tasks,
    recorder: &Strict,
    clock: &VirtualClock,
) {
    let _ = program.start(around).await;
    recorder.recording.end(clock.now());
    tasks.all_ended().await;
}

/// A recording that counts the ends of each span. That no step comes out of turn is the recording's own
/// assertion.
struct Strict {
    recording: Recording,
    ends: RefCell<Vec<u32>>,
}

impl Default for Strict {
    fn default() -> Self {
        Self {
            recording: Recording::new("random", Nanos::ZERO, None),
            ends: RefCell::default(),
        }
    }
}

impl Recorder for Strict {
    fn queue(&self, call: NewSpan, at: Nanos) -> SpanId {
        self.ends.borrow_mut().push(0);
        self.recording.queue(call, at)
    }

    fn record(&self, span: SpanId, at: Nanos, step: Step) {
        if matches!(step, Step::Ended(_)) {
            self.ends.borrow_mut()[span.0 as usize] += 1;
        }
        self.recording.record(span, at, step);
    }

    fn ask_later(&self, span: SpanId, ask: Ask) {
        self.recording.ask_later(span, ask);
    }
}

/// The numbers of a network, in the order of its fields.
type Numbers = (
    Nanos,
    Nanos,
    u32,
    Protocol,
    u32,
    bool,
    Nanos,
    u32,
    Option<RateLimit>,
    f64,
    u64,
);

/// The network of these numbers.
pub(crate) fn network(numbers: Numbers) -> Network {
    let (rtt, jitter, kbps, protocol, connections, keep_alive, ..) = numbers;
    let (.., service, workers, rate_limit, failures, seed) = numbers;
    Network {
        rtt,
        jitter,
        kbps,
        protocol,
        connections,
        keep_alive,
        service,
        workers,
        rate_limit,
        failures,
        seed,
    }
}

/// Networks of every kind, with and without luck.
pub(crate) fn networks() -> impl Strategy<Value = Network> {
    let millis = |most: u64| (0..=most).prop_map(Nanos::from_millis);
    let rate_limit = (1..=10_u32, 50..=2_000_u64).prop_map(|(requests, window)| RateLimit {
        requests,
        window: Nanos::from_millis(window),
    });
    let numbers = (
        millis(200),
        prop_oneof![1 => Just(Nanos::ZERO), 2 => millis(100)],
        100..=20_000_u32,
        prop_oneof![Just(Protocol::Http1), Just(Protocol::Http2)],
        1..=6_u32,
        any::<bool>(),
        millis(40),
        1..=4_u32,
        proptest::option::weighted(0.3, rate_limit),
        prop_oneof![1 => Just(0.0), 1 => 0.0..0.5],
        any::<u64>(),
    );
    numbers.prop_map(network)
}
