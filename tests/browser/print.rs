//! The printed page: one sheet, dark on light, with nothing that is for acting.

use crate::scenario::{Page, scenario};
use crate::support::browser::{Capability, Motion, Scheme, lacking};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;
use tandem::experiments::EXPERIMENTS;

/// Upright sheets, in inches.
const PAPERS: [(&str, f64, f64); 2] = [("A4", 8.27, 11.69), ("Letter", 8.5, 11.0)];

/// What can be seen and should not be, what should be and cannot, and what sticks out of its sheet or is cut.
const FAULTS: &str = "
    const seen = (css) => [...document.querySelectorAll(css)].filter((node) => node.getClientRects().length);
    const name = (node) => `${node.tagName}.${node.className?.baseVal ?? node.className}`;
    const acting = seen('.top, nav, .skip, .notices, dialog, button, select, input, .instruments, .reference');
    const needed = ['h1', '.lede', '.report', '.verdict .big', '.race', '.note', '.lane h2', '.fall__row',
        '.bar[data-kind=ok]', '.facts'].filter((css) => !seen(css).length);
    const out = seen('main *').filter((node) => node.getBoundingClientRect().right > innerWidth + 1);
    const cut = seen('.lane, .verdict, .facts dd, .explanation, .code, .lede, .report')
        .filter((node) => node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1);
    return [acting.map(name), needed, out.slice(0, 5).map(name), cut.slice(0, 5).map(name)];";

const COLOURS: &str = "
    const style = getComputedStyle(document.querySelector('.bar[data-kind=ok]'));
    const ink = getComputedStyle(document.querySelector('h1')).color;
    return [ink, style.printColorAdjust];";

/// How many pages a PDF has, whether its objects are plain or packed; the browser unpacks them.
const PAGES: &str = r"
    const bytes = Uint8Array.from(atob(arguments[0]), (letter) => letter.charCodeAt(0));
    const read = (bytes) => new TextDecoder('latin1').decode(bytes);
    const unpack = async (from, to) => {
        const packed = new Blob([bytes.slice(from, to)]).stream();
        const reader = packed.pipeThrough(new DecompressionStream('deflate')).getReader();
        let text = '';
        try {
            for (let part; !(part = await reader.read()).done;) text += read(part.value);
        } catch {
            // The end of a line follows what is packed.
        }
        return text;
    };
    const count = async () => {
        let text = read(bytes);
        for (const head of [...text.matchAll(/\/ObjStm[^]*?stream\r?\n/g)]) {
            const from = head.index + head[0].length;
            text += await unpack(from, text.indexOf('endstream', from));
        }
        return text.match(/\/Type\s*\/Page(?!s)/g)?.length ?? 0;
    };
    return count();";

async fn assert_one_page(page: &Page, what: &str) {
    for (paper, width, height) in PAPERS {
        let pdf = page.browser.pdf(width, height).await;
        assert!(pdf.starts_with(b"%PDF-"), "{what}");
        let pdf = json!(BASE64_STANDARD.encode(&pdf));
        let pages = page.browser.js_with(PAGES, &[pdf]).await;
        assert_eq!(pages, 1, "{what}, {paper}");
    }
}

#[tokio::test]
async fn replica_a_page_prints_as_one_sheet() {
    if lacking(Capability::Paper) {
        return;
    }
    scenario(None, async |page| {
        // Dark on the screen.
        page.browser.prefer(Scheme::Dark, Motion::Full).await;
        for experiment in EXPERIMENTS.iter().map(|experiment| experiment.name) {
            for tab in ["rust", "py", "data"] {
                page.open(&format!(
                    "?source=replica&network=fibre&experiment={experiment}&tab={tab}&timeout=60"
                ))
                .await;
                page.press("run").await;
                page.browser.wait_for("[data-verdict=done]").await;
                assert_one_page(page, &format!("{experiment}, {tab}")).await;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn replica_on_paper_there_is_the_run_and_nothing_to_press() {
    if lacking(Capability::PrintMedia) {
        return;
    }
    scenario(None, async |page| {
        for experiment in EXPERIMENTS.iter().map(|experiment| experiment.name) {
            let link =
                format!("?source=replica&network=fibre&experiment={experiment}&order=sideways");
            page.open(&link).await;
            page.press("theme").await;
            page.press("theme").await;
            page.press("run").await;
            page.browser.wait_for("[data-verdict=done]").await;
            let dark = page.browser.js(COLOURS).await;
            // The width of a sheet of A4 without its margins.
            page.browser.viewport(718, 1_000).await;
            page.browser.show_as("print").await;
            assert_eq!(
                page.browser.js(FAULTS).await,
                json!([[], [], [], []]),
                "{experiment}"
            );
            let paper = page.browser.js(COLOURS).await;
            assert_ne!(
                paper[0], dark[0],
                "{experiment}: dark on light"
            );
            assert_eq!(
                paper[1], "exact",
                "{experiment}: bars keep their colours"
            );
            let report = page.browser.text(".report").await;
            for part in ["Source: replica · ", "Run on 20"] {
                assert!(report.contains(part), "{report}");
            }
            page.browser.show_as("").await;
            page.press("theme").await;
        }
    })
    .await;
}
