//! What Lighthouse says of a visit to the page.

use crate::support::env;
use serde_json::Value;
use std::fs;
use tempfile::TempDir;
use tokio::process::Command;

/// The categories that are looked at, by Lighthouse's own names.
pub(crate) const CATEGORIES: [&str; 4] = ["performance", "accessibility", "best-practices", "seo"];

/// The report of one visit.
pub(crate) struct Report(Value);

impl Report {
    /// Of a category, 0 to 100.
    pub(crate) fn score(&self, category: &str) -> f64 {
        let score = self.0["categories"][category]["score"].as_f64();
        score.expect("a score") * 100.0
    }

    /// Of a figure, in milliseconds where it is a time.
    pub(crate) fn figure(&self, audit: &str) -> f64 {
        let value = self.0["audits"][audit]["numericValue"].as_f64();
        value.expect("a figure")
    }

    /// Lighthouse's own.
    pub(crate) fn version(&self) -> &str {
        self.0["lighthouseVersion"].as_str().unwrap_or("?")
    }

    /// What cost a score, a line each.
    pub(crate) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for category in CATEGORIES {
            let parts = self.0["categories"][category]["auditRefs"].as_array();
            for part in parts.into_iter().flatten() {
                let audit = &self.0["audits"][part["id"].as_str().unwrap_or_default()];
                let counts = part["weight"].as_f64() > Some(0.0);
                if counts && audit["score"].as_f64().is_some_and(|score| score < 1.0) {
                    faults.push(format!(
                        "{category}: {} ({})",
                        audit["title"], audit["displayValue"]
                    ));
                }
            }
        }
        faults
    }
}

/// One visit to `url` as Lighthouse's mobile default has it, in a browser of its own.
pub(crate) async fn visit(url: &str) -> Report {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("report.json");
    let profile = folder.path().join("profile");
    let flags = format!(
        "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --ignore-certificate-errors \
         --no-proxy-server --user-data-dir={}",
        profile.display()
    );
    let output = Command::new("node")
        .arg(env::path("TANDEM_LIGHTHOUSE"))
        .arg(url)
        .args(["--output=json", "--quiet", "--no-enable-error-reporting"])
        .arg(format!(
            "--output-path={}",
            file.display()
        ))
        .arg(format!(
            "--only-categories={}",
            CATEGORIES.join(",")
        ))
        .arg(format!("--chrome-flags={flags}"))
        .env("CHROME_PATH", env::path("CHROME"))
        .kill_on_drop(true)
        .output()
        .await
        .expect("Node starts");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "Lighthouse failed: {told}"
    );
    let text = fs::read(&file).expect("a report");
    Report(serde_json::from_slice(&text).expect("a report is JSON"))
}
