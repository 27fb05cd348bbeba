//! What there is to draw of one call, in times.

use crate::format::millis_number;
use crate::time::Nanos;
use crate::trace::{Outcome, Span};

/// What a bar says; its name is its class in the style sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Made, not started.
    Wait,
    /// Answered.
    Ok,
    /// On its way when the picture was made, or when its run ended.
    Running,
    /// Dropped.
    Cancelled,
    /// Not ended in its time.
    TimedOut,
    /// Failed otherwise.
    Failed,
    /// What it ran on after the end of its run.
    Orphan,
    /// Waiting for a connection, within the bar.
    Stalled,
    /// Opening a connection, within the bar.
    Connecting,
    /// From the head of the answer to its end, within the bar.
    Download,
}

impl Kind {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Wait => "wait",
            Self::Ok => "ok",
            Self::Running => "running",
            Self::Cancelled => "cancelled",
            Self::TimedOut => "timed-out",
            Self::Failed => "failed",
            Self::Orphan => "orphan",
            Self::Stalled => "stalled",
            Self::Connecting => "connecting",
            Self::Download => "download",
        }
    }

    /// Whether it is a part of a bar.
    pub(crate) const fn is_phase(self) -> bool {
        matches!(
            self,
            Self::Stalled | Self::Connecting | Self::Download
        )
    }

    /// What it means, where it is not plain from the note behind it.
    pub(crate) const fn meaning(self) -> Option<&'static str> {
        match self {
            Self::Wait => Some("waiting to start"),
            Self::Orphan => Some("ran on"),
            Self::Stalled => Some("stalled"),
            Self::Connecting => Some("connecting"),
            Self::Download => Some("download"),
            Self::Ok | Self::Running | Self::Cancelled | Self::TimedOut | Self::Failed => None,
        }
    }
}

/// A bar, from and to a moment of its run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bar {
    pub(crate) kind: Kind,
    pub(crate) from: Nanos,
    pub(crate) to: Nanos,
}

/// A phase that is shorter is not drawn: clocks step by up to a millisecond.
pub(crate) const SHOWN: Nanos = Nanos::from_millis(1);

/// The bars of `span`, later ones on top. What is open reaches to `now`; `over` is when its run ended,
/// if it has.
pub(crate) fn bars(span: &Span, now: Nanos, over: Option<Nanos>) -> Vec<Bar> {
    let started = span.started.or(span.ended).unwrap_or(now);
    let end = span.ended.unwrap_or(now).max(started);
    let mut bars = vec![Bar {
        kind: Kind::Wait,
        from: span.queued,
        to: started,
    }];
    if span.started.is_some() {
        let within = over.map_or(end, |over| end.min(over.max(started)));
        let ran_on = over.is_some_and(|over| end > over);
        let kind = if ran_on { Kind::Running } else { kind(span) };
        bars.push(Bar {
            kind,
            from: started,
            to: within,
        });
        bars.extend(ran_on.then_some(Bar {
            kind: Kind::Orphan,
            from: within,
            to: end,
        }));
        bars.extend(phases(span, started, end));
    }
    bars.retain(|bar| bar.kind != Kind::Wait || bar.to > bar.from);
    bars
}

const fn kind(span: &Span) -> Kind {
    match span.outcome {
        None => Kind::Running,
        Some(Outcome::Ok) => Kind::Ok,
        Some(Outcome::Cancelled) => Kind::Cancelled,
        Some(Outcome::TimedOut) => Kind::TimedOut,
        Some(Outcome::Status | Outcome::Network | Outcome::Decode | Outcome::TooLarge) => {
            Kind::Failed
        }
    }
}

/// What is known of a call's time, as far as it can be seen.
fn phases(span: &Span, started: Nanos, end: Nanos) -> impl Iterator<Item = Bar> {
    let known = span.phases.unwrap_or_default();
    let sending = started + known.stalled;
    let phases = [
        Some((Kind::Stalled, started, sending)),
        Some((
            Kind::Connecting,
            sending,
            sending + known.connecting,
        )),
        span.responded
            .zip(span.received)
            .map(|(from, to)| (Kind::Download, from, to)),
    ];
    let shown = phases
        .into_iter()
        .flatten()
        .filter(|(_, from, to)| to.since(*from) >= SHOWN);
    shown.map(move |(kind, from, to)| Bar {
        kind,
        from: from.min(end),
        to: to.min(end),
    })
}

/// The word behind a call's last bar.
pub(crate) fn note(span: &Span, ran_on: bool) -> String {
    match span.outcome {
        _ if ran_on => "ran on".into(),
        None => String::new(),
        Some(Outcome::Ok) => span.duration().map(millis_number).unwrap_or_default(),
        Some(Outcome::Status) => format!("✕ {}", span.status.unwrap_or_default()),
        Some(Outcome::TimedOut) => "timed out".into(),
        Some(Outcome::Network) => "✕ network".into(),
        Some(Outcome::Decode) => "✕ unreadable".into(),
        Some(Outcome::TooLarge) => "✕ too large".into(),
        Some(Outcome::Cancelled) => "cancelled".into(),
    }
}

