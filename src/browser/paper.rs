//! Whether the page is laid out for paper.

use gloo_events::EventListener;
use web_sys::MediaQueryList;

/// Follows it while it lives.
pub struct Paper {
    _listener: Option<EventListener>,
}

impl Paper {
    /// Tells whenever the page is laid out for paper, or for a screen again.
    #[must_use]
    pub fn follow(mut tell: impl FnMut(bool) + 'static) -> Self {
        let query = super::window().match_media("print").ok().flatten();
        let listener = query.map(|query| {
            let asked = query.clone();
            EventListener::new(&query, "change", move |_| {
                tell(MediaQueryList::matches(&asked));
            })
        });
        Self {
            _listener: listener,
        }
    }
}
