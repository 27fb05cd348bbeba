use futures::try_join;

use super::UserWithPosts;
use crate::api::{Client, Result, UserId};

pub async fn joined(client: &Client, id: UserId) -> Result<UserWithPosts> {
    let (user, posts) = try_join!(client.user(id), client.posts_by(id),)?;
    Ok(UserWithPosts { user, posts })
}
