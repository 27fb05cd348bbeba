//! The real nginx and the real Caddy in front of the finished site, by the files that the build made for them.
//!
//! `cargo xtask test` names the programs, or leaves these tests out and says so.

use super::copy::{hash, names};
use super::offline::kept;
use super::walk;
use crate::scenario::Page;
use crate::support::browser::{Capability, lacking};
use crate::support::child::Child;
use crate::support::env;
use crate::support::net::DeadPort;
use crate::support::poll::poll;
use crate::support::site::Site;
use reqwest::header::HeaderMap;
use serde_json::json;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

const FOLDER: &str = "/some/folder/";
const FOREVER: &str = "public, max-age=31536000, immutable";
const START: Duration = Duration::from_secs(30);

/// The hash of each file as the browser unpacks it: as it is sent, and of what lies there in gzip.
const UNPACKED: &str = "
    const hash = async (body) => {
        const digest = await crypto.subtle.digest('SHA-384', await new Response(body).arrayBuffer());
        return `sha384-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
    };
    const get = async (name) => (await fetch(name, { cache: 'no-store' })).body;
    return Promise.all(arguments[0].map(async (name) => [
        await hash(await get(name)),
        await hash((await get(`${name}.gz`)).pipeThrough(new DecompressionStream('gzip'))),
    ]));";

/// A server with the site at its root and in a folder.
struct Server {
    name: &'static str,
    port: u16,
    /// What it can send that lies there compressed, the best first.
    packed: &'static [&'static str],
    _process: Child,
    _folder: TempDir,
}

/// A folder that holds the built site, and holds it once more in a folder of a folder.
fn root(folder: &Path) -> PathBuf {
    let root = folder.join("root");
    let dist = env::path("TANDEM_DIST");
    let inner = root.join("some/folder");
    fs::create_dir_all(&inner).expect("a folder");
    for name in names() {
        for place in [&root, &inner] {
            symlink(dist.join(&name), place.join(&name)).expect("a link");
        }
    }
    root
}

/// What the build made for this server.
fn made(name: &str) -> PathBuf {
    let dist = env::path("TANDEM_DIST");
    dist.parent().expect("a folder").join("deploy").join(name)
}

impl Server {
    async fn nginx() -> Self {
        let program = env::path("TANDEM_NGINX");
        let folder = TempDir::new().expect("a folder");
        let place = |name: &str| folder.path().join(name).display().to_string();
        let (modules, types) = built_with(&program);
        let made = fs::read_to_string(made("nginx.conf")).expect("what the build made");
        // The one line of it that wants a module.
        let module = modules.join("ngx_http_brotli_static_module.so");
        let (load, made, packed): (_, _, &[_]) = if module.is_file() {
            let load = format!("load_module {};", module.display());
            (
                load,
                made.replace(
                    "# brotli_static on;",
                    "brotli_static on;",
                ),
                &["br", "gzip"],
            )
        } else {
            (String::new(), made, &["gzip"])
        };
        fs::write(place("tandem.conf"), made).expect("a file");
        let port = DeadPort::reserve().port();
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .iter()
            .map(|name| format!("{name}_temp_path {};\n", place(name)))
            .collect();
        let configuration = format!(
            "{load}\nuser root;\ndaemon off;\npid {pid};\nerror_log stderr;\nworker_processes 1;\nevents {{}}\n\
             http {{\ninclude {types};\naccess_log off;\n{temporary}\
             server {{\nlisten 127.0.0.1:{port};\nroot {root};\ninclude {tandem};\n}}\n}}\n",
            pid = place("pid"),
            types = types.display(),
            root = root(folder.path()).display(),
            tandem = place("tandem.conf"),
        );
        fs::write(place("nginx.conf"), configuration).expect("a file");
        let arguments = ["-c", &place("nginx.conf"), "-e", "stderr"].map(str::to_owned);
        Self::start(
            "nginx", &program, &arguments, port, packed, folder,
        )
        .await
    }

    async fn caddy() -> Self {
        let program = env::path("TANDEM_CADDY");
        let folder = TempDir::new().expect("a folder");
        let port = DeadPort::reserve().port();
        let file = folder.path().join("Caddyfile");
        let made = fs::read_to_string(made("Caddyfile")).expect("what the build made");
        // Its own port for administration would be shared with every other Caddy of the machine.
        let made = made
            .replace(
                "{$TANDEM_ADDRESS:http://127.0.0.1:8080}",
                &format!("http://127.0.0.1:{port}"),
            )
            .replace(
                "{$TANDEM_ROOT:dist}",
                &root(folder.path()).display().to_string(),
            );
        fs::write(
            &file,
            format!("{{\n\tadmin off\n}}\n\n{made}"),
        )
        .expect("a file");
        let file = file.display().to_string();
        let arguments = ["run", "--config", &file].map(str::to_owned);
        Self::start(
            "caddy",
            &program,
            &arguments,
            port,
            &["br", "gzip"],
            folder,
        )
        .await
    }

    async fn start(
        name: &'static str,
        program: &Path,
        arguments: &[String],
        port: u16,
        packed: &'static [&'static str],
        folder: TempDir,
    ) -> Self {
        let (temporary, program) = (
            folder.path().display().to_string(),
            program.display().to_string(),
        );
        let mut all = vec![&*temporary, &*program];
        all.extend(arguments.iter().map(String::as_str));
        let mut process = Child::node(
            include_str!("../../support/supervisor.js"),
            &all,
        );
        let connects = async || {
            let connected = tokio::net::TcpStream::connect(("127.0.0.1", port)).await;
            (connected.is_ok() || process.has_ended()).then_some(connected.is_ok())
        };
        let started = poll(START, connects).await;
        assert_eq!(
            started,
            Some(true),
            "{name} did not start; it wrote:\n{}",
            process.output()
        );
        Self {
            name,
            port,
            packed,
            _process: process,
            _folder: folder,
        }
    }

    /// What it answers to somebody who takes `encoding`.
    async fn get(&self, path: &str, encoding: &str) -> (u16, HeaderMap, Vec<u8>) {
        let client = reqwest::Client::builder()
            .no_proxy()
            .build()
            .expect("a client");
        let answer = client
            .get(format!(
                "http://127.0.0.1:{}{path}",
                self.port
            ))
            .header("accept-encoding", encoding)
            .send()
            .await
            .expect("an answer");
        let (status, headers) = (
            answer.status().as_u16(),
            answer.headers().clone(),
        );
        (
            status,
            headers,
            answer.bytes().await.expect("a body").to_vec(),
        )
    }

    /// Fails unless each file comes with its headers, as it lies there.
    async fn assert_serves(&self, mount: &str) {
        let dist = env::path("TANDEM_DIST");
        let policy = fs::read_to_string(dist.join("_headers")).expect("headers");
        for name in names() {
            if name == "_headers" || name.ends_with(".br") || name.ends_with(".gz") {
                continue;
            }
            // The page is asked for by its folder.
            let path = if name == "index.html" {
                String::new()
            } else {
                name.clone()
            };
            let place = format!("{}: {mount}{path}", self.name);
            for encoding in [&["identity"], self.packed].concat() {
                let (status, headers, body) = self.get(&format!("{mount}{path}"), encoding).await;
                let header = |name: &str| {
                    headers.get(name).map_or("", |value| {
                        value.to_str().expect("a text")
                    })
                };
                assert_eq!(status, 200, "{place}");
                let end = if encoding == "gzip" { "gz" } else { encoding };
                let packed = dist.join(format!("{name}.{end}"));
                let file = if packed.is_file() {
                    packed.clone()
                } else {
                    dist.join(&name)
                };
                assert!(
                    body == fs::read(file).expect("a file"),
                    "{place} as {encoding}"
                );
                let told = if packed.is_file() { encoding } else { "" };
                assert_eq!(
                    header("content-encoding"),
                    told,
                    "{place}"
                );
                for line in policy
                    .lines()
                    .skip(1)
                    .take_while(|line| line.starts_with("  "))
                {
                    let (name, value) = line.trim().split_once(": ").expect("a header");
                    assert_eq!(header(name), value, "{place}");
                    assert_eq!(
                        headers.get_all(name).iter().count(),
                        1,
                        "{place}: {name}"
                    );
                }
                let cache = if is_hashed(&name) {
                    FOREVER
                } else {
                    "no-cache"
                };
                assert_eq!(
                    header("cache-control"),
                    cache,
                    "{place}"
                );
                assert_eq!(
                    headers.get_all("cache-control").iter().count(),
                    1,
                    "{place}"
                );
                let kind = header("content-type")
                    .split(';')
                    .next()
                    .unwrap_or_default()
                    .to_owned();
                assert!(
                    kinds(&name).contains(&&*kind),
                    "{place}: {kind}"
                );
            }
        }
        let (status, headers, _) = self
            .get(
                &format!("{mount}no-such-file"),
                "identity",
            )
            .await;
        assert_eq!(
            status, 404,
            "{}: there are no rewrite rules",
            self.name
        );
        assert!(
            headers.contains_key("content-security-policy"),
            "{}",
            self.name
        );
    }

    /// Fails unless the page works from it, in a browser.
    async fn assert_works(&self, mount: &str) {
        let page = Page::of(Site::elsewhere(self.port, mount)).await;
        page.open("?source=replica&network=fibre").await;
        page.run().await.assert_done();
        let path = page.browser.js("return location.pathname").await;
        assert_eq!(path, json!(mount));
        let dist = env::path("TANDEM_DIST");
        let packed = names()
            .into_iter()
            .filter_map(|name| name.strip_suffix(".br").map(str::to_owned));
        let packed: Vec<_> = packed.collect();
        let unpacked = page.browser.js_with(UNPACKED, &[json!(packed)]).await;
        for (place, name) in packed.iter().enumerate() {
            let bytes = fs::read(dist.join(name)).expect("a file");
            let expected = hash(bytes);
            assert_eq!(
                unpacked[place],
                json!([expected, expected]),
                "{name}, as br and as gz"
            );
        }
        kept(&page).await;
        page.browser.assert_console_clean().await;
        page.browser.close().await;
    }
}

/// Whether the hash of a file is in its name.
fn is_hashed(name: &str) -> bool {
    ["css", "js", "mjs", "wasm"]
        .iter()
        .any(|end| name.ends_with(&format!(".{end}")))
        && name != "service-worker.js"
}

/// The media types that browsers take for a file of this name.
fn kinds(name: &str) -> &'static [&'static str] {
    match name.rsplit_once('.').map(|(_, end)| end) {
        Some("html") => &["text/html"],
        Some("css") => &["text/css"],
        Some("js" | "mjs") => &["text/javascript", "application/javascript"],
        Some("wasm") => &["application/wasm"],
        Some("webmanifest") => &["application/manifest+json"],
        Some("svg") => &["image/svg+xml"],
        Some("png") => &["image/png"],
        _ => panic!("{name} is of no kind that the tests know"),
    }
}

/// Where this nginx has its modules and its list of media types.
fn built_with(nginx: &Path) -> (PathBuf, PathBuf) {
    let told = Command::new(nginx)
        .arg("-V")
        .output()
        .expect("nginx tells how it was built");
    let told = String::from_utf8_lossy(&told.stderr).into_owned();
    let path = |name: &str| {
        let (_, rest) = told.split_once(&format!("--{name}=")).unwrap_or(("", ""));
        PathBuf::from(rest.split_whitespace().next().unwrap_or_default())
    };
    let configuration = path("conf-path");
    let types = configuration.parent().expect("a folder").join("mime.types");
    (path("modules-path"), types)
}

#[tokio::test]
async fn replica_nginx_serves_the_site() {
    let server = Server::nginx().await;
    for mount in ["/", FOLDER] {
        server.assert_serves(mount).await;
        server.assert_works(mount).await;
    }
}

#[tokio::test]
async fn replica_caddy_serves_the_site() {
    let server = Server::caddy().await;
    for mount in ["/", FOLDER] {
        server.assert_serves(mount).await;
        server.assert_works(mount).await;
    }
}

/// The policy in a header and in the page, both at once, block nothing either.
#[tokio::test]
async fn custom_all_that_the_page_does_behind_nginx() {
    if lacking(Capability::Beginnings) {
        return;
    }
    let server = Server::nginx().await;
    walk::over(Site::elsewhere(server.port, FOLDER)).await;
}
