use futures::try_join;

use super::Dashboard;
use crate::api::{Client, Error, UserId};

pub async fn joined(client: &Client, id: UserId) -> Result<Dashboard, Error> {
    let (user, posts, todos) = try_join!(
        client.user(id),
        client.posts_by(id),
        client.todos_of(id),
    )?;
    Ok(Dashboard { user, posts, todos })
}
