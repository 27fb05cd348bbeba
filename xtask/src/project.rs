//! Where the project's things lie, and what its files ask for.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Trunk's own port when Trunk.toml names none.
const TRUNK_DEFAULT_PORT: u16 = 8080;

/// The project's folder.
pub(crate) struct Project {
    root: PathBuf,
}

impl Project {
    /// Cargo names the folder of xtask; the project is the one above. Asked at
    /// run time, so that a folder that was moved is found again.
    pub(crate) fn find() -> Result<Self> {
        let xtask = std::env::var_os("CARGO_MANIFEST_DIR")
            .unwrap_or_else(|| OsString::from(env!("CARGO_MANIFEST_DIR")));
        let root = Path::new(&xtask)
            .parent()
            .context("xtask has no folder above it")?;
        Ok(Self {
            root: root.to_path_buf(),
        })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The project's own tools, kept out of the person's folders.
    pub(crate) fn tools(&self) -> PathBuf {
        self.root.join(".tools")
    }

    /// Where the built site is.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// What may come in with dependencies.
    pub(crate) fn deny(&self) -> PathBuf {
        self.root.join("deny.toml")
    }

    /// The fuzz targets, a workspace of their own.
    pub(crate) fn fuzz(&self) -> PathBuf {
        self.root.join("fuzz")
    }

    /// The npm packages of the tests.
    pub(crate) fn npm(&self) -> PathBuf {
        self.root.join("tests").join("npm")
    }

    /// The npm packages of the benchmarks.
    pub(crate) fn bench_npm(&self) -> PathBuf {
        self.root.join("bench").join("npm")
    }

    /// The Python packages of the tests.
    pub(crate) fn python_requirements(&self) -> PathBuf {
        self.root
            .join("tests")
            .join("python")
            .join("requirements.txt")
    }

    /// The version of wasm-bindgen in Cargo.lock. The program that goes with
    /// it must be of the very same version.
    pub(crate) fn wasm_bindgen_version(&self) -> Result<String> {
        locked_version(&self.read("Cargo.lock")?, "wasm-bindgen")
    }

    /// The port of Trunk.toml.
    pub(crate) fn port(&self) -> Result<u16> {
        serve_port(&self.read("Trunk.toml")?)
    }

    fn read(&self, name: &str) -> Result<String> {
        let path = self.root.join(name);
        fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))
    }
}

/// The one version of a package in a Cargo.lock.
fn locked_version(lock: &str, package: &str) -> Result<String> {
    let lock: toml::Table = lock.parse().context("Cargo.lock is not valid TOML")?;
    let packages = lock.get("package").and_then(|list| list.as_array());
    let versions: Vec<_> = packages
        .into_iter()
        .flatten()
        .filter(|entry| entry.get("name").and_then(|name| name.as_str()) == Some(package))
        .filter_map(|entry| entry.get("version")?.as_str())
        .collect();
    match versions[..] {
        [version] => Ok(version.to_string()),
        [] => {
            bail!("Cargo.lock does not name {package}; `cargo update --workspace` writes it anew")
        }
        _ => bail!(
            "Cargo.lock names {package} more than once: {}",
            versions.join(", ")
        ),
    }
}

fn serve_port(trunk: &str) -> Result<u16> {
    let trunk: toml::Table = trunk.parse().context("Trunk.toml is not valid TOML")?;
    match trunk.get("serve").and_then(|serve| serve.get("port")) {
        None => Ok(TRUNK_DEFAULT_PORT),
        Some(port) => port
            .as_integer()
            .and_then(|port| u16::try_from(port).ok())
            .context("the port of Trunk.toml is no number from 0 to 65535"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
version = 4

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
source = "registry+https://github.com/rust-lang/crates.io-index"

[[package]]
name = "wasm-bindgen-futures"
version = "0.4.80"

[[package]]
name = "syn"
version = "1.0.9"

[[package]]
name = "syn"
version = "2.0.1"
"#;

    #[test]
    fn the_locked_version_is_that_of_the_very_package() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen").unwrap(), "0.2.130");
        assert_eq!(
            locked_version(LOCK, "wasm-bindgen-futures").unwrap(),
            "0.4.80"
        );
    }

    #[test]
    fn a_lock_file_that_cannot_tell_says_why() {
        let told = |lock, package| locked_version(lock, package).unwrap_err().to_string();
        assert!(told(LOCK, "leptos").starts_with("Cargo.lock does not name leptos"));
        assert_eq!(
            told(LOCK, "syn"),
            "Cargo.lock names syn more than once: 1.0.9, 2.0.1"
        );
        assert_eq!(told("[[", "syn"), "Cargo.lock is not valid TOML");
    }

    #[test]
    fn the_port_is_trunks() {
        assert_eq!(serve_port("[serve]\nport = 9000").unwrap(), 9000);
        assert_eq!(serve_port("[build]").unwrap(), TRUNK_DEFAULT_PORT);
        assert!(serve_port("[serve]\nport = 70000").is_err());
    }
}
