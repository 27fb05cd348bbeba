use futures::future::try_join_all;

use super::UserPosts;
use crate::api::{Client, Result, UserId};

pub async fn joined(client: &Client, users: &[UserId]) -> Result<Vec<UserPosts>> {
    let calls = users.iter().map(async |&user_id| {
        let posts = client.posts_by(user_id).await?;
        Ok(UserPosts { user_id, posts })
    });
    try_join_all(calls).await
}
