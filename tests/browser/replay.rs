//! Replay: what has run one after another is shown side by side, slowly.

use crate::scenario::{Page, scenario};
use crate::support::browser::{Motion, Scheme};
use serde_json::{Value, json};

/// The moment that is shown, in milliseconds; none for the whole.
async fn moment(page: &Page) -> Option<f64> {
    let moment = page.browser.attr(".replay__moment", "data-moment").await;
    moment.map(|text| text.parse().expect("a number"))
}

async fn finished(page: &Page, query: &str) {
    page.open(query).await;
    assert_eq!(
        page.browser
            .js("return document.querySelector('[data-action=replay]').ariaDisabled === 'true'")
            .await,
        json!(true)
    );
    page.run().await;
}

/// What the lanes show at this moment: time, bars, lit lines, and calls made.
const SHOWN: &str = "return [...document.querySelectorAll('article')].map((lane) => ({
    time: lane.querySelector('.lane__time').textContent,
    kinds: [...lane.querySelectorAll('.bar:not([data-kind=ghost])')].map((bar) => bar.dataset.kind),
    lit: [...lane.querySelectorAll('.l.on')].length,
    answers: [...lane.querySelectorAll('tr[data-outcome=ok]')].length,
    data: lane.querySelector('[data-answer]') !== null,
}));";

async fn shown(page: &Page) -> Value {
    page.browser.js(SHOWN).await
}

/// Puts the scrubber to a share of the whole.
async fn scrub(page: &Page, share: f64) {
    let script = "const scrub = document.querySelector('[name=moment]');
        scrub.value = Math.round(scrub.max * arguments[0]);
        scrub.dispatchEvent(new Event('input', { bubbles: true }));
        // What is shown is drawn with the next frame.
        return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));";
    page.browser.js_with(script, &[json!(share)]).await;
}

#[tokio::test]
async fn replica_a_run_shorter_than_a_second_offers_its_replay() {
    scenario(None, async |page| {
        finished(page, "?source=replica&jitter=0").await;
        let words = page.browser.text(".replay__moment").await;
        assert!(
            words.starts_with("All over in ") && words.ends_with("Replay it slowly"),
            "{words}"
        );
        page.press("replay").await;
        let began = async || moment(page).await.is_some_and(|moment| moment > 0.0);
        page.browser.wait_until("it plays", began).await;
        page.press("replay").await;
        let paused = moment(page).await;
        assert!(
            paused.is_some(),
            "paused within the run"
        );
        for _ in 0..5 {
            page.browser
                .js("return new Promise(requestAnimationFrame)")
                .await;
        }
        assert_eq!(moment(page).await, paused, "it stands");
        // Played to its end at full speed, it shows the whole again.
        page.browser.click("[data-speed='1']").await;
        page.press("replay").await;
        let over = async || moment(page).await.is_none();
        page.browser.wait_until("the whole", over).await;
        assert_eq!(
            page.look().await.query,
            "?source=replica&jitter=0&speed=1"
        );
    })
    .await;
}

#[tokio::test]
async fn replica_bars_figures_lines_and_data_show_the_moment() {
    scenario(None, async |page| {
        finished(
            page,
            "?source=replica&jitter=0&order=fixed",
        )
        .await;
        let whole = shown(page).await;
        let verdict = page.browser.text(".verdict .big").await;
        scrub(page, 0.45).await;
        let there = async || moment(page).await.is_some();
        page.browser.wait_until("a moment", there).await;
        let now = shown(page).await;
        let [sequential, joined] = [&now[0], &now[1]];
        assert_eq!(sequential["lit"], json!(1), "{now}");
        assert_eq!(sequential["answers"], json!(1), "{now}");
        assert!(
            sequential["kinds"]
                .as_array()
                .is_some_and(|kinds| kinds.contains(&json!("running")))
        );
        assert_eq!(
            (&joined["lit"], &joined["answers"]),
            (&json!(0), &json!(3)),
            "{now}"
        );
        assert_eq!(joined["time"], whole[1]["time"]);
        assert_ne!(sequential["time"], whole[0]["time"]);
        page.browser.click("[data-tab=data]").await;
        page.has_come().await;
        let data = shown(page).await;
        assert_eq!(
            (&data[0]["data"], &data[1]["data"]),
            (&json!(false), &json!(true)),
            "{data}"
        );
        assert_eq!(
            page.browser.text(".verdict .big").await,
            verdict,
            "the verdict is of the whole"
        );
        scrub(page, 1.0).await;
        let over = async || moment(page).await.is_none();
        page.browser.wait_until("the whole", over).await;
        page.browser.click("[data-tab=rust]").await;
        assert_eq!(shown(page).await, whole);
    })
    .await;
}

