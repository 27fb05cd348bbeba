use super::UserWithPosts;
use crate::api::{Client, Result, UserId};

pub async fn sequential(client: &Client, id: UserId) -> Result<UserWithPosts> {
    let user = client.user(id).await?;
    let posts = client.posts_by(id).await?;
    Ok(UserWithPosts { user, posts })
}
