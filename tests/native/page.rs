//! A page without a browser: the state's host over scripted sources and virtual time.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use futures::future::LocalBoxFuture;
use leptos::prelude::Owner;
use tandem::api::base::{Parts, ReadAddress};
use tandem::engine::ports::{Clock, Spawn};
use tandem::engine::runner::Environment;
use tandem::engine::virtual_time::{VirtualClock, run};
use tandem::experiments::routines;
use tandem::network::Network;
use tandem::record::reader::{self, BadFile};
use tandem::replica::transport::{BASE, ReplicaTransport};
use tandem::state::{AllRoutines, Guard, Host, Session, Shelf, Source, Theme};
use tandem::time::Nanos;

use crate::scripted::Scripted;
use crate::shelf::FakeShelf;

/// The page, its address bar and what it was asked to keep.
pub(crate) struct Page {
    pub(crate) host: Rc<FakeHost>,
    pub(crate) session: Session,
    // Signals live as long as their owner.
    _owner: Owner,
}

/// What is done once a frame.
type Tick = Rc<RefCell<Box<dyn FnMut()>>>;

type WeakTick = Weak<RefCell<Box<dyn FnMut()>>>;

pub(crate) struct FakeHost {
    pub(crate) live: Scripted,
    pub(crate) query: RefCell<String>,
    pub(crate) fragment: RefCell<String>,
    /// How often a new entry was made in the address bar.
    pub(crate) entries: Cell<u32>,
    pub(crate) known: RefCell<Vec<String>>,
    /// Whether it stands in another page.
    pub(crate) framed: Cell<bool>,
    pub(crate) comparisons: Rc<Cell<i32>>,
    pub(crate) spent: RefCell<Option<String>>,
    pub(crate) likes_motion: Cell<bool>,
    ticks: RefCell<Vec<WeakTick>>,
    /// What was offered as files.
    pub(crate) saved: RefCell<Vec<Saved>>,
    /// Whether it takes no file.
    pub(crate) refuses: Cell<bool>,
    /// How many times its size it paints a picture.
    pub(crate) painted: Cell<Option<f64>>,
    pub(crate) dark: Cell<bool>,
    pub(crate) today: RefCell<String>,
    pub(crate) shelf: Rc<FakeShelf>,
    /// What asks whether the page is busy, and what tells of a newer version, if the page is to be kept.
    pub(crate) kept: RefCell<Option<Kept>>,
    /// How often the newer version was loaded.
    pub(crate) renewed: Cell<u32>,
    /// How long each look at the clock takes: a page that works is not out of time.
    pace: Nanos,
    worked: Rc<Cell<Nanos>>,
    clock: VirtualClock,
    /// What of the variants is there from the beginning.
    routines: Option<AllRoutines>,
}

/// What the page is kept by.
pub(crate) struct Kept {
    pub(crate) is_busy: Box<dyn Fn() -> bool>,
    pub(crate) tell: Box<dyn Fn()>,
}

/// A file that was offered.
pub(crate) struct Saved {
    pub(crate) name: String,
    /// Its media type, or `painted`.
    pub(crate) mime: String,
    /// Its text, or that of the picture that was painted.
    pub(crate) text: String,
}

impl Saved {
    fn new(name: &str, mime: &str, text: &str) -> Self {
        Self {
            name: name.into(),
            mime: mime.into(),
            text: text.into(),
        }
    }
}

impl Page {
    /// A page at `query`, perhaps with a fragment behind it, on which live and every custom API answer as `live` does.
    pub(crate) fn at(query: &str, live: Scripted) -> Self {
        Self::paced(query, live, Nanos::ZERO)
    }

    /// The same on a page whose work takes time: its clock goes on by `pace` each time it is looked at.
    pub(crate) fn paced(query: &str, live: Scripted, pace: Nanos) -> Self {
        Self::with(query, live, pace, Some(routines))
    }

    /// A page that starts with what its first experiment needs, as it does in a browser.
    pub(crate) fn that_starts(query: &str, live: Scripted) -> Self {
        Self::with(query, live, Nanos::ZERO, None)
    }

