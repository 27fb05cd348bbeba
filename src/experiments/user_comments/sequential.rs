use super::{UserComments, by_username};
use crate::api::{Client, Result};

pub async fn sequential(client: &Client, name: &str) -> Result<UserComments> {
    let user = by_username(client.users().await?, name)?;
    let posts = client.posts_by(user.id).await?;
    let mut comments = Vec::new();
    for post in &posts {
        comments.extend(client.comments_on(post.id).await?);
    }
    Ok(UserComments::new(
        user, &posts, comments,
    ))
}
