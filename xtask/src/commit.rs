//! Which commit is built.

use std::path::Path;
use std::process::Command;

/// The first twelve digits of the commit that `folder` holds; none where there is no repository, or where anything
/// differs from what was committed.
pub(crate) fn commit(folder: &Path) -> Option<String> {
    let git = |args: &[&str]| {
        let output = git(folder).args(args).output().ok()?;
        let text = output
            .status
            .success()
            .then(|| String::from_utf8(output.stdout));
        Some(text?.ok()?.trim().to_owned())
    };
    let changes = git(&["status", "--porcelain"])?;
    let commit = git(&["rev-parse", "HEAD"])?;
    changes
        .is_empty()
        .then(|| commit.chars().take(12).collect())
}

/// git on `folder`, whatever repository somebody works in: their hooks name it in the environment.
fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE")
        .arg("-C")
        .arg(folder);
    git
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::commit;

    #[test]
    fn what_differs_from_the_commit_has_none() {
        let folder = std::env::temp_dir().join(format!("tandem-commit-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let git = |line: &str| {
            let status = super::git(&folder)
                .args(["-c", "user.name=t", "-c", "user.email=t@t"])
                .args(["-c", "commit.gpgsign=false"])
                .args(line.split(' '))
                .status();
            assert!(status.unwrap().success(), "git {line}");
        };
        git("init --quiet");
        assert_eq!(commit(&folder), None, "no commit yet");
        fs::write(folder.join("file"), "one").unwrap();
        git("add file");
        git("commit --quiet --no-verify --message one");
        let found = commit(&folder).unwrap();
        assert!(
            found.len() == 12 && found.chars().all(|digit| digit.is_ascii_hexdigit()),
            "{found}"
        );
        fs::write(folder.join("file"), "two").unwrap();
        assert_eq!(commit(&folder), None, "changed since");
        fs::remove_dir_all(&folder).unwrap();
    }
}
