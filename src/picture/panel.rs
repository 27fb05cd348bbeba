//! One run in a waterfall: its name and figures, and a row a call.

use std::collections::HashSet;

use super::drawing::{BAD, Drawing, FAINT, HEADING, MARGIN, SIDE, TICK, Type, WIDTH};
use super::figures::figures;
use super::rows::{MOST, Rows};
use super::scale::Scale;
use super::words::shorten;
use crate::format::{millis_number, thousands};
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
}
