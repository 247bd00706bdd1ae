//! What to look at first: the callables, clones, rules and files that weigh most. Nothing is printed here.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::Path;

use slop_complexity::{Callable, Erosion, ErosionOptions};
use slop_core::LineSet;
use slop_verbosity::{CloneGroup, RuleSet};

use crate::erosion::{FileCallables, LanguageErosion};
use crate::scan::FileScan;
use crate::verbosity::FileVerbosity;

/// A callable and its weight.
pub(crate) struct RankedCallable<'a> {
    pub(crate) path: &'a Path,
    pub(crate) callable: &'a Callable,
    pub(crate) mass: f64,
    /// Of the mass of all callables that the figures are of, from 0 to 1.
    pub(crate) share: f64,
    /// Whether its complexity is above the threshold.
    pub(crate) is_complex: bool,
}

/// The callables that these figures are of, heaviest first.
pub(crate) fn callables<'a>(
    files: impl IntoIterator<Item = &'a FileCallables>,
    figures: &LanguageErosion,
) -> Vec<RankedCallable<'a>> {
    let erosion = &figures.erosion;
    let mut ranked = Vec::new();
    for file in files.into_iter().filter(|file| figures.has(file)) {
        ranked.extend(file.callables.listed.iter().map(|callable| {
            let mass = callable.mass_with(erosion.options.size_term);
            RankedCallable {
                path: &file.path,
                callable,
                mass,
                share: mass / erosion.total_mass,
                is_complex: callable.cyclomatic > erosion.options.threshold,
            }
        }));
    }
    // Stable: equal masses stay in the order of their paths and lines.
    ranked.sort_by(|a, b| b.mass.total_cmp(&a.mass));
    ranked
}

/// The groups that are not inside a larger one, in their order: those with most lines to save first.
pub(crate) fn clone_groups(groups: &[CloneGroup]) -> impl Iterator<Item = &CloneGroup> {
    groups.iter().filter(|group| !group.is_nested)
}

/// A rule and what it flags.
pub(crate) struct RankedRule<'a> {
    pub(crate) id: &'a str,
    /// How many lines it flags. A line counts once, whatever the number of findings on it.
    pub(crate) lines: usize,
    pub(crate) findings: usize,
    /// Whether these lines enter the scores.
    pub(crate) counted: bool,
}

/// The rules that flag something, those with most lines first, then most findings.
pub(crate) fn rules<'a>(
    files: impl IntoIterator<Item = &'a FileVerbosity>,
    rules: &RuleSet,
) -> Vec<RankedRule<'a>> {
    let mut totals = BTreeMap::<&str, (usize, usize)>::new();
    for file in files {
        let mut lines = BTreeMap::<&str, LineSet>::new();
        for finding in &file.findings {
            let of_rule = lines.entry(&finding.rule).or_default();
            of_rule.insert_range(finding.span.lines());
            totals.entry(&finding.rule).or_default().1 += 1;
        }
        for (rule, lines) in lines {
            totals.entry(rule).or_default().0 += lines.len();
        }
    }
    let rows = totals
        .into_iter()
        .map(|(id, (lines, findings))| RankedRule {
            id,
            lines,
            findings,
            counted: rules.get(id).is_some_and(|rule| rule.counted),
        });
    let mut ranked: Vec<_> = rows.collect();
    // Stable: equal rules stay in the order of their ids.
    ranked.sort_by_key(|rule| Reverse((rule.lines, rule.findings)));
    ranked
}

/// A file and what it adds to the scores.
pub(crate) struct RankedFile<'a> {
    pub(crate) file: &'a FileScan,
    pub(crate) verbose_lines: u64,
    /// Of all verbose lines, from 0 to 1.
    pub(crate) verbose_share: f64,
    /// The mass of its complex callables.
    pub(crate) high_mass: f64,
    /// Of the mass of all complex callables of all languages, from 0 to 1.
    pub(crate) high_mass_share: f64,
}

/// The files with verbose lines or complex callables, that with the greatest sum of both shares first.
pub(crate) fn files(files: &[FileScan], options: ErosionOptions) -> Vec<RankedFile<'_>> {
    let rows = files.iter().map(|file| RankedFile {
        file,
        verbose_lines: file.verbosity.as_ref().map_or(0, |v| v.lines.verbose_lines),
        verbose_share: 0.0,
        high_mass: Erosion::with(options, &file.erosion.callables.listed).high_mass,
        high_mass_share: 0.0,
    });
    let mut ranked: Vec<_> = rows
        .filter(|row| row.verbose_lines > 0 || row.high_mass > 0.0)
        .collect();
    let all_lines: u64 = ranked.iter().map(|row| row.verbose_lines).sum();
    let all_mass: f64 = ranked.iter().map(|row| row.high_mass).sum();
    for row in &mut ranked {
        row.verbose_share = share(lines(row.verbose_lines), lines(all_lines));
        row.high_mass_share = share(row.high_mass, all_mass);
    }
    let weight = |row: &RankedFile| row.verbose_share + row.high_mass_share;
    // Stable: files of equal weight stay in the order of their paths.
    ranked.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    ranked
}

