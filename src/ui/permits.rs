//! The permits of a limit: how many are in use, and who waits.

use leptos::prelude::*;

use super::lane::LaneHandle;
use super::page::session;
use crate::state::{LaneState, Reading};

/// More than this are a number, not a picture.
const DRAWN: usize = 24;

/// The permits of a variant whose calls need one.
#[component]
pub(super) fn Permits(lane: LaneHandle, reading: Memo<Reading>) -> impl IntoView {
    let session = session();
    let all = move || {
        let limit = session.experiment().limit?;
        let needs = lane
            .variant
            .is_some_and(|variant| variant.name == limit.variant);
        needs.then(|| session.settings().values.number(limit.param) as usize)
    };
    let counts = Memo::new(move |_| {
        reading.with(|reading| {
            (
                reading.metrics.in_flight,
                reading.metrics.waiting,
                reading.metrics.peak_in_flight,
            )
        })
    });
    let state = move || reading.with(|reading| reading.state);
    view! {
        {move || all().map(|all| {
            let words = move || {
                let (in_use, waiting, peak) = counts.get();
                words(state(), all, in_use, waiting, peak)
            };
            let in_use = move || counts.get().0;
            view! {
                <p class="permits num" data-permits=all data-in-use=in_use>
                    {(all <= DRAWN).then(|| view! {
                        <span class="permits__all" aria-hidden="true">
                            {(0..all).map(|place| view! { <i class:on=move || place < in_use()></i> }).collect_view()}
                        </span>
                    })}
                    <span>{words}</span>
                </p>
            }
        })}
    }
}

fn words(state: LaneState, all: usize, in_use: usize, waiting: usize, peak: usize) -> String {
    let permits = if all == 1 { "permit" } else { "permits" };
    match state {
        LaneState::Idle | LaneState::Waiting => format!("{all} {permits}"),
        LaneState::Running => format!("{in_use} of {all} {permits} in use, {waiting} waiting"),
        LaneState::Done | LaneState::Failed | LaneState::Cancelled => {
            format!("At most {peak} of {all} {permits} in use")
        }
    }
}
