//! The latest of many times, by place.

use std::ops::Range;

use crate::time::Nanos;

/// Times at places, the latest of any stretch of which is found in logarithmic time: a segment tree.
pub(super) struct Latest {
    places: usize,
    /// The latest of each pair below; the places themselves last.
    tree: Vec<Nanos>,
}

impl Latest {
    /// No time at any of so many places.
    pub(super) fn new(places: usize) -> Self {
        Self {
            places,
            tree: vec![Nanos::ZERO; 2 * places],
        }
    }

    /// Sets the time at `place`.
    pub(super) fn set(&mut self, place: usize, time: Nanos) {
        let mut node = place + self.places;
        while node > 0 {
            self.tree[node] = self.tree[node].max(time);
            node /= 2;
        }
    }

    /// The latest time in `stretch`; zero where there is none.
    pub(super) fn of(&self, stretch: Range<usize>) -> Nanos {
        let mut latest = Nanos::ZERO;
        let (mut from, mut to) = (
            stretch.start + self.places,
            stretch.end + self.places,
        );
        while from < to {
            if from % 2 == 1 {
                latest = latest.max(self.tree[from]);
                from += 1;
            }
            if to % 2 == 1 {
                to -= 1;
                latest = latest.max(self.tree[to]);
            }
            (from, to) = (from / 2, to / 2);
        }
        latest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_latest_of_every_stretch() {
        let times = [5, 1, 9, 0, 7, 7, 2].map(Nanos);
        let mut latest = Latest::new(times.len());
        for (place, time) in times.iter().enumerate() {
            latest.set(place, *time);
        }
        for from in 0..=times.len() {
            for to in from..=times.len() {
                let expected = times[from..to].iter().max().copied();
                assert_eq!(
                    latest.of(from..to),
                    expected.unwrap_or_default(),
                    "{from}..{to}"
                );
            }
        }
    }
}
