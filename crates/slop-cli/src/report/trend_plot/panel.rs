//! One measure of a plot: its name, its axis and its curve.

use std::ops::Range;

use anyhow::Result;
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::{
    Cartesian2d, ChartBuilder, Circle, Color, DrawingArea, PathElement, Polygon, Rectangle,
    SVGBackend,
};
use slop_history::Phase;

use super::axis::Axis;
use super::curve::Curve;
use super::ink::{BAND, GRID, Ink, MUTED};
use super::letters::{Align, Letters};
use super::{LEFT, RIGHT, UNIT, WIDTH, coordinate};

/// The height of a panel, of its heading and of its field, in pixels.
pub(super) const HEIGHT: i32 = HEADING + FIELD + 22;
const HEADING: i32 = 30;
const FIELD: i32 = 170;

/// In units.
const THIN: u32 = 10;
const THICK: u32 = 22;
const RADIUS: u32 = 36;

/// Every mark has a dot when there are at most so many.
const DOTS: usize = 60;

pub(super) type Canvas<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Field<'a> = DrawingArea<SVGBackend<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

pub(super) struct Panel<'a> {
    pub(super) name: &'a str,
    pub(super) curve: &'a Curve,
    pub(super) ink: Ink,
    /// The number of places on the horizontal axis.
    pub(super) places: usize,
    /// Where its upper edge is, in pixels.
    pub(super) top: i32,
}

impl Panel<'_> {
    pub(super) fn draw(&self, canvas: &Canvas<'_>) -> Result<()> {
        let axis = Axis::of(self.curve.percentages());
        let field = self.field(canvas, axis)?;
        self.phases(&field, axis)?;
        self.grid(canvas, &field, axis)?;
        self.intervals(&field)?;
        self.line(&field)?;
        let baseline = self.top + HEADING - 16;
        Letters::strong(15, self.ink).draw(canvas, self.name, (LEFT, baseline))?;
        Letters::plain(13, MUTED).aligned(Align::Right).draw(
            canvas,
            &self.curve.headline,
            (WIDTH - RIGHT, baseline),
        )
    }

    /// Coordinates are the number of a place and a percentage.
    fn field<'c>(&self, canvas: &Canvas<'c>, axis: Axis) -> Result<Field<'c>> {
        let corner = (LEFT * UNIT, (self.top + HEADING) * UNIT);
        let size = ((WIDTH - LEFT - RIGHT) * UNIT, FIELD * UNIT);
        let area = canvas.clone().shrink(corner, size);
        let chart = ChartBuilder::on(&area)
            .build_cartesian_2d(-0.5..coordinate(self.places) - 0.5, axis.low..axis.high)?;
        Ok(chart.plotting_area().clone())
    }

    /// A band behind every second phase.
    fn phases(&self, field: &Field<'_>, axis: Axis) -> Result<()> {
        for phase in [Phase::Early, Phase::Late] {
            let Range { start, end } = phase.range(self.places);
            if start < end {
                let corners = [
                    (coordinate(start) - 0.5, axis.low),
                    (coordinate(end) - 0.5, axis.high),
                ];
                field.draw(&Rectangle::new(corners, BAND.color().filled()))?;
            }
        }
        Ok(())
    }

    fn grid(&self, canvas: &Canvas<'_>, field: &Field<'_>, axis: Axis) -> Result<()> {
        let (left, right) = (-0.5, coordinate(self.places) - 0.5);
        for tick in axis.ticks() {
            field.draw(&PathElement::new(
                [(left, tick), (right, tick)],
                GRID.color().stroke_width(THIN),
            ))?;
            let (_, height) = field.map_coordinate(&(left, tick));
            Letters::plain(12, MUTED).aligned(Align::Right).draw(
                canvas,
                &format!("{tick} %"),
                (LEFT - 8, (height + UNIT / 2) / UNIT),
            )?;
        }
        Ok(())
    }

    /// Intervals are measured at the marks; the band between two is to guide the eye.
    fn intervals(&self, field: &Field<'_>) -> Result<()> {
        for run in self.curve.runs(|mark| mark.interval.is_some()) {
            let ends = |end: usize| {
                let marks = run
                    .clone()
                    .filter_map(move |at| Some((at, self.curve.marks[at]?.interval?)));
                marks.map(move |(at, interval)| (coordinate(at), interval[end]))
            };
            let outline: Vec<_> = ends(0)
                .chain(ends(1).collect::<Vec<_>>().into_iter().rev())
                .collect();
            field.draw(&Polygon::new(outline, self.ink.wash()))?;
            for (low, high) in ends(0).zip(ends(1)) {
                field.draw(&PathElement::new(
                    [low, high],
                    self.ink.color().stroke_width(THIN),
                ))?;
            }
        }
        Ok(())
    }

    fn line(&self, field: &Field<'_>) -> Result<()> {
        for run in self.curve.runs(|_| true) {
            let is_dotted = self.places <= DOTS || run.len() == 1;
            let points: Vec<_> = run
                .filter_map(|at| Some((coordinate(at), self.curve.marks[at]?.value)))
                .collect();
            field.draw(&PathElement::new(
                points.clone(),
                self.ink.color().stroke_width(THICK),
            ))?;
            for point in points.into_iter().filter(|_| is_dotted) {
                field.draw(&Circle::new(point, RADIUS, self.ink.color().filled()))?;
            }
        }
        Ok(())
    }
}
