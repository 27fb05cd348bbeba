//! The runs that stay in this browser, shown again: in place of what is on the page, or laid over it.

use leptos::prelude::*;

use super::comparison::Origin;
use super::parts;
use super::reference::Reference;
use super::session::Session;
use crate::record::Record;

/// The runs that stay in this browser.
impl Session {
    /// Shows the run that is kept by `id` in place of what is on the page.
    pub fn open_kept(self, id: String) {
        self.asked(async move {
            let shown = match self.kept(&id).await {
                Ok(record) => self
                    .show_record(record, Origin::Kept)
                    .map_err(|bad| format!("This run cannot be opened. {bad}")),
                Err(why) => Err(why),
            };
            self.answered(shown);
        });
    }

    /// Lays the run that is kept by `id` over what is on the page: it becomes the reference.
    pub fn lay_over(self, id: String) {
        self.asked(async move {
            let laid = self.kept(&id).await.and_then(|record| {
                let reference = self.reference_of(id, record)?;
                self.reference.set(Some(reference));
                Ok(())
            });
            self.answered(laid);
        });
    }

    /// The run that is kept by `id`, or why there is none, in a sentence.
    async fn kept(self, id: &str) -> Result<Record, String> {
        match self.host().shelf().get(id.into()).await {
            Ok(Some(text)) => {
                let read = parts::read_run_file(text).await;
                let read =
                    read.map_err(|missing| format!("This run cannot be read: {missing}."))?;
                read.map_err(|bad| format!("This run cannot be read. {bad}"))
            }
            Ok(None) => {
                self.list_again().await;
                Err("This run is gone: it was deleted in another tab.".into())
            }
            Err(why) => Err(format!(
                "This run cannot be read: {why}."
            )),
        }
    }

    fn reference_of(self, id: String, record: Record) -> Result<Reference, String> {
        if untrack(|| self.is_foreign()) {
            return Err(
                "This run cannot be laid over: what is on the page is of no experiment.".into(),
            );
        }
        let before = self.settings.get_untracked();
        let reference = Reference::of(
            id,
            record,
            &before,
            self.host().read_address(),
        )
        .map_err(|bad| format!("This run cannot be laid over. {bad}"))?;
        if reference.settings().experiment == before.experiment {
            Ok(reference)
        } else {
            Err(format!(
                "This run cannot be laid over: it is one of “{}”.",
                reference.settings().experiment.title
            ))
        }
    }

    /// What was asked of the list was done, and it makes way for it; or it was not.
    fn answered(self, done: Result<(), String>) {
        if done.is_ok() {
            self.hide_history();
        }
        self.told(done);
    }
}

/// The run that is laid over what is on the page.
impl Session {
    /// It, while a run of its experiment is on the page. Tracked.
    #[must_use]
    pub fn reference(self) -> Option<Reference> {
        let experiment = self.experiment();
        let foreign = self.is_foreign();
        let of_it =
            |reference: &Reference| !foreign && reference.settings().experiment == experiment;
        self.reference.get().filter(of_it)
    }

    /// Takes it off the page.
    pub fn clear_reference(self) {
        self.reference.set(None);
    }
}
