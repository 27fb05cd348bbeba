use futures::try_join;

use super::Dashboard;
use crate::api::{Client, Result, UserId};

pub async fn joined(client: &Client, id: UserId) -> Result<Dashboard> {
    let (user, posts, todos) = try_join!(
        client.user(id),
        client.posts_by(id),
        client.todos_of(id),
    )?;
    Ok(Dashboard { user, posts, todos })
}
