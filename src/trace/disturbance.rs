//! What makes a run's figures no evidence of anything.

use crate::time::Nanos;

/// What happened to a run from outside it: its figures stand, and show nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disturbance {
    /// The page was hidden at some time of it: browsers slow the timers of hidden pages.
    Hidden,
    /// Nothing ran in the page for this long: the machine slept, or something held the page.
    HeldUp(Nanos),
}

impl Disturbance {
    /// Whether the page was hidden.
    #[must_use]
    pub const fn is_hidden(self) -> bool {
        matches!(self, Self::Hidden)
    }

    /// For how long nothing ran.
    #[must_use]
    pub const fn held_up(self) -> Option<Nanos> {
        match self {
            Self::HeldUp(time) => Some(time),
            Self::Hidden => None,
        }
    }

    /// Both, of what lies one after the other. What held a hidden page up may be its slow timers: the one
    /// mark is enough.
    #[must_use]
    pub fn and(self, next: Self) -> Self {
        match (self, next) {
            (Self::HeldUp(first), Self::HeldUp(then)) => Self::HeldUp(first + then),
            _ => Self::Hidden,
        }
    }

    /// What it was, in a few words.
    #[must_use]
    pub fn what(self) -> String {
        match self {
            Self::Hidden => "the page was hidden".into(),
            Self::HeldUp(time) => format!(
                "the machine slept or the page was held up for {}",
                long(time)
            ),
        }
    }

    /// What follows from it, in a sentence.
    #[must_use]
    pub const fn why(self) -> &'static str {
        match self {
            Self::Hidden => "A browser slows the timers of hidden pages.",
            Self::HeldUp(_) => {
                "Clocks and time-outs go on meanwhile, or stand still: nobody can tell."
            }
        }
    }
}

/// A time that is long for a page: in seconds, minutes or hours, to the nearest.
fn long(time: Nanos) -> String {
    let seconds = time.0 as f64 / 1e9;
    match seconds {
        ..119.5 => format!("{seconds:.0} s"),
        ..7_170.0 => format!("{:.0} min", seconds / 60.0),
        _ => format!("{:.0} h", seconds / 3_600.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_how_long_it_was() {
        for (seconds, expected) in [
            (6, "6 s"),
            (119, "119 s"),
            (120, "2 min"),
            (7_169, "119 min"),
            (7_200, "2 h"),
            (28_800, "8 h"),
        ] {
            let what = Disturbance::HeldUp(Nanos::from_millis(seconds * 1_000)).what();
            assert_eq!(
                what,
                format!("the machine slept or the page was held up for {expected}")
            );
        }
    }

    #[test]
    fn two_are_told_as_one() {
        use Disturbance::{HeldUp, Hidden};
        let (six, nine) = (HeldUp(Nanos(6)), HeldUp(Nanos(9)));
        assert_eq!(six.and(nine), HeldUp(Nanos(15)));
        for (first, then) in [(Hidden, six), (six, Hidden), (Hidden, Hidden)] {
            assert_eq!(first.and(then), Hidden);
        }
    }
}
