use futures::StreamExt;
use futures::channel::mpsc;

use crate::api::{Client, Post, PostId, Result};
use crate::engine::tasks::Tasks;
use crate::time::Nanos;

pub async fn detached(
    client: &Client,
    tasks: &Tasks,
    posts: &[PostId],
    limit: Nanos,
) -> Result<Vec<Post>> {
    let (sender, mut results) = mpsc::unbounded();
    for (place, &id) in posts.iter().enumerate() {
        let call = client.post(id).timeout(limit);
        let sender = sender.clone();
        tasks.spawn(async move {
            // When nobody listens any more, the result is lost.
            let _ = sender.unbounded_send((place, call.await));
        });
    }
    drop(sender);
    let mut loaded = vec![None; posts.len()];
    while let Some((place, result)) = results.next().await {
        loaded[place] = Some(result?);
    }
    Ok(loaded.into_iter().flatten().collect())
}
