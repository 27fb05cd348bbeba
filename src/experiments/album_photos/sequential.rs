use crate::api::{AlbumId, Client, Photo, Result};

pub async fn sequential(client: &Client, albums: &[AlbumId]) -> Result<Vec<Photo>> {
    let mut photos = Vec::new();
    for &album in albums {
        photos.extend(client.photos_in(album).await?);
    }
    Ok(photos)
}
