//! See `tandem_fuzz::har`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tandem_fuzz::har(bytes));
