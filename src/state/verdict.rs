//! What the figures of a comparison say, in words: nothing that one run does not show.

use super::comparison::Comparison;
use super::reading::Reading;
use crate::format::{millis, ratio, thousands};
use crate::record::LaneState;
use crate::sorting::sort_by_key;
use crate::time::Nanos;
use crate::trace::Disturbance;
use crate::trace::evidence::Floor;

/// The answer first: a headline and a sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// A figure or a word.
    pub headline: String,
    /// What it is a figure of.
    pub about: String,
    /// The sentence.
    pub detail: String,
    /// The place of the fastest variant, if one was clearly the fastest.
    pub best: Option<usize>,
}

/// Below this ratio one run shows no difference worth a word.
const NOTABLE: f64 = 1.05;

/// The verdict on `comparison`, whose figures are `lanes`. Tracked.
#[must_use]
pub fn of(comparison: &Comparison, lanes: &[Reading]) -> Verdict {
    if !comparison.is_of_experiment() {
        return of_requests(lanes);
    }
    let real = !comparison.source().is_replica();
    let hidden = comparison.settings().experiment.hidden_by_browsers;
    read(lanes, real && hidden.is_some())
}

/// Reads the verdict out of the variants' figures, left to right. `alike` says that all variants do the
/// same where they ran: then what differs is chance.
#[must_use]
pub fn read(lanes: &[Reading], alike: bool) -> Verdict {
    let stopped = lanes.iter().any(|lane| lane.state == LaneState::Cancelled);
    let mut done: Vec<(usize, &Reading, Nanos)> = lanes
        .iter()
        .enumerate()
        .filter(|(_, lane)| lane.state == LaneState::Done)
        .filter_map(|(place, lane)| Some((place, lane, lane.total?)))
        .collect();
    sort_by_key(&mut done, |(_, _, total)| *total);
    let disturbances = lanes.iter().filter_map(|lane| lane.disturbance);
    if !stopped && let Some(all) = disturbances.reduce(Disturbance::and) {
        return disturbed(all);
    }
    match (stopped, done.as_slice()) {
        (true, _) => stopped_early(lanes),
        (false, [fastest, .., slowest]) if alike && done.len() == lanes.len() => {
            chance(fastest.2, slowest.2)
        }
        (false, [fastest, .., slowest]) if done.len() == lanes.len() => {
            first_results(&done).unwrap_or_else(|| compare(fastest, slowest))
        }
        (false, done) => failed(lanes, done),
    }
}

/// What is to be said of requests that no experiment made: how many there were, and how long they took.
/// Pages that do different things are not compared.
#[must_use]
fn of_requests(lanes: &[Reading]) -> Verdict {
    let calls: usize = lanes.iter().map(|lane| lane.metrics.calls).sum();
    let failed: usize = lanes.iter().map(|lane| lane.metrics.failed).sum();
    let took = |lane: &Reading| {
        Some(format!(
            "{} {}",
            lane.title,
            millis(lane.total?)
        ))
    };
    let pages: Vec<_> = lanes.iter().filter_map(took).collect();
    Verdict {
        headline: thousands(calls as u64),
        about: match (calls, failed) {
            (1, 0) => "request".into(),
            (_, 0) => "requests".into(),
            (1, _) => "request, which failed".into(),
            _ => format!("requests, {failed} of which failed"),
        },
        detail: format!("{}.", pages.join(", ")),
        best: None,
    }
}

fn stopped_early(lanes: &[Reading]) -> Verdict {
    let measured = lanes.iter().any(|lane| lane.total.is_some());
    let detail = if measured {
        "The open requests were aborted. What had come by then is kept below."
    } else {
        "Stopped during the warm-up: nothing was measured."
    };
    Verdict {
        headline: "Stopped".into(),
        about: "before the end".into(),
        detail: detail.into(),
        best: None,
    }
}

/// What happened from outside may be all that the figures show.
fn disturbed(disturbance: Disturbance) -> Verdict {
    let again = match disturbance {
        Disturbance::Hidden => "Run it again with the page in view.",
        Disturbance::HeldUp(_) => "Run it again.",
    };
    Verdict {
        headline: "No evidence".into(),
        about: disturbance.what(),
        detail: format!("{} {again}", disturbance.why()),
        best: None,
    }
}

fn chance(shortest: Nanos, longest: Nanos) -> Verdict {
    Verdict {
        headline: "Nothing to compare".into(),
        about: "in a browser".into(),
        detail: format!(
            "{} and {}: here all variants do the same, so what differs is chance.",
            millis(shortest),
            millis(longest)
        ),
        best: None,
    }
}

