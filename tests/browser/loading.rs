//! The page while its program comes, and when it does not come.

use crate::support::browser::{Browser, Capability, Engine, Options, lacking};
use crate::support::env;
use crate::support::proxy::{Behaviour, Proxy};
use crate::support::site::Site;
use serde_json::json;
use std::fs;
use std::time::Duration;

/// The built site behind a proxy that can break it, and a browser that does not wait for pages to be loaded.
struct Loading {
    proxy: Proxy,
    browser: Browser,
    site: Site,
}

impl Loading {
    async fn start() -> Self {
        let site = Site::built().await;
        Self {
            proxy: Proxy::before(site.url("").trim_end_matches('/')).await,
            browser: Options::default().impatient().start().await,
            site,
        }
    }

    async fn open(&self) {
        self.open_at("?source=replica").await;
    }

    async fn open_at(&self, query: &str) {
        self.browser.leave_for(&self.site.url("")).await;
        let url = format!("{}/{query}", self.proxy.base());
        self.browser.goto(&url).await;
    }

    /// The panel's report, once it is there: the only one, with the focus and without an app behind it.
    async fn report(&self) -> String {
        self.browser.wait_for("[data-failure]").await;
        let panel = "return [document.querySelectorAll('[data-failure]').length, document.querySelectorAll('main').length,
            document.activeElement.tagName, document.querySelector('#failure-report').value]";
        let seen = self.browser.js(panel).await;
        assert_eq!(
            [&seen[0], &seen[1], &seen[2]],
            [&json!(1), &json!(1), &json!("H1")]
        );
        seen[3].as_str().expect("a report").to_owned()
    }
}

/// The path of the file of the built site whose name begins and ends so.
fn path(start: &str, end: &str) -> String {
    let files = fs::read_dir(env::path("TANDEM_DIST")).expect("a built site");
    let names = files.map(|file| {
        file.expect("a file")
            .file_name()
            .to_string_lossy()
            .into_owned()
    });
    let mut names = names.filter(|name| name.starts_with(start) && name.ends_with(end));
    let name = names.next().expect("a file of the site");
    format!("/{name}")
}

fn program() -> String {
    path("tandem-", "_bg.wasm")
}

fn script() -> String {
    path("tandem-", ".js")
}

fn loader() -> String {
    path("", "-loading.js")
}

/// The first half of a file, as if that were all of it.
fn half(path: &str, content_type: &'static str) -> Behaviour {
    let all = fs::read(env::path("TANDEM_DIST").join(&path[1..])).expect("a file of the site");
    Behaviour::Answer {
        status: 200,
        content_type,
        body: all[..all.len() / 2].to_vec().into(),
    }
}

const PROGRESS: &str = "const bar = document.querySelector('#loading progress');
    return bar && [bar.hasAttribute('value'), bar.position, bar.checkVisibility(), bar.parentElement.innerText]";

#[tokio::test]
async fn unsent_the_first_paint_shows_that_the_page_is_loading() {
    let loading = Loading::start().await;
    // Nothing of the program has come: there are the page and its styles.
    loading.proxy.on(&script(), Behaviour::Silent);
    loading.proxy.on(&program(), Behaviour::Silent);
    loading.proxy.on(&loader(), Behaviour::Silent);
    loading.open().await;
    let painted = "return performance.getEntriesByName('first-contentful-paint').length";
    let painted = async || loading.browser.js(painted).await == 1;
    loading.browser.wait_until("the first paint", painted).await;
    let seen = loading.browser.js(PROGRESS).await;
    assert_eq!(
        [&seen[0], &seen[2]],
        [&json!(false), &json!(true)],
        "it moves, with no value yet"
    );
    assert_eq!(
        loading.browser.text("#loading .brand").await,
        "Tandem"
    );
    assert!(
        loading
            .browser
            .text("#loading-what")
            .await
            .starts_with("Loading …")
    );
    loading.browser.assert_console_clean().await;
    loading.browser.close().await;
}

#[tokio::test]
async fn unsent_the_first_paint_is_as_the_page_will_be() {
    let loading = Loading::start().await;
    let dark = "localStorage.setItem('tandem.theme', 'dark')";
    loading.browser.before_each_page(dark).await;
    loading.proxy.on(&program(), Behaviour::Silent);
    for (query, has_bar) in [("", true), ("?embed=1", false)] {
        loading.open_at(query).await;
        let bar = "const bar = document.querySelector('#loading .top');
            return location.search === arguments[0] && bar && [document.documentElement.dataset.theme, bar.checkVisibility()]";
        let seen = async || {
            let seen = loading.browser.js_with(bar, &[json!(query)]).await;
            seen == json!(["dark", has_bar])
        };
        loading
            .browser
            .wait_until(
                &format!("the first paint of {query}"),
                seen,
            )
            .await;
    }
    loading.browser.close().await;
}

