//! See `tandem_fuzz::numbers`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tandem_fuzz::numbers(bytes));
