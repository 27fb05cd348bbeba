//! One run in a waterfall: its name and figures, and a row a call.

use std::collections::HashSet;

use super::bars::{self, Bar, Kind, bars};
use super::drawing::{Area, BAD, Drawing, FAINT, HEADING, MARGIN, SIDE, TICK, Type, WIDTH};
use super::rows::{MOST, Rows};
use super::scale::Scale;
use super::words::{shorten, width};
use crate::format::{millis, millis_number, thousands};
use crate::record::{LaneState, Run};
use crate::time::Nanos;
use crate::trace::critical_path::critical_path;
use crate::trace::evidence::Floor;
use crate::trace::{Span, SpanId};

/// The room for labels, left of the bars.
pub(super) const LABEL: f64 = 156.0;

/// A run with what all of them together say about it.
pub(super) struct Panel<'r> {
    pub(super) run: &'r Run,
    /// What is open reaches to here.
    pub(super) now: Nanos,
    pub(super) scale: Scale,
    pub(super) rows: Rows,
    pub(super) floor: Option<Floor>,
    /// When the other runs ended.
    pub(super) others: Vec<Nanos>,
}

impl Panel<'_> {
    pub(super) fn draw(&self, drawing: &mut Drawing) {
        self.heading(drawing);
        if self.spans().is_empty() {
            return;
        }
        self.axis(drawing);
        let top = drawing.y;
        let bottom = top + self.spans().len() as f64 * self.rows.pitch;
        self.lines(drawing, top, bottom);
        let critical = self.critical();
        for (row, span) in self.spans().iter().enumerate() {
            self.row(
                drawing,
                top + row as f64 * self.rows.pitch,
                span,
                critical.contains(&span.id),
            );
        }
        drawing.y = bottom;
    }

    /// The calls that are drawn.
    fn spans(&self) -> &[Span] {
        let spans = &self.run.trace.spans;
        &spans[..spans.len().min(MOST)]
    }

    /// The calls that decided when the run ended, once nothing is open any more.
    pub(super) fn critical(&self) -> HashSet<SpanId> {
        let open = matches!(
            self.run.state,
            LaneState::Running | LaneState::Waiting
        );
        let path = (!open).then(|| critical_path(&self.run.trace));
        path.into_iter().flatten().collect()
    }

    fn heading(&self, drawing: &mut Drawing) {
        let (title, room) = (&self.run.title, WIDTH / 2.0 - MARGIN);
        let y = drawing.y + HEADING.size;
        drawing.text(
            MARGIN,
            y,
            HEADING,
            shorten(title, HEADING.size, room),
        );
        drawing.text(
            WIDTH - MARGIN,
            y,
            SIDE,
            figures(self.run, self.floor),
        );
        drawing.y += HEADING.leading;
        if let Some(error) = self
            .run
            .error
            .as_ref()
            .filter(|_| self.run.state == LaneState::Failed)
        {
            drawing.paragraph(BAD, &error.message);
        }
        let (all, drawn) = (
            self.run.trace.spans.len(),
            self.spans().len(),
        );
        if drawn < all {
            let (drawn, all) = (
                thousands(drawn as u64),
                thousands(all as u64),
            );
            drawing.paragraph(
                FAINT,
                &format!("The first {drawn} of {all} requests are drawn."),
            );
        }
        drawing.space(4.0);
    }

    fn axis(&self, drawing: &mut Drawing) {
        let y = drawing.y + TICK.size;
        for tick in self.scale.ticks() {
            drawing.text(
                self.scale.x(tick),
                y,
                TICK,
                millis_number(tick),
            );
        }
        let end = Type {
            class: "faint end",
            ..TICK
        };
        drawing.text(WIDTH - MARGIN, y, end, "ms");
        drawing.y += TICK.leading;
    }

    fn lines(&self, drawing: &mut Drawing, top: f64, bottom: f64) {
        for tick in self.scale.ticks() {
            drawing.down(self.scale.x(tick), top, bottom, "tick");
        }
        for end in &self.others {
            drawing.down(self.scale.x(*end), top, bottom, "other");
        }
        if let Some(floor) = self.floor {
            drawing.down(
                self.scale.x(floor.time),
                top,
                bottom,
                "floor",
            );
        }
    }

    fn row(&self, drawing: &mut Drawing, top: f64, span: &Span, critical: bool) {
        let bars = bars(span, self.now, self.run.trace.ended);
        let hue = bars::hue(&span.call.resource);
        let shown = bars
            .iter()
            .filter(|bar| self.rows.text.is_some() || !bar.kind.is_phase());
        for bar in shown {
            self.bar(drawing, top, bar, hue);
        }
        if critical {
            self.outline(drawing, top, &bars);
        }
        if let Some(size) = self.rows.text {
            self.words(drawing, top, span, &bars, size);
        }
    }

    fn bar(&self, drawing: &mut Drawing, top: f64, bar: &Bar, hue: &'static str) {
        let area = self.area(top, bar);
        match bar.kind {
            // Less than half a pixel is no wait.
            Kind::Wait if self.scale.x(bar.to) - self.scale.x(bar.from) < 0.5 => {}
            Kind::Wait => {
                let height = (self.rows.bar / 5.0).max(1.0);
                let y = area.y + (area.height - height) / 2.0;
                drawing.rect(
                    Area { y, height, ..area },
                    bars::NO_HUE,
                    bar.kind.class(),
                );
            }
            kind => drawing.rect(area, hue, kind.class()),
        }
    }

    /// Around the call's own bar; where rows are thin, a mark beside it.
    fn outline(&self, drawing: &mut Drawing, top: f64, bars: &[Bar]) {
        let own = bars
            .iter()
            .find(|bar| !bar.kind.is_phase() && bar.kind != Kind::Wait);
        let Some(own) = own else { return };
        let area = self.area(top, own);
        if self.rows.text.is_some() {
            drawing.rect(area.grown(1.4), "critical", "");
        } else {
            let x = self.scale.left() - 12.0;
            drawing.rect(
                Area {
                    x,
                    width: 8.0,
                    ..area
                },
                "ink",
                "",
            );
        }
    }

    fn area(&self, top: f64, bar: &Bar) -> Area {
        let x = self.scale.x(bar.from);
        Area {
            x,
            y: top + (self.rows.pitch - self.rows.bar) / 2.0,
            // What is there can be seen.
            width: (self.scale.x(bar.to) - x).max(if bar.kind.is_phase() { 1.0 } else { 2.0 }),
            height: self.rows.bar,
        }
    }

    fn words(&self, drawing: &mut Drawing, top: f64, span: &Span, bars: &[Bar], size: f64) {
        let set = Type {
            class: "",
            size,
            leading: 0.0,
        };
        let y = top + self.rows.pitch / 2.0 + size * 0.36;
        let label = bars::label(&span.call.path);
        drawing.text(
            MARGIN,
            y,
            set,
            shorten(&label, size, LABEL - 10.0),
        );
        let end = bars.iter().map(|bar| bar.to).max().unwrap_or_default();
        let ran_on = bars.iter().any(|bar| bar.kind == Kind::Orphan);
        let x = self.scale.x(end).max(self.scale.left() + 2.0) + 6.0;
        self.note(
            drawing,
            (x, y),
            set,
            bars::note(span, ran_on),
        );
    }

    /// The note, before the lines that pass behind it.
    fn note(&self, drawing: &mut Drawing, (x, y): (f64, f64), set: Type, note: String) {
        if note.is_empty() {
            return;
        }
        let ground = Area {
            x: x - 1.0,
            y: y - set.size * 0.8,
            width: width(&note, set.size),
            height: set.size,
        };
        drawing.rect(ground, "sheet", "");
        drawing.text(x, y, set, note);
    }
}

