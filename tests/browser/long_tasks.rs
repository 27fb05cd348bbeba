//! What holds the page for 50 ms and more: the browser's own long tasks, or, where it tells none, how late a
//! timer of 5 ms is.

use crate::scenario::Page;

/// A busy machine may stop the page at any time; it does not do so in every one of so many tries.
pub(crate) const TRIES: usize = 3;

/// Keeps all long tasks from now on: when each began, and how long it was.
const WATCH: &str = "
    window.tasks = [];
    if (PerformanceObserver.supportedEntryTypes.includes('longtask')) {
        new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => [entry.startTime, entry.duration])))
            .observe({ type: 'longtask' });
    } else {
        let before = performance.now();
        const beat = () => {
            const now = performance.now();
            if (now - before >= 55) tasks.push([before + 5, now - before - 5]);
            before = now;
            setTimeout(beat, 5);
        };
        setTimeout(beat, 5);
    }";

/// One long task, to see that it is seen.
const HOLD: &str = "
    setTimeout(() => { const end = performance.now() + 80; while (performance.now() < end); });";

/// Watches for long tasks from now on, once one has been seen to be noticed.
pub(crate) async fn watch(page: &Page) {
    page.browser.js(WATCH).await;
    page.browser.js(HOLD).await;
    let noticed = async || page.browser.js("return tasks.length").await != 0;
    page.browser.wait_until("the long task", noticed).await;
}

/// The long tasks so far, and none of them from now on: when each began by the page's clock, and its duration, both in
/// milliseconds.
pub(crate) async fn taken(page: &Page) -> Vec<(f64, f64)> {
    let tasks = page.browser.js("return tasks.splice(0)").await;
    serde_json::from_value(tasks).expect("moments and durations")
}

/// The durations of the long tasks so far, in milliseconds, and none of them from now on.
pub(crate) async fn durations(page: &Page) -> Vec<f64> {
    let tasks = taken(page).await;
    tasks.into_iter().map(|(_, duration)| duration).collect()
}
