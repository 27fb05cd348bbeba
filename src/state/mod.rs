//! What the page knows and does: settings and their link, the comparison that runs, what its figures
//! say. Talks to the outside through [`Host`].

mod comparison;
mod conduct;
pub mod format;
mod host;
pub mod link;
pub mod modelled;
mod prediction;
mod reading;
pub mod run_file;
mod session;
mod settings;
pub mod verdict;

pub use comparison::{Comparison, Lane, LaneState, Phase, Warmth};
pub use host::{Guard, Host};
pub use prediction::Prediction;
pub use reading::{Reading, read};
pub use session::Session;
pub use settings::{Order, Settings, Source, SourceKind, Tab, Theme, View};
