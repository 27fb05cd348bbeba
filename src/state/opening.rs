//! Comparisons that were recorded before: shown with everything but Run.

use leptos::prelude::*;

use super::comparison::{Comparison, Origin};
use super::session::Session;
use super::settings::{Settings, View};
use super::{parts, recorded};
use crate::record::reader::{self, BadFile};
use crate::record::{self, Record};

/// A file that could not be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unopened {
    /// Its name.
    pub name: String,
    /// Why, with the place in it.
    pub problem: String,
}

/// Records.
impl Session {
    /// Takes the first file of each choice, drop or paste, from now on, and shows what it holds. What cannot be
    /// shown is told, and nothing else changes.
    pub(super) fn take_files(self) {
        let guard = self.host().incoming(Box::new(move |name, text| {
            let number = self.forget_opening();
            self.asked(async move {
                let read = self.read_file(name.clone(), text).await;
                // Somebody has turned to something else meanwhile.
                if self.opening.get_value() != number {
                    return;
                }
                let read = read.map(|comparison| self.show_comparison(comparison));
                self.unopened
                    .set(read.err().map(|problem| Unopened { name, problem }));
            });
        }));
        self.incoming.set_value(Some(guard));
    }

    /// What the file `name` holds; `text` is its text, or why it could not be read.
    async fn read_file(
        self,
        name: String,
        text: Result<String, String>,
    ) -> Result<Comparison, String> {
        match parts::read_file(self, name, text?).await {
            Ok(reading) => reading.await.map_err(|bad| bad.to_string()),
            Err(missing) => Err(format!(
                "It was not read: {missing}. Try again once the connection works."
            )),
        }
    }

    /// Reads what the text of the file `name` holds. Each step has a turn of the page's to itself: there may be ten
    /// thousand requests.
    pub(super) async fn read_in_turns(
        self,
        name: String,
        text: String,
    ) -> Result<Comparison, BadFile> {
        let json = reader::parse(&text)?;
        self.next_turn().await;
        let record = record::open_json(&json)?;
        self.next_turn().await;
        drop((text, json));
        let comparison = self.comparison_of(record, Origin::File(name))?;
        self.next_turn().await;
        Ok(comparison)
    }

    /// Lets go of a file that is still being read. Gives the number of the next one.
    pub(super) fn forget_opening(self) -> u64 {
        let number = self.opening.with_value(|before| before + 1);
        self.opening.set_value(number);
        number
    }

    /// The file that could not be opened, if the last could not. Tracked.
    #[must_use]
    pub fn unopened(self) -> Option<Unopened> {
        self.unopened.get()
    }

    /// Puts away what was told of a file that could not be opened.
    pub fn dismiss_unopened(self) {
        self.unopened.set(None);
    }

    /// Shows `record` in place of what is on the page; what runs is stopped.
    ///
    /// # Errors
    /// What in it this program does not know, and where. Nothing changes then.
    pub fn show_record(self, record: Record, origin: Origin) -> Result<(), BadFile> {
        self.show_comparison(self.comparison_of(record, origin)?);
        Ok(())
    }

    /// What `record` is as a comparison.
    fn comparison_of(self, record: Record, origin: Origin) -> Result<Comparison, BadFile> {
        let before = self.settings.get_untracked();
        let address = self.host().read_address();
        recorded::comparison(record, origin, &before, address)
    }

    /// Shows `comparison`, which is over, in place of what is on the page; what runs is stopped.
    fn show_comparison(self, comparison: Comparison) {
        let came_by_link = *comparison.origin() == Origin::Link;
        let fragment = self.fragment.get_value();
        self.close();
        let settings = Settings {
            view: View::Experiment,
            ..comparison.settings().clone()
        };
        if came_by_link {
            // It is what the address says: no page to go back from, and what was told of it stays.
            self.fragment.set_value(fragment);
            self.forget_drafts(|_| true);
            self.change(|all| *all = settings);
        } else {
            self.turn(settings);
            self.write_link(false);
        }
        self.comparison.set(Some(comparison));
    }

    /// Whether what is on the page did not run here. Tracked.
    #[must_use]
    pub fn is_opened(self) -> bool {
        self.comparison()
            .is_some_and(|comparison| *comparison.origin() != Origin::Here)
    }

    /// Whether what is on the page is of requests that no experiment made. Tracked.
    #[must_use]
    pub fn is_foreign(self) -> bool {
        self.comparison()
            .is_some_and(|comparison| !comparison.is_of_experiment())
    }

    /// Puts a record away: the experiment can be run again.
    pub fn put_away(self) {
        if untrack(|| self.is_opened()) {
            self.close();
            self.write_link(false);
        }
    }
}
