//! Which limit? The makespan under every limit, and the smallest that is as good as the best.

use leptos::prelude::*;

use super::super::focus::hand_on;
use super::super::page::session;
use super::task_state;
use crate::axis::Axis;
use crate::experiments::{Limit, Value};
use crate::format::{millis, millis_number};
use crate::state::sweep::{DRAWS, Ground, Point, advised};
use crate::state::{Phase, Session, Sweep};
use crate::time::Nanos;

/// The drawing's own units, wide and high; text stands beside it, in the page's pixels.
const WIDTH: f64 = 400.0;
const HEIGHT: f64 = 150.0;

/// The search for the best limit, where the experiment has one.
#[component]
pub(in crate::ui) fn WhichLimit() -> impl IntoView {
    let session = session();
    let card = move || {
        session
            .experiment()
            .limit
            .map(|limit| view! { <SweepCard limit /> })
    };
    view! { {card} }
}

#[component]
fn SweepCard(limit: Limit) -> impl IntoView {
    let session = session();
    let measured = move || {
        session
            .comparison()
            .is_some_and(|comparison| comparison.phase() == Phase::Done)
    };
    let phase = move || {
        session.sweeping().map_or("idle", |sweep| {
            task_state(sweep.phase())
        })
    };
    view! {
        <section class="instrument" data-sweep=phase aria-labelledby="limit-title">
            <h2 id="limit-title">"Which limit?"</h2>
            <p>
                "The makespan under every limit from 1 to the number of requests, each tried "
                {DRAWS} " times in virtual time. Nothing is sent."
            </p>
            <div class="instrument__actions">
                <button class="quiet" data-action="sweep" on:click=move |_| session.sweep(Ground::Network)>
                    "On the modelled network"
                </button>
                <button
                    class="quiet"
                    data-action="sweep-measured"
                    aria-disabled=move || (!measured()).to_string()
                    title="Run the experiment first: its durations are what is tried"
                    on:click=move |_| if untrack(measured) { session.sweep(Ground::Measured) }
                >
                    "At the durations just measured"
                </button>
            </div>
            {move || session.sweeping().map(|sweep| view! { <Swept sweep limit /> })}
        </section>
    }
}

#[component]
fn Swept(sweep: Sweep, limit: Limit) -> impl IntoView {
    let points = {
        let sweep = sweep.clone();
        Memo::new(move |_| sweep.points())
    };
    let (active, ended) = (sweep.clone(), sweep.clone());
    let limits = sweep.limits();
    let ground = match sweep.ground() {
        Ground::Network => "Modelled, over the network above.",
        Ground::Measured => {
            "Modelled: each request takes as long as it was measured to, whatever else is under way. \
             Contention, for the server, a connection or bandwidth, is left out."
        }
    };
    let slices = move || sweep.slices();
    view! {
        <div data-slices=slices>
            <Show when=move || active.phase().is_active()>
                <div class="progress">
                    <progress max=limits value=move || points.with(Vec::len) aria-label="Limits tried"></progress>
                    <span class="num">{move || points.with(Vec::len)} " of " {limits} " limits"</span>
                    <StopSweep />
                </div>
            </Show>
            <div role="status" aria-atomic="true" data-sweep-advice="">
                {move || (!ended.phase().is_active()).then(|| advice(limit, &points.get()))}
            </div>
            <Chart points limits limit />
            <PointTable points />
            <p class="instrument__aside">{ground}</p>
        </div>
    }
}

/// It goes with the progress, and hands the focus on to where a search is begun.
#[component]
fn StopSweep() -> impl IntoView {
    hand_on(
        ".progress",
        ".instrument",
        "[data-action=sweep]",
    );
    let session = session();
    view! { <button class="quiet small" data-action="stop-sweep" on:click=move |_| session.stop_sweep()>"Stop"</button> }
}

/// The advice in a sentence, with its reason, and a button that takes it.
fn advice(limit: Limit, points: &[Point]) -> AnyView {
    let Some((enough, best)) = advised(points) else {
        return "No limit was tried to its end.".into_any();
    };
    let time = |point: Point| millis(Nanos::from_millis_f64(point.median));
    let words = if enough.limit == best.limit {
        format!(
            "{}: no smaller limit comes within 5 % of it.",
            time(enough)
        )
    } else {
        format!(
            "{}, within 5 % of the best ({} with {}). More permits buy next to nothing.",
            time(enough),
            time(best),
            best.limit
        )
    };
    view! {
        <p>
            <strong>"Limit " {enough.limit}</strong> ": median " {words} " "
            <UseLimit limit number=enough.limit />
        </p>
    }
    .into_any()
}

/// Takes the advice. What was tried is drawn anew then, and the focus goes on to where a search is begun.
#[component]
fn UseLimit(limit: Limit, number: u32) -> impl IntoView {
    hand_on(
        "[data-action=apply-limit]",
        ".instrument",
        "[data-action=sweep]",
    );
    let session = session();
    view! {
        <button
            class="quiet small"
            data-action="apply-limit"
            data-limit=number
            on:click=move |_| apply(session, limit, number)
        >
            "Use limit " {number}
        </button>
    }
}

