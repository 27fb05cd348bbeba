//! See `tandem_fuzz::network`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tandem_fuzz::network(bytes));
