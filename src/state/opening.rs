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
    /// Takes the first file of each choice, drop or paste, from now on.
    pub(super) fn take_files(self) {
        let guard = self.host().incoming(Box::new(move |name, text| {
            let number = self.forget_opening();
            self.asked(async move {
                match parts::open_file(self, name.clone(), text, number).await {
                    Ok(opening) => opening.await,
                    Err(missing) => {
                        let problem = format!(
                            "It was not read: {missing}. Try again once the connection works."
                        );
                        self.unopened.set(Some(Unopened { name, problem }));
                    }
                }
            });
        }));
        self.incoming.set_value(Some(guard));
    }

    /// Shows what the file `name` holds; its text, or why it could not be read. What cannot be shown is
    /// told, and nothing else changes. Each step has a turn of the page's to itself: a file may hold ten thousand
    /// requests. Once there is another `number`, somebody has turned to something else, and nothing is shown.
    pub(super) async fn open_file(self, name: String, text: Result<String, String>, number: u64) {
        let shown = match text {
            Ok(text) => self.show_file(&name, text, number).await,
            Err(problem) => Err(problem),
        };
        if self.opening.get_value() == number {
            self.unopened
                .set(shown.err().map(|problem| Unopened { name, problem }));
        }
    }

    async fn show_file(self, name: &str, text: String, number: u64) -> Result<(), String> {
        let told = |bad: BadFile| bad.to_string();
        let json = reader::parse(&text).map_err(told)?;
        self.next_turn().await;
        let record = record::open_json(&json).map_err(told)?;
        self.next_turn().await;
        drop((text, json));
        let comparison = self
            .comparison_of(record, Origin::File(name.into()))
            .map_err(told)?;
        self.next_turn().await;
        if self.opening.get_value() == number {
            self.show_comparison(comparison);
        }
        Ok(())
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
