//! The order of the variants is drawn, and told.

use crate::scenario::scenario;
use std::collections::BTreeSet;

/// One order alone comes up in so many runs once in eight million times.
const MOST: usize = 24;

#[tokio::test]
async fn replica_both_orders_come_up_and_are_told() {
    scenario(None, async |page| {
        page.open("?source=replica&experiment=user-with-posts")
            .await;
        let mut firsts = BTreeSet::new();
        for _ in 0..MOST {
            let look = page.run().await;
            let file = page.run_file().await;
            let first = file["order"][0].as_str().expect("a name").to_owned();
            // Told at the beginning of a sentence or within.
            let told = format!(
                "{} ran first (drawn, seed {})",
                &first[1..],
                file["seed"]
            );
            assert!(
                look.says.contains(&told),
                "{told}: {}",
                look.says
            );
            let names: BTreeSet<_> = file["order"]
                .as_array()
                .expect("names")
                .iter()
                .filter_map(|name| name.as_str())
                .collect();
            assert_eq!(
                names,
                BTreeSet::from(["joined", "sequential"]),
                "{file:#}"
            );
            firsts.insert(first);
            if firsts.len() == 2 {
                break;
            }
        }
        assert_eq!(
            firsts.len(),
            2,
            "in {MOST} runs only {firsts:?} ran first"
        );
    })
    .await;
}
