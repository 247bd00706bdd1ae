//! The paper's progress phases over the runs of an agent: `phases RUNS`, which holds a directory for each problem with
//! `checkpoint_1`, `checkpoint_2`, … in it.
#![expect(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;
use std::path::PathBuf;

use slop_history::{Cache, Method, Phase, Problem, Series, Summary};

fn main() -> Result<(), Box<dyn Error>> {
    let runs = std::env::args_os()
        .nth(1)
        .map_or_else(|| ".".into(), PathBuf::from);
    let (method, cache) = (Method::default(), Cache::in_memory());
    let mut erosion = Vec::new();
    for problem in Problem::find(&runs)? {
        let series = Series::measure(problem.snapshots(&method)?, &method, &cache, &|_| true)?;
        let points = series.points.iter();
        let scores = points.map(|point| point.languages.total.erosion.score());
        erosion.push(scores.collect());
    }
    let summary = Summary::of(&erosion);
    println!("erosion of {} problems", summary.trajectories);
    for phase in Phase::ALL {
        if let Some(estimate) = summary.phase(phase) {
            let half = estimate.interval.map_or(0.0, |i| (i.high - i.low) / 2.0);
            println!("{:5}  {:.4} ± {half:.4}", phase.name(), estimate.mean);
        }
    }
    Ok(())
}