#[tokio::test]
async fn replica_steps_go_from_event_to_event_by_button_and_by_key() {
    scenario(None, async |page| {
        finished(page, "?source=replica&jitter=0").await;
        page.press("step-back").await;
        let first = async || moment(page).await.is_some();
        page.browser
            .wait_until("the event before the last", first)
            .await;
        let late = moment(page).await.expect("a moment");
        page.browser.keys(",").await;
        let earlier = async || moment(page).await.is_some_and(|moment| moment < late);
        page.browser.wait_until("an earlier event", earlier).await;
        page.browser.keys(".").await;
        let back = async || moment(page).await == Some(late);
        page.browser.wait_until("the later one", back).await;
        page.press("step").await;
        let over = async || moment(page).await.is_none();
        page.browser.wait_until("the whole", over).await;
        page.browser.keys("p").await;
        let plays = async || moment(page).await.is_some();
        page.browser.wait_until("it plays", plays).await;
        page.browser.keys("p").await;
        let paused = async || {
            let label = page
                .browser
                .attr("[data-action=replay]", "aria-label")
                .await;
            label.as_deref() == Some("Replay")
        };
        page.browser.wait_until("it is paused", paused).await;
        // A slider moves by keys as well.
        page.browser
            .js("document.querySelector('[name=moment]').focus()")
            .await;
        let before = moment(page).await;
        page.browser.keys("Right").await;
        let moved = async || moment(page).await != before;
        page.browser.wait_until("a step of the slider", moved).await;
    })
    .await;
}

/// Who wants no motion sees events, and nothing in between.
#[tokio::test]
async fn replica_without_motion_a_replay_goes_by_steps() {
    scenario(None, async |page| {
        finished(page, "?source=replica&jitter=0").await;
        page.browser.prefer(Scheme::Light, Motion::Reduced).await;
        let watch = "window.moments = new Set();
            const shown = document.querySelector('[data-moment]') ?? document.querySelector('.replay__moment');
            new MutationObserver(() => shown.dataset.moment && moments.add(Number(shown.dataset.moment)))
                .observe(shown, { attributes: true });";
        page.browser.js(watch).await;
        let file = page.run_file().await;
        page.press("replay").await;
        let over = async || {
            page.browser.js("return moments.size > 3").await == json!(true) && moment(page).await.is_none()
        };
        page.browser.wait_until("the whole", over).await;
        let moments = page.browser.js("return [...moments]").await;
        let moments: Vec<f64> = serde_json::from_value(moments).expect("numbers");
        let mut events = vec![0.0];
        for variant in file["variants"].as_array().expect("variants") {
            events.extend(variant["totalMs"].as_f64());
            events.extend(variant["firstResultMs"].as_f64());
            for span in variant["spans"].as_array().expect("spans") {
                let keys = ["queuedMs", "startedMs", "respondedMs", "receivedMs", "endedMs"];
                events.extend(keys.iter().filter_map(|key| span[key].as_f64()));
            }
        }
        for moment in &moments {
            assert!(
                events.iter().any(|event| (event - moment).abs() < 1e-6),
                "{moment} is no event"
            );
        }
    })
    .await;
}

/// A stream's results come in one by one, in their order.
#[tokio::test]
async fn replica_a_stream_arrives_again() {
    scenario(None, async |page| {
        finished(
            page,
            "?source=replica&experiment=fastest-posts&users=1-5",
        )
        .await;
        let arrived = "return document.querySelectorAll('[data-arrivals] li').length";
        assert_eq!(page.browser.js(arrived).await, json!(5));
        let mut counts = Vec::new();
        for twentieth in 0..=20 {
            scrub(page, f64::from(twentieth) / 20.0).await;
            counts.push(page.browser.js(arrived).await.as_u64().expect("a count"));
        }
        assert!(
            counts.is_sorted() && counts[0] == 0 && counts[20] == 5,
            "{counts:?}"
        );
        assert!(
            counts.iter().any(|count| (1..5).contains(count)),
            "{counts:?}"
        );
    })
    .await;
}
