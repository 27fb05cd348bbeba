//! The wiring: the page's state over the browser and the replica. Nothing else knows both.

use std::cell::RefCell;
use std::rc::Rc;

use futures::future::LocalBoxFuture;
use leptos::prelude::*;

use crate::api::base::ReadAddress;
use crate::api::reach::PUBLIC_API;
use crate::browser::diagnostics::{Counted, Held};
use crate::browser::{
    BrowserShelf, FetchTransport, Frames, Incoming, MOST_BYTES, PageClock, PageTasks, Paper,
    Profiler, Unreadable, Visibility, address, calendar, files, first_paint, framed, motion,
    offline, packing, painting, store, theme,
};
use crate::engine::ports::{Clock, Spawn};
use crate::engine::runner::Environment;
use crate::network::Network;
use crate::record::reader;
use crate::record::shelf::Shelf;
use crate::replica::Replica;
use crate::replica::transport::{BASE, ReplicaTransport};
use crate::state::{AllRoutines, Guard, Host, Session, Source, Theme};
use crate::ui::Page;

/// Where the theme is kept. The page's first script reads it there too.
const THEME_KEY: &str = "tandem.theme";

/// Where it is kept which APIs may be asked.
const APIS_KEY: &str = "tandem.apis";

/// Where the live requests of the last minute are kept.
const SPENT_KEY: &str = "tandem.spent";

/// Where it is kept whether single keys work.
const KEYS_KEY: &str = "tandem.single-keys";

/// The page, wired to its browser.
#[component]
pub fn App() -> impl IntoView {
    let host = Rc::new(BrowserHost::new());
    theme::apply(theme_name(host.theme()));
    let session = Session::new(host);
    address::on_change(move || session.follow_link());
    address::on_leave(move || session.stop());
    if untrack(|| session.is_embedded()) {
        framed::tell_height();
    }
    view! { <Page session /> }
}

struct BrowserHost {
    clock: Rc<PageClock>,
    attention: Rc<Visibility>,
    profiler: Rc<Profiler>,
    replica: Rc<Replica>,
    /// The APIs that may be used, for as long as the page lives: storage may be blocked.
    apis: RefCell<Vec<String>>,
    /// What was spent of the budget of live requests, for the same reason.
    spent: RefCell<Option<String>>,
}

impl BrowserHost {
    fn new() -> Self {
        Self {
            clock: Rc::new(PageClock::new()),
            attention: Rc::new(Visibility::watch()),
            profiler: Rc::new(Profiler::new()),
            replica: Rc::new(Replica::new()),
            apis: RefCell::new(
                store::recall(APIS_KEY)
                    .and_then(|text| serde_json::from_slice(text.as_bytes()).ok())
                    .unwrap_or_default(),
            ),
            spent: RefCell::default(),
        }
    }
}

impl Host for BrowserHost {
    fn stands(&self) {
        first_paint::end();
    }

    fn routines(&self) -> Option<AllRoutines> {
        // A part of the program that is loaded later.
        None
    }

    fn environment(&self, source: &Source) -> Environment {
        // The public API does not let the browser tell a page of phases.
        let fetched = |base: &str, transport| Environment {
            transport: Rc::new(transport),
            base: base.into(),
            ..self.replica(
                &Network::default(),
                self.clock(),
                Rc::new(PageTasks),
            )
        };
        let environment = match source {
            Source::Live => fetched(
                &format!("https://{PUBLIC_API}"),
                FetchTransport::default(),
            ),
            Source::Custom(base) => fetched(&base.url, FetchTransport::with_phases()),
            Source::Replica(network) => self.replica(
                network,
                self.clock(),
                Rc::new(PageTasks),
            ),
        };
        Environment {
            timeline: Some(Rc::<Profiler>::clone(&self.profiler)),
            ..environment
        }
    }

    fn replica(
        &self,
        network: &Network,
        clock: Rc<dyn Clock>,
        spawn: Rc<dyn Spawn>,
    ) -> Environment {
        let replica = Rc::clone(&self.replica);
        let source = ReplicaTransport::new(replica, Rc::clone(&clock), *network);
        Environment {
            transport: Rc::new(source),
            base: BASE.into(),
            clock,
            spawn,
            last_pool: Rc::default(),
            attention: Rc::<Visibility>::clone(&self.attention),
            timeline: None,
        }
    }

    fn clock(&self) -> Rc<dyn Clock> {
        Rc::<PageClock>::clone(&self.clock)
    }

    fn spawn(&self, task: LocalBoxFuture<'static, ()>) {
        PageTasks.spawn(task);
    }

    fn incoming(&self, take: Box<dyn Fn(String, Result<String, String>)>) -> Guard {
        Box::new(Incoming::listen(move |name, text| {
            take(name, text.map_err(unreadable));
        }))
    }

