//! A recorded run, made again in virtual time with an advice followed: by an executor, not by the rule.

use futures::future::join_all;
use tandem::engine::ports::Clock;
use tandem::engine::virtual_time::{VirtualClock, run};
use tandem::time::Nanos;
use tandem::trace::advice::{Advice, Kind};
use tandem::trace::{Span, Trace};

use super::program::{End, sleep};

/// Whether `b` still starts after `a` has ended when `advice` is followed.
pub(crate) fn kept(advice: &Advice, a: &Span, b: &Span) -> bool {
    let both = [a, b].iter().all(|span| advice.spans.contains(&span.id));
    let joined = advice.kind == Kind::Join && both && a.order.ended < Some(b.order.queued);
    a.ended_before(b) && !joined
}

/// How long the run of `trace` takes when `advice` is followed.
pub(crate) fn makespan(trace: &Trace, advice: &Advice) -> Nanos {
    let clock = VirtualClock::new();
    let ends: Vec<End> = trace.spans.iter().map(|_| End::default()).collect();
    let end_of = |span: &Span| &ends[span.id.0 as usize];
    let calls = trace.spans.iter().map(async |span| {
        let waits_for = trace.spans.iter().filter(|a| kept(advice, a, span));
        join_all(waits_for.map(|a| end_of(a).reached())).await;
        let (made, own) = own_time(trace, advice, span);
        clock.sleep_until(made).await;
        sleep(&clock, own).await;
        match answered_by(trace, advice, span) {
            Some(first) => end_of(first).reached().await,
            None => sleep(&clock, span.duration().expect("an end")).await,
        }
        end_of(span).reach();
    });
    run(&clock, join_all(calls)).expect("it ends");
    clock.now()
        + trace
            .ended
            .expect("an end")
            .since(last_end(trace, |_| true))
}

/// The call whose answer `span` takes instead of asking again.
fn answered_by<'t>(trace: &'t Trace, advice: &Advice, span: &Span) -> Option<&'t Span> {
    let alike = trace
        .spans
        .iter()
        .filter(|other| other.call.url == span.call.url);
    let first = alike.min_by_key(|other| other.order.started)?;
    let repeats = matches!(advice.kind, Kind::Repeats { .. }) && first.id != span.id;
    repeats.then_some(first)
}

/// When `span` may be made at the soonest, and what the code itself took before it started.
fn own_time(trace: &Trace, advice: &Advice, span: &Span) -> (Nanos, Nanos) {
    let joined = advice.kind == Kind::Join && advice.spans.contains(&span.id);
    let first = trace.span(advice.spans[0]).expect("a span");
    let made = if joined { first.queued } else { Nanos::ZERO };
    let before = last_end(trace, |a| a.ended_before(span)).max(made);
    (
        made,
        span.started.expect("a start").since(before),
    )
}

fn last_end(trace: &Trace, which: impl Fn(&Span) -> bool) -> Nanos {
    let ends = trace
        .spans
        .iter()
        .filter(|span| which(span))
        .filter_map(|span| span.ended);
    ends.max().unwrap_or_default()
}
