//! Whether a point says what a scan says.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use slop_complexity::{Erosion, ErosionOptions, Weight};
use slop_core::Language;
use slop_history::{Figures, Point, Series};
use slop_verbosity::{CloneGroup, CloneInstance, Verbosity};

pub(crate) fn scan(directory: &Path, path: &str) -> Option<Value> {
    scan_with(directory, &[path])
}

pub(crate) fn scan_with(directory: &Path, arguments: &[&str]) -> Option<Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_slop-cli"))
        .current_dir(directory)
        .args(["scan", "--format", "json", "--isolated"])
        .args(arguments)
        .output()
        .expect("it runs");
    let nothing = String::from_utf8_lossy(&output.stderr).contains("no source file found");
    assert!(output.status.success() || nothing, "{output:?}");
    (!nothing).then(|| serde_json::from_slice(&output.stdout).expect("JSON"))
}

pub(crate) fn assert_equal(point: &Point, scan: Option<&Value>) {
    let Some(scan) = scan else {
        assert_eq!(point.languages.total.files, 0, "{}", point.name);
        return;
    };
    let subject = point.subject.as_deref().unwrap_or(&point.name);
    let languages = scan["languages"].as_array().expect("languages");
    assert_eq!(point.languages.each.len(), languages.len(), "{subject}");
    for (figures, expected) in point.languages.each.iter().zip(languages) {
        assert_figures(figures, expected, scan, subject);
    }
    assert_figures(&point.languages.total, &scan["total"], scan, subject);
    let skipped: Vec<_> = point
        .skipped
        .iter()
        .map(|file| {
            (
                file.path.to_string_lossy().into_owned(),
                &*file.why.code,
                file.why.line,
            )
        })
        .collect();
    let expected: Vec<_> = scan["skipped"]
        .as_array()
        .expect("skipped")
        .iter()
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|file| {
            let text = |name: &str| file[name].as_str().expect("text");
            let line = file["line"]
                .as_u64()
                .map(|line| u32::try_from(line).expect("a line"));
            (text("path").to_owned(), text("reason"), line)
        })
        .collect();
    assert_eq!(skipped, expected, "{subject}");
    let generated = scan["generated"].as_array().expect("generated").len();
    assert_eq!(point.generated, generated, "{subject}");
}

fn assert_figures(figures: &Figures, expected: &Value, scan: &Value, subject: &str) {
    let language = figures.language.map(Language::name);
    let lines = |number: fn(&Verbosity) -> u64| figures.lines.as_ref().map(number);
    let round = |value: f64, decimals| {
        let scale = 10_f64.powi(decimals);
        (value * scale).round() / scale
    };
    let share = |share: Option<f64>| share.map(|share| round(share, 6));
    let erosion = &figures.erosion;
    let found = serde_json::json!({
        "files": figures.files, "language": language, "threshold": 10, "size_term": "sqrt",
        "loc": figures.loc, "sloc": figures.sloc,
        "erosion": share(erosion.score()),
        "total_mass": round(erosion.total_mass, 4), "high_mass": round(erosion.high_mass, 4),
        "callables": erosion.callables, "high_callables": erosion.high_callables,
        "max_cyclomatic": erosion.max_cyclomatic,
        "verbosity": share(figures.lines.and_then(|lines| lines.score())), "violation_pct": share(figures.lines.and_then(|lines| lines.violation_share())),
        "clone_ratio": share(figures.lines.and_then(|lines| lines.clone_ratio())), "flagged_lines": lines(|lines| lines.flagged_lines),
        "clone_lines": lines(|lines| lines.clone_lines), "verbose_lines": lines(|lines| lines.verbose_lines),
    });
    let mut expected = expected.as_object().expect("figures").clone();
    for name in ["gini", "top_20_share", "unlisted_callables"] {
        expected.remove(name);
    }
    assert_eq!(found, Value::Object(expected), "{subject} {language:?}");
    assert_eq!(
        *erosion,
        erosion_of(scan, figures.language),
        "{subject} {language:?}"
    );
}

/// The erosion of the callables that a scan lists, to the last bit.
fn erosion_of(scan: &Value, language: Option<Language>) -> Erosion {
    let files = scan["files"].as_array().expect("files").iter();
    let files = files.filter(|file| {
        let of_file: Language = file["language"]
            .as_str()
            .expect("a name")
            .parse()
            .expect("known");
        language.is_none_or(|language| of_file.family() == language)
    });
    let callables = files.flat_map(|file| file["callables"].as_array().expect("callables"));
    let weights = callables.map(|callable| {
        let number = |name: &str| u32::try_from(callable[name].as_u64().expect("a number"));
        Weight {
            cyclomatic: number("cyclomatic").expect("small"),
            sloc: number("sloc").expect("small"),
        }
    });
    Erosion::of_weights(ErosionOptions::default(), weights)
}

/// Kind, fingerprint, and the path and first line of each instance.
pub(crate) type Clones = Vec<(String, String, Vec<(String, u64)>)>;

pub(crate) fn clones(series: &Series<'_>, point: usize) -> Clones {
    let groups = series.clones(point).expect("they can be read").into_iter();
    let places = |group: &CloneGroup| {
        let instances = group.instances.iter();
        let place = |one: &CloneInstance| {
            (
                one.path.to_string_lossy().into_owned(),
                one.span.start_line.into(),
            )
        };
        instances.map(place).collect()
    };
    groups
        .map(|group| {
            (
                group.kind.clone(),
                group.fingerprint.to_string(),
                places(&group),
            )
        })
        .collect()
}

pub(crate) fn scanned_clones(scan: Option<&Value>) -> Clones {
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let groups = scan.and_then(|scan| scan["clone_groups"].as_array());
    let groups = groups.into_iter().flatten();
    let place = |one: &Value| {
        (
            text(&one["path"]),
            one["start_line"].as_u64().expect("a line"),
        )
    };
    groups
        .map(|group| {
            let instances = group["instances"].as_array().expect("instances");
            let places = instances.iter().map(place).collect();
            (text(&group["kind"]), text(&group["fingerprint"]), places)
        })
        .collect()
}