    fn on_paper(&self, tell: Box<dyn FnMut(bool)>) -> Guard {
        Box::new(Paper::follow(tell))
    }

    fn likes_motion(&self) -> bool {
        motion::is_liked()
    }

    fn frames(&self, tick: Box<dyn FnMut()>) -> Guard {
        Box::new(Frames::each(tick))
    }

    fn spare_frames(&self, tick: Box<dyn FnMut()>) -> Guard {
        Box::new(Frames::sparing(tick))
    }

    fn hold_comparison(&self) -> Guard {
        self.profiler.clear();
        Box::new(Counted::new(Held::Comparisons))
    }

    fn seed(&self) -> u64 {
        calendar::seed()
    }

    fn each_second(&self, tick: Box<dyn FnMut()>) -> Guard {
        Box::new(calendar::each_second(tick))
    }

    fn epoch_millis(&self) -> u64 {
        calendar::epoch_millis()
    }

    fn recall_spent(&self) -> Option<String> {
        store::recall(SPENT_KEY).or_else(|| self.spent.borrow().clone())
    }

    fn remember_spent(&self, text: &str) {
        self.spent.replace(Some(text.into()));
        store::remember(SPENT_KEY, text);
    }

    fn date(&self) -> String {
        calendar::now()
    }

    fn local_time(&self, date: &str) -> String {
        calendar::local(date)
    }

    fn shelf(&self) -> Rc<dyn Shelf> {
        Rc::new(BrowserShelf)
    }

    fn read_address(&self) -> ReadAddress {
        address::parse
    }

    fn query(&self) -> String {
        address::query()
    }

    fn fragment(&self) -> String {
        address::fragment()
    }

    fn set_address(&self, query: &str, fragment: &str, new_entry: bool) {
        address::set(query, fragment, new_entry);
    }

    fn page(&self) -> String {
        address::page()
    }

    fn deflate(&self, bytes: Vec<u8>) -> LocalBoxFuture<'static, reader::Result<Vec<u8>>> {
        Box::pin(async move { packing::deflate(&bytes).await })
    }

    fn inflate(&self, bytes: Vec<u8>) -> LocalBoxFuture<'static, reader::Result<Vec<u8>>> {
        Box::pin(async move { packing::inflate(&bytes).await })
    }

    fn is_framed(&self) -> bool {
        framed::is_framed()
    }

    fn knows_api(&self, origin: &str) -> bool {
        self.apis.borrow().iter().any(|known| known == origin)
    }

    fn remember_api(&self, origin: &str) {
        if !self.knows_api(origin) {
            let mut apis = self.apis.borrow_mut();
            apis.push(origin.into());
            store::remember(
                APIS_KEY,
                &serde_json::to_string(&*apis).unwrap_or_default(),
            );
        }
    }

    fn theme(&self) -> Theme {
        let kept = store::recall(THEME_KEY);
        kept.and_then(|name| Theme::find(&name)).unwrap_or_default()
    }

    fn set_theme(&self, theme: Theme) {
        theme::apply(theme_name(theme));
        store::remember(THEME_KEY, theme.name());
    }

    fn single_keys(&self) -> bool {
        store::recall(KEYS_KEY).as_deref() != Some("off")
    }

    fn set_single_keys(&self, allowed: bool) {
        store::remember(
            KEYS_KEY,
            if allowed { "on" } else { "off" },
        );
    }

    fn is_dark(&self) -> bool {
        theme::is_dark()
    }

    fn keep_copy(&self, is_busy: Box<dyn Fn() -> bool>, tell: Box<dyn Fn()>) {
        offline::keep_copy(is_busy, tell);
    }

    fn load_newer(&self) {
        offline::load_newer();
    }

    fn download(&self, name: &str, mime: &str, text: &str) -> bool {
        files::download(name, mime, text)
    }

    fn download_png(&self, name: String, svg: String) -> LocalBoxFuture<'static, Option<f64>> {
        Box::pin(async move { painting::download(&name, &svg).await })
    }

    fn copy(&self, text: String) -> LocalBoxFuture<'static, bool> {
        Box::pin(async move { files::copy(&text).await })
    }
}

/// Why a file was not read, in words.
fn unreadable(why: Unreadable) -> String {
    // Rounded up: a file that is a byte too long is not told to be as long as is read.
    let mega = |bytes: f64| (bytes / 1e6 * 10.0).ceil() / 10.0;
    match why {
        Unreadable::TooLarge(bytes) => format!(
            "It has {} MB, and up to {} MB are read.",
            mega(bytes),
            mega(MOST_BYTES)
        ),
        Unreadable::Refused => "The browser could not read it.".into(),
    }
}

/// The theme to show, unless it is the system's.
fn theme_name(theme: Theme) -> Option<&'static str> {
    (theme != Theme::System).then(|| theme.name())
}
