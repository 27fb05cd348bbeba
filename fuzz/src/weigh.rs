//! How much memory reading takes.

use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The most bytes of memory that a byte of input may take.
const FACTOR: usize = 1_000;

/// What any input may take: lists of up to a thousand numbers, the experiments' defaults, the names in a
/// complaint.
const ALLOWANCE: usize = 128 * 1024;

/// Does `read`, and fails if that took more memory at once than `bytes` bytes of input may take.
pub(super) fn weighed<T>(bytes: usize, read: impl FnOnce() -> T) -> T {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let value = read();
    let taken = MEMORY.peak_usage().saturating_sub(before);
    let most = ALLOWANCE + FACTOR * bytes;
    assert!(
        taken <= most,
        "{bytes} bytes took {taken} bytes to read, and {most} are allowed"
    );
    value
}
