//! Saving what is on the page as files.

use leptos::prelude::*;

use super::caption::caption;
use super::comparison::Lane;
use super::export::{Content, File};
use super::recorded::record;
use super::session::Session;
use super::settings::Tab;
use crate::experiments::sources::Source;
use crate::picture::Colours;

/// A variant's code as a file.
#[derive(Clone, Copy, Debug)]
pub struct CodeFile {
    experiment: &'static str,
    /// The variant's name in links, attributes and run files.
    pub variant: &'static str,
    source: &'static Source,
}

impl CodeFile {
    fn of(lane: &Lane, experiment: &'static str, tab: Tab) -> Option<Self> {
        let variant = lane.variant?;
        let source = match tab {
            Tab::Rust | Tab::Data => &variant.code.rust,
            Tab::TypeScript => variant.code.typescript.source(),
            Tab::Python => variant.code.python.source(),
        };
        Some(Self {
            experiment,
            variant: variant.name,
            source,
        })
    }

    /// The end of its name, without the dot before it.
    #[must_use]
    pub fn end(self) -> &'static str {
        self.source.path.rsplit('.').next().unwrap_or_default()
    }

    /// Its name, by which the variant is found again.
    #[must_use]
    pub fn name(self) -> String {
        format!(
            "{}-{}.{}",
            self.experiment,
            self.variant,
            self.end()
        )
    }
}

/// Saving. Each tells in a sentence what came of it.
impl Session {
    /// Saves the comparison as `file`.
    pub fn save(self, file: &'static File, told: impl FnOnce(String) + 'static) {
        let Some(comparison) = self.comparison.get_untracked() else {
            return;
        };
        let (record, caption) = untrack(|| {
            (
                record(&comparison),
                caption(&comparison),
            )
        });
        let name = record.file_name(file.end);
        match file.content {
            Content::Text(mime, write) => told(self.offer(&name, mime, write(&record))),
            Content::Svg(draw) => {
                let text = draw(&record, &caption, Colours::Both);
                told(self.offer(&name, "image/svg+xml", Some(text)));
            }
            Content::Png(draw) => {
                let dark = self.host().is_dark();
                let colours = if dark { Colours::Dark } else { Colours::Light };
                self.paint(
                    name,
                    draw(&record, &caption, colours),
                    told,
                );
            }
        }
    }

    /// The code of each variant of the comparison, in the language that its lanes show; Rust while they
    /// show data. Tracked.
    #[must_use]
    pub fn code_files(self) -> Vec<CodeFile> {
        let Some(comparison) = self.comparison() else {
            return Vec::new();
        };
        let experiment = comparison.settings().experiment.name;
        let tab = self.settings().tab;
        let lanes = comparison.lanes().iter();
        lanes
            .filter_map(|lane| CodeFile::of(lane, experiment, tab))
            .collect()
    }

    /// Saves a variant's code.
    pub fn save_code(self, file: CodeFile, told: impl FnOnce(String)) {
        told(self.offer(
            &file.name(),
            "text/plain",
            Some(file.source.text.into()),
        ));
    }

    fn offer(self, name: &str, mime: &str, text: Option<String>) -> String {
        match text {
            None => format!("This format cannot hold what would be in {name}."),
            Some(text) if self.host().download(name, mime, &text) => format!("Saved {name}."),
            Some(_) => format!("The browser did not take {name}."),
        }
    }

    fn paint(self, name: String, svg: String, told: impl FnOnce(String) + 'static) {
        let painted = self.host().download_png(name.clone(), svg);
        self.host().spawn(Box::pin(async move {
            told(match painted.await {
                Some(times) if times < 2.0 => format!(
                    "Saved {name}, at {times:.2}× instead of 2×: a larger one would be more than \
                     every browser can paint."
                ),
                Some(_) => format!("Saved {name}."),
                None => format!(
                    "The browser could not paint {name}. The SVG file has the same picture."
                ),
            });
        }));
    }
}
