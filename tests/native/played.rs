//! One variant, played over a scripted source in virtual time, or over real sockets.

use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;

use futures::future::select;
use serde_json::Value;
use tandem::api::Error;
use tandem::engine::ports::Clock;
use tandem::engine::recording::Recording;
use tandem::engine::runner::{Environment, Finished};
use tandem::engine::virtual_time::{VirtualClock, run};
use tandem::experiments::{Experiment, Loaded, Plan, Values, Watcher, compare, find, routines};
use tandem::network::Network;
use tandem::replica::transport::{BASE, ReplicaTransport};
use tandem::time::Nanos;
use tandem::trace::{Disturbance, Trace};
use tokio::task::LocalSet;

use crate::scripted::Scripted;
use crate::support::wall;

/// What a variant left behind.
pub(crate) struct Played {
    /// Its trace, when everything it started had ended.
    pub(crate) trace: Trace,
    /// Its answer as JSON, or why there is none.
    pub(crate) result: Result<Value, Error>,
    /// What it handed to its caller before its end.
    pub(crate) handed: Vec<Value>,
    /// What disturbed it.
    pub(crate) disturbance: Option<Disturbance>,
}

/// What is to be run: one variant of an experiment, with `params` as links write them.
pub(crate) fn plan(experiment: &str, variant: &str, params: &[(&str, &str)]) -> Plan {
    let experiment = find(experiment).expect("an experiment");
    let place = experiment
        .variants
        .iter()
        .position(|each| each.name == variant);
    Plan {
        experiment,
        routines: routines(experiment),
        values: values(experiment, params),
        order: vec![place.expect("a variant")],
        repeat: 0,
    }
}

fn values(experiment: &'static Experiment, params: &[(&str, &str)]) -> Values {
    let mut values = Values::defaults(experiment.params);
    for (key, text) in params {
        let param = experiment
            .params
            .iter()
            .find(|param| param.key == *key)
            .expect("a parameter");
        values.set(key, param.parse(text).expect("a value"));
    }
    values
}

/// Plays `plan` over `source` to the end of everything it starts.
pub(crate) fn play(source: &Scripted, plan: &Plan) -> Played {
    play_in(
        &source.environment(),
        &source.clock,
        plan,
    )
}

/// The same over the replica behind `network`.
pub(crate) fn play_on(network: &Network, plan: &Plan) -> Played {
    let nothing = Scripted::new(&[]);
    let environment = nothing.environment();
    let source = ReplicaTransport::new(
        Rc::default(),
        Rc::clone(&environment.clock),
        *network,
    );
    let environment = Environment {
        transport: Rc::new(source),
        base: BASE.into(),
        ..environment
    };
    play_in(&environment, &nothing.clock, plan)
}

/// The same in an `environment` over `clock`.
pub(crate) fn play_in(environment: &Environment, clock: &VirtualClock, plan: &Plan) -> Played {
    let (notes, watcher) = Notes::watching();
    run(
        clock,
        compare(environment, plan, &watcher),
    )
    .expect("it ends");
    assert_eq!(
        clock.pending(),
        0,
        "a timer is left behind"
    );
    notes.played()
}

/// Plays `plan` over `source` and drops it when the clock says `end`; its trace then.
pub(crate) fn play_until(end: Nanos, source: &Scripted, plan: &Plan) -> Trace {
    let (notes, watcher) = Notes::watching();
    let environment = source.environment();
    let cut = async {
        let comparison = pin!(compare(&environment, plan, &watcher));
        select(
            comparison,
            source.clock.sleep_until(end),
        )
        .await;
    };
    run(&source.clock, cut).expect("it ends");
    assert_eq!(
        source.clock.pending(),
        0,
        "a timer is left behind"
    );
    drop(watcher);
    assert_eq!(
        notes.held_elsewhere(),
        0,
        "something still records"
    );
    notes.trace()
}

/// Plays `plan` against the server at `base`, over real sockets and in wall time, to the end of
/// everything it starts.
pub(crate) async fn play_at(base: &str, plan: &Plan) -> Played {
    let (notes, watcher) = Notes::watching();
    let environment = wall::environment(base);
    LocalSet::new()
        .run_until(compare(&environment, plan, &watcher))
        .await;
    notes.played()
}

/// The same, dropped as soon as `end` is there; its trace then.
pub(crate) async fn play_at_until(end: impl Future<Output = ()>, base: &str, plan: &Plan) -> Trace {
    let (notes, watcher) = Notes::watching();
    let environment = wall::environment(base);
    let tasks = LocalSet::new();
    let comparison = tasks.run_until(compare(&environment, plan, &watcher));
    select(pin!(comparison), pin!(end)).await;
    notes.trace()
}

/// Keeps what a watcher is told.
#[derive(Default)]
pub(crate) struct Notes {
    recording: RefCell<Option<Rc<Recording>>>,
    handed: RefCell<Vec<Loaded>>,
    finished: RefCell<Option<Finished<Loaded>>>,
}

impl Notes {
    /// New notes, and the same as the watcher that a comparison wants.
    pub(crate) fn watching() -> (Rc<Self>, Rc<dyn Watcher>) {
        let notes = Rc::<Self>::default();
        (Rc::clone(&notes), notes)
    }

    /// The trace as it is now; empty before the variant began.
    pub(crate) fn trace(&self) -> Trace {
        let recording = self.recording.borrow();
        recording
            .as_ref()
            .map(|recording| recording.trace().clone())
            .unwrap_or_default()
    }

    /// How many hold on to the recording beside these notes.
    pub(crate) fn held_elsewhere(&self) -> usize {
        self.recording.borrow().as_ref().map_or(0, |recording| {
            Rc::strong_count(recording) - 1
        })
    }

    fn played(&self) -> Played {
        let finished = self.finished.take().expect("it ended");
        let handed = self
            .handed
            .take()
            .into_iter()
            .map(|loaded| loaded.answer().json.value());
        Played {
            trace: self.trace(),
            result: finished.result.map(|loaded| loaded.answer().json.value()),
            handed: handed.collect(),
            disturbance: finished.disturbance,
        }
    }
}

impl Watcher for Notes {
    fn began(&self, _: usize, recording: &Rc<Recording>) {
        self.recording.replace(Some(Rc::clone(recording)));
    }

    fn handed(&self, _: usize, _: Nanos, loaded: Loaded) {
        self.handed.borrow_mut().push(loaded);
    }

    fn ended(&self, _: usize, finished: Finished<Loaded>) {
        self.finished.replace(Some(finished));
    }
}
