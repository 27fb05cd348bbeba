//! Saving a comparison as files, without a browser.

use std::cell::RefCell;
use std::rc::Rc;

use tandem::record::run_file;
use tandem::state::export::{FORMATS, File, can_hold};
use tandem::state::{Origin, Tab, recorded};

use crate::page::{Page, Saved};
use crate::scripted::Script::{Answer, Silent};
use crate::scripted::Scripted;

/// A page on which a comparison of `user-dashboard` is over.
fn page() -> Page {
    let page = Page::at(
        "source=live",
        Scripted::all(Answer(10_000, 5_000)),
    );
    page.session.run();
    page.wait(60_000);
    page
}

fn files() -> impl Iterator<Item = &'static File> {
    FORMATS.iter().flat_map(|format| format.files)
}

/// Saves `file` and gives what was said of it.
fn save(page: &Page, file: &'static File) -> String {
    let said = Rc::new(RefCell::new(String::new()));
    let told = Rc::clone(&said);
    page.session.save(file, move |what| {
        drop(told.replace(what))
    });
    page.wait(1);
    said.take()
}

#[test]
fn each_file_has_a_name_and_a_control_of_its_own() {
    for part in [
        |file: &'static File| file.action,
        |file: &'static File| file.end,
    ] {
        let mut names: Vec<_> = files().map(part).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all, "{names:?}");
    }
    assert!(files().all(|file| file.action.starts_with("export-")));
    assert!(FORMATS.iter().all(|format| !format.about.contains("  ")));
}

#[test]
fn each_file_is_saved_under_its_name() {
    let page = page();
    for file in files() {
        let said = save(&page, file);
        let Saved { name, mime, text } = page.host.saved.borrow_mut().pop().expect("a file");
        assert_eq!(
            name,
            format!(
                "tandem-user-dashboard-2026-01-31T120000Z.{}",
                file.end
            )
        );
        assert_eq!(said, format!("Saved {name}."));
        let expected = match file.end.rsplit('.').next() {
            Some("csv") => ("text/csv", "run,"),
            Some("json" | "har") => ("application/json", "{"),
            Some("svg") => ("image/svg+xml", "<svg "),
            Some("png") => ("painted", "<svg "),
            other => panic!("an unknown kind of file: {other:?}"),
        };
        assert_eq!(mime, expected.0);
        assert!(text.starts_with(expected.1), "{text}");
    }
}

#[test]
fn a_painted_picture_has_the_colours_of_the_page() {
    let page = page();
    let png = files()
        .find(|file| file.end == "verdict.png")
        .expect("a picture");
    for (dark, ink, other) in [(false, "#1c1d22", "#eceae4"), (true, "#eceae4", "#1c1d22")] {
        page.host.dark.set(dark);
        save(&page, png);
        let text = page.host.saved.borrow_mut().pop().expect("a file").text;
        assert!(
            text.contains(ink) && !text.contains(other),
            "{text}"
        );
    }
}

#[test]
fn what_went_wrong_is_said() {
    let page = page();
    let find = |end| files().find(|file| file.end == end).expect("a file");
    page.host.painted.set(Some(1.28));
    assert!(save(&page, find("waterfall.png")).contains("at 1.28× instead of 2×"));
    page.host.painted.set(None);
    assert!(save(&page, find("waterfall.png")).contains("The SVG file has the same picture"));
    page.host.refuses.set(true);
    assert!(save(&page, find("json")).starts_with("The browser did not take tandem-"));
}

#[test]
fn nothing_is_saved_before_the_first_run() {
    let page = Page::at("source=live", Scripted::all(Silent));
    for file in files() {
        assert_eq!(save(&page, file), "");
    }
    assert!(page.session.code_files().is_empty());
    assert!(page.host.saved.borrow().is_empty());
}

/// A run that is under way is saved as far as it has come, and says so.
#[test]
fn a_comparison_under_way_can_be_saved() {
    let page = Page::at(
        "source=live",
        Scripted::all(Answer(100_000, 50_000)),
    );
    page.session.run();
    page.wait(500);
    assert!(page.session.is_active());
    for file in files() {
        assert!(save(&page, file).starts_with("Saved "));
        let text = page.host.saved.borrow_mut().pop().expect("a file").text;
        // A table of requests tells how each of them stands.
        let tells = file.end != "csv";
        assert_eq!(
            text.to_lowercase().contains("running"),
            tells,
            "{}: {text}",
            file.end
        );
    }
}

#[test]
fn code_is_saved_in_the_language_of_the_lanes() {
    let page = page();
    for (tab, end, words) in [
        (Tab::Rust, "rs", "pub async fn"),
        (Tab::TypeScript, "ts", "async function"),
        (Tab::Python, "py", "async def"),
        (Tab::Data, "rs", "pub async fn"),
    ] {
        page.session.choose_tab(tab);
        let files = page.session.code_files();
        assert_eq!(
            files.iter().map(|file| file.name()).collect::<Vec<_>>(),
            ["sequential", "joined"].map(|name| format!("user-dashboard-{name}.{end}"))
        );
        for file in files {
            page.session.save_code(file, |said| {
                assert_eq!(said, format!("Saved {}.", file.name()))
            });
            let saved = page.host.saved.borrow_mut().pop().expect("a file");
            assert_eq!(
                (saved.name, saved.mime.as_str()),
                (file.name(), "text/plain")
            );
            assert!(
                saved.text.contains(words),
                "{}",
                saved.text
            );
        }
    }
}

/// Requests of another program are no run of an experiment, and have no code.
#[test]
fn what_no_experiment_made_is_saved_without_a_run_file_and_code() {
    let page = page();
    let comparison = page.session.comparison().expect("a comparison");
    let mut record = recorded::record(&comparison);
    assert!(run_file::write(&record).is_some());
    record.setup = None;
    let origin = Origin::File("site.har".into());
    page.session
        .show_record(record, origin)
        .expect("it is shown");
    let opened = page.session.comparison().expect("a comparison");
    for format in FORMATS {
        let held = can_hold(format, &opened);
        assert_eq!(
            held, !format.of_experiment,
            "{}",
            format.name
        );
        for file in format.files {
            let said = save(&page, file);
            assert_eq!(
                said.starts_with("Saved tandem-requests-"),
                held,
                "{said}"
            );
        }
    }
    let saved = page.host.saved.borrow();
    assert!(
        saved
            .iter()
            .any(|saved| saved.text.contains("Requests of site.har"))
    );
    assert!(page.session.code_files().is_empty());
}
