//! Where the complexity of a language is: the treemap, the curve and the callables to split.

use super::curve::{Point, lorenz};
use super::map::{Map, map};
use super::scores;
use super::show::{Figure, grouped, percent, visible};
use crate::erosion::{FileCallables, LanguageErosion};
use crate::ranking;
use crate::report::json::{MASS, RATIO, round};
use crate::scan::{LanguageScan, ScanReport};

/// How many callables and files are listed.
const LISTED: usize = 25;

/// What the page says of one language.
pub(super) struct Complexity {
    pub(super) language: &'static str,
    /// Where there are several languages.
    pub(super) scores: Vec<Figure>,
    pub(super) figures: Vec<Figure>,
    pub(super) threshold: u32,
    /// `None` without mass; the list and the files are then empty.
    pub(super) curve: Option<Curve>,
    pub(super) map: Option<Map>,
    pub(super) heaviest: Vec<Heavy>,
    /// How many more callables are above the threshold.
    pub(super) more: usize,
    pub(super) files: Vec<HeavyFile>,
    pub(super) more_files: usize,
}

pub(super) struct Curve {
    pub(super) points: Vec<Point>,
    pub(super) gini: Figure,
    pub(super) top_20_share: Figure,
}

/// A callable above the threshold.
pub(super) struct Heavy {
    pub(super) name: String,
    pub(super) place: String,
    pub(super) cyclomatic: u32,
    pub(super) sloc: u32,
    pub(super) mass: String,
    pub(super) share: String,
}

/// A file with the mass of its callables.
pub(super) struct HeavyFile {
    pub(super) path: String,
    pub(super) callables: usize,
    pub(super) max_cyclomatic: u32,
    pub(super) mass: String,
    pub(super) share: String,
}

/// The figures of each language that has files.
pub(super) fn complexity(report: &ScanReport) -> Vec<Complexity> {
    let languages = report.languages.each.iter();
    languages
        .filter_map(|scan| of_language(report, scan))
        .collect()
}

fn of_language(report: &ScanReport, scan: &LanguageScan) -> Option<Complexity> {
    let figures = &scan.erosion;
    let language = figures.language?;
    let all = report.files.iter().map(|file| &file.erosion);
    let files: Vec<_> = all
        .filter(|file| file.language.family() == language)
        .collect();
    let masses = files.iter().flat_map(|file| masses_of(file, figures));
    let (heaviest, more) = heaviest(report, &files, figures);
    let (listed, more_files) = heaviest_files(report, &files, figures);
    Some(Complexity {
        language: language.name(),
        threshold: figures.erosion.options.threshold,
        curve: lorenz(masses.collect()).and_then(|points| curve(points, figures)),
        map: map(report, &files, figures),
        scores: if report.languages.are_several() {
            scores::figures(scan, report)
        } else {
            Vec::new()
        },
        figures: self::figures(figures),
        heaviest,
        more,
        files: listed,
        more_files,
    })
}

fn masses_of(file: &FileCallables, figures: &LanguageErosion) -> impl Iterator<Item = f64> {
    let size_term = figures.erosion.options.size_term;
    let callables = file.callables.listed.iter();
    callables.map(move |callable| callable.mass_with(size_term))
}

fn figures(figures: &LanguageErosion) -> Vec<Figure> {
    let erosion = &figures.erosion;
    let mass = |mass: f64| grouped(format!("{mass:.0}"));
    let score = erosion.score().map(|score| round(score, RATIO));
    let mut all = vec![
        Figure::number("erosion", "Erosion", score, |score| format!("{score:.4}")),
        Figure::count("callables", "Callables", erosion.callables),
        Figure::count("high_callables", "CC over 10", erosion.high_callables),
        Figure::number(
            "max_cyclomatic",
            "Greatest CC",
            erosion.max_cyclomatic.map(f64::from),
            |cc| cc.to_string(),
        ),
        Figure::number(
            "total_mass",
            "Mass",
            Some(round(erosion.total_mass, MASS)),
            mass,
        ),
        Figure::number(
            "high_mass",
            "Mass, CC over 10",
            Some(round(erosion.high_mass, MASS)),
            mass,
        ),
    ];
    if figures.unlisted > 0 {
        all.push(Figure::count(
            "unlisted_callables",
            "Inside if, try, …: not listed",
            figures.unlisted,
        ));
    }
    all
}

fn curve(points: Vec<Point>, figures: &LanguageErosion) -> Option<Curve> {
    let concentration = figures.concentration?;
    let ratio = |ratio| Some(round(ratio, RATIO));
    Some(Curve {
        points,
        gini: Figure::number("gini", "Gini", ratio(concentration.gini), |gini| {
            format!("{gini:.3}")
        }),
        top_20_share: Figure::number(
            "top_20_share",
            "Top 20 %",
            ratio(concentration.top_20_share),
            percent,
        ),
    })
}

/// The callables above the threshold with most mass, and how many more there are.
fn heaviest(
    report: &ScanReport,
    files: &[&FileCallables],
    figures: &LanguageErosion,
) -> (Vec<Heavy>, usize) {
    let mut rows = ranking::callables(files.iter().copied(), figures);
    rows.retain(|row| row.is_complex);
    let listed = rows.iter().take(LISTED).map(|row| Heavy {
        name: visible(&row.callable.qualified_name),
        place: visible(&format!(
            "{}:{}",
            report.root.relative(row.path),
            row.callable.span.start_line
        )),
        cyclomatic: row.callable.cyclomatic,
        sloc: row.callable.sloc,
        mass: format!("{:.1}", row.mass),
        share: percent(row.share),
    });
    (listed.collect(), rows.len().saturating_sub(LISTED))
}

/// The files with most mass, and how many more there are.
fn heaviest_files(
    report: &ScanReport,
    files: &[&FileCallables],
    figures: &LanguageErosion,
) -> (Vec<HeavyFile>, usize) {
    let mass_of = |file: &FileCallables| masses_of(file, figures).sum::<f64>();
    let mut rows: Vec<_> = files
        .iter()
        .map(|file| (mass_of(file), file))
        .filter(|(mass, _)| *mass > 0.0)
        .collect();
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    let listed = rows.iter().take(LISTED).map(|(mass, file)| {
        let callables = &file.callables.listed;
        HeavyFile {
            path: visible(&report.root.relative(&file.path)),
            callables: callables.len(),
            max_cyclomatic: callables
                .iter()
                .map(|c| c.cyclomatic)
                .max()
                .unwrap_or_default(),
            mass: format!("{mass:.1}"),
            share: percent(mass / figures.erosion.total_mass),
        }
    });
    (listed.collect(), rows.len().saturating_sub(LISTED))
}
