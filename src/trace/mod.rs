//! What was recorded of a run, as plain data, and what can be read out of it.
//!
//! A recorder feeds [`Step`]s into a [`Trace`]; everything else here is a pure function of finished or
//! growing traces: [`metrics`], the [`evidence`] of which calls depend on which, the floor that follows
//! from it, the [`critical_path`], and [`advice`].

pub mod advice;
pub mod cause;
pub mod critical_path;
mod disturbance;
pub mod evidence;
pub mod flight;
pub mod metrics;
mod span;
mod trace_log;

pub use disturbance::Disturbance;
#[cfg(test)]
pub(crate) use span::tests;
pub use span::{CallSite, NewSpan, Outcome, Phases, Span, SpanId, SpanOrder, Step};
pub use trace_log::Trace;