/// The last moment that is known of a run.
pub(super) fn reach(run: &Run) -> Nanos {
    let trace = &run.trace;
    let moments = |span: &Span| {
        [
            Some(span.queued),
            span.started,
            span.responded,
            span.received,
        ]
    };
    let known = trace.spans.iter().flat_map(moments).flatten();
    known.chain([trace.last()]).max().unwrap_or_default()
}

/// How a run went, in a line.
pub(super) fn figures(run: &Run, floor: Option<Floor>) -> String {
    let total = run.trace.ended.map(millis);
    let mut parts = vec![match (run.state, total) {
        (LaneState::Done, Some(total)) => total,
        (LaneState::Failed, Some(total)) => format!("failed after {total}"),
        (LaneState::Cancelled, Some(total)) => format!("stopped after {total}"),
        (LaneState::Done, None) => "done".into(),
        (LaneState::Failed, None) => "failed".into(),
        (LaneState::Cancelled, None) => "stopped".into(),
        (LaneState::Running, _) => "running".into(),
        (LaneState::Idle | LaneState::Waiting, _) => "not begun".into(),
    }];
    match run.trace.spans.len() {
        0 => {}
        1 => parts.push("1 request".into()),
        calls => parts.push(format!(
            "{} requests, {} at once",
            thousands(calls as u64),
            thousands(run.trace.peak_in_flight as u64)
        )),
    }
    parts.extend(floor.map(|floor| format!("floor {}", millis(floor.time))));
    parts.extend(run.hidden.then(|| "the page was hidden".into()));
    parts.join(" · ")
}
