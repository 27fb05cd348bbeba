use futures::future::try_join_all;

use crate::api::{AlbumId, Client, Photo, Result};

pub async fn unlimited(client: &Client, albums: &[AlbumId]) -> Result<Vec<Photo>> {
    let calls = albums.iter().map(|&album| client.photos_in(album));
    Ok(try_join_all(calls).await?.concat())
}
