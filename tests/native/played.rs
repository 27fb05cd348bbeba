//! One variant, played over a scripted source in virtual time.

use std::cell::RefCell;
use std::rc::Rc;

use tandem::engine::recording::Recording;
use tandem::engine::runner::Finished;
use tandem::engine::virtual_time::run;
use tandem::experiments::{Answer, Experiment, Plan, Values, Watcher, compare, find};
use tandem::trace::Trace;

use crate::scripted::Scripted;

/// What a variant left behind.
pub(crate) struct Played {
    /// Its trace, when everything it started had ended.
    pub(crate) trace: Trace,
    /// Its answer as JSON, or its error's kind and message.
    pub(crate) result: Result<serde_json::Value, (String, String)>,
    /// What it handed to its caller before its end.
    pub(crate) handed: Vec<serde_json::Value>,
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
        values: values(experiment, params),
        order: vec![place.expect("a variant")],
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
    let notes = Rc::new(Notes::default());
    let watcher: Rc<dyn Watcher> = Rc::<Notes>::clone(&notes);
    run(
        &source.clock,
        compare(&source.environment(), plan, &watcher),
    )
    .expect("it ends");
    assert_eq!(
        source.clock.pending(),
        0,
        "a timer is left behind"
    );
    let finished = notes.finished.take().expect("it ended");
    let handed = notes.handed.take().into_iter().map(|answer| answer.json);
    Played {
        trace: notes.trace(),
        result: finished.result.map(|answer| answer.json).map_err(|error| {
            (
                error.kind().to_owned(),
                error.to_string(),
            )
        }),
        handed: handed.collect(),
    }
}

/// Keeps what a watcher is told.
#[derive(Default)]
pub(crate) struct Notes {
    recording: RefCell<Option<Rc<Recording>>>,
    handed: RefCell<Vec<Answer>>,
    finished: RefCell<Option<Finished<Answer>>>,
}

impl Notes {
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
}

impl Watcher for Notes {
    fn began(&self, _: usize, recording: &Rc<Recording>) {
        self.recording.replace(Some(Rc::clone(recording)));
    }

    fn handed(&self, _: usize, answer: Answer) {
        self.handed.borrow_mut().push(answer);
    }

    fn ended(&self, _: usize, finished: Finished<Answer>) {
        self.finished.replace(Some(finished));
    }
}
