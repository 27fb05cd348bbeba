//! Links to pass on, with what came out of a run in their fragment: no server is told of that.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use leptos::prelude::*;

use super::comparison::{Comparison, Origin};
use super::link::{Problem, Wrong};
use super::parts;
use super::recorded::record;
use super::session::Session;
use super::settings::{Settings, SourceKind};
use crate::record::Record;
use crate::record::packed::{pack, unpack};
use crate::record::reader::{BadFile, Result};

/// Links shorter than this are offered, in characters: some programs cut longer ones.
pub const TOO_LONG: usize = 8_000;

/// The fragment's key for results.
const RESULTS: &str = "results";

/// The fragment of the address as it was read last.
#[derive(Clone, Debug, Default)]
pub(super) struct Fragment {
    text: String,
    /// Whether it is what the page shows, or is about to: then it stays in the address.
    is_shown: bool,
}

/// Links.
impl Session {
    /// The address of what is chosen here, in full.
    #[must_use]
    pub fn shared_link(self) -> String {
        self.whole(&Settings {
            embed: false,
            ..self.settings.get()
        })
    }

    /// The address of the same without its shell, for other pages to frame; none for an API of one's own.
    #[must_use]
    pub fn embedded_link(self) -> Option<String> {
        let settings = Settings {
            embed: true,
            ..self.settings.get()
        };
        (settings.source != Some(SourceKind::Custom)).then(|| self.whole(&settings))
    }

    fn whole(self, settings: &Settings) -> String {
        let query = self.link(settings);
        let page = self.host().page();
        // Without a bare question mark.
        if query == "?" {
            page
        } else {
            page + query.as_str()
        }
    }

    /// Whether the page stands in another one, without its shell. Tracked.
    #[must_use]
    pub fn is_embedded(self) -> bool {
        self.settings.with(|settings| settings.embed)
    }

    /// The link of an embedded page to the whole one, with the results that it came with. Tracked.
    #[must_use]
    pub fn link_to_whole(self) -> String {
        let shown = self
            .comparison()
            .is_some_and(|comparison| *comparison.origin() == Origin::Link);
        let link = self.link(&Settings {
            embed: false,
            ..self.settings.get()
        });
        let fragment = self.fragment.with_value(|fragment| fragment.text.clone());
        if shown {
            format!("{link}#{fragment}")
        } else {
            link
        }
    }

    /// The comparison whose results can go into a link: one of an experiment, that is over. Tracked.
    #[must_use]
    pub fn shareable(self) -> Option<Comparison> {
        self.comparison()
            .filter(|comparison| comparison.is_of_experiment() && !comparison.phase().is_active())
    }

    /// Makes a fragment of the spans and figures of the comparison that is over, and tells it.
    pub fn pack_results(self, told: impl FnOnce(Result<String>) + 'static) {
        let Some(comparison) = untrack(|| self.shareable()) else {
            return;
        };
        let packed = pack(&untrack(|| record(&comparison)));
        let deflated = self.host().deflate(packed);
        self.host().spawn(Box::pin(async move {
            let deflated = deflated.await;
            told(deflated.map(|bytes| format!("{RESULTS}={}", BASE64.encode(bytes))));
        }));
    }
}

/// Results that came with a link.
impl Session {
    /// Shows what the address holds, if it is not what was read last.
    pub(super) fn follow_fragment(self) {
        let text = self.host().fragment();
        let known = self.fragment.with_value(|fragment| fragment.text == text);
        // A place on the page, as the link that skips to the experiment has it.
        let is_place = !text.is_empty() && !text.contains('=');
        if known || is_place {
            return;
        }
        if untrack(|| self.comparison()).is_some_and(|shown| *shown.origin() == Origin::Link) {
            self.close();
        }
        // What was told of the fragment before.
        let last = self.fragment.with_value(|fragment| fragment.text.clone());
        let key = last.split_once('=').map_or("", |(key, _)| key);
        self.problems
            .update(|problems| problems.retain(|problem| problem.key != key));
        self.fragment.set_value(Fragment {
            text: text.clone(),
            is_shown: false,
        });
        match text.split_once('=') {
            None => {}
            Some((RESULTS, packed)) => self.open_results(packed),
            Some((key, value)) => self.tell(key, value, Wrong::Unknown),
        }
    }

