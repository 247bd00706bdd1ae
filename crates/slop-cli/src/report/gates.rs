//! Gates that were not met.

use std::io::{self, Write};

use crate::gate::{BaselineGate, Failure, Gates, Place};
use crate::report::text::{count, printable};
use crate::root::Root;

/// How many places to look at are named for each gate.
pub(crate) const PLACES_SHOWN: usize = 3;

/// Says on standard error which gates were not met and where to look first, and what a baseline holds in vain.
pub(crate) fn print(gates: &Gates, root: &Root) -> io::Result<()> {
    let mut out = io::stderr().lock();
    if let Some(BaselineGate {
        comparison,
        is_of_all: true,
    }) = &gates.baseline
        && !comparison.gone.is_empty()
    {
        let gone = comparison.gone.len();
        writeln!(
            out,
            "{gone} accepted and gone: `slop-cli baseline prune` keeps them from coming back"
        )?;
    }
    drop(out);
    failures(&gates.failures, |path| root.shown(path))
}

/// Says on standard error which gates were not met and where to look first; the paths are shown as the function says.
pub(crate) fn failures(failures: &[Failure], shown: impl Fn(&str) -> String) -> io::Result<()> {
    let mut out = io::stderr().lock();
    for Failure {
        gate,
        message,
        places,
    } in failures
    {
        writeln!(out, "gate {gate} failed: {message}")?;
        for Place { path, line, what } in places.iter().take(PLACES_SHOWN) {
            let line = line.map(|line| format!(":{line}")).unwrap_or_default();
            writeln!(
                out,
                "  {}{line}  {}",
                printable(&shown(path)),
                printable(what)
            )?;
        }
        match places.len().saturating_sub(PLACES_SHOWN) {
            0 => {}
            more => writeln!(out, "  … and {}", count(more, "more place"))?,
        }
    }
    Ok(())
}
