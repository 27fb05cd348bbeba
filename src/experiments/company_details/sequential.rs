use super::{Company, staff};
use crate::api::{Client, Result};

pub async fn sequential(client: &Client, name: &str) -> Result<Company> {
    let users = staff(client.users().await?, name)?;
    let (mut posts, mut todos, mut albums) = (vec![], vec![], vec![]);
    for user in &users {
        posts.extend(client.posts_by(user.id).await?);
        todos.extend(client.todos_of(user.id).await?);
        albums.extend(client.albums_of(user.id).await?);
    }
    Ok(Company::new(
        name, users, &posts, &todos, &albums,
    ))
}