    fn with(query: &str, live: Scripted, pace: Nanos, routines: Option<AllRoutines>) -> Self {
        let owner = Owner::new();
        owner.set();
        let (query, fragment) = query.split_once('#').unwrap_or((query, ""));
        let host = Rc::new(FakeHost {
            clock: live.clock.clone(),
            live,
            query: RefCell::new(query.to_owned()),
            fragment: RefCell::new(fragment.to_owned()),
            entries: Cell::new(0),
            known: RefCell::default(),
            framed: Cell::default(),
            comparisons: Rc::default(),
            spent: RefCell::default(),
            likes_motion: Cell::new(true),
            ticks: RefCell::default(),
            saved: RefCell::default(),
            refuses: Cell::default(),
            painted: Cell::new(Some(2.0)),
            dark: Cell::default(),
            today: RefCell::new("2026-01-31T12:00:00Z".into()),
            shelf: Rc::default(),
            kept: RefCell::default(),
            renewed: Cell::default(),
            pace,
            worked: Rc::default(),
            routines,
        });
        let session = Session::new(Rc::<FakeHost>::clone(&host));
        Self {
            host,
            session,
            _owner: owner,
        }
    }

    /// Lets the page be for so many milliseconds of virtual time.
    pub(crate) fn wait(&self, millis: u64) {
        let deadline = self.host.clock.now() + Nanos::from_millis(millis);
        run(
            &self.host.clock,
            self.host.clock.sleep_until(deadline),
        )
        .expect("time passes");
    }

    /// Lets so many milliseconds pass and paints a frame.
    pub(crate) fn frame(&self, millis: u64) {
        self.wait(millis);
        let ticks: Vec<Tick> = self
            .host
            .ticks
            .borrow()
            .iter()
            .filter_map(Weak::upgrade)
            .collect();
        for tick in ticks {
            tick.borrow_mut()();
        }
    }

    /// Goes to another address, as Back and Forward do.
    pub(crate) fn go(&self, link: &str) {
        let (query, fragment) = link.split_once('#').unwrap_or((link, ""));
        self.host.query.replace(query.into());
        self.host.fragment.replace(fragment.into());
        self.session.follow_link();
    }

    /// How many requests live and every custom API have got so far.
    pub(crate) fn sent(&self) -> usize {
        self.host.live.pools().len()
    }

    /// The states of the lanes, left to right.
    pub(crate) fn states(&self) -> Vec<&'static str> {
        let comparison = self.session.comparison().expect("a comparison");
        comparison
            .lanes()
            .iter()
            .map(|lane| lane.state().name())
            .collect()
    }
}

impl Host for FakeHost {
    fn stands(&self) {}

    fn routines(&self) -> Option<AllRoutines> {
        self.routines
    }

    fn environment(&self, source: &Source) -> Environment {
        match source {
            Source::Replica(network) => self.replica(
                network,
                self.clock(),
                Rc::new(self.clock.clone()),
            ),
            Source::Live | Source::Custom(_) => self.live.environment(),
        }
    }

    fn replica(
        &self,
        network: &Network,
        clock: Rc<dyn Clock>,
        spawn: Rc<dyn Spawn>,
    ) -> Environment {
        let source = ReplicaTransport::new(
            Rc::default(),
            Rc::clone(&clock),
            *network,
        );
        Environment {
            transport: Rc::new(source),
            base: BASE.into(),
            clock,
            spawn,
            ..self.live.environment()
        }
    }

    fn clock(&self) -> Rc<dyn Clock> {
        if self.pace == Nanos::ZERO {
            return Rc::new(self.clock.clone());
        }
        Rc::new(Working {
            clock: self.clock.clone(),
            pace: self.pace,
            worked: Rc::clone(&self.worked),
        })
    }

    fn spawn(&self, task: LocalBoxFuture<'static, ()>) {
        self.clock.spawn(task);
    }

    fn incoming(&self, _: Box<dyn Fn(String, Result<String, String>)>) -> Guard {
        Box::new(())
    }

    fn single_keys(&self) -> bool {
        true
    }

    fn set_single_keys(&self, _: bool) {}

    fn on_paper(&self, _: Box<dyn FnMut(bool)>) -> Guard {
        Box::new(())
    }

    fn likes_motion(&self) -> bool {
        self.likes_motion.get()
    }

    fn frames(&self, tick: Box<dyn FnMut()>) -> Guard {
        let tick: Tick = Rc::new(RefCell::new(tick));
        self.ticks.borrow_mut().push(Rc::downgrade(&tick));
        Box::new(tick)
    }

    fn spare_frames(&self, tick: Box<dyn FnMut()>) -> Guard {
        self.frames(tick)
    }

    fn hold_comparison(&self) -> Guard {
        Box::new(Held::new(&self.comparisons))
    }

    fn seed(&self) -> u64 {
        7
    }

