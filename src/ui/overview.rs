//! The whole time at a glance: a strip a lane with its calls in flight, and the part that the lanes show.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;

use super::page::{axis, session, settled, window_axis};
use super::waterfall::{HEIGHT, outline, overview};
use super::zoom;
use crate::axis::Axis;
use crate::format::millis;
use crate::state::look::Window;
use crate::time::Nanos;

/// This near an end of the window, in pixels, a drag moves that end.
const EDGE: f64 = 8.0;

/// What a drag moves.
#[derive(Clone, Copy, PartialEq)]
enum Grip {
    Whole,
    Left,
    Right,
}

/// A drag: what it moves, where it began, and what was shown then.
#[derive(Clone, Copy)]
struct Drag {
    grip: Grip,
    from: f64,
    window: Window,
}

/// The strips, and over them the window, which can be dragged.
#[component]
pub(super) fn Overview() -> impl IntoView {
    let (session, whole, shown) = (session(), axis(), window_axis());
    let strip = NodeRef::<html::Div>::new();
    let drag = StoredValue::new(None::<Drag>);
    let share = move |event: &PointerEvent| {
        let rect = strip.get_untracked()?.get_bounding_client_rect();
        let width = rect.width().max(1.0);
        Some((
            (f64::from(event.client_x()) - rect.left()) / width,
            EDGE / width,
        ))
    };
    let down = move |event: PointerEvent| {
        let Some((at, edge)) = share(&event).filter(|_| event.button() == 0) else {
            return;
        };
        if let Some(strip) = strip.get_untracked() {
            // Without capture a drag ends at the strip's edge, and does no harm.
            drop(strip.set_pointer_capture(event.pointer_id()));
        }
        drag.set_value(Some(begin(
            at,
            edge,
            whole.get_untracked(),
            untrack(|| session.window()),
        )));
    };
    let moved = move |event: PointerEvent| {
        if let (Some(drag), Some((at, edge))) = (drag.get_value(), share(&event)) {
            // A click marks nothing.
            if drag.window.length() == Nanos::ZERO && (at - drag.from).abs() < edge {
                return;
            }
            let whole = whole.get_untracked();
            session.show_window(dragged(drag, at, whole), whole.to);
        }
    };
    // A click beside the window brings it there: who cannot drag goes so.
    let up = move |event: PointerEvent| {
        if let (Some(drag), Some((at, edge))) = (drag.get_value(), share(&event)) {
            let whole = whole.get_untracked();
            let clicked = (at - drag.from).abs() < edge;
            if clicked && drag.grip == Grip::Whole {
                session.show_window(dragged(drag, at, whole), whole.to);
            }
        }
        drag.set_value(None);
    };
    let key = move |event: KeyboardEvent| {
        // With these the keys are the browser's own.
        let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
        if plain && zoom::by_key(&event.key(), whole) {
            event.prevent_default();
        }
    };
    let percent = move |time: Nanos| whole.get().percent(time);
    let window = move || {
        let Axis { from, to, .. } = shown.get();
        Window { from, to }
    };
    let words = move || {
        format!(
            "{} to {}",
            millis(window().from),
            millis(window().to)
        )
    };
    view! {
        <div
            class="overview"
            node_ref=strip
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=up
            on:pointercancel=move |_| drag.set_value(None)
            on:dblclick=move |_| session.fit()
        >
            <Strips />
            <div
                class="overview__window"
                class:all=move || session.window().is_none()
                role="slider"
                tabindex="0"
                aria-label="Part of the time that is shown"
                aria-valuemin="0"
                aria-valuemax=move || whole.get().to.as_millis_f64().round()
                aria-valuenow=move || window().from.as_millis_f64().round()
                aria-valuetext=words
                title="Drag to move, its ends to zoom, or click where to go; + and − zoom, 0 shows all"
                style:left=move || format!("{}%", percent(window().from))
                style:width=move || format!("{}%", percent(window().to) - percent(window().from))
                on:keydown=key
            ></div>
            {move || session.moment().map(|moment| view! {
                <i class="overview__now" style:left=format!("{}%", percent(moment))></i>
            })}
        </div>
    }
}

