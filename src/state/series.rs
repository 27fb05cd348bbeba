//! Whole comparisons repeated: how much the figures vary, and how sure a difference is.

use std::ops::Add;
use std::rc::Rc;

use futures::future::AbortHandle;
use leptos::prelude::*;
use send_wrapper::SendWrapper;

use super::comparison::Phase;
use super::host::Guard;
use super::settings::{Settings, Source};
use crate::engine::statistics::{MedianRatio, median};
use crate::time::Nanos;
use crate::trace::Disturbance;

/// How often a person may have a comparison repeated.
pub const COUNTS: &[u32] = &[5, 10, 20, 50, 100];

/// One comparison of a series: the makespan of each variant that answered, left to right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repeat {
    /// In the order of the experiment's variants.
    pub makespans: Vec<Option<Nanos>>,
    /// What disturbed it, if anything did: then it says nothing.
    pub disturbance: Option<Disturbance>,
}

impl Repeat {
    /// Whether all its variants answered undisturbed: then it is one of the pairs.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.disturbance.is_none() && self.makespans.iter().all(Option::is_some)
    }
}

/// Repeats of one comparison: a handle, whose clones stand for the same one.
#[derive(Clone)]
pub struct Series(SendWrapper<Rc<Inner>>);

struct Inner {
    settings: Settings,
    seed: u64,
    virtual_time: bool,
    wanted: u32,
    asked: u32,
    source: ArcRwSignal<Source>,
    phase: ArcRwSignal<Phase>,
    repeats: ArcRwSignal<Vec<Repeat>>,
    time_left: ArcRwSignal<Option<Nanos>>,
    abort: AbortHandle,
    _held: Guard,
}

/// What a series is made of.
pub(super) struct Start {
    pub(super) settings: Settings,
    pub(super) source: Source,
    pub(super) seed: u64,
    pub(super) virtual_time: bool,
    pub(super) wanted: u32,
    pub(super) asked: u32,
    pub(super) abort: AbortHandle,
    pub(super) held: Guard,
}

impl Series {
    pub(super) fn new(start: Start) -> Self {
        Self(SendWrapper::new(Rc::new(Inner {
            settings: start.settings,
            seed: start.seed,
            virtual_time: start.virtual_time,
            wanted: start.wanted,
            asked: start.asked,
            source: ArcRwSignal::new(start.source),
            phase: ArcRwSignal::new(Phase::WarmingUp),
            repeats: ArcRwSignal::new(Vec::new()),
            time_left: ArcRwSignal::new(None),
            abort: start.abort,
            _held: start.held,
        })))
    }

    /// What was chosen when it began.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The seed of its orders and of its intervals.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.0.seed
    }

    /// Whether it runs in virtual time.
    #[must_use]
    pub fn virtual_time(&self) -> bool {
        self.0.virtual_time
    }

    /// How many repeats it is to have.
    #[must_use]
    pub fn wanted(&self) -> u32 {
        self.0.wanted
    }

    /// How many a person asked for: more than [`Self::wanted`] where the budget allows no more.
    #[must_use]
    pub fn asked(&self) -> u32 {
        self.0.asked
    }

    /// Where its answers come from. It changes at most once, before the first repeat. Tracked.
    #[must_use]
    pub fn source(&self) -> Source {
        self.0.source.get()
    }

    /// How far it has come. Tracked.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.0.phase.get()
    }

    /// The repeats that have ended. Tracked.
    #[must_use]
    pub fn repeats(&self) -> Vec<Repeat> {
        self.0.repeats.get()
    }

    /// How long the rest will take, if it goes on as so far. Tracked.
    #[must_use]
    pub fn time_left(&self) -> Option<Nanos> {
        self.0.time_left.get()
    }

    pub(super) fn set_source(&self, source: Source) {
        self.0.source.set(source);
    }

    pub(super) fn set_phase(&self, phase: Phase) {
        self.0.phase.set(phase);
    }

    /// One more has ended, `elapsed` after the first began.
    pub(super) fn add(&self, repeat: Repeat, elapsed: Nanos) {
        self.0.repeats.update(|repeats| repeats.push(repeat));
        let (done, asleep) = self.0.repeats.with_untracked(|repeats| {
            let gaps = repeats.iter().filter_map(|one| one.disturbance?.held_up());
            (
                repeats.len() as u64,
                gaps.fold(Nanos::ZERO, Add::add),
            )
        });
        // A clock that stood still meanwhile has less behind it than that.
        let awake = Some(elapsed.since(asleep)).filter(|awake| *awake > Nanos::ZERO);
        let each = awake.unwrap_or(elapsed).0 / done;
        let left = u64::from(self.wanted()).saturating_sub(done);
        self.0.time_left.set(Some(Nanos(each * left)));
    }

    pub(super) fn abort(&self) {
        self.0.abort.abort();
    }
}

/// What the repeats of a series show.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// The makespans that count, variant by variant, in milliseconds.
    pub makespans: Vec<Vec<f64>>,
    /// Their medians.
    pub medians: Vec<Option<f64>>,
    /// The first variant's median over each other's.
    pub ratios: Vec<Option<MedianRatio>>,
    /// How many repeats count.
    pub counted: usize,
    /// How many do not, because the page was hidden.
    pub hidden: usize,
    /// How many do not, because the machine slept or the page was held up.
    pub held_up: usize,
    /// How many do not, because a variant failed.
    pub failed: usize,
}

