#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| badge_core_fuzz::text_open(bytes));