/// Notes when the page's own part, and not that of the first paint, is first in the document.
const STOOD: &str = "window.stood = [];
    new MutationObserver(() => {
        if (document.querySelector('main#main') && !stood.length) stood.push(performance.now());
    }).observe(document, { childList: true, subtree: true });";

#[tokio::test]
async fn unsent_what_is_painted_first_is_seen_before_the_program_is_asked_for() {
    // From a server at hand the program is there sooner than a frame.
    let loading = Loading::start().await;
    loading.browser.before_each_page(STOOD).await;
    // However long a frame takes here.
    let patient = "const real = setTimeout; window.setTimeout = (f, after) => real(f, [150, 250].includes(after) ? 10000 : after);";
    loading.browser.before_each_page(patient).await;
    for _ in 0..5 {
        loading.open().await;
        loading.browser.wait_for("main[data-page]").await;
        let times = "const [paint] = performance.getEntriesByName('first-contentful-paint');
            const asked = performance.getEntriesByType('resource').find(({ name }) => name.endsWith('_bg.wasm'));
            return [paint?.startTime, asked?.startTime, ...stood]";
        let times = loading.browser.js(times).await;
        let [Some(painted), Some(asked), Some(stood)] = [0, 1, 2].map(|each| times[each].as_f64())
        else {
            panic!("{times}");
        };
        assert!(
            painted <= asked && asked < stood,
            "{times}"
        );
    }
    loading.browser.close().await;
}

#[tokio::test]
async fn unsent_a_page_that_nobody_sees_painted_stands_all_the_same() {
    let loading = Loading::start().await;
    let blind = "PerformanceObserver.prototype.observe = () => {}; performance.getEntriesByName = () => [];";
    loading.browser.before_each_page(blind).await;
    loading.open().await;
    loading.browser.wait_for("main[data-page]").await;
    assert!(!loading.browser.has("#loading").await);
    loading.browser.close().await;
}

#[tokio::test]
async fn unsent_progress_is_shown_until_the_page_stands() {
    if lacking(Capability::Tools) {
        return;
    }
    let loading = Loading::start().await;
    let line = json!({ "offline": false, "latency": 5, "downloadThroughput": 1_500_000, "uploadThroughput": -1 });
    loading.browser.cdp("Network.enable", json!({})).await;
    loading
        .browser
        .cdp("Network.emulateNetworkConditions", line)
        .await;
    loading.open().await;
    let mut positions: Vec<f64> = Vec::new();
    let stands = async || {
        if let Some(position) = loading.browser.js(PROGRESS).await[1].as_f64()
            && positions.last() != Some(&position)
        {
            positions.push(position);
        }
        loading.browser.has("main[data-page]").await
    };
    loading.browser.wait_until("the page", stands).await;
    let between = positions
        .iter()
        .filter(|position| (0.05..0.95).contains(*position));
    assert!(
        between.count() >= 3 && positions.is_sorted(),
        "{positions:?}"
    );
    assert!(!loading.browser.has("#loading").await);
    assert!(!loading.browser.has("html[data-boot]").await);
    loading.browser.assert_console_clean().await;
    loading.browser.close().await;
}

/// Where each part of the bar on top is, what the page opens with, and where what is below begins: left and top
/// edges, widths and heights.
const PLACES: &str = "
    const shown = [...document.querySelectorAll('.top > *')].filter((part) => part.checkVisibility());
    const heads = [...document.querySelectorAll('main :is(h1, .lede)')];
    const parts = [...shown, ...heads, document.querySelector('.nav'), document.querySelector('main')];
    return parts.map((part) => {
        const { left, top, width, height } = part.getBoundingClientRect();
        // As high as its contents.
        return [left, top, width, part.localName === 'main' ? 0 : height];
    });";

/// From the narrowest phone to a wide screen, and on both sides of where the bar breaks.
const WIDTHS: [u32; 16] = [
    330, 360, 390, 412, 480, 504, 600, 720, 768, 800, 832, 900, 1024, 1100, 1240, 1440,
];

