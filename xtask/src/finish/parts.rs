//! The program in parts: one that the page starts with, and those that it loads when they are needed. Which functions
//! begin a part stands in the program itself (`ui::parts`, `state::parts`, `browser::history`); what only they reach goes
//! with them.
//!
//! The parts are cut from what the linker made, before wasm-bindgen has seen it: Trunk's own program, which is whole,
//! is put away.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use anyhow::{Context, Result, anyhow, ensure};
use sha2::{Digest, Sha256};

use super::digest::sha384;
use super::order::sorted;
use super::page::Page;
use super::program::stripped;
use super::{Built, names};
use crate::project::Project;
use crate::run::{cargo, run};
use crate::tools;

/// The script that loads parts, under the name that the splitter gives it.
const LOADER: &str = "./__wasm_split.js";
/// wasm-bindgen's script, under the name that the splitter is told.
const SCRIPT: &str = "./tandem.js";
/// How many characters of a hash tell versions apart.
const VERSION: usize = 16;

/// A file of the program: its name in the site, and what is in it.
struct File {
    name: String,
    bytes: Vec<u8>,
}

/// What the splitter and wasm-bindgen have made.
struct Cut {
    /// What the page starts with.
    program: Vec<u8>,
    /// wasm-bindgen's script, which starts it.
    script: String,
    /// The script that loads parts.
    loader: String,
    /// The parts under the splitter's names, in order.
    parts: Vec<File>,
}

/// Puts the program in parts in the place of Trunk's.
pub(super) fn make(built: &Built, page: &mut Page) -> Result<()> {
    let project = Project::find()?;
    let cut = Cut::of(&project, built)?;
    let trunks = TrunksProgram::find(&built.folder)?;
    trunks.remove(&built.folder)?;
    let version = cut.version()?;
    page.rename(&trunks.stem, &format!("tandem-{version}"))?;
    page.settle_length(&program_name(&version), trunks.bytes, cut.program.len())?;
    page.preload_module(&loader_name(&version))?;
    for File { name, bytes } in cut.named(&version)? {
        fs::write(built.folder.join(&name), bytes)
            .with_context(|| format!("{name} cannot be written"))?;
    }
    Ok(())
}

fn program_name(version: &str) -> String {
    format!("tandem-{version}_bg.wasm")
}

fn script_name(version: &str) -> String {
    format!("tandem-{version}.js")
}

fn loader_name(version: &str) -> String {
    format!("parts-{version}.js")
}

/// The name of a part in the site, by that which the splitter gave it. Hosts know by the hash that it never changes.
fn part_name(version: &str, name: &str) -> String {
    let stem = name.strip_suffix(".wasm").unwrap_or(name);
    let part = stem.strip_prefix("split_").unwrap_or(stem);
    format!("{}-{version}.wasm", part.replace('_', "-"))
}

/// The program as Trunk has put it into the site.
struct TrunksProgram {
    /// What the names of its two files begin with.
    stem: String,
    bytes: usize,
}

impl TrunksProgram {
    const END: &str = "_bg.wasm";

    fn find(site: &Path) -> Result<Self> {
        let found: Vec<_> = names(site)?
            .into_iter()
            .filter_map(|name| name.strip_suffix(Self::END).map(str::to_owned))
            .collect();
        let [stem] = found
            .try_into()
            .map_err(|found| anyhow!("the site should have one program, and has {found:?}"))?;
        let path = site.join(format!("{stem}{}", Self::END));
        let bytes = fs::metadata(&path)
            .with_context(|| format!("{} is gone", path.display()))?
            .len();
        Ok(Self {
            stem,
            bytes: usize::try_from(bytes)?,
        })
    }

    fn remove(&self, site: &Path) -> Result<()> {
        for end in [Self::END, ".js"] {
            let path = site.join(format!("{}{end}", self.stem));
            fs::remove_file(&path)
                .with_context(|| format!("{} cannot be removed", path.display()))?;
        }
        Ok(())
    }
}

