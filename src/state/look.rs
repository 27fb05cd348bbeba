//! What of a comparison is looked at: which part of the time, which requests, which one of them.

use leptos::prelude::*;

use super::session::Session;
use crate::sorting::sort_by_key;
use crate::time::Nanos;
use crate::trace::{Outcome, Span, SpanId, Trace};

/// What is looked at, and how.
#[derive(Clone, Copy, Default)]
pub(super) struct Look {
    window: RwSignal<Option<Window>>,
    selected: RwSignal<Option<Selection>>,
    sieve: RwSignal<Sieve>,
    /// Whether it is laid out for paper.
    on_paper: RwSignal<bool>,
}

impl Look {
    /// Looks at all of it again.
    pub(super) fn clear(self) {
        self.window.set(None);
        self.selected.set(None);
        self.sieve.set(Sieve::default());
    }
}

/// A part of the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Its left end.
    pub from: Nanos,
    /// Its right end.
    pub to: Nanos,
}

/// No window is narrower: clocks do not tell less apart.
const NARROWEST: Nanos = Nanos(50_000);

impl Window {
    /// From zero to `whole`.
    #[must_use]
    pub const fn whole(whole: Nanos) -> Self {
        Self {
            from: Nanos::ZERO,
            to: whole,
        }
    }

    /// How much time it shows.
    #[must_use]
    pub fn length(self) -> Nanos {
        self.to.since(self.from)
    }

    /// It with `times` its length, around `at`, which keeps its place; within `whole`.
    #[must_use]
    pub fn zoomed(self, times: f64, at: Nanos, whole: Nanos) -> Self {
        let length = (self.length().0 as f64 * times).clamp(
            NARROWEST.min(whole).0 as f64,
            whole.0 as f64,
        );
        let share = at.since(self.from).0 as f64 / self.length().0.max(1) as f64;
        let from = at.0 as f64 - length * share.clamp(0.0, 1.0);
        Self::placed(from, length, whole)
    }

    /// It moved by `by` of its length, to the right when positive; within `whole`.
    #[must_use]
    pub fn moved(self, by: f64, whole: Nanos) -> Self {
        let length = self.length().0 as f64;
        Self::placed(
            self.from.0 as f64 + by * length,
            length,
            whole,
        )
    }

    fn placed(from: f64, length: f64, whole: Nanos) -> Self {
        let from = from.clamp(0.0, (whole.0 as f64 - length).max(0.0));
        Self {
            from: Nanos(from.round() as u64),
            to: Nanos((from + length).round() as u64),
        }
    }
}

/// A request that is looked at, whichever lanes made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Its URL.
    pub url: String,
    /// Path and query.
    pub path: String,
    /// Which of the requests for it in a run, counted from 0.
    pub occurrence: usize,
}

impl Selection {
    /// The request of `trace` with this id.
    #[must_use]
    pub fn of(trace: &Trace, id: SpanId) -> Option<Self> {
        let call = &trace.span(id)?.call;
        let earlier = trace.spans.iter().take(id.0 as usize);
        Some(Self {
            url: call.url.clone(),
            path: call.path.clone(),
            occurrence: earlier.filter(|span| span.call.url == call.url).count(),
        })
    }

    /// Whether it asks for the row of `resource` with these ids, each under its key in queries: by its
    /// path, as JSONPlaceholder reads it.
    #[must_use]
    pub fn asks_for(&self, resource: &str, ids: &[(&str, u32)]) -> bool {
        let (path, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        let mut steps = path.split('/').filter(|step| !step.is_empty());
        let wanted = |key: &str, value: &str| {
            // A key that no row has is ignored.
            ids.iter()
                .find(|(known, _)| *known == key)
                .is_none_or(|(_, id)| id.to_string() == value)
        };
        steps.next() == Some(resource)
            && steps.next().is_none_or(|id| wanted("id", id))
            && form_urlencoded::parse(query.as_bytes()).all(|(key, value)| wanted(&key, &value))
    }

    /// The same request in `trace`.
    #[must_use]
    pub fn find(&self, trace: &Trace) -> Option<SpanId> {
        let same = trace.spans.iter().filter(|span| span.call.url == self.url);
        same.map(|span| span.id).nth(self.occurrence)
    }
}

/// In which order requests are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Sort {
    #[default]
    Made,
    Started,
    Ended,
    Longest,
    Largest,
    Outcome,
}

