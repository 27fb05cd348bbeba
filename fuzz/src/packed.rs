//! Results in a link's fragment.

use tandem::record::packed::{pack, unpack};

use super::shown::assert_shown;
use super::weigh::weighed;

/// The bytes that a fragment holds, decompressed.
pub fn fragment(bytes: &[u8]) {
    match weighed(bytes.len(), || unpack(bytes)) {
        Ok(record) => {
            assert_eq!(
                unpack(&pack(&record)).as_ref(),
                Ok(&record)
            );
            assert_shown(record);
        }
        // All of it, or a part by its name.
        Err(bad) => assert!(!bad.problem.is_empty(), "{bad:?}"),
    }
}
