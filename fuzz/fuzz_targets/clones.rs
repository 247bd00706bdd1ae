#![cfg_attr(fuzzing, no_main)]
#![doc = "Fuzzes [`slop_fuzz::clones`]."]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| slop_fuzz::clones(bytes));

#[cfg(not(fuzzing))]
fn main() {}
