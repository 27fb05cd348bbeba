//! All that names the web: the page's ports to fetch, time, storage and the address bar. Nothing
//! outside this folder does I/O; clippy's disallowed lists see to it.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this is the folder that the lists keep I/O in"
)]

pub mod address;
mod alarms;
mod attention;
mod bursts;
pub mod calendar;
mod chunks;
mod clock;
pub mod diagnostics;
pub mod failure;
mod fetch;
pub mod files;
pub mod first_paint;
pub mod framed;
mod frames;
mod history;
mod incoming;
pub mod motion;
pub mod offline;
pub mod packing;
pub mod painting;
mod paper;
pub mod store;
mod tasks;
pub mod theme;
mod timeline;
mod timing;
mod turns;

pub use attention::Visibility;
pub use clock::PageClock;
pub use fetch::FetchTransport;
pub use frames::Frames;
pub use history::BrowserShelf;
pub use incoming::{Incoming, MOST_BYTES, Unreadable};
pub use paper::Paper;
pub use tasks::PageTasks;
pub use timeline::Profiler;

/// Whether the media query holds; one that cannot be asked does not.
fn media(query: &str) -> bool {
    let asked = window().match_media(query).ok().flatten();
    asked.is_some_and(|asked| asked.matches())
}

/// The page's window.
///
/// # Panics
/// Outside a browser's page, where nothing of this folder can work.
#[allow(clippy::expect_used, reason = "a page always has a window")]
fn window() -> web_sys::Window {
    web_sys::window().expect("there is a window in a page")
}
