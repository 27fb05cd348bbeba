//! `cargo bench --bench native`: how long the parts take natively that every run goes through.

#![allow(
    clippy::expect_used,
    clippy::disallowed_types,
    reason = "a benchmark that cannot go on ends"
)]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use futures::future::join_all;
use std::hint::black_box;
use std::time::Duration;
use tandem::engine::ports::Clock;
use tandem::engine::virtual_time::{VirtualClock, run};
use tandem::replica::Replica;
use tandem::time::Nanos;
use tandem::trace::critical_path::critical_path;
use tandem::trace::flight::Flight;
use tandem::trace::metrics::Metrics;
use tandem::trace::{CallSite, NewSpan, Outcome, Step, Trace};

/// How many requests a trace has.
const REQUESTS: [usize; 2] = [100, 10_000];
/// How many of them are in flight at once.
const PERMITS: usize = 16;

fn call(index: usize) -> NewSpan {
    NewSpan {
        method: "GET".into(),
        path: format!("/photos?albumId={index}"),
        url: format!("https://jsonplaceholder.typicode.com/photos?albumId={index}"),
        resource: "photos".into(),
        site: CallSite {
            file: "",
            line: 9,
            column: 5,
        },
    }
}

/// A trace of so many requests that take turns on the permits, made event by event.
fn trace(requests: usize) -> Trace {
    let mut trace = Trace::new(Nanos::ZERO);
    for index in 0..requests {
        let id = trace.queue(
            call(index),
            Nanos((index / PERMITS) as u64),
        );
        trace.take(
            id,
            Nanos((index / PERMITS) as u64),
            Step::Started,
        );
        // Whoever had the permit before has just ended.
        if let Some(before) = index.checked_sub(PERMITS - 1) {
            end(
                &mut trace,
                before,
                Nanos((index / PERMITS) as u64 + 1),
            );
        }
    }
    let last = Nanos((requests / PERMITS) as u64 + 1);
    for index in (requests + 1).saturating_sub(PERMITS)..requests {
        end(&mut trace, index, last);
    }
    trace.ended = Some(last);
    trace
}

fn end(trace: &mut Trace, index: usize, at: Nanos) {
    let id = trace.spans[index].id;
    for step in [
        Step::Responded { status: 200 },
        Step::Received { bytes: 9_000 },
        Step::Ended(Outcome::Ok),
    ] {
        assert!(trace.take(id, at, step), "a legal step");
    }
}

/// Sleepers that all wait at once, each until a time of its own.
fn sleepers(count: usize) {
    let clock = VirtualClock::new();
    let all = (0..count).map(|index| clock.sleep_until(Nanos(index as u64 * 7 % 1_000 + 1)));
    run(&clock, join_all(all)).expect("each sleep ends");
}

fn executor(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("executor");
    for count in REQUESTS {
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(
            BenchmarkId::new("sleepers", count),
            |bencher| {
                bencher.iter(|| sleepers(black_box(count)));
            },
        );
    }
    group.finish();
}

fn figures(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("trace");
    for count in REQUESTS {
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(
            BenchmarkId::new("events", count),
            |bencher| {
                bencher.iter(|| trace(black_box(count)));
            },
        );
        let trace = trace(count);
        group.bench_function(
            BenchmarkId::new("metrics", count),
            |bencher| {
                bencher.iter(|| Metrics::of(black_box(&trace)));
            },
        );
        group.bench_function(
            BenchmarkId::new("flight", count),
            |bencher| {
                bencher.iter(|| Flight::of(black_box(&trace)));
            },
        );
        group.bench_function(
            BenchmarkId::new("critical path", count),
            |bencher| {
                bencher.iter(|| critical_path(black_box(&trace)));
            },
        );
    }
    group.finish();
}

fn replica(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("replica");
    for path in [
        "/users/1",
        "/posts?userId=3",
        "/photos?albumId=1",
        "/posts?userId=3&_embed=comments",
    ] {
        group.bench_function(path, |bencher| {
            let replica = Replica::new();
            bencher.iter(|| replica.get(black_box(path)));
        });
        group.bench_function(format!("{path}, again"), |bencher| {
            let replica = Replica::new();
            bencher.iter(|| replica.answer(black_box(path)));
        });
    }
    group.finish();
}

criterion_group! {
    name = all;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(800))
        .without_plots();
    targets = executor, figures, replica
}
criterion_main!(all);
