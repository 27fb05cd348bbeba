//! A call is lazy, and knows where it stands in the file that is shown.

use tandem::api::{Client, UserId};
use tandem::engine::ports::Clock;
use tandem::engine::virtual_time::run;
use tandem::experiments::EXPERIMENTS;
use tandem::experiments::sources::Code;
use tandem::time::Nanos;
use tandem::trace::{Outcome, Span};

use crate::played::{plan, play};
use crate::scripted::Script::Answer;
use crate::scripted::Scripted;

/// A call that was made and never polled is queued, never started, and cancelled.
#[test]
fn a_call_is_lazy() {
    let source = Scripted::new(&[]);
    let environment = source.environment();
    let recording = environment.begin("lazy");
    let client = Client::new(environment.caller(&recording));
    drop(client.user(UserId(1)));
    let trace = recording.trace();
    let span = &trace.spans[0];
    assert_eq!(
        (span.started, span.outcome),
        (None, Some(Outcome::Cancelled))
    );
}

/// Made at one time and polled at another, it is queued at the first and started at the second.
#[test]
fn a_call_starts_when_it_is_polled() {
    let source = Scripted::new(&[("/users/1", Answer(10, 0))]);
    let environment = source.environment();
    let recording = environment.begin("lazy");
    let client = Client::new(environment.caller(&recording));
    let later = async {
        let call = client.user(UserId(1));
        source.clock.sleep_until(Nanos(5_000)).await;
        call.await
    };
    run(&source.clock, later).expect("it ends").expect("a user");
    let trace = recording.trace();
    let span = &trace.spans[0];
    assert_eq!(
        (span.queued, span.started),
        (Nanos::ZERO, Some(Nanos(5_000)))
    );
    assert_eq!(span.ended, Some(Nanos(15_000)));
}

/// Each span carries the place in the shown file where its call stands.
#[test]
fn spans_know_their_lines() {
    for experiment in EXPERIMENTS {
        for variant in experiment.variants {
            let played = play(
                &Scripted::anything(),
                &plan(experiment.name, variant.name, &[]),
            );
            assert!(!played.trace.spans.is_empty());
            for span in &played.trace.spans {
                assert_stands(span, variant.code);
            }
        }
    }
}

fn assert_stands(span: &Span, code: &Code) {
    let site = span.call.site;
    assert_eq!(
        site.file.replace('\\', "/"),
        code.rust.path
    );
    let line = code.rust.text.lines().nth(site.line as usize - 1);
    let call = &line.expect("a line")[site.column as usize - 1..];
    assert!(
        call.starts_with(method(&span.call.path)),
        "{:?} stands at {call:?}",
        span.call.path
    );
}

/// The client's method that asks for `path`.
fn method(path: &str) -> &'static str {
    let methods = [
        ("/users/", "user("),
        ("/users", "users("),
        ("/posts?", "posts_by("),
        ("/posts/", "post("),
        ("/comments?", "comments_on("),
        ("/todos?", "todos_of("),
        ("/albums?", "albums_of("),
        ("/photos?", "photos_in("),
    ];
    let found = methods.iter().find(|(start, _)| path.starts_with(start));
    found.expect("a path of the client").1
}
