use crate::api::{Client, Post, PostId, Result};

pub async fn reused(client: &Client, ids: &[PostId]) -> Result<Vec<Post>> {
    let mut posts = Vec::new();
    let client = client.anew();
    for &id in ids {
        posts.push(client.post(id).await?);
    }
    Ok(posts)
}
