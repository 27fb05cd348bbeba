//! Replayed durations: other schedules of the requests that were measured.

use std::rc::Rc;

use leptos::prelude::*;

use super::super::comparison::{Origin, Phase};
use super::super::modelled::{self, MeasuredWorld, Modelled, World};
use super::super::session::Session;

/// Replayed durations.
impl Session {
    /// What the comparison on the page measured, if it is over and everything it answered was kept.
    pub(super) fn measured(self) -> Option<Rc<MeasuredWorld>> {
        let comparison = self.comparison.get_untracked()?;
        let here = *comparison.origin() == Origin::Here;
        let whole = here
            && untrack(|| comparison.phase() == Phase::Done)
            && !comparison.kept().overflowed();
        whole.then(|| Rc::new(MeasuredWorld::of(&comparison)))
    }

    /// Schedules the requests of the comparison on the page anew, each as long as it was measured to
    /// take. The variants, left to right; `None` when nothing whole was measured.
    #[must_use]
    pub fn replay_durations(self) -> Option<(usize, Vec<Modelled>)> {
        let world = self.measured()?;
        let durations = world.durations();
        let comparison = self.comparison.get_untracked()?;
        let settings = comparison.settings();
        let order = (0..settings.experiment.variants.len()).collect();
        let plan = self.plan(settings, order, 0)?;
        Some((
            durations,
            modelled::run(
                &*self.host(),
                &World::Measured(world),
                &plan,
            ),
        ))
    }
}
