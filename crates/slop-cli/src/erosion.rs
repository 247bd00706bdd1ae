//! `slop-cli erosion`.

use std::path::PathBuf;

use anyhow::Result;
use slop_complexity::{Callables, Concentration, Erosion, ErosionOptions, callables, sensitivity};
use slop_core::{ByLanguage, Language, SourceError, SourceFile};

use crate::args::ErosionArgs;
use crate::input::{GeneratedFile, Measured, measure};

/// Everything that `slop-cli erosion` has to say, before it is put into a format.
pub(crate) struct ErosionReport {
    pub(crate) languages: ByLanguage<LanguageErosion>,
    pub(crate) files: Vec<FileCallables>,
    pub(crate) skipped: Vec<SourceError>,
    pub(crate) generated: Vec<GeneratedFile>,
}

/// The figures of one language or of all.
pub(crate) struct LanguageErosion {
    /// `None` for all together.
    pub(crate) language: Option<Language>,
    pub(crate) files: usize,
    pub(crate) loc: u64,
    pub(crate) sloc: u64,
    pub(crate) erosion: Erosion,
    pub(crate) concentration: Option<Concentration>,
    pub(crate) sensitivity: Option<[Erosion; 9]>,
    pub(crate) unlisted: usize,
}

/// One measured file.
#[derive(Clone)]
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
    let languages = ByLanguage::of(
        &files,
        |file| (file.language, file.sloc as u64),
        |language, files| {
            let mut figures = LanguageErosion::of(language, files, args.options());
            figures.sensitivity = args
                .sensitivity
                .then(|| sensitivity(files.iter().flat_map(|file| &file.callables.listed)));
            figures
        },
    );
    Ok(ErosionReport {
        languages,
        files,
        skipped,
        generated,
    })
}

impl LanguageErosion {
    pub(crate) fn of(
        language: Option<Language>,
        files: &[&FileCallables],
        options: ErosionOptions,
    ) -> Self {
        let all = || files.iter().flat_map(|file| &file.callables.listed);
        Self {
            language,
            files: files.len(),
            loc: files.iter().map(|file| u64::from(file.loc)).sum(),
            sloc: files.iter().map(|file| file.sloc as u64).sum(),
            erosion: Erosion::with(options, all()),
            concentration: Concentration::of(all().map(|c| c.mass_with(options.size_term))),
            sensitivity: None,
            unlisted: files.iter().map(|file| file.callables.unlisted).sum(),
        }
    }

    /// Whether the file is among those that the figures are of.
    pub(crate) fn has(&self, file: &FileCallables) -> bool {
        self.language
            .is_none_or(|language| file.language.family() == language)
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
