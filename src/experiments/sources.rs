//! The code of the variants, as the page shows it. Highlighted at build time: `build.rs` writes the
//! table that is included here.

/// A variant in three languages.
#[derive(Debug)]
pub struct Code {
    /// What runs.
    pub rust: Source,
    /// A whole program that does the same.
    pub typescript: Sibling,
    /// A whole program that does the same.
    pub python: Sibling,
}

/// A file of code in another language: what the page knows of it before somebody turns to it.
#[derive(Debug)]
pub struct Sibling {
    /// How many characters each of its lines has.
    pub widths: &'static [u16],
    /// Its place in the table that `build.rs` writes.
    place: usize,
}

impl Sibling {
    /// The file itself. Who asks for it has all of these files in the same part of the program.
    #[must_use]
    pub fn source(&self) -> &'static Source {
        &SIBLINGS[self.place]
    }
}

/// A file of code with its highlighting.
#[derive(Debug)]
pub struct Source {
    /// Its path from the top of the project, with forward slashes.
    pub path: &'static str,
    /// The whole file.
    pub text: &'static str,
    /// What is not plain text in it, in order and apart: start and length in bytes, and its kind.
    pub marks: &'static [(u16, u16, Mark)],
}

/// What a piece of code is, as far as it is drawn differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the usual ones")]
pub enum Mark {
    Comment,
    Function,
    Keyword,
    Literal,
    Macro,
    Type,
}

/// A piece of a line: its kind, if it has one, and its text.
pub type Piece = (Option<Mark>, &'static str);

impl Source {
    /// Its folder and name.
    #[must_use]
    pub fn short_path(&self) -> &'static str {
        self.path
            .strip_prefix("src/experiments/")
            .unwrap_or(self.path)
    }

    /// The lines, each in pieces that make up the line when put together.
    #[must_use]
    pub fn lines(&self) -> Vec<Vec<Piece>> {
        let mut lines = vec![Vec::new()];
        let mut at = 0;
        for &(start, length, mark) in self.marks {
            let (start, end) = (
                usize::from(start),
                usize::from(start + length),
            );
            push(&mut lines, None, &self.text[at..start]);
            push(
                &mut lines,
                Some(mark),
                &self.text[start..end],
            );
            at = end;
        }
        push(
            &mut lines,
            None,
            self.text[at..].trim_end(),
        );
        lines
    }
}

fn push(lines: &mut Vec<Vec<Piece>>, mark: Option<Mark>, text: &'static str) {
    for (index, piece) in text.split('\n').enumerate() {
        if index > 0 {
            lines.push(Vec::new());
        }
        if let Some(line) = lines.last_mut().filter(|_| !piece.is_empty()) {
            line.push((mark, piece));
        }
    }
}

include!(concat!(env!("OUT_DIR"), "/sources.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    /// The code of every variant.
    fn all() -> impl Iterator<Item = &'static Code> {
        let experiments = crate::experiments::EXPERIMENTS.iter();
        experiments.flat_map(|experiment| experiment.variants.iter().map(|one| one.code))
    }

    #[test]
    fn pieces_make_up_the_file() {
        for code in all() {
            let siblings = [&code.typescript, &code.python];
            for source in [&code.rust, siblings[0].source(), siblings[1].source()] {
                assert_pieces(source);
            }
            for sibling in siblings {
                let lines = sibling.source().text.lines();
                let widths = lines.map(|line| line.chars().count());
                assert!(widths.eq(sibling.widths.iter().map(|width| usize::from(*width))));
            }
        }
    }

    #[test]
    fn each_sibling_is_in_its_own_language_and_of_its_own_variant() {
        for code in all() {
            let stem = code.rust.path.strip_suffix(".rs").expect("a file of Rust");
            let paths = [&code.typescript, &code.python].map(|sibling| sibling.source().path);
            assert_eq!(
                paths,
                [format!("{stem}.ts"), format!("{stem}.py")]
            );
        }
    }

    fn assert_pieces(source: &Source) {
        let lines = source.lines();
        let text = |line: &Vec<Piece>| line.iter().map(|(_, text)| *text).collect::<String>();
        let put_together: Vec<_> = lines.iter().map(text).collect();
        assert_eq!(
            put_together.join("\n"),
            source.text.trim_end()
        );
        let marked = |mark| lines.iter().flatten().any(|(kind, _)| *kind == Some(mark));
        assert!(
            marked(Mark::Keyword) && marked(Mark::Function),
            "{}",
            source.path
        );
    }
}
