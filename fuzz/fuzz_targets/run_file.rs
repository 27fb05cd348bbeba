//! See `tandem_fuzz::run_file`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tandem_fuzz::run_file(bytes));
