//! What runs a variant and measures it: ports to the outside, calls, virtual time, fair comparisons.
//! Pure: no web, no Leptos. `browser` and `replica` implement the ports.

pub mod ports;
pub mod time;
