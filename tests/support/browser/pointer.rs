//! The pointer: what a click by WebDriver does not do.

use super::{Browser, Capability, Engine};
use serde_json::{Value, json};
use std::sync::PoisonError;

/// Whole pixels: not every driver takes parts of them, nor a whole number that is written as 1.0.
fn whole(pixels: f64) -> i64 {
    pixels.round() as i64
}

/// A mouse that is moved, or held, in one step.
fn move_to(x: f64, y: f64) -> Value {
    json!({ "type": "pointerMove", "x": whole(x), "y": whole(y), "duration": 0 })
}

fn down() -> Value {
    json!({ "type": "pointerDown", "button": 0 })
}

fn up() -> Value {
    json!({ "type": "pointerUp", "button": 0 })
}

fn pointer(id: &str, kind: &str, actions: &[Value]) -> Value {
    json!({ "type": "pointer", "id": id, "parameters": { "pointerType": kind }, "actions": actions })
}

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

    async fn mouse(&self, actions: &[Value]) {
        self.act(json!([pointer(
            "mouse", "mouse", actions
        )]))
        .await;
    }

    /// Moves the pointer.
    pub(crate) async fn point(&self, x: f64, y: f64) {
        self.mouse(&[move_to(x, y)]).await;
    }

    /// Turns the wheel by so many pixels down, with Ctrl held or not.
    pub(crate) async fn wheel(&self, x: f64, y: f64, down: f64, ctrl: bool) {
        if self.engine == Engine::WebKit {
            return self.wheel_of_webkit(x, y, down, ctrl).await;
        }
        let turn = json!({
            "type": "scroll", "x": whole(x), "y": whole(y),
            "deltaX": 0, "deltaY": whole(down), "duration": 0,
        });
        let pause = json!({ "type": "pause" });
        let wheel = json!({ "type": "wheel", "id": "wheel", "actions": [pause, turn, pause] });
        if !ctrl {
            // Chromium's driver ends at a keyboard that does nothing.
            return self.act(json!([wheel])).await;
        }
        let key = |kind: &str| json!({ "type": kind, "value": super::keys::CTRL });
        let held = json!([key("keyDown"), pause, key("keyUp")]);
        let keys = json!({ "type": "key", "id": "held", "actions": held });
        self.act(json!([keys, wheel])).await;
    }

    /// WebKitGTK's driver takes a turn for the place that the wheel is turned to, and knows of no key beside it: with
    /// Ctrl the page gets an event of a script's.
    async fn wheel_of_webkit(&self, x: f64, y: f64, down: f64, ctrl: bool) {
        if ctrl {
            let script = "const [clientX, clientY, deltaY] = arguments;
                const turn = { clientX, clientY, deltaY, ctrlKey: true, bubbles: true, cancelable: true };
                document.elementFromPoint(clientX, clientY).dispatchEvent(new WheelEvent('wheel', turn));";
            self.js_with(
                script,
                &[json!(x), json!(y), json!(down)],
            )
            .await;
            return;
        }
        let turned = {
            let mut turned = self.turned.lock().unwrap_or_else(PoisonError::into_inner);
            *turned += down;
            *turned
        };
        let turn = json!({
            "type": "scroll", "x": whole(x), "y": whole(y),
            "deltaX": 0, "deltaY": whole(turned), "duration": 0,
        });
        self.act(json!([{ "type": "wheel", "id": "wheel", "actions": [turn] }]))
            .await;
    }

    /// Drags from one place to another on the same height.
    pub(crate) async fn drag(&self, from: f64, to: f64, y: f64) {
        let mut actions = vec![move_to(from, y), down()];
        actions.extend([0.3, 0.6, 1.0].map(|part| move_to(from + (to - from) * part, y)));
        actions.push(up());
        self.mouse(&actions).await;
    }

    /// Clicks.
    pub(crate) async fn click_at(&self, x: f64, y: f64) {
        self.mouse(&[move_to(x, y), down(), up()]).await;
    }

    /// Clicks twice.
    pub(crate) async fn double_click(&self, x: f64, y: f64) {
        self.mouse(&[move_to(x, y), down(), up(), down(), up()])
            .await;
    }

    /// Two fingers go down, move, and are lifted.
    pub(crate) async fn pinch(&self, from: [f64; 2], to: [f64; 2], y: f64) {
        self.needs(Capability::Touch);
        let fingers = [0, 1].map(|place| {
            let at = |part: f64| {
                move_to(
                    from[place] + (to[place] - from[place]) * part,
                    y,
                )
            };
            let actions = [at(0.0), down(), at(0.5), at(1.0), up()];
            pointer(
                &format!("finger {place}"),
                "touch",
                &actions,
            )
        });
        self.act(json!(fingers)).await;
    }
}
