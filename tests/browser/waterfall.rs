//! The waterfall under the pointer and the keys: zoom, cards, selection, order and filter.

use crate::scenario::{Page, scenario};
use crate::support::browser::{Capability, lacking};
use serde_json::{Value, json};

/// The ticks that the first lane's axis shows.
const TICKS: &str = "const ticks = document.querySelector('.fall').querySelectorAll('.fall__axis span:not(.fall__unit)');
    return [...ticks].map((tick) => Number(tick.textContent.replace(',', '')));";

async fn ticks(page: &Page) -> Vec<f64> {
    let ticks = page.browser.js(TICKS).await;
    serde_json::from_value(ticks).expect("numbers")
}

/// What is shown of the time, by the words of the time strip.
async fn window(page: &Page) -> String {
    let words = page
        .browser
        .attr(".overview__window", "aria-valuetext")
        .await;
    words.expect("the window says what it shows")
}

/// Where the part of the time that is shown begins, in milliseconds.
async fn from(page: &Page) -> f64 {
    let from = page
        .browser
        .attr(".overview__window", "aria-valuenow")
        .await;
    from.expect("a number").parse().expect("a number")
}

async fn ran(page: &Page, query: &str) {
    page.open(query).await;
    page.run().await;
}

#[tokio::test]
async fn replica_time_is_zoomed_and_moved_in_all_lanes_at_once() {
    scenario(None, async |page| {
        ran(page, "?source=replica&jitter=0").await;
        let (all, whole) = (ticks(page).await, window(page).await);
        let [left, top, width, height] = page.browser.place(".fall__under").await;
        let (middle, y) = (left + width / 2.0, top + height / 2.0);
        page.browser.wheel(middle, y, -400.0, true).await;
        let zoomed = async || window(page).await != whole;
        page.browser.wait_until("a part of the time", zoomed).await;
        let (first, part) = (ticks(page).await, window(page).await);
        assert!(
            first[0] > all[0] && first.last() < all.last(),
            "{first:?} of {all:?}"
        );
        let lanes = "const axes = [...document.querySelectorAll('.fall__axis')];
            return new Set(axes.map((axis) => axis.textContent)).size;";
        assert_eq!(
            page.browser.js(lanes).await,
            json!(1),
            "one time for all lanes"
        );
        // A drag to the left shows what comes later.
        let before = from(page).await;
        page.browser.drag(middle, middle - 60.0, y).await;
        let moved = async || window(page).await != part;
        page.browser.wait_until("another part", moved).await;
        assert!(ticks(page).await[0] >= first[0]);
        assert!(from(page).await > before);
        assert!(
            !page.browser.has(".fall__row[aria-selected=true]").await,
            "a drag is no click"
        );
        page.browser.double_click(middle, y).await;
        let fit = async || window(page).await == whole;
        page.browser.wait_until("all of it", fit).await;
        // The same by the buttons.
        page.press("zoom-in").await;
        page.browser.wait_until("a part of the time", zoomed).await;
        page.press("zoom-out").await;
        page.browser.wait_until("all of it", fit).await;
        page.press("zoom-in").await;
        page.browser.wait_until("a part of the time", zoomed).await;
        page.press("fit").await;
        page.browser.wait_until("all of it", fit).await;
        // And on the strip: a drag marks what is to be shown.
        let [left, top, width, height] = page.browser.place(".overview").await;
        let y = top + height / 2.0;
        page.browser
            .drag(
                left + width * 0.25,
                left + width * 0.75,
                y,
            )
            .await;
        page.browser
            .wait_until("the part that was marked", zoomed)
            .await;
        let marked = window(page).await;
        page.browser
            .drag(
                left + width * 0.5,
                left + width * 0.6,
                y,
            )
            .await;
        let moved = async || window(page).await != marked;
        page.browser.wait_until("the window moved", moved).await;
    })
    .await;
}

#[tokio::test]
async fn replica_two_fingers_zoom() {
    if lacking(Capability::Touch) {
        return;
    }
    scenario(None, async |page| {
        ran(page, "?source=replica&jitter=0").await;
        let whole = window(page).await;
        let [left, top, width, height] = page.browser.place(".fall__under").await;
        let (middle, y) = (left + width / 2.0, top + height / 2.0);
        page.browser
            .pinch(
                [middle - 20.0, middle + 20.0],
                [middle - 80.0, middle + 80.0],
                y,
            )
            .await;
        let zoomed = async || window(page).await != whole;
        page.browser.wait_until("a part of the time", zoomed).await;
        page.browser
            .pinch(
                [middle - 90.0, middle + 90.0],
                [middle - 10.0, middle + 10.0],
                y,
            )
            .await;
        let all = async || window(page).await == whole;
        page.browser.wait_until("all of it", all).await;
    })
    .await;
}

