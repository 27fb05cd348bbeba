//! The page is made in several turns, from its top down: in one it would take a tenth of a second, on a phone half of
//! one, in which nothing else is heard or drawn.

use std::collections::VecDeque;

use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::task::spawn_local;

use super::page::session;

/// What the page's root has meanwhile: `style/loading.css` keeps room for a scroll bar.
const MAKING: &str = "data-making";

/// What waits for its turn while the page is made; nothing does any more once it is.
#[derive(Clone, Copy)]
struct Queue(StoredValue<Option<Waiting>>);

#[derive(Default)]
struct Waiting {
    /// From the top of the page down.
    pieces: VecDeque<RwSignal<bool>>,
    /// Where the next one belongs: those within a piece that has just come stand before all others.
    next: usize,
}

impl Waiting {
    fn add(&mut self, piece: RwSignal<bool>) {
        self.pieces.insert(self.next, piece);
        self.next += 1;
    }

    fn take(&mut self) -> Option<RwSignal<bool>> {
        self.next = 0;
        self.pieces.pop_front()
    }
}

/// Has what stands in an [`InTurn`] from now on wait for its turn, until all that waits has had one.
pub(super) fn begin() {
    let queue = Queue(StoredValue::new(Some(
        Waiting::default(),
    )));
    provide_context(queue);
    // As long as a page to be, which has more than a window shows: nothing moves to the side when it has.
    let root = document().document_element();
    if let Some(root) = &root {
        drop(root.set_attribute(MAKING, ""));
    }
    let session = session();
    spawn_local(ScopedFuture::new_untracked(
        async move {
            loop {
                session.next_turn().await;
                let next = queue.0.try_update_value(|waiting| waiting.as_mut()?.take());
                let Some(Some(next)) = next else { break };
                // Its place may be gone by now.
                let _ = next.try_set(true);
            }
            // What comes later, as on another experiment's page, comes at once.
            queue.0.try_update_value(|waiting| *waiting = None);
            if let Some(root) = root {
                drop(root.remove_attribute(MAKING));
            }
        },
    ));
}

/// The page up to here stands in the place of what was painted first.
#[component]
pub(super) fn Stands() -> impl IntoView {
    session().stands();
}

/// A piece of the page that comes in a turn of its own while the page is made, and at once later on.
#[component]
pub(super) fn InTurn(children: ChildrenFn) -> impl IntoView {
    let has_come = RwSignal::new(false);
    let wait = |queue: Queue| {
        let waiting = queue.0.try_update_value(|waiting| {
            waiting
                .as_mut()
                .map(|waiting| waiting.add(has_come))
                .is_some()
        });
        waiting == Some(true)
    };
    if !use_context::<Queue>().is_some_and(wait) {
        has_come.set(true);
    }
    // It belongs to the place that it stands in, and goes with it and no sooner, as if it had come at once.
    let owner = Owner::current().unwrap_or_default();
    move || {
        if has_come.get() {
            owner.with(|| children().into_any())
        } else {
            view! { <i hidden data-later="coming"></i> }.into_any()
        }
    }
}
