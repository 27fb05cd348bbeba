//! What is read from a page, and what is added to it.

use super::*;
use std::path::PathBuf;

const HEAD: &str = "<!doctype html><html><head><meta charset=\"utf-8\">";
/// Of the text `abc`.
const ABC: &str = "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn";

fn page(body: &str) -> Page {
    Page {
        html: format!("{HEAD}{body}"),
    }
}

/// A folder with a file `a.js` that holds `abc`, gone when this is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("tandem-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("a.js"), "abc").unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

#[test]
fn each_inline_text_is_found_to_the_letter() {
    let inline = page(
        "<script>a &amp;&lt; b</script><script src=./a.js></script><style> p{}\n</style>\
         <script type=\"module\">\n// <style>no</style>\n</script><script></script>",
    )
    .inline()
    .unwrap();
    assert_eq!(
        inline,
        Inline {
            scripts: vec![
                "a &amp;&lt; b".into(),
                "\n// <style>no</style>\n".into(),
                String::new()
            ],
            styles: vec![" p{}\n".into()],
        }
    );
}

#[test]
fn what_no_policy_allows_is_refused() {
    for (body, named) in [
        ("<p style=\"color:red\">", "<p style=…>"),
        ("<img onerror=\"x\">", "<img onerror=…>"),
    ] {
        let error = page(body).inline().unwrap_err().to_string();
        assert!(error.contains(named), "{error}");
    }
}

#[test]
fn each_tag_that_loads_code_gets_its_hash() {
    let folder = Folder::new("pinned");
    for tag in [
        "<script src=\"./a.js\">",
        "<script src=\"a.js\">",
        "<link rel=\"modulepreload\" href=\"./a.js\">",
        "<link rel=\"stylesheet\" href=\"./a.js\">",
    ] {
        let mut page = page(tag);
        page.pin_assets(&folder.0).unwrap();
        assert!(
            page.html.contains(&format!(" integrity=\"{ABC}\">")),
            "{}",
            page.html
        );
        // Once more changes nothing.
        let before = page.html.clone();
        page.pin_assets(&folder.0).unwrap();
        assert_eq!(page.html, before);
    }
}

#[test]
fn what_an_inline_script_imports_is_loaded_ahead_by_its_hash() {
    let folder = Folder::new("imported");
    for quote in ["'", "\""] {
        let script =
            format!("import a, * as b from {quote}./a.js{quote};\nconst c = 'it came from there';");
        let mut page = page(&format!("<script type=module>{script}</script></head>"));
        let inline = page.inline().unwrap();
        for _ in 0..2 {
            page.preload_imports(&inline).unwrap();
            page.pin_assets(&folder.0).unwrap();
            let tag = format!(
                "rel=\"modulepreload\" href=\"./a.js\" crossorigin=\"anonymous\" integrity=\"{ABC}\">"
            );
            assert_eq!(page.html.matches(&tag).count(), 1, "{}", page.html);
            assert_eq!(
                page.html.matches("modulepreload").count(),
                1,
                "{}",
                page.html
            );
        }
        assert_eq!(page.inline().unwrap(), inline);
    }
}

#[test]
fn style_sheets_stand_in_the_page_in_their_order() {
    let folder = Folder::new("styles");
    for (name, style) in [("b.css", "b{}\n"), ("a.css", "a > p{}")] {
        fs::write(folder.0.join(name), style).unwrap();
    }
    let mut page = page(
        "<link rel=\"stylesheet\" href=\"./b.css\" integrity=\"x\">\n<link rel=stylesheet href=a.css>\n\
         <link rel=stylesheet media=print href=c.css>",
    );
    page.hold_styles(&folder.0).unwrap();
    let expected = format!(
        "{HEAD}<style>\nb{{}}\na > p{{}}\n</style>\n\n<link rel=stylesheet media=print href=c.css>"
    );
    assert_eq!(page.html, expected);
    assert!(!folder.0.join("a.css").exists());
    assert_eq!(page.inline().unwrap().styles, ["\nb{}\na > p{}\n"]);
}

#[test]
fn the_loader_counts_on_the_bytes_that_there_are() {
    let mut page =
        page("<script>const wasm = await load(init, './b_bg.wasm', 300, 1300);</script>");
    page.rename("b_bg", "a_bg").unwrap();
    page.settle_length("a_bg.wasm", 300, 200).unwrap();
    assert!(
        page.html.contains("'./a_bg.wasm', 200, 1300)"),
        "{}",
        page.html
    );
    let error = page.settle_length("a_bg.wasm", 300, 200).unwrap_err();
    assert!(
        error.to_string().contains("a_bg.wasm has 300 bytes"),
        "{error}"
    );
    let error = page.rename("b_bg", "a_bg").unwrap_err();
    assert_eq!(error.to_string(), "the page does not load b_bg");
}

#[test]
fn a_style_sheet_that_cannot_stand_in_the_page_is_told() {
    let folder = Folder::new("no-styles");
    fs::write(folder.0.join("b.css"), "p::after { content: '</style>' }").unwrap();
    for (tag, why) in [
        ("<link rel=stylesheet href=b.css>", "b.css would end"),
        ("<link rel=stylesheet href=c.css>", "c.css is missing"),
        (
            "<link rel=stylesheet href=//x.example/a.css>",
            "no file of the site",
        ),
    ] {
        let error = page(tag).hold_styles(&folder.0).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
}

#[test]
fn a_tag_that_cannot_be_pinned_is_told() {
    let folder = Folder::new("told");
    for (tag, why) in [
        (
            "<script src=\"https://x.example/a.js\">",
            "no file of the site",
        ),
        ("<script src=\"//x.example/a.js\">", "no file of the site"),
        ("<script src=\"./b.js\">", "b.js is missing"),
        (
            "<script src=\"./a.js\" integrity=\"sha384-x\">",
            "not the file",
        ),
    ] {
        let error = page(tag).pin_assets(&folder.0).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
}

#[test]
fn the_policy_comes_before_all_but_the_character_set() {
    let mut page = page("<script>a</script>");
    let policy = Policy::of(&page.inline().unwrap());
    page.add_policy(&policy).unwrap();
    let meta = format!(
        "{HEAD}\n    <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\"><script>"
    );
    assert!(page.html.starts_with(&meta), "{}", page.html);
    let mut bare = Page { html: "<p>".into() };
    assert!(bare.add_policy(&policy).is_err());
}

#[test]
fn the_script_that_reloads_has_no_gaps_left() {
    let mut served =
        page("<script>const a = '{{__TRUNK_ADDRESS__}}', b = '{{__TRUNK_WS_BASE__}}';</script>");
    assert!(served.settle_reload_script());
    assert!(!served.html.contains("TRUNK"), "{}", served.html);
    assert!(!page("<script>a</script>").settle_reload_script());
}
