//! The Export dialog, and each file that it saves.

use crate::scenario::{Page, custom, scenario};
use crate::support::browser::{Motion, Scheme};
use crate::support::proxy::{Behaviour, Proxy};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

/// What has the focus: its action, and whether it is within the dialog.
const FOCUS: &str = "
    const focused = document.activeElement;
    return [focused.dataset.action ?? null, focused.closest('dialog[open]') !== null];";

/// The controls of the dialog, top to bottom.
const CONTROLS: [&str; 11] = [
    "export-json",
    "export-har",
    "export-trace",
    "export-csv",
    "export-verdict-svg",
    "export-verdict-png",
    "export-waterfall-svg",
    "export-waterfall-png",
    "export-code",
    "export-code",
    "close-export",
];

/// Whether the dialog is open.
async fn is_open(page: &Page) -> bool {
    page.browser.has("dialog[data-export][open]").await
}

/// Presses the button that `css` names, and takes what it saves: the name that was told, and the file.
async fn saved(page: &Page, css: &str) -> (String, Vec<u8>) {
    let before = page.browser.text("[data-told]").await;
    page.browser.click(css).await;
    let told = async || page.browser.text("[data-told]").await != before;
    page.browser.wait_until("what was saved", told).await;
    let told = page.browser.text("[data-told]").await;
    let name = told
        .strip_prefix("Saved ")
        .and_then(|name| name.strip_suffix('.'));
    let name = name
        .unwrap_or_else(|| panic!("nothing was saved: {told}"))
        .to_owned();
    let file = page.browser.download(&format!("/{name}")).await;
    (name, file)
}

async fn saved_by(page: &Page, action: &str) -> (String, Vec<u8>) {
    saved(page, &format!("[data-action={action}]")).await
}

#[tokio::test]
async fn replica_export_by_keyboard() {
    scenario(None, async |page| {
        page.open("?source=replica").await;
        let disabled =
            "return document.querySelector('[data-action=export]').ariaDisabled === 'true'";
        assert_eq!(
            page.browser.js(disabled).await,
            true,
            "there is nothing yet"
        );
        page.run().await.assert_done();
        page.browser
            .js("document.querySelector('[data-action=export]').focus()")
            .await;
        page.browser.keys("Enter").await;
        page.browser
            .wait_until("the dialog", async || {
                is_open(page).await
            })
            .await;
        page.has_come().await;
        let first = async || page.browser.js(FOCUS).await == json!([CONTROLS[0], true]);
        page.browser
            .wait_until("the focus on the first", first)
            .await;
        // After the last comes the browser's own.
        for (place, control) in CONTROLS.iter().enumerate() {
            if place > 0 {
                page.browser.keys("Tab").await;
            }
            assert_eq!(
                page.browser.js(FOCUS).await,
                json!([control, true]),
                "{place}"
            );
        }
        page.browser
            .js("document.querySelector('[data-action=export-json]').focus()")
            .await;
        page.browser.keys("Space").await;
        let file = page.browser.download(".json").await;
        assert_eq!(
            serde_json::from_slice::<Value>(&file).expect("JSON")["experiment"],
            "user-dashboard"
        );

        // A dialog has the keyboard to itself.
        page.browser.keys("Ctrl+Enter").await;
        assert_eq!(page.look().await.verdict, "done");
        for way_out in ["Escape", "Close"] {
            match way_out {
                "Close" => page.press("close-export").await,
                key => page.browser.keys(key).await,
            }
            page.browser
                .wait_until("no dialog", async || {
                    !is_open(page).await
                })
                .await;
            assert_eq!(
                page.browser.js(FOCUS).await,
                json!(["export", false]),
                "{way_out}"
            );
            if way_out == "Escape" {
                page.browser.keys("Space").await;
                page.browser
                    .wait_until("the dialog", async || {
                        is_open(page).await
                    })
                    .await;
                assert_eq!(
                    page.browser.text("[data-told]").await,
                    "",
                    "what was told is over"
                );
            }
        }
    })
    .await;
}

#[tokio::test]
async fn replica_each_picture_is_saved_in_both_kinds_and_both_themes() {
    scenario(None, async |page| {
        let mut drawn = Vec::new();
        for (query, theme, scheme) in [
            ("?source=replica", None, Scheme::Light),
            (
                "?source=replica&experiment=posts-with-timeout",
                None,
                Scheme::Dark,
            ),
            (
                "?source=replica&experiment=album-photos&albums=1-100",
                Some("light"),
                Scheme::Dark,
            ),
        ] {
            page.open(query).await;
            page.browser.prefer(scheme, Motion::Full).await;
            if theme.is_some() {
                page.press("theme").await;
            }
            page.press("run").await;
            page.ended_at_length().await;
            let paper =
                "return getComputedStyle(document.querySelector('.verdict')).backgroundColor";
            let paper = page.browser.js(paper).await;
            page.press("export").await;
            for picture in ["verdict", "waterfall"] {
                let (name, svg) = saved_by(page, &format!("export-{picture}-svg")).await;
                assert!(
                    name.starts_with("tandem-") && name.ends_with(&format!(".{picture}.svg")),
                    "{name}"
                );
                let (name, png) = saved_by(page, &format!("export-{picture}-png")).await;
                assert!(
                    name.starts_with("tandem-") && name.ends_with(&format!(".{picture}.png")),
                    "{name}"
                );
                let svg = String::from_utf8(svg).expect("a text");
                assert_eq!(
                    png_size(&png),
                    svg_size(&svg).map(|side| side * 2),
                    "{name}"
                );
                assert_eq!(
                    corner(page, &png).await,
                    paper,
                    "{name} in {scheme:?}, {theme:?}"
                );
                drawn.push(svg);
            }
        }
        // From a page without a policy: WebKit takes that of the page before along.
        page.browser.goto(&page.url("icon.svg")).await;
        for svg in drawn {
            assert_shown(page, &svg).await;
        }
    })
    .await;
}

