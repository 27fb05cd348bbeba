//! What stands on the page at one moment, as the tests read it.

use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// The page.
#[derive(Debug, Deserialize)]
pub(crate) struct Look {
    pub(crate) experiment: String,
    /// Where the comparison stands: `idle`, `warming-up`, `running`, `done`, `stopped`.
    pub(crate) verdict: String,
    /// All that the verdict says.
    pub(crate) says: String,
    /// The kind of source that is named.
    pub(crate) source: String,
    /// Its name.
    pub(crate) source_name: String,
    /// The kind of source that is pressed in the switch.
    pub(crate) pressed: Vec<String>,
    /// By kind.
    pub(crate) notices: BTreeMap<String, String>,
    /// The user that is chosen; empty where none is to choose.
    pub(crate) user: String,
    /// The address of a custom API, while there is a field for it.
    pub(crate) api: Option<String>,
    pub(crate) api_problem: Option<String>,
    pub(crate) run_disabled: bool,
    pub(crate) stop_disabled: bool,
    /// The tab that is selected, lane by lane.
    pub(crate) tabs: Vec<String>,
    /// The query of the page's address.
    pub(crate) query: String,
    /// The host in the question about an API, while it is asked.
    pub(crate) asking: Option<String>,
    /// By variant.
    pub(crate) lanes: BTreeMap<String, Lane>,
}

/// A lane.
#[derive(Debug, Deserialize)]
pub(crate) struct Lane {
    pub(crate) state: String,
    pub(crate) total_ms: Option<f64>,
    pub(crate) error: Option<String>,
    pub(crate) hidden: bool,
    pub(crate) rows: Vec<Row>,
    /// The kind of each bar in the waterfall.
    pub(crate) bars: Vec<String>,
    /// The word behind each row's last bar.
    pub(crate) notes: Vec<String>,
    /// The answer's JSON, on the data tab.
    pub(crate) json: Option<String>,
    /// What the data tab tells people, by part.
    pub(crate) parts: BTreeMap<String, String>,
    /// The lines that are lit, and what is written beside each.
    pub(crate) lit: Vec<(usize, String)>,
}

/// A row of the long form.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub(crate) struct Row {
    pub(crate) label: String,
    pub(crate) outcome: Option<String>,
    /// What its last cell says.
    pub(crate) says: String,
}

impl Look {
    /// The lane of this variant.
    pub(crate) fn lane(&self, variant: &str) -> &Lane {
        match self.lanes.get(variant) {
            Some(lane) => lane,
            None => panic!("there is no lane {variant}: {self:#?}"),
        }
    }

    /// The lanes' states, sequential first.
    pub(crate) fn states(&self) -> [&str; 2] {
        ["sequential", "joined"].map(|variant| self.lane(variant).state.as_str())
    }

    /// Fails unless the page runs on this kind of source and says so.
    pub(crate) fn assert_source(&self, kind: &str) {
        assert_eq!(
            (self.source.as_str(), &self.pressed),
            (kind, &vec![kind.to_owned()]),
            "{self:#?}"
        );
    }

    /// Fails unless both lanes are done and nothing went otherwise than asked for.
    pub(crate) fn assert_done(&self) {
        assert_eq!(
            self.states(),
            ["done", "done"],
            "{self:#?}"
        );
        assert!(
            self.notices.is_empty(),
            "{:#?}",
            self.notices
        );
    }

    /// The notice of this kind.
    pub(crate) fn notice(&self, kind: &str) -> &str {
        match self.notices.get(kind) {
            Some(text) => text,
            None => panic!("there is no notice {kind}: {self:#?}"),
        }
    }
}

/// The kinds of bars that are only a part of their call.
const PARTS: [&str; 4] = ["wait", "stalled", "connecting", "download"];

impl Lane {
    /// The makespan, which an ended lane has.
    pub(crate) fn total(&self) -> f64 {
        match self.total_ms {
            Some(total) => total,
            None => panic!("no total: {self:#?}"),
        }
    }

    /// The outcomes of its rows, in the order the calls were made.
    pub(crate) fn outcomes(&self) -> Vec<&str> {
        let outcomes = self.rows.iter().map(|row| row.outcome.as_deref());
        outcomes.map(Option::unwrap_or_default).collect()
    }

    /// The kinds of its bars, without the waits before them and the phases within them: how long those are
    /// is the machine's affair.
    pub(crate) fn shapes(&self) -> Vec<&str> {
        let kinds = self.bars.iter().map(String::as_str);
        kinds.filter(|kind| !PARTS.contains(kind)).collect()
    }

    /// What was asked for, in that order.
    pub(crate) fn labels(&self) -> Vec<&str> {
        self.rows.iter().map(|row| row.label.as_str()).collect()
    }

    /// The answer on the data tab.
    pub(crate) fn answer(&self) -> Value {
        match &self.json {
            Some(json) => serde_json::from_str(json).expect("the answer is JSON"),
            None => panic!("no answer is shown: {self:#?}"),
        }
    }
}

/// Reads a [`Look`] in one step, so that nothing can change in between.
pub(crate) const LOOK: &str = r##"
    const text = (node) => node ? node.textContent.trim() : null;
    const all = (root, css) => [...root.querySelectorAll(css)];
    const one = (css) => document.querySelector(css);
    const lane = (article) => ({
        state: article.dataset.state,
        total_ms: article.dataset.totalMs === undefined ? null : Number(article.dataset.totalMs),
        error: text(article.querySelector("[data-lane-error]")),
        hidden: article.querySelector("[data-lane-disturbed]") !== null,
        rows: all(article, "tr[data-span]").map((row) => ({
            label: text(row.querySelector("th")),
            outcome: row.dataset.outcome ?? null,
            says: text(row.lastElementChild),
        })),
        bars: all(article, ".bar[data-kind]").map((bar) => bar.dataset.kind),
        notes: all(article, ".fall__note").map(text),
        json: article.querySelector("[data-json]")?.textContent ?? null,
        parts: Object.fromEntries(all(article, "[data-part]").map((part) => [part.dataset.part, text(part)])),
        lit: all(article, "[data-line].on").map((line) => [Number(line.dataset.line), text(line)]),
    });
    const chip = one("[data-source-name]");
    const dialog = one("dialog[data-ask-api]");
    return {
        experiment: one("main").dataset.experiment,
        verdict: one("[data-verdict]").dataset.verdict,
        says: text(one("[data-verdict]")),
        source: chip.dataset.sourceName,
        source_name: text(chip),
        pressed: all(document, "[data-source][aria-pressed=true]").map((button) => button.dataset.source),
        notices: Object.fromEntries(all(document, "[data-notice]")
            .map((notice) => [notice.dataset.notice, text(notice)])),
        user: one("select[name=user]")?.value ?? "",
        api: one("input[name=api]")?.value ?? null,
        api_problem: text(one("[data-error-for=api]")) || null,
        run_disabled: one("[data-action=run]")?.disabled ?? true,
        stop_disabled: one("[data-action=stop]")?.ariaDisabled !== "false",
        tabs: all(document, "[data-tab][aria-selected=true]").map((tab) => tab.dataset.tab),
        query: location.search,
        asking: dialog.open ? text(dialog.querySelector("strong")) : null,
        lanes: Object.fromEntries(all(document, "article[data-variant]")
            .map((article) => [article.dataset.variant, lane(article)])),
    };"##;