/// The share of a whole; 0 where there is nothing to share.
fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

#[expect(clippy::cast_precision_loss, reason = "exact up to 2⁵³ lines")]
fn lines(number: u64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use slop_core::{Language, SourceFile};
    use slop_verbosity::CloneTokens;

    use super::*;
    use crate::erosion::callables_of;
    use crate::rules::Rules;
    use crate::scan::Fingerprints;
    use crate::verbosity::{Measures, with_clones};

    /// A function with this complexity, on as many lines.
    fn function(name: &str, cyclomatic: usize) -> String {
        let branches = "    if a: return 1\n".repeat(cyclomatic - 1);
        format!("def {name}(a):\n{branches}")
    }

    fn scan(path: &str, text: &str) -> FileScan {
        let language = Language::from_path(Path::new(path)).expect("a known ending");
        let file = SourceFile::parse(path, language, text).expect("it parses");
        let rules = Rules {
            active: RuleSet::paper(),
            known: RuleSet::paper(),
            are_papers: true,
        };
        let measures = rules
            .are_for(language)
            .then(|| Measures::of(&file, &rules, false));
        FileScan {
            erosion: callables_of(&file).expect("a supported language"),
            verbosity: measures.and_then(|measures| {
                let tokens = CloneTokens::of(&file);
                with_clones(vec![measures], tokens).files.pop()
            }),
            fingerprints: Fingerprints {
                callables: Vec::new(),
                findings: Vec::new(),
                suppressed: Vec::new(),
            },
            text: None,
        }
    }

    #[test]
    fn callables_are_ranked_with_their_share_of_what_the_figures_are_of() {
        let python = function("light", 2) + &function("heavy", 12);
        let javascript = "function only(a) { return a && 1; }";
        let files = [scan("a.py", &python), scan("b.js", javascript)];
        let all: Vec<_> = files.iter().map(|file| &file.erosion).collect();
        let ranked = |language: Option<Language>| {
            let of_language = all.iter().copied();
            let of_language = of_language.filter(|f| language.is_none_or(|l| f.language == l));
            let files: Vec<_> = of_language.collect();
            let figures = LanguageErosion::of(language, &files, ErosionOptions::default());
            let ranked = callables(all.iter().copied(), &figures);
            let shares: f64 = ranked.iter().map(|row| row.share).sum();
            assert!((shares - 1.0).abs() < 1e-12);
            let rows = ranked.iter();
            rows.map(|row| (&*row.callable.name, row.is_complex))
                .collect::<Vec<_>>()
        };
        let [heavy, light, only] = [("heavy", true), ("light", false), ("only", false)];
        assert_eq!(ranked(None), [heavy, light, only]);
        assert_eq!(ranked(Some(Language::Python)), [heavy, light]);
        assert_eq!(ranked(Some(Language::JavaScript)), [only]);
    }

    #[test]
    fn rules_are_ranked_by_distinct_lines() {
        // Two findings of one rule on one line, one of another over two lines.
        let text = "a = (x == True, y == True)\nif len(\n    a) == 0:\n    pass\n";
        let file = scan("a.py", text).verbosity.expect("there are rules");
        let ranked = rules([&file], &RuleSet::paper());
        let row = |id| {
            let row = ranked.iter().find(|rule| rule.id == id).expect(id);
            (row.lines, row.findings, row.counted)
        };
        assert_eq!(row("bool-comparison"), (1, 2, true));
        assert_eq!(row("len-as-condition").0, 2);
        assert!(ranked.is_sorted_by_key(|rule| Reverse((rule.lines, rule.findings))));
    }

    #[test]
    fn files_are_ranked_by_the_sum_of_both_shares() {
        let files = [
            scan("clean.py", "x = 1\n"),
            scan("verbose.py", "a = x == True\n"),
            scan(
                "complex.js",
                &format!("function f(a) {{ {} }}", "if (a) g();".repeat(20)),
            ),
            scan(
                "both.py",
                &("a = x == True\n".to_owned() + &function("f", 11)),
            ),
        ];
        let ranked = self::files(&files, ErosionOptions::default());
        let paths: Vec<_> = ranked
            .iter()
            .map(|row| row.file.erosion.path.to_str())
            .collect();
        assert_eq!(paths[0], Some("both.py"));
        assert_eq!(paths.len(), 3, "{paths:?}");
        let sum = |of: fn(&RankedFile) -> f64| ranked.iter().map(of).sum::<f64>();
        assert!((sum(|row| row.verbose_share) - 1.0).abs() < 1e-12);
        assert!((sum(|row| row.high_mass_share) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_to_share_is_no_division_by_zero() {
        let files = [scan("verbose.py", "a = x == True\n")];
        let ranked = self::files(&files, ErosionOptions::default());
        assert!(ranked[0].high_mass_share.abs() < f64::EPSILON);
        assert!((ranked[0].verbose_share - 1.0).abs() < f64::EPSILON);
    }
}
