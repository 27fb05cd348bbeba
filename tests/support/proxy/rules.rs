//! Which requests are treated how.

use super::behaviour::Behaviour;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

/// The rules in force. They may change while requests are on their way.
#[derive(Default)]
pub(crate) struct Rules {
    behaviours: RwLock<Vec<Rule>>,
    delay: RwLock<Option<Delay>>,
    timed: AtomicBool,
}

/// How requests are treated that match a pattern.
struct Rule {
    pattern: String,
    /// How many of them it still leaves to the rules before it.
    spared: AtomicUsize,
    behaviour: Behaviour,
}

type Delay = Box<dyn Fn(&str) -> Duration + Send + Sync>;

impl Rules {
    /// Adds a rule, which goes before all earlier ones once it has left `spared` requests to them.
    pub(crate) fn add(&self, spared: usize, pattern: &str, behaviour: Behaviour) {
        let mut rules = self
            .behaviours
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        rules.push(Rule {
            pattern: pattern.to_owned(),
            spared: AtomicUsize::new(spared),
            behaviour,
        });
    }

    /// Replaces the delay.
    pub(crate) fn delay_by(&self, delay: impl Fn(&str) -> Duration + Send + Sync + 'static) {
        *self.delay.write().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(delay));
    }

    /// Lets pages read the timing of every answer.
    pub(crate) fn allow_timing(&self) {
        self.timed.store(true, Ordering::Release);
    }

    /// Whether pages may read the timing of an answer.
    pub(crate) fn allows_timing(&self) -> bool {
        self.timed.load(Ordering::Acquire)
    }

    /// What to do with a request for `path` (with its query).
    pub(crate) fn behaviour(&self, path: &str) -> Behaviour {
        let rules = self
            .behaviours
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let mut matching = rules
            .iter()
            .rev()
            .filter(|rule| matches(&rule.pattern, path));
        let rule = matching.find(|rule| !rule.spares());
        rule.map_or(Behaviour::Pass, |rule| {
            rule.behaviour.clone()
        })
    }

    /// How long a request for `path` (with its query) takes at least.
    pub(crate) fn delay(&self, path: &str) -> Duration {
        let delay = self.delay.read().unwrap_or_else(PoisonError::into_inner);
        delay.as_ref().map_or(Duration::ZERO, |delay| delay(path))
    }
}

impl Rule {
    /// Whether this request is one of those that it leaves to the rules before it.
    fn spares(&self) -> bool {
        let less = |left: usize| left.checked_sub(1);
        self.spared
            .fetch_update(
                Ordering::AcqRel,
                Ordering::Acquire,
                less,
            )
            .is_ok()
    }
}

fn matches(pattern: &str, path: &str) -> bool {
    if let Some(start) = pattern.strip_suffix('*') {
        return path.starts_with(start);
    }
    let without_query = path.split('?').next().unwrap_or(path);
    pattern
        == if pattern.contains('?') {
            path
        } else {
            without_query
        }
}