impl Sort {
    /// All of them, each with its name in the page and for people.
    pub const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::Made, "made", "as they were made"),
        (Self::Started, "started", "by start"),
        (Self::Ended, "ended", "by end"),
        (
            Self::Longest,
            "longest",
            "longest first",
        ),
        (
            Self::Largest,
            "largest",
            "largest first",
        ),
        (
            Self::Outcome,
            "outcome",
            "failures first",
        ),
    ];

    /// What comes first has the least of it.
    fn key(self, span: &Span) -> u64 {
        let place = |place: Option<u32>| place.map_or(u64::MAX, u64::from);
        match self {
            Self::Made => 0,
            Self::Started => place(span.order.started),
            Self::Ended => place(span.order.ended),
            Self::Longest => !span.duration().unwrap_or_default().0,
            Self::Largest => !span.bytes.unwrap_or_default(),
            Self::Outcome => match span.outcome {
                Some(Outcome::Ok) => 2,
                Some(Outcome::Cancelled) => 1,
                Some(_) => 0,
                None => 3,
            },
        }
    }
}

/// Which requests are listed, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sieve {
    /// The order.
    pub sort: Sort,
    /// Of this resource alone, if any.
    pub resource: Option<String>,
    /// With this outcome alone, if any.
    pub outcome: Option<Outcome>,
    /// With this in their path; case ignored.
    pub text: String,
}

impl Sieve {
    /// Whether all requests pass, in the order they were made.
    #[must_use]
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }

    /// The calls of `trace` that pass, in order.
    #[must_use]
    pub fn rows(&self, trace: &Trace) -> Vec<SpanId> {
        let text = self.text.trim().to_ascii_lowercase();
        let passes = |span: &&Span| {
            self.resource
                .as_ref()
                .is_none_or(|resource| span.call.resource == *resource)
                && self
                    .outcome
                    .is_none_or(|outcome| span.outcome == Some(outcome))
                && (text.is_empty() || span.call.path.to_ascii_lowercase().contains(&text))
        };
        let mut rows: Vec<&Span> = trace.spans.iter().filter(passes).collect();
        if self.sort != Sort::Made {
            sort_by_key(&mut rows, |span| self.sort.key(span));
        }
        rows.iter().map(|span| span.id).collect()
    }
}

/// What is looked at.
impl Session {
    /// Looks at the whole of what comes next, and at all of it.
    pub(super) fn forget_look(self) {
        self.replay.clear();
        self.look.clear();
    }

    /// Follows whether the page is laid out for paper, from now on.
    pub(super) fn follow_paper(self) {
        let told = self.look.on_paper;
        let guard = self.host().on_paper(Box::new(move |on_paper| {
            told.set(on_paper);
        }));
        self.paper.set_value(Some(guard));
    }

    /// Whether the page is laid out for paper, where nothing scrolls. Tracked.
    #[must_use]
    pub fn is_on_paper(self) -> bool {
        self.look.on_paper.get()
    }

    /// The part of the time that is shown; `None` for all. Tracked.
    #[must_use]
    pub fn window(self) -> Option<Window> {
        self.look.window.get()
    }

    /// Shows `window` of the time `whole`.
    pub fn show_window(self, window: Window, whole: Nanos) {
        // Zoomed out as far as in, it is all again, whatever was rounded.
        let all = window.length() + NARROWEST >= whole;
        self.look.window.set((!all).then_some(window));
    }

    /// Shows all of the time.
    pub fn fit(self) {
        self.look.window.set(None);
    }

    /// The request that is selected. Tracked.
    #[must_use]
    pub fn selected(self) -> Option<Selection> {
        self.look.selected.get()
    }

    /// Selects a request, or none.
    pub fn select(self, selection: Option<Selection>) {
        self.look.selected.set(selection);
    }

    /// Which requests are listed. Tracked.
    #[must_use]
    pub fn sieve(self) -> Sieve {
        self.look.sieve.get()
    }

