//! Compression by the browser's own streams, as links hold their results: deflate without a header.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;

use super::chunks::Chunks;
use crate::record::reader::{BadFile, Result};

/// The format: deflate, and nothing around it.
const FORMAT: &str = "deflate-raw";

// Every browser of today has them; `web_sys` counts them among what may still change.
#[wasm_bindgen]
extern "C" {
    type CompressionStream;

    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> std::result::Result<CompressionStream, JsValue>;

    type DecompressionStream;

    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> std::result::Result<DecompressionStream, JsValue>;
}

/// The most bytes that are unpacked: no link of ours holds as many, and a few bytes of another's could hold
/// very many.
const MOST: usize = 4 << 20;

/// Compresses `bytes`.
///
/// # Errors
/// When the browser cannot.
pub async fn deflate(bytes: &[u8]) -> Result<Vec<u8>> {
    let stream = CompressionStream::new(FORMAT).map_err(|_| missing())?;
    let packed = through(
        bytes,
        stream.unchecked_ref(),
        usize::MAX,
    )
    .await;
    packed.map_err(|_| missing())
}

/// Decompresses `bytes`.
///
/// # Errors
/// When the browser cannot, when they are damaged, or when they come to more than a few MB.
pub async fn inflate(bytes: &[u8]) -> Result<Vec<u8>> {
    let stream = DecompressionStream::new(FORMAT).map_err(|_| missing())?;
    let unpacked = through(bytes, stream.unchecked_ref(), MOST).await;
    unpacked.map_err(|fault| match fault {
        Fault::Broken => BadFile::new(
            "",
            "It is damaged: it cannot be decompressed.",
        ),
        Fault::TooMuch => BadFile::new(
            "",
            "It is more than is read: 4 MB decompressed, and no end of it.",
        ),
    })
}

enum Fault {
    Broken,
    TooMuch,
}

/// What comes out of `pair` for `bytes`, up to `most` bytes of it.
async fn through(
    bytes: &[u8],
    pair: &web_sys::ReadableWritablePair,
    most: usize,
) -> std::result::Result<Vec<u8>, Fault> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence(&parts).map_err(|_| Fault::Broken)?;
    let stream = blob.stream().pipe_through(pair);
    let chunks = Chunks::of(&stream);
    let mut all = Vec::new();
    while let Some(chunk) = chunks.next().await {
        let mut chunk = chunk.map_err(|_| Fault::Broken)?;
        if all.len() + chunk.len() > most {
            chunks.cancel();
            return Err(Fault::TooMuch);
        }
        all.append(&mut chunk);
    }
    Ok(all)
}

fn missing() -> BadFile {
    BadFile::new(
        "",
        "This browser cannot compress by itself, as links with results need.",
    )
}
