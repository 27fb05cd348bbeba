//! The budget of requests to the public API: it is free, and stays so by being asked little.

use crate::sorting::sort;

/// The most requests in a minute, over all tabs of this browser.
pub const BUDGET: u32 = 300;

/// The minute, in milliseconds.
const WINDOW: u64 = 60_000;

/// What was spent within the last minute: when, in milliseconds of the calendar, and how many requests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Budget(Vec<(u64, u32)>);

/// More than there is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverBudget {
    /// How many requests were wanted.
    pub wanted: u32,
    /// How many are left.
    pub left: u32,
    /// In how many seconds they will be possible; never when there are more than [`BUDGET`].
    pub wait: Option<u64>,
}

impl Budget {
    /// Reads what this or another tab wrote. What cannot be read was not spent by this program.
    #[must_use]
    pub fn read(text: Option<&str>, now: u64) -> Self {
        let spent: Option<Vec<(u64, u32)>> =
            text.and_then(|text| serde_json::from_slice(text.as_bytes()).ok());
        let mut spent = spent.unwrap_or_default();
        // A calendar that was set back must not lock anybody out.
        spent.retain(|(at, _)| *at <= now && now - at < WINDOW);
        Self(spent)
    }

    /// As [`Self::read`] reads it.
    #[must_use]
    pub fn text(&self) -> String {
        serde_json::to_string(&self.0).unwrap_or_default()
    }

    /// How many requests are left.
    #[must_use]
    pub fn left(&self) -> u32 {
        let spent = self.0.iter().fold(0_u32, |sum, (_, count)| {
            sum.saturating_add(*count)
        });
        BUDGET.saturating_sub(spent)
    }

    /// Spends `count` requests at `now`.
    ///
    /// # Errors
    /// When there are not so many left. Nothing is spent then.
    pub fn spend(&mut self, count: u32, now: u64) -> Result<(), OverBudget> {
        let left = self.left();
        if count > left {
            return Err(OverBudget {
                wanted: count,
                left,
                wait: self.wait_for(count, now),
            });
        }
        self.0.push((now, count));
        Ok(())
    }

    /// Gives back `count` of the requests that were spent at `at`, since they were not sent.
    pub fn give_back(&mut self, mut count: u32, at: u64) {
        for (_, spent) in self.0.iter_mut().filter(|entry| entry.0 == at) {
            let given = count.min(*spent);
            (*spent, count) = (*spent - given, count - given);
        }
    }

    /// Adds `count` requests that were sent beyond what was spent at `at`: they count, allowed or not.
    pub fn add(&mut self, count: u32, at: u64) {
        self.0.extend((count > 0).then_some((at, count)));
    }

    /// In how many seconds `count` requests will be possible.
    fn wait_for(&self, count: u32, now: u64) -> Option<u64> {
        let mut left = self.left();
        let mut spent = self.0.clone();
        sort(&mut spent);
        let free = spent.iter().find(|(_, spent)| {
            left += spent;
            left >= count
        })?;
        Some((free.0 + WINDOW - now).div_ceil(1_000))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_takes_so_many_requests_and_no_more() {
        let mut budget = Budget::default();
        assert_eq!(budget.spend(200, 1_000), Ok(()));
        assert_eq!(budget.spend(90, 31_000), Ok(()));
        assert_eq!(budget.left(), 10);
        let over = |wanted, wait| {
            Err(OverBudget {
                wanted,
                left: 10,
                wait,
            })
        };
        assert_eq!(
            budget.clone().spend(11, 41_000),
            over(11, Some(20))
        );
        assert_eq!(
            budget.clone().spend(211, 41_000),
            over(211, Some(50))
        );
        assert_eq!(
            budget.clone().spend(301, 41_000),
            over(301, None)
        );
        let later = Budget::read(Some(&budget.text()), 61_000);
        assert_eq!(later.left(), 210);
    }

    #[test]
    fn what_was_not_sent_is_given_back() {
        let mut budget = Budget::default();
        budget.spend(100, 5).unwrap();
        budget.give_back(60, 5);
        budget.give_back(60, 6);
        assert_eq!(budget.left(), BUDGET - 40);
        budget.spend(100, 5).unwrap();
        budget.give_back(120, 5);
        assert_eq!(
            budget.left(),
            BUDGET - 20,
            "both were spent at one time"
        );
    }

    #[test]
    fn what_somebody_else_wrote_locks_nobody_out() {
        for text in ["", "{}", "[[1]]", "[[-1, 2]]", "[[99999999999999, 300]]"] {
            assert_eq!(
                Budget::read(Some(text), 1_000).left(),
                BUDGET,
                "{text}"
            );
        }
        assert_eq!(
            Budget::read(
                Some("[[900, 4000000000], [901, 4000000000]]"),
                1_000
            )
            .left(),
            0
        );
    }
}
