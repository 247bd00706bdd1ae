//! `slop-cli clones`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Result;
use slop_core::{Language, LineSet, SourceError};
use slop_verbosity::{
    CloneGroup, CloneIndex, CloneTokens, DEFAULT_MIN_SEQUENCE_LINES, SequenceClones, Verbosity,
    clone_lines,
};

use crate::args::{ClonesArgs, Format};
use crate::input::{GeneratedFile, measure};

/// Everything that `slop-cli clones` has to say, before it is put into a format.
pub(crate) struct ClonesReport {
    /// Those with most lines to save first.
    pub(crate) groups: Vec<CloneGroup>,
    /// Runs of statements that repeat.
    pub(crate) sequences: SequenceClones,
    /// How many groups are not listed, since they say what a larger one says.
    pub(crate) nested: usize,
    pub(crate) clone_lines: usize,
    pub(crate) files: usize,
    pub(crate) loc: u64,
    pub(crate) skipped: Vec<SourceError>,
    pub(crate) generated: Vec<GeneratedFile>,
    pub(crate) unsupported: BTreeMap<Language, usize>,
    texts: BTreeMap<PathBuf, String>,
}

impl ClonesReport {
    /// The share of lines that stand in a clone; undefined where there is no line.
    pub(crate) fn clone_ratio(&self) -> Option<f64> {
        let lines = Verbosity {
            loc: self.loc,
            clone_lines: self.clone_lines as u64,
            ..Verbosity::default()
        };
        lines.clone_ratio()
    }

    /// The text of a file, where clones are shown with their source.
    pub(crate) fn text(&self, path: &Path) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }
}

pub(crate) fn report(args: &ClonesArgs) -> Result<ClonesReport> {
    let keeps_text = args.output.format == Format::Text;
    let measured = measure(&args.input, CloneIndex::supports, |file| {
        let text = keeps_text.then(|| (file.path().to_owned(), file.text().to_owned()));
        Ok((file.loc(), CloneTokens::of(file), text))
    })?;
    let (files, mut loc, mut texts) = (measured.files.len(), 0, BTreeMap::new());
    let mut index = CloneIndex::builder();
    for (rows, tokens, text) in measured.files {
        loc += u64::from(rows);
        texts.extend(text);
        index.extend(tokens);
    }
    let index = index.build();
    let is_frequent = |group: &CloneGroup| group.instances.len() >= args.min_instances;
    let mut groups = index.groups(args.scope.into(), args.min_lines);
    let min_lines = args.min_lines.max(DEFAULT_MIN_SEQUENCE_LINES);
    let mut sequences = index.sequences(args.scope.into(), min_lines);
    groups.retain(is_frequent);
    sequences.groups.retain(is_frequent);
    let clone_lines = clone_lines(&groups).values().map(LineSet::len).sum();
    let all = groups.len();
    groups.retain(|group| args.nested || !group.is_nested);
    Ok(ClonesReport {
        nested: all - groups.len(),
        groups,
        sequences,
        clone_lines,
        files,
        loc,
        skipped: measured.skipped,
        generated: measured.generated,
        unsupported: measured.unsupported,
        texts,
    })
}
