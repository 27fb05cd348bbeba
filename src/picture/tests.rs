//! Geometry, by what is written.
