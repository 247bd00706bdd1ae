use proptest::prelude::*;

use super::ink::Hex;
use super::*;

const HOSTILE: &str = "</title><script>alert(1)</script>\"'&amp;]]>\u{0}\u{1b}[31m\n\u{ffff}";

/// A picture of the same trajectories for two measures.
fn picture(title: &str, points: &[String], trajectories: &[Vec<Option<f64>>]) -> String {
    let measures = ["erosion", "verbosity"].map(|name| Measure { name, trajectories });
    let plot = Plot {
        title,
        points,
        measures: &measures,
    };
    svg(&plot).expect("it can be drawn")
}

fn rising(points: usize) -> Vec<Option<f64>> {
    (0..points)
        .map(|at| Some(0.25 + 0.5 * coordinate(at) / coordinate(points)))
        .collect()
}

fn names(points: usize) -> Vec<String> {
    (1..=points)
        .map(|number| format!("checkpoint_{number}"))
        .collect()
}

fn count(picture: &str, shape: &str) -> usize {
    picture.matches(&format!("<{shape} ")).count()
}

/// The values of an attribute wherever it stands.
fn values<'a>(picture: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    let rest = picture.split(&start).skip(1);
    rest.map(|rest| rest.split('"').next().unwrap_or_default())
        .collect()
}

#[test]
fn one_trajectory_is_lines_with_dots() {
    let picture = picture("a", &names(9), &[rising(9)]);
    assert_eq!(
        (count(&picture, "circle"), count(&picture, "polygon")),
        (18, 0)
    );
    for text in [
        "9 points, checkpoint_1 to checkpoint_9",
        "25.0 % → 69.4 %",
        "start",
        "early",
        "mid",
        "late",
        "final",
    ] {
        assert!(picture.contains(&format!("\n{text}\n")), "no {text}");
    }
    assert_eq!(count(&self::picture("a", &[], &[rising(300)]), "circle"), 0);
}

#[test]
fn lines_do_not_cross_undefined_values() {
    let mut trajectory = rising(9);
    trajectory[3] = None;
    let gapless = self::picture("a", &[], &[rising(9)]);
    let picture = picture("a", &[], &[trajectory]);
    assert_eq!(count(&picture, "polyline"), count(&gapless, "polyline") + 2);
    assert_eq!(count(&picture, "circle"), 16);
}

#[test]
fn a_value_alone_among_many_points_has_a_dot() {
    let mut trajectory = vec![None; 300];
    trajectory[100] = Some(0.5);
    assert_eq!(count(&picture("a", &[], &[trajectory]), "circle"), 2);
}

#[test]
fn several_trajectories_are_means_with_intervals() {
    let trajectories = [rising(9), rising(4), rising(300)];
    let picture = picture("a", &names(9), &trajectories);
    assert_eq!(
        (count(&picture, "circle"), count(&picture, "polygon")),
        (10, 2)
    );
    for text in [
        "mean of 3 trajectories in each phase, and its 95 % bootstrap interval",
        "n = 3",
        "n = 2",
    ] {
        assert!(picture.contains(&format!("\n{text}\n")), "no {text}");
    }
    assert!(!picture.contains("checkpoint"));
}

#[test]
fn names_cannot_leave_their_place() {
    let names = [HOSTILE.to_owned(), HOSTILE.to_owned()];
    let measures = [Measure {
        name: HOSTILE,
        trajectories: &[rising(2)],
    }];
    let plot = Plot {
        title: HOSTILE,
        points: &names,
        measures: &measures,
    };
    let picture = svg(&plot).expect("it can be drawn");
    assert!(
        !picture.contains("<script")
            && !picture.contains("&amp;]")
            && picture.contains("&amp;amp;]")
    );
    assert_eq!(picture.matches("</title>").count(), 1);
    assert!(
        !picture
            .contains(|letter: char| letter.is_control() && letter != '\n' || letter == '\u{ffff}')
    );
    // Every angle bracket that is left begins an element of ours.
    for rest in picture.split('<').skip(1) {
        let name = rest
            .trim_start_matches('/')
            .split(|letter: char| !letter.is_ascii_lowercase())
            .next();
        let known = [
            "svg", "title", "style", "rect", "text", "polyline", "circle", "polygon",
        ];
        assert!(name.is_some_and(|name| known.contains(&name)), "<{rest}");
    }
}

#[test]
fn nothing_can_be_drawn() {
    for trajectories in [vec![], vec![vec![]], vec![vec![], vec![]], vec![vec![None]]] {
        let picture = picture("a", &[], &trajectories);
        assert_eq!(
            (
                count(&picture, "circle"),
                picture.matches("undefined").count()
            ),
            (0, 2)
        );
    }
}

fn trajectory() -> impl Strategy<Value = Vec<Option<f64>>> {
    prop::collection::vec(prop::option::weighted(0.8, 0.0_f64..=1.0), 0..90)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn every_picture_keeps_the_rules(trajectories in prop::collection::vec(trajectory(), 0..4), title in ".*") {
        let longest = trajectories.iter().map(Vec::len).max().unwrap_or(0);
        let names: Vec<String> = (0..longest).map(|number| format!("{title}{number}")).collect();
        let picture = picture(&title, &names, &trajectories);

        // A colour that is not in the list does not turn in the dark.
        let known: Vec<String> = INKS.iter().map(|ink| ink.light.to_string()).collect();
        for color in [values(&picture, "fill"), values(&picture, "stroke")].concat() {
            prop_assert!(color == "none" || known.iter().any(|known| known == color), "{}", color);
        }
        // No letters under 12 pixels.
        for size in values(&picture, "font-size") {
            prop_assert!(size.parse::<f64>().expect("a number") >= f64::from(12 * UNIT));
        }
        // No mark outside the page.
        let numbers = |text: &str| text.parse::<i32>().expect("a number");
        let height = numbers(values(&picture, "height")[0]) * UNIT;
        for point in values(&picture, "points").concat().split_whitespace() {
            let (x, y) = point.split_once(',').expect("two coordinates");
            prop_assert!((0..=WIDTH * UNIT).contains(&numbers(x)) && (0..=height).contains(&numbers(y)), "{}", point);
        }
    }
}

#[test]
fn colours_are_written_as_the_library_writes_them() {
    assert_eq!(Hex(0x0000_0aff).to_string(), "#000AFF");
    let picture = picture("a", &[], &[rising(3)]);
    assert!(values(&picture, "stroke").contains(&MEASURES[0].light.to_string().as_str()));
}
