//! What drove a trend, for people.

use std::io::{self, Write};

use slop_complexity::{Callable, DEFAULT_THRESHOLD};
use slop_history::{CallableChange, CloneChange, Placed};

use crate::report::shown_path;
use crate::report::text::{FAINT, STRONG, count, printable, short};
use crate::trend::Drivers;

pub(crate) fn write(out: &mut dyn Write, drivers: &Drivers, top: usize) -> io::Result<()> {
    if top == 0 {
        return Ok(());
    }
    let changes = &drivers.comparison.callables;
    let grown: Vec<_> = changes
        .iter()
        .filter(|change| change.growth() > 0.0)
        .collect();
    let crossed: Vec<_> = changes
        .iter()
        .filter(|change| change.crosses(DEFAULT_THRESHOLD))
        .collect();
    let clones: Vec<_> = drivers
        .clones
        .iter()
        .filter(|one| one.growth() > 0)
        .collect();
    list(
        out,
        "grew most",
        "callables that gained most mass",
        &grown,
        top,
        callable,
    )?;
    list(
        out,
        "became complex",
        "CC above 10 now, and not before",
        &crossed,
        top,
        callable,
    )?;
    list(
        out,
        "repeated",
        "clones that appeared or spread",
        &clones,
        top,
        clone,
    )
}

fn list<T>(
    out: &mut dyn Write,
    title: &str,
    what: &str,
    entries: &[&T],
    top: usize,
    entry: fn(&mut dyn Write, &T) -> io::Result<()>,
) -> io::Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n{STRONG}{title}{STRONG:#}  {what}: {}",
        entries.len()
    )?;
    entries
        .iter()
        .take(top)
        .try_for_each(|one| entry(out, one))?;
    match entries.len().saturating_sub(top) {
        0 => Ok(()),
        more => writeln!(out, "  … and {more} more, all in --format json"),
    }
}

fn callable(out: &mut dyn Write, change: &CallableChange) -> io::Result<()> {
    let Some(Placed { path, item, .. }) = change.last() else {
        return Ok(());
    };
    let cc = |side: &Option<Placed<Callable>>| {
        let cc = side.as_ref().map(|placed| placed.item.cyclomatic);
        cc.map_or_else(|| "new".to_owned(), |cc| cc.to_string())
    };
    let (before, after) = (cc(&change.before), item.cyclomatic);
    let name = short(&item.qualified_name);
    writeln!(
        out,
        "  mass {:+9.1}  CC {before:>3} → {after:<3}  {name}",
        change.growth()
    )?;
    let path = shown_path(path);
    let place = format!("{}:{}", printable(&path), item.span.start_line);
    writeln!(out, "          {FAINT}{place}{FAINT:#}")
}

fn clone(out: &mut dyn Write, change: &CloneChange) -> io::Result<()> {
    let Some(group) = &change.after else {
        return Ok(());
    };
    let was = change
        .before
        .as_ref()
        .map_or(0, |group| group.instances.len());
    let (is, lines) = (group.instances.len(), count(group.lines, "line"));
    let kind = group.kind.replace('_', " ");
    writeln!(out, "  {was} → {is} places of {lines}, {kind}")?;
    let Some(first) = group.instances.first() else {
        return Ok(());
    };
    let path = shown_path(&first.path);
    let place = format!("{}:{}", printable(&path), first.span.start_line);
    writeln!(out, "          {FAINT}{place}{FAINT:#}")
}