/// Where a variant hands values to its caller before its end, the first of them is the point.
fn first_results(done: &[(usize, &Reading, Nanos)]) -> Option<Verdict> {
    let firsts = done
        .iter()
        .filter_map(|lane| Some((lane, lane.1.metrics.first_result?)));
    let (soonest, first) = firsts.clone().min_by_key(|(_, first)| *first)?;
    let (latest, last) = firsts.max_by_key(|(_, first)| *first)?;
    let (place, best, total) = *soonest;
    let times = last.0 as f64 / (first.0 as f64).max(1.0);
    let streams = total.0 as f64 / (first.0 as f64).max(1.0) >= NOTABLE;
    (streams && times >= NOTABLE).then(|| Verdict {
        headline: ratio(times),
        about: format!(
            "sooner to the first result {}, in this run",
            best.title.to_ascii_lowercase()
        ),
        detail: format!(
            "Something to show after {} instead of {} {}. The last was in after {} and {}.",
            millis(first),
            millis(last),
            latest.1.title.to_ascii_lowercase(),
            millis(total),
            millis(latest.2),
        ),
        best: Some(place),
    })
}

fn compare(fastest: &(usize, &Reading, Nanos), slowest: &(usize, &Reading, Nanos)) -> Verdict {
    let (place, best, time) = *fastest;
    let (_, worst, longer) = *slowest;
    // A makespan of no time at all: the clock's step hides what there was.
    let times = longer.0 as f64 / (time.0 as f64).max(1.0);
    if times < NOTABLE {
        return Verdict {
            headline: "About the same".into(),
            about: "in this run".into(),
            detail: format!(
                "{} and {}: within 5 % of each other.",
                millis(time),
                millis(longer)
            ),
            best: None,
        };
    }
    Verdict {
        headline: ratio(times),
        about: format!(
            "faster {}, in this run",
            best.title.to_ascii_lowercase()
        ),
        detail: format!(
            "{} instead of {} {}: {}",
            millis(time),
            millis(longer),
            worst.title.to_ascii_lowercase(),
            nearness(time, best.floor.unwrap_or_default()),
        ),
        best: Some(place),
    }
}

/// How near a makespan came to its floor, as a sentence's end.
fn nearness(total: Nanos, floor: Floor) -> String {
    let floor_words = format!("the floor, {}", floor_words(floor));
    match floor.percent_above(total) {
        None | Some(..1.0) => format!("at {floor_words}."),
        Some(above @ ..5.0) => format!(
            "within {:.0} % of {floor_words}.",
            above.ceil()
        ),
        Some(above) => format!("{above:.0} % above {floor_words}."),
    }
}

/// What the floor is made of.
#[must_use]
pub fn floor_words(floor: Floor) -> String {
    match floor.calls {
        0 | 1 => "the slowest request alone".into(),
        calls => format!("{calls} requests that need one another"),
    }
}

fn failed(lanes: &[Reading], done: &[(usize, &Reading, Nanos)]) -> Verdict {
    let failures = lanes.iter().filter(|lane| lane.state == LaneState::Failed);
    let names: Vec<_> = failures
        .map(|lane| lane.title.to_ascii_lowercase())
        .collect();
    let fates: Vec<_> = lanes.iter().filter_map(fate).collect();
    let (about, nothing) = if done.is_empty() {
        (
            "in every lane".into(),
            "There is nothing to compare: the reasons are below.",
        )
    } else {
        (
            format!("in {}", names.join(" and ")),
            "There is nothing to compare it with: the reason is below.",
        )
    };
    Verdict {
        headline: "Failed".into(),
        about,
        detail: format!("{}. {nothing}", fates.join(". ")),
        best: None,
    }
}

