//! When the page is kept for visits without a network, and when it tells of a newer version.

use crate::page::Page;
use crate::scripted::{Script, Scripted};

/// Answers that take a second each.
fn slow() -> Scripted {
    Scripted::all(Script::Answer(1_000_000, 0))
}

#[test]
fn an_embed_is_not_kept() {
    for (query, kept) in [("", true), ("embed=1", false)] {
        let page = Page::at(query, slow());
        assert_eq!(
            page.host.kept.borrow().is_some(),
            kept,
            "{query}"
        );
    }
}

#[test]
fn nothing_is_kept_and_nobody_is_told_while_something_is_under_way() {
    let page = Page::at("source=live", slow());
    let kept = page.host.kept.take().expect("the page is to be kept");
    assert!(!(kept.is_busy)() && !page.session.offers_newer());
    page.session.run();
    page.wait(500);
    assert!((kept.is_busy)());
    (kept.tell)();
    assert!(!page.session.offers_newer());
    page.wait(60_000);
    assert!(!(kept.is_busy)() && page.session.offers_newer());
    assert_eq!(
        page.host.renewed.get(),
        0,
        "it comes when it is asked for"
    );
    page.session.load_newer();
    assert_eq!(page.host.renewed.get(), 1);
}
