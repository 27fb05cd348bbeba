//! The durations of the last comparison under other schedules, without another request.

use leptos::prelude::*;

use super::super::page::session;
use crate::format::millis;
use crate::state::modelled::Modelled;
use crate::state::{Comparison, Phase};
use crate::time::Nanos;

/// What was measured beside what the same durations give in every variant.
#[component]
pub(in crate::ui) fn Durations() -> impl IntoView {
    let session = session();
    let over = move || {
        session
            .comparison()
            .filter(|comparison| comparison.phase() == Phase::Done)
    };
    view! {
        {move || over().map(|comparison| view! { <DurationsCard comparison /> })}
    }
}

#[component]
fn DurationsCard(comparison: Comparison) -> impl IntoView {
    let session = session();
    let replayed = RwSignal::new(None);
    let kept = !comparison.kept().overflowed();
    let rows = move || {
        let (count, runs): (usize, Vec<Modelled>) = replayed.get()?;
        Some(view! { <Replayed comparison=comparison.clone() count runs /> })
    };
    view! {
        <section class="instrument" data-durations="" aria-labelledby="durations-title">
            <h2 id="durations-title">"Replay these durations"</h2>
            <p>
                "Every request as long as it was just measured to take, under each schedule: what is left of the \
                 difference is the schedule’s. In virtual time; nothing is sent."
            </p>
            {if kept {
                view! {
                    <div class="instrument__actions">
                        <button
                            class="quiet"
                            data-action="replay-durations"
                            on:click=move |_| replayed.set(session.replay_durations())
                        >
                            "Replay"
                        </button>
                    </div>
                }
                .into_any()
            } else {
                view! { <p>"The answers were more than this page keeps (16 MiB), so they cannot be replayed."</p> }.into_any()
            }}
            {rows}
        </section>
    }
}

#[component]
fn Replayed(comparison: Comparison, count: usize, runs: Vec<Modelled>) -> impl IntoView {
    let row = |(lane, run): (&crate::state::Lane, Modelled)| {
        let measured = lane.trace(|trace| trace.ended).flatten();
        let modelled = run.trace.ended.map_or("–".into(), millis);
        let modelled = if run.answered {
            modelled
        } else {
            format!("{modelled}, failed")
        };
        let ratio = measured
            .zip(run.makespan())
            .map_or("–".into(), |(measured, modelled)| {
                share(measured, modelled)
            });
        view! {
            <tr data-replayed=lane.name.to_string() data-ms=run.trace.ended.map(Nanos::as_millis_f64)>
                <th scope="row">{lane.title.to_string()}</th>
                <td>{measured.map_or("–".into(), millis)}</td>
                <td>{modelled}</td>
                <td>{ratio}</td>
            </tr>
        }
    };
    let rows: Vec<_> = comparison.lanes().iter().zip(runs).map(row).collect();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="The durations replayed">
            <table class="num instrument__figures">
                <thead>
                    <tr>
                        <th scope="col">"Variant"</th>
                        <th scope="col">"Measured"</th>
                        <th scope="col">"Modelled"</th>
                        <th scope="col">"Difference"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="instrument__aside">
            "Modelled from " {count} " durations; where a request was made more than once, the median of them. \
             Left out: contention for the server, a connection or bandwidth, and the page’s own work."
        </p>
    }
}

/// How far `modelled` lies from `measured`, in percent.
fn share(measured: Nanos, modelled: Nanos) -> String {
    if measured == Nanos::ZERO {
        return "–".into();
    }
    let percent = (modelled.0 as f64 / measured.0 as f64 - 1.0) * 100.0;
    format!("{percent:+.0} %")
}
