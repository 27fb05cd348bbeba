//! One call in a waterfall: its label, its bars, and the word behind them.

use super::bars::{self, Bar, Kind, bars};
use super::drawing::{Area, Drawing, MARGIN, Type};
use super::panel::{LABEL, Panel};
use super::words::{shorten, width};
use crate::trace::Span;

impl Panel<'_> {
    /// Draws `span` from `top` down.
    pub(super) fn row(&self, drawing: &mut Drawing, top: f64, span: &Span, critical: bool) {
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