/// What stands where, in windows of all these widths.
async fn places(loading: &Loading) -> Vec<Vec<[f64; 4]>> {
    let mut places = Vec::new();
    for width in WIDTHS {
        loading.browser.viewport(width, 900).await;
        let found = loading.browser.js(PLACES).await;
        places.push(serde_json::from_value(found).expect("places"));
    }
    places
}

#[tokio::test]
async fn unsent_what_is_painted_first_stands_where_the_page_will() {
    for query in ["", "?source=replica"] {
        let loading = Loading::start().await;
        loading.proxy.on(&program(), Behaviour::Silent);
        loading.open_at(query).await;
        loading.browser.wait_for("#loading main").await;
        let first = places(&loading).await;
        assert!(
            loading.browser.has("#loading").await,
            "the program has not come"
        );
        loading.proxy.on(&program(), Behaviour::Pass);
        loading.open_at(query).await;
        loading.browser.wait_for("main[data-page]").await;
        let then = places(&loading).await;
        for ((width, first), then) in WIDTHS.iter().zip(&first).zip(&then) {
            // On telephones there is no gap in the bar.
            assert!(
                first.len() == then.len() && first.len() >= 13,
                "{query}, {width} px: {first:?}, {then:?}"
            );
            let list = first.len() - 2;
            // The list is empty still where it stands beside, and may be lower.
            let beside = *width > 1_060;
            for (place, (first, then)) in first.iter().zip(then).enumerate() {
                let is_list = place == list && beside;
                let sides = if is_list { 3 } else { 4 };
                let is_near = first[..sides]
                    .iter()
                    .zip(&then[..sides])
                    .all(|(first, then)| (first - then).abs() < 0.6);
                assert!(
                    is_near,
                    "{query}, {width} px, part {place}: {first:?}, {then:?}"
                );
            }
        }
        loading.browser.close().await;
    }
}

#[tokio::test]
async fn unsent_nothing_moves_when_the_page_stands() {
    for width in [1440, 1100, 800, 390] {
        let loading = Loading::start().await;
        loading.browser.viewport(width, 900).await;
        let shifts = "window.shifted = [];
            const told = ({ node, previousRect, currentRect }) =>
                [(node?.outerHTML ?? node?.textContent ?? '').slice(0, 90), previousRect, currentRect];
            new PerformanceObserver((list) => list.getEntries().forEach(({ value, sources }) =>
                shifted.push([value, ...sources.map(told)]))).observe({ type: 'layout-shift', buffered: true });";
        loading.browser.before_each_page(shifts).await;
        loading.proxy.on(
            &program(),
            Behaviour::SlowBody(Duration::from_secs(1)),
        );
        loading.open().await;
        loading.browser.wait_for("#loading main").await;
        loading.browser.wait_for("main[data-page]").await;
        let making = ":root[data-making], [data-later=coming]";
        let made = async || !loading.browser.has(making).await;
        loading.browser.wait_until("the whole page", made).await;
        let frame = "return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn())))";
        loading.browser.js(frame).await;
        assert_eq!(
            loading.browser.js("return shifted").await,
            json!([]),
            "{width} px"
        );
        loading.browser.close().await;
    }
}

#[tokio::test]
async fn unsent_what_is_painted_first_is_of_what_the_link_asks_for() {
    let cases = [
        (
            "",
            json!([
                "One user, their posts, their todos",
                "live",
                "jsonplaceholder.typicode.com"
            ]),
        ),
        (
            "?source=custom&api=http%3A%2F%2F127.0.0.1%3A3999%2Fbase",
            json!([
                "One user, their posts, their todos",
                "custom",
                "127.0.0.1:3999"
            ]),
        ),
        (
            "?source=custom",
            json!([
                "One user, their posts, their todos",
                "custom",
                "no address yet"
            ]),
        ),
        (
            "?experiment=album-photos&source=replica",
            json!([
                null,
                "replica",
                "replica · 80 ms ± 30, 10 Mbps, HTTP/2, modelled"
            ]),
        ),
        (
            "?source=replica&network=3g-slow",
            json!(["One user, their posts, their todos", "replica", "replica"]),
        ),
        (
            "?source=constructor",
            json!([
                "One user, their posts, their todos",
                "live",
                "jsonplaceholder.typicode.com"
            ]),
        ),
        (
            "?page=concepts",
            json!([null, "live", "jsonplaceholder.typicode.com"]),
        ),
        (
            "?source=moon",
            json!([
                "One user, their posts, their todos",
                "live",
                "jsonplaceholder.typicode.com"
            ]),
        ),
    ];
    let loading = Loading::start().await;
    loading.proxy.on(&program(), Behaviour::Silent);
    for (query, expected) in cases {
        loading.open_at(query).await;
        let seen = "const one = (css) => document.querySelector(`#loading ${css}`);
            return location.search === arguments[0] && one('.chip__text') && [one('h1')?.textContent ?? null,
                one('.source [aria-pressed=true]').value, one('.chip__text').textContent]";
        let is_seen = async || loading.browser.js_with(seen, &[json!(query)]).await == expected;
        loading
            .browser
            .wait_until(
                &format!("the first paint of {query}"),
                is_seen,
            )
            .await;
    }
    loading.browser.close().await;
}

