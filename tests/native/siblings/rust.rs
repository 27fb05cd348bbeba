//! A Rust variant, run over real sockets in wall time.

use super::Answer;
use crate::support::wall;
use std::cell::RefCell;
use std::rc::Rc;
use tandem::engine::recording::Recording;
use tandem::engine::runner::Finished;
use tandem::experiments::{self, Plan, Watcher, compare};
use tandem::trace::Trace;
use tokio::task::LocalSet;

/// What a run left behind.
pub(super) struct Run {
    /// Its answer.
    pub(super) result: Answer,
    /// Its trace, when everything it started had ended.
    pub(super) trace: Trace,
}

/// Runs the variant of `plan` against `base` to the end of everything that it starts.
pub(super) async fn run(base: &str, plan: &Plan) -> Run {
    let notes = Rc::new(Notes::default());
    let watcher: Rc<dyn Watcher> = Rc::<Notes>::clone(&notes);
    let environment = wall::environment(base);
    LocalSet::new()
        .run_until(compare(&environment, plan, &watcher))
        .await;
    let recording = notes.recording.take().expect("it began");
    Run {
        result: notes.result.take().expect("it ended"),
        trace: recording.trace().clone(),
    }
}

#[derive(Default)]
struct Notes {
    recording: RefCell<Option<Rc<Recording>>>,
    result: RefCell<Option<Answer>>,
}

impl Watcher for Notes {
    fn began(&self, _variant: usize, recording: &Rc<Recording>) {
        self.recording.replace(Some(Rc::clone(recording)));
    }

    fn handed(&self, _variant: usize, _answer: experiments::Answer) {}

    fn ended(&self, _variant: usize, finished: Finished<experiments::Answer>) {
        let result = finished.result.map(|answer| answer.json);
        self.result.replace(Some(
            result.map_err(|error| error.to_string()),
        ));
    }
}