#[tokio::test]
async fn replica_the_wheel_without_ctrl_scrolls_the_page() {
    scenario(None, async |page| {
        ran(page, "?source=replica").await;
        let whole = window(page).await;
        let [left, top, ..] = page.browser.place(".fall__under").await;
        let before = page.browser.js("return scrollY").await;
        page.browser
            .wheel(left + 20.0, top + 20.0, 200.0, false)
            .await;
        let scrolled = async || page.browser.js("return scrollY").await != before;
        page.browser.wait_until("the page scrolls", scrolled).await;
        assert_eq!(window(page).await, whole);
    })
    .await;
}

/// The rows that are selected, lane by lane, in charts and tables, and the lines.
const SELECTED: &str = "return [...document.querySelectorAll('article')].map((lane) => [
    [...lane.querySelectorAll('.fall__row[aria-selected=true] .fall__label')].map((label) => label.textContent),
    [...lane.querySelectorAll('tr.selected th')].map((cell) => cell.textContent),
    [...lane.querySelectorAll('.l.selected')].map((line) => line.dataset.line !== undefined),
]);";

#[tokio::test]
async fn replica_a_request_is_selected_in_every_lane_with_its_line_and_its_data() {
    scenario(None, async |page| {
        ran(page, "?source=replica").await;
        page.browser
            .click("[data-variant=sequential] .fall__row:nth-of-type(3)")
            .await;
        page.browser
            .wait_for("[data-variant=sequential] [data-card]")
            .await;
        let lane = json!([["/posts…=1"], ["GET /posts?userId=1"], [true]]);
        assert_eq!(
            page.browser.js(SELECTED).await,
            json!([lane, lane])
        );
        page.browser.click("[data-tab=data]").await;
        page.has_come().await;
        let data = "return [...document.querySelectorAll('article')].map((lane) =>
            ['posts', 'todos', 'user'].map((part) => {
                const section = lane.querySelector(`[data-part=${part}]`);
                return section.querySelectorAll('.selected').length + section.matches('.selected');
            }));";
        let lane = json!([10, 0, 0]);
        assert_eq!(
            page.browser.js(data).await,
            json!([lane, lane])
        );
        // Once more is none.
        page.browser
            .click("[data-variant=sequential] .fall__row:nth-of-type(3)")
            .await;
        let none = json!([[[], [], []], [[], [], []]]);
        let gone = async || page.browser.js(SELECTED).await == none;
        page.browser.wait_until("nothing selected", gone).await;
        // A row of the table selects as well.
        page.browser
            .click("[data-variant=joined] .long-form summary")
            .await;
        page.browser
            .click("[data-variant=joined] tr[data-span='0'] th")
            .await;
        let first = json!(["/users/1"]);
        let chosen = async || page.browser.js(SELECTED).await[0][0] == first;
        page.browser.wait_until("the first request", chosen).await;
    })
    .await;
}

#[tokio::test]
async fn replica_a_card_has_every_figure_and_the_reason_of_its_start() {
    scenario(None, async |page| {
        ran(page, "?source=replica&jitter=0").await;
        let row = "[data-variant=sequential] .fall__row:nth-of-type(3)";
        let [left, top, width, height] = page.browser.place(row).await;
        page.browser
            .point(left + width / 2.0, top + height / 2.0)
            .await;
        let card = page
            .browser
            .text("[data-variant=sequential] [data-card]")
            .await;
        for part in [
            "GET /posts?userId=1",
            "Made",
            "Started",
            "Waiting for the answer",
            "Download",
            "Ended",
            "Took",
            "ok, 200",
            "client.posts_by(",
            "It was made once GET /users/1 had ended",
            "It is on the critical path",
        ] {
            assert!(
                card.contains(part),
                "“{part}” in {card}"
            );
        }
        // The pointer may go on to the card; away from both, it is gone.
        let [x, y, ..] = page
            .browser
            .place("[data-variant=sequential] [data-card]")
            .await;
        page.browser.point(x + 20.0, y + 20.0).await;
        assert!(
            page.browser
                .has("[data-variant=sequential] [data-card]")
                .await
        );
        page.browser.point(2.0, 2.0).await;
        let gone = async || !page.browser.has("[data-card]").await;
        page.browser.wait_until("no card", gone).await;
        let limited = "?source=replica&experiment=album-photos&albums=1-6&limit=2&jitter=0";
        ran(page, limited).await;
        page.browser
            .click("[data-variant=limited] .fall__row:nth-of-type(4)")
            .await;
        let card = page
            .browser
            .text("[data-variant=limited] [data-card]")
            .await;
        for part in [
            "Waited to start",
            "It had waited until GET /photos?albumId=",
        ] {
            assert!(
                card.contains(part),
                "“{part}” in {card}"
            );
        }
    })
    .await;
}