    fn open_results(self, packed: &str) {
        let packed = packed.to_owned();
        let Ok(deflated) = BASE64.decode(&packed) else {
            let problem = "It is damaged: some of its characters are missing or wrong.";
            return self.refuse(&packed, &BadFile::new("", problem));
        };
        self.fragment
            .update_value(|fragment| fragment.is_shown = true);
        let of = self.fragment.with_value(|fragment| fragment.text.clone());
        let inflated = self.host().inflate(deflated);
        self.host().spawn(Box::pin(async move {
            // Whether it has come is told below.
            drop(parts::load_packed().await);
            let bytes = inflated.await;
            // Something else may have come into the address since.
            if self.fragment.with_value(|fragment| fragment.text != of) {
                return;
            }
            // Or a run may have begun, which is what is wanted now.
            if untrack(|| self.is_active()) {
                self.fragment
                    .update_value(|fragment| fragment.is_shown = false);
                return;
            }
            let shown = match bytes {
                Ok(bytes) => parts::open_packed(self, bytes).await,
                Err(bad) => Ok(Err(bad)),
            };
            match shown {
                Ok(Ok(())) => {}
                Ok(Err(bad)) => self.refuse(&packed, &bad),
                // The link is right, and stays.
                Err(missing) => {
                    let problem =
                        format!("It was not read: {missing}. Reload the page to try again.");
                    self.tell(
                        RESULTS,
                        &packed,
                        Wrong::Unreadable(problem),
                    );
                }
            }
        }));
    }

    fn refuse(self, packed: &str, bad: &BadFile) {
        self.fragment
            .update_value(|fragment| fragment.is_shown = false);
        self.tell(
            RESULTS,
            packed,
            Wrong::Unreadable(bad.to_string()),
        );
    }

    fn tell(self, key: &str, value: &str, wrong: Wrong) {
        self.problems.update(|problems| {
            problems.push(Problem {
                key: key.into(),
                value: value.into(),
                wrong,
            });
        });
    }

    /// What stays in the address behind the query.
    pub(super) fn fragment_to_write(self) -> String {
        let kept = self.fragment.get_value();
        let kept = if kept.is_shown {
            kept
        } else {
            Fragment::default()
        };
        self.fragment.set_value(kept.clone());
        kept.text
    }
}

/// The record that a link's bytes hold.
pub(super) fn unpacked(bytes: &[u8]) -> Result<Record> {
    of_experiment(unpack(bytes)?)
}

/// Links are to experiments: what another program recorded may hold addresses that are nobody's business.
fn of_experiment(record: Record) -> Result<Record> {
    match record.setup {
        Some(_) => Ok(record),
        None => Err(BadFile::new(
            "",
            "It is of no experiment.",
        )),
    }
}

/// The lines that put the page at `address` into another one.
#[must_use]
pub fn snippet(address: &str, title: &str) -> String {
    format!(
        "<iframe src=\"{}\" title=\"{}\" width=\"100%\" height=\"400\" loading=\"lazy\" \
         style=\"border: 0\"></iframe>",
        escaped(address),
        escaped(title)
    )
}

/// `text` within an attribute's quotes.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_is_no_way_out_of_its_attributes() {
        assert_eq!(
            snippet("http://h/?a=1&b=\"<", "One & \"two\""),
            "<iframe src=\"http://h/?a=1&amp;b=&quot;&lt;\" title=\"One &amp; &quot;two&quot;\" \
             width=\"100%\" height=\"400\" loading=\"lazy\" style=\"border: 0\"></iframe>"
        );
    }
}
