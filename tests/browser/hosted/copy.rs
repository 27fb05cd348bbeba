//! Copies of the built site with something changed.

use crate::support::env;
pub(super) use crate::support::site::{WORKER, hash};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// How the name of the style sheet begins that is a file of its own.
const SHEET: &str = "print-";

/// A copy of the built site.
pub(super) struct Copy {
    folder: TempDir,
}

impl Copy {
    pub(super) fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        for name in names() {
            let from = env::path("TANDEM_DIST").join(&name);
            fs::copy(from, folder.path().join(name)).expect("a copy");
        }
        Self { folder }
    }

    /// Another version of the site, with `word` on its title and in a style sheet, which has another name for
    /// it. All hashes are as the build would have made them.
    pub(super) fn version(word: &str) -> Self {
        let copy = Self::new();
        // As hashes are written.
        let digits: String = word.bytes().map(|byte| format!("{byte:02x}")).collect();
        let (old, new) = (
            copy.sheet(),
            format!("{SHEET}{digits:0>16}.css"),
        );
        let before = copy.read(&old);
        let after = format!("{before}\n:root {{ --version: {word}; }}\n");
        fs::remove_file(copy.file(&old)).expect("it was there");
        copy.write(&new, &after);
        let sheet = |text: &str| {
            let text = text.replace(&old, &new);
            text.replace(&hash(&before), &hash(&after))
        };
        let page = copy.read("index.html");
        let titled = sheet(&page).replace(
            "<title>",
            &format!("<title data-version=\"{word}\">"),
        );
        assert_ne!(
            titled,
            sheet(&page),
            "the page has a title"
        );
        let worker = copy.read(WORKER).replace(&hash(&page), &hash(&titled));
        copy.write("index.html", &titled);
        copy.write(
            WORKER,
            &sheet(&worker).replace(
                "VERSION = \"",
                &format!("VERSION = \"{word} "),
            ),
        );
        copy
    }

    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).expect("a text of the site")
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        let file = self.file(name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, text).expect("a file");
    }

    /// The names of its files, in order.
    pub(super) fn names(&self) -> Vec<String> {
        names_in(self.folder())
    }

    /// The name of the style sheet that versions differ in.
    pub(super) fn sheet(&self) -> String {
        let mut names = self.names().into_iter();
        let sheet = names.find(|name| name.starts_with(SHEET) && name.ends_with(".css"));
        sheet.expect("a style sheet")
    }
}

/// The names of the built site's files, in order.
pub(super) fn names() -> Vec<String> {
    names_in(&env::path("TANDEM_DIST"))
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a site");
    let mut names: Vec<_> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}