/// Breaks the file at `path`, sees what the page says of it, mends it, and reloads by the panel's button.
async fn broken(path: &str, behaviour: Behaviour, words: &[&str], console: &[&str]) {
    let loading = Loading::start().await;
    loading.proxy.on(path, behaviour);
    loading.open().await;
    let case = format!("{path}, {words:?}");
    loading.browser.wait_for("[data-failure]").await;
    // Some browsers have to ask for the files again to know which it was.
    let is_told = "const report = document.querySelector('#failure-report')?.value ?? '';
        return arguments[0].every((word) => report.includes(word));";
    let is_told = async || loading.browser.js_with(is_told, &[json!(words)]).await == true;
    loading.browser.wait_until(&case, is_told).await;
    let report = loading.report().await;
    for word in [
        "Tandem could not be loaded",
        env!("CARGO_PKG_VERSION"),
        &loading.proxy.base(),
    ]
    .iter()
    .chain(words)
    {
        assert!(
            report.contains(word),
            "{case}: {word} is not in {report}"
        );
    }
    loading.browser.assert_console(console).await;
    loading.proxy.on(path, Behaviour::Pass);
    loading.browser.click("[data-action=reload]").await;
    loading.browser.wait_for("main[data-page]").await;
    assert!(
        !loading.browser.has("[data-failure]").await,
        "{case}"
    );
    loading.browser.close().await;
}

#[tokio::test]
async fn unsent_a_program_that_is_not_there_or_not_whole_is_told() {
    let wasm = program();
    let name = &wasm[1..];
    broken(
        &wasm,
        Behaviour::Status(404),
        &["404", name],
        &["404"],
    )
    .await;
    broken(
        &wasm,
        Behaviour::Status(503),
        &["503", name],
        &["503"],
    )
    .await;
    broken(
        &wasm,
        Behaviour::Truncated,
        &["TypeError"],
        &["TypeError"],
    )
    .await;
    broken(
        &wasm,
        Behaviour::HangUp,
        &["TypeError"],
        &["TypeError"],
    )
    .await;
    broken(
        &wasm,
        half(&wasm, "application/wasm"),
        &[not_compiled()],
        &[not_compiled()],
    )
    .await;
}

/// What the engine calls half a program. (Firefox has read how long the other half is.)
fn not_compiled() -> &'static str {
    match Engine::chosen() {
        Engine::Chromium | Engine::WebKit => "CompileError",
        Engine::Firefox => "InternalError",
    }
}

/// What the engine writes of a file that is not the one of its hash, where the tests can see that.
fn bad_digest() -> &'static [&'static str] {
    match Engine::chosen() {
        Engine::Chromium => &["digest"],
        Engine::Firefox | Engine::WebKit => &[],
    }
}

#[tokio::test]
async fn unsent_a_script_that_is_not_there_or_not_whole_is_told() {
    let javascript = "text/javascript; charset=utf-8";
    // WebKit runs as much of an imported script as has come, and says what is wrong with that.
    let half_told = match Engine::chosen() {
        Engine::Chromium | Engine::Firefox => "A script",
        Engine::WebKit => "SyntaxError",
    };
    for path in [script(), loader()] {
        let name = &path[1..];
        broken(
            &path,
            Behaviour::Status(404),
            &["A script", "404", name],
            &[],
        )
        .await;
        broken(
            &path,
            Behaviour::Truncated,
            &["A script"],
            &[],
        )
        .await;
        broken(
            &path,
            half(&path, javascript),
            &[half_told],
            // Their hashes are in the page.
            bad_digest(),
        )
        .await;
    }
}

