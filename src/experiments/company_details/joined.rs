use futures::future::try_join_all;

use super::{Company, staff};
use crate::api::{Client, Result};

pub async fn joined(client: &Client, name: &str) -> Result<Company> {
    let users = staff(client.users().await?, name)?;
    let posts = users.iter().map(|user| client.posts_by(user.id));
    let posts = try_join_all(posts).await?.concat();
    let todos = users.iter().map(|user| client.todos_of(user.id));
    let todos = try_join_all(todos).await?.concat();
    let albums = users.iter().map(|user| client.albums_of(user.id));
    let albums = try_join_all(albums).await?.concat();
    Ok(Company::new(
        name, users, &posts, &todos, &albums,
    ))
}
