//! Highlights the variants' files, so that the page carries no highlighter: for each file below
//! `src/experiments/<name>/` it writes a `Source` with its text and marks.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use tree_sitter_highlight::{HighlightConfiguration, HighlightEvent, Highlighter};

/// What the grammar's queries call a piece of code, and the `Mark` it is drawn as. The longest name
/// that fits is taken.
const MARKS: &[(&str, &str)] = &[
    ("comment", "Comment"),
    ("function", "Function"),
    ("function.macro", "Macro"),
    ("keyword", "Keyword"),
    ("constant.builtin", "Literal"),
    ("number", "Literal"),
    ("string", "Literal"),
    ("type", "Type"),
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=src/experiments");
    let top = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let mut table = String::new();
    for folder in sorted(&top.join("src/experiments"))?
        .iter()
        .filter(|path| path.is_dir())
    {
        let name = file_name(folder)?;
        writeln!(
            table,
            "#[allow(missing_docs)]\npub mod {name} {{\n    use super::{{Mark, Source}};"
        )?;
        for file in sorted(folder)?.iter().filter(|path| is_variant(path)) {
            table.push_str(&source(&top, file)?);
        }
        table.push_str("}\n");
    }
    fs::write(
        Path::new(&env::var("OUT_DIR")?).join("sources.rs"),
        table,
    )?;
    Ok(())
}

fn is_variant(file: &Path) -> bool {
    file.extension().is_some_and(|end| end == "rs") && !file.ends_with("mod.rs")
}

/// The `Source` of one file, as Rust.
fn source(top: &Path, file: &Path) -> Result<String, Box<dyn Error>> {
    let text = fs::read_to_string(file)?;
    let path = file
        .strip_prefix(top)?
        .to_str()
        .ok_or("a path that is no text")?
        .replace('\\', "/");
    let name = file_name(file)?.replace('.', "_").to_uppercase();
    let marks: String = marks(&text)?.iter().fold(
        String::new(),
        |all, (start, length, mark)| format!("{all}({start}, {length}, Mark::{mark}), "),
    );
    Ok(format!(
        "    pub static {name}: Source = Source {{\n        path: {path:?},\n        \
         text: include_str!({file:?}),\n        marks: &[{marks}],\n    }};\n"
    ))
}

/// Start, length and kind of a piece of code.
type Marked = (usize, usize, &'static str);

/// What is not plain text in `text`.
fn marks(text: &str) -> Result<Vec<Marked>, Box<dyn Error>> {
    let mut configuration = HighlightConfiguration::new(
        tree_sitter_rust::LANGUAGE.into(),
        "rust",
        tree_sitter_rust::HIGHLIGHTS_QUERY,
        "",
        "",
    )?;
    configuration.configure(&MARKS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    let mut highlighter = Highlighter::new();
    let mut open = Vec::new();
    let mut marks = Vec::new();
    for event in highlighter.highlight(
        &configuration,
        text.as_bytes(),
        None,
        |_| None,
    )? {
        match event? {
            HighlightEvent::HighlightStart(kind) => open.push(MARKS[kind.0].1),
            HighlightEvent::HighlightEnd => drop(open.pop()),
            HighlightEvent::Source { start, end } => {
                marks.extend(open.last().map(|mark| (start, end - start, *mark)));
            }
        }
    }
    Ok(marks)
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

fn file_name(path: &Path) -> Result<&str, Box<dyn Error>> {
    let name = path.file_name().and_then(|name| name.to_str());
    name.ok_or_else(|| format!("{} has no name", path.display()).into())
}