impl Cut {
    /// Cuts what the linker made last.
    fn of(project: &Project, built: &Built) -> Result<Self> {
        let target = target_folder(project)?;
        let profile = if built.release { "release" } else { "debug" };
        let linked = target
            .join("wasm32-unknown-unknown")
            .join(profile)
            .join("tandem.wasm");
        let whole =
            fs::read(&linked).with_context(|| format!("{} cannot be read", linked.display()))?;
        // Of this process alone: the page may be served, and made anew, while another build goes on.
        let folder = target.join("parts").join(process::id().to_string());
        empty(&folder)?;
        let linked = folder.join("main.wasm");
        let mut options = wasm_split_cli_support::Options::new(&whole);
        options.output_dir = &folder;
        options.main_out_path = &linked;
        options.link_name = LOADER;
        options.main_module = SCRIPT;
        let split = wasm_split_cli_support::transform(options)
            .map_err(|error| {
            anyhow!(
                "the program cannot be cut into parts: {error:#}. It takes the flags of .cargo/config.toml, which RUSTFLAGS \
                 in the environment would replace"
            )
        })?;
        bind(project, &linked, &folder)?;
        let mut parts = Vec::new();
        for path in split.split_modules {
            parts.push(File {
                name: file_name(&path)?,
                bytes: read_program(&path, built.release)?,
            });
        }
        parts.sort_by(|one, other| one.name.cmp(&other.name));
        let cut = Self {
            program: read_program(&folder.join("tandem_bg.wasm"), built.release)?,
            script: read_text(&folder.join(SCRIPT))?,
            loader: read_text(&folder.join(LOADER))?,
            parts,
        };
        fs::remove_dir_all(&folder)
            .with_context(|| format!("{} cannot be removed", folder.display()))?;
        Ok(cut)
    }

    /// A hash of all files as they will be, but for it in their names: no two versions share the name of a file.
    fn version(&self) -> Result<String> {
        let mut hash = Sha256::new();
        for file in self.named("")? {
            hash.update(file.bytes);
        }
        let mut version = String::new();
        for byte in hash.finalize() {
            // A text takes all that is written to it.
            let _ = write!(version, "{byte:02x}");
        }
        version.truncate(VERSION);
        Ok(version)
    }

    /// The files of the site. Each part is loaded by its name and its hash.
    fn named(&self, version: &str) -> Result<Vec<File>> {
        let script = replaced(
            &self.script,
            &format!("from \"{LOADER}\""),
            &format!("from \"./{}\"", loader_name(version)),
        )?;
        let mut loader = replaced(
            &self.loader,
            &format!("from \"{SCRIPT}\""),
            &format!("from \"./{}\"", script_name(version)),
        )?;
        // The page tells of a part that does not come, by whatever asked for it.
        loader = replaced(&loader, "console.error(e);", "")?;
        // Some hosts tell another type than `application/wasm`, and a body with a hash is handed on only whole.
        loader = replaced(
            &loader,
            "WebAssembly.instantiateStreaming(src, imports)",
            "WebAssembly.instantiate(await (await src).arrayBuffer(), imports)",
        )?;
        let mut files = Vec::new();
        for File { name, bytes } in &self.parts {
            let new = part_name(version, name);
            loader = replaced(
                &loader,
                &format!("new URL(\"./{name}\", import.meta.url)"),
                &format!(
                    "new URL(\"./{new}\", import.meta.url), {{ integrity: \"{}\" }}",
                    sha384(bytes)
                ),
            )?;
            files.push(File {
                name: new,
                bytes: bytes.clone(),
            });
        }
        files.push(File {
            name: program_name(version),
            bytes: self.program.clone(),
        });
        files.push(File {
            name: script_name(version),
            bytes: script.into_bytes(),
        });
        files.push(File {
            name: loader_name(version),
            bytes: loader.into_bytes(),
        });
        Ok(files)
    }
}

/// `text` with `new` wherever `old` is, which has to be somewhere.
fn replaced(text: &str, old: &str, new: &str) -> Result<String> {
    ensure!(
        text.contains(old),
        "a script of the program has nowhere {old:?}: the tools that make it have changed"
    );
    Ok(text.replace(old, new))
}

