//! `docs/accessibility.md` names tests: each of them is there.

use std::fs;
use std::path::Path;

/// What the names of browser tests begin with: the source that answers.
const SOURCES: [&str; 4] = ["replica_", "unsent_", "live_", "custom_"];

/// Tests are functions, with a source before their name or none.
fn has_test(text: &str, name: &str) -> bool {
    let named = |source: &str| text.contains(&format!("fn {source}{name}()"));
    named("") || SOURCES.into_iter().any(named)
}

/// The file of a module that is named as the statement names it: `people::kept`, `native::contrast`.
fn file(module: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let path = module.strip_prefix("native::").map_or_else(
        || format!("browser/{module}"),
        |module| format!("native/{module}"),
    );
    let path = root.join(path.replace("::", "/")).with_extension("rs");
    fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{module}: {}: {error}", path.display()))
}

#[test]
fn every_test_that_the_statement_names_is_there() {
    let statement = include_str!("../../docs/accessibility.md");
    let quoted = statement.split('`').skip(1).step_by(2);
    let mut named = 0;
    for test in quoted.filter(|quoted| quoted.contains("::")) {
        let (module, name) = test.rsplit_once("::").expect("a module and a name");
        if module == "people" {
            // All tests of a file.
            assert!(
                file(test).contains("#[tokio::test]"),
                "{test}"
            );
            continue;
        }
        assert!(
            has_test(&file(module), name),
            "there is no test {test}"
        );
        named += 1;
    }
    assert!(named > 40, "{named} tests are named");
}

/// Each criterion of levels A and AA has its line, or is named among those that do not apply.
#[test]
fn no_criterion_is_left_out() {
    let statement = include_str!("../../docs/accessibility.md");
    let all = [
        (1, 1, 1..=1),
        (1, 3, 1..=5),
        (1, 4, 1..=5),
        (1, 4, 10..=13),
        (2, 1, 1..=2),
        (2, 1, 4..=4),
        (2, 2, 1..=2),
        (2, 3, 1..=1),
        (2, 4, 1..=7),
        (2, 4, 11..=11),
        (2, 5, 1..=4),
        (2, 5, 7..=8),
        (3, 1, 1..=2),
        (3, 2, 1..=4),
        (3, 2, 6..=6),
        (3, 3, 1..=4),
        (3, 3, 7..=8),
        (4, 1, 2..=3),
    ];
    for (principle, guideline, numbers) in all {
        for number in numbers {
            let criterion = format!("{principle}.{guideline}.{number}");
            let there = statement.match_indices(&criterion).any(|(at, _)| {
                let next = statement[at + criterion.len()..].chars().next();
                next.is_some_and(|next| !next.is_ascii_digit())
            });
            assert!(there, "{criterion}");
        }
    }
}
