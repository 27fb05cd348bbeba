//! What the page gave to keep.

use super::wait::LIMIT;
use super::{Browser, Engine, must};
use crate::support::poll::poll;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder for them within the session's own.
pub(super) const DOWNLOADS: &str = "downloads";

impl Browser {
    /// Keeps programs too, such as `.py`: about those Chromium asks people first.
    pub(crate) async fn keep_programs(&self) {
        if self.engine != Engine::Chromium {
            return;
        }
        let folder = self.folder.path().join(DOWNLOADS);
        let allow = json!({ "behavior": "allow", "downloadPath": folder });
        self.cdp("Browser.setDownloadBehavior", allow).await;
    }

    /// Waits for a completed download whose name ends so, and takes it out of the folder.
    pub(crate) async fn download(&self, name_suffix: &str) -> Vec<u8> {
        let folder = self.folder.path().join(DOWNLOADS);
        let file = poll(LIMIT, async || {
            completed(&folder, name_suffix)
        })
        .await;
        let Some(file) = file else {
            self.fail(&format!("a download {name_suffix}")).await
        };
        let contents = must(fs::read(&file), "read the download");
        must(
            fs::remove_file(&file),
            "remove the download",
        );
        if self.engine == Engine::WebKit {
            self.keep_size().await;
        }
        contents
    }
}

/// Browsers make the folder for the first download, keep the name with an empty file, and write under
/// another name (`….crdownload`, `….part`) until all of it is there.
fn completed(folder: &Path, name_suffix: &str) -> Option<PathBuf> {
    let files = fs::read_dir(folder).ok()?;
    let mut files = files.filter_map(Result::ok).map(|file| file.path());
    files.find(|file| {
        let written = fs::metadata(file).is_ok_and(|file| file.len() > 0);
        written && file.to_string_lossy().ends_with(name_suffix)
    })
}
