//! How close the rows of a waterfall stand: the more there are, the thinner, and in the end not all.

/// The most rows of one run that are drawn.
pub(super) const MOST: usize = 1_000;

/// How rows are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rows {
    /// From one row to the next.
    pub(super) pitch: f64,
    /// The height of a bar.
    pub(super) bar: f64,
    /// The size of labels and notes, where there is room for any.
    pub(super) text: Option<f64>,
}

impl Rows {
    /// For runs of which the longest has so many calls.
    pub(super) const fn of(calls: usize) -> Self {
        match calls {
            0..=30 => Self {
                pitch: 24.0,
                bar: 14.0,
                text: Some(12.0),
            },
            31..=100 => Self {
                pitch: 13.0,
                bar: 8.0,
                text: Some(11.0),
            },
            _ => Self {
                pitch: 3.0,
                bar: 2.0,
                text: None,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_calls_stand_closer() {
        for (calls, pitch, labelled) in [
            (0, 24.0, true),
            (30, 24.0, true),
            (31, 13.0, true),
            (100, 13.0, true),
            (101, 3.0, false),
            (10_000, 3.0, false),
        ] {
            let rows = Rows::of(calls);
            assert_eq!(
                (rows.pitch, rows.text.is_some()),
                (pitch, labelled),
                "{calls}"
            );
            assert!(rows.bar < rows.pitch && rows.text.is_none_or(|size| size < rows.pitch));
        }
    }
}
