//! The pointer: what a click by WebDriver does not do.

use super::Browser;
use serde_json::{Value, json};

impl Browser {
    /// Where the first match is: its left and top edges, width and height, in CSS pixels of the window.
    /// It is scrolled into view first.
    pub(crate) async fn place(&self, css: &str) -> [f64; 4] {
        let script = "const found = document.querySelector(arguments[0]);
            found.scrollIntoView({ block: 'center' });
            const { left, top, width, height } = found.getBoundingClientRect();
            return [left, top, width, height];";
        let place = self.js_with(script, &[json!(css)]).await;
        [0, 1, 2, 3].map(|part| place[part].as_f64().expect("a number"))
    }

    async fn mouse(&self, kind: &str, x: f64, y: f64, more: Value) {
        let mut event = json!({ "type": kind, "x": x, "y": y });
        if let (Some(event), Value::Object(more)) = (event.as_object_mut(), more) {
            event.extend(more);
        }
        self.cdp("Input.dispatchMouseEvent", event).await;
    }

    /// Moves the pointer.
    pub(crate) async fn point(&self, x: f64, y: f64) {
        self.mouse("mouseMoved", x, y, json!({})).await;
    }

    /// Turns the wheel by so many pixels down, with Ctrl held or not.
    pub(crate) async fn wheel(&self, x: f64, y: f64, down: f64, ctrl: bool) {
        let turn = json!({ "deltaX": 0, "deltaY": down, "modifiers": if ctrl { 2 } else { 0 } });
        self.mouse("mouseWheel", x, y, turn).await;
    }

    /// Drags from one place to another on the same height.
    pub(crate) async fn drag(&self, from: f64, to: f64, y: f64) {
        let held = json!({ "button": "left", "buttons": 1, "clickCount": 1 });
        self.point(from, y).await;
        self.mouse("mousePressed", from, y, held.clone()).await;
        for part in [0.3, 0.6, 1.0] {
            let x = from + (to - from) * part;
            self.mouse("mouseMoved", x, y, held.clone()).await;
        }
        self.mouse("mouseReleased", to, y, held).await;
    }

    /// Clicks twice.
    pub(crate) async fn double_click(&self, x: f64, y: f64) {
        for count in [1, 2] {
            let held = json!({ "button": "left", "clickCount": count });
            self.mouse("mousePressed", x, y, held.clone()).await;
            self.mouse("mouseReleased", x, y, held).await;
        }
    }
}

/// Where two fingers are, on one height.
fn fingers(x: [f64; 2], y: f64) -> Value {
    let finger = |place: usize| json!({ "x": x[place], "y": y, "id": place });
    json!([finger(0), finger(1)])
}

impl Browser {
    /// Two fingers go down, move, and are lifted.
    pub(crate) async fn pinch(&self, from: [f64; 2], to: [f64; 2], y: f64) {
        let steps = [0.0, 0.5, 1.0].map(|part| {
            let at = |place: usize| from[place] + (to[place] - from[place]) * part;
            [at(0), at(1)]
        });
        for (step, x) in steps.into_iter().enumerate() {
            let kind = if step == 0 { "touchStart" } else { "touchMove" };
            let touch = json!({ "type": kind, "touchPoints": fingers(x, y) });
            self.cdp("Input.dispatchTouchEvent", touch).await;
        }
        let lifted = json!({ "type": "touchEnd", "touchPoints": [] });
        self.cdp("Input.dispatchTouchEvent", lifted).await;
    }
}
