//! Lists of whole numbers as people write them: `1-10`, `1,4,7-9`.

/// The most numbers that a list may hold.
pub const MOST: usize = 1_000;

/// The largest number that a list may hold.
pub const LARGEST: u32 = 999_999;

/// Reads a list: whole numbers from 1 on and ranges of them, apart by commas, in the order written.
///
/// # Errors
/// What may be written instead.
pub fn read(text: &str) -> Result<Vec<u32>, String> {
    let mut list = Vec::new();
    for piece in text.split(',') {
        let (from, to) = range(piece).ok_or("numbers such as 1-10 or 1,4,7-9")?;
        if list.len() + (to - from) as usize >= MOST {
            return Err(format!("{MOST} numbers at most"));
        }
        list.extend(from..=to);
    }
    Ok(list)
}

fn range(piece: &str) -> Option<(u32, u32)> {
    let (from, to) = piece.split_once('-').unwrap_or((piece, piece));
    let (from, to) = (number(from)?, number(to)?);
    (from <= to).then_some((from, to))
}

fn number(text: &str) -> Option<u32> {
    let text = text.trim();
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| digits)?;
    (1..=LARGEST).contains(&number).then_some(number)
}

/// Writes a list so that [`read`] gives it back, three and more in a row as a range.
#[must_use]
pub fn write(list: &[u32]) -> String {
    let runs = list.chunk_by(|one, next| one + 1 == *next);
    let pieces = runs.map(|run| match run {
        [first, _, .., last] => format!("{first}-{last}"),
        few => few.iter().map(u32::to_string).collect::<Vec<_>>().join(","),
    });
    pieces.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_lists_and_writes_them_back() {
        for (text, list, written) in [
            ("1", &[1][..], "1"),
            ("1-3", &[1, 2, 3], "1-3"),
            ("1,2", &[1, 2], "1,2"),
            (
                " 1 , 4, 7 - 9",
                &[1, 4, 7, 8, 9],
                "1,4,7-9",
            ),
            ("9,3,3", &[9, 3, 3], "9,3,3"),
            ("1,2,999", &[1, 2, 999], "1,2,999"),
        ] {
            assert_eq!(
                read(text).as_deref(),
                Ok(list),
                "{text}"
            );
            assert_eq!(write(list), written);
            assert_eq!(read(&write(list)).as_deref(), Ok(list));
        }
    }

    #[test]
    fn refuses_the_rest() {
        for text in [
            "", ",", "1,", "a", "0", "3-1", "-3", "1--2", "1-2-3", "+1", "1.5", "1000000",
        ] {
            assert_eq!(
                read(text),
                Err("numbers such as 1-10 or 1,4,7-9".into()),
                "{text:?}"
            );
        }
        assert_eq!(
            read("1-1000").map(|list| list.len()),
            Ok(1_000)
        );
        for text in ["1-1001", "1-999,1,2", "1-999999"] {
            assert_eq!(
                read(text),
                Err("1000 numbers at most".into()),
                "{text:?}"
            );
        }
    }
}
