//! What the page knows and does: settings and their link, the comparison that runs, what its figures
//! say. Talks to the outside through [`Host`].

pub mod budget;
mod comparison;
mod conduct;
mod host;
pub mod instruments;
pub mod link;
pub mod modelled;
mod modelling;
mod opening;
mod prediction;
mod reading;
pub mod recorded;
pub mod series;
mod session;
mod settings;
pub mod sharing;
mod spending;
pub mod sweep;
pub mod verdict;

pub use crate::record::LaneState;
pub use comparison::{Comparison, Ending, Failed, Lane, Origin, Phase, Warmth};
pub use host::{Guard, Host};
pub use prediction::Prediction;
pub use reading::{Reading, read};
pub use series::Series;
pub use session::Session;
pub use settings::{Order, Settings, Source, SourceKind, Tab, Theme, View};
pub use sweep::Sweep;