/// A strip a lane.
#[component]
fn Strips() -> impl IntoView {
    let (settled, whole) = (settled(), axis());
    let strips = move || {
        let end = whole.get().to;
        settled.with(|all| {
            all.iter()
                .map(|settled| {
                    let parts = overview(&settled.flight, end);
                    let peak = parts.iter().copied().max().unwrap_or_default();
                    view! {
                        <svg viewBox=format!("0 0 {} {HEIGHT}", parts.len()) preserveAspectRatio="none" aria-hidden="true">
                            <path d=outline(&parts, peak) />
                        </svg>
                    }
                })
                .collect_view()
        })
    };
    view! { {strips} }
}

/// What a pointer that goes down at `at` moves. Outside the window, the window comes to it.
fn begin(at: f64, edge: f64, whole: Axis, window: Option<Window>) -> Drag {
    let of = |window: Window, grip| Drag {
        grip,
        from: at,
        window,
    };
    let Some(window) = window else {
        // Of the whole there is nothing to move: a drag marks what is to be shown.
        let moment = whole.moment(at);
        return of(
            Window {
                from: moment,
                to: moment,
            },
            Grip::Right,
        );
    };
    let (left, right) = (
        whole.percent(window.from) / 100.0,
        whole.percent(window.to) / 100.0,
    );
    if (at - left).abs() <= edge {
        of(window, Grip::Left)
    } else if (at - right).abs() <= edge {
        of(window, Grip::Right)
    } else if (left..right).contains(&at) {
        of(window, Grip::Whole)
    } else {
        let middle = left.midpoint(right);
        let length = window.length().0.max(1) as f64;
        let by = (at - middle) * whole.to.0 as f64 / length;
        of(window.moved(by, whole.to), Grip::Whole)
    }
}

/// The window when the pointer of `drag` has come to `at`.
fn dragged(drag: Drag, at: f64, whole: Axis) -> Window {
    let Window { from, to } = drag.window;
    let moment = whole.moment(at);
    let between = |one: Nanos, other: Nanos| Window {
        from: one.min(other),
        to: one.max(other),
    };
    match drag.grip {
        Grip::Whole => {
            let length = drag.window.length().0.max(1) as f64;
            let by = (at - drag.from) * whole.to.0 as f64 / length;
            drag.window.moved(by, whole.to)
        }
        Grip::Left => between(moment, to),
        Grip::Right => between(from, moment),
    }
    .zoomed(1.0, moment, whole.to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drag_moves_the_window_or_one_of_its_ends() {
        let ms = Nanos::from_millis;
        let whole = Axis::fitting(ms(1_000));
        let window = Some(Window {
            from: ms(200),
            to: ms(400),
        });
        // Where it goes down and where it ends, and what is shown then.
        for (from, to, shown) in [
            (0.3, 0.5, (400, 600)),
            (0.3, 0.0, (0, 200)),
            (0.2, 0.1, (100, 400)),
            (0.4, 0.9, (200, 900)),
            // Past the other end they change roles.
            (0.2, 0.6, (400, 600)),
            // Outside, the window comes first.
            (0.8, 0.8, (700, 900)),
            (0.8, 0.7, (600, 800)),
        ] {
            let drag = begin(from, 0.01, whole, window);
            let Window {
                from: left,
                to: right,
            } = dragged(drag, to, whole);
            assert_eq!(
                (left, right),
                (ms(shown.0), ms(shown.1)),
                "{from} to {to}"
            );
        }
        let marked = dragged(
            begin(0.25, 0.01, whole, None),
            0.75,
            whole,
        );
        assert_eq!(
            (marked.from, marked.to),
            (ms(250), ms(750))
        );
    }
}
