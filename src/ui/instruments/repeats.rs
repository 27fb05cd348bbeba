//! Repeats: every makespan as a dot, the medians, and how sure their ratio is.

use leptos::prelude::*;

use super::super::focus::hand_on;
use super::super::page::session;
use super::task_state;
use crate::axis::Axis;
use crate::format::{millis, millis_number, thousands};
use crate::state::series::{Figures, sentence};
use crate::state::{Phase, Series};
use crate::time::Nanos;

/// The repeats that run or ran last.
#[component]
pub(in crate::ui) fn Repeats() -> impl IntoView {
    let session = session();
    let card = move || {
        session
            .series()
            .map(|series| view! { <SeriesCard series /> })
    };
    view! { {card} }
}

#[component]
fn SeriesCard(series: Series) -> impl IntoView {
    let variants = series.settings().experiment.variants;
    let figures = {
        let series = series.clone();
        Memo::new(move |_| {
            Figures::of(
                &series.repeats(),
                variants.len(),
                series.seed(),
            )
        })
    };
    let (heading, state, progress, conditions) = (
        series.clone(),
        series.clone(),
        series.clone(),
        series.clone(),
    );
    let titles: Vec<_> = variants.iter().map(|variant| variant.title).collect();
    let (spoken, drawn) = (titles.clone(), titles.clone());
    view! {
        <section class="instrument" data-series=move || task_state(state.phase()) aria-labelledby="repeats-title">
            <h2 id="repeats-title">{move || heading_of(&heading)}</h2>
            <Progress series=progress />
            <div role="status" aria-atomic="true" data-series-verdict="">
                {move || verdict(&series, &figures.get(), &spoken).into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
            </div>
            <Dots figures titles=drawn />
            <SeriesTable figures titles />
            <p class="instrument__aside">{move || conditions_of(&conditions, &figures.get())}</p>
        </section>
    }
}

fn heading_of(series: &Series) -> String {
    let (done, wanted) = (series.repeats().len(), series.wanted());
    match series.phase() {
        Phase::Done => format!("{done} repeats"),
        Phase::Stopped => format!("{done} of {wanted} repeats, then stopped"),
        Phase::WarmingUp | Phase::Running => format!("Repeating: {done} of {wanted}"),
    }
}

/// How far it is and how long it will take; nothing once it is over.
#[component]
fn Progress(series: Series) -> impl IntoView {
    let wanted = series.wanted();
    let active = {
        let series = series.clone();
        move || series.phase().is_active()
    };
    view! {
        <Show when=active>
            {
                let (done, left) = (series.clone(), series.clone());
                view! {
                    <div class="progress">
                        <progress max=wanted value=move || done.repeats().len() aria-label="Repeats"></progress>
                        <span class="num" data-time-left="">{move || time_left(&left)}</span>
                        <StopRepeats />
                    </div>
                }
            }
        </Show>
    }
}

/// It goes with the progress, and hands the focus on to where repeats are begun.
#[component]
fn StopRepeats() -> impl IntoView {
    hand_on(
        ".progress",
        "body",
        "[data-action=repeat]",
    );
    let session = session();
    view! { <button class="quiet small" data-action="stop-repeats" on:click=move |_| session.stop()>"Stop"</button> }
}

fn time_left(series: &Series) -> String {
    match series.time_left() {
        None => "warming up".into(),
        Some(left) => format!(
            "about {} s left",
            (left.as_millis_f64() / 1e3).ceil()
        ),
    }
}

/// What the repeats show, said once they are over.
fn verdict(series: &Series, figures: &Figures, titles: &[&str]) -> Vec<String> {
    if series.phase().is_active() {
        return Vec::new();
    }
    if figures.counted == 0 {
        return vec!["No repeat counts: there is nothing to compare.".into()];
    }
    let others = figures.ratios.iter().zip(&titles[1..]);
    others
        .filter_map(|(ratio, other)| {
            Some(sentence(
                ratio.as_ref()?,
                titles[0],
                other,
            ))
        })
        .collect()
}

/// How the figures came about, and what was left out of them.
fn conditions_of(series: &Series, figures: &Figures) -> String {
    let time = if series.virtual_time() {
        "in virtual time"
    } else {
        "in wall time"
    };
    let mut parts = vec![
        format!("{}, {time}", series.source().name()),
        format!(
            "whole comparisons in random order (seed {}), paired",
            series.seed()
        ),
    ];
    let left_out = [
        (
            figures.hidden,
            "left out: the page was hidden",
        ),
        (
            figures.held_up,
            "left out: the machine slept or the page was held up",
        ),
        (
            figures.failed,
            "left out: a variant failed",
        ),
    ];
    let left_out = left_out.iter().filter(|(count, _)| *count > 0);
    parts.extend(left_out.map(|(count, why)| format!("{count} {why}")));
    if series.wanted() < series.asked() {
        parts.push(format!(
            "{} and not {}: the budget of live requests allows no more in this minute",
            series.wanted(),
            series.asked()
        ));
    }
    parts.join(" · ")
}

/// A row a variant, a dot a repeat, a line at the median.
#[component]
fn Dots(figures: Memo<Figures>, titles: Vec<&'static str>) -> impl IntoView {
    let axis = Memo::new(move |_| {
        let longest =
            figures.with(|all| all.makespans.iter().flatten().copied().fold(1.0, f64::max));
        Axis::fitting(Nanos::from_millis_f64(longest))
    });
    let at = move |time: f64| {
        format!(
            "{}%",
            axis.get().percent(Nanos::from_millis_f64(time))
        )
    };
    let row = move |(place, title): (usize, &'static str)| {
        let dots = move || {
            let makespans = figures.with(|all| all.makespans[place].clone());
            makespans
                .into_iter()
                .map(|time| view! { <i style:left=at(time)></i> })
                .collect_view()
        };
        let median = move || figures.with(|all| all.medians[place]);
        view! {
            <li>
                <span class="dots__name">{title}</span>
                <span class="dots__track" data-dots=title>
                    {dots}
                    {move || median().map(|time| view! { <b style:left=at(time)></b> })}
                </span>
                <span class="dots__figure num">
                    {move || median().map(|time| millis(Nanos::from_millis_f64(time)))}
                </span>
            </li>
        }
    };
    view! {
        <figure class="dots" aria-label="Makespans of all repeats. The table below has every figure.">
            <ol aria-hidden="true">
                {titles.into_iter().enumerate().map(row).collect_view()}
                <li>
                    <span class="dots__name"></span>
                    <span class="dots__scale num">
                        {move || axis.get().ticks().into_iter().map(|tick| view! {
                            <span style:left=format!("{}%", axis.get().percent(tick))>{millis_number(tick)}</span>
                        }).collect_view()}
                    </span>
                    <span class="dots__figure num">"ms"</span>
                </li>
            </ol>
        </figure>
    }
}

#[component]
fn SeriesTable(figures: Memo<Figures>, titles: Vec<&'static str>) -> impl IntoView {
    let row = move |(place, title): (usize, &'static str)| {
        let of = move |read: fn(&[f64]) -> Option<f64>| {
            move || {
                let figure = figures.with(|all| read(&all.makespans[place]));
                figure.map_or("–".into(), |time| {
                    millis_number(Nanos::from_millis_f64(time))
                })
            }
        };
        let ratio = move || {
            let ratio =
                figures.with(|all| place.checked_sub(1).and_then(|other| all.ratios[other]));
            ratio.map_or("–".into(), |ratio| {
                match ratio.interval {
                    Some(interval) => format!(
                        "{:.2} ({:.2} to {:.2})",
                        ratio.ratio, interval.low, interval.high
                    ),
                    None => format!("{:.2}", ratio.ratio),
                }
            })
        };
        view! {
            <tr data-repeats-of=title>
                <th scope="row">{title}</th>
                <td>{move || thousands(figures.with(|all| all.makespans[place].len()) as u64)}</td>
                <td>{of(|all| all.iter().copied().reduce(f64::min))}</td>
                <td>{of(crate::engine::statistics::median)}</td>
                <td>{of(|all| all.iter().copied().reduce(f64::max))}</td>
                <td>{ratio}</td>
            </tr>
        }
    };
    let first = titles[0].to_ascii_lowercase();
    view! {
        <details class="instrument__table">
            <summary>"As a table"</summary>
            <div class="scroll" tabindex="0" role="region" aria-label="Repeats as a table">
                <table class="num">
                    <thead>
                        <tr>
                            <th scope="col">"Variant"</th>
                            <th scope="col">"Runs"</th>
                            <th scope="col">"Least, ms"</th>
                            <th scope="col">"Median, ms"</th>
                            <th scope="col">"Most, ms"</th>
                            <th scope="col">{format!("Ratio of {first}’s median to it (95 %)")}</th>
                        </tr>
                    </thead>
                    <tbody>{titles.into_iter().enumerate().map(row).collect_view()}</tbody>
                </table>
            </div>
        </details>
    }
}
