//! The experiments: each a question over some data, and the ways to schedule it.
//!
//! An experiment is a folder with one short file a variant, and one line in the [`manifest`]. The
//! files are compiled and shown on the page; all that a reader of one needs to see stands in it.

mod album_photos;
mod answer;
mod company_details;
mod compare;
mod connection_reuse;
mod fastest_posts;
mod manifest;
mod numbers;
mod params;
mod posts_with_timeout;
pub mod sources;
mod user_comments;
mod user_dashboard;
mod user_with_posts;

use std::future::Future;
use std::rc::Rc;

use futures::future::LocalBoxFuture;
use serde::de::DeserializeOwned;

use crate::api::{Client, Result};
use crate::engine::tasks::Tasks;
use crate::json::JsonText;
pub use answer::{Answer, Item, Loaded, Part};
pub use compare::{Plan, Watcher, compare};
pub use manifest::{EXPERIMENTS, FIRST, find, routines, routines_of_first};
pub use params::{Kind, Param, Value, Values};
use sources::Code;

/// One question over some data.
pub struct Experiment {
    /// The name in links and run files.
    pub name: &'static str,
    /// The heading it stands under in the navigation.
    pub group: &'static str,
    /// Its entry in the navigation.
    pub menu: &'static str,
    /// The page's heading.
    pub title: &'static str,
    /// The question, in a sentence or two.
    pub question: &'static str,
    /// Its picture in the navigation.
    pub icon: &'static [IconBar],
    /// What a person may choose.
    pub params: &'static [Param],
    /// The parameter that limits how many of a variant's calls are in flight, if there is one.
    pub limit: Option<Limit>,
    /// What a browser hides of it on a real API, and where to see it, if it hides anything.
    pub hidden_by_browsers: Option<&'static str>,
    /// The ways to schedule it, left to right. The first is the one that others are compared with.
    pub variants: &'static [Variant],
    /// The names of the concepts that bear on it most.
    pub concepts: &'static [&'static str],
}

/// What limits a variant.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// How many permits there are.
    pub param: &'static Param,
    /// The name of the variant whose calls need one.
    pub variant: &'static str,
}

/// A bar of an experiment's picture, in a field of 20 × 16.
#[derive(Clone, Copy)]
pub struct IconBar {
    /// From the left.
    pub x: u8,
    /// From the top.
    pub y: u8,
    /// Its length.
    pub width: u8,
    /// Whether it stands back behind the others.
    pub faint: bool,
}

impl IconBar {
    /// A bar.
    #[must_use]
    pub const fn new(x: u8, y: u8, width: u8) -> Self {
        Self {
            x,
            y,
            width,
            faint: false,
        }
    }

    /// A bar that stands back behind the others.
    #[must_use]
    pub const fn faint(x: u8, y: u8, width: u8) -> Self {
        Self {
            faint: true,
            ..Self::new(x, y, width)
        }
    }
}

/// A variant, started: a future of what it loads.
pub type Running = LocalBoxFuture<'static, Result<Loaded>>;

/// What a variant is started with.
pub struct Start {
    /// Makes its calls.
    pub client: Client,
    /// What the person chose.
    pub values: Values,
    /// Starts tasks that run on by themselves.
    pub tasks: Rc<Tasks>,
    /// Takes what it hands to its caller before its end: all that there is so far.
    pub hand: Rc<dyn Fn(Loaded)>,
}

/// A variant whose loaded data becomes the answer when it ends.
fn answer<T: Into<Answer> + 'static>(load: impl Future<Output = Result<T>> + 'static) -> Running {
    Box::pin(async move {
        let loaded = load.await?;
        Ok(Loaded::new(|| loaded.into()))
    })
}

/// Reads what was loaded as `T`, and makes the answer of it.
fn read<T: DeserializeOwned + Into<Answer>>(text: &JsonText) -> serde_json::Result<Answer> {
    // As bytes, which is how answers are read off the network: there is one reader of each type.
    serde_json::from_slice::<T>(text.as_str().as_bytes()).map(Into::into)
}

/// One way to schedule an experiment.
pub struct Variant {
    /// The name in links, attributes and run files.
    pub name: &'static str,
    /// The name for people.
    pub title: &'static str,
    /// What it is called in code.
    pub idiom: &'static str,
    /// What it does, in a sentence.
    pub explanation: &'static str,
    /// When it is the right choice.
    pub use_when: &'static str,
    /// What goes wrong with it.
    pub watch_for: &'static str,
    /// The code that runs, as shown, and its siblings in other languages.
    pub code: &'static Code,
}

/// What a variant does. It stands apart from what is told of it: the page is there before what all of them do.
pub struct Routine {
    /// Reads an answer of it from a run file.
    pub read: fn(&JsonText) -> serde_json::Result<Answer>,
    /// Starts it.
    pub start: fn(Start) -> Running,
}

/// What the variants of an experiment do, left to right.
pub type Routines = &'static [Routine];
