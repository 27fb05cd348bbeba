//! Virtual time in the page beside the same natively: “Which limit?” over fifty albums.

use crate::ratio;
use crate::scenario::{Page, alone};
use crate::table::Row;
use crate::virtual_time::Seen;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Instant;
use tandem::engine::recording::Recording;
use tandem::engine::runner::{Environment, Finished};
use tandem::engine::virtual_time::{VirtualClock, run};
use tandem::experiments::{Loaded, Plan, Value, Values, Watcher, compare, find, routines};
use tandem::network::Network;
use tandem::replica::Replica;
use tandem::replica::transport::{BASE, ReplicaTransport};
use tandem::state::sweep::DRAWS;
use tandem::time::Nanos;

const ALBUMS: u32 = 50;
const PAIRS: usize = 10;
const GOAL: f64 = 4.0;

/// Tries all limits, and tells how long that took and how many were tried.
const SWEEP: &str = "
    const card = document.querySelector('[data-sweep]');
    const over = (wanted) => new Promise((resolve) => {
        const look = () => {
            if (card.dataset.sweep !== wanted) return;
            observer.disconnect();
            resolve();
        };
        const observer = new MutationObserver(look);
        observer.observe(card, { attributes: true, attributeFilter: ['data-sweep'] });
        look();
    });
    const began = performance.now();
    card.querySelector('[data-action=sweep]').click();
    return over('running').then(() => over('done')).then(() =>
        [performance.now() - began, document.querySelectorAll('[data-point]').length]);";

/// Notes the calls of a run.
#[derive(Default)]
struct Calls {
    recording: Cell<Option<Rc<Recording>>>,
}

impl Watcher for Calls {
    fn began(&self, _: usize, recording: &Rc<Recording>) {
        self.recording.set(Some(Rc::clone(recording)));
    }

    fn handed(&self, _: usize, _: Nanos, _: Loaded) {}

    fn ended(&self, _: usize, finished: Finished<Loaded>) {
        assert!(finished.result.is_ok());
    }
}

/// Milliseconds that it takes to try all limits natively, as the page does.
fn natively(replica: &Rc<Replica>) -> f64 {
    let experiment = find("album-photos").expect("an experiment");
    let place = experiment
        .variants
        .iter()
        .position(|variant| variant.name == "limited");
    let mut values = Values::defaults(experiment.params);
    values.set(
        "albums",
        Value::Numbers((1..=ALBUMS).collect()),
    );
    let mut plan = Plan {
        experiment,
        routines: routines(experiment),
        values,
        order: place.into_iter().collect(),
        repeat: 0,
    };
    let began = Instant::now();
    let mut calls = 0;
    for limit in 1..=ALBUMS {
        plan.values.set("limit", Value::Number(limit));
        for draw in 0..DRAWS {
            plan.repeat = draw;
            calls += one_run(replica, &plan);
        }
    }
    let took = began.elapsed();
    assert_eq!(calls, ALBUMS * DRAWS * ALBUMS);
    took.as_secs_f64() * 1e3
}

fn one_run(replica: &Rc<Replica>, plan: &Plan) -> u32 {
    let clock = VirtualClock::new();
    let environment = Environment {
        transport: Rc::new(ReplicaTransport::new(
            Rc::clone(replica),
            Rc::new(clock.clone()),
            Network::default(),
        )),
        base: BASE.into(),
        clock: Rc::new(clock.clone()),
        spawn: Rc::new(clock.clone()),
        last_pool: Rc::default(),
        attention: Rc::new(Seen),
        timeline: None,
    };
    let calls = Rc::<Calls>::default();
    let watcher: Rc<dyn Watcher> = Rc::<Calls>::clone(&calls);
    run(
        &clock,
        compare(&environment, plan, &watcher),
    )
    .expect("each call ends");
    let recording = calls.recording.take().expect("a run");
    // As the page does to find the makespan.
    let trace = recording.trace().clone();
    trace.spans.len() as u32
}

async fn in_page(page: &Page) -> f64 {
    let seen = page.browser.js(SWEEP).await;
    assert_eq!(
        seen[1].as_u64(),
        Some(u64::from(ALBUMS)),
        "the limits that were tried"
    );
    seen[0].as_f64().expect("milliseconds")
}

/// The page beside native.
pub(crate) async fn rows() -> Vec<Row> {
    let replica = Rc::<Replica>::default();
    let mut pairs = Vec::new();
    alone(None, async |page| {
        let query = format!("?source=replica&experiment=album-photos&albums=1-{ALBUMS}");
        page.open(&query).await;
        // Both have run before any of them counts.
        in_page(page).await;
        natively(&replica);
        for pair in 0..PAIRS {
            if pair % 2 == 0 {
                let wasm = in_page(page).await;
                pairs.push((wasm, natively(&replica)));
            } else {
                let native = natively(&replica);
                pairs.push((in_page(page).await, native));
            }
        }
    })
    .await;
    let what = "Virtual time: “Which limit?” over 50 albums, in the page / native";
    let way = format!(
        "{PAIRS} pairs in turn, order alternating; {} requests in {} runs each, natively \
         optimised for speed, though not across crates, and the page for size; in the page with its pauses and its drawing",
        ALBUMS * DRAWS * ALBUMS,
        ALBUMS * DRAWS
    );
    vec![ratio::row(what, GOAL, &pairs).taken(&way)]
}
