//! What people need who see, hear or move otherwise than most: what axe cannot find out. See
//! `docs/accessibility.md`.
//!
//! - [`states`]: the states of the page; [`findings`]: what one visit to them has found for several tests.
//! - [`sizes`]: small windows, large letters, wide spaces, targets.
//! - [`colours`]: texts, bars, focus and choices, light, dark and forced.
//! - [`order`]: where Tab goes; [`kept`]: where the focus is after everything that can be done.
//! - [`hands`]: a whole visit without a pointer, and without dragging.
//! - [`told`]: what is read out; [`still`]: without motion.

mod colours;
mod findings;
mod hands;
mod kept;
mod order;
mod sizes;
mod states;
mod still;
mod told;