impl Figures {
    /// Reads them out of `repeats` of `variants` variants; intervals are drawn by `seed`.
    #[must_use]
    pub fn of(repeats: &[Repeat], variants: usize, seed: u64) -> Self {
        let counted: Vec<_> = repeats.iter().filter(|repeat| repeat.counts()).collect();
        let makespans: Vec<Vec<f64>> = (0..variants)
            .map(|place| {
                let of = |repeat: &&Repeat| repeat.makespans[place].map(Nanos::as_millis_f64);
                counted.iter().filter_map(of).collect()
            })
            .collect();
        let ratio = |other: &Vec<f64>| {
            let pairs: Vec<_> = makespans[0]
                .iter()
                .copied()
                .zip(other.iter().copied())
                .collect();
            MedianRatio::of(&pairs, seed)
        };
        let count = |which: fn(&Repeat) -> bool| repeats.iter().filter(|one| which(one)).count();
        Self {
            medians: makespans.iter().map(|all| median(all)).collect(),
            ratios: makespans.iter().skip(1).map(ratio).collect(),
            counted: counted.len(),
            hidden: count(|repeat| repeat.disturbance.is_some_and(Disturbance::is_hidden)),
            held_up: count(|repeat| {
                let held_up = repeat.disturbance.and_then(Disturbance::held_up);
                held_up.is_some()
            }),
            failed: count(|repeat| repeat.disturbance.is_none() && !repeat.counts()),
            makespans,
        }
    }
}

/// What a ratio of medians shows, in a sentence: `faster` and `slower` are the variants' names.
#[must_use]
pub fn sentence(ratio: &MedianRatio, first: &str, other: &str) -> String {
    let (times, faster, slower) = if ratio.ratio >= 1.0 {
        (ratio.ratio, other, first)
    } else {
        (1.0 / ratio.ratio, first, other)
    };
    let figure = crate::format::ratio(times);
    let Some(interval) = ratio.interval else {
        return format!(
            "{faster} {figure} faster than {slower}, by the medians of {} pairs: too few to say how sure \
             that is.",
            ratio.pairs
        );
    };
    // The interval of the ratio that is told.
    let (low, high) = if ratio.ratio >= 1.0 {
        (interval.low, interval.high)
    } else {
        (1.0 / interval.high, 1.0 / interval.low)
    };
    if interval.shows_no_difference() {
        return format!(
            "No difference shown between {first} and {other}: the ratio of their medians is {figure}, and its \
             95 % interval, {low:.2} to {high:.2}, spans 1."
        );
    }
    format!(
        "{faster} is {figure} faster than {slower}: medians of {} pairs, 95 % interval {low:.2} to {high:.2}.",
        ratio.pairs
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::statistics::Interval;

    fn repeat(makespans: [Option<u64>; 2], disturbance: Option<Disturbance>) -> Repeat {
        Repeat {
            makespans: makespans.map(|one| one.map(Nanos::from_millis)).to_vec(),
            disturbance,
        }
    }

    #[test]
    fn disturbed_and_failed_repeats_are_left_out_and_counted() {
        let slept = Disturbance::HeldUp(Nanos::from_millis(9_000));
        let repeats = [
            repeat([Some(300), Some(100)], None),
            repeat([Some(320), Some(110)], None),
            repeat(
                [Some(900), Some(900)],
                Some(Disturbance::Hidden),
            ),
            repeat([Some(9_400), Some(100)], Some(slept)),
            repeat([Some(9_400), None], Some(slept)),
            repeat([Some(310), None], None),
        ];
        let figures = Figures::of(&repeats, 2, 1);
        assert_eq!(
            figures.makespans,
            [[300.0, 320.0], [100.0, 110.0]]
        );
        assert_eq!(
            (
                figures.counted,
                figures.hidden,
                figures.held_up,
                figures.failed
            ),
            (2, 1, 2, 1)
        );
        assert_eq!(
            figures.medians,
            [Some(310.0), Some(105.0)]
        );
        let ratio = figures.ratios[0].unwrap();
        assert_eq!((ratio.pairs, ratio.interval), (2, None));
    }

    #[test]
    fn says_how_sure_it_is() {
        let ratio = |ratio, interval: Option<(f64, f64)>| MedianRatio {
            ratio,
            pairs: 20,
            interval: interval.map(|(low, high)| Interval { low, high }),
        };
        let cases = [
            (
                ratio(2.4, Some((2.3, 2.6))),
                "Joined is 2.4× faster than Sequential: medians of 20 pairs, 95 % interval 2.30 to 2.60.",
            ),
            (
                ratio(0.5, Some((0.4, 0.8))),
                "Sequential is 2.0× faster than Joined: medians of 20 pairs, 95 % interval 1.25 to 2.50.",
            ),
            (
                ratio(1.02, Some((0.96, 1.07))),
                "No difference shown between Sequential and Joined: the ratio of their medians is 1.02×, and \
                 its 95 % interval, 0.96 to 1.07, spans 1.",
            ),
            (
                ratio(2.4, None),
                "Joined 2.4× faster than Sequential, by the medians of 20 pairs: too few to say how sure that \
                 is.",
            ),
        ];
        for (ratio, expected) in cases {
            assert_eq!(
                sentence(&ratio, "Sequential", "Joined"),
                expected
            );
        }
    }
}
