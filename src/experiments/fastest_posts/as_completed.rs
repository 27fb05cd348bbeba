use futures::stream::{FuturesUnordered, Stream};

use super::UserPosts;
use crate::api::{Client, Result, UserId};

pub fn as_completed(client: &Client, users: &[UserId]) -> impl Stream<Item = Result<UserPosts>> {
    let calls = users.iter().map(async |&user_id| {
        let posts = client.posts_by(user_id).await?;
        Ok(UserPosts { user_id, posts })
    });
    calls.collect::<FuturesUnordered<_>>()
}
