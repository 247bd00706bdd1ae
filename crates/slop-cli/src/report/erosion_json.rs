//! Erosion for programs: twins of the inner types.

use anyhow::Result;
use serde::Serialize;
use slop_complexity::{Callable, Erosion, SizeTerm};
use slop_core::Language;

use crate::erosion::{ErosionReport, FileCallables, LanguageErosion};
use crate::report::json::{
    DEFINITION, GeneratedJson, MASS, RATIO, SCHEMA_VERSION, SkippedJson, TOOL, Tool, round,
};
use crate::report::{json, shown_path};

#[derive(Serialize)]
struct ErosionJson<'a> {
    schema_version: u32,
    tool: Tool,
    definition: &'static str,
    /// Those of the language with most source lines.
    #[serde(flatten)]
    main: Figures,
    languages: Vec<LanguageJson>,
    total: LanguageJson,
    files: Vec<FileJson<'a>>,
    generated: Vec<GeneratedJson>,
    skipped: Vec<SkippedJson>,
}

/// The figures of one language, or of all.
#[derive(Serialize)]
struct LanguageJson {
    files: usize,
    loc: u64,
    sloc: u64,
    #[serde(flatten)]
    figures: Figures,
}

/// What was measured of one language; of all, without its name.
#[derive(Serialize)]
pub(crate) struct Figures {
    language: Option<&'static str>,
    #[serde(flatten)]
    erosion: Variant,
    max_cyclomatic: Option<u32>,
    gini: Option<f64>,
    top_20_share: Option<f64>,
    unlisted_callables: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    sensitivity: Option<Vec<Variant>>,
}

/// Erosion with one threshold and size term.
#[derive(Serialize)]
pub(crate) struct Variant {
    threshold: u32,
    size_term: &'static str,
    erosion: Option<f64>,
    total_mass: f64,
    high_mass: f64,
    callables: usize,
    high_callables: usize,
}

#[derive(Serialize)]
struct FileJson<'a> {
    path: String,
    language: &'static str,
    loc: u32,
    sloc: usize,
    callables: Vec<CallableJson<'a>>,
}

#[derive(Serialize)]
pub(crate) struct CallableJson<'a> {
    name: &'a str,
    qualified_name: &'a str,
    kind: &'static str,
    start_line: u32,
    end_line: u32,
    cyclomatic: u32,
    sloc: u32,
    mass: f64,
}

pub(crate) fn print(report: &ErosionReport) -> Result<()> {
    let languages = &report.languages;
    let size_term = languages.total.erosion.options.size_term;
    json::print(&ErosionJson {
        schema_version: SCHEMA_VERSION,
        tool: TOOL,
        definition: DEFINITION,
        main: Figures::from(languages.main()),
        languages: languages.each.iter().map(LanguageJson::from).collect(),
        total: LanguageJson::from(&languages.total),
        files: report
            .files
            .iter()
            .map(|file| file_json(file, size_term))
            .collect(),
        generated: json::generated(&report.generated, shown_path),
        skipped: json::skipped(&report.skipped, shown_path),
    })
}

impl From<&LanguageErosion> for LanguageJson {
    fn from(figures: &LanguageErosion) -> Self {
        Self {
            files: figures.files,
            loc: figures.loc,
            sloc: figures.sloc,
            figures: Figures::from(figures),
        }
    }
}

impl From<&LanguageErosion> for Figures {
    fn from(figures: &LanguageErosion) -> Self {
        let concentration = figures.concentration;
        let variants = |family: &[Erosion; 9]| family.iter().map(Variant::from).collect();
        Self {
            language: figures.language.map(Language::name),
            erosion: Variant::from(&figures.erosion),
            max_cyclomatic: figures.erosion.max_cyclomatic,
            gini: concentration.map(|c| round(c.gini, RATIO)),
            top_20_share: concentration.map(|c| round(c.top_20_share, RATIO)),
            unlisted_callables: figures.unlisted,
            sensitivity: figures.sensitivity.as_ref().map(variants),
        }
    }
}

fn file_json(file: &FileCallables, size_term: SizeTerm) -> FileJson<'_> {
    let callable = |callable| callable_json(callable, size_term);
    FileJson {
        path: shown_path(&file.path),
        language: file.language.name(),
        loc: file.loc,
        sloc: file.sloc,
        callables: file.callables.listed.iter().map(callable).collect(),
    }
}

pub(crate) fn callable_json(callable: &Callable, size_term: SizeTerm) -> CallableJson<'_> {
    CallableJson {
        name: &callable.name,
        qualified_name: &callable.qualified_name,
        kind: callable.kind.name(),
        start_line: callable.span.start_line,
        end_line: callable.span.end_line,
        cyclomatic: callable.cyclomatic,
        sloc: callable.sloc,
        mass: round(callable.mass_with(size_term), MASS),
    }
}

impl From<&Erosion> for Variant {
    fn from(erosion: &Erosion) -> Self {
        Self {
            threshold: erosion.options.threshold,
            size_term: size_term_name(erosion.options.size_term),
            erosion: erosion.score().map(|score| round(score, RATIO)),
            total_mass: round(erosion.total_mass, MASS),
            high_mass: round(erosion.high_mass, MASS),
            callables: erosion.callables,
            high_callables: erosion.high_callables,
        }
    }
}

fn size_term_name(size_term: SizeTerm) -> &'static str {
    match size_term {
        SizeTerm::None => "none",
        SizeTerm::SqrtSloc => "sqrt",
        SizeTerm::Sloc => "sloc",
    }
}
