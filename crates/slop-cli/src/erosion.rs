//! `slop-cli erosion`.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Result;
use slop_complexity::{Callables, Concentration, Erosion, ErosionOptions, callables, sensitivity};
use slop_core::{Language, SourceError, SourceFile};

use crate::args::ErosionArgs;
use crate::input::{GeneratedFile, Measured, measure};

/// Everything that `slop-cli erosion` has to say, before it is put into a format.
pub(crate) struct ErosionReport {
    /// The language with most source lines first; never empty.
    pub(crate) languages: Vec<LanguageErosion>,
    pub(crate) files: Vec<FileCallables>,
    pub(crate) skipped: Vec<SourceError>,
    pub(crate) generated: Vec<GeneratedFile>,
}

/// The figures of one language. Languages are not added up: each counts complexity by rules of its
/// own, and the paper's tables hold for Python alone.
pub(crate) struct LanguageErosion {
    /// `None` when no file could be measured.
    pub(crate) language: Option<Language>,
    pub(crate) files: usize,
    pub(crate) erosion: Erosion,
    pub(crate) concentration: Option<Concentration>,
    pub(crate) sensitivity: Option<[Erosion; 9]>,
    pub(crate) unlisted: usize,
}

/// One measured file.
pub(crate) struct FileCallables {
    pub(crate) path: PathBuf,
    pub(crate) language: Language,
    pub(crate) loc: u32,
    pub(crate) sloc: usize,
    pub(crate) callables: Callables,
}

pub(crate) fn report(args: &ErosionArgs) -> Result<ErosionReport> {
    let Measured {
        files,
        skipped,
        generated,
        ..
    } = measure(&args.input, |_| true, callables_of)?;
    let mut languages = by_language(&Vec::from_iter(&files), args.options());
    if args.sensitivity {
        for figures in &mut languages {
            let all = files
                .iter()
                .filter(|file| Some(file.language.family()) == figures.language);
            figures.sensitivity = Some(sensitivity(all.flat_map(|file| &file.callables.listed)));
        }
    }
    Ok(ErosionReport {
        languages,
        files,
        skipped,
        generated,
    })
}

/// The figures of each language, that with most source lines first; never empty.
pub(crate) fn by_language(
    files: &[&FileCallables],
    options: ErosionOptions,
) -> Vec<LanguageErosion> {
    let languages = languages_by_size(files).into_iter();
    languages
        .map(|language| figures(files, language, options))
        .collect()
}

/// The languages of the files, that with most source lines first.
fn languages_by_size(files: &[&FileCallables]) -> Vec<Option<Language>> {
    let mut sloc = BTreeMap::<Language, usize>::new();
    for file in files {
        *sloc.entry(file.language.family()).or_default() += file.sloc;
    }
    let mut languages: Vec<_> = sloc.into_iter().collect();
    languages.sort_by_key(|(_, sloc)| Reverse(*sloc));
    if languages.is_empty() {
        return vec![None];
    }
    languages
        .into_iter()
        .map(|(language, _)| Some(language))
        .collect()
}

fn figures(
    files: &[&FileCallables],
    language: Option<Language>,
    options: ErosionOptions,
) -> LanguageErosion {
    let files = || {
        files
            .iter()
            .filter(|file| Some(file.language.family()) == language)
    };
    let all = || files().flat_map(|file| &file.callables.listed);
    LanguageErosion {
        language,
        files: files().count(),
        erosion: Erosion::with(options, all()),
        concentration: Concentration::of(all().map(|c| c.mass_with(options.size_term))),
        sensitivity: None,
        unlisted: files().map(|file| file.callables.unlisted).sum(),
    }
}

pub(crate) fn callables_of(file: &SourceFile) -> Result<FileCallables> {
    Ok(FileCallables {
        path: file.path().to_owned(),
        language: file.language(),
        loc: file.loc(),
        sloc: file.source_lines().len(),
        callables: callables(file)?,
    })
}
