//! What comes in chunks from one of the browser's streams.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStream, ReadableStreamDefaultReader, ReadableStreamReadResult};

/// The chunks of a stream that nobody else reads. Its lock is never let go of: that would cost the browser a broken
/// promise for each stream.
pub(super) struct Chunks(ReadableStreamDefaultReader);

impl Chunks {
    /// Those of `stream`.
    pub(super) fn of(stream: &ReadableStream) -> Self {
        Self(stream.get_reader().unchecked_into())
    }

    /// The next chunk, if there is one; or why the stream broke.
    pub(super) async fn next(&self) -> Option<Result<Vec<u8>, JsValue>> {
        match JsFuture::from(self.0.read()).await {
            Ok(read) => {
                let read: ReadableStreamReadResult = read.unchecked_into();
                let is_over = read.get_done().unwrap_or_default();
                (!is_over).then(|| Ok(Uint8Array::new(&read.get_value()).to_vec()))
            }
            Err(why) => Some(Err(why)),
        }
    }

    /// Nothing more is wanted of a stream that has not broken.
    pub(super) fn cancel(self) {
        drop(self.0.cancel());
    }
}
