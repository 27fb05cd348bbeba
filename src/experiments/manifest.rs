//! The only list of experiments.

use super::{Experiment, user_dashboard, user_with_posts};

/// All experiments, in the order of the navigation.
pub const EXPERIMENTS: &[&Experiment] =
    &[&user_with_posts::EXPERIMENT, &user_dashboard::EXPERIMENT];

/// The experiment of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Experiment> {
    EXPERIMENTS
        .iter()
        .find(|experiment| experiment.name == name)
        .copied()
}
