use super::Dashboard;
use crate::api::{Client, Result, UserId};

pub async fn sequential(client: &Client, id: UserId) -> Result<Dashboard> {
    let user = client.user(id).await?;
    let posts = client.posts_by(id).await?;
    let todos = client.todos_of(id).await?;
    Ok(Dashboard { user, posts, todos })
}
