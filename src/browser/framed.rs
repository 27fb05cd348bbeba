//! The page in another one: it tells its height, and listens to nothing.

use js_sys::{Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::ResizeObserver;

/// Whether there is a page around this one.
#[must_use]
pub fn is_framed() -> bool {
    let window = super::window();
    window
        .parent()
        .ok()
        .flatten()
        .is_some_and(|around| around != window)
}

/// Tells the page around this one how high this one is, whenever that changes. Nothing happens where there is
/// no page around.
pub fn tell_height() {
    let window = super::window();
    let body = window.document().and_then(|document| document.body());
    let around = window.parent().ok().flatten();
    let (Some(body), Some(around)) = (
        body,
        around.filter(|around| *around != window),
    ) else {
        return;
    };
    let observed = body.clone();
    let mut told = None;
    let tell = Closure::<dyn FnMut()>::new(move || {
        let height = observed.get_bounding_client_rect().height().ceil();
        if told != Some(height) {
            told = Some(height);
            // To whoever it is: a height is no secret.
            drop(around.post_message(&message(height), "*"));
        }
    });
    if let Ok(observer) = ResizeObserver::new(tell.as_ref().unchecked_ref()) {
        observer.observe(&body);
        // It lives as long as the page.
        tell.forget();
    }
}

/// `{"tandem": "height", "height": 420}`
fn message(height: f64) -> JsValue {
    let message = Object::new();
    for (key, value) in [
        ("tandem", JsValue::from("height")),
        ("height", height.into()),
    ] {
        // A new object takes any key.
        drop(Reflect::set(
            &message,
            &key.into(),
            &value,
        ));
    }
    message.into()
}
