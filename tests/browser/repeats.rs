//! Repeats: every makespan as a dot, what their medians say, and what is left out of them.

use crate::predicted::traces;
use crate::scenario::{Page, scenario};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::iter::zip;
use tandem::engine::random::shuffled;
use tandem::engine::statistics::{MedianRatio, median};
use tandem::experiments::{Plan, Values, find, routines};

const DASHBOARD: &str = "?source=replica";
/// The fewest pairs that an interval is claimed of.
const ENOUGH: usize = 10;

/// The card of the repeats.
#[derive(Debug, Deserialize)]
struct Card {
    state: String,
    heading: String,
    verdict: Vec<String>,
    /// What was left out, and how the figures came about.
    conditions: String,
    /// Where the dots stand, in milliseconds by the scale below them and to the thousandth, variant by
    /// variant.
    dots: BTreeMap<String, Vec<f64>>,
    /// The rows of the table.
    rows: BTreeMap<String, Vec<String>>,
}

const CARD: &str = r##"
    const card = document.querySelector('[data-series]');
    const texts = (css) => [...card.querySelectorAll(css)].map((node) => node.textContent.trim());
    const left = (node) => Number(node.style.left.replace('%', ''));
    const exact = (time) => Math.round(time * 1000) / 1000;
    const ticks = [...card.querySelectorAll('.dots__scale span')];
    const last = ticks[ticks.length - 1];
    const scale = Number(last.textContent.replace(/,/g, '')) / left(last);
    const of = (css, key, read) => Object.fromEntries(
        [...card.querySelectorAll(css)].map((node) => [node.dataset[key], read(node)]));
    return {
        state: card.dataset.series,
        heading: texts('h2')[0],
        verdict: texts('[data-series-verdict] p'),
        conditions: texts('.instrument__aside')[0],
        dots: of('[data-dots]', 'dots', (row) => [...row.querySelectorAll('i')].map((dot) => exact(left(dot) * scale))),
        rows: of('[data-repeats-of]', 'repeatsOf', (row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)),
    };"##;

async fn card(page: &Page) -> Card {
    let seen = page.browser.js(CARD).await;
    match serde_json::from_value(seen.clone()) {
        Ok(card) => card,
        Err(error) => panic!("the card is not as tests know it: {error}: {seen:#}"),
    }
}

impl Card {
    fn dots(&self, title: &str) -> &[f64] {
        &self.dots[title]
    }

    /// The repeats as pairs of a sequential and a joined makespan.
    fn pairs(&self) -> Vec<(f64, f64)> {
        let (first, other) = (
            self.dots("Sequential"),
            self.dots("Joined"),
        );
        assert_eq!(first.len(), other.len(), "{self:#?}");
        zip(
            first.iter().copied(),
            other.iter().copied(),
        )
        .collect()
    }

    fn seed(&self) -> u64 {
        let rest = self.conditions.split_once("(seed ").map(|(_, rest)| rest);
        let seed = rest.and_then(|rest| rest.split_once(')'));
        seed.expect("a seed").0.parse().expect("a number")
    }

    /// Fails unless the table and the sentence are what the dots come to.
    fn assert_adds_up(&self, count: usize) {
        let pairs = self.pairs();
        assert_eq!(pairs.len(), count, "{self:#?}");
        let ratio = MedianRatio::of(&pairs, self.seed()).expect("a ratio");
        assert_eq!(
            ratio.interval.is_some(),
            count >= ENOUGH
        );
        for title in ["Sequential", "Joined"] {
            let dots = self.dots(title);
            let least = dots.iter().copied().fold(f64::INFINITY, f64::min);
            let most = dots.iter().copied().fold(0.0, f64::max);
            let figures = [least, median(dots).expect("dots"), most];
            let expected: Vec<_> = figures.map(|time| time.round().to_string()).to_vec();
            assert_eq!(
                self.rows[title][1..4],
                expected,
                "{title}: {self:#?}"
            );
            assert_eq!(self.rows[title][0], count.to_string());
        }
        let (cell, sentence) = words(&ratio);
        assert_eq!(self.rows["Sequential"][4], "–");
        assert_eq!(
            self.rows["Joined"][4], cell,
            "{self:#?}"
        );
        assert_eq!(self.verdict, [sentence], "{self:#?}");
    }
}