/// How a lane ended, and what became of its requests.
fn fate(lane: &Reading) -> Option<String> {
    let (title, total, metrics) = (
        &lane.title,
        millis(lane.total?),
        &lane.metrics,
    );
    if lane.state == LaneState::Done {
        let kept = metrics.calls - metrics.failed;
        let lost = (metrics.failed > 0).then(|| format!(" and kept {kept} of {}", metrics.calls));
        return Some(format!(
            "{title} took {total}{}",
            lost.unwrap_or_default()
        ));
    }
    let others = [(metrics.cancelled, "cancelled"), (metrics.ran_on, "ran on")];
    let others = others.iter().filter(|(count, _)| *count > 0);
    let others: String = others
        .map(|(count, what)| format!(", {count} {what}"))
        .collect();
    Some(format!(
        "{title} ended after {total}{others}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::metrics::Metrics;

    fn lane(title: &'static str, state: LaneState, total: u64, floor: u64) -> Reading {
        Reading {
            title: title.into(),
            state,
            total: Some(Nanos::from_millis(total)),
            floor: Some(Floor {
                time: Nanos::from_millis(floor),
                calls: 1,
            }),
            error: (state == LaneState::Failed).then(|| "It failed.".into()),
            ..Reading::default()
        }
    }

    #[test]
    fn says_what_the_figures_show_and_no_more() {
        use LaneState::{Cancelled, Done, Failed};
        let cases = [
            (
                (Done, 512, 210),
                (Done, 214, 210),
                "2.4×",
                "faster joined, in this run",
            ),
            (
                (Done, 100, 90),
                (Done, 120, 90),
                "1.2×",
                "faster sequential, in this run",
            ),
            (
                (Done, 100, 90),
                (Done, 103, 90),
                "About the same",
                "in this run",
            ),
            (
                (Done, 100, 90),
                (Failed, 20, 20),
                "Failed",
                "in joined",
            ),
            (
                (Failed, 10, 10),
                (Failed, 20, 20),
                "Failed",
                "in every lane",
            ),
            (
                (Done, 100, 90),
                (Cancelled, 20, 20),
                "Stopped",
                "before the end",
            ),
        ];
        for (first, second, headline, about) in cases {
            let lanes = [
                lane("Sequential", first.0, first.1, first.2),
                lane("Joined", second.0, second.1, second.2),
            ];
            let verdict = read(&lanes, false);
            assert_eq!(
                (
                    verdict.headline.as_str(),
                    verdict.about.as_str()
                ),
                (headline, about)
            );
        }
    }

    /// Where a failure is the point, what became of the other requests is the answer.
    #[test]
    fn a_failure_tells_what_became_of_the_others() {
        use LaneState::{Done, Failed};
        let with = |title, state, total, failed, cancelled, ran_on| Reading {
            metrics: Metrics {
                calls: 3,
                failed,
                cancelled,
                ran_on,
                ..Metrics::default()
            },
            ..lane(title, state, total, total)
        };
        let verdict = read(
            &[
                with("Fail fast", Failed, 52, 1, 2, 0),
                with("Detached", Failed, 58, 1, 0, 2),
                with("Per item", Done, 71, 1, 0, 0),
            ],
            false,
        );
        assert_eq!(
            verdict.detail,
            "Fail fast ended after 52 ms, 2 cancelled. Detached ended after 58 ms, 2 ran on. Per item \
             took 71 ms and kept 2 of 3. There is nothing to compare it with: the reason is below."
        );
    }

    #[test]
    fn requests_of_other_pages_are_counted_and_not_compared() {
        let lanes = [
            lane("Home", LaneState::Done, 1_200, 90),
            lane("Cart", LaneState::Done, 40, 20),
        ];
        let verdict = of_requests(&lanes);
        assert_eq!(
            (
                verdict.headline.as_str(),
                verdict.about.as_str(),
                verdict.detail.as_str(),
                verdict.best
            ),
            (
                "0",
                "requests",
                "Home 1,200 ms, Cart 40 ms.",
                None
            )
        );
    }

    #[test]
    fn a_disturbed_run_is_no_evidence() {
        let hour = Disturbance::HeldUp(Nanos::from_millis(3_600_000));
        for (disturbance, about, detail) in [
            (
                Disturbance::Hidden,
                "the page was hidden",
                "A browser slows the timers of hidden pages. Run it again with the page in view.",
            ),
            (
                hour,
                "the machine slept or the page was held up for 60 min",
                "Clocks and time-outs go on meanwhile, or stand still: nobody can tell. Run it again.",
            ),
        ] {
            for state in [LaneState::Done, LaneState::Failed] {
                let disturbed = Reading {
                    disturbance: Some(disturbance),
                    ..lane("Joined", state, 100, 100)
                };
                let lanes = [lane("Sequential", LaneState::Done, 300, 100), disturbed];
                let verdict = read(&lanes, false);
                assert_eq!(
                    (
                        &*verdict.headline,
                        &*verdict.about,
                        &*verdict.detail,
                        verdict.best
                    ),
                    ("No evidence", about, detail, None)
                );
            }
        }
    }

    #[test]
    fn what_differs_between_variants_that_do_the_same_is_chance() {
        use LaneState::{Done, Failed};
        for (state, headline) in [(Done, "Nothing to compare"), (Failed, "Failed")] {
            let lanes = [
                lane("Fresh", Done, 300, 100),
                lane("Reused", state, 200, 100),
            ];
            let verdict = read(&lanes, true);
            assert_eq!(
                (verdict.headline.as_str(), verdict.best),
                (headline, None)
            );
        }
    }

    #[test]
    fn a_stream_is_judged_by_its_first_result() {
        let first = |millis| Metrics {
            first_result: Some(Nanos::from_millis(millis)),
            ..Metrics::default()
        };
        let joined = Reading {
            metrics: first(260),
            ..lane("Joined", LaneState::Done, 260, 250)
        };
        let stream = Reading {
            metrics: first(52),
            ..lane(
                "As completed",
                LaneState::Done,
                265,
                250,
            )
        };
        let verdict = read(&[joined, stream], false);
        assert_eq!(
            (verdict.headline.as_str(), verdict.best),
            ("5.0×", Some(1))
        );
    }

    #[test]
    fn names_the_floor() {
        let floor = |calls| Floor {
            time: Nanos::from_millis(200),
            calls,
        };
        let cases = [
            (
                200,
                1,
                "at the floor, the slowest request alone.",
            ),
            (
                204,
                1,
                "within 2 % of the floor, the slowest request alone.",
            ),
            (
                300,
                2,
                "50 % above the floor, 2 requests that need one another.",
            ),
        ];
        for (total, calls, expected) in cases {
            assert_eq!(
                nearness(Nanos::from_millis(total), floor(calls)),
                expected
            );
        }
    }
}
