//! Each file beside itself, compressed: for hosts that send such files as they are. The same bytes each time.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, GzBuilder};

/// What gets smaller. Pictures are compressed by themselves.
const ENDS: [&str; 8] = [
    "html",
    "js",
    "mjs",
    "css",
    "wasm",
    "svg",
    "webmanifest",
    "json",
];
/// A file that is no smaller than this fits one packet as it is.
const WORTH: u64 = 256;
/// The window brotli looks back in, as a power of two: the widest that every browser reads.
const WINDOW: i32 = 24;

/// Writes `.br` and `.gz` beside each file of `site` that is worth it.
pub(super) fn write(site: &Path) -> Result<()> {
    for name in super::names(site)? {
        let path = site.join(&name);
        if is_worth_it(&name, fs::metadata(&path)?.len()) {
            let bytes = fs::read(&path)?;
            for (end, packed) in [("br", brotli(&bytes)?), ("gz", gzip(&bytes)?)] {
                let packed_name = format!("{name}.{end}");
                fs::write(site.join(&packed_name), packed)
                    .with_context(|| format!("{packed_name} cannot be written"))?;
            }
        }
    }
    Ok(())
}

fn is_worth_it(name: &str, bytes: u64) -> bool {
    let end = name.rsplit_once('.').map(|(_, end)| end);
    bytes >= WORTH && end.is_some_and(|end| ENDS.contains(&end))
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    let parameters = BrotliEncoderParams {
        quality: 11,
        lgwin: WINDOW,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &parameters)?;
    Ok(packed)
}

/// Without a name and a time in its head: both would differ from build to build.
fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut packer = GzBuilder::new()
        .mtime(0)
        .write(Vec::new(), Compression::best());
    packer.write_all(bytes)?;
    Ok(packer.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn what_is_packed_is_unpacked_and_the_same_each_time() {
        let bytes: Vec<u8> = (0..40_000_u32)
            .flat_map(|n| (n % 251).to_le_bytes())
            .collect();
        let (br, gz) = (brotli(&bytes).unwrap(), gzip(&bytes).unwrap());
        assert!(br.len() < gz.len() && gz.len() < bytes.len());
        assert_eq!(
            (&br, &gz),
            (&brotli(&bytes).unwrap(), &gzip(&bytes).unwrap())
        );
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &*br, &mut unpacked).unwrap();
        assert_eq!(unpacked, bytes);
        unpacked.clear();
        flate2::read::GzDecoder::new(&*gz)
            .read_to_end(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, bytes);
        // The time in a gzip head.
        assert_eq!(gz[4..8], [0; 4]);
    }

    #[test]
    fn what_is_worth_it() {
        for (name, bytes, expected) in [
            ("a.wasm", 4_000_000, true),
            ("a.css", 255, false),
            ("icon.png", 9_000, false),
            ("_headers", 9_000, false),
            ("a.js.br", 9_000, false),
        ] {
            assert_eq!(is_worth_it(name, bytes), expected, "{name}");
        }
    }
}
