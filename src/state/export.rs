//! The files that a comparison can be saved as: a table of them, and what saves one.

use leptos::prelude::*;

use super::caption::caption;
use super::comparison::{Comparison, Lane};
use super::recorded::record;
use super::session::Session;
use super::settings::Tab;
use crate::experiments::sources::Source;
use crate::picture::{self, Caption, Colours};
use crate::record::{Record, run_file};

/// A line of the table: one content, in one or more kinds of file.
#[derive(Debug)]
pub struct Format {
    /// What is saved.
    pub name: &'static str,
    /// What is in it, and what opens it.
    pub about: &'static str,
    /// Whether only what an experiment made can be saved so.
    pub of_experiment: bool,
    /// The kinds of file.
    pub files: &'static [File],
}

/// A kind of file.
#[derive(Debug)]
pub struct File {
    /// The name of its control on the page.
    pub action: &'static str,
    /// The end of its name, without the dot before it.
    pub end: &'static str,
    /// What writes it.
    pub content: Content,
}

/// What writes a file.
#[derive(Clone, Copy, Debug)]
pub enum Content {
    /// A text of this media type, written of the record; none when the format cannot hold it.
    Text(
        &'static str,
        fn(&Record) -> Option<String>,
    ),
    /// A picture, as it is.
    Svg(Draw),
    /// A picture in pixels, in the colours that the page shows.
    Png(Draw),
}

/// Draws a picture.
pub type Draw = fn(&Record, &Caption, Colours) -> String;

/// All formats, in the order they are offered.
pub static FORMATS: &[Format] = &[
    Format {
        name: "Run file",
        about: "All there is: figures, answers and every request’s times. Tandem opens it again; so does \
                any program that reads JSON.",
        of_experiment: true,
        files: &[text(
            "export-json",
            "json",
            "application/json",
            run_file::write,
        )],
    },
    Format {
        name: "Picture of the verdict",
        about: "The answer and its bars. SVG follows its reader’s theme and opens in browsers and drawing \
                programs; PNG has this page’s colours at twice the size and opens anywhere.",
        of_experiment: false,
        files: &[
            svg(
                "export-verdict-svg",
                "verdict.svg",
                picture::verdict,
            ),
            png(
                "export-verdict-png",
                "verdict.png",
                picture::verdict,
            ),
        ],
    },
    Format {
        name: "Picture of the waterfall",
        about: "Every lane’s requests on one time axis, in the same two kinds.",
        of_experiment: false,
        files: &[
            svg(
                "export-waterfall-svg",
                "waterfall.svg",
                picture::waterfall,
            ),
            png(
                "export-waterfall-png",
                "waterfall.png",
                picture::waterfall,
            ),
        ],
    },
];

const fn text(
    action: &'static str,
    end: &'static str,
    mime: &'static str,
    write: fn(&Record) -> Option<String>,
) -> File {
    let content = Content::Text(mime, write);
    File {
        action,
        end,
        content,
    }
}

const fn svg(action: &'static str, end: &'static str, draw: Draw) -> File {
    let content = Content::Svg(draw);
    File {
        action,
        end,
        content,
    }
}

const fn png(action: &'static str, end: &'static str, draw: Draw) -> File {
    let content = Content::Png(draw);
    File {
        action,
        end,
        content,
    }
}

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
            Tab::TypeScript => &variant.code.typescript,
            Tab::Python => &variant.code.python,
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
                    "Saved {name}, at {times:.1}× instead of 2×: a larger one would be more than \
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

/// Whether an experiment made `comparison`, as some formats need.
#[must_use]
pub fn can_hold(format: &Format, comparison: &Comparison) -> bool {
    comparison.is_of_experiment() || !format.of_experiment
}
