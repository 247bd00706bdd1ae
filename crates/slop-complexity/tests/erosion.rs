//! Erosion worked out by hand.

use slop_complexity::{Callable, Erosion, ErosionOptions, SizeTerm, callables, sensitivity};
use slop_core::{Language, SourceFile};

/// A function of this complexity with twice as many lines: `def` and, for each further point, an
/// `if` of two lines; one line more when that is odd.
fn function(cyclomatic: usize) -> String {
    format!(
        "def f():\n    pass\n{}",
        "    if x:\n        y = 1\n".repeat(cyclomatic - 1)
    )
}

fn measured(complexities: &[usize]) -> Vec<Callable> {
    let text: String = complexities.iter().map(|cc| function(*cc)).collect();
    let file = SourceFile::parse("a.py", Language::Python, text).expect("valid Python");
    callables(&file).expect("supported").listed
}

fn close(actual: f64, expected: f64) {
    assert!(
        (actual - expected).abs() < 1e-12,
        "{actual} is not {expected}"
    );
}

#[test]
fn ten_is_not_high_and_eleven_is() {
    let found = measured(&[2, 10, 11]);
    let numbers: Vec<_> = found.iter().map(|c| (c.cyclomatic, c.sloc)).collect();
    assert_eq!(numbers, [(2, 4), (10, 20), (11, 22)]);

    let erosion = Erosion::of(&found);
    close(
        erosion.total_mass,
        2.0 * 2.0 + 10.0 * 20_f64.sqrt() + 11.0 * 22_f64.sqrt(),
    );
    close(erosion.high_mass, 11.0 * 22_f64.sqrt());
    assert_eq!((erosion.callables, erosion.high_callables), (3, 1));
    assert_eq!(erosion.max_cyclomatic, Some(11));
}

#[test]
fn options_change_what_is_high_and_what_mass_is() {
    let found = measured(&[2, 10, 11]);
    let score = |threshold, size_term| {
        Erosion::with(
            ErosionOptions {
                threshold,
                size_term,
            },
            &found,
        )
        .score()
        .expect("mass")
    };
    close(score(10, SizeTerm::None), 11.0 / 23.0);
    close(score(9, SizeTerm::None), 21.0 / 23.0);
    close(score(10, SizeTerm::Sloc), 242.0 / (8.0 + 200.0 + 242.0));
    close(score(11, SizeTerm::Sloc), 0.0);
}

#[test]
fn the_sensitivity_family_is_what_its_options_say() {
    let found = measured(&[2, 9, 10, 11, 12, 13]);
    for member in sensitivity(&found) {
        assert_eq!(member, Erosion::with(member.options, &found));
    }
}

#[test]
fn nothing_has_no_erosion() {
    let nothing = Erosion::of([]);
    assert_eq!((nothing.score(), nothing.max_cyclomatic), (None, None));
}