/// The width and height of a picture, by its own words.
fn svg_size(svg: &str) -> [u32; 2] {
    let side = |name: &str| {
        let (_, rest) = svg.split_once(&format!(" {name}=\"")).expect("a size");
        rest.split('"')
            .next()
            .and_then(|side| side.parse().ok())
            .expect("a number")
    };
    [side("width"), side("height")]
}

/// The width and height in the head of a PNG file.
fn png_size(png: &[u8]) -> [u32; 2] {
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    assert_eq!(&png[12..16], b"IHDR");
    let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    [side(16), side(20)]
}

/// The colour of the first pixel, as style sheets write it.
async fn corner(page: &Page, png: &[u8]) -> Value {
    let script = "
        const image = new Image();
        // No address that holds the picture itself: the page's policy has none of those.
        const bytes = Uint8Array.from(atob(arguments[0]), (letter) => letter.charCodeAt(0));
        image.src = URL.createObjectURL(new Blob([bytes], { type: 'image/png' }));
        return image.decode().then(() => {
            const canvas = document.createElement('canvas');
            const context = canvas.getContext('2d');
            context.drawImage(image, 0, 0);
            const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
            return `rgb(${r}, ${g}, ${b})`;
        });";
    page.browser
        .js_with(
            script,
            &[json!(BASE64_STANDARD.encode(png))],
        )
        .await
}

/// Fails unless the browser shows the picture as it is, whole, and in the theme that the person prefers.
async fn assert_shown(page: &Page, svg: &str) {
    let url = format!(
        "data:image/svg+xml;base64,{}",
        BASE64_STANDARD.encode(svg)
    );
    page.browser.goto(&url).await;
    let mut papers = Vec::new();
    for scheme in [Scheme::Light, Scheme::Dark] {
        page.browser.prefer(scheme, Motion::Full).await;
        let seen = "
            const root = document.documentElement;
            const out = [...root.querySelectorAll('text, rect, line')].filter((node) => {
                const { left, right, top, bottom } = node.getBoundingClientRect();
                return !node.closest('pattern')
                    && (left < 0 || top < 0 || right > root.width.baseVal.value + 1
                        || bottom > root.height.baseVal.value + 1);
            });
            const fill = (css) => getComputedStyle(root.querySelector(css)).fill;
            return [root.nodeName, out.map((node) => node.outerHTML), fill(':scope > .sheet'), fill('text')];";
        let seen = page.browser.js(seen).await;
        assert_eq!(
            (&seen[0], &seen[1]),
            (&json!("svg"), &json!([])),
            "{scheme:?}"
        );
        assert_ne!(
            seen[2], seen[3],
            "text is seen on its paper"
        );
        papers.push(seen[2].clone());
    }
    assert_ne!(
        papers[0], papers[1],
        "each theme has its own paper"
    );
}

#[tokio::test]
async fn replica_code_is_saved_as_shown() {
    scenario(None, async |page| {
        page.browser.keep_programs().await;
        for (tab, end, language) in [
            ("rust", "rs", 0),
            ("ts", "ts", 1),
            ("py", "py", 2),
            ("data", "rs", 0),
        ] {
            page.open(&format!("?source=replica&tab={tab}")).await;
            page.run().await.assert_done();
            page.press("export").await;
            let experiment = tandem::experiments::find("user-dashboard").expect("an experiment");
            for variant in experiment.variants {
                let css = format!("[data-code={}]", variant.name);
                let (name, file) = saved(page, &css).await;
                assert_eq!(
                    name,
                    format!("user-dashboard-{}.{end}", variant.name)
                );
                let code = variant.code;
                let source = [&code.rust, code.typescript.source(), code.python.source()][language];
                assert_eq!(
                    String::from_utf8(file).expect("a text"),
                    source.text
                );
            }
        }
    })
    .await;
}

#[tokio::test]
async fn custom_export_while_a_run_is_under_way() {
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        page.open(&custom(&proxy.base(), "&order=fixed")).await;
        page.press("run").await;
        page.press("allow").await;
        page.ended().await.assert_done();
        proxy.on("/todos*", Behaviour::Silent);
        page.press("run").await;
        page.wait("two answers", |look| {
            look.lane("sequential").rows.len() == 3
        })
        .await;
        page.press("export").await;
        let (_, file) = saved_by(page, "export-json").await;
        let file: Value = serde_json::from_slice(&file).expect("JSON");
        assert_eq!(file["variants"][0]["state"], "running");
        for picture in ["verdict", "waterfall"] {
            let (_, svg) = saved_by(page, &format!("export-{picture}-svg")).await;
            let svg = String::from_utf8(svg).expect("a text");
            assert!(
                svg.contains("when this was saved"),
                "{svg}"
            );
            let (_, png) = saved_by(page, &format!("export-{picture}-png")).await;
            assert_eq!(png_size(&png)[0], 2 * svg_size(&svg)[0]);
        }
        // Esc closes the dialog and stops nothing.
        page.browser.keys("Escape").await;
        page.browser
            .wait_until("no dialog", async || {
                !is_open(page).await
            })
            .await;
        assert_eq!(page.look().await.verdict, "running");
        page.browser.keys("Escape").await;
        page.wait("the end", |look| {
            look.verdict == "stopped"
        })
        .await;
    })
    .await;
}
