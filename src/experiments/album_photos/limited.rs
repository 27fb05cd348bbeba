use async_lock::Semaphore;
use futures::future::try_join_all;

use crate::api::{AlbumId, Client, Photo, Result};

pub async fn limited(client: &Client, albums: &[AlbumId], limit: usize) -> Result<Vec<Photo>> {
    let semaphore = Semaphore::new(limit);
    let calls = albums.iter().map(async |&album| {
        let call = client.photos_in(album);
        let _permit = semaphore.acquire().await;
        call.await
    });
    Ok(try_join_all(calls).await?.concat())
}