/// Where the keyboard is in the first lane's chart: its row, and whether the document says so.
const CURSOR: &str = "const plot = document.querySelector('.fall__plot');
    const active = plot.getAttribute('aria-activedescendant');
    const row = active && document.getElementById(active);
    return [document.activeElement === plot, row?.querySelector('.fall__label').textContent ?? null];";

#[tokio::test]
async fn replica_a_chart_is_one_tab_stop_and_arrows_go_from_request_to_request() {
    scenario(None, async |page| {
        ran(page, "?source=replica&jitter=0").await;
        page.browser
            .js("document.querySelector('.fall__plot').focus()")
            .await;
        for (key, label) in [
            ("Down", "/users/1"),
            ("Down", "/posts…=1"),
            ("Down", "/todos…=1"),
            ("Down", "/todos…=1"),
            ("Home", "/users/1"),
            ("End", "/todos…=1"),
            ("Up", "/posts…=1"),
        ] {
            page.browser.keys(key).await;
            let there = async || page.browser.js(CURSOR).await == json!([true, label]);
            page.browser
                .wait_until(&format!("{key}: {label}"), there)
                .await;
        }
        assert!(
            page.browser.has("[data-card='1']").await,
            "focus shows the card"
        );
        page.browser.keys("Enter").await;
        let rows = page.browser.js(SELECTED).await;
        assert_eq!(rows[1][0], json!(["/posts…=1"]));
        page.browser.keys("Escape").await;
        let none = async || page.browser.js(SELECTED).await[1][0] == json!([]);
        page.browser.wait_until("nothing selected", none).await;
        let whole = window(page).await;
        page.browser.keys("=").await;
        let part = async || window(page).await != whole;
        page.browser.wait_until("closer", part).await;
        let closer = window(page).await;
        page.browser.keys("Right").await;
        let later = async || window(page).await != closer;
        page.browser.wait_until("later", later).await;
        page.browser.keys("0").await;
        let all = async || window(page).await == whole;
        page.browser.wait_until("all of it", all).await;
        // The next tab stop is outside the chart.
        page.browser.keys("Tab").await;
        assert_eq!(
            page.browser.js(CURSOR).await[0],
            Value::Bool(false)
        );
    })
    .await;
}

/// The labels of the limited lane's rows.
const LABELS: &str =
    "return [...document.querySelectorAll('[data-variant=limited] .fall__row .fall__label')]
    .map((label) => label.textContent);";

#[tokio::test]
async fn replica_more_than_twenty_requests_can_be_sorted_and_filtered() {
    scenario(None, async |page| {
        ran(page, "?source=replica").await;
        assert!(!page.browser.has(".sifting").await, "three are read at a glance");
        let many = "?source=replica&experiment=album-photos&albums=1-22,44&limit=4";
        ran(page, many).await;
        page.browser.fill("[name=filter]", "ID=2").await;
        let labels = async || {
            let labels = page.browser.js(LABELS).await;
            serde_json::from_value::<Vec<String>>(labels).expect("texts")
        };
        let few = async || labels().await == ["/photos…=2", "/photos…=20", "/photos…=21", "/photos…=22"];
        page.browser.wait_until("four requests", few).await;
        assert_eq!(page.browser.text(".sifting__found").await, "12 of 69 requests");
        assert!(page.browser.has("[data-variant=limited] tr[data-span='1']").await);
        assert!(!page.browser.has("[data-variant=limited] tr[data-span='0']").await);
        page.press("unsift").await;
        let all = async || labels().await.len() == 23;
        page.browser.wait_until("all requests", all).await;
        page.browser.select("[name=sort]", "longest").await;
        let durations = "const lane = document.querySelector('[data-variant=limited]');
            return [...lane.querySelectorAll('tr[data-span]')].map((row) => {
                const [start, , end] = [...row.querySelectorAll('td')].slice(1).map((cell) => Number(cell.textContent));
                return end - start;
            });";
        let sorted = async || {
            let durations = page.browser.js(durations).await;
            let durations: Vec<f64> = serde_json::from_value(durations).expect("numbers");
            // The cells are rounded to a millisecond.
            durations.windows(2).all(|pair| pair[0] >= pair[1] - 2.0)
        };
        page.browser.wait_until("the longest first", sorted).await;
        // Of a run in which some fail, those alone.
        let failing = "?source=replica&experiment=posts-with-timeout&posts=1-20,901-904";
        ran(page, failing).await;
        page.browser.select("[name=outcome]", "status").await;
        let outcomes = "return [...document.querySelectorAll('[data-variant=per-item] tr[data-span]')]
            .map((row) => row.dataset.outcome)";
        let only = async || page.browser.js(outcomes).await == json!(vec!["status"; 4]);
        page.browser.wait_until("failures alone", only).await;
    })
    .await;
}
