//! How long it took.

use std::io::{self, Write};
use std::time::Duration;

use crate::scan::Timings;

/// Says it on standard error, so that reports stay the same from run to run.
pub(crate) fn print(timings: &Timings, writing: Duration) -> io::Result<()> {
    let Timings {
        search,
        files,
        clones,
    } = *timings;
    let mut out = io::stderr().lock();
    for (stage, time) in [
        ("finding files", search),
        ("measuring files", files),
        ("comparing files", clones),
        ("writing reports", writing),
        ("together", search + files + clones + writing),
    ] {
        writeln!(out, "{stage:16} {:8.3} s", time.as_secs_f64())?;
    }
    Ok(())
}