/// Runs wasm-bindgen on what is started with; what the parts need of it stays, and so do the symbols' own names.
fn bind(project: &Project, linked: &Path, folder: &Path) -> Result<()> {
    let mut command = Command::new(tools::wasm_bindgen(project)?);
    command
        .args(["--target", "web", "--no-typescript"])
        .args(["--keep-lld-exports", "--no-demangle"])
        .args(["--out-name", "tandem", "--out-dir"])
        .arg(folder)
        .arg(linked);
    run(&mut command)
}

/// Where cargo builds.
fn target_folder(project: &Project) -> Result<PathBuf> {
    let told = cargo()
        .current_dir(project.root())
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .output()
        .context("cargo cannot be started")?;
    let told: serde_json::Value =
        serde_json::from_slice(&told.stdout).context("cargo does not tell where it builds")?;
    let folder = told["target_directory"].as_str();
    Ok(folder.context("cargo has no folder to build in")?.into())
}

fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))
}

fn file_name(path: &Path) -> Result<String> {
    let name = path.file_name().and_then(|name| name.to_str());
    Ok(name.context("a part has no name")?.to_owned())
}

fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// A program's bytes; those of a site that is optimised without what nobody needs, and in an order that packs well.
fn read_program(path: &Path, is_release: bool) -> Result<Vec<u8>> {
    let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    if is_release {
        stripped(&bytes)
            .and_then(|bytes| sorted(&bytes))
            .with_context(|| format!("{} is no whole WebAssembly", path.display()))
    } else {
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut() -> Cut {
        Cut {
            program: b"main".to_vec(),
            script: format!(
                "import * as a from \"{LOADER}\"; const imports = {{ \"{LOADER}\": a }};"
            ),
            loader: format!(
                "import {{ initSync }} from \"{SCRIPT}\"; console.error(e); WebAssembly.instantiateStreaming(src, imports);\n\
                 const a = fetch(new URL(\"./split_below.wasm\", import.meta.url));\n\
                 const b = fetch(new URL(\"./chunk_1.wasm\", import.meta.url));"
            ),
            parts: ["chunk_1.wasm", "split_below.wasm"]
                .map(|name| File {
                    name: name.to_owned(),
                    bytes: name.as_bytes().to_vec(),
                })
                .into(),
        }
    }

    #[test]
    fn each_part_is_loaded_by_name_and_hash() {
        let files = cut().named("0").unwrap();
        let names: Vec<_> = files.iter().map(|file| &*file.name).collect();
        assert_eq!(
            names,
            [
                "chunk-1-0.wasm",
                "below-0.wasm",
                "tandem-0_bg.wasm",
                "tandem-0.js",
                "parts-0.js",
            ]
        );
        let text = |place: usize| String::from_utf8_lossy(&files[place].bytes).into_owned();
        // The name within the program stays: it is told there by wasm-bindgen.
        assert_eq!(
            text(3),
            format!("import * as a from \"./parts-0.js\"; const imports = {{ \"{LOADER}\": a }};")
        );
        let hash = sha384(b"split_below.wasm");
        assert!(text(4).contains(&format!(
            "fetch(new URL(\"./below-0.wasm\", import.meta.url), {{ integrity: \"{hash}\" }});"
        )));
        assert!(text(4).starts_with(
            "import { initSync } from \"./tandem-0.js\";  WebAssembly.instantiate(await (await src).arrayBuffer(), imports);\n"
        ));
    }

    #[test]
    fn a_version_is_that_of_every_file() {
        let version = cut().version().unwrap();
        assert_eq!(version.len(), VERSION);
        assert_eq!(cut().version().unwrap(), version);
        let mut other = cut();
        other.parts[0].bytes.push(0);
        assert_ne!(other.version().unwrap(), version);
        let mut other = cut();
        other.loader.push(' ');
        assert_ne!(other.version().unwrap(), version);
    }

    #[test]
    fn scripts_that_have_changed_are_told_of() {
        let mut changed = cut();
        changed.loader = changed.loader.replace("new URL", "new Url");
        let error = changed.named("0").err().unwrap();
        assert!(error.to_string().contains("new URL"), "{error}");
    }
}
