//! The files that a comparison can be saved as: the only table of them.

use super::comparison::Comparison;
use crate::picture::{self, Caption, Colours};
use crate::record::{Record, chrome_trace, csv, har, run_file};

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
        files: &[file(
            "export-json",
            "json",
            Content::Text("application/json", run_file::write),
        )],
    },
    Format {
        name: "HAR",
        about: "The requests as browsers’ developer tools save and open them, a page a lane, with the \
                answers. Tandem opens it again, with all that it needs.",
        of_experiment: false,
        files: &[file(
            "export-har",
            "har",
            Content::Text("application/json", |record| {
                Some(har::write(record))
            }),
        )],
    },
    Format {
        name: "Chrome trace",
        about: "The requests as trace events: open it in Perfetto or in chrome://tracing.",
        of_experiment: false,
        files: &[file(
            "export-trace",
            "trace.json",
            Content::Text("application/json", |record| {
                Some(chrome_trace::write(record))
            }),
        )],
    },
    Format {
        name: "Table of requests",
        about: "A row a request with every time, as CSV for spreadsheets and notebooks.",
        of_experiment: false,
        files: &[file(
            "export-csv",
            "csv",
            Content::Text("text/csv", |record| {
                Some(csv::write(record))
            }),
        )],
    },
    Format {
        name: "Picture of the verdict",
        about: "The answer and its bars. SVG follows its reader’s theme and opens in browsers and drawing \
                programs; PNG has this page’s colours at twice the size and opens anywhere.",
        of_experiment: false,
        files: &[
            file(
                "export-verdict-svg",
                "verdict.svg",
                Content::Svg(picture::verdict),
            ),
            file(
                "export-verdict-png",
                "verdict.png",
                Content::Png(picture::verdict),
            ),
        ],
    },
    Format {
        name: "Picture of the waterfall",
        about: "Every lane’s requests on one time axis, in the same two kinds.",
        of_experiment: false,
        files: &[
            file(
                "export-waterfall-svg",
                "waterfall.svg",
                Content::Svg(picture::waterfall),
            ),
            file(
                "export-waterfall-png",
                "waterfall.png",
                Content::Png(picture::waterfall),
            ),
        ],
    },
];

const fn file(action: &'static str, end: &'static str, content: Content) -> File {
    File {
        action,
        end,
        content,
    }
}

/// Whether an experiment made `comparison`, as some formats need.
#[must_use]
pub fn can_hold(format: &Format, comparison: &Comparison) -> bool {
    comparison.is_of_experiment() || !format.of_experiment
}
