//! A variant dropped at any of its await points leaves one outcome a span and no timer.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use tandem::engine::virtual_time::run;
use tandem::experiments::{EXPERIMENTS, compare};
use tandem::trace::Outcome;

use crate::played::{Notes, plan};
use crate::scripted::Scripted;

#[test]
fn dropped_anywhere_each_span_ends_once() {
    for experiment in EXPERIMENTS {
        for variant in experiment.variants {
            for polls in 0..60 {
                dropped(experiment.name, variant.name, polls);
            }
        }
    }
}

fn dropped(experiment: &str, variant: &str, polls: usize) {
    let source = Scripted::anything();
    let environment = source.environment();
    let (notes, watcher) = Notes::watching();
    let plan = plan(experiment, variant, &[]);
    let running = RefCell::new(Some(Box::pin(compare(
        &environment,
        &plan,
        &watcher,
    ))));
    let _ = run(
        &source.clock,
        drop_after(polls, &running),
    );
    drop(running);
    let what = format!("{experiment} {variant} dropped after {polls} polls");
    assert_eq!(
        source.clock.pending(),
        0,
        "{what}: a timer is left"
    );
    for span in &notes.trace().spans {
        assert!(
            span.outcome.is_some() && span.ended.is_some(),
            "{what}: {span:?}"
        );
        assert!(span.started.is_some() || span.outcome == Some(Outcome::Cancelled));
    }
    assert_eq!(
        notes.held_elsewhere(),
        0,
        "{what}: something still records"
    );
}

/// Polls the future in `running` so many times at most, then drops it.
async fn drop_after<F: Future + Unpin>(polls: usize, running: &RefCell<Option<F>>) {
    let mut left = polls;
    poll_fn(|cx| {
        let mut running = running.borrow_mut();
        let over = match running.as_mut() {
            Some(_) if left == 0 => true,
            Some(future) => Pin::new(future).poll(cx).is_ready(),
            None => true,
        };
        left = left.saturating_sub(1);
        if over {
            running.take();
            return Poll::Ready(());
        }
        Poll::Pending
    })
    .await;
}