/// A path without the middle of its query: `/posts?userId=1` becomes `/posts…=1`.
pub(crate) fn label(path: &str) -> String {
    match path.split_once('?') {
        Some((path, query)) => match query.rsplit_once('=') {
            Some((_, value)) => format!("{path}…={value}"),
            None => format!("{path}…"),
        },
        None => path.into(),
    }
}

/// The class that colours a resource: its own name where it has a colour.
pub(crate) fn hue(resource: &str) -> &'static str {
    let known = ["users", "posts", "todos", "comments", "albums", "photos"];
    let hue = known.into_iter().find(|known| *known == resource);
    hue.unwrap_or(NO_HUE)
}

/// The class of bars that have no colour of their own.
pub(crate) const NO_HUE: &str = "unknown";

#[cfg(test)]
mod tests {
    use super::Kind::*;
    use super::*;
    use crate::trace::{CallSite, NewSpan, Phases, SpanId, Step};
    use Step::{Ended, Phased, Received, Responded, Started};

    fn span(steps: &[(u64, Step)]) -> Span {
        let call = NewSpan {
            method: "GET".into(),
            path: "/posts?userId=1".into(),
            url: String::new(),
            resource: "posts".into(),
            site: CallSite::caller(),
        };
        let mut span = Span::new(SpanId(0), call, Nanos::ZERO);
        for (at, step) in steps {
            assert!(span.take(Nanos::from_millis(*at), 0, *step));
        }
        span
    }

    /// What happened to a call, when its run was over, and the bars and the note of it. Now is 50.
    #[test]
    fn draws_each_stage_of_a_call() {
        type Case = (
            &'static [(u64, Step)],
            Option<u64>,
            &'static [(Kind, u64, u64)],
            &'static str,
        );
        let phased = Phased(Phases {
            stalled: Nanos::from_millis(5),
            connecting: Nanos::from_millis(10),
        });
        let phases = [
            (20, Started),
            (45, Responded { status: 200 }),
            (45, phased),
            (50, Received { bytes: 2 }),
            (50, Ended(Outcome::Ok)),
        ];
        let cases: &[Case] = &[
            (&[], None, &[(Wait, 0, 50)], ""),
            (
                &[(30, Ended(Outcome::Cancelled))],
                None,
                &[(Wait, 0, 30)],
                "cancelled",
            ),
            (
                &[(0, Started)],
                None,
                &[(Running, 0, 50)],
                "",
            ),
            (
                &[(20, Started)],
                None,
                &[(Wait, 0, 20), (Running, 20, 50)],
                "",
            ),
            (
                &[(0, Started), (30, Ended(Outcome::Ok))],
                None,
                &[(Ok, 0, 30)],
                "30",
            ),
            (
                &[
                    (0, Started),
                    (20, Responded { status: 404 }),
                    (30, Ended(Outcome::Status)),
                ],
                Some(30),
                &[(Failed, 0, 30)],
                "✕ 404",
            ),
            (
                &[(0, Started), (9, Ended(Outcome::TimedOut))],
                None,
                &[(TimedOut, 0, 9)],
                "timed out",
            ),
            (
                &[(0, Started), (40, Ended(Outcome::Ok))],
                Some(20),
                &[(Running, 0, 20), (Orphan, 20, 40)],
                "ran on",
            ),
            (
                &[(30, Started), (40, Ended(Outcome::Ok))],
                Some(20),
                &[(Wait, 0, 30), (Running, 30, 30), (Orphan, 30, 40)],
                "ran on",
            ),
        ];
        for (steps, over, expected, word) in cases {
            let over = over.map(Nanos::from_millis);
            check(&span(steps), over, expected, word);
        }
        check(
            &span(&phases),
            None,
            &[
                (Wait, 0, 20),
                (Ok, 20, 50),
                (Stalled, 20, 25),
                (Connecting, 25, 35),
                (Download, 45, 50),
            ],
            "30",
        );
    }

    fn check(span: &Span, over: Option<Nanos>, expected: &[(Kind, u64, u64)], word: &str) {
        let bars = bars(span, Nanos::from_millis(50), over);
        let bar = |&(kind, from, to): &(Kind, u64, u64)| Bar {
            kind,
            from: Nanos::from_millis(from),
            to: Nanos::from_millis(to),
        };
        assert_eq!(
            bars,
            expected.iter().map(bar).collect::<Vec<_>>(),
            "{span:?}"
        );
        let ran_on = bars.iter().any(|bar| bar.kind == Orphan);
        assert_eq!(note(span, ran_on), word, "{span:?}");
    }

    #[test]
    fn labels_are_short_and_hues_are_known() {
        for (path, short) in [
            ("/users/1", "/users/1"),
            ("/posts?userId=1", "/posts…=1"),
            ("/posts?userId=1&userId=2", "/posts…=2"),
            ("/posts?all", "/posts…"),
        ] {
            assert_eq!(label(path), short);
        }
        assert_eq!(
            [hue("users"), hue("\"><script>")],
            ["users", NO_HUE]
        );
    }
}