#[tokio::test]
async fn unsent_a_program_that_breaks_off_after_a_while_is_told() {
    let loading = Loading::start().await;
    // As a wait of 20 s is too long for a test.
    let hurry = "const real = setTimeout; window.setTimeout = (f, after) => real(f, after === 20000 ? 500 : after);";
    loading.browser.before_each_page(hurry).await;
    loading.proxy.on(&program(), Behaviour::Pass.stalled());
    loading.open().await;
    let halfway = async || {
        let position = loading.browser.js(PROGRESS).await[1].as_f64();
        position.is_some_and(|position| (position - 0.5).abs() < 0.05)
    };
    loading.browser.wait_until("half of it", halfway).await;
    loading
        .browser
        .wait_for("#loading [data-slow]:not([hidden])")
        .await;
    assert!(halfway().await);
    assert!(!loading.browser.has("[data-failure]").await);
    let _gone = loading.proxy.stop().await;
    loading.browser.wait_for("[data-failure=unloaded]").await;
    // Of what breaks off at once an engine may throw away what it had, and nothing had come.
    let report = "return document.querySelector('#failure-report').value";
    let report = loading.browser.js(report).await;
    for word in half_way() {
        assert!(
            report.as_str().is_some_and(|report| report.contains(word)),
            "{word} is not in {report}"
        );
    }
    loading.browser.assert_console(&["TypeError"]).await;
    loading.browser.close().await;
}

/// What is told of a program that breaks off. (Firefox tells of nothing that has come of it.)
fn half_way() -> &'static [&'static str] {
    match Engine::chosen() {
        Engine::Chromium | Engine::WebKit => &["TypeError", "MB had come"],
        Engine::Firefox => &["TypeError"],
    }
}

#[tokio::test]
async fn unsent_a_program_that_is_blocked_is_told() {
    if lacking(Capability::Tools) {
        return;
    }
    let loading = Loading::start().await;
    loading.browser.cdp("Network.enable", json!({})).await;
    loading
        .browser
        .cdp(
            "Network.setBlockedURLs",
            json!({ "urls": ["*.wasm"] }),
        )
        .await;
    loading.open().await;
    let report = loading.report().await;
    assert!(
        report.contains("Failed to fetch"),
        "{report}"
    );
    loading.browser.close().await;
}

#[tokio::test]
async fn unsent_a_browser_without_webassembly_is_told() {
    let loading = Loading::start().await;
    loading
        .browser
        .before_each_page("delete window.WebAssembly")
        .await;
    loading.open().await;
    let report = loading.report().await;
    assert!(
        report.starts_with("Tandem needs WebAssembly"),
        "{report}"
    );
    loading.browser.assert_console_clean().await;
    loading.browser.close().await;
}

#[tokio::test]
async fn unsent_without_scripts_the_page_says_what_it_needs() {
    if lacking(Capability::Tools) {
        return;
    }
    let loading = Loading::start().await;
    let off = json!({ "value": true });
    loading
        .browser
        .cdp(
            "Emulation.setScriptExecutionDisabled",
            off,
        )
        .await;
    loading.open().await;
    let shown = async || {
        let text = loading
            .browser
            .js("return document.body?.innerText ?? ''")
            .await;
        text.as_str().is_some_and(|text| {
            text.contains("Tandem needs JavaScript") && !text.contains("Loading")
        })
    };
    loading
        .browser
        .wait_until("what is needed, and no more", shown)
        .await;
    loading.browser.assert_console_clean().await;
    loading.browser.close().await;
}

#[tokio::test]
async fn unsent_errors_of_others_are_not_the_pages() {
    let loading = Loading::start().await;
    // As a script of an extension throws, while the page loads and once it stands.
    let theirs = "window.theirs = (name) => {
            const error = new TypeError(name);
            error.stack = `TypeError: ${name}\\n    at f (chrome-extension://abc/content.js:1:1)`;
            Promise.reject(error);
            setTimeout(() => { throw error; });
        };
        window.reject = (name) => void Promise.reject(new Error(name));
        theirs('early');";
    loading.browser.before_each_page(theirs).await;
    loading.open().await;
    loading.browser.wait_for("main[data-page]").await;
    let late = "theirs('late'); reject('theirs, late, too');";
    loading.browser.js(late).await;
    for name in ["early", "late", "theirs, late, too"] {
        let thrown = async || {
            let console = loading.browser.console().await;
            console.iter().any(|line| line.message.contains(name))
        };
        loading.browser.wait_until(name, thrown).await;
    }
    assert!(!loading.browser.has("[data-failure]").await);
    assert!(loading.browser.has("main[data-page]").await);
    loading.browser.close().await;
}
