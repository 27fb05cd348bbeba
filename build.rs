//! Highlights the variants' files, so that the page carries no highlighter: for each variant below
//! `src/experiments/<name>/` it writes a `Code` with its file of Rust, its text and marks; those of the other languages
//! stand in a table of their own, which is loaded when somebody turns to them.

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

/// A language that variants are written in: its ending, its name in `Code`, and what to highlight by.
struct Language {
    ending: &'static str,
    field: &'static str,
    highlight: HighlightConfiguration,
}

fn languages() -> Result<[Language; 3], Box<dyn Error>> {
    // The queries of TypeScript add to those of JavaScript.
    let typescript = [
        tree_sitter_typescript::HIGHLIGHTS_QUERY,
        tree_sitter_javascript::HIGHLIGHT_QUERY,
    ]
    .concat();
    let language = |ending, field, grammar, query: &str| {
        let mut highlight = HighlightConfiguration::new(grammar, field, query, "", "")?;
        highlight.configure(&MARKS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        Ok::<_, Box<dyn Error>>(Language {
            ending,
            field,
            highlight,
        })
    };
    Ok([
        language(
            "rs",
            "rust",
            tree_sitter_rust::LANGUAGE.into(),
            tree_sitter_rust::HIGHLIGHTS_QUERY,
        )?,
        language(
            "ts",
            "typescript",
            tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
            &typescript,
        )?,
        language(
            "py",
            "python",
            tree_sitter_python::LANGUAGE.into(),
            tree_sitter_python::HIGHLIGHTS_QUERY,
        )?,
    ])
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=src/experiments");
    let top = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let languages = languages()?;
    let (mut table, mut siblings) = (String::new(), Vec::new());
    for folder in sorted(&top.join("src/experiments"))?
        .iter()
        .filter(|path| path.is_dir())
    {
        let name = file_name(folder)?;
        writeln!(
            table,
            "#[allow(missing_docs)]\npub mod {name} {{"
        )?;
        writeln!(
            table,
            "    use super::{{Code, Mark, Sibling, Source}};"
        )?;
        for file in sorted(folder)?.iter().filter(|path| is_variant(path)) {
            let name = file_name(file)?.trim_end_matches(".rs").to_uppercase();
            writeln!(
                table,
                "    pub static {name}: Code = Code {{"
            )?;
            for language in &languages {
                let file = file.with_extension(language.ending);
                let source = source(&top, &file, language)?;
                let field = language.field;
                if field == "rust" {
                    writeln!(table, "        {field}: {source},")?;
                } else {
                    let (place, widths) = (siblings.len(), widths(&file)?);
                    writeln!(
                        table,
                        "        {field}: Sibling {{ place: {place}, widths: &{widths:?} }},"
                    )?;
                    siblings.push(source);
                }
            }
            table.push_str("    };\n");
        }
        table.push_str("}\n");
    }
    writeln!(
        table,
        "static SIBLINGS: [Source; {}] = [{}];",
        siblings.len(),
        siblings.join(", ")
    )?;
    fs::write(
        Path::new(&env::var("OUT_DIR")?).join("sources.rs"),
        table,
    )?;
    Ok(())
}

fn is_variant(file: &Path) -> bool {
    file.extension().is_some_and(|end| end == "rs") && !file.ends_with("mod.rs")
}

/// How many characters each line of a file has.
fn widths(file: &Path) -> Result<Vec<usize>, Box<dyn Error>> {
    let text = fs::read_to_string(file)?;
    Ok(text.lines().map(|line| line.chars().count()).collect())
}

/// The `Source` of one file.
fn source(top: &Path, file: &Path, language: &Language) -> Result<String, Box<dyn Error>> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let path = file
        .strip_prefix(top)?
        .to_str()
        .ok_or("a path that is no text")?
        .replace('\\', "/");
    let mut marks = String::new();
    for (start, length, mark) in highlighted(&text, &language.highlight)? {
        write!(
            marks,
            "({start}, {length}, Mark::{mark}), "
        )?;
    }
    Ok(format!(
        "Source {{ path: {path:?}, text: include_str!({file:?}), marks: &[{marks}] }}"
    ))
}

/// Start, length and kind of a piece of code.
type Marked = (usize, usize, &'static str);

/// What is not plain text in `text`.
fn highlighted(text: &str, by: &HighlightConfiguration) -> Result<Vec<Marked>, Box<dyn Error>> {
    let mut highlighter = Highlighter::new();
    let mut open = Vec::new();
    let mut marks = Vec::new();
    for event in highlighter.highlight(by, text.as_bytes(), None, |_| None)? {
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
