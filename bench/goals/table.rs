//! The table: each goal beside its figure, and the way the figure was taken.

use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Where the table is kept, from the project's folder.
const FILE: &str = "target/bench.md";

/// A goal and its figure.
pub(crate) struct Row {
    what: String,
    goal: String,
    figure: String,
    /// Nothing where there is no goal, only a figure.
    met: Option<bool>,
    way: String,
}

impl Row {
    /// A figure `value`, which is to be `most` at most; `told` is how it is shown.
    pub(crate) fn at_most(what: &str, most: f64, unit: &str, value: f64, told: String) -> Self {
        Self {
            what: what.to_owned(),
            goal: format!("≤ {most}{unit}"),
            figure: told,
            met: Some(value <= most),
            way: String::new(),
        }
    }

    /// A figure that has to be a certain one.
    pub(crate) fn exactly(what: &str, goal: &str, met: bool, told: String) -> Self {
        Self {
            what: what.to_owned(),
            goal: goal.to_owned(),
            figure: told,
            met: Some(met),
            way: String::new(),
        }
    }

    /// A figure beside the others, with no goal of its own.
    pub(crate) fn beside(what: &str, told: String) -> Self {
        Self {
            what: what.to_owned(),
            goal: "–".to_owned(),
            figure: told,
            met: None,
            way: String::new(),
        }
    }

    /// A part that could not be measured.
    pub(crate) fn missing(part: &str) -> Self {
        Self {
            what: part.to_owned(),
            goal: "a figure".to_owned(),
            figure: "not measured: the reason stands above".to_owned(),
            met: Some(false),
            way: String::new(),
        }
    }

    /// Says how the figure was taken.
    pub(crate) fn taken(self, way: &str) -> Self {
        Self {
            way: way.to_owned(),
            ..self
        }
    }
}

/// All rows, under what they were taken on.
pub(crate) struct Table {
    taken_on: String,
    rows: Vec<Row>,
}

impl Table {
    /// An empty table.
    pub(crate) fn of(taken_on: String) -> Self {
        Self {
            taken_on,
            rows: Vec::new(),
        }
    }

    /// Adds rows.
    pub(crate) fn extend(&mut self, rows: impl IntoIterator<Item = Row>) {
        self.rows.extend(rows);
    }

    /// Prints the table and keeps it.
    pub(crate) fn write(&self) {
        let text = self.text();
        println!("{text}");
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
        if let Err(error) = fs::write(&file, text) {
            eprintln!("{FILE} cannot be written: {error}");
        }
    }

    fn text(&self) -> String {
        let mut text = format!("{}\n\n", self.taken_on);
        text.push_str("| what | goal | figure | met | how it was taken |\n|---|---|---|---|---|\n");
        for row in &self.rows {
            let met = match row.met {
                Some(true) => "yes",
                Some(false) => "**no**",
                None => "–",
            };
            // A text can be written to without fail.
            let _ = writeln!(
                text,
                "| {} | {} | {} | {met} | {} |",
                row.what, row.goal, row.figure, row.way
            );
        }
        text
    }
}
