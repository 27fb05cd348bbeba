//! The only list of experiments.

use super::{
    Experiment, Routines, album_photos, company_details, connection_reuse, fastest_posts,
    posts_with_timeout, user_comments, user_dashboard, user_with_posts,
};

/// The experiments of these folders, and what their variants do: two lists, since who has the first need not have
/// the second.
macro_rules! experiments {
    ($($folder:ident),+ $(,)?) => {
        /// All experiments, in the order of the navigation.
        pub const EXPERIMENTS: &[&Experiment] = &[$(&$folder::EXPERIMENT),+];

        /// What the variants of `experiment` do, whichever it is. Who asks for this has all of them in the same part
        /// of the program.
        #[must_use]
        pub fn routines(experiment: &Experiment) -> Routines {
            $(if experiment.name == $folder::EXPERIMENT.name {
                return $folder::ROUTINES;
            })+
            &[]
        }
    };
}

experiments![
    user_with_posts,
    user_dashboard,
    fastest_posts,
    user_comments,
    company_details,
    album_photos,
    posts_with_timeout,
    connection_reuse,
];

/// The experiment that the page opens with.
pub const FIRST: &Experiment = &user_dashboard::EXPERIMENT;

/// What the variants of [`FIRST`] do: the page starts with this.
#[must_use]
pub fn routines_of_first() -> Routines {
    user_dashboard::ROUTINES
}

/// The experiment of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Experiment> {
    EXPERIMENTS
        .iter()
        .find(|experiment| experiment.name == name)
        .copied()
}
