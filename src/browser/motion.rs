//! Whether the person likes things to move.

/// Whether the system does not ask for less of it.
#[must_use]
pub fn is_liked() -> bool {
    // A browser that cannot be asked is not asked for less.
    !super::media("(prefers-reduced-motion: reduce)")
}
