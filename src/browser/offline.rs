//! The page's copy in this browser, which a service worker keeps. The build names the worker in the page; where
//! it names none, or the browser has no such thing (some private windows, frames that are sandboxed, pages
//! that are not secure), nothing is kept and nothing else is different.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use js_sys::Reflect;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    EventTarget, HtmlMetaElement, RegistrationOptions, ServiceWorker, ServiceWorkerContainer,
    ServiceWorkerRegistration, ServiceWorkerState, ServiceWorkerUpdateViaCache,
};

/// How long the page is to have been at rest, in milliseconds, and how often that is looked at.
const REST: u32 = 2_000;
/// What a worker that waits is told for it to wait no longer.
const TAKE_OVER: &str = "take over";

thread_local! {
    /// Whether this page asked for the newer version: then it loads itself anew when that takes over.
    static ASKED: Cell<bool> = const { Cell::new(false) };
}

/// Has the page kept, once it is loaded and not `is_busy`; calls `tell` when a newer version is there, which is
/// then loaded by [`load_newer`] or with the next visit.
pub fn keep_copy(is_busy: impl Fn() -> bool + 'static, tell: impl Fn() + 'static) {
    let (Some(worker), Some(container)) = (worker(), container()) else {
        return;
    };
    spawn_local(async move {
        rest(is_busy).await;
        // What it says when it fails helps nobody: the page is as good without.
        if let Ok(registration) = register(&container, &worker).await {
            watch(&container, &registration, Rc::new(tell));
        }
    });
}

/// Loads the newer version, all of it, in place of this one.
pub fn load_newer() {
    spawn_local(async {
        ASKED.set(true);
        if !take_over().await {
            // Another tab has asked before: the newer version is in its place already.
            reload();
        }
    });
}

/// The address of the worker, if this version of the page has one.
fn worker() -> Option<String> {
    let document = super::window().document()?;
    let named = document.query_selector("meta[name=tandem-worker]").ok()??;
    Some(named.dyn_into::<HtmlMetaElement>().ok()?.content())
}

/// Where workers are registered. Asked for in the way that survives a browser which has none, or refuses.
fn container() -> Option<ServiceWorkerContainer> {
    let navigator = super::window().navigator();
    let container = Reflect::get(&navigator, &"serviceWorker".into()).ok()?;
    container.dyn_into().ok()
}

/// Waits until the page has loaded and does nothing.
async fn rest(is_busy: impl Fn() -> bool) {
    loop {
        TimeoutFuture::new(REST).await;
        let document = super::window().document();
        let loaded = document.is_some_and(|document| document.ready_state() == "complete");
        if loaded && !is_busy() {
            return;
        }
    }
}

async fn register(
    container: &ServiceWorkerContainer,
    worker: &str,
) -> Result<ServiceWorkerRegistration, JsValue> {
    let options = RegistrationOptions::new();
    // A worker from the browser's cache could hide newer versions for a day.
    options.set_update_via_cache(ServiceWorkerUpdateViaCache::None);
    let registered = container.register_with_options(worker, &options);
    JsFuture::from(registered).await?.dyn_into()
}

/// Tells of each newer version. The first of all is no newer one: then nothing has this page in its care.
fn watch(
    container: &ServiceWorkerContainer,
    registration: &ServiceWorkerRegistration,
    tell: Rc<dyn Fn()>,
) {
    if container.controller().is_none() {
        return;
    }
    if registration.waiting().is_some() {
        tell();
    }
    if let Some(newer) = registration.installing() {
        follow(newer, Rc::clone(&tell));
    }
    let (found, told) = (registration.clone(), Rc::clone(&tell));
    listen(registration, "updatefound", move || {
        if let Some(newer) = found.installing() {
            follow(newer, Rc::clone(&told));
        }
    });
    listen(
        container,
        "controllerchange",
        move || {
            if ASKED.get() {
                reload();
            } else {
                tell();
            }
        },
    );
}

/// Tells once `newer` has all its files.
fn follow(newer: ServiceWorker, tell: Rc<dyn Fn()>) {
    let state = newer.clone();
    listen(&newer, "statechange", move || {
        if state.state() == ServiceWorkerState::Installed {
            tell();
        }
    });
}

/// Has the version that waits take this page over; says whether there was one.
async fn take_over() -> bool {
    let Some(container) = container() else {
        return false;
    };
    let registration = JsFuture::from(container.get_registration()).await;
    let registration = registration
        .ok()
        .and_then(|found| found.dyn_into::<ServiceWorkerRegistration>().ok());
    let waiting = registration.and_then(|registration| registration.waiting());
    waiting.is_some_and(|newer| newer.post_message(&TAKE_OVER.into()).is_ok())
}

fn reload() {
    // It fails only in a page that is being left.
    drop(super::window().location().reload());
}

/// Listens for as long as the page lives.
fn listen(target: &EventTarget, kind: &str, listen: impl FnMut() + 'static) {
    let listener = Closure::<dyn FnMut()>::new(listen);
    // Every target takes listeners.
    drop(target.add_event_listener_with_callback(kind, listener.as_ref().unchecked_ref()));
    listener.forget();
}
