//! How measures change, as a picture.
//!
//! Every measure has a panel of its own with an axis of its own: two measures in one field cross, and the larger
//! flattens the smaller.

mod axis;
mod curve;
mod foot;
mod ink;
mod letters;
mod panel;
#[cfg(test)]
mod tests;

use anyhow::Result;
use askama::Template;
use plotters::prelude::{IntoDrawingArea, SVGBackend};
use slop_history::Phase;

use self::curve::Curve;
use self::ink::{INKS, MEASURES, MUTED, PAGE, TEXT};
use self::letters::{Letters, cut, drawable};
use self::panel::{Canvas, Panel};

/// What is to be drawn.
pub(crate) struct Plot<'a> {
    pub(crate) title: &'a str,
    /// The names of the points, which are shown under a single trajectory where they have room. May be empty.
    pub(crate) points: &'a [String],
    pub(crate) measures: &'a [Measure<'a>],
}

/// A measure of every trajectory that is to be drawn.
pub(crate) struct Measure<'a> {
    pub(crate) name: &'a str,
    /// The values in the order of time, as shares from 0 to 1; `None` where the measure is undefined.
    ///
    /// A single trajectory is drawn point by point. Of several the mean in each progress phase is drawn, with its
    /// 95 % interval. All measures have the same trajectories, of the same lengths.
    pub(crate) trajectories: &'a [Vec<Option<f64>>],
}

/// The library draws at whole units, so that a pixel is several.
const UNIT: i32 = 10;

/// The width of the picture and its margins, in pixels.
const WIDTH: i32 = 800;
const LEFT: i32 = 64;
const RIGHT: i32 = 28;
const TOP: i32 = 66;

#[derive(Template)]
#[template(path = "trend.svg")]
struct Picture {
    title: String,
    width: i32,
    height: i32,
    drawing: String,
}

/// The picture as SVG, which follows the reader's choice of light or dark.
pub(crate) fn svg(plot: &Plot<'_>) -> Result<String> {
    let curves: Vec<Curve> = plot.measures.iter().map(Curve::of).collect();
    let places = curves
        .iter()
        .map(|curve| curve.marks.len())
        .max()
        .unwrap_or(0);
    let panels = panels(plot, &curves, places.max(1));
    let foot = panels.last().map_or(TOP, |panel| panel.top + panel::HEIGHT);
    let height = foot + foot::HEIGHT;

    let mut written = String::new();
    {
        let size = (
            (WIDTH * UNIT).unsigned_abs(),
            (height * UNIT).unsigned_abs(),
        );
        let canvas = SVGBackend::with_string(&mut written, size).into_drawing_area();
        canvas.fill(&PAGE.color())?;
        heading(&canvas, plot)?;
        for panel in &panels {
            panel.draw(&canvas)?;
        }
        foot::draw(&canvas, foot, places, &plot.names())?;
        canvas.present()?;
    }
    let picture = Picture {
        title: drawable(plot.title),
        width: WIDTH,
        height,
        drawing: inside(&written).to_owned(),
    };
    Ok(picture.render()?)
}

fn panels<'a>(plot: &Plot<'a>, curves: &'a [Curve], places: usize) -> Vec<Panel<'a>> {
    let inks = MEASURES.into_iter().cycle();
    let tops = (0..).map(|row| TOP + row * panel::HEIGHT);
    let measures = plot.measures.iter().zip(curves);
    measures
        .zip(inks.zip(tops))
        .map(|((measure, curve), (ink, top))| Panel {
            name: measure.name,
            curve,
            ink,
            places,
            top,
        })
        .collect()
}

impl Plot<'_> {
    fn trajectories(&self) -> &[Vec<Option<f64>>] {
        let counted = self.measures.iter().map(|measure| measure.trajectories);
        counted
            .max_by_key(|trajectories| trajectories.len())
            .unwrap_or_default()
    }

    /// What stands under the places: the points of a single trajectory, or how many of several have come that far.
    fn names(&self) -> Vec<String> {
        let trajectories = self.trajectories();
        if trajectories.len() < 2 {
            return self.points.iter().map(|name| drawable(name)).collect();
        }
        let has_come = |phase: Phase| {
            let lengths = trajectories.iter().map(Vec::len);
            lengths
                .filter(|points| !phase.range(*points).is_empty())
                .count()
        };
        let counts = Phase::ALL.map(has_come);
        counts
            .iter()
            .filter(|count| **count > 0)
            .map(|count| format!("n = {count}"))
            .collect()
    }

    fn meaning(&self) -> String {
        match (self.trajectories().len(), self.points) {
            (0 | 1, [first, .., last]) => {
                format!("{} points, {first} to {last}", self.points.len())
            }
            (0 | 1, [only]) => only.clone(),
            (0 | 1, []) => String::new(),
            (several, _) => format!(
                "mean of {several} trajectories in each phase, and its 95 % bootstrap interval"
            ),
        }
    }
}

fn heading(canvas: &Canvas<'_>, plot: &Plot<'_>) -> Result<()> {
    let room = WIDTH - LEFT - RIGHT;
    let [title, meaning] = [plot.title, &plot.meaning()].map(drawable);
    Letters::strong(18, TEXT).draw(canvas, &cut(&title, 18, room), (LEFT, 26))?;
    Letters::plain(13, MUTED).draw(canvas, &cut(&meaning, 13, room), (LEFT, 48))
}

/// What the library wrote, without its outermost element, which this module writes itself.
fn inside(written: &str) -> &str {
    let inside = written
        .split_once(">\n")
        .map_or(written, |(_, inside)| inside);
    inside.trim_end().trim_end_matches("</svg>")
}

/// The number of a place as a coordinate.
#[expect(clippy::cast_precision_loss, reason = "exact up to 2⁵³ places")]
fn coordinate(place: usize) -> f64 {
    place as f64
}
