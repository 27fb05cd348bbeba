//! What becomes of the runs that stay in this browser: kept, listed, taken away.

use leptos::prelude::*;

use super::comparison::{Comparison, Origin};
use super::history::{History, MOST, id_of};
use super::parts;
use super::session::Session;
use crate::record::shelf;
use crate::time::Nanos;

/// How long the page is left alone after a run before the run is written: its last figures come first.
const PAUSE: Nanos = Nanos::from_millis(100);

/// The runs that stay in this browser.
impl Session {
    /// What the page knows of them. Tracked.
    #[must_use]
    pub fn history(self) -> History {
        self.history.get()
    }

    /// By which id the comparison on the page is kept, if it is. Tracked.
    #[must_use]
    pub fn kept_as(self) -> Option<String> {
        let comparison = self.comparison()?;
        let kept = matches!(
            comparison.origin(),
            Origin::Here | Origin::Kept
        );
        (kept && comparison.is_of_experiment()).then(|| id_of(&comparison))
    }

    /// A date and time in UTC as this place has it, for people.
    #[must_use]
    pub fn local_time(self, date: &str) -> String {
        self.host().local_time(date)
    }

    /// Puts the list on the page, as it is now: other tabs change it too.
    pub fn show_history(self) {
        self.history.update(|history| {
            history.open = true;
            history.trouble = None;
        });
        self.asked(async move { self.list_again().await });
    }

    /// Takes the list off the page.
    pub fn hide_history(self) {
        self.history.update(|history| history.open = false);
    }

    /// Takes the run that is kept by `id` away.
    pub fn forget_kept(self, id: String) {
        self.asked(async move {
            let gone = self.host().shelf().delete(vec![id]).await;
            self.list_again().await;
            self.told(gone.map_err(|why| format!("It was not deleted: {why}.")));
        });
    }

    /// Takes all of them away.
    pub fn forget_all_kept(self) {
        self.asked(async move {
            let gone = self.host().shelf().clear().await;
            self.list_again().await;
            self.told(gone.map_err(|why| format!("Nothing was deleted: {why}.")));
        });
    }

    /// Keeps what `comparison` came to, once nothing runs any more: what it takes to write that down is
    /// taken from no run.
    pub(super) fn keep(self, comparison: Comparison) {
        self.asked(async move {
            self.rest().await;
            // It may take its time to come, and another run may have begun: it is told of below if it does not.
            drop(parts::load_kept().await);
            while untrack(|| self.is_active()) {
                self.rest().await;
            }
            let kept = match parts::write_kept(comparison.clone()).await {
                Ok(Some((entry, run))) => self.put(id_of(&comparison), entry, run).await,
                Ok(None) => return,
                Err(parts::Missing) => Err(shelf::NoShelf::Unloaded),
            };
            self.history.update(|history| history.unkept = kept.err());
            if self.history.with_untracked(|history| history.open) {
                self.list_again().await;
            }
        });
    }

    /// Waits until nothing runs, and the page has drawn what ran last.
    async fn rest(self) {
        let clock = self.host().clock();
        clock.sleep_until(clock.now() + PAUSE).await;
        while untrack(|| self.is_active()) {
            clock.sleep_until(clock.now() + PAUSE).await;
        }
    }

    /// Keeps a run and lets the oldest go.
    async fn put(self, id: String, entry: String, run: String) -> shelf::Result<()> {
        let shelf = self.host().shelf();
        shelf.put(id, entry, run).await?;
        // It is kept by now: what is too many and stays goes with the next one.
        if let Ok(listed) = shelf.list().await {
            let too_many = listed.len().saturating_sub(MOST);
            let oldest = listed.into_iter().take(too_many).map(|(id, _)| id);
            if too_many > 0 {
                drop(shelf.delete(oldest.collect()).await);
            }
        }
        Ok(())
    }

    pub(super) async fn list_again(self) {
        let rows = match self.host().shelf().list().await {
            Ok(listed) => parts::rows(listed)
                .await
                .map_err(|parts::Missing| shelf::NoShelf::Unloaded),
            Err(why) => Err(why),
        };
        self.history.update(|history| history.rows = Some(rows));
    }

    pub(super) fn told(self, done: Result<(), String>) {
        self.history.update(|history| history.trouble = done.err());
    }

    pub(super) fn asked(self, task: impl Future<Output = ()> + 'static) {
        self.host().spawn(Box::pin(task));
    }
}
