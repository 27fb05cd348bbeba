//! See `tandem_fuzz::rows`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tandem_fuzz::rows(bytes));
