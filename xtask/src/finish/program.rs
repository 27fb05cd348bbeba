//! A program without what only tools for developers read.

use anyhow::{Context, Result, ensure};

/// Sections with nothing that runs: the functions' names are a sixth of what is loaded, and a panic tells its
/// place without them.
const NEEDLESS: [&[u8]; 3] = [b"name", b"producers", b"target_features"];
/// The magic number and the version.
const HEADER: usize = 8;

/// `wasm` without those sections: <https://webassembly.github.io/spec/core/binary/modules.html#sections>.
pub(super) fn stripped(wasm: &[u8]) -> Result<Vec<u8>> {
    const CUSTOM: u8 = 0;
    ensure!(wasm.starts_with(b"\0asm"), "it does not begin as one");
    let (header, mut rest) = wasm.split_at_checked(HEADER).context("it ends early")?;
    let mut kept = header.to_vec();
    while let Some((id, after_id)) = rest.split_first() {
        let (length, after_length) = number(after_id)?;
        let (contents, next) = after_length
            .split_at_checked(length)
            .context("a section ends early")?;
        let is_needless = *id == CUSTOM && {
            let (length, name) = number(contents)?;
            NEEDLESS
                .iter()
                .any(|known| name.get(..length) == Some(known))
        };
        if !is_needless {
            kept.extend(&rest[..rest.len() - next.len()]);
        }
        rest = next;
    }
    Ok(kept)
}

/// A number of up to 32 bits, seven to the byte, the lowest first; and what follows it.
fn number(bytes: &[u8]) -> Result<(usize, &[u8])> {
    let mut number = 0;
    for (place, byte) in bytes.iter().take(5).enumerate() {
        number |= usize::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Ok((number, &bytes[place + 1..]));
        }
    }
    anyhow::bail!("a number has no end")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A section as it is written: `contents` is short.
    fn section(id: u8, contents: &[u8]) -> Vec<u8> {
        [&[id, contents.len() as u8], contents].concat()
    }

    fn module(sections: &[Vec<u8>]) -> Vec<u8> {
        [b"\0asm\x01\0\0\0".to_vec(), sections.concat()].concat()
    }

    #[test]
    fn names_go_and_all_else_stays() {
        let kept = [
            section(1, b"types"),
            section(0, b"\x05otherx"),
            section(10, b"code"),
        ];
        let names = section(0, b"\x04namexyz");
        let producers = section(0, b"\x09producers");
        let whole = module(&[
            kept[0].clone(),
            names,
            kept[1].clone(),
            kept[2].clone(),
            producers,
        ]);
        assert_eq!(stripped(&whole).unwrap(), module(&kept));
        assert_eq!(stripped(&module(&kept)).unwrap(), module(&kept));
    }

    #[test]
    fn a_length_may_take_more_than_a_byte() {
        let long = [&[10, 0x80, 0x02][..], &[7; 256]].concat();
        let whole = module(&[long.clone(), section(0, b"\x04name")]);
        assert_eq!(stripped(&whole).unwrap(), module(&[long]));
    }

    #[test]
    fn what_is_no_program_is_told() {
        let whole = module(&[section(1, b"types")]);
        for bad in [
            &b"<html>"[..],
            b"\0asm",
            &whole[..whole.len() - 1],
            &[&whole[..], &[0, 0xff]].concat(),
        ] {
            assert!(stripped(bad).is_err(), "{bad:?}");
        }
    }
}
