//! What comes in with dependencies: their licences and where they come from, by the lists of `deny.toml`.
//!
//! cargo-deny does the same and more, but takes minutes to install: `cargo xtask audit` runs it, and
//! `cargo xtask test` does this.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use spdx::{Expression, LicenseReq, ParseMode};

use crate::project::Project;
use crate::run::{cargo, note};

/// As much of `deny.toml` as is read here.
#[derive(Deserialize)]
struct Deny {
    licenses: Licenses,
    sources: Sources,
}

#[derive(Deserialize)]
struct Licenses {
    allow: Vec<String>,
    exceptions: Vec<Exception>,
}

#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    package: String,
    allow: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: Vec<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

/// A package as cargo describes it. Those of the project have no source.
#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
}

/// Fails if some package of the lock file has a licence that is not on the list, or comes from elsewhere.
pub(crate) fn check(project: &Project) -> Result<()> {
    let text = fs::read_to_string(project.deny()).context("deny.toml cannot be read")?;
    let deny: Deny = toml::from_str(&text).context("deny.toml is not as it should be")?;
    let mut all = packages(&project.root().join("Cargo.toml"))?;
    all.extend(packages(&project.fuzz().join("Cargo.toml"))?);
    let faults: Vec<_> = all.iter().filter_map(|one| deny.fault(one)).collect();
    faults.iter().for_each(|fault| note(fault));
    ensure!(
        faults.is_empty(),
        "{} of {} packages are not as deny.toml allows; it says where exceptions go",
        faults.len(),
        all.len()
    );
    note(&format!("{} packages, as deny.toml allows", all.len()));
    Ok(())
}

/// The packages of a workspace. A lock file that is behind is brought up, as by every build.
fn packages(manifest: &Path) -> Result<Vec<Package>> {
    let output = cargo()
        .arg("metadata")
        .arg("--manifest-path")
        .arg(manifest)
        .args(["--format-version", "1"])
        .output()
        .context("`cargo metadata` could not be started")?;
    ensure!(
        output.status.success(),
        "`cargo metadata` failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Metadata = serde_json::from_slice(&output.stdout)
        .context("`cargo metadata` is not as it should be")?;
    Ok(metadata.packages)
}

impl Deny {
    /// What is wrong with `package`.
    fn fault(&self, package: &Package) -> Option<String> {
        // The project's own, which is published nowhere.
        let source = package.source.as_deref()?;
        let Package { name, version, .. } = package;
        let is_known = source.strip_prefix("registry+").is_some_and(|registry| {
            self.sources
                .allow_registry
                .iter()
                .any(|one| one == registry)
        });
        if !is_known {
            return Some(format!("{name} {version} comes from {source}"));
        }
        let license = package.license.as_deref().unwrap_or("no licence");
        let is_allowed = Expression::parse_mode(license, ParseMode::LAX)
            .is_ok_and(|license| license.evaluate(|one| self.allows(name, one)));
        (!is_allowed).then(|| format!("{name} {version} is under {license}"))
    }

    fn allows(&self, package: &str, license: &LicenseReq) -> bool {
        let exceptions = self.licenses.exceptions.iter();
        let excepted = exceptions
            .filter(|exception| exception.package == package)
            .flat_map(|exception| &exception.allow);
        let license = license.to_string();
        self.licenses
            .allow
            .iter()
            .chain(excepted)
            .any(|one| *one == license)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DENY: &str = r#"
[licenses]
allow = ["MIT", "Apache-2.0 WITH LLVM-exception"]
exceptions = [{ crate = "odd", allow = ["CC0-1.0"] }]
[sources]
allow-registry = ["https://index.test"]
"#;

    #[test]
    fn what_is_on_no_list_is_told() {
        let deny: Deny = toml::from_str(DENY).unwrap();
        let here = Some("registry+https://index.test");
        let cases = [
            ("a", Some("MIT OR GPL-3.0-only"), here, None),
            ("a", Some("MIT/Apache-2.0"), here, None),
            ("a", Some("Apache-2.0 WITH LLVM-exception"), here, None),
            ("odd", Some("CC0-1.0"), here, None),
            ("own", None, None, None),
            ("a", Some("CC0-1.0"), here, Some("a 1.0.0 is under CC0-1.0")),
            (
                "a",
                Some("MIT AND GPL-3.0-only"),
                here,
                Some("a 1.0.0 is under MIT AND GPL-3.0-only"),
            ),
            (
                "a",
                Some("Apache-2.0"),
                here,
                Some("a 1.0.0 is under Apache-2.0"),
            ),
            ("a", Some("???"), here, Some("a 1.0.0 is under ???")),
            ("a", None, here, Some("a 1.0.0 is under no licence")),
            (
                "a",
                Some("MIT"),
                Some("git+https://elsewhere.test"),
                Some("a 1.0.0 comes from git+https://elsewhere.test"),
            ),
            (
                "a",
                Some("MIT"),
                Some("registry+https://elsewhere.test"),
                Some("a 1.0.0 comes from registry+https://elsewhere.test"),
            ),
        ];
        for (name, license, source, fault) in cases {
            let package = Package {
                name: name.into(),
                version: "1.0.0".into(),
                license: license.map(Into::into),
                source: source.map(Into::into),
            };
            assert_eq!(deny.fault(&package).as_deref(), fault, "{license:?}");
        }
    }
}