/// What the table and the sentence say of a ratio by which joining is faster for certain.
fn words(ratio: &MedianRatio) -> (String, String) {
    let MedianRatio {
        ratio,
        pairs,
        interval,
    } = *ratio;
    match interval {
        None => (
            format!("{ratio:.2}"),
            format!(
                "Joined {ratio:.1}× faster than Sequential, by the medians of {pairs} pairs: too few to say \
                 how sure that is."
            ),
        ),
        Some(interval) => {
            let (low, high) = (interval.low, interval.high);
            (
                format!("{ratio:.2} ({low:.2} to {high:.2})"),
                format!(
                    "Joined is {ratio:.1}× faster than Sequential: medians of {pairs} pairs, 95 % interval \
                     {low:.2} to {high:.2}."
                ),
            )
        }
    }
}

/// Presses Repeat for so many repeats.
pub(crate) async fn start(page: &Page, count: u32) {
    let choice = count.to_string();
    page.browser.select("select[name=repeats]", &choice).await;
    page.press("repeat").await;
}

/// Waits until the series is over, as long as there is progress.
pub(crate) async fn over(page: &Page) {
    page.browser.wait_for("[data-series]").await;
    let running = async || page.browser.has("[data-series=running]").await;
    let heading = async || page.browser.text("[data-series] h2").await;
    while running().await {
        let before = heading().await;
        let moved = async || !running().await || heading().await != before;
        page.browser.wait_until("progress", moved).await;
    }
}

/// Waits until so many dots are drawn in each row.
async fn dots(page: &Page, count: usize) {
    let drawn = async || card(page).await.dots("Joined").len() >= count;
    page.browser.wait_until("dots", drawn).await;
}

/// Keeps what the progress says, moment by moment.
const WATCH: &str = "
    window.seen = [];
    new MutationObserver(() => {
        const text = document.querySelector('[data-time-left]')?.textContent;
        const done = document.querySelector('[data-series] progress')?.value;
        if (text !== undefined) seen.push([text, done]);
    }).observe(document.querySelector('main'), { childList: true, subtree: true, characterData: true });";

#[tokio::test]
async fn replica_five_repeats_in_wall_time_claim_no_interval() {
    scenario(None, async |page| {
        page.open(DASHBOARD).await;
        page.browser.js(WATCH).await;
        start(page, 5).await;
        over(page).await;
        let card = card(page).await;
        assert_eq!(
            (&*card.state, &*card.heading),
            ("done", "5 repeats")
        );
        card.assert_adds_up(5);
        assert!(
            card.conditions.contains("modelled, in wall time"),
            "{card:#?}"
        );
        assert_time_left(page).await;
        assert_orders(page, &card).await;
        println!("{} {:?}", card.verdict[0], card.pairs());
    })
    .await;
}

/// It began with a warm-up, then told the seconds that were left; with each repeat fewer were.
async fn assert_time_left(page: &Page) {
    let seen = page.browser.js("return seen").await;
    let mut seen: Vec<(String, u32)> = serde_json::from_value(seen).expect("moments");
    seen.dedup();
    let told = |text: &str| {
        let seconds = text.strip_prefix("about ")?.strip_suffix(" s left")?;
        seconds.parse::<u32>().ok()
    };
    for done in 1..5 {
        let moment = seen
            .iter()
            .find(|(text, at)| *at == done && told(text).is_some());
        let (text, _) = moment.unwrap_or_else(|| panic!("nothing told after {done}: {seen:?}"));
        assert!(
            (1..=15).contains(&told(text).expect("seconds")),
            "{seen:?}"
        );
    }
}

/// Each repeat ran all variants, in an order that the series' seed has drawn for it.
async fn assert_orders(page: &Page, card: &Card) {
    let names = "return performance.getEntriesByType('measure')
        .sort((one, other) => one.startTime - other.startTime)
        .map((measure) => measure.name.split(':')[0]);";
    let names = page.browser.js(names).await;
    let names: Vec<String> = serde_json::from_value(names).expect("names");
    let ran: Vec<_> = names.chunks(3).collect();
    assert!(
        ran.iter().all(|run| run.iter().all(|name| *name == run[0])),
        "three requests a run: {names:?}"
    );
    let variants = ["sequential", "joined"];
    let drawn: Vec<_> = (0..5)
        .flat_map(|repeat| shuffled(2, card.seed() ^ repeat))
        .map(|place| variants[place])
        .collect();
    let ran: Vec<_> = ran.iter().map(|run| run[0].as_str()).collect();
    assert_eq!(ran, drawn);
}

