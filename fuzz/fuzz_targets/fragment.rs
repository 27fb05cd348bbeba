//! See `tandem_fuzz::fragment`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tandem_fuzz::fragment(bytes));