    fn each_second(&self, _: Box<dyn FnMut()>) -> Guard {
        Box::new(())
    }

    fn epoch_millis(&self) -> u64 {
        self.clock.now().0 / 1_000_000
    }

    fn recall_spent(&self) -> Option<String> {
        self.spent.borrow().clone()
    }

    fn remember_spent(&self, text: &str) {
        self.spent.replace(Some(text.into()));
    }

    fn date(&self) -> String {
        self.today.borrow().clone()
    }

    fn local_time(&self, date: &str) -> String {
        date.into()
    }

    fn shelf(&self) -> Rc<dyn Shelf> {
        Rc::<FakeShelf>::clone(&self.shelf)
    }

    fn read_address(&self) -> ReadAddress {
        |text| {
            let (scheme, rest) = text.split_once("://")?;
            Some(Parts {
                scheme: scheme.into(),
                host: rest.split('/').next()?.into(),
                has_user: rest.contains('@'),
                has_extra: rest.contains(['?', '#']),
                base: text.into(),
            })
        }
    }

    fn query(&self) -> String {
        self.query.borrow().clone()
    }

    fn fragment(&self) -> String {
        self.fragment.borrow().clone()
    }

    fn set_address(&self, query: &str, fragment: &str, new_entry: bool) {
        self.query.replace(query.into());
        self.fragment.replace(fragment.into());
        self.entries.set(self.entries.get() + u32::from(new_entry));
    }

    fn page(&self) -> String {
        "http://page.test/".into()
    }

    /// No compression: a mark that tells what went through it.
    fn deflate(&self, bytes: Vec<u8>) -> LocalBoxFuture<'static, reader::Result<Vec<u8>>> {
        Box::pin(async move { Ok([&b"z"[..], &bytes].concat()) })
    }

    fn inflate(&self, bytes: Vec<u8>) -> LocalBoxFuture<'static, reader::Result<Vec<u8>>> {
        Box::pin(async move {
            let packed = bytes.strip_prefix(b"z").map(<[u8]>::to_vec);
            packed.ok_or_else(|| BadFile {
                place: String::new(),
                problem: "not deflated.".into(),
            })
        })
    }

    fn is_framed(&self) -> bool {
        self.framed.get()
    }

    fn knows_api(&self, origin: &str) -> bool {
        self.known.borrow().iter().any(|known| known == origin)
    }

    fn remember_api(&self, origin: &str) {
        self.known.borrow_mut().push(origin.into());
    }

    fn theme(&self) -> Theme {
        Theme::System
    }

    fn set_theme(&self, _: Theme) {}

    fn is_dark(&self) -> bool {
        self.dark.get()
    }

    fn keep_copy(&self, is_busy: Box<dyn Fn() -> bool>, tell: Box<dyn Fn()>) {
        self.kept.replace(Some(Kept { is_busy, tell }));
    }

    fn load_newer(&self) {
        self.renewed.set(self.renewed.get() + 1);
    }

    fn download(&self, name: &str, mime: &str, text: &str) -> bool {
        let saved = Saved::new(name, mime, text);
        self.saved.borrow_mut().push(saved);
        !self.refuses.get()
    }

    fn download_png(&self, name: String, svg: String) -> LocalBoxFuture<'static, Option<f64>> {
        let saved = Saved::new(&name, "painted", &svg);
        self.saved.borrow_mut().push(saved);
        let painted = self.painted.get();
        Box::pin(async move { painted })
    }

    fn copy(&self, _: String) -> LocalBoxFuture<'static, bool> {
        Box::pin(async { true })
    }
}

/// A clock that goes on by itself while nobody waits for it. Waiting takes some time in any case, as it
/// does in a browser.
struct Working {
    clock: VirtualClock,
    pace: Nanos,
    worked: Rc<Cell<Nanos>>,
}

impl Clock for Working {
    fn now(&self) -> Nanos {
        self.worked.set(self.worked.get() + self.pace);
        self.clock.now() + self.worked.get()
    }

    fn sleep_until(&self, deadline: Nanos) -> LocalBoxFuture<'static, ()> {
        let soonest = self.clock.now() + Nanos(1);
        let deadline = deadline.since(self.worked.get());
        self.clock.sleep_until(deadline.max(soonest))
    }
}

/// Counts one for as long as it lives.
struct Held(Rc<Cell<i32>>);

impl Held {
    fn new(count: &Rc<Cell<i32>>) -> Self {
        count.set(count.get() + 1);
        Self(Rc::clone(count))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}
