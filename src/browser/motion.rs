//! Whether the person likes things to move.

/// Whether the system does not ask for less of it.
#[must_use]
pub fn is_liked() -> bool {
    let asked = super::window().match_media("(prefers-reduced-motion: reduce)");
    // A browser that cannot be asked is not asked for less.
    !asked.ok().flatten().is_some_and(|query| query.matches())
}
