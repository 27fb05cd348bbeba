//! The only list of experiments.

use super::{
    Experiment, album_photos, company_details, connection_reuse, fastest_posts, posts_with_timeout,
    user_comments, user_dashboard, user_with_posts,
};

/// All experiments, in the order of the navigation.
pub const EXPERIMENTS: &[&Experiment] = &[
    &user_with_posts::EXPERIMENT,
    &user_dashboard::EXPERIMENT,
    &fastest_posts::EXPERIMENT,
    &user_comments::EXPERIMENT,
    &company_details::EXPERIMENT,
    &album_photos::EXPERIMENT,
    &posts_with_timeout::EXPERIMENT,
    &connection_reuse::EXPERIMENT,
];

/// The experiment of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Experiment> {
    EXPERIMENTS
        .iter()
        .find(|experiment| experiment.name == name)
        .copied()
}
