//! What the model alone says, worked out by the tests: the page's own variants in virtual time.

use std::cell::RefCell;
use std::rc::Rc;
use tandem::engine::ports::{Attention, Clock, Spawn};
use tandem::engine::recording::Recording;
use tandem::engine::runner::{Environment, Finished};
use tandem::engine::virtual_time::{VirtualClock, run};
use tandem::experiments::{Experiment, Loaded, Plan, Values, Watcher, compare, routines};
use tandem::network::Network;
use tandem::replica::transport::{BASE, ReplicaTransport};
use tandem::time::Nanos;
use tandem::trace::Trace;
use tandem::trace::evidence::Evidence;

/// What is expected of a variant.
#[derive(Debug)]
pub(crate) struct Predicted {
    pub(crate) variant: &'static str,
    /// The makespan in milliseconds.
    pub(crate) makespan: f64,
    /// How many calls are in the longest chain of dependent ones.
    pub(crate) chain: usize,
}

/// What a first run of `experiment` is expected to be, left to right: its parameters and the network are
/// those that nobody has to choose.
pub(crate) fn predicted(experiment: &'static Experiment) -> Vec<Predicted> {
    let order: Vec<_> = (0..experiment.variants.len()).collect();
    let traces = traces(&Plan {
        experiment,
        routines: routines(experiment),
        values: Values::defaults(experiment.params),
        order,
        repeat: 0,
    });
    let evidence = Evidence::of(&traces);
    let variants = experiment.variants.iter().zip(&traces);
    variants
        .map(|(variant, trace)| Predicted {
            variant: variant.name,
            makespan: trace.ended.expect("it ends").as_millis_f64(),
            chain: evidence.floor(trace).calls,
        })
        .collect()
}

/// The traces of `plan`'s runs in virtual time, in its order.
pub(crate) fn traces(plan: &Plan) -> Vec<Trace> {
    let clock = VirtualClock::new();
    let recordings = Rc::new(Recordings::default());
    let watcher: Rc<dyn Watcher> = Rc::<Recordings>::clone(&recordings);
    let environment = environment(&clock);
    let whole = compare(&environment, plan, &watcher);
    run(&clock, whole).expect("a comparison ends");
    let recordings = recordings.0.borrow();
    recordings
        .iter()
        .map(|recording| recording.trace().clone())
        .collect()
}

fn environment(clock: &VirtualClock) -> Environment {
    let (time, spawn): (Rc<dyn Clock>, Rc<dyn Spawn>) = (
        Rc::new(clock.clone()),
        Rc::new(clock.clone()),
    );
    let replica = ReplicaTransport::new(
        Rc::default(),
        Rc::clone(&time),
        Network::default(),
    );
    Environment {
        transport: Rc::new(replica),
        base: BASE.into(),
        clock: time,
        last_pool: Rc::default(),
        spawn,
        attention: Rc::new(Watched),
        timeline: None,
    }
}

/// The recordings of a comparison, in its order.
#[derive(Default)]
struct Recordings(RefCell<Vec<Rc<Recording>>>);

impl Watcher for Recordings {
    fn began(&self, _: usize, recording: &Rc<Recording>) {
        self.0.borrow_mut().push(Rc::clone(recording));
    }

    fn handed(&self, _: usize, _: Nanos, _: Loaded) {}

    fn ended(&self, _: usize, _: Finished<Loaded>) {}
}

/// A page that is never hidden.
struct Watched;

impl Attention for Watched {
    fn is_hidden(&self) -> bool {
        false
    }

    fn times_hidden(&self) -> u32 {
        0
    }
}
