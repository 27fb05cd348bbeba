//! What a printed page says besides: parameters, source and date; and whether there is room for the code.

use leptos::prelude::*;

use super::page::{session, whole_readings};
use crate::experiments::Variant;
use crate::format::date_time;
use crate::state::{Comparison, Session, Tab};

/// The line that is printed below the question. On a screen, what it says stands elsewhere.
#[component]
pub(super) fn Report() -> impl IntoView {
    let session = session();
    view! { <p class="report">{move || line(session)}</p> }
}

fn line(session: Session) -> String {
    let params = session.experiment().params.iter();
    let mut parts: Vec<_> = params
        .map(|param| {
            format!(
                "{}: {}",
                param.label,
                session.text_of(param)
            )
        })
        .collect();
    match session.comparison() {
        Some(comparison) => parts.extend(when_and_where(&comparison)),
        None if session.prediction().traces.is_empty() => parts.push("Not run yet".into()),
        None => parts.push("Not run yet: predicted".into()),
    }
    parts.join(" · ")
}

fn when_and_where(comparison: &Comparison) -> [String; 2] {
    [
        format!("Source: {}", comparison.source().name()),
        format!(
            "Run on {}",
            date_time(comparison.started())
        ),
    ]
}

/// The most rows of a waterfall, which a sheet of paper has to hold. Tracked.
pub(super) fn rows(session: Session) -> usize {
    let made = whole_readings().with(|all| all.iter().map(|lane| lane.metrics.calls).max());
    // Where fewer were made than are predicted, there are rows for all the same.
    let traces = session.prediction().traces;
    let predicted = traces.iter().map(|trace| trace.spans.len()).max();
    let predicted = predicted.filter(|_| !session.is_opened());
    made.max(predicted).unwrap_or_default().max(1)
}

/// Whether the code that is open fits on the sheet below waterfalls of so many `rows`. Tracked.
pub(super) fn has_room_for_code(session: Session, rows: usize) -> bool {
    let variants = session.experiment().variants;
    let tab = session.settings().tab;
    let columns = columns(variants.len());
    let lines = variants
        .iter()
        .map(|variant| Some(lines(&widths(variant, tab)?, columns)));
    let longest = lines
        .collect::<Option<Vec<_>>>()
        .and_then(|all| all.into_iter().max());
    let room = if variants.len() > 2 {
        NARROW_ROOM
    } else {
        ROOM
    };
    longest.is_some_and(|lines| fits(rows, lines, room))
}

/// How many characters each line of the code has that the lanes show.
fn widths(variant: &Variant, tab: Tab) -> Option<Vec<usize>> {
    let known = |widths: &[u16]| Some(widths.iter().map(|width| usize::from(*width)).collect());
    match tab {
        Tab::Rust => {
            let lines = variant.code.rust.text.lines();
            Some(lines.map(|line| line.chars().count()).collect())
        }
        Tab::TypeScript => known(variant.code.typescript.widths),
        Tab::Python => known(variant.code.python.widths),
        Tab::Data => None,
    }
}

/// The characters that a line of code has room for at least, with so many lanes side by side: it is broken
/// between words.
const fn columns(lanes: usize) -> usize {
    if lanes > 2 { 30 } else { 50 }
}

/// How many lines there are once lines of these characters are broken at so many.
fn lines(widths: &[usize], columns: usize) -> usize {
    let broken = |width: &usize| width.div_ceil(columns).max(1);
    widths.iter().map(broken).sum()
}

/// The height of a row of a waterfall and of a line of code, and what is left on a sheet for them, in CSS
/// pixels: `style/print.css` has the same figures.
const ROW: usize = 15;
const MOST_ROWS: usize = 300;
const LINE: usize = 12;
const ROOM: usize = 366;
const NARROW_ROOM: usize = 256;

fn fits(rows: usize, lines: usize, room: usize) -> bool {
    (rows * ROW).min(MOST_ROWS) + lines * LINE <= room
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_code_and_many_rows_leave_no_room() {
        assert_eq!(lines(&[1, 0, 5], 3), 4);
        for (rows, lines, expected) in [
            (3, 12, true),
            (3, 60, false),
            (12, 12, true),
            (200, 5, true),
            (200, 30, false),
        ] {
            assert_eq!(
                fits(rows, lines, ROOM),
                expected,
                "{rows} rows, {lines} lines"
            );
        }
    }
}
