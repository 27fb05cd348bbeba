//! What runs a variant and measures it: ports to the outside, calls, time-outs, virtual time, fair
//! comparisons. Pure: no web, no Leptos. `browser` and `replica` implement the ports.

pub mod call;
pub mod error;
pub mod keep;
pub mod ports;
pub mod random;
pub mod recording;
pub mod replay;
pub mod runner;
pub mod statistics;
pub mod tasks;
pub mod vigil;
pub mod virtual_time;
