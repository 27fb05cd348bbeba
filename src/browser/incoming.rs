//! Files that a person gives to the page: chosen, dropped or pasted.

use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, Event, File, HtmlInputElement};

use super::PageTasks;
use crate::engine::ports::Spawn;

/// A file of over so many bytes is not read: it would hold the page for seconds.
pub const MOST_BYTES: f64 = 32e6;

/// Why a file was not read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unreadable {
    /// It has so many bytes.
    TooLarge(f64),
    /// The browser could not read it.
    Refused,
}

/// What takes a file's name and its text.
type Take = Rc<dyn Fn(String, Result<String, Unreadable>)>;

/// Takes every file that is given to the page while it lives.
pub struct Incoming {
    _listeners: Vec<EventListener>,
}

impl Incoming {
    /// Gives the name and the text of the first file of each choice, drop or paste to `take`. A text that is pasted has the name
    /// “clipboard”.
    #[must_use]
    pub fn listen(take: impl Fn(String, Result<String, Unreadable>) + 'static) -> Self {
        let take: Take = Rc::new(take);
        let (chosen, dropped, pasted) = (Rc::clone(&take), Rc::clone(&take), take);
        Self {
            _listeners: vec![
                on("change", move |event| {
                    choose(event, &chosen)
                }),
                on("dragover", |event| hover(event, true)),
                on("dragleave", |event| hover(event, false)),
                on("drop", move |event| {
                    drop_in(event, &dropped)
                }),
                on("paste", move |event| {
                    paste(event, &pasted)
                }),
            ],
        }
    }
}

/// Listens to events of the page whose usual course `listen` may keep from happening.
fn on(kind: &'static str, listen: impl FnMut(&Event) + 'static) -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&super::window(), kind, options, listen)
}

/// A file was chosen. The field is emptied, so that the same file can be chosen again.
fn choose(event: &Event, take: &Take) {
    let target = event.target();
    let Some(input) = target.and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
        return;
    };
    if input.type_() == "file" {
        let file = input.files().and_then(|files| files.get(0));
        read(file, take);
        input.set_value("");
    }
}

fn transfer(event: &Event) -> Option<DataTransfer> {
    let transfer = event.dyn_ref::<DragEvent>()?.data_transfer()?;
    let files = transfer.types().includes(&JsValue::from_str("Files"), 0);
    files.then_some(transfer)
}

/// Something is held over the page: it says that it takes files.
fn hover(event: &Event, over: bool) {
    if transfer(event).is_some() {
        event.prevent_default();
        mark(over);
    }
}

fn mark(over: bool) {
    let document = super::window().document();
    if let Some(root) = document.and_then(|document| document.document_element()) {
        // An attribute of a fixed name can be set and taken away.
        drop(root.toggle_attribute_with_force("data-dropping", over));
    }
}

fn drop_in(event: &Event, take: &Take) {
    if let Some(transfer) = transfer(event) {
        event.prevent_default();
        mark(false);
        read(
            transfer.files().and_then(|files| files.get(0)),
            take,
        );
    }
}

/// Something was pasted where no text is being written: a file, or the text of one.
fn paste(event: &Event, take: &Take) {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let writes =
        target.is_some_and(|element| element.matches("input, textarea").unwrap_or_default());
    let data = event
        .dyn_ref::<ClipboardEvent>()
        .and_then(ClipboardEvent::clipboard_data);
    let Some(data) = data.filter(|_| !writes) else {
        return;
    };
    let file = data.files().and_then(|files| files.get(0));
    if file.is_some() {
        event.prevent_default();
        return read(file, take);
    }
    let text = data.get_data("text/plain").unwrap_or_default();
    if text.trim_start().starts_with('{') {
        event.prevent_default();
        let length = text.len() as f64;
        take(
            "clipboard".into(),
            if length > MOST_BYTES {
                Err(Unreadable::TooLarge(length))
            } else {
                Ok(text)
            },
        );
    }
}

fn read(file: Option<File>, take: &Take) {
    let Some(file) = file else { return };
    let (name, size) = (file.name(), file.size());
    if size > MOST_BYTES {
        return take(name, Err(Unreadable::TooLarge(size)));
    }
    let take = Rc::clone(take);
    PageTasks.spawn(Box::pin(async move {
        let text = JsFuture::from(file.text()).await;
        let text = text.ok().and_then(|text| text.as_string());
        take(name, text.ok_or(Unreadable::Refused));
    }));
}