#[tokio::test]
async fn replica_twenty_repeats_in_virtual_time_are_the_models() {
    scenario(None, async |page| {
        page.open(DASHBOARD).await;
        page.browser.click("input[name=virtual]").await;
        let sent = page.resources().await;
        start(page, 20).await;
        over(page).await;
        let card = card(page).await;
        assert_eq!(card.heading, "20 repeats");
        card.assert_adds_up(20);
        assert!(
            card.conditions.contains("modelled, in virtual time"),
            "{card:#?}"
        );
        for (repeat, (sequential, joined)) in zip(0.., card.pairs()) {
            let [first, second] = modelled(repeat);
            assert!(
                (sequential - first).abs() < 0.01 && (joined - second).abs() < 0.01,
                "repeat {repeat}: {sequential} and {joined} for {first} and {second}"
            );
        }
        assert_eq!(
            page.resources().await,
            sent,
            "nothing is sent"
        );
        println!("{}", card.verdict[0]);
    })
    .await;
}

/// The makespans of one repeat by the model, in milliseconds.
fn modelled(repeat: u32) -> [f64; 2] {
    let experiment = find("user-dashboard").expect("an experiment");
    let plan = Plan {
        experiment,
        routines: routines(experiment),
        values: Values::defaults(experiment.params),
        order: vec![0, 1],
        repeat,
    };
    let ends = traces(&plan).into_iter().map(|trace| trace.ended);
    let ends: Vec<_> = ends
        .map(|end| end.expect("an end").as_millis_f64())
        .collect();
    ends.try_into().expect("two variants")
}

#[tokio::test]
async fn replica_stopped_repeats_keep_what_is_done() {
    scenario(None, async |page| {
        page.open(DASHBOARD).await;
        start(page, 20).await;
        dots(page, 3).await;
        page.press("stop-repeats").await;
        page.browser.wait_for("[data-series=stopped]").await;
        let stopped = card(page).await;
        let done = stopped.pairs().len();
        assert!((3..20).contains(&done), "{stopped:#?}");
        assert_eq!(
            stopped.heading,
            format!("{done} of 20 repeats, then stopped")
        );
        stopped.assert_adds_up(done);
        page.assert_at_rest().await;
        assert_eq!(
            card(page).await.pairs(),
            stopped.pairs()
        );
        // The same button starts anew.
        start(page, 5).await;
        over(page).await;
        card(page).await.assert_adds_up(5);
    })
    .await;
}

#[tokio::test]
async fn replica_repeats_of_a_hidden_page_are_left_out_and_counted() {
    scenario(None, async |page| {
        page.open(DASHBOARD).await;
        start(page, 10).await;
        dots(page, 2).await;
        page.browser.hide().await;
        let before = card(page).await.heading;
        let moved = async || card(page).await.heading != before;
        page.browser.wait_until("a hidden repeat", moved).await;
        page.browser.show().await;
        over(page).await;
        let card = card(page).await;
        assert_eq!(card.heading, "10 repeats");
        let counted = card.pairs().len();
        assert!((2..10).contains(&counted), "{card:#?}");
        card.assert_adds_up(counted);
        let told = format!(
            "{} left out: the page was hidden",
            10 - counted
        );
        assert!(
            card.conditions.contains(&told),
            "{card:#?}"
        );
        println!("{told}, {}", card.verdict[0]);
    })
    .await;
}

#[tokio::test]
async fn replica_repeats_of_which_a_variant_fails_compare_nothing() {
    scenario(None, async |page| {
        page.open("?source=replica&experiment=posts-with-timeout")
            .await;
        page.browser.click("input[name=virtual]").await;
        start(page, 5).await;
        over(page).await;
        let card = card(page).await;
        assert_eq!(
            card.verdict,
            ["No repeat counts: there is nothing to compare."]
        );
        assert!(
            card.conditions.contains("5 left out: a variant failed"),
            "{card:#?}"
        );
        assert!(
            card.dots.values().all(Vec::is_empty),
            "{card:#?}"
        );
    })
    .await;
}
