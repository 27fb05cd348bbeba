use futures::future::try_join_all;
use futures::try_join;

use super::{Company, staff};
use crate::api::{Client, Result};

pub async fn nested(client: &Client, name: &str) -> Result<Company> {
    let users = staff(client.users().await?, name)?;
    let posts = users.iter().map(|user| client.posts_by(user.id));
    let todos = users.iter().map(|user| client.todos_of(user.id));
    let albums = users.iter().map(|user| client.albums_of(user.id));
    let (posts, todos, albums) = try_join!(
        try_join_all(posts),
        try_join_all(todos),
        try_join_all(albums),
    )?;
    Ok(Company::new(
        name,
        users,
        &posts.concat(),
        &todos.concat(),
        &albums.concat(),
    ))
}
