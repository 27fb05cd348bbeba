//! Turns of the event loop, as soon as the browser gives them.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use futures::channel::oneshot;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageChannel, MessageEvent};

/// Who waits for a turn, first come first served.
type Waiting = Rc<RefCell<VecDeque<oneshot::Sender<()>>>>;

/// A message to oneself: it comes in a turn of its own, within microseconds, where a timer takes
/// milliseconds: browsers hold back timers that set timers to 4 ms (HTML, timer initialization steps).
struct Turns {
    channel: MessageChannel,
    waiting: Waiting,
    _listener: Closure<dyn FnMut(MessageEvent)>,
}

impl Turns {
    fn new() -> Option<Self> {
        let channel = MessageChannel::new().ok()?;
        let waiting = Waiting::default();
        let next = Rc::clone(&waiting);
        let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |_| {
            let sender = next.borrow_mut().pop_front();
            if let Some(sender) = sender {
                // Whoever does not wait any more needs no turn.
                let _ = sender.send(());
            }
        });
        channel
            .port1()
            .set_onmessage(Some(listener.as_ref().unchecked_ref()));
        Some(Self {
            channel,
            waiting,
            _listener: listener,
        })
    }

    fn ask(&self) -> Option<oneshot::Receiver<()>> {
        let (sender, receiver) = oneshot::channel();
        self.channel.port2().post_message(&JsValue::NULL).ok()?;
        self.waiting.borrow_mut().push_back(sender);
        Some(receiver)
    }
}

thread_local! {
    static TURNS: Option<Turns> = Turns::new();
}

/// Ends in another turn of the event loop, so that clicks, frames and answers come in between. `false`
/// when the browser has no such turns.
pub(super) async fn turn() -> bool {
    let asked = TURNS.with(|turns| turns.as_ref().and_then(Turns::ask));
    match asked {
        Some(receiver) => receiver.await.is_ok(),
        None => false,
    }
}
