use futures::future::join_all;

use crate::api::{Client, Post, PostId, Result};
use crate::time::Nanos;

pub async fn per_item(client: &Client, posts: &[PostId], limit: Nanos) -> Vec<Result<Post>> {
    let calls = posts.iter().map(|&id| client.post(id).timeout(limit));
    join_all(calls).await
}
