//! Numbers and texts as bytes. Whatever the bytes are, reading them ends in values or in a complaint, and
//! takes no more memory than a few times their length and [`MOST_TEXT`].

use std::collections::HashMap;

use crate::record::reader::{BadFile, LONGEST, Result};
use crate::time::Nanos;

/// The most text that is read, counted each time it is named: a short text could be named very often.
const MOST_TEXT: usize = 16 << 20;

/// Writes numbers, and texts into a table.
pub(super) struct Writer {
    /// What times are counted in, in nanoseconds.
    pub(super) unit: u64,
    places: HashMap<String, u64>,
    table: Vec<u8>,
    body: Vec<u8>,
}

impl Writer {
    /// Writes times as multiples of `unit` nanoseconds.
    pub(super) fn new(unit: u64) -> Self {
        Self {
            unit,
            places: HashMap::new(),
            table: Vec::new(),
            body: Vec::new(),
        }
    }

    pub(super) fn number(&mut self, number: u64) {
        write(&mut self.body, number);
    }

    /// A number that may be missing.
    pub(super) fn maybe(&mut self, number: Option<u64>) {
        self.number(number.map_or(0, |number| number.saturating_add(1)));
    }

    /// A moment that may be missing.
    pub(super) fn time(&mut self, time: Option<Nanos>) {
        self.maybe(time.map(|time| time.0 / self.unit));
    }

    /// A text, by its place in the table.
    pub(super) fn text(&mut self, text: &str) {
        let next = self.places.len() as u64;
        let place = *self.places.entry(text.into()).or_insert_with(|| {
            write(&mut self.table, text.len() as u64);
            self.table.extend_from_slice(text.as_bytes());
            next
        });
        self.number(place);
    }

    /// The version, the unit, the table, the numbers.
    pub(super) fn finish(self, version: u8) -> Vec<u8> {
        let mut all = vec![version];
        write(&mut all, self.unit);
        write(&mut all, self.places.len() as u64);
        all.extend(self.table);
        all.extend(self.body);
        all
    }
}

/// Seven bits a byte, the lowest first; the eighth says that more follow.
fn write(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Reads what a [`Writer`] wrote.
pub(super) struct Reader<'a> {
    pub(super) unit: u64,
    table: Vec<&'a str>,
    left: &'a [u8],
    text_left: usize,
}

impl<'a> Reader<'a> {
    /// Reads the version, the unit and the table.
    pub(super) fn open(bytes: &'a [u8], version: u8) -> Result<Self> {
        let mut from = Self {
            unit: 1,
            table: Vec::new(),
            left: bytes,
            text_left: MOST_TEXT,
        };
        let found = from.byte("version")?;
        if found != version {
            return Err(BadFile::new(
                "version",
                format!("this version of Tandem reads version {version}, not {found}."),
            ));
        }
        from.unit = from.number("unit", LONGEST.0)?.max(1);
        for _ in 0..from.count("texts")? {
            let length = from.count("texts")?;
            // No longer than what is left, by `count`.
            let (text, rest) = from.left.split_at(length);
            from.left = rest;
            let text = std::str::from_utf8(text);
            from.table
                .push(text.map_err(|_| BadFile::new("texts", "this is no text."))?);
        }
        Ok(from)
    }

    /// Makes sure that nothing is left.
    pub(super) fn close(&self) -> Result<()> {
        match self.left.len() {
            0 => Ok(()),
            more => Err(BadFile::new(
                "",
                format!("{more} bytes are left over."),
            )),
        }
    }

    fn byte(&mut self, place: &str) -> Result<u8> {
        let (first, rest) = self
            .left
            .split_first()
            .ok_or_else(|| BadFile::new(place, "it ends here, too early."))?;
        self.left = rest;
        Ok(*first)
    }

    /// A number up to `most`.
    pub(super) fn number(&mut self, place: &str, most: u64) -> Result<u64> {
        let mut number = 0_u64;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.byte(place)?;
            let bits = u64::from(byte & 0x7f);
            // The tenth byte has room for one bit.
            if shift == 63 && bits > 1 {
                break;
            }
            number |= bits << shift;
            if byte & 0x80 == 0 {
                return Some(number)
                    .filter(|number| *number <= most)
                    .ok_or_else(|| {
                        BadFile::new(
                            place,
                            format!("a number up to {most} is needed here, not {number}."),
                        )
                    });
            }
        }
        Err(BadFile::new(
            place,
            "this number is too long.",
        ))
    }

    /// A number that may be missing.
    pub(super) fn maybe(&mut self, place: &str) -> Result<Option<u64>> {
        Ok(self.number(place, u64::MAX)?.checked_sub(1))
    }

    /// A moment that may be missing.
    pub(super) fn time(&mut self, place: &str) -> Result<Option<Nanos>> {
        let time = self.maybe(place)?.map(|time| {
            let time = time.checked_mul(self.unit);
            time.filter(|time| *time <= LONGEST.0)
                .map(Nanos)
                .ok_or_else(|| BadFile::new(place, "this time is too long."))
        });
        time.transpose()
    }

    /// How many follow: each of them takes a byte at least, so there are no more than bytes.
    pub(super) fn count(&mut self, place: &str) -> Result<usize> {
        let count = self.number(place, u64::MAX)?;
        let left = self.left.len();
        usize::try_from(count)
            .ok()
            .filter(|count| *count <= left)
            .ok_or_else(|| {
                BadFile::new(
                    place,
                    format!("{count} are to follow, and {left} bytes are left."),
                )
            })
    }

    /// A text of the table.
    pub(super) fn text(&mut self, place: &str) -> Result<String> {
        let index = self.number(place, u64::MAX)?;
        let text = usize::try_from(index)
            .ok()
            .and_then(|index| self.table.get(index).copied())
            .ok_or_else(|| {
                BadFile::new(
                    place,
                    format!("there is no text {index}."),
                )
            })?;
        self.text_left = self.text_left.checked_sub(text.len()).ok_or_else(|| {
            BadFile::new(
                place,
                "there is more text than is read.",
            )
        })?;
        Ok(text.into())
    }
}
