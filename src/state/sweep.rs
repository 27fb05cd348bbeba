//! Which limit? The makespan under every limit, in virtual time.

use std::rc::Rc;

use futures::future::AbortHandle;
use leptos::prelude::*;
use send_wrapper::SendWrapper;

use super::comparison::Phase;
use crate::engine::statistics::quantile;

/// How often each limit is tried, each time with other luck.
pub const DRAWS: u32 = 20;

/// Within this share of the best a limit is as good as it.
const NEAR: f64 = 0.05;

/// What a sweep runs on, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The modelled network.
    Network,
    /// The durations of the last comparison.
    Measured,
}

/// The makespans under one limit, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The limit.
    pub limit: u32,
    /// The median over all draws.
    pub median: f64,
    /// A tenth of the draws took less.
    pub p10: f64,
    /// A tenth took more.
    pub p90: f64,
}

impl Point {
    /// The point of `makespans`; `None` when no draw answered.
    #[must_use]
    pub fn of(limit: u32, makespans: &[f64]) -> Option<Self> {
        Some(Self {
            limit,
            median: quantile(makespans, 0.5)?,
            p10: quantile(makespans, 0.1)?,
            p90: quantile(makespans, 0.9)?,
        })
    }
}

/// The smallest limit that is as good as the best, and the best.
#[must_use]
pub fn advised(points: &[Point]) -> Option<(Point, Point)> {
    let best = points
        .iter()
        .min_by(|one, other| one.median.total_cmp(&other.median))?;
    let enough = points
        .iter()
        .find(|point| point.median <= best.median * (1.0 + NEAR))?;
    Some((*enough, *best))
}

/// A sweep over limits: a handle, whose clones stand for the same one.
#[derive(Clone)]
pub struct Sweep(SendWrapper<Rc<Inner>>);

struct Inner {
    ground: Ground,
    limits: u32,
    phase: ArcRwSignal<Phase>,
    points: ArcRwSignal<Vec<Point>>,
    slices: ArcRwSignal<u32>,
    abort: AbortHandle,
}

impl Sweep {
    pub(super) fn new(ground: Ground, limits: u32, abort: AbortHandle) -> Self {
        Self(SendWrapper::new(Rc::new(Inner {
            ground,
            limits,
            phase: ArcRwSignal::new(Phase::Running),
            points: ArcRwSignal::new(Vec::new()),
            slices: ArcRwSignal::new(0),
            abort,
        })))
    }

    /// What it runs on.
    #[must_use]
    pub fn ground(&self) -> Ground {
        self.0.ground
    }

    /// How many limits it tries: from 1 to this.
    #[must_use]
    pub fn limits(&self) -> u32 {
        self.0.limits
    }

    /// How far it has come. Tracked.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.0.phase.get()
    }

    /// The limits that were tried so far, in their order. Tracked.
    #[must_use]
    pub fn points(&self) -> Vec<Point> {
        self.0.points.get()
    }

    /// In how many slices it has run so far, between which the page had its turn. Tracked.
    #[must_use]
    pub fn slices(&self) -> u32 {
        self.0.slices.get()
    }

    pub(super) fn add(&self, point: Option<Point>) {
        self.0.points.update(|points| points.extend(point));
    }

    pub(super) fn end_slice(&self) {
        self.0.slices.update(|slices| *slices += 1);
    }

    pub(super) fn set_phase(&self, phase: Phase) {
        self.0.phase.set(phase);
    }

    pub(super) fn abort(&self) {
        self.0.abort.abort();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(medians: &[f64]) -> Vec<Point> {
        let point =
            |(place, median): (usize, &f64)| Point::of(place as u32 + 1, &[*median]).unwrap();
        medians.iter().enumerate().map(point).collect()
    }

    #[test]
    fn the_smallest_limit_within_five_per_cent_of_the_best_is_advised() {
        type Case = (&'static [f64], Option<(u32, u32)>);
        let cases: &[Case] = &[
            (&[], None),
            (&[100.0], Some((1, 1))),
            (
                &[1_000.0, 500.0, 340.0, 300.0, 290.0, 286.0],
                Some((4, 6)),
            ),
            (&[100.0, 50.0, 52.6, 50.0], Some((2, 2))),
            // More can be worse.
            (&[100.0, 60.0, 90.0], Some((2, 2))),
        ];
        for (medians, expected) in cases {
            let advised =
                advised(&points(medians)).map(|(enough, best)| (enough.limit, best.limit));
            assert_eq!(advised, *expected, "{medians:?}");
        }
    }
}
