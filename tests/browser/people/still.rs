//! What moves for more than five seconds can be held. (2.2.2)

use crate::scenario::{Page, scenario};
use serde_json::{Value, json};

async fn moment(page: &Page) -> Value {
    let moment = "return document.querySelector('.replay__moment').dataset.moment ?? null";
    page.browser.js(moment).await
}

#[tokio::test]
async fn replica_a_slow_replay_is_held_and_goes_on() {
    scenario(None, async |page| {
        page.open("?source=replica&jitter=0&speed=0.02").await;
        page.run().await;
        page.browser.keys("p").await;
        let moves = async || {
            let before = moment(page).await;
            page.browser
                .js("return new Promise(requestAnimationFrame)")
                .await;
            page.browser
                .js("return new Promise(requestAnimationFrame)")
                .await;
            before != Value::Null && moment(page).await != before
        };
        page.browser.wait_until("it plays", moves).await;
        page.browser.keys("p").await;
        let held = moment(page).await;
        let frames = "return new Promise(async (done) => {
            for (let frame = 0; frame < 20; frame += 1) await new Promise(requestAnimationFrame);
            done(true);
        })";
        assert_eq!(
            page.browser.js(frames).await,
            json!(true)
        );
        assert_eq!(moment(page).await, held);
        page.browser.keys("p").await;
        page.browser.wait_until("it goes on", moves).await;
        page.press("replay").await;
    })
    .await;
}
