//! What the shapes and lines of a waterfall mean: only what is there to see.

use super::bars::{self, Kind, bars};
use super::drawing::{Area, Drawing, FAINT, MARGIN, WIDTH};
use super::panel::Panel;
use super::rows::MOST;
use super::words::width;
use crate::trace::Span;

/// A sign and its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    sign: Sign,
    meaning: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// A bar of these classes.
    Bar(&'static str, &'static str),
    /// A line of this class.
    Line(&'static str),
}

/// Draws the legend of `panels`, in as many lines as it needs.
pub(super) fn draw(drawing: &mut Drawing, panels: &[Panel]) {
    let mut x = MARGIN;
    drawing.y += FAINT.leading;
    for Entry { sign, meaning } in entries(panels) {
        let room = 20.0 + width(meaning, FAINT.size);
        if x > MARGIN && x + room > WIDTH - MARGIN {
            x = MARGIN;
            drawing.y += FAINT.leading;
        }
        self::sign(drawing, x, sign);
        drawing.text(x + 20.0, drawing.y, FAINT, meaning);
        x += room + 14.0;
    }
}

fn sign(drawing: &mut Drawing, x: f64, sign: Sign) {
    let y = drawing.y - 9.0;
    match sign {
        Sign::Bar(class, "wait") => {
            drawing.rect(
                Area {
                    x,
                    y: y + 4.0,
                    width: 14.0,
                    height: 3.0,
                },
                class,
                "wait",
            );
        }
        Sign::Bar(class, hue) => drawing.rect(
            Area {
                x,
                y,
                width: 14.0,
                height: 9.0,
            },
            class,
            hue,
        ),
        Sign::Line(class) => drawing.down(x + 7.0, y - 1.0, y + 11.0, class),
    }
}

/// What there is to see: resources, kinds of bars, lines.
fn entries(panels: &[Panel]) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut add = |sign, meaning| {
        let entry = Entry { sign, meaning };
        if !entries.contains(&entry) {
            entries.push(entry);
        }
    };
    let drawn = || {
        panels.iter().flat_map(|panel| {
            panel
                .run
                .trace
                .spans
                .iter()
                .take(MOST)
                .map(move |span| (panel, span))
        })
    };
    for (_, span) in drawn() {
        match bars::hue(&span.call.resource) {
            bars::NO_HUE => add(
                Sign::Bar(bars::NO_HUE, "ok"),
                "other requests",
            ),
            hue => add(Sign::Bar(hue, "ok"), hue),
        }
    }
    for (panel, span) in drawn() {
        for (kind, meaning) in meanings(panel, span) {
            add(
                Sign::Bar(bars::NO_HUE, kind.class()),
                meaning,
            );
        }
    }
    lines(panels, add);
    entries
}

fn meanings(panel: &Panel, span: &Span) -> Vec<(Kind, &'static str)> {
    let thin = panel.rows.text.is_none();
    let bars = bars(span, panel.now, panel.run.trace.ended);
    let seen = bars.into_iter().filter(|bar| match bar.kind {
        Kind::Wait => panel.scale.x(bar.to) - panel.scale.x(bar.from) >= 0.5,
        kind => !(thin && kind.is_phase()),
    });
    seen.filter_map(|bar| Some((bar.kind, bar.kind.meaning()?)))
        .collect()
}

fn lines(panels: &[Panel], mut add: impl FnMut(Sign, &'static str)) {
    if panels.iter().any(|panel| !panel.critical().is_empty()) {
        let thin = panels.iter().any(|panel| panel.rows.text.is_none());
        add(
            Sign::Bar(
                if thin { "ink" } else { "critical" },
                "",
            ),
            "critical path",
        );
    }
    if panels.iter().any(|panel| panel.floor.is_some()) {
        add(Sign::Line("floor"), "floor");
    }
    if panels.iter().any(|panel| !panel.others.is_empty()) {
        add(
            Sign::Line("other"),
            "the end of another run",
        );
    }
}
