//! Both experiments, end to end, on the real server behind the delaying proxy.

use crate::scenario::{Page, custom, scenario};
use crate::served::{DASHBOARD, Experiment, POSTS, assert_shown};
use crate::snapshot::Look;
use crate::support::proxy::Proxy;
use crate::wire::{Wire, assert_plain, paths, peak};
use std::time::Duration;

/// The proxy's delays in milliseconds: the user, the posts, the todos.
const DELAYS: [f64; 3] = [500.0, 550.0, 450.0];

fn delay(path: &str) -> Duration {
    let place = ["/users", "/posts", "/todos"]
        .iter()
        .position(|start| path.starts_with(start));
    Duration::from_secs_f64(place.map_or(0.0, |place| DELAYS[place]) / 1_000.0)
}

#[tokio::test]
async fn custom_both_experiments_with_several_users() {
    let proxy = Proxy::http().await;
    proxy.delay_by(delay);
    scenario(None, async |page| {
        for (experiment, user) in [(DASHBOARD, 7), (DASHBOARD, 1), (POSTS, 10), (POSTS, 7)] {
            let before = proxy.counts().seen;
            let rest = format!(
                "&experiment={}&user={user}&order=fixed&tab=data",
                experiment.name
            );
            page.open(&custom(&proxy.base(), &rest)).await;
            // Cookies know no ports: this one would go out if credentials did.
            page.browser.js("document.cookie = 'secret=1'").await;
            page.press("run").await;
            if before == 0 {
                page.press("allow").await;
            }
            let look = page.ended().await;
            let wire = Wire::of(&proxy, before, experiment);
            look.assert_done();
            look.assert_source("custom");
            assert_on_the_wire(&wire, experiment, user);
            assert_times(&look, experiment);
            assert_data(page, &look, experiment, user).await;
        }
    })
    .await;
    assert_plain(&proxy.seen());
}

/// Warm-up, then in turn, then at once.
fn assert_on_the_wire(wire: &Wire, experiment: Experiment, user: u32) {
    let width = experiment.width;
    let warm_up: Vec<_> = (1..=width).map(|id| format!("/users/{id}")).collect();
    assert_eq!(paths(&wire.warm_up), warm_up);
    let asked = experiment.paths(user);
    let in_order: Vec<_> = wire.runs[0].iter().map(|seen| &seen.path).collect();
    assert_eq!(
        in_order,
        asked.iter().collect::<Vec<_>>()
    );
    let mut sorted = asked;
    sorted.sort();
    assert_eq!(paths(&wire.runs[1]), sorted);
    let peaks: Vec<_> = wire.parts().map(|part| peak(part)).collect();
    assert_eq!(peaks, [width, 1, width], "at once");
    wire.assert_apart();
}

/// No variant is faster than its delays allow, and joining saves what it can.
fn assert_times(look: &Look, experiment: Experiment) {
    let delays = &DELAYS[..experiment.width];
    let sum: f64 = delays.iter().sum();
    let longest = delays.iter().copied().fold(0.0, f64::max);
    let (sequential, joined) = (
        look.lane("sequential").total(),
        look.lane("joined").total(),
    );
    assert!(
        sequential >= sum,
        "sequential: {sequential} of at least {sum}"
    );
    assert!(
        joined >= longest,
        "joined: {joined} of at least {longest}"
    );
    assert!(
        joined < 0.75 * sequential,
        "joined {joined}, sequential {sequential}"
    );
    assert!(
        look.says.contains("faster joined, in this run"),
        "{}",
        look.says
    );
}

/// The page and the run file hold what the server says.
async fn assert_data(page: &Page, look: &Look, experiment: Experiment, user: u32) {
    let answer = experiment.answer(user).await;
    let file = page.run_file().await;
    for (lane, variant) in look.lanes.values().zip(["joined", "sequential"]) {
        assert_shown(lane, &answer);
        let entry = file["variants"]
            .as_array()
            .and_then(|all| all.iter().find(|entry| entry["variant"] == variant));
        let entry = entry.unwrap_or_else(|| panic!("{variant} is not in {file:#}"));
        assert_eq!(entry["answer"], answer, "{variant}");
    }
}

#[tokio::test]
async fn custom_a_second_run_asks_the_server_again() {
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        page.open(&custom(
            &proxy.base(),
            "&user=3&tab=data",
        ))
        .await;
        page.press("run").await;
        page.press("allow").await;
        let first = page.ended().await;
        let second = page.run().await;
        for look in [first, second] {
            look.assert_done();
            let answer = DASHBOARD.answer(3).await;
            look.lanes
                .values()
                .for_each(|lane| assert_shown(lane, &answer));
        }
        let seen = proxy.seen();
        assert_eq!(
            seen.len(),
            18,
            "two comparisons of nine: {seen:#?}"
        );
        let halves = seen.split_at(9);
        assert_eq!(paths(halves.0), paths(halves.1));
        assert_plain(&seen);
    })
    .await;
}

#[tokio::test]
async fn custom_a_base_may_have_a_path() {
    let proxy = Proxy::http().await;
    crate::served::can(&proxy, "/some/prefix").await;
    scenario(None, async |page| {
        for slash in ["", "/"] {
            let base = format!("{}/some/prefix{slash}", proxy.base());
            page.open(&custom(&base, "&tab=data")).await;
            page.press("run").await;
            if slash.is_empty() {
                page.press("allow").await;
            }
            let look = page.ended().await;
            look.assert_done();
            let answer = DASHBOARD.answer(1).await;
            look.lanes
                .values()
                .for_each(|lane| assert_shown(lane, &answer));
        }
        for seen in proxy.seen() {
            let path = &seen.path;
            let clean = path.starts_with("/some/prefix/") && !path.contains("//");
            assert!(clean, "{path}");
        }
    })
    .await;
}
