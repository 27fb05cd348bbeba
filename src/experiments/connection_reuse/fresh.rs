use crate::api::{Client, Post, PostId, Result};

pub async fn fresh(client: &Client, ids: &[PostId]) -> Result<Vec<Post>> {
    let mut posts = Vec::new();
    for &id in ids {
        let client = client.anew();
        posts.push(client.post(id).await?);
    }
    Ok(posts)
}
