//! Tandem's tasks.
fn main() {}
