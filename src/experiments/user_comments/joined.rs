use futures::future::try_join_all;

use super::{UserComments, by_username};
use crate::api::{Client, Result};

pub async fn joined(client: &Client, name: &str) -> Result<UserComments> {
    let user = by_username(client.users().await?, name)?;
    let posts = client.posts_by(user.id).await?;
    let comments = posts.iter().map(|post| client.comments_on(post.id));
    let comments = try_join_all(comments).await?.concat();
    Ok(UserComments::new(
        user, &posts, comments,
    ))
}
