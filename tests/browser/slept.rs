//! A machine that sleeps during a run: the run completes, and is marked.

use crate::scenario::{Page, scenario};
use crate::served::{DASHBOARD, assert_shown};
use crate::snapshot::Look;
use crate::support::proxy::Proxy;
use serde_json::Value;
use std::time::Duration;

/// The page's clocks, which a test sets forward as they are after a sleep: browsers do not agree on whether
/// `performance.now()` goes on meanwhile, and the time of day always does.
const CLOCKS: &str = "
    const [now, date] = [performance.now.bind(performance), Date.now];
    const ahead = { now: 0, date: 0 };
    performance.now = () => now() + ahead.now;
    Date.now = () => date() + ahead.date;
    window.sleep = (counted) => {
        ahead.date += 3_600_000;
        if (counted) ahead.now += 3_600_000;
    };";

const HOUR: f64 = 3_600_000.0;

/// Time enough to put a machine to sleep while an answer is waited for.
const WHILE: Duration = Duration::from_millis(1_500);

/// What is written about the lanes.
async fn warnings(page: &Page) -> Vec<String> {
    page.browser.texts("[data-lane-disturbed]").await
}

/// Runs, and puts the machine to sleep while the first variant waits for an answer.
async fn run_asleep(page: &Page, proxy: &Proxy, counted: bool) -> Look {
    let variant = proxy.counts().seen + 4;
    proxy.delay(WHILE);
    page.press("run").await;
    proxy
        .wait_until("the first variant", |counts| {
            counts.seen == variant
        })
        .await;
    page.browser.js(&format!("sleep({counted})")).await;
    proxy.delay(Duration::ZERO);
    page.ended().await
}

#[tokio::test]
async fn live_a_run_during_which_the_machine_slept_completes_and_is_marked() {
    let proxy = Proxy::https().await;
    let answer = DASHBOARD.answer(7).await;
    scenario(Some(proxy.port()), async |page| {
        page.browser.before_each_page(CLOCKS).await;
        page.open("?source=live&user=7&order=fixed&tab=data").await;
        for counted in [true, false] {
            let look = run_asleep(page, &proxy, counted).await;
            assert_eq!(
                look.states(),
                ["done", "done"],
                "{look:#?}"
            );
            look.lanes
                .values()
                .for_each(|lane| assert_shown(lane, &answer));
            assert_eq!(
                look.lane("sequential").total() > HOUR,
                counted,
                "{look:#?}"
            );
            let about = "the machine slept or the page was held up for 60 min";
            let why = "Clocks and time-outs go on meanwhile, or stand still: nobody can tell.";
            assert!(
                look.says.starts_with("No evidence") && look.says.contains(about),
                "{}",
                look.says
            );
            assert_eq!(
                warnings(page).await,
                [format!(
                    "During this run {about}. {why} These figures are no evidence."
                )]
            );
            let file = page.run_file().await;
            let [slept, awake] = [0, 1].map(|place| file["variants"][place].clone());
            assert_eq!(
                (&slept["hidden"], &awake["heldUpMs"]),
                (&Value::from(false), &Value::Null)
            );
            let held_up = slept["heldUpMs"].as_f64().unwrap_or_default();
            assert!(
                (HOUR..HOUR + 60_000.0).contains(&held_up),
                "{held_up}"
            );
            page.assert_at_rest().await;

            let look = page.run().await;
            look.assert_done();
            assert_eq!(
                warnings(page).await,
                [""; 0],
                "a mark is of one run"
            );
            assert!(
                !look.says.contains("No evidence"),
                "{}",
                look.says
            );
        }
    })
    .await;
}
