//! What is on all lanes at once: replay, the whole time with the part that is looked at, and which
//! requests are listed.

use leptos::prelude::*;

use super::icon::{Sign, sign};
use super::overview::Overview;
use super::page::{axis, session};
use super::sifting::Sifting;
use super::zoom;
use crate::format::millis;
use crate::state::Speed;
use crate::time::Nanos;

/// The bar between the verdict and the lanes.
#[component]
pub(super) fn TimeBar() -> impl IntoView {
    view! {
        <section class="time-bar" aria-label="Replay and time">
            <ReplayControls />
            <div class="time-bar__scale">
                <Overview />
                <Zoom />
            </div>
            <Sifting />
        </section>
    }
}

/// Play, step, scrub and speed: offered as soon as a comparison is over.
#[component]
pub(super) fn ReplayControls() -> impl IntoView {
    let session = session();
    let idle = move || session.replay_end().is_none();
    let toggle = move |_| {
        if session.is_playing() {
            session.pause();
        } else {
            session.play();
        }
    };
    let invitation = move || match (session.replay_end(), session.moment()) {
        (None, _) => "Replay all lanes side by side, once they have run".to_owned(),
        (Some(end), None) if end < Nanos::from_millis(1_000) => {
            format!(
                "All over in {}. Replay it slowly",
                millis(end)
            )
        }
        (Some(end), None) => format!("Replay {}", millis(end)),
        (Some(end), Some(moment)) => format!("{} of {}", millis(moment), millis(end)),
    };
    view! {
        <div class="replay">
            <button
                class="icon"
                data-action="replay"
                aria-disabled=move || idle().to_string()
                aria-label=move || if session.is_playing() { "Pause" } else { "Replay" }
                on:click=toggle
            >
                {move || sign(if session.is_playing() { Sign::Pause } else { Sign::Play })}
            </button>
            <button class="icon" data-action="step-back" aria-disabled=move || idle().to_string() aria-label="Previous event"
                title="Previous event" on:click=move |_| session.step(false)>
                {sign(Sign::Back)}
            </button>
            <button class="icon" data-action="step" aria-disabled=move || idle().to_string() aria-label="Next event"
                title="Next event" on:click=move |_| session.step(true)>
                {sign(Sign::Forward)}
            </button>
            <Scrubber />
            <span class="replay__moment num" data-moment=move || session.moment().map(Nanos::as_millis_f64)>
                {invitation}
            </span>
            <Speeds />
        </div>
    }
}

/// An arrow key moves the replay by one of so many steps.
const KEY_STEPS: u64 = 200;

/// The moment, by hand. While there is none, its ends are one, so that it does not move.
#[component]
fn Scrubber() -> impl IntoView {
    let session = session();
    let end = move || session.replay_end().unwrap_or_default();
    // In microseconds: the steps of a page's clock are no finer.
    let micros = |time: Nanos| time.0 / 1_000;
    let shown = move || micros(session.moment().unwrap_or_else(end));
    let step = move || micros(end()).div_ceil(KEY_STEPS).max(1);
    let seek = move |event| {
        if let Ok(at) = event_target_value(&event).parse::<u64>() {
            // The end need not lie on a step.
            let (step, end) = untrack(|| (step(), end()));
            let last = at + step > micros(end);
            session.seek(if last {
                end
            } else {
                Nanos(at.saturating_mul(1_000))
            });
        }
    };
    view! {
        <input
            class="replay__scrub"
            type="range"
            name="moment"
            min="0"
            prop:max=move || micros(end()).to_string()
            prop:step=move || step().to_string()
            prop:value=move || shown().to_string()
            aria-disabled=move || session.replay_end().is_none().to_string()
            aria-label="Moment of the replay"
            aria-valuetext=move || millis(session.moment().unwrap_or_else(end))
            on:input=seek
        />
    }
}

#[component]
fn Speeds() -> impl IntoView {
    let session = session();
    let chosen = move || session.settings().speed;
    let button = move |speed: Speed, label: &'static str| {
        view! {
            <button
                data-speed=speed.name()
                aria-pressed=move || (chosen() == speed).to_string()
                on:click=move |_| session.choose_speed(speed)
            >
                {label}
            </button>
        }
    };
    view! {
        <div class="seg" role="group" aria-label="Speed of the replay">
            {button(Speed::Fiftieth, "1⁄50×")}
            {button(Speed::Tenth, "1⁄10×")}
            {button(Speed::Quarter, "¼×")}
            {button(Speed::Full, "1×")}
        </div>
    }
}

/// Closer, further and all of it.
#[component]
fn Zoom() -> impl IntoView {
    let session = session();
    let whole = axis();
    let step = move |closer| zoom::step(closer, whole.get_untracked());
    // They stay where they are, and keep the focus.
    let whole_time = move || session.window().is_none().to_string();
    view! {
        <div class="zoom" role="group" aria-label="Part of the time">
            <button class="icon" data-action="zoom-out" aria-label="Show more time" title="Show more time"
                aria-disabled=whole_time on:click=move |_| step(false)>
                "−"
            </button>
            <button class="icon" data-action="zoom-in" aria-label="Show less time" title="Show less time"
                on:click=move |_| step(true)>
                "+"
            </button>
            <button class="quiet small" data-action="fit" aria-disabled=whole_time
                on:click=move |_| session.fit()>
                "Fit"
            </button>
        </div>
    }
}
