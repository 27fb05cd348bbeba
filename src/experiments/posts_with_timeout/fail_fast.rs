use futures::future::try_join_all;

use crate::api::{Client, Post, PostId, Result};
use crate::time::Nanos;

pub async fn fail_fast(client: &Client, posts: &[PostId], limit: Nanos) -> Result<Vec<Post>> {
    let calls = posts.iter().map(|&id| client.post(id).timeout(limit));
    try_join_all(calls).await
}