    /// Lists other requests, or in another order.
    pub fn sift(self, change: impl FnOnce(&mut Sieve)) {
        self.look.sieve.update(change);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::Step;
    use crate::trace::tests::trace;

    #[test]
    fn windows_zoom_around_a_moment_and_stay_within_the_whole() {
        let ms = Nanos::from_millis;
        let whole = ms(1_000);
        let all = Window::whole(whole);
        let half = all.zoomed(0.5, ms(500), whole);
        assert_eq!((half.from, half.to), (ms(250), ms(750)));
        let left = half.zoomed(0.5, ms(250), whole);
        assert_eq!((left.from, left.to), (ms(250), ms(500)));
        assert_eq!(left.zoomed(100.0, ms(300), whole), all);
        let moved = half.moved(0.25, whole);
        assert_eq!(
            (moved.from, moved.to),
            (ms(375), ms(875))
        );
        let end = half.moved(9.0, whole);
        assert_eq!((end.from, end.to), (ms(500), whole));
        assert_eq!(
            half.zoomed(1e-9, ms(400), whole).length(),
            NARROWEST
        );
        assert_eq!(
            all.zoomed(0.5, ms(0), ms(0)).length(),
            ms(0)
        );
    }

    #[test]
    fn a_selection_is_the_same_request_in_every_run() {
        let one = trace(&[("/a", 0, 1), ("/b", 1, 2), ("/a", 2, 3)]);
        let other = trace(&[("/a", 0, 1), ("/a", 0, 2)]);
        let second = Selection::of(&one, SpanId(2)).expect("a span");
        assert_eq!(second.find(&one), Some(SpanId(2)));
        assert_eq!(second.find(&other), Some(SpanId(1)));
        let b = Selection::of(&one, SpanId(1)).expect("a span");
        assert_eq!(b.find(&other), None);
        assert_eq!(Selection::of(&one, SpanId(9)), None);
    }

    #[test]
    fn a_selection_asks_for_rows_by_its_path() {
        for (path, resource, ids, expected) in [
            (
                "/posts/3",
                "posts",
                [("id", 3), ("userId", 1)],
                true,
            ),
            (
                "/posts/3",
                "posts",
                [("id", 4), ("userId", 1)],
                false,
            ),
            (
                "/posts/3",
                "todos",
                [("id", 3), ("userId", 1)],
                false,
            ),
            (
                "/posts?userId=1",
                "posts",
                [("id", 4), ("userId", 1)],
                true,
            ),
            (
                "/posts?userId=2",
                "posts",
                [("id", 4), ("userId", 1)],
                false,
            ),
            (
                "/posts?_limit=5",
                "posts",
                [("id", 4), ("userId", 1)],
                true,
            ),
            (
                "/posts",
                "posts",
                [("id", 4), ("userId", 1)],
                true,
            ),
            (
                "/",
                "posts",
                [("id", 4), ("userId", 1)],
                false,
            ),
        ] {
            let selection = Selection {
                url: String::new(),
                path: path.into(),
                occurrence: 0,
            };
            assert_eq!(
                selection.asks_for(resource, &ids),
                expected,
                "{path} {ids:?}"
            );
        }
    }

    #[test]
    fn a_sieve_sorts_and_filters() {
        let mut trace = trace(&[("/a", 0, 9), ("/b?x=1", 3, 5), ("/c", 1, 8), ("/B", 2, 4)]);
        let late = trace.queue(trace.spans[0].call.clone(), Nanos::ZERO);
        trace.take(
            late,
            Nanos::from_millis(10),
            Step::Ended(Outcome::Cancelled),
        );
        let rows =
            |sieve: Sieve| -> Vec<u32> { sieve.rows(&trace).iter().map(|id| id.0).collect() };
        let sorted = |sort| {
            rows(Sieve {
                sort,
                ..Sieve::default()
            })
        };
        assert_eq!(sorted(Sort::Made), [0, 1, 2, 3, 4]);
        assert_eq!(sorted(Sort::Started), [0, 2, 3, 1, 4]);
        assert_eq!(sorted(Sort::Ended), [3, 1, 2, 0, 4]);
        assert_eq!(sorted(Sort::Longest), [0, 2, 1, 3, 4]);
        assert_eq!(sorted(Sort::Outcome), [4, 0, 1, 2, 3]);
        let text = Sieve {
            text: " b".into(),
            ..Sieve::default()
        };
        assert_eq!(rows(text), [1, 3]);
        let cancelled = Sieve {
            outcome: Some(Outcome::Cancelled),
            ..Sieve::default()
        };
        assert_eq!(rows(cancelled), [4]);
    }
}