fn apply(session: Session, limit: Limit, number: u32) {
    session.apply_limit(limit, Value::Number(number));
}

/// The median as a line, p10 to p90 as a band. A click on a limit applies it.
#[component]
fn Chart(points: Memo<Vec<Point>>, limits: u32, limit: Limit) -> impl IntoView {
    let session = session();
    let axis = Memo::new(move |_| {
        let longest = points.with(|all| all.iter().map(|point| point.p90).fold(1.0, f64::max));
        Axis::fitting(Nanos::from_millis_f64(longest))
    });
    let x = move |limit: u32| (f64::from(limit) - 0.5) / f64::from(limits) * WIDTH;
    let y =
        move |time: f64| HEIGHT - axis.get().percent(Nanos::from_millis_f64(time)) / 100.0 * HEIGHT;
    let path = move |read: fn(&Point) -> f64, back: bool| {
        let mut all: Vec<_> = points.with(|all| {
            all.iter()
                .map(|point| {
                    format!(
                        "{:.1},{:.1}",
                        x(point.limit),
                        y(read(point))
                    )
                })
                .collect()
        });
        if back {
            all.reverse();
        }
        all.join(" ")
    };
    let band = move || {
        format!(
            "{} {}",
            path(|point| point.p90, false),
            path(|point| point.p10, true)
        )
    };
    let chosen = move || match session.settings().values.get(limit.param.key) {
        Some(Value::Number(number)) if *number <= limits => Some(*number),
        _ => None,
    };
    let hits = move || {
        points.with(|all| {
            all.iter()
                .map(|point| {
                    let number = point.limit;
                    let width = WIDTH / f64::from(limits);
                    view! {
                        <rect
                            x=f64::from(number - 1) * width y="0" width=width height=HEIGHT class="chart__hit"
                            on:click=move |_| apply(session, limit, number)
                        >
                            <title>{format!("Limit {number}: {}", millis(Nanos::from_millis_f64(point.median)))}</title>
                        </rect>
                    }
                })
                .collect_view()
        })
    };
    let ticks = move || axis.get().ticks();
    view! {
        <figure class="chart" aria-label="Makespan by limit. The table below has every figure.">
            <div class="chart__y num" aria-hidden="true">
                {move || ticks().into_iter().map(|tick| view! {
                    <span style:bottom=format!("{}%", axis.get().percent(tick))>{millis_number(tick)}</span>
                }).collect_view()}
            </div>
            <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none" aria-hidden="true">
                {move || ticks().into_iter().map(|tick| {
                    let at = y(tick.as_millis_f64());
                    view! { <line class="chart__tick" x1="0" x2=WIDTH y1=at y2=at /> }
                }).collect_view()}
                <polygon class="chart__band" points=band />
                <polyline class="chart__line" points=move || path(|point| point.median, false) />
                {move || chosen().map(|number| view! {
                    <line class="chart__chosen" x1=x(number) x2=x(number) y1="0" y2=HEIGHT />
                })}
                {hits}
            </svg>
            <div class="chart__x num" aria-hidden="true">
                {shown_limits(limits).into_iter().map(|number| view! {
                    <span style:left=format!("{}%", x(number) / WIDTH * 100.0)>{number}</span>
                }).collect_view()}
            </div>
            <figcaption class="num">"Makespan in ms by limit; band from p10 to p90"</figcaption>
        </figure>
    }
}

/// About ten of them, from 1 to the last.
fn shown_limits(limits: u32) -> Vec<u32> {
    let step = limits.div_ceil(10).max(1);
    (1..=limits)
        .filter(|number| *number == 1 || number % step == 0)
        .collect()
}

#[component]
fn PointTable(points: Memo<Vec<Point>>) -> impl IntoView {
    let number = |time: f64| millis_number(Nanos::from_millis_f64(time));
    let row = move |point: Point| {
        view! {
            <tr data-point=point.limit>
                <th scope="row">{point.limit}</th>
                <td>{number(point.p10)}</td>
                <td>{number(point.median)}</td>
                <td>{number(point.p90)}</td>
            </tr>
        }
    };
    view! {
        <details class="instrument__table">
            <summary>"As a table"</summary>
            <div class="scroll" tabindex="0" role="region" aria-label="Limits as a table">
                <table class="num">
                    <thead>
                        <tr>
                            <th scope="col">"Limit"</th>
                            <th scope="col">"p10, ms"</th>
                            <th scope="col">"Median, ms"</th>
                            <th scope="col">"p90, ms"</th>
                        </tr>
                    </thead>
                    <tbody>{move || points.get().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn about_ten_limits_are_named() {
        assert_eq!(shown_limits(1), [1]);
        assert_eq!(
            shown_limits(10),
            (1..=10).collect::<Vec<_>>()
        );
        assert_eq!(
            shown_limits(100),
            [1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]
        );
        assert!(shown_limits(1_000).len() <= 12);
    }
}
