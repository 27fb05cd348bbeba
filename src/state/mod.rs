//! What the page knows and does: settings and their link, the comparison that runs, what its figures
//! say. Talks to the outside through [`Host`].

pub mod budget;
mod caption;
mod comparison;
mod conduct;
pub mod export;
pub mod history;
mod host;
pub mod instruments;
mod keeping;
mod keyboard;
pub mod link;
pub mod look;
pub mod modelled;
mod modelling;
mod opening;
mod prediction;
mod reading;
pub mod recorded;
mod reference;
mod renewal;
mod replay;
mod saving;
pub mod series;
mod session;
mod settings;
pub mod sharing;
mod showing;
mod spending;
pub mod sweep;
pub mod verdict;

pub use crate::record::LaneState;
pub use crate::record::shelf::{NoShelf, Shelf};
pub use caption::caption;
pub use comparison::{Comparison, Ending, Failed, Lane, Origin, Phase, Warmth};
pub use host::{Guard, Host};
pub use opening::Unopened;
pub use prediction::Prediction;
pub use reading::{Reading, Settled, read, read_at, settle};
pub use reference::{Difference, Reference};
pub use saving::CodeFile;
pub use series::Series;
pub use session::Session;
pub use settings::{Order, Settings, Source, SourceKind, Speed, Tab, Theme, View};
pub use sweep::Sweep;
