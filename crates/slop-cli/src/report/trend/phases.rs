//! What many trajectories have in common, for people.

use std::io::{self, Write};

use slop_history::{Estimate, Phase, Summary};

use crate::measure::{self, Measure};
use crate::report::text::{FAINT, STRONG, count};
use crate::trend::TrendReport;

pub(crate) fn write(out: &mut dyn Write, report: &TrendReport) -> io::Result<()> {
    let points = report
        .trajectories
        .iter()
        .map(|one| one.points.len())
        .sum::<usize>();
    let (problems, points) = (
        count(report.trajectories.len(), "problem"),
        count(points, "checkpoint"),
    );
    let language = report
        .language
        .map_or_else(String::new, |language| format!(", {language}"));
    writeln!(out, "{STRONG}{problems}{STRONG:#}, {points}{language}\n")?;
    write!(out, "{:11}", "")?;
    for phase in Phase::ALL {
        write!(out, " {:>8}", phase.name())?;
    }
    writeln!(out)?;
    for measure in measure::shares() {
        measure_of(out, measure, &summary(report, measure))?;
    }
    writeln!(
        out,
        "\n{FAINT}Means, and under them half of the width of their 95 % bootstrap intervals.\n\
         Median of the growth from first to last, mean growth a step, mean slope a phase.{FAINT:#}"
    )
}

/// A measure over all series.
pub(crate) fn summary(report: &TrendReport, measure: &Measure) -> Summary {
    let all = report.trajectories.iter();
    let values: Vec<_> = all
        .map(|one| one.values(report.language, measure))
        .collect();
    Summary::of(&values)
}

fn measure_of(out: &mut dyn Write, measure: &Measure, summary: &Summary) -> io::Result<()> {
    write!(out, "{:11}", measure.name)?;
    for phase in summary.phases {
        write!(out, " {:>8}", mean(phase))?;
    }
    write!(out, "\n{:11}", "")?;
    for phase in summary.phases {
        write!(out, " {:>8}", half_width(phase))?;
    }
    let growth = &summary.growth;
    let (rising, all) = (growth.rising, growth.trajectories);
    write!(out, "\n{:11} rises in {rising} of {all}", "")?;
    if let Some(median) = growth.median {
        write!(out, ", median {median:+.4}")?;
    }
    if let Some(velocity) = summary.velocity {
        write!(out, ", a step {:+.4}", velocity.mean)?;
    }
    if let Some(slope) = summary.slope {
        write!(out, ", a phase {:+.4}", slope.mean)?;
    }
    writeln!(out)
}

fn mean(estimate: Option<Estimate>) -> String {
    estimate.map_or_else(
        || "n/a".to_owned(),
        |estimate| format!("{:.4}", estimate.mean),
    )
}

fn half_width(estimate: Option<Estimate>) -> String {
    let interval = estimate.and_then(|estimate| estimate.interval);
    interval.map_or_else(String::new, |interval| {
        format!("±{:.4}", (interval.high - interval.low) / 2.0)
    })
}
