//! What goes beyond one run, as the session does it, without a browser.
//!
//! - [`repeats`]: whole comparisons again and again, in wall and in virtual time.
//! - [`limits`]: every limit tried in virtual time.
//! - [`durations`]: a comparison's own durations, scheduled anew.
//! - [`budget`]: what all that may ask of the public API.

mod budget;
mod durations;
mod limits;
mod repeats;

use tandem::experiments::{Plan, routines};
use tandem::network::Network;
use tandem::state::modelled::{self, Modelled, World};
use tandem::time::Nanos;

use crate::page::Page;

/// Long enough for whatever happens.
const LONG: u64 = 10_000_000;

/// The plan of `page`'s experiment with what is chosen, left to right.
fn plan_of(page: &Page, repeat: u32) -> Plan {
    let settings = page.session.settings();
    Plan {
        experiment: settings.experiment,
        routines: routines(settings.experiment),
        values: settings.values,
        order: (0..settings.experiment.variants.len()).collect(),
        repeat,
    }
}

/// The variants of `page` over `network`, left to right, with the luck of `repeat`.
fn modelled(page: &Page, network: Network, repeat: u32) -> Vec<Modelled> {
    modelled::run(
        &*page.host,
        &World::Network(network),
        &plan_of(page, repeat),
    )
}

/// Graham's list scheduling: each job, in its order, goes to whoever is free first.
fn list_scheduling(jobs: &[Nanos], permits: usize) -> Nanos {
    let mut free = vec![Nanos::ZERO; permits];
    for job in jobs {
        let first = free.iter_mut().min().expect("a permit");
        *first = *first + *job;
    }
    free.into_iter().max().unwrap_or_default()
}
