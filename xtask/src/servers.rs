//! nginx and Caddy, which the tests put in front of the finished site: named by TANDEM_NGINX and TANDEM_CADDY,
//! found on PATH, or installed where that is allowed. Those who cannot have them test the rest.

use std::env;
use std::path::PathBuf;

use crate::apt::Apt;
use crate::run::note;

/// Debian keeps what sends brotli files in a package of its own.
const PACKAGES: &[&str] = &["nginx", "libnginx-mod-http-brotli-static", "caddy"];
/// Not every person has this folder on PATH.
const NGINX: &[&str] = &["nginx", "/usr/sbin/nginx"];
const CADDY: &[&str] = &["caddy"];

/// The tests that are left out without the servers, as `cargo test` names them.
pub(crate) const TESTS: &str = "hosted::servers";

/// Both servers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Servers {
    pub(crate) nginx: PathBuf,
    pub(crate) caddy: PathBuf,
}

/// Finds both, installing them if they are missing and it may. Nothing where they cannot be had, which is
/// told.
pub(crate) fn ready() -> Option<Servers> {
    let mut found = find();
    if let Err(missing) = &found
        && let Some(apt) = Apt::if_allowed()
    {
        note(&format!("there is no {missing}; installing the system's"));
        if let Err(error) = apt.install(PACKAGES) {
            note(&format!("that failed: {error}"));
        }
        found = find();
    }
    match found {
        Ok(servers) => {
            note(&format!(
                "{} and {}",
                servers.nginx.display(),
                servers.caddy.display()
            ));
            Some(servers)
        }
        Err(missing) => {
            note(&format!(
                "There is no {missing}: the tests of {TESTS} are LEFT OUT. (Debian, Ubuntu: sudo apt-get \
                 install {})",
                PACKAGES.join(" ")
            ));
            None
        }
    }
}

/// Both, or the name of one that is missing.
fn find() -> Result<Servers, &'static str> {
    Ok(Servers {
        nginx: program("TANDEM_NGINX", NGINX).ok_or("nginx")?,
        caddy: program("TANDEM_CADDY", CADDY).ok_or("caddy")?,
    })
}

/// The program that a variable names, or else the first of these names that there is.
fn program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    let named = env::var_os(variable).map(PathBuf::from);
    named.or_else(|| names.iter().find_map(|name| which::which(name).ok()))
}

#[cfg(test)]
mod tests {
    use super::program;

    #[test]
    fn the_first_name_that_there_is_is_taken() {
        let found = program("TANDEM_NO_SUCH_VARIABLE", &["no-such-program", "cargo"]);
        assert!(found.is_some_and(|path| path.is_absolute()));
        assert_eq!(
            program("TANDEM_NO_SUCH_VARIABLE", &["no-such-program"]),
            None
        );
    }
}
