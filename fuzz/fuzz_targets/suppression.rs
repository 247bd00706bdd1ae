#![cfg_attr(fuzzing, no_main)]
#![doc = "Fuzzes [`slop_fuzz::suppression`]."]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| slop_fuzz::suppression(bytes));

#[cfg(not(fuzzing))]
fn main() {}
