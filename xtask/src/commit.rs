//! Which commit is built.

use std::path::Path;

use crate::run::answer;

/// The first twelve digits of the commit that `folder` holds; none where there is no repository, or where anything
/// differs from what was committed.
pub(crate) fn commit(folder: &Path) -> Option<String> {
    let git = |args: &[&str]| {
        let folder = folder.to_str()?;
        answer(Path::new("git"), &[&["-C", folder], args].concat())
    };
    let changes = git(&["status", "--porcelain"])?;
    let commit = git(&["rev-parse", "HEAD"])?;
    changes
        .is_empty()
        .then(|| commit.chars().take(12).collect())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::process::Command;

    use super::commit;

    #[test]
    fn what_differs_from_the_commit_has_none() {
        let folder = std::env::temp_dir().join(format!("tandem-commit-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let git = |line: &str| {
            let who = ["-c", "user.name=t", "-c", "user.email=t@t", "-C"];
            let status = Command::new("git")
                .args(who)
                .arg(&folder)
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
