use futures::try_join;

use super::UserWithPosts;
use crate::api::{Client, Error, UserId};

pub async fn joined(client: &Client, id: UserId) -> Result<UserWithPosts, Error> {
    let (user, posts) = try_join!(client.user(id), client.posts_by(id),)?;
    Ok(UserWithPosts { user, posts })
}
