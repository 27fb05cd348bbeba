//! Advice from recorded runs: of every experiment, and of programs that nobody has seen before.

mod experiments;
mod program;
mod programs;
mod replay;
