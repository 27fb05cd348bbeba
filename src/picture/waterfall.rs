//! The waterfalls of all runs, one below the other on one time axis.

use super::drawing::{Drawing, FAINT, MARGIN, TEXT, TITLE, WIDTH};
use super::figures::{figures, reach};
use super::panel::{LABEL, Panel};
use super::rows::Rows;
use super::scale::Scale;
use super::{Caption, Colours, legend, svg};
use crate::record::{LaneState, Record, Run};
use crate::time::Nanos;
use crate::trace::evidence::{Evidence, Floor};

/// The room for notes that do not fit on the axis, right of the bars.
const END: f64 = 84.0;

/// Draws the requests of `record` over time, as an SVG file.
#[must_use]
pub fn waterfall(record: &Record, caption: &Caption, colours: Colours) -> String {
    let panels = panels(record);
    let title = format!("Waterfall: {}", caption.title);
    let each = panels.iter().map(|panel| {
        format!(
            "{}: {}.",
            panel.run.title,
            figures(panel.run, panel.floor)
        )
    });
    let description = each.collect::<Vec<_>>().join(" ");
    svg::write(
        &draw(&panels, caption),
        &title,
        &description,
        colours,
    )
}

pub(super) fn draw(panels: &[Panel], caption: &Caption) -> Drawing {
    let mut drawing = Drawing::new();
    drawing.paragraph(TITLE, &caption.title);
    drawing.paragraph(
        TEXT,
        &format!("{} {}", caption.headline, caption.about),
    );
    for panel in panels {
        drawing.space(16.0);
        panel.draw(&mut drawing);
    }
    drawing.space(8.0);
    legend::draw(&mut drawing, panels);
    drawing.rule();
    drawing.paragraph(FAINT, &caption.conditions.join(" · "));
    drawing
}

/// The runs with what all of them together say.
pub(super) fn panels(record: &Record) -> Vec<Panel<'_>> {
    let runs = &record.runs;
    let longest = runs.iter().map(reach).max().unwrap_or_default();
    let left = MARGIN + LABEL;
    let scale = Scale::fitting(
        longest,
        left,
        WIDTH - MARGIN - END - left,
    );
    let calls = runs.iter().map(|run| run.trace.spans.len()).max();
    let rows = Rows::of(calls.unwrap_or_default());
    let floors = floors(runs);
    let panel = |(place, (run, floor))| Panel {
        run,
        now: reach(run),
        scale,
        rows,
        floor,
        others: other_ends(runs, place),
    };
    runs.iter().zip(floors).enumerate().map(panel).collect()
}

/// The floor under each run that answered, once all have ended: before that the evidence is not complete.
pub(super) fn floors(runs: &[Run]) -> Vec<Option<Floor>> {
    let over = runs.iter().all(|run| run.state.has_ended());
    let evidence = over.then(|| Evidence::of(runs.iter().map(|run| &run.trace)));
    let floor = |run: &Run| {
        let evidence = evidence.as_ref().filter(|_| run.state == LaneState::Done)?;
        Some(evidence.floor(&run.trace)).filter(|floor| floor.calls > 0)
    };
    runs.iter().map(floor).collect()
}

fn other_ends(runs: &[Run], place: usize) -> Vec<Nanos> {
    let others = runs.iter().enumerate().filter(|(other, _)| *other != place);
    let ended = others.filter(|(_, run)| run.state.has_ended());
    ended.filter_map(|(_, run)| run.trace.ended).collect()
}
