//! Which rows there are, and which of them are in view.

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::Element;

use super::super::lane::LaneHandle;
use super::super::page::session;
use crate::trace::SpanId;

/// The height of a row on a screen, in the page's own letters (`rem`), as the style sheet has it.
pub(in crate::ui) const ROW: f64 = 1.625;

/// Up to so many rows are all shown; more scroll.
const MOST_AT_ONCE: usize = 24;

/// How many rows are in view when they scroll.
const IN_VIEW: usize = 20;

/// The most rows that are printed.
const MOST_ON_PAPER: usize = 1_000;

/// How many rows above and below the view are in the document, so that scrolling meets no gap.
const OVERSCAN: usize = 4;

/// The calls of a lane that are listed, in order: those that were made, or before the first run those that
/// are predicted.
#[derive(Clone, Copy)]
pub(in crate::ui) struct Listed(Memo<Arc<Vec<SpanId>>>);

impl Listed {
    /// Those of `lane` that were made; before the first run, and in one where fewer were made, as many as
    /// are predicted, so that nothing below moves.
    pub(in crate::ui) fn of(lane: LaneHandle) -> Self {
        let session = session();
        let predicted = Memo::new(move |_| {
            let traces = session.prediction().traces;
            traces.get(lane.place).map_or(0, |trace| trace.spans.len())
        });
        let made = Self::made(lane);
        Self(Memo::new(move |_| {
            let rows = made.0.get();
            let whole = session.sieve().is_open() && !session.is_opened();
            let least = if whole { predicted.get() } else { 0 };
            if rows.len() < least {
                Arc::new(first(least))
            } else {
                rows
            }
        }))
    }

    /// Those of `lane` that were made.
    pub(in crate::ui) fn made(lane: LaneHandle) -> Self {
        let session = session();
        // While it runs, its length is all that changes from frame to frame.
        let count = Memo::new(move |_| lane.trace(|trace| trace.spans.len()).unwrap_or_default());
        Self(Memo::new(move |_| {
            let (count, sieve) = (count.get(), session.sieve());
            let sifted = (!sieve.is_open())
                .then(|| lane.trace(|trace| sieve.rows(trace)))
                .flatten();
            Arc::new(sifted.unwrap_or_else(|| first(count)))
        }))
    }

    /// How many there are. Tracked.
    pub(in crate::ui) fn len(self) -> usize {
        self.0.with(|rows| rows.len())
    }

    /// The call in row `index`. Tracked.
    pub(in crate::ui) fn get(self, index: usize) -> Option<SpanId> {
        self.0.with(|rows| rows.get(index).copied())
    }

    /// The row of a call. Tracked.
    pub(in crate::ui) fn row_of(self, id: SpanId) -> Option<usize> {
        self.0.with(|rows| {
            // Where nothing is sorted or left out, a call stands in the row of its number.
            let own = id.0 as usize;
            match rows.get(own) {
                Some(there) if *there == id => Some(own),
                _ => rows.iter().position(|row| *row == id),
            }
        })
    }
}

fn first(count: usize) -> Vec<SpanId> {
    (0..count as u32).map(SpanId).collect()
}

/// Which of many rows are in view: a list in an element that scrolls.
#[derive(Clone, Copy)]
pub(in crate::ui) struct Viewport {
    rows: Memo<usize>,
    /// Whether nothing scrolls: all rows are in the document, as far as paper has room for them.
    all: Signal<bool>,
    scrolled: RwSignal<f64>,
    first: Memo<usize>,
}

impl Viewport {
    /// A view of `listed`, at its top.
    pub(in crate::ui) fn of(listed: Listed) -> Self {
        let session = session();
        let all = Signal::derive(move || session.is_on_paper());
        let rows = Memo::new(move |_| {
            let rows = listed.len();
            if all.get() {
                rows.min(MOST_ON_PAPER)
            } else {
                rows
            }
        });
        let scrolled = RwSignal::new(0.0);
        let first = Memo::new(move |_| {
            let rows = rows.get();
            if all.get() {
                0
            } else {
                first_row(scrolled.get(), rows)
            }
        });
        Self {
            rows,
            all,
            scrolled,
            first,
        }
    }

    /// It was scrolled to so many rows.
    pub(in crate::ui) fn scroll_to(self, rows: f64) {
        self.scrolled.set(rows);
    }

    /// Whether there are more rows than are in view. Tracked.
    pub(in crate::ui) fn scrolls(self) -> bool {
        !self.all.get() && self.rows.get() > MOST_AT_ONCE
    }

    /// How many rows are in view. Tracked.
    pub(in crate::ui) fn in_view(self) -> usize {
        if self.scrolls() {
            IN_VIEW
        } else {
            self.rows.get()
        }
    }

    /// How many rows there are. Tracked.
    pub(in crate::ui) fn rows(self) -> usize {
        self.rows.get()
    }

    /// How many rows are in the document. Tracked.
    pub(in crate::ui) fn slots(self) -> usize {
        let rows = self.rows.get();
        if self.all.get() { rows } else { slots(rows) }
    }

    /// The first row in the document. Tracked.
    pub(in crate::ui) fn first(self) -> usize {
        self.first.get()
    }

    /// How many rows to scroll to so that row `index` is in view; `None` when it is.
    pub(in crate::ui) fn reveal(self, index: usize) -> Option<f64> {
        let (top, height) = untrack(|| {
            (
                self.scrolled.get(),
                self.in_view() as f64,
            )
        });
        let (above, below) = (index as f64, (index + 1) as f64);
        if above < top {
            Some(above)
        } else {
            (below > top + height).then_some(below - height)
        }
    }
}

/// The height of a row of `list` in CSS pixels: people choose the size of letters, and rows follow it.
pub(in crate::ui) fn row_height(list: &Element) -> f64 {
    let row = list
        .query_selector(".fall__row, tr[data-span]")
        .ok()
        .flatten();
    let height = row.map(|row| row.get_bounding_client_rect().height());
    height.filter(|height| *height > 0.0).unwrap_or(ROW * 16.0)
}

/// How many rows are in the document, of so many.
fn slots(rows: usize) -> usize {
    if rows > MOST_AT_ONCE {
        IN_VIEW + 2 * OVERSCAN
    } else {
        rows
    }
}

/// The first row in the document, of so many, when `scrolled` of them are above the view.
fn first_row(scrolled: f64, rows: usize) -> usize {
    let above = scrolled.max(0.0) as usize;
    above
        .saturating_sub(OVERSCAN)
        .min(rows - slots(rows).min(rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_in_view_are_in_the_document_and_few_more() {
        for (scrolled, rows, expected) in [
            (0.0, 0, 0..0),
            (0.0, 24, 0..24),
            (0.0, 25, 0..25),
            (0.0, 10_000, 0..28),
            (3.5, 10_000, 0..28),
            (100.0, 10_000, 96..124),
            (9_980.0, 10_000, 9_972..10_000),
            (1e9, 10_000, 9_972..10_000),
            (-5.0, 100, 0..28),
        ] {
            let first = first_row(scrolled, rows);
            assert_eq!(
                first..rows.min(first + slots(rows)),
                expected,
                "{scrolled} of {rows}"
            );
        }
    }
}
