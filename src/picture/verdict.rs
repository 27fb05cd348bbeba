//! The answer first, and all makespans on one axis.

use super::drawing::{
    Area, BAD, Drawing, FAINT, FIGURE, HEADLINE, MARGIN, TEXT, TICK, TITLE, Type, WIDTH,
};
use super::scale::Scale;
use super::waterfall::floors;
use super::words::shorten;
use super::{Caption, Colours, svg};
use crate::format::{millis, millis_number};
use crate::record::{LaneState, Record, Run};
use crate::time::Nanos;
use crate::trace::evidence::Floor;

/// The room for names, left of the bars.
const NAME: f64 = 156.0;
/// The room for figures, right of them.
const FIGURES: f64 = 110.0;
/// From one bar to the next, and the height of one.
const PITCH: f64 = 32.0;
const BAR: f64 = 18.0;

/// Draws what `record` came to, as an SVG file.
#[must_use]
pub fn verdict(record: &Record, caption: &Caption, colours: Colours) -> String {
    let Caption {
        title,
        headline,
        about,
        detail,
        ..
    } = caption;
    let description = format!("{headline} {about}. {detail}");
    svg::write(
        &draw(record, caption),
        title,
        &description,
        colours,
    )
}

pub(super) fn draw(record: &Record, caption: &Caption) -> Drawing {
    let about = Type {
        class: "strong",
        size: 17.0,
        leading: 25.0,
    };
    let mut drawing = Drawing::new();
    drawing.paragraph(TITLE, &caption.title);
    drawing.space(10.0);
    drawing.paragraph(HEADLINE, &caption.headline);
    drawing.paragraph(about, &caption.about);
    drawing.paragraph(TEXT, &caption.detail);
    drawing.space(14.0);
    race(&mut drawing, &record.runs, caption.best);
    drawing.space(4.0);
    reasons(&mut drawing, &record.runs);
    drawing.rule();
    drawing.paragraph(FAINT, &caption.conditions.join(" · "));
    drawing
}

fn race(drawing: &mut Drawing, runs: &[Run], best: Option<usize>) {
    let floors = floors(runs);
    let ends = runs.iter().filter_map(|run| run.trace.ended);
    let under = floors.iter().flatten().map(|floor| floor.time);
    let longest = ends.chain(under).max().unwrap_or_default();
    let left = MARGIN + NAME;
    let scale = Scale::fitting(
        longest,
        left,
        WIDTH - MARGIN - FIGURES - left,
    );
    for (place, (run, floor)) in runs.iter().zip(&floors).enumerate() {
        bar(
            drawing,
            scale,
            run,
            *floor,
            best == Some(place),
        );
    }
    drawing.y += TICK.leading;
    for tick in scale.ticks() {
        drawing.text(
            scale.x(tick),
            drawing.y - 4.0,
            TICK,
            millis_number(tick),
        );
    }
    if floors.iter().any(Option::is_some) {
        let x = MARGIN + 4.0;
        drawing.down(
            x,
            drawing.y - 16.0,
            drawing.y - 2.0,
            "floor",
        );
        drawing.text(
            x + 10.0,
            drawing.y - 4.0,
            FAINT,
            "floor",
        );
    }
}

/// Why runs failed.
fn reasons(drawing: &mut Drawing, runs: &[Run]) {
    for run in runs.iter().filter(|run| run.state == LaneState::Failed) {
        if let Some(error) = &run.error {
            drawing.paragraph(
                BAD,
                &format!("{}: {}", run.title, error.message),
            );
        }
    }
}

fn bar(drawing: &mut Drawing, scale: Scale, run: &Run, floor: Option<Floor>, best: bool) {
    let top = drawing.y + (PITCH - BAR) / 2.0;
    let base = top + BAR - 4.0;
    let area = |to: f64| Area {
        x: scale.left(),
        y: top,
        width: to - scale.left(),
        height: BAR,
    };
    let name = shorten(&run.title, TEXT.size, NAME - 12.0);
    drawing.text(MARGIN, base, TEXT, name);
    drawing.rect(area(scale.right()), "track", "");
    if let Some(total) = run.trace.ended {
        // What took no time is there all the same.
        let to = scale.x(total).max(scale.left() + 2.0);
        drawing.rect(area(to), grade(run.state, best), "");
    }
    if let Some(floor) = floor {
        let x = scale.x(floor.time);
        drawing.down(x, top, top + BAR, "halo");
        drawing.down(x, top - 3.0, top + BAR + 3.0, "floor");
    }
    drawing.text(
        WIDTH - MARGIN,
        base,
        FIGURE,
        figure(run.state, run.trace.ended),
    );
    drawing.y += PITCH;
}

const fn grade(state: LaneState, best: bool) -> &'static str {
    match state {
        LaneState::Failed => "lost",
        _ if best => "win",
        _ => "plain",
    }
}

fn figure(state: LaneState, total: Option<Nanos>) -> String {
    match (state, total) {
        (LaneState::Failed, _) => "failed".into(),
        (LaneState::Cancelled, _) => "stopped".into(),
        (_, Some(total)) => millis(total),
        (_, None) => "–".into(),
    }
}
