//! What the state needs from the page around it. `app` implements it over `browser` and `replica`.

use std::any::Any;
use std::rc::Rc;

use futures::future::LocalBoxFuture;

use super::routines::AllRoutines;
use super::settings::{Source, Theme};
use crate::api::base::ReadAddress;
use crate::engine::ports::{Clock, Spawn};
use crate::engine::runner::Environment;
use crate::network::Network;
use crate::record::reader;
use crate::record::shelf::Shelf;

/// Keeps something going for as long as it lives.
pub type Guard = Box<dyn Any>;

/// The page around the state.
pub trait Host {
    /// The page stands in the place of what was painted first, which goes.
    fn stands(&self);

    /// What the variants of all experiments do, where that is there from the beginning.
    fn routines(&self) -> Option<AllRoutines>;

    /// The environment of a comparison on `source`.
    fn environment(&self, source: &Source) -> Environment;

    /// The replica over `network`, with a clock and a place for tasks of the caller's own.
    fn replica(&self, network: &Network, clock: Rc<dyn Clock>, spawn: Rc<dyn Spawn>)
    -> Environment;

    /// The page's clock.
    fn clock(&self) -> Rc<dyn Clock>;

    /// Runs `task` on the page's event loop.
    fn spawn(&self, task: LocalBoxFuture<'static, ()>);

    /// Gives the name and the text of the first file of each choice, drop or paste to `take`, or why it could
    /// not be read, while the guard lives.
    fn incoming(&self, take: Box<dyn Fn(String, Result<String, String>)>) -> Guard;

    /// Tells whenever the page is laid out for paper, or for a screen again, while the guard lives.
    fn on_paper(&self, tell: Box<dyn FnMut(bool)>) -> Guard;

    /// Whether the person likes things to move; those who do not are shown steps.
    fn likes_motion(&self) -> bool;

    /// Calls `tick` once a frame while the guard lives.
    fn frames(&self, tick: Box<dyn FnMut()>) -> Guard;

    /// As [`Self::frames`], and leaves out as many as it takes to leave most of the time to what is measured.
    fn spare_frames(&self, tick: Box<dyn FnMut()>) -> Guard;

    /// Counts a comparison as alive while the guard lives. The measures of the last one are forgotten.
    fn hold_comparison(&self) -> Guard;

    /// A seed that nobody can foresee.
    fn seed(&self) -> u64;

    /// Calls `tick` about once a second while the guard lives.
    fn each_second(&self, tick: Box<dyn FnMut()>) -> Guard;

    /// The date and time as milliseconds since 1970. No clock: it may jump.
    fn epoch_millis(&self) -> u64;

    /// What any tab wrote down of its live requests.
    fn recall_spent(&self) -> Option<String>;

    /// Writes it down for all tabs.
    fn remember_spent(&self, text: &str);

    /// The date and time in UTC, as ISO 8601 writes it.
    fn date(&self) -> String;

    /// A date and time in UTC, as ISO 8601 writes it, for people: as it is in this place. What is no date
    /// stays as it is.
    fn local_time(&self, date: &str) -> String;

    /// Where runs are kept for the next visit.
    fn shelf(&self) -> Rc<dyn Shelf>;

    /// How addresses are read.
    fn read_address(&self) -> ReadAddress;

    /// The query of the page's address.
    fn query(&self) -> String;

    /// The fragment of the page's address: no server is told of it.
    fn fragment(&self) -> String;

    /// Puts `query` and `fragment` into the page's address, as a new entry or in place of this one.
    fn set_address(&self, query: &str, fragment: &str, new_entry: bool);

    /// The page's address without query and fragment.
    fn page(&self) -> String;

    /// Compresses `bytes`.
    fn deflate(&self, bytes: Vec<u8>) -> LocalBoxFuture<'static, reader::Result<Vec<u8>>>;

    /// Decompresses `bytes`, to a few MB at most.
    fn inflate(&self, bytes: Vec<u8>) -> LocalBoxFuture<'static, reader::Result<Vec<u8>>>;

    /// Whether the page stands in another one.
    fn is_framed(&self) -> bool;

    /// Whether this browser ran on an API of `origin` before.
    fn knows_api(&self, origin: &str) -> bool;

    /// Remembers that it may.
    fn remember_api(&self, origin: &str);

    /// The theme that was chosen before.
    fn theme(&self) -> Theme;

    /// Shows the page in `theme` and remembers it.
    fn set_theme(&self, theme: Theme);

    /// Whether single keys work, as was chosen before; they do when nobody chose.
    fn single_keys(&self) -> bool;

    /// Remembers whether single keys work.
    fn set_single_keys(&self, allowed: bool);

    /// Whether the page is light on dark now.
    fn is_dark(&self) -> bool;

    /// Keeps the page for visits without a network, once it is at rest and not `is_busy`; calls `tell` when a
    /// newer version of the page is there to be loaded. Nothing happens where it cannot be kept.
    fn keep_copy(&self, is_busy: Box<dyn Fn() -> bool>, tell: Box<dyn Fn()>);

    /// Loads the newer version of the page.
    fn load_newer(&self);

    /// Offers `text` as a file.
    fn download(&self, name: &str, mime: &str, text: &str) -> bool;

    /// Paints the picture `svg` and offers it as a PNG file: how many times its size, two if that is not
    /// too large for a browser; `None` if it could not be painted.
    fn download_png(&self, name: String, svg: String) -> LocalBoxFuture<'static, Option<f64>>;

    /// Puts `text` on the clipboard; whether that was allowed.
    fn copy(&self, text: String) -> LocalBoxFuture<'static, bool>;
}
